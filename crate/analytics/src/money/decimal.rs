//! Numbers that people state, read and written as [`Decimal`], and the one checked way from there into exact integers.
//!
//! Settings, exchange rates, price lists, thresholds and whatever is typed into a field go this way: a number is taken as
//! it was said, or refused with the reason, and never rounded. Cells of a file, of which there are millions, have a way
//! of their own (see [`Amount::from_cell`] and [`Amount::from_cell_text`]), and are rounded as Excel shows them.

use std::fmt;

pub use rust_decimal::Decimal;

use super::number::LARGEST_WHOLE;
use super::{Amount, Money, Quantity, Rate};

/// Why a number that somebody stated is no amount, rate or quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// It is not a plain decimal number.
    NotANumber,
    /// It is too large to be a number of a shop (an absolute value above 10¹¹; of [`Money`], above 10²³).
    OutOfRange,
    /// It has more decimals than can be held, and would have to be rounded.
    TooManyPlaces {
        /// How many can be held; zeros at the end do not count.
        most: u32,
    },
}

impl fmt::Display for DecimalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecimalError::NotANumber => formatter.write_str("not a plain decimal number"),
            DecimalError::OutOfRange => formatter.write_str("number out of range"),
            DecimalError::TooManyPlaces { most } => write!(formatter, "more than {most} decimals"),
        }
    }
}

impl std::error::Error for DecimalError {}

/// Reads an optional sign, digits and at most one point. `most` is how many decimals can be held.
fn read(text: &str, most: u32) -> Result<Decimal, DecimalError> {
    // The crate would take `1_000` too, and says of a letter the same as of a digit too many.
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all = whole.bytes().chain(fraction.bytes());
    if whole.len() + fraction.len() == 0 || !all.all(|byte| byte.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    Decimal::from_str_exact(text).map_err(|error| match error {
        rust_decimal::Error::Underflow => DecimalError::TooManyPlaces { most },
        _ => DecimalError::OutOfRange,
    })
}

/// The number in units of 10⁻ᵖˡᵃᶜᵉˢ.
fn scaled(number: Decimal, places: u32) -> Result<i128, DecimalError> {
    let number = number.normalize();
    let missing = places.checked_sub(number.scale()).ok_or(DecimalError::TooManyPlaces { most: places })?;
    let factor = 10_i128.checked_pow(missing).ok_or(DecimalError::OutOfRange)?;
    number.mantissa().checked_mul(factor).ok_or(DecimalError::OutOfRange)
}

fn scaled_within_a_shop(number: Decimal, places: u32) -> Result<i64, DecimalError> {
    let scaled = i64::try_from(scaled(number, places)?).map_err(|_| DecimalError::OutOfRange)?;
    if scaled.unsigned_abs() > LARGEST_WHOLE.unsigned_abs() * 10_u64.pow(places) {
        return Err(DecimalError::OutOfRange);
    }
    Ok(scaled)
}

/// Writes a number without zeros at its end beyond the `least` decimals.
fn write(formatter: &mut fmt::Formatter<'_>, number: Decimal, least: usize) -> fmt::Result {
    let number = number.normalize();
    let places = usize::try_from(number.scale()).unwrap_or(least).max(least);
    write!(formatter, "{number:.places$}")
}

macro_rules! stated {
    ($($type:ident: $places:literal places, $least:literal shown, $of:expr, $held:expr;)*) => {$(
        /// # Errors
        /// More decimals than fit, or an absolute value above 10¹¹.
        impl TryFrom<Decimal> for $type {
            type Error = DecimalError;
            fn try_from(number: Decimal) -> Result<$type, DecimalError> {
                scaled_within_a_shop(number, $places).map($of)
            }
        }
        impl From<$type> for Decimal {
            fn from(value: $type) -> Decimal {
                // No integer of 64 bits is too large for it.
                Decimal::try_from_i128_with_scale($held(value).into(), $places).unwrap_or_default()
            }
        }
        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(formatter, Decimal::from(*self), $least)
            }
        }
        impl $type {
            /// Reads a number that somebody stated, such as `-12.50`: an optional sign, digits and at most one point, to
            /// be held as it stands.
            ///
            /// # Errors
            /// No such number, one out of range, or one with more decimals than can be held. Signs of currency and
            /// thousands separators are the business of whoever has the text.
            pub fn parse(text: &str) -> Result<$type, DecimalError> {
                read(text, $places)?.try_into()
            }
        }
    )*};
}
stated! {
    Amount: 6 places, 2 shown, Amount::from_millionths, Amount::millionths;
    Rate: 6 places, 0 shown, Rate::from_millionths, Rate::millionths;
    Quantity: 3 places, 0 shown, Quantity::from_thousandths, Quantity::thousandths;
}

/// # Errors
/// More than 15 decimals, or an absolute value above 10²³.
impl TryFrom<Decimal> for Money {
    type Error = DecimalError;
    fn try_from(number: Decimal) -> Result<Money, DecimalError> {
        scaled(number, 15).map(Money)
    }
}

/// A percentage has two decimals less than the share it is.
const PERCENT_PLACES: u32 = 2;

impl Rate {
    /// Reads a share that somebody stated in percent: `0.6` is [`Rate::from_millionths`] of 6,000.
    ///
    /// # Errors
    /// See [`Rate::parse`]; a percentage has at most four decimals.
    pub fn parse_percent(text: &str) -> Result<Rate, DecimalError> {
        let most = 6 - PERCENT_PLACES;
        let mut share = read(text, most)?.normalize();
        let places = share.scale() + PERCENT_PLACES;
        share.set_scale(places).map_err(|_| DecimalError::TooManyPlaces { most })?;
        Rate::try_from(share).map_err(|error| match error {
            DecimalError::TooManyPlaces { .. } => DecimalError::TooManyPlaces { most },
            other => other,
        })
    }

