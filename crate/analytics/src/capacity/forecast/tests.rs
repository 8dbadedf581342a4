use super::super::calendar::{EventName, Phase};
use super::super::load::{DayLoad, StockState};
use super::*;
use crate::Config;
use crate::money::{Money, Quantity};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn shop_of(first: &str, orders: impl Iterator<Item = u32>) -> Load {
    let days = orders.map(|orders| DayLoad { orders, ..DayLoad::default() }).collect();
    Load { first: Some(day(first)), days, ..Load::default() }
}

fn settings() -> Settings {
    Config::default().capacity
}

/// From a Monday in April: 40 on weekdays, 70 on weekends.
fn weekly(days: u32) -> Load {
    shop_of("2026-03-02", (0..days).map(|day| if day % 7 >= 5 { 70 } else { 40 }))
}

#[test]
fn the_week_goes_on() {
    let load = weekly(70);
    let forecasts = forecasts(&load, &settings(), load.last().unwrap());
    let shop = forecasts.shop.unwrap();
    let means: Vec<f64> = shop.days.iter().take(7).map(|day| day.mean).collect();
    assert_eq!(means, [40.0, 40.0, 40.0, 40.0, 40.0, 70.0, 70.0]);
    assert_eq!(shop.days[0].date, load.last().unwrap().plus(1));
    assert_eq!(shop.error.unwrap().absolute_error, 0.0);
    assert_eq!(shop.year, YearRhythm::TooShort { days: 70, wanted: 730 });
    assert_eq!(forecasts.plan, None);
    // 618 is ahead and was never seen.
    let june = Event { name: EventName::June18, phase: Phase::Presale };
    assert!(shop.unseen_events.contains(&june) && shop.days.iter().any(|day| day.event == Some(june)));
}

#[test]
fn a_morning_is_no_day() {
    let mut load = weekly(70);
    for day in &mut load.days {
        day.by_hour = std::array::from_fn(|hour| if hour < 20 { day.orders / 20 } else { 0 });
    }
    // A Monday of which the files know the first orders of the morning.
    let mut morning = DayLoad { orders: 3, ..DayLoad::default() };
    morning.by_hour[7] = 3;
    load.days.push(morning);
    let as_of = load.last().unwrap();
    let shop = forecasts(&load, &settings(), as_of).shop.unwrap();
    assert_eq!(shop.days[0].date, as_of.plus(1));
    let means: Vec<f64> = shop.days.iter().take(7).map(|day| day.mean).collect();
    assert_eq!(means, [40.0, 40.0, 40.0, 40.0, 70.0, 70.0, 40.0]);
}

#[test]
fn a_sales_day_that_was_seen_comes_again_where_it_falls() {
    // 100 a day over the end of 2025, 500 on the two days of 双11 and 300 on 双12; the year after only the days before.
    let first = day("2025-09-01");
    let calendar = Calendar::default();
    let orders = (0..430).map(|place| match calendar.event(first.plus(place)) {
        Some(Event { name: EventName::Double11, phase: Phase::Peak }) if place < 120 => 500,
        _ => 100,
    });
    let load = shop_of("2025-09-01", orders);
    let as_of = load.last().unwrap();
    assert_eq!(as_of, day("2026-11-04"));
    let shop = forecasts(&load, &settings(), as_of).shop.unwrap();
    let on = |date: &str| shop.days.iter().find(|forecast| forecast.date == day(date)).unwrap().mean;
    assert!((on("2026-11-11") - 500.0).abs() < 1.0, "{}", on("2026-11-11"));
    assert!((on("2026-11-13") - 100.0).abs() < 1.0, "{}", on("2026-11-13"));
}

#[test]
fn the_band_holds_its_share() {
    // Normal days of 100 ± 10: eight in ten of the days to come fall inside the band of eight in ten.
    let mut random = super::super::random::Random::new(5);
    let mut inside = 0;
    for _ in 0..40 {
        let days: Vec<u32> = (0..130).map(|_| crate::figures::whole(100.0 + 10.0 * random.normal())).collect();
        let load = shop_of("2026-01-05", days.iter().copied().take(100));
        let mut settings = settings();
        settings.forecast.days = 30;
        // The calendar's events fall on these dates too, and move nothing here but the comparison.
        let shop = forecasts(&load, &settings, load.last().unwrap()).shop.unwrap();
        let held = shop
            .days
            .iter()
            .zip(&days[100..])
            .filter(|(day, orders)| (day.low..=day.high).contains(&f64::from(**orders)));
        inside += held.count();
    }
    let held = count(inside) / (40.0 * 30.0);
    assert!((0.74..0.90).contains(&held), "{held}");
}

