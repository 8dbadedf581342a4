//! The profit table: the settings applied to what was prepared.

use std::collections::BTreeMap;

use super::account::{Terms, grows_with_price};
use super::activity::Activity;
use super::blocks::{Blocks, Component, SkuProfit};
use super::chosen::Chosen;
use super::claim::Claim;
use super::item::Item;
use super::prepare::Prepared;
use super::{InScope, Scope};
use crate::allocate::{round_to, spread_over};
use crate::books::{Books, Fates};
use crate::config::{Assumption, Config};
use crate::dataset::Dataset;
use crate::money::Money;
use crate::vocabulary::{Block, BucketReason, Source};

/// The profit of a scope. All amounts are whole cents and add up: rows to totals, components to blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// All SKUs, whatever is known of them; goods only where a cost is.
    pub all: Blocks,
    /// SKUs with a known cost together.
    pub totals: Blocks,
    /// The part of each block of the totals that rests on an assumption, in the order of [`Block::ALL`].
    pub assumed: [Money; 6],
    /// The account of the totals, without components that are zero.
    pub components: Vec<(Component, Money)>,
    /// Ordered by code.
    pub skus: Vec<(Item, SkuProfit)>,
    /// SKUs with a known cost, by platform.
    pub platforms: Vec<(Source, Blocks)>,
}

/// Applies the settings. Cheap: it touches each activity once, however many orders are behind it.
pub fn report(dataset: &Dataset, prepared: &Prepared, config: &Config) -> Report {
    let terms = Terms::new(dataset, prepared, config);
    let mut skus: Vec<(Item, SkuProfit)> = Vec::new();
    let mut known = Chosen::none(prepared);
    let mut sums = ComponentSums::default();
    let mut platforms: BTreeMap<Source, Blocks> = BTreeMap::new();
    for of in prepared.items() {
        let has_cost = of.activities.iter().all(|activity| terms.has_cost(activity));
        known.add(&of, |_| has_cost);
        let mut profit = SkuProfit { has_cost, ..SkuProfit::default() };
        for activity in of.activities {
            let mut of_activity = Blocks::default();
            terms.account(activity, |component, amount| {
                add_to_blocks(&mut of_activity, component, amount);
                add_to_marks(&mut profit, component, amount);
                if has_cost {
                    sums.add(component, amount);
                }
            });
            of_activity.units = activity.units;
            profit.blocks.add_amounts(&of_activity);
            profit.blocks.orders += activity.orders;
            profit.refunded_before_shipment += activity.unsent;
            if has_cost {
                platforms.entry(activity.platform).or_default().add_amounts(&of_activity);
            }
        }
        if !has_cost {
            profit.blocks.goods = Money::ZERO;
        }
        skus.push((of.item, profit));
    }
    round_rows(&mut skus);

    let mut totals = Blocks { orders: known.orders(), ..Blocks::default() };
    let mut all = Blocks { orders: Chosen::all(prepared).orders(), ..Blocks::default() };
    for (_, row) in &skus {
        all.add_amounts(&row.blocks);
    }
    let mut assumed = [Money::ZERO; 6];
    for (_, row) in skus.iter().filter(|(_, row)| row.has_cost) {
        totals.add_amounts(&row.blocks);
        add_assumed(&mut assumed, &row.assumed);
    }
    for (&source, blocks) in &mut platforms {
        blocks.orders = known.only(|activity| activity.platform == source).orders();
    }
    let mut platforms: Vec<(Source, Blocks)> = platforms.into_iter().collect();
    round_blocks(&mut platforms.iter_mut().map(|(_, blocks)| blocks).collect::<Vec<_>>());
    for (_, row) in &mut skus {
        row.assumed = row.assumed.map(Money::rounded);
        row.platform_by_price = row.platform_by_price.rounded();
    }
    Report {
        all,
        components: round_components(&totals, &sums),
        totals,
        assumed: assumed.map(Money::rounded),
        skus,
        platforms,
    }
}

/// The account of one row of a report, its components adding up to the row's blocks.
pub fn account_of(
    dataset: &Dataset,
    prepared: &Prepared,
    config: &Config,
    item: Item,
    row: &SkuProfit,
) -> Vec<(Component, Money)> {
    let terms = Terms::new(dataset, prepared, config);
    let mut sums = ComponentSums::default();
    for activity in prepared.activities.iter().filter(|activity| activity.item == item) {
        terms.account(activity, |component, amount| sums.add(component, amount));
    }
    round_components(&row.blocks, &sums)
}

