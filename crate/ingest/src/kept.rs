//! The rows of sheets that people keep, which are not made for a program: prices merged over the sizes of a style, notes
//! between the rows, prices that nobody knows yet.
//!
//! Which cells are merged is known only behind the rows, so the rows wait for it. Such sheets are short.

use std::collections::BTreeSet;

use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, Source};

use crate::cell::{Cell, Merge, RowBuffer};
use crate::header::normalised;
use crate::meaning;
use crate::plan::Plan;
use crate::profile::Record;

/// More rows do not wait: nobody keeps such a list by hand, and what is merged in it stays blank.
const MOST_HELD: usize = 100_000;

/// A row with its number.
type Row = (u32, RowBuffer);
/// Units in one cell of several rows: the first row, the column, and how many rows.
type MergedUnits = (u32, usize, u32);

/// Rows that wait, and what was seen of them.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    is_sheet: bool,
    held: Vec<(u32, RowBuffer)>,
    /// The columns of codes, with their headers in the form in which headers are compared.
    codes: Vec<(usize, String)>,
    /// Columns without a number in which a row says nothing.
    figures: Vec<usize>,
    /// Columns of which one cell may hold for several rows.
    shared: Vec<usize>,
    /// Columns of units: what is in several rows together is in none of them alone.
    units: Vec<usize>,
    open: BTreeSet<String>,
    /// The first of them.
    first_open: Option<String>,
}

impl Kept {
    /// Sheets of costs and stock of the seller's own. Exports of platforms and ERPs say themselves how they repeat what is
    /// merged, and the money of an order merged over its lines must not be multiplied.
    pub(crate) fn new(plan: &Plan<'_>, header: &[String]) -> Kept {
        let is_sheet =
            plan.profile.source == Source::Zhanggui && matches!(plan.profile.record, Record::Cost | Record::Stock);
        if !is_sheet {
            return Kept::default();
        }
        let columns = |wanted: fn(Field) -> bool| {
            let of = plan.columns.iter().filter(|column| wanted(column.field));
            of.filter_map(|column| usize::try_from(column.index).ok()).collect::<Vec<_>>()
        };
        let key = |column: usize| normalised(header.get(column).map_or("", String::as_str));
        Kept {
            is_sheet,
            codes: plan.line.columns(Field::Sku).into_iter().map(|column| (column, key(column))).collect(),
            figures: columns(|field| field == Field::UnitCost || is_units(field)),
            shared: columns(|field| !is_units(field)),
            units: columns(is_units),
            ..Kept::default()
        }
    }

    /// Keeps a row until the end of the sheet; `false` where it does not have to wait.
    pub(crate) fn holds(&mut self, number: u32, row: &RowBuffer) -> bool {
        let waits = self.is_sheet && self.held.len() < MOST_HELD;
        if waits {
            self.held.push((number, row.clone()));
        }
        waits
    }

    /// The rows that waited, with the values of merged cells in each row they are merged over. Also gives the cells of units
    /// that are merged: their first row, their column and how many rows they are merged over. Those are blank in all of them.
    pub(crate) fn release(&mut self, merges: &[Merge]) -> (Vec<Row>, Vec<MergedUnits>) {
        let mut held = std::mem::take(&mut self.held);
        let mut of_units = Vec::new();
        // Merged cells do not overlap. Where a broken file says they do, no more is done than all cells are worth.
        let mut left = held.len().saturating_mul(self.shared.len() + self.units.len());
        // Codes first: where a row has none, nothing of another row's is filled in, since a note between the rows is no SKU.
        let is_code = |merge: &&Merge| self.codes.iter().any(|(column, _)| *column == merge.column);
        let codes_first = merges.iter().filter(is_code).chain(merges.iter().filter(|merge| !is_code(merge)));
        for merge in codes_first {
            let (is_shared, is_units) = (self.shared.contains(&merge.column), self.units.contains(&merge.column));
            let start = held.partition_point(|(number, _)| *number < merge.first_row);
            let split = held.split_at_mut_checked(start + 1).filter(|_| is_shared || is_units);
            let Some((above, below)) = split else { continue };
            let Some((number, first)) = above.last_mut().filter(|(number, _)| *number == merge.first_row) else {
                continue;
            };
            let n_below = below.partition_point(|(number, _)| *number <= merge.last_row);
            if first.get(merge.column).is_blank() || n_below == 0 || n_below > left {
                continue;
            }
            left -= n_below;
            if is_units {
                first.put(merge.column, Cell::Empty);
                of_units.push((*number, merge.column, u32::try_from(n_below + 1).unwrap_or(u32::MAX)));
            }
            for (_, row) in below.iter_mut().take(n_below) {
                let has_code =
                    self.codes.iter().any(|(column, _)| *column == merge.column || !row.get(*column).is_blank());
                if is_units {
                    row.put(merge.column, Cell::Empty);
                } else if has_code && !row.is_blank() && row.get(merge.column).is_blank() {
                    row.put(merge.column, first.get(merge.column));
                }
            }
        }
        (held, of_units)
    }

