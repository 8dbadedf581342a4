//! Moments and days in every form exports were seen to write them.

use analytics::Stamp;
use analytics::diagnostic::{Problem, Undated};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::clock::time_and_offset;
use super::months::month_name;
use super::{half_width, is_missing, is_open, trimmed};
use crate::cell::Cell;

/// Which number of `03/04/2026` is the month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateOrder {
    #[default]
    MonthFirst,
    DayFirst,
}

/// What the reading of a date needs besides its text.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// The shop's; moments with an offset are brought here, others are taken to be here.
    pub(crate) zone: TimeZone,
    /// For dates without a year.
    pub(crate) year: Option<i16>,
}

impl Calendar {
    /// `None` for a cell that says there is nothing, and for periods, which are no moments.
    ///
    /// # Errors
    /// [`Problem::UnreadableDate`], of which the caller knows what becomes of the row, and
    /// [`Problem::FormulaNotCalculated`].
    pub(crate) fn read(&self, cell: Cell<'_>, order: DateOrder) -> Result<Option<Stamp>, Problem> {
        let moment = match cell {
            Cell::Empty | Cell::Error => return Ok(None),
            Cell::Formula => return Err(Problem::FormulaNotCalculated),
            Cell::Moment(moment) => Some(moment),
            Cell::Number(number) => serial(number),
            Cell::Text(text) => {
                let text = trimmed(text);
                if let Some(moment) = usual(text).and_then(Stamp::from_civil) {
                    return Ok(Some(moment));
                }
                let text = text.strip_prefix("=\"").map_or(text, |rest| rest.trim_end_matches('"'));
                let text = text.trim_start_matches('\'');
                if is_missing(text) || is_open(text) || text.contains('~') || text.starts_with("0000-00-00") {
                    return Ok(None);
                }
                self.text(&half_width(text), order)
            }
            Cell::Bool(_) => None,
        };
        moment.and_then(Stamp::from_civil).map(Some).ok_or_else(|| {
            let mut value = String::new();
            cell.write_to(&mut value);
            let value = trimmed(&value).to_string();
            Problem::UnreadableDate { value, fate: Undated::Waits }
        })
    }

    fn text(&self, text: &str, order: DateOrder) -> Option<DateTime> {
        if let Some(moment) = serial_text(text) {
            return Some(moment);
        }
        let (date, rest) = self.date(text, order)?;
        let (time, offset) = time_and_offset(rest)?;
        let moment = date.to_datetime(time);
        match offset {
            None => Some(moment),
            Some(offset) => Some(self.zone.to_datetime(offset.to_timestamp(moment).ok()?)),
        }
    }

