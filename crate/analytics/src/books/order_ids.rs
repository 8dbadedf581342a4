//! One order under one key, also where a source does not say on which platform it was placed, or puts two into one.

use crate::dataset::{Dataset, OrderKey};
use crate::pool::Column;
use crate::vocabulary::{Kind, Source, Standing};

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
    pub(super) fn of(dataset: &Dataset) -> OrderIds {
        let tells_of_orders = |kind: Kind| matches!(kind, Kind::Orders | Kind::OrderLines);
        let sources = |is_platform: bool| {
            let of_orders = dataset.files.iter().filter(|file| tells_of_orders(file.kind)).map(|file| file.source);
            of_orders.filter(move |source| (source.standing() == Standing::Platform) == is_platform)
        };
        let mut platforms: Vec<Source> = sources(true).collect();
        platforms.sort_unstable();
        platforms.dedup();
        if platforms.is_empty() || sources(false).next().is_none() {
            return OrderIds(None);
        }
        let mut text = String::new();
        let mut is_any_other = false;
        let keys = Column::of(&dataset.pools.orders, |order| {
            let (named, id) = dataset.pools.order_parts(order);
            let is_named = named.standing() == Standing::Platform;
            let is_merged = id.contains(BETWEEN);
            if is_named && !is_merged {
                return order;
            }
            let parts = || id.split(BETWEEN).map(str::trim).filter(|part| part.chars().count() >= SHORTEST);
            let mut on = |platform: Source, id: &str| dataset.pools.find_order(&mut text, platform, id);
            let found = if is_named {
                parts().find_map(|part| on(named, part))
            } else {
                parts().find_map(|part| {
                    let mut known = platforms.iter().filter_map(|&platform| on(platform, part));
                    known.next().filter(|_| known.next().is_none())
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
