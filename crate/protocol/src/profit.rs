//! The profit page: the shop in short, and the SKU table.

use analytics::config::Assumption;
use analytics::profit::{
    Blocks, Component, NetRange, PaidOrders, PeriodChange, RefundsDue, ReturnCosts, Scope, SkuProfit, Verdict,
};
use analytics::vocabulary::{Basis, Block, BucketReason, Source};
use analytics::{Amount, Day, Money};
use serde::{Deserialize, Serialize};

use crate::{FileId, SourceCell};

/// What the profit page shows above its tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfitSummary {
    /// The day of analysis; `None` where no order is dated.
    pub as_of: Option<Day>,
    /// The moment that decides an order's day.
    pub basis: Basis,
    /// Moments that some order row of the files has.
    pub bases: Vec<Basis>,
    /// The basis before the last change of it, of which [`crate::Request::Moved`] tells; `None` without one.
    pub basis_before: Option<Basis>,
    /// ISO 4217 code of all amounts here.
    pub currency: String,
    /// The part of the shop that is summed up.
    pub scope: Scope,
    /// First and last day of all orders, whatever the scope.
    pub whole_period: Option<(Day, Day)>,
    /// What all of it comes to, whatever the scope.
    pub whole: WholeTotals,
    /// First and last day of the orders in scope.
    pub period: Option<(Day, Day)>,
    /// Every store of the order files, by platform and name; an empty name where a file has none.
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
    /// The totals of each platform in scope.
    pub platforms: Vec<(Source, Blocks)>,
    /// Of the SKUs in scope.
    pub counts: SkuCounts,
    /// Net of all loss-making SKUs together; zero or negative.
    pub lost: Money,
    /// Assumptions that matter to this shop's files, with those that are not set (zero by default) marked.
    pub assumptions: Vec<AssumptionUse>,
    /// All money that is not in the table: of orders, then of costs, each in the order of the reasons.
    pub buckets: Vec<BucketSum>,
    /// What it takes to get a parcel back.
    pub return_costs: ReturnCosts,
}

/// What a whole shop comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeTotals {
    /// Paid ones in the table.
    pub orders: u32,
    /// Of everything that was sold.
    pub revenue: Money,
    /// Where the net of what has a known cost lies, as in [`ProfitSummary::range`]: equal ends where nothing is open; `None`
    /// where nothing that was sold has a cost.
    pub net: Option<(Money, Money)>,
    /// Net of all SKUs that lose; zero or negative.
    pub lost: Money,
}

/// Money outside the table for one reason: sales and costs are not added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketSum {
    /// Why it is not in the table.
    pub reason: BucketReason,
    /// Of ad reports and courier's bills; else of orders.
    pub is_cost: bool,
    /// In the currency below.
    pub amount: Money,
    /// ISO 4217 code: the shop's, or one without a rate. No sum is of two.
    pub currency: String,
    /// Rows of files that are in the bucket.
    pub rows: u32,
    /// The file that holds most of it.
    pub file: FileId,
}

/// An assumption that the figures stand on, and how heavily.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssumptionUse {
    /// Which setting.
    pub assumption: Assumption,
    /// What it adds to costs now.
    pub cost: Money,
}

/// How many SKUs each filter shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuCounts {
    /// SKUs that were sold, given back or advertised in the scope.
    pub all: u32,
    /// Of [`SkuFilter::LossMaking`].
    pub loss_making: u32,
    /// With a net above zero.
    pub earning: u32,
    /// Of [`SkuFilter::MissingCost`].
    pub missing_cost: u32,
    /// With a verdict other than to keep.
    pub to_act_on: u32,
}

/// Which SKUs to show, in which order, and which window of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkuQuery {
    /// Which of the scope's SKUs.
    pub filter: SkuFilter,
    /// By which column.
    pub sort: SkuSort,
    /// The largest first.
    pub descending: bool,
    /// Part of a SKU code or name, in any case; empty for all.
    pub search: String,
    /// From 0.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

/// A part of the SKUs that a chip of the page chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkuFilter {
    /// Every SKU of the scope.
    #[default]
    All,
    /// The net is below zero.
    LossMaking,
    /// The SKUs that earn most, together 80 % of all that is earned.
    Winners,
    /// Sold, and of no known cost.
    MissingCost,
    /// With a verdict other than to keep.
    ToActOn,
}

