//! What a new customer costs, and how long it takes to earn that back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cohorts::Period;
use super::history::{History, Purchase};
use super::repeat::age;
use super::skus::sale_of;
use crate::books::Books;
use crate::dataset::{ChannelKey, Dataset};
use crate::money::{Money, Quantity};
use crate::pool::Key;
use crate::time::Day;
use crate::vocabulary::Source;

/// New customers of a platform in a month, or from one of its channels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acquisition {
    pub platform: Source,
    /// Traffic source or streamer; `None`: the whole platform.
    pub channel: Option<String>,
    /// First day of the month; `None`: all months.
    pub month: Option<Day>,
    pub new_customers: u32,
    /// Ads of the platform in the month. `None` for a channel: no report says what a channel cost.
    pub ads: Option<Money>,
    /// Ads a new customer. `None` without ads or without new customers.
    pub cost: Option<Money>,
    /// What their orders have left so far before ads, a customer.
    pub value: Option<Money>,
    /// Value ÷ cost.
    pub value_to_cost: Option<f64>,
    /// Days after the first purchase in which the mean customer has earned the cost back, in steps of 30; `None` where
    /// they have not yet.
    pub payback_days: Option<u32>,
}

/// A platform, one of its channels, and the number of a month.
type Where = (Source, Option<ChannelKey>, Option<i32>);

#[derive(Default)]
struct Group<'h> {
    customers: Vec<&'h [Purchase]>,
    before_ads: Money,
    ads: Option<Money>,
}

/// Platforms by month and as a whole, then channels; each by name and time.
pub(super) fn acquisition(dataset: &Dataset, books: &Books, history: &History) -> Vec<Acquisition> {
    let platforms: Vec<Source> = dataset.pools.stores.keys().map(|store| dataset.pools.store_parts(store).0).collect();
    let mut groups: BTreeMap<Where, Group<'_>> = BTreeMap::new();
    history.in_turns(|purchases| {
        let Some(first) = purchases.first() else { return };
        let Some(sale) = history.sales_of(first).first().and_then(|&sale| sale_of(books, sale)) else { return };
        let Some(&platform) = platforms.get(sale.store.index()) else { return };
        let month = Period::Month.of(first.day);
        let before_ads: Money = purchases.iter().map(Purchase::before_ads).sum();
        let mut add = |channel, month| {
            let group = groups.entry((platform, channel, month)).or_default();
            group.customers.push(purchases);
            group.before_ads += before_ads;
        };
        add(None, None);
        add(None, Some(month));
        if let Some(channel) = sale.channel {
            add(Some(channel), None);
        }
    });
    for spend in &books.spend {
        let platform = dataset.pools.store_parts(spend.store).0;
        let months = [None, spend.day.map(|day| Some(Period::Month.of(day))).unwrap_or_default()];
        for month in months.into_iter().take(if spend.day.is_some() { 2 } else { 1 }) {
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
        let value = group.before_ads.per(count);
        Acquisition {
            platform,
            channel: channel.map(|channel| dataset.pools.channels.get(channel).to_owned()),
            month: month.and_then(|month| Period::Month.first_day(month)),
            new_customers: u32::try_from(group.customers.len()).unwrap_or(u32::MAX),
            ads,
            cost,
            value,
            value_to_cost: value.zip(cost).and_then(|(value, cost)| value.ratio_to(cost)),
            payback_days: ads.and_then(|ads| payback(&group.customers, ads, as_of)),
        }
    };
    let mut rows: Vec<Acquisition> = groups.into_iter().map(row).collect();
    rows.sort_by(|one, other| {
        (one.platform, &one.channel, one.month).cmp(&(other.platform, &other.channel, other.month))
    });
    rows
}

/// The first multiple of 30 days within which the customers together have brought what they cost, counting only steps that
/// all of them are old enough for.
fn payback(customers: &[&[Purchase]], cost: Money, as_of: Day) -> Option<u32> {
    let youngest = customers.iter().filter_map(|all| all.first()).map(|first| age(first.day, as_of)).min()?;
    let mut by_step: Vec<Money> = Vec::new();
    for all in customers {
        let Some(first) = all.first() else { continue };
        for purchase in *all {
            let step = age(first.day, purchase.day) as usize / 30;
            if by_step.len() <= step {
                by_step.resize(step + 1, Money::ZERO);
            }
            if let Some(sum) = by_step.get_mut(step) {
                *sum += purchase.before_ads();
            }
        }
    }
    let mut so_far = Money::ZERO;
    for (step, amount) in (1..).zip(by_step) {
        so_far += amount;
        let days = step * 30;
        if so_far >= cost {
            return (days <= youngest.max(30)).then_some(days);
        }
    }
    None
}
