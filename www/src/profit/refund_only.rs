//! 仅退款 against return-and-refund: below which value of goods taking a parcel back costs more than leaving it.

use analytics::config::Assumption;
use analytics::profit::ReturnCosts;
use analytics::{Amount, Money};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ProfitSummary, SkuDetail};

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say};

/// The rule of the shop, with what it rests on.
fn rule(locale: Locale, currency: &str, costs: &ReturnCosts) -> String {
    let exact = |amount: Amount| format::exact_amount(currency, amount);
    match costs.break_even() {
        _ if costs.per_parcel().is_zero() => td_string!(locale, profit.returns.unset).to_owned(),
        None => td_string!(locale, profit.returns.never).to_owned(),
        Some(value) => td_string!(
            locale,
            profit.returns.rule,
            value = format::exact(currency, value),
            freight = exact(costs.freight),
            service = exact(costs.service),
            share = format!("{}%", format::rate_in_percent(costs.resellable))
        ),
    }
}

/// For one SKU: what one unit in a parcel comes to either way.
fn of_sku(locale: Locale, currency: &str, costs: &ReturnCosts, unit_cost: Amount) -> String {
    let saved = costs.saved_by_leaving(unit_cost);
    let exact = |money: Money| format::exact(currency, money);
    let cost = format::exact_amount(currency, unit_cost);
    if saved.is_positive() {
        td_string!(locale, profit.returns.leave, cost = cost, saved = exact(saved))
    } else {
        td_string!(locale, profit.returns.take_back, cost = cost, saved = exact(-saved))
    }
}

/// Under the waterfall of the shop.
#[component]
pub(super) fn ReturnRule(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let costs = Memo::new(move |_| summary.with(|summary| summary.return_costs));
    // Only where some parcel did come back, or may have.
    let matters = Memo::new(move |_| {
        summary.with(|summary| summary.assumptions.iter().any(|used| used.assumption == Assumption::ReturnFreight))
    });
    view! {
        <Show when=move || matters.get()>
            <p class="quiet returns" data-testid="return-rule">
                {move || rule(locale.get(), &currency.read(), &costs.get())} " "
                <button class="link" on:click=move |_| page.view.open_assumption(Some(Assumption::ReturnFreight))>
                    {move || say!(locale, profit.returns.edit)}
                </button>
            </p>
        </Show>
    }
}

/// In the drawer of a SKU.
#[component]
pub(super) fn ReturnLine(detail: Memo<Option<SkuDetail>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let costs = Memo::new(move |_| {
        page.engine.shop.with(|shop| shop.profit.as_ref().map(|profit| profit.return_costs).unwrap_or_default())
    });
    let unit_cost =
        Memo::new(move |_| detail.with(|detail| detail.as_ref()?.unit_costs.last().map(|(_, cost, _)| *cost)));
    move || {
        let (costs, unit_cost) = (costs.get(), unit_cost.get()?);
        let locale = locale.get();
        let currency = currency.read();
        let said = if costs.per_parcel().is_zero() {
            rule(locale, &currency, &costs)
        } else {
            format!("{} {}", of_sku(locale, &currency, &costs, unit_cost), rule(locale, &currency, &costs))
        };
        Some(view! { <p class="quiet returns" data-testid="return-line">{said}</p> })
    }
}
