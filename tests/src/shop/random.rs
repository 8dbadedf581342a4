//! Chance from a seed: the same seed gives the same shop on every machine.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A stream of numbers that look random. How they are drawn from is written here and not left to `rand`, which may choose
/// otherwise in its next version: then every generated shop would be another.
#[derive(Clone, Debug)]
pub struct Random(SplitMix64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(SplitMix64::seed_from_u64(seed))
    }

    /// A stream of its own for a part of the shop, so that a change of one part leaves the others as they were.
    pub fn of(seed: u64, part: &str) -> Random {
        let mut random = Random::new(seed);
        for byte in part.bytes() {
            random = Random::new(random.0.next_u64().wrapping_add(u64::from(byte)));
        }
        random
    }

    /// From 0 to `bound` − 1.
    pub fn below(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound.max(1)).unwrap();
        i64::try_from(self.0.next_u64() % bound).unwrap()
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// True in so many of a thousand cases.
    pub fn in_thousand(&mut self, cases: i64) -> bool {
        self.below(1000) < cases
    }

    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[usize::try_from(self.below(i64::try_from(choices.len()).unwrap())).unwrap()]
    }

    /// A position, each as likely as its weight.
    pub fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (position, weight) in weights.iter().enumerate() {
            if left < *weight {
                return position;
            }
            left -= weight;
        }
        0
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(i64::try_from(last).unwrap() + 1)).unwrap();
            items.swap(last, other);
        }
    }
}
