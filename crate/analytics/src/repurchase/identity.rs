//! Who is one customer: a whole telephone number, else the platform's key; masked hints are suggestions and no more.
//!
//! Two sales belong to one customer when a chain of shared numbers and keys joins them, so the order of rows changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use super::mask::{Hasher, is_mask, masked, masked_hint};
use super::settings::IdentitySettings;
use crate::books::Sale;
use crate::dataset::{Buyer, CustomerKey, Dataset, HintKey, PhoneKey, StoreKey};
use crate::figures::number;
use crate::pool::{Column, Key};
use crate::turns::{in_turns, in_turns_mut};
use crate::vocabulary::Source;

/// What names the customers of a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Whole telephone numbers.
    Phone,
    /// The platform's key of its buyer.
    PlatformKey,
    /// Both, and some customers are joined by a number.
    PhoneAndPlatformKey,
}

/// How well the customers of a shop are known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// `None` where no file names a buyer.
    pub tier: Option<Tier>,
    /// Orders of known customers, and all orders.
    pub known_orders: u32,
    /// Of the scope.
    pub orders: u32,
    /// By store, the most orders first.
    pub stores: Vec<StoreCoverage>,
    /// Customers joined across platform keys by a telephone number, the most orders first; at most a hundred.
    pub merges: Vec<Merge>,
    /// All that were joined, also beyond the hundred listed.
    pub merged_customers: u32,
    /// Orders without a key whose masked name and district are alike; at most a hundred.
    pub suggestions: Vec<Suggestion>,
}

/// How well a store's customers are known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreCoverage {
    /// Of the store.
    pub platform: Source,
    /// Its name; empty where the file has none.
    pub store: String,
    /// Of the store in the scope.
    pub orders: u32,
    /// Those of known customers.
    pub known_orders: u32,
    /// `None` where the buyers are known well.
    pub gap: Option<Gap>,
}

/// Why a store's customers are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// The export names no buyer.
    NoKey,
    /// Buyers are named by words with `*` in them.
    Masked,
    /// Every order has a key of its own: the platform hides who is who, or nobody has come back yet.
    KeyPerOrder,
}

/// Platform keys that one telephone number joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// A salted hash, sixteen hexadecimal digits; split it by [`IdentitySettings::split_phones`].
    pub phone: String,
    /// Platform and stores' keys, masked.
    pub keys: Vec<(Source, String)>,
    /// Under all of these keys.
    pub orders: u32,
}

/// Orders that may be one customer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// A salted hash; confirm it by [`IdentitySettings::confirmed`].
    pub code: String,
    /// The name, masked where the file did not, and the district.
    pub hint: String,
    /// That are alike.
    pub orders: u32,
}

impl Identity {
    /// Share of orders whose customer is known.
    pub fn coverage(&self) -> f64 {
        if self.orders == 0 { 0.0 } else { f64::from(self.known_orders) / f64::from(self.orders) }
    }

    /// Whether repurchase can be told at all.
    pub const fn is_usable(&self) -> bool {
        self.known_orders > 0
    }
}

/// A sale, and who bought it.
#[derive(Clone, Copy)]
pub(super) struct Bought<'b> {
    pub(super) sale: &'b Sale,
    /// The customer's number; `None` where nobody knows.
    pub(super) customer: Option<u32>,
}

