//! Which part of the books the page is about: a period, a store.

use analytics::Day;
use analytics::profit::Scope;
use analytics::vocabulary::Source;
use leptos::prelude::*;
use protocol::ProfitSummary;

use super::basis::BasisChoice;
use super::what_if::WhatIfButton;
use crate::shop::{Page, use_page};
use crate::text::{names, say, word};

/// The last days up to the day of analysis; `None` without one.
pub(super) fn last_days(summary: &ProfitSummary, days: i32) -> Option<Scope> {
    let to = summary.as_of?;
    Some(Scope { from: Some(to.plus(1 - days)), to: Some(to), ..summary.scope.clone() })
}

/// Cuts every page to the last so many days, or to none where there are none to choose.
pub(crate) fn choose_days(page: Page, days: i32) {
    let scope = page.engine.scope.get_untracked();
    let chosen = match days {
        0 => Some(Scope { from: None, to: None, ..scope.clone() }),
        days => page.engine.shop.with_untracked(|shop| last_days(shop.profit.as_ref()?, days)),
    };
    if let Some(chosen) = chosen {
        page.engine.set_scope(Scope { platform: scope.platform, store: scope.store, ..chosen });
    }
}

#[component]
pub(super) fn ScopeControls(summary: Memo<ProfitSummary>) -> impl IntoView {
    view! {
        <div class="scope">
            <PartControls summary=summary />
            <BasisChoice summary=summary />
            <WhatIfButton />
        </div>
    }
}

/// The period and the store, which every page can be cut by.
#[component]
pub(crate) fn PartControls(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let scope = page.engine.scope;
    let is_custom = RwSignal::new(false);
    let days_chosen = Memo::new(move |_| {
        let scope = scope.get();
        match (scope.from, scope.to) {
            (None, None) => Some(0),
            (Some(from), Some(to)) if summary.with(|summary| summary.as_of == Some(to)) => {
                Some(to.number() - from.number() + 1)
            }
            _ => None,
        }
    });
    let choose = move |days: i32| {
        is_custom.set(false);
        choose_days(page, days);
    };
    let button = move |days: i32, word: Signal<&'static str>| {
        view! {
            <button
                class="segment"
                aria-pressed=move || (!is_custom.get() && days_chosen.get() == Some(days)).to_string()
                on:click=move |_| choose(days)
            >
                {move || word.get()}
            </button>
        }
    };
    view! {
            <div class="segments" role="group" aria-label=move || say!(locale, profit.scope.period)>
                {button(0, word!(locale, profit.scope.whole))}
                {button(7, word!(locale, profit.scope.last7))}
                {button(30, word!(locale, profit.scope.last30))}
                {button(90, word!(locale, profit.scope.last90))}
                <button
                    class="segment"
                    aria-pressed=move || (is_custom.get() || days_chosen.get().is_none()).to_string()
                    on:click=move |_| is_custom.set(true)
                >
                    {move || say!(locale, profit.scope.custom)}
                </button>
            </div>
            <Show when=move || is_custom.get()>
                <Dates summary=summary />
            </Show>
            <Stores summary=summary />
    }
}

#[component]
fn Dates(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let scope = page.engine.scope;
    let whole = move || summary.with(|summary| summary.whole_period);
    let shown = move |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let from = move || shown(scope.get().from.or(whole().map(|(from, _)| from)));
    let to = move || shown(scope.get().to.or(whole().map(|(_, to)| to)));
    let is_reversed = RwSignal::new(false);
    // A period that ends before it begins is asked about, and the books stay as they are.
    let set = move |chosen: Scope| {
        let reversed = chosen.from.zip(chosen.to).is_some_and(|(from, to)| from > to);
        is_reversed.set(reversed);
        if !reversed {
            page.engine.set_scope(chosen);
        }
    };
    let set_from = move |event| {
        set(Scope { from: Day::parse(&event_target_value(&event)), ..scope.get_untracked() });
    };
    let set_to = move |event| {
        set(Scope { to: Day::parse(&event_target_value(&event)), ..scope.get_untracked() });
    };
    view! {
        <span class="dates">
            <label>{move || say!(locale, profit.scope.from)} <input type="date" prop:value=from on:change=set_from /></label>
            <label>{move || say!(locale, profit.scope.to)} <input type="date" prop:value=to on:change=set_to /></label>
        </span>
        <Show when=move || is_reversed.get()>
            <span class="loss" role="alert">{move || say!(locale, profit.scope.reversed)}</span>
        </Show>
    }
}

/// Only where there is more than one store.
#[component]
pub(crate) fn Stores(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    // The scope of a store has fewer stores; the choice is from all that were ever seen with these files.
    let stores = Memo::new(move |before: Option<&Vec<(Source, String)>>| {
        let mut stores = summary.with(|summary| summary.stores.clone());
        for store in before.into_iter().flatten() {
            if !stores.contains(store) && page.engine.scope.with_untracked(|scope| scope.platform.is_some()) {
                stores.push(store.clone());
            }
        }
        stores.sort();
        stores
    });
    let chosen = move || {
        page.engine.scope.with(|scope| {
            let index = stores.with(|stores| {
                stores.iter().position(|(platform, store)| {
                    scope.platform == Some(*platform) && scope.store.as_ref() == Some(store)
                })
            });
            index.map_or(String::new(), |index| index.to_string())
        })
    };
    let choose = move |event| {
        let index: Option<usize> = event_target_value(&event).parse().ok();
        let store = index.and_then(|index| stores.with_untracked(|stores| stores.get(index).cloned()));
        let (platform, store) = store.unzip();
        page.engine.set_scope(Scope { platform, store, ..page.engine.scope.get_untracked() });
    };
    let options = move || {
        let option = |(index, (platform, store)): (usize, (Source, String))| {
            let platform = names::source(locale.get(), platform);
            let word = if store.is_empty() {
                say!(locale, profit.scope.unnamed_store, platform = platform)
            } else {
                format!("{platform} · {store}")
            };
            view! { <option value=index.to_string()>{word}</option> }
        };
        stores.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <Show when=move || stores.with(|stores| stores.len() > 1)>
            <select
                class="store"
                data-testid="store"
                aria-label=move || say!(locale, profit.scope.store)
                prop:value=chosen
                on:change=choose
            >
                <option value="">{move || say!(locale, profit.scope.all_stores)}</option>
                {options}
            </select>
        </Show>
    }
}