    /// In percent, without zeros at its end.
    pub fn percent(self) -> Decimal {
        Decimal::try_from_i128_with_scale(self.millionths().into(), 6 - PERCENT_PLACES).unwrap_or_default().normalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_stated_is_what_is_shown(mantissa in -10_i128.pow(17)..10_i128.pow(17), places in 0_u32..=6) {
            let stated = Decimal::from_i128_with_scale(mantissa, places);
            match Amount::parse(&stated.to_string()) {
                Ok(amount) => {
                    prop_assert_eq!(amount.to_string().parse::<Decimal>().unwrap(), stated);
                    prop_assert_eq!(Amount::try_from(Decimal::from(amount)), Ok(amount));
                    prop_assert_eq!(Money::try_from(stated), Ok(Money::from(amount)));
                }
                Err(error) => {
                    prop_assert_eq!(error, DecimalError::OutOfRange);
                    prop_assert!(stated.abs() > Decimal::from(LARGEST_WHOLE));
                }
            }
        }

        #[test]
        fn no_decimal_is_rounded(mantissa: i64, places in 0_u32..=28) {
            let stated = Decimal::from_i128_with_scale(mantissa.into(), places);
            let text = stated.to_string();
            let fits = |most: u32| {
                if stated.normalize().scale() > most {
                    Err(DecimalError::TooManyPlaces { most })
                } else if stated.abs() > Decimal::from(LARGEST_WHOLE) {
                    Err(DecimalError::OutOfRange)
                } else {
                    Ok(stated)
                }
            };
            prop_assert_eq!(Amount::parse(&text).map(Decimal::from), fits(6));
            prop_assert_eq!(Rate::parse(&text).map(Decimal::from), fits(6));
            prop_assert_eq!(Quantity::parse(&text).map(Decimal::from), fits(3));
            // A hundred per cent is one: what is too large as a number may be held as a percentage.
            let is_percent = stated.normalize().scale() <= 4 && stated.abs() <= Decimal::from(LARGEST_WHOLE * 100);
            prop_assert_eq!(Rate::parse_percent(&text).is_ok(), is_percent);
        }

        #[test]
        fn every_share_comes_back_from_percent(millionths in -10_i64.pow(15)..10_i64.pow(15)) {
            let rate = Rate::from_millionths(millionths);
            prop_assert_eq!(Rate::parse_percent(&rate.percent().to_string()), Ok(rate));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-+._0-9eE ]{0,40}") {
            let _ = (Amount::parse(&text), Quantity::parse(&text), Rate::parse_percent(&text));
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Result<&str, DecimalError>) {
        assert_eq!(Amount::parse(text).map(|amount| amount.to_string()), expected.map(str::to_owned), "{text}");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        check("12.50", Ok("12.50"));
        check("-0.01", Ok("-0.01"));
        check("+3", Ok("3.00"));
        check(".5", Ok("0.50"));
        check("7.", Ok("7.00"));
        check("-0", Ok("0.00"));
        check("0012.1", Ok("12.10"));
        check("0.000001", Ok("0.000001"));
        check("1.0000000", Ok("1.00"));
        check("100000000000", Ok("100000000000.00"));
    }

    #[test]
    fn what_cannot_be_held_is_refused_with_a_reason() {
        check("0.0000001", Err(DecimalError::TooManyPlaces { most: 6 }));
        check(&format!("0.{}1", "0".repeat(40)), Err(DecimalError::TooManyPlaces { most: 6 }));
        check("100000000000.01", Err(DecimalError::OutOfRange));
        check("-690123456789012", Err(DecimalError::OutOfRange));
        check(&"9".repeat(60), Err(DecimalError::OutOfRange));
        for text in ["", "-", ".", "1e5", "1.2.3", "1_000", "1,000", "--1", "1-", " 1", "１"] {
            check(text, Err(DecimalError::NotANumber));
        }
        let sentences = [DecimalError::NotANumber, DecimalError::OutOfRange, DecimalError::TooManyPlaces { most: 3 }];
        let sentences = sentences.map(|error| error.to_string());
        assert_eq!(sentences, ["not a plain decimal number", "number out of range", "more than 3 decimals"]);
        assert_eq!(Rate::parse_percent("0.00001"), Err(DecimalError::TooManyPlaces { most: 4 }));
        assert_eq!(Money::try_from(Decimal::MAX), Err(DecimalError::OutOfRange));
        let finer = Decimal::from_i128_with_scale(1, 16);
        assert_eq!(Money::try_from(finer), Err(DecimalError::TooManyPlaces { most: 15 }));
    }

    #[test]
    fn a_setting_is_a_text_and_says_why_it_is_refused() {
        let read = |json: &str| serde_json::from_str::<Rate>(json).map_err(|error| error.to_string());
        assert_eq!(read("\"0.006\""), Ok(Rate::from_millionths(6_000)));
        let because = |json: &str, reason: &str| assert!(read(json).unwrap_err().contains(reason), "{json}");
        because("\"0.0000006\"", "`0.0000006`: more than 6 decimals");
        because("\"1000000000000\"", "`1000000000000`: number out of range");
        because("\"a tenth\"", "`a tenth`: not a plain decimal number");
        // A number that is not a text was a binary fraction before we saw it.
        because("0.006", "expected");
    }
}
