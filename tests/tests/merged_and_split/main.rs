//! What an ERP has split into several or merged into one is still what the platform sold, in whatever order the exports of
//! before and after come.

mod parts;

use std::io::Cursor;

use analytics::vocabulary::{Field, Kind};
use analytics::{Config, Dataset};
use ingest::{Mapping, ReadOptions};
use serde_json::{Value, json};

const COSTS: &str = "商品编码,单位成本\nCUP,20.00\nTEA,10.00\nSPOON,3.00\n";
/// Two orders that one buyer placed on one day: a cup for 50.00 and a tea for 30.00.
const CUP: &str = "4001000000000000011";
const TEA: &str = "4001000000000000021";

/// The platform's list of both orders; it names no SKU.
fn list() -> String {
    let row = |order: &str, amount: &str| {
        format!(
            "{order},tb1,{amount},0.00,{amount},{amount},交易成功,**,快递,2026-06-01 10:00:00,2026-06-01 10:01:00,品,1,No:YT1,圆通速递,1,0.00,2026-06-05 10:00:00,2026-06-01 20:00:00\n"
        )
    };
    format!(
        "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,运送方式,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,宝贝总数量,退款金额,确认收货时间,发货时间\n{}{}",
        row(CUP, "50.00"),
        row(TEA, "30.00")
    )
}

/// The platform's items of both orders.
fn items() -> String {
    let row = |order: &str, code: &str, amount: &str| {
        format!(
            "{order},{order},品,{amount},1,,,交易成功,{code},{amount},{amount},没有申请退款,0.00,2026-06-01 10:00:00,2026-06-01 10:01:00,70000000000{},No:YT1,圆通速递\n",
            code.len()
        )
    };
    format!(
        "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID,物流单号,物流公司\n{}{}",
        row(CUP, "CUP", "50.00"),
        row(TEA, "TEA", "30.00")
    )
}

/// Rows of 聚水潭: its number, the platform's, what the order came to, state, line, code, price.
fn erp(rows: &[(&str, &str, &str, &str, &str, &str, &str)]) -> String {
    let row = |(own, order, paid, state, line, code, price): &(&str, &str, &str, &str, &str, &str, &str)| {
        format!(
            "{own},\"{order}\",某店,2026-06-01 10:00:00,{paid},{paid},{state},YT1,普通订单,,淘宝,{line},,\"{order}\",{code},品,1,{price},{price},{price},{price},0,,\n"
        )
    };
    format!(
        "内部订单号,线上订单号,店铺名称,下单时间,应付金额,已付金额,状态,快递单号,订单类型,旗帜,平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,商品名称,数量,商品单价,商品金额,原价,买家实付,收入运费,支出运费,成本价\n{}",
        rows.iter().map(row).collect::<String>()
    )
}

fn before() -> String {
    erp(&[("1", CUP, "50.00", "已付款", "1", "CUP", "50.00"), ("2", TEA, "30.00", "已付款", "2", "TEA", "30.00")])
}

fn merged() -> String {
    let both = format!("{CUP},{TEA}");
    erp(&[("3", &both, "80.00", "已发货", "3", "CUP", "50.00"), ("3", &both, "80.00", "已发货", "4", "TEA", "30.00")])
}

/// The same, and beside it what it was made of.
fn merged_with_parents() -> String {
    let both = format!("{CUP},{TEA}");
    erp(&[
        ("1", CUP, "50.00", "被合并", "1", "CUP", "50.00"),
        ("2", TEA, "30.00", "被合并", "2", "TEA", "30.00"),
        ("3", &both, "80.00", "已发货", "3", "CUP", "50.00"),
        ("3", &both, "80.00", "已发货", "4", "TEA", "30.00"),
    ])
}

fn analyze(files: &[(String, String)]) -> Value {
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
    let config = json!({
        "goods": { "loss_rate": "0", "resend_rate": "0", "resellable_rate": "1" },
        "logistics": { "freight_per_order": "0", "packaging_per_order": "0", "labour_per_order": "0", "storage_per_unit": "0" },
        "after_sales": { "return_freight": "0", "insurance_per_order": "0", "service_per_refund": "0" },
    });
    cli::analyze(&dataset, &Config::with_changes(&config).unwrap(), None, false)
}

