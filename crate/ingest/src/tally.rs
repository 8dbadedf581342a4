//! What is counted while a file is read, until it is known as a [`SourceFile`].

use analytics::currency::StatedSums;
use analytics::dataset::{Control, Records, RefundEvidence, SourceFile};
use analytics::diagnostic::{Diagnostic, Place, Problem};
use analytics::{Amount, Day, Money, Stated};

use crate::cell::FileFacts;
use crate::profile::{Evidence, Profile, Record};

/// More are counted, not kept: a file that is wrong on every row need not say so a million times.
const MOST_DIAGNOSTICS: usize = 1_000;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) rows: u32,
    pub(crate) accepted: u32,
    pub(crate) set_aside: u32,
    pub(crate) records: Records,
    set_aside_money: StatedSums,
    /// Sum of the amounts the file's own total is about: of its numbers, as the total is, whatever currency they are in.
    computed: Money,
    pub(crate) stated: Option<Amount>,
    pub(crate) period: Option<(Day, Day)>,
    pub(crate) evidence: RefundEvidence,
    /// The file has the columns on which the evidence rests.
    pub(crate) has_evidence: bool,
    /// Rows whose day was taken from the order id.
    pub(crate) order_id_dates: u32,
    diagnostics: Vec<Diagnostic>,
    diagnostics_total: u32,
    /// What was said of the last row that anything was said of, by column.
    said: (u32, Vec<(Option<usize>, &'static str)>),
}

impl Tally {
    /// Of a table of which so much was seen, up to its header.
    pub(crate) fn after(records: Records) -> Tally {
        Tally { records, ..Tally::default() }
    }

    /// Puts a problem of a row down, once for each cell: a line and its order read the same date.
    pub(crate) fn report(&mut self, problem: Problem, row: u32, column: Option<usize>, place: impl FnOnce() -> Place) {
        if self.said.0 != row {
            self.said = (row, Vec::new());
        }
        if self.said.1.contains(&(column, problem.code())) {
            return;
        }
        self.said.1.push((column, problem.code()));
        self.diagnostics_total = self.diagnostics_total.saturating_add(1);
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic::new(problem, place()));
        }
    }

    /// Adds to the sum that the file's own total is compared with.
    pub(crate) fn add(&mut self, amount: Amount) {
        self.computed += amount.into();
    }

    /// Adds the money of a row that was set aside; it is part of the file's sum all the same.
    pub(crate) fn add_set_aside(&mut self, currency: &str, amount: Amount) {
        self.set_aside_money.add(currency, Stated::new(amount));
        self.add(amount);
    }

    /// None of the rows counts, and none has money that is known.
    pub(crate) fn refuse_all(&mut self) {
        (self.accepted, self.set_aside) = (0, self.rows);
        (self.computed, self.set_aside_money) = (Money::ZERO, StatedSums::default());
        (self.stated, self.period, self.order_id_dates) = (None, None, 0);
        (self.evidence, self.has_evidence) = (RefundEvidence::default(), false);
        // What was said of single rows is not what is wrong.
        self.diagnostics.clear();
        self.diagnostics_total = 0;
    }

    /// A finding about the file as a whole is always kept.
    pub(crate) fn report_file(&mut self, problem: Problem) {
        self.report_at(problem, Place::default());
    }

    /// A finding about a column, or about many rows at once, is always kept.
    pub(crate) fn report_at(&mut self, problem: Problem, place: Place) {
        self.diagnostics_total = self.diagnostics_total.saturating_add(1);
        self.diagnostics.push(Diagnostic::new(problem, place));
    }

    pub(crate) fn saw(&mut self, day: Day) {
        self.period = Some(match self.period {
            None => (day, day),
            Some((first, last)) => (first.min(day), last.max(day)),
        });
    }

    /// Writes everything into the file, which is read to its end.
    pub(crate) fn close(mut self, file: &mut SourceFile, profile: &Profile, facts: &FileFacts) {
        if self.rows == 0 {
            self.report_file(Problem::NoRows);
        }
        if facts.replaced > 0 {
            self.report_file(Problem::EncodingReplaced { count: facts.replaced });
        }
        if profile.evidence != Evidence::File {
            self.report_file(Problem::LayoutNotChecked);
        }
        if profile.record == Record::Traffic && self.accepted > 0 {
            self.report_file(Problem::TrafficRead);
        }
        if self.order_id_dates > 0 {
            self.report_file(Problem::OrderIdDates { rows: self.order_id_dates });
        }
        if self.computed.abs() > Amount::MOST.into() {
            self.report_file(Problem::SumTooLarge);
        }
        if let Some(stated) = self.stated.map(Money::from) {
            let computed = self.computed;
            if stated != computed {
                self.report_file(Problem::ControlDiffers { stated, computed });
            }
            file.control = Some(Control { stated, computed });
        }
        self.records.data = self.rows;
        if let Some(lines) = facts.lines {
            self.records.all = self.records.all.saturating_add(lines.hints);
            self.records.title = self.records.title.saturating_add(lines.hints);
            (self.records.lines, self.records.line_breaks) = (Some(lines.lines), lines.breaks);
            if self.records.all != lines.records {
                self.report_file(Problem::RecordsDiffer { lines: lines.records, read: self.records.all });
            }
        }
        if !self.records.agree() {
            let lines = self.records.lines.unwrap_or(self.records.all);
            let read = self.records.accounted_for().saturating_add(self.records.line_breaks);
            self.report_file(Problem::RecordsDiffer { lines, read });
        }
        file.refund_evidence = (profile.has_refund_evidence && self.has_evidence).then_some(self.evidence);
        file.rows = self.rows;
        file.accepted = self.accepted;
        file.set_aside = self.set_aside;
        file.sum = self.computed;
        file.set_aside_money = self.set_aside_money;
        file.records = self.records;
        file.period = self.period;
        file.format.clone_from(&facts.format);
        file.diagnostics = self.diagnostics;
        file.diagnostics_total = self.diagnostics_total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_of_the_same_cell_is_said_once() {
        let mut tally = Tally::default();
        let mut say = |row, column| tally.report(Problem::NoRows, row, column, Place::default);
        _ = [(2, Some(1)), (2, Some(1)), (2, Some(3)), (3, Some(1)), (3, None), (3, None)]
            .map(|(row, column)| say(row, column));
        assert_eq!((tally.diagnostics.len(), tally.diagnostics_total), (4, 4));
    }
}
