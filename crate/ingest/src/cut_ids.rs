//! Columns of long ids that Excel took for numbers: it keeps fifteen digits and writes zeros for the others.
//!
//! One id may end in zeros of its own. Where every long id of a column does, and there are several, they are what is left
//! of others, and two that look alike need not be one.

use analytics::vocabulary::Field;

use crate::cell::{Cell, RowBuffer};
use crate::plan::Plan;
use crate::values::id;

/// Different ids that have to end so before a column is taken for damaged.
const ENOUGH: usize = 3;

/// What the ids of a table look like.
#[derive(Debug)]
pub(crate) struct CutIds(Vec<Ids>);

#[derive(Debug)]
struct Ids {
    column: usize,
    /// Different ids that end in zeros beyond the fifteenth digit, no more of them than are enough.
    cut: Vec<String>,
}

impl CutIds {
    pub(crate) fn new(plan: &Plan<'_>) -> CutIds {
        use Field::{Customer, LineId, OrderId, PartId, ProductId, Sku, Waybill};
        let fields = [OrderId, LineId, PartId, Sku, ProductId, Waybill, Customer];
        let columns = plan.columns.iter().filter(|column| fields.contains(&column.field));
        let mut columns: Vec<usize> = columns.filter_map(|column| usize::try_from(column.index).ok()).collect();
        columns.sort_unstable();
        columns.dedup();
        CutIds(columns.into_iter().map(|column| Ids { column, cut: Vec::new() }).collect())
    }

    /// Looks at a row. A column is given up at its first long id that is whole.
    pub(crate) fn saw(&mut self, row: &RowBuffer) {
        self.0.retain_mut(|ids| {
            let Cell::Text(text) = row.get(ids.column) else { return true };
            match id::is_cut(text) {
                None => true,
                Some(false) => false,
                Some(true) => {
                    if ids.cut.len() < ENOUGH && ids.cut.iter().all(|known| known != text) {
                        ids.cut.push(text.to_string());
                    }
                    true
                }
            }
        });
    }

    /// The columns whose long ids have lost their ends.
    pub(crate) fn columns(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter(|ids| ids.cut.len() >= ENOUGH).map(|ids| ids.column)
    }
}
