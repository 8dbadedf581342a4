//! Ads by hand: which lines bear which spend.

mod shop;

use std::collections::BTreeSet;

use analytics::profit::{self, Scope};
use analytics::vocabulary::Source;
use shop::{Line, Shop, line};

/// Of ads that name no product a store bears its own, and its rows are what they are worked out from.
#[test]
fn ads_of_a_store_are_parts_of_its_rows_alone() {
    let mut shop = Shop::new();
    let of_store = |order, sku, store| Line { store, ..line(order, sku, "50") };
    shop.lines(Source::Pdd, [of_store("1", "A", "甲"), of_store("2", "B", "乙")]);
    shop.ads(Source::Pdd, &[(None, "2026-06-01", "7"), (None, "2026-06-01", "11"), (None, "2026-06-01", "2")]);
    let stores = ["甲", "乙", ""].map(|name| shop.dataset.pools.store(Source::Pdd, name));
    for (row, store) in shop.dataset.ads.iter_mut().zip(stores) {
        row.store = store;
    }
    let outcome = shop.close();
    let prepared = profit::prepare(&shop.dataset, &outcome.books, &Scope::default(), shop.config().ads.driver);
    let found = prepared.activities.iter().map(|activity| {
        let stores = activity.ads.iter().map(|rows| shop.dataset.pools.store_parts(rows.store).1);
        (activity.item.code(&shop.dataset), activity.shared_ads.to_string(), stores.collect::<BTreeSet<_>>())
    });
    // Of the two that name no store each bears one.
    let expected = [("A", "8.00", ["甲", ""]), ("B", "12.00", ["乙", ""])];
    let expected = expected.map(|(sku, ads, stores)| (sku, ads.to_owned(), BTreeSet::from(stores)));
    assert_eq!(found.collect::<Vec<_>>(), expected);
}
