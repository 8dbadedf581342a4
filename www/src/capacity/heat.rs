//! The week by the hour: when orders come, and which shift is missing.

use analytics::capacity::{Resource, ResourceCeiling};
use export::ExportCell;
use leptos::prelude::*;

use super::names;
use super::view::of_report;
use crate::shop::use_page;
use crate::text::{format, say, word};
use crate::ui::chart::ChartFrame;
use crate::ui::export::{ExportShown, Part, Shown};
use export::format::orders::{number, percent};

/// Shades of a cell.
const SHADES: f64 = 6.0;
/// Shifts that are named.
const MOST_SHIFTS: usize = 3;

#[component]
pub(super) fn Heat() -> impl IntoView {
    let locale = use_page().locale;
    let rhythm = of_report(|report| report.report.rhythm.clone());
    // Whether all that is known of work are limits: where one is a record, a missing shift would not show.
    let has_limit = of_report(|report| {
        let known = || report.report.resources.iter().filter(|one| one.orders_per_day.is_some());
        let is_work = |one: &&ResourceCeiling| one.resource != Resource::Stock;
        known().any(|one| is_work(&one)) && known().filter(is_work).all(|one| one.grounds.is_limit())
    });
    let has_hours = Memo::new(move |_| rhythm.with(|rhythm| !rhythm.by_hour.is_empty()));
    let advice = move || {
        rhythm.with(|rhythm| {
            let said = rhythm.extra_shifts.iter().take(MOST_SHIFTS).map(|shift| {
                let (day, load) = (names::weekday_name(locale.get(), shift.weekday), percent(shift.load));
                match shift.hour {
                    Some(hour) => say!(locale, capacity.heat.hour, day = day, hour = hour, load = load),
                    None => say!(locale, capacity.heat.day, day = day, load = load),
                }
            });
            let said: Vec<String> = said.collect();
            match (said.is_empty(), has_limit.get()) {
                (true, true) => say!(locale, capacity.heat.none).to_owned(),
                // Without a limit nothing can be said to be missing, or not.
                (true, false) => say!(locale, capacity.heat.no_limit).to_owned(),
                (false, _) => said.join(" "),
            }
        })
    };
    let rows = move || {
        rhythm.with(|rhythm| {
            let most = rhythm.by_hour.iter().flatten().copied().fold(0.0, f64::max).max(1e-9);
            let row = |(weekday, hours): (u32, &[f64; 24])| {
                let day = names::weekday_name(locale.get(), weekday);
                let cell = |(hour, orders): (u32, &f64)| {
                    let shade = format::whole((orders / most * SHADES).ceil());
                    let words = say!(locale, capacity.heat.cell, day = day, hour = hour, orders = number(*orders));
                    view! { <td class=format!("shade-{shade}") title=words.clone() aria-label=words></td> }
                };
                view! { <tr><th scope="row">{day}</th>{(0..).zip(hours).map(cell).collect_view()}</tr> }
            };
            (0..).zip(&rhythm.by_hour).map(row).collect_view()
        })
    };
    let shown = move || {
        let first = (say!(locale, capacity.heat.weekday).to_owned(), None);
        let hours = (0..24_u32).map(|hour| (format!("{hour}:00"), None));
        let row = |(weekday, hours): (u32, &[f64; 24])| {
            let day = ExportCell::Text(names::weekday_name(locale.get(), weekday).to_owned());
            std::iter::once(day).chain(hours.iter().map(|orders| ExportCell::Number(*orders))).collect()
        };
        Shown {
            title: say!(locale, capacity.heat.title).to_owned(),
            columns: std::iter::once(first).chain(hours).collect(),
            rows: rhythm.with(|rhythm| (0..).zip(&rhythm.by_hour).map(row).collect()),
        }
    };
    let hours =
        (0..24_u32).map(|hour| view! { <th scope="col"><span class:unseen=!hour.is_multiple_of(3)>{hour}</span></th> });
    view! {
        <section class="block" id="rhythm">
            <h2>{move || say!(locale, capacity.heat.title)}</h2>
            <p class="soft">{advice}</p>
            <Show when=move || has_hours.get() fallback=move || view! { <p class="quiet">{move || say!(locale, capacity.heat.no_hours)}</p> }>
                <ChartFrame hook="picture-rhythm" title=word!(locale, capacity.heat.title) part=Part::AllDays clone:hours>
                    <table class="heat" data-testid="heat">
                        <thead><tr><td></td>{hours.clone().collect_view()}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </ChartFrame>
                <ExportShown hooks=["export-rhythm", "export-rhythm-csv"] table=shown part=Part::AllDays />
            </Show>
        </section>
    }
}
