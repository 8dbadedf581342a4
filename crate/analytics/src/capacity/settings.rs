//! The settings of capacity, and which of them cannot be meant.
//!
//! People and paces are counted in [`Quantity`]: half an agent is somebody who works half days.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, DayKind, weekday};
use crate::money::{Amount, Quantity, Rate};
use crate::time::Day;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// 红线: the load, as a share of the ceiling, above which a day is at risk.
    pub red_line: Rate,
    pub design: Design,
    pub packing: Packing,
    pub service: Service,
    pub courier: Courier,
    /// Orders a day of any other resource, by its name.
    pub other: BTreeMap<String, Quantity>,
    pub late: Late,
    pub brake: Brake,
    pub stock: Stock,
    pub supply: Supply,
    pub forecast: Forecast,
    pub slow_stock: SlowStock,
    /// Words at the end of a SKU's code that name a size, smallest first.
    pub sizes: Vec<String>,
}

/// The day to plan for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Of the orders of calendar days, by nearest rank.
    pub percentile: Rate,
    pub basis: DesignBasis,
    /// Calendar days looked back at, or ahead.
    pub days: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignBasis {
    History,
    Forecast,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// Orders that get packed a day, as the seller says; goes before the product of people and pace. Zero: not set.
    pub orders_per_day: Quantity,
    /// People or stations at work at once; zero: not set.
    pub people: Quantity,
    /// One person's pace.
    pub orders_per_hour: Quantity,
    /// Of one shift.
    pub hours: Quantity,
    pub shifts: u32,
    /// Hour of the day at which the first shift begins.
    pub start_hour: u32,
    /// Share of the shift in which orders are packed.
    pub utilisation: Rate,
    /// Share of orders packed right the first time.
    pub accuracy: Rate,
    pub works: WorkingDays,
    pub wage_per_hour: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Agents on the roster for one moment of the day; zero: not set.
    pub people: Quantity,
    /// Used where no service report shows them.
    pub contacts_per_order: Rate,
    /// Of one contact, at the number of chats below.
    pub handling_seconds: u32,
    /// Chats one agent handles at once.
    pub at_once: u32,
    /// Hours a day on which contacts are answered.
    pub hours: Quantity,
    /// Hour of the day at which service opens.
    pub start_hour: u32,
    /// Share of paid time away from contacts.
    pub shrinkage: Rate,
    /// The busiest an agent may be.
    pub occupancy: Rate,
    /// Share of contacts answered within `target_seconds`.
    pub target_share: Rate,
    pub target_seconds: u32,
    pub works: WorkingDays,
    pub wage_per_hour: Amount,
}

/// What the courier collects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Courier {
    /// Zero: not set.
    pub parcels_per_day: Quantity,
    pub works: WorkingDays,
}

/// The days on which a resource is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkingDays {
    EveryDay,
    /// Six days a week, also on public holidays.
    ExceptSundays,
    /// Monday to Friday and the weekends worked in return, not on public holidays.
    Workdays,
}

impl WorkingDays {
    pub fn on(self, day: Day, calendar: &Calendar) -> bool {
        match self {
            WorkingDays::EveryDay => true,
            WorkingDays::ExceptSundays => weekday(day) != 6,
            WorkingDays::Workdays => matches!(calendar.kind(day), DayKind::Workday | DayKind::WorkingWeekend),
        }
    }
}

/// When an order is late and what that costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    pub prompt_hours: u32,
    pub late_hours: u32,
    /// Used where the files show none.
    pub compensation_per_order: Amount,
    /// Share of late orders whose buyers ask their money back.
    pub refund_share: Rate,
    /// Share of late buyers who would have bought once more and do not.
    pub lost_repurchase_share: Rate,
}

