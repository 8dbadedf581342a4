//! Counting, averaging and ranking: the small statistics that capacity and repurchase are built of.

use crate::money::{Money, Quantity, Rate};

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "no shop has 2⁵³ orders")]
pub(crate) fn count(number: usize) -> f64 {
    number as f64
}

/// A count as it is reported; no shop has 2³² of anything.
pub fn number(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

/// A count in millionths, to be reckoned with like a rate; no shop has 2⁶³ of them.
pub(crate) fn signed(millionths: u64) -> i64 {
    i64::try_from(millionths).unwrap_or(i64::MAX)
}

/// A share as a float.
#[expect(clippy::cast_precision_loss, reason = "a share, not money")]
pub(crate) fn share(rate: Rate) -> f64 {
    rate.millionths() as f64 / 1e6
}

/// Units as a float.
#[expect(clippy::cast_precision_loss, reason = "a statistic of units, not the units")]
pub(crate) fn units(quantity: Quantity) -> f64 {
    quantity.thousandths() as f64 / 1e3
}

/// The nearest whole number that is not negative; what is not a number is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before it is cut")]
pub(crate) fn whole(value: f64) -> u32 {
    libm::round(value).clamp(0.0, f64::from(u32::MAX)) as u32
}

/// The next whole number that is not below `value`. A hair above a whole number is that number: 3 × 0.1 ÷ 0.1 is 3.
pub(crate) fn whole_up(value: f64) -> u32 {
    whole(libm::ceil(value - 1e-9 * value.abs().max(1.0)))
}

/// The last whole number that is not above `value`, with the same hair.
pub(crate) fn whole_down(value: f64) -> u32 {
    whole(libm::floor(value + 1e-9 * value.abs().max(1.0)))
}

/// A position for a count.
pub(crate) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A number of days that fits the calendar.
pub(crate) fn days(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// An estimated number of times a known amount, to the cent. The estimate is cut to millionths first, so that the
/// product is exact.
pub(crate) fn times(amount: Money, number: f64) -> Money {
    // Out of this range no estimate means anything, and the product keeps inside its type.
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a million millions")]
    let millionths = libm::round(number.clamp(-1e9, 1e9) * 1e6) as i64;
    (Money::from(amount.to_amount()) * Rate::from_millionths(millionths)).rounded()
}

/// Ten significant digits, so that a native and a browser run print the same figure.
pub fn ten_digits(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}

/// `None` of nothing.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / count(values.len())) }
}

/// Of a sample, with n − 1; `None` of fewer than two values.
pub(crate) fn variance(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    if values.len() < 2 { None } else { Some(squares / count(values.len() - 1)) }
}

/// The percentile by nearest rank: the ⌈p·n⌉-th smallest value. It is always a value that occurred. `None` of nothing.
pub(crate) fn nearest_rank(values: &[f64], percentile: Rate) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = i64::try_from(sorted.len()).ok()?;
    let parts = percentile.millionths().clamp(0, 1_000_000) * n;
    // Whole numbers, because ⌈0.95 × 20⌉ in floats is 20.
    let rank = usize::try_from((parts + 999_999) / 1_000_000).unwrap_or(0).max(1);
    sorted.get(rank - 1).copied()
}

/// The middle value, or the lower of the two in the middle.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    nearest_rank(values, Rate::from_millionths(500_000))
}

/// The 95 % interval of a share. `None` of nobody.
///
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927).
pub(crate) fn wilson(did: u32, of: u32) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if of == 0 {
        return None;
    }
    let (n, p) = (f64::from(of), f64::from(did) / f64::from(of));
    let middle = p + Z * Z / (2.0 * n);
    let width = Z * libm::sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n));
    let whole = 1.0 + Z * Z / n;
    Some((((middle - width) / whole).max(0.0), ((middle + width) / whole).min(1.0)))
}

/// The middle of sorted numbers; of an even count the mean of the two in the middle, rounded down.
pub(crate) fn middle(sorted: &[u32]) -> Option<u32> {
    let (one, other) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(u32::midpoint(*one, *other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_occurred() {
        let percentile = |values: &[f64], share: &str| nearest_rank(values, Rate::parse(share).unwrap());
        // By hand: ⌈0.95 × 20⌉ = 19, so the 19th of 1 … 20; of 21 values it is the 20th.
        let twenty: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        assert_eq!(percentile(&twenty, "0.95"), Some(19.0));
        let more: Vec<f64> = (1..=21).map(f64::from).collect();
        assert_eq!(percentile(&more, "0.95"), Some(20.0));
        // Source: the worked example of en.wikipedia.org/wiki/Percentile#The_nearest-rank_method.
        let list = [15.0, 20.0, 35.0, 40.0, 50.0];
        let expected = [("0.05", 15.0), ("0.3", 20.0), ("0.4", 20.0), ("0.5", 35.0), ("1", 50.0)];
        for (share, value) in expected {
            assert_eq!(percentile(&list, share), Some(value), "{share}");
        }
        assert_eq!(percentile(&[], "0.95"), None);
    }

    #[test]
    fn empty_days_count() {
        let mut days = vec![0.0; 18];
        days.extend([7.0, 9.0]);
        assert_eq!(nearest_rank(&days, Rate::parse("0.95").unwrap()), Some(7.0));
    }

    #[test]
    fn a_sample_spreads_with_one_less() {
        assert_eq!(variance(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]), Some(32.0 / 7.0));
        assert_eq!((variance(&[3.0]), mean(&[])), (None, None));
    }

    #[test]
    fn an_estimate_of_money_is_whole_cents() {
        assert_eq!(times(Money::from_cents(333), 1.5), Money::from_cents(500));
        assert_eq!(times(Money::from_cents(-333), 1.5), Money::from_cents(-500));
        assert_eq!((whole_up(3.000_000_000_1), whole_up(3.01), whole_down(2.999_999_999_9)), (3, 4, 3));
        assert_eq!((whole(-4.0), whole(f64::NAN)), (0, 0));
    }

    #[test]
    fn the_interval_of_a_share() {
        // Source: R. G. Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives .2553 to .3662, 15 of 148
        // gives .0624 to .1605, 0 of 20 gives 0 to .1611.
        let interval =
            |did, of| wilson(did, of).map(|(low, high)| (format!("{low:.4}"), format!("{high:.4}"))).unwrap();
        assert_eq!(interval(81, 263), ("0.2553".to_owned(), "0.3662".to_owned()));
        assert_eq!(interval(15, 148), ("0.0624".to_owned(), "0.1605".to_owned()));
        assert_eq!(interval(0, 20), ("0.0000".to_owned(), "0.1611".to_owned()));
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn the_middle() {
        assert_eq!(middle(&[1, 2, 9]), Some(2));
        assert_eq!(middle(&[1, 2, 9, 10]), Some(5));
        assert_eq!(middle(&[]), None);
    }
}
