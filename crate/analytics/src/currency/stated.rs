//! Money before it is worth anything: what rows state, each in the currency that it names.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dataset::{Known, Number, PartError};
use crate::money::{Amount, Money};

/// An amount of money as a row states it, in the currency that the row names.
///
/// It is no [`Amount`] of the shop's until [`Currencies`](super::Currencies) have converted it, which know what the
/// currency was worth on the day of the row:
///
/// ```compile_fail,E0277
/// use analytics::{Amount, Stated};
/// let freight = Stated::new(Amount::from_cents(700));
/// let all = Amount::from_cents(300) + freight;
/// ```
///
/// Nor can two of them be added up, or be compared by more than whether they are alike: they may be of two currencies.
///
/// ```compile_fail,E0369
/// use analytics::{Amount, Stated};
/// let (yuan, dollars) = (Stated::new(Amount::from_cents(700)), Stated::new(Amount::from_cents(100)));
/// let all = yuan + dollars;
/// ```
///
/// ```compile_fail,E0369
/// use analytics::{Amount, Stated};
/// let (yuan, dollars) = (Stated::new(Amount::from_cents(700)), Stated::new(Amount::from_cents(100)));
/// let is_more = yuan > dollars;
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stated(pub(super) Amount);

/// Where an amount stands among others when rows are put in order by what they say; no amount of any currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ByContent(Amount);

impl Stated {
    /// Nothing, of whatever currency.
    pub const ZERO: Stated = Stated::new(Amount::ZERO);

    /// What a row says of this many units of its currency.
    pub const fn new(amount: Amount) -> Stated {
        Stated(amount)
    }

    /// Whether it is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// With another amount of the same row, or of a row in the same currency.
    #[must_use]
    pub(crate) fn and(self, other: Stated) -> Stated {
        Stated(self.0 + other.0)
    }

    /// Whether it makes up for another amount of the same row, or of a row in the same currency.
    pub(crate) fn covers(self, other: Stated) -> bool {
        self.0 >= other.0
    }

    /// What it weighs among amounts of the same currency, where something is spread over them by their proportion.
    pub(crate) const fn weight(self) -> i64 {
        self.0.millionths()
    }

    /// Where it stands among others when rows are put in order by what they say. One that comes later is not worth more.
    pub(crate) fn by_content(self) -> ByContent {
        ByContent(self.0)
    }

    /// The bare number, for a place that says by itself that it is not in the shop's currency.
    pub const fn in_own_currency(self) -> Amount {
        self.0
    }
}

impl Default for Stated {
    fn default() -> Stated {
        Stated::ZERO
    }
}

/// The number alone, as files have it beside the currency.
impl fmt::Display for Stated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::ops::Neg for Stated {
    type Output = Stated;
    fn neg(self) -> Stated {
        Stated(-self.0)
    }
}

impl fmt::Debug for Stated {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Stated({self})")
    }
}

impl Number for Stated {
    #[inline]
    fn number(self) -> u64 {
        self.0.number()
    }

    #[inline]
    fn of(number: u64, known: &Known) -> Result<Stated, PartError> {
        Amount::of(number, known).map(Stated)
    }
}

/// What rows state together, in each of the currencies that they name, and how many rows do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedSums(BTreeMap<String, (Money, u32)>);

impl StatedSums {
    /// Adds what a row states in a currency, which is named by its ISO 4217 code.
    pub fn add(&mut self, currency: &str, stated: Stated) {
        let (sum, rows) = match self.0.get_mut(currency) {
            Some(known) => known,
            None => self.0.entry(currency.to_owned()).or_default(),
        };
        *sum += stated.0.into();
        *rows = rows.saturating_add(1);
    }

    /// What they come to in one of the currencies.
    pub fn of(&self, currency: &str) -> Money {
        self.0.get(currency).map_or(Money::ZERO, |&(sum, _)| sum)
    }

    /// The sums, each with the code of its currency and the number of its rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Money, u32)> {
        self.0.iter().map(|(currency, &(sum, rows))| (currency.as_str(), sum, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_takes_no_more_room_for_being_stated() {
        assert_eq!((size_of::<Stated>(), size_of::<Option<Stated>>()), (8, 8));
    }

    #[test]
    fn sums_of_several_currencies_stay_apart() {
        let mut sums = StatedSums::default();
        for (currency, cents) in [("USD", 1_000), ("CNY", 7_000), ("USD", 250)] {
            sums.add(currency, Stated::new(Amount::from_cents(cents)));
        }
        let cents = Money::from_cents;
        assert_eq!(["USD", "CNY", "EUR"].map(|code| sums.of(code)), [cents(1_250), cents(7_000), Money::ZERO]);
    }
}
