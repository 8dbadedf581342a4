//! Profit by order. An order's lines are activities like any other, so the same formulas give them, and the orders add
//! up to the same totals as the SKUs.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Terms;
use super::activity::Activity;
use super::blocks::{Blocks, Component};
use super::claim::Claim;
use super::item::Item;
use super::prepare::Prepared;
use super::report::{
    ComponentSums, Report, add_to_blocks, joined_claims, round_blocks, round_blocks_to, round_components,
};
use crate::allocate::{Rounding, allocate, spread_over};
use crate::books::{Books, Fact};
use crate::config::Config;
use crate::dataset::{Dataset, OrderKey, SkuKey, StoreKey};
use crate::money::{Amount, Money};
use crate::pool::Column;
use crate::time::Day;
use crate::turns::in_turns;
use crate::vocabulary::Block;

/// One order of the profit table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderProfit {
    /// Its key in the books.
    pub order: OrderKey,
    /// Where it was placed.
    pub store: StoreKey,
    /// On the basis of the settings.
    pub day: Day,
    /// Lines whose SKU has a known cost.
    pub blocks: Blocks,
    /// Some line's SKU has no known cost, so that the order is more than its blocks say.
    pub is_partial: bool,
    /// Every line that has to be sent was sent.
    pub is_shipped: bool,
    /// Some money was given back.
    pub is_refunded: bool,
}

/// How one order comes to its result. Components and lines add up to the blocks of its [`OrderProfit`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderAccount {
    /// Without components that are zero.
    pub components: Vec<(Component, Money)>,
    /// In the order of the books.
    pub lines: Vec<LineProfit>,
}

/// One line of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineProfit {
    /// What was sold.
    pub sku: SkuKey,
    /// Goods are zero where the cost is not known.
    pub blocks: Blocks,
    /// Whether its unit cost is known.
    pub has_cost: bool,
}

/// What one order left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderNet {
    /// Its key in the books.
    pub order: OrderKey,
    /// The net of its [`OrderProfit`], in whole cents.
    pub net: Amount,
    /// The same without ads.
    pub before_ads: Amount,
    /// False where some line's SKU has no known cost.
    pub is_known: bool,
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
    let mut orders: Vec<OrderProfit> = Vec::with_capacity(books.n_sales());
    let short = by_order(dataset, books, prepared, report, config, |order| orders.push(order));
    for (block, positions) in short {
        for position in positions {
            let Some(OrderProfit { blocks, .. }) = orders.get_mut(position) else { continue };
            let part = match block {
                None => &mut blocks.revenue,
                Some(block) => blocks.block_mut(block),
            };
            *part += Money::from_cents(1);
        }
    }
    let id = |order: &OrderProfit| dataset.pools.orders.get(order.order);
    orders.sort_unstable_by(|one, other| id(one).cmp(id(other)));
    orders
}

/// What each of these orders left, in no meaningful order. A million orders need a seventh of the memory that [`orders`]
/// need, and their names, which take longest to sort, are left alone.
pub fn order_nets(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
) -> Vec<OrderNet> {
    let mut nets: Vec<OrderNet> = Vec::with_capacity(books.n_sales());
    let short =
        by_order(dataset, books, prepared, report, config, |OrderProfit { order, blocks, is_partial, .. }| {
            let net = blocks.net();
            let (net, before_ads) = (net.to_amount(), (net + blocks.ads).to_amount());
            nets.push(OrderNet { order, net, before_ads, is_known: !is_partial });
        });
    for (block, positions) in short {
        let (net, before_ads) = match block {
            None => (Amount::CENT, Amount::CENT),
            Some(Block::Ads) => (-Amount::CENT, Amount::ZERO),
            Some(_) => (-Amount::CENT, -Amount::CENT),
        };
        for position in positions {
            let Some(order) = nets.get_mut(position) else { continue };
            order.net += net;
            order.before_ads += before_ads;
        }
    }
    nets
}