/// What may be done when the load comes near the red line. How demand answers is assumed wherever the shop's own
/// history cannot say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brake {
    /// Days the brake is held at least.
    pub days: u32,
    /// Change of orders per change of price.
    pub price_elasticity: Rate,
    /// Change of orders per change of ad spend, where history cannot estimate it.
    pub ads_elasticity: Rate,
    /// How far both may be off, either way, as a share of themselves.
    pub uncertainty: Rate,
    /// The furthest ads may be cut and a price raised.
    pub ads_limit: Rate,
    pub price_limit: Rate,
    /// Share of the orders of a day with a promotion that the promotion brought, where history cannot say.
    pub promotion_share: Rate,
    /// Share of the price that a promotion gives away.
    pub promotion_discount: Rate,
    /// Share of buyers who withdraw when their parcel is announced for later.
    pub split_loss_share: Rate,
    /// What packing an order elsewhere costs more than packing it here.
    pub outsourcing_per_order: Amount,
    /// The brake is released below the red line less this.
    pub release_margin: Rate,
    /// … on so many days in a row.
    pub release_days: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Days of demand that the stock is held against.
    pub horizon_days: u32,
    /// Share of order cycles without a stock-out.
    pub cycle_service: Rate,
    /// What keeping a unit for a year costs, as a share of its cost.
    pub holding_rate: Rate,
    /// What placing an order costs: work, testing, a trip.
    pub cost_per_purchase: Amount,
    /// Codes of SKUs to buy again although there is a doubt about it.
    pub buy_anyway: BTreeSet<String>,
}

/// How long buying again takes, where no file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// Deciding what to buy.
    pub forecast_days: u32,
    pub order_days: u32,
    pub production_days: u32,
    pub transit_days: u32,
    pub listing_days: u32,
    /// Standard deviation of the lead time, as a share of it.
    pub lead_variation: Rate,
    /// Days from one look at the plan to the next.
    pub review_days: u32,
    /// Part of a stage's days kept as its buffer.
    pub buffer: Rate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    pub days: u32,
    /// Share of outcomes inside the band.
    pub band: Rate,
    /// SKUs, by revenue, for which every model is tried.
    pub full_skus: u32,
}

/// When stock is slow, in days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlowStock {
    /// First sold at most so long ago: new.
    pub new_days: u32,
    /// Not sold for so long: dead.
    pub dead_days: u32,
    /// Covers more than this: slow.
    pub slow_cover_days: u32,
    /// Covers less than this: hot.
    pub hot_cover_days: u32,
    /// Demand is measured over so many days.
    pub window_days: u32,
    /// A clearance is to free the money in so many days.
    pub clearance_days: u32,
    /// The deepest price cut proposed.
    pub deepest_cut: Rate,
}

/// A setting that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingProblem {
    /// Its key, as in the settings file: `packing.hours`.
    pub field: String,
    pub reason: SettingReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingReason {
    Negative,
    /// Nothing would ever be done.
    Zero,
    /// A share above one, a day of more than 24 hours, a pace no person has.
    TooLarge,
    /// Shifts that do not end before the day does, a target reached after the promise.
    OutOfOrder,
}

impl Settings {
    /// What is wrong, by field. An empty list means that everything can be computed.
    pub fn check(&self) -> Vec<SettingProblem> {
        let mut check = Check::default();
        check.share("red_line", self.red_line, Least::AboveZero);
        check.share("design.percentile", self.design.percentile, Least::AboveZero);
        check.number("design.days", self.design.days, 1, 3_660);
        self.check_people(&mut check);
        self.check_money(&mut check);
        self.check_stock(&mut check);
        check.problems
    }

    fn check_people(&self, check: &mut Check) {
        let packing = &self.packing;
        check.quantity("packing.orders_per_day", packing.orders_per_day, Least::Zero, 10_000_000);
        check.quantity("packing.people", packing.people, Least::Zero, 100_000);
        check.quantity("packing.orders_per_hour", packing.orders_per_hour, Least::AboveZero, 3_600);
        check.quantity("packing.hours", packing.hours, Least::AboveZero, 24);
        check.number("packing.shifts", packing.shifts, 1, 24);
        check.number("packing.start_hour", packing.start_hour, 0, 23);
        check.share("packing.utilisation", packing.utilisation, Least::AboveZero);
        check.share("packing.accuracy", packing.accuracy, Least::AboveZero);
        let at_work = packing.hours.thousandths().saturating_mul(i64::from(packing.shifts));
        if at_work > 24_000 && packing.hours.thousandths() <= 24_000 {
            check.problem("packing.shifts", SettingReason::OutOfOrder);
        }
        let service = &self.service;
        check.quantity("service.people", service.people, Least::Zero, 100_000);
        check.range(
            "service.contacts_per_order",
            service.contacts_per_order.millionths(),
            Least::AboveZero,
            100_000_000,
        );
        check.number("service.handling_seconds", service.handling_seconds, 1, 86_400);
        check.number("service.at_once", service.at_once, 1, 50);
        check.quantity("service.hours", service.hours, Least::AboveZero, 24);
        check.number("service.start_hour", service.start_hour, 0, 23);
        check.share("service.occupancy", service.occupancy, Least::AboveZero);
        check.below_one("service.shrinkage", service.shrinkage);
        check.below_one("service.target_share", service.target_share);
        check.number("service.target_seconds", service.target_seconds, 0, 86_400);
        check.quantity("courier.parcels_per_day", self.courier.parcels_per_day, Least::Zero, 10_000_000);
        for (name, &orders) in &self.other {
            check.quantity(&format!("other.{name}"), orders, Least::AboveZero, 10_000_000);
        }
        check.number("late.prompt_hours", self.late.prompt_hours, 1, 720);
        check.number("late.late_hours", self.late.late_hours, 1, 720);
        if self.late.late_hours < self.late.prompt_hours {
            check.problem("late.late_hours", SettingReason::OutOfOrder);
        }
    }

