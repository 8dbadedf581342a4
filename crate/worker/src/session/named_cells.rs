//! Which cells of a row say an amount.

use analytics::dataset::{ColumnSet, Effect, RowRef, RowWays, SourceTable};
use analytics::vocabulary::Field;
use protocol::{CellsOfRow, ShareWithoutTax, SourceColumn};

/// What a row says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// What was paid for.
    Revenue,
    /// The same, of a row that also says what went back: where the file has amounts less that, both are what was paid.
    RevenueBesideRefund,
    /// What the order adds to lines that carry their own money.
    Postage,
    Refund,
    /// That all went back, and how much that was.
    Refunded,
    Cost,
    Freight,
    Spend,
    Fee,
    Compensation,
    /// That goods went out again.
    Resent,
}

/// The columns of one table, as one of its rows was read.
struct Columns<'a> {
    table: &'a SourceTable,
    ways: Option<&'a RowWays>,
    set: ColumnSet,
}

impl Columns<'_> {
    fn has(&self, field: Field) -> bool {
        self.table.columns.iter().any(|column| column.field == field)
    }

    /// Whether the line, or the order, has a column of its own for the field.
    fn has_own(&self, field: Field) -> bool {
        self.table.columns.iter().any(|column| (column.field, column.set) == (field, self.set))
    }

    /// The columns of a field that were read of the row, by what their cells do. What a row does not say of the order it
    /// says of its line, and the other way round.
    fn read(&self, field: Field, effect: Effect) -> Vec<SourceColumn> {
        let of = |set| self.table.columns.iter().filter(move |column| (column.field, column.set) == (field, set));
        let other = match self.set {
            ColumnSet::Line => ColumnSet::Order,
            ColumnSet::Order => ColumnSet::Line,
        };
        let set = if of(self.set).next().is_some() { self.set } else { other };
        let way = self.ways.map_or(0, |ways| ways.of(set, field));
        let read = of(set).filter(|column| (column.way, column.effect) == (way, effect));
        read.map(|column| SourceColumn { header: column.header.clone(), index: column.index }).collect()
    }

    /// The words that say how far a refund is.
    fn state(&self) -> Vec<SourceColumn> {
        let state = [Field::RefundStatus, Field::Status].into_iter().find(|field| self.has(*field));
        state.map_or_else(Vec::new, |state| self.read(state, Effect::Adds))
    }

    fn first(&self, field: Field) -> Option<SourceColumn> {
        self.read(field, Effect::Adds).into_iter().next()
    }

    /// The columns of the amount, those that add and those that are taken off.
    fn amount(&self) -> (Vec<SourceColumn>, Vec<SourceColumn>) {
        let mut subtracts = self.read(Field::Amount, Effect::Subtracts);
        if self.ways.is_some_and(|ways| ways.tax_is_inside) {
            subtracts.extend(self.first(Field::Tax));
        }
        (self.read(Field::Amount, Effect::Adds), subtracts)
    }

    fn share_without_tax(&self) -> Option<ShareWithoutTax> {
        let total = self.first(Field::Total).filter(|_| self.ways.is_some_and(|ways| ways.refund_is_taxed))?;
        let (adds, subtracts) = self.amount();
        Some(ShareWithoutTax { adds, subtracts, total })
    }
}

/// The cells of a row that say it. `is_net`: the file's amounts are less what went back.
pub(super) fn cells_of_row(table: &SourceTable, at: RowRef, set: ColumnSet, says: Says, is_net: bool) -> CellsOfRow {
    let columns = Columns { table, ways: table.departures.of_row(at.row.get()), set };
    let mut cells =
        CellsOfRow { at, says: vec![], adds: vec![], subtracts: vec![], times: None, divided_by: None, share: None };
    let add = |cells: &mut CellsOfRow, field| {
        cells.adds.extend(columns.read(field, Effect::Adds));
        cells.subtracts.extend(columns.read(field, Effect::Subtracts));
    };
    let first_of = |fields: [Field; 2]| fields.into_iter().find(|field| columns.has(*field));
    let sold = |cells: &mut CellsOfRow| {
        // The order may have an amount of its own beside lines that have a price.
        let is_priced = !columns.has_own(Field::Amount) && columns.has_own(Field::UnitPrice);
        if columns.has(Field::Amount) && !is_priced {
            let (adds, subtracts) = columns.amount();
            cells.adds.extend(adds);
            cells.subtracts.extend(subtracts);
        } else {
            add(cells, Field::UnitPrice);
            cells.times = columns.first(Field::Quantity);
        }
    };
    match says {
        Says::Revenue => sold(&mut cells),
        Says::RevenueBesideRefund => {
            sold(&mut cells);
            if is_net {
                add(&mut cells, Field::Refund);
            }
        }
        Says::Refund if columns.has(Field::Refund) && !columns.ways.is_some_and(|ways| ways.all_went_back) => {
            add(&mut cells, Field::Refund);
            cells.times = columns.read(Field::Refund, Effect::Counts).into_iter().next();
            cells.divided_by = columns.read(Field::Refund, Effect::CountsAll).into_iter().next();
            cells.share = columns.share_without_tax();
        }
        Says::Refund | Says::Refunded => {
            cells.says = columns.state();
            sold(&mut cells);
        }
        Says::Postage => first_of([Field::Postage, Field::Amount]).into_iter().for_each(|field| add(&mut cells, field)),
        Says::Freight => {
            first_of([Field::FreightPaid, Field::Amount]).into_iter().for_each(|field| add(&mut cells, field));
        }
        Says::Cost => add(&mut cells, Field::UnitCost),
        Says::Spend => add(&mut cells, Field::Spend),
        Says::Fee => add(&mut cells, Field::Fee),
        Says::Compensation => add(&mut cells, Field::Compensation),
        Says::Resent => {
            let said = [Field::OrderType, Field::Quantity].into_iter();
            cells.says = said.flat_map(|field| columns.read(field, Effect::Adds)).collect();
        }
    }
    cells
}

/// Where the lines of a table say by themselves that all went back, while the order says how much that was: the words on the
/// line's row. `None` where one row says both.
pub(super) fn state_of_line(table: &SourceTable, at: RowRef) -> Option<CellsOfRow> {
    let has = |field, set| table.columns.iter().any(|column| (column.field, column.set) == (field, set));
    let is_of_line = |field| has(field, ColumnSet::Line) && !has(field, ColumnSet::Order);
    if !is_of_line(Field::RefundStatus) || !has(Field::Amount, ColumnSet::Order) {
        return None;
    }
    let ways = table.departures.of_row(at.row.get());
    let says = Columns { table, ways, set: ColumnSet::Line }.state();
    Some(CellsOfRow { at, says, adds: vec![], subtracts: vec![], times: None, divided_by: None, share: None })
}
