//! Adds the books up for a scope, so that a change of a setting needs no look at the rows.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use smallvec::SmallVec;

use super::activity::{Activity, AdRows};
use super::ads::AdProducts;
use super::item::Item;
use super::{InScope, Scope};
use crate::allocate::{allocate, spread_over};
use crate::books::{self, Aftermath, Books, Bundles, Fact, Joined, Spend};
use crate::currency::Currencies;
use crate::dataset::{ByTable, Dataset, NameKey, ProductKey, SkuKey, StoreKey};
use crate::figures::number;
use crate::money::Amount;
use crate::sums::{Sign, Sum};
use crate::time::Day;
use crate::vocabulary::{AllocationBase, Kind, Source};

/// The books of a scope, added up by SKU and store.
#[derive(Debug, Default)]
pub struct Prepared {
    /// What was added up.
    pub scope: Scope,
    /// Ordered by SKU code, then store, whatever the order of rows.
    pub activities: Vec<Activity>,
    /// Those of stores beside the scope, which share ads with them.
    beside: Vec<Activity>,
    /// Sets of activities, by their positions, that orders have together, and how many orders: each is one order all the
    /// same.
    pub(super) shared_orders: Vec<(Positions, u32)>,
    /// Lines by day.
    days: BTreeMap<Day, u32>,
    /// First and last day of its facts; `None` without any.
    pub period: Option<(Day, Day)>,
    /// What costs and settings are converted by.
    pub(super) currencies: Currencies,
    /// What is in bundles, which cost that.
    pub(super) bundles: Bundles,
}

/// Positions of activities that an order has, in their order: hardly ever more than two.
type Positions = SmallVec<[u32; 4]>;

/// Adds up the facts of a scope and spreads the ads on them.
pub fn prepare(dataset: &Dataset, books: &Books, scope: &Scope, base: AllocationBase) -> Prepared {
    Sums::of(dataset, books, scope).prepared(dataset, books, scope, base)
}

impl Prepared {
    /// Takes off what orders came to, and adds what they come to in the books now.
    pub fn change(&mut self, dataset: &Dataset, books: &Books, gone: &Joined, come: &Joined, base: AllocationBase) {
        let before = std::mem::take(self);
        let scope = before.scope.clone();
        let mut sums = Sums::before_ads(dataset, before);
        sums.change(Sums::of(dataset, gone, &scope), Sign::Minus);
        sums.change(Sums::of(dataset, come, &scope), Sign::Plus);
        *self = sums.prepared(dataset, books, &scope, base);
    }
}

impl Prepared {
    /// The lines of the books that are in the scope.
    pub fn facts<'b>(
        &self,
        dataset: &Dataset,
        books: &'b Books,
    ) -> impl Iterator<Item = &'b Fact> + Clone + use<'b, '_> {
        let scope = InScope::new(dataset, &self.scope);
        books.facts().filter(move |fact| scope.contains(fact.store, Some(fact.day)))
    }
}

/// What is added up of lines, before any ads.
struct Sums<'a> {
    activities: ByItem<'a>,
    shared_orders: HashMap<Positions, u32, foldhash::fast::FixedState>,
    days: BTreeMap<Day, u32>,
}

