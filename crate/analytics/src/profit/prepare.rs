//! Adds the books up for a scope, so that a change of a setting needs no look at the rows.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::activity::Activity;
use super::ads::AdProducts;
use super::item::Item;
use super::{InScope, Scope};
use crate::allocate::allocate;
use crate::books::{self, Aftermath, Books, Fact, Spend};
use crate::dataset::{ByTable, Dataset, NameKey, ProductKey, SkuKey, StoreKey};
use crate::money::{Amount, Quantity};
use crate::time::Day;
use crate::vocabulary::{AllocationBase, Source};

/// The books of a scope, added up by SKU and store.
#[derive(Debug, Default)]
pub struct Prepared {
    pub scope: Scope,
    /// Ordered by SKU code, then store, whatever the order of rows.
    pub activities: Vec<Activity>,
    /// Orders in which several SKUs take part, with the positions of their activities: each is one order all the same.
    pub shared_orders: Vec<Vec<u32>>,
    pub period: Option<(Day, Day)>,
    /// SKUs that were given away with others and have no cost, with their units.
    pub gifts_without_cost: BTreeMap<SkuKey, Quantity>,
}

/// Adds up the facts of a scope and spreads the ads on them.
pub fn prepare(dataset: &Dataset, books: &Books, scope: &Scope, base: AllocationBase) -> Prepared {
    let mut activities = Activities::new(dataset);
    let in_period = |day: Option<Day>| scope.contains(day);
    let mut shared_orders = Vec::new();
    let mut period: Option<(Day, Day)> = None;
    for facts in books.facts.chunk_by(|one, other| one.order == other.order) {
        let mut of_order: Vec<u32> = Vec::new();
        for fact in facts.iter().filter(|fact| in_period(Some(fact.day))) {
            let activity = activities.add_fact(fact, books.aftermath(fact));
            if !fact.units.is_zero() && !of_order.contains(&activity) {
                of_order.push(activity);
            }
            let day = fact.day;
            period = Some(period.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        }
        for &activity in &of_order {
            if let Some(activity) = activities.activities.get_mut(activity as usize) {
                activity.orders += 1;
            }
        }
        if of_order.len() > 1 {
            shared_orders.push(of_order);
        }
    }
    for unsent in books.unsent.iter().filter(|unsent| in_period(unsent.day)) {
        let activity = activities.at(Item::Sku(unsent.sku), unsent.store);
        activity.unsent += unsent.amount.into();
        activity.add_charges(&unsent.charges);
    }
    let products = AdProducts::of(dataset, books);
    let spend: Vec<&Spend> = books.spend.iter().filter(|spend| in_period(spend.day)).collect();
    activities.spread_ads(&spend, &products, base);

    let gifts_without_cost = gifts_without_cost(books, &in_period);
    let (activities, shared_orders) = activities.finish(scope, shared_orders);
    Prepared { scope: scope.clone(), activities, shared_orders, period, gifts_without_cost }
}

impl Prepared {
    /// The lines of the books that are in the scope.
    pub fn facts<'b>(
        &self,
        dataset: &Dataset,
        books: &'b Books,
    ) -> impl Iterator<Item = &'b Fact> + Clone + use<'b, '_> {
        let scope = InScope::new(dataset, &self.scope);
        books.facts.iter().filter(move |fact| scope.contains(fact.store, Some(fact.day)))
    }
}

fn gifts_without_cost(books: &Books, in_period: &impl Fn(Option<Day>) -> bool) -> BTreeMap<SkuKey, Quantity> {
    let mut gifts = BTreeMap::new();
    for fact in books.facts.iter().filter(|fact| fact.aftermath.is_some() && in_period(Some(fact.day))) {
        for &(sku, cost, units) in books.aftermath(fact).map_or(&[][..], |after| &after.gifts) {
            if cost.is_none() {
                *gifts.entry(sku).or_insert(Quantity::ZERO) += units;
            }
        }
    }
    gifts
}

/// Rows of one ad report that are about the same thing.
#[derive(Default)]
struct Pot {
    amount: Amount,
    rows: u32,
}

