//! An order is one order, whichever files tell of it, in whatever order they come and whatever they are called.

use std::io::Cursor;

use analytics::{Amount, Config, Dataset};
use ingest::ReadOptions;
use serde_json::{Value, json};

/// 千牛 宝贝报表, 2024 and later. The second order's second line was given back before the first was sent.
const ITEMS: &str = "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID,物流单号,物流公司
4001000000000000011,4001000000000000011,杯子,50.00,2,,颜色:白,交易成功,CUP,100.00,90.00,没有申请退款,0.00,2026-06-01 10:00:00,2026-06-01 10:01:00,700000000001,No:YT7000000000001,圆通速递
4001000000000000022,4001000000000000021,杯子,50.00,1,,颜色:白,卖家已发货，等待买家确认,CUP,50.00,50.00,没有申请退款,0.00,2026-06-02 10:00:00,2026-06-02 10:01:00,700000000001,No:YT7000000000002,圆通速递
4001000000000000023,4001000000000000021,茶,30.00,1,,,交易关闭,TEA,30.00,30.00,退款成功,30.00,2026-06-02 10:00:00,2026-06-02 10:01:00,700000000002,,
";

/// The ten columns of before 2022: no money, no dates, no ids of lines.
const OLD_ITEMS: &str = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码
4001000000000000011,杯子,50.00,2,CUP,颜色:白,,,交易成功,CUP
4001000000000000021,杯子,50.00,1,CUP,颜色:白,,,买家已付款，等待卖家发货,CUP
4001000000000000021,茶,30.00,1,TEA,,,,买家已付款，等待卖家发货,TEA
";

/// 聚水潭, 24 columns: a gift that the platform does not know, and a parcel sent again.
const ERP: &str = "内部订单号,线上订单号,店铺名称,下单时间,应付金额,已付金额,状态,快递单号,订单类型,旗帜,平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,商品名称,数量,商品单价,商品金额,原价,买家实付,收入运费,支出运费,成本价
9001,4001000000000000011,某店,2026-06-01 10:00:00,90.00,90.00,已发货,YT7000000000001,普通订单,,淘宝,1,4001000000000000011,4001000000000000011,CUP,杯子,2,50.00,100.00,100.00,90.00,0,,
9001,4001000000000000011,某店,2026-06-01 10:00:00,90.00,90.00,已发货,YT7000000000001,普通订单,,淘宝,2,,4001000000000000011,SPOON,勺子,1,0.00,0.00,0.00,0.00,0,,
9002,4001000000000000021,某店,2026-06-02 10:00:00,80.00,80.00,已发货,YT7000000000002,普通订单,,淘宝,3,4001000000000000022,4001000000000000021,CUP,杯子,1,50.00,50.00,50.00,50.00,0,,
9002,4001000000000000021,某店,2026-06-02 10:00:00,80.00,80.00,已发货,YT7000000000002,普通订单,,淘宝,4,4001000000000000023,4001000000000000021,TEA,茶,1,30.00,30.00,30.00,30.00,0,,
9003,4001000000000000011,某店,2026-06-05 10:00:00,0.00,0.00,已发货,YT7000000000003,补发订单,,淘宝,5,,4001000000000000011,CUP,杯子,1,50.00,50.00,50.00,0.00,0,,
";

/// Costs of all, so that nothing waits in a bucket.
const COSTS: &str = "商品编码,单位成本\nCUP,20.00\nTEA,10.00\nSPOON,3.00\n";

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
        "logistics": { "freight_per_order": "0", "packaging_per_order": "0", "labour_per_order": "0", "storage_per_unit": "0" },
        "after_sales": { "return_freight": "0", "insurance_per_order": "0", "service_per_refund": "0" },
    });
    cli::analyze(&dataset, &Config::with_changes(&config).unwrap(), None, false)
}

/// The files in every order, which must change nothing.
fn in_every_order(files: &[(&str, &str)]) -> Value {
    let printed = analyze(files);
    let mut turned = files.to_vec();
    for _ in 1..files.len() {
        turned.rotate_left(1);
        let other = analyze(&turned);
        assert_eq!(other["profit"], printed["profit"]);
    }
    turned.reverse();
    assert_eq!(analyze(&turned)["profit"], printed["profit"]);
    printed
}

