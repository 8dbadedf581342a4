//! RFM: how recently, how often and for how much a customer buys, scored from 1 to 5, and the segments made of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::history::History;
use super::repeat::age;
use super::settings::Rfm as Settings;
use super::tags::{net, revenue};
use crate::figures::count;
use crate::money::Money;

/// How values become scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// By rank: the best fifth of customers has 5. Equal values have equal scores, that of the lowest of their ranks.
    #[default]
    Quantile,
    /// By the thresholds of the settings.
    Fixed,
}

/// Three scores from 1 to 5; more is better, also for recency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scores {
    pub recency: u8,
    pub frequency: u8,
    pub monetary: u8,
}

impl Scores {
    /// The mean of frequency and monetary, rounded half up.
    pub const fn frequency_monetary(self) -> u8 {
        (self.frequency + self.monetary).div_ceil(2)
    }
}

/// A way to divide customers, as data: the first rule that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Stable name, such as `cn8`.
    pub scheme: String,
    pub segments: Vec<Segment>,
}

/// One segment and what leads into it. Bounds that are not given do not bind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Stable code, such as `HHH` or `champions`.
    pub code: String,
    /// In Chinese and English.
    pub name: String,
    pub name_en: String,
    #[serde(default)]
    pub rule: Rule,
}

/// What a customer's scores have to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// From and to, both included.
    #[serde(default)]
    pub recency: Option<[u8; 2]>,
    /// Of the mean of F and M, rounded half up.
    #[serde(default)]
    pub frequency_monetary: Option<[u8; 2]>,
    /// High (`true`) is at or above the shop's mean score: R, F, M.
    #[serde(default)]
    pub high: Option<[bool; 3]>,
}

/// What RFM is scored from, and the scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    pub scoring: Scoring,
    /// By customer, in the order of [`History::customers`].
    pub scores: Vec<Scores>,
    /// Sums over all customers, for the mean.
    sums: [u64; 3],
}

/// A segment and who is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentCount {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub customers: u32,
    /// Purchases, by the definition of the settings.
    pub orders: u32,
    pub revenue: Money,
    pub net: Money,
}

/// A cell of the grid of recency × (frequency and monetary).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    pub recency: u8,
    pub frequency_monetary: u8,
    pub customers: u32,
    pub revenue: Money,
    pub net: Money,
}

/// What the customers of a history are scored by: worked out once, so that a threshold can be moved at will.
#[derive(Debug, Default)]
pub struct Standing {
    values: Vec<Values>,
    recency: Ranks<Reverse<u32>>,
    frequency: Ranks<u32>,
    monetary: Ranks<Money>,
}

#[derive(Clone, Copy, Debug)]
struct Values {
    /// Days since the last purchase.
    recency: u32,
    purchases: u32,
    revenue: Money,
    net: Money,
}

impl Standing {
    pub(super) fn new(history: &History) -> Standing {
        let Some(as_of) = history.as_of else { return Standing::default() };
        let values: Vec<Values> = history
            .each()
            .map(|purchases| Values {
                recency: purchases.last().map_or(0, |last| age(last.day, as_of)),
                purchases: u32::try_from(purchases.len()).unwrap_or(u32::MAX),
                revenue: revenue(purchases),
                net: net(purchases),
            })
            .collect();
        Standing {
            recency: Ranks::new(values.iter().map(|value| Reverse(value.recency))),
            frequency: Ranks::new(values.iter().map(|value| value.purchases)),
            monetary: Ranks::new(values.iter().map(|value| value.revenue)),
            values,
        }
    }

