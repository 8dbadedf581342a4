//! How much stock covers demand that varies: the textbook formulas, each with its source.

use serde::{Deserialize, Serialize};

use crate::figures::share;
use crate::money::Rate;

/// Density of the standard normal distribution.
pub fn normal_density(z: f64) -> f64 {
    libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI)
}

/// Share of the standard normal distribution that is below `z`.
pub fn normal_share(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// The value below which a share of the standard normal distribution lies; infinite at 0 and 1.
pub fn normal_quantile(share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        return if share <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    // By symmetry only the lower half is searched, where the share keeps all its digits.
    if share > 0.5 {
        return -normal_quantile(1.0 - share);
    }
    // Halving down to a bracket of 2⁻³⁰, then Newton's step twice: the slope of the share is the density.
    let (mut low, mut high) = (-40.0, 0.0);
    for _ in 0..36 {
        let middle: f64 = (low + high) / 2.0;
        if normal_share(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut z = (low + high) / 2.0;
    for _ in 0..2 {
        let slope = normal_density(z);
        if slope > 0.0 {
            z -= (normal_share(z) - share) / slope;
        }
    }
    z
}

/// Mean of what a standard normal variable exceeds `z` by: φ(z) − z·(1 − Φ(z)).
pub fn normal_loss(z: f64) -> f64 {
    normal_density(z) - z * normal_share(-z)
}

/// Demand over a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// Units.
    pub mean: f64,
    /// Standard deviation, in units.
    pub deviation: f64,
}

/// Demand during a lead time that itself varies: mean d·L, variance L·σ² + d²·s².
// Source: Silver, Pyke, Thomas, Inventory and Production Management in Supply Chains, 4th ed., ch. 6.
pub fn over_lead_time(daily: Demand, lead_days: f64, lead_deviation: f64) -> Demand {
    let varies = lead_days * daily.deviation * daily.deviation;
    let late = daily.mean * daily.mean * lead_deviation * lead_deviation;
    Demand { mean: daily.mean * lead_days, deviation: libm::sqrt(varies + late) }
}

/// What a reorder point gives, for an order of a size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// Reorder point less expected demand during the lead time.
    pub safety_stock: f64,
    /// Share of order cycles without a stock-out.
    pub cycle_service: f64,
    /// Units short in an average cycle.
    pub short_per_cycle: f64,
    /// Share of units that are sold from the shelf.
    pub fill_rate: f64,
}

/// What a reorder point gives. `demand` is over the lead time.
// Source: Chopra & Meindl, Supply Chain Management, ch. 11: ESC = σ·L(z), fill rate = 1 − ESC ÷ Q.
pub fn cover(demand: Demand, reorder_point: f64, order_size: f64) -> Cover {
    let safety_stock = reorder_point - demand.mean;
    let (cycle_service, short_per_cycle) = if demand.deviation > 0.0 {
        let z = safety_stock / demand.deviation;
        (normal_share(z), demand.deviation * normal_loss(z))
    } else {
        (if safety_stock >= 0.0 { 1.0 } else { 0.0 }, (-safety_stock).max(0.0))
    };
    let fill_rate = if order_size > 0.0 { (1.0 - short_per_cycle / order_size).max(0.0) } else { 0.0 };
    Cover { safety_stock, cycle_service, short_per_cycle, fill_rate }
}

/// The stock at which to order so that a share of cycles has no stock-out.
pub fn reorder_point(demand: Demand, cycle_service: Rate) -> f64 {
    demand.mean + normal_quantile(share(cycle_service)) * demand.deviation
}

/// The order size at which ordering and holding cost least together: √(2KD ÷ h). `None` where holding costs nothing.
// Source: Harris 1913; Snyder & Shen, Fundamentals of Supply Chain Theory, 2nd ed., eq. 3.4 and 3.5.
pub fn economic_order(cost_of_order: f64, holding_cost: f64, demand: f64) -> Option<Economic> {
    if holding_cost <= 0.0 || cost_of_order < 0.0 || demand < 0.0 {
        return None;
    }
    Some(Economic {
        size: libm::sqrt(2.0 * cost_of_order * demand / holding_cost),
        cost: libm::sqrt(2.0 * cost_of_order * demand * holding_cost),
    })
}

/// An economic order.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Economic {
    /// Units an order.
    pub size: f64,
    /// Of ordering and holding, in the time that demand is counted over.
    pub cost: f64,
}

