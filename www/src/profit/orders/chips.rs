//! Which orders the table shows.

use leptos::prelude::*;
use protocol::{OrderCounts, OrderFilter};

use crate::shop::use_page;
use crate::text::{format, say, word};

#[component]
pub(super) fn OrderChips(counts: Memo<OrderCounts>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = page.view;
    let chip =
        move |filter: OrderFilter, word: Signal<&'static str>, count: fn(&OrderCounts) -> u32, name: &'static str| {
            view! {
                <button
                    class="chip"
                    class:loss-chip=filter == OrderFilter::LossMaking
                    data-testid=name
                    aria-pressed=move || (view.order_filter.get() == filter).to_string()
                    on:click=move |_| view.order_filter.set(filter)
                >
                    {move || word.get()}
                    <span class="chip-count">{move || format::count(counts.with(count))}</span>
                </button>
            }
        };
    view! {
        <div class="chips" role="group" aria-label=move || say!(locale, profit.chips)>
            {chip(OrderFilter::All, word!(locale, profit.chip.all), |counts| counts.all, "orders-all")}
            {chip(OrderFilter::LossMaking, word!(locale, profit.orders.loss_making), |counts| counts.loss_making, "orders-loss")}
            {chip(OrderFilter::Refunded, word!(locale, profit.orders.refunded), |counts| counts.refunded, "orders-refunded")}
            {chip(OrderFilter::NotShipped, word!(locale, profit.orders.not_shipped), |counts| counts.not_shipped, "orders-not-shipped")}
            {chip(OrderFilter::Partial, word!(locale, profit.orders.partial), |counts| counts.partial, "orders-partial")}
            <input
                class="search"
                type="search"
                data-testid="orders-search"
                placeholder=move || say!(locale, profit.orders.search)
                aria-label=move || say!(locale, profit.orders.search)
                prop:value=move || view.order_search.get()
                on:input=move |event| view.order_search.set(event_target_value(&event))
            />
        </div>
    }
}
