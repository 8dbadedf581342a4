//! Columns that hold no money, though they were taken for it: telephone numbers, ids.
//!
//! A person who gives a mapping may point at the wrong column. Every single cell is a number; only the whole column shows
//! that no shop sells for such amounts.

use analytics::dataset::SourceColumn;
use analytics::vocabulary::Field;

use crate::cell::{Cell, RowBuffer};
use crate::values::{is_missing, trimmed};

/// Columns that may still turn out to hold no numbers to count with.
#[derive(Debug)]
pub(crate) struct Watch(Vec<Watched>);

#[derive(Debug)]
struct Watched {
    field: Field,
    column: usize,
    /// The first cell that looks like an id, as it stands there.
    first: String,
    like_id: u32,
    unlike: u32,
}

/// Digits of the shortest number that is an id and no amount: a telephone number has eleven, and nobody sells for a
/// thousand million in one row.
const SHORTEST_ID: usize = 10;
/// The same as a number.
const SMALLEST_ID: f64 = 1e9;

impl Watch {
    pub(crate) fn new(columns: &[SourceColumn]) -> Watch {
        let watched = columns.iter().filter(|column| counts(column.field));
        // A column may be read for the line and for its order.
        let mut watched: Vec<(Field, u32)> = watched.map(|column| (column.field, column.index)).collect();
        watched.sort_unstable();
        watched.dedup();
        let of = |(field, column): (Field, u32)| {
            let column = usize::try_from(column).ok()?;
            Some(Watched { field, column, first: String::new(), like_id: 0, unlike: 0 })
        };
        Watch(watched.into_iter().filter_map(of).collect())
    }

    /// Looks at a row. A column is given up as soon as it is plain that it holds amounts, which is within the first rows.
    pub(crate) fn saw(&mut self, row: &RowBuffer) {
        for watched in &mut self.0 {
            match is_like_id(row.get(watched.column)) {
                Some(true) => {
                    if watched.like_id == 0 {
                        watched.first = row.display(watched.column).trim().to_string();
                    }
                    watched.like_id += 1;
                }
                Some(false) => watched.unlike += 1,
                None => {}
            }
        }
        self.0.retain(|watched| watched.unlike < 3 || watched.unlike.saturating_mul(20) < watched.like_id);
    }

    /// A column of ids, with the first of them.
    pub(crate) fn refused(&self) -> Option<(Field, usize, &str)> {
        let is_refused = |watched: &&Watched| watched.like_id > watched.unlike.saturating_mul(20);
        self.0.iter().find(is_refused).map(|watched| (watched.field, watched.column, watched.first.as_str()))
    }
}

/// Fields that are added up, or multiplied with what is.
pub(crate) fn counts(field: Field) -> bool {
    use Field::{
        Amount, Compensation, Fee, ListAmount, OnHand, OnTheWay, Paid, Postage, Quantity, Refund, Reserved, Spend, Tax,
        Total, UnitCost, UnitPrice,
    };
    matches!(
        field,
        Amount
            | Compensation
            | Fee
            | ListAmount
            | OnHand
            | OnTheWay
            | Paid
            | Postage
            | Quantity
            | Refund
            | Reserved
            | Spend
            | Tax
            | Total
            | UnitCost
            | UnitPrice
    )
}

/// `None` for a cell that says nothing either way.
fn is_like_id(cell: Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Empty | Cell::Error | Cell::Formula | Cell::Bool(_) => None,
        Cell::Moment(_) => Some(false),
        Cell::Number(0.0) => None,
        Cell::Number(number) => Some(number >= SMALLEST_ID && number.fract() == 0.0),
        Cell::Text(text) => {
            let text = trimmed(text);
            if is_missing(text) || text == "0" {
                return None;
            }
            let digits = text.trim_start_matches(['\'', '+']);
            Some(digits.len() >= SHORTEST_ID && digits.bytes().all(|byte| byte.is_ascii_digit()))
        }
    }
}

#[cfg(test)]
mod tests {
    use analytics::dataset::{ColumnSet, Effect};

    use super::*;

    fn refused(cells: &[&str]) -> bool {
        let (field, set, effect) = (Field::Amount, ColumnSet::Line, Effect::Adds);
        let column = SourceColumn { field, set, way: 0, effect, index: 0, header: String::new() };
        let mut watch = Watch::new(&[column]);
        for cell in cells {
            let mut row = RowBuffer::default();
            row.push(Cell::Text(cell));
            watch.saw(&row);
        }
        watch.refused().is_some()
    }

    #[test]
    fn a_column_of_ids_is_known_by_the_whole_of_it() {
        assert!(refused(&["13800138000"]));
        assert!(refused(&["13800138000", "", "13900139000", "--", "0", "+8613700137000"]));
        assert!(refused(&["4502123456789012345", "4502123456789012346"]));
        assert!(!refused(&["29.90", "13800138000"]));
        assert!(!refused(&["13800138000", "29.90", "1.00"]));
        assert!(!refused(&["1299.00", "1,299.00", "159000"]));
        assert!(!refused(&["", "0"]));
        assert!(!refused(&[]));
    }
}
