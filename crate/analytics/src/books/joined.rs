//! What the join of orders comes to, in chapters of orders whose keys follow one another: of a file that touches some
//! orders only their chapters are written anew, and what is not in a list is a sum that can be taken off again.

use std::collections::BTreeMap;

use super::fates::RowFates;
use super::touched::Touched;
use super::{Aftermath, AftermathKey, Fact, Sale, Unsent};
use crate::dataset::{Dataset, OrderKey, ProductKey, SkuKey, StoreKey};
use crate::figures::number;
use crate::money::{Money, Quantity};
use crate::pool::Key;
use crate::sums::{Sign, Sum};
use crate::time::Day;
use crate::turns::in_turns;
use crate::vocabulary::Source;

/// How many orders a chapter has room for: few enough to be written anew in no time, so many that chapters cost nothing.
pub(super) const ORDERS_OF_A_CHAPTER: usize = 4_096;

/// Orders and what became of them. Lists are in the order of the orders' keys.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    chapters: Vec<Chapter>,
    pub(super) fates: RowFates,
    /// How many lines name a SKU as which of the platforms' products.
    pub(super) products: BTreeMap<(ProductKey, SkuKey), u32>,
    /// Orders without a row that names a SKU, by platform.
    pub(super) without_lines: BTreeMap<Source, u32>,
    /// Orders whose lines carry no money and that no order export names, by platform.
    pub(super) without_money: BTreeMap<Source, u32>,
    /// By file, of how many orders it says another amount than what counts, and by how much more.
    pub(super) other_amounts: BTreeMap<u16, (u32, Money)>,
    /// By file, how many of its parcels another bills at the same amount, and what it takes for them.
    pub(super) billed_again: BTreeMap<u16, (u32, Money)>,
    /// By file, of how many parcels it says another freight than their bills, and by how much more.
    pub(super) other_freight: BTreeMap<u16, (u32, Money)>,
    /// By file, of how many orders it says other quantities than what counts, and by how many units more.
    pub(super) other_units: BTreeMap<u16, (u32, Quantity)>,
    /// By file, how many of its rows of goods sent again count with those of another file, and may be others.
    pub(super) maybe_sent_again: BTreeMap<u16, u32>,
}

/// A part of the orders.
#[derive(Clone, Debug, Default)]
pub(super) struct Chapter {
    pub(super) facts: Vec<Fact>,
    /// Of the facts, by their key.
    pub(super) aftermaths: Vec<Aftermath>,
    pub(super) sales: Vec<Sale>,
    pub(super) unsent: Vec<Unsent>,
    /// First and last day of the facts of each store.
    periods: Vec<(StoreKey, Day, Day)>,
}

/// Where the chapter of an order stands.
pub(super) fn chapter_of(order: OrderKey) -> usize {
    order.index() / ORDERS_OF_A_CHAPTER
}

impl Joined {
    /// Room for orders below this number.
    pub(super) fn new(orders: usize, fates: RowFates) -> Joined {
        let chapters = vec![Chapter::default(); orders.div_ceil(ORDERS_OF_A_CHAPTER)];
        Joined { chapters, fates, ..Joined::default() }
    }

