//! The purchases of each customer, in order: what every measure of repurchase is counted from.

use std::cmp::Ordering;
use std::ops::Range;

use super::identity::{Bought, Identity, resolve};
use super::settings::{PurchaseDefinition, Settings};
use super::skus::{Habits, MainSku, Shelf, lines};
use crate::books::{Books, Sale, SaleState};
use crate::dataset::{Dataset, OrderKey, SkuKey};
use crate::figures::number;
use crate::money::{Amount, Money};
use crate::pool::Key;
use crate::profit::{InScope, OrderNet, Scope};
use crate::silence::looked_at_until;
use crate::sorted;
use crate::time::{Day, Stamp};
use crate::turns::{in_turns, picked};

/// The purchases of a scope.
#[derive(Debug, Default)]
pub struct History {
    /// The day of analysis: the end of the scope's period, if that is earlier than the books'; of a shop long silent the
    /// last day that is looked at.
    pub as_of: Option<Day>,
    /// Which part of the shop.
    pub scope: Scope,
    /// How buyers became customers.
    pub identity: Identity,
    /// Ordered by first purchase, whatever the order of rows.
    pub customers: Vec<Customer>,
    /// By customer, then by day.
    pub purchases: Vec<Purchase>,
    /// Orders of known customers, by customer, then by moment; purchases are runs of them.
    pub orders: Vec<OrderKey>,
    /// Orders of customers nobody knows.
    pub unknown_orders: u32,
    /// By customer; [`prepare`](super::prepare) takes them.
    pub(super) habits: Vec<Habits>,
    pub(super) shelf: Shelf,
}

/// A customer's own part of [`History::purchases`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    first: u32,
    count: u32,
}

/// One purchase: an order, or all orders of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Purchase {
    /// On the basis of the settings.
    pub day: Day,
    /// Its part of [`History::orders`].
    first: u32,
    count: u32,
    revenue: Amount,
    net: Amount,
    before_ads: Amount,
    /// The SKU that brought most of it; `None` where no row names one.
    pub main: Option<SkuKey>,
    /// Whether the cost of all its orders is known.
    pub is_costed: bool,
}

impl Purchase {
    /// Less refunds.
    pub fn revenue(&self) -> Money {
        self.revenue.into()
    }

    /// After every cost; of orders with a known cost.
    pub fn net(&self) -> Money {
        self.net.into()
    }

    /// The same before ads.
    pub fn before_ads(&self) -> Money {
        self.before_ads.into()
    }
}

impl History {
    /// The oldest first; none of a customer of another history.
    pub fn purchases_of(&self, customer: &Customer) -> &[Purchase] {
        slice(&self.purchases, customer.first, customer.count)
    }

    /// The orders of a purchase, by moment.
    pub fn orders_of(&self, purchase: &Purchase) -> &[OrderKey] {
        slice(&self.orders, purchase.first, purchase.count)
    }

    /// Every customer with their purchases, which are never none.
    pub fn each(&self) -> impl Iterator<Item = &[Purchase]> + Clone {
        self.customers.iter().map(|customer| self.purchases_of(customer))
    }

    /// Does `work` with the purchases of each customer, so that a browser does it well.
    pub(super) fn in_turns<'h>(&'h self, mut work: impl FnMut(&'h [Purchase])) {
        in_turns(&self.customers, |customer| work(self.purchases_of(customer)));
    }

    /// Some purchase has a known cost. Without one the net of nothing is known, and its sum is no zero.
    pub fn knows_cost(&self) -> bool {
        self.purchases.iter().any(|purchase| purchase.is_costed)
    }

    /// Of any purchase; `None` without customers.
    pub fn first_day(&self) -> Option<Day> {
        self.each().next().and_then(|purchases| purchases.first()).map(|purchase| purchase.day)
    }

    /// The customers there were at the end of a day, each with the purchases up to then: the first of [`History::each`],
    /// in the same order, since customers are ordered by their first purchase.
    pub fn known_by(&self, day: Day) -> impl Iterator<Item = &[Purchase]> + Clone {
        let known = self
            .customers
            .partition_point(|customer| self.purchases_of(customer).first().is_some_and(|first| first.day <= day));
        self.each().take(known).map(move |purchases| sorted::up_to(purchases, |purchase| purchase.day <= day))
    }
}

