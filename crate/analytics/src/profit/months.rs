//! What is left of each month after tax and the costs that come every month. They belong to the shop as a whole: no SKU
//! carries a part of the rent.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::order_profit::by_order;
use super::{Prepared, Report};
use crate::allocate::{allocate, spread_over};
use crate::books::Books;
use crate::config::Config;
use crate::dataset::Dataset;
use crate::money::{Amount, Money};
use crate::time::{Day, Month};
use crate::vocabulary::Block;

/// One month of the shop. All amounts are whole cents; net − tax − fixed costs = what is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthProfit {
    /// Of the calendar.
    pub month: Month,
    /// Days of the month that the period covers, of so many.
    pub days: i32,
    /// Days of the whole month.
    pub of_days: i32,
    /// Of all SKUs, whatever is known of them.
    pub revenue: Money,
    /// Of the same SKUs.
    pub refunds: Money,
    /// Of SKUs with a known cost; the months add up to the net of the report. Ads count in the month in which they were
    /// spent.
    pub net: Money,
    /// Of revenue less refunds, at the rate of the settings.
    pub tax: Money,
    /// By name, in the order of the settings: the part that falls on the days covered.
    pub fixed: Vec<(String, Money)>,
}

impl MonthProfit {
    /// All of `fixed` together.
    pub fn fixed_costs(&self) -> Money {
        self.fixed.iter().map(|(_, amount)| *amount).sum()
    }

    /// After tax and fixed costs.
    pub fn left(&self) -> Money {
        self.net - self.tax - self.fixed_costs()
    }
}

/// After more months in a row without a sale or any ads the shop was not there: the year of a row is mistyped, or the period
/// that was asked for begins long before the first order.
const LONGEST_SILENCE: i32 = 6;

/// Every month of the period but those of a long silence, on which no rent falls; the first one first. Empty without
/// orders, and where the scope is a part of the shop, which has no rent of its own. `report` is the report of `prepared`.
pub fn months(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
) -> Vec<MonthProfit> {
    let scope = &prepared.scope;
    let Some((first, last)) = prepared.period.filter(|_| scope.platform.is_none() && scope.store.is_none()) else {
        return Vec::new();
    };
    // The days that were asked for, as far as the files can know them.
    let first = scope.from.map_or(first, |from| from.min(first));
    let last = scope.to.map_or(last, |to| to.min(books.as_of.unwrap_or(to)).max(last));
    let before_ads = before_ads(dataset, books, prepared, report, config);
    let mut sales: BTreeMap<Month, (Money, Money)> = BTreeMap::new();
    let mut by_day: BTreeMap<Day, (Money, Money)> = BTreeMap::new();
    for fact in prepared.facts(dataset, books) {
        let (revenue, refunds) = by_day.entry(fact.day).or_default();
        *revenue += fact.revenue().into();
        *refunds += books.aftermath(fact).map_or(Money::ZERO, |after| after.refund.into());
    }
    for (day, (revenue, refunds)) in by_day {
        let of_month = sales.entry(Month::of(day)).or_default();
        of_month.0 += revenue;
        of_month.1 += refunds;
    }
    let settings = prepared.currencies.settings(config);
    let mut months: Vec<MonthProfit> = Vec::new();
    let spent = books.spend.iter().filter_map(|spend| spend.day).filter(|day| (first..=last).contains(day));
    let active: BTreeSet<Month> = sales.keys().copied().chain(spent.map(Month::of)).collect();
    for month in without_long_silence(Month::of(first), Month::of(last), &active) {
        let (begins, ends) = (month.first_day().max(first), month.next().first_day().plus(-1).min(last));
        let (revenue, refunds) = sales.get(&month).copied().unwrap_or_default();
        let (revenue, refunds) = (revenue.rounded(), refunds.rounded());
        let (days, of_days) = (ends.number() - begins.number() + 1, month.days());
        let due = settings.overhead.fixed.iter().filter(|cost| cost.is_due(month));
        months.push(MonthProfit {
            month,
            days,
            of_days,
            revenue,
            refunds,
            net: before_ads.get(&month).copied().unwrap_or_default(),
            tax: ((revenue - refunds).max(Money::ZERO) * settings.overhead.tax_rate).rounded(),
            fixed: due.map(|cost| (cost.name.clone(), part(cost.amount, days, of_days))).collect(),
        });
    }
    take_off_ads(books, prepared, report, &mut months);
    months
}

