//! Which rows the table shows: the filter chips, the search, and the losses of the last thirty days.

use leptos::prelude::*;
use protocol::{Group, ProfitSummary, SkuFilter, SkuSort};

use super::scope::last_days;
use crate::shop::use_page;
use crate::text::{format, say, word};

#[component]
pub(super) fn Chips(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = page.view;
    let counts = Memo::new(move |_| summary.with(|summary| summary.counts));
    let chip = move |filter: SkuFilter, word: Signal<&'static str>, count: Signal<u32>, name: &'static str| {
        view! {
            <button
                class="chip"
                class:loss-chip=filter == SkuFilter::LossMaking
                data-testid=name
                aria-pressed=move || (view.filter.get() == filter).to_string()
                on:click=move |_| view.show(filter)
            >
                {move || word.get()}
                <span class="chip-count">{move || format::count(count.get())}</span>
            </button>
        }
    };
    let worst = move |_| {
        if let Some(scope) = summary.with_untracked(|summary| last_days(summary, 30)) {
            page.engine.set_scope(scope);
        }
        view.filter.set(SkuFilter::All);
        view.search.set(String::new());
        view.sort.set((SkuSort::Net, false));
    };
    view! {
        <div class="chips" role="group" aria-label=move || say!(locale, profit.chips)>
            {chip(SkuFilter::LossMaking, word!(locale, profit.chip.loss), Signal::derive(move || counts.get().loss_making), "filter-loss")}
            {chip(SkuFilter::ToActOn, word!(locale, profit.chip.to_act_on), Signal::derive(move || counts.get().to_act_on), "filter-act")}
            {chip(SkuFilter::Winners, word!(locale, profit.chip.winners), Signal::derive(move || counts.get().earning), "filter-winners")}
            {chip(SkuFilter::MissingCost, word!(locale, profit.chip.missing), Signal::derive(move || counts.get().missing_cost), "filter-missing")}
            {chip(SkuFilter::All, word!(locale, profit.chip.all), Signal::derive(move || counts.get().all), "filter-all")}
            <button class="link" data-testid="try-rows" on:click=move |_| {
                let query = untrack(|| view.query());
                view.plan_for(Group::Rows { filter: query.filter, search: query.search });
            }>
                {move || say!(locale, profit.what_if.try_rows)}
            </button>
            <button class="link" data-testid="top-30" on:click=worst>{move || say!(locale, profit.top30)}</button>
            <input
                class="search"
                type="search"
                data-testid="search"
                placeholder=move || say!(locale, profit.search)
                aria-label=move || say!(locale, profit.search)
                prop:value=move || view.search.get()
                on:input=move |event| view.search.set(event_target_value(&event))
            />
        </div>
    }
}
