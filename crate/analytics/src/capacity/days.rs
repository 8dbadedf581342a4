//! The days of the shop against its ceiling, what followed when they crossed the red line, and the rhythm of the week.

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, DayKind, Event, Phase, weekday};
use super::ceiling::{Resource, ResourceCeiling, busiest_share, limits, service_orders, throughput};
use super::load::{DayLoad, Load};
use super::settings::{DesignBasis, Settings};
use crate::figures::{count, mean, nearest_rank, share, ten_digits};
use crate::money::{Money, Quantity};
use crate::time::Day;

/// The day to plan for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DesignDay {
    /// A share: 0.95.
    pub percentile: f64,
    /// Whether of days gone by or of days to come.
    pub basis: DesignBasis,
    /// First and last day it is taken of.
    pub from: Day,
    /// The last of them.
    pub to: Day,
    /// Calendar days, empty ones included.
    pub days: u32,
    /// How many orders such a day brings.
    pub orders: f64,
}

/// The design day of history: the last days up to `as_of`, or as many as there are. `None` without orders.
pub fn design_day(load: &Load, settings: &Settings, as_of: Day) -> Option<DesignDay> {
    let window = load.window(as_of, settings.design.days);
    let orders = nearest_rank(&load.orders(window.clone()), settings.design.percentile)?;
    let mut days = load.dated(window).map(|(day, _)| day);
    let from = days.next()?;
    let to = days.last().unwrap_or(from);
    Some(DesignDay {
        percentile: share(settings.design.percentile),
        basis: DesignBasis::History,
        from,
        to,
        days: (to.number() - from.number() + 1).unsigned_abs(),
        orders,
    })
}

/// One day against the ceiling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayAgainst {
    /// In the shop's time zone.
    pub date: Day,
    /// Paid on the day.
    pub orders: u32,
    /// Orders ÷ ceiling; `None` without a ceiling.
    pub load: Option<f64>,
    /// Orders ÷ the lowest ceiling but stock's. Today's stock says nothing of days gone by, so what crossed the red line
    /// is judged by this. `None` where only stock is known.
    pub work_load: Option<f64>,
    /// Over the red line, by the work load; by the load where there is none. The most that was ever sent is no limit, so
    /// nothing crosses a line by it.
    pub is_crossed: bool,
    /// Over the ceiling itself.
    pub is_over: bool,
    /// Whether people work on it.
    pub kind: DayKind,
    /// The season it falls into.
    pub event: Option<Event>,
    /// What became of its orders.
    pub followed: OrderOutcomes,
}

/// What became of the orders of a day, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderOutcomes {
    /// How many days are added up here.
    pub days: u32,
    /// Paid on those days.
    pub orders: u32,
    /// 24 小时内发货率; `None` where no file tells when parcels left.
    pub prompt_share: Option<f64>,
    /// Share sent after the late limit, or waiting beyond it, of those that are judged.
    pub late_share: Option<f64>,
    /// Late orders by count.
    pub late: u32,
    /// Orders of which it is known by now whether they were late: `late_share` is of these.
    pub judged: u32,
    /// Share of orders of which money went back.
    pub refunded_share: Option<f64>,
    /// Money that went back.
    pub refunds: Money,
    /// 赔付.
    pub compensation: Money,
    /// Reviews of one or two stars written on those days.
    pub bad_reviews: u32,
}

/// Days that crossed the red line beside those that did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RedLineDays {
    /// Days over the red line.
    pub crossed: OrderOutcomes,
    /// All other days.
    pub calm: OrderOutcomes,
}

