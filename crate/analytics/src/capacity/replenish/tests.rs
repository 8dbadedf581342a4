use super::super::load::StockState;
use super::*;
use crate::Config;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn as_of() -> Day {
    day("2026-06-30")
}

fn units_of(units: i64) -> Quantity {
    Quantity::from_units(units)
}

/// Lead time 1 + 2 + 10 + 3 + 0 = 16 days without variation, a look a week, 95 % of cycles.
fn settings() -> Settings {
    let mut settings = Config::default().capacity;
    settings.supply.lead_variation = Rate::ZERO;
    settings.supply.listing_days = 0;
    settings
}

fn sku(on_hand: i64) -> SkuLoad {
    SkuLoad {
        code: "A".to_owned(),
        unit_cost: Some(Amount::from_cents(2_000)),
        stock: Some(StockState { on_hand: units_of(on_hand), ..StockState::default() }),
        ..SkuLoad::default()
    }
}

/// 10 a day ± 5.
fn ten_a_day() -> Forecasts {
    let forecast = SkuForecast {
        code: "A".to_owned(),
        model: super::super::forecast::Model::Ses,
        is_chosen: true,
        error: None,
        daily: vec![10.0; 30],
        mean: 10.0,
        deviation: 5.0,
        band: (0.0, 20.0),
    };
    Forecasts { skus: vec![forecast], ..Forecasts::default() }
}

fn plan(sku: SkuLoad, settings: &Settings) -> PlanRow {
    let load = Load { first: Some(day("2026-06-01")), skus: vec![sku], ..Load::default() };
    replenishment(&load, settings, &ten_a_day(), as_of()).rows.remove(0)
}

#[test]
fn a_stage_of_30_days_warns_on_day_27() {
    let lead = [
        (StageKind::Forecast, 0),
        (StageKind::Order, 2),
        (StageKind::Production, 30),
        (StageKind::Transit, 5),
        (StageKind::Listing, 1),
    ];
    let stages = stages(day("2026-06-01"), &lead, Rate::parse("0.1").unwrap());
    let production = stages.iter().find(|stage| stage.kind == StageKind::Production).unwrap();
    assert_eq!((production.from, production.to), (day("2026-06-03"), day("2026-07-02")));
    assert_eq!((production.warn_on_day, production.buffer_days), (27, 3));
    assert_eq!(production.warn_on, day("2026-06-29"));
    // One follows the other, and a stage of no days is none.
    assert!(stages.windows(2).all(|pair| pair[1].from == pair[0].to.plus(1)));
    assert_eq!(stages.len(), 4);
    // 5 days: 4.5 have passed at the end of the fifth.
    assert_eq!(stages[2].warn_on_day, 5);
}

#[test]
fn the_plan_is_the_one_by_hand() {
    // Reorder point: 160 + 1.6449 × 5 × √16 = 192.897; up to 230 + 1.6449 × 5 × √23 = 269.442.
    let row = plan(sku(150), &settings());
    assert!((row.reorder_point - 192.897).abs() < 1e-3 && (row.safety_stock - 32.897).abs() < 1e-3);
    assert!((row.order_up_to - 269.442).abs() < 1e-3, "{}", row.order_up_to);
    // 150 is under it: order today 269.442 − 150 = 119.442, so 120 units at 20 yuan; they are there in 16 days.
    assert_eq!((row.is_due, row.order_on), (true, as_of()));
    let order = &row.orders[0];
    assert_eq!((order.quantity, order.amount), (units_of(120), Some(Money::from_cents(240_000))));
    assert_eq!(order.arrives, day("2026-07-16"));
    // 150 last 15 days: on the sixteenth somebody finds nothing.
    assert_eq!(row.runs_out, Some(day("2026-07-16")));
    assert!((row.cover.cycle_service - 0.95).abs() < 1e-9);
    // √(2 × 50 × 3650 ÷ 5) = 270.19: holding a unit of 20 for a year costs 5.
    assert!((row.economic_order.unwrap() - libm::sqrt(73_000.0)).abs() < 1e-6);
    // At 20 fen a piece it would be √7,300,000 = 2,701.9, which is 270 days of stock: no size to recommend.
    let cheap = SkuLoad { unit_cost: Some(Amount::from_cents(20)), ..sku(150) };
    assert_eq!(plan(cheap, &settings()).economic_order, None);
}

