//! What would make the result more complete, and the cost sheet to fill in.

use analytics::Rate;
use analytics::config::ExchangeRates;
use leptos::prelude::*;
use protocol::{Missing, Request};

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, number, say};
use crate::ui::export::{fetch, language};

#[component]
pub(super) fn StillMissing() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shop = page.engine.shop;
    let is_complete = Memo::new(move |_| shop.with(|shop| shop.missing.is_empty()));
    let currency = page.currency();
    let items = move || {
        let line = |missing: Missing| {
            let sentence = sentence(locale.get(), &currency.read(), &missing);
            let remedy = match missing {
                Missing::Costs { .. } => Some(view! { <TemplateButton /> }.into_any()),
                Missing::CostCurrency { choices } => Some(view! { <CostCurrency choices=choices /> }.into_any()),
                Missing::ExchangeRate { currency, .. } => Some(view! { <RateField currency=currency /> }.into_any()),
                Missing::OrderLines { .. }
                | Missing::OrderHeaders { .. }
                | Missing::Orders
                | Missing::Ads { .. }
                | Missing::CourierBill { .. } => None,
            };
            view! { <li>{sentence} " " {remedy}</li> }
        };
        shop.with(|shop| shop.missing.clone()).into_iter().map(line).collect_view()
    };
    view! {
        <Show when=move || !is_complete.get()>
            <section class="missing">
                <h2>{move || say!(locale, import.missing_title)}</h2>
                <ul>{items}</ul>
            </section>
        </Show>
    }
}

/// Takes what costs are in.
#[component]
fn CostCurrency(choices: Vec<String>) -> impl IntoView {
    let page = use_page();
    let button = |code: String| {
        let chosen = code.clone();
        let choose = move |_| {
            let code = chosen.clone();
            page.engine.change_config(|config| config.shop.cost_currency = code);
        };
        let hook = format!("cost-currency-{code}");
        view! { <button class="quiet-button" data-testid=hook on:click=choose>{code}</button> " " }
    };
    view! { <span class="choices">{choices.into_iter().map(button).collect_view()}</span> }
}

/// Takes what one unit of another currency is worth in the shop's.
#[component]
fn RateField(currency: String) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shop_currency = page.currency();
    let name = currency.clone();
    let label = move || say!(locale, import.rate_field, currency = name.clone(), shop = shop_currency.get());
    let is_wrong = RwSignal::new(false);
    let set = move |event| {
        let typed = format::typed_number(&event_target_value(&event));
        let rate = Rate::parse(&typed).ok().filter(|rate| *rate > Rate::ZERO);
        is_wrong.set(rate.is_none() && !typed.is_empty());
        if let Some(rate) = rate {
            page.engine.change_config(|config| {
                config.shop.exchange_rates.insert(currency.clone(), ExchangeRates::always(rate));
            });
        }
    };
    view! {
        <label class="setting-field">
            <span class="unit">{label}</span>
            <input
                type="text"
                inputmode="decimal"
                data-testid="exchange-rate"
                aria-invalid=move || is_wrong.get().to_string()
                on:change=set
            />
        </label>
        <Show when=move || is_wrong.get()>
            <p class="loss" role="alert">{move || say!(locale, import.rate_wrong)}</p>
        </Show>
    }
}

/// Asks the worker for the cost sheet, filled with the shop's SKUs.
#[component]
pub(super) fn TemplateButton() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    let ask = move |_| {
        let language = language(locale.get_untracked());
        fetch(page, Request::CostTemplate { language }, has_failed);
    };
    view! {
        <button class="link" data-testid="cost-template" title=move || say!(locale, import.template_note) on:click=ask>
            {move || say!(locale, import.template)}
        </button>
        <Show when=move || has_failed.get()>
            <span class="loss">" " {move || say!(locale, import.template_failed)}</span>
        </Show>
    }
}

fn sentence(locale: Locale, currency: &str, missing: &Missing) -> String {
    use leptos_i18n::td_string;
    let text = match missing {
        Missing::OrderLines { platform, orders } => td_string!(
            locale,
            import.missing.order_lines,
            platform = names::source(locale, *platform),
            orders = format::count(*orders)
        ),
        Missing::OrderHeaders { platform, orders } => td_string!(
            locale,
            import.missing.order_headers,
            platform = names::source(locale, *platform),
            orders = format::count(*orders)
        ),
        Missing::Orders => td_string!(locale, import.missing.orders).to_owned(),
        Missing::CostCurrency { choices } => {
            let shop = choices.first().cloned().unwrap_or_default();
            td_string!(locale, import.missing.cost_currency, shop = shop)
        }
        Missing::ExchangeRate { currency, rows, costs } => {
            let mut parts = Vec::new();
            if *rows > 0 || *costs == 0 {
                let rows = format::count(*rows);
                parts.push(td_string!(locale, import.missing.exchange_rate, currency = currency.clone(), rows = rows));
            }
            if *costs > 0 {
                let costs = format::count(*costs);
                parts.push(td_string!(
                    locale,
                    import.missing.rate_of_costs,
                    currency = currency.clone(),
                    costs = costs
                ));
            }
            parts.join(" · ")
        }
        Missing::Costs { skus, revenue } => td_string!(
            locale,
            import.missing.costs,
            skus = format::count(*skus),
            revenue = format::short(locale, currency, *revenue)
        ),
        Missing::Ads { platform } => {
            td_string!(locale, import.missing.ads, platform = names::source(locale, *platform))
        }
        Missing::CourierBill { orders } => {
            td_string!(locale, import.missing.courier, orders = format::count(*orders))
        }
    };
    number::agree(&text)
}