    /// A row that says something about the rows around it: it has no code and no number that is read, or is the header once
    /// more.
    pub(crate) fn is_note(&self, row: &RowBuffer) -> bool {
        let code = |&(column, _): &(usize, String)| row.get(column).is_blank();
        let has_digits = |&column: &usize| row.display(column).chars().any(char::is_numeric);
        let is_header = |(column, key): &(usize, String)| normalised(&row.display(*column)) == *key;
        self.is_sheet
            && (self.codes.iter().all(code) && !self.figures.iter().any(has_digits) || self.codes.iter().any(is_header))
    }

    /// Whether a row is set aside because nobody knows its price yet, which is said once for all.
    pub(crate) fn is_open(&mut self, problem: &Problem, code: &str) -> bool {
        let is_open = self.is_sheet
            && match problem {
                Problem::MissingValue { field } => *field == Field::UnitCost,
                Problem::UnreadableAmount { value } => meaning::is_open(value),
                _ => false,
            };
        if is_open {
            self.first_open.get_or_insert_with(|| code.to_owned());
            self.open.insert(code.to_owned());
        }
        is_open
    }

    /// How many SKUs have no price yet, where there are any.
    pub(crate) fn open(&mut self) -> Option<Problem> {
        let sku = self.first_open.take()?;
        Some(Problem::CostsOpen { skus: u32::try_from(self.open.len()).unwrap_or(u32::MAX), sku })
    }
}

/// Fields that are added up over rows.
fn is_units(field: Field) -> bool {
    use Field::{MinimumOrder, OnHand, OnTheWay, OrderMultiple, Reserved, UnitsPerDay};
    matches!(field, OnHand | OnTheWay | Reserved | MinimumOrder | OrderMultiple | UnitsPerDay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::HeaderRow;
    use crate::profile;

    fn row(cells: &[&str]) -> RowBuffer {
        let mut row = RowBuffer::default();
        cells.iter().for_each(|cell| row.push(if cell.is_empty() { Cell::Empty } else { Cell::Text(cell) }));
        row
    }

    /// The rows below a header, from the second on, with what is merged in them.
    fn released(header: &[&str], rows: &[&[&str]], merges: &[(u32, u32, usize)]) -> (Vec<String>, usize) {
        let header = HeaderRow::of(&row(header));
        let profile = profile::recognise(profile::all(), &header, 1).unwrap();
        let mut kept = Kept::new(&Plan::new(profile, &header, None), &header.texts);
        for (number, cells) in (2..).zip(rows) {
            assert!(kept.holds(number, &row(cells)));
        }
        let merge = |&(first_row, last_row, column)| Merge { first_row, last_row, column };
        let (rows, of_units) = kept.release(&merges.iter().map(merge).collect::<Vec<_>>());
        let text = |row: &RowBuffer| (0..row.len()).map(|index| row.display(index)).collect::<Vec<_>>().join(",");
        (rows.iter().map(|(_, row)| text(row)).collect(), of_units.len())
    }

    #[test]
    fn a_merged_price_holds_for_every_row_that_has_a_code() {
        let rows: &[&[&str]] = &[&["A-S", "12.5"], &["A-M", ""], &["", "", "note"], &["A-L", ""], &["B", ""]];
        let header = ["商家编码", "进价", "备注"];
        let expected = ["A-S,12.5", "A-M,12.5", ",,note", "A-L,12.5", "B,"].map(str::to_owned).to_vec();
        assert_eq!(released(&header, rows, &[(2, 5, 1)]), (expected, 0));
    }

    #[test]
    fn a_merged_code_is_the_code_of_every_row() {
        let rows: &[&[&str]] = &[&["A", "义乌仓", "3"], &["", "金华仓", "4"]];
        let expected = ["A,义乌仓,3", "A,金华仓,4"].map(str::to_owned).to_vec();
        assert_eq!(released(&["SKU", "仓库", "库存"], rows, &[(2, 3, 0)]), (expected, 0));
    }

    #[test]
    fn units_of_several_rows_are_units_of_none() {
        let rows: &[&[&str]] = &[&["A-S", "义乌仓", "30"], &["A-M"], &["B", "义乌仓", "5"]];
        let (rows, of_units) = released(&["SKU", "仓库", "库存"], rows, &[(2, 3, 1), (2, 3, 2)]);
        assert_eq!((rows.first().map(String::as_str), of_units), (Some("A-S,义乌仓,"), 1));
        assert_eq!((rows[1].as_str(), rows[2].as_str()), ("A-M,义乌仓,", "B,义乌仓,5"));
    }

    #[test]
    fn merges_of_a_broken_file_cost_no_more_than_its_cells() {
        let merges = vec![(2, u32::MAX, 1); 10_000];
        let (rows, _) = released(&["SKU", "成本"], &[&["A", "1"], &["B", ""], &["", "2"]], &merges);
        assert_eq!(rows, ["A,1", "B,1", ",2"]);
    }
}