impl<'a> Sums<'a> {
    fn new(dataset: &'a Dataset) -> Sums<'a> {
        Sums { activities: ByItem::new(dataset), shared_orders: HashMap::default(), days: BTreeMap::new() }
    }

    fn of(dataset: &'a Dataset, joined: &Joined, scope: &Scope) -> Sums<'a> {
        let mut sums = Sums::new(dataset);
        let in_scope = InScope::new(dataset, scope);
        let mut of_order = Positions::new();
        // Lines of one day stand together, and are looked up together.
        let mut last: Option<(Day, u32)> = None;
        for facts in joined.by_order() {
            of_order.clear();
            for fact in facts.iter().filter(|fact| scope.contains(Some(fact.day))) {
                let after = joined.aftermath(fact);
                let activity = sums.activities.add_fact(fact, after);
                if !fact.units.is_zero() && !of_order.contains(&activity) {
                    of_order.push(activity);
                }
                if in_scope.has_store(fact.store) {
                    match &mut last {
                        Some((day, lines)) if *day == fact.day => *lines += 1,
                        last => sums.add_day(last.replace((fact.day, 1))),
                    }
                }
            }
            for &activity in &of_order {
                if let Some(activity) = sums.activities.all.get_mut(activity as usize) {
                    activity.orders += 1;
                }
            }
            if of_order.len() > 1 {
                let store = |activity: &u32| sums.activities.all.get(*activity as usize).map(|activity| activity.store);
                of_order.retain(|activity| store(activity).is_some_and(|store| in_scope.has_store(store)));
                of_order.sort_unstable();
                if of_order.len() > 1 {
                    *sums.shared_orders.entry_ref(&of_order).or_insert(0) += 1;
                }
            }
        }
        sums.add_day(last);
        for unsent in joined.unsent().filter(|unsent| scope.contains(unsent.day)) {
            sums.activities.at(Item::Sku(unsent.sku), unsent.store).add_unsent(unsent);
        }
        sums
    }

    fn add_day(&mut self, lines: Option<(Day, u32)>) {
        if let Some((day, lines)) = lines {
            *self.days.entry(day).or_default() += lines;
        }
    }

    /// What was added up of lines, before the ads were spread on it.
    fn before_ads(dataset: &'a Dataset, prepared: Prepared) -> Sums<'a> {
        let is_report = |file: u16| dataset.files.get(usize::from(file)).is_some_and(|file| file.kind == Kind::Ads);
        let mut sums = Sums::new(dataset);
        sums.days = prepared.days;
        let mut activities: Vec<Activity> = prepared.activities.into_iter().chain(prepared.beside).collect();
        for activity in &mut activities {
            (activity.own_ads, activity.shared_ads) = (Amount::ZERO, Amount::ZERO);
            activity.ads.clear();
            activity.by_file.retain(|file, _| !is_report(*file));
        }
        sums.fill(activities, prepared.shared_orders.into_iter());
        sums
    }

    /// Takes in those of the activities that have a line, and the orders that have them together.
    fn fill(&mut self, activities: Vec<Activity>, shared_orders: impl Iterator<Item = (Positions, u32)>) {
        let taken =
            activities.into_iter().map(|activity| (!activity.is_empty()).then(|| self.activities.push(activity)));
        let taken: Vec<Option<u32>> = taken.collect();
        for (activities, orders) in shared_orders {
            let activities = activities.into_iter().filter_map(|at| taken.get(at as usize).copied().flatten());
            let mut activities: Positions = activities.collect();
            activities.sort_unstable();
            *self.shared_orders.entry(activities).or_insert(0) += orders;
        }
    }

    /// Adds lines that were added up elsewhere, or takes them off again.
    fn change(&mut self, other: Sums<'_>, sign: Sign) {
        let mut moved: Vec<u32> = Vec::new();
        for activity in &other.activities.all {
            let position = self.activities.position(activity.item, activity.store);
            self.activities.at(activity.item, activity.store).change(activity, sign);
            moved.push(position);
        }
        for (activities, orders) in other.shared_orders {
            let moved = activities.into_iter().filter_map(|at| moved.get(at as usize).copied());
            let mut activities: Positions = moved.collect();
            activities.sort_unstable();
            self.shared_orders.entry(activities).or_insert(0).change(&orders, sign);
        }
        // What nothing is left of takes no part in the ads.
        let nothing = ByItem::new(self.activities.dataset);
        let activities = std::mem::replace(&mut self.activities, nothing).all;
        let shared_orders = std::mem::take(&mut self.shared_orders).into_iter().filter(|(_, orders)| *orders > 0);
        self.fill(activities, shared_orders);
        self.days.change(&other.days, sign);
    }

    /// Spreads the ads, and puts everything in an order that does not depend on that of rows.
    fn prepared(mut self, dataset: &Dataset, books: &Books, scope: &Scope, base: AllocationBase) -> Prepared {
        let products = AdProducts::of(dataset, books);
        let spend: Vec<&Spend> = books.spend.iter().filter(|spend| scope.contains(spend.day)).collect();
        self.activities.spread_ads(&spend, &products, base);
        let mut all: Vec<(u32, Activity)> = (0..).zip(self.activities.all).collect();
        all.retain(|(_, activity)| !activity.is_empty() || !activity.by_file.is_empty());
        all.sort_by_cached_key(|(_, activity)| content_key(dataset, activity));
        all.iter_mut().for_each(|(_, activity)| activity.sort_goods(dataset));
        let in_scope = InScope::new(dataset, scope);
        let (kept, beside): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, activity)| in_scope.has_store(activity.store));
        let moved: BTreeMap<u32, u32> = kept.iter().map(|(old, _)| *old).zip(0..).collect();
        let shared_orders = self.shared_orders.into_iter().map(|(activities, orders)| {
            let mut activities: Positions = activities.iter().filter_map(|old| moved.get(old).copied()).collect();
            activities.sort_unstable();
            (activities, orders)
        });
        let mut shared_orders: Vec<(Positions, u32)> = shared_orders.collect();
        shared_orders.sort_unstable();
        let period = self.days.first_key_value().zip(self.days.last_key_value());
        Prepared {
            scope: scope.clone(),
            currencies: books.currencies().clone(),
            bundles: books.bundles().clone(),
            activities: kept.into_iter().map(|(_, activity)| activity).collect(),
            beside: beside.into_iter().map(|(_, activity)| activity).collect(),
            shared_orders,
            period: period.map(|((first, _), (last, _))| (*first, *last)),
            days: self.days,
        }
    }
}

/// Rows of one ad report that are about the same thing.
#[derive(Default)]
struct Pot {
    amount: Amount,
    rows: u32,
}

/// Positions while they are being added up, in the order of first sight.
struct ByItem<'a> {
    dataset: &'a Dataset,
    all: Vec<Activity>,
    positions: HashMap<(Item, StoreKey), u32, foldhash::fast::FixedState>,
    of_sku: BTreeMap<SkuKey, Vec<u32>>,
    file_of: ByTable<u16>,
    is_bill: ByTable<bool>,
}

