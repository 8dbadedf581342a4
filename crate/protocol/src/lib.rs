//! Everything that crosses between the page and the worker. Both ends are built from one commit, so these types are the
//! wire; file bytes travel beside the envelope.
//!
//! A request and its reply have one number. Money crosses as text, so that no cent passes through a float, and a shape that
//! the other end does not know is an error there and never half an answer.
//!
//! ```
//! use analytics::profit::Levers;
//! use analytics::{Money, Rate};
//! use protocol::{Envelope, Group, Plan, PlanResult, Reply, Request};
//!
//! // What comes if all prices rise by five per cent?
//! let levers = Levers { price: Rate::parse("0.05")?, ..Levers::default() };
//! let plan = Plan { name: "涨价".to_owned(), group: Group::Shop, levers };
//! let asked = Envelope { id: 7, body: Request::WhatIf(vec![plan.clone()]) };
//! let crossing = serde_json::to_value(&asked)?;
//! assert_eq!(crossing["body"]["WhatIf"][0]["levers"]["price"], "0.05");
//!
//! // The worker has the same plan, and answers under the same number: one result for each plan.
//! let heard: Envelope<Request> = serde_json::from_value(crossing)?;
//! let Request::WhatIf(plans) = heard.body else { panic!() };
//! assert_eq!(plans, [plan]);
//! let mut result = PlanResult { skus: 12, missing_cost: 1, ..PlanResult::default() };
//! result.comparison.expected.revenue = Money::parse("18431.05")?;
//! let crossing = serde_json::to_value(Envelope { id: heard.id, body: Reply::WhatIf(vec![result]) })?;
//! assert_eq!(crossing["body"]["WhatIf"][0]["comparison"]["expected"]["revenue"], "18431.05");
//!
//! let answer: Envelope<Reply> = serde_json::from_value(crossing)?;
//! assert_eq!(answer.id, asked.id);
//! assert!(matches!(answer.body, Reply::WhatIf(results) if results == [result]));
//!
//! // A page and a worker of two releases do not guess what the other means.
//! let unknown = serde_json::json!({ "id": 8, "body": { "WhatIfEver": [] } });
//! assert!(serde_json::from_value::<Envelope<Request>>(unknown).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(missing_docs)]

mod basis;
mod capacity;
mod elsewhere;
mod order_table;
mod profit;
mod repurchase;
mod shop;
mod source;
mod table;
mod what_if;

pub use basis::{BasisMove, BasisMoves, BasisQuery, Direction, MovedRow};
pub use capacity::{
    CapacityQuery, CapacityReport, LoadComparison, PurchaseOrderColumn, PurchaseOrderWords, SpikeAnswer, SpikeQuery,
    StockColumn, StockWords,
};
pub use elsewhere::{SkuElsewhere, SkuPurchase, SkuStock};
pub use order_table::{
    LineRow, OrderColumn, OrderCounts, OrderDetail, OrderFilter, OrderId, OrderQuery, OrderRow, OrderSort, OrderWindow,
};
pub use profit::{
    AssumptionUse, BucketSum, Gap, LossAt, PeriodComparison, Periods, ProfitSummary, SkuColumn, SkuCounts, SkuDetail,
    SkuFilter, SkuQuery, SkuRow, SkuSort, SkuWindow, WholeTotals,
};
pub use repurchase::{
    CohortMeasure, CohortWords, CustomerColumn, CustomerDetail, CustomerList, CustomerQuery, CustomerRow, CustomerSort,
    CustomerValue, CustomerWindow, CustomerWords, CustomersComparison, LetterRow, NEWEST_ORDERS, Repurchase,
    RepurchaseQuery,
};
pub use shop::{FileBucket, FileCard, Known, Missing, MoneyIn, OtherCurrency, Shop, ShopChange, ShopCurrencies};
pub use source::{CellWindow, CellsOfRow, ShareWithoutTax, SourceCell, SourceColumn, SourceRow, StatedMoney, Subject};
pub use table::{AdviceWords, ExportWords, FileWords, OrderWords, SkuWords, TableFormat};
pub use what_if::{Group, Plan, PlanResult};

