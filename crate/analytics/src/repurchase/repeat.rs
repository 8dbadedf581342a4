//! Who comes back, how soon, and how sure that is.

use serde::{Deserialize, Serialize};

use super::history::{History, Purchase};
use crate::figures::{number, wilson};
use crate::time::Day;

/// The share of customers who came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    /// Known ones of the scope.
    pub customers: u32,
    /// Of those customers, as the settings define one.
    pub purchases: u32,
    /// Those with more than one purchase.
    pub repeat_customers: u32,
    /// `None` without customers.
    pub rate: Option<f64>,
    /// By window of the settings, ascending.
    pub within: Vec<Within>,
    /// By day after the first purchase, as far as anybody has been watched (Kaplan–Meier).
    pub curve: Vec<CurvePoint>,
    /// Days between consecutive purchases: how many gaps of how many days, ascending.
    pub gaps: Vec<(u32, u32)>,
    /// Middle of all gaps, in days; `None` where nobody came back.
    pub median_gap: Option<u32>,
    /// Middle of the days between first and second purchase.
    pub median_first_gap: Option<u32>,
}

/// Second purchases within a number of days of the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Within {
    /// The window.
    pub days: u32,
    /// All customers who did it, however young.
    pub customers: u32,
    /// Customers whose first purchase is at least so many days ago.
    pub eligible: u32,
    /// Of the eligible, those who did it: `rate` is this by `eligible`.
    pub returned: u32,
    /// `None` where nobody is old enough.
    pub rate: Option<f64>,
    /// 95 % interval of the rate.
    pub interval: Option<(f64, f64)>,
}

/// The share that has come back by a day after the first purchase.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// After the first purchase.
    pub days: u32,
    /// Of all customers, from 0 to 1.
    pub share: f64,
    /// 95 % band.
    pub low: f64,
    /// The upper end of the band.
    pub high: f64,
    /// Customers who had not come back by the end of the day, and are that old.
    pub at_risk: u32,
}

pub(super) fn repeat(history: &History, windows: &[u32]) -> Repeat {
    let Some(as_of) = history.as_of else { return Repeat::default() };
    let customers = number(history.customers.len());
    let mut firsts: Vec<(u32, Option<u32>)> = Vec::with_capacity(history.customers.len());
    let (mut gaps, mut first_gaps) = (ByDays::default(), ByDays::default());
    history.in_turns(|purchases| {
        let Some(first) = purchases.first() else { return };
        let gap = first_gap(purchases);
        firsts.push((age(first.day, as_of), gap));
        gap.into_iter().for_each(|gap| first_gaps.add(gap));
        for two in purchases.windows(2) {
            let [one, other] = two else { continue };
            gaps.add(age(one.day, other.day));
        }
    });
    let repeat_customers = first_gaps.count();
    Repeat {
        customers,
        purchases: number(history.purchases.len()),
        repeat_customers,
        rate: rate_of(repeat_customers, customers),
        within: windows.iter().map(|&days| within(&firsts, days)).collect(),
        curve: curve(&firsts),
        median_gap: gaps.middle(),
        median_first_gap: first_gaps.middle(),
        gaps: gaps.counts().collect(),
    }
}

/// How many gaps there are of each number of days.
#[derive(Default)]
struct ByDays(Vec<u32>);

impl ByDays {
    fn add(&mut self, days: u32) {
        let days = days as usize;
        if self.0.len() <= days {
            self.0.resize(days + 1, 0);
        }
        if let Some(count) = self.0.get_mut(days) {
            *count += 1;
        }
    }

