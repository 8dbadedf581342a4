//! Customers by when they first bought, and what each period since brought of them.

use analytics::Quantity;
use analytics::repurchase::{Cohort, CohortCell, Period};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{CohortMeasure, CohortWords, Request};

use super::view::{of_report, use_view};
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::{format, say};
use crate::ui::chart::ChartFrame;
use crate::ui::export::{Export, Part, file_words};
use crate::ui::table::{Head, Look, Table};

const MEASURES: [CohortMeasure; 6] = [
    CohortMeasure::Retention,
    CohortMeasure::Purchases,
    CohortMeasure::Revenue,
    CohortMeasure::Net,
    CohortMeasure::RevenuePerCustomer,
    CohortMeasure::NetPerCustomer,
];
const PERIODS: [Period; 3] = [Period::Week, Period::Month, Period::Quarter];

#[component]
pub(super) fn CohortTable() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let currency = page.currency();
    // The last periods may have brought nobody new.
    let cohorts = of_report(|report| {
        let cohorts = &report.cohorts.cohorts;
        let end = cohorts.iter().rposition(|cohort| cohort.customers > 0).map_or(0, |last| last + 1);
        cohorts.iter().take(end).cloned().collect::<Vec<_>>()
    });
    let knows_cost = of_report(|report| report.knows_cost);
    let measure = view.measure;
    let periods = move || cohorts.with(|cohorts| cohorts.iter().map(|cohort| cohort.cells.len()).max().unwrap_or(0));
    // The first period holds everyone, and would pale all others.
    let most = Memo::new(move |_| {
        let measure = measure.get();
        let later = |cohort: &Cohort| {
            let sizes = cohort.cells.iter().skip(1).map(|cell| size(cell, cohort.customers, measure));
            sizes.fold(0.0, f64::max)
        };
        cohorts.with(|cohorts| cohorts.iter().map(later).fold(0.0, f64::max))
    });
    let cell = move |cohort: &Cohort, place: usize| {
        let Some(cell) = cohort.cells.get(place) else {
            return view! { <td class="numeric not-due">{say!(locale, repurchase.not_due)}</td> }.into_any();
        };
        let heat = if most.get() > 0.0 { size(cell, cohort.customers, measure.get()) / most.get() } else { 0.0 };
        let title = cell.is_running.then(|| say!(locale, repurchase.cohorts.running));
        let text = if knows_cost.get() || !is_of_net(measure.get()) {
            shown(locale.get(), &currency.read(), cell, cohort.customers, measure.get())
        } else {
            "—".to_owned()
        };
        view! {
            <td
                class="numeric heat-cell"
                class:is-running=cell.is_running
                style=("--heat", format!("{:.3}", heat.clamp(0.0, 1.0)))
                title=title
            >
                {text}
            </td>
        }
        .into_any()
    };
    let row = move |cohort: Cohort| {
        let cells = (0..periods()).map(|place| cell(&cohort, place)).collect_view();
        view! {
            <tr>
                <th scope="row">{cohort.from.to_string()}</th>
                <td class="numeric">{format::count(cohort.customers)}</td>
                {cells}
            </tr>
        }
    };
    let heads = move || {
        let names = [
            Head::text(say!(locale, repurchase.cohorts.from)),
            Head::number(say!(locale, repurchase.column.customers)),
        ];
        names.into_iter().chain((0..periods()).map(|place| Head::number(place.to_string()))).collect()
    };
    let export = move |format| {
        let words = Box::new(words(page, locale.get(), measure.get()));
        Some(Request::ExportCohorts { period: view.query.read().cohorts, measure: measure.get(), format, words })
    };
    let period_button = move |period: Period| {
        view! {
            <button
                class="segment"
                data-testid=period_hook(period)
                aria-pressed=move || (view.query.read().cohorts == period).to_string()
                on:click=move |_| view.query.update(|query| query.cohorts = period)
            >
                {move || period_name(locale.get(), period)}
            </button>
        }
    };
    let title = Signal::derive(move || {
        format!("{} {}", say!(locale, repurchase.cohorts.title), measure_name(locale.get(), measure.get()))
    });
    let measure_option = move |(index, choice): (usize, CohortMeasure)| {
        view! { <option value=index.to_string() selected=move || measure.get() == choice>{move || measure_name(locale.get(), choice)}</option> }
    };
    let choose_measure = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|index| MEASURES.get(index));
        if let Some(&chosen) = chosen {
            measure.set(chosen);
        }
    };
    view! {
        <section>
            <div class="table-top">
                <h2>{move || say!(locale, repurchase.cohorts.title)}</h2>
                <span class="table-tools">
                    <Export hooks=["export-cohorts", "export-cohorts-csv"] request=export />
                </span>
            </div>
            <div class="cohort-tools">
                <div class="segments" role="group" aria-label=move || say!(locale, repurchase.cohorts.period)>
                    {PERIODS.into_iter().map(period_button).collect_view()}
                </div>
                <select class="store" data-testid="cohort-measure" aria-label=move || say!(locale, repurchase.cohorts.measure) on:change=choose_measure>
                    {MEASURES.into_iter().enumerate().map(measure_option).collect_view()}
                </select>
            </div>
            <ChartFrame hook="picture-cohorts" title=title>
                <Table look=Look::Figures class="cohort" hook="cohort-table" heads=heads>
                    {move || cohorts.get().into_iter().map(row).collect_view()}
                </Table>
            </ChartFrame>
            <p class="quiet">{move || say!(locale, repurchase.cohorts.note)}</p>
        </section>
    }
}

