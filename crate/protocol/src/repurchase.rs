//! Who comes back: the report, lists of customers, and one customer in detail.

use analytics::repurchase::{
    Acquisition, AgentCard, BuyerChange, Clv, Cohorts, Driven, Driver, Identity, LateLoss, Letter, LevelValue,
    OfferValue, Pair, Period, Repeat, Scores, Scoring, Settings, ValuePoint,
};
use analytics::vocabulary::Source;
use analytics::{Day, Money};
use serde::{Deserialize, Serialize};

use crate::{Gap, OrderRow, Periods};

/// How the report is to be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepurchaseQuery {
    /// The length of the periods by whose first purchases customers are grouped.
    pub cohorts: Period,
    /// By which fact of the first purchase customers are compared.
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
    /// What was asked, so that a late answer is known as one.
    pub query: RepurchaseQuery,
    /// The day up to which is counted; `None` without purchases.
    pub as_of: Option<Day>,
    /// Those that the report was made with.
    pub settings: Settings,
    /// How buyers became customers, and whether enough of them are known.
    pub identity: Identity,
    /// Orders of customers nobody knows.
    pub unknown_orders: u32,
    /// Some purchase has a known cost; without one no net means anything.
    pub knows_cost: bool,
    /// How many came back, and how soon.
    pub repeat: Repeat,
    /// Customers by when they came first, and what each later period brought.
    pub cohorts: Cohorts,
    /// What the mean customer has brought by each month after the first purchase.
    pub value_curve: Vec<ValuePoint>,
    /// Customers of each tag of the settings.
    pub tags: Vec<u32>,
    /// Who came back, by the driver asked for.
    pub driven: Driven,
    /// Whether a late first parcel keeps customers away; `None` where too few show it.
    pub late_loss: Option<LateLoss>,
    /// The customers to write to, who has most reason first.
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
    /// Masked unless the query reveals names.
    pub label: String,
    /// Who it is for and why.
    pub letter: Letter,
}

/// What takes longer: fitted models and everything that stands on them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerValue {
    /// What customers will still bring, by the models.
    pub clv: Clv,
    /// What a new customer cost, by platform, beside what one is worth.
    pub acquisition: Vec<Acquisition>,
    /// What each offer of the settings would earn.
    pub offers: Vec<OfferValue>,
    /// What each level of the membership would have given and cost.
    pub membership: Vec<LevelValue>,
    /// SKUs that are bought in one order more often than chance has it.
    pub together: Vec<Pair>,
    /// SKUs that are bought after one another.
    pub next: Vec<Pair>,
    /// Service agents by how their customers come back.
    pub agents: Vec<AgentCard>,
}

/// Which customers a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerList {
    /// Every known customer of the scope.
    #[default]
    All,
    /// Those with more than one purchase.
    Repeaters,
    /// A segment of a scheme, by their codes.
    Segment {
        /// Name of the scheme, such as `cn8`.
        scheme: String,
        /// Code of the segment, such as `HHH`.
        code: String,
        /// How the scores are made.
        scoring: Scoring,
    },
    /// A cell of the grid.
    Cell {
        /// From 1 to 5.
        recency: u8,
        /// From 1 to 5: the mean of both, rounded half up.
        frequency_monetary: u8,
        /// How the scores are made.
        scoring: Scoring,
    },
    /// A tag, by its name.
    Tag(String),
    /// The customers to write to.
    Letters,
}

/// By what a list of customers is sorted; those alike stand by their first purchase. Letters have an order
/// of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSort {
    /// By what they left after every cost.
    #[default]
    Net,
    /// By revenue less refunds.
    Revenue,
    /// By the number of purchases.
    Purchases,
    /// By the day of the first purchase.
    First,
    /// By the day of the last purchase.
    Last,
}

/// Which customers to show, in which order, and which window of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerQuery {
    /// Which of the scope's customers.
    pub list: CustomerList,
    /// By which column.
    pub sort: CustomerSort,
    /// The largest first.
    pub descending: bool,
    /// Names are masked until they are asked for.
    pub reveals: bool,
    /// From 0.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

