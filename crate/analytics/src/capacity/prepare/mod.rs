//! Adds orders, stock and service up by day and SKU, in one pass over the rows.

use std::collections::{BTreeMap, BTreeSet};

use super::load::{DayLoad, Filter, Load, OrderMoney, ServiceRecord, SkuLoad, StockState, Supplier};
use crate::books::{Books, Sale, SaleState};
use crate::config::Config;
use crate::dataset::{AgentKey, Dataset, SkuKey, Stock, StoreKey};
use crate::figures::{median, ten_digits, whole};
use crate::money::{Amount, Money, Quantity};
use crate::profit::{Item, Report, UnitCosts};
use crate::silence::looked_at_until;
use crate::time::{Day, Stamp};
use crate::vocabulary::Source;

/// Reviews with so many stars or fewer are bad.
const BAD_STARS: u8 = 2;
/// Longer waits are one and the same to every question asked of them.
const LONGEST_WAIT: u32 = 60_000;

/// Adds up what belongs to the filter. `report` is the profit of the same part of the shop: it says what an order leaves.
pub fn prepare(dataset: &Dataset, books: &Books, report: &Report, config: &Config, filter: &Filter) -> Load {
    let is_wanted = |store: StoreKey| {
        let (platform, name) = dataset.pools.store_parts(store);
        filter.platform.is_none_or(|wanted| wanted == platform)
            && filter.store.as_deref().is_none_or(|wanted| wanted == name)
    };
    let sales = || books.sales().filter(|sale| is_wanted(sale.store));
    let mut load = Load { filter: filter.clone(), money: order_money(report), ..Load::default() };
    let unit_costs = UnitCosts::new(dataset, books.currencies(), books.bundles(), config);
    let (Some(first), Some(last)) = (sales().map(day_of).min(), sales().map(day_of).max()) else {
        add_skus(&mut load, dataset, books, (report, &unit_costs), BTreeMap::new());
        return load;
    };
    let last = looked_at_until(books).unwrap_or(last).max(first);
    load.first = Some(first);
    let length = usize::try_from(last.number() - first.number()).unwrap_or(0) + 1;
    load.days = vec![DayLoad::default(); length];

    let mut sold = BTreeMap::new();
    let mut of_platform: BTreeMap<(Source, Day), u32> = BTreeMap::new();
    for sale in sales() {
        let day = day_of(sale);
        let Some(slot) = day_mut(&mut load.days, first, day) else { continue };
        add_sale(slot, sale, last);
        *of_platform.entry((dataset.pools.store_parts(sale.store).0, day)).or_default() += 1;
        if let Some(sent) = sale.shipped.and_then(|sent| day_mut(&mut load.days, first, sent.day())) {
            sent.sent += 1;
        }
        add_units(&mut sold, books, sale, first, day);
    }
    for review in books.reviews(dataset).filter(|review| is_wanted(review.store)) {
        if let Some(slot) = review.day.and_then(|day| day_mut(&mut load.days, first, day))
            && review.stars.is_some_and(|stars| stars <= BAD_STARS)
        {
            slot.bad_reviews += 1;
        }
    }
    let platform = |store: StoreKey| dataset.pools.store_parts(store).0;
    for spend in &books.spend {
        // An ad report often does not name its store: then it is every store's of the platform.
        let is_of_platform = filter.platform.is_none_or(|wanted| wanted == platform(spend.store));
        if let Some(slot) = spend.day.and_then(|day| day_mut(&mut load.days, first, day)).filter(|_| is_of_platform) {
            slot.ads = Some(slot.ads.unwrap_or(Amount::ZERO) + spend.amount);
        }
    }
    load.service = service(dataset, books, &is_wanted, &of_platform, first, &mut load.days);
    for day in &mut load.days {
        day.waits = added(&day.waits);
        day.ages = added(&day.ages);
    }
    add_skus(&mut load, dataset, books, (report, &unit_costs), sold);
    load
}

/// The day an order had to be carried: when it was paid, whatever the basis of the profit report.
pub(super) fn day_of(sale: &Sale) -> Day {
    sale.moment.map_or(sale.day, Stamp::day)
}

fn day_mut(days: &mut [DayLoad], first: Day, day: Day) -> Option<&mut DayLoad> {
    days.get_mut(usize::try_from(day.number() - first.number()).ok()?)
}

