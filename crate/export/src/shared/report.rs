//! What a report holds.
//!
//! Fields are written one after the other, without their names, so these types are the form of a version: what a link of it
//! holds is read by them for ever. A field more is a version more, with types of its own for what came before.

use serde::{Deserialize, Serialize};

use super::brand::Brand;
use super::values::{Cents, DayNumber, Permille, Thousandths};

/// The report as links of version 1 carry it: by nobody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Version1 {
    shop: String,
    made_on: DayNumber,
    currency: String,
    basis: String,
    period: Option<(DayNumber, DayNumber)>,
    stores: u32,
    store: Option<(String, String)>,
    profit: Option<SharedProfit>,
    capacity: Option<SharedCapacity>,
    repurchase: Option<SharedRepurchase>,
}

impl From<Version1> for SharedReport {
    fn from(report: Version1) -> SharedReport {
        let Version1 { shop, made_on, currency, basis, period, stores, store, profit, capacity, repurchase } = report;
        let brand = Brand::default();
        SharedReport { shop, made_on, currency, basis, period, stores, store, profit, capacity, repurchase, brand }
    }
}

impl From<&SharedReport> for Version1 {
    fn from(report: &SharedReport) -> Version1 {
        // Its brand is what version 1 has no place for.
        let SharedReport {
            shop,
            made_on,
            currency,
            basis,
            period,
            stores,
            store,
            profit,
            capacity,
            repurchase,
            brand: _,
        } = report.clone();
        Version1 { shop, made_on, currency, basis, period, stores, store, profit, capacity, repurchase }
    }
}

/// The report as links of version 2 carry it.
pub type Version2 = SharedReport;

/// All that somebody else may see of a shop. What is chosen from a closed list stands by its stable name, which outlives
/// the order of the list; a name that is not known any more is left out where it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SharedReport {
    /// As the seller calls it; may be empty.
    pub shop: String,
    /// The day on which it was made.
    pub made_on: DayNumber,
    /// ISO 4217 code of all amounts.
    pub currency: String,
    /// The moment that decides an order's day, by its stable name.
    pub basis: String,
    /// First and last day of the orders in it.
    pub period: Option<(DayNumber, DayNumber)>,
    /// How many stores it is about.
    pub stores: u32,
    /// Where it is one: its platform by stable name, and its own name, empty where a file has none.
    pub store: Option<(String, String)>,
    /// What is left of sales.
    pub profit: Option<SharedProfit>,
    /// How much the shop carries.
    pub capacity: Option<SharedCapacity>,
    /// Who comes back.
    pub repurchase: Option<SharedRepurchase>,
    /// Whose work it is; empty where nobody says.
    pub brand: Brand,
}

/// Rows of any table of a report at most: more than ours have, and few enough for any telephone.
const MOST_ROWS: usize = 1_000;

impl SharedReport {
    /// Whether it is no longer than reports of ours are: what comes from a link may be anybody's.
    pub(super) fn is_within_limits(&self) -> bool {
        let of_profit = self.profit.iter().flat_map(|profit| {
            let blocks = profit.lines.iter().filter_map(|line| Some(line.money.as_ref()?.blocks.len()));
            let known = profit.known.iter().map(|known| known.costs.len());
            blocks.chain(known).chain([profit.lines.len(), profit.months.len(), profit.apart.len()])
        });
        let of_capacity = self.capacity.iter().flat_map(|capacity| {
            [capacity.orders.len(), capacity.crossed.len(), capacity.plan.len(), capacity.resources.len()]
        });
        let of_repurchase = self.repurchase.iter().flat_map(|repurchase| {
            let cells = repurchase.cohorts.iter().map(|cohort| cohort.active.len());
            let tables =
                [&repurchase.windows.len(), &repurchase.curve.len(), &repurchase.segments.len()].map(|rows| *rows);
            cells.chain(tables).chain([repurchase.cohorts.len()])
        });
        of_profit.chain(of_capacity).chain(of_repurchase).all(|rows| rows <= MOST_ROWS)
    }
}

/// What is left of sales.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SharedProfit {
    /// Orders of all SKUs.
    pub orders: u32,
    /// Before refunds, of all SKUs.
    pub revenue: Cents,
    /// What is left of the SKUs without a known cost before their goods are paid for.
    pub left_without_cost: Cents,
    /// SKUs that were sold, given back or advertised.
    pub skus: u32,
    /// Those without a known cost.
    pub skus_without_cost: u32,
    /// Those that lose.
    pub losing: u32,
    /// What they lose together; zero or negative.
    pub lost: Cents,
    /// Paid orders of which no file says which SKUs they were, and their revenue.
    pub unplaced: (u32, Cents),
    /// The account of the SKUs with a known cost; `None` where there are none.
    pub known: Option<KnownNet>,
    /// The first month first; empty for a part of a shop.
    pub months: Vec<MonthRow>,
    /// Those chosen.
    pub lines: Vec<SkuLine>,
    /// Money outside the account.
    pub apart: Vec<Apart>,
}

/// From revenue to net.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownNet {
    /// Before refunds.
    pub revenue: Cents,
    /// What is taken off, by the stable name of the block, in the order of the account. `goods+` stands for all costs but
    /// refunds together, where goods alone would tell unit costs.
    pub costs: Vec<(String, Cents)>,
    /// What is left.
    pub net: Cents,
    /// Where the net lies while settings are not filled in.
    pub range: (Cents, Cents),
    /// How many are not.
    pub open: u32,
    /// The part of all costs that rests on assumptions; `None` where none does.
    pub assumed: Option<Permille>,
}

