//! One order under one key, also where a source does not say on which platform it was placed, or puts two into one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::allocate::Few;
use crate::dataset::{ByTable, Dataset, LineKey, OrderKey, SourceFile};
use crate::pool::Column;
use crate::vocabulary::{Kind, OrderStatus, Source, Standing};

/// Shorter numbers are counted by each seller alone, from 1, and mean nothing elsewhere.
const SHORTEST: usize = 10;
/// Between the numbers of orders that an ERP has merged.
const BETWEEN: [char; 3] = [',', '，', ';'];

/// The key that each order is known by; see [`OrderIds::of`].
#[derive(Clone, Debug, Default)]
pub(super) struct OrderIds {
    /// `None` where every order is known by its own.
    keys: Option<Column<OrderKey, OrderKey>>,
    /// By the number under which an ERP has merged them.
    merges: BTreeMap<OrderKey, Merge>,
    /// Of each order that was merged with others, the one under which all of them are looked at together, and whose key the
    /// merged one has.
    roots: BTreeMap<OrderKey, OrderKey>,
    /// Those that are known by that key themselves: nobody says what each of them came to.
    pooled: BTreeSet<OrderKey>,
}

/// Orders that an ERP has put into one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Merge {
    /// Those that some row tells of.
    members: Few<OrderKey>,
    form: Form,
}

/// How a row tells of an order; of the rows of one source the last of these is gone by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// Merged with others that the source also tells of one by one.
    MergedBeside,
    Single,
    /// Merged with others, and nobody as good tells of each of them, or it is said that they were merged.
    Merged,
}

/// What is told of an order's number.
#[derive(Clone, Copy, Default)]
struct Mentions {
    /// The best source that has a row of it.
    any: Option<Standing>,
    /// The best source that has a row that was not split or merged.
    alive: Option<Standing>,
    /// Some row was.
    is_superseded: bool,
}

impl OrderIds {
    /// An order that an ERP or a list of the seller's own tells of is that of the platform that has its number: of the
    /// platform that the row names, else of the one platform that has it. Of orders that were merged it is the one with the
    /// first number of those that are known.
    pub(super) fn of(dataset: &Dataset, standing: &ByTable<Standing>) -> OrderIds {
        let mut ids = OrderIds::default();
        let stores = &dataset.pools.stores;
        let mut platforms: Vec<Source> = stores.keys().map(|store| dataset.pools.store_parts(store).0).collect();
        platforms.sort_by_key(|source| (source.standing(), *source));
        platforms.dedup();
        let of_orders = |file: &&SourceFile| matches!(file.kind, Kind::Orders | Kind::OrderLines) && file.rows > 0;
        let sources = dataset.files.iter().filter(of_orders).map(|file| file.source);
        let is_of_platforms =
            sources.chain(platforms.iter().copied()).all(|source| source.standing() == Standing::Platform);
        if is_of_platforms && dataset.refunds.is_empty() {
            return ids;
        }
        let mentions = mentions(dataset, standing);
        if is_of_platforms {
            let mut keys = Column::of(&dataset.pools.orders, |order| order);
            ids.keys = known_by_line(dataset, &mentions, &mut keys).then_some(keys);
            return ids;
        }
        let mut is_any_other = false;
        let mut merged: Vec<Merged<'_>> = Vec::new();
        let keys = Column::of(&dataset.pools.orders, |order| {
            let (named, id) = dataset.pools.order_parts(order);
            let is_named = named.standing() == Standing::Platform;
            let on = |platform: Source, id: &str| {
                dataset
                    .pools
                    .find_order(&mut String::new(), platform, id)
                    .filter(|&order| mentions[order].any.is_some())
            };
            // The second parcel of an order is its number with `-2` behind it, where somebody has the number itself.
            let of_part = part_of(id).filter(|_| is_named && mentions[order].any >= Some(Standing::Erp));
            if let Some(whole) = of_part.and_then(|whole| on(named, whole))
                && mentions[whole].alive.is_some_and(|alive| Some(alive) <= mentions[order].any)
            {
                is_any_other = true;
                return whole;
            }
            let is_merged = id.contains(BETWEEN);
            if is_named && !is_merged {
                return order;
            }
            // Where no platform has it, two lists of the seller's own may.
            let somewhere = |part: &str| {
                let of_platforms = platforms.iter().take_while(|platform| platform.standing() == Standing::Platform);
                let mut known = of_platforms.filter_map(|platform| on(*platform, part));
                if let Some(first) = known.next() {
                    return Some(first).filter(|_| known.next().is_none());
                }
                let before = platforms.iter().take_while(|platform| **platform != named);
                before.filter(|source| source.standing() != Standing::Platform).find_map(|source| on(*source, part))
            };
            let find = |part: &str| {
                let numbers = [Some(part), part_of(part)].into_iter().flatten().filter(|part| part.len() >= SHORTEST);
                let mut found = numbers.map(|part| if is_named { on(named, part) } else { somewhere(part) });
                found.find_map(|found| found)
            };
            if !is_merged {
                let found = find(id);
                is_any_other |= found.is_some();
                return found.unwrap_or(order);
            }
            if mentions[order].any.is_some() {
                let numbers = id.split(BETWEEN).map(str::trim).filter(|number| number.len() >= SHORTEST);
                merged.push((order, numbers.map(|number| (number, find(number))).collect()));
            }
            order
        });
        let mut keys = keys;
        if is_any_other {
            to_the_end(dataset, &mut keys);
        }
        for group in groups(&merged) {
            is_any_other |= ids.merge(dataset, &group, &mentions, &mut keys);
        }
        is_any_other |= known_by_line(dataset, &mentions, &mut keys);
        ids.keys = is_any_other.then_some(keys);
        ids
    }

