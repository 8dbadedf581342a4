//! 牛鞭效应: orders to the supplier that swing more than the demand they are for.

use serde::{Deserialize, Serialize};

use super::load::{Load, SkuLoad};
use crate::figures::{days as day_count, index, mean, ten_digits, units, variance};
use crate::time::Day;

/// How much more orders swing than demand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bullwhip {
    /// Of the SKU, as the shop shows it.
    pub code: String,
    /// Weeks compared.
    pub weeks: u32,
    /// Variance of what arrived a week ÷ variance of what was sold a week, both relative to their own mean.
    pub ratio: f64,
    /// Standard deviation ÷ mean, of sales and of arrivals.
    pub demand_swing: f64,
    /// The same of what arrived.
    pub supply_swing: f64,
}

/// Fewer weeks than this say nothing.
const LEAST_WEEKS: usize = 6;

/// Variance of orders ÷ variance of demand, each relative to its mean so that a shop that also builds stock is not
/// blamed for it. `None` where either has no mean, or demand never changes.
// Source: Fransoo & Wouters, "Measuring the bullwhip effect in the supply chain", Supply Chain Management 5 (2000):
// the ratio of the coefficients of variation; squared here, as in Chen, Drezner, Ryan, Simchi-Levi (2000).
fn ratio(orders: &[f64], demand: &[f64]) -> Option<f64> {
    let swing = |values: &[f64]| Some((variance(values)?, mean(values).filter(|mean| *mean > 0.0)?));
    let ((of_orders, mean_orders), (of_demand, mean_demand)) = (swing(orders)?, swing(demand)?);
    let relative = of_demand / (mean_demand * mean_demand);
    (relative > 0.0).then(|| of_orders / (mean_orders * mean_orders) / relative)
}

/// SKUs whose arrivals swing more than their sales, worst first. Arrivals are what counts of stock show: the change of
/// stock plus what was sold meanwhile.
pub fn bullwhip(load: &Load) -> Vec<Bullwhip> {
    let Some(first) = load.first else { return Vec::new() };
    let mut found: Vec<Bullwhip> = load.skus.iter().filter_map(|sku| of_sku(sku, first, load.days.len())).collect();
    found.sort_by(|one, other| other.ratio.total_cmp(&one.ratio).then_with(|| one.code.cmp(&other.code)));
    found
}

fn of_sku(sku: &SkuLoad, first: Day, length: usize) -> Option<Bullwhip> {
    let (from, to) = (sku.counted.first()?.0, sku.counted.last()?.0);
    let place = |day: Day| usize::try_from(day.number() - first.number()).ok();
    let sold = sku.series(0..length);
    let weeks = index((to.number() - from.number()).unsigned_abs() / 7);
    if weeks < LEAST_WEEKS {
        return None;
    }
    let (mut arrived_by_week, mut sold_by_week) = (vec![0.0; weeks], vec![0.0; weeks]);
    for counts in sku.counted.windows(2) {
        let [(before, had), (after, has)] = counts else { continue };
        // A count is of the evening: what was sold on the days after it, up to the next.
        let between = sold.get(place(before.plus(1))?..=place(*after)?)?.iter().sum::<f64>();
        // Less than nothing did not arrive: it was lost, or broken, or counted wrong.
        let arrived = (units(*has) - units(*had) + between).max(0.0);
        let week = index((after.number() - 1 - from.number()).unsigned_abs() / 7);
        if let Some(slot) = arrived_by_week.get_mut(week) {
            *slot += arrived;
        }
    }
    for (week, slot) in (0_u32..).zip(&mut sold_by_week) {
        let start = place(from.plus(day_count(7 * week + 1)))?;
        *slot = sold.get(start..start + 7)?.iter().sum();
    }
    let ratio = ratio(&arrived_by_week, &sold_by_week).filter(|ratio| *ratio > 1.0)?;
    let swing = |values: &[f64]| Some(libm::sqrt(variance(values)?) / mean(values)?);
    Some(Bullwhip {
        code: sku.code.clone(),
        weeks: u32::try_from(weeks).ok()?,
        ratio: ten_digits(ratio),
        demand_swing: ten_digits(swing(&sold_by_week)?),
        supply_swing: ten_digits(swing(&arrived_by_week)?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::load::DayLoad;
    use super::*;
    use crate::money::Quantity;

    #[test]
    fn ten_per_cent_in_demand_became_fifty_upstream() {
        // The trade's own example: demand swings by 10 %, orders by 50 %: 25 times the variance.
        let ratio = ratio(&[50.0, 150.0, 50.0, 150.0], &[90.0, 110.0, 90.0, 110.0]).unwrap();
        assert!((ratio - 25.0).abs() < 1e-12);
        assert_eq!(super::ratio(&[1.0, 2.0], &[5.0, 5.0]), None);
        assert_eq!(super::ratio(&[0.0, 0.0], &[5.0, 6.0]), None);
    }

    #[test]
    fn arrivals_are_read_off_the_counts() {
        // 10 a day in even weeks, 12 in odd ones, sold from a shelf counted every evening and filled by 154 every second
        // Monday: sales of 70 and 84 a week, arrivals of 154 and 0.
        let first = Day::parse("2026-03-01").unwrap();
        let sold_on = |day: u32| if (day.saturating_sub(1) / 7).is_multiple_of(2) { 10 } else { 12 };
        let mut on_hand = 400_i64;
        let mut counted = vec![(first, Quantity::from_units(on_hand))];
        for day in 1..=56_u32 {
            on_hand += if day % 14 == 2 { 154 } else { 0 } - sold_on(day);
            counted.push((first.plus(day_count(day)), Quantity::from_units(on_hand)));
        }
        let sku = SkuLoad {
            code: "A".to_owned(),
            sold: (1..=56).map(|day| (day, Quantity::from_units(sold_on(day)))).collect(),
            counted,
            ..SkuLoad::default()
        };
        let load = Load { first: Some(first), days: vec![DayLoad::default(); 57], skus: vec![sku], ..Load::default() };
        let found = bullwhip(&load);
        // Both means are 77, so the ratio is that of the squares: 77² ÷ 7².
        assert_eq!((found.len(), found[0].weeks), (1, 8));
        assert!((found[0].ratio - 121.0).abs() < 1e-6, "{found:?}");
        assert!((found[0].supply_swing / found[0].demand_swing - 11.0).abs() < 1e-6);
    }
}
