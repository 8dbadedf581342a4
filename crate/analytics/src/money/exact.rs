//! Exact results, and the one rounding of them.

use std::fmt;

use super::number::{divide_half_away, narrowed};
use super::{Amount, DecimalError, Quantity};
use crate::figures::ten_digits;

/// An exact result: a sum of amounts and of their products with quantities and rates, in units of 10⁻¹⁵.
///
/// The range is about ±1.7 × 10²³, out of reach for what a shop adds up; where a sum would leave it, it stays at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub(super) i128);

const MONEY_PER_MILLIONTH: i128 = 1_000_000_000;
const MONEY_PER_CENT: i128 = 10_000 * MONEY_PER_MILLIONTH;
const MONEY_PER_UNIT: i128 = 100 * MONEY_PER_CENT;

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// Hundredths of the currency's unit.
    pub const fn from_cents(cents: i64) -> Money {
        Money(cents as i128 * MONEY_PER_CENT)
    }

    /// The one rounding of the product: to the cent, half away from zero (6.005 → 6.01, −6.005 → −6.01).
    #[must_use]
    pub fn rounded(self) -> Money {
        Money(divide_half_away(self.0, MONEY_PER_CENT).saturating_mul(MONEY_PER_CENT))
    }

    /// Cents after [`Money::rounded`]; `None` when they do not fit 64 bits.
    pub fn cents(self) -> Option<i64> {
        i64::try_from(divide_half_away(self.0, MONEY_PER_CENT)).ok()
    }

    /// The largest whole number of cents that is not above this amount, and what is left, in units of 10⁻¹⁵.
    pub(crate) fn floor_cents(self) -> (i128, i64) {
        const CENT: i64 = 10_000_000_000_000;
        // Division of 128 bits is slow, and what is below 9,000 units of currency does without.
        if let Ok(small) = i64::try_from(self.0) {
            return (small.div_euclid(CENT).into(), small.rem_euclid(CENT));
        }
        let cent = i128::from(CENT);
        (self.0.div_euclid(cent), narrowed(self.0.rem_euclid(cent)))
    }

    pub(crate) const fn from_whole_cents(cents: i128) -> Money {
        Money(cents.saturating_mul(MONEY_PER_CENT))
    }

    /// This amount shared by `units`, rounded to the cent; `None` for no units.
    #[must_use]
    pub fn per(self, units: Quantity) -> Option<Money> {
        if units.is_zero() {
            return None;
        }
        // money is 10⁻¹⁵ and the quantity 10⁻³, so the quotient below is in 10⁻¹² and needs the factor first.
        let scaled = self.0.checked_mul(1_000)?;
        Some(Money(divide_half_away(scaled, i128::from(units.0))).rounded())
    }

    /// This ÷ `whole` as a float with 10 significant digits; `None` when `whole` is zero.
    pub fn ratio_to(self, whole: Money) -> Option<f64> {
        if whole.0 == 0 {
            return None;
        }
        Some(ten_digits(self.as_f64() / whole.as_f64()))
    }

    /// The amount × numerator ÷ denominator, rounded to the cent; `None` for a zero denominator or out of range.
    #[must_use]
    pub fn scaled_by(self, numerator: Money, denominator: Money) -> Option<Money> {
        // Millionths are enough for a quotient that is rounded to the cent, and keep the product inside 128 bits.
        let numerator = divide_half_away(numerator.0, MONEY_PER_MILLIONTH);
        let denominator = divide_half_away(denominator.0, MONEY_PER_MILLIONTH);
        if denominator == 0 {
            return None;
        }
        let amount = divide_half_away(self.0, MONEY_PER_MILLIONTH);
        let product = amount.checked_mul(numerator)?;
        Some(Money(divide_half_away(product, denominator).checked_mul(MONEY_PER_MILLIONTH)?).rounded())
    }

    /// Rounded to a millionth, half away from zero; an amount out of range becomes the nearest that is in it.
    pub fn to_amount(self) -> Amount {
        Amount::from_millionths(narrowed(divide_half_away(self.0, MONEY_PER_MILLIONTH)))
    }

    /// Whether it is exactly nothing; less than half a cent is not.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether it is above nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Without its sign.
    pub const fn abs(self) -> Money {
        Money(self.0.saturating_abs())
    }

    /// For ratios and for drawing only; money itself never passes through a float.
    #[expect(clippy::cast_precision_loss, reason = "a ratio or a bar's length needs no more than a float holds")]
    pub fn as_f64(self) -> f64 {
        // The short way is the same, and there is no instruction for the long one.
        let units = i64::try_from(self.0).map_or_else(|_| self.0 as f64, |units| units as f64);
        units / MONEY_PER_UNIT as f64
    }

    /// Reads what [`Money`]'s `Display` wrote. A result may have more digits than a [`Decimal`](super::Decimal) holds, so
    /// it is read without one.
    ///
    /// # Errors
    /// See [`Amount::parse`]; the most decimals are 15.
    pub fn parse(text: &str) -> Result<Money, DecimalError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(DecimalError::NotANumber);
        }
        if fraction.len() > 15 {
            return Err(DecimalError::TooManyPlaces { most: 15 });
        }
        let whole: i128 = whole.parse().map_err(|_| DecimalError::OutOfRange)?;
        let fraction: i128 = format!("{fraction:0<15}").parse().map_err(|_| DecimalError::NotANumber)?;
        let value =
            whole.checked_mul(MONEY_PER_UNIT).and_then(|w| w.checked_add(fraction)).ok_or(DecimalError::OutOfRange)?;
        Ok(Money(if negative { -value } else { value }))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:016}", self.0.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - 15);
        let shown = fraction.trim_end_matches('0').len().max(2);
        let sign = if self.is_negative() { "-" } else { "" };
        write!(formatter, "{sign}{whole}.{}", fraction.get(..shown).unwrap_or(fraction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cents_and_what_is_left_make_the_whole(whole: i64, factor in 1_i128..1_000_000) {
            let money = Money(i128::from(whole) * factor);
            let (cents, left) = money.floor_cents();
            prop_assert!((0..10_000_000_000_000).contains(&left));
            prop_assert_eq!(cents * 10_000_000_000_000 + i128::from(left), money.0);
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let check =
            |text: &str, expected: &str| assert_eq!(Money::parse(text).unwrap().rounded().to_string(), expected);
        check("6.005", "6.01");
        check("-6.005", "-6.01");
        check("6.0049", "6.00");
        check("0.994999999999999", "0.99");
    }

    #[test]
    fn shares_are_rounded_to_the_cent() {
        assert_eq!(Money::from_cents(1000).per(Quantity::from_units(3)).unwrap().to_string(), "3.33");
        assert_eq!(Money::from_cents(1000).per(Quantity::ZERO), None);
        let result = Money::from_cents(1000).scaled_by(Money::from_cents(200), Money::from_cents(300));
        assert_eq!(result.unwrap().to_string(), "6.67");
    }
}
