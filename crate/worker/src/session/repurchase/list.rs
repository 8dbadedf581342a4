//! Lists of customers, in windows, and one customer in full.

use std::collections::BTreeSet;

use analytics::Money;
use analytics::books::Sale;
use analytics::figures::number;
use analytics::repurchase::mask::masked;
use analytics::repurchase::{self, CustomerBase, Purchase, Scored};
use analytics::vocabulary::Source;
use protocol::{
    CustomerDetail, CustomerList, CustomerQuery, CustomerRow, CustomerSort, CustomerWindow, NEWEST_ORDERS, OrderRow,
};

use super::super::Session;
use super::super::order_table::order_id;
use super::Customers;

/// The customers of a list in the order of a query.
#[derive(Debug)]
pub(super) struct Listed {
    query: CustomerQuery,
    /// Positions in the history.
    rows: Vec<u32>,
    revenue: Money,
    net: Money,
}

impl Listed {
    /// Whether another threshold makes it another list.
    pub(super) const fn is_of_scores(&self) -> bool {
        matches!(self.query.list, CustomerList::Segment { .. } | CustomerList::Cell { .. })
    }
}

impl Session {
    pub(in super::super) fn customer_window(&mut self, query: CustomerQuery) -> CustomerWindow {
        self.fill_customers();
        let scoring = match &query.list {
            CustomerList::Segment { scoring, .. } | CustomerList::Cell { scoring, .. } => Some(*scoring),
            _ => None,
        };
        self.score(scoring);
        self.list(&query);
        let Some((customers, _)) = self.customers_in_scope() else { return CustomerWindow::default() };
        let Some(listed) = &customers.listed else { return CustomerWindow::default() };
        let window = listed.rows.iter().skip(query.offset as usize).take(query.limit as usize);
        CustomerWindow {
            matching: number(listed.rows.len()),
            revenue: listed.revenue.rounded(),
            net: listed.net.rounded(),
            rows: window.filter_map(|&customer| self.customer_row(customer, query.reveals)).collect(),
            query,
        }
    }

    /// Every customer of a list, with names only where the query asks for them.
    pub(super) fn all_customers(&mut self, query: &CustomerQuery) -> Vec<CustomerRow> {
        self.customer_window(CustomerQuery { offset: 0, limit: u32::MAX, ..query.clone() }).rows
    }

    pub(in super::super) fn customer(&mut self, customer: u32, reveals: bool) -> Option<CustomerDetail> {
        self.fill_customers();
        self.score(None);
        self.fill_orders();
        let clv = self.fitted();
        let (customers, _) = self.customers_in_scope()?;
        let prepared = &customers.prepared;
        let purchases = purchases(prepared, customer)?;
        let row = self.customer_row(customer, reveals)?;
        let sales = || purchases.iter().rev().flat_map(|purchase| self.sales(prepared, purchase));
        let mut names: BTreeSet<(Option<Source>, String)> = BTreeSet::new();
        for sale in sales() {
            let pools = &self.dataset.pools;
            let shown = |name: &str| if reveals { name.to_owned() } else { masked(name) };
            names.extend(sale.buyer.key.map(|key| pools.customer_parts(key)).map(|(of, name)| (Some(of), shown(name))));
            names.extend(sale.buyer.phone.map(|phone| (None, shown(pools.phones.get(phone)))));
        }
        Some(CustomerDetail {
            row,
            names: names.into_iter().collect(),
            rhythm: prepared.facts.rhythm(purchases),
            given_back: number(sales().filter(|sale| !sale.refund.is_zero()).count()),
            outlook: prepared.history.as_of.and_then(|as_of| clv.outlook(purchases, as_of)),
            orders: sales().take(NEWEST_ORDERS).map(|sale| self.order_of_sale(sale)).collect(),
        })
    }

