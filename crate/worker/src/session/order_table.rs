//! The order table: computed when it is first asked for, then filtered, sorted and cut into windows like the SKU table.

use std::cmp::Ordering;

use analytics::dataset::OrderKey;
use analytics::figures::number;
use analytics::profit::{self, Blocks, OrderProfit};
use analytics::{Dataset, Money};
use protocol::{LineRow, OrderCounts, OrderDetail, OrderFilter, OrderId, OrderQuery, OrderRow, OrderSort, OrderWindow};

use super::{AddedUp, Session};

/// The orders of a scope, and their order under the last query.
#[derive(Debug)]
pub(super) struct Orders {
    /// By platform and id.
    all: Vec<OrderProfit>,
    counts: OrderCounts,
    ads_without_orders: Money,
    sorted: Option<Sorted>,
}

#[derive(Debug)]
struct Sorted {
    query: OrderQuery,
    /// Positions in [`Orders::all`].
    rows: Vec<u32>,
    totals: Blocks,
}

impl Orders {
    pub(super) fn find(&self, dataset: &Dataset, order: OrderKey) -> Option<&OrderProfit> {
        let id = |order: OrderKey| dataset.pools.orders.get(order);
        let position = self.all.binary_search_by(|profit| id(profit.order).cmp(id(order))).ok()?;
        self.all.get(position)
    }
}

impl Session {
    pub(super) fn order_window(&mut self, query: OrderQuery) -> OrderWindow {
        self.sort_orders(&query);
        let Some((orders, sorted)) = self.orders.as_ref().and_then(|orders| Some((orders, orders.sorted.as_ref()?)))
        else {
            return OrderWindow::default();
        };
        let window = sorted.rows.iter().skip(query.offset as usize).take(query.limit as usize);
        OrderWindow {
            matching: number(sorted.rows.len()),
            counts: orders.counts,
            rows: window.filter_map(|&row| orders.all.get(row as usize)).map(|order| self.order_row(order)).collect(),
            totals: sorted.totals,
            ads_without_orders: orders.ads_without_orders,
            query,
        }
    }

    pub(super) fn order(&mut self, id: &OrderId) -> Option<OrderDetail> {
        let key = self.order_key(id)?;
        self.fill_orders();
        let order = self.orders.as_ref()?.find(&self.dataset, key)?;
        let AddedUp { prepared, report, .. } = self.in_scope();
        let account = profit::order_account(&self.dataset, &self.books, prepared, report, &self.config, order);
        let lines = account.lines.into_iter().map(|line| LineRow {
            sku: self.dataset.pools.skus.get(line.sku).to_owned(),
            name: self.dataset.sku_name(line.sku).to_owned(),
            blocks: line.blocks,
            has_cost: line.has_cost,
        });
        Some(OrderDetail { row: self.order_row(order), components: account.components, lines: lines.collect() })
    }

    /// The key of an order that some file names.
    pub(super) fn order_key(&self, id: &OrderId) -> Option<OrderKey> {
        self.dataset.pools.find_order(&mut String::new(), id.platform, &id.id)
    }

    pub(super) fn order_row(&self, order: &OrderProfit) -> OrderRow {
        OrderRow {
            order: order_id(&self.dataset, order.order),
            store: self.dataset.pools.store_parts(order.store).1.to_owned(),
            day: order.day,
            blocks: order.blocks,
            is_partial: order.is_partial,
            is_shipped: order.is_shipped,
            is_refunded: order.is_refunded,
        }
    }

    pub(super) fn fill_orders(&mut self) {
        if self.orders.is_some() {
            return;
        }
        let AddedUp { prepared, report, .. } = self.in_scope();
        let all = profit::orders(&self.dataset, &self.books, prepared, report, &self.config);
        let ads_without_orders = profit::ads_without_orders(prepared, report);
        let count = |filter: OrderFilter| number(all.iter().filter(|order| is_in(filter, order)).count());
        let counts = OrderCounts {
            all: count(OrderFilter::All),
            loss_making: count(OrderFilter::LossMaking),
            not_shipped: count(OrderFilter::NotShipped),
            refunded: count(OrderFilter::Refunded),
            partial: count(OrderFilter::Partial),
        };
        self.orders = Some(Orders { all, counts, ads_without_orders, sorted: None });
    }

