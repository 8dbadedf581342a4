//! Everything that crosses between the page and the worker. Both ends are built from one commit, so these types are the
//! wire; file bytes travel beside the envelope.

use analytics::books::FileMoney;
use analytics::config::Assumption;
use analytics::dataset::{RowRef, SourceFile};
use analytics::profit::{Blocks, Component, Scope, SkuProfit};
use analytics::vocabulary::{Basis, Block, BucketReason, RefundBasis, Source};
use analytics::{Amount, Config, Day, Money};
use serde::{Deserialize, Serialize};

/// A request or a reply with the number that pairs them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// Chosen by the page; 0 for messages that answer nothing.
    pub id: u32,
    pub body: T,
}

/// What the page may ask. Every request gets exactly one final [`Reply`]; `AddFile` may send [`Reply::Progress`] before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Reads a file into the shop. The `File` itself travels beside the envelope. Answered by [`Reply::FileRead`].
    AddFile { file: FileId, name: String },
    /// Takes a file out again. Answered by [`Reply::Shop`].
    RemoveFile { file: FileId },
    /// Answered by [`Reply::Shop`].
    SetConfig(Box<Config>),
    /// Answered by [`Reply::Shop`].
    SetScope(Scope),
    /// Answered by [`Reply::Shop`].
    Shop,
    /// A window of the SKU table. Answered by [`Reply::Skus`].
    Skus(SkuQuery),
    /// One SKU in detail. Answered by [`Reply::Sku`].
    Sku { sku: String },
    /// The cells a figure of a SKU was read from. Answered by [`Reply::Cells`].
    Cells { sku: String, component: Component, offset: u32, limit: u32 },
    /// A row of a file as the file has it. The `File` travels beside the envelope. Answered by [`Reply::Row`].
    Row { at: RowRef },
    /// The cost sheet to fill in, with the shop's SKUs. Answered by [`Reply::Download`].
    CostTemplate { language: Language },
    /// The SKU table as it is filtered and sorted on the screen. Answered by [`Reply::Download`].
    ExportSkus { query: SkuQuery, format: TableFormat, language: Language },
}

/// The page's number for a file it was given; a zip or a workbook may hold several tables under one.
pub type FileId = u32;

/// What the worker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The worker has started and listens. Sent once, with envelope id 0.
    Ready,
    Progress {
        file: FileId,
        bytes: u64,
        of_bytes: u64,
        rows: u32,
    },
    FileRead {
        file: FileId,
        shop: Box<Shop>,
    },
    Shop(Box<Shop>),
    Skus(SkuWindow),
    Sku(Box<SkuDetail>),
    Cells(CellWindow),
    Row(SourceRow),
    Download {
        name: String,
        bytes: Vec<u8>,
    },
    /// The request could not be understood or carried out; the shop is unchanged. English, for the error report.
    Failed {
        message: String,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[default]
    Chinese,
    English,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableFormat {
    Xlsx,
    Csv,
}

/// All that the page shows besides the tables it asks for window by window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shop {
    pub files: Vec<FileCard>,
    /// `None` before there are orders.
    pub profit: Option<ProfitSummary>,
    /// Kinds of file that would make the result more complete, the most useful first.
    pub missing: Vec<Missing>,
}

/// One recognised table, or one file that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileCard {
    /// The page's number of the file it is part of.
    pub id: FileId,
    pub file: SourceFile,
    /// `None` where the file carries no money.
    pub money: Option<FileMoney>,
    pub buckets: Vec<(BucketReason, Amount, u32)>,
    /// How the paid amount of the file is read; `None` where it does not matter or has to be asked.
    pub refund_basis: Option<RefundBasis>,
}

/// What would make the result more complete.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Missing {
    /// Order rows of this platform name no SKU: its line export is needed.
    OrderLines {
        platform: Source,
        orders: u32,
    },
    /// Lines of this platform name no date or payment: its order export is needed.
    OrderHeaders {
        platform: Source,
        orders: u32,
    },
    Orders,
    /// Rows in a currency of which the settings hold no rate to the shop's.
    ExchangeRate {
        currency: String,
        rows: u32,
    },
    /// SKUs without a known cost, and their revenue.
    Costs {
        skus: u32,
        revenue: Money,
    },
    /// Platforms whose ad report is missing.
    Ads {
        platform: Source,
    },
    /// Shipped orders no courier bill covers while the assumed freight is zero.
    CourierBill {
        orders: u32,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfitSummary {
    pub as_of: Option<Day>,
    pub basis: Basis,
    pub currency: String,
    pub scope: Scope,
    /// First and last day of all orders, whatever the scope.
    pub whole_period: Option<(Day, Day)>,
    /// First and last day of the orders in scope.
    pub period: Option<(Day, Day)>,
    pub stores: Vec<(Source, String)>,
    /// Everything that was sold, whether or not its cost is known; goods only where they are.
    pub sold: Blocks,
    /// SKUs with a known cost.
    pub totals: Blocks,
    /// The part of each block of the totals that rests on an assumption, in the order of [`Block::ALL`].
    pub assumed: [Money; 6],
    /// The account of every block of the totals; components that are zero and rest on a file are left out.
    pub components: Vec<(Component, Money)>,
    pub platforms: Vec<(Source, Blocks)>,
    pub counts: SkuCounts,
    /// Net of all loss-making SKUs together; zero or negative.
    pub lost: Money,
    /// Assumptions that matter to this shop's files, with those that are not set (zero by default) marked.
    pub assumptions: Vec<AssumptionUse>,
    pub buckets: Vec<(BucketReason, Amount, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumptionUse {
    pub assumption: Assumption,
    /// What it adds to costs now.
    pub cost: Money,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuCounts {
    pub all: u32,
    pub loss_making: u32,
    pub earning: u32,
    pub missing_cost: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuQuery {
    pub filter: SkuFilter,
    pub sort: SkuSort,
    pub descending: bool,
    /// Part of a SKU code or name, in any case; empty for all.
    pub search: String,
    /// From 0.
    pub offset: u32,
    pub limit: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkuFilter {
    #[default]
    All,
    LossMaking,
    /// The SKUs that earn most, together 80 % of all that is earned.
    Winners,
    MissingCost,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkuSort {
    /// By the absolute value of net: the money at stake.
    #[default]
    AtStake,
    Sku,
    Units,
    Orders,
    Revenue,
    Block(Block),
    Net,
    NetPerUnit,
    Margin,
    BreakEvenRoas,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuWindow {
    pub query: SkuQuery,
    /// Rows that match, of which `rows` is a window.
    pub matching: u32,
    /// Those among them without a known cost.
    pub missing_cost: u32,
    pub rows: Vec<SkuRow>,
    /// The matching rows with a known cost together.
    pub totals: Blocks,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuRow {
    pub sku: String,
    pub name: String,
    pub profit: SkuProfit,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuDetail {
    pub row: SkuRow,
    /// The account of every block; see [`ProfitSummary::components`].
    pub components: Vec<(Component, Money)>,
    pub platforms: Vec<(Source, Blocks)>,
    /// Unit costs that were used: from which day, how much, and the cell; no cell for one set on the page.
    pub unit_costs: Vec<(Option<Day>, Amount, Option<SourceCell>)>,
}

/// Cells of the seller's files behind one figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellWindow {
    pub sku: String,
    pub component: Component,
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
