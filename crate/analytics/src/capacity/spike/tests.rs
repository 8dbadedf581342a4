use super::super::load::{DayLoad, OrderMoney, SkuLoad, StockState};
use super::*;
use crate::Config;
use crate::figures::times;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// 100 orders on each of 28 days, spread evenly over 24 hours; packing works round the clock and sends so many a day.
fn shop(capacity: i64) -> (Load, Settings) {
    let by_hour = std::array::from_fn(|hour| if hour % 6 == 0 { 10 } else { 3 });
    let one = DayLoad { orders: 100, by_hour, ..DayLoad::default() };
    let load = Load { first: Some(day("2026-06-01")), days: vec![one; 28], ..Load::default() };
    let mut settings = Config::default().capacity;
    settings.courier.parcels_per_day = Quantity::from_units(capacity);
    (settings.packing.hours, settings.packing.start_hour) = (Quantity::from_units(24), 0);
    (load, settings)
}

fn last() -> Day {
    day("2026-06-28")
}

fn times_five(days: u32) -> Spike {
    Spike { days, decay: Rate::ZERO, ..Spike::default() }
}

#[test]
fn the_backlog_is_the_one_by_hand() {
    // D/D/1: 500 come, 150 leave; then 100 come a day and 150 leave: 350, 300, 250, … 0 after seven days more.
    let (load, settings) = shop(150);
    let run = spike(&load, &settings, last(), &times_five(1)).unwrap();
    let backlog: Vec<f64> = run.days.iter().map(|day| day.backlog.round()).collect();
    assert_eq!(backlog[..8], [350.0, 300.0, 250.0, 200.0, 150.0, 100.0, 50.0, 0.0]);
    assert_eq!((run.outcome.peak_backlog.round(), run.outcome.recovery_days), (350.0, Some(7)));
    assert!(!run.is_unstable && (run.usual_orders - 100.0).abs() < 1e-9);
    // Of the first day's 500, 150 a day leave in their order: 300 in the first two days at least.
    assert!((0.55..0.95).contains(&run.days[0].in_time_share), "{}", run.days[0].in_time_share);
    assert!(run.days[0].prompt_share < run.days[0].in_time_share);
}

#[test]
fn a_later_start_moves_the_same_spike() {
    // Three usual days are cleared by 150 a day, so the same 350 pile up on the fourth and take as long to go.
    let (load, settings) = shop(150);
    let run = spike(&load, &settings, last(), &Spike { start: 3, ..times_five(1) }).unwrap();
    let backlog: Vec<f64> = run.days.iter().map(|day| day.backlog.round()).collect();
    assert_eq!(backlog[..5], [0.0, 0.0, 0.0, 350.0, 300.0]);
    assert_eq!((run.outcome.peak_backlog.round(), run.outcome.recovery_days), (350.0, Some(7)));
}

#[test]
fn littles_law_holds_over_the_whole_spike() {
    // Waiting added up over the hours is time waited added up over the orders, once everything has left.
    let (load, settings) = shop(150);
    let resources = resources(&load, &settings, last(), None);
    let calendar = Calendar::default();
    let scene = Scene::new(&load, &settings, &resources, last(), &calendar).unwrap();
    let orders: Vec<f64> = (0..40)
        .map(|day| {
            if day == 0 {
                500.0
            } else if day < 30 {
                100.0
            } else {
                0.0
            }
        })
        .collect();
    let line = scene.play(&orders, &[150.0; 40]);
    let (waiting, waited) = (line.backlog.iter().sum::<f64>(), line.waited.iter().sum::<f64>());
    assert!((waiting - waited).abs() < 1e-6 * waiting, "{waiting} {waited}");
    assert!((line.served.iter().sum::<f64>() - orders.iter().sum::<f64>()).abs() < 1e-6);
}

#[test]
fn a_shop_over_its_ceiling_every_day_never_recovers() {
    let (load, settings) = shop(90);
    let run = spike(&load, &settings, last(), &times_five(1)).unwrap();
    assert!(run.is_unstable);
    assert_eq!(run.outcome.recovery_days, None);
    // 500 − 90 on the first day, and 10 more on each of the 60 watched after it.
    assert!((run.outcome.peak_backlog - 1_010.0).abs() < 1e-6, "{}", run.outcome.peak_backlog);
}

#[test]
fn a_shop_with_room_sends_everything_in_time() {
    let (load, settings) = shop(3_000);
    let run = spike(&load, &settings, last(), &times_five(2)).unwrap();
    assert!(run.days.iter().all(|day| day.prompt_share > 0.999_999 && day.backlog < 0.5));
    assert!(run.outcome.late_orders < 1e-6 && run.outcome.compensation == Money::ZERO);
}

