//! Why two bases give two results: the orders that are in the scope on one of them alone.

use std::collections::BTreeMap;

use super::{InScope, Scope};
use crate::books::Books;
use crate::dataset::{Dataset, OrderKey};
use crate::money::{Amount, Money};
use crate::time::Day;

/// An order that is in the scope on one basis and not on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedOrder {
    /// Its key in both closings.
    pub order: OrderKey,
    /// On the basis on which it is in the scope.
    pub day: Day,
    /// On the other basis; `None` where that moment has not come.
    pub other_day: Option<Day>,
    /// Before refunds.
    pub revenue: Money,
}

/// What a change of basis does to a scope. Revenue on the new basis = revenue on the old − left + entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasisChange {
    /// In the scope on the old basis alone, the largest revenue first.
    pub left: Vec<MovedOrder>,
    /// In the scope on the new basis alone, the largest revenue first.
    pub entered: Vec<MovedOrder>,
}

/// Compares two closings of the same dataset that differ in their basis.
pub fn basis_change(dataset: &Dataset, old: &Books, new: &Books, scope: &Scope) -> BasisChange {
    let (old, new) = (orders(dataset, old, scope), orders(dataset, new, scope));
    BasisChange { left: only_in(dataset, &old, &new), entered: only_in(dataset, &new, &old) }
}

/// An order's day and revenue, and whether it is in the scope.
struct Dated {
    day: Day,
    revenue: Amount,
    is_inside: bool,
}

fn orders(dataset: &Dataset, books: &Books, scope: &Scope) -> BTreeMap<OrderKey, Dated> {
    let mut orders: BTreeMap<OrderKey, Dated> = BTreeMap::new();
    let scope = InScope::new(dataset, scope);
    for fact in books.facts() {
        let inside = scope.contains(fact.store, Some(fact.day));
        let order =
            orders.entry(fact.order).or_insert(Dated { day: fact.day, revenue: Amount::ZERO, is_inside: inside });
        order.revenue += fact.revenue();
    }
    orders
}

fn only_in(dataset: &Dataset, here: &BTreeMap<OrderKey, Dated>, there: &BTreeMap<OrderKey, Dated>) -> Vec<MovedOrder> {
    let mut moved: Vec<MovedOrder> = here
        .iter()
        .filter(|(order, dated)| dated.is_inside && !there.get(order).is_some_and(|other| other.is_inside))
        .map(|(&order, dated)| MovedOrder {
            order,
            day: dated.day,
            other_day: there.get(&order).map(|other| other.day),
            revenue: dated.revenue.into(),
        })
        .collect();
    moved.sort_by_cached_key(|moved| (-moved.revenue, dataset.pools.orders.get(moved.order).to_owned()));
    moved
}
