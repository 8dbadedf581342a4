//! How many orders a day each resource carries, and which of them gives first.
//!
//! A ceiling says what it rests on: files, the seller's settings, or what the shop has done before. A resource of which
//! none of these says anything is not known, and no number is made up for it. There is a ceiling of the shop as soon as
//! one resource is known.

use serde::{Deserialize, Serialize};

use super::load::{Load, SkuLoad};
use super::queue::{ServiceTarget, Staffing, largest_load, service_level, staffing};
use super::settings::{Packing, Service, Settings};
use crate::figures::{index, nearest_rank, share, ten_digits, units, whole_down};
use crate::money::{Quantity, Rate};
use crate::time::Day;

/// What can run short.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    Packing,
    Service,
    Stock,
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
    pub resource: Resource,
    /// On a day on which it works. `None` where nothing is known of it.
    pub orders_per_day: Option<f64>,
    pub grounds: Grounds,
    /// Keys of the settings it rests on, as in the settings file, without `capacity.`.
    pub assumed: Vec<String>,
    /// Orders of the day of analysis ÷ ceiling.
    pub load_today: Option<f64>,
    /// Orders of the design day ÷ ceiling.
    pub load_design: Option<f64>,
    /// Ceiling less the orders of the day of analysis; negative when over.
    pub headroom_today: Option<f64>,
    pub headroom_design: Option<f64>,
    /// Of customer service: what the design day's busiest hour is like.
    pub service: Option<ServiceHour>,
    /// Of stock: what it covers.
    pub stock: Option<StockCover>,
}

/// The busiest hour of the design day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceHour {
    /// Share of the day's contacts that come in it.
    pub share: f64,
    pub contacts_per_order: f64,
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

/// How the stock covers the demand of the horizon.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StockCover {
    /// Share-weighted lowest cover: 1 is exactly the horizon's demand.
    pub cover: f64,
    /// Mean orders a day that it is taken of.
    pub mean_orders: f64,
    /// Codes of SKUs in demand that are out of stock: each limits itself, not the shop.
    pub out_of_stock: Vec<String>,
    /// Codes of SKUs in demand of which no file has the stock. They are in no figure here.
    pub without_data: Vec<String>,
}

/// The shop's ceiling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceiling {
    pub orders_per_day: f64,
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

/// What the seller says gets packed a day; else people × shifts × hours × pace × utilisation × accuracy. `None` while
/// neither is set.
pub fn packing_orders(packing: &Packing) -> Option<f64> {
    if packing.orders_per_day > Quantity::ZERO {
        return Some(units(packing.orders_per_day));
    }
    (packing.people > Quantity::ZERO).then(|| {
        units(packing.people)
            * f64::from(packing.shifts)
            * units(packing.hours)
            * units(packing.orders_per_hour)
            * share(packing.utilisation)
            * share(packing.accuracy)
    })
}

/// How contacts come and how they are answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceDemand {
    pub contacts_per_order: f64,
    /// Share of the day's contacts in the busiest hour.
    pub busiest_share: f64,
}

/// Agents at work × chats at once, whole ones: half an agent answers nobody at the same time.
pub(super) fn servers(people: Quantity, service: &Service) -> u32 {
    whole_down(units(people) * (1.0 - share(service.shrinkage)) * f64::from(service.at_once))
}

