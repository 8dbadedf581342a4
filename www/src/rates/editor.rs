//! Every rate as a field, with the day it begins, and the two choices of currency.

use analytics::config::DatedRate;
use leptos::html::Section;
use leptos::prelude::*;
use protocol::OtherCurrency;

use super::line::codes;
use super::{
    CostCurrencyChoice, FirstRate, matters, parse, rates_of, remove_rate, set_rate, set_shop_currency, use_currencies,
    written,
};
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::choice::Choice;
use crate::ui::field::{Field, Refusal, Refused, day, refusal_id};

/// Part of the panel of assumptions; nothing where all is in one currency.
#[component]
pub(crate) fn RatesEditor() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currencies = use_currencies();
    let matters = Memo::new(move |_| currencies.with(matters));
    let names = Memo::new(move |_| {
        currencies.with(|all| all.others.iter().map(|other| other.currency.clone()).collect::<Vec<String>>())
    });
    let can_choose = Memo::new(move |_| currencies.with(|currencies| currencies.choices.len() > 1));
    let chosen = Signal::derive(move || Some(currencies.with(|currencies| currencies.shop.clone())));
    let is_wanted = page.view.wants_rates;
    let element = NodeRef::<Section>::new();
    Effect::new(move || {
        if let (true, Some(element)) = (is_wanted.get(), element.get()) {
            element.scroll_into_view();
            element.focus().ok();
        }
    });
    view! {
        <Show when=move || matters.get()>
            <section
                class="rates"
                class:wanted=move || is_wanted.get()
                tabindex="-1"
                data-testid="rates"
                aria-label=move || say!(locale, profit.rates.title)
                node_ref=element
            >
                <h3>{move || say!(locale, profit.rates.title)}</h3>
                <p class="quiet">{move || say!(locale, profit.rates.lead)}</p>
                <For each=move || names.get() key=Clone::clone let:name>
                    <RatesOf currency=name />
                </For>
                <Show when=move || can_choose.get()>
                    <div class="setting-head">
                        <span>{move || say!(locale, profit.rates.costs)}</span>
                        <CostCurrencyChoice />
                    </div>
                    <div class="setting-head">
                        <span>{move || say!(locale, profit.rates.shop)}</span>
                        <Choice
                            options=codes(currencies)
                            chosen=chosen
                            choose=Callback::new(move |code| set_shop_currency(page, code))
                            label=Signal::derive(move || say!(locale, profit.rates.shop).to_owned())
                            hook="shop-currency"
                        />
                    </div>
                    <p class="quiet">{move || say!(locale, profit.rates.shop_note)}</p>
                </Show>
            </section>
        </Show>
    }
}

/// One currency: what is in it, and its rates in the order of their days.
#[component]
fn RatesOf(currency: String) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currencies = use_currencies();
    let name = StoredValue::new(currency.clone());
    let rates = Memo::new(move |_| name.with_value(|name| rates_of(page, name)));
    let count = Memo::new(move |_| rates.with(|rates| rates.as_ref().map_or(0, |rates| rates.all().count())));
    let used = move || {
        let OtherCurrency { rows, costs, .. } = currencies
            .with(|all| name.with_value(|name| all.others.iter().find(|other| other.currency == *name).cloned()))?;
        let mut parts = Vec::new();
        if rows > 0 {
            parts.push(tally!(locale, profit.rates.rows, rows = format::count(rows)));
        }
        if costs > 0 {
            parts.push(tally!(locale, profit.rates.cost_items, costs = format::count(costs)));
        }
        if parts.is_empty() {
            parts.push(say!(locale, profit.rates.unused).to_owned());
        }
        let as_of = page.engine.shop.with(|shop| shop.profit.as_ref().and_then(|profit| profit.as_of));
        let in_force = rates.with(|rates| rates.as_ref().map(|rates| written(rates.on(as_of))));
        parts.extend(in_force.filter(|_| count.get() > 1).map(|rate| say!(locale, profit.rates.in_force, rate = rate)));
        Some(parts.join(" · "))
    };
    let label = move || name.with_value(|name| say!(locale, profit.rates.of, currency = name.as_str()));
    let is_missing = Memo::new(move |_| count.get() == 0);
    let hook = format!("rates-{currency}");
    view! {
        <div class="rates-of" role="group" data-testid=hook aria-label=label>
            <p class="rates-name">
                <strong>{currency}</strong> " " <span class="quiet">{used}</span>
                {move || is_missing.get().then(|| view! { " " <span class="loss">{say!(locale, profit.rates.missing)}</span> })}
            </p>
            <Show
                when=move || !is_missing.get()
                fallback=move || view! { <FirstRate currency=name.get_value() /> }
            >
                <ul>
                    // By place: a day that is changed may move a rate, and the hand stays where it is.
                    <For each=move || 0..count.get() key=|place| *place let:place>
                        <RateRow
                            currency=name
                            place=place
                            dated=Memo::new(move |_| rates.with(|rates| rates.as_ref()?.all().nth(place)))
                        />
                    </For>
                </ul>
                <NewRate currency=name />
            </Show>
        </div>
    }
}

