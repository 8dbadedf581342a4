//! BG/NBD: how often customers buy while they are active, and whether they still are.
//!
//! Source: P. Fader, B. Hardie, K. L. Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005);
//! conditional expectation: equation 10 there. Times are weeks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::minimise::{inverse, minimise};
use super::special::{digamma, ln_gamma, ln_hyp2f1, log_sum};

/// One customer, or several that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct History {
    /// Purchases after the first.
    pub repeats: u32,
    /// Weeks from the first purchase to the last; zero without repeats.
    pub recency: f64,
    /// Weeks from the first purchase to the day of analysis.
    pub age: f64,
    /// How many customers have this history.
    pub customers: u32,
}

/// Purchases come at a rate drawn from Gamma(r, α); after each, the customer leaves with a probability drawn from
/// Beta(a, b).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BgNbd {
    pub r: f64,
    pub alpha: f64,
    pub a: f64,
    pub b: f64,
}

/// A model fitted to histories.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BgNbdFit {
    pub model: BgNbd,
    pub log_likelihood: f64,
    /// Of the logarithms of r, α, a, b; `None` where the likelihood is too flat to tell.
    pub covariance: Option<[[f64; 4]; 4]>,
}

impl BgNbd {
    fn from_logarithms(logarithms: &[f64; 4]) -> BgNbd {
        let [r, alpha, a, b] = logarithms.map(libm::exp);
        BgNbd { r, alpha, a, b }
    }

    pub(super) fn logarithms(&self) -> [f64; 4] {
        [self.r, self.alpha, self.a, self.b].map(libm::log)
    }

    pub fn log_likelihood(&self, histories: &[History]) -> f64 {
        self.value_and_gradient(histories).0
    }

    /// The log-likelihood and its derivatives by r, α, a, b.
    fn value_and_gradient(&self, histories: &[History]) -> (f64, [f64; 4]) {
        let &BgNbd { r, alpha, a, b } = self;
        let terms = Terms::new(self, histories.iter().map(|history| history.repeats).max().unwrap_or(0));
        let (ln_alpha, ln_a) = (libm::log(alpha), libm::log(a));
        let (mut value, mut gradient) = (0.0, [0.0; 4]);
        for history in histories {
            let x = f64::from(history.repeats);
            let weight = f64::from(history.customers);
            let of_count = terms.of(history.repeats);
            let ln_age = libm::log(alpha + history.age);
            let alive = -(r + x) * ln_age;
            let (ln_sum, gone, ln_recency) = if history.repeats == 0 {
                (alive, 0.0, 0.0)
            } else {
                let ln_recency = libm::log(alpha + history.recency);
                let (ln_sum, gone) = log_sum(alive, ln_a - of_count.ln_b - (r + x) * ln_recency);
                (ln_sum, gone, ln_recency)
            };
            value += weight * (of_count.value + r * ln_alpha + ln_sum);
            let stays = 1.0 - gone;
            let by_r = of_count.by_r + ln_alpha - stays * ln_age - gone * ln_recency;
            let by_alpha = r / alpha - (r + x) * (stays / (alpha + history.age) + gone / (alpha + history.recency));
            let by_a = of_count.by_a + gone / a;
            let by_b = of_count.by_b - if gone > 0.0 { gone / (b + x - 1.0) } else { 0.0 };
            for (sum, part) in gradient.iter_mut().zip([by_r, by_alpha, by_a, by_b]) {
                *sum += weight * part;
            }
        }
        (value, gradient)
    }

    /// The probability that a customer is still active. `None` without a repeat purchase: the model then says 1 whatever
    /// the data, which means that it cannot tell.
    ///
    /// Source: B. Hardie, "Computing P(alive) Using the BG/NBD Model", note 021.
    pub fn alive(&self, history: &History) -> Option<f64> {
        if history.repeats == 0 {
            return None;
        }
        let x = f64::from(history.repeats);
        let ln_odds = libm::log(self.a) - libm::log(self.b + x - 1.0)
            + (self.r + x) * (libm::log(self.alpha + history.age) - libm::log(self.alpha + history.recency));
        Some(1.0 / (1.0 + libm::exp(ln_odds)))
    }

    /// Purchases to expect in the next `weeks` from a customer with this history.
    pub fn expected(&self, history: &History, weeks: f64) -> f64 {
        let &BgNbd { r, alpha, a, b } = self;
        if weeks <= 0.0 {
            return 0.0;
        }
        let x = f64::from(history.repeats);
        let start = alpha + history.age;
        let ln_part = (r + x) * (libm::log(start) - libm::log(start + weeks))
            + ln_hyp2f1(r + x, b + x, a + b + x - 1.0, weeks / (start + weeks));
        // At a = 1 both factors vanish: the limit is the mean of the two sides.
        if (a - 1.0).abs() < 1e-6 {
            let side = |a: f64| BgNbd { a, ..*self }.expected(history, weeks);
            return (side(1.0 - 1e-5) + side(1.0 + 1e-5)) / 2.0;
        }
        let expected = (a + b + x - 1.0) / (a - 1.0) * -libm::expm1(ln_part);
        // Near zero the difference of two large parts may fall below it by its last digits.
        (expected * self.alive(history).unwrap_or(1.0)).max(0.0)
    }
}