use analytics::capacity::Pace;
use analytics::dataset::{Digest, RowRef};
use analytics::profit::{Component, MonthProfit, Scope};
use analytics::repurchase::settings::Rfm;
use analytics::repurchase::{Period, RfmReport, Scoring};
use analytics::{Config, Day};
use export::Table;
use export::shared::Choice;
use export::shared::link::Packed;
use serde::{Deserialize, Serialize};

/// A request or a reply with the number that pairs them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Envelope<T> {
    /// Chosen by the page; 0 for messages that answer nothing.
    pub id: u32,
    /// The request or reply itself.
    pub body: T,
}

/// What the page may ask. Every request gets exactly one final [`Reply`]; `AddFile` may send [`Reply::Progress`] before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Reads a file into the shop. The `File` itself travels beside the envelope. Answered by [`Reply::FileRead`], or where
    /// more files follow by [`Reply::FileTaken`]: the books are closed once, with the last. By [`Reply::SameFile`] where the
    /// shop has the same bytes already.
    AddFile {
        /// The number under which the page will speak of it.
        file: FileId,
        /// As the seller knows the file; its ending says nothing that the bytes do not.
        name: String,
        /// What the page has kept of it.
        known: Known,
        /// Whether another `AddFile` is on its way.
        more_follow: bool,
    },
    /// Takes a file out again, under all of its names. Answered by [`Reply::Shop`].
    RemoveFile {
        /// All tables under this number go.
        file: FileId,
    },
    /// Answered by [`Reply::Change`], or by [`Reply::Shop`] where it changes what became of the files.
    SetConfig(Box<Config>),
    /// Answered by [`Reply::Change`].
    SetScope(Scope),
    /// Answered by [`Reply::Shop`].
    Shop,
    /// A window of the SKU table. Answered by [`Reply::Skus`].
    Skus(SkuQuery),
    /// One SKU in detail. Answered by [`Reply::Sku`].
    Sku {
        /// By code, in whatever spelling.
        sku: String,
    },
    /// A window of the order table. Answered by [`Reply::Orders`].
    Orders(OrderQuery),
    /// One order in detail. Answered by [`Reply::Order`].
    Order(OrderId),
    /// The orders that came into the scope or left it with the last change of basis. Answered by [`Reply::Moved`].
    Moved(BasisQuery),
    /// Each month of the scope after tax and fixed costs. Answered by [`Reply::Months`].
    Months,
    /// What changed since another period of the same part of the shop. Answered by [`Reply::Compared`].
    Compare {
        /// First and last day of the earlier period.
        before: (Day, Day),
    },
    /// What the shop carried in two periods, whatever the scope's. Answered by [`Reply::LoadCompared`].
    CompareLoad {
        /// As in the [`CapacityQuery`] on the screen.
        warehouse: Option<String>,
        /// Which.
        periods: Periods,
    },
    /// Who bought in two periods, whatever the scope's. Answered by [`Reply::CustomersCompared`].
    CompareCustomers(Periods),
    /// What each plan would come to. Answered by [`Reply::WhatIf`].
    WhatIf(Vec<Plan>),
    /// Who comes back. Answered by [`Reply::Repurchase`].
    Repurchase(RepurchaseQuery),
    /// Scores the customers by thresholds, which the settings take over; nothing else has to be worked out again. Answered
    /// by [`Reply::Scores`].
    Score {
        /// Fixed thresholds and schemes, which become those of the settings.
        rfm: Box<Rfm>,
        /// By rank, or by the thresholds.
        scoring: Scoring,
    },
    /// What customers are worth; takes longer. Answered by [`Reply::CustomerValue`].
    CustomerValue,
    /// A window of a list of customers. Answered by [`Reply::Customers`].
    Customers(CustomerQuery),
    /// One customer in detail. Answered by [`Reply::Customer`].
    Customer {
        /// The number of [`CustomerRow::customer`], in the scope as it is.
        customer: u32,
        /// Whether names are whole; else they are masked.
        reveals: bool,
    },
    /// How much the shop carries. Answered by [`Reply::Capacity`].
    Capacity(CapacityQuery),
    /// What a spike would do. Answered by [`Reply::Spike`].
    Spike(SpikeQuery),
    /// The cells a figure was read from. Answered by [`Reply::Cells`].
    Cells {
        /// The SKU or order whose figure it is.
        subject: Subject,
        /// Which figure of its account.
        component: Component,
        /// Cells to leave out, from the first.
        offset: u32,
        /// Cells at most.
        limit: u32,
    },
    /// What the other pages know of a SKU. Answered by [`Reply::Elsewhere`].
    Elsewhere {
        /// Its code.
        sku: String,
    },
    /// A row of a file as the file has it. The `File` travels beside the envelope. Answered by [`Reply::Row`].
    Row {
        /// As a [`SourceCell`] or an error named it.
        at: RowRef,
    },
    /// A report of the scope for somebody else to see. Answered by [`Reply::Shared`].
    Share(Box<Choice>),
    /// The cost sheet to fill in, with the shop's SKUs. Answered by [`Reply::Download`].
    CostTemplate {
        /// Of headers and explanations.
        language: Language,
    },
    /// The sheet of stock and suppliers to fill in, with the shop's SKUs. Answered by [`Reply::Download`].
    StockTemplate {
        /// Of headers and explanations.
        language: Language,
    },
    /// What is to be ordered before the next look at the plan. Answered by [`Reply::Download`].
    ExportPurchases {
        /// As in the [`CapacityQuery`] on the screen.
        warehouse: Option<String>,
        /// Workbook or text.
        format: TableFormat,
        /// Every word of the file, in the page's language.
        words: Box<PurchaseOrderWords>,
    },
    /// The SKU table as it is filtered and sorted on the screen. Answered by [`Reply::Download`].
    ExportSkus {
        /// Filter, search and order of the rows; its window does not count.
        query: SkuQuery,
        /// Workbook or text.
        format: TableFormat,
        /// Every word of the file, in the page's language.
        words: Box<SkuWords>,
    },
    /// The order table as it is filtered and sorted on the screen. Answered by [`Reply::Download`].
    ExportOrders {
        /// Filter, search and order of the rows; its window does not count.
        query: OrderQuery,
        /// Workbook or text.
        format: TableFormat,
        /// Every word of the file, in the page's language.
        words: Box<OrderWords>,
    },
    /// A list of customers; names are masked unless the query reveals them. Answered by [`Reply::Download`].
    ExportCustomers {
        /// Which list, in which order, and whether names are whole; its window does not count.
        query: CustomerQuery,
        /// Workbook or text.
        format: TableFormat,
        /// Every word of the file, in the page's language.
        words: Box<CustomerWords>,
    },
    /// The list of stock by how it sells. Answered by [`Reply::Download`].
    ExportStock {
        /// As in the [`CapacityQuery`] on the screen.
        warehouse: Option<String>,
        /// `None`: all of it.
        pace: Option<Pace>,
        /// Workbook or text.
        format: TableFormat,
        /// Every word of the file, in the page's language.
        words: Box<StockWords>,
    },
    /// A table of which the page has every row. Answered by [`Reply::Download`].
    ExportTable {
        /// With the words of the screen.
        table: Box<Table>,
        /// Name of the file without its ending.
        name: String,
        /// Workbook or text.
        format: TableFormat,
    },
    /// The cohort table. Answered by [`Reply::Download`].
    ExportCohorts {
        /// Weeks, months or quarters.
        period: Period,
        /// What the cells hold.
        measure: CohortMeasure,
        /// Workbook or text.
        format: TableFormat,
        /// Every word of the file, in the page's language.
        words: Box<CohortWords>,
    },
}