fn totals(printed: &Value) -> [String; 5] {
    let totals = &printed["profit"]["totals"];
    ["orders", "units", "revenue", "refunds", "goods"].map(|key| totals[key].to_string().trim_matches('"').to_owned())
}

fn money<'p>(printed: &'p Value, name: &str) -> [&'p str; 4] {
    let files = printed["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["name"] == name).unwrap();
    ["total", "counted", "confirms", "buckets"].map(|key| file["money"][key].as_str().unwrap())
}

/// What is said of a file under a code.
fn said<'p>(printed: &'p Value, name: &str, code: &str) -> &'p str {
    let files = printed["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["name"] == name).unwrap();
    let found = file["diagnostics"].as_array().unwrap().iter().find(|each| each["code"] == code);
    found.unwrap_or_else(|| panic!("{}", file["diagnostics"]))["message"].as_str().unwrap()
}

fn codes(printed: &Value, name: &str) -> Vec<String> {
    let files = printed["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["name"] == name).unwrap();
    file["diagnostics"].as_array().unwrap().iter().map(|each| each["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_older_layout_of_the_same_orders_adds_nothing() {
    let alone = analyze(&[("宝贝.csv", ITEMS), ("成本.csv", COSTS)]);
    assert_eq!(totals(&alone), ["2", "3", "140.00", "0.00", "60.00"], "{}", alone["buckets"]);
    let both = in_every_order(&[("宝贝.csv", ITEMS), ("旧宝贝.csv", OLD_ITEMS), ("成本.csv", COSTS)]);
    assert_eq!(both["profit"], alone["profit"]);
}

#[test]
fn an_erp_confirms_the_platform_and_adds_what_only_it_knows() {
    let both = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", ERP), ("成本.csv", COSTS)]);
    // The gift costs 3.00, and the cup that was sent again 20.00.
    assert_eq!(totals(&both), ["2", "3", "140.00", "0.00", "83.00"], "{}", both["buckets"]);
    assert_eq!(money(&both, "聚水潭.csv"), ["170.00", "0.00", "170.00", "0.00"]);
    assert_eq!(codes(&both, "聚水潭.csv"), Vec::<String>::new());
    let all =
        in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", ERP), ("旧宝贝.csv", OLD_ITEMS), ("成本.csv", COSTS)]);
    assert_eq!(all["profit"], both["profit"]);
}

#[test]
fn an_erp_that_does_not_name_the_platform_tells_of_the_same_orders() {
    let unnamed = ERP.replace(",淘宝,", ",,");
    let both = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &unnamed), ("成本.csv", COSTS)]);
    assert_eq!(totals(&both), ["2", "3", "140.00", "0.00", "83.00"], "{}", both["buckets"]);
}

#[test]
fn what_an_erp_says_otherwise_is_said() {
    let other = ERP.replace("90.00,90.00,已发货", "95.00,95.00,已发货");
    let both = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &other), ("成本.csv", COSTS)]);
    assert_eq!(totals(&both), ["2", "3", "140.00", "0.00", "83.00"]);
    assert_eq!(money(&both, "聚水潭.csv"), ["175.00", "0.00", "175.00", "0.00"]);
    assert_eq!(codes(&both, "聚水潭.csv"), ["sources_differ"]);
    // 95.00 here, 90.00 there.
    let sentence = said(&both, "聚水潭.csv", "sources_differ");
    assert!(sentence.starts_with("of 1 orders") && sentence.contains(" 5.00 more"), "{sentence}");
}

/// Without the platform's own files the ERP is all there is.
#[test]
fn an_erp_alone_counts() {
    let alone = in_every_order(&[("聚水潭.csv", ERP), ("成本.csv", COSTS)]);
    assert_eq!(totals(&alone), ["2", "4", "170.00", "0.00", "93.00"], "{}", alone["buckets"]);
}

