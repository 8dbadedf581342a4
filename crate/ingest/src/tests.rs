//! Whole files through the whole crate.

use std::io::Cursor;

use analytics::dataset::SourceFile;
use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, Kind, OrderStatus, RefundState};
use analytics::{Amount, Dataset, Stated};
use rust_xlsxwriter::{Format, Workbook};

use crate::{Mapping, Progress, ReadOptions, profiles, read, read_row};

const HEADER: [&str; 7] =
    ["订单号", "商家实收金额(元)", "用户实付金额(元)", "商品数量(件)", "商家编码-规格维度", "订单状态", "支付时间"];

fn read_bytes(name: &str, bytes: &[u8], mapping: Option<&Mapping>) -> Dataset {
    let mut dataset = Dataset::default();
    let options =
        ReadOptions { timezone: "Asia/Shanghai", mapping, mappings: &[], states: None, progress: &mut |_| {} };
    dataset.extend(read(name, Cursor::new(bytes), options));
    dataset
}

fn codes(file: &SourceFile) -> Vec<&'static str> {
    file.diagnostics.iter().map(|diagnostic| diagnostic.problem.code()).collect()
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn order_sheet(book: &mut Workbook, name: &str, ids: &[&str]) {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (column, header) in (0..).zip(HEADER) {
        sheet.write_string(0, column, header).unwrap();
    }
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (row, id) in (1..).zip(ids) {
        sheet.write_string(row, 0, *id).unwrap();
        sheet.write_number(row, 1, 0.1 + 0.2).unwrap();
        sheet.write_number(row, 2, 0.3).unwrap();
        sheet.write_number(row, 3, 2).unwrap();
        sheet.write_string(row, 4, "A-1").unwrap();
        sheet.write_string(row, 5, "待发货").unwrap();
        // 2026-06-01 10:00:00, of which a float holds only the neighbourhood.
        sheet.write_number_with_format(row, 6, 46_174.416_666_666_66, &moment).unwrap();
    }
}

#[test]
fn each_sheet_is_a_file() {
    let bytes = workbook(|book| {
        book.add_worksheet().set_name("封面").unwrap().write_string(0, 0, "六月订单").unwrap();
        order_sheet(book, "一", &["260601-1"]);
        order_sheet(book, "二", &["260601-2", "260601-3"]);
    });
    let dataset = read_bytes("订单.xlsx", &bytes, None);
    let file = &dataset.files[1];
    assert_eq!((dataset.files.len(), dataset.tables.len(), file.rows, file.accepted), (2, 2, 2, 2));
    assert_eq!(codes(&dataset.files[0]), ["part_not_read"]);
    let line = dataset.lines.get(2).unwrap();
    assert_eq!(line.times.paid.unwrap().to_string(), "2026-06-01 10:00:00");
    assert_eq!(line.amount.unwrap().to_string(), "0.30");
    assert_eq!((line.status, line.refund_state), (Some(OrderStatus::Paid), RefundState::None));
    assert_eq!(dataset.tables[usize::from(line.at.table)].sheet.as_deref(), Some("二"));

    let cells = read_row("订单.xlsx", Cursor::new(&bytes), file, &dataset.tables[1], 3).unwrap();
    assert_eq!(cells[0], ("订单号".to_string(), "260601-3".to_string()));
    assert_eq!(cells[6], ("支付时间".to_string(), "2026-06-01 10:00:00".to_string()));
    let beyond = read_row("订单.xlsx", Cursor::new(&bytes), file, &dataset.tables[1], 99);
    assert_eq!(beyond, Err(Problem::NoRows));
}

#[test]
fn rows_are_numbered_as_excel_shows_them() {
    let text = "标题\n\n订单号,商家实收金额,用户实付金额,商品数量,商品\n\n260601-1,1,1,1,\"两\n行\"\n\n260601-2,x,1,1,衣\n合计,1,1,1,\n";
    let dataset = read_bytes("订单.csv", text.as_bytes(), None);
    let file = &dataset.files[0];
    assert_eq!((file.rows, file.accepted, file.set_aside), (2, 1, 1));
    assert_eq!(dataset.lines.get(0).unwrap().at.row.get(), 5);
    let place = &file.diagnostics[0].place;
    assert_eq!((place.row, place.column.as_deref()), (Some(7), Some("商家实收金额")));
    let cells = read_row("订单.csv", Cursor::new(text), file, &dataset.tables[0], 7).unwrap();
    assert_eq!(cells[1].1, "x");
}

