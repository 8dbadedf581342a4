//! What rows that do not count know of an order beside its money: in which store it was placed, who bought, where it went,
//! how the buyer came, what was noted. An older export has in full what a later one masks, and an ERP has what a platform
//! leaves out.

use std::collections::BTreeSet;

use super::content::{header_key, line_key};
use super::precedence::Precedence;
use super::roles::Judged;
use super::rules::Rules;
use crate::allocate::Few;
use crate::dataset::{Buyer, ChannelKey, OrderHeader, OrderKey, OrderLine, Pools, ProvinceKey, StoreKey};
use crate::sorted;
use crate::vocabulary::{Source, Standing};

/// A row that does not count, by its position among those that are looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    Header(u32),
    Line(u32),
}

/// Rows that do not count and know something, by order.
#[derive(Default)]
pub(super) struct Elsewhere {
    rows: Vec<(OrderKey, Row)>,
    /// Orders that such a row's note takes off.
    excluded: BTreeSet<OrderKey>,
}

/// What is known of an order from rows that do not count.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Background {
    /// One of the order's platform that has a name.
    store: Option<StoreKey>,
    pub(super) buyer: Buyer,
    pub(super) province: Option<ProvinceKey>,
    pub(super) channel: Option<ChannelKey>,
}

impl Background {
    fn of_line(line: &OrderLine) -> Background {
        Background { store: Some(line.store), buyer: line.buyer, province: line.province, channel: line.channel }
    }

    fn of_header(header: &OrderHeader) -> Background {
        Background {
            store: Some(header.store),
            buyer: header.buyer,
            province: header.province,
            channel: header.channel,
        }
    }

    /// The store that a row names, or where it does not the one of its platform that another row names.
    pub(super) fn store(self, pools: &Pools, store: StoreKey) -> StoreKey {
        let (platform, name) = pools.store_parts(store);
        let is_meant = |other: &StoreKey| name.is_empty() && pools.store_parts(*other).0 == platform;
        self.store.filter(is_meant).unwrap_or(store)
    }

    fn or(self, other: Background) -> Background {
        Background {
            store: self.store.or(other.store),
            buyer: self.buyer.or(other.buyer),
            province: self.province.or(other.province),
            channel: self.channel.or(other.channel),
        }
    }
}

impl Elsewhere {
    pub(super) fn of(precedence: &Precedence<'_>, rules: &Rules<'_>) -> Elsewhere {
        let view = precedence.view;
        let (mut rows, mut excluded) = (Vec::new(), BTreeSet::new());
        // What is noted on a merged order may be about any of those that were merged.
        let is_taken_off = |order: OrderKey, note| rules.is_excluded(note) && precedence.ids.merged(order).is_none();
        let pools = &view.dataset.pools;
        // Where every row names its store, none has to be looked for.
        let has_nameless: BTreeSet<Source> = pools
            .stores
            .keys()
            .map(|store| pools.store_parts(store))
            .filter_map(|(platform, name)| name.is_empty().then_some(platform))
            .collect();
        let mut add = |order: OrderKey, knows: Background, row: Row| {
            let names = |store: &StoreKey| has_nameless.contains(&pools.store_parts(*store).0);
            let knows = Background { store: named(pools, knows.store).filter(names), ..knows };
            if knows == Background::default() {
                return;
            }
            match precedence.ids.merged(order) {
                // A merged order went to one buyer.
                Some(members) => rows.extend(members.iter().map(|member| (precedence.ids.key(*member), row))),
                None => rows.push((precedence.ids.key(order), row)),
            }
        };
        for Judged { index, row: line, .. } in precedence.lines.told() {
            add(line.order, Background::of_line(line), Row::Line(index));
            if is_taken_off(line.order, line.note) {
                excluded.insert(precedence.ids.key(line.order));
            }
        }
        for Judged { index, row: header, .. } in precedence.headers.told() {
            add(header.order, Background::of_header(header), Row::Header(index));
            if is_taken_off(header.order, header.note) {
                excluded.insert(precedence.ids.key(header.order));
            }
        }
        rows.sort_unstable();
        Elsewhere { rows, excluded }
    }

    /// Whether a note says that the order is none. Any note will do, whatever the others say.
    pub(super) fn is_excluded(&self, order: OrderKey) -> bool {
        self.excluded.contains(&order)
    }

    /// What is known of an order beside these rows that count, from the better source first.
    pub(super) fn know(
        &self,
        precedence: &Precedence<'_>,
        order: OrderKey,
        lines: &[(u32, &OrderLine)],
        header: Option<&OrderHeader>,
    ) -> Background {
        let behind = sorted::from(&self.rows, |(known, _)| *known < order);
        let rows = || behind.iter().take_while(|(known, _)| *known == order);
        if rows().next().is_none() {
            return Background::default();
        }
        // How a store is called on another platform than that of the best row says nothing.
        let pools = &precedence.view.dataset.pools;
        let of_lines = lines.iter().map(|(_, line)| (precedence.standing[line.at], line.store));
        let of_header = header.map(|header| (precedence.standing[header.at], header.store));
        let best = of_header.into_iter().chain(of_lines).min_by_key(|(standing, _)| *standing);
        let platform = best.map(|(_, store)| pools.store_parts(store).0);
        let known = |row: Row| known(precedence, row, platform);
        if rows().nth(1).is_none() {
            return rows().next().map_or_else(Background::default, |&(_, row)| known(row).1);
        }
        let (view, dataset) = (precedence.view, precedence.view.dataset);
        // The order of files decides nothing.
        let content = |row: Row| {
            let (standing, background) = known(row);
            let buyer = dataset.pools.buyer_words(background.buyer);
            let channel = background.channel.map(|key| dataset.pools.channels.get(key));
            let (line, header) = match row {
                Row::Header(index) => (None, view.header(index).map(|header| header_key(dataset, header))),
                Row::Line(index) => (view.line(index).map(|line| line_key(dataset, line)), None),
            };
            (standing, buyer, channel, line, header)
        };
        let mut rows: Few<Row> = rows().map(|&(_, row)| row).collect();
        rows.sort_by_cached_key(|row| content(*row));
        rows.into_iter().fold(Background::default(), |all, row| all.or(known(row).1))
    }
}

fn known(precedence: &Precedence<'_>, row: Row, platform: Option<Source>) -> (Option<Standing>, Background) {
    let view = precedence.view;
    let of = match row {
        Row::Header(index) => view.header(index).map(|header| (header.at, Background::of_header(header))),
        Row::Line(index) => view.line(index).map(|line| (line.at, Background::of_line(line))),
    };
    of.map_or((None, Background::default()), |(at, background)| {
        let pools = &view.dataset.pools;
        let store = named(pools, background.store).filter(|store| Some(pools.store_parts(*store).0) == platform);
        (Some(precedence.standing[at]), Background { store, ..background })
    })
}

fn named(pools: &Pools, store: Option<StoreKey>) -> Option<StoreKey> {
    store.filter(|store| !pools.store_parts(*store).1.is_empty())
}
