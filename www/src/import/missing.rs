//! What would make the result more complete, and the cost sheet to fill in.

use leptos::prelude::*;
use protocol::{FileId, Missing, Request, SkuFilter};

use super::card::anchor;
use crate::i18n::Locale;
use crate::rates::{CostCurrencyChoice, FirstRate};
use crate::route::{Route, scroll_to};
use crate::shop::{Page, use_page};
use crate::text::{format, names, number, say};
use crate::ui::export::{fetch, language};

#[component]
pub(super) fn StillMissing() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shop = page.engine.shop;
    let is_complete = Memo::new(move |_| shop.with(|shop| shop.missing.is_empty()));
    view! {
        <Show when=move || !is_complete.get()>
            <section class="missing">
                <h2>{move || say!(locale, import.missing_title)}</h2>
                <Lacks />
            </section>
        </Show>
    }
}

/// What is most missing, in a sentence.
pub(crate) fn most_important(page: Page) -> String {
    let currency = page.currency();
    let first = page.engine.shop.with(|shop| shop.missing.first().cloned());
    first.map(|missing| sentence(page.locale.get(), &currency.read(), &missing)).unwrap_or_default()
}

/// All that is missing, with what can be done about it on the spot.
#[component]
pub(crate) fn Lacks() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shop = page.engine.shop;
    let currency = page.currency();
    let items = move || {
        let line = |missing: Missing| {
            let sentence = sentence(locale.get(), &currency.read(), &missing);
            let remedy = match missing {
                Missing::Costs { .. } => Some(view! { <FillCosts /> " " <TemplateButton /> }.into_any()),
                Missing::CostCurrency { .. } => Some(view! { <CostCurrencyChoice /> }.into_any()),
                Missing::ExchangeRate { currency, .. } => Some(view! { <FirstRate currency=currency /> }.into_any()),
                Missing::States { file, .. } => Some(view! { <ExplainStates file=file /> }.into_any()),
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
    view! { <ul class="lacks-list">{items}</ul> }
}

/// Leads to the SKUs without a cost, where each can be given one.
#[component]
fn FillCosts() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let fill = move |_| {
        page.view.show(SkuFilter::MissingCost);
        Route::Profit.go();
        scroll_to("skus");
    };
    view! {
        <button class="link" data-testid="fill-costs" on:click=fill>{move || say!(locale, import.fill_costs)}</button>
    }
}

/// Leads to the card that asks what a file's words for the state of an order mean.
#[component]
fn ExplainStates(file: FileId) -> impl IntoView {
    let locale = use_page().locale;
    let explain = move |_| {
        Route::Import.go();
        scroll_to(&anchor(file, 0));
    };
    view! {
        <button class="link" data-testid="explain-states" on:click=explain>
            {move || say!(locale, import.explain_states)}
        </button>
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
        Missing::States { rows, amount, .. } => td_string!(
            locale,
            import.missing.states,
            rows = format::count(*rows),
            amount = format::short(locale, currency, *amount)
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
