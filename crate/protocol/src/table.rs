//! Tables that leave the page as files. The page gives every word, so that a file says what the screen says.

use export::About;
use serde::{Deserialize, Serialize};

use crate::{OrderColumn, SkuColumn};

/// What a table is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    /// A workbook, whose numbers are numbers.
    Xlsx,
    /// UTF-8 with a mark that Excel knows it by.
    Csv,
}

/// What a file is called, and what is said in it beside its table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWords {
    /// Name of the file without its ending: shop, table and period.
    pub name: String,
    /// Name of the sheet.
    pub sheet: String,
    /// On a sheet of its own: of which part of the shop the table is, and what its columns mean.
    pub about: About,
}

/// The names of a table and of its columns in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportWords<Column> {
    /// Of the file as a whole.
    pub file: FileWords,
    /// Which columns, and what each is called.
    pub columns: Vec<(Column, String)>,
}

/// Words of the SKU table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuWords {
    /// The names of the file and of its columns.
    pub table: ExportWords<SkuColumn>,
    /// The sentence of every verdict.
    pub advice: AdviceWords,
    /// What the row of ads that met no product is called.
    pub unmatched_ads: String,
}

/// A word for every advice; `{amount}` stands where its amount goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdviceWords {
    /// The SKU earns; nothing is to be done.
    pub keep: String,
    /// Ads may cost `{amount}` an order and no more.
    pub cap_ads: String,
    /// Ads were paid and nothing was sold: they are to stop.
    pub no_ads: String,
    /// The price is to be raised to `{amount}`.
    pub raise_price: String,
    /// The stock is to be sold off.
    pub clear: String,
    /// It is to be sold no more.
    pub stop: String,
    /// Nothing can be said without its cost.
    pub missing_cost: String,
    /// Where the advice is about one place: `{place}`, `{net}` (what is lost there) and `{advice}` stand where they go.
    pub at: String,
    /// What each platform is called.
    pub platforms: Vec<(analytics::vocabulary::Source, String)>,
}

/// Words of the order table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderWords {
    /// The names of the file and of its columns.
    pub table: ExportWords<OrderColumn>,
    /// Remark on an order whose net is below zero.
    pub loss: String,
    /// Remark on an order of which something has not been sent.
    pub not_shipped: String,
    /// Remark on an order of which money went back.
    pub refunded: String,
    /// Remark on an order with a line of no known cost.
    pub partial: String,
    /// By platform name: what a store is called that has no name of its own.
    pub platforms: Vec<(analytics::vocabulary::Source, String)>,
}
