//! Money, rates and quantities as scaled integers, so that no sum or product of them is ever rounded on the way.
//!
//! | type | one unit is | because |
//! |---|---|---|
//! | [`Amount`] | 0.000001 | eight bytes a cell; no export was seen with more than six decimals |
//! | [`Rate`] | 0.000001 | 0.6 % is 6,000 of them |
//! | [`Quantity`] | 0.001 | goods sold by weight |
//! | [`Money`] | 10⁻¹⁵ | an amount × a quantity × a rate fits without rounding |
//!
//! Because products are exact, a rate applied to a sum equals the sum of the rate applied to its parts: the report by
//! order, by SKU and by platform agree by construction. Rounding happens once, in [`Money::rounded`].

mod number;

use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU64;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use number::NumberError;
use number::{divide_half_away, parse_scaled, product, scaled_from_cell, write_decimal};

use crate::figures::ten_digits;

/// An amount of money as a file states it, in millionths of the currency's unit.
///
/// Held with the sign bit flipped, which keeps the order and leaves zero free, so that an `Option<Amount>` is eight bytes
/// too: rows have several amounts that a file may leave out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(NonZeroU64);

/// A share of something, in millionths: 0.6 % is `Rate::from_millionths(6_000)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

/// A number of units sold, in thousandths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

/// An exact result: a sum of amounts and of their products with quantities and rates, in units of 10⁻¹⁵.
///
/// The range is about ±1.7 × 10²³, out of reach for what a shop adds up; where a sum would leave it, it stays at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

const SIGN_BIT: u64 = 1 << 63;

impl Amount {
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

    pub const fn millionths(self) -> i64 {
        (self.0.get() ^ SIGN_BIT).cast_signed()
    }

    pub const fn from_cents(cents: i64) -> Amount {
        Amount::from_millionths(cents.saturating_mul(10_000))
    }

    /// Reads a plain decimal number such as `-12.50`; digits after the sixth decimal are rounded half away from zero.
    ///
    /// # Errors
    /// Anything but an optional sign, digits and one point is refused: signs of currency and thousands separators are
    /// the reader's business, not money's.
    pub fn parse(text: &str) -> Result<Amount, NumberError> {
        parse_scaled(text, 6).map(Amount::from_millionths)
    }

    /// Reads a numeric spreadsheet cell, rounded to the 15 significant digits that Excel itself shows.
    ///
    /// ```
    /// use analytics::Amount;
    /// // What a workbook really stores for 0.1 + 0.2.
    /// assert_eq!(Amount::from_cell(0.30000000000000004), Amount::parse("0.3"));
    /// ```
    ///
    /// # Errors
    /// Not a number, infinite, or out of range.
    pub fn from_cell(cell: f64) -> Result<Amount, NumberError> {
        scaled_from_cell(cell, 6).map(Amount::from_millionths)
    }

    pub const fn is_zero(self) -> bool {
        self.millionths() == 0
    }

    pub const fn is_negative(self) -> bool {
        self.millionths() < 0
    }

    pub const fn abs(self) -> Amount {
        Amount::from_millionths(self.millionths().saturating_abs())
    }
}

impl Rate {
    pub const ZERO: Rate = Rate(0);
    pub const ONE: Rate = Rate(1_000_000);

    pub const fn from_millionths(millionths: i64) -> Rate {
        Rate(millionths)
    }

    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Reads a share written as a decimal number: `0.006` is 0.6 %.
    ///
    /// # Errors
    /// See [`Amount::parse`].
    pub fn parse(text: &str) -> Result<Rate, NumberError> {
        parse_scaled(text, 6).map(Rate)
    }
}

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);
    pub const ONE: Quantity = Quantity(1_000);

    pub const fn from_thousandths(thousandths: i64) -> Quantity {
        Quantity(thousandths)
    }

    pub const fn thousandths(self) -> i64 {
        self.0
    }

    pub const fn from_units(units: i64) -> Quantity {
        Quantity(units.saturating_mul(1_000))
    }

    /// The number of units; `None` where there is a part of one.
    pub const fn whole_units(self) -> Option<i64> {
        if self.0 % 1_000 == 0 { Some(self.0 / 1_000) } else { None }
    }

    /// Reads a number of units written as a decimal number.
    ///
    /// # Errors
    /// See [`Amount::parse`].
    pub fn parse(text: &str) -> Result<Quantity, NumberError> {
        parse_scaled(text, 3).map(Quantity)
    }

    /// Reads a numeric spreadsheet cell as a number of units.
    ///
    /// # Errors
    /// See [`Amount::from_cell`].
    pub fn from_cell(cell: f64) -> Result<Quantity, NumberError> {
        scaled_from_cell(cell, 3).map(Quantity)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub const fn abs(self) -> Quantity {
        Quantity(self.0.saturating_abs())
    }
}

