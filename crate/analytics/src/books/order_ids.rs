//! One order under one key, also where a source does not say on which platform it was placed, or puts two into one.

use crate::dataset::{ByTable, Dataset, OrderKey};
use crate::pool::Column;
use crate::vocabulary::{Source, Standing};

/// Shorter numbers are counted by each seller alone, from 1, and mean nothing elsewhere.
const SHORTEST: usize = 10;
/// Between the numbers of orders that an ERP has merged.
const BETWEEN: [char; 3] = [',', '，', ';'];

/// The key that each order is known by; see [`OrderIds::of`].
pub(super) struct OrderIds(Option<Column<OrderKey, OrderKey>>);

impl OrderIds {
    /// An order that an ERP or a list of the seller's own tells of is that of the platform that has its number: of the
    /// platform that the row names, else of the one platform that has it. Of orders that were merged it is the first that
    /// is known.
    pub(super) fn of(dataset: &Dataset, standing: &ByTable<Standing>) -> OrderIds {
        let stores = &dataset.pools.stores;
        let mut platforms: Vec<Source> = stores.keys().map(|store| dataset.pools.store_parts(store).0).collect();
        platforms.sort_by_key(|source| (source.standing(), *source));
        platforms.dedup();
        let others = || dataset.files.iter().map(|file| file.source).chain(platforms.iter().copied());
        if others().all(|source| source.standing() == Standing::Platform) {
            return OrderIds(None);
        }
        // A file that was taken out leaves its numbers behind, and they are nobody's.
        let mut told: Column<OrderKey, Option<Standing>> = Column::of(&dataset.pools.orders, |_| None);
        let lines = dataset.lines.iter().map(|line| (line.order, line.at));
        for (order, at) in lines.chain(dataset.headers.iter().map(|header| (header.order, header.at))) {
            told[order] = Some(told[order].map_or(standing[at], |known| known.min(standing[at])));
        }
        let mut is_any_other = false;
        let keys = Column::of(&dataset.pools.orders, |order| {
            let (named, id) = dataset.pools.order_parts(order);
            let is_named = named.standing() == Standing::Platform;
            let is_merged = id.contains(BETWEEN);
            let on = |platform: Source, id: &str| {
                dataset.pools.find_order(&mut String::new(), platform, id).filter(|&order| told[order].is_some())
            };
            // The second parcel of an order is its number with `-2` behind it, where the platform has the number itself.
            let of_part = part_of(id).filter(|_| is_named && told[order] >= Some(Standing::Erp));
            if let Some(whole) = of_part.and_then(|whole| on(named, whole))
                && told[whole] == Some(Standing::Platform)
            {
                is_any_other = true;
                return whole;
            }
            if is_named && !is_merged {
                return order;
            }
            let parts = || {
                let parts = id.split(BETWEEN).map(str::trim);
                parts.flat_map(|part| [Some(part), part_of(part)]).flatten().filter(|part| part.len() >= SHORTEST)
            };
            let found = if is_named {
                parts().find_map(|part| on(named, part))
            } else {
                parts().find_map(|part| {
                    // Where no platform has it, two lists of the seller's own may.
                    let of_standing = |standing: Standing| {
                        platforms.iter().filter(move |platform| platform.standing() == standing).copied()
                    };
                    let mut known = of_standing(Standing::Platform).filter_map(|platform| on(platform, part));
                    let first = known.next();
                    if first.is_some() {
                        return first.filter(|_| known.next().is_none());
                    }
                    let before = platforms.iter().take_while(|platform| **platform != named).copied();
                    before.filter(|source| source.standing() != Standing::Platform).find_map(|source| on(source, part))
                })
            };
            is_any_other |= found.is_some();
            found.unwrap_or(order)
        });
        OrderIds(is_any_other.then_some(keys))
    }

    pub(super) fn key(&self, order: OrderKey) -> OrderKey {
        self.0.as_ref().map_or(order, |keys| keys[order])
    }
}

/// The number before what an ERP writes behind it for a part of the order: `…11-2`.
fn part_of(id: &str) -> Option<&str> {
    let (whole, part) = id.rsplit_once('-')?;
    let is_count = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_count && whole.len() >= SHORTEST).then_some(whole)
}
