//! One SKU in the table.

use analytics::profit::Advice;
use leptos::prelude::*;
use protocol::{SkuColumn as Column, SkuRow, SkuWindow};

use super::long_table::{Place, Row};
use super::verdict;
use crate::geometry::unit_bar;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;

pub(super) fn row(place: Place<SkuWindow, Column>) -> AnyView {
    let page = use_page();
    let locale = page.locale;
    let row = place.row();
    let sku = move || row.with(|row| row.as_ref().map(|row| row.sku.clone()));
    let is_open = move || row.with(|row| row.as_ref().map(|row| &row.sku) == page.view.open_sku.read().as_ref());
    view! {
        <Row
            place=place
            row=row
            cell=cell
            is_open=Signal::derive(is_open)
            open=Callback::new(move |()| page.view.open_sku.set(untrack(sku)))
            label=Signal::derive(move || sku().map(|sku| say!(locale, profit.table.open, sku = sku)))
            attr:data-sku=sku
        />
    }
    .into_any()
}

fn cell(column: Column, row: Memo<Option<SkuRow>>) -> AnyView {
    match column {
        Column::Sku | Column::Name => view! { <NameCell row=row /> }.into_any(),
        Column::PerUnit => view! { <PerUnitCell row=row /> }.into_any(),
        Column::Verdict => view! { <VerdictCell row=row /> }.into_any(),
        Column::Revenue | Column::Block(_) | Column::Net | Column::Gain => {
            view! { <MoneyCell column=column row=row /> }.into_any()
        }
        Column::Units | Column::Orders | Column::Margin | Column::BreakEvenRoas => {
            view! { <NumberCell column=column row=row /> }.into_any()
        }
    }
}

#[component]
fn NameCell(row: Memo<Option<SkuRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let is_loss = move || row.with(|row| row.as_ref().is_some_and(|row| row.profit.is_loss_making() == Some(true)));
    let part = move |pick: fn(&SkuRow) -> &String| {
        row.with(|row| row.as_ref().map(|row| pick(row).clone()).unwrap_or_default())
    };
    let lost_on = move || {
        let block = row.with(|row| row.as_ref().and_then(|row| row.profit.loss_block()));
        block.map(|block| say!(locale, profit.tag.lost_on, block = names::block(locale.get(), block)))
    };
    view! {
        <div class="cell name-cell" role="cell">
            <span class="sku-name" title=move || part(|row| &row.name)>
                {move || {
                    let (name, code) = (part(|row| &row.name), part(|row| &row.sku));
                    names::item(locale.get(), &name, &code)
                }}
            </span>
            <span class="sku-code">
                {move || part(|row| &row.sku)}
                // Where the columns with the verdict do not fit.
                {move || is_loss().then(|| view! { <span class="loss narrow-only">{lost_on()}</span> })}
            </span>
        </div>
    }
}

#[component]
fn MoneyCell(column: Column, row: Memo<Option<SkuRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let money = Signal::derive(move || {
        row.with(|row| {
            let profit = &row.as_ref()?.profit;
            match column {
                Column::Revenue => Some(profit.blocks.revenue),
                Column::Block(analytics::vocabulary::Block::Goods) if !profit.has_cost => None,
                Column::Block(block) => Some(profit.blocks.block(block)),
                Column::Gain => row.as_ref()?.verdict.map(|verdict| verdict.gain).filter(|gain| gain.is_positive()),
                _ => profit.net(),
            }
        })
    });
    let has_cost = move || row.with(|row| row.as_ref().is_some_and(|row| row.profit.has_cost));
    let why = move || (money.get().is_none() && !has_cost()).then(|| say!(locale, profit.unknown.missing_cost));
    view! { <div class="cell numeric" role="cell" title=why><Exact money=money /></div> }
}

#[component]
fn NumberCell(column: Column, row: Memo<Option<SkuRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let text = Memo::new(move |_| {
        row.with(|row| {
            let profit = &row.as_ref()?.profit;
            match column {
                Column::Units => Some(format::quantity(profit.blocks.units)),
                Column::Orders => Some(format::count(profit.blocks.orders)),
                Column::Margin => profit.margin().map(format::percent),
                _ => profit.break_even_roas().map(format::ratio),
            }
        })
    });
    let why = move || {
        let has_cost = row.with(|row| row.as_ref().is_some_and(|row| row.profit.has_cost));
        text.with(Option::is_none).then(|| match (has_cost, column) {
            (false, _) => say!(locale, profit.unknown.missing_cost),
            (true, Column::BreakEvenRoas) => say!(locale, profit.unknown.no_margin_left),
            (true, _) => say!(locale, profit.unknown.no_sales),
        })
    };
    let is_loss = move || text.with(|text| text.as_ref().is_some_and(|text| text.starts_with('−')));
    view! {
        <div class="cell numeric" class:loss=is_loss role="cell" title=why>
            {move || text.get().unwrap_or_else(|| "—".to_owned())}
        </div>
    }
}

/// What one unit leaves: a bar of its price, and the amount.
#[component]
fn PerUnitCell(row: Memo<Option<SkuRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let bar = Memo::new(move |_| {
        row.with(|row| {
            let profit = &row.as_ref()?.profit;
            profit.has_cost.then(|| unit_bar::unit_bar(&profit.blocks))
        })
    });
    let money = Signal::derive(move || row.with(|row| row.as_ref()?.profit.net_per_unit()));
    let part =
        move |pick: fn(&unit_bar::UnitBar) -> f64| format!("{:.2}%", bar.with(|bar| bar.as_ref().map_or(0.0, pick)));
    let why = move || {
        let has_cost = row.with(|row| row.as_ref().is_some_and(|row| row.profit.has_cost));
        money.get().is_none().then(|| {
            if has_cost { say!(locale, profit.unknown.no_units) } else { say!(locale, profit.unknown.missing_cost) }
        })
    };
    view! {
        <div class="cell numeric per-unit" role="cell" title=why>
            <span class="unit-bar" aria-hidden="true">
                <span class="unit-cost" style:width=move || part(|bar| bar.cost)></span>
                <span class="unit-left" style:width=move || part(|bar| bar.left)></span>
                <span class="unit-loss" style:width=move || part(|bar| bar.loss)></span>
            </span>
            <Exact money=money />
        </div>
    }
}

#[component]
fn VerdictCell(row: Memo<Option<SkuRow>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    move || {
        let (has_cost, judged) = row.with(|row| {
            row.as_ref().map_or((true, None), |row| {
                let words = |verdict| verdict::advice(locale.get(), &currency.read(), row, verdict);
                let judged = row.verdict.as_ref().map(|verdict| (verdict.advice != Advice::Keep, words(verdict)));
                (row.profit.has_cost, judged)
            })
        });
        let said = match (has_cost, judged) {
            (false, _) => view! { <span class="tag missing">{say!(locale, profit.tag.missing)}</span> }.into_any(),
            (true, Some((is_loss, words))) => view! {
                {is_loss.then(|| view! { <span class="tag">{say!(locale, profit.tag.loss)}</span> })}
                <span class="verdict" class:quiet=!is_loss title=words.clone()>{words.clone()}</span>
            }
            .into_any(),
            (true, None) => ().into_any(),
        };
        view! { <div class="cell verdict-cell" role="cell">{said}</div> }
    }
}
