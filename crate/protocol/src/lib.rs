//! Everything that crosses between the page and the worker. Both ends are built from one commit, so these types are the
//! wire; file bytes travel beside the envelope.

mod basis;
mod capacity;
mod order_table;
mod profit;
mod repurchase;
mod shop;
mod source;
mod table;
mod what_if;

pub use basis::{BasisMove, BasisMoves, BasisQuery, Direction, MovedRow};
pub use capacity::{CapacityQuery, CapacityReport, PurchaseOrderColumn, PurchaseOrderWords, SpikeAnswer, SpikeQuery};
pub use order_table::{
    LineRow, OrderColumn, OrderCounts, OrderDetail, OrderFilter, OrderId, OrderQuery, OrderRow, OrderSort, OrderWindow,
};
pub use profit::{
    AssumptionUse, BucketSum, LossAt, ProfitSummary, SkuColumn, SkuCounts, SkuDetail, SkuFilter, SkuQuery, SkuRow,
    SkuSort, SkuWindow,
};
pub use repurchase::{
    CohortMeasure, CohortWords, CustomerColumn, CustomerDetail, CustomerList, CustomerQuery, CustomerRow, CustomerSort,
    CustomerValue, CustomerWindow, CustomerWords, LetterRow, NEWEST_ORDERS, Repurchase, RepurchaseQuery,
};
pub use shop::{FileCard, Known, Missing, Shop, ShopChange};
pub use source::{CellWindow, SourceCell, SourceRow, Subject};
pub use table::{AdviceWords, ExportWords, OrderWords, SkuWords, TableFormat};
pub use what_if::{Group, Outcome, Plan};

use analytics::Config;
use analytics::dataset::{Digest, RowRef};
use analytics::profit::{Component, MonthProfit, Scope};
use analytics::repurchase::settings::Rfm;
use analytics::repurchase::{Period, RfmReport, Scoring};
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
    /// Reads a file into the shop. The `File` itself travels beside the envelope. Answered by [`Reply::FileRead`], or where
    /// more files follow by [`Reply::FileTaken`]: the books are closed once, with the last. By [`Reply::SameFile`] where the
    /// shop has the same bytes already.
    AddFile { file: FileId, name: String, known: Known, more_follow: bool },
    /// Takes a file out again, under all of its names. Answered by [`Reply::Shop`].
    RemoveFile { file: FileId },
    /// Answered by [`Reply::Change`], or by [`Reply::Shop`] where it changes what became of the files.
    SetConfig(Box<Config>),
    /// Answered by [`Reply::Change`].
    SetScope(Scope),
    /// Answered by [`Reply::Shop`].
    Shop,
    /// A window of the SKU table. Answered by [`Reply::Skus`].
    Skus(SkuQuery),
    /// One SKU in detail. Answered by [`Reply::Sku`].
    Sku { sku: String },
    /// A window of the order table. Answered by [`Reply::Orders`].
    Orders(OrderQuery),
    /// One order in detail. Answered by [`Reply::Order`].
    Order(OrderId),
    /// The orders that came into the scope or left it with the last change of basis. Answered by [`Reply::Moved`].
    Moved(BasisQuery),
    /// Each month of the scope after tax and fixed costs. Answered by [`Reply::Months`].
    Months,
    /// What each plan would come to. Answered by [`Reply::WhatIf`].
    WhatIf(Vec<Plan>),
    /// Who comes back. Answered by [`Reply::Repurchase`].
    Repurchase(RepurchaseQuery),
    /// Scores the customers by thresholds, which the settings take over; nothing else has to be worked out again. Answered
    /// by [`Reply::Scores`].
    Score { rfm: Box<Rfm>, scoring: Scoring },
    /// What customers are worth; takes longer. Answered by [`Reply::CustomerValue`].
    CustomerValue,
    /// A window of a list of customers. Answered by [`Reply::Customers`].
    Customers(CustomerQuery),
    /// One customer in detail. Answered by [`Reply::Customer`].
    Customer { customer: u32, reveals: bool },
    /// How much the shop carries. Answered by [`Reply::Capacity`].
    Capacity(CapacityQuery),
    /// What a spike would do. Answered by [`Reply::Spike`].
    Spike(SpikeQuery),
    /// The cells a figure was read from. Answered by [`Reply::Cells`].
    Cells { subject: Subject, component: Component, offset: u32, limit: u32 },
    /// A row of a file as the file has it. The `File` travels beside the envelope. Answered by [`Reply::Row`].
    Row { at: RowRef },
    /// The cost sheet to fill in, with the shop's SKUs. Answered by [`Reply::Download`].
    CostTemplate { language: Language },
    /// The sheet of stock and suppliers to fill in, with the shop's SKUs. Answered by [`Reply::Download`].
    StockTemplate { language: Language },
    /// What is to be ordered before the next look at the plan. Answered by [`Reply::Download`].
    ExportPurchases { warehouse: Option<String>, format: TableFormat, words: Box<PurchaseOrderWords> },
    /// The SKU table as it is filtered and sorted on the screen. Answered by [`Reply::Download`].
    ExportSkus { query: SkuQuery, format: TableFormat, words: Box<SkuWords> },
    /// The order table as it is filtered and sorted on the screen. Answered by [`Reply::Download`].
    ExportOrders { query: OrderQuery, format: TableFormat, words: Box<OrderWords> },
    /// A list of customers; names are masked unless the query reveals them. Answered by [`Reply::Download`].
    ExportCustomers { query: CustomerQuery, format: TableFormat, words: Box<CustomerWords> },
    /// The cohort table. Answered by [`Reply::Download`].
    ExportCohorts { period: Period, measure: CohortMeasure, format: TableFormat, words: Box<CohortWords> },
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
    /// The digest is `None` where the browser would not let the bytes be read.
    FileTaken {
        file: FileId,
        digest: Option<Digest>,
    },
    FileRead {
        file: FileId,
        digest: Option<Digest>,
        shop: Box<Shop>,
    },
    /// The bytes are those of `first`, which stands for both from now on: nothing was read, and `file` is no number of the
    /// shop's. `first` has been dropped again under the names in `again`.
    SameFile {
        file: FileId,
        first: FileId,
        again: Vec<String>,
    },
    Shop(Box<Shop>),
    Change(Box<ShopChange>),
    Skus(SkuWindow),
    Sku(Box<SkuDetail>),
    Orders(OrderWindow),
    Order(Box<OrderDetail>),
    Moved(BasisMoves),
    /// The first month first; none for a part of the shop, which has no rent of its own.
    Months(Vec<MonthProfit>),
    /// One for each plan, in their order.
    WhatIf(Vec<Outcome>),
    Repurchase(Box<Repurchase>),
    Scores(Box<RfmReport>),
    CustomerValue(Box<CustomerValue>),
    Customers(CustomerWindow),
    Customer(Box<CustomerDetail>),
    Capacity(Box<CapacityReport>),
    Spike(Box<SpikeAnswer>),
    Cells(CellWindow),
    Row(SourceRow),
    Download {
        name: String,
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// What was asked about is not in the shop, or not in its scope any more.
    Gone,
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
