//! No command without evidence, from the seller's files to what is printed and what the page is told.

use std::io::Cursor;

use analytics::capacity::{BrakeAdvice, Question};
use analytics::profit::Levers;
use analytics::{Config, Dataset, Day, Money, Quantity, Rate};
use ingest::ReadOptions;
use protocol::{
    CapacityQuery, CapacityReport, ExportWords, FileWords, Known, Plan, PlanResult, PurchaseOrderColumn,
    PurchaseOrderWords, Reply, Request, TableFormat,
};
use serde_json::{Value, json};
use worker::session::{ReadSeek, Session};

/// A year of one order a day of A, every tenth day one of SLOW, and every day one of LOSS below its cost.
fn orders() -> String {
    let mut text = "order,paid,shipped,sku,units,received,buyer\n".to_owned();
    let first = Day::parse("2025-07-01").unwrap();
    for place in 0..365_i32 {
        let day = first.plus(place);
        let mut order = |sku: &str, received: &str, hour: u32| {
            let buyer = place % 40;
            text += &format!("{sku}{place},{day} {hour:02}:00:00,{day} 18:00:00,{sku},1,{received},buyer{buyer}\n");
        };
        order("A", "60.00", 9);
        order("LOSS", "10.00", 10);
        if place % 10 == 0 {
            order("SLOW", "60.00", 11);
        }
    }
    text
}

const COSTS: &str = "商家编码,成本\nA,12.3456\nLOSS,15.00\nSLOW,20.00\n";
const STOCK: &str = "商家编码,现有库存,供应商,最小起订量\nA,0,远方厂,1\nLOSS,0,远方厂,1\nSLOW,0,近处厂,50\n";

fn mapping() -> Value {
    json!({ "mapping": { "orders.csv": { "kind": "order_lines", "columns": {
        "order_id": "order", "paid_at": "paid", "shipped_at": "shipped", "sku": "sku", "quantity": "units",
        "amount": "received", "customer": "buyer",
    } } } })
}

fn config(changes: Value) -> Config {
    let mut all = mapping();
    for (key, value) in changes.as_object().unwrap() {
        all[key] = value.clone();
    }
    Config::with_changes(&all).unwrap()
}

fn files() -> Vec<(&'static str, String)> {
    vec![("orders.csv", orders()), ("成本表.csv", COSTS.to_owned())]
}

/// With what is on the shelves, which is nothing.
fn files_with_stock() -> Vec<(&'static str, String)> {
    files().into_iter().chain([("库存.csv", STOCK.to_owned())]).collect()
}

fn printed(changes: Value, as_of: Option<&str>) -> Value {
    printed_of(files(), changes, as_of)
}

fn printed_of(files: Vec<(&str, String)>, changes: Value, as_of: Option<&str>) -> Value {
    let config = config(changes);
    let mut dataset = Dataset::default();
    let mappings: Vec<ingest::Mapping> = config.mapping.iter().cloned().map(ingest::Mapping::from).collect();
    for (name, text) in files {
        let mut quiet = |_: ingest::Progress| {};
        let options = ReadOptions {
            timezone: "Asia/Shanghai",
            mapping: None,
            mappings: &mappings,
            states: None,
            progress: &mut quiet,
        };
        dataset.extend(ingest::read(name, Cursor::new(text.into_bytes()), options));
    }
    cli::analyze(&dataset, &config, as_of.map(|day| Day::parse(day).unwrap()), false)
}

fn money(value: &Value) -> Money {
    Money::parse(value.as_str().unwrap()).unwrap()
}

fn plan<'v>(printed: &'v Value, sku: &str) -> &'v Value {
    let rows = printed["capacity"]["replenishment"]["rows"].as_array().unwrap();
    rows.iter().find(|row| row["sku"] == sku).unwrap()
}

struct Page(Session);

impl Page {
    fn new(files: Vec<(&str, String)>, changes: Value) -> Page {
        let mut page = Page(Session::new());
        page.set(changes);
        for (file, (name, text)) in (0..).zip(files) {
            let add = Request::AddFile { file, name: name.to_owned(), known: Known::default(), more_follow: false };
            page.ask_with(add, Some(text.into_bytes()));
        }
        page
    }

