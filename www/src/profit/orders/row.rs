//! One order in the table. The element stays while its content changes.

use analytics::Money;
use leptos::prelude::*;
use protocol::{OrderColumn, OrderRow, OrderWindow};

use crate::geometry::window;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;

#[component]
pub(super) fn Row(
    /// Position among all matching rows, from 0.
    index: u32,
    rows: RwSignal<OrderWindow>,
    columns: Memo<&'static [OrderColumn]>,
    template: Memo<&'static str>,
    is_narrow: Memo<bool>,
) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let row = Memo::new(move |_| {
        rows.with(|rows| {
            let position = index.checked_sub(rows.query.offset)?;
            rows.rows.get(usize::try_from(position).ok()?).cloned()
        })
    });
    let id = move || row.with(|row| row.as_ref().map(|row| row.order.id.clone()));
    let open = move || page.view.open_order.set(row.with_untracked(|row| row.as_ref().map(|row| row.order.clone())));
    let is_open = move || row.with(|row| row.as_ref().map(|row| &row.order) == page.view.open_order.read().as_ref());
    view! {
        <div
            class="sku-row"
            class:is-open=is_open
            role="row"
            aria-rowindex=index + 2
            data-order=id
            tabindex="0"
            aria-label=move || id().map(|order| say!(locale, profit.orders.open, order = order))
            style:top=move || format!("{}px", index * window::row_height(is_narrow.get()))
            style:grid-template-columns=move || template.get()
            on:click=move |_| open()
            on:keydown=move |event| if event.key() == "Enter" { open() }
        >
            <For each=move || columns.get().iter().copied() key=|column| *column let:column>
                <Cell column=column row=row />
            </For>
        </div>
    }
}

#[component]
fn Cell(column: OrderColumn, row: Memo<Option<OrderRow>>) -> impl IntoView {
    match column {
        OrderColumn::Order => view! { <OrderCell row=row /> }.into_any(),
        OrderColumn::Day | OrderColumn::Store | OrderColumn::Units => {
            view! { <TextCell column=column row=row /> }.into_any()
        }
        OrderColumn::Revenue | OrderColumn::Refunds | OrderColumn::Costs | OrderColumn::Net => {
            view! { <MoneyCell column=column row=row /> }.into_any()
        }
        OrderColumn::Remarks => view! { <RemarksCell row=row /> }.into_any(),
    }
}

fn store(locale: Locale, row: &OrderRow) -> String {
    let platform = names::source(locale, row.order.platform);
    if row.store.is_empty() { platform.to_owned() } else { format!("{platform} · {}", row.store) }
}

/// The id; on a telephone with what else does not fit.
#[component]
fn OrderCell(row: Memo<Option<OrderRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let id = move || row.with(|row| row.as_ref().map(|row| row.order.id.clone()));
    let rest = move || {
        let row = row.get()?;
        let remarks = [
            (!row.is_shipped).then(|| say!(locale, profit.orders.not_shipped)),
            row.is_refunded.then(|| say!(locale, profit.orders.refunded)),
            row.is_partial.then(|| say!(locale, profit.orders.partial)),
        ];
        let mut parts: Vec<String> = remarks.into_iter().flatten().map(str::to_owned).collect();
        parts.extend([row.day.to_string(), store(locale.get(), &row)]);
        Some(parts.join(" · "))
    };
    view! {
        <div class="cell clip" role="cell" title=id>
            {id}
            <span class="sku-code narrow-only">{rest}</span>
        </div>
    }
}

#[component]
fn TextCell(column: OrderColumn, row: Memo<Option<OrderRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let text = move || {
        row.with(|row| {
            let row = row.as_ref()?;
            Some(match column {
                OrderColumn::Day => row.day.to_string(),
                OrderColumn::Store => store(locale.get(), row),
                _ => format::quantity(row.blocks.units),
            })
        })
    };
    view! {
        <div class="cell" class:numeric=super::column::is_numeric(column) class:clip=!super::column::is_numeric(column) role="cell" title=text>
            {text}
        </div>
    }
}

#[component]
fn MoneyCell(column: OrderColumn, row: Memo<Option<OrderRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let money = Signal::derive(move || {
        row.with(|row| {
            let row = row.as_ref().filter(|row| row.has_net())?;
            Some(match column {
                OrderColumn::Revenue => row.blocks.revenue,
                OrderColumn::Refunds => row.blocks.refunds,
                OrderColumn::Costs => row.costs(),
                _ => row.blocks.net(),
            })
        })
    });
    let why = move || money.get().is_none().then(|| say!(locale, profit.unknown.missing_cost));
    view! {
        <div class="cell numeric" role="cell" title=why>
            <Exact money=money is_cost=matches!(column, OrderColumn::Costs) />
        </div>
    }
}

#[component]
fn RemarksCell(row: Memo<Option<OrderRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let remarks = move || {
        row.with(|row| {
            let row = row.as_ref()?;
            let is_loss = row.has_net() && row.blocks.net() < Money::ZERO;
            Some(view! {
                {is_loss.then(|| view! { <span class="tag">{say!(locale, profit.tag.loss)}</span> })}
                {row.is_refunded.then(|| view! { <span class="tag plain">{say!(locale, profit.orders.refunded)}</span> })}
                {(!row.is_shipped).then(|| view! { <span class="tag plain">{say!(locale, profit.orders.not_shipped)}</span> })}
                {row.is_partial.then(|| view! { <span class="tag missing">{say!(locale, profit.orders.partial)}</span> })}
            })
        })
    };
    view! { <div class="cell verdict-cell" role="cell">{remarks}</div> }
}
