//! What the shop had to carry, by day and by SKU: all that the reports need of the rows.

use serde::{Deserialize, Serialize};

use crate::figures::{count, days as day_count, index, units};
use crate::money::{Amount, Money, Quantity};
use crate::time::Day;
use crate::vocabulary::Source;

/// Which part of the shop. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// `None`: all.
    pub platform: Option<Source>,
    /// A store's name on the platform above.
    pub store: Option<String>,
    /// Of stock alone: an order does not say which warehouse it leaves from.
    pub warehouse: Option<String>,
}

/// The orders, stock and service of a part of the shop, added up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// What this is the load of.
    pub filter: Filter,
    /// The day of `days[0]`; `None` without orders.
    pub first: Option<Day>,
    /// Every calendar day from the first order to the day of analysis, also those without an order; of a shop long silent
    /// to the last day that is looked at.
    pub days: Vec<DayLoad>,
    /// Ordered by code.
    pub skus: Vec<SkuLoad>,
    /// What the service reports show of it.
    pub service: ServiceRecord,
    /// What an order of it brings.
    pub money: OrderMoney,
}

/// One calendar day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DayLoad {
    /// Orders paid on the day, whatever became of them later: at that hour they had to be carried.
    pub orders: u32,
    /// The same by hour of the day, where the files tell it.
    pub by_hour: [u32; 24],
    /// Parcels that left on the day, whenever they were paid.
    pub sent: u32,
    /// Of the day's orders that were sent: hours from payment to dispatch, begun hours counted, and how many took that.
    pub waits: Vec<(u16, u32)>,
    /// Of the day's orders that wait still: their age in full hours at the end of the day of analysis.
    pub ages: Vec<(u16, u32)>,
    /// Of the day's orders, those of which money went back.
    pub refunded: u32,
    /// Money that went back, of the day's orders.
    pub refunds: Money,
    /// 赔付 for the day's orders.
    pub compensation: Money,
    /// Reviews of one or two stars written on the day.
    pub bad_reviews: u32,
    /// Spent on ads on the day; `None` where no report has a row of it.
    pub ads: Option<Amount>,
    /// Buyers the service talked to; `None` where no report has the day.
    pub contacts: Option<u32>,
}

impl DayLoad {
    /// How many of the day's orders left within so many hours, and of how many that is known by now.
    pub fn sent_within(&self, hours: u32) -> (u32, u32) {
        let sum = |list: &[(u16, u32)], counts: &dyn Fn(u32) -> bool| {
            list.iter().filter(|(hours, _)| counts(u32::from(*hours))).map(|(_, orders)| orders).sum::<u32>()
        };
        let in_time = sum(&self.waits, &|wait| wait <= hours);
        let sent = sum(&self.waits, &|_| true);
        // An order that still waits may yet leave in time until the hours are over.
        let too_late = sum(&self.ages, &|age| age >= hours);
        (in_time, sent + too_late)
    }
}

/// One SKU.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SkuLoad {
    /// As the shop shows it.
    pub code: String,
    /// What it is called; empty where no file says.
    pub name: String,
    /// Positions in [`Load::days`] with units sold, in their order.
    pub sold: Vec<(u32, Quantity)>,
    /// Sold on all days.
    pub units: Quantity,
    /// Orders that hold it.
    pub orders: u32,
    /// Before refunds.
    pub revenue: Money,
    /// The latest of the cost sheet, in the shop's currency.
    pub unit_cost: Option<Amount>,
    /// What a unit leaves before ads; `None` where no cost is known.
    pub contribution_per_unit: Option<Amount>,
    /// What a unit leaves after every cost, ads too; `None` where no cost is known.
    pub net_per_unit: Option<Money>,
    /// `None` where no file has the SKU's stock. That is not the same as none in stock.
    pub stock: Option<StockState>,
    /// Units on hand on each day they were counted, in the order of days.
    pub counted: Vec<(Day, Quantity)>,
    /// The core ones first.
    pub suppliers: Vec<Supplier>,
}

/// The latest stock of a SKU, over the warehouses of the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockState {
    /// Units on the shelves.
    pub on_hand: Quantity,
    /// The part of it that belongs to orders not yet sent.
    pub reserved: Quantity,
    /// What was ordered and is not here yet, with the day it is due where a file says.
    pub on_the_way: Vec<(Option<Day>, Quantity)>,
}

impl StockState {
    /// Units that can be sold now.
    pub fn free(&self) -> Quantity {
        (self.on_hand - self.reserved).max(Quantity::ZERO)
    }

    /// Units on the way, whenever they are due.
    pub fn coming(&self) -> Quantity {
        self.on_the_way.iter().map(|arrival| arrival.1).sum()
    }
}

