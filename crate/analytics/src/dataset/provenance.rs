//! From the value of a row back to the cells it was read from.

use serde::{Deserialize, Serialize};

use crate::vocabulary::Field;

/// Whether a column tells of the line that a row is, or of the order that the line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ColumnSet {
    /// Of the line; in a file whose rows are orders, of the order.
    Line,
    /// Of the order, in a file whose rows are lines.
    Order,
}

/// What a cell does to the value that it is read into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// It is the value, or is added to it.
    Adds,
    /// It is taken off.
    Subtracts,
    /// A text that is put behind the one before it.
    Follows,
    /// What the others come to is for one unit, or for all: it says of how many units the value is.
    Counts,
    /// For how many units that is which the others come to.
    CountsAll,
}

/// A column of a source table and what was read from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceColumn {
    /// What its cells were read as.
    pub field: Field,
    /// Whose field it is.
    pub set: ColumnSet,
    /// To which of the ways to read the field it belongs, from 0. Of a row the first counts that is not blank, see
    /// [`Departures`].
    pub way: u8,
    /// What its cells do to the value.
    pub effect: Effect,
    /// From 0.
    pub index: u32,
    /// As the file writes it.
    pub header: String,
}

/// How one row was read, where that was not as the first columns say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowWays {
    /// Fields that were not read in the first way, and in which.
    pub later: Vec<(ColumnSet, Field, u8)>,
    /// The amount has a tax in it that is not the merchant's, and was lowered by it.
    pub tax_is_inside: bool,
    /// What went back has a tax in it, of which the merchant's share is that of the amount in the total.
    pub refund_is_taxed: bool,
    /// Words alone say that something went back: all that the row is worth.
    pub all_went_back: bool,
}

/// The rows of a table that were not read as its first columns say: what it takes to find the cells behind a value again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departures {
    /// Rows by the way they were read; of each the rows are in order once the table is at its end.
    ways: Vec<(RowWays, Vec<u32>)>,
    /// Orders whose money stands in other rows than the one they were read from, by that row: the parts of an order in an
    /// ERP.
    rows_of_orders: Vec<(u32, Vec<u32>)>,
}

impl Departures {
    /// Remembers how a row was read.
    pub fn note(&mut self, row: u32, ways: &RowWays) {
        if *ways == RowWays::default() {
            return;
        }
        match self.ways.iter_mut().find(|(known, _)| known == ways) {
            Some((_, rows)) => rows.push(row),
            None => self.ways.push((ways.clone(), vec![row])),
        }
    }

    /// Remembers in which rows the money of an order stands.
    pub fn note_order(&mut self, row: u32, rows: Vec<u32>) {
        self.rows_of_orders.push((row, rows));
    }

    /// To be told when the table has come to its end: rows whose meaning only that shows came out of turn.
    pub fn end(&mut self) {
        self.ways.iter_mut().for_each(|(_, rows)| rows.sort_unstable());
        self.rows_of_orders.sort_unstable();
    }

    /// How a row was read; `None` where as the first columns say.
    pub fn of_row(&self, row: u32) -> Option<&RowWays> {
        self.ways.iter().find(|(_, rows)| rows.binary_search(&row).is_ok()).map(|(ways, _)| ways)
    }

    /// The rows in which the money of an order stands that was read from this row; `None` where in this row.
    pub fn rows_of_order(&self, row: u32) -> Option<&[u32]> {
        let place = self.rows_of_orders.binary_search_by_key(&row, |(of, _)| *of).ok()?;
        self.rows_of_orders.get(place).map(|(_, rows)| rows.as_slice())
    }
}

impl RowWays {
    /// In which way a field was read.
    pub fn of(&self, set: ColumnSet, field: Field) -> u8 {
        self.later.iter().find(|(of, named, _)| (*of, *named) == (set, field)).map_or(0, |(_, _, way)| *way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_whatever_came_first() {
        let second = RowWays { later: vec![(ColumnSet::Order, Field::Amount, 1)], ..RowWays::default() };
        let taxed = RowWays { tax_is_inside: true, ..RowWays::default() };
        let mut departures = Departures::default();
        for (row, ways) in [(9, &second), (4, &taxed), (5, &RowWays::default()), (3, &second)] {
            departures.note(row, ways);
        }
        departures.note_order(8, vec![11, 12]);
        departures.note_order(2, vec![3]);
        departures.end();
        let of_row = |row| departures.of_row(row);
        assert_eq!((2..=10).filter_map(of_row).collect::<Vec<_>>(), [&second, &taxed, &second]);
        assert_eq!([2, 3, 8].map(|row| departures.rows_of_order(row)), [Some(&[3][..]), None, Some(&[11, 12][..])]);
        let way = |field| second.of(ColumnSet::Order, field);
        assert_eq!((way(Field::Amount), way(Field::Postage), second.of(ColumnSet::Line, Field::Amount)), (1, 0, 0));
    }
}