fn followed<'a>(days: impl Iterator<Item = &'a DayLoad>, settings: &Settings) -> OrderOutcomes {
    let mut sum = OrderOutcomes::default();
    let (mut prompt, mut in_time) = ((0, 0), (0, 0));
    let mut refunded = 0;
    for day in days {
        sum.days += 1;
        sum.orders += day.orders;
        refunded += day.refunded;
        sum.refunds += day.refunds;
        sum.compensation += day.compensation;
        sum.bad_reviews += day.bad_reviews;
        let add = |total: &mut (u32, u32), hours: u32| {
            let (within, known) = day.sent_within(hours);
            *total = (total.0 + within, total.1 + known);
        };
        add(&mut prompt, settings.late.prompt_hours);
        add(&mut in_time, settings.late.late_hours);
    }
    let ratio = |part: u32, whole: u32| (whole > 0).then(|| ten_digits(f64::from(part) / f64::from(whole)));
    sum.prompt_share = ratio(prompt.0, prompt.1);
    (sum.late, sum.judged) = (in_time.1 - in_time.0, in_time.1);
    sum.late_share = ratio(sum.late, in_time.1);
    sum.refunded_share = ratio(refunded, sum.orders);
    sum
}

/// Every day against the ceiling.
pub fn days(load: &Load, settings: &Settings, resources: &[ResourceCeiling], calendar: &Calendar) -> Vec<DayAgainst> {
    let red_line = share(settings.red_line);
    let known = resources.iter().filter_map(|one| Some((one, one.orders_per_day.filter(|orders| *orders > 0.0)?)));
    let lowest_of = |counts: &dyn Fn(&ResourceCeiling) -> bool| {
        known.clone().filter(|(one, _)| counts(one)).map(|(_, orders)| orders).reduce(f64::min)
    };
    let is_work = |one: &ResourceCeiling| one.resource != Resource::Stock;
    let lowest = lowest_of(&|_| true);
    let of_work = lowest_of(&is_work);
    let limit = lowest_of(&|one| is_work(one) && one.grounds.is_limit())
        .or_else(|| lowest_of(&|one| one.grounds.is_limit()).filter(|_| of_work.is_none()));
    let dated = load.dated(0..load.days.len());
    let against = dated.map(|(date, day)| {
        let against = |ceiling: Option<f64>| ceiling.map(|ceiling| ten_digits(f64::from(day.orders) / ceiling));
        let (load, work_load) = (against(lowest), against(of_work));
        let judged = against(limit);
        DayAgainst {
            date,
            orders: day.orders,
            load,
            work_load,
            is_crossed: judged.is_some_and(|load| load > red_line),
            is_over: judged.is_some_and(|load| load > 1.0),
            kind: calendar.kind(date),
            event: calendar.event(date),
            followed: followed(std::iter::once(day), settings),
        }
    });
    against.collect()
}

/// What followed crossed days, and what followed the others. Days on which couriers rest are late without being busy, and
/// are in neither.
pub fn red_line_days(load: &Load, settings: &Settings, days: &[DayAgainst]) -> RedLineDays {
    let rests = |against: &DayAgainst| against.event.is_some_and(|event| event.phase == Phase::Rest);
    let of = |crossed: bool| {
        let judged = load.days.iter().zip(days).filter(move |(_, against)| !rests(against));
        let chosen = judged.filter(move |(_, against)| against.is_crossed == crossed);
        followed(chosen.map(|(day, _)| day), settings)
    };
    RedLineDays { crossed: of(true), calm: of(false) }
}

/// The rhythm of the week, and where it needs an extra shift.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rhythm {
    /// Mean orders, Monday first, by hour of the day. Empty where the files have no time of day.
    pub by_hour: Vec<[f64; 24]>,
    /// Mean orders a day, Monday first.
    pub by_weekday: Vec<f64>,
    /// Busiest first.
    pub extra_shifts: Vec<ExtraShift>,
}

/// A part of the week whose usual orders are over the red line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExtraShift {
    /// 0 is Monday.
    pub weekday: u32,
    /// The hour in which service is overrun; `None` where the whole day is more than packing carries.
    pub hour: Option<u32>,
    /// Usual orders ÷ what is carried.
    pub load: f64,
}

