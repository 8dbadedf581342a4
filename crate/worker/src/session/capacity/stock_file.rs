//! The list of stock by how it sells, as a file.

use analytics::capacity::{Pace, StockRow};
use export::{Column, ExportCell};
use protocol::{Reply, StockColumn, StockWords, TableFormat};

use super::super::Session;
use super::super::export::{table_of, written};

impl Session {
    /// Every row of the pace, in the order of the screen.
    pub(in super::super) fn export_stock(
        &mut self,
        warehouse: Option<&str>,
        pace: Option<Pace>,
        format: TableFormat,
        words: &StockWords,
    ) -> Reply {
        self.report_capacity(warehouse);
        let Some(reported) = &self.capacity_cache.reported else { return Reply::Gone };
        let rows = reported.report.stock.iter().filter(|row| pace.is_none_or(|pace| row.pace == pace));
        let line = |row: &StockRow| words.table.columns.iter().map(|(column, _)| cell(row, *column, words)).collect();
        let column = |(column, title): &(StockColumn, String)| Column { title: title.clone(), width: width(*column) };
        let columns = words.table.columns.iter().map(column).collect();
        let table = table_of(&words.table.file, columns, rows.map(line).collect());
        written(&table, &words.table.file.name, format)
    }
}

fn cell(row: &StockRow, column: StockColumn, words: &StockWords) -> ExportCell {
    let number = |number: Option<f64>| number.map_or(ExportCell::Blank, ExportCell::Number);
    match column {
        StockColumn::Sku => ExportCell::Text(row.code.clone()),
        StockColumn::Name => ExportCell::Text(row.name.clone()),
        StockColumn::Pace => {
            let word = words.paces.iter().find(|(pace, _)| *pace == row.pace);
            word.map_or(ExportCell::Blank, |(_, word)| ExportCell::Text(word.clone()))
        }
        StockColumn::OnHand => row.on_hand.map_or(ExportCell::Blank, ExportCell::Quantity),
        StockColumn::Cover => number(row.cover_days),
        StockColumn::Turnover => number(row.turnover),
        StockColumn::SinceSale => row.days_since_sale.map_or(ExportCell::Blank, ExportCell::Count),
        StockColumn::TiedUp => ExportCell::money(row.tied_up),
        StockColumn::ClearancePrice => ExportCell::money(row.clearance.map(|clearance| clearance.clearance_price)),
        StockColumn::Frees => ExportCell::money(row.clearance.map(|clearance| clearance.frees)),
    }
}

/// In characters.
fn width(column: StockColumn) -> f64 {
    match column {
        StockColumn::Name => 32.0,
        StockColumn::Sku => 22.0,
        StockColumn::Pace
        | StockColumn::OnHand
        | StockColumn::Cover
        | StockColumn::Turnover
        | StockColumn::SinceSale => 11.0,
        StockColumn::TiedUp | StockColumn::ClearancePrice | StockColumn::Frees => 13.0,
    }
}
