//! Orders of which an export has a part: what was split, sent in several parcels, exchanged, or cut in two.

use super::*;

/// An export of what has been sent so far beside one of all orders.
#[test]
fn a_part_that_was_sent_is_not_the_order() {
    let whole =
        erp(&[("1", CUP, "80.00", "已付款", "1", "CUP", "50.00"), ("1", CUP, "80.00", "已付款", "2", "TEA", "30.00")]);
    let sent = erp(&[("2", CUP, "50.00", "已发货", "3", "CUP", "50.00")]);
    assert_eq!(totals(&[&whole, &sent]), of("1", "2"));
    // The ERP's own number with a part behind it, beside the order as it was.
    let part = |part: &str, line: &str, code: &str, price: &str| {
        erp(&[(part, &format!("{CUP}-{part}"), price, "已发货", line, code, price)])
    };
    assert_eq!(totals(&[&whole, &part("1", "3", "CUP", "50.00"), &part("2", "4", "TEA", "30.00")]), of("1", "2"));
}

/// The list was exported later than the items, when more had gone back.
#[test]
fn a_refund_that_has_grown_is_known_from_the_list() {
    let items = items().replacen("没有申请退款,0.00", "退款成功,5.00", 1);
    let list = list().replacen(",1,0.00,2026-06-05", ",1,20.00,2026-06-05", 1);
    let files = [("宝贝.csv", items), ("订单.csv", list), ("成本.csv", COSTS.to_owned())];
    let printed = analyze(&files.map(|(name, text)| (name.to_owned(), text)));
    let totals = &printed["profit"]["totals"];
    assert_eq!((&totals["revenue"], &totals["refunds"]), (&json!("80.00"), &json!("20.00")), "{}", printed["files"]);
}

/// A later export may have the parts of an order that was split, and not the order they were made of.
#[test]
fn an_order_before_it_was_split_and_its_parts_count_once() {
    let whole =
        erp(&[("1", CUP, "80.00", "已付款", "1", "CUP", "50.00"), ("1", CUP, "80.00", "已付款", "2", "TEA", "30.00")]);
    let parts = |with_parent: bool| {
        let mut rows = vec![
            ("2", CUP, "50.00", "已发货", "3", "CUP", "50.00"),
            ("3", CUP, "30.00", "已发货", "4", "TEA", "30.00"),
        ];
        if with_parent {
            rows.push(("1", CUP, "80.00", "被拆分", "1", "CUP", "50.00"));
            rows.push(("1", CUP, "80.00", "被拆分", "2", "TEA", "30.00"));
        }
        erp(&rows)
    };
    for later in [parts(false), parts(true)] {
        assert_eq!(totals(&[&later]), of("1", "2"));
        assert_eq!(totals(&[&whole, &later]), of("1", "2"));
        assert_eq!(totals(&[&items(), &whole, &later]), of("2", "2"));
    }
}

/// A gift that was exchanged between two exports was given once.
#[test]
fn goods_that_an_erp_exchanged_were_sent_once() {
    let with = |line: &str, gift: &str| {
        erp(&[("1", CUP, "80.00", "已发货", "1", "CUP", "80.00"), ("1", CUP, "80.00", "已发货", line, gift, "0.00")])
    };
    // A cup and a gift: a spoon, or a tea instead of it.
    let told = totals(&[&with("2", "SPOON"), &with("3", "TEA")]);
    assert!(
        [["1", "1", "80.00", "23.00"], ["1", "1", "80.00", "30.00"]].contains(&told.each_ref().map(String::as_str))
    );
}

/// An export that was cut in two goes on in the next file.
#[test]
fn an_order_that_goes_on_in_the_next_file_is_whole() {
    let half = |line: &str, code: &str, price: &str| erp(&[("1", CUP, "80.00", "已发货", line, code, price)]);
    assert_eq!(totals(&[&half("1", "CUP", "50.00"), &half("2", "TEA", "30.00")]), of("1", "2"));
    // A tea for the whole order, exchanged for a cup.
    let told = totals(&[&half("1", "CUP", "80.00"), &half("2", "TEA", "80.00")]);
    assert_eq!(told[1], "1");
}

