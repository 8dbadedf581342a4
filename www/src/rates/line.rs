//! The rates in one line, wherever converted money is shown, and the questions that are asked where files come in.

use analytics::config::DatedRate;
use leptos::prelude::*;
use protocol::Missing;

use super::{matters, parse, rates_of, set_cost_currency, set_rate, use_currencies, written};
use crate::route::Route;
use crate::shop::use_page;
use crate::text::say;
use crate::ui::choice::Choice;
use crate::ui::field::Field;

/// `1 USD = 7.10 CNY · …`, and the way to where they are changed. Nothing where all is in one currency.
#[component]
pub(crate) fn RatesLine(
    /// What is missing is asked above.
    #[prop(optional)]
    is_asked_above: bool,
) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currencies = use_currencies();
    let matters = Memo::new(move |_| currencies.with(matters));
    let as_of = move || page.engine.shop.with(|shop| shop.profit.as_ref().and_then(|profit| profit.as_of));
    let facts = move || {
        let currencies = currencies.read();
        let mut facts = Vec::new();
        for other in &currencies.others {
            let code = other.currency.as_str();
            facts.push(match rates_of(page, code) {
                None if is_asked_above => continue,
                Some(rates) => {
                    let rate = written(rates.on(as_of()));
                    say!(locale, profit.rates.is, currency = code, rate = rate, shop = currencies.shop.as_str())
                }
                None => say!(locale, profit.rates.none, currency = code),
            });
        }
        if facts.is_empty() {
            facts.push(say!(locale, profit.rates.books_in, currency = currencies.shop.as_str()));
        }
        if page.engine.config.with(|config| !config.shop.cost_currency.is_empty()) {
            facts.push(say!(locale, profit.rates.costs_in, currency = currencies.costs.as_str()));
        }
        facts.join(" · ")
    };
    view! {
        <Show when=move || matters.get()>
            <p class="quiet rates-line" data-testid="rates-line">
                {facts} " · "
                <a class="link" href=Route::Profit.fragment() data-testid="open-rates" on:click=move |_| page.view.open_rates()>
                    {move || say!(locale, profit.rates.open)}
                </a>
            </p>
        </Show>
    }
}

/// Takes what one unit of a currency without a rate is worth in the shop's.
#[component]
pub(crate) fn FirstRate(#[prop(into)] currency: String) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currencies = use_currencies();
    let hook = format!("exchange-rate-{currency}");
    let (one, of) = (currency.clone(), currency.clone());
    let shop = Signal::derive(move || currencies.with(|currencies| currencies.shop.clone()));
    let label = Signal::derive(move || say!(locale, profit.rates.field, currency = of.as_str(), shop = shop.get()));
    let set = move |typed: &str| set_rate(page, &currency, None, DatedRate { from: None, rate: parse(typed)? });
    view! {
        <span class="first-rate">
            <span class="unit">{move || say!(locale, profit.rates.one, currency = one.as_str())}</span> " "
            <Field value=Signal::stored(String::new()) set=set label=label hook=hook after=shop />
        </span>
    }
}

/// What costs are in; none is chosen as long as it is asked.
#[component]
pub(crate) fn CostCurrencyChoice() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currencies = use_currencies();
    let is_asked = Memo::new(move |_| {
        let is_question = |missing: &Missing| matches!(missing, Missing::CostCurrency { .. });
        page.engine.shop.with(|shop| shop.missing.iter().any(is_question))
    });
    // Seen at once, before the books are closed again.
    let chosen = Signal::derive(move || {
        let said = page.engine.config.with(|config| config.shop.cost_currency.clone());
        match (said.is_empty(), is_asked.get()) {
            (false, _) => Some(said),
            (true, true) => None,
            (true, false) => Some(currencies.with(|currencies| currencies.costs.clone())),
        }
    });
    view! {
        <Choice
            options=codes(currencies)
            chosen=chosen
            choose=Callback::new(move |code| set_cost_currency(page, code))
            label=Signal::derive(move || say!(locale, profit.rates.costs).to_owned())
            hook="cost-currency"
        />
    }
}

/// The currencies to choose from, as they are called; in an order of their own, so that a choice moves nothing.
pub(super) fn codes(currencies: Memo<protocol::ShopCurrencies>) -> Signal<Vec<(String, String)>> {
    let codes = Memo::new(move |_| {
        let mut codes = currencies.with(|currencies| currencies.choices.clone());
        codes.sort();
        codes
    });
    Signal::derive(move || codes.get().into_iter().map(|code| (code.clone(), code)).collect())
}
