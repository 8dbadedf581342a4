//! Which days are worked, which are holidays, and on which of them demand leaves its rhythm. The days are data:
//! `calendar.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::time::Day;

const CALENDAR_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/calendar.json"));

/// The calendar of the trade, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Days that differ from what their weekday says, in the years that are decreed.
    special: BTreeMap<Day, Special>,
    years: Vec<i16>,
    spring_festivals: BTreeMap<i16, Day>,
    sales: Vec<Sales>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Special {
    Off(Holiday),
    Work,
}

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// 元旦
    NewYear,
    /// 春节
    SpringFestival,
    /// 清明节
    Qingming,
    /// 劳动节
    LabourDay,
    /// 端午节
    DragonBoat,
    /// 中秋节
    MidAutumn,
    /// 国庆节
    NationalDay,
}

/// What a day is to somebody who works on workdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, no holiday.
    Workday,
    /// A weekend day that is worked in return for a holiday (调休).
    WorkingWeekend,
    /// Saturday or Sunday, not worked.
    Weekend,
    /// A day off by decree, weekends among them.
    Holiday(Holiday),
}

/// A season or day of sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Event {
    /// Which one.
    pub name: EventName,
    /// How far it has come.
    pub phase: Phase,
}

/// The seasons of sales that the calendar knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventName {
    /// 618
    #[serde(rename = "june_18")]
    June18,
    /// 开学季
    BackToSchool,
    /// 双11
    #[serde(rename = "double_11")]
    Double11,
    /// 双12
    #[serde(rename = "double_12")]
    Double12,
    /// 年货节
    NewYearGoods,
    /// 春节
    SpringFestival,
}

