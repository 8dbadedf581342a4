//! What a new customer costs, and how long it takes to earn that back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cohorts::Period;
use super::history::{History, Purchase};
use super::repeat::age;
use crate::books::Books;
use crate::dataset::{ChannelKey, Dataset};
use crate::figures::number;
use crate::money::{Money, Quantity};
use crate::profit::InScope;
use crate::time::Day;
use crate::vocabulary::Source;

/// New customers of a platform in a month, or from one of its channels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acquisition {
    /// Where they bought first.
    pub platform: Source,
    /// Traffic source or streamer; `None`: the whole platform.
    pub channel: Option<String>,
    /// First day of the month; `None`: all months.
    pub month: Option<Day>,
    /// Customers whose first purchase it was.
    pub new_customers: u32,
    /// Ads of the platform in the month. `None` for a channel: no report says what a channel cost.
    pub ads: Option<Money>,
    /// Ads a new customer. `None` without ads or without new customers.
    pub cost: Option<Money>,
    /// What their orders have left so far before ads, a customer; `None` where no cost is known.
    pub value: Option<Money>,
    /// Value ÷ cost.
    pub value_to_cost: Option<f64>,
    /// Days after the first purchase in which the mean customer has earned the cost back, in steps of 30, each counted of
    /// the customers old enough for it; `None` where they have not within `observed_days`.
    pub payback_days: Option<u32>,
    /// The longest such step that some customer is old enough for; 0 where nobody is.
    pub observed_days: u32,
}

/// Days after which it is asked whether a customer has paid back.
const STEP: u32 = 30;

/// A platform, one of its channels, and the number of a month.
type Where = (Source, Option<ChannelKey>, Option<i32>);

#[derive(Default)]
struct Group<'h> {
    customers: Vec<&'h [Purchase]>,
    before_ads: Money,
    /// Some purchase has a known cost.
    is_costed: bool,
    ads: Option<Money>,
}

/// Platforms by month and as a whole, then channels; each by name and time.
pub(super) fn acquisition(dataset: &Dataset, books: &Books, history: &History) -> Vec<Acquisition> {
    let platforms = dataset.pools.platforms();
    let mut groups: BTreeMap<Where, Group<'_>> = BTreeMap::new();
    history.in_turns(|purchases| {
        let Some(first) = purchases.first() else { return };
        let Some(sale) = history.orders_of(first).first().and_then(|&order| books.sale(order)) else { return };
        let platform = platforms[sale.store];
        let month = Period::Month.of(first.day);
        let before_ads: Money = purchases.iter().map(Purchase::before_ads).sum();
        let is_costed = purchases.iter().any(|purchase| purchase.is_costed);
        let mut add = |channel, month| {
            let group = groups.entry((platform, channel, month)).or_default();
            group.customers.push(purchases);
            group.before_ads += before_ads;
            group.is_costed |= is_costed;
        };
        add(None, None);
        add(None, Some(month));
        if let Some(channel) = sale.channel {
            add(Some(channel), None);
        }
    });
    let scope = InScope::new(dataset, &history.scope);
    for spend in books.spend.iter().filter(|spend| scope.contains(spend.store, spend.day)) {
        let platform = dataset.pools.store_parts(spend.store).0;
        let month = spend.day.map(|day| Some(Period::Month.of(day)));
        for month in [None].into_iter().chain(month) {
            if let Some(group) = groups.get_mut(&(platform, None, month)) {
                *group.ads.get_or_insert(Money::ZERO) += spend.amount.into();
            }
        }
    }
    let as_of = history.as_of.unwrap_or(Day::from_number(0));
    let row = |((platform, channel, month), group): (Where, Group<'_>)| {
        let count = i64::try_from(group.customers.len()).map_or(Quantity::ZERO, Quantity::from_units);
        let ads = group.ads.filter(|_| channel.is_none());
        let cost = ads.and_then(|ads| ads.per(count));
        let value = group.before_ads.per(count).filter(|_| group.is_costed);
        let steps = if cost.is_some() { by_steps(&group.customers, as_of) } else { Vec::new() };
        Acquisition {
            platform,
            channel: channel.map(|channel| dataset.pools.channels.get(channel).to_owned()),
            month: month.and_then(|month| Period::Month.first_day(month)),
            new_customers: number(group.customers.len()),
            ads,
            cost,
            value,
            value_to_cost: value.zip(cost).and_then(|(value, cost)| value.ratio_to(cost)),
            payback_days: cost.and_then(|cost| payback(&steps, cost)),
            observed_days: number(steps.len()) * STEP,
        }
    };
    let mut rows: Vec<Acquisition> = groups.into_iter().map(row).collect();
    rows.sort_by(|one, other| {
        (one.platform, &one.channel, one.month).cmp(&(other.platform, &other.channel, other.month))
    });
    rows
}

/// What customers have brought by the end of each 30 days after their first purchase, of those old enough for it: how many
/// they are, and the sum.
fn by_steps(customers: &[&[Purchase]], as_of: Day) -> Vec<(u32, Money)> {
    let mut steps: Vec<(u32, Money)> = Vec::new();
    for all in customers {
        let Some(first) = all.first() else { continue };
        let reached = age(first.day, as_of) as usize / STEP as usize;
        if steps.len() < reached {
            steps.resize(reached, (0, Money::ZERO));
        }
        let (mut so_far, mut rest) = (Money::ZERO, all.iter().peekable());
        for (step, (count, sum)) in (1..).zip(steps.iter_mut().take(reached)) {
            while let Some(purchase) = rest.next_if(|purchase| age(first.day, purchase.day) <= step * STEP) {
                so_far += purchase.before_ads();
            }
            *count += 1;
            *sum += so_far;
        }
    }
    steps
}

/// The days after which the mean customer has brought what they cost.
fn payback(steps: &[(u32, Money)], cost: Money) -> Option<u32> {
    let mean = |count: u32, sum: Money| sum.per(Quantity::from_units(count.into()));
    (1..).zip(steps).find_map(|(step, &(count, sum))| (mean(count, sum)? >= cost).then_some(step * STEP))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_counted_of_those_old_enough() {
        // By hand: at 30 days three customers have brought 10 each, at 60 days the two that are old enough 10 and 40, at
        // 90 days the oldest 40. Cost 20: paid back at 60 days, where the mean is 25.
        let sum = |yuan: i64| Money::from_cents(yuan * 100);
        let steps = [(3, sum(30)), (2, sum(50)), (1, sum(40))];
        assert_eq!(payback(&steps, sum(20)), Some(60));
        assert_eq!(payback(&steps, sum(10)), Some(30));
        assert_eq!(payback(&steps, sum(41)), None);
        assert_eq!(payback(&[], sum(1)), None);
    }
}
