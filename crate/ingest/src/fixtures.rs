//! Reads every file under `fixtures/` and compares what it became with what its `expected.json` says.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use analytics::Dataset;
use analytics::dataset::{OrderHeader, OrderLine, RowRef, SourceFile};
use serde_json::{Map, Value, json};

use crate::{Mapping, ReadOptions, read};

#[test]
fn fixtures_become_what_they_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut cases = Vec::new();
    collect(&root, &mut cases);
    let mut wrong = Vec::new();
    for case in &cases {
        let label = case.strip_prefix(&root).unwrap_or(case).display().to_string();
        wrong.extend(check(case).into_iter().map(|what| format!("{label}: {what}")));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

fn collect(folder: &Path, cases: &mut Vec<PathBuf>) {
    if folder.join("expected.json").exists() {
        cases.push(folder.to_path_buf());
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().for_each(|folder| collect(folder, cases));
}

fn check(case: &Path) -> Vec<String> {
    let expected: Value = serde_json::from_str(&fs::read_to_string(case.join("expected.json")).unwrap()).unwrap();
    let files = expected["files"].as_array().cloned().unwrap_or_default();
    let mapping = expected["mapping"]
        .as_str()
        .map(|name| serde_json::from_str::<Mapping>(&fs::read_to_string(case.join(name)).unwrap()).unwrap());
    let mut dataset = Dataset::default();
    let mut given = Vec::new();
    for file in &files {
        let name = file["name"].as_str().unwrap();
        let outer = name.split_once(".zip/").map_or(name.to_string(), |(zip, _)| format!("{zip}.zip"));
        if !given.contains(&outer) {
            let reader = File::open(case.join(&outer)).unwrap();
            let options = ReadOptions { timezone: "Asia/Shanghai", mapping: mapping.as_ref(), progress: &mut |_| {} };
            assert!(!read(&mut dataset, &outer, reader, options).is_empty(), "{outer}");
            given.push(outer);
        }
    }
    let mut wrong = Vec::new();
    if dataset.files.len() != files.len() {
        wrong.push(format!("{} files, expected {}", dataset.files.len(), files.len()));
    }
    for (file, expected) in dataset.files.iter().zip(&files) {
        wrong.extend(check_file(file, expected));
    }
    let lines: Vec<Value> = rows(dataset.lines.iter().map(|line| (line.at, line_facts(&dataset, line))));
    let headers: Vec<Value> = rows(dataset.headers.iter().map(|header| (header.at, header_facts(&dataset, header))));
    // `lines` are the rows of a file, whatever they became.
    let own_rows = if lines.is_empty() { headers.clone() } else { lines };
    if expected["lines"].as_array().is_none_or(|lines| lines.iter().all(|line| line.get("file").is_none())) {
        wrong.extend(compare("lines", &own_rows, &expected["lines"]));
    }
    wrong.extend(compare("orders", &headers, &expected["orders"]));
    let ads = dataset.ads.iter().map(|ad| {
        let product = ad.product.map(|product| dataset.pools.product_parts(product).1);
        (ad.at, json!({"product_id": product, "day": ad.day, "spend": ad.spend}))
    });
    wrong.extend(compare("ads", &rows(ads), &expected["ads"]));
    let shipments = dataset.shipments.iter().map(|shipment| {
        let waybill = dataset.pools.waybills.get(shipment.waybill);
        (shipment.at, json!({"waybill": waybill, "amount": shipment.amount, "day": shipment.day}))
    });
    wrong.extend(compare("shipments", &rows(shipments), &expected["shipments"]));
    let costs = dataset.costs.iter().map(|cost| {
        let sku = dataset.pools.skus.get(cost.sku);
        (cost.at, json!({"sku": sku, "cost": cost.cost, "valid_from": cost.valid_from, "grams": cost.grams}))
    });
    wrong.extend(compare("costs", &rows(costs), &expected["costs"]));
    wrong
}

fn rows(rows: impl Iterator<Item = (RowRef, Value)>) -> Vec<Value> {
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, facts)| facts).collect()
}

