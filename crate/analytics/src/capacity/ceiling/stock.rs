//! How many orders a day the stock carries.

use serde::{Deserialize, Serialize};

use super::{Grounds, Resource, ResourceCeiling, bare};
use crate::capacity::load::{Load, SkuLoad};
use crate::capacity::settings::Settings;
use crate::figures::{ten_digits, units};
use crate::money::Quantity;
use crate::time::Day;

/// How the stock covers the demand of the horizon.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StockCover {
    /// Share-weighted lowest cover: 1 is exactly the horizon's demand.
    pub cover: f64,
    /// Mean orders a day that it is taken of.
    pub mean_orders: f64,
    /// Codes of SKUs in demand that are out of stock: each limits itself, not the shop.
    pub out_of_stock: Vec<String>,
    /// Codes of SKUs in demand of which no file has the stock. They are in no figure here.
    pub without_data: Vec<String>,
}

pub(super) fn stock(load: &Load, settings: &Settings, as_of: Day, window: std::ops::Range<usize>) -> ResourceCeiling {
    let Some(first) = load.first.filter(|_| load.skus.iter().any(|sku| sku.stock.is_some())) else {
        return bare(Resource::Stock, None, Grounds::NotKnown, &[]);
    };
    let horizon = settings.stock.horizon_days;
    let mut result = StockCover::default();
    let (mut weighted, mut demanded) = (0.0, 0.0);
    for sku in &load.skus {
        let demand = sku.demand(first, window.clone());
        if demand <= 0.0 {
            continue;
        }
        let Some(cover) = lowest_cover(sku, demand, as_of, horizon) else {
            result.without_data.push(sku.code.clone());
            continue;
        };
        if sku.stock.as_ref().is_some_and(|stock| stock.free() <= Quantity::ZERO) {
            result.out_of_stock.push(sku.code.clone());
        }
        weighted += demand * cover;
        demanded += demand;
    }
    let orders = load.orders(window);
    result.mean_orders = ten_digits(crate::figures::mean(&orders).unwrap_or(0.0));
    result.cover = if demanded > 0.0 { ten_digits(weighted / demanded) } else { 0.0 };
    let ceiling = (demanded > 0.0).then_some(result.mean_orders * result.cover);
    let grounds = if ceiling.is_some() { Grounds::Measured } else { Grounds::NotKnown };
    let mut bare = bare(Resource::Stock, ceiling, grounds, &["stock.horizon_days"]);
    bare.stock = Some(result);
    bare
}

/// The lowest of (on hand + arrived by then) ÷ demand until then, over the days of the horizon. What is due on no known
/// day counts at the horizon's end. `None` where no file has the stock.
fn lowest_cover(sku: &SkuLoad, demand: f64, as_of: Day, horizon: u32) -> Option<f64> {
    let stock = sku.stock.as_ref()?;
    let end = as_of.plus(crate::figures::days(horizon));
    let mut there = units(stock.free());
    let mut arrivals: Vec<(Day, Quantity)> =
        stock.on_the_way.iter().map(|(due, quantity)| (due.unwrap_or(end).max(as_of.plus(1)), *quantity)).collect();
    arrivals.sort_unstable();
    let mut lowest = f64::INFINITY;
    // Between two arrivals the cover only falls, so it is lowest on the evening before one, and at the end.
    for (due, quantity) in arrivals.into_iter().filter(|(due, _)| *due <= end) {
        let days = f64::from(due.number() - 1 - as_of.number());
        if days > 0.0 {
            lowest = lowest.min(there / (demand * days));
        }
        there += units(quantity);
    }
    Some(lowest.min(there / (demand * f64::from(horizon.max(1)))))
}

#[cfg(test)]
mod tests {
    use super::super::resources;
    use super::super::tests::{day, settings, shop};
    use super::*;
    use crate::capacity::load::StockState;

    #[test]
    fn stock_carries_its_share_weighted_lowest_cover() {
        // By hand, over a horizon of 10 days with mean 20 orders a day: A sells 2 a day and has 30 → cover 1.5; B sells
        // 1 a day and has 4, with 10 more due on the eighth day: 4 ÷ 7 before, 14 ÷ 10 after → 4/7; C sells 1 a day, has
        // none. Weighted: (2 × 1.5 + 1 × 4/7 + 0) ÷ 4.
        let sku = |code: &str, a_day: i64, on_hand: i64, on_the_way: Vec<(Option<Day>, Quantity)>| SkuLoad {
            code: code.to_owned(),
            sold: (0..10).map(|day| (day, Quantity::from_units(a_day))).collect(),
            stock: Some(StockState { on_hand: Quantity::from_units(on_hand), reserved: Quantity::ZERO, on_the_way }),
            ..SkuLoad::default()
        };
        let mut load = shop(&[20; 10]);
        let due = vec![(Some(day("2026-06-18")), Quantity::from_units(10))];
        load.skus = vec![sku("A", 2, 30, Vec::new()), sku("B", 1, 4, due), sku("C", 1, 0, Vec::new())];
        load.skus.push(SkuLoad { stock: None, ..sku("D", 9, 0, Vec::new()) });
        let mut settings = settings();
        settings.stock.horizon_days = 10;
        let resources = resources(&load, &settings, day("2026-06-10"), Some(20.0));
        let stock = resources.iter().find(|one| one.resource == Resource::Stock).unwrap();
        let cover = stock.stock.as_ref().unwrap();
        assert!((cover.cover - (3.0 + 4.0 / 7.0) / 4.0).abs() < 1e-9, "{}", cover.cover);
        assert!((stock.orders_per_day.unwrap() - 20.0 * cover.cover).abs() < 1e-6);
        assert_eq!((&cover.out_of_stock[..], &cover.without_data[..]), (&["C".to_owned()][..], &["D".to_owned()][..]));
    }
}