/// The page's number for a file it was given; a zip or a workbook may hold several tables under one.
pub type FileId = u32;

/// What the worker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// The worker has started and listens. Sent once, with envelope id 0.
    Ready,
    /// How far the reading of a file has come, every few thousand rows.
    Progress {
        /// The file of the request.
        file: FileId,
        /// Bytes read; a file may be read twice, so it may return to a smaller number.
        bytes: u64,
        /// Size of the file.
        of_bytes: u64,
        /// Rows read so far, of all its tables.
        rows: u32,
    },
    /// The file's rows are in the shop, and its figures follow with the last file. The digest is `None` where the browser
    /// would not let the bytes be read.
    FileTaken {
        /// The file of the request.
        file: FileId,
        /// Of the file's bytes.
        digest: Option<Digest>,
    },
    /// The last of some files is read, and the books are closed.
    FileRead {
        /// The file of the request.
        file: FileId,
        /// Of the file's bytes.
        digest: Option<Digest>,
        /// As it is with all of them.
        shop: Box<Shop>,
    },
    /// The bytes are those of a file that the shop has, which stands for both from now on: nothing was read.
    SameFile {
        /// No number of the shop's.
        file: FileId,
        /// The file that has these bytes already.
        first: FileId,
        /// The names under which that one was dropped again.
        again: Vec<String>,
    },
    /// The whole shop, where files came, went or are judged otherwise.
    Shop(Box<Shop>),
    /// What a setting or the scope changed, the files being as they were.
    Change(Box<ShopChange>),
    /// A window of the SKU table.
    Skus(SkuWindow),
    /// One SKU with its account and its unit costs.
    Sku(Box<SkuDetail>),
    /// A window of the order table.
    Orders(OrderWindow),
    /// One order with its account and its lines.
    Order(Box<OrderDetail>),
    /// Orders that the change of basis moved.
    Moved(BasisMoves),
    /// The first month first; none for a part of the shop, which has no rent of its own.
    Months(Vec<MonthProfit>),
    /// What changed, and why.
    Compared(Box<PeriodComparison>),
    /// What changed, and where.
    LoadCompared(Box<LoadComparison>),
    /// What changed, and why.
    CustomersCompared(Box<CustomersComparison>),
    /// One for each plan, in their order.
    WhatIf(Vec<PlanResult>),
    /// What can be counted; see [`Reply::CustomerValue`] for what has to be fitted.
    Repurchase(Box<Repurchase>),
    /// Grid and segments by the new thresholds.
    Scores(Box<RfmReport>),
    /// Models and what stands on them.
    CustomerValue(Box<CustomerValue>),
    /// A window of a list of customers.
    Customers(CustomerWindow),
    /// One customer with names and newest orders.
    Customer(Box<CustomerDetail>),
    /// What the shop carries.
    Capacity(Box<CapacityReport>),
    /// What a spike would do.
    Spike(Box<SpikeAnswer>),
    /// A window of the cells behind a figure.
    Cells(CellWindow),
    /// What the other pages know of a SKU.
    Elsewhere(Box<SkuElsewhere>),
    /// A row as the file has it.
    Row(SourceRow),
    /// A report as links carry it, for [`unpack`](export::shared::link::unpack).
    Shared {
        /// What was asked, so that a late answer is known as one.
        choice: Box<Choice>,
        /// Everything that leaves.
        packed: Packed,
    },
    /// A file to be saved.
    Download {
        /// With its ending.
        name: String,
        /// The whole file.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// What was asked about is not in the shop, or not in its scope any more.
    Gone,
    /// The request could not be understood or carried out; the shop is unchanged. English, for the error report.
    Failed {
        /// What went wrong, for whoever repairs it.
        message: String,
    },
}

/// The language of a file that the seller fills in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Headers as Chinese tools write them.
    #[default]
    Chinese,
    /// Headers in English, read just as well.
    English,
}