/// The ERP with 成本价 of the cup and the tea, which rose on the second day, and 支出运费 of both parcels.
fn erp_with_costs() -> String {
    let with = |row: &str| -> String {
        let (cost, freight) = match row.split(',').nth(14).unwrap() {
            "CUP" if row.contains("2026-06-02") => ("22.00", "4.50"),
            "CUP" => ("20.00", "3.50"),
            "TEA" => ("TEA-1", "4.50"),
            _ => ("", ""),
        };
        format!("{}{freight},{cost}\n", row.strip_suffix(',').unwrap())
    };
    let (header, rows) = ERP.split_once('\n').unwrap();
    format!("{header}\n{}", rows.lines().map(with).collect::<String>())
}

#[test]
fn costs_and_freight_of_an_erp_count_where_nobody_else_has_them() {
    let erp = erp_with_costs();
    let without = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &erp)]);
    // Two cups at 20.00 and one at 22.00; one was sent again on the fifth, at the cost of the day its order was paid. What
    // the tea and the spoon cost nobody says. Three parcels, of which one went out again: 3.50, 4.50 and 3.50.
    let cup = without["profit"]["skus"].as_array().unwrap().iter().find(|row| row["sku"] == "CUP").unwrap();
    assert_eq!((&cup["goods"], &cup["logistics"]), (&json!("82.00"), &json!("11.50")), "{cup}");
    assert_eq!(codes(&without, "聚水潭.csv"), ["unreadable_cost", "costs_taken"]);
    assert!(said(&without, "聚水潭.csv", "costs_taken").contains(" 1 SKUs"));

    let sheet = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &erp), ("成本.csv", COSTS)]);
    assert_eq!(totals(&sheet)[4], "83.00");
    assert_eq!(codes(&sheet, "聚水潭.csv"), ["unreadable_cost", "costs_differ", "costs_passed_over"]);
    assert!(said(&sheet, "聚水潭.csv", "costs_passed_over").contains(" 1 SKUs"));
    // From the second day on a cup costs 22.00 in the ERP, and 20.00 in the sheet all the time.
    let sentence = said(&sheet, "聚水潭.csv", "costs_differ");
    assert!(sentence.starts_with("of 1 SKUs") && sentence.ends_with("CUP: 22.00 here, 20.00 there"), "{sentence}");
    let alike =
        in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &erp.replace(",22.00", ",20.00")), ("成本.csv", COSTS)]);
    assert_eq!(codes(&alike, "聚水潭.csv"), ["unreadable_cost", "costs_passed_over"]);

    // The courier's own bill knows better, and the ERP's file is about sales alone.
    let bill = "运单号,寄件日期,目的省份,计费重量(kg),金额\nYT7000000000001,2026-06-01,浙江,1.0,3.10\n";
    let billed = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &erp), ("成本.csv", COSTS), ("账单.csv", bill)]);
    assert_eq!(billed["profit"]["totals"]["logistics"], "11.10", "{}", billed["files"]);
    assert_eq!(money(&billed, "账单.csv"), ["3.10", "3.10", "0.00", "0.00"]);
    // 3.50 there, 3.10 on the bill.
    let sentence = said(&billed, "聚水潭.csv", "freight_differs");
    assert!(sentence.starts_with("of 1 parcels") && sentence.contains(" 0.40 more"), "{sentence}");
    let same = bill.replace(",3.10", ",3.50");
    let alike = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &erp), ("成本.csv", COSTS), ("账单.csv", &same)]);
    assert!(!codes(&alike, "聚水潭.csv").contains(&"freight_differs".to_owned()));
    assert_eq!(money(&billed, "聚水潭.csv"), ["170.00", "0.00", "170.00", "0.00"]);

    // A bill that takes ten cents back does not say what the parcel cost: 11.50 less 0.10.
    let back = bill.replace(",3.10", ",-0.10");
    let corrected =
        in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &erp), ("成本.csv", COSTS), ("账单.csv", &back)]);
    assert_eq!(corrected["profit"]["totals"]["logistics"], "11.40", "{}", corrected["files"]);
    assert_eq!(money(&corrected, "账单.csv"), ["-0.10", "-0.10", "0.00", "0.00"]);
}

