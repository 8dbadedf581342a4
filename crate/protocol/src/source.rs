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

/// A cell of a file, or several of one row, that a figure was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceCell {
    /// Whose `File` has to travel with [`Request::Row`].
    pub file: FileId,
    /// As the seller knows it.
    pub file_name: String,
    /// Table and row.
    pub at: RowRef,
    /// `None` for a text file.
    pub sheet: Option<String>,
    /// The header, and the column from 0. Several where the figure is the sum of several cells.
    pub columns: Vec<(String, u32)>,
    /// What those cells add to the figure, before it is spread on SKUs.
    pub amount: Amount,
    /// What the cells themselves say, where that is in another currency than the shop's.
    pub stated: Option<StatedMoney>,
    /// The order, where there is one.
    pub order: Option<String>,
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
