//! What customers buy: first, together, next, at a bargain, and when it is new.

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::history::{History, Purchase};
use crate::books::{Books, Fact, Sale};
use crate::dataset::{Dataset, SkuKey};
use crate::money::Amount;
use crate::pool::Column;
use crate::time::Day;
use crate::turns::in_turns;

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
    /// Revenue in millionths and units in thousandths of all sales.
    prices: Column<SkuKey, (i64, i64)>,
    first_sold: Column<SkuKey, Option<Day>>,
    opened: Option<Day>,
}

/// A price this much below the usual one is a bargain.
const BARGAIN: (i128, i128) = (9, 10);
/// A SKU is new for so many days.
const NEW_DAYS: i32 = 30;

impl Shelf {
    pub(super) fn new(dataset: &Dataset, books: &Books) -> Shelf {
        let skus = &dataset.pools.skus;
        let (prices, first_sold) = (Column::filled(skus, (0_i64, 0_i64)), Column::filled(skus, None));
        let mut shelf = Shelf { prices, first_sold, opened: None };
        books.facts_in_turns(|fact| {
            if fact.units.is_zero() {
                return;
            }
            let (revenue, units) = &mut shelf.prices[fact.sku];
            *revenue = revenue.saturating_add(fact.revenue().millionths());
            *units = units.saturating_add(fact.units.thousandths());
            let first = &mut shelf.first_sold[fact.sku];
            *first = Some(first.map_or(fact.day, |day| day.min(fact.day)));
            shelf.opened = Some(shelf.opened.map_or(fact.day, |day| day.min(fact.day)));
        });
        shelf
    }

    /// Whether the line was bought clearly below the usual price.
    pub(super) fn is_bargain(&self, fact: &Fact) -> bool {
        let (revenue, units) = self.prices[fact.sku];
        // price < 9/10 of the usual price, without a division.
        let (part, whole) = BARGAIN;
        i128::from(fact.revenue().millionths()) * i128::from(units) * whole
            < i128::from(revenue) * i128::from(fact.units.thousandths()) * part
    }

    /// Whether the SKU had been on sale for a few days only. What was there when the files begin may be old.
    fn is_new(&self, sku: SkuKey, day: Day) -> bool {
        let (Some(first), Some(opened)) = (self.first_sold[sku], self.opened) else { return false };
        first.number() - opened.number() > NEW_DAYS && day.number() - first.number() <= NEW_DAYS
    }
}

/// Lines of a sale that were sold, not given away.
pub(super) fn lines<'b>(books: &'b Books, sale: &Sale) -> impl Iterator<Item = &'b Fact> {
    books.facts_of(sale).iter().filter(|fact| !fact.units.is_zero())
}

impl Habits {
    pub(super) fn add(&mut self, books: &Books, sale: &Sale, shelf: &Shelf) {
        self.orders += 1;
        self.orders_given_back += u32::from(!sale.refund.is_zero());
        let (mut is_named, mut has_new) = (false, false);
        for fact in lines(books, sale) {
            is_named = true;
            has_new |= shelf.is_new(fact.sku, fact.day);
            self.units += fact.units.thousandths();
            if shelf.is_bargain(fact) {
                self.bargain_units += fact.units.thousandths();
            }
        }
        self.named_orders += u32::from(is_named);
        self.orders_of_new += u32::from(has_new);
    }
}

/// Finds the SKU that brings most of some lines, and keeps its memory.
pub(super) struct MainSku<'d> {
    dataset: &'d Dataset,
    revenues: Vec<(SkuKey, Amount)>,
}

impl<'d> MainSku<'d> {
    pub(super) fn new(dataset: &'d Dataset) -> MainSku<'d> {
        MainSku { dataset, revenues: Vec::new() }
    }

    /// Of equals the first by code; `None` of no lines.
    pub(super) fn of<'b>(&mut self, lines: impl Iterator<Item = &'b Fact>) -> Option<SkuKey> {
        let revenues = &mut self.revenues;
        revenues.clear();
        for fact in lines {
            match revenues.iter_mut().find(|(sku, _)| *sku == fact.sku) {
                Some((_, revenue)) => *revenue += fact.revenue(),
                None => revenues.push((fact.sku, fact.revenue())),
            }
        }
        let code = |sku: SkuKey| self.dataset.pools.skus.get(sku);
        let best = revenues.iter().max_by(|(one_sku, one), (other_sku, other)| {
            one.cmp(other).then_with(|| code(*other_sku).cmp(code(*one_sku)))
        });
        best.map(|(sku, _)| *sku)
    }
}