    /// Scores every customer.
    pub fn score(&self, settings: &Settings, scoring: Scoring) -> Scored {
        let by_rank = |value: &Values| Scores {
            recency: self.recency.score(&Reverse(value.recency)),
            frequency: self.frequency.score(&value.purchases),
            monetary: self.monetary.score(&value.revenue),
        };
        let passed = |passes: [bool; 4]| 1 + passes.into_iter().map(u8::from).sum::<u8>();
        let by_threshold = |value: &Values| Scores {
            recency: passed(settings.recency.map(|days| value.recency <= days)),
            frequency: passed(settings.frequency.map(|count| value.purchases >= count)),
            monetary: passed(settings.monetary.map(|amount| value.revenue >= amount.into())),
        };
        let scores: Vec<Scores> = match scoring {
            Scoring::Quantile => self.values.iter().map(by_rank).collect(),
            Scoring::Fixed => self.values.iter().map(by_threshold).collect(),
        };
        let sum = |pick: fn(&Scores) -> u8| scores.iter().map(|scores| u64::from(pick(scores))).sum();
        let sums = [sum(|scores| scores.recency), sum(|scores| scores.frequency), sum(|scores| scores.monetary)];
        Scored { scoring, scores, sums }
    }
}

/// Sorted values, to find how many are lower than one.
#[derive(Debug, Default)]
struct Ranks<T>(Vec<T>);

impl<T: Ord> Ranks<T> {
    fn new(values: impl Iterator<Item = T>) -> Ranks<T> {
        let mut sorted: Vec<T> = values.collect();
        sorted.sort_unstable();
        Ranks(sorted)
    }

    /// One more than the number of fifths that are wholly below the value.
    fn score(&self, value: &T) -> u8 {
        let below = self.0.partition_point(|other| other < value);
        let fifths = below * 5 / self.0.len().max(1);
        1 + u8::try_from(fifths).unwrap_or(4).min(4)
    }
}

impl Scored {
    /// High is at or above the shop's mean score; ties are high.
    pub fn high(&self, scores: Scores) -> [bool; 3] {
        let count = u64::try_from(self.scores.len()).unwrap_or(u64::MAX);
        let [recency, frequency, monetary] = self.sums;
        let is_high = |score: u8, sum: u64| u64::from(score).saturating_mul(count) >= sum;
        [is_high(scores.recency, recency), is_high(scores.frequency, frequency), is_high(scores.monetary, monetary)]
    }

    /// Position of the segment of a scheme that a customer is in; `None` where no rule fits.
    pub fn segment(&self, scheme: &Scheme, scores: Scores) -> Option<usize> {
        let high = self.high(scores);
        scheme.segments.iter().position(|segment| segment.rule.fits(scores, high))
    }
}

impl Rule {
    fn fits(&self, scores: Scores, high: [bool; 3]) -> bool {
        let within = |bounds: Option<[u8; 2]>, score: u8| bounds.is_none_or(|[from, to]| (from..=to).contains(&score));
        within(self.recency, scores.recency)
            && within(self.frequency_monetary, scores.frequency_monetary())
            && self.high.is_none_or(|wanted| wanted == high)
    }
}

/// Every segment of a scheme with its customers. Nobody is left out or counted twice: who fits no rule is in the last
/// segment.
pub fn segments(standing: &Standing, scored: &Scored, scheme: &Scheme) -> Vec<SegmentCount> {
    let mut counts: Vec<SegmentCount> = scheme
        .segments
        .iter()
        .map(|segment| SegmentCount {
            code: segment.code.clone(),
            name: segment.name.clone(),
            name_en: segment.name_en.clone(),
            customers: 0,
            orders: 0,
            revenue: Money::ZERO,
            net: Money::ZERO,
        })
        .collect();
    let last = counts.len().saturating_sub(1);
    for (value, scores) in standing.values.iter().zip(&scored.scores) {
        let Some(count) = counts.get_mut(scored.segment(scheme, *scores).unwrap_or(last)) else { continue };
        count.customers += 1;
        count.orders += value.purchases;
        count.revenue += value.revenue;
        count.net += value.net;
    }
    counts
}

/// The 25 cells of recency × (frequency and monetary), recency 5 first.
pub fn grid(standing: &Standing, scored: &Scored) -> Vec<GridCell> {
    let mut cells: Vec<GridCell> = (1..=5)
        .rev()
        .flat_map(|recency| {
            (1..=5).map(move |frequency_monetary| GridCell {
                recency,
                frequency_monetary,
                customers: 0,
                revenue: Money::ZERO,
                net: Money::ZERO,
            })
        })
        .collect();
    for (value, scores) in standing.values.iter().zip(&scored.scores) {
        let row = usize::from(5 - scores.recency.clamp(1, 5));
        let column = usize::from(scores.frequency_monetary().clamp(1, 5) - 1);
        let Some(cell) = cells.get_mut(row * 5 + column) else { continue };
        cell.customers += 1;
        cell.revenue += value.revenue;
        cell.net += value.net;
    }
    cells
}

