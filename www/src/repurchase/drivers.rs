//! What brings customers back: groups by how their first purchase went, with their intervals.

use analytics::repurchase::{Driver, Group, GroupName, LateLoss};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::names;
use super::view::{known_net, of_report, use_view};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::amount::Exact;
use crate::ui::export::{ExportShown, Shown};
use crate::ui::sku_link::SkuLink;
use crate::ui::table::{Head, Look, More, Table};

/// Groups shown before the seller asks for all.
const FIRST_ROWS: usize = 12;
const DAYS: [u32; 5] = [30, 60, 90, 180, 365];

/// An interval wider than this says too little to be looked at.
const WIDEST: f64 = 0.2;

#[component]
pub(super) fn Drivers() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let driven = of_report(|report| (report.driven.groups.clone(), report.driven.unknown));
    let late = of_report(|report| report.late_loss);
    let shown = RwSignal::new(FIRST_ROWS);
    let known_net = known_net();
    let knows_cost = of_report(|report| report.knows_cost);
    let option = move |(index, driver): (usize, Driver)| {
        view! {
            <option value=index.to_string() selected=move || view.query.read().driver == driver>
                {move || driver_name(locale.get(), driver)}
            </option>
        }
    };
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|index| Driver::ALL.get(index));
        if let Some(&driver) = chosen {
            shown.set(FIRST_ROWS);
            view.query.update(|query| query.driver = driver);
        }
    };
    let days_option = move |days: u32| {
        view! {
            <option value=days.to_string() selected=move || view.query.read().days == days>
                {move || tally!(locale, repurchase.windows.days, days = days)}
            </option>
        }
    };
    let choose_days = move |event| {
        if let Ok(days) = event_target_value(&event).parse::<u32>() {
            view.query.update(|query| query.days = days);
        }
    };
    let row = move |group: Group| {
        let bar = group.interval.zip(group.rate).map(|((low, high), rate)| {
            view! {
                <span class="interval" aria-hidden="true">
                    <i style:left=format::percent(low) style:width=format!("{:.1}%", (high - low) * 100.0)></i>
                    <b style:left=format::percent(rate)></b>
                </span>
            }
        });
        let interval =
            group.interval.map(|(low, high)| format!("{} – {}", format::percent(low), format::percent(high)));
        let driver = view.query.with_untracked(|query| query.driver);
        view! {
            <tr class:vague=is_vague(group.interval) data-testid="driver-row">
                <th scope="row">{group_name(locale.get(), driver, &group.name)}</th>
                <td class="numeric">{format::count(group.customers)}</td>
                <td class="numeric wide-only">{format!("{} / {}", format::count(group.returned), format::count(group.eligible))}</td>
                <td class="numeric strong">
                    {group.rate.map_or_else(|| say!(locale, repurchase.not_due).to_owned(), format::percent)}
                </td>
                <td title=interval>{bar}</td>
                <td class="numeric wide-only"><Exact money=known_net(group.later_before_ads) /></td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::text(driver_name(locale.get(), view.query.read().driver)),
            Head::number(say!(locale, repurchase.column.customers)),
            Head::number(say!(locale, repurchase.drivers.returned)).wide_only(),
            Head::number(say!(locale, repurchase.windows.rate)),
            Head::text(say!(locale, repurchase.interval)).classed("interval-head"),
            Head::number(say!(locale, repurchase.drivers.later)).wide_only(),
        ]
    };
    let table = move || {
        let driver = view.query.read().driver;
        let headings = [
            driver_name(locale.get(), driver),
            say!(locale, repurchase.column.customers),
            say!(locale, repurchase.drivers.came_back),
            say!(locale, repurchase.drivers.could),
            say!(locale, repurchase.windows.rate),
            say!(locale, repurchase.interval_low),
            say!(locale, repurchase.interval_high),
            say!(locale, repurchase.drivers.later),
        ];
        let row = |group: &Group| {
            vec![
                ExportCell::Text(names::group(locale.get(), driver, &group.name)),
                ExportCell::Count(group.customers),
                ExportCell::Count(group.returned),
                ExportCell::Count(group.eligible),
                ExportCell::share(group.rate),
                ExportCell::share(group.interval.map(|(low, _)| low)),
                ExportCell::share(group.interval.map(|(_, high)| high)),
                if knows_cost.get() { ExportCell::Money(group.later_before_ads) } else { ExportCell::Blank },
            ]
        };
        Shown::new(say!(locale, repurchase.drivers.title), headings).with(driven.read().0.iter().map(row))
    };
    view! {
        <section data-testid="drivers">
            <h2>{move || say!(locale, repurchase.drivers.title)}</h2>
            {move || late.get().map(|late| view! { <p class="said" data-testid="late-loss">{late_sentence(locale.get(), &late)}</p> })}
            <div class="cohort-tools">
                <select class="store" data-testid="driver" aria-label=move || say!(locale, repurchase.drivers.by) on:change=choose>
                    {Driver::ALL.into_iter().enumerate().map(option).collect_view()}
                </select>
                <select class="store" data-testid="driver-days" aria-label=move || say!(locale, repurchase.windows.within) on:change=choose_days>
                    {DAYS.into_iter().map(days_option).collect_view()}
                </select>
            </div>
            <Table look=Look::Figures heads=heads>{move || driven.read().0.iter().take(shown.get()).cloned().map(row).collect_view()}</Table>
            <p class="quiet">
                {move || match (driven.read().0.is_empty(), driven.read().1) {
                    (true, _) => say!(locale, repurchase.drivers.none).to_owned(),
                    (false, 0) => say!(locale, repurchase.drivers.note).to_owned(),
                    (false, unknown) => {
                        let unknown = tally!(locale, repurchase.drivers.unknown, count = format::count(unknown));
                        format!("{} {unknown}", say!(locale, repurchase.drivers.note))
                    }
                }}
            </p>
            <More shown=shown all=Signal::derive(move || driven.read().0.len()) />
            <ExportShown hooks=["export-drivers", "export-drivers-csv"] table=table />
        </section>
    }
}

