//! Goods that were sent again, of which several exports of an ERP tell: as often as they were sent, and no more often.

mod shop;

use std::io::Cursor;

use analytics::vocabulary::Source;
use analytics::{Config, Dataset};
use ingest::ReadOptions;
use serde_json::{Value, json};
use shop::{Line, Shop, line};

/// The platform's own export of an order of two cups.
const ITEMS: &str = "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID,物流单号,物流公司
4001000000000000011,4001000000000000011,杯子,50.00,2,,颜色:白,交易成功,CUP,100.00,90.00,没有申请退款,0.00,2026-06-01 10:00:00,2026-06-01 10:01:00,700000000001,No:YT9001,圆通速递
";
const COSTS: &str = "商品编码,单位成本\nCUP,20.00\nTEA,10.00\n";

/// What the ERP says of the order itself.
const ORDERED: Row = ("9001", "已发货", "普通订单", "YT9001", "CUP", 2);

/// A row of the ERP about the order: its own number, state, kind, parcel, code and units.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, u32);

const fn again(number: &'static str, state: &'static str, parcel: &'static str) -> Row {
    (number, state, "补发订单", parcel, "CUP", 1)
}

fn erp(rows: &[Row]) -> String {
    let header = "内部订单号,线上订单号,店铺名称,下单时间,付款日期,应付金额,已付金额,状态,快递单号,订单类型,平台站点,子订单编号,线上子订单编号,商品编码,商品名称,数量,商品单价,商品金额";
    let row = |(number, state, kind, parcel, code, units): &Row| {
        let paid = if *kind == "普通订单" { "90.00" } else { "0.00" };
        format!(
            "{number},4001000000000000011,某店,2026-06-01 10:00:00,2026-06-01 10:01:00,{paid},{paid},{state},{parcel},\
             {kind},淘宝,1,4001000000000000011,{code},品,{units},50.00,50.00\n"
        )
    };
    format!("{header}\n{}", rows.iter().map(row).collect::<String>())
}

fn analyze(files: &[(&str, &str)]) -> Value {
    let mut dataset = Dataset::default();
    for (name, text) in files {
        let options = ReadOptions {
            timezone: "Asia/Shanghai",
            mapping: None,
            mappings: &[],
            states: None,
            progress: &mut |_| {},
        };
        dataset.extend(ingest::read(name, Cursor::new(text.as_bytes()), options));
    }
    for file in &dataset.files {
        assert_eq!(file.rows, file.accepted, "{}: {:?}", file.name, file.diagnostics);
    }
    let config = json!({
        "goods": { "loss_rate": "0", "resend_rate": "0", "resellable_rate": "1" },
        "logistics": { "freight_per_order": "0" },
    });
    cli::analyze(&dataset, &Config::with_changes(&config).unwrap(), None, false)
}

/// What the goods of all files cost, those sent again included, and how many rows are said to be in doubt: with the
/// platform's own export and without it, one way and the other.
#[track_caller]
fn check(files: &[&[Row]], goods: &str, in_doubt: usize) {
    let texts: Vec<String> = files.iter().map(|rows| erp(rows)).collect();
    let names = ["聚水潭.csv", "聚水潭二.csv", "聚水潭三.csv"];
    for platform in [&[("成本.csv", COSTS), ("宝贝.csv", ITEMS)][..], &[("成本.csv", COSTS)]] {
        for is_turned in [false, true] {
            let mut files: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
            files.extend(platform);
            if is_turned {
                files.reverse();
            }
            let printed = analyze(&files);
            let totals = &printed["profit"]["totals"];
            let found =
                printed["files"].as_array().unwrap().iter().flat_map(|file| file["diagnostics"].as_array().unwrap());
            let said = found.filter(|finding| finding["code"] == "maybe_sent_again").count();
            let expected = (&json!(goods), &json!("90.00"), in_doubt);
            assert_eq!((&totals["goods"], &totals["revenue"], said), expected, "{platform:?} {is_turned} {printed}");
        }
    }
}

/// Two cups were bought at 20.00, and each that was sent again cost 20.00 more.
#[test]
fn what_two_exports_tell_under_two_numbers_was_sent_twice() {
    let first = again("9003", "已发货", "YT9003");
    let second = again("9004", "已发货", "YT9004");
    check(&[&[ORDERED, first]], "60.00", 0);
    check(&[&[ORDERED, first], &[ORDERED, second]], "80.00", 0);
    check(&[&[ORDERED, first, second]], "80.00", 0);
    // An export by the day of sending has the second alone.
    check(&[&[ORDERED, first], &[second]], "80.00", 0);
    check(&[&[ORDERED], &[second]], "60.00", 0);
    check(&[&[ORDERED], &[first], &[second]], "80.00", 0);
    check(&[&[ORDERED, first], &[ORDERED, first, second]], "80.00", 0);
}

