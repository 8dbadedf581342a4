//! Orders that an ERP has merged, and that another source knows one by one, as far as their money goes: nobody says which
//! of the goods belong to which of them, so that all of the money stands against all of the goods.

use super::groups::Groups;
use super::orders::Joining;
use super::roles::Role;
use super::rules::settled_refund;
use super::told::tell;
use crate::allocate::Few;
use crate::currency::Stated;
use crate::dataset::{OrderHeader, OrderKey, OrderLine};
use crate::vocabulary::OrderStatus;

impl Joining<'_> {
    /// The order under which the goods of this one are counted, where an ERP has merged them and no file has them apart.
    pub(super) fn merged_into(&self, order: OrderKey, groups: &Groups) -> Option<OrderKey> {
        let ids = &self.precedence.ids;
        if !ids.has_merged() || !groups.lines(order).is_empty() {
            return None;
        }
        let counting = |root: &OrderKey| groups.lines(*root).iter().copied();
        let root = ids.first_of_merged(order).filter(|root| *root != order)?;
        let carries = counting(&root).any(|index| {
            let line = self.precedence.view.line(index);
            line.and_then(|line| ids.merged(line.order)).is_some_and(|members| members.contains(&order))
        });
        carries.then_some(root)
    }

    /// Whether a header is about these lines alone; that of merged orders, which are counted one by one, is not.
    pub(super) fn is_meant(&self, order: OrderKey, header: &OrderHeader, lines: &[(u32, &OrderLine)]) -> bool {
        let ids = &self.precedence.ids;
        ids.merged(header.order).is_none()
            || ids.is_pooled(order)
            || lines.iter().any(|(_, line)| ids.merged(line.order).is_some())
    }

    /// The headers whose money stands against the goods of orders that were merged into this one: all of one table that
    /// were sent. Empty where a row of the merged order says it all, or where nothing was merged.
    fn carried(&self, root: OrderKey, groups: &Groups) -> Few<&OrderHeader> {
        let (ids, view) = (&self.precedence.ids, self.precedence.view);
        let header = |order: OrderKey| view.header(groups.header(order)?);
        let is_whole = || header(root).is_some_and(|header| ids.merged(header.order).is_some());
        if !ids.has_merged() || is_whole() {
            return Few::new();
        }
        let merged = groups.lines(root).iter().find_map(|&index| ids.merged(view.line(index)?.order));
        let others = merged.into_iter().flatten().filter(|member| self.merged_into(**member, groups) == Some(root));
        let mut headers: Few<&OrderHeader> = others.filter_map(|member| header(*member)).collect();
        if headers.is_empty() {
            return headers;
        }
        headers.extend(header(root));
        headers.retain(|header| was_sent(header));
        headers.sort_by_key(|header| view.dataset.pools.orders.get(header.order));
        let first = headers.first().copied();
        headers.retain(|header| first.is_some_and(|first| is_beside(first, header)));
        headers
    }

    /// The header of an order with the money of those that were merged into it.
    pub(super) fn with_merged(&self, order: OrderKey, groups: &Groups) -> Option<OrderHeader> {
        let carried = self.carried(order, groups);
        let (first, others) = carried.split_first()?;
        // All of them are in one currency.
        let sum = |one: Option<Stated>, other: Option<Stated>| match (one, other) {
            (Some(one), Some(other)) => Some(one.and(other)),
            (one, other) => one.or(other),
        };
        let whole = others.iter().fold(**first, |whole, other| OrderHeader {
            amount: sum(whole.amount, other.amount),
            postage: sum(whole.postage, other.postage),
            refund: sum(went_back(&whole), went_back(other)),
            refund_state: whole.refund_state.max(other.refund_state),
            compensation: whole.compensation.and(other.compensation),
            fee: sum(whole.fee, other.fee),
            ..whole
        });
        Some(whole)
    }

    /// Gives the header of an order that was merged into another its fate, and says whether it has one now.
    pub(super) fn is_told_with(&mut self, order: OrderKey, header: &OrderHeader, groups: &Groups) -> bool {
        let Some(root) = self.merged_into(order, groups) else { return false };
        let Some(whole) = groups.header(root).and_then(|index| self.precedence.view.header(index)) else {
            return false;
        };
        if self.precedence.ids.merged(whole.order).is_some() {
            let standing = &self.precedence.standing;
            let is_superseded = header.status == Some(OrderStatus::Superseded);
            let is_same = standing[whole.at] == standing[header.at] && !is_superseded;
            let role = if is_same { Role::Repeats } else { Role::Confirms };
            let fates = &mut self.joined.fates;
            let rows = fates.header_rows(header.at);
            let of = self.rules.of_header(header);
            tell(fates, role, header.at, self.rules.said_by_header(header), rows, of);
            return true;
        }
        // Its money is part of the whole, which is counted at the row of the first.
        self.carried(root, groups).iter().any(|carried| carried.at == header.at)
    }
}

/// What was given back of an order; `None` where nothing was.
fn went_back(header: &OrderHeader) -> Option<Stated> {
    let refund = settled_refund(header.refund_state, header.refund, header.amount);
    (!refund.is_zero()).then_some(refund)
}

/// Whether it is known that an order was paid for, and not taken off.
pub(super) fn was_sent(header: &OrderHeader) -> bool {
    let is_open = |status| matches!(status, OrderStatus::Unpaid | OrderStatus::Unexplained);
    !header.status.is_some_and(|status| status.is_off() || is_open(status))
}

/// Whether two headers are rows of one table and currency, so that their money can be one sum.
fn is_beside(one: &OrderHeader, other: &OrderHeader) -> bool {
    let places = |header: &OrderHeader| (header.at.table, header.currency);
    places(one) == places(other)
}
