//! A seller has some of the files. What is known of every order's amount stays what it is, whatever else is missing, and
//! whatever file comes first.

use std::collections::BTreeSet;

use analytics::dataset::Part;
use analytics::{Dataset, Money};
use serde_json::Value;
use tests::shop::catalogue::Catalogue;
use tests::shop::random::Random;

use super::{Shop, by, differences, for_every_shop};

/// So many subsets of a larger shop would take an hour.
const LINES: i64 = 150;

/// Files that may be missing, by parts of their names.
const OPTIONAL: [(Which, &[&str]); 10] = [
    (Which::Jushuitan, &["聚水潭"]),
    (Which::Wangdiantong, &["旺店通_订单明细"]),
    (Which::Kuaimai, &["快麦ERP"]),
    (Which::Others, &["旧版", "供应商", "评价", "赤兔", "库存状态"]),
    (Which::Resent, &["补发"]),
    (Which::Costs, &["成本表"]),
    (Which::Bills, &["对账单", "月结账单"]),
    (Which::Ads, &["推广", "万相台"]),
    (Which::Items, &["ExportOrderDetailList", "ExportItemlist"]),
    (Which::Exchanged, &["换货"]),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Jushuitan,
    Wangdiantong,
    Kuaimai,
    Others,
    Resent,
    Costs,
    Bills,
    Ads,
    Items,
    Exchanged,
}

/// Which of the optional files there are.
#[derive(Clone, Copy)]
struct Subset(u64);

impl Subset {
    fn has(self, part: Which) -> bool {
        self.0 >> (part as u64) & 1 == 1
    }

    /// The lists of 淘宝 and 天猫 name no goods: they need the item reports, or an ERP.
    fn has_goods(self) -> bool {
        [Which::Items, Which::Jushuitan, Which::Wangdiantong].into_iter().any(|part| self.has(part))
    }

    fn has_file(self, name: &str) -> bool {
        let part = OPTIONAL.iter().find(|(_, names)| names.iter().any(|part| name.contains(part)));
        part.is_none_or(|(part, _)| self.has(*part))
    }

    /// The figures that its files determine.
    fn keys(self) -> Vec<&'static str> {
        let [costs, bills, ads] = [Which::Costs, Which::Bills, Which::Ads].map(|part| self.has(part));
        let figures = [
            (true, &["units", "orders", "revenue", "refunds"][..]),
            // Cents are rounded in a column of all SKUs with a known cost.
            (costs, &["platform", "after_sales"]),
            (costs, &["goods"]),
            (costs && bills, &["logistics"]),
            (ads, &["ads"]),
            (costs && bills && ads, &["net"]),
        ];
        figures.into_iter().filter(|(is_known, _)| *is_known).flat_map(|(_, keys)| keys).copied().collect()
    }
}

fn only(row: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| ((*key).to_owned(), row[key].clone())).collect()
}

/// A file as it was read: its parts, which cross as bytes.
type Read<'a> = (&'a str, Vec<Vec<u8>>);