/// Orders, units, revenue and goods, which no order of the files may change; and the files tie.
fn totals(files: &[&str]) -> [String; 4] {
    let named = |(index, text): (usize, &&str)| (format!("{index}.csv"), (*text).to_owned());
    let mut files: Vec<(String, String)> = files.iter().enumerate().map(named).collect();
    files.push(("成本.csv".to_owned(), COSTS.to_owned()));
    let mut said: Vec<[String; 4]> = Vec::new();
    for turn in 0..2 * files.len() {
        files.rotate_left(1);
        if turn == files.len() {
            files.reverse();
        }
        let printed = analyze(&files);
        let totals = &printed["profit"]["totals"];
        said.push(
            ["orders", "units", "revenue", "goods"].map(|key| totals[key].to_string().trim_matches('"').to_owned()),
        );
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
    said.remove(0)
}

fn of(orders: &str, units: &str) -> [String; 4] {
    [orders, units, "80.00", "30.00"].map(str::to_owned)
}

#[test]
fn merged_orders_beside_the_platforms_items_are_the_platforms() {
    let items = items();
    for erp in [merged(), merged_with_parents()] {
        assert_eq!(totals(&[&items, &erp]), of("2", "2"));
        assert_eq!(totals(&[&items, &list(), &erp]), of("2", "2"));
        assert_eq!(totals(&[&items, &erp, &before()]), of("2", "2"));
    }
}

#[test]
fn merged_orders_beside_what_they_were_made_of_count_once() {
    // One by one the ERP knows which goods are whose; where it says that they were merged, one parcel is one order.
    assert_eq!(totals(&[&before(), &merged()]), of("2", "2"));
    assert_eq!(totals(&[&merged_with_parents()]), of("1", "2"));
    assert_eq!(totals(&[&before(), &merged_with_parents()]), of("1", "2"));
    assert_eq!(totals(&[&merged(), &merged_with_parents()]), of("1", "2"));
}

/// Each order came with a spoon, of which the ERP tells as it was and as it is: it was given once.
#[test]
fn gifts_of_orders_that_were_merged_or_split_were_given_once() {
    let spoon = |order| format!("{order}9,{order},品,0,1,,,交易成功,SPOON,0,0,没有申请退款,0,,,,,\n");
    let items = items() + &spoon(CUP) + &spoon(TEA);
    let both = format!("{CUP},{TEA}");
    let rows = |own, order, due, state, codes: &[(&'static str, &'static str)]| -> Vec<_> {
        codes.iter().map(|(code, price)| (own, order, due, state, *code, *code, *price)).collect()
    };
    let (cup, tea, spoon) = (("CUP", "50.00"), ("TEA", "30.00"), ("SPOON", "0.00"));
    let merged = [
        rows("1", CUP, "50.00", "被合并", &[cup, spoon]),
        rows("2", TEA, "30.00", "被合并", &[tea, spoon]),
        rows("3", &both, "80.00", "已发货", &[cup, spoon, tea, spoon]),
    ];
    let split = [
        rows("1", CUP, "50.00", "被拆分", &[cup, spoon]),
        rows("4", CUP, "50.00", "已发货", &[cup]),
        rows("5", CUP, "0.00", "已发货", &[spoon]),
    ];
    for erp in [merged, split].map(|rows| erp(&rows.concat())) {
        assert_eq!(totals(&[&items, &erp]), ["2", "2", "80.00", "36.00"].map(str::to_owned));
        let printed = analyze(&[("宝贝.csv".to_owned(), items.clone()), ("聚水潭.csv".to_owned(), erp)]);
        let said = printed["files"][1]["diagnostics"].to_string();
        assert!(!said.contains("units_differ"), "{said}");
    }
}

/// An export without states has the merged order beside those that it was made of.
#[test]
fn merged_orders_and_what_they_were_made_of_in_one_export_count_once() {
    let [before, merged] = [before(), merged()].map(|erp| erp.replace("已发货", "已付款"));
    let rows = |erp: &str| erp.split_once('\n').unwrap().1.to_owned();
    let both = [format!("{before}{}", rows(&merged)), format!("{merged}{}", rows(&before))];
    for erp in &both {
        assert_eq!(totals(&[erp]), of("2", "2"));
        assert_eq!(totals(&[erp, &items()]), of("2", "2"));
        assert_eq!(totals(&[erp, &list()]), of("2", "2"));
        assert_eq!(totals(&[erp, &before]), of("2", "2"));
        assert_eq!(totals(&[erp, &merged]), of("2", "2"));
    }
}

/// Nobody says what of the parcel belongs to which order, and the money of both is there.
#[test]
fn merged_orders_beside_a_list_without_skus_have_the_money_of_all() {
    assert_eq!(totals(&[&list(), &merged()]), of("1", "2"));
    assert_eq!(totals(&[&list(), &merged_with_parents()]), of("1", "2"));
    assert_eq!(totals(&[&list(), &before(), &merged()]), of("2", "2"));
    assert_eq!(totals(&[&list(), &before()]), of("2", "2"));
}

/// Two cups in the ERP for what the platform sold as one; parts that add up to it are no difference.
#[test]
fn other_quantities_of_the_same_goods_are_said() {
    let twice = before().replacen(",CUP,品,1,", ",CUP,品,2,", 1);
    let codes = |erp: String| {
        let files = [("宝贝.csv", items()), ("聚水潭.csv", erp), ("成本.csv", COSTS.to_owned())];
        let printed = analyze(&files.map(|(name, text)| (name.to_owned(), text)));
        assert_eq!(printed["profit"]["totals"]["units"], 2);
        let file =
            printed["files"].as_array().unwrap().iter().find(|file| file["name"] == "聚水潭.csv").unwrap().clone();
        let said = file["diagnostics"].as_array().unwrap().clone();
        said.iter().map(|each| (each["code"].clone(), each["message"].clone())).collect::<Vec<_>>()
    };
    let said = codes(twice);
    assert!(said.len() == 1 && said[0].0 == "units_differ", "{said:?}");
    assert!(said[0].1.as_str().unwrap().contains(" 1 units more in all"), "{said:?}");
    assert!(codes(before()).is_empty());
}

/// One of the merged orders was given back after it was sent.
#[test]
fn what_went_back_of_one_merged_order_went_back() {
    let list = list();
    let (rows, tea) = list.rsplit_once(&format!("{TEA},")).unwrap();
    let tea = tea.replacen(",1,0.00,2026-06-05", ",1,30.00,2026-06-05", 1);
    let files = [("订单.csv", format!("{rows}{TEA},{tea}")), ("聚水潭.csv", merged()), ("成本.csv", COSTS.to_owned())];
    let printed = analyze(&files.map(|(name, text)| (name.to_owned(), text)));
    let totals = &printed["profit"]["totals"];
    assert_eq!((&totals["revenue"], &totals["refunds"]), (&json!("80.00"), &json!("30.00")), "{}", printed["files"]);
    assert_eq!(printed["buckets"], json!([]));
}

/// One of the orders was closed before the merged parcel was sent: its money is not that of the others' goods.
#[test]
fn what_was_closed_before_it_was_merged_is_left_out() {
    let closed = |order: &str| {
        let is_closed = |row: &str| row.starts_with(order);
        let close = |row: &str| {
            let row = row.replace("交易成功", "交易关闭").replace("No:YT1", "").replace("2026-06-01 20:00:00", "");
            row.replace(",1,0.00,2026-06-05", if order == CUP { ",1,50.00,2026-06-05" } else { ",1,30.00,2026-06-05" })
        };
        list().lines().map(|row| if is_closed(row) { close(row) } else { row.to_owned() } + "\n").collect::<String>()
    };
    let both = format!("{CUP},{TEA}");
    let cup_off = erp(&[
        ("3", &both, "30.00", "已取消", "3", "CUP", "50.00"),
        ("3", &both, "30.00", "已发货", "4", "TEA", "30.00"),
    ]);
    let tea_alone = erp(&[("3", &both, "30.00", "已发货", "4", "TEA", "30.00")]);
    let said =
        |orders: &str, units: &str, revenue: &str, goods: &str| [orders, units, revenue, goods].map(str::to_owned);
    assert_eq!(totals(&[&closed(CUP), &cup_off]), said("1", "1", "30.00", "10.00"));
    assert_eq!(totals(&[&closed(CUP), &tea_alone]), said("1", "1", "30.00", "10.00"));
    let cup_alone = erp(&[("3", &both, "50.00", "已发货", "3", "CUP", "50.00")]);
    assert_eq!(totals(&[&closed(TEA), &cup_alone]), said("1", "1", "50.00", "20.00"));
}

/// The ten columns of before 2022 know the goods one by one, and no money.
#[test]
fn merged_orders_beside_items_without_money_come_to_what_they_came_to() {
    let old = format!(
        "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n\
         {CUP},品,50.00,1,CUP,,,,交易成功,CUP\n{TEA},品,30.00,1,TEA,,,,交易成功,TEA\n"
    );
    let one = erp(&[("1", CUP, "50.00", "已付款", "1", "CUP", "50.00")]);
    // Where nobody says what each came to, both are one; where somebody does, they are two.
    assert_eq!(totals(&[&old, &merged()]), of("1", "2"));
    let turned = merged().replace(&format!("{CUP},{TEA}"), &format!("{TEA},{CUP}"));
    assert_eq!(totals(&[&old, &turned]), of("1", "2"));
    assert_eq!(totals(&[&old, &one, &merged()]), of("1", "2"));
    assert_eq!(totals(&[&old, &before(), &merged()]), of("2", "2"));
    assert_eq!(totals(&[&old, &merged_with_parents()]), of("2", "2"));
    assert_eq!(totals(&[&old, &before(), &merged_with_parents()]), of("2", "2"));
    assert_eq!(totals(&[&old, &list(), &merged()]), of("2", "2"));
    // The platform's own amounts are its own.
    let cup = items().lines().filter(|row| !row.contains(TEA)).map(|row| format!("{row}\n")).collect::<String>();
    let told = totals(&[&cup, &old, &merged()]);
    assert_eq!([told[0].as_str(), told[2].as_str()], ["1", "50.00"], "the tea waits for its money");
}

/// Items of the merged orders lie in two exports of the platform.
#[test]
fn merged_orders_beside_items_in_two_exports_lose_none() {
    let of_order = |order: &str| {
        let (header, rows) =
            items().split_once('\n').map(|(header, rows)| (header.to_owned(), rows.to_owned())).unwrap();
        let rows: String = rows.lines().filter(|row| row.contains(order)).map(|row| format!("{row}\n")).collect();
        format!("{header}\n{rows}")
    };
    for erp in [merged(), merged_with_parents()] {
        assert_eq!(totals(&[&of_order(CUP), &of_order(TEA), &erp]), of("2", "2"));
        assert_eq!(totals(&[&of_order(CUP), &of_order(TEA), &erp, &list()]), of("2", "2"));
    }
}

/// Two exports of one ERP write the merged number otherwise, or one order more has been merged since.
#[test]
fn merged_numbers_that_share_an_order_are_about_the_same_goods() {
    let numbered = |number: &str, first: u32| {
        let lines = [first, first + 1].map(|line| line.to_string());
        erp(&[
            ("3", number, "80.00", "已发货", &lines[0], "CUP", "50.00"),
            ("3", number, "80.00", "已发货", &lines[1], "TEA", "30.00"),
        ])
    };
    let one = numbered(&format!("{CUP},{TEA}"), 3);
    for other in [format!("{TEA},{CUP}"), format!("{CUP}，{TEA}"), format!("{CUP}, {TEA}")] {
        assert_eq!(totals(&[&one, &numbered(&other, 5)]), of("1", "2"));
        assert_eq!(totals(&[&list(), &one, &numbered(&other, 5)]), of("1", "2"));
        assert_eq!(totals(&[&items(), &one, &numbered(&other, 5)]), of("2", "2"));
    }
    let third = format!("4001000000000000041,{CUP},{TEA}");
    let more = erp(&[
        ("4", &third, "85.00", "已发货", "7", "CUP", "50.00"),
        ("4", &third, "85.00", "已发货", "8", "TEA", "30.00"),
        ("4", &third, "85.00", "已发货", "9", "SPOON", "5.00"),
    ]);
    assert_eq!(totals(&[&one, &more]), ["1", "3", "85.00", "33.00"].map(str::to_owned));
}
