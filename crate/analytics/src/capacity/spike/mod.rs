//! A viral day, played through hour by hour: what piles up, who waits, what it costs, when it is over.
//!
//! Orders come by the shop's own rhythm times the spike; packing works its hours and takes the oldest first; contacts
//! follow orders. Where stock runs out the link is taken off, so those orders do not come, until what is ordered on the
//! first day of the spike arrives. The band is what the same spike does when days scatter as this shop's days do.

mod scene;
mod shelves;

use serde::{Deserialize, Serialize};

pub(super) use scene::Scene;
use shelves::demanded;

use super::calendar::Calendar;
use super::ceiling::resources;
use super::load::Load;
use super::queue::Line;
use super::settings::{SettingProblem, SettingReason, Settings};
use crate::figures::{days as day_count, index, mean, share, ten_digits};
use crate::money::{Amount, Money, Quantity, Rate};
use crate::time::Day;

/// How long a spike is watched after its full days, at most.
const WATCHED_DAYS: u32 = 60;
/// Less than this waiting is nothing waiting: the simulation is in parts of orders.
const NOTHING: f64 = 0.5;

/// A spike to play through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spike {
    /// Orders of a full day, as a multiple of the usual: 5 is five times as many.
    pub factor: Rate,
    /// Usual days before it; 0: it begins on the day after the day of analysis.
    pub start: u32,
    /// Days at full height.
    pub days: u32,
    /// Share of the extra orders that is left on each day after them.
    pub decay: Rate,
    /// The code of the SKU that the extra orders are for; `None`: they are like the usual ones.
    pub sku: Option<String>,
    /// How often it is played with days that scatter, for the band.
    pub runs: u32,
    /// The same seed gives the same runs.
    pub seed: u64,
}

impl Default for Spike {
    fn default() -> Spike {
        Spike {
            factor: Rate::from_millionths(5_000_000),
            start: 0,
            days: 1,
            decay: Rate::from_millionths(500_000),
            sku: None,
            runs: 100,
            seed: 1,
        }
    }
}

impl Spike {
    /// What cannot be meant, by field.
    pub fn check(&self) -> Vec<SettingProblem> {
        let rows = [
            ("factor", self.factor.millionths(), 1, 1_000_000_000),
            ("start", i64::from(self.start), 0, 60),
            ("days", i64::from(self.days), 1, 60),
            ("decay", self.decay.millionths(), 0, 999_999),
            ("runs", i64::from(self.runs), 0, 1_000),
        ];
        let problems = rows.into_iter().filter_map(|(field, value, least, largest)| {
            let reason = match value {
                negative if negative < 0 => SettingReason::Negative,
                small if small < least => SettingReason::Zero,
                large if large > largest => SettingReason::TooLarge,
                _ => return None,
            };
            Some(SettingProblem { field: field.to_owned(), reason })
        });
        problems.collect()
    }

    /// Days that are played before the spike begins to decay.
    const fn full_until(&self) -> u32 {
        self.start.saturating_add(self.days)
    }

    /// Orders of a day as a multiple of the usual, from 0 for the day after the day of analysis.
    fn height(&self, day: u32) -> f64 {
        let extra = share(self.factor) - 1.0;
        if day < self.start {
            return 1.0;
        }
        match day.checked_sub(self.full_until()) {
            None => 1.0 + extra,
            Some(after) => 1.0 + extra * libm::pow(share(self.decay), f64::from(after + 1)),
        }
    }
}

/// What a spike does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpikeRun {
    /// Usual orders a day, before the spike.
    pub usual_orders: f64,
    /// Orders that waited already.
    pub waiting_before: f64,
    /// Until all is back to usual, and three days more.
    pub days: Vec<SpikeDay>,
    /// On days that bring what is expected of them.
    pub outcome: SpikeOutcome,
    /// The outcome between which four fifths of the runs end; `None` without runs.
    pub band: Option<(SpikeOutcome, SpikeOutcome)>,
    /// SKUs that run out, the first first.
    pub stock_outs: Vec<StockOut>,
    /// More comes in on usual days than leaves, so that the backlog grows without end.
    pub is_unstable: bool,
    /// What a late order costs, and whether the shop's own files say so.
    pub compensation_per_late_order: Amount,
    /// The shop's own files say what a late order costs; else the settings do.
    pub is_compensation_measured: bool,
}

/// What a spike comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpikeOutcome {
    /// Most orders waiting at the end of a day.
    pub peak_backlog: f64,
    /// Days after the last full day until nothing waits overnight but what came in after the last shift; `None`: not
    /// while watched.
    pub recovery_days: Option<u32>,
    /// Orders that did not leave within the late limit.
    pub late_orders: f64,
    /// 赔付 for the late orders.
    pub compensation: Money,
}