/// What a component of rows of a report is made of; the claims add up to what [`account_of`] rounds. Claims that say nothing
/// are left out.
///
/// ```
/// # let orders = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/orders.rs"));
/// use analytics::books::{self, AsOf};
/// use analytics::profit::{self, Base, Claim, Component, Scope};
/// use analytics::vocabulary::{OrderStatus, Source};
/// use analytics::{Amount, Config, Dataset, Money, Quantity, Rate};
///
/// let mut shop = Dataset::default();
/// shop.take(orders("订单.csv", &[
///     ("260601-1", "CUP", "40.00", OrderStatus::Completed),
///     ("260601-2", "CUP", "37.50", OrderStatus::Completed),
/// ]));
/// let mut config = Config::default();
/// config.goods.unit_cost.insert("CUP".to_owned(), Amount::parse("8.50")?);
/// let books = books::close(&shop, &config, AsOf::Orders);
/// let prepared = profit::prepare(&shop, &books, &Scope::default(), config.ads.driver);
/// let report = profit::report(&shop, &prepared, &config);
/// let (item, row) = &report.skus[0];
///
/// // 0.6 % of what both orders left: alike claims are one.
/// let commission = Component::Commission(Source::Pdd);
/// let claims = profit::claims_of(&shop, &prepared, &config, &[*item], commission);
/// let net_sales = Money::parse("77.50")?;
/// assert_eq!(claims, [Claim::Share { of: net_sales, base: Base::NetSales, rate: Rate::parse("0.006")? }]);
///
/// // What explains a component is what it was worked out from: 0.465 yuan, of which the account shows 0.47.
/// let [claim] = claims[..] else { panic!() };
/// let account = profit::account_of(&shop, &prepared, &config, *item, row);
/// let shown = account.iter().find(|(component, _)| *component == commission).map(|(_, amount)| *amount);
/// assert_eq!(shown, Some(claim.amount().rounded()));
///
/// let goods = profit::claims_of(&shop, &prepared, &config, &[*item], Component::UnitCost);
/// assert!(matches!(goods[..], [Claim::Units { units, .. }] if units == Quantity::from_units(2)));
/// # Ok::<(), analytics::money::DecimalError>(())
/// ```
pub fn claims_of(
    dataset: &Dataset,
    prepared: &Prepared,
    config: &Config,
    items: &[Item],
    component: Component,
) -> Vec<Claim> {
    let activities = prepared.activities.iter().filter(|activity| items.contains(&activity.item));
    joined_claims(&Terms::new(dataset, prepared, config), activities, component)
}

/// The claims about a component of several activities, alike ones as one.
pub(super) fn joined_claims<'a>(
    terms: &Terms<'_>,
    activities: impl IntoIterator<Item = &'a Activity>,
    component: Component,
) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for activity in activities {
        terms.claims(activity, |of, claim| {
            if of == component && !claim.is_nothing() && !claims.iter_mut().any(|known| known.join(claim)) {
                claims.push(claim);
            }
        });
    }
    claims
}

/// One row of a report by platform. The platforms add up to the row.
pub fn platforms_of(dataset: &Dataset, prepared: &Prepared, config: &Config, item: Item) -> Vec<(Source, Blocks)> {
    let terms = Terms::new(dataset, prepared, config);
    let mut platforms: BTreeMap<Source, Blocks> = BTreeMap::new();
    for activity in prepared.activities.iter().filter(|activity| activity.item == item) {
        let blocks = platforms.entry(activity.platform).or_default();
        blocks.units += activity.units;
        blocks.orders += activity.orders;
        terms.account(activity, |component, amount| add_to_blocks(blocks, component, amount));
    }
    let mut platforms: Vec<(Source, Blocks)> = platforms.into_iter().collect();
    round_blocks(&mut platforms.iter_mut().map(|(_, blocks)| blocks).collect::<Vec<_>>());
    platforms
}

/// The fates of the money that is in the scope of what was prepared: sales by the day and the store of their order, of what
/// is not counted by those of the row. What is of no store or day is in no such scope; nothing is in two.
pub fn fates(dataset: &Dataset, books: &Books, prepared: &Prepared, report: &Report) -> Fates {
    let mut fates = if prepared.scope == Scope::default() {
        books.fates.clone()
    } else {
        let mut fates = books.apart_in(&InScope::new(dataset, &prepared.scope));
        for (&file, (amount, _)) in prepared.activities.iter().flat_map(|activity| &activity.by_file) {
            fates.count(file, *amount);
        }
        fates
    };
    let without_cost = report.rows(prepared).filter(|row| !row.profit.has_cost).flat_map(|row| row.of.activities);
    for (&file, &(amount, rows)) in without_cost.flat_map(|activity| &activity.by_file) {
        fates.move_to_bucket(file, BucketReason::MissingCost, amount, rows);
    }
    fates
}

