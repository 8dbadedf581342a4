//! What two periods had to carry: side by side, and by store and SKU, whose differences add up to the whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::load::{DayLoad, Filter, Load};
use super::prepare::day_of;
use crate::books::Books;
use crate::dataset::{Dataset, StoreKey};
use crate::money::{Amount, Money, Quantity};
use crate::profit::{InScope, Scope};
use crate::time::Day;
use crate::vocabulary::Source;

/// What one period had to carry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// Calendar days of it that the files reach.
    pub days: u32,
    /// Orders paid.
    pub orders: u32,
    /// The day with most orders, the first of several; `None` without orders.
    pub busiest: Option<(Day, u32)>,
    /// Days with more orders than the shop carries; `None` where no ceiling is known.
    pub over: Option<u32>,
    /// Orders that left within the promised hours, and all of which that is known.
    pub in_time: (u32, u32),
    /// 赔付 for the period's orders.
    pub compensation: Money,
    /// Reviews of one or two stars.
    pub bad_reviews: u32,
    /// Buyers the service talked to; `None` where no report has a day of it.
    pub contacts: Option<u32>,
    /// Spent on ads; `None` where no report has a day of it, and of one store, because reports are of a platform.
    pub ads: Option<Amount>,
}

/// One SKU in two periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitsOfSku {
    /// As the shop shows it.
    pub code: String,
    /// What it is called; empty where no file says.
    pub name: String,
    /// Units sold before, and now.
    pub units: (Quantity, Quantity),
}

/// What two periods had to carry, and where the difference comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LoadChange {
    /// The earlier one.
    pub before: Carried,
    /// The later one.
    pub now: Carried,
    /// Orders of each store before and now, those that changed most first: they add up to the orders of the periods.
    pub stores: Vec<(Source, String, (u32, u32))>,
    /// Units of each SKU sold in either, those that changed most first.
    pub skus: Vec<UnitsOfSku>,
}

/// First and last day.
type Period = (Day, Day);

/// Compares two periods of a part of the shop, of which `load` is the load. `ceiling` is orders a day, `late_hours` those in
/// which a parcel is promised to leave.
pub fn period_change(
    dataset: &Dataset,
    books: &Books,
    load: &Load,
    ceiling: Option<f64>,
    late_hours: u32,
    (before, now): (Period, Period),
) -> LoadChange {
    let carried = |period| carried(load, period, ceiling, late_hours);
    LoadChange {
        before: carried(before),
        now: carried(now),
        stores: stores(dataset, books, &load.filter, before, now),
        skus: skus(load, before, now),
    }
}

/// The days of a period that the load has, with their dates.
fn days_of(load: &Load, (from, to): Period) -> impl Iterator<Item = (Day, &DayLoad)> {
    let first = load.first.map_or(0, Day::number);
    let days = (first..).map(Day::from_number).zip(&load.days);
    days.filter(move |(day, _)| (from..=to).contains(day))
}

fn carried(load: &Load, period: Period, ceiling: Option<f64>, late_hours: u32) -> Carried {
    let mut carried = Carried { over: ceiling.map(|_| 0), ..Carried::default() };
    for (date, day) in days_of(load, period) {
        carried.days += 1;
        carried.orders += day.orders;
        if day.orders > carried.busiest.map_or(0, |(_, orders)| orders) {
            carried.busiest = Some((date, day.orders));
        }
        if let (Some(over), Some(ceiling)) = (&mut carried.over, ceiling) {
            *over += u32::from(f64::from(day.orders) > ceiling);
        }
        let (in_time, known) = day.sent_within(late_hours);
        carried.in_time = (carried.in_time.0 + in_time, carried.in_time.1 + known);
        carried.compensation += day.compensation;
        carried.bad_reviews += day.bad_reviews;
        carried.contacts = sum(carried.contacts, day.contacts);
        carried.ads = sum(carried.ads, day.ads.filter(|_| load.filter.store.is_none()));
    }
    carried
}

/// What is known of either.
fn sum<T: std::ops::Add<Output = T>>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}