/// Gives every order of the scope to `emit`, in no meaningful order, with each block rounded down to whole cents. Returns
/// which of them, by their number, need another cent in which block (`None`: the revenue), so that the orders add up to
/// the rounded total. Of equal remainders the first by platform and id is served first, whatever the order of rows.
pub(super) fn by_order(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
    mut emit: impl FnMut(OrderProfit),
) -> Vec<(Option<Block>, Vec<usize>)> {
    let terms = Terms::new(dataset, prepared, config);
    let known = known_costs(dataset, report);
    let lines = Advertised::of(dataset, prepared, prepared.facts(dataset, books).collect());
    let platforms = dataset.pools.platforms();
    let mut keys: Vec<OrderKey> = Vec::with_capacity(books.n_sales());
    let mut revenue = Rounding::default();
    let mut blocks: Vec<(Block, Rounding)> = Block::ALL.iter().map(|&block| (block, Rounding::default())).collect();
    let mut finish = |mut order: OrderProfit| {
        keys.push(order.order);
        order.blocks.revenue = revenue.floor(order.blocks.revenue);
        for (block, rounding) in &mut blocks {
            *order.blocks.block_mut(*block) = rounding.floor(order.blocks.block(*block));
        }
        emit(order);
    };
    let mut current: Option<OrderProfit> = None;
    let mut activity: Option<Activity> = None;
    lines.in_turns(|fact, ads| {
        if current.is_none_or(|order| order.order != fact.order)
            && let Some(done) = current.replace(OrderProfit::new(fact))
        {
            finish(done);
        }
        let Some(order) = &mut current else { return };
        order.is_shipped &= fact.is_shipped || fact.units.is_zero();
        order.is_refunded |= books.aftermath(fact).is_some_and(|after| !after.refund.is_zero());
        if !known[fact.sku] {
            order.is_partial = true;
            return;
        }
        let (item, platform) = (Item::Sku(fact.sku), platforms[fact.store]);
        let activity = activity.get_or_insert_with(|| Activity::new(item, fact.store, platform));
        activity.become_another(item, fact.store, platform);
        activity.add_fact(fact, books.aftermath(fact));
        (activity.own_ads, activity.shared_ads) = (ads.own, ads.shared);
        order.blocks.units += activity.units;
        terms.account(activity, |component, amount| {
            // Most are, and to look is quicker than to add.
            if !amount.is_zero() {
                add_to_blocks(&mut order.blocks, component, amount);
            }
        });
    });
    if let Some(last) = current {
        finish(last);
    }
    let id = |position: usize| keys.get(position).map(|&order| dataset.pools.orders.get(order));
    let parts = std::iter::once((None, revenue)).chain(blocks.into_iter().map(|(block, part)| (Some(block), part)));
    parts.map(|(block, part)| (block, part.short_of_a_cent(|one, other| id(one).cmp(&id(other))))).collect()
}

/// The account of one of the orders that [`orders`] gave for the same arguments.
pub fn order_account(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
    order: &OrderProfit,
) -> OrderAccount {
    let terms = Terms::new(dataset, prepared, config);
    let known = known_costs(dataset, report);
    let mut sums = ComponentSums::default();
    let mut lines: Vec<LineProfit> = Vec::new();
    for (fact, activity) in lines_with_ads(dataset, books, prepared, order.order) {
        let has_cost = known[fact.sku];
        let mut blocks = Blocks { units: activity.units, orders: 1, ..Blocks::default() };
        terms.account(&activity, |component, amount| {
            add_to_blocks(&mut blocks, component, amount);
            if has_cost {
                sums.add(component, amount);
            }
        });
        if !has_cost {
            blocks.goods = Money::ZERO;
        }
        lines.push(LineProfit { sku: fact.sku, blocks, has_cost });
    }
    let components = round_components(&order.blocks, &sums);
    let (mut costed, mut others): (Vec<&mut LineProfit>, Vec<&mut LineProfit>) =
        lines.iter_mut().partition(|line| line.has_cost);
    round_blocks_to(&mut costed.iter_mut().map(|line| &mut line.blocks).collect::<Vec<_>>(), &order.blocks);
    round_blocks(&mut others.iter_mut().map(|line| &mut line.blocks).collect::<Vec<_>>());
    OrderAccount { components, lines }
}

/// What a component of an order is made of; lines without a known cost are in no component.
pub fn order_claims(
    dataset: &Dataset,
    books: &Books,
    prepared: &Prepared,
    report: &Report,
    config: &Config,
    order: OrderKey,
    component: Component,
) -> Vec<Claim> {
    let known = known_costs(dataset, report);
    let lines = lines_with_ads(dataset, books, prepared, order);
    let costed = lines.iter().filter(|(fact, _)| known[fact.sku]).map(|(_, activity)| activity);
    joined_claims(&Terms::new(dataset, prepared, config), costed, component)
}

/// The lines of an order that are in the scope, each as an activity of its own with its part of the ads.
fn lines_with_ads<'b>(
    dataset: &Dataset,
    books: &'b Books,
    prepared: &Prepared,
    order: OrderKey,
) -> Vec<(&'b Fact, Activity)> {
    let in_scope = || prepared.facts(dataset, books);
    let own: BTreeSet<(SkuKey, StoreKey)> =
        in_scope().filter(|fact| fact.order == order).map(|fact| (fact.sku, fact.store)).collect();
    // Ads are spread over all lines of a SKU in a store, so these are needed, and no others.
    let facts: Vec<&Fact> = in_scope().filter(|fact| own.contains(&(fact.sku, fact.store))).collect();
    let mut lines = Vec::new();
    Advertised::of(dataset, prepared, facts).in_turns(|fact, ads| {
        if fact.order == order {
            lines.push((fact, activity_of(dataset, books, fact, ads)));
        }
    });
    lines
}