/// Assumptions that matter to these activities, with what each adds to costs now.
pub fn assumptions(prepared: &Prepared, report: &Report) -> Vec<(Assumption, Money)> {
    let any = |matters: fn(&Activity) -> bool| prepared.activities.iter().any(matters);
    let matters = |assumption: Assumption| match assumption {
        Assumption::FreightPerOrder => any(|activity| activity.unbilled_share > 0),
        Assumption::ReturnFreight | Assumption::ResellableRate => {
            any(|activity| activity.return_share > 0 || activity.maybe_return_share > 0)
        }
        Assumption::ReturnedWhenUnknownRate => any(|activity| activity.maybe_return_share > 0),
        Assumption::ServicePerRefund => any(|activity| activity.refund_share > 0),
        _ => true,
    };
    let mut costs: BTreeMap<Assumption, Money> = BTreeMap::new();
    for &assumption in Assumption::SHOP_WIDE.iter().filter(|&&assumption| matters(assumption)) {
        costs.insert(assumption, Money::ZERO);
    }
    for activity in &prepared.activities {
        for assumption in Assumption::of_platform(activity.platform) {
            let matters = !matches!(assumption, Assumption::AffiliateRate(_)) || !activity.affiliate_sales.is_zero();
            if matters {
                costs.entry(assumption).or_default();
            }
        }
    }
    for &(component, amount) in &report.components {
        if let Some(assumption) = component.assumption() {
            *costs.entry(assumption).or_default() += amount;
        }
    }
    costs.into_iter().collect()
}

/// Sums by component. Every component has its place, so that adding is one step.
pub(super) struct ComponentSums([Money; Component::SLOTS]);

impl Default for ComponentSums {
    fn default() -> ComponentSums {
        ComponentSums([Money::ZERO; Component::SLOTS])
    }
}

#[expect(clippy::indexing_slicing, reason = "a component's slot is below the number of slots")]
impl ComponentSums {
    pub(super) fn add(&mut self, component: Component, amount: Money) {
        self.0[component.slot()] += amount;
    }

    fn get(&self, component: Component) -> Money {
        self.0[component.slot()]
    }
}

pub(super) fn add_to_blocks(blocks: &mut Blocks, component: Component, amount: Money) {
    match component.block() {
        Some(block) => *blocks.block_mut(block) += amount,
        None => blocks.revenue += amount,
    }
}

/// Marks what rests on an assumption, and what grows with the price.
pub(super) fn add_to_marks(profit: &mut SkuProfit, component: Component, amount: Money) {
    if component.assumption().is_some()
        && let Some(block) = component.block()
        && let Some(slot) = profit.assumed.get_mut(block as usize)
    {
        *slot += amount;
    }
    if grows_with_price(component) {
        profit.platform_by_price += amount;
    }
}

/// Adds what rests on assumptions, block by block.
pub(super) fn add_assumed(sums: &mut [Money; 6], parts: &[Money; 6]) {
    for (sum, part) in sums.iter_mut().zip(parts) {
        *sum += *part;
    }
}

/// Rounds the rows so that those with a known cost add up to the rounded total, and those without among themselves.
fn round_rows(skus: &mut [(Item, SkuProfit)]) {
    for has_cost in [true, false] {
        let together = skus.iter_mut().filter(|(_, row)| row.has_cost == has_cost);
        round_blocks(&mut together.map(|(_, row)| &mut row.blocks).collect::<Vec<_>>());
    }
}

pub(super) fn round_blocks(rows: &mut [&mut Blocks]) {
    let mut total = Blocks::default();
    for row in rows.iter() {
        total.add_amounts(row);
    }
    total.round();
    round_blocks_to(rows, &total);
}

/// Rounds rows so that they add up to `total`, which is in whole cents and near their sum.
pub(super) fn round_blocks_to(rows: &mut [&mut Blocks], total: &Blocks) {
    let revenue = |parts: &[Money]| round_to(parts, total.revenue);
    spread_over(rows, |row| row.revenue, revenue, |row, rounded| row.revenue = rounded);
    for &block in Block::ALL {
        let of_block = |parts: &[Money]| round_to(parts, total.block(block));
        spread_over(rows, |row| row.block(block), of_block, |row, rounded| *row.block_mut(block) = rounded);
    }
}

/// Rounds components so that those of a block add up to the block. Components that are zero are left out.
pub(super) fn round_components(blocks: &Blocks, sums: &ComponentSums) -> Vec<(Component, Money)> {
    let mut rounded = vec![(Component::Revenue, blocks.revenue)];
    for &block in Block::ALL {
        let mut of_block: Vec<(Component, Money)> = Component::all()
            .filter(|component| component.block() == Some(block))
            .map(|component| (component, sums.get(component)))
            .filter(|(_, amount)| !amount.is_zero())
            .collect();
        let parts = |parts: &[Money]| round_to(parts, blocks.block(block));
        spread_over(&mut of_block, |(_, amount)| *amount, parts, |(_, amount), part| *amount = part);
        rounded.extend(of_block);
    }
    rounded
}

impl Report {
    /// Whether any SKU that was sold has a known cost, so that there is a net to speak of. Ads of what never sold are a
    /// cost, but no result of a shop.
    pub fn knows_net(&self) -> bool {
        self.skus.iter().any(|(_, row)| row.has_cost && !(row.blocks.units.is_zero() && row.blocks.revenue.is_zero()))
    }

    /// The row of an item.
    pub fn row(&self, item: Item) -> Option<&SkuProfit> {
        self.skus.iter().find(|(other, _)| *other == item).map(|(_, row)| row)
    }
}
