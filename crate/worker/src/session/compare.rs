//! A period beside another one of the same part of the shop: what it earned, what it carried, who bought.

use std::collections::BTreeMap;

use analytics::Day;
use analytics::profit::{self, Prepared, Scope};
use analytics::vocabulary::Source;
use analytics::{Quantity, capacity, repurchase};
use protocol::{CustomersComparison, Gap, LoadComparison, PeriodComparison, Periods};

use super::Session;

/// SKUs that are named.
const MOST_SKUS: usize = 5;
/// Days at an end of a period without an order, or an ad, that say nothing of the files.
const QUIET_DAYS: i32 = 2;

impl Session {
    pub(super) fn compare(&mut self, before: (Day, Day)) -> PeriodComparison {
        let scope = Scope { from: Some(before.0), to: Some(before.1), ..self.scope.clone() };
        let earlier = self.earlier.take().filter(|prepared| prepared.scope == scope);
        let earlier =
            earlier.unwrap_or_else(|| profit::prepare(&self.dataset, &self.books, &scope, self.config.ads.driver));
        let report = profit::report(&self.dataset, &earlier, &self.config);
        self.earlier = Some(earlier);
        let (change, items) = profit::period_change(&self.dataset, &report, &self.in_scope().report);
        let named = items.into_iter().take(MOST_SKUS);
        let now = self.now();
        PeriodComparison {
            before,
            now,
            gaps: now.map(|(_, last)| self.gaps(before.0, last)).unwrap_or_default(),
            change,
            skus: named
                .map(|(item, change)| {
                    (item.code(&self.dataset).to_owned(), item.name(&self.dataset).to_owned(), change)
                })
                .collect(),
        }
    }

    /// Two periods of the load, whatever period the scope has: what it carried is a matter of days.
    pub(super) fn compare_load(&mut self, warehouse: Option<&str>, periods: Periods) -> LoadComparison {
        let late_hours = self.config.capacity.late.late_hours;
        let ceiling = self.ceiling(warehouse);
        let mut change = match self.capacity_load() {
            Some(load) => {
                let days = (periods.before, periods.now);
                capacity::period_change(&self.dataset, &self.books, load, ceiling, late_hours, days)
            }
            None => capacity::LoadChange::default(),
        };
        let others = change.skus.split_off(change.skus.len().min(LoadComparison::MOST_SKUS));
        let sum = |units: fn(&(Quantity, Quantity)) -> Quantity| others.iter().map(|sku| units(&sku.units)).sum();
        let other_units = (sum(|units| units.0), sum(|units| units.1));
        let gaps = self.gaps(periods.before.0, periods.now.1);
        LoadComparison { periods, gaps, change, other_units, ceiling, late_hours }
    }

    /// Two periods of the customers, whatever period the scope has: who is new is known from all purchases before.
    pub(super) fn compare_customers(&mut self, periods: Periods) -> CustomersComparison {
        let change = self.with_everyone(|history| repurchase::period_change(history, periods.before, periods.now));
        CustomersComparison { periods, gaps: self.gaps(periods.before.0, periods.now.1), change }
    }

    /// The days of the scope that lie within the reach of any file of orders.
    fn now(&self) -> Option<(Day, Day)> {
        let (first, last) = self.whole.prepared.period?;
        let from = self.scope.from.map_or(first, |from| from.max(first));
        let to = self.scope.to.map_or(last, |to| to.min(last));
        (from <= to).then_some((from, to))
    }

    /// Stores whose orders, and platforms whose ads, begin later or end earlier than what is looked at.
    fn gaps(&self, from: Day, to: Day) -> Vec<Gap> {
        let mut reaches: BTreeMap<(bool, Source, String), (Day, Day)> = BTreeMap::new();
        let mut add = |place, first: Day, last: Day| {
            let reach = reaches.entry(place).or_insert((first, last));
            *reach = (reach.0.min(first), reach.1.max(last));
        };
        let is_shown = |store| self.scope.has_store(&self.dataset, store);
        for (store, first, last) in self.books.periods().filter(|(store, ..)| is_shown(*store)) {
            let (platform, name) = self.dataset.pools.store_parts(store);
            add((false, platform, name.to_owned()), first, last);
        }
        for spend in self.books.spend.iter().filter(|spend| is_shown(spend.store)) {
            if let Some(day) = spend.day {
                add((true, self.dataset.pools.store_parts(spend.store).0, String::new()), day, day);
            }
        }
        let is_short = |(first, last): &(Day, Day)| *first > from.plus(QUIET_DAYS) || *last < to.plus(-QUIET_DAYS);
        let short = reaches.into_iter().filter(|(_, reach)| is_short(reach));
        short.map(|((is_of_ads, platform, store), reach)| Gap { platform, store, is_of_ads, reach }).collect()
    }
}

/// What a comparison was made with.
pub(super) type Earlier = Option<Prepared>;