/// What a day of a season is to the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 预售
    Presale,
    /// 尾款
    Final,
    /// The day itself.
    Peak,
    /// A season of more orders.
    Wave,
    /// Couriers slow down or stop.
    Rest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    year: Vec<Year>,
    spring_festival: SpringFestivals,
    sales: Vec<Sales>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    work: Vec<Day>,
    off: Vec<DaysOff>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DaysOff {
    name: Holiday,
    from: Day,
    to: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpringFestivals {
    days: Vec<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Sales {
    #[serde(flatten)]
    event: Event,
    #[serde(flatten)]
    days: SalesDays,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum SalesDays {
    Moving {
        around: MovableFestival,
        from: i32,
        to: i32,
    },
    /// Month and day, as `06-18`, so that texts compare like days.
    Fixed {
        from: String,
        to: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MovableFestival {
    SpringFestival,
}

impl Default for Calendar {
    fn default() -> Calendar {
        #[expect(clippy::expect_used, reason = "embedded at build; a test reads it")]
        let data: Data = serde_json::from_str(CALENDAR_JSON).expect("the embedded calendar is complete");
        let mut special = BTreeMap::new();
        for year in &data.year {
            for off in &year.off {
                special.extend(
                    (off.from.number()..=off.to.number()).map(|day| (Day::from_number(day), Special::Off(off.name))),
                );
            }
            special.extend(year.work.iter().map(|&day| (day, Special::Work)));
        }
        Calendar {
            special,
            years: data.year.iter().map(|year| year.year).collect(),
            spring_festivals: data.spring_festival.days.iter().map(|&day| (day.civil().year(), day)).collect(),
            sales: data.sales,
        }
    }
}

impl Calendar {
    /// Whether the holidays of a day's year have been decreed. Of other years only the weekends are known.
    pub fn knows_year_of(&self, day: Day) -> bool {
        self.years.contains(&day.civil().year())
    }

    /// Of years whose holidays are not decreed yet weekends alone are known.
    pub fn kind(&self, day: Day) -> DayKind {
        match self.special.get(&day) {
            Some(Special::Off(holiday)) => DayKind::Holiday(*holiday),
            Some(Special::Work) if weekday(day) >= 5 => DayKind::WorkingWeekend,
            Some(Special::Work) => DayKind::Workday,
            None if weekday(day) >= 5 => DayKind::Weekend,
            None => DayKind::Workday,
        }
    }

    /// The first day of the lunar year that begins in a year; `None` outside the table.
    pub fn spring_festival(&self, year: i16) -> Option<Day> {
        self.spring_festivals.get(&year).copied()
    }

    /// The event of a day; of several the first in the data.
    pub fn event(&self, day: Day) -> Option<Event> {
        let date = day.civil();
        let month_day = date.strftime("%m-%d").to_string();
        // What comes before a festival in January begins in December.
        let festivals = [date.year(), date.year().saturating_add(1)].map(|year| self.spring_festival(year));
        self.sales
            .iter()
            .find(|sales| match &sales.days {
                SalesDays::Fixed { from, to } => (from..=to).contains(&&month_day),
                SalesDays::Moving { around: MovableFestival::SpringFestival, from, to } => {
                    let is_near = |festival: &Day| (*from..=*to).contains(&(day.number() - festival.number()));
                    festivals.iter().flatten().any(is_near)
                }
            })
            .map(|sales| sales.event)
    }
}

/// 0 is Monday.
pub fn weekday(day: Day) -> u32 {
    // 1970-01-01 was a Thursday.
    (day.number() + 3).rem_euclid(7).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn spring_festival_moves() {
        // Source: lunar calendar.
        let calendar = Calendar::default();
        for (year, date) in [(2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17"), (2027, "2027-02-06")] {
            assert_eq!(calendar.spring_festival(year), Some(day(date)));
            assert_eq!(
                calendar.event(day(date)).unwrap(),
                Event { name: EventName::SpringFestival, phase: Phase::Rest }
            );
        }
        assert!(calendar.spring_festivals.values().all(|day| {
            let date = day.civil().strftime("%m-%d").to_string();
            ("01-21".."02-21").contains(&date.as_str())
        }));
        assert_eq!(calendar.spring_festival(2099), None);
    }

    #[test]
    fn weekends_are_worked_in_return_for_holidays() {
        let calendar = Calendar::default();
        let kind = |text: &str| calendar.kind(day(text));
        assert_eq!(kind("2026-02-14"), DayKind::WorkingWeekend);
        assert_eq!(kind("2026-02-16"), DayKind::Holiday(Holiday::SpringFestival));
        assert_eq!(kind("2026-10-07"), DayKind::Holiday(Holiday::NationalDay));
        assert_eq!((kind("2026-06-13"), kind("2026-06-15")), (DayKind::Weekend, DayKind::Workday));
        assert_eq!(kind("2025-10-11"), DayKind::WorkingWeekend);
    }

    #[test]
    fn every_working_day_in_return_is_a_weekend_day() {
        let calendar = Calendar::default();
        let work = calendar.special.iter().filter(|(_, special)| **special == Special::Work);
        assert!(work.clone().count() >= 26 && work.map(|(day, _)| weekday(*day)).all(|weekday| weekday >= 5));
    }

    #[test]
    fn a_year_that_is_not_decreed_yet_says_so() {
        let calendar = Calendar::default();
        assert!(calendar.knows_year_of(day("2026-12-31")) && !calendar.knows_year_of(day("2031-01-01")));
        assert_eq!(calendar.kind(day("2031-10-01")), DayKind::Workday);
    }

    #[test]
    fn sales_have_their_days() {
        let calendar = Calendar::default();
        let event = |text: &str| calendar.event(day(text)).map(|event| (event.name, event.phase));
        assert_eq!(event("2026-06-18"), Some((EventName::June18, Phase::Peak)));
        assert_eq!(event("2025-11-01"), Some((EventName::Double11, Phase::Final)));
        assert_eq!(event("2025-10-25"), Some((EventName::Double11, Phase::Presale)));
        assert_eq!(event("2026-12-12"), Some((EventName::Double12, Phase::Peak)));
        assert_eq!(event("2026-09-01"), Some((EventName::BackToSchool, Phase::Wave)));
        // 28 to 10 days before 2026-02-17.
        assert_eq!(event("2026-01-20"), Some((EventName::NewYearGoods, Phase::Wave)));
        assert_eq!(event("2026-02-08"), None);
        assert_eq!(event("2026-04-15"), None);
        // 2023-01-22 had its season begin in the year before.
        assert_eq!(event("2022-12-27"), Some((EventName::NewYearGoods, Phase::Wave)));
    }

    #[test]
    fn weekdays_are_counted_from_monday() {
        assert_eq!((weekday(day("1970-01-01")), weekday(day("2026-06-15")), weekday(day("2026-06-21"))), (3, 0, 6));
    }
}