#[test]
fn what_two_exports_tell_under_one_number_was_sent_once() {
    let sent = again("9003", "已发货", "YT9003");
    check(&[&[ORDERED, sent], &[ORDERED, sent]], "60.00", 0);
    check(&[&[ORDERED, sent], &[sent]], "60.00", 0);
    // It waited when the first export was made, and left with another parcel's number than it had.
    check(&[&[ORDERED, again("9003", "待发货", "")], &[ORDERED, sent]], "60.00", 0);
    check(&[&[ORDERED, again("9003", "发货中", "YT9009")], &[ORDERED, sent]], "60.00", 0);
}

/// Before it is sent an ERP may split it, and goes on under new numbers; or there are two.
#[test]
fn what_cannot_be_told_apart_counts_once_and_is_said() {
    let waits = again("9003", "待发货", "");
    let other = again("9004", "已发货", "YT9004");
    check(&[&[ORDERED, waits], &[ORDERED, other]], "60.00", 1);
    check(&[&[ORDERED, waits], &[other]], "60.00", 1);
    // What was taken off is not what was sent.
    check(&[&[ORDERED, again("9003", "已取消", "")], &[ORDERED, other]], "60.00", 0);
}

/// Two cups were sent again under one number: in one row, in two of one, or in two parcels.
#[test]
fn pieces_are_counted_and_not_rows() {
    let two = |number, state, parcel| (number, state, "补发订单", parcel, "CUP", 2);
    let sent = again("9003", "已发货", "YT9003");
    check(&[&[ORDERED, two("9003", "已发货", "YT9003")], &[ORDERED, sent, sent]], "80.00", 0);
    check(&[&[ORDERED, sent, sent], &[ORDERED, sent, sent]], "80.00", 0);
    // Two waited together and left one by one: three were never sent.
    let (first, second) = (again("9004", "已发货", "YT9004"), again("9005", "已发货", "YT9005"));
    check(&[&[ORDERED, two("9003", "待发货", "")], &[ORDERED, first, second]], "80.00", 1);
    // What waited may be either of the two that left, and these are two.
    let waits = again("9003", "待发货", "");
    check(&[&[ORDERED, waits], &[ORDERED, first], &[ORDERED, second]], "80.00", 1);
    // One file with two numbers tells of two, although none has left.
    let (fourth, fifth) = (again("9004", "待发货", ""), again("9005", "待发货", ""));
    check(&[&[ORDERED, waits], &[ORDERED, fourth, fifth]], "80.00", 1);
}

/// Each row goes with its own, so that no parcel is taken for another.
#[test]
fn a_parcel_that_was_sent_again_costs_its_freight_once() {
    let first = again("9003", "已发货", "YT9003");
    let second = again("9004", "已发货", "YT9004");
    let bill = "运单号,寄件日期,目的省份,计费重量(kg),金额\nYT9003,2026-06-05,浙江,1.0,3.00\nYT9004,2026-06-09,浙江,1.0,4.50\n";
    let (one, other) = (erp(&[ORDERED, second]), erp(&[ORDERED, first, second]));
    for texts in [[&one, &other], [&other, &one]] {
        let files = [("甲.csv", texts[0].as_str()), ("乙.csv", texts[1]), ("成本.csv", COSTS), ("账单.csv", bill)];
        let printed = analyze(&files);
        let totals = &printed["profit"]["totals"];
        assert_eq!((&totals["goods"], &totals["logistics"]), (&json!("80.00"), &json!("7.50")), "{printed}");
    }
}

/// The numbers of two ERPs have nothing to do with each other: their parcels tell.
#[test]
fn two_erps_tell_of_one_parcel() {
    let goods = |parcels: [Option<&str>; 2]| {
        let mut shop = Shop::new();
        let sent = |number, parcel: Option<&str>| Line {
            amount: None,
            resend: true,
            erp_order: Some(number),
            waybill: parcel.map(str::to_owned),
            ..line("4001000000000000011", "A", "0")
        };
        shop.lines(Source::Taobao, [line("4001000000000000011", "A", "50")])
            .lines(Source::Jushuitan, [sent("1", parcels[0])])
            .lines(Source::Kuaimai, [sent("2", parcels[1])])
            .costs(&[("A", "20", None)]);
        let outcome = shop.close();
        let codes = outcome.books.findings.iter().map(|(_, finding)| finding.problem.code()).collect::<Vec<_>>();
        (outcome.report.all.goods.to_string(), codes)
    };
    assert_eq!(goods([Some("YT1"), Some("YT1")]), ("40.00".to_owned(), vec![]));
    assert_eq!(goods([Some("YT1"), Some("YT2")]), ("60.00".to_owned(), vec![]));
    assert_eq!(goods([None, Some("YT2")]), ("40.00".to_owned(), vec!["maybe_sent_again"]));
}