/// Customers who went from one segment to another: positions, and how many. `before` may know fewer customers; the ones
/// it does not know are `None`.
pub(super) fn movement(
    before: (&History, &Scored),
    now: (&History, &Scored),
    scheme: &Scheme,
) -> Vec<(Option<u32>, u32, u32)> {
    let place = |scored: &Scored, scores: Scores| {
        let last = scheme.segments.len().saturating_sub(1);
        u32::try_from(scored.segment(scheme, scores).unwrap_or(last)).unwrap_or(0)
    };
    // The customers of both are in the order of their first purchase, so the known ones are those whose first purchase
    // was before the earlier day.
    let mut earlier = before.1.scores.iter();
    let mut counts = BTreeMap::new();
    for (purchases, scores) in now.0.each().zip(&now.1.scores) {
        let was_known = purchases.first().is_some_and(|first| before.0.as_of.is_some_and(|day| first.day <= day));
        let from = if was_known { earlier.next().map(|scores| place(before.1, *scores)) } else { None };
        *counts.entry((from, place(now.1, *scores))).or_insert(0_u32) += 1;
    }
    counts.into_iter().map(|((from, to), count)| (from, to, count)).collect()
}

/// What share of revenue and of net profit the best customers bring: points at every hundredth of customers, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValuePoint {
    pub customers: f64,
    pub revenue: f64,
    /// `None` where the net of all customers together is not positive.
    pub net: Option<f64>,
}

pub(super) fn value_curve(standing: &Standing) -> Vec<ValuePoint> {
    let sorted = |pick: fn(&Values) -> Money| {
        let mut values: Vec<Money> = standing.values.iter().map(pick).collect();
        values.sort_unstable_by(|one, other| other.cmp(one));
        values
    };
    let (revenue, net) = (sorted(|value| value.revenue), sorted(|value| value.net));
    let (all_revenue, all_net): (Money, Money) = (revenue.iter().copied().sum(), net.iter().copied().sum());
    if revenue.is_empty() || !all_revenue.is_positive() {
        return Vec::new();
    }
    let all = revenue.len();
    let (mut rest, mut so_far) = (revenue.iter().zip(&net), (Money::ZERO, Money::ZERO));
    let mut taken = 0;
    (0..=100_usize)
        .map(|percent| {
            // The nearest whole number of customers.
            let n = (all * percent + 50) / 100;
            for (revenue, net) in rest.by_ref().take(n - taken) {
                so_far.0 += *revenue;
                so_far.1 += *net;
            }
            taken = n;
            ValuePoint {
                customers: count(n) / count(all),
                revenue: so_far.0.ratio_to(all_revenue).unwrap_or(0.0),
                net: if all_net.is_positive() { so_far.1.ratio_to(all_net) } else { None },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifths_by_rank() {
        let ranks = Ranks::new([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].into_iter());
        assert_eq!([10, 20, 30, 50, 70, 90, 100].map(|value| ranks.score(&value)), [1, 1, 2, 3, 4, 5, 5]);
        let ties = Ranks::new([1, 1, 1, 1, 1, 1, 1, 2, 2, 3].into_iter());
        assert_eq!([1, 2, 3].map(|value| ties.score(&value)), [1, 4, 5]);
        assert_eq!(Ranks::new([7].into_iter()).score(&7), 1);
    }

    #[test]
    fn the_mean_of_two_scores_is_rounded_half_up() {
        let mean = |frequency, monetary| Scores { recency: 1, frequency, monetary }.frequency_monetary();
        assert_eq!([mean(1, 1), mean(1, 2), mean(2, 3), mean(4, 5), mean(5, 5)], [1, 2, 3, 5, 5]);
    }
}
