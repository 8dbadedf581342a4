//! What changed between two periods, and why: causes that add up to the difference of the nets, to the cent.
//!
//! For a SKU that was sold in both, with u units and the net per unit split into revenue and blocks, what the second period
//! would have come to at the first one's figures per unit is the first's × u₁ ÷ u₀. What lies between that and what it came to is
//! the price, and every block, each by itself. What lies between the first period's net and that is the number of units
//! (all SKUs growing alike, by U₁ ÷ U₀) and the mix (some growing more than others). SKUs that were sold in one of the periods
//! only, what sold nothing, and SKUs of which a cost is known in one of them only are causes of their own. This is the usual price–volume–mix analysis, with costs by block beside the price.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::blocks::{Blocks, SkuProfit};
use super::item::Item;
use super::report::Report;
use crate::dataset::Dataset;
use crate::money::{Money, Quantity};
use crate::vocabulary::Block;

/// Why the net is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// More or fewer units, as if every SKU had grown alike.
    Volume,
    /// Units moved between SKUs that leave more and SKUs that leave less.
    Mix,
    /// A unit brings more or less.
    Price,
    /// A unit costs more or less of this.
    Cost(Block),
    /// SKUs that were sold in the later period only.
    Come,
    /// SKUs that were sold in the earlier period only.
    Gone,
    /// What cost money, or gave some back, without a unit sold in the period: ads that met no product, late refunds.
    Unsold,
    /// SKUs of which a cost is known in one of the periods only: in the other their net is not in the total.
    Costed,
}

/// The difference of two periods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodChange {
    /// Net of the SKUs with a known cost, before.
    pub before: Money,
    /// The same of the later period.
    pub now: Money,
    /// Orders of all SKUs, before and now.
    pub orders: (u32, u32),
    /// Whole cents that add up to `now − before`; those that are nothing are left out, the largest come first.
    pub causes: Vec<(Cause, Money)>,
}

/// What changed from one report to the other, each of its own period of the same shop. Items whose net changed most come
/// first, those alike by code.
pub fn period_change(dataset: &Dataset, before: &Report, now: &Report) -> (PeriodChange, Vec<(Item, Money)>) {
    let mut causes: BTreeMap<Cause, Money> = BTreeMap::new();
    let mut by_item: Vec<(Item, Money)> = Vec::new();
    let (old, new) = (rows(before), rows(now));
    let mut both: Vec<(&Blocks, &Blocks)> = Vec::new();
    for item in old.keys().chain(new.keys()).copied().collect::<BTreeSet<Item>>() {
        let (was, is) = (old.get(&item).copied(), new.get(&item).copied());
        // What has no known cost is in no total.
        let blocks = |row: Option<&'_ SkuProfit>| row.filter(|row| row.has_cost).map(|row| row.blocks);
        let net = |row: Option<&SkuProfit>| blocks(row).map_or(Money::ZERO, |blocks| blocks.net());
        by_item.push((item, net(is) - net(was)));
        let is_sold = |row: Option<&SkuProfit>| {
            matches!(item, Item::Sku(_)) && row.is_some_and(|row| row.blocks.units > Quantity::ZERO)
        };
        let lacks_cost = |row: Option<&SkuProfit>| row.is_some_and(|row| !row.has_cost);
        if lacks_cost(was) != lacks_cost(is) && was.is_some() && is.is_some() {
            *causes.entry(Cause::Costed).or_default() += net(is) - net(was);
            continue;
        }
        match (was, is) {
            (Some(was), Some(is)) if is_sold(Some(was)) && is_sold(Some(is)) => {
                if was.has_cost {
                    both.push((&was.blocks, &is.blocks));
                }
            }
            (was, is) => {
                let cause = |row, sold| if is_sold(row) { sold } else { Cause::Unsold };
                *causes.entry(cause(was, Cause::Gone)).or_default() -= net(was);
                *causes.entry(cause(is, Cause::Come)).or_default() += net(is);
            }
        }
    }
    let units = |pick: fn(&(&Blocks, &Blocks)) -> Quantity| both.iter().map(pick).sum::<Quantity>();
    let (units_before, units_now) = (units(|both| both.0.units), units(|both| both.1.units));
    let net_before: Money = both.iter().map(|(was, _)| was.net()).sum();
    let grown = at(net_before, units_before, units_now);
    let mut expected = Money::ZERO;
    for (was, is) in both {
        let as_before = |money: Money| at(money, was.units, is.units);
        let mut left = as_before(was.revenue);
        *causes.entry(Cause::Price).or_default() += is.revenue - left;
        for &block in Block::ALL {
            let cost = as_before(was.block(block));
            left -= cost;
            *causes.entry(Cause::Cost(block)).or_default() -= is.block(block) - cost;
        }
        expected += left;
    }
    causes.insert(Cause::Volume, grown - net_before);
    causes.insert(Cause::Mix, expected - grown);
    let (was, is) = (before.totals.net(), now.totals.net());
    let mut causes: Vec<(Cause, Money)> = causes.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    causes.sort_by_key(|(cause, amount)| (std::cmp::Reverse(amount.abs()), *cause));
    by_item.retain(|(_, change)| !change.is_zero());
    // Keys count in the order in which files came.
    let texts = |item: Item| (item.code(dataset), item.name(dataset));
    by_item.sort_by(|(one, change), (other, of_other)| {
        of_other.abs().cmp(&change.abs()).then_with(|| texts(*one).cmp(&texts(*other)))
    });
    let change = PeriodChange { before: was, now: is, orders: (before.all.orders, now.all.orders), causes };
    (change, by_item)
}

