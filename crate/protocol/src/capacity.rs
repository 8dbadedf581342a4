//! How much the shop carries: the report, a spike to play through, and the lists that leave as files.

use analytics::Day;
use analytics::capacity::{Brake, Capacity, Pace, SettingProblem, Spike, SpikeRun};
use analytics::repurchase::LateLoss;
use serde::{Deserialize, Serialize};

use crate::ExportWords;

/// Which part of the shop, and how much of its long lists. Platform and store are those of the scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityQuery {
    /// Of stock alone; `None`: all together.
    pub warehouse: Option<String>,
    /// Rows of the replenishment plan, the most urgent first.
    pub plan_rows: u32,
    /// Stock of this pace; `None`: all.
    pub pace: Option<Pace>,
    pub stock_rows: u32,
}

/// What the shop carries. Where the settings cannot be meant only `report.problems` says something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CapacityReport {
    pub query: CapacityQuery,
    /// The last day with orders; `None` without orders.
    pub as_of: Option<Day>,
    /// Every warehouse that a file names.
    pub warehouses: Vec<String>,
    /// Its long lists are cut to what the query asks for: forecasts of SKUs to those in the plan.
    pub report: Capacity,
    /// Rows of the whole plan, and those of it that are due.
    pub all_plan_rows: u32,
    pub due_plan_rows: u32,
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
    pub warehouse: Option<String>,
    pub spike: Spike,
}

/// What a spike does, and what would keep its highest day under the red line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpikeAnswer {
    pub spike: Spike,
    /// Of the spike or of the settings; nothing is played then.
    pub problems: Vec<SettingProblem>,
    /// `None` where nothing says how many orders leave a day.
    pub run: Option<SpikeRun>,
    pub brake: Option<Brake>,
}

/// A column of the purchase list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PurchaseOrderColumn {
    Supplier,
    /// Core or backup.
    Role,
    Sku,
    Name,
    Quantity,
    UnitCost,
    Amount,
    OrderOn,
    Arrives,
    /// Days that stock, arrivals and the order last from the day of the order.
    Cover,
}

/// Words of the purchase list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrderWords {
    pub table: ExportWords<PurchaseOrderColumn>,
    pub core: String,
    pub backup: String,
    /// Where no file names a supplier.
    pub no_supplier: String,
    /// Of one supplier, where there are several; `{supplier}` stands where its name goes.
    pub subtotal: String,
    pub total: String,
    /// Beside a total that leaves SKUs out: `{count}` of them have no cost.
    pub without_cost: String,
}
