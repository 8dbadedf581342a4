//! 滞销: how fast stock turns, how long it lasts, and the price that frees the money in it.

use serde::{Deserialize, Serialize};

use super::load::{Load, SkuLoad};
use super::settings::Settings;
use crate::figures::{count, number, share, ten_digits, times, units};
use crate::money::{Money, Quantity};
use crate::time::Day;

/// How a SKU's stock sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// First sold a short while ago: too early to tell.
    New,
    /// Will be gone soon.
    Hot,
    /// Neither hot nor slow.
    Steady,
    /// Lasts longer than it should.
    Slow,
    /// Not sold for a long time.
    Dead,
    /// No file has its stock, so its pace cannot be told. It is not out of stock.
    WithoutStockData,
}

impl Pace {
    /// In the order in which they are listed.
    pub const ALL: [Pace; 6] = [Pace::New, Pace::Hot, Pace::Steady, Pace::Slow, Pace::Dead, Pace::WithoutStockData];
}

/// The stock of one SKU.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StockRow {
    /// As the shop shows it.
    pub code: String,
    /// What it is called; empty where no file says.
    pub name: String,
    /// How its stock sells.
    pub pace: Pace,
    /// `None` without stock data.
    pub on_hand: Option<Quantity>,
    /// Units a day, measured on days in stock.
    pub demand: f64,
    /// Days the stock lasts; `None` where nothing sells.
    pub cover_days: Option<f64>,
    /// Times a year the stock is sold: 365 ÷ cover.
    pub turnover: Option<f64>,
    /// Days since the last sale; `None` where it never sold.
    pub days_since_sale: Option<u32>,
    /// Days since the first sale: how old the SKU is in the shop, at least.
    pub age_days: Option<u32>,
    /// Cost of what is on hand; `None` where no cost is known.
    pub tied_up: Option<Money>,
    /// Of slow and dead stock; `None` for all other, and where no price is known.
    pub clearance: Option<Clearance>,
}

/// A price at which slow stock is gone in the days of the setting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clearance {
    /// Of a unit today, before refunds.
    pub price: Money,
    /// Of a unit, once cut.
    pub clearance_price: Money,
    /// Part of the price taken off.
    pub cut: f64,
    /// Days until the stock is gone at that price: longer than asked where the deepest cut is not enough.
    pub days: f64,
    /// Units on hand × clearance price.
    pub frees: Money,
    /// What that is more than the stock's cost; negative at a loss. `None` where no cost is known.
    pub above_cost: Option<Money>,
}

/// Every SKU that is in stock or sells, the most money tied up first.
pub fn slow_stock(load: &Load, settings: &Settings, as_of: Day) -> Vec<StockRow> {
    let Some(first) = load.first else { return Vec::new() };
    let mut rows: Vec<StockRow> = load.skus.iter().map(|sku| row(sku, load, settings, first, as_of)).collect();
    rows.sort_by(|one, other| other.tied_up.cmp(&one.tied_up).then_with(|| one.code.cmp(&other.code)));
    rows
}

fn row(sku: &SkuLoad, load: &Load, settings: &Settings, first: Day, as_of: Day) -> StockRow {
    let limits = &settings.slow_stock;
    let demand = sku.demand(first, load.window(as_of, limits.window_days));
    let since = |day: Option<Day>| day.map(|day| (as_of.number() - day.number()).max(0).unsigned_abs());
    let (age_days, days_since_sale) = (since(sku.first_sold(first)), since(sku.last_sold(first)));
    let on_hand = sku.stock.as_ref().map(|stock| stock.on_hand.max(Quantity::ZERO));
    let cover_days = on_hand.filter(|_| demand > 0.0).map(|on_hand| units(on_hand) / demand);
    let pace = match (on_hand, cover_days) {
        (None, _) => Pace::WithoutStockData,
        _ if age_days.is_some_and(|age| age <= limits.new_days) => Pace::New,
        _ if days_since_sale.is_none_or(|days| days >= limits.dead_days) => Pace::Dead,
        (_, Some(cover)) if cover < f64::from(limits.hot_cover_days) => Pace::Hot,
        (_, Some(cover)) if cover <= f64::from(limits.slow_cover_days) => Pace::Steady,
        _ => Pace::Slow,
    };
    let clearance = match pace {
        Pace::Slow | Pace::Dead => on_hand.and_then(|on_hand| clearance(sku, load, settings, on_hand, demand)),
        Pace::New | Pace::Hot | Pace::Steady | Pace::WithoutStockData => None,
    };
    StockRow {
        code: sku.code.clone(),
        name: sku.name.clone(),
        pace,
        on_hand,
        demand: ten_digits(demand),
        cover_days: cover_days.map(ten_digits),
        turnover: cover_days.filter(|cover| *cover > 0.0).map(|cover| ten_digits(365.0 / cover)),
        days_since_sale,
        age_days,
        tied_up: on_hand.and_then(|on_hand| Some((sku.unit_cost? * on_hand).rounded())),
        clearance,
    }
}

