//! What is counted while a file is read, until it is known as a [`SourceFile`].

use analytics::dataset::{Control, RefundEvidence, SourceFile};
use analytics::diagnostic::{Diagnostic, Place, Problem};
use analytics::{Amount, Day};

use crate::cell::FileFacts;
use crate::profile::Profile;

/// More are counted, not kept: a file that is wrong on every row need not say so a million times.
const MOST_DIAGNOSTICS: usize = 1_000;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) rows: u32,
    pub(crate) accepted: u32,
    pub(crate) set_aside: u32,
    pub(crate) set_aside_money: Amount,
    /// Sum of the amounts the file's own total is about.
    pub(crate) computed: Amount,
    pub(crate) stated: Option<Amount>,
    pub(crate) period: Option<(Day, Day)>,
    pub(crate) evidence: RefundEvidence,
    /// The file has the columns on which the evidence rests.
    pub(crate) has_evidence: bool,
    /// Rows whose day was taken from the order id.
    pub(crate) order_id_dates: u32,
    diagnostics: Vec<Diagnostic>,
    diagnostics_total: u32,
}

impl Tally {
    pub(crate) fn report(&mut self, problem: Problem, place: impl FnOnce() -> Place) {
        self.diagnostics_total = self.diagnostics_total.saturating_add(1);
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic::new(problem, place()));
        }
    }

    /// Adds to the sum that the file's own total is compared with.
    pub(crate) fn add(&mut self, amount: Amount) {
        self.computed = sum(self.computed, amount);
    }

    /// Adds the money of a row that was set aside; it is part of the file's sum all the same.
    pub(crate) fn add_set_aside(&mut self, amount: Amount) {
        self.set_aside_money = sum(self.set_aside_money, amount);
        self.add(amount);
    }

    /// A finding about the file as a whole is always kept.
    pub(crate) fn report_file(&mut self, problem: Problem) {
        self.diagnostics_total = self.diagnostics_total.saturating_add(1);
        self.diagnostics.push(Diagnostic::of_file(problem));
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
        if self.order_id_dates > 0 {
            self.report_file(Problem::OrderIdDates { rows: self.order_id_dates });
        }
        if let Some(stated) = self.stated {
            if stated != self.computed {
                self.report_file(Problem::ControlDiffers { stated, computed: self.computed });
            }
            file.control = Some(Control { stated, computed: self.computed });
        }
        file.refund_evidence = (profile.has_refund_evidence && self.has_evidence).then_some(self.evidence);
        file.rows = self.rows;
        file.accepted = self.accepted;
        file.set_aside = self.set_aside;
        file.sum = self.computed.into();
        file.set_aside_money = self.set_aside_money;
        file.period = self.period;
        file.format.clone_from(&facts.format);
        file.diagnostics = self.diagnostics;
        file.diagnostics_total = self.diagnostics_total;
    }
}

/// A column of phones taken for money adds up to more than an amount holds; that must not be the end of the program.
fn sum(one: Amount, other: Amount) -> Amount {
    Amount::from_millionths(one.millionths().saturating_add(other.millionths()))
}