    /// The date at the start, and what follows it.
    fn date<'t>(&self, text: &'t str, order: DateOrder) -> Option<(Date, &'t str)> {
        if text.starts_with(char::is_alphabetic) {
            return month_name_first(text);
        }
        let (first, length, rest) = number(text)?;
        match length {
            // 20260601 and 20260601100000.
            8 => Some((compact(first)?, rest)),
            14 => {
                let date = compact(first / 1_000_000)?;
                // The time is glued to the date: hand its six digits on.
                Some((date, text.get(8..)?))
            }
            4 => {
                let (separator, rest) = one(rest)?;
                if !matches!(separator, '-' | '/' | '.' | '年') {
                    return None;
                }
                let (month, _, rest) = number(rest)?;
                let (separator, rest) = one(rest)?;
                if !matches!(separator, '-' | '/' | '.' | '月') {
                    return None;
                }
                let (day, _, rest) = number(rest)?;
                Some((civil(full_year(first), month, day)?, rest.strip_prefix('日').unwrap_or(rest)))
            }
            1 | 2 => self.short_first(first, rest, order),
            _ => None,
        }
    }

    /// `06/01/2026`, `16.08.2026`, `09/03/26`, `31 July, 2026`, `1 de junio de 2026`, `26年6月1日`, `06-01`, `6月1日`.
    fn short_first<'t>(&self, first: i64, rest: &'t str, order: DateOrder) -> Option<(Date, &'t str)> {
        let (separator, after) = one(rest)?;
        let named = after.trim_start_matches(' ');
        let named = named.strip_prefix("de ").unwrap_or(named);
        if matches!(separator, ' ' | '-' | '/' | '.') && named.starts_with(char::is_alphabetic) {
            let (month, after) = month_name(named)?;
            let after = after.trim_start_matches([' ', ',', '-', '/', '.']);
            let (year, _, after) = number(after.strip_prefix("de ").unwrap_or(after))?;
            return Some((civil(full_year(year), month, first)?, after));
        }
        let (second, _, after) = number(after)?;
        if separator == '年' {
            let (day, _, after) = number(after.strip_prefix('月')?)?;
            return Some((civil(full_year(first), second, day)?, after.strip_prefix('日').unwrap_or(after)));
        }
        let (third, after) = match one(after) {
            Some((next, after_next)) if next == separator => {
                let (third, _, after_next) = number(after_next)?;
                (third, after_next)
            }
            _ => {
                // No year: a courier's bill, whose year stands above it.
                if !matches!(separator, '-' | '/' | '月') {
                    return None;
                }
                let year = i64::from(self.year?);
                let after = after.strip_prefix('日').unwrap_or(after);
                return Some((civil(year, first, second)?, after));
            }
        };
        // `26/6/1`, as Excel in China shows a date in short: no export is of 2001.
        if third < FIRST_YEAR && first >= FIRST_YEAR {
            return Some((civil(full_year(first), second, third)?, after));
        }
        let day_first = separator == '.' || order == DateOrder::DayFirst;
        let (month, day) = if day_first { (second, first) } else { (first, second) };
        let date = civil(full_year(third), month, day);
        // `25/12/2026` leaves no doubt whatever the order is said to be.
        Some((date.or_else(|| civil(full_year(third), day, month))?, after))
    }
}

/// What a date with its year at the end shows of the order in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    MonthFirst,
    DayFirst,
    /// It is a date both ways, and not the same.
    Either,
}

/// `None` for what can be read only one way, or is no date.
pub(crate) fn order_of(text: &str) -> Option<Order> {
    let (first, 1 | 2, rest) = number(text)? else { return None };
    let (separator @ ('/' | '-'), rest) = one(rest)? else { return None };
    let (second, 1 | 2, rest) = number(rest)? else { return None };
    let (third, 2 | 4, _) = number(rest.strip_prefix(separator)?)? else { return None };
    if third < FIRST_YEAR && first >= FIRST_YEAR {
        return None;
    }
    match (first, second) {
        (1..=12, 1..=12) if first != second => Some(Order::Either),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        (13..=31, 1..=12) => Some(Order::DayFirst),
        _ => None,
    }
}

/// The first year, of two digits, in which anybody has an export of: before it, such a number is a day.
const FIRST_YEAR: i64 = 10;

/// `2026-06-01 10:00:05`, as nearly every export writes it, without asking for anything else first.
fn usual(text: &str) -> Option<DateTime> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b' ', h0, h1, b':', n0, n1, b':', s0, s1] =
        text.as_bytes().first_chunk::<19>()?
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then(|| tens.cast_signed() * 10 + ones.cast_signed())
    };
    if text.len() != 19 {
        return None;
    }
    let year = i16::from(two(y0, y1)?) * 100 + i16::from(two(y2, y3)?);
    let date = Date::new(year, two(m0, m1)?, two(d0, d1)?).ok()?;
    Some(date.to_datetime(Time::new(two(h0, h1)?, two(n0, n1)?, two(s0, s1)?, 0).ok()?))
}

/// `Sep 4, 2026`, `September 24, 2026`; `Fri, 4 Sep 2026` is not among them.
fn month_name_first(text: &str) -> Option<(Date, &str)> {
    let (month, rest) = month_name(text)?;
    // eBay puts strokes between them: `Jun-07-26`.
    let (day, _, rest) = number(rest.trim_start_matches([' ', '.', '-']))?;
    let (year, _, rest) = number(rest.trim_start_matches([' ', ',', '-']))?;
    Some((civil(full_year(year), month, day)?, rest))
}

