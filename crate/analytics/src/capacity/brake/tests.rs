use super::super::load::{DayLoad, OrderMoney};
use super::*;
use crate::Config;
use crate::money::{Amount, Rate};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn last() -> Day {
    day("2026-04-30")
}

/// 80 orders a day for 28 days of April, 500 yuan of ads on each; an order leaves 20 of 60 yuan. Four packers.
fn shop() -> (Load, Settings) {
    let one = DayLoad { orders: 80, sent: 80, ads: Some(Amount::from_cents(50_000)), ..DayLoad::default() };
    let money =
        OrderMoney { contribution: Some(Amount::from_cents(2_000)), net_sales: Some(Amount::from_cents(6_000)) };
    let load = Load { first: Some(day("2026-04-03")), days: vec![one; 28], money, ..Load::default() };
    let mut settings = Config::default().capacity;
    let packing = &mut settings.packing;
    // 4 people × 5 h × 5 orders = 100 orders a day, and the red line at 85.
    (packing.people, packing.hours, packing.orders_per_hour) =
        (Quantity::from_units(4), Quantity::from_units(5), Quantity::from_units(5));
    (packing.utilisation, packing.accuracy) = (Rate::ONE, Rate::ONE);
    settings.brake.price_limit = Rate::from_millionths(500_000);
    (load, settings)
}

fn solved(brake: &Brake, lever: Lever) -> &Move {
    match &brake.levers.iter().find(|answer| answer.lever == lever).unwrap().reach {
        Reach::Enough(found) => found,
        other => panic!("{lever:?}: {other:?}"),
    }
}

#[test]
fn every_answer_is_just_under_the_red_line_and_one_step_less_is_over() {
    let (load, mut settings) = shop();
    settings.service.people = Quantity::from_units(3);
    (settings.service.contacts_per_order, settings.service.handling_seconds) = (Rate::ONE, 400);
    for design in [86.0, 97.0, 130.0, 210.0, 555.0] {
        let brake = brake(&load, &settings, last(), design, &[]).unwrap();
        let mut enough = 0;
        for answer in &brake.levers {
            if let Reach::Enough(found) = &answer.reach {
                assert!(found.load <= 0.85 && found.load_one_step_less > 0.85, "{design}: {answer:?}");
                enough += 1;
            }
        }
        assert!(enough >= 1, "{design}: {:?}", brake.levers);
    }
}

#[test]
fn the_answers_are_those_by_hand() {
    let (load, settings) = shop();
    let brake = brake(&load, &settings, last(), 110.0, &[]).unwrap();
    assert_eq!((brake.need, brake.load, brake.start_above), (Need::OverCeiling, 1.1, 85.0));
    // 110 − 25 = 85 orders are the red line; each order refused gives up 20, for 7 days.
    let limit = solved(&brake, Lever::LimitOrders);
    assert_eq!((limit.amount, limit.orders, limit.cost), (25.0, 85.0, Some(Money::from_cents(25 * 2_000 * 7))));
    // 110 ÷ 0.85 = 129.4 orders of packing are wanted: 29.4 more, 5 an hour, so 6 hours, at 25 an hour.
    let packing = solved(&brake, Lever::ExtraPacking);
    assert_eq!((packing.amount, packing.cost), (6.0, Some(Money::from_cents(6 * 2_500 * 7))));
    // The same 25 orders elsewhere, at 2 each.
    assert_eq!(solved(&brake, Lever::Outsourcing).cost, Some(Money::from_cents(25 * 200 * 7)));
    // (1 + p)^−2.22 = 85 ÷ 110 at p = 12.3 %, in half per cents 12.5 %. Half as strong an answer needs 26.5 %, half as
    // strong again 8.5 %.
    let price = solved(&brake, Lever::HigherPrice);
    assert_eq!((price.amount, price.least, price.most), (0.125, Some(0.085), Some(0.265)));
    // 0.3 of the orders came for promotions; 25 ÷ 110 ÷ 0.3 = 75.8 % fewer promotions.
    assert_eq!(solved(&brake, Lever::FewerPromotions).amount, 0.76);
    // With an elasticity of 0.12, 90 % less ads take off 24 %: just enough; 1 − (85 ÷ 110)^(1 ÷ 0.12) = 88.3 %.
    let ads = solved(&brake, Lever::LessAds);
    assert_eq!((ads.amount, ads.most), (0.89, None));
    // Only 5 orders a day can be put off to other days: the usual 80 leave no more room under 85.
    let split = brake.levers.iter().find(|answer| answer.lever == Lever::SplitShipping).unwrap();
    assert_eq!(split.reach, Reach::NotEnough { most: 5.0, load: 1.05 });
    let service = brake.levers.iter().find(|answer| answer.lever == Lever::ExtraService).unwrap();
    assert_eq!(service.reach, Reach::NoEffect);
}