/// The platform's list of orders has their money, the ERP knows what was in them.
#[test]
fn an_order_list_and_an_erp_make_whole_orders() {
    let list = "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,运送方式,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,宝贝总数量,退款金额,确认收货时间,发货时间
4001000000000000011,tb1,100.00,0.00,100.00,90.00,交易成功,**,快递,2026-06-01 10:00:00,2026-06-01 10:01:00,杯子,1,No:YT7000000000001,圆通速递,2,0.00,2026-06-05 10:00:00,2026-06-01 20:00:00
4001000000000000021,tb2,80.00,0.00,80.00,80.00,卖家已发货，等待买家确认,**,快递,2026-06-02 10:00:00,2026-06-02 10:01:00,杯子，茶,2,No:YT7000000000002,圆通速递,2,30.00,,2026-06-02 20:00:00
";
    let both = in_every_order(&[("订单.csv", list), ("聚水潭.csv", ERP), ("成本.csv", COSTS)]);
    assert_eq!(&totals(&both)[..4], ["2", "4", "170.00", "30.00"], "{}", both["files"]);
    assert_eq!(money(&both, "订单.csv")[1], "170.00");
    assert_eq!(money(&both, "聚水潭.csv"), ["170.00", "0.00", "170.00", "0.00"]);
}

/// A cost sheet, a stock list and an order list are written by three people.
#[test]
fn a_code_is_one_code_however_it_is_written() {
    let costs = "商品编码,单位成本\ncup,20.00\nＴＥＡ,10.00\nSPOON ,3.00\nPEN,1.00\n";
    let printed = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", ERP), ("成本.csv", costs)]);
    assert_eq!(totals(&printed), ["2", "3", "140.00", "0.00", "83.00"], "{}", printed["buckets"]);
    // The pen was never ordered, and a blank at the end of a cell is none of the code.
    let sheet = printed["files"].as_array().unwrap().iter().find(|file| file["name"] == "成本.csv").unwrap();
    assert_eq!(sheet["diagnostics"][0]["code"], "codes_written_otherwise");
    assert!(sheet["diagnostics"][0]["message"].as_str().unwrap().starts_with("2 codes"), "{}", sheet["diagnostics"]);
    let alike = analyze(&[("宝贝.csv", ITEMS), ("成本.csv", COSTS)]);
    assert_eq!(codes(&alike, "成本.csv"), Vec::<String>::new());
}

/// One order of the platform's list, 90.00, and what an ERP makes of it.
const LIST: &str = "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货人姓名,运送方式,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,宝贝总数量,退款金额,确认收货时间,发货时间
4001000000000000011,tb1,100.00,0.00,100.00,90.00,交易成功,**,快递,2026-06-01 10:00:00,2026-06-01 10:01:00,杯子,1,No:YT7000000000001,圆通速递,2,0.00,2026-06-05 10:00:00,2026-06-01 20:00:00
";

/// Rows of the ERP of one order: its number, state, kind, line, code, units, amount.
fn erp(rows: &[(&str, &str, &str, &str, &str, u32, &str)]) -> String {
    let (header, _) = ERP.split_once('\n').unwrap();
    let row = |(order, state, kind, line, code, units, amount): &(&str, &str, &str, &str, &str, u32, &str)| {
        format!(
            "{order},4001000000000000011,某店,2026-06-01 10:00:00,90.00,90.00,{state},YT{order},{kind},,淘宝,{line},,\
             4001000000000000011,{code},品,{units},{amount},{amount},{amount},{amount},0,,\n"
        )
    };
    format!("{header}\n{}", rows.iter().map(row).collect::<String>())
}

