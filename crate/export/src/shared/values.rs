//! Figures as a link carries them: as exact as they are shown, and as short as they can be written.

use analytics::{Day, Money, Quantity};
use serde::{Deserialize, Serialize};

/// An amount to the cent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl From<Money> for Cents {
    fn from(money: Money) -> Cents {
        Cents(money.rounded().cents().unwrap_or(if money.is_negative() { i64::MIN } else { i64::MAX }))
    }
}

impl From<Cents> for Money {
    fn from(cents: Cents) -> Money {
        Money::from_cents(cents.0)
    }
}

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DayNumber(pub i32);

impl From<Day> for DayNumber {
    fn from(day: Day) -> DayNumber {
        DayNumber(day.number())
    }
}

impl From<DayNumber> for Day {
    fn from(number: DayNumber) -> Day {
        Day::from_number(number.0)
    }
}

/// A share in thousandths, rounded as `12.3%` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permille(pub i32);

impl Permille {
    /// Of a share of 0.123 it is 123. What is no number is nothing.
    pub fn of(share: f64) -> Permille {
        // Written and read, so that it is rounded as the page writes it.
        let digits: String = format!("{:.1}", share * 100.0).chars().filter(|character| *character != '.').collect();
        Permille(digits.parse().unwrap_or_default())
    }

    /// From 0 to 1, and beyond.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 1_000.0
    }
}

/// Units in thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Thousandths(pub i64);

impl From<Quantity> for Thousandths {
    fn from(quantity: Quantity) -> Thousandths {
        Thousandths(quantity.thousandths())
    }
}

impl From<Thousandths> for Quantity {
    fn from(thousandths: Thousandths) -> Quantity {
        Quantity::from_thousandths(thousandths.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn a_share_is_shown_after_the_way_as_before_it() {
        for share in [0.0, 0.1235, 0.12345, 0.5, 0.9995, 1.0, 1.2345, -0.0625, 0.25, 0.000_4] {
            assert_eq!(format::percent(Permille::of(share).share()), format::percent(share), "{share}");
        }
        assert_eq!(Permille::of(f64::NAN), Permille(0));
    }

    #[test]
    fn an_amount_is_rounded_once() {
        assert_eq!(Cents::from(Money::parse("-12.345").unwrap()), Cents(-1_235));
        assert_eq!(Money::from(Cents(7)), Money::parse("0.07").unwrap());
    }
}
