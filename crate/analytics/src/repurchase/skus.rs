//! What customers buy: first, together, next, at a bargain, and when it is new.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::history::{Bought, History, Purchase};
use crate::books::{Books, Fact, Sale};
use crate::dataset::{Dataset, SkuKey};
use crate::money::Money;
use crate::pool::Key;
use crate::time::Day;

type Counts<K> = HashMap<K, u32, foldhash::fast::FixedState>;

/// How a customer buys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    orders: u32,
    orders_given_back: u32,
    /// In thousandths of a unit.
    units: i64,
    bargain_units: i64,
    /// Orders whose SKUs are named.
    named_orders: u32,
    orders_of_new: u32,
}

impl Habits {
    pub(super) fn return_rate(&self) -> f64 {
        f64::from(self.orders_given_back) / f64::from(self.orders.max(1))
    }

    pub(super) fn bargain_share(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        (self.units > 0).then(|| self.bargain_units as f64 / self.units as f64)
    }

    pub(super) fn new_sku_share(&self) -> Option<f64> {
        (self.named_orders > 0).then(|| f64::from(self.orders_of_new) / f64::from(self.named_orders))
    }
}

/// What the shop's SKUs usually cost, and since when they are sold.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By the SKU's index: revenue and units of all sales.
    prices: Vec<(Money, i64)>,
    first_sold: Vec<Option<Day>>,
    opened: Option<Day>,
}

/// A price this much below the usual one is a bargain.
const BARGAIN: (i64, i64) = (9, 10);
/// A SKU is new for so many days.
const NEW_DAYS: i32 = 30;

impl Shelf {
    pub(super) fn new(dataset: &Dataset, books: &Books) -> Shelf {
        let count = dataset.pools.skus.len();
        let mut shelf = Shelf { prices: vec![(Money::ZERO, 0); count], first_sold: vec![None; count], opened: None };
        for fact in books.facts.iter().filter(|fact| !fact.units.is_zero()) {
            if let Some((revenue, units)) = shelf.prices.get_mut(fact.sku.index()) {
                *revenue += fact.revenue().into();
                *units += fact.units.thousandths();
            }
            if let Some(first) = shelf.first_sold.get_mut(fact.sku.index()) {
                *first = Some(first.map_or(fact.day, |day| day.min(fact.day)));
            }
            shelf.opened = Some(shelf.opened.map_or(fact.day, |day| day.min(fact.day)));
        }
        shelf
    }

    /// Whether the line was bought clearly below the usual price.
    pub(super) fn is_bargain(&self, fact: &Fact) -> bool {
        let Some(&(revenue, units)) = self.prices.get(fact.sku.index()) else { return false };
        // price < 9/10 of the usual price, without a division.
        let (part, whole) = BARGAIN;
        let own = Money::from(fact.revenue()).to_amount().millionths();
        let usual = revenue.to_amount().millionths();
        i128::from(own) * i128::from(units) * i128::from(whole)
            < i128::from(usual) * i128::from(fact.units.thousandths()) * i128::from(part)
    }

    /// Whether the SKU had been on sale for a few days only. What was there when the files begin may be old.
    fn is_new(&self, sku: SkuKey, day: Day) -> bool {
        let (Some(Some(first)), Some(opened)) = (self.first_sold.get(sku.index()), self.opened) else { return false };
        first.number() - opened.number() > NEW_DAYS && day.number() - first.number() <= NEW_DAYS
    }
}

pub(super) fn sale_of<'b>(books: &'b Books, bought: &Bought) -> Option<&'b Sale> {
    books.sales.get(bought.sale as usize)
}

/// Lines of a sale that were sold, not given away.
pub(super) fn lines<'b>(books: &'b Books, sale: &Sale) -> impl Iterator<Item = &'b Fact> {
    books.facts.get(sale.fact_range()).unwrap_or(&[]).iter().filter(|fact| !fact.units.is_zero())
}

/// By customer.
pub(super) fn habits(books: &Books, history: &History, shelf: &Shelf) -> Vec<Habits> {
    let of = |purchases: &[Purchase]| {
        let mut habits = Habits::default();
        for bought in purchases.iter().flat_map(|purchase| history.sales_of(purchase)) {
            let Some(sale) = sale_of(books, bought) else { continue };
            habits.orders += 1;
            habits.orders_given_back += u32::from(!sale.refund.is_zero());
            let (mut is_named, mut has_new) = (false, false);
            for fact in lines(books, sale) {
                is_named = true;
                has_new |= shelf.is_new(fact.sku, fact.day);
                habits.units += fact.units.thousandths();
                if shelf.is_bargain(fact) {
                    habits.bargain_units += fact.units.thousandths();
                }
            }
            habits.named_orders += u32::from(is_named);
            habits.orders_of_new += u32::from(has_new);
        }
        habits
    };
    history.each().map(of).collect()
}