/// An ERP keeps what it has split or taken off beside what was sent.
#[test]
fn what_an_erp_has_taken_off_was_not_sent() {
    let split = erp(&[
        ("9001", "被拆分", "普通订单", "1", "CUP", 2, "90.00"),
        ("9002", "已发货", "普通订单", "2", "CUP", 1, "45.00"),
        ("9003", "已发货", "普通订单", "3", "CUP", 1, "45.00"),
        ("9004", "已取消", "补发订单", "4", "CUP", 1, "0.00"),
        ("9001", "被拆分", "普通订单", "5", "SPOON", 1, "0.00"),
    ]);
    let printed = in_every_order(&[("订单.csv", LIST), ("聚水潭.csv", &split), ("成本.csv", COSTS)]);
    assert_eq!(totals(&printed), ["1", "2", "90.00", "0.00", "40.00"], "{}", printed["files"]);
    let printed = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &split), ("成本.csv", COSTS)]);
    assert_eq!(totals(&printed), ["2", "3", "140.00", "0.00", "60.00"], "{}", printed["files"]);
}

/// What was sent again or given away is not what was paid for, though it has the same code.
#[test]
fn goods_sent_again_and_gifts_stand_beside_what_was_paid_for() {
    let again = erp(&[("9003", "已发货", "补发订单", "1", "CUP", 2, "0.00")]);
    let printed = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &again), ("成本.csv", COSTS)]);
    assert_eq!(totals(&printed), ["2", "3", "140.00", "0.00", "100.00"], "{}", printed["files"]);
    let gift = erp(&[
        ("9001", "已发货", "普通订单", "10", "CUP", 2, "0.00"),
        ("9001", "已发货", "普通订单", "9", "CUP", 2, "90.00"),
    ]);
    let printed = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &gift), ("成本.csv", COSTS)]);
    assert_eq!(totals(&printed), ["2", "3", "140.00", "0.00", "100.00"], "{}", printed["files"]);
    // A bundle in its parts, which nobody gave away.
    let parts = erp(&[
        ("9001", "已发货", "普通订单", "1", "TEA", 2, "0.00"),
        ("9001", "已发货", "普通订单", "2", "SPOON", 2, "0.00"),
    ]);
    let printed = in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &parts), ("成本.csv", COSTS)]);
    assert_eq!(totals(&printed), ["2", "3", "140.00", "0.00", "60.00"], "{}", printed["files"]);
}

/// The ten old columns have none for refunds, and say nothing of them.
#[test]
fn a_refund_that_only_the_erp_knows_is_known() {
    let header = "内部订单号,线上订单号,店铺名称,全渠道用户ID,发货日期,付款日期,应付金额,已付金额,状态,收货人,款号,下单时间,省份,城市,平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,数量,商品单价,商品名称,颜色及规格,商品金额,原价,是否赠品,子订单状态,退款状态,登记数量,实退数量";
    let row = |line: &str, code: &str, amount: &str, refund: &str| {
        format!(
            "9002,4001000000000000021,某店,,2026-06-02 20:00:00,2026-06-02 10:01:00,80.00,80.00,已发货,**,,2026-06-02 10:00:00,浙江,,淘宝,{line},,4001000000000000021,{code},1,{amount},品,,{amount},{amount},否,已发货,{refund},,\n"
        )
    };
    let erp = format!("{header}\n{}{}", row("1", "CUP", "50.00", "退款成功"), row("2", "TEA", "30.00", "未申请退款"));
    let (header, rows) = OLD_ITEMS.split_once('\n').unwrap();
    let rows: String = rows.split_inclusive('\n').skip(1).collect();
    let old = format!("{header}\n{rows}");
    let alone = in_every_order(&[("聚水潭.csv", &erp), ("成本.csv", COSTS)]);
    assert_eq!(&totals(&alone)[..4], ["1", "2", "80.00", "50.00"], "{}", alone["files"]);
    let both = in_every_order(&[("聚水潭.csv", &erp), ("旧宝贝.csv", &old), ("成本.csv", COSTS)]);
    assert_eq!(totals(&both), totals(&alone), "{}", both["files"]);
}

/// Two exports of one ERP, of which one does not name the platform, and a merged order under both its numbers.
#[test]
fn lists_without_a_platform_know_each_other() {
    let unnamed = ERP.replace(",淘宝,", ",,");
    let alone = analyze(&[("聚水潭.csv", ERP), ("成本.csv", COSTS)]);
    let both = in_every_order(&[("聚水潭.csv", ERP), ("聚水潭二.csv", &unnamed), ("成本.csv", COSTS)]);
    assert_eq!(totals(&both), totals(&alone), "{}", both["files"]);
}