fn rows(report: &Report) -> BTreeMap<Item, &SkuProfit> {
    report.skus.iter().map(|(item, row)| (*item, row)).collect()
}

/// What an amount of so many units is of others, to the cent; nothing where there were no units.
fn at(money: Money, units: Quantity, others: Quantity) -> Money {
    let as_money = |units: Quantity| Money::from_cents(units.thousandths());
    money.scaled_by(as_money(others), as_money(units)).unwrap_or(Money::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sku(units: i64, revenue: i64, goods: i64, ads: i64) -> SkuProfit {
        let cents = |yuan: i64| Money::from_cents(yuan * 100);
        let blocks = Blocks {
            units: Quantity::from_units(units),
            revenue: cents(revenue),
            goods: cents(goods),
            ads: cents(ads),
            ..Blocks::default()
        };
        SkuProfit { blocks, has_cost: true, ..SkuProfit::default() }
    }

    /// A shop whose files named these one after another.
    fn shop(codes: [&str; 4]) -> Dataset {
        let mut shop = Dataset::default();
        for code in codes {
            shop.pools.skus.intern(code);
        }
        shop
    }

    fn report(shop: &Dataset, rows: &[(&str, SkuProfit)]) -> Report {
        let mut report = Report::default();
        for (code, row) in rows {
            report.skus.push((Item::Sku(shop.pools.skus.find(code).unwrap()), row.clone()));
            if row.has_cost {
                report.totals.add_amounts(&row.blocks);
            }
            report.all.add_amounts(&row.blocks);
        }
        report
    }

    /// Worked out by hand: 100 units that leave 4 each and 100 that leave 1 became 150 and 50, the first at 1 less a unit and
    /// with 30 of ads more.
    #[test]
    fn causes_are_those_that_were_put_in() {
        let shop = shop(["A", "B", "C", "D"]);
        let before =
            report(&shop, &[("A", sku(100, 1_000, 600, 0)), ("B", sku(100, 300, 200, 0)), ("C", sku(10, 50, 20, 0))]);
        let now =
            report(&shop, &[("A", sku(150, 1_350, 900, 30)), ("B", sku(50, 150, 100, 0)), ("D", sku(4, 40, 10, 0))]);
        let (change, items) = period_change(&shop, &before, &now);
        // 400 + 100 + 30 before; 420 + 50 + 30 now.
        assert_eq!((change.before, change.now), (Money::from_cents(53_000), Money::from_cents(50_000)));
        let cents = |yuan: i64| Money::from_cents(yuan * 100);
        let causes: BTreeMap<Cause, Money> = change.causes.iter().copied().collect();
        assert_eq!(
            causes,
            BTreeMap::from([
                (Cause::Price, cents(-150)),
                // At the nets of before 150 × 4 + 50 × 1 = 650, and 500 if both had stayed as they were: 200 units as before.
                (Cause::Mix, cents(150)),
                (Cause::Cost(Block::Ads), cents(-30)),
                (Cause::Gone, cents(-30)),
                (Cause::Come, cents(30)),
            ])
        );
        assert_eq!(items.len(), 4);
    }

    /// Ads that met no product, refunds of what was sold before, and a cost that nobody knew yet.
    #[test]
    fn what_was_not_sold_is_no_new_sku() {
        let unmatched = |ads: i64| (Item::UnmatchedAds, sku(0, 0, 0, ads));
        let shop = shop(["A", "B", "C", "D"]);
        let mut before = report(&shop, &[("A", sku(10, 100, 60, 0)), ("B", sku(10, 200, 50, 0))]);
        let mut now = report(&shop, &[("A", sku(0, 0, 0, 7)), ("B", sku(10, 200, 50, 0))]);
        for (report, ads) in [(&mut before, 300), (&mut now, 500)] {
            let (item, row) = unmatched(ads);
            report.totals.add_amounts(&row.blocks);
            report.skus.push((item, row));
        }
        let (change, _) = period_change(&shop, &before, &now);
        let cents = |yuan: i64| Money::from_cents(yuan * 100);
        // 40 of A are gone; 7 and 200 more were spent on nothing that sold.
        assert_eq!(change.causes, [(Cause::Unsold, cents(-207)), (Cause::Gone, cents(-40))]);

        let mut unknown = sku(10, 200, 0, 0);
        unknown.has_cost = false;
        let (change, _) =
            period_change(&shop, &report(&shop, &[("B", unknown)]), &report(&shop, &[("B", sku(10, 200, 50, 0))]));
        assert_eq!(change.causes, [(Cause::Costed, cents(150))]);
    }

    /// Whatever file named them first.
    #[test]
    fn items_that_changed_alike_stand_by_their_codes() {
        for codes in [["A", "B", "C", "D"], ["D", "B", "A", "C"]] {
            let shop = shop(codes);
            let was = report(&shop, &[("A", sku(1, 9, 1, 0)), ("B", sku(1, 5, 1, 0)), ("D", sku(1, 9, 1, 0))]);
            let (_, items) = period_change(&shop, &was, &Report::default());
            let items: Vec<&str> = items.iter().map(|(item, _)| item.code(&shop)).collect();
            assert_eq!(items, ["A", "D", "B"]);
        }
    }

    #[test]
    fn causes_always_add_up() {
        let shop = shop(["A", "B", "C", "D"]);
        let mut turn = 1_u64;
        let mut next = |most: u64| {
            turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((turn >> 33) % most).unwrap()
        };
        for _ in 0..500 {
            let mut period = || {
                let rows: Vec<(&str, SkuProfit)> = ["A", "B", "C", "D"]
                    .into_iter()
                    .filter_map(|code| {
                        let mut row = sku(next(40) - 3, next(9_000) - 500, next(5_000), next(700));
                        row.has_cost = next(5) > 0;
                        (next(6) > 0).then_some((code, row))
                    })
                    .collect();
                report(&shop, &rows)
            };
            let (change, items) = period_change(&shop, &period(), &period());
            let difference = change.now - change.before;
            assert_eq!(change.causes.iter().map(|(_, amount)| *amount).sum::<Money>(), difference);
            assert_eq!(items.iter().map(|(_, amount)| *amount).sum::<Money>(), difference);
        }
    }
}
