//! Gamma-Gamma: what a customer spends on a purchase, from what they spent on a few.
//!
//! Source: P. Fader, B. Hardie, "The Gamma-Gamma Model of Monetary Value" (2013).

use serde::{Deserialize, Serialize};

use super::minimise::minimise;
use super::special::{digamma, ln_gamma};

/// A customer with repeat purchases: how many, and their mean value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spending {
    pub repeats: u32,
    /// Mean of the repeat purchases; positive.
    pub mean: f64,
}

/// A purchase is drawn from Gamma(p, ν), and ν of a customer from Gamma(q, v).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GammaGamma {
    pub p: f64,
    pub q: f64,
    pub v: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GammaGammaFit {
    pub model: GammaGamma,
    pub log_likelihood: f64,
}

impl GammaGamma {
    pub fn log_likelihood(&self, customers: &[Spending]) -> f64 {
        self.value_and_gradient(customers).0
    }

    fn value_and_gradient(&self, customers: &[Spending]) -> (f64, [f64; 3]) {
        let &GammaGamma { p, q, v } = self;
        let (ln_gamma_q, psi_q, ln_v) = (ln_gamma(q), digamma(q), libm::log(v));
        let (mut value, mut gradient) = (0.0, [0.0; 3]);
        for customer in customers {
            let x = f64::from(customer.repeats);
            let spent = x * customer.mean;
            let ln_spent = libm::log(spent);
            let ln_all = libm::log(v + spent);
            value += ln_gamma(p * x + q) - ln_gamma(p * x) - ln_gamma_q + q * ln_v + p * x * ln_spent
                - libm::log(customer.mean)
                - (p * x + q) * ln_all;
            let psi_all = digamma(p * x + q);
            let by_p = x * (psi_all - digamma(p * x) + ln_spent - ln_all);
            let by_q = psi_all - psi_q + ln_v - ln_all;
            let by_v = q / v - (p * x + q) / (v + spent);
            for (sum, part) in gradient.iter_mut().zip([by_p, by_q, by_v]) {
                *sum += part;
            }
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

/// Fits the model by maximum likelihood. `None` where there is nobody, or the search does not end.
pub fn fit(customers: &[Spending]) -> Option<GammaGammaFit> {
    let customers: Vec<Spending> =
        customers.iter().copied().filter(|customer| customer.repeats > 0 && customer.mean > 0.0).collect();
    let count = u32::try_from(customers.len()).ok().filter(|count| *count > 0).map(f64::from)?;
    // In units of the mean, so that yen and yuan start at the same place.
    let unit = customers.iter().map(|customer| customer.mean).sum::<f64>() / count;
    let scaled: Vec<Spending> =
        customers.iter().map(|customer| Spending { mean: customer.mean / unit, ..*customer }).collect();
    let by_logarithms = |logarithms: &[f64; 3]| {
        let [p, q, v] = logarithms.map(libm::exp);
        let model = GammaGamma { p, q, v };
        let (value, gradient) = model.value_and_gradient(&scaled);
        let [by_p, by_q, by_v] = gradient;
        (-value / count, [by_p * p, by_q * q, by_v * v].map(|component| -component / count))
    };
    let minimum = minimise([5.0, 3.0, 0.5].map(libm::log), by_logarithms);
    if !minimum.has_converged || minimum.at.iter().any(|logarithm| logarithm.abs() > 12.0) {
        return None;
    }
    let [p, q, v] = minimum.at.map(libm::exp);
    let model = GammaGamma { p, q, v: v * unit };
    Some(GammaGammaFit { model, log_likelihood: model.log_likelihood(&customers) })
}
