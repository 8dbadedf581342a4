//! The purchase list, and the sheet of stock and suppliers to fill in.

use analytics::Money;
use analytics::capacity::{PlanRow, PurchaseOrder, Total};
use export::{Column, ExportCell, stock_template};
use protocol::{Language, PurchaseOrderColumn, PurchaseOrderWords, Reply, TableFormat};

use super::super::Session;
use super::super::export::{download, table_of, written};

impl Session {
    /// What is to be ordered before the plan is looked at again, by supplier, with what it comes to. Orders that wait for
    /// the seller's word are not in it.
    pub(in super::super) fn export_purchases(
        &mut self,
        warehouse: Option<&str>,
        format: TableFormat,
        words: &PurchaseOrderWords,
    ) -> Reply {
        self.report_capacity(warehouse);
        let (Some(as_of), Some(reported)) =
            (self.capacity_cache.load.as_ref().and_then(|load| load.last()), &self.capacity_cache.reported)
        else {
            return Reply::Gone;
        };
        let next_look = as_of.plus(i32::try_from(reported.settings.supply.review_days).unwrap_or(i32::MAX));
        let plan = &reported.report.replenishment.rows;
        let due = plan.iter().filter(|row| row.order_on <= next_look);
        let mut rows: Vec<(&PlanRow, &PurchaseOrder)> =
            due.flat_map(|row| row.orders.iter().map(move |order| (row, order))).collect();
        rows.sort_by_key(|(row, order)| (order.supplier.is_empty(), &order.supplier, row.order_on, &row.code));
        let column =
            |(column, title): &(PurchaseOrderColumn, String)| Column { title: title.clone(), width: width(*column) };
        let line = |(row, order): &(&PlanRow, &PurchaseOrder)| -> Vec<ExportCell> {
            words.table.columns.iter().map(|(column, _)| cell(row, order, *column, words)).collect()
        };
        let sum = |rows: &[(&PlanRow, &PurchaseOrder)], title: String| -> Vec<ExportCell> {
            let mut total = Total::default();
            for of_sku in rows.chunk_by(|one, other| one.0.code == other.0.code) {
                total.add(of_sku.iter().map(|(_, order)| *order));
            }
            words.table.columns.iter().map(|(column, _)| total_cell(&total, *column, &title, words)).collect()
        };
        let mut lines: Vec<Vec<ExportCell>> = Vec::new();
        let suppliers: Vec<&[(&PlanRow, &PurchaseOrder)]> =
            rows.chunk_by(|one, other| one.1.supplier == other.1.supplier).collect();
        for of_supplier in &suppliers {
            lines.extend(of_supplier.iter().map(line));
            if let (true, Some((_, first))) = (suppliers.len() > 1, of_supplier.first()) {
                let name = if first.supplier.is_empty() { &words.no_supplier } else { &first.supplier };
                lines.push(sum(of_supplier, words.subtotal.replace("{supplier}", name)));
            }
        }
        let mut by_sku = rows.clone();
        by_sku.sort_by_key(|(row, _)| &row.code);
        lines.push(sum(&by_sku, words.total.clone()));
        let table = table_of(&words.table.file, words.table.columns.iter().map(column).collect(), lines);
        written(&table, &words.table.file.name, format)
    }

    /// Our own sheet with the shop's SKUs.
    pub(in super::super) fn stock_template(&mut self, language: Language) -> Reply {
        self.report_capacity(None);
        let (name, language) = match language {
            Language::Chinese => ("库存与供应商表.xlsx", export::Language::Chinese),
            Language::English => ("stock.xlsx", export::Language::English),
        };
        let skus = self.capacity_cache.load.as_ref().map_or(&[][..], |load| &load.skus);
        download(name.to_owned(), stock_template(skus, language).map_err(|error| error.to_string()))
    }
}

fn cell(row: &PlanRow, order: &PurchaseOrder, column: PurchaseOrderColumn, words: &PurchaseOrderWords) -> ExportCell {
    match column {
        PurchaseOrderColumn::Supplier if order.supplier.is_empty() => ExportCell::Text(words.no_supplier.clone()),
        PurchaseOrderColumn::Supplier => ExportCell::Text(order.supplier.clone()),
        PurchaseOrderColumn::Role if order.supplier.is_empty() => ExportCell::Blank,
        PurchaseOrderColumn::Role => {
            ExportCell::Text(if order.is_backup { &words.backup } else { &words.core }.clone())
        }
        PurchaseOrderColumn::Sku => ExportCell::Text(row.code.clone()),
        PurchaseOrderColumn::Name => ExportCell::Text(row.name.clone()),
        PurchaseOrderColumn::Quantity => ExportCell::Quantity(order.quantity),
        PurchaseOrderColumn::UnitCost => order.unit_cost.map_or(ExportCell::Blank, ExportCell::Price),
        PurchaseOrderColumn::Amount => ExportCell::money(order.amount.map(Money::rounded)),
        PurchaseOrderColumn::OrderOn => ExportCell::Text(row.order_on.to_string()),
        PurchaseOrderColumn::Arrives => ExportCell::Text(order.arrives.to_string()),
        PurchaseOrderColumn::Cover => ExportCell::Count(row.whole_cover_days()),
    }
}

/// The title stands under the first column that can hold it, and what is left out under the name.
fn total_cell(total: &Total, column: PurchaseOrderColumn, title: &str, words: &PurchaseOrderWords) -> ExportCell {
    let first_text = words.table.columns.iter().map(|(column, _)| *column).find(|column| {
        matches!(column, PurchaseOrderColumn::Supplier | PurchaseOrderColumn::Sku | PurchaseOrderColumn::Name)
    });
    match column {
        PurchaseOrderColumn::Quantity => ExportCell::Quantity(total.units),
        PurchaseOrderColumn::Amount => ExportCell::Money(total.amount.rounded()),
        column if Some(column) == first_text => ExportCell::Text(title.to_owned()),
        PurchaseOrderColumn::Name if total.without_cost > 0 => {
            ExportCell::Text(words.without_cost.replace("{count}", &total.without_cost.to_string()))
        }
        _ => ExportCell::Blank,
    }
}

/// In characters.
fn width(column: PurchaseOrderColumn) -> f64 {
    match column {
        PurchaseOrderColumn::Name => 32.0,
        PurchaseOrderColumn::Supplier | PurchaseOrderColumn::Sku => 22.0,
        PurchaseOrderColumn::Role
        | PurchaseOrderColumn::Quantity
        | PurchaseOrderColumn::UnitCost
        | PurchaseOrderColumn::Cover => 10.0,
        PurchaseOrderColumn::Amount | PurchaseOrderColumn::OrderOn | PurchaseOrderColumn::Arrives => 13.0,
    }
}