    /// Every line that counts.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> + Clone {
        self.chapters.iter().flat_map(|chapter| &chapter.facts)
    }

    /// The facts of each order that has any.
    pub fn by_order(&self) -> impl Iterator<Item = &[Fact]> {
        self.chapters.iter().flat_map(|chapter| chapter.facts.chunk_by(|one, other| one.order == other.order))
    }

    /// Does `work` with every fact, so that a browser does it well.
    pub(crate) fn facts_in_turns<'j>(&'j self, mut work: impl FnMut(&'j Fact)) {
        self.chapters.iter().for_each(|chapter| in_turns(&chapter.facts, &mut work));
    }

    /// Every order that was paid, also where no row names its SKUs.
    pub fn sales(&self) -> impl Iterator<Item = &Sale> + Clone {
        self.chapters.iter().flat_map(|chapter| &chapter.sales)
    }

    /// Does `work` with every sale, so that a browser does it well.
    pub(crate) fn sales_in_turns<'j>(&'j self, mut work: impl FnMut(&'j Sale)) {
        self.chapters.iter().for_each(|chapter| in_turns(&chapter.sales, &mut work));
    }

    /// How many orders were paid.
    pub fn n_sales(&self) -> usize {
        self.chapters.iter().map(|chapter| chapter.sales.len()).sum()
    }

    /// The sale of an order; `None` where it was not paid.
    pub fn sale(&self, order: OrderKey) -> Option<&Sale> {
        let sales = &self.chapters.get(chapter_of(order))?.sales;
        // It stands before its place among the orders by as many as were not paid, and those are few.
        let place = order.index() % ORDERS_OF_A_CHAPTER;
        let start = place.saturating_sub(ORDERS_OF_A_CHAPTER - sales.len());
        let near = sales.get(start..sales.len().min(place + 1))?;
        near.get(near.binary_search_by_key(&order, |sale| sale.order).ok()?)
    }

    /// The facts of a sale; none where no row names a SKU, or of a sale of other books.
    pub fn facts_of(&self, sale: &Sale) -> &[Fact] {
        let chapter = self.chapters.get(chapter_of(sale.order));
        chapter.and_then(|chapter| chapter.facts.get(sale.fact_range())).unwrap_or_default()
    }

    /// Lines refunded in full before they were sent.
    pub fn unsent(&self) -> impl Iterator<Item = &Unsent> {
        self.chapters.iter().flat_map(|chapter| &chapter.unsent)
    }

    /// What followed on a line; `None` where nothing did.
    pub fn aftermath(&self, fact: &Fact) -> Option<&Aftermath> {
        let key = fact.aftermath?;
        self.chapters.get(chapter_of(fact.order))?.aftermaths.get(key.index())
    }

    /// First and last day of the facts of each store; a store may be named several times.
    pub fn periods(&self) -> impl Iterator<Item = (StoreKey, Day, Day)> + '_ {
        self.chapters.iter().flat_map(|chapter| chapter.periods.iter().copied())
    }

    /// Orders without a row that names a SKU, by platform.
    pub fn orders_without_lines(&self) -> impl Iterator<Item = (Source, u32)> + '_ {
        self.without_lines.iter().map(|(&platform, &orders)| (platform, orders))
    }

    /// Orders whose lines carry no money and that no order export names, by platform.
    pub fn orders_without_money(&self) -> impl Iterator<Item = (Source, u32)> + '_ {
        self.without_money.iter().map(|(&platform, &orders)| (platform, orders))
    }

    /// The SKUs that orders name of each of the platforms' products.
    pub fn products(&self) -> impl Iterator<Item = (ProductKey, SkuKey)> + '_ {
        self.products.keys().copied()
    }

    pub(super) fn n_chapters(&self) -> usize {
        self.chapters.len()
    }

    pub(super) fn set_chapter(&mut self, position: usize, mut chapter: Chapter) {
        chapter.close();
        if let Some(slot) = self.chapters.get_mut(position) {
            *slot = chapter;
        }
    }

    pub(super) fn chapter(&self, order: OrderKey) -> Option<&Chapter> {
        self.chapters.get(chapter_of(order))
    }

    pub(super) fn chapter_mut(&mut self, order: OrderKey) -> Option<&mut Chapter> {
        self.chapters.get_mut(chapter_of(order))
    }

    /// Writes an order at the end.
    #[cfg(test)]
    pub(crate) fn push(&mut self, facts: Vec<Fact>, sale: Sale) -> &mut Sale {
        let chapter = chapter_of(sale.order);
        if self.chapters.len() <= chapter {
            self.chapters.resize_with(chapter + 1, Chapter::default);
        }
        let chapter = self.chapters.last_mut().unwrap();
        let first_fact = u32::try_from(chapter.facts.len()).unwrap();
        let n_facts = u32::try_from(facts.len()).unwrap();
        chapter.facts.extend(facts);
        chapter.sales.push(Sale { first_fact, facts: n_facts, ..sale });
        chapter.sales.last_mut().unwrap()
    }

    pub(super) fn chapters_mut(&mut self) -> impl Iterator<Item = &mut Chapter> {
        self.chapters.iter_mut()
    }

    /// Takes in what other orders come to.
    pub(super) fn add(&mut self, dataset: &Dataset, others: &Joined) {
        let nothing = Joined::new(dataset.pools.orders.len(), RowFates::new(dataset));
        self.replace(&Touched::new(dataset), &nothing, others);
    }

    /// Takes these orders out, with what they came to, and puts in what they come to now.
    pub(super) fn replace(&mut self, touched: &Touched, gone: &Joined, come: &Joined) {
        self.chapters.resize_with(come.chapters.len(), Chapter::default);
        for (position, new) in come.chapters.iter().enumerate() {
            let has_gone = gone.chapters.get(position).is_some_and(|old| !old.is_empty());
            if let Some(chapter) = self.chapters.get_mut(position).filter(|_| has_gone || !new.is_empty()) {
                chapter.replace(touched, new.clone());
            }
        }
        for (part, sign) in [(gone, Sign::Minus), (come, Sign::Plus)] {
            // Named in full, so that a new sum is not forgotten.
            let Joined {
                chapters: _,
                fates,
                products,
                without_lines,
                without_money,
                other_amounts,
                billed_again,
                other_freight,
                other_units,
                maybe_sent_again,
            } = part;
            self.fates.change(fates, sign);
            self.products.change(products, sign);
            self.without_lines.change(without_lines, sign);
            self.without_money.change(without_money, sign);
            self.other_amounts.change(other_amounts, sign);
            self.billed_again.change(billed_again, sign);
            self.other_freight.change(other_freight, sign);
            self.other_units.change(other_units, sign);
            self.maybe_sent_again.change(maybe_sent_again, sign);
        }
    }
}