    /// Takes in merged orders that have orders in common. Returns whether any of them is known by another key.
    fn merge(
        &mut self,
        dataset: &Dataset,
        group: &[&Merged<'_>],
        mentions: &Column<OrderKey, Mentions>,
        keys: &mut Column<OrderKey, OrderKey>,
    ) -> bool {
        let text = |order: OrderKey| dataset.pools.orders.get(order);
        let known = group.iter().flat_map(|(_, numbers)| numbers.iter().filter_map(|(_, member)| *member));
        // Whatever came first, it is the same order that stands for all: the first by number, else what has most of them.
        let first = known.clone().min_by_key(|member| text(*member)).map(|member| keys[member]);
        let most = || group.iter().min_by_key(|(order, numbers)| (Reverse(numbers.len()), text(*order)));
        let several = || most().filter(|_| group.len() > 1).map(|(order, _)| *order);
        let Some(root) = first.or_else(several) else { return false };
        self.roots.extend(known.map(|member| (keys[member], root)));
        for (merged, numbers) in group {
            let members: Few<OrderKey> = numbers.iter().filter_map(|(_, member)| *member).collect();
            // Sources that know each of the orders by itself say more, unless one of them says that it was merged since.
            let is_alone =
                |member: &OrderKey| mentions[*member].alive.is_some_and(|alive| Some(alive) <= mentions[*merged].any);
            let is_gone_by = members.len() < numbers.len()
                || !members.iter().all(is_alone)
                || members.iter().any(|member| mentions[*member].is_superseded);
            let form = if is_gone_by { Form::Merged } else { Form::MergedBeside };
            keys[*merged] = root;
            self.merges.insert(*merged, Merge { members, form });
        }
        true
    }

    /// Every order is known by its own number.
    pub(super) fn is_plain(&self) -> bool {
        self.keys.is_none()
    }

    /// An order that was not known when these were found is its own.
    pub(super) fn key(&self, order: OrderKey) -> OrderKey {
        self.keys.as_ref().and_then(|keys| keys.known(order)).copied().unwrap_or(order)
    }

    /// The key under which an order is looked at with those it was merged with.
    pub(super) fn together(&self, order: OrderKey) -> OrderKey {
        let key = self.key(order);
        self.roots.get(&key).copied().unwrap_or(key)
    }

    pub(super) fn has_merged(&self) -> bool {
        !self.merges.is_empty()
    }

    /// The order whose key those have that were merged with this one.
    pub(super) fn first_of_merged(&self, order: OrderKey) -> Option<OrderKey> {
        self.roots.get(&self.key(order)).copied()
    }

    /// The numbers of merged orders.
    pub(super) fn all_merged(&self) -> impl Iterator<Item = OrderKey> + '_ {
        self.merges.keys().copied()
    }

    /// Lets the orders of a merged one be one order from now on.
    pub(super) fn pool(&mut self, merged: OrderKey) {
        let (Some(merge), Some(keys)) = (self.merges.get(&merged), &mut self.keys) else { return };
        let root = keys[merged];
        for &member in &merge.members {
            keys[member] = root;
            self.pooled.insert(member);
        }
    }

    pub(super) fn is_pooled(&self, order: OrderKey) -> bool {
        self.pooled.contains(&order)
    }

    /// The orders that an ERP put into this number; `None` where it is the number of one order.
    pub(super) fn merged(&self, order: OrderKey) -> Option<&[OrderKey]> {
        self.merges.get(&order).map(|merge| merge.members.as_slice())
    }

