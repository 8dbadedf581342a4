//! Which orders have to be joined again, and with which rows.

use super::order_ids::OrderIds;
use super::rules::day_on;
use super::table_summary::{OrderRow, Span, TableSummary, pieces};
use super::view::Picked;
use crate::dataset::{ByTable, Dataset, OrderKey, SkuKey, Times, WaybillKey};
use crate::pool::Column;
use crate::rows::Rows;
use crate::time::Day;
use crate::vocabulary::Basis;

/// Orders, and parcels, of which something has changed.
#[derive(Clone, Debug)]
pub(super) struct Touched {
    orders: Column<OrderKey, bool>,
    waybills: Column<WaybillKey, bool>,
}

impl Touched {
    /// None of them.
    pub(super) fn new(dataset: &Dataset) -> Touched {
        Touched {
            orders: Column::filled(&dataset.pools.orders, false),
            waybills: Column::filled(&dataset.pools.waybills, false),
        }
    }

    pub(super) fn has(&self, order: OrderKey) -> bool {
        self.orders[order]
    }

    /// Those of which rows of these tables tell.
    pub(super) fn add_rows_of(&mut self, dataset: &Dataset, is_wanted: &ByTable<bool>) {
        self.add_orders(&dataset.lines, is_wanted, |_| true);
        self.add_orders(&dataset.headers, is_wanted, |_| true);
        self.add_orders(&dataset.refunds, is_wanted, |_| true);
        for shipment in dataset.shipments.pieces(|shipment| is_wanted[shipment.at]).flatten() {
            self.waybills[shipment.waybill] = true;
        }
    }

    /// Those that are other orders than before, or merged with others.
    pub(super) fn add_known_otherwise(&mut self, dataset: &Dataset, before: &OrderIds, now: &OrderIds) {
        if before.is_plain() && now.is_plain() {
            return;
        }
        for order in dataset.pools.orders.keys() {
            let is_otherwise = before.key(order) != now.key(order)
                || before.together(order) != now.together(order)
                || before.merged(order) != now.merged(order)
                || before.form(order) != now.form(order);
            self.orders[order] |= is_otherwise;
        }
    }

    /// Those of which a row is dated after a day.
    pub(super) fn add_later_than(&mut self, dataset: &Dataset, day: Day, basis: Basis, tables: &[TableSummary]) {
        let mut tables = tables.iter();
        let has_later = dataset.by_table(|_| tables.next().and_then(TableSummary::last_day) > Some(day));
        let is_later = |times: Times| day_on(times, basis) > Some(day);
        self.add_orders(&dataset.lines, &has_later, |line| is_later(line.times));
        self.add_orders(&dataset.headers, &has_later, |header| is_later(header.times));
    }

    /// Those of such rows of some tables.
    fn add_orders<T: OrderRow>(&mut self, rows: &Rows<T>, tables: &ByTable<bool>, is_wanted: impl Fn(&T) -> bool) {
        for row in rows.pieces(|row| tables[row.at()]).flatten().filter(|row| is_wanted(row)) {
            self.orders[row.order()] = true;
        }
    }

    /// Those of some SKUs.
    pub(super) fn add_of_skus(&mut self, dataset: &Dataset, is_wanted: impl Fn(SkuKey) -> bool) {
        let is_wanted = Column::of(&dataset.pools.skus, is_wanted);
        if dataset.pools.skus.keys().any(|sku| is_wanted[sku]) {
            for line in dataset.lines.iter().filter(|line| line.sku.is_some_and(|sku| is_wanted[sku])) {
                self.orders[line.order] = true;
            }
        }
    }

    /// Adds what is looked at together with them: orders that are known with them, on any of these grounds, and those of
    /// the same parcels.
    pub(super) fn close_up(&mut self, dataset: &Dataset, tables: &[TableSummary], ids: &[&OrderIds]) {
        let mut has_grown = true;
        while has_grown {
            has_grown = self.add_known_together(dataset, ids) | self.add_sent_together(dataset, tables);
        }
    }

    fn add_known_together(&mut self, dataset: &Dataset, ids: &[&OrderIds]) -> bool {
        let mut has_grown = false;
        for ids in ids.iter().filter(|ids| !ids.is_plain()) {
            let mut is_root = Column::filled(&dataset.pools.orders, false);
            for order in dataset.pools.orders.keys().filter(|&order| self.orders[order]) {
                is_root[ids.together(order)] = true;
            }
            for order in dataset.pools.orders.keys() {
                if !self.orders[order] && is_root[ids.together(order)] {
                    self.orders[order] = true;
                    has_grown = true;
                }
            }
        }
        has_grown
    }

    fn add_sent_together(&mut self, dataset: &Dataset, tables: &[TableSummary]) -> bool {
        if dataset.shipments.is_empty() {
            return false;
        }
        self.add_parcels(&dataset.lines, tables);
        self.add_parcels(&dataset.headers, tables);
        self.add_orders_of_parcels(&dataset.lines, tables) | self.add_orders_of_parcels(&dataset.headers, tables)
    }

    fn add_parcels<T: OrderRow>(&mut self, rows: &Rows<T>, tables: &[TableSummary]) {
        for (_, rows, span) in pieces(rows, tables) {
            if self.has_orders_of(span) {
                let touched = rows.iter().filter(|row| self.orders[row.order()]);
                touched.filter_map(T::waybill).for_each(|waybill| self.waybills[waybill] = true);
            }
        }
    }

    fn add_orders_of_parcels<T: OrderRow>(&mut self, rows: &Rows<T>, tables: &[TableSummary]) -> bool {
        let mut has_grown = false;
        let (orders, waybills) = (&mut self.orders, &self.waybills);
        let has_waybills_of = |span: Span| span.waybills.is_some_and(|span| waybills.has_any(span));
        let rows = pieces(rows, tables).filter(|(.., span)| has_waybills_of(*span)).flat_map(|(_, rows, _)| rows);
        for row in rows {
            if row.waybill().is_some_and(|waybill| waybills[waybill]) && !orders[row.order()] {
                orders[row.order()] = true;
                has_grown = true;
            }
        }
        has_grown
    }

    fn has_orders_of(&self, span: Span) -> bool {
        span.orders.is_some_and(|span| self.orders.has_any(span))
    }

    /// The same without those of another.
    pub(super) fn without(&self, other: &Touched) -> Touched {
        let mut rest = self.clone();
        rest.orders.zip_with(&other.orders, |is_touched, is_other| *is_touched &= !is_other);
        rest.waybills.zip_with(&other.waybills, |is_touched, is_other| *is_touched &= !is_other);
        rest
    }

    /// All rows of theirs.
    pub(super) fn rows(&self, dataset: &Dataset, tables: &[TableSummary]) -> Picked {
        Picked {
            orders: dataset.pools.orders.keys().filter(|&order| self.orders[order]).collect(),
            lines: self.positions(&dataset.lines, tables),
            headers: self.positions(&dataset.headers, tables),
            refunds: self.positions(&dataset.refunds, tables),
            waybills: self.waybills.clone(),
            is_new: dataset.by_table(|_| false),
        }
    }

    fn positions<T: OrderRow>(&self, rows: &Rows<T>, tables: &[TableSummary]) -> Vec<u32> {
        let pieces = pieces(rows, tables).filter(|(.., span)| self.has_orders_of(*span));
        let rows = pieces.flat_map(|(start, piece, _)| (start..).zip(piece));
        let touched = rows.filter(|(_, row)| self.orders[row.order()]);
        touched.filter_map(|(index, _)| u32::try_from(index).ok()).collect()
    }
}
