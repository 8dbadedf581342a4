//! The scope beside another period of the same part of the shop.

use analytics::Day;
use analytics::profit::{self, Scope};
use protocol::PeriodComparison;

use super::Session;

/// SKUs that are named.
const MOST_SKUS: usize = 5;

impl Session {
    pub(super) fn compare(&self, before: (Day, Day)) -> PeriodComparison {
        let (from, to) = before;
        let earlier = self.added_up(&Scope { from: Some(from), to: Some(to), ..self.scope.clone() });
        let report = profit::report(&self.dataset, &earlier.prepared, &self.config);
        let (change, items) = profit::period_change(&report, &self.in_scope().report);
        let named = items.into_iter().take(MOST_SKUS);
        PeriodComparison {
            before,
            // A day without a sale is covered all the same.
            covered: self.whole.prepared.period.and_then(|(first, last)| {
                let covered = (first.max(from), last.min(to));
                (covered.0 <= covered.1).then_some(covered)
            }),
            change,
            skus: named
                .map(|(item, change)| {
                    (item.code(&self.dataset).to_owned(), item.name(&self.dataset).to_owned(), change)
                })
                .collect(),
        }
    }
}
