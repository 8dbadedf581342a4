//! Profit by order. An order's lines are cells like any other, so the same formulas give them, and the orders add up to
//! the same totals as the SKUs.

use std::collections::BTreeMap;

use super::account::Terms;
use super::blocks::Blocks;
use super::prepare::{Cell, Item, Prepared};
use super::report::{Report, add_to_blocks, round_blocks};
use crate::allocate::allocate;
use crate::books::{Books, Fact};
use crate::config::Config;
use crate::dataset::{Dataset, OrderKey, SkuKey, StoreKey};
use crate::money::{Amount, Money};
use crate::time::Day;

/// One order of the profit table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderProfit {
    pub order: OrderKey,
    pub store: StoreKey,
    pub day: Day,
    /// Lines whose SKU has a known cost.
    pub blocks: Blocks,
    /// Some line's SKU has no known cost, so that the order is more than its blocks say.
    pub is_partial: bool,
}

/// Every order of the scope, by platform and id. `report` is the report of `prepared`.
///
/// Spend on products that never sold, and on SKUs that sold nothing in the scope, belongs to no order.
pub fn orders(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
) -> Vec<OrderProfit> {
    let terms = Terms::new(dataset, config);
    let has_cost: BTreeMap<SkuKey, bool> = report
        .skus
        .iter()
        .filter_map(|(item, row)| match item {
            Item::Sku(sku) => Some((*sku, row.has_cost)),
            Item::UnsoldProduct(..) => None,
        })
        .collect();
    let facts: Vec<&Fact> = books.facts.iter().filter(|fact| prepared.contains(dataset, fact)).collect();
    let ads = ads_by_fact(dataset, prepared, &facts);
    let mut orders: Vec<OrderProfit> = Vec::new();
    for (fact, ads) in facts.iter().zip(ads) {
        let order = match orders.last_mut() {
            Some(order) if order.order == fact.order => order,
            _ => {
                let blocks = Blocks { orders: 1, ..Blocks::default() };
                orders.push(OrderProfit {
                    order: fact.order,
                    store: fact.store,
                    day: fact.day,
                    blocks,
                    is_partial: false,
                });
                let Some(order) = orders.last_mut() else { continue };
                order
            }
        };
        if !has_cost.get(&fact.sku).copied().unwrap_or(false) {
            order.is_partial = true;
            continue;
        }
        let mut cell = Cell::new(Item::Sku(fact.sku), fact.store, dataset.pools.store_parts(fact.store).0);
        cell.add_fact(fact, books.aftermath(fact));
        (cell.own_ads, cell.shared_ads) = ads;
        order.blocks.units += cell.units;
        terms.account(&cell, |component, amount| add_to_blocks(&mut order.blocks, component, amount));
    }
    orders.sort_by_cached_key(|order| dataset.pools.orders.get(order.order).to_owned());
    round_blocks(&mut orders.iter_mut().map(|order| &mut order.blocks).collect::<Vec<_>>());
    orders
}

/// The part of its cell's ads that each fact carries, by revenue: own, shared.
fn ads_by_fact(dataset: &Dataset, prepared: &Prepared, facts: &[&Fact]) -> Vec<(Amount, Amount)> {
    let mut of_cell: BTreeMap<(SkuKey, StoreKey), Vec<usize>> = BTreeMap::new();
    let mut ads = vec![(Amount::ZERO, Amount::ZERO); facts.len()];
    let advertised: BTreeMap<(SkuKey, StoreKey), &Cell> = prepared
        .cells
        .iter()
        .filter(|cell| !cell.own_ads.is_zero() || !cell.shared_ads.is_zero())
        .filter_map(|cell| match cell.item {
            Item::Sku(sku) => Some(((sku, cell.store), cell)),
            Item::UnsoldProduct(..) => None,
        })
        .collect();
    for (position, fact) in facts.iter().enumerate() {
        if advertised.contains_key(&(fact.sku, fact.store)) {
            of_cell.entry((fact.sku, fact.store)).or_default().push(position);
        }
    }
    let fact = |position: usize| facts.get(position).copied();
    for (key, mut positions) in of_cell {
        let Some(cell) = advertised.get(&key) else { continue };
        positions.sort_by_cached_key(|&position| {
            fact(position)
                .map(|fact| (dataset.pools.orders.get(fact.order).to_owned(), fact.revenue(), fact.units.thousandths()))
        });
        let weights: Vec<i64> =
            positions.iter().map(|&position| fact(position).map_or(0, |fact| fact.revenue().millionths())).collect();
        let (own, shared) = (allocate(cell.own_ads, &weights), allocate(cell.shared_ads, &weights));
        for (position, part) in positions.into_iter().zip(own.into_iter().zip(shared)) {
            if let Some(slot) = ads.get_mut(position) {
                *slot = part;
            }
        }
    }
    ads
}

/// Ads in the totals that belong to no order: of products and SKUs that sold nothing in the scope.
pub fn ads_without_orders(prepared: &Prepared, report: &Report) -> Money {
    let rows = prepared.cells.chunk_by(|one, other| one.item == other.item).zip(&report.skus);
    rows.filter(|(_, (_, row))| row.has_cost)
        .flat_map(|(cells, _)| cells)
        .filter(|cell| cell.lines == 0)
        .map(|cell| Money::from(cell.own_ads + cell.shared_ads))
        .sum()
}
