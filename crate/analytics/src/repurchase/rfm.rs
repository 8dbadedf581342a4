//! RFM: how recently, how often and for how much a customer buys, scored from 1 to 5, and the segments made of it.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::by_scores::ByScores;
use super::history::Purchase;
use super::repeat::age;
use super::settings::Rfm as Settings;
use super::tags::{net, revenue};
use crate::figures::{count, number};
use crate::money::{Amount, Money};
use crate::time::Day;

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
    /// By days since the last purchase.
    pub recency: u8,
    /// By the number of purchases.
    pub frequency: u8,
    /// By revenue less refunds.
    pub monetary: u8,
}

impl Scores {
    /// The mean of frequency and monetary, rounded half up.
    pub const fn frequency_monetary(self) -> u8 {
        (self.frequency + self.monetary).div_ceil(2)
    }

    /// Of those who are best in nothing.
    const LOWEST: Scores = Scores { recency: 1, frequency: 1, monetary: 1 };
}

/// A way to divide customers, as data: the first rule that fits decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Stable name, such as `cn8`.
    pub scheme: String,
    /// In the order in which they are tried; the last takes who fits none.
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
    /// In English.
    pub name_en: String,
    /// Who belongs to it.
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

/// Everybody's scores, and what those with equal scores come to together: segments and grid are cut from that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    /// How the scores were made.
    pub scoring: Scoring,
    /// By customer, in the order of [`History::customers`](super::History::customers).
    pub scores: Vec<Scores>,
    /// Sums over all customers, for the mean.
    sums: [u64; 3],
    alike: ByScores<Sum>,
}

/// What several customers come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    customers: u32,
    purchases: u32,
    revenue: Money,
    net: Money,
}

/// A segment and who is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentCount {
    /// Of the segment.
    pub code: String,
    /// In Chinese.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// How many are in it.
    pub customers: u32,
    /// Purchases, by the definition of the settings.
    pub orders: u32,
    /// Of theirs, less refunds.
    pub revenue: Money,
    /// Of theirs, as far as costs are known.
    pub net: Money,
}

/// A cell of the grid of recency × (frequency and monetary).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    /// From 1 to 5.
    pub recency: u8,
    /// From 1 to 5: the mean of both, rounded half up.
    pub frequency_monetary: u8,
    /// How many have these scores.
    pub customers: u32,
    /// Of theirs, less refunds.
    pub revenue: Money,
    /// Of theirs, as far as costs are known.
    pub net: Money,
}

/// What customers are scored by: worked out once, so that a threshold can be moved at will.
#[derive(Debug, Default)]
pub struct RfmValues {
    values: Vec<Values>,
}

#[derive(Clone, Copy, Debug)]
struct Values {
    /// Days since the last purchase.
    recency: u32,
    purchases: u32,
    revenue: Money,
    net: Money,
    by_rank: Scores,
}