#[test]
fn a_plan_needs_two_years() {
    // A year of 100 a day, then one of 120: the next is 144, quarter by quarter.
    let load = shop_of("2023-07-01", (0..731).map(|day| if day < 366 { 100 } else { 120 }));
    let as_of = load.last().unwrap();
    assert_eq!(as_of, day("2025-06-30"));
    let plan = forecasts(&load, &settings(), as_of).plan.unwrap();
    assert!((plan.growth - 1.2).abs() < 1e-3);
    let quarters: Vec<_> = plan.quarters.iter().map(|quarter| (quarter.year, quarter.quarter)).collect();
    assert_eq!(quarters, [(2025, 3), (2025, 4), (2026, 1), (2026, 2)]);
    // 92 days of 120, grown by a fifth.
    assert!((plan.quarters[0].orders - 92.0 * 120.0 * plan.growth).abs() < 1.0);
    let short = shop_of("2023-07-01", (0..729).map(|_| 100));
    assert_eq!(forecasts(&short, &settings(), short.last().unwrap()).plan, None);
}

fn sku(code: &str, revenue: i64, sold: impl Iterator<Item = (u32, i64)>) -> SkuLoad {
    SkuLoad {
        code: code.to_owned(),
        revenue: Money::from_cents(revenue),
        sold: sold.map(|(day, units)| (day, Quantity::from_units(units))).collect(),
        ..SkuLoad::default()
    }
}

#[test]
fn every_sku_gets_a_model_for_how_it_sells() {
    let mut load = weekly(84);
    load.skus = vec![
        sku("A", 900, (0..84).map(|day| (day, if day % 7 >= 5 { 9 } else { 4 }))),
        sku("B", 800, (0..84).filter(|day| day % 6 == 2).map(|day| (day, 3))),
        sku("C", 10, (0..84).filter(|day| day % 6 == 2).map(|day| (day, 3))),
        sku("D", 5, (80..84).map(|day| (day, 2))),
        sku("E", 1, std::iter::empty()),
    ];
    let mut settings = settings();
    settings.forecast.full_skus = 2;
    let skus = forecasts(&load, &settings, load.last().unwrap()).skus;
    let of = |code: &str| skus.iter().find(|sku| sku.code == code).unwrap();
    assert_eq!((of("A").daily[0], of("A").daily[5]), (4.0, 9.0));
    assert!(of("B").is_chosen && of("B").error.is_some());
    // Not among the first two by revenue: the rule for demand now and then, of 3 units every 6 days.
    assert_eq!((of("C").model, of("C").is_chosen), (Model::Sba, false));
    assert!((of("C").mean - 0.5 * 0.95).abs() < 0.06, "{}", of("C").mean);
    // Four days on sale are too few to choose from.
    assert_eq!((of("D").model, of("D").mean), (Model::Mean, 2.0));
    assert!(skus.iter().all(|sku| sku.code != "E"));
}

#[test]
fn days_without_stock_are_no_days_without_demand() {
    // Five a day until it ran out ten days ago.
    let mut load = weekly(50);
    load.skus = vec![sku("A", 1, (0..40).map(|day| (day, 5)))];
    let as_of = load.last().unwrap();
    let mean = |load: &Load| forecasts(load, &settings(), as_of).skus[0].mean;
    assert!(mean(&load) < 4.0);
    load.skus[0].stock = Some(StockState::default());
    assert!((mean(&load) - 5.0).abs() < 1e-6);
}

#[test]
fn the_same_history_gives_the_same_forecast() {
    let load = weekly(77);
    let as_of = load.last().unwrap();
    assert_eq!(forecasts(&load, &settings(), as_of), forecasts(&load, &settings(), as_of));
    assert_eq!(forecasts(&Load::default(), &settings(), as_of), Forecasts::default());
}