/// Activities while they are being added up, in the order of first sight.
struct Activities<'a> {
    dataset: &'a Dataset,
    activities: Vec<Activity>,
    positions: HashMap<(Item, StoreKey), u32, foldhash::fast::FixedState>,
    of_sku: BTreeMap<SkuKey, Vec<u32>>,
    file_of: ByTable<u16>,
    is_bill: ByTable<bool>,
}

impl<'a> Activities<'a> {
    fn new(dataset: &'a Dataset) -> Activities<'a> {
        Activities {
            dataset,
            activities: Vec::new(),
            positions: HashMap::default(),
            of_sku: BTreeMap::new(),
            file_of: dataset.by_table(|table| table.file),
            is_bill: books::of_bills(dataset),
        }
    }

    fn at(&mut self, item: Item, store: StoreKey) -> &mut Activity {
        let position = self.position(item, store) as usize;
        #[expect(clippy::indexing_slicing, reason = "position() found the activity or pushed it")]
        &mut self.activities[position]
    }

    fn position(&mut self, item: Item, store: StoreKey) -> u32 {
        if let Some(&position) = self.positions.get(&(item, store)) {
            return position;
        }
        let position = u32::try_from(self.activities.len()).unwrap_or(u32::MAX);
        let platform = self.dataset.pools.store_parts(store).0;
        self.activities.push(Activity::new(item, store, platform));
        self.positions.insert((item, store), position);
        if let Item::Sku(sku) = item {
            self.of_sku.entry(sku).or_default().push(position);
        }
        position
    }

    fn add_fact(&mut self, fact: &Fact, after: Option<&Aftermath>) -> u32 {
        let position = self.position(Item::Sku(fact.sku), fact.store);
        if let Some(activity) = self.activities.get_mut(position as usize) {
            activity.add_fact(fact, after);
            activity.count_fact(fact, after, &self.file_of, &self.is_bill);
        }
        position
    }

    /// Spend on a product goes to the product's SKUs by revenue; the rest goes to all SKUs of its store or platform by
    /// the allocation base. What sold nothing gets a row of its own: its spend is a loss like any other.
    fn spread_ads(&mut self, spend: &[&Spend], products: &AdProducts, base: AllocationBase) {
        let mut pots: BTreeMap<(StoreKey, Option<ProductKey>, u16), Pot> = BTreeMap::new();
        // Of several names of a product the first by text stays, whatever the order of rows and files.
        let mut names: BTreeMap<ProductKey, NameKey> = BTreeMap::new();
        let text = |name: NameKey| self.dataset.pools.names.get(name);
        for row in spend {
            let pot = pots.entry((row.store, row.product, self.file_of[row.at])).or_default();
            pot.amount += row.amount;
            pot.rows += 1;
            if let (Some(product), Some(name)) = (row.product, row.name) {
                let known = names.entry(product).or_insert(name);
                if text(name) < text(*known) {
                    *known = name;
                }
            }
        }
        // What sold is known before any spend adds a row.
        let sold: Vec<u32> =
            (0_u32..).zip(&self.activities).filter(|(_, activity)| activity.lines > 0).map(|(at, _)| at).collect();
        for ((store, product, file), pot) in pots {
            let skus = product.and_then(|product| products.skus(product));
            match (product, skus) {
                (Some(_), Some(skus)) => self.spread_on_product(store, skus, file, &pot),
                (Some(product), None) => {
                    let item = if products.is_unmatched(self.dataset, product) {
                        Item::UnmatchedAds
                    } else {
                        Item::UnsoldProduct(product, names.get(&product).copied())
                    };
                    let target = self.position(item, store);
                    self.give(vec![target], base, file, &pot, |activity, part| activity.own_ads += part);
                }
                (None, _) => {
                    let mut targets = self.in_store(store, sold.clone());
                    if targets.is_empty() {
                        targets = vec![self.position(Item::UnsoldStore(store), store)];
                    }
                    self.give(targets, base, file, &pot, |activity, part| activity.shared_ads += part);
                }
            }
        }
    }

    fn spread_on_product(&mut self, store: StoreKey, skus: &[SkuKey], file: u16, pot: &Pot) {
        let of_product = |activities: &Activities<'_>| -> Vec<u32> {
            skus.iter().flat_map(|sku| activities.of_sku.get(sku)).flatten().copied().collect()
        };
        let mut targets = self.in_store(store, of_product(self));
        if targets.is_empty() {
            // Sold, but not in this period: the spend stands beside no sales.
            targets = skus.iter().map(|&sku| self.position(Item::Sku(sku), store)).collect();
        }
        self.give(targets, AllocationBase::Revenue, file, pot, |activity, part| activity.own_ads += part);
    }

