//! Adds the orders up as they are written. Holds sums by SKU and store, and never an order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use super::{FileIndex, Reason};
use crate::shop::assume::{self, Fees};
use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::money::{Exact, split};
use crate::shop::orders::{Line, Order, Seen, Status};

/// One order, or one refund, in the millionths in which it is shared out.
const WHOLE: i64 = 1_000_000;

/// Money of one file, in cents: total = counted + confirms + buckets.
#[derive(Clone, Debug, Default)]
pub struct FileTruth {
    pub name: String,
    pub source: &'static str,
    pub kind: &'static str,
    pub rows: u64,
    pub counted: i64,
    pub confirms: i64,
    pub buckets: BTreeMap<Reason, (i64, u64)>,
}

impl FileTruth {
    pub fn in_buckets(&self) -> i64 {
        self.buckets.values().map(|bucket| bucket.0).sum()
    }
}

/// How often what is paid for by the piece happened to a SKU. A line of several is a part of its order: orders, parcels,
/// refunds and returns are in millionths of one, what was given away with the SKU in thousandths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub units: i64,
    pub units_shipped: i64,
    pub units_maybe_returned: i64,
    pub gifts: i64,
    pub orders: i64,
    pub shipped_orders: i64,
    pub unbilled_orders: i64,
    pub refunds: i64,
    pub possible_returns: i64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.units += other.units;
        self.units_shipped += other.units_shipped;
        self.units_maybe_returned += other.units_maybe_returned;
        self.gifts += other.gifts;
        self.orders += other.orders;
        self.shipped_orders += other.shipped_orders;
        self.unbilled_orders += other.unbilled_orders;
        self.refunds += other.refunds;
        self.possible_returns += other.possible_returns;
    }
}

/// What went on with one SKU in one store.
#[derive(Clone, Debug, Default)]
pub(super) struct Activity {
    pub(super) counts: Counts,
    pub(super) units: i64,
    pub(super) orders: i64,
    pub(super) revenue: i64,
    pub(super) refunds: i64,
    pub(super) goods: Exact,
    pub(super) platform: Exact,
    pub(super) logistics: Exact,
    pub(super) after_sales: Exact,
    /// Counted from each file, for SKUs without a cost.
    pub(super) by_file: BTreeMap<FileIndex, i64>,
}

/// What goes out again without money: for goods that were lost or broken, or for goods of another size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    Resent,
    Exchanged,
}

/// A line that counts, until its parcel's freight is known.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) order_id: String,
    pub(super) sku: usize,
    pub(super) store: Store,
    pub(super) revenue: i64,
    pub(super) units: i64,
    pub(super) share: i64,
    pub(super) waybill: Option<String>,
}

/// Which orders of a platform count at all, for its ads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub(super) first: i32,
    pub(super) last: i32,
}

#[derive(Debug)]
pub struct Tally<'a> {
    pub(super) catalogue: &'a Catalogue,
    as_of: Option<i32>,
    pub files: Vec<FileTruth>,
    pub(super) activities: BTreeMap<(usize, Store), Activity>,
    /// What the goods cost that went out again.
    pub(super) again: BTreeMap<(Again, usize, Store), Exact>,
    /// Orders with a unit whose cost is known: of the shop, and by store.
    pub(super) orders: i64,
    pub(super) orders_of_store: BTreeMap<Store, i64>,
    pub(super) periods: BTreeMap<&'static str, Period>,
    pub(super) last_day: i32,
    /// SKUs that a file names beside a product id.
    pub(super) products: BTreeMap<(Store, usize), BTreeSet<usize>>,
    /// Lines of the day that wait for their freight.
    pub(super) facts: Vec<Fact>,
    /// Waybills of the day whose lines are all set apart, and why.
    pub(super) apart: BTreeMap<String, Reason>,
    /// By customer of 淘宝 and 天猫: days with an order that counts, and the last of them.
    customers: [Vec<(u32, i32)>; 2],
}

/// In which file the order's lines stand, and in which its header.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    pub lines: FileIndex,
    pub header: Option<FileIndex>,
}