/// One month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MonthRow {
    /// `2026-05`
    pub month: String,
    /// Of all SKUs.
    pub revenue: Cents,
    /// Of SKUs with a known cost.
    pub net: Cents,
    /// After tax and the costs of every month.
    pub left: Cents,
}

/// One SKU.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SkuLine {
    /// Empty where names are not shown.
    pub code: String,
    /// Empty where no file says, or where names are not shown.
    pub name: String,
    /// Ads that met no product: no SKU, but a row of the table.
    pub is_unmatched_ads: bool,
    /// Units sold.
    pub units: Thousandths,
    /// Before refunds.
    pub revenue: Cents,
    /// `None` without a known cost.
    pub money: Option<SkuMoney>,
}

/// The result of a SKU whose cost is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SkuMoney {
    /// After all costs.
    pub net: Cents,
    /// Net ÷ net sales; `None` without them.
    pub margin: Option<Permille>,
    /// What to do, by the key of its words; empty for nothing.
    pub advice: String,
    /// The amount that the advice names.
    pub advice_amount: Option<Cents>,
    /// Where it is about one place: platform by stable name, store, and the net there.
    pub advice_at: Option<(String, String, Cents)>,
    /// What is taken off, by the stable name of the block; only where costs are shown.
    pub blocks: Vec<(String, Cents)>,
}

/// Money outside the account, by reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// By its stable name.
    pub reason: String,
    /// Of ads and bills; else of orders.
    pub is_cost: bool,
    /// As its files have it.
    pub amount: Cents,
    /// ISO 4217 code of it: the report's, or one of which there is no rate.
    pub currency: String,
    /// Rows of files.
    pub rows: u32,
}

/// How much the shop carries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SharedCapacity {
    /// `None` where no resource is known.
    pub ceiling: Option<CeilingNow>,
    /// A share of the ceiling.
    pub red_line: Permille,
    /// Orders of a busy day, and which share of days has no more.
    pub busy_day: Option<(f64, Permille)>,
    /// Every resource.
    pub resources: Vec<ResourceRow>,
    /// The first of the days that follow.
    pub first_day: DayNumber,
    /// Orders that were paid on each day, one day after the other.
    pub orders: Vec<u32>,
    /// Which of the days were over the red line, from 0.
    pub crossed: Vec<u32>,
    /// What is due to be bought.
    pub plan: Vec<PlanLine>,
    /// Rows of the plan that are due and not listed.
    pub more_due: u32,
}

/// The lowest ceiling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CeilingNow {
    /// On a day on which the resource works.
    pub orders_per_day: f64,
    /// What gives first: by stable name, or as the seller calls it.
    pub resource: String,
    /// The seller's own resource, whose name is not translated.
    pub is_own: bool,
    /// What it rests on, by the key of its words.
    pub grounds: String,
}

/// One resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceRow {
    /// By stable name, or as the seller calls it.
    pub name: String,
    /// The seller's own resource, whose name is not translated.
    pub is_own: bool,
    /// What it carries on a day on which it works.
    pub orders_per_day: Option<f64>,
    /// Of the busy day.
    pub load: Option<Permille>,
    /// What it rests on, by the key of its words.
    pub grounds: String,
}

/// What to buy of one SKU.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanLine {
    /// Empty where names are not shown.
    pub code: String,
    /// Empty where names are not shown.
    pub name: String,
    /// To be ordered.
    pub units: Thousandths,
    /// Only where costs are shown and known.
    pub amount: Option<Cents>,
    /// The day on which stock and arrivals run out.
    pub runs_out: Option<DayNumber>,
    /// Days that all of it lasts.
    pub cover_days: u32,
}

/// Who comes back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SharedRepurchase {
    /// Orders whose buyer is known, of all.
    pub known_orders: (u32, u32),
    /// One order is one purchase; else one day is.
    pub by_order: bool,
    /// All of them; zero where they are fewer than can be shown.
    pub customers: u32,
    /// Those that came again; zero where they are fewer than can be shown.
    pub repeat_customers: u32,
    /// Their share; `None` where it would tell of a group that is too small.
    pub rate: Option<Permille>,
    /// Within days of the first purchase.
    pub windows: Vec<WindowRow>,
    /// Who has come back by each day.
    pub curve: Vec<CurveDay>,
    /// The first scheme of the settings.
    pub segments: Vec<SegmentRow>,
    /// By month of the first purchase.
    pub cohorts: Vec<CohortRow>,
}

/// How many came back within some days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WindowRow {
    /// After the first purchase.
    pub days: u32,
    /// Customers for whom so many days have passed.
    pub eligible: u32,
    /// Those of them that came again within them; `None` where they are too few to be shown.
    pub returned: Option<u32>,
    /// The share, and its interval of 95 %.
    pub rate: Option<(Permille, Permille, Permille)>,
}

/// One day of the curve.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CurveDay {
    /// After the first purchase.
    pub days: u32,
    /// Who has come back by then.
    pub share: Permille,
    /// The band of 95 %.
    pub band: (Permille, Permille),
}

/// A group of customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SegmentRow {
    /// In Chinese; empty for those too small to be told apart, together.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// How many.
    pub customers: u32,
    /// Of theirs.
    pub orders: u32,
    /// Less refunds.
    pub revenue: Cents,
}

/// Customers of one month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CohortRow {
    /// First day of the month.
    pub from: DayNumber,
    /// `None` where they are too few to be shown.
    pub customers: Option<u32>,
    /// Who came in each month since the first, as a share; `None` where they are too few to be shown.
    pub active: Vec<Option<Permille>>,
}
