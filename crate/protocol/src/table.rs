//! Tables that leave the page as files. The page gives every word, so that a file says what the screen says.

use serde::{Deserialize, Serialize};

use crate::{OrderColumn, SkuColumn};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    Xlsx,
    Csv,
}

/// The names of a table and of its columns in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportWords<Column> {
    /// Name of the file without its ending, and of the sheet.
    pub name: String,
    pub columns: Vec<(Column, String)>,
}

/// Words of the SKU table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuWords {
    pub table: ExportWords<SkuColumn>,
    pub advice: AdviceWords,
    /// What the row of ads that met no product is called.
    pub unmatched_ads: String,
}

/// A word for every advice; `{amount}` stands where its amount goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceWords {
    pub keep: String,
    pub cap_ads: String,
    pub no_ads: String,
    pub raise_price: String,
    pub clear: String,
    pub stop: String,
    pub missing_cost: String,
    /// Where the advice is about one place: `{place}`, `{net}` (what is lost there) and `{advice}` stand where they go.
    pub at: String,
    pub platforms: Vec<(analytics::vocabulary::Source, String)>,
}

/// Words of the order table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderWords {
    pub table: ExportWords<OrderColumn>,
    pub loss: String,
    pub not_shipped: String,
    pub refunded: String,
    pub partial: String,
    /// By platform name: what a store is called that has no name of its own.
    pub platforms: Vec<(analytics::vocabulary::Source, String)>,
}