    fn ask_with(&mut self, request: Request, file: Option<Vec<u8>>) -> Reply {
        let mut last = None;
        let mut reader = file.map(Cursor::new);
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.0.handle(request, reader, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    fn set(&mut self, changes: Value) {
        self.ask_with(Request::SetConfig(Box::new(config(changes))), None);
    }

    fn report(&mut self) -> CapacityReport {
        let query = CapacityQuery { plan_rows: 1, stock_rows: 1, ..CapacityQuery::default() };
        match self.ask_with(Request::Capacity(query), None) {
            Reply::Capacity(report) => *report,
            other => panic!("{other:?}"),
        }
    }

    fn what_if(&mut self, levers: Levers) -> PlanResult {
        match self.ask_with(Request::WhatIf(vec![Plan { levers, ..Plan::default() }]), None) {
            Reply::WhatIf(outcomes) => outcomes[0],
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_most_ever_sent_is_asked_about() {
    let found = printed(json!({}), None);
    let capacity = &found["capacity"];
    // Two orders a day, and three on every tenth: three is the most that ever left, and the design day has three.
    assert_eq!(
        capacity["ceiling"],
        json!({ "orders_per_day": 3.0, "bottleneck": "packing", "grounds": "shown", "is_limit": false })
    );
    let brake = &capacity["brake"];
    assert_eq!((brake["advice"].as_str(), brake["need"].as_str()), (Some("ask"), Some("over_red_line")));
    assert!(brake["question"].as_str().unwrap().contains("how many orders can be packed a day"), "{brake}");
    assert_eq!((&brake["levers"], &brake["cheapest"]), (&json!([]), &Value::Null));
    assert!(capacity["days"].as_array().unwrap().iter().all(|day| day["crossed"] == false && day["over"] == false));
    assert_eq!(capacity["rhythm"]["extra_shifts"], json!([]));
    // The answer makes it a limit, and the same three orders are 30 % of it.
    let said = printed(json!({ "capacity": { "packing": { "orders_per_day": "10" } } }), None);
    assert_eq!(said["capacity"]["ceiling"]["is_limit"], true);
    let brake = &said["capacity"]["brake"];
    assert_eq!(
        (&brake["advice"], &brake["reason"], &brake["load"]),
        (&json!("hold"), &json!("under_red_line"), &json!(0.3))
    );
}

#[test]
fn no_brake_is_ordered_for_a_day_that_is_not_expected_or_that_costs_more_than_it_saves() {
    // Three of three are over the red line; the forecast of about two a day is not.
    let found = printed(json!({ "capacity": { "packing": { "orders_per_day": "3" } } }), None);
    let brake = &found["capacity"]["brake"];
    assert_eq!((&brake["advice"], &brake["reason"]), (&json!("hold"), &json!("not_expected")), "{brake}");
    // With a ceiling of 2.2 every day is over the red line of 1.87, and what comes leaves a day later at most: nothing is
    // late, so that nothing is saved.
    let found = printed(json!({ "capacity": { "packing": { "orders_per_day": "2.2" } } }), None);
    let brake = &found["capacity"]["brake"];
    let (cost, avoided) = (money(&brake["cheapest"]["cost"]), money(&brake["avoided"]["total"]));
    assert!(brake["advice"] == "brake" || brake["advice"] == "hold", "{brake}");
    assert_eq!(brake["advice"] == "brake", cost < avoided && avoided.is_positive(), "{cost} {avoided}");
}

#[test]
fn a_far_day_of_analysis_is_answered_like_a_near_one() {
    let near = printed(json!({}), Some("2027-06-30"));
    assert_eq!(near["capacity"]["until"], "2027-06-30", "a year of silence is a year");
    assert_eq!(near["capacity"]["days"].as_array().unwrap().len(), 730);
    for day in ["2099-12-31", "2199-01-01", "9999-12-31"] {
        let found = printed(json!({}), Some(day));
        assert_eq!(found["as_of"], day);
        // 365 days with orders, and two years of silence.
        assert_eq!(
            (&found["capacity"]["until"], found["capacity"]["days"].as_array().unwrap().len()),
            (&json!("2028-06-30"), 365 + 731)
        );
        let rows = found["repurchase"]["cohorts"]["rows"].as_array().unwrap();
        // From July 2025 to June 2028.
        assert_eq!((rows.len(), rows[0]["cells"].as_array().unwrap().len()), (36, 36), "{day}");
        assert_eq!(found["repurchase"]["customers"], near["repurchase"]["customers"]);
        assert_eq!(found["profit"]["totals"], near["profit"]["totals"]);
    }
}

#[test]
fn what_is_slow_or_loses_money_is_held_and_every_amount_is_quantity_times_price() {
    let found = printed_of(files_with_stock(), json!({}), None);
    let (slow, loss, good) = (plan(&found, "SLOW"), plan(&found, "LOSS"), plan(&found, "A"));
    // A tenth a day, and fifty at least: 500 days.
    assert_eq!((&slow["orders"], &slow["held"][0]["quantity"]), (&json!([]), &json!(50)));
    assert_eq!(slow["questions"][0]["code"], "long_cover");
    assert!(slow["questions"][0]["days"].as_f64().unwrap() > 400.0, "{slow}");
    assert_eq!((&loss["orders"], &loss["questions"][0]["code"]), (&json!([]), &json!("loses_money")));
    let per_unit = found["profit"]["skus"].as_array().unwrap().iter().find(|row| row["sku"] == "LOSS").unwrap();
    assert_eq!(loss["questions"][0]["per_unit"], per_unit["net_per_unit"]);
    // By hand: one a day for 24 days and the safety of none, at 12.3456.
    let order = &good["orders"][0];
    let quantity = Quantity::parse(&order["quantity"].to_string()).unwrap();
    assert_eq!(order["unit_cost"], "12.3456");
    let each = analytics::Amount::parse("12.3456").unwrap();
    assert_eq!(money(&order["amount"]), (each * quantity).rounded());
    assert_eq!((&good["held"], &good["questions"]), (&json!([]), &json!([])));
    // The total is what stands in the rows, and by supplier it is the same.
    let replenishment = &found["capacity"]["replenishment"];
    assert_eq!(replenishment["total"], order["amount"]);
    assert_eq!(replenishment["suppliers"].as_array().unwrap().len(), 1);
    assert_eq!(replenishment["suppliers"][0]["amount"], order["amount"]);
    let held: Money = [slow, loss].iter().map(|row| money(&row["held"][0]["amount"])).sum();
    assert_eq!(money(&replenishment["totals"]["held"]["amount"]), held);
    // Whoever says so buys them.
    let said =
        printed_of(files_with_stock(), json!({ "capacity": { "stock": { "buy_anyway": ["SLOW", "LOSS"] } } }), None);
    let total = money(&said["capacity"]["replenishment"]["total"]);
    assert_eq!(total, money(&order["amount"]) + held);
    assert_eq!(
        (&plan(&said, "SLOW")["confirmed"], &plan(&said, "SLOW")["questions"][0]["code"]),
        (&json!(true), &json!("long_cover"))
    );
}

#[test]
fn the_purchase_list_has_its_prices_and_its_total() {
    let mut page = Page::new(files_with_stock(), json!({}));
    let export = |page: &mut Page| {
        use PurchaseOrderColumn::{Amount, Quantity, Sku, Supplier, UnitCost};
        let columns = [(Supplier, "s"), (Sku, "k"), (Quantity, "q"), (UnitCost, "p"), (Amount, "a")];
        let words = PurchaseOrderWords {
            table: ExportWords {
                file: file_words("buy"),
                columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
            },
            core: String::new(),
            backup: String::new(),
            no_supplier: "nobody".to_owned(),
            subtotal: "{supplier}:".to_owned(),
            total: "total".to_owned(),
            without_cost: "{count} without".to_owned(),
        };
        let request = Request::ExportPurchases { warehouse: None, format: TableFormat::Csv, words: Box::new(words) };
        let Reply::Download { bytes, .. } = page.ask_with(request, None) else { panic!("no file") };
        let text = String::from_utf8(bytes).unwrap();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let check = |lines: &[Vec<String>]| {
        let mut sum = Money::ZERO;
        for line in lines.iter().filter(|line| !line[1].is_empty()) {
            let price = analytics::Amount::parse(&line[3]).unwrap();
            let amount = Money::parse(&line[4]).unwrap();
            assert_eq!(amount, (price * Quantity::parse(&line[2]).unwrap()).rounded(), "{line:?}");
            sum += amount;
        }
        let total = lines.last().unwrap();
        assert_eq!((total[0].as_str(), Money::parse(&total[4]).unwrap()), ("total", sum));
    };
    let lines = export(&mut page);
    assert_eq!(lines.iter().map(|line| line[1].as_str()).collect::<Vec<_>>(), ["A", ""]);
    check(&lines);
    page.set(json!({ "capacity": { "stock": { "buy_anyway": ["SLOW", "LOSS"] } } }));
    let lines = export(&mut page);
    // Two suppliers, each with what it comes to.
    assert_eq!(lines.iter().map(|line| line[0].as_str()).filter(|name| name.ends_with(':')).count(), 2);
    assert_eq!(lines.len(), 3 + 2 + 1);
    check(&lines);
    // What the page says under the table is of the whole plan, however few rows it shows.
    let report = page.report().report.replenishment;
    assert_eq!((report.rows.len(), report.to_buy.all.skus), (1, 3));
    assert_eq!(report.to_buy.soon.amount, Money::parse(&lines.last().unwrap()[4]).unwrap());
}

#[test]
fn how_buyers_answer_is_one_setting_for_every_page() {
    let mut page = Page::new(files(), json!({ "capacity": { "packing": { "orders_per_day": "3" } } }));
    let dearer = Levers { price: Rate::parse("0.25").unwrap(), ..Levers::default() };
    let units = |page: &mut Page| page.what_if(dearer).comparison.expected.units.to_string();
    // 767 units; 1.25^-2.22 = 0.60933.
    let before = units(&mut page);
    assert!(before.starts_with("467."), "{before}");
    let price = |page: &mut Page| page.report().brake.unwrap().answers.price;
    assert_eq!(price(&mut page).value, -2.22);
    page.set(json!({ "capacity": { "packing": { "orders_per_day": "3" }, "brake": { "price_elasticity": "-2", "uncertainty": "0.1" } } }));
    // 767 × 0.64.
    assert_eq!(units(&mut page), "490.88");
    let answer = price(&mut page);
    assert_eq!((answer.value, answer.low, answer.high), (-2.0, -1.8, -2.2));
}

#[test]
fn the_page_is_asked_too() {
    let mut page = Page::new(files(), json!({}));
    let brake = page.report().brake.unwrap();
    assert_eq!(brake.advice, BrakeAdvice::Ask(Question::PackedPerDay));
    page.set(json!({ "capacity": { "packing": { "orders_per_day": "10" } } }));
    assert!(matches!(page.report().brake.unwrap().advice, BrakeAdvice::Hold(_)));
}

#[test]
fn figures_beside_each_other_divide_to_the_rate_beside_them() {
    let found = printed(json!({ "capacity": { "packing": { "orders_per_day": "2.5" } } }), None);
    let repurchase = &found["repurchase"];
    let ratio = |part: &Value, whole: &Value| part.as_f64().unwrap() / whole.as_f64().unwrap();
    let same = |rate: &Value, part: &Value, whole: &Value| {
        if let Some(rate) = rate.as_f64() {
            assert!((rate - ratio(part, whole)).abs() < 1e-9, "{rate}: {part} of {whole}");
        }
    };
    same(&repurchase["repeat_rate"], &repurchase["repeat_customers"], &repurchase["customers"]);
    for within in repurchase["second_purchase"].as_array().unwrap() {
        same(&within["rate"], &within["returned"], &within["eligible"]);
    }
    let capacity = &found["capacity"];
    let followed = |followed: &Value| same(&followed["late_share"], &followed["late"], &followed["judged"]);
    followed(&capacity["comparison"]["crossed"]);
    followed(&capacity["comparison"]["calm"]);
    for day in capacity["days"].as_array().unwrap() {
        same(&day["load"], &day["orders"], &capacity["ceiling"]["orders_per_day"]);
        followed(&day["followed"]);
    }
    same(&capacity["brake"]["load"], &capacity["design_day"]["orders"], &capacity["ceiling"]["orders_per_day"]);
    for sku in found["profit"]["skus"].as_array().unwrap() {
        let net_sales = money(&sku["revenue"]) - money(&sku["refunds"]);
        let margin = money(&sku["net"]).ratio_to(net_sales).unwrap();
        assert!((sku["margin"].as_f64().unwrap() - margin).abs() < 1e-9, "{sku}");
    }
}

fn file_words(name: &str) -> FileWords {
    FileWords { name: name.to_owned(), sheet: name.to_owned(), ..FileWords::default() }
}
