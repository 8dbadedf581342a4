//! 补货: what to order, how much, when, from whom, and the stages until it can be bought.
//!
//! Each SKU is looked at every few days. What is on hand and on the way has to last until an order placed at the next
//! look has come; so the reorder point covers the lead time, and the order fills up to the lead time and one more look.
//!
//! A supplier's least order may be far more than is asked for, and what sells may lose money on each piece. Such an order
//! is held until the seller confirms it: it stands in the plan with its reason, and in no total to buy.

mod doubt;
mod total;

use serde::{Deserialize, Serialize};

use super::forecast::{Forecasts, SkuForecast};
use super::inventory::{Cover, Demand, cover, economic_order, normal_quantile, over_lead_time};
use super::load::{Load, SkuLoad, Supplier};
use super::settings::{Settings, Supply};
use crate::figures::{days as day_count, share, ten_digits, units, whole_down, whole_up};
use crate::money::{Amount, Money, Quantity, Rate};
use crate::time::Day;
pub use doubt::Doubt;
pub use total::{ToBuy, Total};

/// The plan for every SKU in demand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Replenishment {
    /// The most urgent first.
    pub rows: Vec<PlanRow>,
    /// Codes of SKUs in demand of which no file has the stock: nothing can be said of them, and they are not out of
    /// stock.
    pub without_stock_data: Vec<String>,
    /// What the orders of all rows come to.
    pub to_buy: ToBuy,
}

/// One SKU's plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanRow {
    /// As the shop shows it.
    pub code: String,
    /// What it is called; empty where no file says.
    pub name: String,
    /// Free units on hand, and units on the way.
    pub free: Quantity,
    /// Units ordered and not here yet.
    pub coming: Quantity,
    /// Units a day.
    pub demand: f64,
    /// From the decision to the shelf.
    pub lead_days: u32,
    /// Whether the lead time is the supplier's; else it is the settings'.
    pub is_lead_known: bool,
    /// Units held against the scatter of demand and of the lead time.
    pub safety_stock: f64,
    /// Units, free and coming, at which to order.
    pub reorder_point: f64,
    /// The level an order fills up to.
    pub order_up_to: f64,
    /// What the reorder point gives with the orders below.
    pub cover: Cover,
    /// The order size at which ordering and holding cost least; `None` without a cost, and where stock would last longer
    /// than it should.
    pub economic_order: Option<f64>,
    /// Day on which free stock and arrivals run out; `None` where they last longer than the lead time and one look.
    pub runs_out: Option<Day>,
    /// Day on which to order: `as_of` where it is due already.
    pub order_on: Day,
    /// Whether it is to be ordered today.
    pub is_due: bool,
    /// Orders by supplier, the core one first. Empty while they are held.
    pub orders: Vec<PurchaseOrder>,
    /// Orders that wait for the seller's word, because of the doubts; in no total to buy.
    pub held: Vec<PurchaseOrder>,
    /// Why not to buy without a word, confirmed or not.
    pub doubts: Vec<Doubt>,
    /// The seller has said to buy it all the same.
    pub is_confirmed: bool,
    /// Days of demand that stock, arrivals and the orders last from the day of the order, held ones too.
    pub cover_days: f64,
    /// Of an order placed on `order_on`.
    pub stages: Vec<Stage>,
}

/// What to order from one supplier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PurchaseOrder {
    /// Empty where no file names one.
    pub supplier: String,
    /// The supplier is one to fall back on.
    pub is_backup: bool,
    /// Of units, as the supplier's least and multiple allow.
    pub quantity: Quantity,
    /// As the cost sheet has it, with all its digits.
    pub unit_cost: Option<Amount>,
    /// Quantity × unit cost, to the cent; `None` where no cost is known.
    pub amount: Option<Money>,
    /// The day on which the goods can be sold.
    pub arrives: Day,
}

impl PlanRow {
    /// Whole days that stock, arrivals and the orders last.
    pub fn whole_cover_days(&self) -> u32 {
        whole_down(self.cover_days)
    }
}

