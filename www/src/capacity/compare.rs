//! What the shop carried in two periods, side by side, and in which stores or SKUs the difference lies.

use analytics::capacity::{Carried, LoadChange, UnitsOfSku};
use analytics::{Money, Quantity};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{LoadComparison, Periods, Reply, Request};

use super::Asks;
use super::view::{of_report, use_view};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::compare::{Answered, ComparePeriods, days, notes};
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::sku_link::SkuLink;
use crate::ui::table::{Head, Look, Table};

/// The last days beside earlier ones: orders for who asks what the shop carries, units for who asks what to buy.
#[component]
pub(super) fn CompareLoad(asks: Asks) -> impl IntoView {
    let page = use_page();
    let as_of = of_report(|report| report.as_of);
    let reach = Signal::derive(move || {
        let first = page.engine.shop.with(|shop| shop.profit.as_ref()?.whole_period.map(|(first, _)| first));
        first.zip(as_of.get())
    });
    view! {
        <ComparePeriods
            chosen=Signal::stored(None)
            reach=reach
            compared=move |periods| view! { <Compared asks=asks periods=periods /> }
        />
    }
}

#[component]
fn Compared(asks: Asks, periods: Periods) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let answer = Answered::<LoadComparison>::new();
    page.engine.keep_asking(
        move || Request::CompareLoad { warehouse: view.warehouse.get(), periods },
        move |reply| {
            if let Reply::LoadCompared(comparison) = reply {
                answer.set(*comparison);
            }
        },
    );
    move || {
        answer.get().filter(|answer| answer.periods == periods).map(|comparison| {
            let (from, to) = periods.now;
            let basis = match asks {
                Asks::Orders => say!(locale, capacity.compare.basis, from = from, to = to),
                Asks::Stock => say!(locale, capacity.compare.basis_units, from = from, to = to),
            };
            let lacks = (comparison.change.before.orders == 0).then(|| say!(locale, profit.compare.nothing).to_owned());
            let quiet = notes(locale.get(), lacks, &comparison.gaps, Some(basis));
            let shown = match asks {
                Asks::Orders => view! { <Orders comparison=comparison /> }.into_any(),
                Asks::Stock => view! { <Units comparison=comparison /> }.into_any(),
            };
            view! {
                <div class="compared" data-testid="compared">
                    {shown}
                    <p class="quiet">{quiet}</p>
                </div>
            }
        })
    }
}

/// Two figures and what lies between them; `None` where one is not known.
struct Pair {
    name: String,
    before: Option<String>,
    now: Option<String>,
    cells: [ExportCell; 2],
}

#[component]
fn Orders(comparison: LoadComparison) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency().get();
    let LoadComparison { periods, change, ceiling, late_hours, .. } = comparison;
    let LoadChange { before, now, stores, .. } = change;
    let (was, is) = (before.orders, now.orders);
    let (from, to) = periods.before;
    let said = format::count;
    let sentence = if was == is {
        say!(locale, capacity.compare.same, from = from, to = to, is = said(is))
    } else if is < was {
        say!(
            locale,
            capacity.compare.less,
            from = from,
            to = to,
            amount = said(was - is),
            was = said(was),
            is = said(is)
        )
    } else {
        say!(
            locale,
            capacity.compare.more,
            from = from,
            to = to,
            amount = said(is - was),
            was = said(was),
            is = said(is)
        )
    };
    let pairs = StoredValue::new((before.clone(), now.clone(), currency));
    let rows = move || {
        pairs.with_value(|(before, now, currency)| figures(locale.get(), currency, (ceiling, late_hours), before, now))
    };
    let headings = move || {
        [say!(locale, capacity.compare.figure), say!(locale, capacity.compare.then), say!(locale, capacity.compare.now)]
    };
    let heads = move || Head::names(headings());
    let table = move || {
        let headings = [say!(locale, capacity.compare.figure).to_owned(), days(periods.before), days(periods.now)];
        let row = |pair: Pair| {
            let [before, now] = pair.cells;
            vec![ExportCell::Text(pair.name), before, now]
        };
        let title = format!("{} {}", say!(locale, capacity.compare.file), days(periods.now));
        Shown::headed(&title, headings).with(rows().into_iter().map(row))
    };
    let row = |pair: Pair| {
        let shown = |figure: Option<String>| figure.unwrap_or_else(|| "—".to_owned());
        view! {
            <tr>
                <th scope="row">{pair.name}</th>
                <td class="numeric">{shown(pair.before)}</td>
                <td class="numeric">{shown(pair.now)}</td>
            </tr>
        }
    };
    let has_stores = stores.len() > 1;
    let counts = |(was, is): (u32, u32)| (i64::from(was), i64::from(is));
    let store = move |(platform, name, orders): (analytics::vocabulary::Source, String, (u32, u32))| {
        let platform = names::source(locale.get(), platform);
        let who = if name.is_empty() { platform.to_owned() } else { format!("{platform} · {name}") };
        let (was, is) = counts(orders);
        view! { <li>{who} " " <Moved was=format::count(orders.0) is=format::count(orders.1) is_less=is < was /></li> }
    };
    view! {
        <p data-testid="load-compared" data-value=format!("{}", i64::from(now.orders) - i64::from(before.orders))>{sentence}</p>
        <Table look=Look::Compared heads=heads>{rows().into_iter().map(row).collect_view()}</Table>
        <ExportShown hooks=["export-load-compared", "export-load-compared-csv"] table=table part=Part::AllDays />
        {has_stores
            .then(|| {
                view! {
                    <p class="quiet">{say!(locale, capacity.compare.stores)}</p>
                    <ul class="compare-skus" data-testid="compared-stores">{stores.into_iter().map(store).collect_view()}</ul>
                }
            })}
    }
}