/// By what the SKU table is sorted; SKUs that are alike stand in the order of their codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkuSort {
    /// What loses before what earns, and each by the absolute value of net: the money at stake.
    #[default]
    AtStake,
    /// By code.
    Sku,
    /// By units sold.
    Units,
    /// By orders that hold it.
    Orders,
    /// By revenue before refunds.
    Revenue,
    /// By one block of the account.
    Block(Block),
    /// By net; SKUs of no known cost come last.
    Net,
    /// By net ÷ units.
    NetPerUnit,
    /// By net ÷ net sales.
    Margin,
    /// By the ROAS at which ads neither earn nor lose.
    BreakEvenRoas,
    /// By the money the verdict moves.
    Gain,
}

/// A column of the SKU table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SkuColumn {
    /// The code as the shop shows it.
    Sku,
    /// What the SKU is called.
    Name,
    /// Units sold.
    Units,
    /// Orders that hold it.
    Orders,
    /// Before refunds.
    Revenue,
    /// One block of the account.
    Block(Block),
    /// Net ÷ units.
    PerUnit,
    /// After every cost; empty where no cost is known.
    Net,
    /// Net ÷ net sales.
    Margin,
    /// The ROAS at which ads neither earn nor lose.
    BreakEvenRoas,
    /// What to do about the SKU.
    Verdict,
    /// The money the verdict moves.
    Gain,
}

/// A window of the SKU table, with what all matching SKUs come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SkuWindow {
    /// What was asked, so that a late answer is known as one.
    pub query: SkuQuery,
    /// Rows that match, of which `rows` is a window.
    pub matching: u32,
    /// Those among them without a known cost.
    pub missing_cost: u32,
    /// In the order asked for.
    pub rows: Vec<SkuRow>,
    /// The matching rows with a known cost together.
    pub totals: Blocks,
}

/// One SKU of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuRow {
    /// The code as the shop shows it.
    pub sku: String,
    /// What it is called; empty where no file says.
    pub name: String,
    /// Its result in the whole scope.
    pub profit: SkuProfit,
    /// `None` without a known cost, or where nothing was sold and nothing spent. Where the SKU loses in one place and
    /// earns in another it is about the place below.
    pub verdict: Option<Verdict>,
    /// Where it loses while it earns elsewhere; `None` where there is no such place.
    pub loss_at: Option<Box<LossAt>>,
}

/// The platform or store that loses on a SKU which earns elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossAt {
    /// Of the place.
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

/// Orders or ads that files have of a part of what is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Whose they are.
    pub platform: Source,
    /// Its store; empty where a file names none, and for the ads of a platform.
    pub store: String,
    /// Of ad reports; else of orders.
    pub is_of_ads: bool,
    /// The first and the last day that they have.
    pub reach: (Day, Day),
}

/// Two periods to be compared, each by its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Periods {
    /// The earlier one.
    pub before: (Day, Day),
    /// The later one.
    pub now: (Day, Day),
}

/// The scope beside another period of the same part of the shop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeriodComparison {
    /// What was asked, so that a late answer is known as one.
    pub before: (Day, Day),
    /// First and last day of the later one, as far as there are orders at all.
    pub now: Option<(Day, Day)>,
    /// What the files have of a part of both periods only.
    pub gaps: Vec<Gap>,
    /// What changed, and why.
    pub change: PeriodChange,
    /// SKUs by code and name with the change of their net, the largest first; at most five.
    pub skus: Vec<(String, String, Money)>,
}

/// One SKU with all that its drawer shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuDetail {
    /// As the table has it.
    pub row: SkuRow,
    /// The account of every block; see [`ProfitSummary::components`].
    pub components: Vec<(Component, Money)>,
    /// Its result on each platform of the scope.
    pub platforms: Vec<(Source, Blocks)>,
    /// Unit costs that were used: from which day, how much, and the cell; no cell for one set on the page.
    pub unit_costs: Vec<(Option<Day>, Amount, Option<SourceCell>)>,
}
