//! Every figure is worked out again from what it names: the cells of the files, the rates, the counts and the settings.

mod counts;
mod figures;
mod named;
mod rounding;
mod shop;

use std::fs;
use std::path::{Path, PathBuf};

use analytics::Config;
use serde_json::Value;
use tests::shop::table::Memory;
use tests::shop::truth::Truth;
use tests::shop::{Plan, generate};

use counts::{of_orders, of_skus};
use figures::check;
use shop::Shop;

/// A shop made from a seed, with what is `beside/` it or without, and how often everything happened in it.
fn generated(seed: u64, has_beside: bool) -> (Shop, Truth) {
    let mut memory = Memory::default();
    let truth = generate(Plan { seed, lines: 200, as_of: None }, &mut memory);
    let mut files = memory.files();
    let config = files.remove("config.toml").unwrap();
    let config: Value = toml::from_str(std::str::from_utf8(&config).unwrap()).unwrap();
    files.remove("truth.json").unwrap();
    files.retain(|name, _| !name.starts_with("later/") && (has_beside || !name.starts_with("beside/")));
    (Shop::open(files.into_iter().collect(), Config::with_changes(&config).unwrap()), truth)
}

#[track_caller]
fn check_generated(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        for has_beside in [false, true] {
            println!("seed {seed}, with other sources: {has_beside}");
            let (mut shop, truth) = generated(seed, has_beside);
            check(&mut shop);
            of_skus(&mut shop, &truth.counts);
            if has_beside {
                of_orders(&mut shop);
            }
        }
    }
}

#[test]
fn every_figure_of_generated_shops_is_worked_out_from_what_it_names() {
    check_generated(1..11);
}

#[test]
fn every_figure_of_more_generated_shops_is_worked_out_from_what_it_names() {
    check_generated(11..21);
}

/// Folders that are a case: one shop each.
fn cases(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.join("expected.json").exists() {
        found.push(folder.to_owned());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.iter().filter(|entry| entry.is_dir()).for_each(|entry| cases(entry, found));
}

#[test]
fn every_figure_of_the_fixtures_is_worked_out_from_what_it_names() {
    let mut found = Vec::new();
    cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures"), &mut found);
    let mut with_skus = 0;
    for folder in &found {
        // Shown where something of it fails.
        println!("{}", folder.display());
        let mut shop = Shop::of_fixture(folder);
        with_skus += usize::from(!shop.skus().is_empty());
        check(&mut shop);
        of_orders(&mut shop);
    }
    // Two of five have orders with goods; the others are accounts, ads and costs.
    assert!(with_skus * 5 > found.len() * 2, "{with_skus} of {}", found.len());
}

/// What is sold in dollars and paid for in yuan: the settings that hold are half of those that were said.
#[test]
fn every_figure_of_a_shop_with_two_currencies_is_worked_out_from_what_it_names() {
    let orders = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Fulfillment Status,Fulfilled at\n\
        #1,a@example.com,paid,2026-06-01 10:00:00 -0400,USD,50,0,0,50,1,Cup,50,C,fulfilled,2026-06-02 10:00:00 -0400\n\
        #2,b@example.com,paid,2026-06-01 11:00:00 -0400,USD,80,0,0,80,2,Pot,40,P,fulfilled,2026-06-02 10:00:00 -0400\n";
    let costs = "商家编码,成本,币种\nC,20.01,\nP,10,USD\n";
    let files = [("orders.csv", orders), ("成本.csv", costs)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
    let config = |freight: &str, packaging: &str| {
        let changes = serde_json::json!({
            "shop": { "cost_currency": "CNY", "exchange_rates": { "CNY": "0.5" } },
            "logistics": { "freight_per_order": freight, "packaging_per_order": packaging },
        });
        Config::with_changes(&changes).unwrap()
    };
    let mut shop = Shop::open(files, config("3", "0.35"));
    shop.config = config("1.5", "0.175");
    let of_cup = shop.detail("C");
    assert_eq!(of_cup.unit_costs[0].1.to_string(), "10.005");
    check(&mut shop);
}
