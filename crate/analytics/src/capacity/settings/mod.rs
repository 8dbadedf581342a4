//! The settings of capacity.
//!
//! People and paces are counted in [`Quantity`]: half an agent is somebody who works half days.

mod check;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use check::{SettingProblem, SettingReason};

use super::calendar::{Calendar, DayKind, weekday};
use crate::money::{Amount, Quantity, Rate};
use crate::time::Day;

/// The table `capacity` of the settings; `default.toml` says where each default comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// 红线: the load, as a share of the ceiling, above which a day is at risk.
    pub red_line: Rate,
    /// The day to plan for.
    pub design: Design,
    /// How many orders get packed.
    pub packing: Packing,
    /// How many contacts get answered.
    pub service: Service,
    /// How many parcels are collected.
    pub courier: Courier,
    /// Orders a day of any other resource, by its name.
    pub other: BTreeMap<String, Quantity>,
    /// What is late, and what that costs.
    pub late: Late,
    /// What may be done at the red line.
    pub brake: Brake,
    /// How much stock is held, and what holding it costs.
    pub stock: StockSettings,
    /// How long buying again takes.
    pub supply: Supply,
    /// How far ahead is looked.
    pub forecast: Forecast,
    /// When stock is slow, and what is done about it.
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
    /// Whether the days are those gone by or those to come.
    pub basis: DesignBasis,
    /// Calendar days looked back at, or ahead.
    pub days: u32,
}

/// Of which days the design day is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignBasis {
    /// Of the last ones.
    History,
    /// Of those to come.
    Forecast,
}

/// people × shifts × hours × orders_per_hour × utilisation × accuracy = orders a day.
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
    /// A day.
    pub shifts: u32,
    /// Hour of the day at which the first shift begins.
    pub start_hour: u32,
    /// Share of the shift in which orders are packed.
    pub utilisation: Rate,
    /// Share of orders packed right the first time.
    pub accuracy: Rate,
    /// On which days people pack.
    pub works: WorkingDays,
    /// Of one person.
    pub wage_per_hour: Amount,
}

/// How contacts come and are answered, for Erlang C in the busiest hour.
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
    /// 3分钟回复率: 180.
    pub target_seconds: u32,
    /// On which days contacts are answered.
    pub works: WorkingDays,
    /// Of one agent.
    pub wage_per_hour: Amount,
}

/// What the courier collects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Courier {
    /// Zero: not set.
    pub parcels_per_day: Quantity,
    /// On which days parcels are collected.
    pub works: WorkingDays,
}

/// The days on which a resource is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkingDays {
    /// Without a day off.
    EveryDay,
    /// Six days a week, also on public holidays.
    ExceptSundays,
    /// Monday to Friday and the weekends worked in return, not on public holidays.
    Workdays,
}

impl WorkingDays {
    /// Whether the resource is there on a day.
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
    /// Hours from payment to dispatch that a buyer is promised: 24.
    pub prompt_hours: u32,
    /// Hours from which the platform takes compensation: 48.
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
    /// As a share of today's price.
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

/// How much stock is held, and what holding it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockSettings {
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
    /// Until the supplier has the order.
    pub order_days: u32,
    /// Until it is made.
    pub production_days: u32,
    /// On the road.
    pub transit_days: u32,
    /// Until it is on sale.
    pub listing_days: u32,
    /// Standard deviation of the lead time, as a share of it.
    pub lead_variation: Rate,
    /// Days from one look at the plan to the next.
    pub review_days: u32,
    /// Part of a stage's days kept as its buffer.
    pub buffer: Rate,
}

/// How far ahead is looked, and how surely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    /// Days ahead.
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

#[cfg(test)]
mod tests {
    use super::*;

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
