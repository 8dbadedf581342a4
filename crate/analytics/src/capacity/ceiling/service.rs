//! How many orders a day customer service answers for, and what its busiest hour is like.

use serde::{Deserialize, Serialize};

use super::{Grounds, Resource, ResourceCeiling, bare};
use crate::capacity::load::Load;
use crate::capacity::queue::{ServiceTarget, Staffing, largest_load, service_level, staffing};
use crate::capacity::settings::{Service, Settings};
use crate::figures::{share, ten_digits, units, whole_down};
use crate::money::Quantity;

/// The busiest hour of the design day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceHour {
    /// Share of the day's contacts that come in it.
    pub share: f64,
    /// Of the service reports, else of the settings.
    pub contacts_per_order: f64,
    /// In the hour.
    pub contacts: f64,
    /// Agents at work × chats at once.
    pub servers: u32,
    /// In erlangs.
    pub load: f64,
    /// At or over the servers, so that the line grows without end.
    pub is_unstable: bool,
    /// Share of contacts answered in time; `None` when unstable.
    pub service_level: Option<f64>,
    /// Servers, and agents on the roster, that would meet the target.
    pub wanted: Option<Staffing>,
    /// Agents on the roster for `wanted`, with their chats at once.
    pub wanted_people: Option<u32>,
}

/// How contacts come and how they are answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceDemand {
    /// Of the service reports, else of the settings.
    pub contacts_per_order: f64,
    /// Share of the day's contacts in the busiest hour.
    pub busiest_share: f64,
}

/// Agents at work × chats at once, whole ones: half an agent answers nobody at the same time.
pub(in crate::capacity) fn servers(people: Quantity, service: &Service) -> u32 {
    whole_down(units(people) * (1.0 - share(service.shrinkage)) * f64::from(service.at_once))
}

pub(in crate::capacity) fn service_target(service: &Service) -> ServiceTarget {
    ServiceTarget {
        share: share(service.target_share),
        seconds: f64::from(service.target_seconds),
        occupancy: share(service.occupancy),
        shrinkage: share(service.shrinkage),
    }
}

/// Orders a day whose busiest hour so many people just carry within the target.
pub fn service_orders(people: Quantity, service: &Service, demand: ServiceDemand) -> f64 {
    let handling = f64::from(service.handling_seconds);
    let erlangs = largest_load(servers(people, service), handling, &service_target(service));
    let contacts = erlangs * 3_600.0 / handling.max(1.0);
    let per_order = demand.contacts_per_order * demand.busiest_share;
    if per_order > 0.0 { contacts / per_order } else { 0.0 }
}

/// The share of the day's orders that come in its busiest hour, over a window. Contacts come when the service is open,
/// so no less than an even spread over its hours.
pub(in crate::capacity) fn busiest_share(load: &Load, window: std::ops::Range<usize>, service: &Service) -> f64 {
    let mut by_hour = [0_u32; 24];
    for day in load.days.get(window).unwrap_or(&[]) {
        for (sum, orders) in by_hour.iter_mut().zip(day.by_hour) {
            *sum += orders;
        }
    }
    let all: u32 = by_hour.iter().sum();
    let even = 1.0 / units(service.hours).max(1.0);
    let busiest = by_hour.iter().max().copied().unwrap_or(0);
    // Files without a time of day put every order at midnight.
    let has_hours = by_hour.iter().filter(|orders| **orders > 0).count() > 1;
    if all > 0 && has_hours { (f64::from(busiest) / f64::from(all)).max(even) } else { even }
}

pub(super) fn service(
    load: &Load,
    settings: &Settings,
    window: std::ops::Range<usize>,
    design: Option<f64>,
) -> ResourceCeiling {
    let service = &settings.service;
    let measured = load.service.agents.map(|agents| Quantity::from_units(i64::from(agents)));
    let set = (service.people > Quantity::ZERO).then_some(service.people);
    let Some(people) = set.or(measured) else { return bare(Resource::Service, None, Grounds::NotKnown, &[]) };
    let measured_contacts = load.service.contacts_per_order();
    let demand = ServiceDemand {
        contacts_per_order: measured_contacts.unwrap_or_else(|| share(service.contacts_per_order)),
        busiest_share: busiest_share(load, window, service),
    };
    let mut assumed = vec!["service.handling_seconds", "service.at_once", "service.shrinkage", "service.occupancy"];
    assumed.extend(["service.target_share", "service.target_seconds", "service.hours"]);
    if set.is_some() {
        assumed.push("service.people");
    }
    if measured_contacts.is_none() {
        assumed.push("service.contacts_per_order");
    }
    let is_measured = set.is_none() || measured_contacts.is_some();
    let grounds = if is_measured { Grounds::PartlyMeasured } else { Grounds::Assumed };
    let orders = service_orders(people, service, demand);
    let mut ceiling = bare(Resource::Service, Some(orders), grounds, &assumed);
    ceiling.service = design.map(|orders| service_hour(people, service, demand, orders));
    ceiling
}

fn service_hour(people: Quantity, service: &Service, demand: ServiceDemand, orders: f64) -> ServiceHour {
    let handling = f64::from(service.handling_seconds.max(1));
    let contacts = orders * demand.contacts_per_order * demand.busiest_share;
    let load = contacts * handling / 3_600.0;
    let servers = servers(people, service);
    let target = service_target(service);
    let level = service_level(load, servers, target.seconds, handling);
    let wanted = staffing(load, handling, &target);
    let at_work = wanted.map(|wanted| wanted.agents.div_ceil(service.at_once.max(1)));
    ServiceHour {
        share: ten_digits(demand.busiest_share),
        contacts_per_order: ten_digits(demand.contacts_per_order),
        contacts: ten_digits(contacts),
        servers,
        load: ten_digits(load),
        is_unstable: level.is_err(),
        service_level: level.ok().map(ten_digits),
        wanted,
        wanted_people: at_work
            .map(|agents| crate::figures::whole_up(f64::from(agents) / (1.0 - target.shrinkage).max(1e-6))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::resources;
    use super::super::tests::{day, settings, shop};
    use super::*;

    #[test]
    fn service_carries_what_the_published_call_centre_carries() {
        // 20 on the roster are 14 at work; the published case has 200 contacts an hour of 3 minutes, and just one agent
        // fewer would not do. With one contact an order, a tenth of a day's in the busiest hour: at least 2,000 orders.
        let mut service = settings().service;
        (service.handling_seconds, service.at_once, service.target_seconds) = (180, 1, 20);
        let demand = ServiceDemand { contacts_per_order: 1.0, busiest_share: 0.1 };
        let with = |people: i64| service_orders(Quantity::from_units(people), &service, demand);
        assert!(with(20) >= 2_000.0 && with(18) < 2_000.0, "{} {}", with(20), with(18));
        assert_eq!(with(1), 0.0, "one on the roster is less than one at work");
    }

    #[test]
    fn an_overrun_service_says_so() {
        let mut settings = settings();
        settings.service.people = Quantity::from_units(2);
        let resources = resources(&shop(&[5_000; 5]), &settings, day("2026-06-05"), Some(5_000.0));
        let service = resources[1].service.unwrap();
        assert!(service.is_unstable && service.service_level.is_none() && resources[1].load_design.unwrap() > 1.0);
        assert!(service.wanted_people.unwrap() > 2);
    }
}