fn slice<T>(all: &[T], first: u32, count: u32) -> &[T] {
    let range: Range<usize> = first as usize..first as usize + count as usize;
    all.get(range).unwrap_or(&[])
}

/// Collects the purchases of a scope. `nets` are what at least the scope's orders left; without them nothing is
/// known of profit.
///
/// An order counts that was paid and not given back in full before it was sent, as in the profit table. A period chooses
/// the customers who first bought in it, with all they bought up to its end, which is the day of analysis then: who
/// bought before would look new otherwise, and who had no time to come back would look lost.
pub fn history(dataset: &Dataset, books: &Books, nets: &[OrderNet], scope: &Scope, settings: &Settings) -> History {
    let as_of = scope.to.into_iter().chain(looked_at_until(books)).min();
    let up_to_the_end = Scope { from: None, ..scope.clone() };
    let in_scope = InScope::new(dataset, &up_to_the_end);
    let counts = |sale: &Sale| sale.state != SaleState::RefundedUnsent && in_scope.contains(sale.store, Some(sale.day));
    let mut sales: Vec<Bought<'_>> = Vec::with_capacity(books.n_sales());
    books.sales_in_turns(|sale| sales.extend(counts(sale).then(|| Bought::by_nobody(sale))));
    let resolved = resolve(dataset, &mut sales, &settings.identity, &settings.salt);
    let of_orders = Nets::new(dataset, nets);
    let shelf = Shelf::new(dataset, books);
    let mut main = MainSku::new(dataset);
    // By the customer's number, which is not yet their position.
    let mut habits = vec![Habits::default(); resolved.count as usize];
    let visits: Vec<Visit> = picked(&sales, |&Bought { sale, customer }| {
        let customer = customer?;
        habits.get_mut(customer as usize)?.add(books, sale, &shelf);
        Some(Visit::new(customer, sale, of_orders.of(sale), main.of(lines(books, sale))))
    });
    let is_unknown = |bought: &&Bought<'_>| bought.customer.is_none() && scope.contains(Some(bought.sale.day));
    let unknown_orders = number(sales.iter().filter(is_unknown).count());
    drop((sales, of_orders));
    let name = |visit: &Visit| dataset.pools.orders.get(visit.order);
    // By moment first, and by name only where two orders have the same second.
    let by_moment = |one: &Visit, other: &Visit| {
        (one.day, one.moment).cmp(&(other.day, other.moment)).then_with(|| name(one).cmp(name(other)))
    };
    let own = by_customer(&visits, resolved.count, by_moment);
    // The moments stand beside the groups, so that a comparison need not look for them.
    let groups = own.chunk_by(|one, other| one.customer == other.customer);
    let mut groups: Vec<(Day, Option<Stamp>, &[&Visit])> =
        groups.filter_map(|group| group.first().map(|first| (first.day, first.moment, group))).collect();
    groups.retain(|(first, ..)| scope.from.is_none_or(|from| *first >= from));
    groups.sort_unstable_by(|one, other| {
        let of_first = |group: &[&Visit]| group.first().map(|first| name(first));
        (one.0, one.1).cmp(&(other.0, other.1)).then_with(|| of_first(one.2).cmp(&of_first(other.2)))
    });
    let mut history = History {
        as_of,
        scope: scope.clone(),
        identity: resolved.identity,
        unknown_orders,
        shelf,
        ..History::default()
    };
    history.customers.reserve_exact(groups.len());
    history.habits.reserve_exact(groups.len());
    history.purchases.reserve_exact(visits.len());
    history.orders.reserve_exact(visits.len());
    in_turns(&groups, |(.., group)| {
        let number = group.first().map_or(0, |first| first.customer as usize);
        history.habits.push(habits.get(number).copied().unwrap_or_default());
        history.add(books, group, settings.purchase, &mut main);
    });
    history
}

