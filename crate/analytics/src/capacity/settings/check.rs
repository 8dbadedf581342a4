//! Which settings of capacity cannot be meant.

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::money::{Quantity, Rate};

/// A setting that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingProblem {
    /// Its key, as in the settings file: `packing.hours`.
    pub field: String,
    /// What is wrong with it.
    pub reason: SettingReason,
}

/// Why a setting cannot be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingReason {
    /// Below zero, where nothing can be.
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
    use crate::money::Amount;

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
}