#[test]
fn the_answers_hold_when_the_shop_is_computed_anew() {
    // The ceilings of the changed shop, by another way than the solver's: packers' hours in the settings, orders in the
    // design day.
    let (load, settings) = shop();
    let brake = brake(&load, &settings, last(), 110.0, &[]).unwrap();
    let load_with = |settings: &Settings, orders: f64| {
        orders / ceiling(&resources(&load, settings, last(), Some(orders))).unwrap().orders_per_day
    };
    let hours = solved(&brake, Lever::ExtraPacking).amount;
    let longer = |more: f64| {
        let mut settings = settings.clone();
        // So many hours more of one packer, shared by the four.
        settings.packing.hours += Quantity::from_thousandths(i64::from(crate::figures::whole(more * 250.0)));
        load_with(&settings, 110.0)
    };
    assert!(longer(hours) <= 0.85 && longer(hours - 1.0) > 0.85);
    let limit = solved(&brake, Lever::LimitOrders).amount;
    assert!(load_with(&settings, 110.0 - limit) <= 0.85 && load_with(&settings, 111.0 - limit) > 0.85);
    let price = solved(&brake, Lever::HigherPrice).amount;
    let dearer = |price: f64| load_with(&settings, 110.0 * libm::pow(1.0 + price, -2.22));
    assert!(dearer(price) <= 0.85 && dearer(price - 0.005) > 0.85);
}

#[test]
fn thirty_per_cent_appears_only_where_it_solves_to_thirty_per_cent() {
    let (load, mut settings) = shop();
    settings.brake.ads_elasticity = Rate::ONE;
    let cut = |design: f64| solved(&brake(&load, &settings, last(), design, &[]).unwrap(), Lever::LessAds).amount;
    // With an elasticity of one, orders fall as spend does: 85 ÷ 100, 85 ÷ 121.4, 85 ÷ 170.
    assert_eq!((cut(100.0), cut(121.4), cut(170.0)), (0.15, 0.3, 0.5));
}

#[test]
fn no_lever_goes_beyond_its_guard() {
    let (load, mut settings) = shop();
    settings.brake.price_limit = Rate::from_millionths(100_000);
    let brake = brake(&load, &settings, last(), 110.0, &[]).unwrap();
    let price = brake.levers.iter().find(|answer| answer.lever == Lever::HigherPrice).unwrap();
    // 1.1^−2.22 of 110 orders are 89.02.
    let expected = ten_digits(1.1 * libm::pow(1.1, -2.22));
    assert_eq!(price.reach, Reach::NotEnough { most: 0.1, load: expected });
    assert!(brake.cheapest.unwrap().parts.iter().all(|(lever, amount)| *lever != Lever::HigherPrice || *amount <= 0.1));
}

