//! One order in the table.

use analytics::Money;
use leptos::prelude::*;
use protocol::{OrderColumn, OrderRow, OrderWindow};

use crate::i18n::Locale;
use crate::profit::long_table::{Face, Place, Row};
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;

pub(super) fn row(place: Place<OrderWindow, OrderColumn>) -> AnyView {
    let page = use_page();
    let locale = page.locale;
    let row = place.row();
    let order = move || row.with(|row| row.as_ref().map(|row| row.order.clone()));
    let id = move || order().map(|order| order.id);
    let is_open = move || row.with(|row| row.as_ref().map(|row| &row.order) == page.view.open_order.read().as_ref());
    view! {
        <Row
            place=place
            row=row
            cell=cell
            is_open=Signal::derive(is_open)
            open=Callback::new(move |()| page.view.open_order.set(untrack(order)))
            label=Signal::derive(move || id().map(|order| say!(locale, profit.orders.open, order = order)))
            attr:data-order=id
        />
    }
    .into_any()
}

fn cell(column: OrderColumn, row: Memo<Option<OrderRow>>) -> AnyView {
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
        <div class="cell" class:numeric=column.is_numeric() class:clip=!column.is_numeric() role="cell" title=text>
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