/// What was sent again says nothing of what was bought: neither that all of it is known, nor that it is not.
#[test]
fn goods_sent_again_leave_the_order_as_it_is() {
    let gift = ("9001", "已发货", "普通订单", "YT9001", "TEA", 1);
    let sent = again("9003", "已发货", "YT9003");
    // 40.00 and 20.00; the tea, of which the first export does not know, goes beside the cups.
    let (one, other) =
        (erp(&[ORDERED, sent]), erp(&[ORDERED, gift]).replace("TEA,品,1,50.00,50.00", "TEA,品,1,0.00,0.00"));
    let files = [("甲.csv", one.as_str()), ("乙.csv", &other), ("成本.csv", COSTS)];
    assert_eq!(analyze(&files)["profit"]["totals"]["goods"], "70.00");
}

/// A list knows what the order came to, and items of before 2022 what was in it. That an ERP has goods for nothing beside
/// them, sent again or given away, says nothing of what the others brought.
#[test]
fn goods_for_nothing_leave_the_order_its_money() {
    let list = "订单编号,买家应付货款,总金额,买家实际支付金额,退款金额,订单状态,订单创建时间,订单付款时间\n\
                4001000000000000011,90.00,90.00,90.00,0.00,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00\n";
    let items = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n\
                 4001000000000000011,杯子,50.00,2,,,,,交易成功,CUP\n";
    let free = |kind: &str, code: &str| {
        format!(
            "订单编号,店铺,子单原始单号,订单状态,订单类型,订单退款状态,商家编码,下单数量,分摊后总价,分摊邮费\n\
             JY1,某店,4001000000000000011,已发货,{kind},无退款,{code},1.0000,0.0000,0.0000\n"
        )
    };
    for (kind, code) in [("售后补发", "CUP"), ("售后补发", "TEA"), ("网店销售", "TEA")] {
        let erp = free(kind, code);
        let files = [("订单.csv", list), ("旧宝贝.csv", items), ("旺店通.csv", &erp), ("成本.csv", COSTS)];
        let printed = analyze(&files);
        let totals = &printed["profit"]["totals"];
        assert_eq!((&totals["revenue"], &totals["units"]), (&json!("90.00"), &json!(2)), "{kind} {code}");
        let cup = printed["profit"]["skus"].as_array().unwrap().iter().find(|row| row["sku"] == "CUP").unwrap();
        assert_eq!(cup["revenue"], "90.00", "{kind} {code}");
    }
}

/// The platform's export has lines alone, and the ERP does not say where its store is: what it sent again, or in exchange for
/// another size, went out for the order's store, and has no part of what the order costs, which lines share evenly.
#[test]
fn goods_sent_again_go_out_for_the_store_of_the_order() {
    for again in ["A", "B"] {
        let order = "260601-123456789012345";
        let mut shop = Shop::new();
        let sent =
            Line { amount: None, resend: true, erp_order: Some("2"), store: "某店", ..line(order, again, "0") };
        shop.lines(Source::Pdd, [line(order, "A", "50")])
            .lines(Source::Wangdiantong, [sent])
            .costs(&[("A", "20", None), ("B", "20", None)]);
        let outcome = shop.close();
        let facts: Vec<_> = outcome.books.facts().collect();
        let platforms = facts.iter().map(|fact| shop.dataset.pools.store_parts(fact.store).0).collect::<Vec<_>>();
        assert_eq!(platforms, [Source::Pdd, Source::Pdd], "{again}");
        let mut shares: Vec<u32> = facts.iter().map(|fact| fact.order_share).collect();
        shares.sort_unstable();
        assert_eq!(shares, [0, 1_000_000], "{again}");
        assert_eq!(outcome.report.all.goods.to_string(), "40.00", "{again}");
    }
}

/// An exchange for which five yuan were paid says nothing of what the order came to; the five are in a bucket.
#[test]
fn money_beside_an_amount_that_nobody_knows_is_in_a_bucket() {
    let mut shop = Shop::new();
    let sold = Line { amount: None, ..line("1", "A", "0") };
    let exchanged = Line { resend: true, erp_order: Some("2"), ..line("1", "A", "5") };
    shop.lines(Source::Jushuitan, [sold, exchanged]).costs(&[("A", "2", None)]);
    let outcome = shop.close();
    let money = outcome.books.fates.money(0);
    let [total, counted, buckets] = [money.total, money.counted, money.buckets].map(|money| money.to_string());
    assert_eq!([total, counted, buckets], ["5.00", "0.00", "5.00"], "{money:?}");
}
