//! Tags: rules a seller can read and change, each with the customers it fits.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::history::{History, Purchase};
use super::repeat::age;
use super::skus::Habits;
use crate::figures::count;
use crate::money::{Amount, Money};
use crate::time::Day;

/// A tag and what a customer has to fulfil, all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Stable for the built-in ones, such as `asleep`; what the seller calls it for theirs.
    pub tag: String,
    /// Every one has to hold.
    pub all: Vec<Condition>,
}

/// A measure and the bounds it has to keep, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What is asked of a customer.
    pub measure: Measure,
    /// A decimal number in the measure's unit.
    #[serde(default)]
    pub at_least: Option<Amount>,
    /// `None`: no bound on this side.
    #[serde(default)]
    pub at_most: Option<Amount>,
}

/// What can be asked of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Days since the last purchase.
    DaysSinceLast,
    /// Days since the first purchase.
    DaysSinceFirst,
    /// As the settings define one.
    Purchases,
    /// Revenue less refunds.
    Revenue,
    /// Net profit of orders with a known cost.
    Net,
    /// Revenue less refunds for a purchase.
    PerPurchase,
    /// Share of customers with less revenue: 0.8 and more is the best fifth.
    RevenueRank,
    /// Days since the last purchase ÷ the customer's own median days between purchases; of one with a single purchase,
    /// ÷ the shop's.
    SilenceToRhythm,
    /// Share of orders from which money was given back.
    ReturnRate,
    /// Share of units bought below what the SKU usually costs.
    BargainShare,
    /// Share of orders with a SKU that had been on sale for 30 days at most.
    NewSkuShare,
}

impl Measure {
    /// In the order in which the page offers them.
    pub const ALL: [Measure; 11] = [
        Measure::DaysSinceLast,
        Measure::DaysSinceFirst,
        Measure::Purchases,
        Measure::Revenue,
        Measure::Net,
        Measure::PerPurchase,
        Measure::RevenueRank,
        Measure::SilenceToRhythm,
        Measure::ReturnRate,
        Measure::BargainShare,
        Measure::NewSkuShare,
    ];
}

/// What customers are measured by, worked out once.
#[derive(Debug, Default)]
pub struct Facts {
    as_of: Option<Day>,
    /// By customer.
    sums: Vec<Sums>,
    /// Of the shop.
    median_gap: Option<u32>,
    habits: Vec<Habits>,
}

#[derive(Clone, Copy, Debug)]
struct Sums {
    revenue: f64,
    net: f64,
    /// Share of customers with less revenue.
    rank: f64,
}

impl Facts {
    pub(super) fn new(history: &History, median_gap: Option<u32>, habits: Vec<Habits>) -> Facts {
        let mut sums: Vec<Sums> = Vec::with_capacity(history.customers.len());
        history.in_turns(|purchases| {
            sums.push(Sums { revenue: revenue(purchases).as_f64(), net: net(purchases).as_f64(), rank: 0.0 });
        });
        let all = count(sums.len().max(1));
        let mut by_revenue: Vec<(f64, u32)> = sums.iter().map(|sums| sums.revenue).zip(0..).collect();
        by_revenue.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
        let mut below = 0;
        for equals in by_revenue.chunk_by(|one, other| one.0 >= other.0) {
            for &(_, customer) in equals {
                if let Some(sums) = sums.get_mut(customer as usize) {
                    sums.rank = count(below) / all;
                }
            }
            below += equals.len();
        }
        Facts { as_of: history.as_of, sums, median_gap, habits }
    }

    /// A measure of a customer; `None` where it is not known.
    pub fn measure(&self, customer: usize, purchases: &[Purchase], measure: Measure) -> Option<f64> {
        let as_of = self.as_of?;
        let since = |day: Day| f64::from(age(day, as_of));
        let habits = || self.habits.get(customer);
        let sums = || self.sums.get(customer);
        match measure {
            Measure::DaysSinceLast => purchases.last().map(|last| since(last.day)),
            Measure::DaysSinceFirst => purchases.first().map(|first| since(first.day)),
            Measure::Purchases => Some(count(purchases.len())),
            Measure::Revenue => sums().map(|sums| sums.revenue),
            Measure::Net => sums().filter(|_| purchases.iter().any(|one| one.is_costed)).map(|sums| sums.net),
            Measure::PerPurchase => sums().map(|sums| sums.revenue / count(purchases.len().max(1))),
            Measure::RevenueRank => sums().map(|sums| sums.rank),
            Measure::SilenceToRhythm => {
                let rhythm = self.rhythm(purchases)?.max(1);
                purchases.last().map(|last| since(last.day) / f64::from(rhythm))
            }
            Measure::ReturnRate => habits().map(Habits::return_rate),
            Measure::BargainShare => habits().and_then(Habits::bargain_share),
            Measure::NewSkuShare => habits().and_then(Habits::new_sku_share),
        }
    }

    /// The customer's own usual days between purchases, else the shop's.
    pub fn rhythm(&self, purchases: &[Purchase]) -> Option<u32> {
        own_rhythm(purchases).or(self.median_gap)
    }

    /// Whether a customer has a tag. A measure that is not known fulfils nothing.
    pub fn has(&self, customer: usize, purchases: &[Purchase], tag: &Tag) -> bool {
        !tag.all.is_empty()
            && tag.all.iter().all(|condition| {
                let bound = |amount: Amount| Money::from(amount).as_f64();
                self.measure(customer, purchases, condition.measure).is_some_and(|value| {
                    condition.at_least.is_none_or(|least| value >= bound(least))
                        && condition.at_most.is_none_or(|most| value <= bound(most))
                })
            })
    }
}

/// The customer's median days between purchases; `None` of fewer than two gaps, which are no rhythm.
pub(super) fn own_rhythm(purchases: &[Purchase]) -> Option<u32> {
    let mut gaps: SmallVec<[u32; 16]> = purchases
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] => Some(age(one.day, other.day)),
            _ => None,
        })
        .collect();
    gaps.sort_unstable();
    if gaps.len() < 2 { None } else { crate::figures::middle(&gaps) }
}

pub(super) fn revenue(purchases: &[Purchase]) -> Money {
    purchases.iter().map(Purchase::revenue).sum()
}

pub(super) fn net(purchases: &[Purchase]) -> Money {
    purchases.iter().map(Purchase::net).sum()
}
