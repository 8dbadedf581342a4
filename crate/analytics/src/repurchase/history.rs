//! The purchases of each customer, in order: what every measure of repurchase is counted from.

use std::ops::Range;

use super::identity::{Identity, resolve};
use super::settings::{Purchase as Definition, Settings};
use crate::books::{Books, Sale, SaleState};
use crate::dataset::{Dataset, OrderKey};
use crate::money::Money;
use crate::pool::Key;
use crate::profit::{OrderProfit, Scope};
use crate::time::Day;

/// The purchases of a scope.
#[derive(Debug, Default)]
pub struct History {
    /// The day of analysis.
    pub as_of: Option<Day>,
    pub identity: Identity,
    pub definition: Option<Definition>,
    /// Ordered by first purchase, whatever the order of rows.
    pub customers: Vec<Customer>,
    /// By customer, then by day.
    pub purchases: Vec<Purchase>,
    /// Sales of known customers, by customer, then by moment; purchases are runs of them.
    pub sales: Vec<Bought>,
    /// Orders of customers nobody knows.
    pub unknown_orders: u32,
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
    pub day: Day,
    pub customer: u32,
    /// Its part of [`History::sales`].
    first: u32,
    count: u32,
    /// Less refunds.
    pub revenue: Money,
    /// After every cost; of orders with a known cost.
    pub net: Money,
    /// The same before ads.
    pub before_ads: Money,
    /// Whether the cost of all its orders is known.
    pub is_costed: bool,
}

/// One sale with what it left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bought {
    /// Position in [`Books::sales`].
    pub sale: u32,
    pub revenue: Money,
    pub net: Money,
    pub before_ads: Money,
    pub is_costed: bool,
}

impl History {
    pub fn purchases_of(&self, customer: &Customer) -> &[Purchase] {
        slice(&self.purchases, customer.first, customer.count)
    }

    pub fn sales_of(&self, purchase: &Purchase) -> &[Bought] {
        slice(&self.sales, purchase.first, purchase.count)
    }

    /// Every customer with their purchases, which are never none.
    pub fn each(&self) -> impl Iterator<Item = &[Purchase]> + Clone {
        self.customers.iter().map(|customer| self.purchases_of(customer))
    }

    pub fn first_day(&self) -> Option<Day> {
        self.each().next().and_then(|purchases| purchases.first()).map(|purchase| purchase.day)
    }

    /// The history as it was at the end of a day, with the same customers' numbers left out where they came later.
    #[must_use]
    pub fn until(&self, day: Day) -> History {
        let mut then = History {
            as_of: Some(day),
            identity: self.identity.clone(),
            definition: self.definition,
            sales: self.sales.clone(),
            ..History::default()
        };
        for purchases in self.each() {
            let first = number(then.purchases.len());
            let customer = number(then.customers.len());
            let before = purchases.iter().take_while(|purchase| purchase.day <= day);
            then.purchases.extend(before.map(|purchase| Purchase { customer, ..*purchase }));
            let count = number(then.purchases.len()) - first;
            if count > 0 {
                then.customers.push(Customer { first, count });
            }
        }
        then
    }
}

