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

/// An old layout names no products beside a new one that does: what is advertised and met no order may be what was sold in
/// the old one, and is not called unsold.
#[test]
fn a_product_is_unsold_only_where_all_that_was_sold_is_known() {
    let mut shop = Shop::new();
    let named = Line { product: Some("P"), ..line("1", "A", "50") };
    shop.lines(Source::Taobao, [named]).lines(Source::Taobao, [line("2", "B", "50")]);
    shop.ads(Source::Taobao, &[(Some("Q"), "2026-06-01", "9")]);
    let items = |shop: &Shop| -> Vec<String> {
        let report = shop.close().report;
        let rows = report.skus.iter().filter(|(_, row)| !row.blocks.ads.is_zero());
        rows.map(|(item, row)| format!("{} {}", item.code(&shop.dataset), row.blocks.ads)).collect()
    };
    assert_eq!(items(&shop), ["unmatched_ads 9.00"]);
    // By its title it is found, beside products that are named.
    shop.names(&[("B", "连衣裙 红")]).ad_names(&[("Q", "连衣裙")]);
    assert_eq!(items(&shop), ["B 9.00"]);
    // What another platform calls the product of B says nothing of this one's.
    let of_douyin = Line { product: Some("D"), ..line("3", "B", "0") };
    shop.lines(Source::Douyin, [of_douyin]);
    assert_eq!(items(&shop), ["B 9.00"]);
    // Everything that was sold has a product, and Q is none of them.
    let mut shop = Shop::new();
    let of = |order, sku, product| Line { product: Some(product), ..line(order, sku, "50") };
    shop.lines(Source::Taobao, [of("1", "A", "P"), of("2", "B", "R")]);
    shop.ads(Source::Taobao, &[(Some("Q"), "2026-06-01", "9")]);
    assert_eq!(items(&shop), ["Q 9.00"]);
}