    fn check_money(&self, check: &mut Check) {
        let amounts = [
            ("packing.wage_per_hour", self.packing.wage_per_hour),
            ("service.wage_per_hour", self.service.wage_per_hour),
            ("late.compensation_per_order", self.late.compensation_per_order),
            ("brake.outsourcing_per_order", self.brake.outsourcing_per_order),
            ("stock.cost_per_purchase", self.stock.cost_per_purchase),
        ];
        for (field, amount) in amounts {
            if amount.is_negative() {
                check.problem(field, SettingReason::Negative);
            }
        }
        let shares = [
            ("late.refund_share", self.late.refund_share),
            ("late.lost_repurchase_share", self.late.lost_repurchase_share),
            ("brake.uncertainty", self.brake.uncertainty),
            ("brake.price_limit", self.brake.price_limit),
            ("brake.promotion_share", self.brake.promotion_share),
            ("brake.promotion_discount", self.brake.promotion_discount),
            ("brake.split_loss_share", self.brake.split_loss_share),
            ("brake.release_margin", self.brake.release_margin),
            ("slow_stock.deepest_cut", self.slow_stock.deepest_cut),
        ];
        for (field, share) in shares {
            check.share(field, share, Least::Zero);
        }
        check.at_least_zero("brake.ads_elasticity", self.brake.ads_elasticity, 10);
        check.below_one("brake.ads_limit", self.brake.ads_limit);
        // Demand falls when the price rises; anything else would make a higher price a way to more orders.
        check.at_least_zero("brake.price_elasticity", -self.brake.price_elasticity, 20);
        check.number("brake.days", self.brake.days, 1, 365);
        check.number("brake.release_days", self.brake.release_days, 1, 365);
    }