/// An ERP that is alone has the money of an order in the parts into which it was split, in whatever order they stand.
#[test]
fn the_parts_of_a_split_order_make_the_whole() {
    let row = |part: &str, state: &str, line: &str, amount: &str| {
        format!(
            "{part},4001000000000000011,某店,2026-06-01 10:00:00,{amount},{amount},{state},YT{part},普通订单,,淘宝,{line},,\
             4001000000000000011,CUP,杯子,1,{amount},{amount},{amount},{amount},0,,\n"
        )
    };
    let (header, _) = ERP.split_once('\n').unwrap();
    let children = [row("9002", "已发货", "2", "60.00"), row("9003", "已发货", "3", "30.00")];
    let parent = row("9001", "被拆分", "1", "90.00");
    let reading = |rows: &[&String]| {
        let text = format!("{header}\n{}", rows.iter().map(|row| row.as_str()).collect::<String>());
        let printed = in_every_order(&[("聚水潭.csv", &text), ("成本.csv", COSTS)]);
        let money = money(&printed, "聚水潭.csv").map(str::to_owned);
        (totals(&printed), money)
    };
    let [one, other] = &children;
    let whole = ["1", "2", "90.00", "0.00", "40.00"].map(str::to_owned);
    for rows in [vec![one, other], vec![other, one]] {
        let (totals, money) = reading(&rows);
        assert_eq!((totals, money[0].as_str(), money[1].as_str()), (whole.clone(), "90.00", "90.00"));
    }
    for rows in [vec![&parent, one, other], vec![one, &parent, other], vec![other, one, &parent]] {
        let (totals, money) = reading(&rows);
        assert_eq!((totals, money[0].as_str(), money[1].as_str()), (whole.clone(), "90.00", "90.00"), "{rows:?}");
    }
}

/// An ERP counts the parcels of an order behind its number.
#[test]
fn a_number_with_its_part_behind_it_is_the_order() {
    let alone = in_every_order(&[("宝贝.csv", ITEMS), ("成本.csv", COSTS)]);
    for site in [",淘宝,", ",,"] {
        let (header, rows) = ERP.split_once('\n').unwrap();
        // What was sent again and given away is told of in tests of its own.
        let rows: String = rows
            .lines()
            .filter(|row| !row.contains("补发") && !row.contains("SPOON"))
            .map(|row| format!("{row}\n"))
            .collect();
        let rows = rows.replace(",4001000000000000021,某店", ",4001000000000000021-1,某店").replace(",淘宝,", site);
        let both =
            in_every_order(&[("宝贝.csv", ITEMS), ("聚水潭.csv", &format!("{header}\n{rows}")), ("成本.csv", COSTS)]);
        assert_eq!(totals(&both), totals(&alone), "{}", both["files"]);
    }
}

/// What an ERP cancelled and did not split was paid for all the same, and lies in its bucket.
#[test]
fn a_part_that_was_cancelled_is_not_paid_for_by_the_others() {
    let row = |part: &str, state: &str, code: &str, amount: &str| {
        format!(
            "{part},4001000000000000011,某店,2026-06-01 10:00:00,{amount},{amount},{state},YT{part},普通订单,,淘宝,{part},,\
             4001000000000000011,{code},品,1,{amount},{amount},{amount},{amount},0,,\n"
        )
    };
    let (header, _) = ERP.split_once('\n').unwrap();
    let (sent, off) = (row("9001", "已发货", "CUP", "50.00"), row("9002", "已取消", "TEA", "30.00"));
    for rows in [format!("{sent}{off}"), format!("{off}{sent}")] {
        let text = format!("{header}\n{rows}");
        let printed = in_every_order(&[("聚水潭.csv", &text), ("成本.csv", COSTS)]);
        assert_eq!(totals(&printed), ["1", "1", "50.00", "0.00", "20.00"], "{}", printed["files"]);
        assert_eq!(money(&printed, "聚水潭.csv"), ["80.00", "50.00", "0.00", "30.00"]);
    }
}