fn stores(
    dataset: &Dataset,
    books: &Books,
    filter: &Filter,
    before: Period,
    now: Period,
) -> Vec<(Source, String, (u32, u32))> {
    let mut orders: BTreeMap<StoreKey, (u32, u32)> = BTreeMap::new();
    let is_within = |(from, to): Period, day: Day| u32::from((from..=to).contains(&day));
    let scope = Scope { platform: filter.platform, store: filter.store.clone(), ..Scope::default() };
    let in_scope = InScope::new(dataset, &scope);
    for sale in books.sales().filter(|sale| in_scope.has_store(sale.store)) {
        let day = day_of(sale);
        let counts = orders.entry(sale.store).or_default();
        *counts = (counts.0 + is_within(before, day), counts.1 + is_within(now, day));
    }
    let named = orders.into_iter().filter(|(_, counts)| *counts != (0, 0)).map(|(store, counts)| {
        let (platform, name) = dataset.pools.store_parts(store);
        (platform, name.to_owned(), counts)
    });
    let mut named: Vec<_> = named.collect();
    let change = |&(was, is): &(u32, u32)| was.abs_diff(is);
    named.sort_by(|one, other| {
        change(&other.2).cmp(&change(&one.2)).then_with(|| (one.0, &one.1).cmp(&(other.0, &other.1)))
    });
    named
}

fn skus(load: &Load, before: Period, now: Period) -> Vec<UnitsOfSku> {
    let Some(first) = load.first else { return Vec::new() };
    let mut skus: Vec<UnitsOfSku> = Vec::new();
    for sku in &load.skus {
        let units = |(from, to): Period| -> Quantity {
            let sold = sku.sold.iter().filter(|(position, _)| {
                let day = i32::try_from(*position).map(|position| first.plus(position));
                day.is_ok_and(|day| (from..=to).contains(&day))
            });
            sold.map(|(_, units)| *units).sum()
        };
        let units = (units(before), units(now));
        if units != (Quantity::ZERO, Quantity::ZERO) {
            skus.push(UnitsOfSku { code: sku.code.clone(), name: sku.name.clone(), units });
        }
    }
    let change = |sku: &UnitsOfSku| (sku.units.1 - sku.units.0).thousandths().abs();
    skus.sort_by(|one, other| change(other).cmp(&change(one)).then_with(|| one.code.cmp(&other.code)));
    skus
}

impl Carried {
    /// Orders a day on average; `None` of no day.
    pub fn orders_a_day(&self) -> Option<f64> {
        (self.days > 0).then(|| f64::from(self.orders) / f64::from(self.days))
    }

    /// The share of orders that left in time; `None` where of none that is known.
    pub fn share_in_time(&self) -> Option<f64> {
        let (in_time, known) = self.in_time;
        (known > 0).then(|| f64::from(in_time) / f64::from(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_period_is_its_days() {
        let of = |orders: u32, waits: &[(u16, u32)], contacts| DayLoad {
            orders,
            waits: waits.to_vec(),
            contacts,
            ..DayLoad::default()
        };
        let days = vec![
            of(10, &[(5, 10)], None),
            of(30, &[(5, 10), (30, 20)], Some(7)),
            of(30, &[(24, 30)], None),
            of(2, &[], Some(1)),
        ];
        let load = Load { first: Some(day("2026-06-01")), days, ..Load::default() };
        let carried = |from, to| carried(&load, (day(from), day(to)), Some(25.0), 24);
        let first = carried("2026-05-20", "2026-06-02");
        assert_eq!((first.days, first.orders, first.busiest), (2, 40, Some((day("2026-06-02"), 30))));
        assert_eq!((first.over, first.in_time, first.contacts, first.ads), (Some(1), (20, 40), Some(7), None));
        assert_eq!((first.orders_a_day(), first.share_in_time()), (Some(20.0), Some(0.5)));
        let second = carried("2026-06-03", "2026-06-30");
        assert_eq!((second.orders, second.busiest, second.in_time), (32, Some((day("2026-06-03"), 30)), (30, 30)));
        let none = carried("2026-07-01", "2026-07-30");
        assert_eq!((none.orders_a_day(), none.share_in_time(), none.busiest), (None, None, None));
    }
}
