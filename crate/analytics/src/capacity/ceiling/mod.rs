//! How many orders a day each resource carries, and which of them gives first.
//!
//! A ceiling says what it rests on: files, the seller's settings, or what the shop has done before. A resource of which
//! none of these says anything is not known, and no number is made up for it. There is a ceiling of the shop as soon as
//! one resource is known.

mod packing;
mod service;
mod stock;
mod working_hours;

use serde::{Deserialize, Serialize};

use packing::packing;
pub use packing::packing_orders;
use service::service;
pub use service::{ServiceDemand, ServiceHour, service_orders};
pub(super) use service::{busiest_share, servers, service_target};
pub use stock::StockCover;
use stock::stock;
pub(super) use working_hours::{packing_hours, service_hours};

use super::load::Load;
use super::settings::Settings;
use crate::figures::{ten_digits, units};
use crate::money::Quantity;
use crate::time::Day;

/// What can run short.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// People or stations that pack.
    Packing,
    /// Agents that answer buyers.
    Service,
    /// Goods on the shelf.
    Stock,
    /// What is collected a day.
    Courier,
    /// One the seller added, by its name.
    Other(String),
}

impl Resource {
    /// The stable name, or the seller's own.
    pub fn name(&self) -> &str {
        match self {
            Resource::Packing => "packing",
            Resource::Service => "service",
            Resource::Stock => "stock",
            Resource::Courier => "courier",
            Resource::Other(name) => name,
        }
    }
}

/// What a ceiling rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grounds {
    /// The shop's own files.
    Measured,
    /// People measured from files, the pace assumed.
    PartlyMeasured,
    /// The settings alone.
    Assumed,
    /// The most that was ever done on one day: it can be done, and perhaps more. Nothing is ordered by it.
    Shown,
    /// Neither files nor settings say anything.
    NotKnown,
}

impl Grounds {
    /// Whether something may be ordered by a ceiling that rests on this: a record is no limit.
    pub const fn is_limit(self) -> bool {
        match self {
            Grounds::Measured | Grounds::PartlyMeasured | Grounds::Assumed => true,
            Grounds::Shown | Grounds::NotKnown => false,
        }
    }
}

/// One resource and how far it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceCeiling {
    /// Which one.
    pub resource: Resource,
    /// On a day on which it works. `None` where nothing is known of it.
    pub orders_per_day: Option<f64>,
    /// What the figure rests on.
    pub grounds: Grounds,
    /// Keys of the settings it rests on, as in the settings file, without `capacity.`.
    pub assumed: Vec<String>,
    /// Orders of the day of analysis ÷ ceiling.
    pub load_today: Option<f64>,
    /// Orders of the design day ÷ ceiling.
    pub load_design: Option<f64>,
    /// Ceiling less the orders of the day of analysis; negative when over.
    pub headroom_today: Option<f64>,
    /// The same for the orders of the design day.
    pub headroom_design: Option<f64>,
    /// Of customer service: what the design day's busiest hour is like.
    pub service: Option<ServiceHour>,
    /// Of stock: what it covers.
    pub stock: Option<StockCover>,
}

/// The shop's ceiling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    /// On a day on which the bottleneck works.
    pub orders_per_day: f64,
    /// The resource that gives first.
    pub bottleneck: Resource,
    /// Of the bottleneck.
    pub grounds: Grounds,
}

/// The lowest of the known ceilings; of equal ones the first.
pub fn ceiling(resources: &[ResourceCeiling]) -> Option<Ceiling> {
    let known = resources.iter().filter_map(|resource| Some((resource.orders_per_day?, resource)));
    let lowest = known.reduce(|lowest, other| if other.0 < lowest.0 { other } else { lowest });
    lowest.map(|(orders_per_day, one)| Ceiling {
        orders_per_day,
        bottleneck: one.resource.clone(),
        grounds: one.grounds,
    })
}

/// The resources whose ceilings are limits, and not merely records.
pub(super) fn limits(resources: &[ResourceCeiling]) -> Vec<ResourceCeiling> {
    resources.iter().filter(|one| one.grounds.is_limit()).cloned().collect()
}

/// Every resource, known or not, for the orders of a day and of the design day.
pub fn resources(load: &Load, settings: &Settings, as_of: Day, design_orders: Option<f64>) -> Vec<ResourceCeiling> {
    let window = load.window(as_of, settings.design.days);
    let mut all = vec![
        packing(load, settings, window.clone()),
        service(load, settings, window.clone(), design_orders),
        stock(load, settings, as_of, window),
    ];
    let courier = (settings.courier.parcels_per_day > Quantity::ZERO).then(|| units(settings.courier.parcels_per_day));
    let mut by_setting = |resource: Resource, orders: Option<f64>, key: &str| {
        let grounds = if orders.is_some() { Grounds::Assumed } else { Grounds::NotKnown };
        all.push(bare(resource, orders, grounds, &[key]));
    };
    by_setting(Resource::Courier, courier, "courier.parcels_per_day");
    for (name, orders) in &settings.other {
        by_setting(Resource::Other(name.clone()), Some(units(*orders)), &format!("other.{name}"));
    }
    let today = load.window(as_of, 1);
    let today = load.days.get(today).and_then(<[_]>::last).map(|day| f64::from(day.orders));
    for resource in &mut all {
        resource.orders_per_day = resource.orders_per_day.map(ten_digits);
        let Some(ceiling) = resource.orders_per_day else { continue };
        let load = |orders: Option<f64>| orders.filter(|_| ceiling > 0.0).map(|orders| ten_digits(orders / ceiling));
        let headroom = |orders: Option<f64>| orders.map(|orders| ten_digits(ceiling - orders));
        (resource.load_today, resource.load_design) = (load(today), load(design_orders));
        (resource.headroom_today, resource.headroom_design) = (headroom(today), headroom(design_orders));
    }
    all
}

