//! The stock while a spike sells it.

use super::super::load::Load;
use super::super::replenish::lead_days;
use super::super::settings::Settings;
use super::scene::Scene;
use super::{NOTHING, Spike, StockOut};
use crate::figures::{days as day_count, mean, ten_digits, units};
use crate::time::Day;

/// Orders of each day that can be met from stock, those that cannot, and the SKUs that run out.
pub(super) fn demanded(
    load: &Load,
    settings: &Settings,
    scene: &Scene<'_>,
    spike: &Spike,
    start: Day,
    length: u32,
) -> (Vec<f64>, Vec<f64>, Vec<StockOut>) {
    let as_of = start.plus(-1);
    let window = load.window(as_of, settings.design.days);
    let mean_orders = mean(&load.orders(window.clone())).unwrap_or(0.0).max(1e-9);
    let first = load.first.unwrap_or(start);
    let all_units: f64 = load.skus.iter().map(|sku| sku.demand(first, window.clone())).sum();
    let units_per_order = (all_units / mean_orders).max(1e-9);
    let mut shelves: Vec<Shelf> = Vec::new();
    for sku in &load.skus {
        let Some(stock) = &sku.stock else { continue };
        let usual = sku.demand(first, window.clone()) / mean_orders;
        let extra = match &spike.sku {
            Some(code) if *code == sku.code => units_per_order,
            Some(_) => 0.0,
            None => usual,
        };
        if usual > 0.0 || extra > 0.0 {
            let coming =
                stock.on_the_way.iter().filter_map(|(due, quantity)| Some(((*due)?.max(start), units(*quantity))));
            let left = units(stock.free());
            shelves.push(Shelf {
                code: &sku.code,
                usual,
                extra,
                left,
                coming: coming.collect(),
                refilled: start.plus(day_count(spike.start + lead_days(sku, &settings.supply))),
                short: 0.0,
                out: None,
            });
        }
    }
    let (mut orders, mut lost) = (Vec::new(), Vec::new());
    let mut on_usual_days = shelves.clone();
    for day in 0..length {
        let date = start.plus(day_count(day));
        let usual = scene.usual_on(date);
        let wanted = usual * spike.height(day);
        for shelf in &mut on_usual_days {
            shelf.sell(date, usual, 0.0);
        }
        let short: f64 = shelves.iter_mut().map(|shelf| shelf.sell(date, usual, wanted - usual)).sum();
        let not_met = (short / units_per_order).min(wanted);
        orders.push(wanted - not_met);
        lost.push(not_met);
    }
    let mut outs: Vec<StockOut> = shelves
        .into_iter()
        .zip(on_usual_days)
        .filter_map(|(shelf, usual)| {
            let units_short = ten_digits(shelf.short);
            Some(StockOut { code: shelf.code.to_owned(), on: shelf.out?, on_usual_days: usual.out, units_short })
        })
        .collect();
    outs.sort_by(|one, other| (one.on, &one.code).cmp(&(other.on, &other.code)));
    (orders, lost, outs)
}

/// The stock of one SKU while it is being sold.
#[derive(Clone)]
struct Shelf<'a> {
    code: &'a str,
    /// Units per usual order and per extra order.
    usual: f64,
    extra: f64,
    left: f64,
    coming: Vec<(Day, f64)>,
    /// When what is ordered on the first day has come: enough, since by then its size is known.
    refilled: Day,
    short: f64,
    out: Option<Day>,
}

impl Shelf<'_> {
    /// Sells a day's units and says how many were not there.
    fn sell(&mut self, date: Day, usual_orders: f64, extra_orders: f64) -> f64 {
        if date >= self.refilled {
            return 0.0;
        }
        let arrived = self.coming.iter().filter(|(due, _)| *due == date).map(|(_, units)| units);
        self.left += arrived.sum::<f64>();
        let wanted = (self.usual * usual_orders + self.extra * extra_orders).max(0.0);
        let short = (wanted - self.left).max(0.0);
        self.left -= wanted - short;
        self.short += short;
        if short > NOTHING * 1e-3 {
            self.out.get_or_insert(date);
        }
        short
    }
}
