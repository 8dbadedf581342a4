//! The sentence: how many orders tomorrow, what gives first, how near that is, what to do. Where the ceiling is only what
//! was ever sent, it says so, and asks.

use analytics::capacity::{BrakeAdvice, Ceiling, Question, Resource, WhyHold};
use leptos::prelude::*;
use protocol::CapacityReport;

use super::names;
use super::view::{of_report, use_view};
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::sentence::{self, FigureLink};
use export::format::orders::{at_most, ceiling_beside, number, percent};

#[component]
pub(super) fn Sentence() -> impl IntoView {
    view! {
        <sentence::Sentence>
            <CeilingClause />
            <NearnessClause />
            <ActionClause />
        </sentence::Sentence>
    }
}

/// The ceiling, and as it is written beside the orders of the design day.
fn ceiling_of(report: &CapacityReport) -> Option<(Ceiling, String)> {
    let ceiling = report.report.ceiling.clone()?;
    let design = report.report.design_day.map(|design| design.orders);
    let written = match design {
        Some(design) if ceiling.grounds.is_limit() => ceiling_beside(ceiling.orders_per_day, design),
        _ => at_most(ceiling.orders_per_day),
    };
    Some((ceiling, written))
}

#[component]
fn CeilingClause() -> impl IntoView {
    let locale = use_page().locale;
    let ceiling = of_report(ceiling_of);
    move || {
        let Some((ceiling, written)) = ceiling.get() else {
            return view! { <span>{say!(locale, capacity.sentence.not_known)}</span> }.into_any();
        };
        let orders = names::orders(locale.get(), &written);
        let figure = view! {
            <FigureLink
                href="#/capacity"
                hook="ceiling"
                value=ceiling.orders_per_day.to_string()
                follow=Callback::new(|()| show("resources"))
                attr:data-limit=ceiling.grounds.is_limit().to_string()
            >
                {orders}
            </FigureLink>
        };
        let bottleneck = view! {
            <span data-testid="bottleneck" data-value=ceiling.bottleneck.name().to_owned()>
                {names::resource(locale.get(), &ceiling.bottleneck)}
            </span>
        };
        let is_stock = ceiling.bottleneck == Resource::Stock;
        match (ceiling.grounds.is_limit(), is_stock) {
            (false, _) => view! {
                {say!(locale, capacity.sentence.shown_before)} {figure} {say!(locale, capacity.sentence.shown_after)}
            }
            .into_any(),
            (true, true) => view! {
                {say!(locale, capacity.sentence.stock_before)} {figure} {say!(locale, capacity.sentence.ceiling_after)}
                {bottleneck} {say!(locale, capacity.sentence.gives_first_after)}
            }
            .into_any(),
            (true, false) => view! {
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
        let ceiling = report.report.ceiling.clone()?;
        Some((report.report.design_day?.orders, ceiling, report.report.red_line))
    });
    move || {
        let (design, ceiling, red_line) = near.get()?;
        let orders = names::orders(locale.get(), &number(design));
        if !ceiling.grounds.is_limit() {
            // A record is no line to be over.
            let words = say!(locale, capacity.sentence.shown_busy, orders = orders);
            return Some(view! { <span class:loss=false>{words}</span> });
        }
        let ceiling = ceiling.orders_per_day;
        let load = design / ceiling;
        let share = percent(load);
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
        let brake = report.brake.as_ref()?;
        Some((brake.advice, brake.cheapest.as_ref().map(|mix| mix.parts.clone()).unwrap_or_default()))
    });
    move || {
        let (advice, parts) = todo.get()?;
        let words = match advice {
            BrakeAdvice::Brake => {
                let actions: Vec<String> =
                    parts.iter().map(|(lever, amount)| names::action(locale.get(), *lever, *amount)).collect();
                let actions = actions.join(say!(locale, capacity.sentence.and));
                say!(locale, capacity.sentence.action, actions = actions)
            }
            BrakeAdvice::Hold(WhyHold::UnderRedLine) => return None,
            BrakeAdvice::Hold(WhyHold::NotExpected) => say!(locale, capacity.sentence.hold_not_expected).to_owned(),
            BrakeAdvice::Hold(WhyHold::NothingLate | WhyHold::CostsMore) => {
                say!(locale, capacity.sentence.hold_cheaper).to_owned()
            }
            BrakeAdvice::Hold(WhyHold::NothingEnough) | BrakeAdvice::Ask(Question::UnitCost) => {
                say!(locale, capacity.sentence.look_at_brake).to_owned()
            }
            BrakeAdvice::Ask(Question::PackedPerDay) => return None,
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

/// Opens the settings, and says how many of them nobody has said.
#[component]
pub(super) fn SettingsButton() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let assumed = of_report(|report| {
        let mut keys: Vec<&String> = report.report.resources.iter().flat_map(|one| &one.assumed).collect();
        keys.sort();
        keys.dedup();
        keys.len()
    });
    view! {
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
    }
}

/// Until when the files reach, what the design day is, and how much rests on assumptions.
#[component]
pub(super) fn TrustLine() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let facts = of_report(|report| Some((report.as_of?, report.report.design_day?)));
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
        // Packing meets every paid order, also those that are given back before they leave.
        let counted = page.engine.shop.with(|shop| {
            let paid = shop.profit.as_ref().map(|profit| profit.paid)?;
            let (never_sent, all) = (format::count(paid.never_sent), format::count(paid.paid));
            (paid.never_sent > 0).then(|| say!(locale, capacity.quiet.counted, all = all, never_sent = never_sent))
        });
        Some(std::iter::once(words).chain(counted).collect::<Vec<_>>().join(" · "))
    };
    view! {
        <p class="quiet trust">
            {said} " · " <SettingsButton />
        </p>
    }
}