impl<'a> ByItem<'a> {
    fn new(dataset: &'a Dataset) -> ByItem<'a> {
        ByItem {
            dataset,
            all: Vec::new(),
            positions: HashMap::default(),
            of_sku: BTreeMap::new(),
            file_of: dataset.by_table(|table| table.file),
            is_bill: books::of_bills(dataset),
        }
    }

    fn at(&mut self, item: Item, store: StoreKey) -> &mut Activity {
        let position = self.position(item, store) as usize;
        #[expect(clippy::indexing_slicing, reason = "position() found the activity or pushed it")]
        &mut self.all[position]
    }

    fn position(&mut self, item: Item, store: StoreKey) -> u32 {
        if let Some(&position) = self.positions.get(&(item, store)) {
            return position;
        }
        let platform = self.dataset.pools.store_parts(store).0;
        self.push(Activity::new(item, store, platform))
    }

    /// Takes in an activity that is not there yet.
    fn push(&mut self, activity: Activity) -> u32 {
        let (item, store) = (activity.item, activity.store);
        let position = number(self.all.len());
        self.all.push(activity);
        self.positions.insert((item, store), position);
        if let Item::Sku(sku) = item {
            self.of_sku.entry(sku).or_default().push(position);
        }
        position
    }

    fn add_fact(&mut self, fact: &Fact, after: Option<&Aftermath>) -> u32 {
        let position = self.position(Item::Sku(fact.sku), fact.store);
        if let Some(activity) = self.all.get_mut(position as usize) {
            activity.add_fact(fact, after);
            activity.count_fact(fact, after, &self.file_of, &self.is_bill);
        }
        position
    }

    /// Spend on a product goes to the product's SKUs by revenue; the rest goes to all SKUs of its store or platform by
    /// the allocation base. What sold nothing gets a row of its own: its spend is a loss like any other.
    fn spread_ads(&mut self, spend: &[&Spend], products: &AdProducts, base: AllocationBase) {
        let mut pots: BTreeMap<(AdRows, u16), Pot> = BTreeMap::new();
        // Of several names of a product the first by text stays, whatever the order of rows and files.
        let mut names: BTreeMap<ProductKey, NameKey> = BTreeMap::new();
        let text = |name: NameKey| self.dataset.pools.names.get(name);
        for row in spend {
            let rows = AdRows { store: row.store, product: row.product };
            let pot = pots.entry((rows, self.file_of[row.at])).or_default();
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
            (0_u32..).zip(&self.all).filter(|(_, activity)| activity.lines > 0).map(|(at, _)| at).collect();
        for ((of, file), pot) in pots {
            let AdRows { store, product } = of;
            let skus = product.and_then(|product| products.skus(product));
            match (product, skus) {
                (Some(_), Some(skus)) => self.spread_on_product(of, skus, file, &pot),
                (Some(product), None) => {
                    let item = if products.is_unmatched(self.dataset, product) {
                        Item::UnmatchedAds
                    } else {
                        Item::UnsoldProduct(product, names.get(&product).copied())
                    };
                    let target = self.position(item, store);
                    self.give(vec![target], base, (of, file), &pot, |activity, part| activity.own_ads += part);
                }
                (None, _) => {
                    let mut targets = self.in_store(store, sold.clone());
                    if targets.is_empty() {
                        targets = vec![self.position(Item::UnsoldStore(store), store)];
                    }
                    self.give(targets, base, (of, file), &pot, |activity, part| activity.shared_ads += part);
                }
            }
        }
    }

    fn spread_on_product(&mut self, of: AdRows, skus: &[SkuKey], file: u16, pot: &Pot) {
        let store = of.store;
        let of_product = |activities: &ByItem<'_>| -> Vec<u32> {
            skus.iter().flat_map(|sku| activities.of_sku.get(sku)).flatten().copied().collect()
        };
        let mut targets = self.in_store(store, of_product(self));
        if targets.is_empty() {
            // Sold, but not in this period: the spend stands beside no sales.
            targets = skus.iter().map(|&sku| self.position(Item::Sku(sku), store)).collect();
        }
        self.give(targets, AllocationBase::Revenue, (of, file), pot, |activity, part| activity.own_ads += part);
    }

    /// Of these activities, the ones an ad row of `store` is about: the store's where orders name it, else the
    /// platform's.
    fn in_store(&self, store: StoreKey, mut positions: Vec<u32>) -> Vec<u32> {
        let (platform, name) = self.dataset.pools.store_parts(store);
        let activity = |position: u32| self.all.get(position as usize);
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
        (of, file): (AdRows, u16),
        pot: &Pot,
        add: impl Fn(&mut Activity, Amount),
    ) {
        let activity = |position: u32| self.all.get(position as usize);
        targets.sort_by_cached_key(|&target| activity(target).map(|activity| content_key(self.dataset, activity)));
        let weight = |activity: &Activity| match base {
            AllocationBase::Revenue => activity.revenue.to_amount().millionths(),
            AllocationBase::Orders => i64::from(activity.orders),
            AllocationBase::Units => activity.units.thousandths(),
            AllocationBase::Equal => 1,
        };
        let weighed = |target: u32| (target, activity(target).map_or(0, weight));
        let mut targets: Vec<(u32, i64)> = targets.into_iter().map(weighed).collect();
        // The rows go with the first part.
        let mut rows = pot.rows;
        let parts = |weights: &[i64]| allocate(pot.amount, weights);
        spread_over(
            &mut targets,
            |&(_, weight)| weight,
            parts,
            |&mut (target, _), part| {
                if let Some(activity) = self.all.get_mut(target as usize) {
                    add(activity, part);
                    // What several reports say of the same thing comes one after the other.
                    if !part.is_zero() && activity.ads.last() != Some(&of) {
                        activity.ads.push(of);
                    }
                    activity.count_from(file, part.into(), std::mem::take(&mut rows));
                }
            },
        );
    }
}

/// SKU code, platform and store name, the activities of one item together.
fn content_key(dataset: &Dataset, activity: &Activity) -> (String, bool, Source, String) {
    let store = dataset.pools.store_parts(activity.store).1.to_owned();
    let is_sku = matches!(activity.item, Item::Sku(_));
    (activity.item.code(dataset).to_owned(), !is_sku, activity.platform, store)
}