/// `46174.4280787`: a day number that was saved as text, with the time of day behind the point.
fn serial_text(text: &str) -> Option<DateTime> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_serial = whole.len() == 5 && is_digits(whole) && is_digits(fraction);
    is_serial.then(|| serial(format!("{whole}.{fraction}").parse().ok()?)).flatten()
}

/// A day number of Excel; its fraction is the time of day.
fn serial(number: f64) -> Option<DateTime> {
    // Below lies 1954, above 2119: outside, a bare number is something else, such as 20260601.
    if (19_000_000.0..22_000_000.0).contains(&number) {
        let text = format!("{number:.0}");
        return compact(text.parse().ok()?).map(|date| date.to_datetime(Time::midnight()));
    }
    if !(20_000.0..80_000.0).contains(&number) {
        return None;
    }
    let seconds = format!("{:.0}", number * 86_400.0).parse::<i64>().ok()?;
    let epoch = jiff::civil::date(1899, 12, 30).to_datetime(Time::midnight());
    epoch.checked_add(jiff::Span::new().try_seconds(seconds).ok()?).ok()
}

fn compact(digits: i64) -> Option<Date> {
    civil(digits / 10_000, digits / 100 % 100, digits % 100)
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1970..=2105).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The year that is meant: two digits are of this century, and Thailand counts from Buddha, 543 years ahead.
fn full_year(year: i64) -> i64 {
    match year {
        0..100 => year + 2_000,
        2_500..2_650 => year - 543,
        _ => year,
    }
}

/// Digits at the start: their value, how many they are, and the rest.
pub(super) fn number(text: &str) -> Option<(i64, usize, &str)> {
    let mut value: i64 = 0;
    let mut length = 0;
    for byte in text.bytes().take_while(u8::is_ascii_digit) {
        value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        length += 1;
    }
    if length == 0 { None } else { Some((value, length, text.get(length..)?)) }
}