pub(super) fn service_target(service: &Service) -> ServiceTarget {
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
pub(super) fn busiest_share(load: &Load, window: std::ops::Range<usize>, service: &Service) -> f64 {
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

fn packing(load: &Load, settings: &Settings, window: std::ops::Range<usize>) -> ResourceCeiling {
    const KEYS: [&str; 6] = ["people", "shifts", "hours", "orders_per_hour", "utilisation", "accuracy"];
    if let Some(orders) = packing_orders(&settings.packing) {
        if settings.packing.orders_per_day > Quantity::ZERO {
            return bare(Resource::Packing, Some(orders), Grounds::Assumed, &["packing.orders_per_day"]);
        }
        let keys = KEYS.map(|key| format!("packing.{key}"));
        return bare(Resource::Packing, Some(orders), Grounds::Assumed, &keys.each_ref().map(String::as_str));
    }
    let sent: Vec<f64> = load.days.get(window).unwrap_or(&[]).iter().map(|day| f64::from(day.sent)).collect();
    let most = nearest_rank(&sent, Rate::ONE).filter(|most| *most > 0.0);
    let grounds = if most.is_some() { Grounds::Shown } else { Grounds::NotKnown };
    bare(Resource::Packing, most, grounds, &[])
}

fn service(load: &Load, settings: &Settings, window: std::ops::Range<usize>, design: Option<f64>) -> ResourceCeiling {
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

fn stock(load: &Load, settings: &Settings, as_of: Day, window: std::ops::Range<usize>) -> ResourceCeiling {
    let Some(first) = load.first.filter(|_| load.skus.iter().any(|sku| sku.stock.is_some())) else {
        return bare(Resource::Stock, None, Grounds::NotKnown, &[]);
    };
    let horizon = settings.stock.horizon_days;
    let mut result = StockCover::default();
    let (mut weighted, mut demanded) = (0.0, 0.0);
    for sku in &load.skus {
        let demand = sku.demand(first, window.clone());
        if demand <= 0.0 {
            continue;
        }
        let Some(cover) = lowest_cover(sku, demand, as_of, horizon) else {
            result.without_data.push(sku.code.clone());
            continue;
        };
        if sku.stock.as_ref().is_some_and(|stock| stock.free() <= Quantity::ZERO) {
            result.out_of_stock.push(sku.code.clone());
        }
        weighted += demand * cover;
        demanded += demand;
    }
    let orders = load.orders(window);
    result.mean_orders = ten_digits(crate::figures::mean(&orders).unwrap_or(0.0));
    result.cover = if demanded > 0.0 { ten_digits(weighted / demanded) } else { 0.0 };
    let ceiling = (demanded > 0.0).then_some(result.mean_orders * result.cover);
    let grounds = if ceiling.is_some() { Grounds::Measured } else { Grounds::NotKnown };
    let mut bare = bare(Resource::Stock, ceiling, grounds, &["stock.horizon_days"]);
    bare.stock = Some(result);
    bare
}

/// The lowest of (on hand + arrived by then) ÷ demand until then, over the days of the horizon. What is due on no known
/// day counts at the horizon's end. `None` where no file has the stock.
fn lowest_cover(sku: &SkuLoad, demand: f64, as_of: Day, horizon: u32) -> Option<f64> {
    let stock = sku.stock.as_ref()?;
    let end = as_of.plus(crate::figures::days(horizon));
    let mut there = units(stock.free());
    let mut arrivals: Vec<(Day, Quantity)> =
        stock.on_the_way.iter().map(|(due, quantity)| (due.unwrap_or(end).max(as_of.plus(1)), *quantity)).collect();
    arrivals.sort_unstable();
    let mut lowest = f64::INFINITY;
    // Between two arrivals the cover only falls, so it is lowest on the evening before one, and at the end.
    for (due, quantity) in arrivals.into_iter().filter(|(due, _)| *due <= end) {
        let days = f64::from(due.number() - 1 - as_of.number());
        if days > 0.0 {
            lowest = lowest.min(there / (demand * days));
        }
        there += units(quantity);
    }
    Some(lowest.min(there / (demand * f64::from(horizon.max(1)))))
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

/// Hours of a day on which packing works, from its first to its last, as shares of the day's packing.
pub(super) fn packing_hours(packing: &Packing) -> [f64; 24] {
    spread(packing.start_hour, units(packing.hours) * f64::from(packing.shifts))
}

pub(super) fn service_hours(service: &Service) -> [f64; 24] {
    spread(service.start_hour, units(service.hours))
}

/// `hours` from an hour of the day on, as shares of their sum; what goes beyond midnight is done in the early hours.
fn spread(start_hour: u32, hours: f64) -> [f64; 24] {
    let hours = hours.clamp(1.0, 24.0);
    let mut shares = [0.0; 24];
    for step in 0..24_u32 {
        let part = (hours - f64::from(step)).clamp(0.0, 1.0);
        if let Some(slot) = shares.get_mut(index((start_hour + step) % 24)) {
            *slot = part / hours;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::super::load::{DayLoad, ServiceRecord, StockState};
    use super::*;
    use crate::Config;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn settings() -> Settings {
        Config::default().capacity
    }

    fn shop(orders: &[u32]) -> Load {
        let days = orders.iter().map(|&orders| DayLoad { orders, sent: orders / 2, ..DayLoad::default() }).collect();
        Load { first: Some(day("2026-06-01")), days, ..Load::default() }
    }

    #[test]
    fn packing_is_people_times_pace() {
        let mut settings = settings();
        settings.packing.people = Quantity::from_units(4);
        // By hand: 4 × 1 × 8 h × 30 × 0.85 × 0.99.
        let orders = packing_orders(&settings.packing).unwrap();
        assert!((orders - 807.84).abs() < 1e-9);
        settings.packing.shifts = 2;
        assert!((packing_orders(&settings.packing).unwrap() - 2.0 * 807.84).abs() < 1e-9);
        settings.packing.people = Quantity::ZERO;
        assert_eq!(packing_orders(&settings.packing), None);
        // What the seller says of the whole day goes before the product.
        (settings.packing.people, settings.packing.orders_per_day) =
            (Quantity::from_units(4), Quantity::from_units(260));
        assert_eq!(packing_orders(&settings.packing), Some(260.0));
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
    fn stock_carries_its_share_weighted_lowest_cover() {
        // By hand, over a horizon of 10 days with mean 20 orders a day: A sells 2 a day and has 30 → cover 1.5; B sells
        // 1 a day and has 4, with 10 more due on the eighth day: 4 ÷ 7 before, 14 ÷ 10 after → 4/7; C sells 1 a day, has
        // none. Weighted: (2 × 1.5 + 1 × 4/7 + 0) ÷ 4.
        let sku = |code: &str, a_day: i64, on_hand: i64, on_the_way: Vec<(Option<Day>, Quantity)>| SkuLoad {
            code: code.to_owned(),
            sold: (0..10).map(|day| (day, Quantity::from_units(a_day))).collect(),
            stock: Some(StockState { on_hand: Quantity::from_units(on_hand), reserved: Quantity::ZERO, on_the_way }),
            ..SkuLoad::default()
        };
        let mut load = shop(&[20; 10]);
        let due = vec![(Some(day("2026-06-18")), Quantity::from_units(10))];
        load.skus = vec![sku("A", 2, 30, Vec::new()), sku("B", 1, 4, due), sku("C", 1, 0, Vec::new())];
        load.skus.push(SkuLoad { stock: None, ..sku("D", 9, 0, Vec::new()) });
        let mut settings = settings();
        settings.stock.horizon_days = 10;
        let resources = resources(&load, &settings, day("2026-06-10"), Some(20.0));
        let stock = resources.iter().find(|one| one.resource == Resource::Stock).unwrap();
        let cover = stock.stock.as_ref().unwrap();
        assert!((cover.cover - (3.0 + 4.0 / 7.0) / 4.0).abs() < 1e-9, "{}", cover.cover);
        assert!((stock.orders_per_day.unwrap() - 20.0 * cover.cover).abs() < 1e-6);
        assert_eq!((&cover.out_of_stock[..], &cover.without_data[..]), (&["C".to_owned()][..], &["D".to_owned()][..]));
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

    #[test]
    fn an_overrun_service_says_so() {
        let mut settings = settings();
        settings.service.people = Quantity::from_units(2);
        let resources = resources(&shop(&[5_000; 5]), &settings, day("2026-06-05"), Some(5_000.0));
        let service = resources[1].service.unwrap();
        assert!(service.is_unstable && service.service_level.is_none() && resources[1].load_design.unwrap() > 1.0);
        assert!(service.wanted_people.unwrap() > 2);
    }

    #[test]
    fn a_shift_over_midnight_goes_on_in_the_early_hours() {
        let hours = spread(20, 6.0);
        assert_eq!(hours.iter().filter(|share| **share > 0.0).count(), 6);
        assert!(hours[0] > 0.0 && hours[1] > 0.0 && hours[2] == 0.0 && hours[20] > 0.0);
        assert!((hours.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
