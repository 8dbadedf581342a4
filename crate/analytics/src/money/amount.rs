//! Amounts of one currency.

use std::fmt;
use std::num::NonZeroU64;

use super::number::{NumberError, parse_scaled, scaled_from_cell};

/// An amount of money in millionths of the currency's unit: of the shop's, where nothing else is said. What a row of a file
/// states is [`Stated`](crate::Stated).
///
/// Held with the sign bit flipped, which keeps the order and leaves zero free, so that an `Option<Amount>` is eight bytes
/// too: rows have several amounts that a file may leave out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(NonZeroU64);

const SIGN_BIT: u64 = 1 << 63;

impl Amount {
    /// No money.
    pub const ZERO: Amount = Amount::from_millionths(0);
    /// The largest amount there is: more of it is no money of a shop.
    pub const MOST: Amount = Amount::from_millionths(i64::MAX);
    /// One hundredth of the unit, the smallest amount that changes hands.
    pub const CENT: Amount = Amount::from_millionths(10_000);

    /// The one value that has no place, `i64::MIN`, becomes its neighbour.
    pub const fn from_millionths(millionths: i64) -> Amount {
        match NonZeroU64::new(millionths.cast_unsigned() ^ SIGN_BIT) {
            Some(held) => Amount(held),
            None => Amount(NonZeroU64::MIN),
        }
    }

    /// What it is in millionths of the currency's unit.
    pub const fn millionths(self) -> i64 {
        (self.0.get() ^ SIGN_BIT).cast_signed()
    }

    /// Beyond 64 bits it is the largest or smallest amount.
    pub const fn from_cents(cents: i64) -> Amount {
        Amount::from_millionths(cents.saturating_mul(10_000))
    }

    /// Reads a cell of text that holds a plain decimal number such as `-12.50`; digits after the sixth decimal are rounded
    /// half away from zero, as those of a numeric cell are. What somebody states is read by [`Amount::parse`].
    ///
    /// # Errors
    /// Anything but an optional sign, digits and one point is refused: signs of currency and thousands separators are
    /// the reader's business, not money's.
    pub fn from_cell_text(text: &str) -> Result<Amount, NumberError> {
        parse_scaled(text, 6).map(Amount::from_millionths)
    }

    /// Reads a numeric spreadsheet cell, rounded to the 15 significant digits that Excel itself shows.
    ///
    /// ```
    /// use analytics::Amount;
    /// // What a workbook really stores for 0.1 + 0.2.
    /// assert_eq!(Amount::from_cell(0.30000000000000004), Ok(Amount::from_cents(30)));
    /// ```
    ///
    /// # Errors
    /// Not a number, infinite, or out of range.
    pub fn from_cell(cell: f64) -> Result<Amount, NumberError> {
        scaled_from_cell(cell, 6).map(Amount::from_millionths)
    }

    /// Whether it is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.millionths() == 0
    }

    /// Whether it is below nothing.
    pub const fn is_negative(self) -> bool {
        self.millionths() < 0
    }

    /// Without its sign.
    pub const fn abs(self) -> Amount {
        Amount::from_millionths(self.millionths().saturating_abs())
    }
}

impl Default for Amount {
    fn default() -> Amount {
        Amount::ZERO
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Amount({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::divide_half_away;
    use super::*;

    #[track_caller]
    fn check_parse(text: &str, expected: Result<i64, NumberError>) {
        assert_eq!(Amount::from_cell_text(text).map(Amount::millionths), expected, "{text}");
    }

    #[test]
    fn amounts_are_read_from_cells_of_text() {
        check_parse("12.50", Ok(12_500_000));
        check_parse("-0.01", Ok(-10_000));
        check_parse(".5", Ok(500_000));
        check_parse("7.", Ok(7_000_000));
        check_parse("0.0000005", Ok(1));
        check_parse("0.00000049", Ok(0));
        check_parse("1e5", Err(NumberError::NotANumber));
        check_parse("", Err(NumberError::NotANumber));
        check_parse("1.2.3", Err(NumberError::NotANumber));
        check_parse("690123456789012", Err(NumberError::TooLarge));
    }

    #[track_caller]
    fn check_cell(cell: f64, expected: &str) {
        assert_eq!(Amount::from_cell(cell).map(|a| a.to_string()), Ok(expected.to_owned()), "{cell:?}");
    }

    #[test]
    fn a_cell_is_what_excel_shows() {
        check_cell(0.1 + 0.2, "0.30");
        check_cell(1.005, "1.005");
        check_cell(4.35 * 100.0, "435.00");
        check_cell(-19.99, "-19.99");
        check_cell(12_345_678.9, "12345678.90");
        check_cell(1e-9, "0.00");
        check_cell(0.0, "0.00");
    }

    #[test]
    fn an_amount_that_may_be_missing_takes_no_more_room() {
        assert_eq!(size_of::<Option<Amount>>(), 8);
        assert!(Amount::from_cents(-1) < Amount::ZERO && Amount::ZERO < Amount::from_cents(1));
        assert_eq!(-Amount::from_cents(7), Amount::from_cents(-7));
    }

    #[test]
    fn the_short_way_to_a_cell_and_the_long_way_agree() {
        let long_way = |cell: f64| {
            let text = format!("{cell:.14e}");
            let (mantissa, exponent) = text.split_once('e').unwrap();
            let exponent: i32 = exponent.parse().unwrap();
            let digits: i128 = mantissa.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
            let shift = exponent - 14 + 6;
            let value = if shift >= 0 {
                digits * 10_i128.pow(shift.unsigned_abs())
            } else {
                divide_half_away(digits, 10_i128.pow(shift.unsigned_abs().min(38)))
            };
            if cell < 0.0 { -value } else { value }
        };
        for cents in (-200_000..200_000_i32).chain([1_999_999_999, -2_147_483_647]) {
            let cell = f64::from(cents) / 100.0;
            assert_eq!(i128::from(Amount::from_cell(cell).unwrap().millionths()), long_way(cell), "{cell}");
        }
        for cell in [1e10 + 0.07, 99_999_999_999.99, 0.005, 1.0 / 3.0, 2.675, 1234.5678] {
            assert_eq!(i128::from(Amount::from_cell(cell).unwrap().millionths()), long_way(cell), "{cell}");
        }
    }
}
