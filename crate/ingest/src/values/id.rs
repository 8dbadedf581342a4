//! Ids: order numbers, SKU codes, waybills.

use std::fmt::Write as _;

use analytics::diagnostic::Problem;

use super::{is_missing, trimmed};
use crate::cell::Cell;

/// Whole numbers up to here are exact in the float of a workbook, and shown in full by Excel.
const LONGEST_EXACT: f64 = 1e15;

/// Digits of a number that Excel keeps.
const KEPT: usize = 15;

/// Writes the id into `id`, without what spreadsheets and platforms wrap around it; leaves it empty for a blank cell. Where
/// the long ids of the column are known to have lost their ends, those are refused.
///
/// # Errors
/// [`Problem::DamagedId`] and [`Problem::LongNumericId`] for numbers whose last digits are lost, and
/// [`Problem::FormulaNotCalculated`].
pub(crate) fn read(cell: Cell<'_>, are_cut: bool, id: &mut String) -> Result<(), Problem> {
    id.clear();
    match cell {
        Cell::Text(text) => {
            let text = bare(text);
            if is_missing(text) || text == "0.0" {
                return Ok(());
            }
            if is_in_exponents(text) || (are_cut && is_cut(text) == Some(true)) {
                return Err(Problem::DamagedId { value: text.to_string() });
            }
            id.push_str(without_zero_decimals(text));
        }
        Cell::Number(number) if number.abs() >= LONGEST_EXACT => {
            return Err(Problem::LongNumericId { value: format!("{number:.0}") });
        }
        Cell::Number(number) => _ = write!(id, "{number}"),
        Cell::Moment(_) | Cell::Bool(_) => cell.write_to(id),
        Cell::Empty | Cell::Error => {}
        Cell::Formula => return Err(Problem::FormulaNotCalculated),
    }
    Ok(())
}

/// Whether a long id has nothing but zeros beyond the fifteenth digit, as Excel leaves of a number; `None` for an id that
/// is short, or no number.
pub(crate) fn is_cut(text: &str) -> Option<bool> {
    if text.len() <= KEPT {
        return None;
    }
    let text = bare(text);
    let (_, end) = text.split_at_checked(KEPT)?;
    if end.is_empty() || !is_digits(text) {
        return None;
    }
    Some(end.bytes().all(|byte| byte == b'0'))
}

/// `="1"`, `'1`, `` `1 ``, `@1`, `No:1` and `ID：1` are all `1`.
fn bare(text: &str) -> &str {
    let mut text = trimmed(text);
    if let Some(quoted) = text.strip_prefix("=\"") {
        text = trimmed(quoted.strip_suffix('"').unwrap_or(quoted));
    }
    text = trimmed(text.trim_start_matches(['\'', '`', '@', '’']));
    for prefix in ["No:", "No：", "NO:", "ID:", "ID："] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return trimmed(rest);
        }
    }
    text
}

/// `2.02606E+27`: what Excel leaves of a long number when a csv is saved.
fn is_in_exponents(text: &str) -> bool {
    if !matches!(text.as_bytes().get(1), Some(b'.' | b'E' | b'e')) {
        return false;
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix('+') else { return false };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1 && [whole, fraction, exponent].iter().all(|digits| is_digits(digits))
}

/// `10170858471951.0` is an id that went through a float; `1.0` may be a version in a SKU code.
fn without_zero_decimals(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(whole) if whole.len() >= 5 && is_digits(whole) => whole,
        _ => text,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: Cell<'_>, expected: Result<&str, &str>) {
        let mut id = String::new();
        let found = read(cell, false, &mut id).map(|()| id.as_str()).map_err(|problem| problem.code());
        assert_eq!(found, expected);
    }

    #[test]
    fn ids_lose_their_wrapping() {
        for text in
            ["=\"00123\"", "'00123", "`00123", "\t00123", "00123\t", "@00123", "No:00123", "ID：00123", " 00123 "]
        {
            check(Cell::Text(text), Ok("00123"));
        }
        check(Cell::Text("10170858471951.0"), Ok("10170858471951"));
        check(Cell::Text("v1.0"), Ok("v1.0"));
        check(Cell::Text("--"), Ok(""));
        check(Cell::Text("A E+B"), Ok("A E+B"));
        check(Cell::Number(10_170_858_471_951.0), Ok("10170858471951"));
    }

    #[test]
    fn what_excel_leaves_of_a_long_number_ends_in_zeros() {
        assert_eq!(is_cut("4502123456789010000"), Some(true));
        assert_eq!(is_cut("\t1234567890123450 "), Some(true));
        assert_eq!(is_cut("4502123456789012345"), Some(false));
        for text in ["123456789012000", "YT88123456789000000", "", "260601-123456789000000"] {
            assert_eq!(is_cut(text), None, "{text}");
        }
        let mut id = String::new();
        let problem = read(Cell::Text("4502123456789010000"), true, &mut id).unwrap_err();
        assert_eq!(problem.code(), "damaged_id");
        assert_eq!((read(Cell::Text("YT1"), true, &mut id), id.as_str()), (Ok(()), "YT1"));
        assert_eq!(read(Cell::Text("4502123456789010000"), false, &mut id), Ok(()));
    }

    #[test]
    fn destroyed_ids_are_refused() {
        check(Cell::Text("2.02606E+27"), Err("damaged_id"));
        check(Cell::Text("3E+18"), Err("damaged_id"));
        check(Cell::Text("2E3"), Ok("2E3"));
        check(Cell::Number(3_456_789_012_345_678_901.0), Err("long_numeric_id"));
    }
}