    fn check_stock(&self, check: &mut Check) {
        check.number("stock.horizon_days", self.stock.horizon_days, 1, 730);
        check.share("stock.cycle_service", self.stock.cycle_service, Least::AboveZero);
        check.below_one("stock.cycle_service", self.stock.cycle_service);
        check.at_least_zero("stock.holding_rate", self.stock.holding_rate, 10);
        let days = [
            ("supply.forecast_days", self.supply.forecast_days),
            ("supply.order_days", self.supply.order_days),
            ("supply.production_days", self.supply.production_days),
            ("supply.transit_days", self.supply.transit_days),
            ("supply.listing_days", self.supply.listing_days),
        ];
        for (field, days) in days {
            check.number(field, days, 0, 730);
        }
        check.share("supply.lead_variation", self.supply.lead_variation, Least::Zero);
        check.number("supply.review_days", self.supply.review_days, 1, 365);
        check.below_one("supply.buffer", self.supply.buffer);
        check.number("forecast.days", self.forecast.days, 1, 366);
        check.share("forecast.band", self.forecast.band, Least::AboveZero);
        check.below_one("forecast.band", self.forecast.band);
        let days = [
            ("slow_stock.new_days", self.slow_stock.new_days),
            ("slow_stock.dead_days", self.slow_stock.dead_days),
            ("slow_stock.slow_cover_days", self.slow_stock.slow_cover_days),
            ("slow_stock.hot_cover_days", self.slow_stock.hot_cover_days),
            ("slow_stock.window_days", self.slow_stock.window_days),
            ("slow_stock.clearance_days", self.slow_stock.clearance_days),
        ];
        for (field, days) in days {
            check.number(field, days, 1, 3_660);
        }
        if self.slow_stock.hot_cover_days > self.slow_stock.slow_cover_days {
            check.problem("slow_stock.hot_cover_days", SettingReason::OutOfOrder);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    Zero,
    AboveZero,
}

#[derive(Default)]
struct Check {
    problems: Vec<SettingProblem>,
}

impl Check {
    fn problem(&mut self, field: &str, reason: SettingReason) {
        if self.problems.iter().all(|known| known.field != field) {
            self.problems.push(SettingProblem { field: field.to_owned(), reason });
        }
    }

    fn range(&mut self, field: &str, value: i64, least: Least, largest: i64) {
        if value < 0 {
            self.problem(field, SettingReason::Negative);
        } else if value == 0 && least == Least::AboveZero {
            self.problem(field, SettingReason::Zero);
        } else if value > largest {
            self.problem(field, SettingReason::TooLarge);
        }
    }

    fn share(&mut self, field: &str, share: Rate, least: Least) {
        self.range(field, share.millionths(), least, 1_000_000);
    }

    fn below_one(&mut self, field: &str, share: Rate) {
        self.range(field, share.millionths(), Least::Zero, 999_999);
    }

    fn at_least_zero(&mut self, field: &str, rate: Rate, largest: i64) {
        self.range(field, rate.millionths(), Least::Zero, largest * 1_000_000);
    }

    fn quantity(&mut self, field: &str, quantity: Quantity, least: Least, largest: i64) {
        self.range(field, quantity.thousandths(), least, largest * 1_000);
    }

    fn number(&mut self, field: &str, number: u32, least: u32, largest: u32) {
        let least = if least == 0 { Least::Zero } else { Least::AboveZero };
        self.range(field, i64::from(number), least, i64::from(largest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn settings() -> Settings {
        Config::default().capacity
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Settings), field: &str, reason: SettingReason) {
        let mut settings = settings();
        change(&mut settings);
        assert_eq!(settings.check(), [SettingProblem { field: field.to_owned(), reason }]);
    }

    #[test]
    fn the_defaults_can_be_computed_with() {
        assert_eq!(settings().check(), []);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_beside_its_field() {
        let units = Quantity::from_units;
        check(|all| all.packing.hours = units(25), "packing.hours", SettingReason::TooLarge);
        check(|all| all.packing.hours = units(0), "packing.hours", SettingReason::Zero);
        check(|all| all.packing.people = units(-1), "packing.people", SettingReason::Negative);
        check(|all| all.packing.orders_per_hour = units(9_999), "packing.orders_per_hour", SettingReason::TooLarge);
        check(|all| all.packing.shifts = 4, "packing.shifts", SettingReason::OutOfOrder);
        check(|all| all.service.shrinkage = Rate::ONE, "service.shrinkage", SettingReason::TooLarge);
        check(|all| all.service.handling_seconds = 0, "service.handling_seconds", SettingReason::Zero);
        check(|all| all.red_line = Rate::from_millionths(1_200_000), "red_line", SettingReason::TooLarge);
        check(|all| all.late.late_hours = 12, "late.late_hours", SettingReason::OutOfOrder);
        check(
            |all| all.late.compensation_per_order = Amount::from_cents(-1),
            "late.compensation_per_order",
            SettingReason::Negative,
        );
        check(|all| all.brake.price_elasticity = Rate::ONE, "brake.price_elasticity", SettingReason::Negative);
        check(|all| all.stock.cycle_service = Rate::ONE, "stock.cycle_service", SettingReason::TooLarge);
        check(
            |all| {
                all.other.insert("打印".to_owned(), units(0));
            },
            "other.打印",
            SettingReason::Zero,
        );
    }

    #[test]
    fn who_works_on_workdays_works_on_weekends_in_return() {
        let calendar = Calendar::default();
        let day = |text: &str| Day::parse(text).unwrap();
        assert!(WorkingDays::Workdays.on(day("2026-02-14"), &calendar), "a Saturday worked for 春节");
        assert!(!WorkingDays::Workdays.on(day("2026-02-16"), &calendar), "a Monday in 春节");
        assert!(!WorkingDays::ExceptSundays.on(day("2026-06-21"), &calendar));
        assert!(WorkingDays::EveryDay.on(day("2026-02-17"), &calendar));
    }
}