/// The SKU of a purchase that brought most; of equals the first by code. `None` where no row names one.
pub(super) fn main_sku(dataset: &Dataset, books: &Books, history: &History, purchase: &Purchase) -> Option<SkuKey> {
    let mut revenue: BTreeMap<SkuKey, Money> = BTreeMap::new();
    for bought in history.sales_of(purchase) {
        for fact in sale_of(books, bought).into_iter().flat_map(|sale| lines(books, sale)) {
            *revenue.entry(fact.sku).or_default() += fact.revenue().into();
        }
    }
    let code = |sku: &SkuKey| dataset.pools.skus.get(*sku);
    revenue
        .into_iter()
        .max_by(|(one_sku, one), (other_sku, other)| one.cmp(other).then_with(|| code(other_sku).cmp(code(one_sku))))
        .map(|(sku, _)| sku)
}

/// Two SKUs that go together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub sku: String,
    pub name: String,
    pub with: String,
    pub with_name: String,
    /// Orders with both, or customers who bought the second after the first.
    pub count: u32,
    /// Of those who bought the first, the share who bought the second with it, or next.
    pub share: f64,
    /// How many times more often than if they had nothing to do with each other; `None` for next purchases.
    pub lift: Option<f64>,
}

/// The most pairs that are listed.
const PAIRS: usize = 50;
/// An order with more SKUs than this is a reseller's, and pairs with everything.
const MOST_SKUS: usize = 20;
/// Fewer than this may be chance.
const LEAST: u32 = 3;

/// SKUs bought in one order: the most frequent pairs, each once, the rarer SKU first since it says more of the other.
pub(super) fn together(dataset: &Dataset, books: &Books, history: &History) -> Vec<Pair> {
    let mut alone: Counts<SkuKey> = HashMap::default();
    let mut both: Counts<(SkuKey, SkuKey)> = HashMap::default();
    let mut orders = 0_u32;
    for sale in history.sales.iter().filter_map(|bought| sale_of(books, bought)) {
        let skus = skus_of(books, sale);
        if skus.is_empty() || skus.len() > MOST_SKUS {
            continue;
        }
        orders += 1;
        for (position, &one) in skus.iter().enumerate() {
            *alone.entry(one).or_default() += 1;
            for &other in skus.iter().skip(position + 1) {
                *both.entry((one, other)).or_default() += 1;
            }
        }
    }
    let count = |sku: SkuKey| alone.get(&sku).copied().unwrap_or(1);
    let pairs = both.into_iter().filter(|(_, count)| *count >= LEAST).map(|((one, other), together)| {
        let code = |sku: SkuKey| dataset.pools.skus.get(sku);
        let (sku, with) =
            if (count(one), code(one)) <= (count(other), code(other)) { (one, other) } else { (other, one) };
        let share = f64::from(together) / f64::from(count(sku));
        let lift = share * f64::from(orders) / f64::from(count(with));
        pair(dataset, sku, with, together, share, Some(lift))
    });
    ranked(pairs.collect())
}

/// What customers buy next, by the main SKU of consecutive purchases; the same SKU again is a pair too.
pub(super) fn next(dataset: &Dataset, books: &Books, history: &History) -> Vec<Pair> {
    let mut from: Counts<SkuKey> = HashMap::default();
    let mut both: Counts<(SkuKey, SkuKey)> = HashMap::default();
    for purchases in history.each().filter(|purchases| purchases.len() > 1) {
        let mains: Vec<Option<SkuKey>> =
            purchases.iter().map(|purchase| main_sku(dataset, books, history, purchase)).collect();
        for pair in mains.windows(2) {
            if let [Some(one), Some(other)] = pair {
                *from.entry(*one).or_default() += 1;
                *both.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    let pairs = both.into_iter().filter(|(_, count)| *count >= LEAST).map(|((one, other), count)| {
        let all = from.get(&one).copied().unwrap_or(count).max(1);
        pair(dataset, one, other, count, f64::from(count) / f64::from(all), None)
    });
    ranked(pairs.collect())
}

/// The SKUs of an order, each once, in the order of their keys.
fn skus_of(books: &Books, sale: &Sale) -> Vec<SkuKey> {
    let mut skus: Vec<SkuKey> = lines(books, sale).map(|fact| fact.sku).collect();
    skus.sort_unstable();
    skus.dedup();
    skus
}

fn pair(dataset: &Dataset, sku: SkuKey, with: SkuKey, count: u32, share: f64, lift: Option<f64>) -> Pair {
    let code = |sku: SkuKey| dataset.pools.skus.get(sku).to_owned();
    let name = |sku: SkuKey| dataset.sku_name(sku).to_owned();
    Pair { sku: code(sku), name: name(sku), with: code(with), with_name: name(with), count, share, lift }
}

/// The most frequent first, by code among equals.
fn ranked(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by(|one, other| (other.count, &one.sku, &one.with).cmp(&(one.count, &other.sku, &other.with)));
    pairs.truncate(PAIRS);
    pairs
}