const MONEY_PER_MILLIONTH: i128 = 1_000_000_000;
const MONEY_PER_CENT: i128 = 10_000 * MONEY_PER_MILLIONTH;
const MONEY_PER_UNIT: i128 = 100 * MONEY_PER_CENT;

impl Money {
    pub const ZERO: Money = Money(0);

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

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

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

    /// Reads what [`Money`]'s `Display` wrote; more than 15 decimals are refused.
    ///
    /// # Errors
    /// See [`Amount::parse`].
    pub fn parse(text: &str) -> Result<Money, NumberError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || fraction.len() > 15 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit())
        {
            return Err(NumberError::NotANumber);
        }
        let whole: i128 = whole.parse().map_err(|_| NumberError::TooLarge)?;
        let fraction: i128 = format!("{fraction:0<15}").parse().map_err(|_| NumberError::NotANumber)?;
        let value =
            whole.checked_mul(MONEY_PER_UNIT).and_then(|w| w.checked_add(fraction)).ok_or(NumberError::TooLarge)?;
        Ok(Money(if negative { -value } else { value }))
    }
}

/// The nearest number of 64 bits.
pub(crate) fn narrowed(number: i128) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let narrow = number.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    narrow
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Money {
        Money(product(amount.millionths(), 1, 1_000_000_000))
    }
}

impl Mul<Rate> for Amount {
    type Output = Money;
    fn mul(self, rate: Rate) -> Money {
        Money(product(self.millionths(), rate.0, 1_000))
    }
}

impl Mul<Quantity> for Amount {
    type Output = Money;
    fn mul(self, quantity: Quantity) -> Money {
        Money(product(self.millionths(), quantity.0, 1_000_000))
    }
}

/// A share of a share, rounded to a millionth.
impl Mul<Rate> for Rate {
    type Output = Rate;
    fn mul(self, rate: Rate) -> Rate {
        Rate(narrowed(divide_half_away(i128::from(self.0) * i128::from(rate.0), 1_000_000)))
    }
}

