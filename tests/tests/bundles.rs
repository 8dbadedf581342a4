//! A bundle is sold under a code of its own and costs what is in it.

mod shop;

use analytics::vocabulary::Source;
use serde_json::json;
use shop::{Line, Shop, line};

fn sold(skus: &[&'static str]) -> Shop {
    let mut shop = Shop::new();
    let lines = skus.iter().enumerate().map(|(at, sku)| line(&at.to_string(), sku, "100"));
    shop.lines(Source::Pdd, lines.collect::<Vec<_>>());
    shop
}

/// What the goods of a SKU came to; `None` where it is not known.
fn goods(shop: &Shop, sku: &str) -> Option<String> {
    let closed = shop.close();
    let profit = closed.sku(&shop.dataset, sku);
    profit.net().map(|_| profit.blocks.goods.to_string())
}

fn findings(shop: &Shop) -> Vec<(u16, &'static str)> {
    shop.close().books.findings.iter().map(|(file, finding)| (*file, finding.problem.code())).collect()
}

#[test]
fn a_bundle_costs_what_is_in_it_on_the_day() {
    let later = |order: &str| Line { day: "2026-06-12", ..line(order, "SET", "100") };
    let mut shop = sold(&["SET"]);
    shop.lines(Source::Pdd, [later("a"), later("b")]);
    shop.bundles(&[("SET", "CUP", Some(2)), ("SET", "TEA", Some(3))]);
    assert_eq!(goods(&shop, "SET"), None);
    shop.costs(&[("CUP", "1.115", None), ("CUP", "2", Some("2026-06-10"))]);
    assert_eq!(goods(&shop, "SET"), None);
    shop.costs(&[("TEA", "0.005", None)]);
    // 2.23 + 0.015 = 2.245 once, 4.015 twice: rounded together, and not before.
    assert_eq!(goods(&shop, "SET").as_deref(), Some("10.28"));
}

#[test]
fn a_cost_of_its_own_goes_before() {
    let mut shop = sold(&["SET", "BOX"]);
    shop.bundles(&[("SET", "CUP", Some(2)), ("BOX", "SET", Some(1)), ("BOX", "TEA", Some(1))]);
    shop.costs(&[("CUP", "5", None), ("TEA", "3", None)]);
    assert_eq!(goods(&shop, "BOX").as_deref(), Some("13.00"));
    shop.costs(&[("set", "9", None)]);
    assert_eq!(goods(&shop, "SET").as_deref(), Some("9.00"));
    assert_eq!(goods(&shop, "BOX").as_deref(), Some("12.00"));
    let said = shop.with(json!({ "goods": { "unit_cost": { "TEA": "4" } } }));
    assert_eq!(goods(&said, "BOX").as_deref(), Some("13.00"));
    let said = said.with(json!({ "goods": { "unit_cost": { "BOX": "1" } } }));
    assert_eq!(goods(&said, "BOX").as_deref(), Some("1.00"));
}

#[test]
fn what_is_not_known_as_a_whole_is_not_known() {
    let mut shop = sold(&["SELF", "A", "B", "HALF", "DEEP"]);
    shop.costs(&[("CUP", "5", None)]);
    shop.bundles(&[("SELF", "SELF", Some(1)), ("SELF", "CUP", Some(1)), ("A", "B", Some(1)), ("B", "A", Some(2))]);
    shop.bundles(&[("HALF", "CUP", Some(1)), ("HALF", "CUP", None), ("DEEP", "A", Some(1)), ("DEEP", "CUP", Some(1))]);
    for sku in ["SELF", "A", "B", "HALF", "DEEP"] {
        assert_eq!(goods(&shop, sku), None, "{sku}");
    }
    let said = shop.with(json!({ "goods": { "unit_cost": { "B": "7" } } }));
    assert_eq!(["A", "DEEP"].map(|sku| goods(&said, sku).unwrap()), ["7.00", "12.00"]);
}

/// Bundles of two of the bundle before: whoever goes through all that is in the last one never comes back.
#[test]
fn bundles_in_bundles_take_no_time() {
    let code = |depth: usize| format!("SET{depth}");
    let mut shop = sold(&["SET40"]);
    shop.costs(&[("SET0", "0.000001", None)]);
    let codes: Vec<String> = (0..41).map(code).collect();
    let rows = codes.windows(2).flat_map(|pair| [(pair[1].as_str(), pair[0].as_str(), Some(1)); 2]);
    shop.bundles(&rows.collect::<Vec<_>>());
    // 2^40 millionths.
    assert_eq!(goods(&shop, "SET40").as_deref(), Some("1099511.63"));
}

#[test]
fn lists_that_say_otherwise_are_asked_about() {
    let mut shop = sold(&["SET", "BOX"]);
    shop.costs(&[("CUP", "5", None)]);
    shop.bundles(&[("SET", "CUP", Some(2)), ("BOX", "CUP", Some(1))]);
    // The same list once more is no other thing.
    shop.bundles(&[("SET", "CUP", Some(1)), ("SET", "cup", Some(1)), ("BOX", "CUP", Some(1))]);
    assert_eq!((goods(&shop, "SET").as_deref(), findings(&shop)), (Some("10.00"), vec![]));
    shop.bundles(&[("SET", "CUP", Some(3))]);
    assert_eq!((goods(&shop, "SET"), goods(&shop, "BOX").as_deref()), (None, Some("5.00")));
    assert_eq!(findings(&shop), [2, 3, 4].map(|file| (file, "bundles_differ")));
}

/// In whichever order the files come, and the rows in them.
#[test]
fn the_order_of_files_and_rows_does_not_matter() {
    let mut results = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        for reversed in [false, true] {
            let mut shop = Shop::new();
            for step in order {
                let kits = [("SET", "CUP", Some(2)), ("SET", "TEA", Some(1)), ("LOOP", "LOOP", Some(1))];
                let boxes = [("BOX", "SET", Some(2)), ("BOX", "CARD", Some(1))];
                let costs =
                    [("CUP", "5", None), ("CUP", "6", Some("2026-05-01")), ("TEA", "3", None), ("CARD", "0.25", None)];
                let of = |at: usize, count: usize| if reversed { count - 1 - at } else { at };
                match step {
                    0 => shop.bundles(&[0, 1, 2].map(|at| kits[of(at, 3)])),
                    1 => shop.bundles(&[0, 1].map(|at| boxes[of(at, 2)])),
                    2 => shop.costs(&[0, 1, 2, 3].map(|at| costs[of(at, 4)])),
                    _ => shop.lines(Source::Pdd, ["SET", "BOX", "LOOP"].map(|sku| line(sku, sku, "100"))),
                };
            }
            results.push(["SET", "BOX", "LOOP"].map(|sku| goods(&shop, sku)));
        }
    }
    assert!(results.iter().all(|result| *result == results[0]), "{results:?}");
    assert_eq!(results[0], [Some("15.00".to_owned()), Some("30.25".to_owned()), None]);
}
