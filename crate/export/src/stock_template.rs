//! The sheet of stock, lead times and suppliers to fill in. Its headers are the ones our own profile recognises.

use analytics::capacity::SkuLoad;

use crate::Language;
use crate::table::{Column, ExportCell, Table, WriteError};

/// Chinese and English header, and width in characters.
const COLUMNS: [(&str, &str, f64); 16] = [
    ("商家编码", "SKU", 24.0),
    ("商品名称", "Name", 36.0),
    ("仓库", "Warehouse", 12.0),
    ("现有库存", "On hand", 10.0),
    ("占用库存", "Reserved", 10.0),
    ("在途数量", "On the way", 10.0),
    ("预计到货日", "Due", 12.0),
    ("供应商", "Supplier", 18.0),
    ("供应商类型", "Supplier role", 12.0),
    ("下单天数", "Days to order", 10.0),
    ("生产天数", "Production days", 10.0),
    ("物流天数", "Transit days", 10.0),
    ("上架天数", "Listing days", 10.0),
    ("起订量", "Minimum order", 10.0),
    ("订货倍数", "Order multiple", 10.0),
    ("日产能", "Daily capacity", 10.0),
];

/// The sheet with the shop's SKUs: those of which no file has the stock first, of them the best-selling first.
///
/// What other files say is not filled in: dropped beside them, the sheet would count the same stock twice.
///
/// # Errors
/// More SKUs than a sheet has rows.
pub fn stock_template(skus: &[SkuLoad], language: Language) -> Result<Vec<u8>, WriteError> {
    let mut skus: Vec<&SkuLoad> = skus.iter().collect();
    skus.sort_by(|one, other| {
        (one.stock.is_some(), other.revenue, &one.code).cmp(&(other.stock.is_some(), one.revenue, &other.code))
    });
    let column = |(chinese, english, width): (&str, &str, f64)| Column {
        title: language.choose(chinese, english).to_owned(),
        width,
    };
    let table = Table {
        sheet: language.choose("库存与供应商表", "Stock and suppliers").to_owned(),
        columns: COLUMNS.into_iter().map(column).collect(),
        rows: skus
            .iter()
            .map(|sku| vec![ExportCell::Text(sku.code.clone()), ExportCell::Text(sku.name.clone())])
            .collect(),
        ..Table::default()
    };
    table.to_xlsx()
}