/// What to buy once for one season (一次性采购): the units that cost least when a unit left over costs `over` and a unit
/// short costs `under`. `None` where neither costs anything.
// Source: Snyder & Shen, 2nd ed., section 4.3.2: S* = μ + z·σ with Φ(z) = p ÷ (p + h), cost (h + p)·φ(z)·σ.
pub fn newsvendor(over: f64, under: f64, demand: Demand) -> Option<Economic> {
    if over < 0.0 || under < 0.0 || over + under <= 0.0 {
        return None;
    }
    let z = normal_quantile(under / (over + under));
    Some(Economic {
        size: demand.mean + z * demand.deviation,
        cost: (over + under) * normal_density(z) * demand.deviation,
    })
}

/// The level to fill up to at every review, so that stock lasts until the next order has come.
// Source: Snyder & Shen, 2nd ed., section 4.3.4.2: demand over the lead time and one period more.
pub fn base_stock(over: f64, under: f64, of_period: Demand, lead_periods: f64) -> Option<f64> {
    Some(newsvendor(over, under, over_lead_time(of_period, lead_periods + 1.0, 0.0))?.size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, expected: f64, digits: f64) {
        assert!((value - expected).abs() < 0.5 * digits, "{value} is not {expected}");
    }

    #[test]
    fn the_normal_quantiles_are_the_tabled_ones() {
        let table = [
            (0.90, 1.281_551_6),
            (0.95, 1.644_853_6),
            (0.97, 1.880_793_6),
            (0.98, 2.053_748_9),
            (0.99, 2.326_347_9),
            (0.999, 3.090_232_3),
        ];
        for (share, z) in table {
            check(normal_quantile(share), z, 1e-7);
            check(normal_quantile(1.0 - share), -z, 1e-7);
            check(normal_share(z), share, 1e-7);
        }
        check(normal_quantile(0.5), 0.0, 1e-12);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
    }

    #[test]
    fn the_economic_order_is_the_textbook_one() {
        // Source: Snyder & Shen, example 3.1: K 8, h 0.225, demand 1300.
        let order = economic_order(8.0, 0.225, 1300.0).unwrap();
        check(order.size, 304.046_780_0, 1e-6);
        check(order.cost, 68.410_525_5, 1e-7);
        assert_eq!(economic_order(8.0, 0.0, 1300.0), None);
    }

    #[test]
    fn the_newsvendor_buys_what_the_textbook_buys() {
        // Source: Snyder & Shen, examples 4.3 and 4.4: h 0.18, p 0.70, N(50, 8), lead time 4.
        let demand = Demand { mean: 50.0, deviation: 8.0 };
        let order = newsvendor(0.18, 0.70, demand).unwrap();
        check(order.size, 56.603_955_9, 1e-6);
        check(order.cost, 1.997_605_2, 1e-6);
        check(base_stock(0.18, 0.70, demand, 4.0).unwrap(), 264.766_894_4, 1e-6);
        assert_eq!(newsvendor(0.0, 0.0, demand), None);
    }

    #[test]
    fn safety_stock_is_the_textbook_one() {
        // Weekly demand N(2500, 500), lead time 2 weeks, order 10,000, reorder point 6,000 (Chopra & Meindl).
        let demand = over_lead_time(Demand { mean: 2500.0, deviation: 500.0 }, 2.0, 0.0);
        let cover = cover(demand, 6000.0, 10_000.0);
        check(cover.safety_stock, 1000.0, 1e-9);
        check(cover.cycle_service, 0.921_35, 1e-5);
        check(cover.short_per_cycle, 25.127, 1e-3);
        check(cover.fill_rate, 0.997_487, 1e-6);
        check(reorder_point(demand, Rate::parse("0.92135").unwrap()), 6000.0, 0.1);
    }

    #[test]
    fn a_late_supplier_needs_more_safety() {
        // By hand: 9 days of 4 ± 2 a day are 36 ± 6; if the 9 days vary by 2, the variance is 36 + 64 = 100.
        let daily = Demand { mean: 4.0, deviation: 2.0 };
        assert_eq!(over_lead_time(daily, 9.0, 0.0), Demand { mean: 36.0, deviation: 6.0 });
        assert_eq!(over_lead_time(daily, 9.0, 2.0), Demand { mean: 36.0, deviation: 10.0 });
    }

    #[test]
    fn certain_demand_needs_no_safety() {
        let demand = Demand { mean: 30.0, deviation: 0.0 };
        assert_eq!((cover(demand, 30.0, 60.0).cycle_service, cover(demand, 30.0, 60.0).fill_rate), (1.0, 1.0));
        assert_eq!((cover(demand, 24.0, 60.0).cycle_service, cover(demand, 24.0, 60.0).fill_rate), (0.0, 0.9));
    }
}