/// The months from the first to the last, without those of a silence that is too long for a shop.
fn without_long_silence(first: Month, last: Month, active: &BTreeSet<Month>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut next = first;
    for month in active.iter().copied().chain([last.next()]) {
        if next.months_until(month) <= LONGEST_SILENCE {
            months
                .extend(std::iter::successors(Some(next), |month| Some(month.next())).take_while(|each| *each < month));
        }
        if month <= last {
            months.push(month);
        }
        next = month.next();
    }
    months
}

/// What the orders of each month left before ads, in whole cents that add up to the totals.
fn before_ads(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
) -> BTreeMap<Month, Money> {
    let mut sums: BTreeMap<Month, Money> = BTreeMap::new();
    let mut days: Vec<Day> = Vec::with_capacity(books.n_sales());
    let mut by_day: BTreeMap<Day, Money> = BTreeMap::new();
    let short = by_order(dataset, books, prepared, report, config, |order| {
        days.push(order.day);
        *by_day.entry(order.day).or_default() += order.blocks.net() + order.blocks.ads;
    });
    for (block, positions) in short {
        let cent = match block {
            None => Money::from_cents(1),
            Some(Block::Ads) => continue,
            Some(_) => Money::from_cents(-1),
        };
        for day in positions.into_iter().filter_map(|position| days.get(position)) {
            *by_day.entry(*day).or_default() += cent;
        }
    }
    for (day, sum) in by_day {
        *sums.entry(Month::of(day)).or_default() += sum;
    }
    sums
}

/// Takes the ads of the totals off the months in which they were spent; a report without days is spread by revenue. SKUs
/// without a known cost are in no total, so their part of the ads is taken off every month alike.
fn take_off_ads<'m>(books: &Books, prepared: &Prepared, report: &Report, months: &'m mut [MonthProfit]) {
    let mut dated: BTreeMap<Month, Amount> = BTreeMap::new();
    let mut undated = Amount::ZERO;
    for spend in books.spend.iter().filter(|spend| prepared.scope.contains(spend.day)) {
        match spend.day {
            Some(day) => *dated.entry(Month::of(day)).or_default() += spend.amount,
            None => undated += spend.amount,
        }
    }
    let with_spent = |month: &'m mut MonthProfit| {
        let spent = dated.get(&month.month).copied().unwrap_or_default();
        (month, spent)
    };
    let mut months: Vec<(&mut MonthProfit, Amount)> = months.iter_mut().map(with_spent).collect();
    let by_revenue = |(month, _): &(&mut MonthProfit, Amount)| month.revenue.to_amount().millionths();
    let without_days = |weights: &[i64]| allocate(undated, weights);
    spread_over(&mut months, by_revenue, without_days, |(_, spent), part| *spent += part);
    let all = |weights: &[i64]| allocate(report.totals.ads.to_amount(), weights);
    spread_over(&mut months, |(_, spent)| spent.millionths(), all, |(month, _), ads| month.net -= ads.into());
}

/// The part of a month's cost that falls on some of its days, to the cent.
fn part(amount: Amount, days: i32, of_days: i32) -> Money {
    let day = |days: i32| Money::from_cents(i64::from(days) * 100);
    Money::from(amount).scaled_by(day(days), day(of_days)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_month_bears_its_part_of_the_rent() {
        // 6,000 ÷ 30 × 11 = 2,200; 100 ÷ 31 × 10 = 32.258…
        assert_eq!(part(Amount::from_cents(600_000), 11, 30), Money::from_cents(220_000));
        assert_eq!(part(Amount::from_cents(10_000), 10, 31), Money::from_cents(3_226));
        assert_eq!(part(Amount::from_cents(10_000), 31, 31), Money::from_cents(10_000));
    }

    #[test]
    fn a_long_silence_is_left_out_and_a_short_one_is_not() {
        let month = |text: &str| Month::parse(text).unwrap();
        let listed = |first: &str, last: &str, active: &[&str]| -> Vec<String> {
            let active = active.iter().copied().map(month).collect();
            without_long_silence(month(first), month(last), &active).iter().map(Month::to_string).collect()
        };
        assert_eq!(listed("2026-01", "2026-04", &["2026-01", "2026-04"]), ["2026-01", "2026-02", "2026-03", "2026-04"]);
        // Six empty months are quiet ones, seven are none of the shop's.
        assert_eq!(listed("2025-06", "2026-01", &["2025-06", "2026-01"]).len(), 8);
        assert_eq!(listed("2025-05", "2026-01", &["2025-05", "2026-01"]), ["2025-05", "2026-01"]);
        assert_eq!(listed("2020-01", "2027-06", &["2026-01"]), ["2026-01"]);
        assert_eq!(listed("2025-12", "2026-02", &["2026-01"]), ["2025-12", "2026-01", "2026-02"]);
    }
}