/// A sale of a known customer, with all that a purchase is made of: read in the order of the sales, it is not looked up
/// again in that of the customers.
#[derive(Clone, Copy)]
struct Visit {
    customer: u32,
    order: OrderKey,
    day: Day,
    moment: Option<Stamp>,
    /// Less refunds.
    revenue: Amount,
    /// Whole cents, as those of the order table.
    net: Amount,
    before_ads: Amount,
    main: Option<SkuKey>,
    is_costed: bool,
}

impl Visit {
    /// Without a net nothing is known of what it left.
    fn new(customer: u32, sale: &Sale, left: Option<&OrderNet>, main: Option<SkuKey>) -> Visit {
        Visit {
            customer,
            order: sale.order,
            day: sale.day,
            moment: sale.moment,
            revenue: sale.revenue - sale.refund,
            net: left.map_or(Amount::ZERO, |left| left.net),
            before_ads: left.map_or(Amount::ZERO, |left| left.before_ads),
            main,
            is_costed: left.is_some_and(|left| left.is_known),
        }
    }
}

/// Visits by customer, of whom there are `customers`, and each customer's by `order`. Customers are placed by counting
/// them, since most of a million visits are in no order at all.
fn by_customer(visits: &[Visit], customers: u32, order: impl Fn(&Visit, &Visit) -> Ordering) -> Vec<&Visit> {
    let mut next = vec![0_u32; customers as usize + 1];
    in_turns(visits, |visit| {
        if let Some(count) = next.get_mut(visit.customer as usize + 1) {
            *count += 1;
        }
    });
    let mut sum = 0;
    for start in &mut next {
        sum += *start;
        *start = sum;
    }
    let mut placed: Vec<&Visit> = visits.iter().collect();
    in_turns(visits, |visit| {
        let Some(place) = next.get_mut(visit.customer as usize) else { return };
        if let Some(slot) = placed.get_mut(*place as usize) {
            *slot = visit;
        }
        *place += 1;
    });
    for own in placed.chunk_by_mut(|one, other| one.customer == other.customer) {
        own.sort_unstable_by(|one, other| order(one, other));
    }
    placed
}

impl History {
    /// Puts the visits of the next customer, in their order, to the customer's purchases.
    fn add(&mut self, books: &Books, visits: &[&Visit], definition: PurchaseDefinition, main_sku: &mut MainSku<'_>) {
        let from = self.purchases.len();
        for visit in visits {
            let &&Visit { order, day, revenue, net, before_ads, main, is_costed, .. } = visit;
            self.orders.push(order);
            let is_new = self.purchases.len() == from;
            let same = self
                .purchases
                .last_mut()
                .filter(|last| !is_new && definition == PurchaseDefinition::Day && last.day == day);
            if let Some(purchase) = same {
                purchase.count += 1;
                purchase.revenue += revenue;
                purchase.net += net;
                purchase.before_ads += before_ads;
                purchase.is_costed &= is_costed;
            } else {
                let first = number(self.orders.len() - 1);
                self.purchases.push(Purchase { day, first, count: 1, revenue, net, before_ads, main, is_costed });
            }
        }
        // Of several orders the main SKU may be that of none of them.
        for purchase in self.purchases.iter_mut().skip(from).filter(|purchase| purchase.count > 1) {
            let orders = slice(&self.orders, purchase.first, purchase.count);
            let sales = orders.iter().filter_map(|&order| books.sale(order));
            purchase.main = main_sku.of(sales.flat_map(|sale| lines(books, sale)));
        }
        let count = number(self.purchases.len() - from);
        self.customers.push(Customer { first: number(from), count });
    }
}

/// What each order left, by the order.
struct Nets<'o> {
    orders: &'o [OrderNet],
    /// By the order's index; `u32::MAX` where there is no profit of it.
    positions: Vec<u32>,
}

impl<'o> Nets<'o> {
    fn new(dataset: &Dataset, orders: &'o [OrderNet]) -> Nets<'o> {
        let mut positions = vec![u32::MAX; dataset.pools.orders.len()];
        let mut position = 0;
        in_turns(orders, |order| {
            if let Some(slot) = positions.get_mut(order.order.index()) {
                *slot = position;
            }
            position += 1;
        });
        Nets { orders, positions }
    }

    fn of(&self, sale: &Sale) -> Option<&OrderNet> {
        self.orders.get(*self.positions.get(sale.order.index())? as usize)
    }
}