fn bare(resource: Resource, orders_per_day: Option<f64>, grounds: Grounds, assumed: &[&str]) -> ResourceCeiling {
    let assumed = if orders_per_day.is_some() { assumed } else { &[] };
    ResourceCeiling {
        resource,
        orders_per_day,
        grounds,
        assumed: assumed.iter().map(|&key| key.to_owned()).collect(),
        load_today: None,
        load_design: None,
        headroom_today: None,
        headroom_design: None,
        service: None,
        stock: None,
    }
}

/// Orders a day the shop gets through, of the resources that handle every order as it comes: packing, courier and what
/// the seller added. `None` where none of them is known.
pub(super) fn throughput(resources: &[ResourceCeiling]) -> Option<f64> {
    let handles = |resource: &Resource| match resource {
        Resource::Packing | Resource::Courier | Resource::Other(_) => true,
        Resource::Service | Resource::Stock => false,
    };
    let rates = resources.iter().filter(|one| handles(&one.resource)).filter_map(|one| one.orders_per_day);
    rates.reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use super::super::load::{DayLoad, ServiceRecord};
    use super::*;
    use crate::Config;

    pub(super) fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    pub(super) fn settings() -> Settings {
        Config::default().capacity
    }

    pub(super) fn shop(orders: &[u32]) -> Load {
        let days = orders.iter().map(|&orders| DayLoad { orders, sent: orders / 2, ..DayLoad::default() }).collect();
        Load { first: Some(day("2026-06-01")), days, ..Load::default() }
    }

    #[test]
    fn a_record_is_no_limit() {
        let load = shop(&[40, 90, 60]);
        let found = resources(&load, &settings(), day("2026-06-03"), Some(90.0));
        // Half of 90 orders left on the second day, the most there ever were.
        let ceiling = ceiling(&found).unwrap();
        assert_eq!((ceiling.orders_per_day, ceiling.grounds), (45.0, Grounds::Shown));
        assert_eq!(limits(&found), []);
        let mut settings = settings();
        settings.packing.orders_per_day = Quantity::from_units(50);
        let found = resources(&load, &settings, day("2026-06-03"), Some(90.0));
        assert_eq!(
            (found[0].grounds, &found[0].assumed[..]),
            (Grounds::Assumed, &["packing.orders_per_day".to_owned()][..])
        );
        assert_eq!(limits(&found).len(), 1);
    }

    #[test]
    fn nothing_is_made_up_for_what_is_not_known() {
        let resources = resources(&shop(&[4, 8, 12]), &settings(), day("2026-06-03"), Some(12.0));
        let grounds: Vec<_> = resources.iter().map(|one| (one.resource.name(), one.grounds)).collect();
        let expected = [
            ("packing", Grounds::Shown),
            ("service", Grounds::NotKnown),
            ("stock", Grounds::NotKnown),
            ("courier", Grounds::NotKnown),
        ];
        assert_eq!(grounds, expected);
        // The most that left on one day is 6.
        let (bottleneck, grounds) = (Resource::Packing, Grounds::Shown);
        assert_eq!(ceiling(&resources), Some(Ceiling { orders_per_day: 6.0, bottleneck, grounds }));
        assert_eq!((resources[0].load_today, resources[0].headroom_design), (Some(2.0), Some(-6.0)));
        assert_eq!(ceiling(&resources[1..]), None);
    }

    #[test]
    fn the_lowest_resource_is_the_bottleneck() {
        let mut settings = settings();
        settings.packing.people = Quantity::from_units(4);
        settings.courier.parcels_per_day = Quantity::from_units(500);
        settings.other.insert("热敏打印机".to_owned(), Quantity::from_units(300));
        let mut load = shop(&[100; 30]);
        load.service = ServiceRecord { contacts: 300, orders: 100, agents: Some(5), ..ServiceRecord::default() };
        let resources = resources(&load, &settings, day("2026-06-30"), Some(100.0));
        let ceiling = ceiling(&resources).unwrap();
        let service = resources[1].service.unwrap();
        assert_eq!((service.contacts_per_order, service.servers), (3.0, 10));
        assert_eq!(resources[1].grounds, Grounds::PartlyMeasured);
        assert!(!resources[1].assumed.contains(&"service.contacts_per_order".to_owned()));
        assert_eq!(ceiling.bottleneck, Resource::Other("热敏打印机".to_owned()));
        assert_eq!(throughput(&resources), Some(300.0));
    }
}