/// Exact as long as the money has at most nine decimals, which every amount and every amount × quantity has.
impl Mul<Rate> for Money {
    type Output = Money;
    fn mul(self, rate: Rate) -> Money {
        Money(divide_half_away(self.0, 1_000_000).saturating_mul(rate.0.into()))
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

/// Sums stop at the end of their range instead of coming out on its other side: columns of nonsense, such as telephone
/// numbers taken for amounts, add up to something far too large, and never to less than nothing.
macro_rules! additive {
    ($($type:ident: $of:expr, $held:expr;)*) => {$(
        impl Add for $type {
            type Output = $type;
            fn add(self, other: $type) -> $type { $of($held(self).saturating_add($held(other))) }
        }
        impl Sub for $type {
            type Output = $type;
            fn sub(self, other: $type) -> $type { $of($held(self).saturating_sub($held(other))) }
        }
        impl Neg for $type {
            type Output = $type;
            fn neg(self) -> $type { $of($held(self).saturating_neg()) }
        }
        impl AddAssign for $type {
            fn add_assign(&mut self, other: $type) { *self = *self + other; }
        }
        impl SubAssign for $type {
            fn sub_assign(&mut self, other: $type) { *self = *self - other; }
        }
        impl Sum for $type {
            fn sum<I: Iterator<Item = $type>>(parts: I) -> $type { parts.fold($of(0), Add::add) }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                $type::parse(&text).map_err(|error| de::Error::custom(format!("`{text}`: {error}")))
            }
        }
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}
additive! {
    Amount: Amount::from_millionths, Amount::millionths;
    Rate: Rate, |rate: Rate| rate.0;
    Quantity: Quantity, |quantity: Quantity| quantity.0;
    Money: Money, |money: Money| money.0;
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(formatter, i128::from(self.millionths()), 6, 2)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(formatter, i128::from(self.0), 6, 0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(formatter, i128::from(self.0), 3, 0)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(formatter, self.0, 15, 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_product_is_the_long_one(one: i64, other: i64, shift in 0_u32..63, by in 0_u32..63) {
            let (one, other) = (one >> shift, other >> by);
            for scale in [1_000, 1_000_000, 1_000_000_000] {
                let long = i128::from(one).checked_mul(i128::from(other)).and_then(|part| part.checked_mul(scale.into()));
                if let Some(long) = long {
                    prop_assert_eq!(number::product(one, other, scale), long);
                }
            }
        }

        #[test]
        fn the_short_quotient_is_the_long_one(numerator: i64, denominator: i64, shift in 0_u32..63) {
            let (numerator, denominator) = (i128::from(numerator), i128::from(denominator >> shift));
            prop_assume!(denominator != 0);
            // A million million times both is the same quotient, and out of the short way's reach.
            let factor = 1_000_000_000_000;
            prop_assert_eq!(
                divide_half_away(numerator, denominator),
                divide_half_away(numerator * factor, denominator * factor)
            );
        }

        #[test]
        fn cents_and_what_is_left_make_the_whole(whole: i64, factor in 1_i128..1_000_000) {
            let money = Money(i128::from(whole) * factor);
            let (cents, left) = money.floor_cents();
            prop_assert!((0..10_000_000_000_000).contains(&left));
            prop_assert_eq!(cents * 10_000_000_000_000 + i128::from(left), money.0);
        }
    }

    #[track_caller]
    fn check_parse(text: &str, expected: Result<i64, NumberError>) {
        assert_eq!(Amount::parse(text).map(Amount::millionths), expected, "{text}");
    }

    #[test]
    fn amounts_are_read_from_text() {
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

    #[test]
    fn no_sum_of_positive_amounts_is_negative() {
        // Eight hundred telephone numbers, and a billion orders of the largest cell there is.
        let phone = Amount::parse("13800000000").unwrap();
        assert!(std::iter::repeat_n(phone, 800).sum::<Amount>() > phone);
        let largest = Amount::parse("100000000000").unwrap();
        let units = std::iter::repeat_n(Quantity::parse("99999999999").unwrap(), 20).sum::<Quantity>();
        let goods = largest * units;
        assert!(goods.is_positive() && (goods + goods).is_positive() && (goods * Rate::ONE).is_positive());
        assert!((Money::ZERO - goods - goods).is_negative() && goods.rounded().is_positive());
        assert_eq!(Rate::from_millionths(i64::MAX) * Rate::from_millionths(i64::MAX), Rate::from_millionths(i64::MAX));
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
    fn products_are_exact() {
        let price = Amount::parse("9.99").unwrap();
        let rate = Rate::parse("0.006").unwrap();
        assert_eq!((price * rate).to_string(), "0.05994");
        assert_eq!((price * Quantity::from_units(3)).to_string(), "29.97");
        assert_eq!((price * Quantity::from_units(3) * rate).to_string(), "0.17982");
    }

    #[test]
    fn shares_are_rounded_to_the_cent() {
        assert_eq!(Money::from_cents(1000).per(Quantity::from_units(3)).unwrap().to_string(), "3.33");
        assert_eq!(Money::from_cents(1000).per(Quantity::ZERO), None);
        let result = Money::from_cents(1000).scaled_by(Money::from_cents(200), Money::from_cents(300));
        assert_eq!(result.unwrap().to_string(), "6.67");
    }
}
