//! Sums from which parts are taken off again: when a file comes or goes, what its orders came to leaves every sum, and what
//! they come to now is added, without a look at any other row.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};

use crate::money::{Money, Quantity};

/// A sum to which parts are added, and from which they are taken off again.
pub(crate) trait Sum {
    /// Adds a part, or takes one off that was added before.
    fn change(&mut self, part: &Self, sign: Sign);

    /// Adds a part.
    fn plus(&mut self, part: &Self) {
        self.change(part, Sign::Plus);
    }
}

/// Whether parts come or go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Plus,
    Minus,
}

macro_rules! numbers {
    ($($type:ty: $add:expr, $subtract:expr;)*) => {
        $(impl Sum for $type {
            fn change(&mut self, part: &$type, sign: Sign) {
                *self = match sign {
                    Sign::Plus => $add(*self, *part),
                    Sign::Minus => $subtract(*self, *part),
                };
            }
        })*
    };
}
numbers! {
    u32: u32::saturating_add, u32::saturating_sub;
    u64: u64::saturating_add, u64::saturating_sub;
    Money: Add::add, Sub::sub;
    Quantity: Add::add, Sub::sub;
}

impl<A: Sum, B: Sum> Sum for (A, B) {
    fn change(&mut self, part: &(A, B), sign: Sign) {
        self.0.change(&part.0, sign);
        self.1.change(&part.1, sign);
    }
}

/// A sum for each of some things; of what nothing is left there is none.
impl<K: Ord + Copy, S: Sum + Default + PartialEq> Sum for BTreeMap<K, S> {
    fn change(&mut self, part: &BTreeMap<K, S>, sign: Sign) {
        for (key, part) in part {
            self.entry(*key).or_default().change(part, sign);
        }
        self.retain(|_, sum| *sum != S::default());
    }
}

/// Makes a sum of a type of which each of the first fields is one. The others are named too, so that none is forgotten.
macro_rules! sum_of_fields {
    ($type:ident { $($sum:ident),* $(,)? } and { $($other:ident),* $(,)? }) => {
        impl $crate::sums::Sum for $type {
            fn change(&mut self, part: &$type, sign: $crate::sums::Sign) {
                let $type { $($sum,)* $($other: _,)* } = part;
                $($crate::sums::Sum::change(&mut self.$sum, $sum, sign);)*
            }
        }
    };
}
pub(crate) use sum_of_fields;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_nothing_is_left_there_is_no_sum() {
        let sums = |entries: &[(u16, u32, i64)]| -> BTreeMap<u16, (u32, Money)> {
            entries.iter().map(|&(key, count, cents)| (key, (count, Money::from_cents(cents)))).collect()
        };
        let mut all = sums(&[(1, 2, 500), (2, 1, -30)]);
        all.plus(&sums(&[(2, 1, 40), (3, 1, 7)]));
        assert_eq!(all, sums(&[(1, 2, 500), (2, 2, 10), (3, 1, 7)]));
        all.change(&sums(&[(1, 2, 500), (3, 1, 7)]), Sign::Minus);
        assert_eq!(all, sums(&[(2, 2, 10)]));
        // A count that is gone leaves its money where some is left.
        all.change(&sums(&[(2, 2, 0)]), Sign::Minus);
        assert_eq!(all, sums(&[(2, 0, 10)]));
    }
}