    fn count(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Days and their gaps, ascending, where there are any.
    fn counts(&self) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(self.0.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// The middle of all gaps; of an even count the mean of the two in the middle, rounded down.
    fn middle(&self) -> Option<u32> {
        let count = self.count();
        let at = |place: u32| {
            let mut before = 0;
            self.counts().find_map(|(days, count)| {
                before += count;
                (place < before).then_some(days)
            })
        };
        Some(u32::midpoint(at(count.checked_sub(1)? / 2)?, at(count / 2)?))
    }
}

/// Days from one day to a later one.
pub(super) fn age(from: Day, to: Day) -> u32 {
    (to.number() - from.number()).max(0).unsigned_abs()
}

/// Days from the first purchase to the second.
pub(super) fn first_gap(purchases: &[Purchase]) -> Option<u32> {
    match purchases {
        [first, second, ..] => Some(age(first.day, second.day)),
        _ => None,
    }
}

/// `firsts`: each customer's age, and the days to their second purchase.
fn within(firsts: &[(u32, Option<u32>)], days: u32) -> Within {
    let did = |gap: &Option<u32>| gap.is_some_and(|gap| gap <= days);
    let customers = number(firsts.iter().filter(|(_, gap)| did(gap)).count());
    let eligible = number(firsts.iter().filter(|(age, _)| *age >= days).count());
    let returned = number(firsts.iter().filter(|(age, gap)| *age >= days && did(gap)).count());
    let (rate, interval) = (rate_of(returned, eligible), wilson(returned, eligible));
    Within { days, customers, eligible, returned, rate, interval }
}

/// One minus the Kaplan–Meier estimate of not having come back; customers leave the sample at their age. The band is
/// Greenwood's on the log-minus-log scale, which keeps it between 0 and 1.
///
/// Source: E. L. Kaplan, P. Meier, J. Am. Stat. Assoc. 53 (1958); J. Kalbfleisch, R. Prentice, "The Statistical Analysis
/// of Failure Time Data" (2002), 1.4.
fn curve(firsts: &[(u32, Option<u32>)]) -> Vec<CurvePoint> {
    const Z: f64 = 1.959_963_984_540_054;
    let longest = firsts.iter().map(|&(age, gap)| gap.unwrap_or(age)).max().unwrap_or(0) as usize;
    let mut events = vec![0_u32; longest + 1];
    let mut leaves = vec![0_u32; longest + 1];
    for &(age, gap) in firsts {
        let (list, day) = match gap {
            Some(gap) => (&mut events, gap),
            None => (&mut leaves, age),
        };
        if let Some(slot) = list.get_mut(day as usize) {
            *slot += 1;
        }
    }
    let mut at_risk = number(firsts.len());
    let (mut stays, mut spread) = (1.0_f64, 0.0_f64);
    let mut points = Vec::new();
    for (days, (came, left)) in (0_u32..).zip(events.into_iter().zip(leaves)) {
        if came > 0 {
            stays *= 1.0 - f64::from(came) / f64::from(at_risk);
            let stayed = at_risk - came;
            if stayed > 0 {
                spread += f64::from(came) / (f64::from(at_risk) * f64::from(stayed));
            }
            let (low, high) = if stays > 0.0 && stays < 1.0 {
                let width = Z * libm::sqrt(spread) / -libm::log(stays);
                (1.0 - libm::pow(stays, libm::exp(-width)), 1.0 - libm::pow(stays, libm::exp(width)))
            } else {
                (1.0 - stays, 1.0 - stays)
            };
            points.push(CurvePoint { days, share: 1.0 - stays, low, high, at_risk: at_risk - came });
        }
        at_risk -= came + left;
    }
    points
}

/// A share; `None` of nobody.
pub(super) fn rate_of(did: u32, of: u32) -> Option<f64> {
    (of > 0).then(|| f64::from(did) / f64::from(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_of_a_published_trial() {
        // Remission of 21 patients on 6-MP in weeks, + censored: 6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+
        // 34+ 35+. Survival .857, .807, .753, .690, .627, .538, .448; Greenwood error at 23 weeks .1346.
        // Source: E. J. Freireich et al. (1963), as worked in Cox and Oakes, "Analysis of Survival Data" (1984).
        let events = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        let firsts: Vec<(u32, Option<u32>)> =
            events.iter().map(|&gap| (40, Some(gap))).chain(censored.iter().map(|&age| (age, None))).collect();
        let points = curve(&firsts);
        let stays: Vec<String> =
            points.iter().map(|point| format!("{} {:.3}", point.days, 1.0 - point.share)).collect();
        assert_eq!(stays, ["6 0.857", "7 0.807", "10 0.753", "13 0.690", "16 0.627", "22 0.538", "23 0.448"]);
        let last = points.last().unwrap();
        // log-log band with error .1346: 0.448^exp(±1.96 × .1346 / (.448 × .8028)).
        assert!((last.high - (1.0 - 0.188)).abs() < 2e-3 && (last.low - (1.0 - 0.680)).abs() < 2e-3, "{last:?}");
    }

    #[test]
    fn the_middle_of_counted_gaps_is_that_of_sorted_ones() {
        for gaps in [&[][..], &[7], &[3, 8], &[1, 1, 9], &[0, 2, 5, 30], &[4, 4, 4, 6, 6]] {
            let mut by_days = ByDays::default();
            gaps.iter().rev().for_each(|gap| by_days.add(*gap));
            assert_eq!(by_days.middle(), crate::figures::middle(gaps), "{gaps:?}");
        }
    }

    #[test]
    fn only_those_who_had_the_chance_are_asked() {
        let firsts = [(100, Some(20)), (100, None), (10, Some(5)), (10, None), (30, Some(30))];
        let within = within(&firsts, 30);
        assert_eq!((within.customers, within.eligible, within.returned), (3, 3, 2));
        assert_eq!(within.rate, Some(2.0 / 3.0));
    }
}
