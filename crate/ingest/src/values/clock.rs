//! Times of day and time zones, as programs and people write them behind a date.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::date::{number, one};

/// A word that says which part of the day an hour is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartOfDay {
    BeforeNoon,
    AfterNoon,
    /// 凌晨, from midnight on.
    SmallHours,
    Morning,
    Noon,
    Evening,
}

/// Longer words before those they begin with.
const PARTS_OF_DAY: &[(&str, PartOfDay)] = &[
    ("上午", PartOfDay::BeforeNoon),
    ("下午", PartOfDay::AfterNoon),
    ("凌晨", PartOfDay::SmallHours),
    ("早上", PartOfDay::Morning),
    ("早晨", PartOfDay::Morning),
    ("清晨", PartOfDay::Morning),
    ("中午", PartOfDay::Noon),
    ("晚上", PartOfDay::Evening),
    ("傍晚", PartOfDay::Evening),
    ("午前", PartOfDay::BeforeNoon),
    ("午後", PartOfDay::AfterNoon),
    ("am", PartOfDay::BeforeNoon),
    ("pm", PartOfDay::AfterNoon),
    ("a.m.", PartOfDay::BeforeNoon),
    ("p.m.", PartOfDay::AfterNoon),
    ("a. m.", PartOfDay::BeforeNoon),
    ("p. m.", PartOfDay::AfterNoon),
    // Vietnamese: sáng, chiều.
    ("sa", PartOfDay::BeforeNoon),
    ("ch", PartOfDay::AfterNoon),
];

const BLANKS: [char; 4] = [' ', ',', '\u{a0}', '\u{202f}'];

/// What follows a date: the time of day, midnight where there is none, and the zone it is in.
pub(super) fn time_and_offset(text: &str) -> Option<(Time, Option<Offset>)> {
    let text = text.trim_start_matches('T').trim_start_matches(BLANKS).trim_end();
    if text.is_empty() {
        return Some((Time::midnight(), None));
    }
    let (before, text) = part_of_day(text);
    let (mut hour, length, rest) = number(text)?;
    let (minute, second, rest) = if length == 6 {
        let all = hour;
        hour = all / 10_000;
        (all / 100 % 100, all % 100, rest)
    } else if let Some(rest) = rest.strip_prefix([':', '时', '点']) {
        match number(rest) {
            Some((minute, _, rest)) => match rest.strip_prefix([':', '分']).and_then(number) {
                Some((second, _, rest)) => (minute, second, rest.strip_prefix('秒').unwrap_or(rest)),
                None => (minute, 0, rest.strip_prefix('分').unwrap_or(rest)),
            },
            // 下午3点.
            None => (0, 0, rest),
        }
    } else {
        return None;
    };
    // Fractions of a second decide nothing here.
    let rest = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let (after, rest) = part_of_day(rest.trim_start_matches(BLANKS));
    // Mercado Libre writes `19:29 hs.`
    let rest = rest.strip_prefix("hs").map_or(rest, |rest| rest.trim_start_matches('.'));
    hour = match (before, after) {
        (None, None) => hour,
        (Some(part), None) | (None, Some(part)) => hour_in(part, hour)?,
        (Some(_), Some(_)) => return None,
    };
    let time = Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0).ok()?;
    Some((time, offset(rest)?))
}

/// A word for the part of the day at the start, and what follows it.
fn part_of_day(text: &str) -> (Option<PartOfDay>, &str) {
    let found = PARTS_OF_DAY.iter().find_map(|&(word, part)| {
        let (start, rest) = text.split_at_checked(word.len())?;
        let is_whole = !word.is_ascii() || !rest.starts_with(|next: char| next.is_ascii_alphabetic());
        (is_whole && start.eq_ignore_ascii_case(word)).then(|| (Some(part), rest.trim_start_matches(BLANKS)))
    });
    found.unwrap_or((None, text))
}