pub(super) fn one(text: &str) -> Option<(char, &str)> {
    let character = text.chars().next()?;
    Some((character, text.get(character.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(zone: &str) -> Calendar {
        Calendar { zone: TimeZone::get(zone).unwrap(), year: Some(2026) }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = calendar("Asia/Shanghai").read(Cell::Text(text), DateOrder::MonthFirst).unwrap().unwrap();
        assert_eq!(found.to_string(), expected, "{text}");
    }

    #[test]
    fn dates_are_read_in_every_form_seen() {
        check("2026-06-01 10:00:09", "2026-06-01 10:00:09");
        check("2026/6/1 10:00", "2026-06-01 10:00:00");
        check("2026.06.01", "2026-06-01 00:00:00");
        check("2026年06月01日 00:00:00", "2026-06-01 00:00:00");
        check("2026年6月1日10时05分", "2026-06-01 10:05:00");
        check("20260601", "2026-06-01 00:00:00");
        check("20260601100509", "2026-06-01 10:05:09");
        check("06-01", "2026-06-01 00:00:00");
        check("6月1日", "2026-06-01 00:00:00");
        check("09/03/26", "2026-09-03 00:00:00");
        check("25/12/2026", "2026-12-25 00:00:00");
        check("September 24, 2026", "2026-09-24 00:00:00");
        check("Jun-07-26", "2026-06-07 00:00:00");
        check("31 July, 2026", "2026-07-31 00:00:00");
        check("16.08.2026 10:12:00", "2026-08-16 10:12:00");
        check("2026-06-01T10:00:00.123", "2026-06-01 10:00:00");
        check("=\"2026-06-01 10:00:00\"", "2026-06-01 10:00:00");
    }

    #[test]
    fn offsets_lead_to_the_zone_of_the_shop() {
        check("2026-09-03 10:15:00 -0400", "2026-09-03 22:15:00");
        check("2026-08-18T09:12:44+00:00", "2026-08-18 17:12:44");
        check("2026-08-18T09:12:44Z", "2026-08-18 17:12:44");
        check("Sep 4, 2026 1:05:07 AM PDT", "2026-09-04 16:05:07");
        check("16.08.2026 10:12:00 UTC", "2026-08-16 18:12:00");
        let found = calendar("America/New_York")
            .read(Cell::Text("2026-01-03 10:15:00 +0800"), DateOrder::MonthFirst)
            .unwrap()
            .unwrap();
        assert_eq!(found.to_string(), "2026-01-02 21:15:00");
    }

    #[test]
    fn a_date_shows_its_order_or_does_not() {
        assert_eq!(order_of("25/06/2026 10:05"), Some(Order::DayFirst));
        assert_eq!(order_of("06-25-26"), Some(Order::MonthFirst));
        assert_eq!(order_of("03/04/2026"), Some(Order::Either));
        for text in ["04/04/2026", "2026/03/04", "16.08.2026", "26/3/4", "3 Apr 2026", "03/04", "45/01/2026", "", "x"] {
            assert_eq!(order_of(text), None, "{text}");
        }
        let day_first = calendar("Asia/Shanghai").read(Cell::Text("03/04/2026"), DateOrder::DayFirst);
        assert_eq!(day_first.unwrap().unwrap().to_string(), "2026-04-03 00:00:00");
    }

    #[test]
    fn dates_are_read_in_the_words_of_many_languages() {
        check("1 Juni 2026 10:05", "2026-06-01 10:05:00");
        check("1. Juni 2026", "2026-06-01 00:00:00");
        check("1 de junio de 2026, 3:05 p. m.", "2026-06-01 15:05:00");
        check("30 de septiembre de 2026 19:29 hs.", "2026-09-30 19:29:00");
        check("01-Jun-26 3:05 PM", "2026-06-01 15:05:00");
        check("01/Jun/2026", "2026-06-01 00:00:00");
        check("1 มิ.ย. 2569 10:05", "2026-06-01 10:05:00");
        check("1 thg 6, 2026", "2026-06-01 00:00:00");
        check("Mei 3, 2026", "2026-05-03 00:00:00");
        check("17 juil. 2026", "2026-07-17 00:00:00");
        check("3 Mär 2026", "2026-03-03 00:00:00");
        check("2026/6/1 下午3:05", "2026-06-01 15:05:00");
        check("2026年6月1日 凌晨12:10", "2026-06-01 00:10:00");
        check("26年6月1日", "2026-06-01 00:00:00");
        check("26/6/1 9:05", "2026-06-01 09:05:00");
        check("２０２６-０６-０１ 10：05", "2026-06-01 10:05:00");
        assert_eq!(calendar("Asia/Shanghai").read(Cell::Text("待定"), DateOrder::MonthFirst), Ok(None));
    }

    #[test]
    fn numbers_are_days_of_excel() {
        let found = calendar("Asia/Shanghai").read(Cell::Number(45_943.5), DateOrder::MonthFirst).unwrap().unwrap();
        assert_eq!(found.to_string(), "2025-10-13 12:00:00");
        check("45943", "2025-10-13 00:00:00");
        // 0.4280787 of a day is 36,986.0 s, which is 10:16:26; 0.99998843 is 86,399.0 s.
        check("46174.4280787", "2026-06-01 10:16:26");
        check("46174.42807870", "2026-06-01 10:16:26");
        check("46205,99998843", "2026-07-02 23:59:59");
        check("46205.99998843", "2026-07-02 23:59:59");
        let found = calendar("Asia/Shanghai").read(Cell::Number(20_260_601.0), DateOrder::MonthFirst).unwrap().unwrap();
        assert_eq!(found.to_string(), "2026-06-01 00:00:00");
    }

    #[test]
    fn what_is_no_date_is_said() {
        let calendar = calendar("Asia/Shanghai");
        for text in ["tomorrow", "2026-13-01", "2026-06-01 25:00", "12345678901", "1.5", "2026-06-01 banana"] {
            assert!(calendar.read(Cell::Text(text), DateOrder::MonthFirst).is_err(), "{text}");
        }
        for text in ["", "-", "20260501~20260531", "null"] {
            assert_eq!(calendar.read(Cell::Text(text), DateOrder::MonthFirst), Ok(None), "{text}");
        }
    }
}