/// Two SKUs that go together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Code of the first.
    pub sku: String,
    /// What the first is called.
    pub name: String,
    /// Code of the second.
    pub with: String,
    /// What the second is called.
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
    let mut alone = Column::filled(&dataset.pools.skus, 0_u32);
    let mut both: Counts<(SkuKey, SkuKey)> = HashMap::default();
    let mut orders = 0_u32;
    let mut skus: Vec<SkuKey> = Vec::new();
    let mut is_known = Column::filled(&dataset.pools.orders, false);
    in_turns(&history.orders, |&order| is_known[order] = true);
    books.sales_in_turns(|sale| {
        skus.clear();
        if is_known[sale.order] {
            skus.extend(lines(books, sale).map(|fact| fact.sku));
        }
        skus.sort_unstable();
        skus.dedup();
        if skus.is_empty() || skus.len() > MOST_SKUS {
            return;
        }
        orders += 1;
        for (position, &one) in skus.iter().enumerate() {
            alone[one] += 1;
            for &other in skus.iter().skip(position + 1) {
                *both.entry((one, other)).or_default() += 1;
            }
        }
    });
    let count = |sku: SkuKey| alone[sku];
    let code = |sku: SkuKey| dataset.pools.skus.get(sku);
    let pairs = both.into_iter().map(|((one, other), together)| {
        let is_rarer = (count(one), code(one)) <= (count(other), code(other));
        (if is_rarer { (one, other) } else { (other, one) }, together)
    });
    let pair = |((sku, with), together): ((SkuKey, SkuKey), u32)| {
        let share = f64::from(together) / f64::from(count(sku));
        let lift = share * f64::from(orders) / f64::from(count(with));
        pair(dataset, sku, with, together, share, Some(lift))
    };
    ranked(dataset, pairs).into_iter().map(pair).collect()
}

/// What customers buy next, by the main SKU of consecutive purchases; the same SKU again is a pair too.
pub(super) fn next(dataset: &Dataset, history: &History) -> Vec<Pair> {
    let mut from = Column::filled(&dataset.pools.skus, 0_u32);
    let mut both: Counts<(SkuKey, SkuKey)> = HashMap::default();
    history.in_turns(|purchases| {
        for two in purchases.windows(2) {
            let [Purchase { main: Some(one), .. }, Purchase { main: Some(other), .. }] = *two else { continue };
            *both.entry((one, other)).or_default() += 1;
            from[one] += 1;
        }
    });
    let pair = |((one, other), count): ((SkuKey, SkuKey), u32)| {
        pair(dataset, one, other, count, f64::from(count) / f64::from(from[one]), None)
    };
    ranked(dataset, both.into_iter()).into_iter().map(pair).collect()
}

fn pair(dataset: &Dataset, sku: SkuKey, with: SkuKey, count: u32, share: f64, lift: Option<f64>) -> Pair {
    let code = |sku: SkuKey| dataset.pools.skus.get(sku).to_owned();
    let name = |sku: SkuKey| dataset.sku_name(sku).to_owned();
    Pair { sku: code(sku), name: name(sku), with: code(with), with_name: name(with), count, share, lift }
}

/// The most frequent that are listed, the most frequent first, by code among equals.
fn ranked(dataset: &Dataset, pairs: impl Iterator<Item = ((SkuKey, SkuKey), u32)>) -> Vec<((SkuKey, SkuKey), u32)> {
    let codes = |(one, other): (SkuKey, SkuKey)| (dataset.pools.skus.get(one), dataset.pools.skus.get(other));
    let mut pairs: Vec<_> = pairs.filter(|(_, count)| *count >= LEAST).collect();
    pairs.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| codes(one.0).cmp(&codes(other.0))));
    pairs.truncate(PAIRS);
    pairs
}