fn add_sale(slot: &mut DayLoad, sale: &Sale, last: Day) {
    const SECONDS_AN_HOUR: u32 = 3_600;
    slot.orders += 1;
    if let Some(hour) = sale.moment.and_then(|moment| slot.by_hour.get_mut(moment.hour() as usize)) {
        *hour += 1;
    }
    slot.refunded += u32::from(!sale.refund.is_zero());
    slot.refunds += sale.refund.into();
    slot.compensation += sale.compensation.into();
    let Some(paid) = sale.moment else { return };
    let hours = |hours: u32| u16::try_from(hours.min(LONGEST_WAIT)).unwrap_or(u16::MAX);
    match (sale.shipped, sale.state) {
        (Some(sent), _) => {
            let wait = sent.seconds().saturating_sub(paid.seconds()).div_ceil(SECONDS_AN_HOUR);
            slot.waits.push((hours(wait), 1));
        }
        (None, SaleState::Waiting) => {
            let end = u32::try_from(last.plus(1).number()).unwrap_or(0).saturating_mul(24);
            slot.ages.push((hours(end.saturating_sub(paid.seconds().div_ceil(SECONDS_AN_HOUR))), 1));
        }
        // Sent at a moment nobody wrote down, or taken back before it was due.
        (None, SaleState::Sent | SaleState::Refunded | SaleState::RefundedUnsent) => {}
    }
    // A day of a large shop has thousands of orders and some tens of different waits.
    for list in [&mut slot.waits, &mut slot.ages] {
        if list.len() >= 4_096 {
            *list = added(list);
        }
    }
}

/// Counts of equal hours together, in the order of hours.
fn added(list: &[(u16, u32)]) -> Vec<(u16, u32)> {
    let mut sums: BTreeMap<u16, u32> = BTreeMap::new();
    for (hours, orders) in list {
        *sums.entry(*hours).or_default() += orders;
    }
    sums.into_iter().collect()
}

/// What was sold of each SKU: units by day, orders, revenue.
#[derive(Default)]
struct Sold {
    by_day: Vec<(u32, Quantity)>,
    units: Quantity,
    orders: u32,
    revenue: Money,
}

fn add_units(sold: &mut BTreeMap<SkuKey, Sold>, books: &Books, sale: &Sale, first: Day, day: Day) {
    let Ok(position) = u32::try_from(day.number() - first.number()) else { return };
    let mut seen: Vec<SkuKey> = Vec::new();
    for fact in books.facts_of(sale).iter().filter(|fact| !fact.units.is_zero()) {
        let sku = sold.entry(fact.sku).or_default();
        sku.by_day.push((position, fact.units));
        sku.units += fact.units;
        sku.revenue += fact.revenue().into();
        if !seen.contains(&fact.sku) {
            seen.push(fact.sku);
            sku.orders += 1;
        }
    }
}