impl PurchaseOrder {
    fn of(sku: &SkuLoad, supplier: &Supplier, quantity: Quantity, arrives: Day) -> PurchaseOrder {
        PurchaseOrder {
            supplier: supplier.name.clone(),
            is_backup: supplier.is_backup,
            quantity,
            unit_cost: sku.unit_cost,
            amount: sku.unit_cost.map(|cost| (cost * quantity).rounded()),
            arrives,
        }
    }
}

/// A step on the way from the decision to the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// What is done in it.
    pub kind: StageKind,
    /// First and last day; a stage of no days is not listed.
    pub from: Day,
    /// The last day of it.
    pub to: Day,
    /// Calendar days, first and last included.
    pub days: u32,
    /// Days of it kept as its buffer.
    pub buffer_days: u32,
    /// Day of the stage, from 1, at whose end the part before the buffer has passed: 27 of 30.
    pub warn_on_day: u32,
    /// The date of that day.
    pub warn_on: Day,
}

/// 预测 → 下单 → 生产 → 物流 → 上架
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageKind {
    /// The decision what to buy.
    Forecast,
    /// Until the supplier has the order.
    Order,
    /// Until it is made.
    Production,
    /// On the road.
    Transit,
    /// Until it is on sale.
    Listing,
}

/// Days of every stage, from the decision to the shelf.
type LeadTime = [(StageKind, u32); 5];

/// The stages of an order decided on a day.
pub fn stages(decided: Day, lead: &LeadTime, buffer: Rate) -> Vec<Stage> {
    let mut from = decided;
    let mut stages = Vec::new();
    for &(kind, days) in lead.iter().filter(|(_, days)| *days > 0) {
        let warn_on_day = whole_up(f64::from(days) * (1.0 - share(buffer))).clamp(1, days);
        stages.push(Stage {
            kind,
            from,
            to: from.plus(day_count(days - 1)),
            days,
            buffer_days: days - warn_on_day,
            warn_on_day,
            warn_on: from.plus(day_count(warn_on_day - 1)),
        });
        from = from.plus(day_count(days));
    }
    stages
}

fn lead_time(supplier: Option<&Supplier>, settings: &Supply) -> LeadTime {
    let or = |known: fn(&Supplier) -> Option<u32>, set: u32| supplier.and_then(known).unwrap_or(set);
    [
        (StageKind::Forecast, settings.forecast_days),
        (StageKind::Order, or(|supplier| supplier.order_days, settings.order_days)),
        (StageKind::Production, or(|supplier| supplier.production_days, settings.production_days)),
        (StageKind::Transit, or(|supplier| supplier.transit_days, settings.transit_days)),
        (StageKind::Listing, or(|supplier| supplier.listing_days, settings.listing_days)),
    ]
}

fn total(lead: &LeadTime) -> u32 {
    lead.iter().map(|(_, days)| days).sum()
}

/// Days until what is ordered today is on sale, from the supplier that is asked first.
pub(super) fn lead_days(sku: &SkuLoad, settings: &Supply) -> u32 {
    total(&lead_time(core_supplier(sku), settings))
}

fn core_supplier(sku: &SkuLoad) -> Option<&Supplier> {
    sku.suppliers.iter().find(|supplier| !supplier.is_backup).or(sku.suppliers.first())
}

/// Plans every SKU in demand.
pub fn replenishment(load: &Load, settings: &Settings, forecasts: &Forecasts, as_of: Day) -> Replenishment {
    let mut plan = Replenishment::default();
    for forecast in forecasts.skus.iter().filter(|forecast| forecast.mean > 0.0) {
        let place = load.skus.binary_search_by(|sku| sku.code.cmp(&forecast.code));
        let Some(sku) = place.ok().and_then(|place| load.skus.get(place)) else { continue };
        match row(sku, forecast, settings, as_of) {
            Some(row) => plan.rows.push(row),
            None => plan.without_stock_data.push(sku.code.clone()),
        }
    }
    plan.rows.sort_by(|one, other| {
        (one.order_on, one.runs_out.is_none(), one.runs_out, &one.code).cmp(&(
            other.order_on,
            other.runs_out.is_none(),
            other.runs_out,
            &other.code,
        ))
    });
    plan.to_buy = ToBuy::of(&plan.rows, as_of.plus(day_count(settings.supply.review_days)));
    plan
}