/// For the shade of a cell.
fn size(cell: &CohortCell, customers: u32, measure: CohortMeasure) -> f64 {
    let money = |money: analytics::Money| money.ratio_to(analytics::Amount::from_cents(100).into()).unwrap_or(0.0);
    match measure {
        CohortMeasure::Retention => share(cell, customers).unwrap_or(0.0),
        CohortMeasure::Purchases => f64::from(cell.purchases),
        CohortMeasure::Revenue => money(cell.revenue),
        CohortMeasure::Net => money(cell.net),
        CohortMeasure::RevenuePerCustomer => money(cell.revenue_so_far) / f64::from(customers.max(1)),
        CohortMeasure::NetPerCustomer => money(cell.net_so_far) / f64::from(customers.max(1)),
    }
}

const fn is_of_net(measure: CohortMeasure) -> bool {
    matches!(measure, CohortMeasure::Net | CohortMeasure::NetPerCustomer)
}

fn share(cell: &CohortCell, customers: u32) -> Option<f64> {
    (customers > 0).then(|| f64::from(cell.active) / f64::from(customers))
}

fn shown(locale: Locale, currency: &str, cell: &CohortCell, customers: u32, measure: CohortMeasure) -> String {
    let short = |money| format::short(locale, currency, money);
    let each = |money: analytics::Money| {
        money.per(Quantity::from_units(customers.into())).map_or_else(|| "—".to_owned(), short)
    };
    match measure {
        CohortMeasure::Retention => share(cell, customers).map_or_else(|| "—".to_owned(), format::percent),
        CohortMeasure::Purchases => format::count(cell.purchases),
        CohortMeasure::Revenue => short(cell.revenue),
        CohortMeasure::Net => short(cell.net),
        CohortMeasure::RevenuePerCustomer => each(cell.revenue_so_far),
        CohortMeasure::NetPerCustomer => each(cell.net_so_far),
    }
}

fn words(page: Page, locale: Locale, measure: CohortMeasure) -> CohortWords {
    CohortWords {
        file: file_words(page, measure_name(locale, measure), Part::Scope, Vec::new(), []),
        from: td_string!(locale, repurchase.cohorts.from).to_owned(),
        customers: td_string!(locale, repurchase.column.customers).to_owned(),
        period: td_string!(locale, repurchase.cohorts.nth, n = "{n}"),
        not_due: td_string!(locale, repurchase.not_due).to_owned(),
    }
}

const fn period_hook(period: Period) -> &'static str {
    match period {
        Period::Week => "cohorts-week",
        Period::Month => "cohorts-month",
        Period::Quarter => "cohorts-quarter",
    }
}

fn period_name(locale: Locale, period: Period) -> &'static str {
    match period {
        Period::Week => td_string!(locale, repurchase.cohorts.week),
        Period::Month => td_string!(locale, repurchase.cohorts.month),
        Period::Quarter => td_string!(locale, repurchase.cohorts.quarter),
    }
}

fn measure_name(locale: Locale, measure: CohortMeasure) -> &'static str {
    match measure {
        CohortMeasure::Retention => td_string!(locale, repurchase.cohorts.retention),
        CohortMeasure::Purchases => td_string!(locale, repurchase.cohorts.purchases),
        CohortMeasure::Revenue => td_string!(locale, repurchase.cohorts.revenue),
        CohortMeasure::Net => td_string!(locale, repurchase.cohorts.net),
        CohortMeasure::RevenuePerCustomer => td_string!(locale, repurchase.cohorts.revenue_each),
        CohortMeasure::NetPerCustomer => td_string!(locale, repurchase.cohorts.net_each),
    }
}