fn add_skus(
    load: &mut Load,
    dataset: &Dataset,
    books: &Books,
    (report, unit_costs): (&Report, &UnitCosts<'_>),
    mut sold: BTreeMap<SkuKey, Sold>,
) {
    let as_of = load.last().or(books.as_of);
    let warehouse = load.filter.warehouse.as_deref();
    let mut stocks: BTreeMap<SkuKey, Vec<&Stock>> = BTreeMap::new();
    for row in dataset.stock.iter() {
        let name = row.warehouse.map_or("", |warehouse| dataset.pools.warehouses.get(warehouse));
        let is_known_by_then = row.day.is_none_or(|day| as_of.is_none_or(|as_of| day <= as_of));
        if is_known_by_then && warehouse.is_none_or(|wanted| wanted == name) {
            stocks.entry(row.sku).or_default().push(row);
        }
    }
    let mut suppliers: BTreeMap<SkuKey, Vec<Supplier>> = BTreeMap::new();
    for row in dataset.supply.iter() {
        let days = |days: Option<u16>| days.map(u32::from);
        suppliers.entry(row.sku).or_default().push(Supplier {
            name: row.supplier.map_or_else(String::new, |supplier| dataset.pools.suppliers.get(supplier).to_owned()),
            is_backup: row.is_backup,
            order_days: days(row.order_days),
            production_days: days(row.production_days),
            transit_days: days(row.transit_days),
            listing_days: days(row.listing_days),
            minimum: row.minimum,
            multiple: row.multiple,
            per_day: row.per_day,
        });
    }
    let contributions = contributions(report);
    let keys: BTreeSet<SkuKey> = sold.keys().chain(stocks.keys()).copied().collect();
    for key in keys {
        let Sold { by_day, units, orders, revenue } = sold.remove(&key).unwrap_or_default();
        let (stock, counted) = stocks.get(&key).map_or((None, Vec::new()), |rows| stock(rows));
        let mut suppliers = suppliers.remove(&key).unwrap_or_default();
        suppliers.sort_by(|one, other| (one.is_backup, &one.name).cmp(&(other.is_backup, &other.name)));
        suppliers.dedup();
        load.skus.push(SkuLoad {
            code: dataset.pools.skus.get(key).to_owned(),
            name: dataset.sku_name(key).to_owned(),
            sold: by_days(by_day),
            units,
            orders,
            revenue,
            unit_cost: unit_costs.of(key, books.latest_cost(key, as_of)),
            contribution_per_unit: contributions.get(&key).map(|left| left.before_ads),
            net_per_unit: contributions.get(&key).map(|left| left.net),
            stock,
            counted,
            suppliers,
        });
    }
    load.skus.sort_by(|one, other| one.code.cmp(&other.code));
}

fn by_days(mut list: Vec<(u32, Quantity)>) -> Vec<(u32, Quantity)> {
    list.sort_unstable();
    let chunks = list.chunk_by(|one, other| one.0 == other.0);
    chunks.filter_map(|chunk| Some((chunk.first()?.0, chunk.iter().map(|sold| sold.1).sum()))).collect()
}

/// The latest stock, and the units on hand of each count. Every warehouse has a latest count of its own; rows of one
/// count in one file add up, and of the same count in two files one is taken.
fn stock(rows: &[&Stock]) -> (Option<StockState>, Vec<(Day, Quantity)>) {
    type Count = (Quantity, Quantity, Vec<(Option<Day>, Quantity)>);
    let mut by_file: BTreeMap<_, Count> = BTreeMap::new();
    for row in rows {
        let count = by_file.entry((row.warehouse, row.day, row.at.table)).or_default();
        count.0 += row.on_hand;
        count.1 += row.reserved;
        if !row.on_the_way.is_zero() {
            count.2.push((row.due, row.on_the_way));
            count.2.sort_unstable();
        }
    }
    let mut counts: BTreeMap<_, Count> = BTreeMap::new();
    for ((warehouse, day, _), count) in by_file {
        let slot = counts.entry((warehouse, day)).or_default();
        if count > *slot {
            *slot = count;
        }
    }
    let mut latest: BTreeMap<_, &Count> = BTreeMap::new();
    let mut by_day: BTreeMap<Day, Quantity> = BTreeMap::new();
    for ((warehouse, day), count) in &counts {
        // Without a date a count is as old as the file, which is newer than any that was filed with its date.
        let newest = rows.iter().any(|row| row.warehouse == *warehouse && row.day.is_none());
        if day.is_none() || !newest {
            latest.insert(*warehouse, count);
        }
        if let Some(day) = day {
            *by_day.entry(*day).or_default() += count.0;
        }
    }
    let mut state = StockState::default();
    for (on_hand, reserved, on_the_way) in latest.values() {
        state.on_hand += *on_hand;
        state.reserved += *reserved;
        state.on_the_way.extend(on_the_way);
    }
    state.on_the_way.sort_unstable();
    ((!latest.is_empty()).then_some(state), by_day.into_iter().collect())
}

/// What a unit leaves.
struct Left {
    before_ads: Amount,
    net: Money,
}

fn contributions(report: &Report) -> BTreeMap<SkuKey, Left> {
    let rows = report.skus.iter().filter_map(|(item, row)| match item {
        Item::Sku(sku) => {
            let before_ads = (row.net()? + row.blocks.ads).per(row.blocks.units)?.to_amount();
            Some((*sku, Left { before_ads, net: row.net_per_unit()? }))
        }
        Item::UnsoldProduct(..) | Item::UnsoldStore(_) | Item::UnmatchedAds => None,
    });
    rows.collect()
}

fn order_money(report: &Report) -> OrderMoney {
    let totals = &report.totals;
    let per_order = |money: Money| Some(money.per(Quantity::from_units(i64::from(totals.orders)))?.to_amount());
    OrderMoney {
        contribution: per_order(totals.net() + totals.ads),
        net_sales: per_order(totals.revenue - totals.refunds),
    }
}

fn service(
    dataset: &Dataset,
    books: &Books,
    is_wanted: &impl Fn(StoreKey) -> bool,
    orders: &BTreeMap<(Source, Day), u32>,
    first: Day,
    days: &mut [DayLoad],
) -> ServiceRecord {
    let mut record = ServiceRecord::default();
    let mut agents: BTreeMap<Day, BTreeSet<AgentKey>> = BTreeMap::new();
    let mut covered: BTreeSet<(Source, Day)> = BTreeSet::new();
    let (mut responses, mut replies) = (Weighted::default(), Weighted::default());
    for row in books.service(dataset).filter(|row| is_wanted(row.store)) {
        let contacts = row.contacts.unwrap_or(0);
        if let Some(milliseconds) = row.average_response {
            responses.add(f64::from(milliseconds) / 1e3, contacts);
        }
        if let Some(rate) = row.reply_rate {
            replies.add(crate::figures::share(rate), contacts);
        }
        let Some(day) = row.day else { continue };
        if let Some(agent) = row.agent {
            agents.entry(day).or_default().insert(agent);
        }
        if let Some(slot) = day_mut(days, first, day) {
            slot.contacts = Some(slot.contacts.unwrap_or(0) + contacts);
            record.contacts += contacts;
            covered.insert((dataset.pools.store_parts(row.store).0, day));
        }
    }
    record.orders = covered.iter().filter_map(|covered| orders.get(covered)).sum();
    let on_duty: Vec<f64> = agents.values().map(|agents| crate::figures::count(agents.len())).collect();
    record.agents = median(&on_duty).map(whole);
    record.average_response_seconds = responses.mean();
    record.reply_rate = replies.mean();
    record
}

#[derive(Default)]
struct Weighted {
    sum: f64,
    weight: f64,
}

impl Weighted {
    fn add(&mut self, value: f64, weight: u32) {
        self.sum += value * f64::from(weight);
        self.weight += f64::from(weight);
    }

    fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| ten_digits(self.sum / self.weight))
    }
}

#[cfg(test)]
mod tests;