impl RfmValues {
    /// The values of customers on a day.
    pub(super) fn new<'h>(customers: impl Iterator<Item = &'h [Purchase]>, as_of: Day) -> RfmValues {
        let mut values: Vec<Values> = customers
            .map(|purchases| Values {
                recency: purchases.last().map_or(0, |last| age(last.day, as_of)),
                purchases: number(purchases.len()),
                revenue: revenue(purchases),
                net: net(purchases),
                by_rank: Scores::LOWEST,
            })
            .collect();
        let recency = Fifths::new(values.iter().map(|value| Reverse(value.recency)));
        let frequency = Fifths::new(values.iter().map(|value| value.purchases));
        let monetary = Fifths::new(values.iter().map(|value| value.revenue));
        for value in &mut values {
            value.by_rank = Scores {
                recency: recency.score(&Reverse(value.recency)),
                frequency: frequency.score(&value.purchases),
                monetary: monetary.score(&value.revenue),
            };
        }
        RfmValues { values }
    }

    /// What a customer has brought: revenue and net.
    pub fn brought(&self, customer: u32) -> (Money, Money) {
        self.values.get(customer as usize).map_or((Money::ZERO, Money::ZERO), |values| (values.revenue, values.net))
    }

    /// Scores every customer.
    pub fn score(&self, settings: &Settings, scoring: Scoring) -> Scored {
        let passed = |passes: [bool; 4]| 1 + passes.into_iter().map(u8::from).sum::<u8>();
        let bounds = settings.monetary.map(Money::from);
        let by_threshold = |value: &Values| Scores {
            recency: passed(settings.recency.map(|days| value.recency <= days)),
            frequency: passed(settings.frequency.map(|count| value.purchases >= count)),
            monetary: passed(bounds.map(|bound| value.revenue >= bound)),
        };
        let mut alike = ByScores::<Sum>::default();
        let score = |value: &Values| {
            let scores = match scoring {
                Scoring::Quantile => value.by_rank,
                Scoring::Fixed => by_threshold(value),
            };
            let sum = &mut alike[scores];
            sum.customers += 1;
            sum.purchases += value.purchases;
            sum.revenue += value.revenue;
            sum.net += value.net;
            scores
        };
        let scores: Vec<Scores> = self.values.iter().map(score).collect();
        let sum = |pick: fn(Scores) -> u8| {
            alike.iter().map(|(scores, sum)| u64::from(pick(scores)) * u64::from(sum.customers)).sum()
        };
        let sums = [sum(|scores| scores.recency), sum(|scores| scores.frequency), sum(|scores| scores.monetary)];
        Scored { scoring, scores, sums, alike }
    }
}

/// The values that one, two, three and four fifths of the customers do not exceed.
#[derive(Debug)]
struct Fifths<T>([Option<T>; 4]);

impl<T: Ord + Copy> Fifths<T> {
    fn new(values: impl Iterator<Item = T>) -> Fifths<T> {
        let mut values: Vec<T> = values.collect();
        let count = values.len();
        // Selecting one after the other takes a fraction of sorting.
        let (mut rest, mut taken, mut last) = (values.as_mut_slice(), 0, None);
        Fifths([1, 2, 3, 4].map(|fifths| {
            let upto = (count * fifths).div_ceil(5);
            if let Some(place) = (upto - taken).checked_sub(1).filter(|place| *place < rest.len()) {
                let (_, value, above) = std::mem::take(&mut rest).select_nth_unstable(place);
                (last, rest, taken) = (Some(*value), above, upto);
            }
            last
        }))
    }

    /// One more than the number of fifths that are wholly below the value.
    fn score(&self, value: &T) -> u8 {
        1 + self.0.iter().map(|last| u8::from(last.is_some_and(|last| *value > last))).sum::<u8>()
    }
}

impl Scored {
    /// High is at or above the shop's mean score; ties are high.
    pub fn high(&self, scores: Scores) -> [bool; 3] {
        let count = u64::from(number(self.scores.len()));
        let [recency, frequency, monetary] = self.sums;
        let is_high = |score: u8, sum: u64| u64::from(score).saturating_mul(count) >= sum;
        [is_high(scores.recency, recency), is_high(scores.frequency, frequency), is_high(scores.monetary, monetary)]
    }

    /// Position of the segment of a scheme that customers with these scores are in: that of the first rule that fits,
    /// else the last.
    pub fn segment(&self, scheme: &Scheme, scores: Scores) -> usize {
        let high = self.high(scores);
        let fits = scheme.segments.iter().position(|segment| segment.rule.fits(scores, high));
        fits.unwrap_or(scheme.segments.len().saturating_sub(1))
    }

