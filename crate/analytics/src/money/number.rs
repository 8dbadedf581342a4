//! From text and cells to scaled integers and back, without a rounding that is not meant.

use std::fmt;

/// Why a cell is no amount or quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// It is not a plain decimal number.
    NotANumber,
    /// It is a number too large to be an amount of a shop (an absolute value above 10¹¹).
    TooLarge,
}

impl fmt::Display for NumberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            NumberError::NotANumber => "not a plain decimal number",
            NumberError::TooLarge => "number out of range",
        })
    }
}

impl std::error::Error for NumberError {}

/// No cell of a shop is above a hundred billion; a larger number is a damaged id or a barcode in the wrong column.
pub(super) const LARGEST_WHOLE: i64 = 100_000_000_000;

pub(super) fn parse_scaled(text: &str, decimals: u32) -> Result<i64, NumberError> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let mut value: i64 = 0;
    let mut seen_digit = false;
    let mut seen_point = false;
    let mut missing_decimals = decimals;
    let mut round_up = None;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                seen_digit = true;
                let digit = i64::from(byte - b'0');
                if seen_point {
                    if missing_decimals == 0 {
                        round_up.get_or_insert(digit >= 5);
                        continue;
                    }
                    missing_decimals -= 1;
                }
                value = value.checked_mul(10).and_then(|v| v.checked_add(digit)).ok_or(NumberError::TooLarge)?;
            }
            b'.' if !seen_point => seen_point = true,
            _ => return Err(NumberError::NotANumber),
        }
    }
    if !seen_digit {
        return Err(NumberError::NotANumber);
    }
    let scale = 10_i64.pow(missing_decimals);
    value = value.checked_mul(scale).ok_or(NumberError::TooLarge)?;
    if round_up == Some(true) {
        value += 1;
    }
    if value > LARGEST_WHOLE * 10_i64.pow(decimals) {
        return Err(NumberError::TooLarge);
    }
    Ok(if negative { -value } else { value })
}

pub(super) fn scaled_from_cell(cell: f64, decimals: u32) -> Result<i64, NumberError> {
    if !cell.is_finite() {
        return Err(NumberError::NotANumber);
    }
    #[expect(clippy::cast_precision_loss, reason = "a bound, not an amount")]
    if cell.abs() > LARGEST_WHOLE as f64 {
        return Err(NumberError::TooLarge);
    }
    if let (Some(cents), Some(more)) = (whole_cents(cell), decimals.checked_sub(2)) {
        return cents.checked_mul(10_i64.pow(more)).ok_or(NumberError::TooLarge);
    }
    // The float only chooses the text; all arithmetic is on the text's digits. "1.23450000000000e2" → 123.45.
    let text = format!("{cell:.14e}");
    let (mantissa, exponent) = text.split_once('e').ok_or(NumberError::NotANumber)?;
    let exponent: i32 = exponent.parse().map_err(|_| NumberError::NotANumber)?;
    let negative = mantissa.starts_with('-');
    let digits: i128 =
        mantissa.bytes().filter(u8::is_ascii_digit).fold(0, |value, digit| value * 10 + i128::from(digit - b'0'));
    // `digits` counts units of 10^(exponent − 14).
    let shift = exponent - 14 + i32::try_from(decimals).map_err(|_| NumberError::TooLarge)?;
    let value = if shift >= 0 {
        let factor = 10_i128.checked_pow(shift.unsigned_abs()).ok_or(NumberError::TooLarge)?;
        digits.checked_mul(factor).ok_or(NumberError::TooLarge)?
    } else {
        match 10_i128.checked_pow(shift.unsigned_abs()) {
            Some(divisor) => divide_half_away(digits, divisor),
            None => 0,
        }
    };
    let value = i64::try_from(value).map_err(|_| NumberError::TooLarge)?;
    Ok(if negative { -value } else { value })
}

/// The cell in cents, where it is the float nearest to a whole number of them and has no more than 15 digits: then this
/// is what Excel shows, found without writing the number out. Nearly every cell is of this kind.
pub(super) fn whole_cents(cell: f64) -> Option<i64> {
    let cents = libm::round(cell * 100.0);
    #[expect(clippy::cast_possible_truncation, reason = "fifteen digits fit")]
    (cents.abs() < 1e15 && cents / 100.0 == cell).then_some(cents as i64)
}

/// one × other × scale; beyond 128 bits the nearest number inside them, so that the sign stays right.
pub(super) fn product(one: i64, other: i64, scale: i64) -> i128 {
    // WebAssembly multiplies 128 bits by calling a function, and most products of a shop are zero or fit 63 bits.
    if one == 0 || other == 0 {
        return 0;
    }
    let bits = |factor: i64| u64::BITS - factor.unsigned_abs().leading_zeros();
    if bits(one) + bits(other) + bits(scale) <= 63 {
        return i128::from(one * other * scale);
    }
    (i128::from(one) * i128::from(other)).saturating_mul(scale.into())
}

/// Quotient rounded half away from zero; `denominator` is not zero.
pub(super) fn divide_half_away(numerator: i128, denominator: i128) -> i128 {
    // Division of 128 bits is slow, and of a shop's amounts nearly all do without.
    if let (Ok(small), Ok(by)) = (i64::try_from(numerator), i64::try_from(denominator))
        && let (Some(quotient), Some(remainder)) = (small.checked_div(by), small.checked_rem(by))
    {
        let away = if (small < 0) == (by < 0) { 1 } else { -1 };
        let is_half = remainder.unsigned_abs() * 2 >= by.unsigned_abs();
        return i128::from(quotient) + if is_half { away } else { 0 };
    }
    let quotient = numerator / denominator;
    let remainder = numerator % denominator;
    if remainder.unsigned_abs() * 2 >= denominator.unsigned_abs() {
        if (numerator < 0) == (denominator < 0) { quotient + 1 } else { quotient - 1 }
    } else {
        quotient
    }
}

/// The nearest number of 64 bits.
pub(crate) fn narrowed(number: i128) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let narrow = number.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    narrow
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
                    prop_assert_eq!(product(one, other, scale), long);
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
    }
}