/// The price p at which demand, growing as (p ÷ today's)^elasticity, sells what is on hand in time. A SKU that no longer
/// sells is taken at the pace of its whole life; one that never sold has no price to start from.
fn clearance(sku: &SkuLoad, load: &Load, settings: &Settings, on_hand: Quantity, demand: f64) -> Option<Clearance> {
    let price = sku.revenue.per(sku.units)?;
    let pace = if demand > 0.0 { demand } else { units(sku.units) / count(load.days.len()).max(1.0) };
    let elasticity = share(settings.brake.price_elasticity);
    let asked = f64::from(settings.slow_stock.clearance_days);
    let stock = units(on_hand);
    if pace <= 0.0 || stock <= 0.0 || elasticity >= 0.0 || !price.is_positive() {
        return None;
    }
    let deepest = 1.0 - share(settings.slow_stock.deepest_cut);
    let factor = libm::pow(stock / asked / pace, 1.0 / elasticity).clamp(deepest, 1.0);
    let clearance_price = times(price, factor);
    let kept = clearance_price.ratio_to(price)?;
    let frees = (clearance_price.to_amount() * on_hand).rounded();
    Some(Clearance {
        price,
        clearance_price,
        cut: ten_digits(1.0 - kept),
        days: ten_digits(stock / (pace * libm::pow(kept, elasticity))),
        frees,
        above_cost: sku.unit_cost.map(|cost| frees - (cost * on_hand).rounded()),
    })
}

/// What lies in stock of one pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TiedUp {
    /// Of how many days of sales it is.
    pub pace: Pace,
    /// SKUs of the pace.
    pub skus: u32,
    /// On hand × unit cost, in the shop's currency; without the SKUs below.
    pub money: Money,
    /// SKUs among them of which no cost or no stock is known.
    pub not_known: u32,
}

/// How much money lies in stock of each pace, the liveliest first.
pub fn tied_up(rows: &[StockRow]) -> Vec<TiedUp> {
    [Pace::New, Pace::Hot, Pace::Steady, Pace::Slow, Pace::Dead]
        .into_iter()
        .map(|pace| {
            let of_pace = || rows.iter().filter(move |row| row.pace == pace);
            TiedUp {
                pace,
                skus: number(of_pace().count()),
                money: of_pace().filter_map(|row| row.tied_up).sum(),
                not_known: number(of_pace().filter(|row| row.tied_up.is_none()).count()),
            }
        })
        .collect()
}

/// 动销率: SKUs sold in the window ÷ SKUs with stock or sales. `None` without any.
pub fn selling_share(rows: &[StockRow]) -> Option<f64> {
    let there =
        rows.iter().filter(|row| row.demand > 0.0 || row.on_hand.is_some_and(|on_hand| on_hand > Quantity::ZERO));
    let sold = rows.iter().filter(|row| row.demand > 0.0).count();
    let there = there.count();
    (there > 0).then(|| ten_digits(count(sold) / count(there)))
}

#[cfg(test)]
mod tests {
    use super::super::load::{DayLoad, StockState};
    use super::*;
    use crate::Config;
    use crate::money::Amount;