/// What was, and what is.
#[component]
fn Moved(was: String, is: String, is_less: bool) -> impl IntoView {
    view! { <span class="numeric" class:loss=is_less>{was} " → " {is}</span> }
}

/// `ceiling` is orders a day, the other the hours in which a parcel is promised to leave.
fn figures(
    locale: Locale,
    currency: &str,
    (ceiling, late_hours): (Option<f64>, u32),
    before: &Carried,
    now: &Carried,
) -> Vec<Pair> {
    let over = format::orders::at_most(ceiling.unwrap_or_default());
    let over = td_string!(locale, capacity.compare.over, ceiling = over);
    let in_time = td_string!(locale, capacity.compare.in_time, hours = late_hours);
    let pair = |name: &str, of: &dyn Fn(&Carried) -> Option<(String, ExportCell)>| {
        let (before, now) = (of(before), of(now));
        let cell =
            |figure: &Option<(String, ExportCell)>| figure.as_ref().map_or(ExportCell::Blank, |(_, cell)| cell.clone());
        let cells = [cell(&before), cell(&now)];
        Pair { name: name.to_owned(), before: before.map(|figure| figure.0), now: now.map(|figure| figure.0), cells }
    };
    let count = |count: u32| (format::count(count), ExportCell::Count(count));
    let share = |share: f64| (format::percent(share), ExportCell::Share(share));
    let money = |money: Money| (format::exact(currency, money), ExportCell::Money(money));
    let has = |of: fn(&Carried) -> bool| of(before) || of(now);
    let (has_compensation, has_reviews) = (has(|of| !of.compensation.is_zero()), has(|of| of.bad_reviews > 0));
    let all = [
        pair(td_string!(locale, capacity.compare.orders_a_day), &|of| {
            of.orders_a_day().map(|orders| (format::orders::number(orders), ExportCell::Number(orders)))
        }),
        pair(td_string!(locale, capacity.compare.busiest), &|of| {
            of.busiest.map(|(day, orders)| (format!("{} · {day}", format::count(orders)), ExportCell::Count(orders)))
        }),
        pair(&over, &|of| of.over.map(count)),
        pair(&in_time, &|of| of.share_in_time().map(share)),
        pair(td_string!(locale, capacity.compare.compensation), &|of| has_compensation.then(|| money(of.compensation))),
        pair(td_string!(locale, capacity.compare.contacts), &|of| of.contacts.map(count)),
        pair(td_string!(locale, capacity.compare.bad_reviews), &|of| has_reviews.then(|| count(of.bad_reviews))),
        pair(td_string!(locale, capacity.compare.ads), &|of| of.ads.map(|ads| money(ads.into()))),
    ];
    // What no file tells of either is no row.
    all.into_iter().filter(|pair| pair.before.is_some() || pair.now.is_some()).collect()
}

#[component]
fn Units(comparison: LoadComparison) -> impl IntoView {
    let locale = use_page().locale;
    let LoadComparison { periods, change, other_units, .. } = comparison;
    let all = change.skus.iter().map(|sku| sku.units).chain([other_units]);
    let (was, is) = all.fold((Quantity::ZERO, Quantity::ZERO), |sum, units| (sum.0 + units.0, sum.1 + units.1));
    let (from, to) = periods.before;
    let said = format::quantity;
    let sentence = if was == is {
        say!(locale, capacity.compare.units_same, from = from, to = to, is = said(is))
    } else if is < was {
        say!(
            locale,
            capacity.compare.units_less,
            from = from,
            to = to,
            amount = said(was - is),
            was = said(was),
            is = said(is)
        )
    } else {
        say!(
            locale,
            capacity.compare.units_more,
            from = from,
            to = to,
            amount = said(is - was),
            was = said(was),
            is = said(is)
        )
    };
    let skus = StoredValue::new(change.skus.clone());
    let table = move || {
        let [sku, name] = [say!(locale, capacity.compare.sku), say!(locale, capacity.compare.name)].map(str::to_owned);
        let headings = [sku, name, days(periods.before), days(periods.now)];
        let row = |UnitsOfSku { code, name, units: (was, is) }: UnitsOfSku| {
            vec![ExportCell::Text(code), ExportCell::Text(name), ExportCell::Quantity(was), ExportCell::Quantity(is)]
        };
        let others = say!(locale, capacity.compare.others).to_owned();
        let others = UnitsOfSku { code: others, name: String::new(), units: other_units };
        let rows = skus.get_value().into_iter().chain([others]).map(row);
        let title = format!("{} {}", say!(locale, capacity.compare.file_units), days(periods.now));
        Shown::headed(&title, headings).with(rows)
    };
    let moved = move |(was, is): (Quantity, Quantity)| view! { <Moved was=said(was) is=said(is) is_less=is < was /> };
    let sku = move |sku: UnitsOfSku| view! { <li><SkuLink code=sku.code name=sku.name /> " " {moved(sku.units)}</li> };
    let has_others = other_units != (Quantity::ZERO, Quantity::ZERO);
    view! {
        <p data-testid="units-compared" data-value=(is - was).to_string()>{sentence}</p>
        <p class="quiet">{say!(locale, capacity.compare.skus)}</p>
        <ul class="compare-skus" data-testid="compared-skus">
            {change.skus.into_iter().map(sku).collect_view()}
            {has_others.then(|| view! { <li>{say!(locale, capacity.compare.others)} " " {moved(other_units)}</li> })}
        </ul>
        <ExportShown hooks=["export-units-compared", "export-units-compared-csv"] table=table part=Part::AllDays />
    }
}