#[test]
fn the_cheapest_is_no_dearer_than_any_lever_alone() {
    let (load, settings) = shop();
    for design in [90.0, 110.0, 140.0] {
        let brake = brake(&load, &settings, last(), design, &[]).unwrap();
        let mix = brake.cheapest.clone().unwrap();
        assert!(mix.load <= 0.85 && !mix.parts.is_empty());
        for answer in &brake.levers {
            if let Reach::Enough(found) = &answer.reach {
                assert!(mix.cost <= found.cost.unwrap(), "{design} {mix:?} {answer:?}");
            }
        }
    }
}

/// Days after the last, with so many orders.
fn ahead(orders: &[f64]) -> Vec<(Day, f64)> {
    (1..).zip(orders).map(|(day, orders)| (last().plus(day), *orders)).collect()
}

#[test]
fn the_brake_is_ordered_where_it_saves_more_than_it_costs() {
    // 160 orders for seven days put hundreds behind: 3 yuan of compensation each, and profit besides. Overtime of 18 hours
    // costs 450 a day, 3,150 in all; outsourcing 75 orders 150 a day, 1,050.
    let (load, settings) = shop();
    let found = brake(&load, &settings, last(), 160.0, &ahead(&[160.0])).unwrap();
    let cost = found.cheapest.as_ref().unwrap().cost;
    assert!(cost <= Money::from_cents(105_000) && cost < found.avoided.total, "{cost} {:?}", found.avoided);
    assert_eq!(found.advice, BrakeAdvice::Brake);
}

#[test]
fn a_brake_that_saves_nothing_is_not_ordered() {
    // 90 of 100 are over the red line and leave on the same day all the same.
    let (load, mut settings) = shop();
    settings.brake.price_elasticity = Rate::ZERO;
    let found = brake(&load, &settings, last(), 90.0, &ahead(&[90.0])).unwrap();
    let cost = found.cheapest.as_ref().unwrap().cost;
    assert_eq!((found.need, found.avoided.total), (Need::OverRedLine, Money::ZERO));
    assert_eq!(found.advice, BrakeAdvice::Hold(WhyHold::NothingLate), "{cost}");
}

#[test]
fn a_brake_dearer_than_the_loss_is_not_ordered() {
    // Nothing is lost with a late order but a fen: holding still is cheaper than every lever that costs.
    let (mut load, mut settings) = shop();
    let late = &mut settings.late;
    (late.refund_share, late.lost_repurchase_share) = (Rate::ZERO, Rate::ZERO);
    late.compensation_per_order = Amount::from_cents(1);
    // A price nobody may raise, and no promotion worth anything: what is left costs money.
    (settings.brake.price_limit, settings.brake.promotion_discount) = (Rate::ZERO, Rate::ZERO);
    for day in &mut load.days {
        day.ads = None;
    }
    let found = brake(&load, &settings, last(), 160.0, &ahead(&[160.0])).unwrap();
    let cost = found.cheapest.as_ref().unwrap().cost;
    assert!(found.avoided.total.is_positive() && cost >= found.avoided.total, "{cost} {:?}", found.avoided);
    assert_eq!(found.advice, BrakeAdvice::Hold(WhyHold::CostsMore));
}

#[test]
fn a_day_that_nobody_expects_is_no_command() {
    let (load, settings) = shop();
    let advice = |expected: &[(Day, f64)]| brake(&load, &settings, last(), 160.0, expected).unwrap().advice;
    let hold = BrakeAdvice::Hold(WhyHold::NotExpected);
    assert_eq!((advice(&[]), advice(&ahead(&[80.0, 84.9]))), (hold, hold));
    assert_eq!(advice(&[(last(), 160.0), (last().plus(-3), 200.0)]), hold, "the day is over");
    assert_eq!(advice(&ahead(&[80.0, 85.1])), BrakeAdvice::Brake);
}