#[test]
fn what_the_shop_paid_for_late_orders_goes_before_the_setting() {
    let (mut load, settings) = shop(150);
    assert_eq!(late_cost(&load, &settings), (Amount::from_cents(300), false));
    // Four of a day's orders left after 60 hours and cost 18 yuan together.
    load.days[3].waits = vec![(5, 96), (60, 4)];
    load.days[3].compensation = Money::from_cents(1_800);
    assert_eq!(late_cost(&load, &settings), (Amount::from_cents(450), true));
    let run = spike(&load, &settings, last(), &times_five(2)).unwrap();
    let paid = run.outcome.compensation;
    assert!(paid.is_positive() && paid == times(Money::from_cents(450), run.outcome.late_orders));
}

#[test]
fn the_band_is_the_seeds_alone() {
    let (load, settings) = shop(150);
    let play = |seed: u64| spike(&load, &settings, last(), &Spike { seed, ..times_five(1) }).unwrap();
    assert_eq!(play(3), play(3));
    assert_ne!(play(3).band, play(4).band);
    for seed in 0..8 {
        let run = play(seed);
        let (low, high) = run.band.unwrap();
        let peak = run.outcome.peak_backlog;
        // Ten per cent of 100 runs lie below, and the spike's own scatter is √500 ≈ 22 orders.
        assert!(low.peak_backlog < peak && peak < high.peak_backlog, "{low:?} {peak} {high:?}");
        assert!(high.peak_backlog - low.peak_backlog < 4.0 * 22.4 * 1.5);
    }
}

#[test]
fn what_is_sold_out_is_not_ordered() {
    let (mut load, settings) = shop(3_000);
    let units = Quantity::from_units;
    let sku = |code: &str, on_hand: i64| SkuLoad {
        code: code.to_owned(),
        sold: (0..28).map(|day| (day, units(50))).collect(),
        stock: Some(StockState { on_hand: units(on_hand), ..StockState::default() }),
        ..SkuLoad::default()
    };
    load.skus = vec![sku("A", 300), sku("B", 1_000_000)];
    // The extra 400 orders are for A: with its usual 50 it is asked for 450 times and has 300.
    let viral = Spike { sku: Some("A".to_owned()), ..times_five(1) };
    let run = spike(&load, &settings, last(), &viral).unwrap();
    assert_eq!(
        (run.stock_outs.len(), run.stock_outs[0].code.as_str(), run.stock_outs[0].on),
        (1, "A", day("2026-06-29"))
    );
    assert!((run.days[0].lost_orders - 150.0).abs() < 1e-6 && (run.days[0].orders - 350.0).abs() < 1e-6);
    assert!((run.days[1].lost_orders - 50.0).abs() < 1e-6);
    // 300 last six usual days.
    assert_eq!(run.stock_outs[0].on_usual_days, Some(day("2026-07-05")));
    // What is ordered on the first day is there after 17 days: 150 short on the first, 50 on each of the other 16.
    assert!((run.stock_outs[0].units_short - 150.0 - 16.0 * 50.0).abs() < 1e-6);
}

#[test]
fn an_overrun_service_leaves_people_waiting() {
    let (load, mut settings) = shop(3_000);
    settings.service.people = Quantity::from_units(1);
    (settings.service.at_once, settings.service.shrinkage, settings.service.hours) =
        (1, Rate::ZERO, Quantity::from_units(24));
    (settings.service.contacts_per_order, settings.service.handling_seconds) = (Rate::ONE, 300);
    let run = spike(&load, &settings, last(), &times_five(1)).unwrap();
    // One agent answers 12 an hour; the spike's busy hours have 50 contacts: 50 ÷ 12 of what is carried.
    let service = run.days[0].service.unwrap();
    assert!((service.worst_load - 50.0 / 12.0).abs() < 1e-9 && service.is_unstable && service.waiting > 0.0);
    let calm = run.days.last().unwrap().service.unwrap();
    assert!(calm.worst_load < 1.0 && calm.in_time_share > service.in_time_share);
}

#[test]
fn orders_decay_after_the_full_days() {
    let spike = Spike { days: 2, ..Spike::default() };
    let heights: Vec<f64> = (0..5).map(|day| spike.height(day)).collect();
    assert_eq!(heights, [5.0, 5.0, 3.0, 2.0, 1.5]);
    let impossible = Spike { factor: Rate::ZERO, days: 61, decay: Rate::ONE, ..Spike::default() };
    let fields: Vec<String> = impossible.check().into_iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["factor", "days", "decay"]);
    assert_eq!(Spike::default().check(), []);
}

#[test]
fn without_a_throughput_nothing_is_played() {
    let (load, mut settings) = shop(150);
    settings.courier.parcels_per_day = Quantity::ZERO;
    assert_eq!(spike(&load, &settings, last(), &Spike::default()), None);
    let empty = Load { money: OrderMoney::default(), ..Load::default() };
    assert_eq!(spike(&empty, &settings, last(), &Spike::default()), None);
}
