//! Resources of the seller's own: a label printer, a scale, a van.

use analytics::Quantity;
use leptos::prelude::*;

use crate::capacity::names;
use crate::shop::use_page;
use crate::text::{format, say};

#[component]
pub(super) fn Others() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let others = Memo::new(move |_| {
        page.engine.config.with(|config| config.capacity.other.clone().into_iter().collect::<Vec<(String, Quantity)>>())
    });
    let (name, orders) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_refused = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let carried = Quantity::parse(&format::typed_number(&orders.get_untracked())).ok();
        let named = name.get_untracked().trim().to_owned();
        let mut settings = page.engine.config.with_untracked(|config| config.capacity.clone());
        let before = settings.check();
        settings.other.extend(carried.filter(|_| !named.is_empty()).map(|carried| (named.clone(), carried)));
        let is_new = settings.other.contains_key(&named) && settings.check() == before;
        is_refused.set(!is_new);
        if is_new {
            page.engine.change_config(|config| config.capacity = settings);
            name.set(String::new());
            orders.set(String::new());
        }
    };
    let row = move |(name, orders): (String, Quantity)| {
        let gone = name.clone();
        let remove = move |_| {
            page.engine.change_config(|config| {
                config.capacity.other.remove(&gone);
            });
        };
        view! {
            <div class="setting setting-head">
                <span>{name}</span>
                <span>
                    {move || say!(locale, capacity.gauges.a_day, orders = names::orders(locale.get(), &format::quantity(orders)))}
                    " " <button class="link" on:click=remove>{move || say!(locale, capacity.settings.remove)}</button>
                </span>
            </div>
        }
    };
    view! {
        <h3>{move || say!(locale, capacity.setting_group.other)}</h3>
        {move || others.get().into_iter().map(row).collect_view()}
        <form class="keep" on:submit=add>
            <input
                type="text"
                class="search"
                data-testid="other-name"
                placeholder=move || say!(locale, capacity.settings.other_name)
                aria-label=move || say!(locale, capacity.settings.other_name)
                prop:value=move || name.get()
                on:input=move |event| name.set(event_target_value(&event))
            />
            <input
                type="text"
                inputmode="decimal"
                class="search other-orders"
                data-testid="other-orders"
                placeholder=move || say!(locale, capacity.settings.other_orders)
                aria-label=move || say!(locale, capacity.settings.other_orders)
                prop:value=move || orders.get()
                on:input=move |event| orders.set(event_target_value(&event))
            />
            <button class="button" type="submit" data-testid="other-add">{move || say!(locale, capacity.settings.add)}</button>
        </form>
        <Show when=move || is_refused.get()>
            <p class="loss" role="alert">{move || say!(locale, capacity.settings.other_refused)}</p>
        </Show>
    }
}