/// The hour of 24; `None` where the word does not say which it is: 晚上12点 is the end of one day or the beginning of
/// another.
fn hour_in(part: PartOfDay, hour: i64) -> Option<i64> {
    match (part, hour) {
        (PartOfDay::BeforeNoon | PartOfDay::SmallHours, 12) => Some(0),
        // 午後0時10分, as Japan counts.
        (PartOfDay::AfterNoon, 0) => Some(12),
        (PartOfDay::BeforeNoon, 0..=11)
        | (PartOfDay::SmallHours, 0..=6)
        | (PartOfDay::Morning, 4..=11)
        | (PartOfDay::Noon, 11..=13)
        | (PartOfDay::AfterNoon, 12..=23)
        | (PartOfDay::Evening, 17..=23) => Some(hour),
        (PartOfDay::AfterNoon, 1..=11) | (PartOfDay::Noon, 1..=2) | (PartOfDay::Evening, 5..=11) => Some(hour + 12),
        _ => None,
    }
}

/// The outer `None`: what follows the time is no offset. CST is none: it is China's as well as Chicago's.
#[expect(clippy::option_option, reason = "no offset and no known offset are different answers")]
fn offset(text: &str) -> Option<Option<Offset>> {
    let text = text.trim_start_matches('(').trim_end_matches(')');
    let hours = match text {
        "" => return Some(None),
        "Z" | "UTC" | "GMT" | "UTC+0" | "WET" => 0,
        "PST" => -8,
        "PDT" | "MST" => -7,
        "MDT" => -6,
        "EST" => -5,
        "EDT" => -4,
        "BRT" => -3,
        "BST" | "CET" | "MEZ" | "WEST" => 1,
        "CEST" | "MESZ" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "WIB" | "ICT" => 7,
        "HKT" | "SGT" | "MYT" | "PHT" | "WITA" | "AWST" | "北京时间" | "中国标准时间" | "China Standard Time" => {
            8
        }
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        signed => {
            let signed = signed.strip_prefix("UTC").or_else(|| signed.strip_prefix("GMT")).unwrap_or(signed);
            let (is_west, digits) = match one(signed)? {
                ('+', rest) => (false, rest),
                ('-' | '−', rest) => (true, rest),
                _ => return None,
            };
            let (value, length, rest) = number(digits)?;
            let minutes = match (length, rest.strip_prefix(':')) {
                (1 | 2, None) if rest.is_empty() => value * 60,
                (1 | 2, Some(rest)) => value * 60 + number(rest)?.0,
                (4, _) => value / 100 * 60 + value % 100,
                _ => return None,
            };
            let seconds = i32::try_from(minutes * 60).ok()?;
            return Some(Some(Offset::from_seconds(if is_west { -seconds } else { seconds }).ok()?));
        }
    };
    Some(Some(Offset::from_hours(hours).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (time, offset) = time_and_offset(text).unwrap();
        assert_eq!((time.to_string().as_str(), offset), (expected, None), "{text}");
    }

    #[test]
    fn words_say_which_half_of_the_day_it_is() {
        check(" 上午12:10", "00:10:00");
        check(" 下午12:10", "12:10:00");
        check(" 凌晨12:10", "00:10:00");
        check(" 凌晨3:10", "03:10:00");
        check(" 下午 3:05:06", "15:05:06");
        check(" 15:05 下午", "15:05:00");
        check(" 3:05 下午", "15:05:00");
        check(" 晚上9:30", "21:30:00");
        check(" 早上8:30", "08:30:00");
        check(" 中午12:30", "12:30:00");
        check(" 中午1:30", "13:30:00");
        check("下午3点", "15:00:00");
        check(" 12:10 AM", "00:10:00");
        check(" 12:10 pm", "12:10:00");
        check(", 3:05:06 p. m.", "15:05:06");
        check(" 3:05 CH", "15:05:00");
        check(" 午後0:10", "12:10:00");
        for text in ["晚上12:10", "上午15:00", "13:00 AM", "早上12:10", "上午3:00 PM", "10:00 CST", "10"] {
            assert_eq!(time_and_offset(text), None, "{text}");
        }
    }

    #[test]
    fn zones_are_known_by_their_words() {
        let hours = |text| time_and_offset(text).unwrap().1.map(Offset::seconds).map(|seconds| seconds / 3_600);
        assert_eq!(hours("10:12:00 UTC"), Some(0));
        assert_eq!(hours("1:05:07 AM PDT"), Some(-7));
        assert_eq!(hours("10:12 PST"), Some(-8));
        assert_eq!(hours("10:12:00 +0800"), Some(8));
        assert_eq!(hours("10:12:00 GMT+08:00"), Some(8));
        assert_eq!(hours("10:12:00 (UTC-3)"), Some(-3));
        assert_eq!(hours("10:12 北京时间"), Some(8));
    }
}