fn check(shop: &Shop, files: &[Read<'_>], subset: Subset) -> Vec<String> {
    let mut files: Vec<&Read<'_>> = files.iter().filter(|(name, _)| subset.has_file(name)).collect();
    Random::of(shop.truth.seed, &format!("subset {}", subset.0)).shuffle(&mut files);
    let mut dataset = Dataset::default();
    for bytes in files.iter().flat_map(|(_, parts)| parts) {
        dataset.take(Part::from_bytes(bytes).unwrap());
    }
    let printed = cli::analyze(&dataset, &shop.config, shop.as_of, false);
    let truth = shop.truth.with_again(subset.has(Which::Resent), subset.has(Which::Exchanged)).json();
    let mut found = Vec::new();
    if subset.has(Which::Items) {
        let (keys, catalogue) = (subset.keys(), Catalogue::new());
        let codes: BTreeSet<&str> = catalogue.skus.iter().map(|sku| sku.code.as_str()).collect();
        let rows = by("sku", &printed["profit"]["skus"]);
        for (sku, row) in by("sku", &truth["profit"]["skus"]) {
            let is_sold = row["units"] != 0 || row["revenue"] != "0.00" || row["refunds"] != "0.00";
            let is_advertised = subset.has(Which::Ads) && row["ads"] != "0.00";
            let is_sent_again = subset.has(Which::Costs) && row["goods"].as_str().is_some_and(|goods| goods != "0.00");
            let is_of_shop = codes.contains(sku);
            if is_of_shop && (is_sold || is_advertised || is_sent_again) {
                differences(sku, &only(row, &keys), rows.get(sku).unwrap_or(&&Value::Null), &mut found);
            }
        }
        // Of which product nobody bought anything is not always said, but what was spent on all of those is.
        let [unsold, in_truth] = [&printed, &truth].map(|report| {
            let rows = by("sku", &report["profit"]["skus"]).into_iter().filter(|(sku, _)| !codes.contains(sku));
            rows.map(|(_, row)| Money::parse(row["ads"].as_str().unwrap()).unwrap()).sum::<Money>()
        });
        if subset.has(Which::Ads) && unsold != in_truth {
            found.push(format!("ads on what was not sold {unsold}, in truth {in_truth}"));
        }
        if subset.has(Which::Costs) {
            let [totals, in_truth] = [&printed, &truth].map(|report| &report["profit"]["totals"]);
            differences("totals", &only(in_truth, &keys), totals, &mut found);
            let rows = by("source", &printed["profit"]["platforms"]);
            for (source, row) in by("source", &truth["profit"]["platforms"]) {
                differences(source, &only(row, &keys), rows.get(source).unwrap_or(&&Value::Null), &mut found);
            }
        }
    } else if subset.has(Which::Costs) {
        let [expected, read] = [&truth, &printed].map(of_orders);
        if expected != read {
            found.push(format!("received {read}, in truth {expected}"));
        }
    }
    for file in printed["files"].as_array().unwrap() {
        if file["set_aside"] != 0 {
            found.push(format!("{file}"));
        }
    }
    if !found.is_empty() {
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        found.push(format!("all of {names:?}"));
    }
    found
}

/// What came in for orders, also for lines that were never sent, and for those without a cost: which of both a line is only
/// an item report tells.
fn of_orders(report: &Value) -> Money {
    let money = |value: &Value| Money::parse(value.as_str().unwrap()).unwrap();
    let files = by("name", &report["files"]);
    let is_received = |bucket: &&Value| {
        ["refunded_before_shipment", "missing_cost"].iter().any(|reason| bucket["reason"] == *reason)
            && files[bucket["file"].as_str().unwrap()]["kind"].as_str().unwrap().starts_with("order")
    };
    let beside = report["buckets"].as_array().unwrap().iter().filter(is_received);
    let counted = report["profit"]["platforms"].as_array().unwrap().iter().map(|row| money(&row["revenue"]));
    counted.chain(beside.map(|bucket| money(&bucket["amount"]))).sum()
}

/// Half of all subsets, in which any nine of the kinds are there and not there in every combination; each is for another of
/// the shops.
#[test]
fn what_some_of_the_files_determine_is_what_all_of_them_say() {
    for_every_shop(LINES, |shop| {
        let files: Vec<Read<'_>> = shop
            .files
            .iter()
            .chain(&shop.beside)
            .map(|(name, bytes)| (name.as_str(), shop.read(name, bytes).iter().map(Part::to_bytes).collect()))
            .collect();
        let half = (0_u64..1 << OPTIONAL.len()).filter(|subset| subset.count_ones().is_multiple_of(2));
        let subsets = half.map(Subset).filter(|subset| subset.has_goods());
        let own = subsets.filter(|subset| subset.0 * 7 % 20 + 1 == shop.truth.seed);
        own.flat_map(|subset| check(shop, &files, subset)).collect()
    });
}