impl<'b> Bought<'b> {
    /// By somebody of whom nothing is known yet.
    pub(super) fn by_nobody(sale: &'b Sale) -> Bought<'b> {
        Bought { sale, customer: None }
    }
}

/// How the customers of sales were found.
pub(super) struct Resolved {
    /// Their numbers run from 0 to here, in no meaningful order.
    pub(super) count: u32,
    pub(super) identity: Identity,
}

/// Finds out who bought each sale.
pub(super) fn resolve(
    dataset: &Dataset,
    sales: &mut [Bought<'_>],
    settings: &IdentitySettings,
    salt: &str,
) -> Resolved {
    let is_masked = masked_keys(dataset);
    let gaps = gaps(dataset, sales, &is_masked);
    let nodes = Nodes::new(dataset);
    let buyer = |bought: &Bought<'_>| usable(bought.sale, &gaps, &is_masked);
    let split: BTreeSet<&str> = settings.split_phones.iter().map(String::as_str).collect();
    let hasher = Hasher::new(salt);
    let hash = |text: &str| hasher.hash(text);
    let joins = |phone: PhoneKey| split.is_empty() || !split.contains(hash(dataset.pools.phones.get(phone)).as_str());
    let phones = Phones::new(dataset, sales.iter().map(buyer), settings.most_keys_of_phone, joins);
    let confirmed: BTreeSet<&str> = settings.confirmed.iter().map(String::as_str).collect();
    let is_confirmed =
        |hint: HintKey| !confirmed.is_empty() && confirmed.contains(hash(dataset.pools.hints.get(hint)).as_str());

    let mut sets = Sets::new(nodes.count);
    for &(phone, key) in phones.links.iter().filter(|(phone, _)| phones.joins(*phone)) {
        sets.join(nodes.key(key), nodes.phone(phone));
    }
    // A sale is its number's where the number joins; a forwarder's number or a split one leaves the key alone.
    let node = |buyer: Buyer| match (buyer.key, buyer.phone) {
        (Some(key), _) => Some(nodes.key(key)),
        (None, Some(phone)) if !phones.is_crowd(phone) => Some(nodes.phone(phone)),
        _ => buyer.hint.filter(|&hint| is_confirmed(hint)).map(|hint| nodes.hint(hint)),
    };
    let mut count = 0;
    let mut numbers: Vec<Option<u32>> = vec![None; nodes.count as usize];
    let mut customer = |buyer: Buyer| {
        let slot = numbers.get_mut(sets.root(node(buyer)?) as usize)?;
        Some(*slot.get_or_insert_with(|| {
            count += 1;
            count - 1
        }))
    };
    in_turns_mut(sales, |bought| bought.customer = customer(buyer(bought)));
    let (merges, merged_customers) = merges(dataset, sales, &phones, &hasher);
    let identity = Identity {
        tier: tier(|| sales.iter().map(buyer)),
        known_orders: number(sales.iter().filter(|bought| bought.customer.is_some()).count()),
        orders: number(sales.len()),
        stores: stores(dataset, sales, &gaps),
        merges,
        merged_customers,
        suggestions: suggestions(dataset, sales, &hasher),
    };
    Resolved { count, identity }
}

/// Which keys are no more than a mask.
fn masked_keys(dataset: &Dataset) -> Column<CustomerKey, bool> {
    let customers = &dataset.pools.customers;
    Column::of(customers, |key| {
        // Nearly no key has such a sign, and none of a platform's name.
        let may_be = customers.get(key).bytes().any(|byte| matches!(byte, b'*' | b'#' | b'$'));
        may_be && is_mask(dataset.pools.customer_parts(key).1)
    })
}

/// Why each store's keys say nothing.
fn gaps(
    dataset: &Dataset,
    sales: &[Bought<'_>],
    is_masked: &Column<CustomerKey, bool>,
) -> Column<StoreKey, Option<Gap>> {
    #[derive(Clone, Default)]
    struct Seen {
        orders: u32,
        masked: u32,
        keyed: u32,
        /// Some buyer has a second order, so that the keys say something; then no more of them are looked at.
        repeats: bool,
        keys: HashSet<CustomerKey, foldhash::fast::FixedState>,
    }
    let mut stores = Column::filled(&dataset.pools.stores, Seen::default());
    in_turns(sales, |Bought { sale, .. }| {
        let seen = &mut stores[sale.store];
        seen.orders += 1;
        match sale.buyer.key {
            Some(key) if is_masked[key] => seen.masked += 1,
            Some(key) => {
                seen.keyed += 1;
                seen.repeats = seen.repeats || !seen.keys.insert(key);
            }
            None => {}
        }
    });
    let gap = |seen: &Seen| {
        if seen.keyed == 0 {
            Some(if seen.masked > 0 { Gap::Masked } else { Gap::NoKey })
        } else if seen.orders > 1 && seen.keyed == seen.orders && !seen.repeats {
            Some(Gap::KeyPerOrder)
        } else {
            None
        }
    };
    Column::of(&dataset.pools.stores, |store| gap(&stores[store]))
}

/// The part of what a row says of its buyer that names somebody.
fn usable(sale: &Sale, gaps: &Column<StoreKey, Option<Gap>>, is_masked: &Column<CustomerKey, bool>) -> Buyer {
    let key = sale.buyer.key.filter(|&key| gaps[sale.store].is_none() && !is_masked[key]);
    Buyer { key, ..sale.buyer }
}

/// What telephone numbers join.
struct Phones {
    /// Every number with every key it was seen with, each pair once, by number.
    links: Vec<(PhoneKey, CustomerKey)>,
    /// Numbers with more platform keys than one person has.
    crowds: Column<PhoneKey, bool>,
    /// Numbers of which the seller said that they are not one customer's.
    split: Column<PhoneKey, bool>,
}

impl Phones {
    fn new(
        dataset: &Dataset,
        buyers: impl Iterator<Item = Buyer>,
        most: u32,
        joins: impl Fn(PhoneKey) -> bool,
    ) -> Phones {
        let mut links: Vec<(PhoneKey, CustomerKey)> =
            buyers.filter_map(|buyer| Some((buyer.phone?, buyer.key?))).collect();
        links.sort_unstable();
        links.dedup();
        let mut crowds = Column::filled(&dataset.pools.phones, false);
        for of_phone in links.chunk_by(|one, other| one.0 == other.0) {
            if let Some((phone, _)) = of_phone.first() {
                crowds[*phone] = number(of_phone.len()) > most;
            }
        }
        let split = Column::of(&dataset.pools.phones, |phone| !joins(phone));
        Phones { links, crowds, split }
    }

    fn is_crowd(&self, phone: PhoneKey) -> bool {
        self.crowds[phone]
    }

    fn joins(&self, phone: PhoneKey) -> bool {
        !self.is_crowd(phone) && !self.split[phone]
    }
}

fn tier<B: Iterator<Item = Buyer>>(buyers: impl Fn() -> B) -> Option<Tier> {
    let has_key = buyers().any(|buyer| buyer.key.is_some());
    let has_phone = buyers().any(|buyer| buyer.phone.is_some());
    match (has_phone, has_key) {
        (true, true) => Some(Tier::PhoneAndPlatformKey),
        (true, false) => Some(Tier::Phone),
        (false, true) => Some(Tier::PlatformKey),
        (false, false) => None,
    }
}

fn stores(dataset: &Dataset, sales: &[Bought<'_>], gaps: &Column<StoreKey, Option<Gap>>) -> Vec<StoreCoverage> {
    let mut counts = Column::filled(&dataset.pools.stores, (0_u32, 0_u32));
    for bought in sales {
        let (orders, known) = &mut counts[bought.sale.store];
        *orders += 1;
        *known += u32::from(bought.customer.is_some());
    }
    let coverage = |store: StoreKey| {
        let (orders, known_orders) = counts[store];
        let (platform, name) = dataset.pools.store_parts(store);
        let gap = gaps[store].filter(|_| known_orders < orders);
        StoreCoverage { platform, store: name.to_owned(), orders, known_orders, gap }
    };
    let mut stores: Vec<StoreCoverage> =
        dataset.pools.stores.keys().filter(|&store| counts[store].0 > 0).map(coverage).collect();
    stores.sort_by(|one, other| {
        (other.orders, one.platform, &one.store).cmp(&(one.orders, other.platform, &other.store))
    });
    stores
}

/// The most entries a list of the identity holds.
const LISTED: usize = 100;

/// Numbers that join several keys, and how many customers came of it.
fn merges(dataset: &Dataset, sales: &[Bought<'_>], phones: &Phones, hasher: &Hasher) -> (Vec<Merge>, u32) {
    #[derive(Default)]
    struct Joined {
        keys: Vec<(Source, String)>,
        orders: u32,
        customer: u32,
    }
    let mut of_phone: BTreeMap<PhoneKey, Joined> = BTreeMap::new();
    for links in phones.links.chunk_by(|one, other| one.0 == other.0) {
        if let [(phone, _), _, ..] = links
            && phones.joins(*phone)
        {
            let parts = links.iter().map(|&(_, key)| dataset.pools.customer_parts(key));
            let mut keys: Vec<(Source, String)> = parts.map(|(platform, name)| (platform, masked(name))).collect();
            keys.sort();
            of_phone.insert(*phone, Joined { keys, ..Joined::default() });
        }
    }
    if of_phone.is_empty() {
        return (Vec::new(), 0);
    }
    for bought in sales {
        let joined = bought.sale.buyer.phone.and_then(|phone| of_phone.get_mut(&phone));
        if let (Some(joined), Some(customer)) = (joined, bought.customer) {
            joined.orders += 1;
            joined.customer = customer;
        }
    }
    let merged = number(of_phone.values().map(|joined| joined.customer).collect::<BTreeSet<_>>().len());
    let mut merges: Vec<Merge> = of_phone
        .into_iter()
        .map(|(phone, Joined { keys, orders, .. })| Merge {
            phone: hasher.hash(dataset.pools.phones.get(phone)),
            keys,
            orders,
        })
        .collect();
    merges.sort_by(|one, other| (other.orders, &one.phone).cmp(&(one.orders, &other.phone)));
    merges.truncate(LISTED);
    (merges, merged)
}

fn suggestions(dataset: &Dataset, sales: &[Bought<'_>], hasher: &Hasher) -> Vec<Suggestion> {
    let hints = &dataset.pools.hints;
    if hints.is_empty() {
        return Vec::new();
    }
    let mut orders = Column::filled(hints, 0_u32);
    for Bought { sale, customer } in sales {
        if let (Some(hint), None) = (sale.buyer.hint, customer) {
            orders[hint] += 1;
        }
    }
    // A hint needs a place: half the country is called 王**.
    let is_likely = |&hint: &HintKey| orders[hint] > 1 && hints.get(hint).contains(' ');
    let suggestion = |hint: HintKey| {
        let said = hints.get(hint);
        Suggestion { code: hasher.hash(said), hint: masked_hint(said), orders: orders[hint] }
    };
    let mut suggestions: Vec<Suggestion> = hints.keys().filter(is_likely).map(suggestion).collect();
    suggestions.sort_by(|one, other| (other.orders, &one.hint).cmp(&(one.orders, &other.hint)));
    suggestions.truncate(LISTED);
    suggestions
}

/// One number for every key, telephone number and hint.
struct Nodes {
    phones_from: u32,
    hints_from: u32,
    count: u32,
}

impl Nodes {
    fn new(dataset: &Dataset) -> Nodes {
        let phones_from = number(dataset.pools.customers.len());
        let hints_from = phones_from + number(dataset.pools.phones.len());
        Nodes { phones_from, hints_from, count: hints_from + number(dataset.pools.hints.len()) }
    }

    fn key(&self, key: CustomerKey) -> u32 {
        number(key.index())
    }

    fn phone(&self, phone: PhoneKey) -> u32 {
        self.phones_from + number(phone.index())
    }

    fn hint(&self, hint: HintKey) -> u32 {
        self.hints_from + number(hint.index())
    }
}

/// Disjoint sets with halved paths.
struct Sets(Vec<u32>);

impl Sets {
    fn new(count: u32) -> Sets {
        Sets((0..count).collect())
    }

    #[expect(clippy::indexing_slicing, reason = "nodes are the keys of the pools the sets were made for")]
    fn parent(&self, node: u32) -> u32 {
        self.0[node as usize]
    }

    fn root(&mut self, mut node: u32) -> u32 {
        loop {
            let parent = self.parent(node);
            if parent == node {
                return node;
            }
            let above = self.parent(parent);
            if let Some(slot) = self.0.get_mut(node as usize) {
                *slot = above;
            }
            node = above;
        }
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(slot) = self.0.get_mut(one.max(other) as usize) {
            *slot = one.min(other);
        }
    }
}
