//! Everything the page shows of capacity, for one part of the shop and one day.

use serde::{Deserialize, Serialize};

use super::bullwhip::{Bullwhip, bullwhip};
use super::calendar::Calendar;
use super::ceiling::{Ceiling, ResourceCeiling, ceiling, resources};
use super::days::{DayAgainst, DesignDay, RedLineDays, Rhythm, days, design_day, red_line_days, rhythm};
use super::forecast::{Forecasts, forecasts};
use super::load::Load;
use super::replenish::{Replenishment, replenishment};
use super::settings::{DesignBasis, SettingProblem, Settings};
use super::size_curve::{SizeCurve, size_curves};
use super::slow_stock::{StockRow, TiedUp, selling_share, slow_stock, tied_up};
use crate::config::Config;
use crate::figures::{nearest_rank, share, ten_digits};
use crate::time::Day;

/// How many orders the shop carries, what gives first, how near that is, and what is to come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// Settings that cannot be meant; nothing else is computed then.
    pub problems: Vec<SettingProblem>,
    /// A share of the ceiling: 0.85.
    pub red_line: f64,
    /// Each with its own ceiling, in the order of [`Resource`](super::Resource).
    pub resources: Vec<ResourceCeiling>,
    /// The lowest known ceiling; `None` where no resource is known.
    pub ceiling: Option<Ceiling>,
    /// `None` without orders.
    pub design_day: Option<DesignDay>,
    /// Every day of the load, the oldest first.
    pub days: Vec<DayAgainst>,
    /// What followed when the red line was crossed.
    pub red_line_days: RedLineDays,
    /// The week and the hours of the day.
    pub rhythm: Rhythm,
    /// Orders and units to come.
    pub forecasts: Forecasts,
    /// What to buy.
    pub replenishment: Replenishment,
    /// Every SKU in stock or sold, the most money tied up first.
    pub stock: Vec<StockRow>,
    /// SKUs and money by pace.
    pub tied_up: Vec<TiedUp>,
    /// 动销率: SKUs sold ÷ SKUs with stock or sales.
    pub selling_share: Option<f64>,
    /// SKUs that are bought more unevenly than they sell, the worst first.
    pub bullwhip: Vec<Bullwhip>,
    /// Styles by what each of their sizes sells, the best-selling style first.
    pub size_curves: Vec<SizeCurve>,
}

/// Reports with forecasts made anew.
pub fn report(load: &Load, config: &Config, as_of: Day) -> Capacity {
    if !config.capacity.check().is_empty() {
        return report_with(load, config, as_of, Forecasts::default());
    }
    report_with(load, config, as_of, forecasts(load, &config.capacity, as_of))
}

/// Reports with forecasts made before: they depend on the load and on `forecast` of the settings alone, so a slider of
/// any other setting need not wait for them.
pub fn report_with(load: &Load, config: &Config, as_of: Day, forecasts: Forecasts) -> Capacity {
    let settings = &config.capacity;
    let problems = settings.check();
    if !problems.is_empty() {
        return Capacity { problems, ..Capacity::default() };
    }
    let calendar = Calendar::default();
    let design_day = planned_day(load, settings, &forecasts, as_of);
    let resources = resources(load, settings, as_of, design_day.map(|design| design.orders));
    let ceiling = ceiling(&resources);
    let days = days(load, settings, &resources, &calendar);
    let stock = slow_stock(load, settings, as_of);
    Capacity {
        problems,
        red_line: share(settings.red_line),
        red_line_days: red_line_days(load, settings, &days),
        rhythm: rhythm(load, settings, &resources, as_of),
        replenishment: replenishment(load, settings, &forecasts, as_of),
        tied_up: tied_up(&stock),
        selling_share: selling_share(&stock),
        bullwhip: bullwhip(load),
        size_curves: size_curves(load, &settings.sizes),
        forecasts,
        resources,
        ceiling,
        design_day,
        days,
        stock,
    }
}

/// The design day of the basis that is set; of history where nothing is forecast.
fn planned_day(load: &Load, settings: &Settings, forecasts: &Forecasts, as_of: Day) -> Option<DesignDay> {
    let of_history = design_day(load, settings, as_of)?;
    let ahead = forecasts.shop.as_ref().filter(|_| settings.design.basis == DesignBasis::Forecast);
    let Some(ahead) = ahead else { return Some(of_history) };
    let means: Vec<f64> = ahead.days.iter().map(|day| day.mean).collect();
    let (first, last) = (ahead.days.first()?.date, ahead.days.last()?.date);
    Some(DesignDay {
        basis: DesignBasis::Forecast,
        from: first,
        to: last,
        days: (last.number() - first.number() + 1).unsigned_abs(),
        orders: ten_digits(nearest_rank(&means, settings.design.percentile)?),
        ..of_history
    })
}

#[cfg(test)]
mod tests {
    use super::super::ceiling::Resource;
    use super::super::load::DayLoad;
    use super::*;
    use crate::money::Quantity;

    fn shop() -> (Load, Config) {
        let orders = (0..120_u32).map(|day| 40 + 10 * (day % 7));
        let days = orders.map(|orders| DayLoad { orders, ..DayLoad::default() }).collect();
        let load = Load { first: Day::parse("2026-01-05"), days, ..Load::default() };
        let mut config = Config::default();
        config.capacity.packing.people = Quantity::from_units(1);
        (load, config)
    }

    #[test]
    fn load_is_orders_by_ceiling() {
        let (load, config) = shop();
        let report = report(&load, &config, load.last().unwrap());
        let ceiling = report.ceiling.unwrap();
        assert_eq!(ceiling.bottleneck, Resource::Packing);
        assert_eq!(report.days.len(), 120);
        for day in &report.days {
            assert!((day.load.unwrap() - f64::from(day.orders) / ceiling.orders_per_day).abs() < 1e-9);
        }
        // Each week has 40 to 100; 100 is on every seventh of 90 days, more than the 5 % above the 95th percentile.
        assert_eq!(report.design_day.unwrap().orders, 100.0);
        assert_eq!(report.resources[0].load_design, Some(ten_digits(100.0 / ceiling.orders_per_day)));
    }

    #[test]
    fn the_design_day_of_the_forecast_says_so() {
        let (load, mut config) = shop();
        config.capacity.design.basis = DesignBasis::Forecast;
        let as_of = load.last().unwrap();
        let design = report(&load, &config, as_of).design_day.unwrap();
        assert_eq!((design.basis, design.from, design.days), (DesignBasis::Forecast, as_of.plus(1), 30));
        assert!((design.orders - 100.0).abs() < 1.0, "{}", design.orders);
    }

    #[test]
    fn a_setting_that_cannot_be_meant_stops_everything_but_is_named() {
        let (load, mut config) = shop();
        config.capacity.packing.hours = Quantity::from_units(30);
        let report = report(&load, &config, load.last().unwrap());
        assert_eq!(report.problems[0].field, "packing.hours");
        assert_eq!((report.ceiling, report.days.len()), (None, 0));
    }

    #[test]
    fn an_empty_shop_has_neither_ceiling_nor_design_day() {
        let report = report(&Load::default(), &Config::default(), Day::from_number(20_000));
        assert_eq!((report.ceiling, report.design_day, report.days.len()), (None, None, 0));
    }

    #[test]
    fn the_report_crosses_to_the_page_and_back() {
        let (load, config) = shop();
        let report = report(&load, &config, load.last().unwrap());
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Capacity>(&text).unwrap(), report);
    }
}