/// What depends on the number of purchases alone, so that it is worked out once for each.
struct Terms(Vec<OfCount>);

#[derive(Clone, Copy, Default)]
struct OfCount {
    value: f64,
    by_r: f64,
    by_a: f64,
    by_b: f64,
    /// ln(b + x − 1), for x > 0.
    ln_b: f64,
}

impl Terms {
    fn new(model: &BgNbd, most: u32) -> Terms {
        let &BgNbd { r, a, b, .. } = model;
        let fixed = -ln_gamma(r) + ln_gamma(a + b) - ln_gamma(b);
        let (psi_r, psi_ab, psi_b) = (digamma(r), digamma(a + b), digamma(b));
        let of = |repeats: u32| {
            let x = f64::from(repeats);
            let psi_abx = digamma(a + b + x);
            OfCount {
                value: fixed + ln_gamma(r + x) + ln_gamma(b + x) - ln_gamma(a + b + x),
                by_r: digamma(r + x) - psi_r,
                by_a: psi_ab - psi_abx,
                by_b: psi_ab + digamma(b + x) - psi_b - psi_abx,
                ln_b: if repeats > 0 { libm::log(b + x - 1.0) } else { 0.0 },
            }
        };
        Terms((0..=most.min(100_000)).map(of).collect())
    }

    fn of(&self, repeats: u32) -> OfCount {
        self.0.get(repeats as usize).or(self.0.last()).copied().unwrap_or_default()
    }
}

/// Fits the model by maximum likelihood. `None` where the search does not end, or ends where no shop is.
pub fn fit(histories: &[History]) -> Option<BgNbdFit> {
    let customers: f64 = histories.iter().map(|history| f64::from(history.customers)).sum();
    if customers <= 0.0 {
        return None;
    }
    // Per customer, so that the size of the shop does not decide when the search ends.
    let of = |histories: &[History], logarithms: &[f64; 4]| {
        let model = BgNbd::from_logarithms(logarithms);
        let (value, gradient) = model.value_and_gradient(histories);
        let [r, alpha, a, b] = gradient;
        let chained = [r * model.r, alpha * model.alpha, a * model.a, b * model.b];
        (-value / customers, chained.map(|component| -component / customers))
    };
    let by_logarithms = |logarithms: &[f64; 4]| of(histories, logarithms);
    // Whole weeks lead near the end, and of a large shop there are far fewer of them.
    let weekly = in_whole_weeks(histories);
    let mean_age = histories.iter().map(|history| history.age * f64::from(history.customers)).sum::<f64>() / customers;
    let starts = [[1.0, mean_age.max(1.0) / 4.0, 1.0, 2.0], [0.3, mean_age.max(1.0) / 8.0, 0.8, 2.5]];
    let best = starts
        .iter()
        .map(|start| minimise(start.map(libm::log), |logarithms| of(&weekly, logarithms)))
        .min_by(|one, other| one.value.total_cmp(&other.value))
        .map(|near| minimise(near.at, by_logarithms))
        .filter(|minimum| minimum.has_converged && minimum.at.iter().all(|logarithm| logarithm.abs() < 12.0))?;
    let model = BgNbd::from_logarithms(&best.at);
    Some(BgNbdFit {
        model,
        log_likelihood: -best.value * customers,
        covariance: covariance(&best.at, customers, by_logarithms),
    })
}

/// The histories with times rounded to weeks; those that are then alike together.
pub(super) fn in_whole_weeks(histories: &[History]) -> Vec<History> {
    let mut counts: BTreeMap<(u32, u64, u64), u32> = BTreeMap::new();
    for history in histories {
        let recency = libm::round(history.recency);
        let age = libm::round(history.age).max(recency);
        *counts.entry((history.repeats, recency.to_bits(), age.to_bits())).or_default() += history.customers;
    }
    counts
        .into_iter()
        .map(|((repeats, recency, age), customers)| History {
            repeats,
            recency: f64::from_bits(recency),
            age: f64::from_bits(age),
            customers,
        })
        .collect()
}

/// The inverse of the curvature at the maximum, from differences of the gradient.
fn covariance(
    at: &[f64; 4],
    customers: f64,
    by_logarithms: impl Fn(&[f64; 4]) -> (f64, [f64; 4]),
) -> Option<[[f64; 4]; 4]> {
    const STEP: f64 = 1e-4;
    let mut curvature = [[0.0; 4]; 4];
    for (position, row) in curvature.iter_mut().enumerate() {
        let side = |step: f64| {
            let mut moved = *at;
            if let Some(slot) = moved.get_mut(position) {
                *slot += step;
            }
            by_logarithms(&moved).1
        };
        for (cell, (up, down)) in row.iter_mut().zip(side(STEP).into_iter().zip(side(-STEP))) {
            *cell = (up - down) / (2.0 * STEP) * customers;
        }
    }
    let transposed: [[f64; 4]; 4] =
        std::array::from_fn(|row| std::array::from_fn(|column| cell(&curvature, column, row)));
    let symmetric: [[f64; 4]; 4] = std::array::from_fn(|row| {
        std::array::from_fn(|column| (cell(&curvature, row, column) + cell(&transposed, row, column)) / 2.0)
    });
    inverse(&symmetric)
}

fn cell(matrix: &[[f64; 4]; 4], row: usize, column: usize) -> f64 {
    matrix.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
}
