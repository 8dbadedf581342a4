//! Who comes back: the report, lists of customers, and one customer in detail.

use analytics::repurchase::{
    Acquisition, AgentCard, Clv, Cohorts, Driven, Driver, Identity, LateLoss, Letter, LevelValue, OfferValue, Pair,
    Period, Repeat, Scores, Scoring, Settings, ValuePoint,
};
use analytics::vocabulary::Source;
use analytics::{Day, Money};
use serde::{Deserialize, Serialize};

use crate::OrderRow;

/// How the report is to be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepurchaseQuery {
    pub cohorts: Period,
    pub driver: Driver,
    /// Days within which a customer has to come again to count as brought back.
    pub days: u32,
    /// Names of the letters are masked until they are asked for.
    pub reveals: bool,
}

impl Default for RepurchaseQuery {
    fn default() -> RepurchaseQuery {
        RepurchaseQuery { cohorts: Period::Month, driver: Driver::FirstSku, days: 90, reveals: false }
    }
}

/// What is counted of the scope, but for the scores, which have thresholds of their own. Without a usable identity
/// everything but the identity is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repurchase {
    pub query: RepurchaseQuery,
    pub as_of: Option<Day>,
    pub settings: Settings,
    pub identity: Identity,
    /// Orders of customers nobody knows.
    pub unknown_orders: u32,
    /// Some purchase has a known cost; without one no net means anything.
    pub knows_cost: bool,
    pub repeat: Repeat,
    pub cohorts: Cohorts,
    pub value_curve: Vec<ValuePoint>,
    /// Customers of each tag of the settings.
    pub tags: Vec<u32>,
    pub driven: Driven,
    pub late_loss: Option<LateLoss>,
    pub letters: Vec<LetterRow>,
}

impl Repurchase {
    /// Of a shop without customers.
    pub fn of_nobody(query: RepurchaseQuery, settings: Settings) -> Repurchase {
        Repurchase {
            query,
            as_of: None,
            settings,
            identity: Identity::default(),
            unknown_orders: 0,
            knows_cost: false,
            repeat: Repeat::default(),
            cohorts: Cohorts::default(),
            value_curve: Vec::new(),
            tags: Vec::new(),
            driven: Driven { driver: query.driver, groups: Vec::new(), unknown: 0 },
            late_loss: None,
            letters: Vec::new(),
        }
    }
}

/// A customer to write to, by a name that may be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetterRow {
    pub label: String,
    pub letter: Letter,
}

/// What takes longer: fitted models and everything that stands on them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerValue {
    pub clv: Clv,
    pub acquisition: Vec<Acquisition>,
    pub offers: Vec<OfferValue>,
    pub membership: Vec<LevelValue>,
    pub together: Vec<Pair>,
    pub next: Vec<Pair>,
    pub agents: Vec<AgentCard>,
}

/// Which customers a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerList {
    #[default]
    All,
    /// Those with more than one purchase.
    Repeaters,
    /// A segment of a scheme, by their codes.
    Segment {
        scheme: String,
        code: String,
        scoring: Scoring,
    },
    /// A cell of the grid.
    Cell {
        recency: u8,
        frequency_monetary: u8,
        scoring: Scoring,
    },
    /// A tag, by its name.
    Tag(String),
    Letters,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSort {
    #[default]
    Net,
    Revenue,
    Purchases,
    First,
    Last,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerQuery {
    pub list: CustomerList,
    pub sort: CustomerSort,
    pub descending: bool,
    /// Names are masked until they are asked for.
    pub reveals: bool,
    /// From 0.
    pub offset: u32,
    pub limit: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerWindow {
    pub query: CustomerQuery,
    pub matching: u32,
    pub revenue: Money,
    pub net: Money,
    pub rows: Vec<CustomerRow>,
}

/// One customer in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The customer's number in this scope; another file or scope may change it.
    pub customer: u32,
    /// The platform's name of the buyer, or the telephone number.
    pub label: String,
    pub platforms: Vec<Source>,
    pub purchases: u32,
    pub first: Day,
    pub last: Day,
    pub revenue: Money,
    /// Of orders with a known cost; `None` where there is none.
    pub net: Option<Money>,
    pub scores: Option<Scores>,
    /// Code of the segment in the first scheme of the settings.
    pub segment: String,
    pub tags: Vec<String>,
}

/// Orders of a customer that are shown: a reseller's ten thousand are no drawer.
pub const NEWEST_ORDERS: usize = 200;

/// The whole of a customer, over platforms and stores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerDetail {
    pub row: CustomerRow,
    /// Every name the customer has: platform and key; telephone numbers without a platform.
    pub names: Vec<(Option<Source>, String)>,
    /// The usual days between purchases.
    pub rhythm: Option<u32>,
    pub given_back: u32,
    pub outlook: Option<analytics::repurchase::clv::Outlook>,
    /// The newest first, at most [`NEWEST_ORDERS`].
    pub orders: Vec<OrderRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CustomerColumn {
    Label,
    Platforms,
    Purchases,
    First,
    Last,
    /// Days since the last purchase.
    Silent,
    Revenue,
    Net,
    Scores,
    Segment,
    Tags,
    /// Why a letter should be written.
    Reason,
}

/// Words of the customer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerWords {
    pub table: crate::ExportWords<CustomerColumn>,
    /// By code of a segment.
    pub segments: Vec<(String, String)>,
    /// By name of a tag.
    pub tags: Vec<(String, String)>,
    pub platforms: Vec<(Source, String)>,
    /// Why a letter should be written: `{purchases}`, `{silent}`, `{rhythm}` and `{sku}` stand where they go.
    pub reason: String,
}

/// Words of the cohort table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortWords {
    pub name: String,
    pub from: String,
    pub customers: String,
    /// `{n}` stands where the number of the period goes.
    pub period: String,
    pub not_due: String,
}

/// What stands in the cells of the cohort table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CohortMeasure {
    /// Share of the cohort's customers who bought in the period.
    #[default]
    Retention,
    Purchases,
    Revenue,
    Net,
    /// Up to and with the period, for each customer of the cohort.
    RevenuePerCustomer,
    NetPerCustomer,
}