impl<'a> Tally<'a> {
    pub fn new(catalogue: &'a Catalogue, as_of: Option<i32>) -> Tally<'a> {
        Tally {
            catalogue,
            as_of,
            files: Vec::new(),
            activities: BTreeMap::new(),
            again: BTreeMap::new(),
            orders: 0,
            orders_of_store: BTreeMap::new(),
            periods: BTreeMap::new(),
            last_day: 0,
            products: BTreeMap::new(),
            facts: Vec::new(),
            apart: BTreeMap::new(),
            customers: [Vec::new(), Vec::new()],
        }
    }

    pub fn file(&mut self, name: &str, source: &'static str, kind: &'static str) -> FileIndex {
        self.files.push(FileTruth { name: name.to_owned(), source, kind, ..FileTruth::default() });
        self.files.len() - 1
    }

    pub(super) fn bucket(&mut self, file: FileIndex, reason: Reason, cents: i64, rows: u64) {
        let bucket = self.files[file].buckets.entry(reason).or_default();
        bucket.0 += cents;
        bucket.1 += rows;
    }

    /// A row that another file of the same kind has too.
    pub fn repeated(&mut self, file: FileIndex, reason: Reason, cents: i64) {
        self.files[file].rows += 1;
        self.bucket(file, reason, cents, 1);
    }

    fn is_later(&self, day: i32) -> bool {
        self.as_of.is_some_and(|as_of| day > as_of)
    }

    /// What the merchant receives for a line before fees and refunds, as far as the store's exports say.
    fn amount(seen: &Seen<'_>, line: &Line, position: usize) -> i64 {
        match seen.order.store {
            Store::Taobao | Store::Tmall if seen.paid().is_none() => 0,
            Store::Taobao | Store::Tmall => line.due() - line.platform_discount,
            Store::Pdd | Store::Douyin => line.due() + if position == 0 { seen.order.postage } else { 0 },
        }
    }

    /// An order that a later export shows again.
    pub fn duplicate(&mut self, seen: &Seen<'_>, places: Places) {
        let mut sum = 0;
        for (position, line) in seen.order.lines.iter().enumerate() {
            let amount = Tally::amount(seen, line, position);
            sum += amount;
            self.bucket(places.lines, Reason::Duplicate, amount, 1);
            self.names_product(seen.order.store, line);
        }
        self.files[places.lines].rows += u64::try_from(seen.order.lines.len()).unwrap();
        if let Some(header) = places.header {
            let postage = if seen.paid().is_some() { seen.order.postage } else { 0 };
            self.bucket(header, Reason::Duplicate, sum + postage, 1);
            self.files[header].rows += 1;
        }
    }

    fn names_product(&mut self, store: Store, line: &Line) {
        let product = self.catalogue.skus[line.sku].product;
        self.products.entry((store, product)).or_default().insert(line.sku);
    }

    fn fate(&self, seen: &Seen<'_>, line: &Line) -> Result<i32, Reason> {
        let status = seen.line_status(line);
        let refunded = seen.refunded(line);
        if seen.order.is_excluded {
            return Err(Reason::Excluded);
        }
        match (status, seen.paid()) {
            (Status::Unpaid, _) => Err(Reason::Unpaid),
            (Status::Closed, _) if refunded == 0 => Err(Reason::Cancelled),
            (_, None) => unreachable!("an order that is neither unpaid nor closed was paid"),
            (_, Some(paid)) if self.is_later(paid.day()) => Err(Reason::AfterAsOf),
            (_, Some(_)) if seen.is_wholly_refunded(line) && seen.line_shipped(line).is_none() => {
                Err(Reason::RefundedBeforeShipment)
            }
            (_, Some(paid)) => Ok(paid.day()),
        }
    }

    /// An order as its last export shows it.
    pub fn order(&mut self, seen: &Seen<'_>, places: Places) {
        let order = seen.order;
        self.last_day = self.last_day.max(seen.paid().unwrap_or(order.ordered).day());
        let amounts: Vec<i64> =
            order.lines.iter().enumerate().map(|(position, line)| Tally::amount(seen, line, position)).collect();
        let postage = if places.header.is_some() && seen.paid().is_some() { order.postage } else { 0 };
        let postage_parts = split(postage, &amounts);
        let fates: Vec<Result<i32, Reason>> = order.lines.iter().map(|line| self.fate(seen, line)).collect();
        for line in &order.lines {
            self.names_product(order.store, line);
        }
        self.files[places.lines].rows += u64::try_from(order.lines.len()).unwrap();
        if let Some(header) = places.header {
            self.files[header].rows += 1;
            self.files[header].confirms += amounts.iter().sum::<i64>();
        }
        // Money: every line's own, and its part of the postage.
        let mut header_is_apart = false;
        for ((fate, amount), part) in fates.iter().zip(&amounts).zip(&postage_parts) {
            match fate {
                Ok(_) => self.files[places.lines].counted += amount,
                Err(reason) => self.bucket(places.lines, *reason, *amount, 1),
            }
            let Some(header) = places.header.filter(|_| *part > 0) else { continue };
            match fate {
                Ok(_) => self.files[header].counted += part,
                Err(reason) => {
                    self.bucket(header, *reason, *part, u64::from(!header_is_apart));
                    header_is_apart = true;
                }
            }
        }
        let revenues: Vec<i64> = amounts.iter().zip(&postage_parts).map(|(amount, part)| amount + part).collect();
        if fates.iter().all(Result::is_err) {
            if let Some(waybill) = seen.waybill() {
                let reason = fates.iter().filter_map(|fate| fate.err()).min().unwrap();
                let known = self.apart.entry(waybill.to_owned()).or_insert(reason);
                *known = (*known).min(reason);
            }
            return;
        }
        self.keep(seen, places, &fates, &amounts, &revenues);
    }

    fn keep(
        &mut self,
        seen: &Seen<'_>,
        places: Places,
        fates: &[Result<i32, Reason>],
        amounts: &[i64],
        revenues: &[i64],
    ) {
        let order = seen.order;
        let kept: Vec<bool> =
            fates.iter().zip(&order.lines).map(|(fate, line)| fate.is_ok() && !line.is_gift).collect();
        let weights: Vec<i64> =
            kept.iter().zip(revenues).map(|(kept, revenue)| if *kept { *revenue } else { 0 }).collect();
        let shares = split(WHOLE, &weights);
        let gift_parts = split(1000, &weights);
        let gifts: Vec<&Line> = order
            .lines
            .iter()
            .zip(fates)
            .filter(|(line, fate)| line.is_gift && fate.is_ok())
            .map(|(line, _)| line)
            .collect();
        let came_back: Vec<bool> = order
            .lines
            .iter()
            .zip(&kept)
            .map(|(line, kept)| *kept && seen.is_wholly_refunded(line) && seen.line_shipped(line).is_some())
            .collect();
        let back: Vec<i64> = came_back.iter().map(|back| i64::from(*back)).collect();
        let return_shares = if came_back.contains(&true) { split(WHOLE, &back) } else { vec![0; back.len()] };

        let mut compensation = if seen.shipped().is_some() { order.compensation } else { 0 };
        let mut of_order: BTreeSet<usize> = BTreeSet::new();
        for (position, line) in order.lines.iter().enumerate() {
            if !kept[position] {
                continue;
            }
            let day = fates[position].unwrap();
            let is_shipped = seen.line_shipped(line).is_some();
            let refund = seen.refunded(line);
            let (revenue, share) = (revenues[position], shares[position]);
            let fees = assume::fees(order.store);
            let unit_cost = self.catalogue.cost(line.sku, day);
            let gift_costs: Vec<i64> = gifts.iter().filter_map(|gift| self.catalogue.cost(gift.sku, day)).collect();
            let activity = self.activities.entry((line.sku, order.store)).or_default();
            activity.units += line.quantity;
            activity.counts += Counts {
                units: line.quantity,
                units_shipped: if is_shipped { line.quantity } else { 0 },
                units_maybe_returned: if came_back[position] { line.quantity } else { 0 },
                gifts: gift_parts[position] * i64::try_from(gift_costs.len()).unwrap(),
                orders: share,
                shipped_orders: if is_shipped { share } else { 0 },
                unbilled_orders: 0,
                refunds: if refund > 0 { WHOLE } else { 0 },
                possible_returns: return_shares[position],
            };
            activity.orders += i64::from(of_order.insert(line.sku));
            activity.revenue += revenue;
            activity.refunds += refund;
            activity.goods += goods(unit_cost.unwrap_or(0), line.quantity, came_back[position]);
            for cost in gift_costs {
                activity.goods += Exact::goods(cost, gift_parts[position]);
            }
            activity.platform += platform(fees, revenue, refund, share, line.streamer.is_some());
            if is_shipped {
                let per_order = assume::PACKAGING_PER_ORDER + assume::LABOUR_PER_ORDER;
                activity.logistics +=
                    Exact::share(per_order, share) + Exact::cents(assume::STORAGE_PER_UNIT * line.quantity);
                activity.after_sales += Exact::share(assume::INSURANCE_PER_ORDER, share);
            }
            let return_freight = assume::RETURN_FREIGHT * assume::RETURNED_RATE / WHOLE;
            activity.after_sales += Exact::share(return_freight, return_shares[position]);
            if refund > 0 {
                activity.after_sales += Exact::cents(assume::SERVICE_PER_REFUND);
            }
            // What the whole order paid stays with the first line that counts.
            activity.after_sales += Exact::cents(std::mem::take(&mut compensation));
            *activity.by_file.entry(places.lines).or_default() += amounts[position];
            if let Some(header) = places.header {
                *activity.by_file.entry(header).or_default() += revenue - amounts[position];
            }
            let period = self.periods.entry(order.store.platform().name()).or_insert(Period { first: day, last: day });
            *period = Period { first: period.first.min(day), last: period.last.max(day) };
            let waybill = seen.waybill().filter(|_| is_shipped).map(str::to_owned);
            if is_shipped {
                self.facts.push(Fact {
                    order_id: order.id.clone(),
                    sku: line.sku,
                    store: order.store,
                    revenue,
                    units: line.quantity,
                    share,
                    waybill,
                });
            }
        }
        let has_known = of_order.iter().any(|sku| !self.catalogue.skus[*sku].costs.is_empty());
        self.orders += i64::from(has_known);
        *self.orders_of_store.entry(order.store).or_default() += i64::from(has_known);
        if let Store::Taobao | Store::Tmall = order.store {
            self.bought(order, fates.iter().find_map(|fate| fate.ok()).unwrap());
        }
    }

    /// As many units of a SKU went out again as a line of the order has.
    pub fn sent_again(&mut self, again: Again, seen: &Seen<'_>, line: &Line, sku: usize) {
        if let Ok(day) = self.fate(seen, line)
            && let Some(cost) = self.catalogue.cost(sku, day)
        {
            *self.again.entry((again, sku, seen.order.store)).or_default() += Exact::goods(cost, line.quantity * 1000);
        }
    }

    fn bought(&mut self, order: &Order, day: i32) {
        let customers = &mut self.customers[order.store.index()];
        if customers.len() <= order.buyer {
            customers.resize(order.buyer + 1, (0, -1));
        }
        let (days, last) = &mut customers[order.buyer];
        if *last != day {
            *days += 1;
            *last = day;
        }
    }

    /// Customers of 淘宝 and 天猫 by the number of days on which they bought; the first entry is for one day.
    pub fn customers_by_days(&self) -> Vec<u64> {
        let mut by_days = Vec::new();
        for &(days, _) in self.customers.iter().flatten().filter(|(days, _)| *days > 0) {
            let place = usize::try_from(days - 1).unwrap();
            if by_days.len() <= place {
                by_days.resize(place + 1, 0);
            }
            by_days[place] += 1;
        }
        by_days
    }
}

/// Units sold with what is lost and sent again, less what comes back fit for sale.
fn goods(unit_cost: i64, quantity: i64, may_have_come_back: bool) -> Exact {
    let sold = Exact::goods(unit_cost, quantity * 1000);
    let back = sold.times(assume::RESELLABLE_RATE * assume::RETURNED_RATE / WHOLE);
    let whole = sold + sold.times(assume::LOSS_RATE) + sold.times(assume::RESEND_RATE);
    if may_have_come_back { whole - back } else { whole }
}

fn platform(fees: Fees, revenue: i64, refund: i64, share: i64, is_affiliate: bool) -> Exact {
    let affiliate = if is_affiliate { fees.affiliate_rate } else { 0 };
    Exact::share(revenue - refund, fees.commission_rate + affiliate)
        + Exact::share(revenue, fees.payment_rate)
        + Exact::share(fees.fixed_per_order, share)
}