#[test]
fn what_was_said_of_columns_holds_for_every_file_that_has_them() {
    let mapping = |columns: &str| -> Mapping {
        serde_json::from_str(&format!(r#"{{"kind":"order_lines","columns":{{{columns}}}}}"#)).unwrap()
    };
    let mappings = [
        mapping(r#""paid_at":"日期","amount":"钱","quantity":"数""#),
        mapping(r#""paid_at":"日期","amount":"钱""#),
        mapping(r#""paid_at":"日期","amount":"实收""#),
    ];
    let read = |text: &str| {
        let options = ReadOptions {
            timezone: "Asia/Shanghai",
            mapping: None,
            mappings: &mappings,
            states: None,
            progress: &mut |_| {},
        };
        let mut dataset = Dataset::default();
        dataset.extend(read("七月.csv", Cursor::new(text.as_bytes().to_vec()), options));
        dataset
    };
    // Of two that fit the one that says more; a table without the columns stays unknown.
    let dataset = read("日期,数,钱,别的\n2026/6/1,2,10,\n2026/6/2,1,5,\n");
    let units: Vec<_> = dataset.lines.iter().map(|line| line.quantity.to_string()).collect();
    assert_eq!(units, ["2", "1"]);
    assert_eq!(codes(&read("日期,数\n2026/6/1,2\n").files[0]), ["unknown_layout"]);
}

#[test]
fn a_mapping_reads_what_no_profile_knows() {
    let text = "日期,货,数,单价,钱\n2026/6/1,杯,2,5,\n2026/6/2,杯,-1,5,-5\n2026/6/3,杯,1,5,\n";
    let mapping: Mapping = serde_json::from_str(
        r#"{"kind":"order_lines","columns":{"paid_at":"日期","name":"货","quantity":"数","unit_price":"单价"}}"#,
    )
    .unwrap();
    let dataset = read_bytes("台账.csv", text.as_bytes(), Some(&mapping));
    assert_eq!((dataset.files[0].kind, dataset.files[0].accepted), (Kind::OrderLines, 3));
    let lines: Vec<_> = dataset.lines.iter().collect();
    assert_eq!(lines[0].amount.unwrap().to_string(), "10.00");
    assert_eq!(lines[1].amount.unwrap().to_string(), "-5.00");
    assert_ne!(lines[0].order, lines[2].order);
    assert_eq!(dataset.pools.skus.get(lines[0].sku.unwrap()), "杯");

    let unmapped = read_bytes("台账.csv", text.as_bytes(), None);
    assert_eq!(codes(&unmapped.files[0]), ["unknown_layout"]);
    assert_eq!(unmapped.files[0].preview[1][1], "杯");

    let other: Mapping =
        serde_json::from_str(r#"{"kind":"order_lines","columns":{"paid_at":"日期","amount":"实收"}}"#).unwrap();
    let dataset = read_bytes("台账.csv", text.as_bytes(), Some(&other));
    let expected = Problem::MappingIncomplete { missing: vec![Field::Amount] };
    assert_eq!(dataset.files[0].diagnostics[0].problem, expected);
}

#[test]
fn a_file_wrong_on_every_row_keeps_a_thousand_reasons() {
    let mut text = "订单号,商家实收金额,用户实付金额,商品数量\n".to_string();
    (0..1_500).for_each(|_| text.push_str(",1.00,1,1\n"));
    let dataset = read_bytes("订单.csv", text.as_bytes(), None);
    let file = &dataset.files[0];
    assert_eq!((file.set_aside, file.diagnostics.len(), file.diagnostics_total), (1_500, 1_000, 1_500));
    assert_eq!(file.set_aside_money.of("CNY").to_string(), "1500.00");
}

#[test]
fn progress_reaches_the_end() {
    let mut text = "订单号,商家实收金额,用户实付金额,商品数量\n".to_string();
    (0..5_000).for_each(|row| text.push_str(&format!("260601-{row},1,1,1\n")));
    let mut seen = Vec::new();
    let options = ReadOptions {
        timezone: "Asia/Shanghai",
        mapping: None,
        mappings: &[],
        states: None,
        progress: &mut |progress| seen.push(progress),
    };
    read("订单.csv", Cursor::new(&text), options);
    let size = u64::try_from(text.len()).unwrap();
    assert_eq!(seen.last(), Some(&Progress { bytes: size, of_bytes: size, rows: 5_001 }));
    assert!(seen.len() >= 3);
}

#[test]
fn order_money_repeated_on_each_row_is_taken_once() {
    let text = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n\
                #1,a@example.com,paid,2026-06-01 10:00:00 -0400,USD,100,8,8,108,1,Cup,50,C\n\
                #1,a@example.com,paid,2026-06-01 10:00:00 -0400,USD,100,9,8,108,1,Pot,50,P\n";
    let dataset = read_bytes("orders.csv", text.as_bytes(), None);
    // The total is no more than goods and shipping: the tax of 8 is inside.
    assert_eq!(dataset.headers.len(), 1);
    assert_eq!(dataset.headers.get(0).unwrap().amount.unwrap().to_string(), "100.00");
    assert_eq!(codes(&dataset.files[0]), ["repeated_money_differs"]);
}

#[test]
fn spend_is_in_the_currency_that_its_header_names() {
    let currency = |header: &str, row: &str| {
        let text = format!("{header}\n{row}\n");
        let dataset = read_bytes("ads.csv", text.as_bytes(), None);
        let row = dataset.ads.get(0).unwrap();
        (row.spend.to_string(), dataset.pools.currencies.get(row.currency).to_string())
    };
    let meta = "报告开始日期,广告系列名称,天,已花费金额 (EUR)";
    assert_eq!(currency(meta, "2026-06-01,a,2026-06-01,3.50"), ("3.50".to_string(), "EUR".to_string()));
    let chinese = "日期,商品ID,总花费(元),曝光量";
    assert_eq!(currency(chinese, "2026-06-01,12345678,3.50,1"), ("3.50".to_string(), "CNY".to_string()));
    let named = "Campaign,Day,Currency code,Cost,Impr.";
    assert_eq!(currency(named, "a,2026-06-01,GBP,3.50,1"), ("3.50".to_string(), "GBP".to_string()));
}

#[test]
fn what_an_order_adds_is_one_for_all_of_its_rows() {
    let text = "Sales Record Number,Order Number,Item Number,Custom Label,Quantity,Sold For,Shipping And Handling,Sale Date,Paid On Date\n\
                1,10-1,295,CUP,1,30.00,5.00,Jun-01-26,Jun-01-26\n\
                1,10-1,296,LID,1,10.00,6.00,Jun-01-26,Jun-01-26\n";
    let dataset = read_bytes("orders.csv", text.as_bytes(), None);
    // The lines keep their own money, the order has the postage of 5.00 once; the other postage on the second row is said.
    let amounts: Vec<_> = dataset.lines.iter().map(|line| line.amount.unwrap().to_string()).collect();
    assert_eq!(amounts, ["30.00", "10.00"]);
    let order = dataset.headers.get(0).unwrap();
    assert_eq!(
        (dataset.headers.len(), order.amount.unwrap().to_string().as_str(), order.adds_to_lines),
        (1, "5.00", true)
    );
    assert_eq!(codes(&dataset.files[0]), ["repeated_money_differs"]);
    assert_eq!(dataset.files[0].sum.to_string(), "45.00");
}

#[test]
fn facts_of_profiles_are_complete() {
    for facts in profiles() {
        assert!(!facts.export.zh.is_empty() && !facts.export.en.is_empty(), "{}", facts.key);
        assert!(!facts.required.is_empty(), "{}", facts.key);
    }
}

/// A sheet with its cells; a text that is a number is one.
fn sheet(book: &mut Workbook, name: &str, rows: &[&[&str]]) {
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
}

/// What each SKU costs, in cents, in the order of the rows.
fn costs(dataset: &Dataset) -> Vec<(&str, Stated)> {
    dataset.costs.iter().map(|cost| (dataset.pools.skus.get(cost.sku), cost.cost)).collect()
}

fn yuan(cents: i64) -> Stated {
    Stated::new(Amount::from_cents(cents))
}

#[test]
fn a_cost_sheet_is_known_by_what_its_columns_mean() {
    let text = "2026 春款\n款号,颜色,成本单价（元/件）,备注\n,春季上新,,\nA-1,白,12.5,\nA-2,白,待定,等报价\n,大码不加价,,\nA-3,,,\n合计,3款,,\n";
    let dataset = read_bytes("春款.csv", text.as_bytes(), None);
    let file = &dataset.files[0];
    assert_eq!((file.kind, file.rows, file.accepted, file.set_aside), (Kind::Costs, 3, 1, 2));
    assert_eq!(costs(&dataset), [("A-1", yuan(1250))]);
    let said: Vec<_> = file.diagnostics.iter().map(|found| &found.problem).collect();
    let columns = vec!["款号".to_owned(), "成本单价（元/件）".to_owned()];
    assert_eq!(said, [&Problem::ReadByMeaning { columns }, &Problem::CostsOpen { skus: 2, sku: "A-2".to_owned() }]);
}

#[test]
fn a_merged_price_holds_for_all_sizes() {
    let bytes = workbook(|book| {
        let rows: &[&[&str]] =
            &[&["款式", "货号", "进价"], &["T恤", "T-S", ""], &["", "T-M"], &["", "T-L"], &["衣", "C-1", "38"]];
        sheet(book, "成本", rows);
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.merge_range(1, 2, 3, 2, "￥12.50", &Format::new()).unwrap();
        sheet.merge_range(1, 0, 3, 0, "T恤", &Format::new()).unwrap();
    });
    let dataset = read_bytes("成本.xlsx", &bytes, None);
    let expected = [("T-S", yuan(1250)), ("T-M", yuan(1250)), ("T-L", yuan(1250)), ("C-1", yuan(3800))];
    assert_eq!(costs(&dataset), expected);
    assert_eq!(codes(&dataset.files[0]), Vec::<&str>::new());
}

#[test]
fn the_money_of_an_order_merged_over_its_lines_is_not_multiplied() {
    let bytes = workbook(|book| {
        order_sheet(book, "订单", &["260601-1", "260601-2"]);
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.merge_range(1, 1, 2, 1, "", &Format::new()).unwrap();
        sheet.write_number(1, 1, 30).unwrap();
    });
    let dataset = read_bytes("订单.xlsx", &bytes, None);
    let amounts: Vec<_> = dataset.lines.iter().map(|line| line.amount).collect();
    assert_eq!(amounts, [Some(yuan(3000))]);
    assert_eq!(codes(&dataset.files[0]), ["missing_value"]);
}

#[test]
fn stock_in_two_warehouses_adds_up_and_of_two_months_does_not() {
    let read = |names: [&str; 2]| {
        let bytes = workbook(|book| {
            sheet(book, names[0], &[&["款号", "现货数量"], &["A", "5"]]);
            sheet(book, names[1], &[&["款号", "现货数量"], &["A", "7"]]);
        });
        let dataset = read_bytes("库存.xlsx", &bytes, None);
        let name = |stock: &analytics::dataset::Stock| {
            stock.warehouse.map(|warehouse| dataset.pools.warehouses.get(warehouse).to_owned())
        };
        dataset.stock.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(read(["义乌仓", "金华仓"]), [Some("义乌仓".to_owned()), Some("金华仓".to_owned())]);
    assert_eq!(read(["5月", "6月"]), [None, None]);
}

#[test]
fn a_sheet_that_was_not_read_says_what_it_lacked() {
    let bytes = workbook(|book| {
        sheet(book, "春夏", &[&["货号", "进价"], &["A", "5"]]);
        sheet(book, "秋冬", &[&["货号", "颜色"], &["B", "红"]]);
        sheet(book, "说明", &[&["进价含税，运费另算"]]);
    });
    let dataset = read_bytes("成本.xlsx", &bytes, None);
    let said: Vec<_> = dataset.files[0].diagnostics.iter().map(|found| found.problem.clone()).collect();
    let lacks = |part: &str, missing: &[Field]| Problem::PartLacks { part: part.to_owned(), missing: missing.to_vec() };
    assert_eq!(said, [lacks("秋冬", &[Field::UnitCost]), lacks("说明", &[Field::Sku, Field::UnitCost])]);
}

#[test]
fn a_header_may_stand_far_down_and_in_two_rows() {
    let notes: String = (1..=40).map(|line| format!("说明第 {line} 条\n")).collect();
    let dataset = read_bytes("成本.csv", format!("{notes}款号,价格,\n,成本单价,售价\nA,5,9\n").as_bytes(), None);
    assert_eq!((costs(&dataset), codes(&dataset.files[0])), (vec![("A", yuan(500))], vec!["read_by_meaning"]));
    // No export is known by it, but it is a header.
    let unknown = read_bytes("清单.csv", format!("{notes}交易时间,收/支,对方\n2026-06-01,支出,某\n").as_bytes(), None);
    assert_eq!(codes(&unknown.files[0]), ["unknown_layout"]);
}

#[test]
fn sales_with_a_cost_and_purchases_are_no_cost_sheets() {
    let sales = read_bytes("销售.csv", "商家编码,成本,销售额,毛利\nA,500,900,400\n".as_bytes(), None);
    assert_eq!((sales.costs.iter().count(), codes(&sales.files[0])), (0, vec!["unknown_layout"]));
    let text = "日期,单号,供应商,品名,规格,数量,单价,金额\n2026-06-02,CG01,张记,短袖,红,100,12.5,1250\n";
    let purchases = read_bytes("进货台账.csv", text.as_bytes(), None);
    assert_eq!((purchases.shipments.iter().count(), codes(&purchases.files[0])), (0, vec!["purchase_list"]));
}
