//! How many have come back by a day after their first purchase: the Kaplan–Meier curve with its band, and the table of the
//! usual windows beside it.

use analytics::repurchase::settings::PurchaseDefinition;
use analytics::repurchase::{CurvePoint, Within};
use export::ExportCell;
use leptos::prelude::*;

use super::path::{Frame, band, steps};
use super::view::of_report;
use crate::shop::use_page;
use crate::text::{format, say, tally, word};
use crate::ui::chart::ChartFrame;
use crate::ui::export::{ExportShown, Shown};
use crate::ui::slider::Slider;
use crate::ui::table::{Head, Look, Table};

#[component]
pub(super) fn Curve() -> impl IntoView {
    let locale = use_page().locale;
    let curve = of_report(|report| report.repeat.curve.clone());
    let windows = of_report(|report| report.repeat.within.clone());
    let frame = Memo::new(move |_| {
        let due =
            windows.with(|windows| windows.iter().filter(|within| within.eligible > 0).map(|within| within.days).max());
        curve.with(|curve| Frame::of(curve, due))
    });
    // The day under the pointer, or the slider's.
    let day = RwSignal::new(90_u32);
    let at = move || curve.with(|curve| point_at(curve, day.get()));
    let said = move || {
        at().map(|point| {
            tally!(
                locale,
                repurchase.curve.at,
                days = day.get(),
                share = format::percent(point.share),
                low = format::percent(point.low),
                high = format::percent(point.high),
                count = format::count(point.at_risk)
            )
        })
    };
    let follow = move |event: leptos::ev::PointerEvent| {
        let width = event_target::<web_sys::Element>(&event).client_width();
        if width > 0 {
            let part = f64::from(event.offset_x()) / f64::from(width);
            day.set(format::whole(part * f64::from(frame.read().days)));
        }
    };
    let ticks = move || {
        let frame = frame.get();
        frame
            .shares()
            .into_iter()
            .map(|share| {
                let top = format!("{:.2}%", frame.y(share));
                view! { <span class="tick" style:top=top>{format!("{:.0}%", share * 100.0)}</span> }
            })
            .collect_view()
    };
    let days = move || {
        let frame = frame.get();
        let inside: Vec<u32> = windows
            .with(|windows| windows.iter().map(|within| within.days).filter(|&days| days <= frame.days).collect());
        inside
            .into_iter()
            .map(|days| {
                let left = format!("{:.2}%", frame.x(days));
                view! { <span class="day-tick" style:left=left>{days}</span> }
            })
            .collect_view()
    };
    view! {
        <ChartFrame hook="picture-curve" title=word!(locale, repurchase.curve.title)>
            <figure class="curve" data-testid="retention-curve">
                <div class="curve-frame" on:pointermove=follow>
                    {ticks}
                    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                        <path class="curve-band" d=move || curve.with(|curve| band(curve, frame.get())) />
                        <path class="curve-line" d=move || curve.with(|curve| steps(curve, frame.get())) />
                    </svg>
                    <span class="curve-cursor" style:left=move || format!("{:.2}%", frame.read().x(day.get()))></span>
                </div>
                <div class="day-ticks">{days}</div>
                <Slider
                    least="0"
                    most=Signal::derive(move || frame.read().days.to_string())
                    label=word!(locale, repurchase.curve.day)
                    value=Signal::derive(move || day.get().to_string())
                    set=move |moved: &str| day.set(moved.parse().unwrap_or(0))
                />
                <figcaption class="curve-said" aria-live="polite">{said}</figcaption>
            </figure>
        </ChartFrame>
    }
}

/// The last step of the curve up to a day.
fn point_at(curve: &[CurvePoint], day: u32) -> Option<CurvePoint> {
    curve.iter().rev().find(|point| point.days <= day).copied()
}

