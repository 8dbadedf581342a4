//! Amounts of money and numbers of units.

use analytics::diagnostic::Problem;
use analytics::money::NumberError;
use analytics::{Amount, Quantity};
use serde::Deserialize;

use super::{is_missing, trimmed};
use crate::cell::Cell;

/// How an export writes numbers as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decimals {
    /// `1,234.50`
    #[default]
    Plain,
    /// `1.234,50`, and `159.000` is a hundred and fifty-nine thousand.
    Comma,
}

/// `None` for a cell that says there is nothing.
///
/// # Errors
/// [`Problem::UnreadableAmount`], [`Problem::AmountTooLarge`] and [`Problem::FormulaNotCalculated`].
pub(crate) fn read(cell: Cell<'_>, decimals: Decimals) -> Result<Option<Amount>, Problem> {
    let (parsed, shown) = match cell {
        Cell::Empty | Cell::Error => return Ok(None),
        Cell::Number(number) => (Amount::from_cell(number), cell),
        Cell::Text(text) => match digits(text, decimals) {
            Digits::Missing => return Ok(None),
            Digits::AsWritten(digits) => (Amount::from_cell_text(digits), cell),
            Digits::Rewritten(digits) => (Amount::from_cell_text(&digits), cell),
            Digits::None => (Err(NumberError::NotANumber), cell),
        },
        Cell::Moment(_) | Cell::Bool(_) => (Err(NumberError::NotANumber), cell),
        Cell::Formula => return Err(Problem::FormulaNotCalculated),
    };
    parsed.map(Some).map_err(|error| {
        let mut value = String::new();
        shown.write_to(&mut value);
        match error {
            NumberError::NotANumber => Problem::UnreadableAmount { value },
            NumberError::TooLarge => Problem::AmountTooLarge { value },
        }
    })
}

/// `None` for a cell that says there is nothing.
///
/// # Errors
/// [`Problem::UnreadableQuantity`] and [`Problem::FormulaNotCalculated`].
pub(crate) fn quantity(cell: Cell<'_>, decimals: Decimals) -> Result<Option<Quantity>, Problem> {
    let parsed = match cell {
        Cell::Empty | Cell::Error => return Ok(None),
        Cell::Number(number) => Quantity::from_cell(number),
        Cell::Text(text) => {
            let text = trimmed(text).trim_end_matches(['件', '个', '套']);
            match digits(text, decimals) {
                Digits::Missing => return Ok(None),
                Digits::AsWritten(digits) => Quantity::from_cell_text(digits),
                Digits::Rewritten(digits) => Quantity::from_cell_text(&digits),
                Digits::None => Err(NumberError::NotANumber),
            }
        }
        Cell::Moment(_) | Cell::Bool(_) => Err(NumberError::NotANumber),
        Cell::Formula => return Err(Problem::FormulaNotCalculated),
    };
    // Nothing is sold by the thousand million: such a number is an id, and a product with it leaves the range of money.
    let parsed = parsed.and_then(|quantity| {
        let is_id = quantity.thousandths().unsigned_abs() >= MOST_UNITS;
        if is_id { Err(NumberError::TooLarge) } else { Ok(quantity) }
    });
    parsed.map(Some).map_err(|_| {
        let mut value = String::new();
        cell.write_to(&mut value);
        Problem::UnreadableQuantity { value }
    })
}

/// In thousandths of a unit.
const MOST_UNITS: u64 = 1_000_000_000 * 1_000;

enum Digits<'a> {
    Missing,
    AsWritten(&'a str),
    Rewritten(String),
    None,
}

/// Brings a number as people write it into the plain form that money parses.
fn digits(text: &str, decimals: Decimals) -> Digits<'_> {
    let text = trimmed(text);
    if is_missing(text) {
        return Digits::Missing;
    }
    let is_plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    if is_plain && decimals == Decimals::Plain {
        return Digits::AsWritten(text);
    }
    rewritten(text, decimals).map_or(Digits::None, Digits::Rewritten)
}