fn row(sku: &SkuLoad, forecast: &SkuForecast, settings: &Settings, as_of: Day) -> Option<PlanRow> {
    let stock = sku.stock.as_ref()?;
    let supply = &settings.supply;
    let core = core_supplier(sku);
    let lead = lead_time(core, supply);
    let lead_days = total(&lead);
    let daily = Demand { mean: forecast.mean, deviation: forecast.deviation };
    let z = normal_quantile(share(settings.stock.cycle_service));
    let spread =
        |days: u32| over_lead_time(daily, f64::from(days), f64::from(lead_days) * share(supply.lead_variation));
    let (until_order, until_next) = (spread(lead_days), spread(lead_days.saturating_add(supply.review_days)));
    let reorder_point = until_order.mean + z * until_order.deviation;
    let order_up_to = until_next.mean + z * until_next.deviation;
    let position = units(stock.free()) + units(stock.coming());
    let is_due = position <= reorder_point;
    let wait = if is_due { 0 } else { whole_down((position - reorder_point) / daily.mean) };
    let order_on = as_of.plus(day_count(wait));
    // By the day of the order the position has fallen to the reorder point.
    let then = position - f64::from(wait) * daily.mean;
    let orders = purchase_orders(sku, core, order_up_to - then, order_on, settings);
    let ordered: Quantity = orders.iter().map(|order| order.quantity).sum();
    let cover_days = (then + units(ordered)) / daily.mean;
    let doubts = if orders.is_empty() {
        Vec::new()
    } else {
        // Twice what counts as slow is asked about. The lead time and a look are waited for in any case, however long the
        // supplier takes.
        let most = (2.0 * f64::from(settings.slow_stock.slow_cover_days)).max(order_up_to / daily.mean);
        doubt::doubts(cover_days, most, sku.net_per_unit)
    };
    let is_long = doubts.iter().any(|doubt| matches!(doubt, Doubt::LongCover { .. }));
    let is_confirmed = settings.stock.buy_anyway.contains(&sku.code);
    let (orders, held) = if doubts.is_empty() || is_confirmed { (orders, Vec::new()) } else { (Vec::new(), orders) };
    Some(PlanRow {
        code: sku.code.clone(),
        name: sku.name.clone(),
        free: stock.free(),
        coming: stock.coming(),
        demand: daily.mean,
        lead_days,
        is_lead_known: core.is_some_and(|core| core.production_days.is_some() || core.transit_days.is_some()),
        safety_stock: ten_digits(reorder_point - until_order.mean),
        reorder_point: ten_digits(reorder_point),
        order_up_to: ten_digits(order_up_to),
        cover: rounded(cover(until_order, reorder_point, units(ordered))),
        economic_order: economic(sku.unit_cost, daily.mean, settings).filter(|_| !is_long),
        runs_out: runs_out(sku, daily.mean, as_of, lead_days.saturating_add(supply.review_days)),
        order_on,
        is_due,
        stages: stages(order_on, &lead, supply.buffer),
        orders,
        held,
        doubts,
        is_confirmed,
        cover_days: ten_digits(cover_days),
    })
}

fn rounded(cover: Cover) -> Cover {
    Cover {
        safety_stock: ten_digits(cover.safety_stock),
        cycle_service: ten_digits(cover.cycle_service),
        short_per_cycle: ten_digits(cover.short_per_cycle),
        fill_rate: ten_digits(cover.fill_rate),
    }
}

/// Of a cheap and slow SKU the formula wants years of stock: what is slow already is no saving.
fn economic(unit_cost: Option<Amount>, daily: f64, settings: &Settings) -> Option<f64> {
    let money = |amount: Amount| Money::from(amount).as_f64();
    let holding = money(unit_cost?) * share(settings.stock.holding_rate);
    let size = economic_order(money(settings.stock.cost_per_purchase), holding, daily * 365.0)?.size;
    (size <= daily * f64::from(settings.slow_stock.slow_cover_days)).then(|| ten_digits(size))
}

