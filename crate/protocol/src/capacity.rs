//! How much the shop carries: the report, a spike to play through, and the lists that leave as files.

use analytics::capacity::{Brake, Capacity, LoadChange, Pace, SettingProblem, Spike, SpikeRun};
use analytics::repurchase::LateLoss;
use analytics::{Day, Quantity};
use serde::{Deserialize, Serialize};

use crate::{ExportWords, Gap, Periods};

/// Which part of the shop, and how much of its long lists. Platform and store are those of the scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityQuery {
    /// Of stock alone; `None`: all together.
    pub warehouse: Option<String>,
    /// Rows of the replenishment plan, the most urgent first.
    pub plan_rows: u32,
    /// Stock of this pace; `None`: all.
    pub pace: Option<Pace>,
    /// Rows of the stock list, the most money bound first.
    pub stock_rows: u32,
}

/// What the shop carries. Where the settings cannot be meant only `report.problems` says something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CapacityReport {
    /// What was asked, so that a late answer is known as one.
    pub query: CapacityQuery,
    /// The last day with orders; `None` without orders.
    pub as_of: Option<Day>,
    /// Every warehouse that a file names.
    pub warehouses: Vec<String>,
    /// Its long lists are cut to what the query asks for: forecasts of SKUs to those in the plan.
    pub report: Capacity,
    /// Rows of the whole plan.
    pub all_plan_rows: u32,
    /// Stock rows of the pace asked for.
    pub all_stock_rows: u32,
    /// SKUs whose arrivals swing more than their sales; the report has the worst.
    pub all_bullwhips: u32,
    /// For the design day; `None` without a ceiling.
    pub brake: Option<Brake>,
    /// The measured loss of repurchase that stands for the assumption; `None` where too few customers show it.
    pub late_loss: Option<LateLoss>,
}

/// A spike to play through in the part of the shop that was last reported.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpikeQuery {
    /// Whose stock the spike sells from; `None`: all together.
    pub warehouse: Option<String>,
    /// The days and how many more orders they bring.
    pub spike: Spike,
}

/// What a spike does, and what would keep its highest day under the red line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpikeAnswer {
    /// The spike that was played.
    pub spike: Spike,
    /// Of the spike or of the settings; nothing is played then.
    pub problems: Vec<SettingProblem>,
    /// `None` where nothing says how many orders leave a day.
    pub run: Option<SpikeRun>,
    /// For the highest day of the spike; `None` without a ceiling.
    pub brake: Option<Brake>,
}

/// A column of the purchase list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PurchaseOrderColumn {
    /// Its name, or the word for a supplier nobody names.
    Supplier,
    /// Core or backup.
    Role,
    /// The code as the shop shows it.
    Sku,
    /// What the SKU is called.
    Name,
    /// Units to order.
    Quantity,
    /// As the cost sheet has it, with all its digits.
    UnitCost,
    /// Quantity × unit cost, to the cent.
    Amount,
    /// The day on which to order.
    OrderOn,
    /// The day on which the goods can be sold.
    Arrives,
    /// Days that stock, arrivals and the order last from the day of the order.
    Cover,
}

/// A column of the list of stock by how it sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StockColumn {
    /// Its code.
    Sku,
    /// What it is called.
    Name,
    /// How it sells.
    Pace,
    /// Units there are.
    OnHand,
    /// Days until they are sold.
    Cover,
    /// How often a year the stock is sold.
    Turnover,
    /// Days since one was sold.
    SinceSale,
    /// Money that lies in it.
    TiedUp,
    /// The price that clears it.
    ClearancePrice,
    /// What that brings back.
    Frees,
}

/// Words of the list of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockWords {
    /// The names of the file and of its columns.
    pub table: ExportWords<StockColumn>,
    /// What each pace is called.
    pub paces: Vec<(Pace, String)>,
}

/// Words of the purchase list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrderWords {
    /// The names of the file and of its columns.
    pub table: ExportWords<PurchaseOrderColumn>,
    /// The role of a supplier who is asked first.
    pub core: String,
    /// The role of a supplier to fall back on.
    pub backup: String,
    /// Where no file names a supplier.
    pub no_supplier: String,
    /// Of one supplier, where there are several; `{supplier}` stands where its name goes.
    pub subtotal: String,
    /// The name of the last row.
    pub total: String,
    /// Beside a total that leaves SKUs out: `{count}` of them have no cost.
    pub without_cost: String,
}

/// What the shop carried in two periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadComparison {
    /// What was asked, so that a late answer is known as one.
    pub periods: Periods,
    /// What the files have of a part of both periods only.
    pub gaps: Vec<Gap>,
    /// What changed, and where; of SKUs those that changed most, at most [`LoadComparison::MOST_SKUS`].
    pub change: LoadChange,
    /// Units of the SKUs that are not named, before and now.
    pub other_units: (Quantity, Quantity),
    /// Orders a day above which a day is over: today's ceiling, for both periods.
    pub ceiling: Option<f64>,
    /// Hours in which a parcel is promised to leave.
    pub late_hours: u32,
}

impl LoadComparison {
    /// SKUs that are named.
    pub const MOST_SKUS: usize = 8;
}
