//! BG/NBD: how often customers buy while they are active, and whether they still are.
//!
//! Source: P. Fader, B. Hardie, K. L. Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005);
//! conditional expectation: equation 10 there. Times are weeks.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::minimise::{curvature, inverse, minimise_from_rough};
use super::special::{digamma, ln_gamma, ln_hyp2f1, log_sum};
use crate::figures::number;
use crate::turns::in_turns;

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
    /// Shape of the purchase rates: small where customers differ much.
    pub r: f64,
    /// Their scale, in weeks; the mean rate is r ÷ α a week.
    pub alpha: f64,
    /// With `b` the chance to leave after a purchase, whose mean is a ÷ (a + b).
    pub a: f64,
    /// See `a`.
    pub b: f64,
}

/// A model fitted to histories.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BgNbdFit {
    /// The most likely parameters.
    pub model: BgNbd,
    /// Of all histories under them.
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

    /// How likely the histories are under these parameters, as a natural logarithm.
    pub fn log_likelihood(&self, histories: &[History]) -> f64 {
        self.value_and_gradient(&Table::new(histories)).0
    }

    /// The log-likelihood and its derivatives by r, α, a, b.
    fn value_and_gradient(&self, table: &Table) -> (f64, [f64; 4]) {
        let &BgNbd { r, alpha, a, b } = self;
        let of_counts = OfCount::all(self, table.most_repeats);
        let of_times: Vec<OfTime> = table.times.iter().map(|time| OfTime::new(alpha + time)).collect();
        let (ln_alpha, ln_a) = (libm::log(alpha), libm::log(a));
        let (mut value, mut gradient) = (0.0, [0.0; 4]);
        in_turns(&table.rows, |row| {
            #[expect(clippy::indexing_slicing, reason = "the table was made of these rows")]
            let (of_count, age, recency) = (
                of_counts[row.repeats.min(MOST_REPEATS) as usize],
                of_times[row.age as usize],
                of_times[row.recency as usize],
            );
            let x = f64::from(row.repeats);
            let alive = -(r + x) * age.ln;
            let (ln_sum, gone) = if row.repeats == 0 {
                (alive, 0.0)
            } else {
                log_sum(alive, ln_a - of_count.ln_b - (r + x) * recency.ln)
            };
            value += row.customers * (of_count.value + r * ln_alpha + ln_sum);
            let stays = 1.0 - gone;
            let by_r = of_count.by_r + ln_alpha - stays * age.ln - gone * recency.ln;
            let by_alpha = r / alpha - (r + x) * (stays * age.inverse + gone * recency.inverse);
            let by_a = of_count.by_a + gone / a;
            let by_b = of_count.by_b - if gone > 0.0 { gone / (b + x - 1.0) } else { 0.0 };
            for (sum, part) in gradient.iter_mut().zip([by_r, by_alpha, by_a, by_b]) {
                *sum += row.customers * part;
            }
        });
        (value, gradient)
    }

    /// Whether the model has customers leave at all: the mean probability of leaving after a purchase is one in a thousand
    /// or more. Below that everybody would be active with certainty, which is the model's failure to tell.
    pub fn sees_leaving(&self) -> bool {
        self.a >= 1e-3 * (self.a + self.b)
    }

    /// The probability that a customer is still active. `None` without a repeat purchase: the model then says 1 whatever
    /// the data, which means that it cannot tell. `None` too where nobody is seen to leave.
    ///
    /// Source: B. Hardie, "Computing P(alive) Using the BG/NBD Model", note 021.
    pub fn alive(&self, history: &History) -> Option<f64> {
        if history.repeats == 0 || !self.sees_leaving() {
            return None;
        }
        let x = f64::from(history.repeats);
        let ln_times = libm::log((self.alpha + history.age) / (self.alpha + history.recency));
        let odds = self.a / (self.b + x - 1.0) * libm::exp((self.r + x) * ln_times);
        Some(1.0 / (1.0 + odds))
    }

    /// Purchases to expect in the next `weeks` from a customer with this history.
    pub fn expected(&self, history: &History, weeks: f64) -> f64 {
        self.expected_while_active(history.repeats, history.age, weeks) * self.alive(history).unwrap_or(1.0)
    }

    /// The same of a customer who is known to be active. When the last purchase was does not matter to it.
    pub(super) fn expected_while_active(&self, repeats: u32, age: f64, weeks: f64) -> f64 {
        let &BgNbd { r, alpha, a, b } = self;
        if weeks <= 0.0 {
            return 0.0;
        }
        // At a = 1 both factors vanish: the limit is the mean of the two sides.
        if (a - 1.0).abs() < 1e-6 {
            let side = |a: f64| BgNbd { a, ..*self }.expected_while_active(repeats, age, weeks);
            return (side(1.0 - 1e-5) + side(1.0 + 1e-5)) / 2.0;
        }
        let x = f64::from(repeats);
        let start = alpha + age;
        let ln_part = (r + x) * (libm::log(start) - libm::log(start + weeks))
            + ln_hyp2f1(r + x, b + x, a + b + x - 1.0, weeks / (start + weeks));
        // Near zero the difference of two large parts may fall below it by its last digits.
        ((a + b + x - 1.0) / (a - 1.0) * -libm::expm1(ln_part)).max(0.0)
    }
}

/// Histories as the likelihood reads them: thousands of customers share a few hundred times and a few counts, and what
/// depends on these alone is worked out once for each.
struct Table {
    /// Weeks, each once.
    times: Vec<f64>,
    rows: Vec<Row>,
    most_repeats: u32,
}