    /// Of these activities, the ones an ad row of `store` is about: the store's where orders name it, else the
    /// platform's.
    fn in_store(&self, store: StoreKey, mut positions: Vec<u32>) -> Vec<u32> {
        let (platform, name) = self.dataset.pools.store_parts(store);
        let activity = |position: u32| self.activities.get(position as usize);
        positions.retain(|&position| activity(position).is_some_and(|activity| activity.platform == platform));
        let is_of_store = |position: u32| activity(position).is_some_and(|activity| activity.store == store);
        if !name.is_empty() && positions.iter().any(|&position| is_of_store(position)) {
            positions.retain(|&position| is_of_store(position));
        }
        positions
    }

    /// Gives each target its part, the targets ordered by content.
    fn give(
        &mut self,
        mut targets: Vec<u32>,
        base: AllocationBase,
        file: u16,
        pot: &Pot,
        add: impl Fn(&mut Activity, Amount),
    ) {
        let activity = |position: u32| self.activities.get(position as usize);
        targets.sort_by_cached_key(|&target| activity(target).map(|activity| content_key(self.dataset, activity)));
        let weight = |activity: &Activity| match base {
            AllocationBase::Revenue => activity.revenue.to_amount().millionths(),
            AllocationBase::Orders => i64::from(activity.orders),
            AllocationBase::Units => activity.units.thousandths(),
            AllocationBase::Equal => 1,
        };
        let weights: Vec<i64> = targets.iter().map(|&target| activity(target).map_or(0, weight)).collect();
        // The rows go with the first part.
        let mut rows = pot.rows;
        for (target, part) in targets.into_iter().zip(allocate(pot.amount, &weights)) {
            if let Some(activity) = self.activities.get_mut(target as usize) {
                add(activity, part);
                activity.count_from(file, part.into(), std::mem::take(&mut rows));
            }
        }
    }

    /// Keeps the scope's platform and store, and orders the activities by content.
    fn finish(self, scope: &Scope, shared_orders: Vec<Vec<u32>>) -> (Vec<Activity>, Vec<Vec<u32>>) {
        let dataset = self.dataset;
        let in_scope = |activity: &Activity| scope.has_store(dataset, activity.store);
        let mut kept: Vec<(usize, Activity)> =
            self.activities.into_iter().enumerate().filter(|(_, activity)| in_scope(activity)).collect();
        kept.sort_by_cached_key(|(_, activity)| content_key(dataset, activity));
        let mut moved: BTreeMap<u32, u32> = BTreeMap::new();
        for (new, (old, _)) in (0_u32..).zip(&kept) {
            moved.insert(u32::try_from(*old).unwrap_or(u32::MAX), new);
        }
        let shared_orders = shared_orders
            .into_iter()
            .map(|order| order.into_iter().filter_map(|activity| moved.get(&activity).copied()).collect())
            .filter(|order: &Vec<u32>| order.len() > 1)
            .collect();
        (kept.into_iter().map(|(_, activity)| activity).collect(), shared_orders)
    }
}

/// SKU code, platform and store name, the activities of one item together.
fn content_key(dataset: &Dataset, activity: &Activity) -> (String, bool, Source, String) {
    let store = dataset.pools.store_parts(activity.store).1.to_owned();
    let is_sku = matches!(activity.item, Item::Sku(_));
    (activity.item.code(dataset).to_owned(), !is_sku, activity.platform, store)
}