/// One day of a spike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpikeDay {
    /// In the shop's time zone.
    pub date: Day,
    /// Orders that come.
    pub orders: f64,
    /// Orders that did not come because the SKU had run out.
    pub lost_orders: f64,
    /// Orders that can leave on it; zero on a day without work.
    pub capacity: f64,
    /// Orders that leave on it.
    pub sent: f64,
    /// Waiting at the end of the day.
    pub backlog: f64,
    /// Of the day's orders, the share that leaves within the prompt limit and within the late limit.
    pub prompt_share: f64,
    /// The same for the late limit.
    pub in_time_share: f64,
    /// Mean hours until the day's orders leave, of those that do while watched.
    pub wait_hours: f64,
    /// `None` where no agents are known.
    pub service: Option<SpikeService>,
}

/// Customer service on a day of a spike.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpikeService {
    /// Offered load ÷ servers in the worst hour; at or over 1 the line grows.
    pub worst_load: f64,
    /// In the worst hour more contacts come than are answered.
    pub is_unstable: bool,
    /// Share of the day's contacts answered in time.
    pub in_time_share: f64,
    /// Contacts unanswered when service closes.
    pub waiting: f64,
}

/// A SKU that runs out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StockOut {
    /// As the shop shows it.
    pub code: String,
    /// The day on which nothing is left.
    pub on: Day,
    /// The day on which it would have run out without the spike; `None`: it would not.
    pub on_usual_days: Option<Day>,
    /// Units asked for and not there until what is ordered now arrives.
    pub units_short: f64,
}

/// Plays a spike from the day after `as_of` on. `None` where no order is known or nothing says how many leave a
/// day.
pub fn spike(load: &Load, settings: &Settings, as_of: Day, spike: &Spike) -> Option<SpikeRun> {
    let calendar = Calendar::default();
    let resources = resources(load, settings, as_of, None);
    let scene = Scene::new(load, settings, &resources, as_of, &calendar)?;
    let length = spike.full_until().saturating_add(WATCHED_DAYS);
    let start = as_of.plus(1);
    let (orders, lost, stock_outs) = demanded(load, settings, &scene, spike, start, length);
    let capacity: Vec<f64> = (0..length).map(|day| scene.capacity_on(start.plus(day_count(day)))).collect();
    let line = scene.play(&orders, &capacity);
    let (cost, is_measured) = late_cost(load, settings);
    let outcome = scene.outcome(&line, &orders, spike.full_until(), cost);
    let is_unstable = {
        let weeks = |list: &[f64]| list.iter().rev().take(28).sum::<f64>();
        weeks(&orders) > weeks(&capacity)
    };
    let services = scene.service(load, settings, &resources, &orders);
    let shown = outcome.recovery_days.map_or(length, |days| (spike.full_until() + days + 3).min(length));
    let days = (0..shown).filter_map(|day| {
        let place = index(day);
        Some(SpikeDay {
            date: start.plus(day_count(day)),
            orders: ten_digits(*orders.get(place)?),
            lost_orders: ten_digits(*lost.get(place)?),
            capacity: ten_digits(*capacity.get(place)?),
            service: services.as_ref().and_then(|services| services.get(place).copied()),
            ..day_of(&line, place, *orders.get(place)?)?
        })
    });
    let days = days.collect();
    let band = scene.band(spike, &orders, &capacity, cost);
    Some(SpikeRun {
        usual_orders: ten_digits(mean(&scene.usual)?),
        waiting_before: scene.waiting,
        days,
        outcome,
        band,
        stock_outs,
        is_unstable,
        compensation_per_late_order: cost,
        is_compensation_measured: is_measured,
    })
}

/// What a late order costs in 赔付: the shop's own, where its files have both, else the setting.
pub(super) fn late_cost(load: &Load, settings: &Settings) -> (Amount, bool) {
    let (mut late, mut paid) = (0, Money::ZERO);
    for day in &load.days {
        let (in_time, known) = day.sent_within(settings.late.late_hours);
        late += known - in_time;
        paid += day.compensation;
    }
    match paid.per(Quantity::from_units(i64::from(late))) {
        Some(each) if each.is_positive() => (each.to_amount(), true),
        _ => (settings.late.compensation_per_order, false),
    }
}

fn day_of(line: &Line, day: usize, orders: f64) -> Option<SpikeDay> {
    let hours = day * 24..day * 24 + 24;
    let sum = |limit: usize| -> Option<f64> {
        Some(line.within.get(hours.clone())?.iter().filter_map(|within| within.get(limit)).sum())
    };
    let of_orders = |part: f64| if orders > 0.0 { ten_digits((part / orders).min(1.0)) } else { 1.0 };
    Some(SpikeDay {
        date: Day::from_number(0),
        orders,
        lost_orders: 0.0,
        capacity: 0.0,
        sent: ten_digits(line.served.get(hours.clone())?.iter().sum()),
        backlog: ten_digits(*line.backlog.get(hours.end - 1)?),
        prompt_share: of_orders(sum(0)?),
        in_time_share: of_orders(sum(1)?),
        wait_hours: ten_digits(line.waited.get(hours)?.iter().sum::<f64>() / orders.max(1e-9)),
        service: None,
    })
}

#[cfg(test)]
mod tests;