impl Chapter {
    fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.sales.is_empty() && self.unsent.is_empty()
    }

    /// Notes what is asked of all facts; they are whole now.
    pub(super) fn close(&mut self) {
        self.periods.clear();
        for fact in &self.facts {
            match self.periods.iter_mut().find(|(store, ..)| *store == fact.store) {
                Some((_, first, last)) => (*first, *last) = ((*first).min(fact.day), (*last).max(fact.day)),
                None => self.periods.push((fact.store, fact.day, fact.day)),
            }
        }
    }

    fn replace(&mut self, touched: &Touched, new: Chapter) {
        let mut old = std::mem::replace(self, new);
        old.facts.retain(|fact| !touched.has(fact.order));
        old.sales.retain(|sale| !touched.has(sale.order));
        old.unsent.retain(|unsent| !touched.has(unsent.order));
        if old.is_empty() {
            return;
        }
        let new = std::mem::replace(
            self,
            Chapter {
                facts: Vec::with_capacity(old.facts.len() + self.facts.len()),
                sales: Vec::with_capacity(old.sales.len() + self.sales.len()),
                ..Chapter::default()
            },
        );
        let mut aftermaths = [old.aftermaths, new.aftermaths];
        for (mut fact, is_new) in in_order(old.facts, new.facts, |fact| fact.order) {
            let of_part = aftermaths.get_mut(usize::from(is_new));
            let after = of_part.zip(fact.aftermath).and_then(|(all, key)| all.get_mut(key.index()));
            fact.aftermath = after.map(std::mem::take).and_then(|after| self.push_aftermath(after));
            self.facts.push(fact);
        }
        for (sale, _) in in_order(old.sales, new.sales, |sale| sale.order) {
            let start = if sale.facts == 0 { 0 } else { self.facts.partition_point(|fact| fact.order < sale.order) };
            self.sales.push(Sale { first_fact: number(start), ..sale });
        }
        self.unsent.extend(in_order(old.unsent, new.unsent, |unsent| unsent.order).map(|(unsent, _)| unsent));
        self.close();
    }

    /// `None` where there are more than can be counted.
    pub(super) fn push_aftermath(&mut self, after: Aftermath) -> Option<AftermathKey> {
        let key = AftermathKey::from_index(u32::try_from(self.aftermaths.len()).ok()?);
        self.aftermaths.push(after);
        Some(key)
    }
}

/// Two lists in the order of orders as one, and of each entry whether it is of the second.
fn in_order<T>(one: Vec<T>, other: Vec<T>, order: impl Fn(&T) -> OrderKey) -> impl Iterator<Item = (T, bool)> {
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    std::iter::from_fn(move || {
        let is_other = match (one.peek(), other.peek()) {
            (Some(one), Some(other)) => order(other) < order(one),
            (known, _) => known.is_none(),
        };
        let next = if is_other { other.next() } else { one.next() };
        next.map(|next| (next, is_other))
    })
}