fn slice<T>(all: &[T], first: u32, count: u32) -> &[T] {
    let range: Range<usize> = first as usize..first as usize + count as usize;
    all.get(range).unwrap_or(&[])
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Collects the purchases of a scope. `orders` are the profits of at least the scope's orders; without them nothing is
/// known of profit.
///
/// An order counts that was paid and not given back in full before it was sent, as in the profit table.
pub fn history(
    dataset: &Dataset,
    books: &Books,
    orders: &[OrderProfit],
    scope: &Scope,
    settings: &Settings,
) -> History {
    let positions: Vec<u32> = (0..)
        .zip(&books.sales)
        .filter(|(_, sale)| counts(dataset, sale, scope))
        .map(|(position, _)| position)
        .collect();
    let sales: Vec<&Sale> = positions.iter().filter_map(|&position| books.sales.get(position as usize)).collect();
    let resolved = resolve(dataset, &sales, &settings.identity, &settings.salt);
    let profits = profits(dataset, orders);
    let mut rows: Vec<(u32, u32)> = resolved
        .customers
        .iter()
        .zip(&positions)
        .filter_map(|(customer, &position)| Some(((*customer)?, position)))
        .collect();
    let unknown_orders = number(positions.len() - rows.len());
    let sale = |position: u32| books.sales.get(position as usize);
    let moment = |position: u32| sale(position).map(|sale| (sale.day, sale.moment()));
    let name = |position: u32| sale(position).map_or("", |sale| dataset.pools.orders.get(sale.order));
    // By number first, and by name only where two orders have the same second.
    rows.sort_unstable_by(|one, other| {
        (one.0, moment(one.1)).cmp(&(other.0, moment(other.1))).then_with(|| name(one.1).cmp(name(other.1)))
    });
    let mut groups: Vec<&[(u32, u32)]> = rows.chunk_by(|one, other| one.0 == other.0).collect();
    let first = |group: &[(u32, u32)]| group.first().map_or(0, |row| row.1);
    groups.sort_by(|one, other| {
        let (one, other) = (first(one), first(other));
        moment(one).cmp(&moment(other)).then_with(|| name(one).cmp(name(other)))
    });
    let mut history = History {
        as_of: books.as_of,
        identity: resolved.identity,
        definition: Some(settings.purchase),
        unknown_orders,
        ..History::default()
    };
    for group in groups {
        let from = number(history.purchases.len());
        for &(_, position) in group {
            let Some(sale) = sale(position) else { continue };
            history.add(sale, position, profits.get(sale.order.index()).copied().flatten(), settings.purchase, from);
        }
        let count = number(history.purchases.len()) - from;
        history.customers.push(Customer { first: from, count });
    }
    history
}

impl History {
    /// Puts a sale to the customer being collected, whose purchases begin at `from`.
    fn add(&mut self, sale: &Sale, position: u32, profit: Option<Profit>, definition: Definition, from: u32) {
        let revenue = Money::from(sale.revenue - sale.refund);
        let profit = profit.unwrap_or_default();
        let bought = Bought {
            sale: position,
            revenue,
            net: profit.net,
            before_ads: profit.before_ads,
            is_costed: profit.is_known,
        };
        self.sales.push(bought);
        let is_new = self.purchases.len() == from as usize;
        let same =
            self.purchases.last_mut().filter(|last| !is_new && definition == Definition::Day && last.day == sale.day);
        if let Some(purchase) = same {
            purchase.count += 1;
            purchase.revenue += revenue;
            purchase.net += profit.net;
            purchase.before_ads += profit.before_ads;
            purchase.is_costed &= profit.is_known;
        } else {
            self.purchases.push(Purchase {
                day: sale.day,
                customer: number(self.customers.len()),
                first: number(self.sales.len() - 1),
                count: 1,
                revenue,
                net: profit.net,
                before_ads: profit.before_ads,
                is_costed: profit.is_known,
            });
        }
    }
}

fn counts(dataset: &Dataset, sale: &Sale, scope: &Scope) -> bool {
    let (platform, name) = dataset.pools.store_parts(sale.store);
    sale.state != SaleState::RefundedUnsent
        && scope.contains(Some(sale.day))
        && scope.platform.is_none_or(|wanted| wanted == platform)
        && scope.store.as_ref().is_none_or(|wanted| wanted == name)
}

#[derive(Clone, Copy, Default)]
struct Profit {
    net: Money,
    before_ads: Money,
    is_known: bool,
}

/// By the order's index.
fn profits(dataset: &Dataset, orders: &[OrderProfit]) -> Vec<Option<Profit>> {
    let mut profits = vec![None; dataset.pools.orders.len()];
    for order in orders {
        let net = order.blocks.net();
        let profit = Profit { net, before_ads: net + order.blocks.ads, is_known: !order.is_partial };
        if let Some(slot) = profits.get_mut(OrderKey::index(order.order)) {
            *slot = Some(profit);
        }
    }
    profits
}