/// The platform knows one of the two parcels in which an order went out.
#[test]
fn the_freight_of_every_parcel_counts() {
    let parts =
        erp(&[("2", CUP, "50.00", "已发货", "3", "CUP", "50.00"), ("3", TEA, "30.00", "已发货", "4", "TEA", "30.00")])
            .replacen("YT1", "YT2", 1);
    let bill = "运单号码,扫描时间,总金额\nYT1,2026-06-02,3.00\nYT1,2026-06-02,0.50\nYT2,2026-06-02,4.00\n";
    let files =
        [("宝贝.csv", items()), ("聚水潭.csv", parts), ("账单.csv", bill.to_owned()), ("成本.csv", COSTS.to_owned())];
    let mut files = files.map(|(name, text)| (name.to_owned(), text));
    for _ in 0..files.len() {
        files.rotate_left(1);
        let printed = analyze(&files);
        // 3.00 and 0.50 for what both orders were in, 4.00 for what the cup alone was in.
        assert_eq!(printed["profit"]["totals"]["logistics"], "7.50", "{}", printed["files"]);
        let bill = printed["files"].as_array().unwrap().iter().find(|file| file["name"] == "账单.csv").unwrap();
        assert_eq!(bill["money"]["counted"], "7.50");
    }
}

/// The list says that an order came to more, or less, than its items.
#[test]
fn items_that_are_not_all_of_the_order_are_said() {
    for (paid, difference) in [("56.00", " 6.00 more"), ("45.00", " -5.00 more")] {
        let list = list().replacen("50.00,50.00,交易成功", &format!("50.00,{paid},交易成功"), 1);
        let files = [("订单.csv", list), ("宝贝.csv", items()), ("成本.csv", COSTS.to_owned())];
        let printed = analyze(&files.map(|(name, text)| (name.to_owned(), text)));
        assert_eq!(printed["profit"]["totals"]["revenue"], "80.00");
        let list = printed["files"].as_array().unwrap().iter().find(|file| file["name"] == "订单.csv").unwrap();
        let said = &list["diagnostics"][0];
        assert_eq!(said["code"], "sources_differ", "{list}");
        let message = said["message"].as_str().unwrap();
        assert!(message.starts_with("of 1 orders") && message.contains(difference), "{message}");
    }
}

/// Items without a code of the seller's are known by the platform's id, until an ERP names them.
#[test]
fn a_code_that_only_the_erp_knows_goes_before_the_platforms_id() {
    let items = items().replace(",CUP,50.00", ",,50.00").replace(",TEA,30.00", ",,30.00");
    assert_eq!(totals(&[&items, &before()]), of("2", "2"));
}

/// What an order came to is what the platform says; how it divides is known from whoever has its lines.
#[test]
fn the_platforms_amount_goes_before_that_of_other_lines() {
    let own = format!("o,c,q,m,t\n{CUP},CUP,1,40.00,2026-06-01 10:01:00\n{CUP},SPOON,1,24.00,2026-06-01 10:01:00\n");
    let fields =
        [(Field::OrderId, "o"), (Field::Sku, "c"), (Field::Quantity, "q"), (Field::Amount, "m"), (Field::PaidAt, "t")];
    let mapping = Mapping {
        kind: Kind::OrderLines,
        columns: fields.into_iter().map(|(field, header)| (field, header.to_owned())).collect(),
        states: std::collections::BTreeMap::new(),
    };
    let mut dataset = Dataset::default();
    for (name, text, mapping) in [("自己的.csv", &own, Some(&mapping)), ("订单.csv", &list(), None)] {
        let options =
            ReadOptions { timezone: "Asia/Shanghai", mapping, mappings: &[], states: None, progress: &mut |_| {} };
        dataset.extend(ingest::read(name, Cursor::new(text.as_bytes()), options));
    }
    let printed = cli::analyze(&dataset, &Config::default(), None, false);
    let files = printed["files"].as_array().unwrap();
    let own = files.iter().find(|file| file["name"] == "自己的.csv").unwrap();
    // 64.00 here, 50.00 there: 31.25 and 18.75. The tea of the list has no line.
    assert_eq!((&own["money"]["confirms"], &own["money"]["total"]), (&json!("64.00"), &json!("64.00")), "{own}");
    assert_eq!(own["diagnostics"][0]["code"], "sources_differ", "{own}");
    let list = files.iter().find(|file| file["name"] == "订单.csv").unwrap();
    assert_eq!((&list["money"]["total"], &list["money"]["buckets"]), (&json!("80.00"), &json!("80.00")), "{list}");
    let bucket = |reason: &str| {
        let buckets = printed["buckets"].as_array().unwrap();
        let of_list = |bucket: &&Value| bucket["reason"] == reason && bucket["file"] == "订单.csv";
        buckets.iter().find(of_list).map(|bucket| bucket["amount"].clone())
    };
    assert_eq!(bucket("missing_cost"), Some(json!("50.00")));
    assert_eq!(bucket("no_sku"), Some(json!("30.00")));
}
