//! The purchase list, and the sheet of stock and suppliers to fill in.

use analytics::Money;
use analytics::capacity::{PlanRow, Purchase};
use export::{Cell, Column, Table, stock_template};
use protocol::{Language, PurchaseColumn, PurchaseWords, Reply, TableFormat};

use super::super::Session;
use super::super::export::{download, written};

impl Session {
    /// What is to be ordered before the plan is looked at again, by supplier.
    pub(in super::super) fn export_purchases(
        &mut self,
        warehouse: Option<&str>,
        format: TableFormat,
        words: &PurchaseWords,
    ) -> Reply {
        self.report_capacity(warehouse);
        let (Some(as_of), Some(reported)) =
            (self.carrying.load.as_ref().and_then(|load| load.last()), &self.carrying.reported)
        else {
            return Reply::Gone;
        };
        let next_look = as_of.plus(i32::try_from(reported.settings.supply.review_days).unwrap_or(i32::MAX));
        let plan = &reported.report.replenishment.rows;
        let due = plan.iter().filter(|row| row.order_on <= next_look);
        let mut rows: Vec<(&PlanRow, &Purchase)> =
            due.flat_map(|row| row.orders.iter().map(move |order| (row, order))).collect();
        rows.sort_by_key(|(row, order)| (order.supplier.is_empty(), &order.supplier, row.order_on, &row.code));
        let column =
            |(column, title): &(PurchaseColumn, String)| Column { title: title.clone(), width: width(*column) };
        let line = |(row, order): &(&PlanRow, &Purchase)| {
            words.table.columns.iter().map(|(column, _)| cell(row, order, *column, words)).collect()
        };
        let table = Table {
            sheet: words.table.name.clone(),
            columns: words.table.columns.iter().map(column).collect(),
            rows: rows.iter().map(line).collect(),
        };
        written(&table, &words.table.name, format)
    }

    /// Our own sheet with the shop's SKUs.
    pub(in super::super) fn stock_template(&mut self, language: Language) -> Reply {
        self.report_capacity(None);
        let (name, language) = match language {
            Language::Chinese => ("库存与供应商表.xlsx", export::Language::Chinese),
            Language::English => ("stock.xlsx", export::Language::English),
        };
        let skus = self.carrying.load.as_ref().map_or(&[][..], |load| &load.skus);
        download(name.to_owned(), stock_template(skus, language).map_err(|error| error.to_string()))
    }
}

fn cell(row: &PlanRow, order: &Purchase, column: PurchaseColumn, words: &PurchaseWords) -> Cell {
    match column {
        PurchaseColumn::Supplier if order.supplier.is_empty() => Cell::Text(words.no_supplier.clone()),
        PurchaseColumn::Supplier => Cell::Text(order.supplier.clone()),
        PurchaseColumn::Role if order.supplier.is_empty() => Cell::Blank,
        PurchaseColumn::Role => Cell::Text(if order.is_backup { &words.backup } else { &words.core }.clone()),
        PurchaseColumn::Sku => Cell::Text(row.code.clone()),
        PurchaseColumn::Name => Cell::Text(row.name.clone()),
        PurchaseColumn::Quantity => Cell::Quantity(order.quantity),
        PurchaseColumn::UnitCost => order
            .amount
            .and_then(|amount| amount.per(order.quantity))
            .map_or(Cell::Blank, |each| Cell::Money(each.rounded())),
        PurchaseColumn::Amount => order.amount.map(Money::rounded).map_or(Cell::Blank, Cell::Money),
        PurchaseColumn::OrderOn => Cell::Text(row.order_on.to_string()),
        PurchaseColumn::Arrives => Cell::Text(order.arrives.to_string()),
    }
}

/// In characters.
fn width(column: PurchaseColumn) -> f64 {
    match column {
        PurchaseColumn::Name => 32.0,
        PurchaseColumn::Supplier | PurchaseColumn::Sku => 22.0,
        PurchaseColumn::Role | PurchaseColumn::Quantity | PurchaseColumn::UnitCost => 10.0,
        PurchaseColumn::Amount | PurchaseColumn::OrderOn | PurchaseColumn::Arrives => 13.0,
    }
}
