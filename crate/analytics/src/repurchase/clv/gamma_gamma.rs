//! Gamma-Gamma: what a customer spends on a purchase, from what they spent on a few.
//!
//! Source: P. Fader, B. Hardie, "The Gamma-Gamma Model of Monetary Value" (2013).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::minimise::minimise_from_rough;
use super::special::{digamma, ln_gamma};
use crate::figures::count;

/// A customer with repeat purchases: how many, and their mean value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spending {
    /// At least one.
    pub repeats: u32,
    /// Mean of the repeat purchases; positive.
    pub mean: f64,
}

/// A purchase is drawn from Gamma(p, ν), and ν of a customer from Gamma(q, v).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GammaGamma {
    /// Shape of one customer's purchases.
    pub p: f64,
    /// Shape of how customers differ; at or below 1 they differ without a mean.
    pub q: f64,
    /// Scale of how customers differ, in units of currency.
    pub v: f64,
}

/// A model fitted to what customers spend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GammaGammaFit {
    /// The most likely parameters.
    pub model: GammaGamma,
    /// Of all customers under them.
    pub log_likelihood: f64,
}

impl GammaGamma {
    /// How likely the spending is under these parameters, as a natural logarithm.
    pub fn log_likelihood(&self, customers: &[Spending]) -> f64 {
        self.value_and_gradient(&Summed::new(customers)).0
    }

    fn value_and_gradient(&self, data: &Summed) -> (f64, [f64; 3]) {
        let &GammaGamma { p, q, v } = self;
        let (ln_gamma_q, psi_q, ln_v) = (ln_gamma(q), digamma(q), libm::log(v));
        let (mut value, mut gradient) = (-data.ln_means + p * data.ln_spent, [data.ln_spent, 0.0, 0.0]);
        for (repeats, spent) in &data.by_repeats {
            let x = f64::from(*repeats);
            let shape = p * x + q;
            let psi_all = digamma(shape);
            let (mut n, mut ln_all, mut shares) = (0.0, 0.0, 0.0);
            for &(spent, customers) in spent {
                n += customers;
                ln_all += customers * libm::log(v + spent);
                shares += customers / (v + spent);
            }
            value += n * (ln_gamma(shape) - ln_gamma(p * x) - ln_gamma_q + q * ln_v) - shape * ln_all;
            gradient = [
                gradient[0] + x * (n * (psi_all - digamma(p * x)) - ln_all),
                gradient[1] + n * (psi_all - psi_q + ln_v) - ln_all,
                gradient[2] + n * q / v - shape * shares,
            ];
        }
        (value, gradient)
    }

    /// The mean value to expect of a customer's next purchases; `None` for q ≤ 1, where the shop's own mean is not finite.
    pub fn expected(&self, spending: Option<Spending>) -> Option<f64> {
        let &GammaGamma { p, q, v } = self;
        if q <= 1.0 {
            return None;
        }
        let (x, mean) = spending.map_or((0.0, 0.0), |spending| (f64::from(spending.repeats), spending.mean));
        Some((v + x * mean) * p / (p * x + q - 1.0))
    }
}

/// Customers by their number of repeat purchases, with the sums that no parameter changes.
struct Summed {
    /// What each customer spent on them, by their number, and how many customers did.
    by_repeats: BTreeMap<u32, Vec<(f64, f64)>>,
    /// Σ x ln(x m).
    ln_spent: f64,
    /// Σ ln m.
    ln_means: f64,
}

impl Summed {
    fn new(customers: &[Spending]) -> Summed {
        let mut summed = Summed { by_repeats: BTreeMap::new(), ln_spent: 0.0, ln_means: 0.0 };
        for customer in customers {
            let x = f64::from(customer.repeats);
            let spent = x * customer.mean;
            summed.by_repeats.entry(customer.repeats).or_default().push((spent, 1.0));
            summed.ln_spent += x * libm::log(spent);
            summed.ln_means += libm::log(customer.mean);
        }
        summed
    }

    /// The same with sums within 2 % of each other together, so that a large shop has few of them.
    fn roughly(&self) -> Summed {
        const STEPS: f64 = 50.0;
        let together = |spent: &Vec<(f64, f64)>| {
            let mut steps: BTreeMap<i32, f64> = BTreeMap::new();
            for &(spent, customers) in spent {
                #[expect(clippy::cast_possible_truncation, reason = "50 × the logarithm of a sum of money")]
                let step = libm::round(libm::log(spent) * STEPS) as i32;
                *steps.entry(step).or_default() += customers;
            }
            steps.into_iter().map(|(step, customers)| (libm::exp(f64::from(step) / STEPS), customers)).collect()
        };
        let by_repeats = self.by_repeats.iter().map(|(repeats, spent)| (*repeats, together(spent))).collect();
        Summed { by_repeats, ..*self }
    }
}

/// Fits the model by maximum likelihood. `None` where there is nobody, or the search does not end.
pub fn fit(customers: &[Spending]) -> Option<GammaGammaFit> {
    let customers: Vec<Spending> =
        customers.iter().copied().filter(|customer| customer.repeats > 0 && customer.mean > 0.0).collect();
    let n = Some(count(customers.len())).filter(|n| *n > 0.0)?;
    // In units of the mean, so that yen and yuan start at the same place.
    let unit = customers.iter().map(|customer| customer.mean).sum::<f64>() / n;
    let in_units = |customer: &Spending| Spending { mean: customer.mean / unit, ..*customer };
    let scaled = Summed::new(&customers.iter().map(in_units).collect::<Vec<_>>());
    let of = |data: &Summed, logarithms: &[f64; 3]| {
        let [p, q, v] = logarithms.map(libm::exp);
        let (value, [by_p, by_q, by_v]) = GammaGamma { p, q, v }.value_and_gradient(data);
        (-value / n, [by_p * p, by_q * q, by_v * v].map(|component| -component / n))
    };
    let rough = scaled.roughly();
    let start = [5.0, 3.0, 0.5].map(libm::log);
    let minimum = minimise_from_rough(&[start], |at| of(&rough, at), |at| of(&scaled, at))
        .filter(|minimum| minimum.has_converged)?;
    let [p, q, v] = minimum.at.map(libm::exp);
    let model = GammaGamma { p, q, v: v * unit };
    Some(GammaGammaFit { model, log_likelihood: model.log_likelihood(&customers) })
}
