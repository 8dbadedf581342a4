//! From a figure back to the cells of the seller's files.

use analytics::Amount;
use analytics::dataset::RowRef;
use analytics::profit::{Claim, Component};
use serde::{Deserialize, Serialize};

use crate::{FileId, OrderId};

/// Whose figure is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// By code.
    Sku(String),
    Order(OrderId),
}

/// Cells of the seller's files behind one figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellWindow {
    pub subject: Subject,
    pub component: Component,
    /// What the figure is worked out from; their amounts add up to it before it is rounded.
    pub claims: Vec<Claim>,
    /// How many cells there are.
    pub matching: u32,
    pub cells: Vec<SourceCell>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceCell {
    /// Whose `File` has to travel with [`Request::Row`].
    pub file: FileId,
    pub file_name: String,
    pub at: RowRef,
    /// `None` for a text file.
    pub sheet: Option<String>,
    /// The header, and the column from 0. Several where the figure is the sum of several cells.
    pub columns: Vec<(String, u32)>,
    /// What those cells add to the figure, before it is spread on SKUs.
    pub amount: Amount,
    /// The order, where there is one.
    pub order: Option<String>,
}

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    pub at: RowRef,
    /// Header and cell, in the file's order.
    pub cells: Vec<(String, String)>,
}
