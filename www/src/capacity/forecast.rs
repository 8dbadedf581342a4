//! What the forecast is worth: its model, its error on days gone by, what it refuses, and the sales plan of a year.

use analytics::capacity::forecast::{Forecast, YearRhythm};
use export::ExportCell;
use leptos::prelude::*;

use super::names;
use super::view::of_report;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::table::{Head, Look, Table};
use export::format::orders::{number, percent};

#[component]
pub(super) fn ForecastNotes() -> impl IntoView {
    let locale = use_page().locale;
    let forecast = of_report(|report| report.report.forecasts.shop.clone());
    let said = move || {
        forecast.with(|forecast| {
            let notes = notes(locale.get(), forecast.as_ref()?);
            Some(notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view())
        })
    };
    view! {
        <section class="block" id="forecast">
            <h2>{move || say!(locale, capacity.forecast.title)}</h2>
            <p class="soft">{move || forecast.with(|forecast| Some(headline(locale.get(), forecast.as_ref()?)))}</p>
            <ul class="quiet small notes" data-testid="forecast-notes">{said}</ul>
            <SalesPlan />
        </section>
    }
}

fn headline(locale: crate::i18n::Locale, forecast: &Forecast) -> String {
    use leptos_i18n::td_string;
    let sum =
        |pick: fn(&analytics::capacity::forecast::ForecastDay) -> f64| number(forecast.days.iter().map(pick).sum());
    let days = names::days(locale, u32::try_from(forecast.days.len()).unwrap_or(0));
    let orders = names::orders(locale, &sum(|day| day.mean));
    let highest = forecast.days.iter().max_by(|one, other| one.mean.total_cmp(&other.mean));
    match highest {
        Some(day) => td_string!(
            locale,
            capacity.forecast.headline,
            days = days,
            orders = orders,
            date = names::date(locale, day.date),
            most = number(day.mean),
            high = number(day.high)
        ),
        None => String::new(),
    }
}

fn notes(locale: crate::i18n::Locale, forecast: &Forecast) -> Vec<String> {
    use leptos_i18n::td_string;
    let mut notes = Vec::new();
    let model = names::model(locale, forecast.model);
    notes.push(match &forecast.error {
        Some(error) => td_string!(
            locale,
            capacity.forecast.tested,
            model = model,
            folds = error.folds,
            days = error.days,
            error = number(error.absolute_error),
            relative = error.relative_error.map_or_else(|| "—".to_owned(), percent),
            naive = number(error.naive_error)
        ),
        None => td_string!(locale, capacity.forecast.untested, model = model),
    });
    notes.push(td_string!(locale, capacity.forecast.band, share = percent(forecast.band)));
    if let YearRhythm::TooShort { days, wanted } = forecast.year {
        notes.push(td_string!(
            locale,
            capacity.forecast.no_year,
            days = format::count(days),
            wanted = format::count(wanted)
        ));
    }
    if !forecast.unseen_events.is_empty() {
        let events: Vec<String> = forecast.unseen_events.iter().map(|event| names::event(locale, *event)).collect();
        notes.push(td_string!(
            locale,
            capacity.forecast.unseen,
            events = crate::text::problem::listed(locale, &events)
        ));
    }
    let seen = forecast.events.iter().filter(|(_, effect)| (effect - 1.0).abs() >= 0.1);
    let seen: Vec<String> = seen
        .map(|(event, effect)| {
            td_string!(
                locale,
                capacity.forecast.event,
                event = names::event(locale, *event),
                effect = format::ratio(*effect)
            )
        })
        .collect();
    if !seen.is_empty() {
        notes.push(td_string!(locale, capacity.forecast.events, events = crate::text::problem::listed(locale, &seen)));
    }
    if forecast.has_unknown_holidays {
        notes.push(td_string!(locale, capacity.forecast.unknown_holidays).to_owned());
    }
    notes
}

/// By quarter, from two years of history on.
#[component]
fn SalesPlan() -> impl IntoView {
    let locale = use_page().locale;
    let plan_of = of_report(|report| report.report.forecasts.plan.clone());
    move || {
        let plan = plan_of.get()?;
        let row = |quarter: &analytics::capacity::forecast::Quarter| {
            view! {
                <tr>
                    <th scope="row">{format!("{} Q{}", quarter.year, quarter.quarter)}</th>
                    <td class="numeric">{number(quarter.orders)}</td>
                    <td class="numeric">{number(quarter.last_year)}</td>
                </tr>
            }
        };
        let heads = move || {
            vec![
                Head::corner(),
                Head::text(say!(locale, capacity.forecast.planned)),
                Head::text(say!(locale, capacity.forecast.last_year)),
            ]
        };
        let shown = move || {
            let headings = [
                say!(locale, capacity.forecast.quarter),
                say!(locale, capacity.forecast.planned),
                say!(locale, capacity.forecast.last_year),
            ];
            let row = |quarter: &analytics::capacity::forecast::Quarter| {
                vec![
                    ExportCell::Text(format!("{} Q{}", quarter.year, quarter.quarter)),
                    ExportCell::Number(quarter.orders),
                    ExportCell::Number(quarter.last_year),
                ]
            };
            let quarters = plan_of.get().map(|plan| plan.quarters).unwrap_or_default();
            Shown::new(say!(locale, capacity.forecast.file), headings).with(quarters.iter().map(row))
        };
        Some(view! {
            <Table
                look=Look::Small
                hook="sales-plan"
                caption=say!(locale, capacity.forecast.plan, growth = format::ratio(plan.growth))
                heads=heads
            >
                {plan.quarters.iter().map(row).collect_view()}
            </Table>
            <ExportShown hooks=["export-sales-plan", "export-sales-plan-csv"] table=shown part=Part::AllDays />
        })
    }
}