fn check_file(file: &SourceFile, expected: &Value) -> Vec<String> {
    let mut codes: Vec<&str> = file.diagnostics.iter().map(|diagnostic| diagnostic.problem.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    let optional = expected["optional_codes"].as_array().cloned().unwrap_or_default();
    codes.retain(|code| !optional.contains(&json!(code)));
    // What only the joining of files can find is not for reading to say.
    let wanted: Vec<Value> = expected["diagnostic_codes"].as_array().cloned().unwrap_or_default();
    let control = file.control.map(|control| json!({"stated": control.stated, "computed": control.computed}));
    let found = [
        ("name", json!(file.name)),
        ("source", json!(file.source)),
        ("kind", json!(file.kind)),
        ("rows", json!(file.rows)),
        ("accepted", json!(file.accepted)),
        ("set_aside", json!(file.set_aside)),
        ("control", json!(control)),
    ];
    let mut wrong: Vec<String> = found
        .iter()
        .filter(|(key, value)| !(expected[*key].is_null() && *key != "control") && expected[*key] != *value)
        .map(|(key, value)| format!("{key} is {value}, expected {}", expected[*key]))
        .collect();
    if json!(codes) != json!(wanted) {
        wrong.push(format!("codes {codes:?}, expected {wanted:?}: {:?}", file.diagnostics.first()));
    }
    for diagnostic in expected["diagnostics"].as_array().into_iter().flatten() {
        let fits = |found: &analytics::diagnostic::Diagnostic| {
            json!(found.problem.code()) == diagnostic["code"]
                && json!(found.place.row) == diagnostic["row"]
                && json!(found.place.sheet) == diagnostic["sheet"]
                && (diagnostic.get("column").is_none() || json!(found.place.column) == diagnostic["column"])
        };
        if !file.diagnostics.iter().any(fits) {
            wrong.push(format!("no {diagnostic} among {:?}", file.diagnostics));
        }
    }
    wrong
}

fn compare(what: &str, found: &[Value], expected: &Value) -> Vec<String> {
    let Some(expected) = expected.as_array() else { return Vec::new() };
    let mut wrong = Vec::new();
    if found.len() != expected.len() {
        wrong.push(format!("{} {what}, expected {}", found.len(), expected.len()));
    }
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        for (key, value) in expected.as_object().into_iter().flatten() {
            let same = match (&found[key], value) {
                (Value::String(one), Value::String(other)) => {
                    one == other || one.parse::<f64>().is_ok_and(|one| other.parse() == Ok(one))
                }
                (one, other) => one == other,
            };
            if !same && found.get(key).is_some() {
                wrong.push(format!("{what}[{index}].{key} is {}, expected {value}", found[key]));
            }
        }
    }
    wrong
}

fn line_facts(dataset: &Dataset, line: &OrderLine) -> Value {
    let pools = &dataset.pools;
    let mut facts = json!({
        "order_id": pools.order_parts(line.order).1,
        "line_id": line.line.map(|key| pools.lines.get(key)),
        "sku": line.sku.map(|key| pools.skus.get(key)),
        "product_id": line.product.map(|key| pools.product_parts(key).1),
        "quantity": line.quantity,
        "amount": line.amount,
        "list_amount": line.list_amount,
        "refund": line.refund,
        "refund_state": line.refund_state,
        "affiliate": line.is_affiliate,
        "compensation": line.compensation,
    });
    // Lines of exports with order cells take these from the order.
    let header = dataset.headers.iter().find(|header| header.order == line.order);
    let common = header_like(dataset, line, header);
    if let Value::Object(map) = &mut facts {
        map.extend(common);
    }
    facts
}

fn header_like(dataset: &Dataset, line: &OrderLine, header: Option<&OrderHeader>) -> Map<String, Value> {
    let pools = &dataset.pools;
    let times = if line.times == analytics::dataset::Times::default() {
        header.map_or(line.times, |header| header.times)
    } else {
        line.times
    };
    let status = line.status.or(header.and_then(|header| header.status));
    let show = |stamp: Option<analytics::Stamp>| json!(stamp.map(|stamp| stamp.to_string()));
    let currency = header.map_or(line.currency, |header| header.currency);
    let Value::Object(map) = json!({
        "status": status,
        "ordered_at": show(times.ordered),
        "paid_at": show(times.paid),
        "paid_day": times.paid.map(analytics::Stamp::day),
        "shipped_at": show(times.shipped),
        "confirmed_at": show(times.confirmed),
        "waybill": line.waybill.map(|key| pools.waybills.get(key)),
        "customer": line.customer.map(|key| pools.customers.get(key)),
        "note": line.note.map(|key| pools.notes.get(key)),
        "province": line.province.map(|key| pools.provinces.get(key)),
        "currency": pools.currencies.get(currency),
    }) else {
        return Map::new();
    };
    map
}

fn header_facts(dataset: &Dataset, header: &OrderHeader) -> Value {
    let pools = &dataset.pools;
    let show = |stamp: Option<analytics::Stamp>| json!(stamp.map(|stamp| stamp.to_string()));
    json!({
        "order_id": pools.order_parts(header.order).1,
        "amount": header.amount,
        "postage": header.postage,
        "refund": header.refund,
        "refund_state": header.refund_state,
        "status": header.status,
        "compensation": header.compensation,
        "ordered_at": show(header.times.ordered),
        "paid_at": show(header.times.paid),
        "shipped_at": show(header.times.shipped),
        "confirmed_at": show(header.times.confirmed),
        "waybill": header.waybill.map(|key| pools.waybills.get(key)),
        "customer": header.customer.map(|key| pools.customers.get(key)),
        "note": header.note.map(|key| pools.notes.get(key)),
    })
}