    /// A shop of 100 days; the SKU sold one unit at 60 yuan on each of the given days, costs 25, has so many on hand.
    fn with(sold: std::ops::Range<u32>, on_hand: Option<i64>) -> StockRow {
        let units = Quantity::from_units;
        let sku = SkuLoad {
            code: "A".to_owned(),
            units: units(i64::from(sold.end - sold.start)),
            revenue: Money::from_cents(6_000 * i64::from(sold.end - sold.start)),
            sold: sold.map(|day| (day, units(1))).collect(),
            unit_cost: Some(Amount::from_cents(2_500)),
            stock: on_hand.map(|on_hand| StockState { on_hand: units(on_hand), ..StockState::default() }),
            ..SkuLoad::default()
        };
        let first = Day::parse("2026-01-01").unwrap();
        let load = Load { first: Some(first), days: vec![DayLoad::default(); 100], skus: vec![sku], ..Load::default() };
        slow_stock(&load, &Config::default().capacity, load.last().unwrap()).remove(0)
    }

    #[test]
    fn stock_has_a_pace() {
        // One a day over the last 60 days: 10 last 10 days, 50 last 50, 100 last 100.
        let pace = |sold, on_hand| with(sold, on_hand).pace;
        assert_eq!(pace(0..100, Some(10)), Pace::Hot);
        assert_eq!(pace(0..100, Some(50)), Pace::Steady);
        assert_eq!(pace(0..100, Some(100)), Pace::Slow);
        assert_eq!(pace(80..100, Some(100)), Pace::New);
        assert_eq!(pace(0..30, Some(100)), Pace::Dead);
        assert_eq!(pace(0..0, Some(100)), Pace::Dead);
        assert_eq!(pace(0..100, None), Pace::WithoutStockData);
    }

    #[test]
    fn cover_and_turnover_are_by_hand() {
        let row = with(0..100, Some(73));
        assert_eq!((row.cover_days, row.turnover), (Some(73.0), Some(5.0)));
        assert_eq!((row.age_days, row.days_since_sale), (Some(99), Some(0)));
        assert_eq!(row.tied_up, Some(Money::from_cents(73 * 2_500)));
        assert_eq!(with(0..100, None).tied_up, None);
    }

    #[test]
    fn a_clearance_frees_the_money_in_time() {
        // 120 at one a day are to be gone in 30 days: four times the pace. 4^(1 ÷ −2.22) = 0.5355 of 60 yuan.
        let clearance = with(0..100, Some(120)).clearance.unwrap();
        assert_eq!((clearance.price, clearance.clearance_price), (Money::from_cents(6_000), Money::from_cents(3_213)));
        assert_eq!(clearance.frees, Money::from_cents(120 * 3_213));
        assert_eq!(clearance.above_cost, Some(Money::from_cents(120 * (3_213 - 2_500))));
        assert!((clearance.days - 30.0).abs() < 0.05, "{}", clearance.days);
        // No cut is deep enough for 10,000: 70 % off, and it takes as long as it takes: 10000 ÷ 0.3^−2.22.
        let deepest = with(0..100, Some(10_000)).clearance.unwrap();
        assert_eq!((deepest.cut, deepest.clearance_price), (0.7, Money::from_cents(1_800)));
        assert!((deepest.days - 10_000.0 * libm::pow(0.3, 2.22)).abs() < 0.01);
        assert_eq!(with(0..0, Some(100)).clearance, None);
    }

    #[test]
    fn money_lies_by_pace() {
        let rows = [with(0..100, Some(100)), with(0..100, Some(10)), with(0..30, Some(4)), with(0..100, None)];
        let tied: Vec<_> = tied_up(&rows).into_iter().map(|tied| (tied.skus, tied.money)).collect();
        let cents = Money::from_cents;
        let expected = [(0, cents(0)), (1, cents(25_000)), (0, cents(0)), (1, cents(250_000)), (1, cents(10_000))];
        assert_eq!(tied, expected);
        // Without a cost a SKU is counted, and said to be left out of the money.
        let [slow, hot, dead, _] = rows.clone();
        let unpriced = StockRow { tied_up: None, ..slow.clone() };
        let tied = tied_up(&[slow, hot, dead, unpriced]);
        let of_slow = tied.iter().find(|tied| tied.pace == Pace::Slow).unwrap();
        assert_eq!((of_slow.skus, of_slow.money, of_slow.not_known), (2, cents(250_000), 1));
        assert_eq!(tied.iter().map(|tied| tied.not_known).sum::<u32>(), 1);
        assert_eq!(selling_share(&rows), Some(0.75));
    }
}