/// 旺店通 with the columns that matter: a line of the platform's order, goods it does not know, and the parcel sent again.
const WANGDIANTONG: &str = "订单编号,店铺,子单原始单号,订单状态,订单类型,订单退款状态,交易时间,付款时间,客户网名,物流单号,商家编码,货品名称,下单数量,分摊后总价,分摊邮费
JY1,某店,4001000000000000011,已发货,网店销售,无退款,2026-06-01 10:00:00,2026-06-01 10:01:00,青**1,YT7000000000001,CUP,杯子,2,90.00,0.00
JY1,某店,4001000000000000011,已发货,网店销售,无退款,2026-06-01 10:00:00,2026-06-01 10:01:00,青**1,YT7000000000001,SPOON,勺子,1,0.00,0.00
JY2,某店,4001000000000000021,已发货,网店销售,无退款,2026-06-02 10:00:00,2026-06-02 10:01:00,山**2,YT7000000000002,CUP,杯子,1,50.00,0.00
JY2,某店,4001000000000000021,已取消,网店销售,全部退款,2026-06-02 10:00:00,2026-06-02 10:01:00,山**2,,TEA,茶,1,30.00,0.00
JY3,某店,4001000000000000011,已发货,售后补发,无退款,2026-06-05 10:00:00,2026-06-05 10:00:00,青**1,YT7000000000003,CUP,杯子,1,0.00,0.00
";

/// 快麦 with what each order came to.
const KUAIMAI: &str = "系统订单号,平台订单号,订单创建时间,店铺名称,仓库名称,订单状态,实付金额
8001,4001000000000000011,2026-06-01 10:00:00,某店,主仓,卖家已发货,90.00
8002,4001000000000000021,2026-06-02 10:00:00,某店,主仓,卖家已发货,80.00
";

#[test]
fn every_erp_tells_of_the_orders_of_the_platform() {
    let own = in_every_order(&[("宝贝报表.csv", ITEMS), ("成本.csv", COSTS)]);
    let kuaimai = in_every_order(&[("宝贝报表.csv", ITEMS), ("快麦ERP交易订单导出.csv", KUAIMAI), ("成本.csv", COSTS)]);
    assert_eq!(totals(&kuaimai), totals(&own));
    assert_eq!(money(&kuaimai, "快麦ERP交易订单导出.csv"), ["170.00", "0.00", "170.00", "0.00"]);
    // A part that was split off and came to nothing says nothing against the order, above it or below.
    let (head, rows) = KUAIMAI.split_once('\n').unwrap();
    let part = "8003,4001000000000000011,2026-06-01 10:00:00,某店,主仓,卖家已发货,0.00\n";
    for text in [format!("{head}\n{part}{rows}"), format!("{KUAIMAI}{part}")] {
        let split = analyze(&[("宝贝报表.csv", ITEMS), ("快麦.csv", &text), ("成本.csv", COSTS)]);
        assert_eq!(totals(&split), totals(&own));
        let said = codes(&split, "快麦.csv");
        assert!(!said.iter().any(|code| code == "sources_differ"), "{said:?}");
    }
    // 旺店通 adds the gift and the parcel that was sent again to what goods cost: 3 and 20.
    let files = [("宝贝报表.csv", ITEMS), ("订单明细.csv", WANGDIANTONG), ("成本.csv", COSTS)];
    let wangdiantong = in_every_order(&files);
    let [orders, units, revenue, refunds, goods] = totals(&wangdiantong);
    let [own_orders, own_units, own_revenue, own_refunds, own_goods] = totals(&own);
    assert_eq!((orders, units, revenue, refunds), (own_orders, own_units, own_revenue, own_refunds));
    let yuan = |text: &str| Amount::parse(text).unwrap();
    assert_eq!(yuan(&goods) - yuan(&own_goods), yuan("23"));
    assert_eq!(money(&wangdiantong, "订单明细.csv"), ["170.00", "0.00", "170.00", "0.00"]);
}