/// A rate that can be changed, moved to another day, and taken out.
#[component]
fn RateRow(
    currency: StoredValue<String>,
    /// In the order of their days.
    place: usize,
    /// `None` in the moment in which it goes.
    dated: Memo<Option<DatedRate>>,
) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shop = Signal::derive(move || page.engine.shop.with(|shop| shop.currencies.shop.clone()));
    let from = Memo::new(move |_| dated.get().and_then(|dated| dated.from));
    let is_dated = Memo::new(move |_| from.get().is_some());
    let hook = move |what: &str| format!("{what}-{}-{place}", currency.get_value());
    let change = move |edit: &dyn Fn(DatedRate) -> DatedRate| {
        let Some(now) = dated.get_untracked() else { return Ok(()) };
        currency.with_value(|currency| set_rate(page, currency, Some(now.from), edit(now)))
    };
    let set_rate = move |typed: &str| {
        let rate = parse(typed)?;
        change(&|dated| DatedRate { rate, ..dated })
    };
    let set_day = move |typed: &str| {
        let from = Some(day(typed)?);
        change(&|dated| DatedRate { from, ..dated })
    };
    let remove = move |_| currency.with_value(|currency| remove_rate(page, currency, from.get_untracked()));
    let label = Signal::derive(move || {
        let (shop, name) = (shop.get(), currency.get_value());
        match from.get() {
            Some(day) => say!(locale, profit.rates.field_from, currency = name, day = day, shop = shop),
            None => say!(locale, profit.rates.field, currency = name, shop = shop),
        }
    });
    let remove_label = move || match from.get() {
        Some(day) => say!(locale, profit.rates.remove_from, currency = currency.get_value(), day = day),
        None => say!(locale, profit.rates.remove, currency = currency.get_value()),
    };
    let begins = move || match is_dated.get() {
        false => {
            view! { <span>{move || say!(locale, profit.rates.one, currency = currency.get_value())}</span> }.into_any()
        }
        true => view! {
            <Field
                value=Signal::derive(move || from.get().map(|day| day.to_string()).unwrap_or_default())
                set=set_day
                label=Signal::derive(move || say!(locale, profit.rates.day, currency = currency.get_value()))
                hook=hook("rate-day")
                before=Signal::derive(move || say!(locale, profit.rates.from).to_owned())
                after=Signal::derive(move || say!(locale, profit.rates.on).to_owned())
            />
        }
        .into_any(),
    };
    view! {
        <li class="rate-row">
            <span class="rate-begins">{begins}</span>
            <Field
                value=Signal::derive(move || dated.get().map(|dated| written(dated.rate)).unwrap_or_default())
                set=set_rate
                label=label
                hook=hook("rate")
                after=shop
            />
            <button class="quiet-button" data-testid=hook("rate-remove") aria-label=remove_label title=remove_label on:click=remove>
                "×"
            </button>
        </li>
    }
}

/// Asks for a day and a rate, and takes both at once: the one without the other is none.
#[component]
fn NewRate(currency: StoredValue<String>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_open = RwSignal::new(false);
    let (from, rate) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (day_refusal, rate_refusal) = (RwSignal::new(None::<Refusal>), RwSignal::new(None::<Refusal>));
    let clear = move || {
        for text in [from, rate] {
            text.set(String::new());
        }
        for refusal in [day_refusal, rate_refusal] {
            refusal.set(None);
        }
        is_open.set(false);
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = |text: RwSignal<String>| format::typed_number(&text.get_untracked());
        let (begins, worth) = (day(&typed(from)), parse(&typed(rate)));
        day_refusal.set(begins.err());
        rate_refusal.set(worth.err());
        let (Ok(begins), Ok(worth)) = (begins, worth) else { return };
        let dated = DatedRate { from: Some(begins), rate: worth };
        match currency.with_value(|currency| set_rate(page, currency, None, dated)) {
            Ok(()) => clear(),
            Err(refusal) => day_refusal.set(Some(refusal)),
        }
    };
    let hook = move |what: &str| format!("{what}-{}", currency.get_value());
    let ids = StoredValue::new((refusal_id(), refusal_id()));
    let field =
        move |text: RwSignal<String>, refusal: RwSignal<Option<Refusal>>, name: String, label: Signal<String>| {
            let described_by =
                ids.with_value(|(of_day, of_rate)| if text == from { of_day.clone() } else { of_rate.clone() });
            view! {
                <input
                    type="text"
                    class="search"
                    inputmode="decimal"
                    autocomplete="off"
                    data-testid=name
                    placeholder=move || label.get()
                    aria-label=move || label.get()
                    aria-invalid=move || refusal.get().is_some().to_string()
                    aria-describedby=move || refusal.get().map(|_| described_by.clone())
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            }
        };
    let day_label = Signal::derive(move || say!(locale, profit.rates.add_day).to_owned());
    let rate_label = Signal::derive(move || {
        let shop = page.engine.shop.with(|shop| shop.currencies.shop.clone());
        say!(locale, profit.rates.field, currency = currency.get_value(), shop = shop)
    });
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <button class="link" data-testid=hook("rate-new") on:click=move |_| is_open.set(true)>
                    {move || say!(locale, profit.rates.add)}
                </button>
            }
        >
            <form class="new-rate" on:submit=add>
                {field(from, day_refusal, hook("new-rate-day"), day_label)}
                {field(rate, rate_refusal, hook("new-rate"), rate_label)}
                <button class="button" type="submit" data-testid=hook("new-rate-save")>{move || say!(locale, profit.rates.save)}</button>
                <button class="quiet-button" type="button" on:click=move |_| clear()>{move || say!(locale, profit.rates.cancel)}</button>
                <Refused refusal=day_refusal is_new=Signal::stored(true) id=ids.get_value().0 hook=format!("{}-refused", hook("new-rate-day")) />
                <Refused refusal=rate_refusal is_new=Signal::stored(true) id=ids.get_value().1 hook=format!("{}-refused", hook("new-rate")) />
            </form>
        </Show>
    }
}
