//! Days and moments in the shop's own time zone.

use std::fmt;
use std::num::NonZeroU32;

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A calendar day in the shop's time zone, counted from 1970-01-01 = 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A calendar month, counted from January of the year 0 = 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// A moment in the shop's time zone, to the second, from 1970-01-01 00:00:01 to 2106. An `Option<Stamp>` is four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(NonZeroU32);

const SECONDS_A_DAY: u32 = 86_400;
const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Day {
    /// Days since 1970-01-01.
    pub const fn from_number(days_since_1970: i32) -> Day {
        Day(days_since_1970)
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// `None` outside the calendar's years −9999 to 9999.
    pub fn from_civil(date: civil::Date) -> Option<Day> {
        // A difference of days is whole, and quicker to get than a span of years, months and days.
        i32::try_from(date.duration_since(EPOCH).as_secs() / i64::from(SECONDS_A_DAY)).ok().map(Day)
    }

    /// A day outside the calendar's years −9999 to 9999 is shown as the nearest within.
    pub fn civil(self) -> civil::Date {
        // The widest span of days that jiff knows; it panics on a wider one.
        const WIDEST: i32 = 7_304_484;
        EPOCH.saturating_add(jiff::Span::new().days(self.0.clamp(-WIDEST, WIDEST)))
    }

    /// Reads `2026-06-01`.
    pub fn parse(text: &str) -> Option<Day> {
        Day::from_civil(text.parse().ok()?)
    }

    /// So many days later, or earlier for a number below zero; it stops at the end of 32 bits.
    #[must_use]
    pub const fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Month {
    /// The month a day is in.
    pub fn of(day: Day) -> Month {
        let date = day.civil();
        Month(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// Reads `2026-06`.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2)?;
        let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
        (1..=12).contains(&month).then_some(Month(year * 12 + month - 1))
    }

    /// The month after.
    #[must_use]
    pub const fn next(self) -> Month {
        Month(self.0.saturating_add(1))
    }

    /// How many months later the other is; below zero for an earlier one.
    pub const fn months_until(self, other: Month) -> i32 {
        other.0.saturating_sub(self.0)
    }

    /// The first of the month.
    pub fn first_day(self) -> Day {
        let (year, month) = (self.0.div_euclid(12), self.0.rem_euclid(12) + 1);
        let date = i16::try_from(year).ok().zip(i8::try_from(month).ok());
        let date = date.and_then(|(year, month)| civil::Date::new(year, month, 1).ok());
        date.and_then(Day::from_civil).unwrap_or(Day(i32::MAX))
    }

    /// From 28 to 31.
    pub fn days(self) -> i32 {
        self.next().first_day().number().saturating_sub(self.first_day().number())
    }
}

impl Stamp {
    /// `None` before 1970-01-01 00:00:01 and after 2106.
    pub fn from_civil(moment: civil::DateTime) -> Option<Stamp> {
        let day = u32::try_from(Day::from_civil(moment.date())?.0).ok()?;
        let second = moment.hour().cast_unsigned() as u32 * 3_600
            + moment.minute().cast_unsigned() as u32 * 60
            + moment.second().cast_unsigned() as u32;
        Stamp::from_seconds(day.checked_mul(SECONDS_A_DAY)?.checked_add(second)?)
    }

    /// Seconds since 1970-01-01 00:00:00 in the shop's zone; `None` for zero.
    pub const fn from_seconds(seconds: u32) -> Option<Stamp> {
        match NonZeroU32::new(seconds) {
            Some(seconds) => Some(Stamp(seconds)),
            None => None,
        }
    }

    /// Since 1970-01-01 00:00:00 in the shop's zone.
    pub const fn seconds(self) -> u32 {
        self.0.get()
    }

    /// The day it is on.
    pub fn day(self) -> Day {
        Day((self.0.get() / SECONDS_A_DAY).cast_signed())
    }

    /// Hour of the day, 0 to 23.
    pub const fn hour(self) -> u32 {
        self.0.get() % SECONDS_A_DAY / 3_600
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.civil().fmt(formatter)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        let text = String::deserialize(deserializer)?;
        Month::parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a month like 2026-06")))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.get() % SECONDS_A_DAY;
        let (hour, minute, second) = (second / 3_600, second % 3_600 / 60, second % 60);
        write!(formatter, "{} {hour:02}:{minute:02}:{second:02}", self.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a day like 2026-06-01")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_the_way_there_and_back() {
        for text in ["1970-01-01", "2000-02-29", "2026-06-18", "2100-03-01"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Day::parse("1970-01-02").unwrap().number(), 1);
        assert_eq!(Day::parse("2026-13-01"), None);
    }

    #[test]
    fn a_month_has_its_days() {
        let month = |text: &str| Month::parse(text).unwrap();
        assert_eq!(month("2026-12").next().to_string(), "2027-01");
        assert_eq!(["2026-02", "2028-02", "2026-12"].map(|text| month(text).days()), [28, 29, 31]);
        assert_eq!(Month::of(Day::parse("2026-06-30").unwrap()), month("2026-06"));
        assert_eq!(month("2026-06").first_day(), Day::parse("2026-06-01").unwrap());
        assert_eq!(["2026-13", "2026-6", "26-06", "June"].map(Month::parse), [None; 4]);
    }

    #[test]
    fn a_day_beyond_the_calendar_is_its_last() {
        assert_eq!(Day::from_number(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(Day::from_number(i32::MIN).to_string(), "-009999-01-01");
    }

    #[test]
    fn a_moment_keeps_day_and_hour() {
        let stamp = Stamp::from_civil(civil::date(2026, 6, 18).at(23, 59, 7, 0)).unwrap();
        assert_eq!(stamp.to_string(), "2026-06-18 23:59:07");
        assert_eq!(stamp.day().to_string(), "2026-06-18");
        assert_eq!(stamp.hour(), 23);
        assert_eq!(size_of::<Option<Stamp>>(), 4);
    }
}