/// A product leads to its account.
fn group_name(locale: Locale, driver: Driver, name: &GroupName) -> AnyView {
    match name {
        GroupName::Sku(code, name) => view! { <SkuLink code=code.clone() name=name.clone() /> }.into_any(),
        other => names::group(locale, driver, other).into_any(),
    }
}

fn late_sentence(locale: Locale, late: &LateLoss) -> String {
    let (low, high) = late.interval;
    let late_rate = format::percent(late.rate_late);
    let on_time = format::percent(late.rate_on_time);
    // An interval on both sides of zero is no difference to act on.
    if low <= 0.0 && high >= 0.0 {
        return td_string!(
            locale,
            repurchase.drivers.late_unclear,
            late = late_rate,
            on_time = on_time,
            days = late.days
        );
    }
    let points = |share: f64| format!("{:.1}", share.abs() * 100.0);
    td_string!(
        locale,
        repurchase.drivers.late,
        late = late_rate,
        on_time = on_time,
        days = late.days,
        low = points(low.min(high)),
        high = points(high.max(low))
    )
}

fn driver_name(locale: Locale, driver: Driver) -> &'static str {
    match driver {
        Driver::FirstSku => td_string!(locale, repurchase.driver.first_sku),
        Driver::Platform => td_string!(locale, repurchase.driver.platform),
        Driver::Channel => td_string!(locale, repurchase.driver.channel),
        Driver::Promotion => td_string!(locale, repurchase.driver.promotion),
        Driver::Delivery => td_string!(locale, repurchase.driver.delivery),
        Driver::Refund => td_string!(locale, repurchase.driver.refund),
        Driver::Province => td_string!(locale, repurchase.driver.province),
        Driver::Agent => td_string!(locale, repurchase.driver.agent),
    }
}

/// Whether a share of so wide an interval is to stand back.
fn is_vague(interval: Option<(f64, f64)>) -> bool {
    interval.is_none_or(|(low, high)| high - low > WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_stand_back() {
        // Wilson intervals by hand: 3 of 8 is 13.7 %–69.4 %, 300 of 800 is 34.2 %–40.9 %.
        assert!(is_vague(Some((0.137, 0.694))) && is_vague(None));
        assert!(!is_vague(Some((0.342, 0.409))));
    }
}