/// A window of a list of customers, with what the whole list comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerWindow {
    /// What was asked, so that a late answer is known as one.
    pub query: CustomerQuery,
    /// Customers on the list, of whom `rows` is a window.
    pub matching: u32,
    /// Of the whole list, less refunds.
    pub revenue: Money,
    /// Of the whole list, as far as costs are known.
    pub net: Money,
    /// In the order asked for.
    pub rows: Vec<CustomerRow>,
}

/// One customer in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The customer's number in this scope; another file or scope may change it.
    pub customer: u32,
    /// The platform's name of the buyer, or the telephone number.
    pub label: String,
    /// Where the customer has bought.
    pub platforms: Vec<Source>,
    /// As the settings define one: a day, or an order.
    pub purchases: u32,
    /// Day of the first purchase.
    pub first: Day,
    /// Day of the last purchase.
    pub last: Day,
    /// Less refunds.
    pub revenue: Money,
    /// Of orders with a known cost; `None` where there is none.
    pub net: Option<Money>,
    /// `None` before customers were scored.
    pub scores: Option<Scores>,
    /// Code of the segment in the first scheme of the settings.
    pub segment: String,
    /// Names of the tags whose conditions the customer fulfils.
    pub tags: Vec<String>,
}

/// Orders of a customer that are shown: a reseller's ten thousand are no drawer.
pub const NEWEST_ORDERS: usize = 200;

/// The whole of a customer, over platforms and stores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerDetail {
    /// As the list has it.
    pub row: CustomerRow,
    /// Every name the customer has: platform and key; telephone numbers without a platform.
    pub names: Vec<(Option<Source>, String)>,
    /// The usual days between purchases.
    pub rhythm: Option<u32>,
    /// Orders of which money went back.
    pub given_back: u32,
    /// What the models expect of this customer; `None` where there is no model.
    pub outlook: Option<analytics::repurchase::clv::Outlook>,
    /// The newest first, at most [`NEWEST_ORDERS`].
    pub orders: Vec<OrderRow>,
}

/// A column of a list of customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CustomerColumn {
    /// The name, masked unless it is to be whole.
    Label,
    /// Where the customer has bought.
    Platforms,
    /// How many.
    Purchases,
    /// Day of the first purchase.
    First,
    /// Day of the last purchase.
    Last,
    /// Days since the last purchase.
    Silent,
    /// Less refunds.
    Revenue,
    /// Of orders with a known cost.
    Net,
    /// R, F and M, from 1 to 5 each.
    Scores,
    /// In the first scheme of the settings.
    Segment,
    /// All that fit.
    Tags,
    /// Why a letter should be written.
    Reason,
}

/// Words of the customer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerWords {
    /// The names of the file and of its columns.
    pub table: crate::ExportWords<CustomerColumn>,
    /// By code of a segment.
    pub segments: Vec<(String, String)>,
    /// By name of a tag.
    pub tags: Vec<(String, String)>,
    /// What each platform is called.
    pub platforms: Vec<(Source, String)>,
    /// Why a letter should be written: `{purchases}`, `{silent}`, `{rhythm}` and `{sku}` stand where they go.
    pub reason: String,
}

/// Words of the cohort table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CohortWords {
    /// Of the file as a whole.
    pub file: crate::FileWords,
    /// Header of the first column: the first period of a cohort.
    pub from: String,
    /// Header of the column with the cohort's size.
    pub customers: String,
    /// `{n}` stands where the number of the period goes.
    pub period: String,
    /// In cells of periods that are not over yet.
    pub not_due: String,
}

/// What stands in the cells of the cohort table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CohortMeasure {
    /// Share of the cohort's customers who bought in the period.
    #[default]
    Retention,
    /// Purchases of the cohort in the period.
    Purchases,
    /// Of the cohort in the period, less refunds.
    Revenue,
    /// Of the cohort in the period, as far as costs are known.
    Net,
    /// Up to and with the period, for each customer of the cohort.
    RevenuePerCustomer,
    /// The same of the net.
    NetPerCustomer,
}

/// Who bought in two periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomersComparison {
    /// What was asked, so that a late answer is known as one.
    pub periods: Periods,
    /// What the files have of a part of both periods only.
    pub gaps: Vec<Gap>,
    /// What changed, and why.
    pub change: BuyerChange,
}
