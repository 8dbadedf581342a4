//! Lists of refunds beside whole shops: they say again what the orders say, and what they know more of moves nothing else.

use std::io::Cursor;

use analytics::{Config, Dataset};
use ingest::ReadOptions;
use serde_json::Value;
use tests::shop::table::Memory;
use tests::shop::{Plan, generate};

const LISTS: [&str; 2] = ["later/淘宝_退款_202601-07.csv", "later/抖店_售后单_202601-07.csv"];

fn analyze<'a>(files: impl Iterator<Item = (&'a String, &'a Vec<u8>)>, config: &Config) -> Value {
    let mut dataset = Dataset::default();
    for (name, bytes) in files {
        let mut quiet = |_: ingest::Progress| {};
        let timezone = &config.shop.timezone;
        let options = ReadOptions { timezone, mapping: None, mappings: &[], states: None, progress: &mut quiet };
        dataset.extend(ingest::read(name, Cursor::new(bytes), options));
    }
    cli::analyze(&dataset, config, None, false)
}

fn cents(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn lists_of_refunds_confirm_what_orders_say() {
    for seed in 1..6 {
        let mut memory = Memory::default();
        generate(Plan { seed, lines: 2_000, as_of: None }, &mut memory);
        let mut files = memory.files();
        let settings = files.remove("config.toml").unwrap();
        let settings: Value = toml::from_str(std::str::from_utf8(&settings).unwrap()).unwrap();
        let config = Config::with_changes(&settings).unwrap();
        let is_list = |name: &str| LISTS.contains(&name);
        files.retain(|name, _| is_list(name) || !(name.contains('/') || name == "truth.json"));
        let orders = analyze(files.iter().filter(|(name, _)| !is_list(name)), &config);
        let printed = analyze(files.iter(), &config);
        for key in ["revenue", "refunds", "orders", "units"] {
            assert_eq!(printed["profit"]["totals"][key], orders["profit"]["totals"][key], "shop {seed}: {key}");
        }
        for file in printed["files"].as_array().unwrap().iter().filter(|file| file["kind"] == "refunds") {
            let money = &file["money"];
            let [total, counted, confirms, apart] =
                ["total", "counted", "confirms", "buckets"].map(|key| cents(&money[key]));
            assert_eq!(total, counted + confirms + apart, "shop {seed}: {file}");
            assert!(confirms + counted > 0, "shop {seed}: {file}");
        }
        for bucket in printed["buckets"].as_array().unwrap() {
            let is_of_list = is_list(bucket["file"].as_str().unwrap_or_default());
            let reason = bucket["reason"].as_str().unwrap();
            assert!(!is_of_list || !["no_order", "more_than_paid"].contains(&reason), "shop {seed}: {bucket}");
        }
    }
}