/// The first day on which demand finds less than it asks for, within so many days.
fn runs_out(sku: &SkuLoad, daily: f64, as_of: Day, within: u32) -> Option<Day> {
    let stock = sku.stock.as_ref()?;
    let mut left = units(stock.free());
    (1..=within).map(|day| as_of.plus(day_count(day))).find(|&date| {
        // What is due on no known day is not counted on; what is overdue comes tomorrow.
        let arrives = |due: &Option<Day>| due.is_some_and(|due| due.max(as_of.plus(1)) == date);
        left += stock
            .on_the_way
            .iter()
            .filter(|(due, _)| arrives(due))
            .map(|(_, units_due)| units(*units_due))
            .sum::<f64>();
        left -= daily;
        left < -1e-9
    })
}

/// Splits what is wanted on the suppliers: the core one as far as it can make it in its production time, then those to
/// fall back on; what nobody has room for stays with the core one, late.
fn purchase_orders(
    sku: &SkuLoad,
    core: Option<&Supplier>,
    wanted: f64,
    order_on: Day,
    settings: &Settings,
) -> Vec<PurchaseOrder> {
    let supply = &settings.supply;
    let mut left = wanted.max(0.0);
    let mut purchase_orders: Vec<PurchaseOrder> = Vec::new();
    let nobody = Supplier::default();
    let backups = sku.suppliers.iter().filter(|supplier| core.is_none_or(|core| *core != **supplier));
    for supplier in std::iter::once(core.unwrap_or(&nobody)).chain(backups) {
        if left <= 0.0 {
            break;
        }
        let lead = lead_time(Some(supplier), supply);
        let production = supplier.production_days.unwrap_or(supply.production_days);
        let room = supplier.per_day.map(|per_day| units(per_day) * f64::from(production.max(1)));
        let quantity = in_lots(room.map_or(left, |room| left.min(room)), room, supplier);
        if quantity <= Quantity::ZERO {
            continue;
        }
        left -= units(quantity);
        purchase_orders.push(PurchaseOrder::of(sku, supplier, quantity, order_on.plus(day_count(total(&lead)))));
    }
    if left > 0.0 {
        let supplier = core.unwrap_or(&nobody);
        let late = |more: Quantity| {
            let per_day = supplier.per_day.filter(|per_day| *per_day > Quantity::ZERO);
            per_day.map_or(0, |per_day| day_count(whole_up(units(more) / units(per_day))))
        };
        match purchase_orders.first_mut() {
            Some(first) => {
                let more = in_lots(left, None, &Supplier { minimum: None, ..supplier.clone() });
                let arrives = first.arrives.plus(late(more));
                *first = PurchaseOrder {
                    supplier: first.supplier.clone(),
                    is_backup: first.is_backup,
                    ..PurchaseOrder::of(sku, supplier, first.quantity + more, arrives)
                };
            }
            // Nobody makes as many as their least order in their time: it is the core supplier's, and late.
            None => {
                let all = in_lots(left, None, supplier);
                let arrives = order_on.plus(day_count(total(&lead_time(core, supply)))).plus(late(all));
                purchase_orders.push(PurchaseOrder::of(sku, supplier, all, arrives));
            }
        }
    }
    purchase_orders
}

/// Whole units, at least the supplier's minimum, in its multiples: rounded up, or down where there is no room for more.
fn in_lots(wanted: f64, room: Option<f64>, supplier: &Supplier) -> Quantity {
    let multiple = supplier.multiple.map_or(1.0, units).max(1e-3);
    let minimum = supplier.minimum.map_or(0.0, units);
    let lots = f64::from(whole_up(wanted.max(minimum) / multiple));
    let fits = room.is_none_or(|room| lots * multiple <= room + 1e-9);
    let lots = if fits { lots } else { f64::from(whole_down(room.unwrap_or(0.0) / multiple)) };
    let thousandths = crate::figures::whole(lots * multiple * 1_000.0);
    if lots * multiple + 1e-9 < minimum { Quantity::ZERO } else { Quantity::from_thousandths(i64::from(thousandths)) }
}

#[cfg(test)]
mod tests;
