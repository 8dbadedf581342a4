//! Where a SKU loses that earns elsewhere: the platform, or the store, that its verdict has to speak of.

use std::collections::BTreeMap;

use super::account::Terms;
use super::activity::Activity;
use super::blocks::{Blocks, SkuProfit};
use super::chosen::ReportRow;
use super::item::Item;
use super::prepare::Prepared;
use super::report::{Report, add_assumed, add_to_blocks, add_to_marks, round_blocks_to};
use crate::config::Config;
use crate::dataset::{Dataset, StoreKey};
use crate::money::Money;
use crate::vocabulary::Source;

/// A place that loses on a SKU which earns in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossPlace {
    /// Where it loses.
    pub platform: Source,
    /// `None`: it is the whole platform.
    pub store: Option<StoreKey>,
    /// The SKU's result there.
    pub profit: SkuProfit,
}

impl LossPlace {
    /// What the SKU leaves there: below zero.
    pub fn net(&self) -> Money {
        self.profit.blocks.net()
    }
}

/// For each SKU of a report that loses in one place and earns in another, the place that loses most. None for one that earns
/// everywhere, or nowhere, or in one place only, or has no known cost.
pub fn loss_places(
    dataset: &Dataset,
    prepared: &Prepared,
    config: &Config,
    report: &Report,
) -> BTreeMap<Item, LossPlace> {
    let terms = Terms::new(dataset, prepared, config);
    let place = |row: ReportRow<'_>| Some((row.of.item, of_item(&terms, row.of.activities, row.profit)?));
    report.rows(prepared).filter_map(place).collect()
}

fn of_item(terms: &Terms<'_>, activities: &[Activity], row: &SkuProfit) -> Option<LossPlace> {
    if activities.len() < 2 || !row.has_cost {
        return None;
    }
    let stores = by_store(terms, activities, row);
    let mut platforms: Vec<LossPlace> = Vec::new();
    for store in &stores {
        match platforms.iter_mut().find(|known| known.platform == store.platform) {
            Some(known) => add(&mut known.profit, &store.profit),
            None => platforms.push(LossPlace { store: None, ..store.clone() }),
        }
    }
    match worst_of_mixed(&platforms) {
        Some(platform) => {
            let of_platform: Vec<LossPlace> =
                stores.into_iter().filter(|store| store.platform == platform.platform).collect();
            worst_of_mixed(&of_platform).or(Some(platform)).cloned()
        }
        None => worst_of_mixed(&stores).cloned(),
    }
}

/// The row by store; the stores add up to it.
fn by_store(terms: &Terms<'_>, activities: &[Activity], row: &SkuProfit) -> Vec<LossPlace> {
    let of_activity = |activity: &Activity| {
        let mut profit =
            SkuProfit { has_cost: true, refunded_before_shipment: activity.unsent, ..SkuProfit::default() };
        (profit.blocks.units, profit.blocks.orders) = (activity.units, activity.orders);
        terms.account(activity, |component, amount| {
            add_to_blocks(&mut profit.blocks, component, amount);
            add_to_marks(&mut profit, component, amount);
        });
        profit.assumed = profit.assumed.map(Money::rounded);
        profit.platform_by_price = profit.platform_by_price.rounded();
        LossPlace { platform: activity.platform, store: Some(activity.store), profit }
    };
    let mut stores: Vec<LossPlace> = activities.iter().map(of_activity).collect();
    let mut blocks: Vec<&mut Blocks> = stores.iter_mut().map(|store| &mut store.profit.blocks).collect();
    round_blocks_to(&mut blocks, &row.blocks);
    stores
}

fn add(sum: &mut SkuProfit, other: &SkuProfit) {
    sum.blocks.add_amounts(&other.blocks);
    // An order is in one store.
    sum.blocks.orders += other.blocks.orders;
    add_assumed(&mut sum.assumed, &other.assumed);
    sum.refunded_before_shipment += other.refunded_before_shipment;
    sum.platform_by_price += other.platform_by_price;
}

/// The place with the largest loss, where another place sells and does not lose.
fn worst_of_mixed(places: &[LossPlace]) -> Option<&LossPlace> {
    let earns = |place: &LossPlace| !place.profit.blocks.units.is_zero() && !place.net().is_negative();
    let losing = places.iter().filter(|place| place.net().is_negative());
    losing.min_by_key(|place| place.net()).filter(|_| places.iter().any(earns))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Quantity;
    use crate::pool::Key;

    fn place(platform: Source, store: u32, net: i64) -> LossPlace {
        let blocks = Blocks {
            units: Quantity::from_units(1),
            orders: 1,
            revenue: Money::from_cents(10_000),
            goods: Money::from_cents(10_000 - net),
            ..Blocks::default()
        };
        let profit = SkuProfit { blocks, has_cost: true, ..SkuProfit::default() };
        LossPlace { platform, store: Some(StoreKey::from_index(store)), profit }
    }

    #[test]
    fn only_a_loss_beside_a_gain_is_a_place() {
        let of = |nets: &[i64]| {
            let places: Vec<LossPlace> = (0..).zip(nets).map(|(store, net)| place(Source::Pdd, store, *net)).collect();
            worst_of_mixed(&places).map(LossPlace::net)
        };
        let cents = Money::from_cents;
        assert_eq!(of(&[500, -200, -300]), Some(cents(-300)));
        assert_eq!(of(&[0, -1]), Some(cents(-1)));
        assert_eq!((of(&[500, 200]), of(&[-500, -200]), of(&[-500])), (None, None, None));
        // Ads alone earn nothing anywhere, and a place without a sale is no gain.
        let mut idle = place(Source::Taobao, 1, 0);
        (idle.profit.blocks.units, idle.profit.blocks.revenue) = (Quantity::ZERO, Money::ZERO);
        idle.profit.blocks.goods = Money::ZERO;
        assert_eq!(worst_of_mixed(&[place(Source::Pdd, 0, -100), idle]), None);
    }
}