/// The windows as figures, with whom they count.
#[component]
pub(super) fn Windows() -> impl IntoView {
    let locale = use_page().locale;
    let windows = of_report(|report| report.repeat.within.clone());
    let gaps = of_report(|report| (report.repeat.median_first_gap, report.repeat.median_gap));
    let row = move |within: Within| {
        let interval =
            within.interval.map(|(low, high)| format!("{} – {}", format::percent(low), format::percent(high)));
        view! {
            <tr data-testid=format!("within-{}", within.days) data-value=within.customers>
                <th scope="row">{tally!(locale, repurchase.windows.days, days = within.days)}</th>
                <td class="numeric wide-only quiet">{format::count(within.customers)}</td>
                // The rate is these two divided; the column before counts the young ones too.
                <td class="numeric">{format!("{} / {}", format::count(within.returned), format::count(within.eligible))}</td>
                <td class="numeric strong">
                    {within.rate.map_or_else(|| say!(locale, repurchase.not_due).to_owned(), format::percent)}
                </td>
                <td class="numeric quiet wide-only">{interval}</td>
            </tr>
        }
    };
    let median = move || {
        let (first, any) = gaps.get();
        let first = first.map(|days| tally!(locale, repurchase.windows.median_first, days = days));
        let any = any.map(|days| tally!(locale, repurchase.windows.median_gap, days = days));
        first.into_iter().chain(any).collect::<Vec<_>>().join(" · ")
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.windows.within)),
            Head::number(say!(locale, repurchase.windows.customers))
                .means(say!(locale, repurchase.windows.customers_why))
                .wide_only(),
            Head::number(say!(locale, repurchase.windows.eligible))
                .means(say!(locale, repurchase.windows.eligible_why)),
            Head::number(say!(locale, repurchase.windows.rate)).means(say!(locale, repurchase.windows.rate_why)),
            Head::number(say!(locale, repurchase.interval)).wide_only(),
        ]
    };
    let shown = move || {
        let heading = |word: &str, meaning| (word.to_owned(), Some(meaning));
        let columns = vec![
            (say!(locale, repurchase.windows.within).to_owned(), None),
            heading(say!(locale, repurchase.windows.customers), say!(locale, repurchase.windows.customers_why)),
            (say!(locale, repurchase.drivers.came_back).to_owned(), None),
            heading(say!(locale, repurchase.drivers.could), say!(locale, repurchase.windows.eligible_why)),
            heading(say!(locale, repurchase.windows.rate), say!(locale, repurchase.windows.rate_why)),
            (say!(locale, repurchase.interval_low).to_owned(), None),
            (say!(locale, repurchase.interval_high).to_owned(), None),
        ];
        let row = |within: &Within| {
            vec![
                ExportCell::Text(tally!(locale, repurchase.windows.days, days = within.days)),
                ExportCell::Count(within.customers),
                ExportCell::Count(within.returned),
                ExportCell::Count(within.eligible),
                ExportCell::share(within.rate),
                ExportCell::share(within.interval.map(|(low, _)| low)),
                ExportCell::share(within.interval.map(|(_, high)| high)),
            ]
        };
        let title = say!(locale, repurchase.windows.file).to_owned();
        Shown { title, columns, rows: windows.read().iter().map(row).collect() }
    };
    view! {
        <Table look=Look::Figures heads=heads>{move || windows.get().into_iter().map(row).collect_view()}</Table>
        <p class="quiet">{median}</p>
        <ExportShown hooks=["export-windows", "export-windows-csv"] table=shown />
    }
}

/// What counts as one purchase, with the definition beside the switch.
#[component]
pub(super) fn PurchaseSwitch() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let purchase = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.purchase));
    let button = move |choice: PurchaseDefinition, name: &'static str, word: Signal<&'static str>| {
        view! {
            <button
                class="segment"
                data-testid=name
                aria-pressed=move || (purchase.get() == choice).to_string()
                on:click=move |_| page.engine.change_config(|config| config.repurchase.purchase = choice)
            >
                {move || word.get()}
            </button>
        }
    };
    view! {
        <div class="switch-line">
            <div class="segments" role="group" aria-label=move || say!(locale, repurchase.purchase.label)>
                {button(PurchaseDefinition::Day, "by-day", word!(locale, repurchase.purchase.day))}
                {button(PurchaseDefinition::Order, "by-order", word!(locale, repurchase.purchase.order))}
            </div>
            <p class="quiet">
                {move || match purchase.get() {
                    PurchaseDefinition::Day => say!(locale, repurchase.purchase.day_why),
                    PurchaseDefinition::Order => say!(locale, repurchase.purchase.order_why),
                }} " "
                {move || say!(locale, repurchase.purchase.counted)}
            </p>
        </div>
    }
}
