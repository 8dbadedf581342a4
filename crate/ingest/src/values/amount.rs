//! Amounts of money and numbers of units.

use analytics::diagnostic::Problem;
use analytics::money::NumberError;
use analytics::{Amount, Quantity};
use serde::Deserialize;

use super::{half_width, is_missing, is_open, trimmed};
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

/// How a column writes its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NumberForm {
    pub(crate) decimals: Decimals,
    /// Its header says 万元 or 万: a number that does not say so itself is meant ten thousand times.
    pub(crate) is_in_ten_thousands: bool,
}

impl From<Decimals> for NumberForm {
    fn from(decimals: Decimals) -> NumberForm {
        NumberForm { decimals, is_in_ten_thousands: false }
    }
}

/// `None` for a cell that says there is nothing.
///
/// # Errors
/// [`Problem::UnreadableAmount`], [`Problem::AmountTooLarge`] and [`Problem::FormulaNotCalculated`].
pub(crate) fn read(cell: Cell<'_>, form: impl Into<NumberForm>) -> Result<Option<Amount>, Problem> {
    let form = form.into();
    let (parsed, shown) = match cell {
        Cell::Empty | Cell::Error => return Ok(None),
        Cell::Number(number) if form.is_in_ten_thousands => {
            (Amount::from_cell_text(&shifted(&number.to_string(), TEN_THOUSANDS)), cell)
        }
        Cell::Number(number) => (Amount::from_cell(number), cell),
        Cell::Text(text) => match digits(text, form) {
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
pub(crate) fn quantity(cell: Cell<'_>, form: impl Into<NumberForm>) -> Result<Option<Quantity>, Problem> {
    let form = form.into();
    let parsed = match cell {
        Cell::Empty | Cell::Error => return Ok(None),
        Cell::Number(number) if form.is_in_ten_thousands => {
            Quantity::from_cell_text(&shifted(&number.to_string(), TEN_THOUSANDS))
        }
        Cell::Number(number) => Quantity::from_cell(number),
        Cell::Text(text) => {
            let text = trimmed(text).trim_end_matches(['件', '个', '套']);
            match digits(text, form) {
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

/// Whether the text is a number of units or an amount.
pub(crate) fn is_number(text: &str, decimals: Decimals) -> bool {
    matches!(read(Cell::Text(text), decimals), Ok(Some(_)))
        || matches!(quantity(Cell::Text(text), decimals), Ok(Some(_)))
}

/// Places by which 万 moves the point.
const TEN_THOUSANDS: usize = 4;

/// In thousandths of a unit.
const MOST_UNITS: u64 = 1_000_000_000 * 1_000;

enum Digits<'a> {
    Missing,
    AsWritten(&'a str),
    Rewritten(String),
    None,
}

/// Brings a number as people write it into the plain form that money parses.
fn digits(text: &str, form: NumberForm) -> Digits<'_> {
    let text = trimmed(text);
    if is_missing(text) {
        return Digits::Missing;
    }
    let is_plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    if is_plain && form == NumberForm::default() && !text.ends_with('-') {
        return Digits::AsWritten(text);
    }
    if is_open(text) {
        return Digits::Missing;
    }
    rewritten(text, form).map_or(Digits::None, Digits::Rewritten)
}

fn rewritten(text: &str, form: NumberForm) -> Option<String> {
    let decimals = form.decimals;
    let text = half_width(text);
    let mut text = text.as_ref();
    if let Some(quoted) = text.strip_prefix("=\"") {
        text = quoted.strip_suffix('"').unwrap_or(quoted);
    }
    // 京东 adds notes: `499.00（系统计算中，该值仅供参考）`.
    if let Some(note) = text.find('(')
        && text.get(..note).is_some_and(|before| before.bytes().any(|byte| byte.is_ascii_digit()))
    {
        text = text.get(..note)?;
    }
    let mut is_negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        is_negative = true;
        text = inner;
    }
    let text = without_about(trimmed(text.trim_start_matches('\'')));
    let mut number = Written::new(decimals);
    number.is_negative = is_negative;
    let mut rest = text;
    while !rest.is_empty() {
        rest = number.take(rest)?;
    }
    if !number.groups_fit() {
        // In files with a decimal comma, `2.5` in a column of whole numbers is still two and a half.
        if decimals == Decimals::Comma
            && number.whole_groups.len() == 1
            && number.separator == Some('.')
            && !number.seen_point
        {
            return rewritten(text, NumberForm { decimals: Decimals::Plain, ..form })
                .map(|digits| signed(&digits, is_negative && !digits.starts_with('-')));
        }
        return None;
    }
    let tens = match number.tens {
        0 if form.is_in_ten_thousands => TEN_THOUSANDS,
        tens => tens,
    };
    let digits = if tens == 0 { number.digits } else { shifted(&number.digits, tens) };
    Some(signed(&digits, number.is_negative))
}

/// 约800, 大约 800 and 800左右 are 800.
fn without_about(text: &str) -> &str {
    let text = ["大约", "约", "≈"].iter().find_map(|about| text.strip_prefix(about)).unwrap_or(text);
    trimmed(text.strip_suffix("左右").unwrap_or(text))
}

/// A number as far as it was read.
#[derive(Debug)]
struct Written {
    decimals: Decimals,
    digits: String,
    is_negative: bool,
    seen_point: bool,
    /// What stands between the groups of digits; no number has two.
    separator: Option<char>,
    /// Digits of the groups before the last, and of the last.
    whole_groups: Vec<u32>,
    group: u32,
    /// By how many places the unit behind the number moves the point: four for 万.
    tens: usize,
    /// Something stands behind the number, and no digit may follow.
    is_over: bool,
}

impl Written {
    fn new(decimals: Decimals) -> Written {
        Written {
            decimals,
            digits: String::new(),
            is_negative: false,
            seen_point: false,
            separator: None,
            whole_groups: Vec::new(),
            group: 0,
            tens: 0,
            is_over: false,
        }
    }

    /// Takes one character, or the letters of a currency, and returns the rest; `None` where this is no number.
    fn take<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (thousands, point) = match self.decimals {
            Decimals::Plain => (',', '.'),
            Decimals::Comma => ('.', ','),
        };
        let character = text.chars().next()?;
        let rest = text.get(character.len_utf8()..)?;
        let has_digits = !self.digits.is_empty();
        let digit_follows = rest.starts_with(|next: char| next.is_ascii_digit());
        match character {
            '0'..='9' if !self.is_over => {
                self.digits.push(character);
                self.group += u32::from(!self.seen_point);
            }
            '-' | '−' if !has_digits && !self.is_negative => self.is_negative = true,
            // SAP and what is made with it write `12.00-`.
            '-' | '−' if has_digits && !self.is_negative && !self.is_over => {
                (self.is_negative, self.is_over) = (true, true)
            }
            '+' if !has_digits => {}
            '万' | '萬' if has_digits && self.tens == 0 => (self.tens, self.is_over) = (TEN_THOUSANDS, true),
            '千' if has_digits && self.tens == 0 => (self.tens, self.is_over) = (3, true),
            '亿' | '億' if has_digits && self.tens == 0 => (self.tens, self.is_over) = (8, true),
            '\'' | '’' if has_digits && digit_follows && !self.seen_point && !self.is_over => {
                self.close_group(character)?
            }
            _ if character == thousands && !self.seen_point && !self.is_over => self.close_group(character)?,
            _ if character == point && !self.seen_point && !self.is_over => {
                self.seen_point = true;
                self.digits.push('.');
            }
            '¥' | '￥' | '$' | '€' | '£' | '฿' | '₫' | '₱' | '₽' | '₩' | '元' | '块' | '圆' => {
                self.is_over |= has_digits
            }
            _ if crate::cell::is_filler(character) => {
                let is_between = has_digits && digit_follows && !self.is_over && !self.seen_point;
                if is_between && self.group > 0 {
                    self.close_group(' ')?;
                } else {
                    self.is_over |= has_digits && !is_between;
                }
            }
            _ => {
                self.is_over |= has_digits;
                return text.get(currency_letters(text)?..);
            }
        }
        Some(rest)
    }

    fn close_group(&mut self, separator: char) -> Option<()> {
        if self.separator.is_some_and(|known| known != separator) {
            return None;
        }
        self.separator = Some(separator);
        self.whole_groups.push(self.group);
        self.group = 0;
        Some(())
    }

    /// Whether the digits between thousands signs are as many as they can be.
    fn groups_fit(&self) -> bool {
        let Some((first, later)) = self.whole_groups.split_first() else { return true };
        (1..=3).contains(first) && self.group == 3 && later.iter().all(|&group| group == 2 || group == 3)
    }
}

/// The number with its point moved to the right: exactly what 万 behind it means.
fn shifted(digits: &str, places: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (moved, left) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
    let zeros = "0".repeat(places - moved.len());
    let point = if left.is_empty() { "" } else { "." };
    format!("{whole}{moved}{zeros}{point}{left}")
}

fn signed(digits: &str, is_negative: bool) -> String {
    if is_negative { format!("-{digits}") } else { digits.to_string() }
}

/// Length of a currency's letters at the start of the text.
fn currency_letters(text: &str) -> Option<usize> {
    const LETTERS: &[&str] = &[
        "Rp", "RMB", "CNY", "USD", "EUR", "GBP", "IDR", "THB", "VND", "PHP", "MYR", "SGD", "TWD", "HKD", "JPY", "KRW",
        "BRL", "MXN", "AUD", "CAD", "US$", "HK$", "NT$", "S$", "CA", "MX", "RM", "R", "A",
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
    fn amounts_are_read_as_people_write_them() {
        use Decimals::{Comma, Plain};
        for text in ["12.00-", "12-", "（12.00）", "－１２．００", "12.00- €", "¥12.00-", "(¥12.00)"] {
            check(text, Plain, Some("-12"));
        }
        for text in ["1'234.56", "1’234.56", "1 234.56", "１，２３４．５６", "￥1,234.56", "1,234.56块", "US$1,234.56"]
        {
            check(text, Plain, Some("1234.56"));
        }
        check("1 234,56 €", Comma, Some("1234.56"));
        check("1'234'567", Comma, Some("1234567"));
        check("1.234,56-", Comma, Some("-1234.56"));
        // Exactly ten thousand times: no float between.
        check("1.2万", Plain, Some("12000"));
        check("0.00015万元", Plain, Some("1.5"));
        check("-1,234.56789万", Plain, Some("-12345678.9"));
        check("3千", Plain, Some("3000"));
        check("约800", Plain, Some("800"));
        check("大约 1.5万左右", Plain, Some("15000"));
        for text in ["缺货", "待定", "暂无"] {
            check(text, Plain, None);
        }
        for text in ["12元5角", "1万2千", "12 50", "1'2", "1,234'567", "12-13", "--5", "12.5-6", "万", "约", "5-5-"]
        {
            assert!(read(Cell::Text(text), Plain).is_err(), "{text}");
        }
        assert_eq!(quantity(Cell::Text("约1.2万件"), Plain).unwrap(), Some(Quantity::from_units(12_000)));
        assert_eq!(quantity(Cell::Text("缺货"), Plain).unwrap(), None);
    }

    #[test]
    fn a_header_of_ten_thousands_holds_for_numbers_that_do_not_say_it() {
        let form = NumberForm { decimals: Decimals::Plain, is_in_ten_thousands: true };
        let amount = |cell| read(cell, form).unwrap().unwrap().to_string();
        assert_eq!(amount(Cell::Text("1.23456789")), "12345.6789");
        assert_eq!(amount(Cell::Number(1.234_567_89)), "12345.6789");
        assert_eq!(amount(Cell::Number(-0.3)), "-3000.00");
        assert_eq!(amount(Cell::Text("1.2万")), "12000.00");
        assert_eq!(amount(Cell::Text("(1.2)")), "-12000.00");
        assert_eq!(quantity(Cell::Number(0.5), form).unwrap(), Some(Quantity::from_units(5_000)));
        assert_eq!(read(Cell::Text("--"), form).unwrap(), None);
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
