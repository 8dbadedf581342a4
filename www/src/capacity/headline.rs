//! The sentence: how many orders tomorrow, what gives first, how near that is, what to do.

use analytics::capacity::{Ceiling, Grounds, Need, Resource};
use leptos::prelude::*;
use protocol::CapacityReport;

use super::names;
use super::number::{at_most, number, percent};
use super::view::{of_report, use_view};
use crate::shop::use_page;
use crate::text::{format, say};

#[component]
pub(super) fn Sentence() -> impl IntoView {
    view! {
        <h1 class="sentence">
            <CeilingClause />
            <NearnessClause />
            <ActionClause />
        </h1>
    }
}

/// The ceiling as it is written, and whether it is only what was ever done.
fn ceiling_of(report: &CapacityReport) -> Option<(Ceiling, bool)> {
    let ceiling = report.report.ceiling.clone()?;
    let bottleneck = report.report.resources.iter().find(|one| one.resource == ceiling.bottleneck);
    Some((ceiling, bottleneck.is_some_and(|one| one.grounds == Grounds::Shown)))
}

#[component]
fn CeilingClause() -> impl IntoView {
    let locale = use_page().locale;
    let ceiling = of_report(ceiling_of);
    move || {
        let Some((ceiling, is_shown)) = ceiling.get() else {
            return view! { <span>{say!(locale, capacity.sentence.not_known)}</span> }.into_any();
        };
        let orders = names::orders(locale.get(), &at_most(ceiling.orders_per_day));
        let figure = view! {
            <a class="figure" href="#/capacity" data-testid="ceiling" data-value=ceiling.orders_per_day.to_string() on:click=move |_| show("resources")>
                {orders}
            </a>
        };
        let bottleneck = view! {
            <span data-testid="bottleneck" data-value=ceiling.bottleneck.name().to_owned()>
                {names::resource(locale.get(), &ceiling.bottleneck)}
            </span>
        };
        let is_stock = ceiling.bottleneck == Resource::Stock;
        match (is_shown, is_stock) {
            (true, _) => view! {
                {say!(locale, capacity.sentence.shown_before)} {figure} {say!(locale, capacity.sentence.shown_after)}
                {bottleneck} {say!(locale, capacity.sentence.gives_first_after)}
            }
            .into_any(),
            (false, true) => view! {
                {say!(locale, capacity.sentence.stock_before)} {figure} {say!(locale, capacity.sentence.ceiling_after)}
                {bottleneck} {say!(locale, capacity.sentence.gives_first_after)}
            }
            .into_any(),
            (false, false) => view! {
                {say!(locale, capacity.sentence.ceiling_before)} {figure} {say!(locale, capacity.sentence.ceiling_after)}
                {bottleneck} {say!(locale, capacity.sentence.gives_first_after)}
            }
            .into_any(),
        }
    }
}

#[component]
fn NearnessClause() -> impl IntoView {
    let locale = use_page().locale;
    let near = of_report(|report| {
        let ceiling = report.report.ceiling.as_ref().map(|ceiling| ceiling.orders_per_day)?;
        Some((report.report.design_day?.orders, ceiling, report.report.red_line))
    });
    move || {
        let (design, ceiling, red_line) = near.get()?;
        let load = design / ceiling;
        let (orders, share) = (names::orders(locale.get(), &number(design)), percent(load));
        let room = names::orders(locale.get(), &at_most((ceiling * red_line - design).max(0.0)));
        let over = names::orders(locale.get(), &number((design - ceiling).max(0.0)));
        let (words, is_over) = if load > 1.0 && format::whole(design - ceiling) > 0 {
            (say!(locale, capacity.sentence.over_ceiling, orders = orders, over = over), true)
        } else if load > red_line {
            (say!(locale, capacity.sentence.over_red_line, orders = orders, share = share), true)
        } else {
            (say!(locale, capacity.sentence.under, orders = orders, share = share, room = room), false)
        };
        Some(view! { <span class:loss=is_over>{words}</span> })
    }
}

#[component]
fn ActionClause() -> impl IntoView {
    let locale = use_page().locale;
    let todo = of_report(|report| {
        let brake = report.brake.as_ref().filter(|brake| brake.need != Need::None)?;
        Some(brake.cheapest.as_ref().map(|mix| mix.parts.clone()).unwrap_or_default())
    });
    move || {
        let parts = todo.get()?;
        let actions: Vec<String> =
            parts.iter().map(|(lever, amount)| names::action(locale.get(), *lever, *amount)).collect();
        let words = if actions.is_empty() {
            say!(locale, capacity.sentence.look_at_brake).to_owned()
        } else {
            let actions = actions.join(say!(locale, capacity.sentence.and));
            say!(locale, capacity.sentence.action, actions = actions)
        };
        Some(view! {
            <a class="figure wraps" href="#/capacity" on:click=move |_| show("brake-card")>
                {words}
            </a>
        })
    }
}

/// Brings a part of the page into sight.
pub(super) fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
    }
}

/// Until when the files reach, what the design day is, and how much rests on assumptions.
#[component]
pub(super) fn Quiet() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let facts = of_report(|report| Some((report.as_of?, report.report.design_day?)));
    let assumed = of_report(|report| {
        let mut keys: Vec<&String> = report.report.resources.iter().flat_map(|one| &one.assumed).collect();
        keys.sort();
        keys.dedup();
        keys.len()
    });
    let said = move || {
        let (as_of, design) = facts.get()?;
        let share = percent(design.percentile);
        let words = match design.basis {
            analytics::capacity::DesignBasis::History => {
                say!(locale, capacity.quiet.history, as_of = as_of, days = design.days, share = share)
            }
            analytics::capacity::DesignBasis::Forecast => {
                say!(locale, capacity.quiet.forecast, as_of = as_of, days = design.days, share = share)
            }
        };
        Some(words)
    };
    view! {
        <p class="quiet trust">
            {said} " · "
            <button
                class="link"
                data-testid="capacity-settings"
                aria-expanded=move || view.settings.with(Option::is_some).to_string()
                on:click=move |_| view.settings.update(|open| *open = if open.is_some() { None } else { Some(String::new()) })
            >
                {move || match assumed.get() {
                    0 => say!(locale, capacity.quiet.settings).to_owned(),
                    count => say!(locale, capacity.quiet.assumed, count = count),
                }}
            </button>
        </p>
    }
}