/// The rhythm of the last days up to `as_of`, against what packing carries a day and service an hour.
pub fn rhythm(load: &Load, settings: &Settings, resources: &[ResourceCeiling], as_of: Day) -> Rhythm {
    let window = load.window(as_of, settings.design.days);
    let mut by_weekday: Vec<Vec<f64>> = vec![Vec::new(); 7];
    let mut hours = vec![[0_u32; 24]; 7];
    for (date, day) in load.dated(window.clone()) {
        let place = crate::figures::index(weekday(date));
        if let (Some(list), Some(hours)) = (by_weekday.get_mut(place), hours.get_mut(place)) {
            list.push(f64::from(day.orders));
            for (sum, orders) in hours.iter_mut().zip(day.by_hour) {
                *sum += orders;
            }
        }
    }
    // Files without a time of day put every order at midnight.
    let has_hours =
        (0..24).filter(|hour| hours.iter().any(|of_day| of_day.get(*hour).is_some_and(|n| *n > 0))).count() > 1;
    let means: Vec<f64> = by_weekday.iter().map(|orders| ten_digits(mean(orders).unwrap_or(0.0))).collect();
    let by_hour: Vec<[f64; 24]> = if has_hours {
        let weeks = by_weekday.iter().map(|orders| count(orders.len()).max(1.0));
        hours
            .iter()
            .zip(weeks)
            .map(|(of_day, weeks)| of_day.map(|orders| ten_digits(f64::from(orders) / weeks)))
            .collect()
    } else {
        Vec::new()
    };
    let mut extra_shifts = Vec::new();
    let red_line = share(settings.red_line);
    if let Some(packed) = throughput(&limits(resources)).filter(|packed| *packed > 0.0) {
        let loads = (0..7_u32).zip(&means).map(|(weekday, orders)| (weekday, orders / packed));
        extra_shifts.extend(loads.filter(|(_, load)| *load > red_line).map(|(weekday, load)| ExtraShift {
            weekday,
            hour: None,
            load: ten_digits(load),
        }));
    }
    if let Some(carried) = service_an_hour(load, settings, window).filter(|carried| *carried > 0.0) {
        for (weekday, of_day) in (0_u32..).zip(&by_hour) {
            let loads = (0_u32..).zip(of_day).map(|(hour, orders)| (hour, orders / carried));
            extra_shifts.extend(loads.filter(|(_, load)| *load > red_line).map(|(hour, load)| ExtraShift {
                weekday,
                hour: Some(hour),
                load: ten_digits(load),
            }));
        }
    }
    extra_shifts.sort_by(|one, other| other.load.total_cmp(&one.load));
    Rhythm { by_hour, by_weekday: means, extra_shifts }
}