/// How one supplier delivers a SKU; `None` where the file does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplier {
    /// Empty where the file names none.
    pub name: String,
    /// One to fall back on when the core supplier cannot deliver.
    pub is_backup: bool,
    /// From the decision to the order.
    pub order_days: Option<u32>,
    /// Until it is made.
    pub production_days: Option<u32>,
    /// On the road.
    pub transit_days: Option<u32>,
    /// Until it is on sale.
    pub listing_days: Option<u32>,
    /// The least it delivers.
    pub minimum: Option<Quantity>,
    /// Units come in multiples of this.
    pub multiple: Option<Quantity>,
    /// Units it can make in a day.
    pub per_day: Option<Quantity>,
}

/// What the service reports show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceRecord {
    /// Contacts on the days both reports and orders cover.
    pub contacts: u32,
    /// Orders of the same days, on the platforms of the reports.
    pub orders: u32,
    /// Agents that answered on a day: the middle day. `None` where the reports name none.
    pub agents: Option<u32>,
    /// Mean seconds to an answer, weighted by contacts.
    pub average_response_seconds: Option<f64>,
    /// Share of contacts answered, weighted by contacts.
    pub reply_rate: Option<f64>,
}

impl ServiceRecord {
    /// `None` where the reports and the orders share no day.
    pub fn contacts_per_order(&self) -> Option<f64> {
        (self.orders > 0 && self.contacts > 0).then(|| f64::from(self.contacts) / f64::from(self.orders))
    }
}

/// What an order brings, of SKUs with a known cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderMoney {
    /// What an order leaves before ads; `None` where no SKU has a cost.
    pub contribution: Option<Amount>,
    /// Revenue less refunds of an order.
    pub net_sales: Option<Amount>,
}

impl Load {
    /// The day of analysis: the last of `days`.
    pub fn last(&self) -> Option<Day> {
        Some(self.first?.plus(i32::try_from(self.days.len()).ok()? - 1))
    }

    /// The last day up to `as_of` that was over when the files were exported: of a day whose orders end long before they
    /// usually do, only the morning is known.
    pub fn last_whole_day(&self, as_of: Day) -> Day {
        const USUALLY_LATER: f64 = 0.15;
        let window = self.window(as_of, u32::MAX);
        let Some((last, before)) = self.days.get(window.clone()).and_then(<[DayLoad]>::split_last) else {
            return as_of;
        };
        let seen_until = last.by_hour.iter().rposition(|orders| *orders > 0);
        let of_hours = |hours: std::ops::Range<usize>| -> u32 {
            before.iter().filter_map(|day| day.by_hour.get(hours.clone())).flatten().sum()
        };
        let (all, later) = (of_hours(0..24), seen_until.map_or(0, |hour| of_hours(hour + 1..24)));
        let is_last = self.last() == Some(as_of);
        if is_last && f64::from(later) > USUALLY_LATER * f64::from(all) { as_of.plus(-1) } else { as_of }
    }

    /// The last `wanted` calendar days up to `as_of`, as positions; fewer where history is shorter.
    pub fn window(&self, as_of: Day, wanted: u32) -> std::ops::Range<usize> {
        let end = self.first.map_or(0, |first| as_of.number() - first.number() + 1);
        let end = usize::try_from(end).unwrap_or(0).min(self.days.len());
        end.saturating_sub(index(wanted))..end
    }

    /// The days of a window with their dates.
    pub fn dated(&self, window: std::ops::Range<usize>) -> impl Iterator<Item = (Day, &DayLoad)> {
        let first = self.first.unwrap_or(Day::from_number(0));
        let start = day_count(u32::try_from(window.start).unwrap_or(u32::MAX));
        let days = self.days.get(window).unwrap_or(&[]);
        (start..).zip(days).map(move |(position, day)| (first.plus(position), day))
    }

    /// Orders of each day of a window.
    pub fn orders(&self, window: std::ops::Range<usize>) -> Vec<f64> {
        self.days.get(window).unwrap_or(&[]).iter().map(|day| f64::from(day.orders)).collect()
    }
}

impl SkuLoad {
    /// Units sold on each day of a window, days without any included.
    pub fn series(&self, window: std::ops::Range<usize>) -> Vec<f64> {
        let mut series = vec![0.0; window.len()];
        for &(position, quantity) in &self.sold {
            if let Some(slot) = index(position).checked_sub(window.start).and_then(|place| series.get_mut(place)) {
                *slot = units(quantity);
            }
        }
        series
    }