fn rewritten(text: &str, decimals: Decimals) -> Option<String> {
    let mut text = text;
    if let Some(quoted) = text.strip_prefix("=\"") {
        text = quoted.strip_suffix('"').unwrap_or(quoted);
    }
    // 京东 adds notes: `499.00（系统计算中，该值仅供参考）`.
    if let Some(note) = text.find(['（', '('])
        && text.get(..note).is_some_and(|before| before.bytes().any(|byte| byte.is_ascii_digit()))
    {
        text = text.get(..note)?;
    }
    let mut is_negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        is_negative = true;
        text = inner;
    }
    let (thousands, point) = match decimals {
        Decimals::Plain => (',', '.'),
        Decimals::Comma => ('.', ','),
    };
    let (mut digits, mut whole_groups, mut seen_point) = (String::with_capacity(text.len()), Vec::new(), false);
    let mut group = 0;
    let mut rest = trimmed(text.trim_start_matches('\''));
    while let Some(character) = rest.chars().next() {
        let length = character.len_utf8();
        let mut step = length;
        match character {
            '0'..='9' => {
                digits.push(character);
                group += u32::from(!seen_point);
            }
            '-' | '−' | '－' if digits.is_empty() && !is_negative => is_negative = true,
            '+' if digits.is_empty() => {}
            _ if character == thousands && !seen_point => {
                whole_groups.push(group);
                group = 0;
            }
            _ if character == point && !seen_point => {
                seen_point = true;
                digits.push('.');
            }
            '¥' | '￥' | '$' | '€' | '£' | '฿' | '₫' | '₱' | '元' => {}
            _ if crate::cell::is_filler(character) => {}
            _ => step = currency_letters(rest)?,
        }
        rest = rest.get(step..)?;
    }
    if let Some((first, later)) = whole_groups.split_first() {
        let groups_fit = (1..=3).contains(first) && group == 3 && later.iter().all(|&group| group == 2 || group == 3);
        if !groups_fit {
            // In files with a decimal comma, `2.5` in a column of whole numbers is still two and a half.
            if decimals == Decimals::Comma && whole_groups.len() == 1 && !seen_point {
                return rewritten(text, Decimals::Plain)
                    .map(|digits| signed(&digits, is_negative && !digits.starts_with('-')));
            }
            return None;
        }
    }
    Some(signed(&digits, is_negative))
}

fn signed(digits: &str, is_negative: bool) -> String {
    if is_negative { format!("-{digits}") } else { digits.to_string() }
}

/// Length of a currency's letters at the start of the text.
fn currency_letters(text: &str) -> Option<usize> {
    const LETTERS: &[&str] = &[
        "Rp", "RMB", "CNY", "USD", "EUR", "GBP", "IDR", "THB", "VND", "PHP", "MYR", "SGD", "CA", "MX", "RM", "R", "A",
    ];
    LETTERS.iter().find(|letters| text.starts_with(**letters)).map(|letters| letters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, decimals: Decimals, expected: Option<&str>) {
        let found = read(Cell::Text(text), decimals).unwrap();
        assert_eq!(found, expected.map(|text| Amount::parse(text).unwrap()), "{text}");
    }

    #[test]
    fn amounts_are_read_as_platforms_write_them() {
        use Decimals::Plain;
        for text in [
            "12.5",
            " 12.50\t",
            "¥12.50",
            "￥12.50",
            "12.50元",
            "+12.5",
            "US$12.5".trim_start_matches("US"),
            "CA$12.5",
            "=\"12.50\"",
        ] {
            check(text, Plain, Some("12.5"));
        }
        check("1,234.50", Plain, Some("1234.5"));
        check("1,03,153", Plain, Some("103153"));
        check("(12.00)", Plain, Some("-12"));
        check("-¥12.00", Plain, Some("-12"));
        check("¥-12.00", Plain, Some("-12"));
        check("499.00（系统计算中，该值仅供参考）", Plain, Some("499"));
        for text in ["", "--", "-", "nan", "null", "暂无数据", " "] {
            check(text, Plain, None);
        }
    }

    #[test]
    fn decimal_commas_are_not_thousands() {
        check("159.000", Decimals::Comma, Some("159000"));
        check("Rp 2.273,67", Decimals::Comma, Some("2273.67"));
        check("-12,5", Decimals::Comma, Some("-12.5"));
        check("2.5", Decimals::Comma, Some("2.5"));
        check("1.234.567", Decimals::Comma, Some("1234567"));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["abc", "1,2", "12,50", "2026-06-01", "1.2.3", "SKU1"] {
            assert!(read(Cell::Text(text), Decimals::Plain).is_err(), "{text}");
        }
        assert!(matches!(read(Cell::Text("123456789012345"), Decimals::Plain), Err(Problem::AmountTooLarge { .. })));
    }

    #[test]
    fn units_may_carry_their_word() {
        assert_eq!(quantity(Cell::Text("2件"), Decimals::Plain).unwrap(), Some(Quantity::from_units(2)));
        assert_eq!(quantity(Cell::Number(1.5), Decimals::Plain).unwrap(), Some(Quantity::from_thousandths(1500)));
        assert!(quantity(Cell::Text("two"), Decimals::Plain).is_err());
        assert!(quantity(Cell::Text("99999999999"), Decimals::Plain).is_err());
    }
}