struct Row {
    repeats: u32,
    /// Positions in [`Table::times`].
    recency: u32,
    age: u32,
    customers: f64,
}

impl Table {
    fn new(histories: &[History]) -> Table {
        let mut positions: HashMap<u64, u32, FixedState> = HashMap::default();
        let mut table = Table { times: Vec::new(), rows: Vec::with_capacity(histories.len()), most_repeats: 0 };
        in_turns(histories, |history| {
            let mut position = |time: f64| {
                *positions.entry(time.to_bits()).or_insert_with(|| {
                    table.times.push(time);
                    number(table.times.len() - 1)
                })
            };
            let (recency, age) = (position(history.recency), position(history.age));
            let customers = f64::from(history.customers);
            table.rows.push(Row { repeats: history.repeats, recency, age, customers });
            table.most_repeats = table.most_repeats.max(history.repeats);
        });
        table
    }
}

/// What depends on α + a time.
#[derive(Clone, Copy, Default)]
struct OfTime {
    ln: f64,
    inverse: f64,
}

impl OfTime {
    fn new(time: f64) -> OfTime {
        OfTime { ln: libm::log(time), inverse: 1.0 / time }
    }
}

/// What depends on the number of purchases alone.
#[derive(Clone, Copy, Default)]
struct OfCount {
    value: f64,
    by_r: f64,
    by_a: f64,
    by_b: f64,
    /// ln(b + x − 1), for x > 0.
    ln_b: f64,
}

/// Nobody comes back more often: who does is taken as coming back so often.
const MOST_REPEATS: u32 = 100_000;

impl OfCount {
    /// By number of repeats, from 0.
    fn all(model: &BgNbd, most: u32) -> Vec<OfCount> {
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
        (0..=most.min(MOST_REPEATS)).map(of).collect()
    }
}

/// Fits the model by maximum likelihood. `None` where the search does not end, or ends where no shop is.
pub fn fit(histories: &[History]) -> Option<BgNbdFit> {
    let customers: f64 = histories.iter().map(|history| f64::from(history.customers)).sum();
    if customers <= 0.0 {
        return None;
    }
    // Per customer, so that the size of the shop does not decide when the search ends.
    let of = |table: &Table, logarithms: &[f64; 4]| {
        let model = BgNbd::from_logarithms(logarithms);
        let (value, gradient) = model.value_and_gradient(table);
        let [r, alpha, a, b] = gradient;
        let chained = [r * model.r, alpha * model.alpha, a * model.a, b * model.b];
        (-value / customers, chained.map(|component| -component / customers))
    };
    let (exact, rough) = (Table::new(histories), Table::new(&roughly(histories)));
    let by_roughly = |logarithms: &[f64; 4]| of(&rough, logarithms);
    let mean_age = histories.iter().map(|history| history.age * f64::from(history.customers)).sum::<f64>() / customers;
    let starts = [[1.0, mean_age.max(1.0) / 4.0, 1.0, 2.0], [0.3, mean_age.max(1.0) / 8.0, 0.8, 2.5]];
    let best = minimise_from_rough(&starts.map(|start| start.map(libm::log)), by_roughly, |at| of(&exact, at))
        .filter(|minimum| minimum.has_converged)?;
    let bent = curvature(&best.at, by_roughly).map(|row| row.map(|cell| cell * customers));
    Some(BgNbdFit {
        model: BgNbd::from_logarithms(&best.at),
        log_likelihood: -best.value * customers,
        covariance: inverse(&bent),
    })
}

/// As many different histories as a search goes through in no time.
const FEW: usize = 5_000;

/// Few histories that stand for many: with times rounded to whole weeks, or to as many weeks as are needed, those that are
/// then alike are together. A few histories are left as they are.
pub(super) fn roughly(histories: &[History]) -> Vec<History> {
    if histories.len() <= FEW {
        return histories.to_vec();
    }
    let longest = histories.iter().map(|history| history.age).fold(0.0, f64::max);
    let width = libm::ceil(longest / 26.0).max(1.0);
    let mut alike: HashMap<(u32, u64, u64), u32, FixedState> = HashMap::default();
    in_turns(histories, |history| {
        let recency = libm::round(history.recency / width) * width;
        let age = (libm::round(history.age / width) * width).max(recency);
        *alike.entry((history.repeats, recency.to_bits(), age.to_bits())).or_default() += history.customers;
    });
    // Times are not negative, so their bits are in their order.
    let mut alike: Vec<_> = alike.into_iter().collect();
    alike.sort_unstable();
    let history = |((repeats, recency, age), customers): ((u32, u64, u64), u32)| History {
        repeats,
        recency: f64::from_bits(recency),
        age: f64::from_bits(age),
        customers,
    };
    alike.into_iter().map(history).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_nobody_is_seen_to_leave_cannot_be_told_alive() {
        let history = History { repeats: 3, recency: 10.0, age: 40.0, customers: 1 };
        let published = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
        assert!(published.alive(&history).is_some_and(|alive| alive > 0.0 && alive < 1.0));
        let eternal = BgNbd { a: 4e-4, b: 6_687.0, ..published };
        assert_eq!(eternal.alive(&history), None);
        // Purchases are expected all the same, as of somebody who is there.
        assert!(eternal.expected(&history, 10.0) > 0.0);
    }
}