#[test]
fn a_record_is_asked_about_and_not_commanded_by() {
    // 80 left a day; nobody has said how many could.
    let (load, mut settings) = shop();
    settings.packing.people = Quantity::ZERO;
    let found = brake(&load, &settings, last(), 110.0, &ahead(&[110.0])).unwrap();
    assert_eq!((found.ceiling.orders_per_day, found.load), (80.0, 1.375));
    assert_eq!(found.advice, BrakeAdvice::Ask(Question::PackedPerDay));
    assert_eq!((found.levers.len(), &found.cheapest), (0, &None));
    // The answer makes it a limit: 110 of 100, and the day comes.
    settings.packing.orders_per_day = Quantity::from_units(100);
    let found = brake(&load, &settings, last(), 110.0, &ahead(&[110.0])).unwrap();
    assert_eq!((found.load, solved(&found, Lever::LimitOrders).amount), (1.1, 25.0));
    assert_ne!(found.advice, BrakeAdvice::Ask(Question::PackedPerDay));
    // A limit that is crossed is commanded by, whatever the record says: the courier takes 95.
    (settings.packing.orders_per_day, settings.courier.parcels_per_day) = (Quantity::ZERO, Quantity::from_units(95));
    let found = brake(&load, &settings, last(), 110.0, &ahead(&[110.0])).unwrap();
    assert_eq!((found.ceiling.orders_per_day, found.load), (95.0, ten_digits(110.0 / 95.0)));
    assert_ne!(found.advice, BrakeAdvice::Ask(Question::PackedPerDay));
}

#[test]
fn without_costs_nothing_is_said_of_money() {
    let (mut load, settings) = shop();
    load.money = OrderMoney::default();
    let brake = brake(&load, &settings, last(), 110.0, &[]).unwrap();
    assert_eq!((solved(&brake, Lever::LimitOrders).cost, brake.cheapest), (None, None));
    let brake = super::brake(&load, &settings, last(), 110.0, &ahead(&[110.0])).unwrap();
    assert_eq!(brake.advice, BrakeAdvice::Ask(Question::UnitCost));
}

#[test]
fn a_calm_shop_needs_no_brake() {
    let (load, settings) = shop();
    let brake = brake(&load, &settings, last(), 85.0, &[]).unwrap();
    assert_eq!((brake.need, brake.levers.len(), brake.cheapest), (Need::None, 0, None));
    assert_eq!(brake.advice, BrakeAdvice::Hold(WhyHold::UnderRedLine));
    assert_eq!(brake.avoided.late_orders, 0.0);
    let mut unknown = load.clone();
    for day in &mut unknown.days {
        day.sent = 0;
    }
    let mut settings = settings;
    settings.packing.people = Quantity::ZERO;
    assert_eq!(super::brake(&unknown, &settings, last(), 85.0, &[]), None);
}

#[test]
fn what_being_late_costs_is_played_through() {
    // Seven days of 160 on a ceiling of 100 put 420 orders behind, and 20 a day come off.
    let (load, settings) = shop();
    let avoided = brake(&load, &settings, last(), 160.0, &[]).unwrap().avoided;
    assert!(avoided.late_orders > 420.0);
    assert_eq!(avoided.compensation, times(Money::from_cents(300), avoided.late_orders));
    // 5 % of the late ask their money back, 5 % do not come again; an order leaves 20.
    assert_eq!(avoided.refunds, times(Money::from_cents(2_000), avoided.late_orders * 0.05));
    assert_eq!(avoided.total, avoided.compensation + avoided.refunds + avoided.lost_repurchase);
}

#[test]
fn the_brake_begins_when_it_is_expected_and_ends_below_the_line() {
    let (load, settings) = shop();
    let expected = [(day("2026-05-01"), 84.0), (day("2026-05-02"), 86.0), (day("2026-05-03"), 99.0)];
    let brake = brake(&load, &settings, last(), 110.0, &expected).unwrap();
    assert_eq!(brake.start_on, Some(day("2026-05-02")));
    // 0.85 − 0.1 of 100 orders, three days, and no more waiting than one day's room of 10 takes away.
    assert_eq!(brake.release, Release { orders_below: 75.0, days: 3, backlog_below: 10.0 });
}
