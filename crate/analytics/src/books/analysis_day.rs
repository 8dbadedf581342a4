//! The day of analysis: the latest day of the orders, by the bulk of them. A year mistyped in one row must not move it, for
//! then every customer would be long gone and every shelf full for decades.

use super::rules::day_on;
use super::table_summary::{TableSummary, together};
use crate::dataset::{Dataset, RowRef};
use crate::diagnostic::{Diagnostic, Place, Problem};
use crate::time::Day;
use crate::vocabulary::{Basis, Field};

/// Days without a single order after which what follows is doubted.
const GAP: i32 = 180;
/// Of so many rows one may follow the gap and still be a slip; a shop that opens again has more.
const ROWS_A_SLIP: u32 = 200;
/// Findings for each file; a column that is wrong on every row need not say so a thousand times.
const MOST_FINDINGS: usize = 20;

/// How many rows are on each day, by day.
pub(super) struct Calendar(Vec<(Day, u32)>);

impl Calendar {
    /// Of all rows of orders, on the basis of the settings.
    pub(super) fn of(tables: &[TableSummary]) -> Calendar {
        Calendar(together(tables.iter().map(|table| &table.days)))
    }

    /// The latest day that the bulk of the orders leads to; `None` without dated orders.
    pub(super) fn latest(&self) -> Option<Day> {
        let rows: u32 = self.0.iter().map(|(_, rows)| rows).sum();
        let mut latest = self.0.last()?.0;
        let mut after = 0;
        for pair in self.0.windows(2).rev() {
            let [(day, _), (next, rows_of_next)] = pair else { continue };
            after += rows_of_next;
            if after > (rows / ROWS_A_SLIP).max(1) {
                break;
            }
            if next.number() - day.number() > GAP {
                latest = *day;
            }
        }
        Some(latest)
    }

    /// Whether most of the orders are later than the day, as on a computer whose clock is wrong.
    pub(super) fn is_mostly_after(&self, day: Day) -> bool {
        let rows = |is_after: bool| -> u32 {
            self.0.iter().filter(|(each, _)| (*each > day) == is_after).map(|(_, rows)| rows).sum()
        };
        rows(true) > rows(false)
    }

    /// The latest day that is no later than `day`.
    pub(super) fn latest_until(&self, day: Day) -> Option<Day> {
        Calendar(self.0.iter().copied().filter(|(each, _)| *each <= day).collect()).latest()
    }

    fn has_after(&self, day: Day) -> bool {
        self.0.last().is_some_and(|(last, _)| *last > day)
    }
}

/// The rows whose day lies far after all others: by file, with the place of each.
pub(super) fn slips(dataset: &Dataset, calendar: &Calendar, basis: Basis) -> Vec<(u16, Diagnostic)> {
    let Some(latest) = calendar.latest().filter(|latest| calendar.has_after(*latest)) else { return Vec::new() };
    let mut found: Vec<(u16, Diagnostic)> = Vec::new();
    let rows = dataset.lines.iter().map(|line| (line.at, line.times));
    for (at, times) in rows.chain(dataset.headers.iter().map(|header| (header.at, header.times))) {
        let Some(day) = day_on(times, basis).filter(|day| *day > latest) else { continue };
        let Some(table) = dataset.table_of(at) else { continue };
        let finding = Diagnostic::new(Problem::DateFarAhead { day, latest }, place(dataset, at, basis));
        let of_file = || found.iter().filter(|(file, _)| *file == table.file);
        // A line and its order's header may stand on one row.
        if of_file().count() < MOST_FINDINGS && !of_file().any(|(_, known)| *known == finding) {
            found.push((table.file, finding));
        }
    }
    found
}

fn place(dataset: &Dataset, at: RowRef, basis: Basis) -> Place {
    let fields: &[Field] = match basis {
        Basis::Paid => &[Field::PaidAt, Field::OrderedAt],
        Basis::Ordered => &[Field::OrderedAt, Field::PaidAt],
        Basis::Shipped => &[Field::ShippedAt],
        Basis::Confirmed => &[Field::ConfirmedAt],
        Basis::Settled => &[Field::SettledAt],
    };
    let table = dataset.table_of(at);
    let column = table
        .and_then(|table| fields.iter().find_map(|field| table.columns.iter().find(|column| column.field == *field)));
    Place {
        sheet: table.and_then(|table| table.sheet.clone()),
        row: Some(at.row.get()),
        column: column.map(|column| column.header.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(days: &[(&str, u32)], expected: &str) {
        let days = days.iter().map(|(day, rows)| (Day::parse(day).unwrap(), *rows)).collect();
        assert_eq!(Calendar(days).latest(), Day::parse(expected));
    }

    #[test]
    fn the_bulk_of_the_dates_decides() {
        check(&[("2026-06-01", 20), ("2026-06-30", 19), ("2099-06-12", 1)], "2026-06-30");
        // The year of one row is typed as the next one.
        check(&[("2026-05-02", 30), ("2026-06-30", 28), ("2027-05-20", 1)], "2026-06-30");
        check(&[("2026-05-02", 900), ("2026-06-30", 98), ("2062-05-20", 1), ("2099-05-20", 2)], "2026-06-30");
        // A shop that opened again, and a quiet one.
        check(&[("2025-11-11", 500), ("2026-07-01", 40)], "2026-07-01");
        check(&[("2026-01-01", 1), ("2026-05-01", 1)], "2026-05-01");
        check(&[("2026-01-01", 1)], "2026-01-01");
    }

    #[test]
    fn a_clock_that_is_wrong_is_seen() {
        let calendar = Calendar(vec![(Day::from_number(100), 5), (Day::from_number(110), 9)]);
        assert!(calendar.is_mostly_after(Day::from_number(50)));
        assert!(calendar.is_mostly_after(Day::from_number(105)));
        assert!(!calendar.is_mostly_after(Day::from_number(110)));
        assert_eq!(calendar.latest_until(Day::from_number(105)), Some(Day::from_number(100)));
    }
}