    fn order_of_sale(&self, sale: &Sale) -> OrderRow {
        // Of an order with a line of unknown cost the sale is shown whole, and no profit.
        let profit = self.orders.as_ref().and_then(|orders| orders.find(&self.dataset, sale.order));
        let profit = profit.filter(|profit| !profit.is_partial);
        profit.map_or_else(
            || OrderRow {
                order: order_id(&self.dataset, sale.order),
                store: self.dataset.pools.store_parts(sale.store).1.to_owned(),
                day: sale.day,
                blocks: analytics::profit::Blocks {
                    units: sale.units,
                    orders: 1,
                    revenue: sale.revenue.into(),
                    refunds: sale.refund.into(),
                    ..Default::default()
                },
                is_partial: true,
                is_shipped: sale.shipped.is_some(),
                is_refunded: !sale.refund.is_zero(),
            },
            |profit| self.order_row(profit),
        )
    }

    fn sales<'s>(&'s self, prepared: &'s CustomerBase, purchase: &'s Purchase) -> impl Iterator<Item = &'s Sale> {
        let orders = prepared.history.orders_of(purchase).iter().rev();
        orders.filter_map(|&order| self.books.sale(order))
    }

    /// What a customer is called: the platform's name, else the telephone number.
    pub(super) fn label(&self, prepared: &CustomerBase, customer: u32, reveals: bool) -> String {
        let Some(purchases) = purchases(prepared, customer) else { return String::new() };
        let pools = &self.dataset.pools;
        let mut sales = purchases.iter().flat_map(|purchase| self.sales(prepared, purchase));
        let name = sales.find_map(|sale| {
            let key = sale.buyer.key.map(|key| pools.customer_parts(key).1);
            key.or_else(|| sale.buyer.phone.map(|phone| pools.phones.get(phone)))
        });
        let name = name.unwrap_or_default();
        if reveals { name.to_owned() } else { masked(name) }
    }

    fn customer_row(&self, customer: u32, reveals: bool) -> Option<CustomerRow> {
        let (customers, _) = self.customers_in_scope()?;
        let prepared = &customers.prepared;
        let purchases = purchases(prepared, customer)?;
        let settings = &self.config.repurchase;
        let scores = customers.scored.as_ref().and_then(|scored| scored.scores.get(customer as usize)).copied();
        let scheme = settings.rfm.schemes.first();
        let segment = customers.scored.as_ref().zip(scheme).zip(scores).and_then(|((scored, scheme), scores)| {
            scheme.segments.get(scored.segment(scheme, scores)).map(|segment| segment.code.clone())
        });
        let platforms: BTreeSet<Source> = purchases
            .iter()
            .flat_map(|purchase| self.sales(prepared, purchase))
            .map(|sale| self.dataset.pools.store_parts(sale.store).0)
            .collect();
        let has = |tag: &&repurchase::Tag| prepared.facts.has(customer as usize, purchases, tag);
        let is_costed = purchases.iter().any(|purchase| purchase.is_costed);
        let sum = |pick: fn(&Purchase) -> Money| purchases.iter().map(pick).sum::<Money>().rounded();
        Some(CustomerRow {
            customer,
            label: self.label(prepared, customer, reveals),
            platforms: platforms.into_iter().collect(),
            purchases: number(purchases.len()),
            first: purchases.first()?.day,
            last: purchases.last()?.day,
            revenue: sum(Purchase::revenue),
            net: is_costed.then(|| sum(Purchase::net)),
            scores,
            segment: segment.unwrap_or_default(),
            tags: settings.tags.iter().filter(has).map(|tag| tag.tag.clone()).collect(),
        })
    }

    /// Sees to it that the customers of a list stand under this query.
    fn list(&mut self, query: &CustomerQuery) {
        let Some((customers, _)) = self.customers_in_scope() else { return };
        let is_same = |listed: &Listed| {
            listed.query.list == query.list
                && listed.query.sort == query.sort
                && listed.query.descending == query.descending
        };
        if customers.listed.as_ref().is_some_and(is_same) {
            return;
        }
        self.write_letters();
        let Some(customers) = &self.customers else { return };
        let listed = self.listed(&customers.prepared, customers.scored.as_ref(), query);
        if let Some(customers) = &mut self.customers {
            customers.listed = Some(listed);
        }
    }

    fn listed(&self, prepared: &CustomerBase, scored: Option<&Scored>, query: &CustomerQuery) -> Listed {
        let settings = &self.config.repurchase;
        let all = || (0_u32..).zip(prepared.history.each());
        let scores = |customer: u32| scored.and_then(|scored| scored.scores.get(customer as usize)).copied();
        let mut rows: Vec<u32> = match &query.list {
            CustomerList::All => all().map(|(customer, _)| customer).collect(),
            CustomerList::Repeaters => {
                all().filter(|(_, purchases)| purchases.len() > 1).map(|(customer, _)| customer).collect()
            }
            CustomerList::Segment { scheme, code, .. } => {
                let scheme = settings.rfm.schemes.iter().find(|known| known.scheme == *scheme);
                let place = |customer: u32| {
                    let (scheme, scored) = (scheme?, scored?);
                    scheme.segments.get(scored.segment(scheme, scores(customer)?))
                };
                let is_in = |customer: u32| place(customer).is_some_and(|segment| segment.code == *code);
                all().map(|(customer, _)| customer).filter(|&customer| is_in(customer)).collect()
            }
            CustomerList::Cell { recency, frequency_monetary, .. } => {
                let is_in = |customer: u32| {
                    scores(customer).is_some_and(|scores| {
                        scores.recency == *recency && scores.frequency_monetary() == *frequency_monetary
                    })
                };
                all().map(|(customer, _)| customer).filter(|&customer| is_in(customer)).collect()
            }
            CustomerList::Tag(name) => {
                let tag = settings.tags.iter().find(|tag| tag.tag == *name);
                let has = |(customer, purchases): &(u32, &[Purchase])| {
                    tag.is_some_and(|tag| prepared.facts.has(*customer as usize, purchases, tag))
                };
                all().filter(has).map(|(customer, _)| customer).collect()
            }
            CustomerList::Letters => {
                let letters = self.customers.as_ref().map_or(&[][..], Customers::letters);
                letters.iter().map(|letter| letter.customer).collect()
            }
        };
        let of = |customer: u32| purchases(prepared, customer).unwrap_or(&[]);
        let brought = |customer: u32| prepared.rfm_values.brought(customer);
        if query.list != CustomerList::Letters {
            let exact = |money: Money| money.to_amount().millionths();
            let day = |purchase: Option<&Purchase>| purchase.map_or(0, |one| i64::from(one.day.number()));
            let key = |customer: u32| match query.sort {
                CustomerSort::Net => exact(brought(customer).1),
                CustomerSort::Revenue => exact(brought(customer).0),
                CustomerSort::Purchases => i64::from(number(of(customer).len())),
                CustomerSort::First => day(of(customer).first()),
                CustomerSort::Last => day(of(customer).last()),
            };
            // Among equals customers stand by their first purchase, which is by their number.
            let sign = if query.descending { -1 } else { 1 };
            let mut keyed: Vec<(i64, u32)> =
                rows.into_iter().map(|customer| (key(customer).saturating_mul(sign), customer)).collect();
            keyed.sort_unstable();
            rows = keyed.into_iter().map(|(_, customer)| customer).collect();
        }
        Listed {
            query: query.clone(),
            revenue: rows.iter().map(|&customer| brought(customer).0).sum(),
            net: rows.iter().map(|&customer| brought(customer).1).sum(),
            rows,
        }
    }
}

fn purchases(prepared: &CustomerBase, customer: u32) -> Option<&[Purchase]> {
    let customer = prepared.history.customers.get(customer as usize)?;
    Some(prepared.history.purchases_of(customer))
}