    /// Sees to it that the orders stand under this query.
    fn sort_orders(&mut self, query: &OrderQuery) {
        self.fill_orders();
        let Some(mut orders) = self.orders.take() else { return };
        let is_same =
            |sorted: &Sorted| *query == OrderQuery { offset: query.offset, limit: query.limit, ..sorted.query.clone() };
        if !orders.sorted.as_ref().is_some_and(is_same) {
            orders.sorted = Some(self.sorted_orders(&orders.all, query));
        }
        self.orders = Some(orders);
    }

    fn sorted_orders(&self, all: &[OrderProfit], query: &OrderQuery) -> Sorted {
        let search = query.search.trim().to_lowercase();
        let is_found = |order: &OrderProfit| {
            search.is_empty() || self.dataset.pools.order_parts(order.order).1.to_lowercase().contains(&search)
        };
        let matching = (0_u32..).zip(all).filter(|(_, order)| is_in(query.filter, order) && is_found(order));
        let mut rows: Vec<u32> = matching.map(|(position, _)| position).collect();
        let at = |position: u32| all.get(position as usize);
        // The orders stand by platform and id, and the sort keeps that among equals.
        rows.sort_by(|&one, &other| match (at(one), at(other)) {
            (Some(one), Some(other)) => self.compare_orders(query, one, other),
            _ => Ordering::Equal,
        });
        let mut totals = Blocks::default();
        for order in rows.iter().filter_map(|&row| at(row)) {
            totals.add_amounts(&order.blocks);
        }
        totals.orders = number(rows.len());
        Sorted { query: query.clone(), rows, totals }
    }

    fn compare_orders(&self, query: &OrderQuery, one: &OrderProfit, other: &OrderProfit) -> Ordering {
        let id = |order: &OrderProfit| self.dataset.pools.orders.get(order.order);
        let store = |order: &OrderProfit| self.dataset.pools.stores.get(order.store);
        let costs = |order: &OrderProfit| order.blocks.revenue - order.blocks.refunds - order.blocks.net();
        let order = match query.sort {
            OrderSort::Net => one.blocks.net().cmp(&other.blocks.net()),
            OrderSort::Order => id(one).cmp(id(other)),
            OrderSort::Day => one.day.cmp(&other.day),
            OrderSort::Store => store(one).cmp(store(other)),
            OrderSort::Units => one.blocks.units.cmp(&other.blocks.units),
            OrderSort::Revenue => one.blocks.revenue.cmp(&other.blocks.revenue),
            OrderSort::Refunds => one.blocks.refunds.cmp(&other.blocks.refunds),
            OrderSort::Costs => costs(one).cmp(&costs(other)),
        };
        if query.descending { order.reverse() } else { order }
    }

    /// Every order that matches, sorted, in windows for an export.
    pub(super) fn all_orders(&mut self, query: OrderQuery) -> Vec<OrderRow> {
        self.order_window(OrderQuery { offset: 0, limit: u32::MAX, ..query }).rows
    }
}

pub(super) fn order_id(dataset: &Dataset, order: OrderKey) -> OrderId {
    let (platform, id) = dataset.pools.order_parts(order);
    OrderId { platform, id: id.to_owned() }
}

fn is_in(filter: OrderFilter, order: &OrderProfit) -> bool {
    match filter {
        OrderFilter::All => true,
        OrderFilter::LossMaking => order.blocks.net().is_negative(),
        OrderFilter::NotShipped => !order.is_shipped,
        OrderFilter::Refunded => order.is_refunded,
        OrderFilter::Partial => order.is_partial,
    }
}
