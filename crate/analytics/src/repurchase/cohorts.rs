//! Customers by the period of their first purchase, and what became of them since.

use serde::{Deserialize, Serialize};

use super::history::History;
use crate::money::Money;
use crate::time::Day;

/// The length of a cohort's periods. Weeks begin on Monday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// From Monday to Sunday.
    Week,
    /// Of the calendar.
    #[default]
    Month,
    /// Of the calendar.
    Quarter,
}

/// Cohorts, the oldest first. A cohort without customers is there too, so that the rows are a calendar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cohorts {
    /// The length of every cohort's periods.
    pub period: Period,
    /// One for every period from the first purchase on.
    pub cohorts: Vec<Cohort>,
}

/// Customers who first bought in one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cohort {
    /// First day of the period.
    pub from: Day,
    /// Who bought in it for the first time.
    pub customers: u32,
    /// By the number of periods since the first: the period of the first purchase is 0. Periods that have not begun by
    /// the day of analysis are not there.
    pub cells: Vec<CohortCell>,
}

/// What a cohort did in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CohortCell {
    /// Customers who bought in it.
    pub active: u32,
    /// Of those customers in the period.
    pub purchases: u32,
    /// Less refunds.
    pub revenue: Money,
    /// Of orders with a known cost.
    pub net: Money,
    /// Up to and with this period.
    pub revenue_so_far: Money,
    /// The same of the net.
    pub net_so_far: Money,
    /// The period is not over on the day of analysis, so more may come.
    pub is_running: bool,
}

impl Period {
    /// The number of the period a day is in; consecutive periods have consecutive numbers.
    pub fn of(self, day: Day) -> i32 {
        match self {
            // 1970-01-01 was a Thursday.
            Period::Week => (day.number() + 3).div_euclid(7),
            Period::Month => month(day),
            Period::Quarter => month(day).div_euclid(3),
        }
    }

    /// First day of a period.
    pub fn first_day(self, number: i32) -> Option<Day> {
        match self {
            Period::Week => Some(Day::from_number(number.checked_mul(7)?.checked_sub(3)?)),
            Period::Month => first_of_month(number),
            Period::Quarter => first_of_month(number.checked_mul(3)?),
        }
    }
}

fn month(day: Day) -> i32 {
    let date = day.civil();
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

fn first_of_month(number: i32) -> Option<Day> {
    let (year, month) = (i16::try_from(number.div_euclid(12)).ok()?, i8::try_from(number.rem_euclid(12) + 1).ok()?);
    Day::from_civil(jiff::civil::Date::new(year, month, 1).ok()?)
}

pub(super) fn cohorts(history: &History, period: Period) -> Cohorts {
    let (Some(as_of), Some(first_day)) = (history.as_of, history.first_day()) else {
        return Cohorts { period, ..Cohorts::default() };
    };
    let (first, last) = (period.of(first_day), period.of(as_of));
    let is_running = period.first_day(last.saturating_add(1)).is_none_or(|next| next > as_of.plus(1));
    let mut cohorts: Vec<Cohort> = (first..=last)
        .filter_map(|number| {
            let cells = usize::try_from(last - number + 1).ok()?;
            let mut cells = vec![CohortCell::default(); cells];
            if let Some(cell) = cells.last_mut() {
                cell.is_running = is_running;
            }
            Some(Cohort { from: period.first_day(number)?, customers: 0, cells })
        })
        .collect();
    history.in_turns(|purchases| {
        let Some(born) = purchases.first().map(|purchase| period.of(purchase.day)) else { return };
        let Some(cohort) = usize::try_from(born - first).ok().and_then(|index| cohorts.get_mut(index)) else {
            return;
        };
        cohort.customers += 1;
        let mut before = None;
        for purchase in purchases {
            let number = period.of(purchase.day);
            let Some(cell) = usize::try_from(number - born).ok().and_then(|index| cohort.cells.get_mut(index)) else {
                continue;
            };
            cell.active += u32::from(before != Some(number));
            cell.purchases += 1;
            cell.revenue += purchase.revenue();
            cell.net += purchase.net();
            before = Some(number);
        }
    });
    for cohort in &mut cohorts {
        let (mut revenue, mut net) = (Money::ZERO, Money::ZERO);
        for cell in &mut cohort.cells {
            revenue += cell.revenue;
            net += cell.net;
            (cell.revenue_so_far, cell.net_so_far) = (revenue, net);
        }
    }
    Cohorts { period, cohorts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_where_the_calendar_says() {
        let day = |text| Day::parse(text).unwrap();
        let first = |period: Period, text| period.first_day(period.of(day(text))).unwrap().to_string();
        // 2026-06-18 is a Thursday.
        assert_eq!(first(Period::Week, "2026-06-18"), "2026-06-15");
        assert_eq!(first(Period::Week, "2026-06-15"), "2026-06-15");
        assert_eq!(first(Period::Week, "2026-06-14"), "2026-06-08");
        assert_eq!(first(Period::Month, "2026-02-28"), "2026-02-01");
        assert_eq!(first(Period::Quarter, "2026-06-30"), "2026-04-01");
        assert_eq!(first(Period::Quarter, "1969-12-31"), "1969-10-01");
        assert_eq!(Period::Month.of(day("2026-01-01")) - Period::Month.of(day("2025-12-31")), 1);
    }
}