impl OrderProfit {
    fn new(fact: &Fact) -> OrderProfit {
        OrderProfit {
            order: fact.order,
            store: fact.store,
            day: fact.day,
            blocks: Blocks { orders: 1, ..Blocks::default() },
            is_partial: false,
            is_shipped: true,
            is_refunded: false,
        }
    }
}

/// Which SKUs have a known cost.
fn known_costs(dataset: &Dataset, report: &Report) -> Column<SkuKey, bool> {
    let mut known = Column::filled(&dataset.pools.skus, false);
    for (item, row) in &report.skus {
        if let Item::Sku(sku) = item {
            known[*sku] = row.has_cost;
        }
    }
    known
}

/// A line as an activity of its own, with its part of the ads.
fn activity_of(dataset: &Dataset, books: &Books, fact: &Fact, ads: AdsOfFact) -> Activity {
    let mut activity = Activity::new(Item::Sku(fact.sku), fact.store, dataset.pools.store_parts(fact.store).0);
    activity.add_fact(fact, books.aftermath(fact));
    (activity.own_ads, activity.shared_ads) = (ads.own, ads.shared);
    activity
}

/// The part of its activity's ads that a line carries.
#[derive(Clone, Copy, Default)]
struct AdsOfFact {
    own: Amount,
    shared: Amount,
}

/// Lines, each with its part of its activity's ads, by revenue.
struct Advertised<'b> {
    facts: Vec<&'b Fact>,
    /// By position of the fact; empty where nothing was advertised.
    ads: Vec<AdsOfFact>,
}

impl<'b> Advertised<'b> {
    fn of(dataset: &Dataset, prepared: &Prepared, facts: Vec<&'b Fact>) -> Advertised<'b> {
        let advertised: BTreeMap<(SkuKey, StoreKey), &Activity> = prepared
            .activities
            .iter()
            .filter(|activity| !activity.own_ads.is_zero() || !activity.shared_ads.is_zero())
            .filter_map(|activity| match activity.item {
                Item::Sku(sku) => Some(((sku, activity.store), activity)),
                Item::UnsoldProduct(..) | Item::UnsoldStore(_) | Item::UnmatchedAds => None,
            })
            .collect();
        if advertised.is_empty() {
            return Advertised { facts, ads: Vec::new() };
        }
        let mut of_activity: BTreeMap<(SkuKey, StoreKey), Vec<usize>> = BTreeMap::new();
        for (position, fact) in facts.iter().enumerate() {
            if advertised.contains_key(&(fact.sku, fact.store)) {
                of_activity.entry((fact.sku, fact.store)).or_default().push(position);
            }
        }
        let mut ads = vec![AdsOfFact::default(); facts.len()];
        let fact = |position: usize| facts.get(position).copied();
        for (key, mut positions) in of_activity {
            let Some(activity) = advertised.get(&key) else { continue };
            positions.sort_by_cached_key(|&position| {
                let content = |fact: &Fact| {
                    (dataset.pools.orders.get(fact.order).to_owned(), fact.revenue(), fact.units.thousandths())
                };
                fact(position).map(content)
            });
            let weighed = |position| (position, fact(position).map_or(0, |fact| fact.revenue().millionths()));
            let mut lines: Vec<(usize, i64)> = positions.into_iter().map(weighed).collect();
            let mut spread = |amount: Amount, part_of: fn(&mut AdsOfFact) -> &mut Amount| {
                let parts = |weights: &[i64]| allocate(amount, weights);
                spread_over(
                    &mut lines,
                    |&(_, weight)| weight,
                    parts,
                    |&mut (position, _), part| {
                        if let Some(ads) = ads.get_mut(position) {
                            *part_of(ads) = part;
                        }
                    },
                );
            };
            spread(activity.own_ads, |ads| &mut ads.own);
            spread(activity.shared_ads, |ads| &mut ads.shared);
        }
        Advertised { facts, ads }
    }

    fn in_turns(&self, mut work: impl FnMut(&'b Fact, AdsOfFact)) {
        let mut ads = self.ads.iter().copied();
        // They end before the lines only where there are none.
        in_turns(&self.facts, |fact| work(fact, ads.next().unwrap_or_default()));
    }
}

/// Ads in the totals that belong to no order: of products and SKUs that sold nothing in the scope.
pub fn ads_without_orders(prepared: &Prepared, report: &Report) -> Money {
    let costed = report.rows(prepared).filter(|row| row.profit.has_cost);
    costed
        .flat_map(|row| row.of.activities)
        .filter(|activity| activity.lines == 0)
        .map(|activity| Money::from(activity.own_ads + activity.shared_ads))
        .sum()
}