#[test]
fn what_is_on_the_way_counts() {
    let mut on_the_way = sku(100);
    let coming = vec![(Some(day("2026-07-05")), units_of(200))];
    on_the_way.stock.as_mut().unwrap().on_the_way = coming;
    let row = plan(on_the_way, &settings());
    // A position of 300 is 107.1 above the reorder point: 10 days from now, when it is 200.
    assert_eq!((row.is_due, row.order_on), (false, day("2026-07-10")));
    assert_eq!(row.orders[0].quantity, units_of(70));
    assert_eq!(row.runs_out, None);
    // The same, due in a month: it does not help the stock of 100 that lasts ten days.
    let mut late = sku(100);
    late.stock.as_mut().unwrap().on_the_way = vec![(Some(day("2026-07-30")), units_of(200))];
    assert_eq!(plan(late, &settings()).runs_out, Some(day("2026-07-11")));
}

#[test]
fn what_belongs_to_orders_is_not_free() {
    let mut reserved = sku(150);
    reserved.stock.as_mut().unwrap().reserved = units_of(50);
    assert_eq!(plan(reserved, &settings()).orders[0].quantity, units_of(170));
}

#[test]
fn orders_come_in_lots() {
    let supplier = |minimum: i64, multiple: i64| Supplier {
        name: "织里".to_owned(),
        minimum: Some(units_of(minimum)),
        multiple: Some(units_of(multiple)),
        ..Supplier::default()
    };
    let with = |supplier: Supplier| plan(SkuLoad { suppliers: vec![supplier], ..sku(150) }, &settings());
    assert_eq!(with(supplier(0, 50)).orders[0].quantity, units_of(150));
    assert_eq!(with(supplier(500, 50)).orders[0].quantity, units_of(500));
    assert_eq!(with(supplier(130, 1)).orders[0].quantity, units_of(130));
}

#[test]
fn the_backup_makes_what_the_core_supplier_cannot() {
    let supplier = |name: &str, is_backup: bool, per_day: i64, days: u32| Supplier {
        name: name.to_owned(),
        is_backup,
        per_day: Some(units_of(per_day)),
        production_days: Some(days),
        ..Supplier::default()
    };
    let split = |suppliers: Vec<Supplier>| {
        let orders = plan(SkuLoad { suppliers, ..sku(150) }, &settings()).orders;
        orders.into_iter().map(|order| (order.supplier, order.quantity, order.arrives)).collect::<Vec<_>>()
    };
    // 120 are wanted; the core supplier makes 8 a day for 10 days, the other 100 a day for 6 days.
    let both = split(vec![supplier("甲", false, 8, 10), supplier("乙", true, 100, 6)]);
    let expected =
        [("甲".to_owned(), units_of(80), day("2026-07-16")), ("乙".to_owned(), units_of(40), day("2026-07-12"))];
    assert_eq!(both, expected);
    // Alone it needs 5 days more for the other 40.
    assert_eq!(split(vec![supplier("甲", false, 8, 10)]), [("甲".to_owned(), units_of(120), day("2026-07-21"))]);
}

/// So many a day, without any scatter.
fn a_day(mean: f64) -> Forecasts {
    let mut forecasts = ten_a_day();
    (forecasts.skus[0].mean, forecasts.skus[0].deviation) = (mean, 0.0);
    forecasts
}

fn planned(sku: SkuLoad, settings: &Settings, forecasts: &Forecasts) -> Replenishment {
    let load = Load { first: Some(day("2026-06-01")), skus: vec![sku], ..Load::default() };
    replenishment(&load, settings, forecasts, as_of())
}

fn with_minimum(minimum: i64, sku: SkuLoad) -> SkuLoad {
    let supplier = Supplier { name: "织里".to_owned(), minimum: Some(units_of(minimum)), ..Supplier::default() };
    SkuLoad { suppliers: vec![supplier], ..sku }
}

#[test]
fn a_slow_sku_is_not_ordered_by_fifty() {
    // One in ten days, none there, wanted for 23 days: 2.3 units. The supplier's fifty would last 500 days, not 180.
    let slow = || with_minimum(50, sku(0));
    let mut settings = settings();
    let plan = planned(slow(), &settings, &a_day(0.1));
    let row = &plan.rows[0];
    assert_eq!((row.orders.len(), row.held[0].quantity, row.is_due), (0, units_of(50), true));
    assert_eq!((row.cover_days, &row.doubts[..]), (500.0, &[Doubt::LongCover { days: 500.0, most: 180.0 }][..]));
    let held = Total { skus: 1, units: units_of(50), amount: Money::from_cents(100_000), without_cost: 0 };
    assert_eq!((plan.to_buy.all, plan.to_buy.due, plan.to_buy.held), (Total::default(), Total::default(), held));
    // Three at once are no question: 30 days.
    let row = &planned(sku(0), &settings, &a_day(0.1)).rows[0];
    assert_eq!((row.orders[0].quantity, row.cover_days, row.doubts.len()), (units_of(3), 30.0, 0));
    // Whoever wants the fifty says so.
    settings.stock.buy_anyway.insert("A".to_owned());
    let plan = planned(slow(), &settings, &a_day(0.1));
    assert_eq!((plan.rows[0].orders[0].quantity, plan.rows[0].held.len()), (units_of(50), 0));
    assert_eq!((plan.rows[0].doubts.len(), plan.to_buy.all, plan.to_buy.held), (1, held, Total::default()));
}

