//! Chance from a seed: the same seed gives the same shop on every machine.

/// A stream of numbers that look random.
// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014: SplitMix64.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    pub const fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    /// A stream of its own for a part of the shop, so that a change of one part leaves the others as they were.
    pub fn of(seed: u64, part: &str) -> Random {
        let mut random = Random::new(seed);
        for byte in part.bytes() {
            random.state = random.next().wrapping_add(u64::from(byte));
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `bound` − 1.
    pub fn below(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound.max(1)).unwrap();
        i64::try_from(self.next() % bound).unwrap()
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