    /// Which of several rows of one source to go by, as far as their numbers tell.
    pub(super) fn form(&self, order: OrderKey) -> Form {
        self.merges.get(&order).map_or(Form::Single, |merge| merge.form)
    }
}

/// Lets every order be known by the key that its key is known by: an ERP may tell of a part of an order by a number of
/// which another knows the whole.
fn to_the_end(dataset: &Dataset, keys: &mut Column<OrderKey, OrderKey>) {
    for order in dataset.pools.orders.keys() {
        let mut key = keys[order];
        // Each step leads to a better source or a shorter number, so that there is an end.
        while keys[key] != key {
            key = keys[key];
        }
        keys[order] = key;
    }
}

/// A list of refunds may name a sub-order where it says order: 淘宝 counts sub-orders like orders. Such a number is known by
/// the order that the sub-order is a line of. Returns whether there is any.
fn known_by_line(
    dataset: &Dataset,
    mentions: &Column<OrderKey, Mentions>,
    keys: &mut Column<OrderKey, OrderKey>,
) -> bool {
    let pools = &dataset.pools;
    let unknown: BTreeSet<OrderKey> =
        dataset.refunds.iter().map(|row| row.order).filter(|order| mentions[*order].any.is_none()).collect();
    let mut of_line: BTreeMap<LineKey, (OrderKey, Few<OrderKey>)> = unknown
        .into_iter()
        .filter_map(|order| Some((pools.lines.find(pools.order_parts(order).1)?, (order, Few::new()))))
        .collect();
    if of_line.is_empty() {
        return false;
    }
    for line in dataset.lines.iter() {
        let Some((named, orders)) = line.line.and_then(|line| of_line.get_mut(&line)) else { continue };
        let order = keys[line.order];
        if pools.order_parts(order).0 == pools.order_parts(*named).0 && !orders.contains(&order) {
            orders.push(order);
        }
    }
    let mut is_any = false;
    for (named, orders) in of_line.into_values() {
        if let [order] = orders.as_slice() {
            keys[named] = *order;
            is_any = true;
        }
    }
    is_any
}

/// A number of merged orders: those in it, and which order of the shop each is.
type Merged<'d> = (OrderKey, Vec<(&'d str, Option<OrderKey>)>);

/// Merged orders that have orders in common, together.
fn groups<'m, 'd>(merged: &'m [Merged<'d>]) -> Vec<Vec<&'m Merged<'d>>> {
    // By position, another of the same group that stands before it; itself where none does.
    let mut before: Vec<usize> = (0..merged.len()).collect();
    let first = |before: &[usize], mut at: usize| {
        while let Some(&other) = before.get(at).filter(|&&other| other != at) {
            at = other;
        }
        at
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (position, (_, numbers)) in merged.iter().enumerate() {
        for (number, _) in numbers {
            let known = *seen.entry(number).or_insert(position);
            let (one, other) = (first(&before, known), first(&before, position));
            if let Some(slot) = before.get_mut(one.max(other)) {
                *slot = one.min(other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Merged<'_>>> = BTreeMap::new();
    for (position, one) in merged.iter().enumerate() {
        groups.entry(first(&before, position)).or_default().push(one);
    }
    groups.into_values().collect()
}

/// What is mentions of each number. A file that was taken out leaves its numbers behind, and they are nobody's.
fn mentions(dataset: &Dataset, standing: &ByTable<Standing>) -> Column<OrderKey, Mentions> {
    let mut mentions: Column<OrderKey, Mentions> = Column::filled(&dataset.pools.orders, Mentions::default());
    let better =
        |known: Option<Standing>, standing: Standing| Some(known.map_or(standing, |known| known.min(standing)));
    let lines = dataset.lines.iter().map(|line| (line.order, line.at, line.status));
    let headers = dataset.headers.iter().map(|header| (header.order, header.at, header.status));
    for (order, at, status) in lines.chain(headers) {
        let mentions = &mut mentions[order];
        mentions.any = better(mentions.any, standing[at]);
        if status == Some(OrderStatus::Superseded) {
            mentions.is_superseded = true;
        } else {
            mentions.alive = better(mentions.alive, standing[at]);
        }
    }
    mentions
}

/// The number before what an ERP writes behind it for a part of the order: `…11-2`.
fn part_of(id: &str) -> Option<&str> {
    let (whole, part) = id.rsplit_once('-')?;
    let is_count = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_count && whole.len() >= SHORTEST).then_some(whole)
}