/// Orders an hour whose contacts service carries; `None` where service is not known.
fn service_an_hour(load: &Load, settings: &Settings, window: std::ops::Range<usize>) -> Option<f64> {
    let set = (settings.service.people > Quantity::ZERO).then_some(settings.service.people);
    let people = set.or_else(|| Some(Quantity::from_units(i64::from(load.service.agents?))))?;
    let contacts_per_order =
        load.service.contacts_per_order().unwrap_or_else(|| share(settings.service.contacts_per_order));
    let busiest_share = busiest_share(load, window, &settings.service);
    let demand = super::ceiling::ServiceDemand { contacts_per_order, busiest_share };
    Some(service_orders(people, &settings.service, demand) * busiest_share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn settings() -> Settings {
        Config::default().capacity
    }

    fn shop(first: &str, orders: &[u32]) -> Load {
        let days = orders.iter().map(|&orders| DayLoad { orders, ..DayLoad::default() }).collect();
        Load { first: Some(day(first)), days, ..Load::default() }
    }

    #[test]
    fn the_design_day_is_the_95th_of_the_last_90() {
        // 100 days with 1 to 100 orders: the last 90 have 11 to 100, and the ⌈0.95 × 90⌉ = 86th of them is 96.
        let load = shop("2026-01-01", &(1..=100).collect::<Vec<u32>>());
        let design = design_day(&load, &settings(), load.last().unwrap()).unwrap();
        assert_eq!((design.orders, design.days, design.basis), (96.0, 90, DesignBasis::History));
        assert_eq!((design.from, design.to), (day("2026-01-11"), day("2026-04-10")));
    }

    #[test]
    fn days_without_an_order_are_days_too() {
        // 20 days, 17 empty: sorted 0 × 17, 5, 7, 9; the ⌈0.95 × 20⌉ = 19th is 7.
        let mut orders = vec![0; 20];
        (orders[3], orders[8], orders[15]) = (5, 9, 7);
        let load = shop("2026-06-01", &orders);
        assert_eq!(design_day(&load, &settings(), day("2026-06-20")).unwrap().orders, 7.0);
        assert_eq!(design_day(&Load::default(), &settings(), day("2026-06-20")), None);
    }

    #[test]
    fn crossed_days_stand_beside_what_followed() {
        let mut load = shop("2026-06-01", &[50, 90, 120, 40]);
        // Of the day over the ceiling 60 left in time, 60 after 50 hours; of the others all left on the same day.
        for (day, waits) in
            load.days.iter_mut().zip([vec![(5, 50)], vec![(5, 90)], vec![(20, 60), (50, 60)], vec![(5, 40)]])
        {
            day.waits = waits;
        }
        load.days[2].compensation = Money::from_cents(18_000);
        let mut settings = settings();
        settings.courier.parcels_per_day = Quantity::from_units(100);
        let resources = super::super::ceiling::resources(&load, &settings, day("2026-06-04"), None);
        let against = days(&load, &settings, &resources, &Calendar::default());
        let loads: Vec<_> = against.iter().map(|day| (day.load.unwrap(), day.is_crossed, day.is_over)).collect();
        assert_eq!(loads, [(0.5, false, false), (0.9, true, false), (1.2, true, true), (0.4, false, false)]);
        let compared = red_line_days(&load, &settings, &against);
        assert_eq!((compared.crossed.days, compared.crossed.late), (2, 60));
        assert_eq!(compared.crossed.prompt_share, Some(ten_digits(150.0 / 210.0)));
        assert_eq!(compared.crossed.late_share, Some(ten_digits(60.0 / 210.0)));
        assert_eq!(compared.crossed.compensation, Money::from_cents(18_000));
        assert_eq!((compared.calm.late_share, compared.calm.prompt_share), (Some(0.0), Some(1.0)));
    }

    #[test]
    fn the_weekday_over_the_red_line_wants_a_shift() {
        // Two weeks from a Monday: 40 a day, 100 on Sundays, of which 80 come at 20:00.
        let mut load = shop("2026-06-01", &[40, 40, 40, 40, 40, 40, 100, 40, 40, 40, 40, 40, 40, 100]);
        for day in &mut load.days {
            day.by_hour[10] = 20;
            day.by_hour[20] = day.orders - 20;
        }
        let mut settings = settings();
        settings.courier.parcels_per_day = Quantity::from_units(110);
        settings.service.people = Quantity::from_units(2);
        let resources = super::super::ceiling::resources(&load, &settings, day("2026-06-14"), Some(100.0));
        let rhythm = rhythm(&load, &settings, &resources, day("2026-06-14"));
        assert_eq!(rhythm.by_weekday, [40.0, 40.0, 40.0, 40.0, 40.0, 40.0, 100.0]);
        assert_eq!((rhythm.by_hour[6][20], rhythm.by_hour[0][10]), (80.0, 20.0));
        let of_day: Vec<_> = rhythm.extra_shifts.iter().filter(|shift| shift.hour.is_none()).collect();
        assert_eq!(of_day.len(), 1);
        assert_eq!((of_day[0].weekday, of_day[0].load), (6, ten_digits(100.0 / 110.0)));
    }
}
