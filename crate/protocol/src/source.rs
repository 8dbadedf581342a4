//! From a figure back to the cells of the seller's files.

use analytics::dataset::RowRef;
use analytics::profit::{Claim, Component};
use analytics::{Amount, Rate};
use serde::{Deserialize, Serialize};

use crate::{FileId, OrderId};

/// Whose figure is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// By code.
    Sku(String),
    /// By platform and id.
    Order(OrderId),
}

/// Cells of the seller's files behind one figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellWindow {
    /// Whose figure was asked about.
    pub subject: Subject,
    /// Which figure of its account.
    pub component: Component,
    /// What the figure is worked out from; their amounts add up to it before it is rounded.
    pub claims: Vec<Claim>,
    /// How many cells there are.
    pub matching: u32,
    /// As many as were asked for, from the offset on, in the order of files and their rows.
    pub cells: Vec<SourceCell>,
}

/// The cells of a file that a figure was read from: those of one row, or of several that are added up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceCell {
    /// Whose `File` has to travel with [`Request::Row`].
    pub file: FileId,
    /// As the seller knows it.
    pub file_name: String,
    /// `None` for a text file.
    pub sheet: Option<String>,
    /// The row, and its cells.
    pub row: CellsOfRow,
    /// More rows that are added to it: an ERP keeps an order in parts.
    pub more_rows: Vec<CellsOfRow>,
    /// What those cells add to the figure, before it is spread on SKUs.
    pub amount: Amount,
    /// What the cells themselves say, where that is in another currency than the shop's.
    pub stated: Option<StatedMoney>,
    /// The order, where there is one.
    pub order: Option<String>,
}

/// The cells of one row that a figure was read from. What they come to: those that add less those that are taken off, times
/// the cell to multiply by, by the cell to divide by, times the share without tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellsOfRow {
    /// Table and row.
    pub at: RowRef,
    /// Words that say that the figure is one of these cells: a state that says that all went back.
    pub says: Vec<SourceColumn>,
    /// Added up.
    pub adds: Vec<SourceColumn>,
    /// Taken off.
    pub subtracts: Vec<SourceColumn>,
    /// A price is for one unit: the cell that says of how many.
    pub times: Option<SourceColumn>,
    /// What they come to is for several units: the cell that says for how many.
    pub divided_by: Option<SourceColumn>,
    /// The share of what went back that is the merchant's.
    pub share: Option<ShareWithoutTax>,
}

impl CellsOfRow {
    /// Every column that is named.
    pub fn columns<'a>(&'a self) -> impl Iterator<Item = &'a SourceColumn> {
        let of_share = |share: &'a ShareWithoutTax| share.adds.iter().chain(&share.subtracts).chain([&share.total]);
        let named =
            self.says.iter().chain(&self.adds).chain(&self.subtracts).chain(&self.times).chain(&self.divided_by);
        named.chain(self.share.iter().flat_map(of_share))
    }
}

/// A column as the seller knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceColumn {
    /// As the file writes it.
    pub header: String,
    /// From 0.
    pub index: u32,
}

/// The cells that say which share of what a buyer pays, or gets back, is the merchant's and no tax: those that add less
/// those that are taken off, by the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareWithoutTax {
    /// Added up.
    pub adds: Vec<SourceColumn>,
    /// Taken off.
    pub subtracts: Vec<SourceColumn>,
    /// What the buyer paid, tax included.
    pub total: SourceColumn,
}

/// Money as a file states it, before it was converted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedMoney {
    /// In its own currency.
    pub amount: Amount,
    /// ISO 4217 code.
    pub currency: String,
    /// What one unit of it is worth in the shop's.
    pub rate: Rate,
}

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Table and row.
    pub at: RowRef,
    /// Header and cell, in the file's order.
    pub cells: Vec<(String, String)>,
}