#[test]
fn what_a_far_supplier_needs_is_no_long_cover() {
    // 120 days of production: 126 days until it is there, and 7 to the next look. 133 days are wanted, and ordered.
    let far = Supplier { production_days: Some(120), ..Supplier::default() };
    let row = &planned(SkuLoad { suppliers: vec![far], ..sku(0) }, &settings(), &a_day(2.0)).rows[0];
    assert_eq!((row.orders[0].quantity, row.cover_days, &row.doubts[..]), (units_of(266), 133.0, &[][..]));
}

#[test]
fn what_loses_on_each_piece_is_not_bought_again_without_a_word() {
    let losing = SkuLoad { net_per_unit: Some(Money::from_cents(-130)), ..sku(150) };
    let plan = planned(losing.clone(), &settings(), &ten_a_day());
    let row = &plan.rows[0];
    assert_eq!(row.doubts, [Doubt::LosesMoney { per_unit: Money::from_cents(-130) }]);
    assert_eq!((row.orders.len(), row.held[0].quantity, plan.to_buy.all.skus), (0, units_of(120), 0));
    // However many are on the shelf: what is ordered later is held as well.
    let full = planned(SkuLoad { stock: sku(10_000).stock, ..losing }, &settings(), &ten_a_day());
    assert_eq!((full.rows[0].orders.len(), full.rows[0].held.len(), full.to_buy.soon.skus), (0, 1, 0));
    let earning = SkuLoad { net_per_unit: Some(Money::ZERO), ..sku(150) };
    assert!(planned(earning, &settings(), &ten_a_day()).rows[0].doubts.is_empty());
}

#[test]
fn quantity_times_price_is_the_amount_and_the_amounts_are_the_total() {
    // 1.2345 a piece: 120 are 148.14, not 120 × 1.23.
    let cost = Amount::parse("1.2345").unwrap();
    let supplier = |name: &str, is_backup: bool, per_day: i64| Supplier {
        name: name.to_owned(),
        is_backup,
        per_day: Some(units_of(per_day)),
        ..Supplier::default()
    };
    let suppliers = vec![supplier("甲", false, 8), supplier("乙", true, 100)];
    let plan = planned(SkuLoad { unit_cost: Some(cost), suppliers, ..sku(150) }, &settings(), &ten_a_day());
    // 80 and 40: 98.76 and 49.38.
    let amounts: Vec<_> = plan.rows[0].orders.iter().map(|order| (order.unit_cost, order.amount)).collect();
    let expected = [9_876, 4_938].map(|cents| (Some(cost), Some(Money::from_cents(cents))));
    assert_eq!(amounts, expected);
    for order in &plan.rows[0].orders {
        assert_eq!(order.amount.unwrap(), (order.unit_cost.unwrap() * order.quantity).rounded());
    }
    let to_buy = &plan.to_buy;
    assert_eq!((to_buy.all.skus, to_buy.all.units, to_buy.all.amount), (1, units_of(120), Money::from_cents(14_814)));
    assert_eq!((to_buy.all, to_buy.all), (to_buy.due, to_buy.soon));
    let of_suppliers: Vec<_> = to_buy.suppliers.iter().map(|(name, total)| (name.as_str(), total.amount)).collect();
    assert_eq!(of_suppliers, [("乙", Money::from_cents(4_938)), ("甲", Money::from_cents(9_876))]);
    let unknown = planned(SkuLoad { unit_cost: None, ..sku(150) }, &settings(), &ten_a_day()).to_buy;
    assert_eq!((unknown.all.amount, unknown.all.without_cost), (Money::ZERO, 1));
}

#[test]
fn a_least_order_larger_than_the_suppliers_time_is_late_and_not_lost() {
    // 8 a day for 10 days are 80, and the least order is 100: 120 are ordered, 15 days of making more.
    let slow = Supplier { per_day: Some(units_of(8)), minimum: Some(units_of(100)), ..Supplier::default() };
    let row = plan(SkuLoad { suppliers: vec![slow], ..sku(150) }, &settings());
    assert_eq!(
        (row.orders.len(), row.orders[0].quantity, row.orders[0].arrives),
        (1, units_of(120), day("2026-07-31"))
    );
}

#[test]
fn a_sku_without_stock_data_is_named() {
    let load = Load { skus: vec![SkuLoad { stock: None, ..sku(0) }], ..Load::default() };
    let plan = replenishment(&load, &settings(), &ten_a_day(), as_of());
    assert_eq!((plan.rows.len(), &plan.without_stock_data[..]), (0, &["A".to_owned()][..]));
}
