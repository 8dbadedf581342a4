//! A viral day, played through hour by hour: what piles up, who waits, what it costs, when it is over.
//!
//! Orders come by the shop's own rhythm times the spike; packing works its hours and takes the oldest first; contacts
//! follow orders. Where stock runs out the link is taken off, so those orders do not come. The band is what the same
//! spike does when days scatter as this shop's days do.

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, weekday};
use super::ceiling::{ResourceCeiling, packing_hours, resources, servers, service_hours, service_target, throughput};
use super::figures::{count, days as day_count, index, mean, median, nearest_rank, share, ten_digits, times, units};
use super::load::Load;
use super::queue::{Line, serve, service_level};
use super::random::Random;
use super::settings::{SettingProblem, SettingReason, Settings};
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
    /// Days at full height.
    pub days: u32,
    /// Share of the extra orders that is left on each day after them.
    pub decay: Rate,
    /// The code of the SKU that the extra orders are for; `None`: they are like the usual ones.
    pub sku: Option<String>,
    /// How often it is played with days that scatter, for the band.
    pub runs: u32,
    pub seed: u64,
}

impl Default for Spike {
    fn default() -> Spike {
        Spike {
            factor: Rate::from_millionths(5_000_000),
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

    /// Orders of a day of the spike as a multiple of the usual, from 0 for its first.
    fn height(&self, day: u32) -> f64 {
        let extra = share(self.factor) - 1.0;
        match day.checked_sub(self.days) {
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
    pub outcome: SpikeOutcome,
    /// The outcome between which four fifths of the runs end; `None` without runs.
    pub band: Option<(SpikeOutcome, SpikeOutcome)>,
    /// SKUs that run out, the first first.
    pub stock_outs: Vec<StockOut>,
    /// More comes in on usual days than leaves, so that the backlog grows without end.
    pub is_unstable: bool,
    /// What a late order costs, and whether the shop's own files say so.
    pub compensation_per_late_order: Amount,
    pub is_compensation_measured: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpikeOutcome {
    /// Most orders waiting at the end of a day.
    pub peak_backlog: f64,
    /// Days after the last full day until nothing waits overnight but what came in after the last shift; `None`: not
    /// while watched.
    pub recovery_days: Option<u32>,
    /// Orders that did not leave within the late limit.
    pub late_orders: f64,
    pub compensation: Money,
}

/// One day of a spike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpikeDay {
    pub date: Day,
    pub orders: f64,
    /// Orders that did not come because the SKU had run out.
    pub lost_orders: f64,
    pub capacity: f64,
    pub sent: f64,
    /// Waiting at the end of the day.
    pub backlog: f64,
    /// Of the day's orders, the share that leaves within the prompt limit and within the late limit.
    pub prompt_share: f64,
    pub in_time_share: f64,
    /// Mean hours until the day's orders leave, of those that do while watched.
    pub wait_hours: f64,
    pub service: Option<SpikeService>,
}

/// Customer service on a day of a spike.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpikeService {
    /// Offered load ÷ servers in the worst hour; at or over 1 the line grows.
    pub worst_load: f64,
    pub is_unstable: bool,
    /// Share of the day's contacts answered in time.
    pub in_time_share: f64,
    /// Contacts unanswered when service closes.
    pub waiting: f64,
}

/// A SKU that runs out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StockOut {
    pub code: String,
    pub on: Day,
    /// Units asked for and not there, while watched.
    pub units_short: f64,
}

/// Plays a spike that begins on the day after `as_of`. `None` where no order is known or nothing says how many leave a
/// day.
pub fn spike(load: &Load, settings: &Settings, as_of: Day, spike: &Spike) -> Option<SpikeRun> {
    let calendar = Calendar::default();
    let resources = resources(load, settings, as_of, None);
    let scene = Scene::new(load, settings, &resources, as_of, &calendar)?;
    let length = spike.days.saturating_add(WATCHED_DAYS);
    let start = as_of.plus(1);
    let (orders, lost, stock_outs) = demanded(load, settings, &scene, spike, start, length);
    let capacity: Vec<f64> = (0..length).map(|day| scene.capacity_on(start.plus(day_count(day)))).collect();
    let line = scene.play(&orders, &capacity);
    let (cost, is_measured) = late_cost(load, settings);
    let outcome = scene.outcome(&line, &orders, spike.days, cost);
    let is_unstable = {
        let weeks = |list: &[f64]| list.iter().rev().take(28).sum::<f64>();
        weeks(&orders) > weeks(&capacity)
    };
    let services = scene.service(load, settings, &resources, &orders);
    let shown = outcome.recovery_days.map_or(length, |days| (spike.days + days + 3).min(length));
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
        let (in_time, known) = day.sent_within_of(settings.late.late_hours);
        late += known - in_time;
        paid += day.compensation;
    }
    match paid.per(Quantity::from_units(i64::from(late))) {
        Some(each) if each.is_positive() => (each.to_amount(), true),
        _ => (settings.late.compensation_per_order, false),
    }
}

/// The shop as a spike finds it.
pub(super) struct Scene<'a> {
    settings: &'a Settings,
    calendar: &'a Calendar,
    /// Usual orders, Monday first.
    usual: Vec<f64>,
    /// Share of a day's orders by hour.
    hours: [f64; 24],
    /// Share of a day's packing by hour.
    packing: [f64; 24],
    /// Orders a day that leave.
    throughput: f64,
    waiting: f64,
    /// Variance of a day's orders ÷ their mean.
    dispersion: f64,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        load: &Load,
        settings: &'a Settings,
        resources: &[ResourceCeiling],
        as_of: Day,
        calendar: &'a Calendar,
    ) -> Option<Scene<'a>> {
        let window = load.window(as_of, settings.design.days);
        let mut by_weekday: Vec<Vec<f64>> = vec![Vec::new(); 7];
        let mut hours = [0.0; 24];
        for (date, day) in load.dated(window.clone()) {
            by_weekday.get_mut(index(weekday(date)))?.push(f64::from(day.orders));
            for (sum, orders) in hours.iter_mut().zip(day.by_hour) {
                *sum += f64::from(orders);
            }
        }
        // The middle day of each weekday: an earlier spike is not usual.
        let everyday = median(&load.orders(window.clone()))?;
        let usual: Vec<f64> = by_weekday.iter().map(|orders| median(orders).unwrap_or(everyday)).collect();
        let all: f64 = hours.iter().sum();
        let has_hours = hours.iter().filter(|orders| **orders > 0.0).count() > 1;
        let hours = if has_hours { hours.map(|orders| orders / all) } else { [1.0 / 24.0; 24] };
        let squares = load.dated(window.clone()).filter_map(|(date, day)| {
            let usual = *usual.get(index(weekday(date)))?;
            let off = f64::from(day.orders) - usual;
            (usual > 0.0).then_some(off * off / usual)
        });
        // The middle square, so that an earlier spike does not widen the band; 0.455 is the median of χ² with one degree
        // of freedom. A Poisson stream has 1, and nothing real has less.
        let dispersion = (median(&squares.collect::<Vec<_>>()).unwrap_or(1.0) / 0.455).max(1.0);
        let waiting = load.days.iter().flat_map(|day| &day.ages).map(|age| f64::from(age.1)).sum();
        Some(Scene {
            settings,
            calendar,
            usual,
            hours,
            packing: packing_hours(&settings.packing),
            throughput: throughput(resources)?,
            waiting,
            dispersion,
        })
    }

    pub(super) fn usual_on(&self, day: Day) -> f64 {
        self.usual.get(index(weekday(day))).copied().unwrap_or(0.0)
    }

    pub(super) fn capacity_on(&self, day: Day) -> f64 {
        let works =
            self.settings.packing.works.on(day, self.calendar) && self.settings.courier.works.on(day, self.calendar);
        if works { self.throughput } else { 0.0 }
    }

    /// Plays days of orders against days of capacity, hour by hour.
    pub(super) fn play(&self, orders: &[f64], capacity: &[f64]) -> Line {
        let by_hour = |days: &[f64], shares: &[f64; 24]| -> Vec<f64> {
            days.iter().flat_map(|day| shares.iter().map(move |share| day * share)).collect()
        };
        let late = &self.settings.late;
        serve(
            &by_hour(orders, &self.hours),
            &by_hour(capacity, &self.packing),
            self.waiting,
            [late.prompt_hours, late.late_hours],
        )
    }

    pub(super) fn outcome(&self, line: &Line, orders: &[f64], full_days: u32, cost: Amount) -> SpikeOutcome {
        let evenings: Vec<f64> = line.backlog.chunks(24).filter_map(<[f64]>::last).copied().collect();
        // What comes in after the last shift waits until the morning on any day.
        let overnight = self.usual_evening();
        let is_calm = |(day, backlog): &(usize, &f64)| {
            let usual = orders.get(*day).copied().unwrap_or(0.0) * overnight;
            **backlog <= usual + NOTHING
        };
        let last_full = index(full_days).saturating_sub(1);
        let recovery = evenings.iter().enumerate().skip(last_full).find(is_calm);
        // Of the last days' orders nobody watched long enough to call them late.
        let watched = orders.len().saturating_sub(index(self.settings.late.late_hours.div_ceil(24)) + 1);
        let in_time: f64 = line.within.iter().take(watched * 24).map(|within| within[1]).sum();
        let late = (orders.iter().take(watched).sum::<f64>() - in_time).max(0.0);
        SpikeOutcome {
            peak_backlog: ten_digits(evenings.iter().copied().fold(0.0, f64::max)),
            recovery_days: recovery.and_then(|(day, _)| u32::try_from(day - last_full).ok()),
            late_orders: ten_digits(late),
            compensation: times(cost.into(), late),
        }
    }

    /// Share of a day's orders that come in after packing has stopped for the day.
    fn usual_evening(&self) -> f64 {
        let last = self.packing.iter().rposition(|share| *share > 0.0).unwrap_or(23);
        self.hours.iter().skip(last + 1).sum()
    }

    fn band(
        &self,
        spike: &Spike,
        orders: &[f64],
        capacity: &[f64],
        cost: Amount,
    ) -> Option<(SpikeOutcome, SpikeOutcome)> {
        let mut random = Random::new(spike.seed);
        let runs: Vec<SpikeOutcome> = (0..spike.runs)
            .map(|_| {
                let scattered: Vec<f64> = orders
                    .iter()
                    .map(|mean| (mean + libm::sqrt(self.dispersion * mean) * random.normal()).max(0.0))
                    .collect();
                self.outcome(&self.play(&scattered, capacity), &scattered, spike.days, cost)
            })
            .collect();
        let at = |percent: i64| {
            let rank = Rate::from_millionths(percent * 10_000);
            let of = |value: fn(&SpikeOutcome) -> f64| nearest_rank(&runs.iter().map(value).collect::<Vec<_>>(), rank);
            let never = f64::from(u32::MAX);
            let recovery = of(|run| run.recovery_days.map_or(f64::from(u32::MAX), f64::from))?;
            let late_orders = of(|run| run.late_orders)?;
            Some(SpikeOutcome {
                peak_backlog: of(|run| run.peak_backlog)?,
                recovery_days: (recovery < never).then(|| super::figures::whole(recovery)),
                late_orders,
                compensation: times(cost.into(), late_orders),
            })
        };
        Some((at(10)?, at(90)?))
    }

    /// Contacts of each day, hour by hour, against the agents; `None` where service is not known.
    fn service(
        &self,
        load: &Load,
        settings: &Settings,
        resources: &[ResourceCeiling],
        orders: &[f64],
    ) -> Option<Vec<SpikeService>> {
        let service = &settings.service;
        resources.iter().find(|one| one.resource == super::ceiling::Resource::Service)?.orders_per_day?;
        let set = (service.people > Quantity::ZERO).then_some(service.people);
        let people = set.or_else(|| Some(Quantity::from_units(i64::from(load.service.agents?))))?;
        let servers = servers(people, service);
        let handling = f64::from(service.handling_seconds.max(1));
        let can = f64::from(servers) * 3_600.0 / handling;
        let contacts_per_order = load.service.contacts_per_order().unwrap_or_else(|| share(service.contacts_per_order));
        let target = service_target(service);
        // Who writes at night is answered in the open hours.
        let open = service_hours(service).map(|share| share > 0.0);
        let asked: f64 = self.hours.iter().zip(open).filter(|(_, open)| *open).map(|(share, _)| share).sum();
        let even = 1.0 / count(open.iter().filter(|open| **open).count()).max(1.0);
        let mut waiting = 0.0_f64;
        let days = orders.iter().map(|orders| {
            let (mut worst, mut in_time) = (0.0_f64, 0.0);
            let contacts = orders * contacts_per_order;
            for (share, _) in self.hours.iter().zip(open).filter(|(_, open)| *open) {
                let now = contacts * if asked > 0.0 { share / asked } else { even };
                let load = now * handling / 3_600.0;
                worst = worst.max(if servers > 0 { load / f64::from(servers) } else { f64::from(u32::MAX) });
                if waiting < NOTHING {
                    in_time += now * service_level(load, servers, target.seconds, handling).unwrap_or(0.0);
                }
                waiting = (waiting + now - can).max(0.0);
            }
            SpikeService {
                worst_load: ten_digits(worst),
                is_unstable: worst >= 1.0,
                in_time_share: if contacts > 0.0 { ten_digits(in_time / contacts) } else { 1.0 },
                waiting: ten_digits(waiting),
            }
        });
        Some(days.collect())
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

/// Orders of each day that can be met from stock, those that cannot, and the SKUs that run out.
fn demanded(
    load: &Load,
    settings: &Settings,
    scene: &Scene<'_>,
    spike: &Spike,
    start: Day,
    length: u32,
) -> (Vec<f64>, Vec<f64>, Vec<StockOut>) {
    let as_of = start.plus(-1);
    let window = load.window(as_of, settings.design.days);
    let mean_orders = mean(&load.orders(window.clone())).unwrap_or(0.0).max(1e-9);
    let first = load.first.unwrap_or(start);
    let all_units: f64 = load.skus.iter().map(|sku| sku.demand(first, window.clone())).sum();
    let units_per_order = (all_units / mean_orders).max(1e-9);
    let mut shelves: Vec<Shelf> = Vec::new();
    for sku in &load.skus {
        let Some(stock) = &sku.stock else { continue };
        let usual = sku.demand(first, window.clone()) / mean_orders;
        let extra = match &spike.sku {
            Some(code) if *code == sku.code => units_per_order,
            Some(_) => 0.0,
            None => usual,
        };
        if usual > 0.0 || extra > 0.0 {
            let coming =
                stock.on_the_way.iter().filter_map(|(due, quantity)| Some(((*due)?.max(start), units(*quantity))));
            let left = units(stock.free());
            shelves.push(Shelf {
                code: &sku.code,
                usual,
                extra,
                left,
                coming: coming.collect(),
                short: 0.0,
                out: None,
            });
        }
    }
    let (mut orders, mut lost) = (Vec::new(), Vec::new());
    for day in 0..length {
        let date = start.plus(day_count(day));
        let usual = scene.usual_on(date);
        let wanted = usual * spike.height(day);
        let short: f64 = shelves.iter_mut().map(|shelf| shelf.sell(date, usual, wanted - usual)).sum();
        let not_met = (short / units_per_order).min(wanted);
        orders.push(wanted - not_met);
        lost.push(not_met);
    }
    let mut outs: Vec<StockOut> = shelves
        .into_iter()
        .filter_map(|shelf| {
            Some(StockOut { code: shelf.code.to_owned(), on: shelf.out?, units_short: ten_digits(shelf.short) })
        })
        .collect();
    outs.sort_by(|one, other| (one.on, &one.code).cmp(&(other.on, &other.code)));
    (orders, lost, outs)
}

/// The stock of one SKU while it is being sold.
struct Shelf<'a> {
    code: &'a str,
    /// Units per usual order and per extra order.
    usual: f64,
    extra: f64,
    left: f64,
    coming: Vec<(Day, f64)>,
    short: f64,
    out: Option<Day>,
}

impl Shelf<'_> {
    /// Sells a day's units and says how many were not there.
    fn sell(&mut self, date: Day, usual_orders: f64, extra_orders: f64) -> f64 {
        let arrived = self.coming.iter().filter(|(due, _)| *due == date).map(|(_, units)| units);
        self.left += arrived.sum::<f64>();
        let wanted = (self.usual * usual_orders + self.extra * extra_orders).max(0.0);
        let short = (wanted - self.left).max(0.0);
        self.left -= wanted - short;
        self.short += short;
        if short > NOTHING * 1e-3 {
            self.out.get_or_insert(date);
        }
        short
    }
}

#[cfg(test)]
#[path = "spike_tests.rs"]
mod tests;
