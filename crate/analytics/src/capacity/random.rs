//! Randomness from a seed: the same seed gives the same numbers everywhere.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A generator of numbers. How the normal distribution is drawn from is written here: `rand_distr` may choose otherwise in
/// any later version, and every spike that was played through would end otherwise.
#[derive(Clone, Debug)]
pub(super) struct Random(SplitMix64);

impl Random {
    pub(super) fn new(seed: u64) -> Random {
        Random(SplitMix64::seed_from_u64(seed))
    }

    /// Between 0 and 1, neither of them.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    /// From the normal distribution with mean 0 and variance 1.
    // Source: Box & Muller, "A Note on the Generation of Random Normal Deviates", 1958.
    pub(super) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.uniform()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{mean, variance};

    #[test]
    fn the_first_numbers_are_the_published_ones() {
        // Source: the reference implementation's output for seed 1234567, prng.di.unimi.it/splitmix64.c.
        let mut random = Random::new(1_234_567);
        let first: [u64; 3] = std::array::from_fn(|_| random.0.next_u64());
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn normal_numbers_have_mean_0_and_variance_1() {
        let mut random = Random::new(7);
        let numbers: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        // Four standard errors: 4 ÷ √20000 and 4 × √(2 ÷ 20000).
        assert!(mean(&numbers).unwrap().abs() < 0.0283);
        assert!((variance(&numbers).unwrap() - 1.0).abs() < 0.04);
    }
}
