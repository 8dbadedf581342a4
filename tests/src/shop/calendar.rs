//! The shop's half year: moments, and how busy each day is.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use super::catalogue::Store;

/// Days of the shop, counted from 0.
pub const DAYS: i32 = 180;
/// 15 January 2026, so that both 春节 and 618 lie inside.
const FIRST: Date = jiff::civil::date(2026, 1, 15);

/// 18 April 2026: a video about one product is seen by everybody.
pub const VIRAL_DAY: i32 = 93;
/// 618, 18 June 2026.
pub const PEAK_DAY: i32 = 154;
/// Couriers do not collect: 14 to 20 February 2026.
const COURIERS_REST: std::ops::RangeInclusive<i32> = 30..=36;

/// Whether parcels leave on this day.
pub fn couriers_collect(day: i32) -> bool {
    !COURIERS_REST.contains(&day)
}

/// Seconds since the beginning of the shop's first day, in the shop's own time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    pub const fn at(day: i32, second: i64) -> Moment {
        Moment(day as i64 * 86_400 + second)
    }

    pub fn day(self) -> i32 {
        i32::try_from(self.0.div_euclid(86_400)).unwrap()
    }

    #[must_use]
    pub const fn plus(self, seconds: i64) -> Moment {
        Moment(self.0 + seconds)
    }

    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Moment {
        Moment(self.0 + hours * 3600)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(86_400);
        write!(formatter, "{} {:02}:{:02}:{:02}", date(self.day()), second / 3600, second / 60 % 60, second % 60)
    }
}

pub fn date(day: i32) -> Date {
    FIRST.checked_add(i64::from(day).days()).unwrap()
}

/// `20260618`
pub fn compact(day: i32) -> String {
    date(day).strftime("%Y%m%d").to_string()
}

/// How busy a day is in a store, beside other days.
pub fn busyness(day: i32, store: Store) -> i64 {
    // Monday to Sunday.
    const OF_WEEKDAY: [i64; 7] = [95, 92, 94, 98, 104, 112, 108];
    let weekday = date(day).weekday().to_monday_zero_offset();
    let base = OF_WEEKDAY[usize::try_from(weekday).unwrap()] * 10;
    let season = match day {
        // 年货节, then the week in which couriers rest.
        8..=22 => 1300,
        26..=38 => 250,
        // 618: presale days, the wave before, the day itself, and the hole after it.
        137..=139 => 1700,
        140..=150 => 1150,
        151..=153 => 2200,
        PEAK_DAY => 4200,
        155..=158 => 700,
        _ => 1000,
    };
    let viral = if store == Store::Douyin {
        match day {
            VIRAL_DAY => 20_000,
            94 => 7_000,
            95 => 3_000,
            _ => 1000,
        }
    } else {
        1000
    };
    base * season / 1000 * viral / 1000
}

/// Order lines of a store by day, of so many of the whole shop.
pub fn lines_by_day(store: Store, lines: i64) -> Vec<i64> {
    let of_store = lines * store.share() / 1000;
    let busy: Vec<i64> = (0..DAYS).map(|day| busyness(day, store)).collect();
    let all: i64 = busy.iter().sum();
    let mut passed = 0;
    busy.iter()
        .map(|day| {
            let before = of_store * passed / all;
            passed += day;
            of_store * passed / all - before
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_great_days_are_where_they_belong() {
        assert_eq!(date(VIRAL_DAY).to_string(), "2026-04-18");
        assert_eq!(date(PEAK_DAY).to_string(), "2026-06-18");
        assert_eq!(date(DAYS - 1).to_string(), "2026-07-13");
        assert_eq!(date(*COURIERS_REST.start()).to_string(), "2026-02-14");
        assert_eq!(Moment::at(1, 3661).to_string(), "2026-01-16 01:01:01");
    }
}