    /// Whether the SKU could be bought on each day of a window. Out of stock are the days on which a count found none;
    /// and where there is none now, the days since the last sale.
    pub fn in_stock(&self, first: Day, window: std::ops::Range<usize>) -> Vec<bool> {
        let place = |day: Day| usize::try_from(day.number() - first.number()).ok()?.checked_sub(window.start);
        let mut in_stock = vec![true; window.len()];
        for (day, on_hand) in &self.counted {
            if let Some(slot) = place(*day).and_then(|place| in_stock.get_mut(place)) {
                *slot = *on_hand > Quantity::ZERO;
            }
        }
        if self.stock.as_ref().is_some_and(|stock| stock.on_hand <= Quantity::ZERO) {
            let last_sale = self.sold.last().map_or(0, |sold| index(sold.0) + 1);
            for slot in in_stock.iter_mut().skip(last_sale.saturating_sub(window.start)) {
                *slot = false;
            }
        }
        in_stock
    }

    /// Mean units a day, measured on days in stock; zero where there was no such day.
    pub fn demand(&self, first: Day, window: std::ops::Range<usize>) -> f64 {
        let series = self.series(window.clone());
        let in_stock = self.in_stock(first, window);
        let days = in_stock.iter().filter(|in_stock| **in_stock).count();
        let sold: f64 = series.iter().zip(&in_stock).filter(|(_, in_stock)| **in_stock).map(|(sold, _)| sold).sum();
        if days == 0 { 0.0 } else { sold / count(days) }
    }

    /// `first` is the day of `days[0]` of the load.
    pub fn first_sold(&self, first: Day) -> Option<Day> {
        self.sold.first().map(|sold| first.plus(day_count(sold.0)))
    }

    /// `first` is the day of `days[0]` of the load.
    pub fn last_sold(&self, first: Day) -> Option<Day> {
        self.sold.last().map(|sold| first.plus(day_count(sold.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn an_order_that_may_yet_leave_in_time_is_not_judged() {
        // Three left after 5, 24 and 25 hours; one waits since 10 hours, one since 30.
        let day = DayLoad { waits: vec![(5, 1), (24, 1), (25, 1)], ages: vec![(10, 1), (30, 1)], ..DayLoad::default() };
        assert_eq!((day.sent_within(24), day.sent_within(48)), ((2, 4), (3, 3)));
        assert_eq!(DayLoad::default().sent_within(24), (0, 0));
    }

    #[test]
    fn a_window_has_its_empty_days() {
        let mut days = vec![DayLoad::default(); 10];
        days[3].orders = 4;
        let load = Load { first: Some(day("2026-06-01")), days, ..Load::default() };
        assert_eq!(load.last(), Some(day("2026-06-10")));
        assert_eq!(load.orders(load.window(day("2026-06-05"), 3)), [0.0, 4.0, 0.0]);
        assert_eq!(load.window(day("2026-06-10"), 90), 0..10);
        assert!(load.window(day("2026-05-01"), 90).is_empty());
        let dated: Vec<Day> = load.dated(2..4).map(|(day, _)| day).collect();
        assert_eq!(dated, [day("2026-06-03"), day("2026-06-04")]);
    }

    #[test]
    fn a_day_exported_in_the_morning_is_not_whole() {
        let mut one = DayLoad { orders: 24, ..DayLoad::default() };
        one.by_hour = [1; 24];
        let mut load = Load { first: Some(day("2026-06-01")), days: vec![one; 10], ..Load::default() };
        let last = day("2026-06-10");
        assert_eq!(load.last_whole_day(last), last);
        let morning = &mut load.days[9];
        morning.by_hour = std::array::from_fn(|hour| u32::from(hour < 9));
        assert_eq!(load.last_whole_day(last), day("2026-06-09"));
        assert_eq!(load.last_whole_day(day("2026-06-09")), day("2026-06-09"));
        // Files without a time of day put everything at midnight, on every day.
        for day in &mut load.days {
            day.by_hour = std::array::from_fn(|hour| if hour == 0 { 24 } else { 0 });
        }
        assert_eq!(load.last_whole_day(last), last);
    }

    #[test]
    fn demand_is_measured_on_days_in_stock() {
        let units = Quantity::from_units;
        let mut sku = SkuLoad { sold: vec![(0, units(4)), (2, units(6))], ..SkuLoad::default() };
        let first = day("2026-06-01");
        assert_eq!(sku.demand(first, 0..10), 1.0);
        // Counted as none on the second day: ten units in nine days.
        sku.counted = vec![(day("2026-06-02"), units(0))];
        assert_eq!(sku.demand(first, 0..10), 10.0 / 9.0);
        // None now: the days after the last sale do not count either, so ten units in two days.
        sku.stock = Some(StockState::default());
        assert_eq!(sku.demand(first, 0..10), 5.0);
        assert_eq!(sku.demand(first, 5..10), 0.0);
    }
}
