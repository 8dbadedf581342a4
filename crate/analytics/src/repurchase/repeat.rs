//! Who comes back, how soon, and how sure that is.

use serde::{Deserialize, Serialize};

use super::history::{History, Purchase};
use crate::figures::{count, middle, number, wilson};
use crate::time::Day;

/// The share of customers who came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Repeat {
    pub customers: u32,
    pub purchases: u32,
    pub repeat_customers: u32,
    /// `None` without customers.
    pub rate: Option<f64>,
    pub within: Vec<Within>,
    pub curve: Vec<CurvePoint>,
    /// Days between consecutive purchases: how many gaps of how many days, ascending.
    pub gaps: Vec<(u32, u32)>,
    pub median_gap: Option<u32>,
    pub median_first_gap: Option<u32>,
}

/// Second purchases within a number of days of the first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Within {
    pub days: u32,
    /// All customers who did it, however young.
    pub customers: u32,
    /// Customers whose first purchase is at least so many days ago.
    pub eligible: u32,
    /// Of them, the share who did it; `None` where nobody is old enough.
    pub rate: Option<f64>,
    /// 95 % interval of the rate.
    pub interval: Option<(f64, f64)>,
}

/// The share that has come back by a day after the first purchase.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    pub days: u32,
    pub share: f64,
    /// 95 % band.
    pub low: f64,
    pub high: f64,
    /// Customers who had not come back by then and are that old.
    pub at_risk: u32,
}

pub(super) fn repeat(history: &History, windows: &[u32]) -> Repeat {
    let Some(as_of) = history.as_of else { return Repeat::default() };
    let customers = number(history.customers.len());
    let repeat_customers = number(history.each().filter(|purchases| purchases.len() > 1).count());
    let firsts: Vec<(u32, Option<u32>)> = history
        .each()
        .filter_map(|purchases| Some((age(purchases.first()?.day, as_of), first_gap(purchases))))
        .collect();
    let mut gaps: Vec<u32> = history
        .each()
        .flat_map(|purchases| purchases.windows(2))
        .filter_map(|pair| match pair {
            [one, other] => Some(age(one.day, other.day)),
            _ => None,
        })
        .collect();
    gaps.sort_unstable();
    let mut first_gaps: Vec<u32> = firsts.iter().filter_map(|(_, gap)| *gap).collect();
    first_gaps.sort_unstable();
    Repeat {
        customers,
        purchases: number(history.purchases.len()),
        repeat_customers,
        rate: (customers > 0).then(|| f64::from(repeat_customers) / f64::from(customers)),
        within: windows.iter().map(|&days| within(&firsts, days)).collect(),
        curve: curve(&firsts),
        median_gap: middle(&gaps),
        median_first_gap: middle(&first_gaps),
        gaps: gaps
            .chunk_by(|one, other| one == other)
            .map(|run| (run.first().copied().unwrap_or(0), number(run.len())))
            .collect(),
    }
}

/// Days from one day to a later one.
pub(super) fn age(from: Day, to: Day) -> u32 {
    u32::try_from(to.number() - from.number()).unwrap_or(0)
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
    let of_eligible = number(firsts.iter().filter(|(age, gap)| *age >= days && did(gap)).count());
    Within {
        days,
        customers,
        eligible,
        rate: (eligible > 0).then(|| f64::from(of_eligible) / f64::from(eligible)),
        interval: wilson(of_eligible, eligible),
    }
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
            points.push(CurvePoint { days, share: 1.0 - stays, low, high, at_risk });
        }
        at_risk -= came + left;
    }
    points
}

/// The share of the curve at a day: the last point that is not later.
pub fn share_at(curve: &[CurvePoint], days: u32) -> f64 {
    curve.iter().take_while(|point| point.days <= days).last().map_or(0.0, |point| point.share)
}

/// The mean of a share with its count, for groups.
pub(super) fn rate_of(did: u32, of: u32) -> Option<f64> {
    (of > 0).then(|| count(did as usize) / count(of as usize))
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
    fn only_those_who_had_the_chance_are_asked() {
        let firsts = [(100, Some(20)), (100, None), (10, Some(5)), (10, None), (30, Some(30))];
        let within = within(&firsts, 30);
        assert_eq!((within.customers, within.eligible), (3, 3));
        assert_eq!(within.rate, Some(2.0 / 3.0));
    }
}
