//! The cost sheet to fill in. Its headers are the ones our own profile recognises.

use analytics::{Amount, Money};

use crate::Language;
use crate::table::{Column, ExportCell, Table, WriteError};

/// One SKU of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    pub sku: String,
    pub name: String,
    /// Filled in where it is already known.
    pub cost: Option<Amount>,
    /// What that is in, where a cost that names no currency would be in another.
    pub currency: Option<String>,
}

/// The sheet with the shop's SKUs, the ones without a cost first as given.
///
/// # Errors
/// More SKUs than a sheet has rows.
pub fn cost_template(rows: &[CostRow], language: Language) -> Result<Vec<u8>, WriteError> {
    let column = |chinese, english, width| Column { title: language.choose(chinese, english).to_owned(), width };
    let mut columns = vec![
        column("商家编码", "SKU", 24.0),
        column("商品名称", "Name", 36.0),
        column("单位成本", "Unit cost", 12.0),
        column("生效日期", "Valid from", 14.0),
        column("重量(克)", "Weight (g)", 12.0),
    ];
    let names_currencies = rows.iter().any(|row| row.currency.is_some());
    if names_currencies {
        columns.push(column("币种", "Currency", 10.0));
    }
    let cells = |row: &CostRow| {
        let cost = row.cost.map_or(ExportCell::Blank, |cost| ExportCell::Money(Money::from(cost)));
        let mut cells = vec![ExportCell::Text(row.sku.clone()), ExportCell::Text(row.name.clone()), cost];
        if names_currencies {
            let currency = row.currency.clone().map_or(ExportCell::Blank, ExportCell::Text);
            cells.extend([ExportCell::Blank, ExportCell::Blank, currency]);
        }
        cells
    };
    let sheet = language.choose("成本表", "Costs").to_owned();
    Table { sheet, columns, rows: rows.iter().map(cells).collect(), ..Table::default() }.to_xlsx()
}
