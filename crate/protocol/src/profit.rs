//! The profit page: the shop in short, and the SKU table.

use analytics::config::Assumption;
use analytics::profit::{Blocks, Component, NetRange, PaidOrders, RefundsDue, ReturnCosts, Scope, SkuProfit, Verdict};
use analytics::vocabulary::{Basis, Block, BucketReason, Source};
use analytics::{Amount, Day, Money};
use serde::{Deserialize, Serialize};

use crate::{FileId, SourceCell};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfitSummary {
    pub as_of: Option<Day>,
    pub basis: Basis,
    /// Moments that some order row of the files has.
    pub bases: Vec<Basis>,
    /// The basis before the last change of it, of which [`crate::Request::Moved`] tells; `None` without one.
    pub basis_before: Option<Basis>,
    pub currency: String,
    pub scope: Scope,
    /// First and last day of all orders, whatever the scope.
    pub whole_period: Option<(Day, Day)>,
    /// First and last day of the orders in scope.
    pub period: Option<(Day, Day)>,
    pub stores: Vec<(Source, String)>,
    /// Everything that was sold, whether or not its cost is known; goods only where they are.
    pub all: Blocks,
    /// The paid orders, and those of them that are in no row of the table.
    pub paid: PaidOrders,
    /// Where the net lies while rates are missing; `None` where no SKU that was sold has a known cost.
    pub range: Option<NetRange>,
    /// What recent orders are still expected to give back; `None` where the files cannot show it.
    pub refunds_due: Option<RefundsDue>,
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
    pub buckets: Vec<BucketSum>,
    /// What it takes to get a parcel back.
    pub return_costs: ReturnCosts,
}

/// Money outside the table for one reason: sales and costs are not added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketSum {
    pub reason: BucketReason,
    /// Of ad reports and courier's bills; else of orders.
    pub is_cost: bool,
    pub amount: Money,
    pub rows: u32,
    /// The file that holds most of it.
    pub file: FileId,
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
    /// With a verdict other than to keep.
    pub to_act_on: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// With a verdict other than to keep.
    ToActOn,
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
    /// By the money the verdict moves.
    Gain,
}

/// A column of the SKU table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SkuColumn {
    Sku,
    Name,
    Units,
    Orders,
    Revenue,
    Block(Block),
    PerUnit,
    Net,
    Margin,
    BreakEvenRoas,
    Verdict,
    /// The money the verdict moves.
    Gain,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// `None` without a known cost, or where nothing was sold and nothing spent. Where the SKU loses in one place and
    /// earns in another it is about the place below.
    pub verdict: Option<Verdict>,
    pub loss_at: Option<Box<LossAt>>,
}

/// The platform or store that loses on a SKU which earns elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossAt {
    pub platform: Source,
    /// Empty: the whole platform.
    pub store: String,
    /// The SKU's result there.
    pub profit: SkuProfit,
}

impl SkuRow {
    /// What the verdict is about: the SKU, or the SKU in one place.
    pub fn judged(&self) -> &SkuProfit {
        self.loss_at.as_ref().map_or(&self.profit, |place| &place.profit)
    }
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
