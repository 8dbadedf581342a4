//! Which orders have to be joined again, and with which rows.

use super::evidence::{Evidence, Span, pieces};
use super::order_ids::OrderIds;
use super::rules::day_on;
use super::view::Picked;
use crate::dataset::{ByTable, Dataset, OrderHeader, OrderKey, OrderLine, SkuKey, Times, WaybillKey};
use crate::pool::Column;
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
        for line in dataset.lines.pieces(|line| is_wanted[line.at]).flatten() {
            self.orders[line.order] = true;
        }
        for header in dataset.headers.pieces(|header| is_wanted[header.at]).flatten() {
            self.orders[header.order] = true;
        }
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
    pub(super) fn add_later_than(&mut self, dataset: &Dataset, day: Day, basis: Basis, tables: &[Evidence]) {
        let mut tables = tables.iter();
        let has_later = dataset.by_table(|_| tables.next().and_then(Evidence::last_day) > Some(day));
        let is_later = |times: Times| day_on(times, basis) > Some(day);
        for line in dataset.lines.pieces(|line| has_later[line.at]).flatten().filter(|line| is_later(line.times)) {
            self.orders[line.order] = true;
        }
        let headers = dataset.headers.pieces(|header| has_later[header.at]).flatten();
        for header in headers.filter(|header| is_later(header.times)) {
            self.orders[header.order] = true;
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
    pub(super) fn close_up(&mut self, dataset: &Dataset, tables: &[Evidence], ids: &[&OrderIds]) {
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

    fn add_sent_together(&mut self, dataset: &Dataset, tables: &[Evidence]) -> bool {
        if dataset.shipments.is_empty() {
            return false;
        }
        for (_, lines, span) in line_pieces(dataset, tables) {
            if self.has_orders_of(span) {
                let touched = lines.iter().filter(|line| self.orders[line.order]);
                touched.filter_map(|line| line.waybill).for_each(|waybill| self.waybills[waybill] = true);
            }
        }
        for (_, headers, span) in header_pieces(dataset, tables) {
            if self.has_orders_of(span) {
                let touched = headers.iter().filter(|header| self.orders[header.order]);
                touched.filter_map(|header| header.waybill).for_each(|waybill| self.waybills[waybill] = true);
            }
        }
        let mut has_grown = false;
        let (orders, waybills) = (&mut self.orders, &self.waybills);
        let mut add = |order: OrderKey, waybill: Option<WaybillKey>| {
            if waybill.is_some_and(|waybill| waybills[waybill]) && !orders[order] {
                orders[order] = true;
                has_grown = true;
            }
        };
        let has_waybills_of = |span: Span| span.waybills.is_some_and(|span| waybills.has_any(span));
        let lines = line_pieces(dataset, tables).filter(|(.., span)| has_waybills_of(*span));
        lines.flat_map(|(_, lines, _)| lines).for_each(|line| add(line.order, line.waybill));
        let headers = header_pieces(dataset, tables).filter(|(.., span)| has_waybills_of(*span));
        headers.flat_map(|(_, headers, _)| headers).for_each(|header| add(header.order, header.waybill));
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
    pub(super) fn rows(&self, dataset: &Dataset, tables: &[Evidence]) -> Picked {
        let (mut lines, mut headers) = (Vec::new(), Vec::new());
        for (start, piece, _) in line_pieces(dataset, tables).filter(|(.., span)| self.has_orders_of(*span)) {
            let touched = (start..).zip(piece).filter(|(_, line)| self.orders[line.order]);
            lines.extend(touched.filter_map(|(index, _)| u32::try_from(index).ok()));
        }
        for (start, piece, _) in header_pieces(dataset, tables).filter(|(.., span)| self.has_orders_of(*span)) {
            let touched = (start..).zip(piece).filter(|(_, header)| self.orders[header.order]);
            headers.extend(touched.filter_map(|(index, _)| u32::try_from(index).ok()));
        }
        Picked {
            orders: dataset.pools.orders.keys().filter(|&order| self.orders[order]).collect(),
            lines,
            headers,
            waybills: self.waybills.clone(),
            is_new: dataset.by_table(|_| false),
        }
    }
}

fn line_pieces<'d>(dataset: &'d Dataset, tables: &[Evidence]) -> impl Iterator<Item = (usize, &'d [OrderLine], Span)> {
    let spans = |table: usize| tables.get(table).map_or(&[][..], |table| &table.lines);
    pieces(&dataset.lines, tables.len(), |line| line.at, spans)
}

fn header_pieces<'d>(
    dataset: &'d Dataset,
    tables: &[Evidence],
) -> impl Iterator<Item = (usize, &'d [OrderHeader], Span)> {
    let spans = |table: usize| tables.get(table).map_or(&[][..], |table| &table.headers);
    pieces(&dataset.headers, tables.len(), |header| header.at, spans)
}
