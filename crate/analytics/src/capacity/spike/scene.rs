//! The shop as a spike finds it: its rhythm, its hours, what it gets through.

use super::super::calendar::{Calendar, weekday};
use super::super::ceiling::{
    Resource, ResourceCeiling, packing_hours, servers, service_hours, service_target, throughput,
};
use super::super::load::Load;
use super::super::queue::{Line, serve, service_level};
use super::super::random::Random;
use super::super::settings::Settings;
use super::{NOTHING, Spike, SpikeOutcome, SpikeService};
use crate::figures::{count, index, median, nearest_rank, share, ten_digits, times, whole};
use crate::money::{Amount, Quantity, Rate};
use crate::time::Day;

/// The shop as a spike finds it.
pub(in super::super) struct Scene<'a> {
    settings: &'a Settings,
    calendar: &'a Calendar,
    /// Usual orders, Monday first.
    pub(super) usual: Vec<f64>,
    /// Share of a day's orders by hour.
    hours: [f64; 24],
    /// Share of a day's packing by hour.
    packing: [f64; 24],
    /// Orders a day that leave.
    throughput: f64,
    pub(super) waiting: f64,
    /// Variance of a day's orders ÷ their mean.
    dispersion: f64,
}

impl<'a> Scene<'a> {
    pub(in super::super) fn new(
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

    pub(in super::super) fn usual_on(&self, day: Day) -> f64 {
        self.usual.get(index(weekday(day))).copied().unwrap_or(0.0)
    }

    pub(in super::super) fn capacity_on(&self, day: Day) -> f64 {
        let works =
            self.settings.packing.works.on(day, self.calendar) && self.settings.courier.works.on(day, self.calendar);
        if works { self.throughput } else { 0.0 }
    }

    /// Plays days of orders against days of capacity, hour by hour.
    pub(in super::super) fn play(&self, orders: &[f64], capacity: &[f64]) -> Line {
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

    pub(in super::super) fn outcome(&self, line: &Line, orders: &[f64], full_days: u32, cost: Amount) -> SpikeOutcome {
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
        let late = ten_digits(orders.iter().take(watched).sum::<f64>() - in_time);
        // Sums of parts of orders leave a hair.
        let late = if late < 1e-6 { 0.0 } else { late };
        SpikeOutcome {
            peak_backlog: ten_digits(evenings.iter().copied().fold(0.0, f64::max)),
            recovery_days: recovery.and_then(|(day, _)| u32::try_from(day - last_full).ok()),
            late_orders: late,
            compensation: times(cost.into(), late),
        }
    }

    /// Share of a day's orders that come in after packing has stopped for the day.
    fn usual_evening(&self) -> f64 {
        let last = self.packing.iter().rposition(|share| *share > 0.0).unwrap_or(23);
        self.hours.iter().skip(last + 1).sum()
    }

    pub(super) fn band(
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
                self.outcome(&self.play(&scattered, capacity), &scattered, spike.full_until(), cost)
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
                recovery_days: (recovery < never).then(|| whole(recovery)),
                late_orders,
                compensation: times(cost.into(), late_orders),
            })
        };
        Some((at(10)?, at(90)?))
    }

    /// Contacts of each day, hour by hour, against the agents; `None` where service is not known.
    pub(super) fn service(
        &self,
        load: &Load,
        settings: &Settings,
        resources: &[ResourceCeiling],
        orders: &[f64],
    ) -> Option<Vec<SpikeService>> {
        let service = &settings.service;
        resources.iter().find(|one| one.resource == Resource::Service)?.orders_per_day?;
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