    /// The segment of all scores there can be.
    fn segments(&self, scheme: &Scheme) -> ByScores<usize> {
        ByScores::of(|scores| self.segment(scheme, scores))
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
pub fn segments(scored: &Scored, scheme: &Scheme) -> Vec<SegmentCount> {
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
    let segments = scored.segments(scheme);
    for (scores, sum) in scored.alike.iter() {
        let Some(count) = counts.get_mut(segments[scores]) else { continue };
        count.customers += sum.customers;
        count.orders += sum.purchases;
        count.revenue += sum.revenue;
        count.net += sum.net;
    }
    counts
}

/// The 25 cells of recency × (frequency and monetary), recency 5 first.
pub fn grid(scored: &Scored) -> Vec<GridCell> {
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
    for (scores, sum) in scored.alike.iter() {
        let row = usize::from(5 - scores.recency);
        let column = usize::from(scores.frequency_monetary() - 1);
        let Some(cell) = cells.get_mut(row * 5 + column) else { continue };
        cell.customers += sum.customers;
        cell.revenue += sum.revenue;
        cell.net += sum.net;
    }
    cells
}

/// Customers who went from one segment to another: positions, and how many. `before` knows the first of the customers
/// that are known `now`; the others are `None` there.
pub(super) fn movement(before: &Scored, now: &Scored, scheme: &Scheme) -> Vec<(Option<u32>, u32, u32)> {
    let (was, is) = (before.segments(scheme), now.segments(scheme));
    let count = scheme.segments.len();
    // Who was not there before is in a row of their own, the first.
    let mut counts = vec![0_u32; (count + 1) * count];
    for (customer, scores) in now.scores.iter().enumerate() {
        let row = before.scores.get(customer).map_or(0, |earlier| was[*earlier] + 1);
        if let Some(slot) = counts.get_mut(row * count + is[*scores]) {
            *slot += 1;
        }
    }
    let cell = |(at, moved): (usize, u32)| {
        let (row, to) = (number(at / count), number(at % count));
        (row.checked_sub(1), to, moved)
    };
    counts.into_iter().enumerate().filter(|(_, moved)| *moved > 0).map(cell).collect()
}

/// What share of revenue and of net profit the best customers bring: points at every hundredth of customers, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValuePoint {
    /// The best, as a share of all customers.
    pub customers: f64,
    /// Their share of all revenue less refunds.
    pub revenue: f64,
    /// `None` where the net of all customers together is not positive.
    pub net: Option<f64>,
}

pub(super) fn value_curve(rfm_values: &RfmValues) -> Vec<ValuePoint> {
    // Sums of amounts are whole millionths; 64 bits are sorted sooner than 128.
    let sorted = |pick: fn(&Values) -> Money| {
        let mut values: Vec<i64> = rfm_values.values.iter().map(|value| pick(value).to_amount().millionths()).collect();
        values.sort_unstable_by_key(|value| Reverse(*value));
        values.into_iter().map(|value| Money::from(Amount::from_millionths(value))).collect::<Vec<Money>>()
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
    use proptest::prelude::*;

    #[test]
    fn fifths_by_rank() {
        let ranks = Fifths::new([10, 20, 30, 40, 50, 60, 70, 80, 90, 100].into_iter());
        assert_eq!([10, 20, 30, 50, 70, 90, 100].map(|value| ranks.score(&value)), [1, 1, 2, 3, 4, 5, 5]);
        let ties = Fifths::new([1, 1, 1, 1, 1, 1, 1, 2, 2, 3].into_iter());
        assert_eq!([1, 2, 3].map(|value| ties.score(&value)), [1, 4, 5]);
        assert_eq!(Fifths::new([7].into_iter()).score(&7), 1);
    }

    proptest! {
        #[test]
        fn a_score_is_the_share_of_values_below(values in prop::collection::vec(0_u32..30, 1..60)) {
            let fifths = Fifths::new(values.iter().copied());
            for value in &values {
                let below = values.iter().filter(|other| *other < value).count();
                prop_assert_eq!(usize::from(fifths.score(value)), 1 + (below * 5 / values.len()).min(4));
            }
        }
    }

    #[test]
    fn the_mean_of_two_scores_is_rounded_half_up() {
        let mean = |frequency, monetary| Scores { recency: 1, frequency, monetary }.frequency_monetary();
        assert_eq!([mean(1, 1), mean(1, 2), mean(2, 3), mean(4, 5), mean(5, 5)], [1, 2, 3, 5, 5]);
    }
}
