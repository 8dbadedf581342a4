//! No row is lost between a file and its table: counted from outside, on files of which every line is planted.

use proptest::prelude::*;

use crate::{codes, printed, read_one, total};

/// 拼多多 orders with a remark at the end.
const HEADER: &str =
    "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),商家编码-规格维度,订单状态,支付时间,商家备注";

/// A row of the planted file: the name and the remark as they stand there, and how many line breaks are in them.
#[derive(Clone, Debug)]
struct Planted {
    name: &'static str,
    remark: &'static str,
    breaks: u32,
}

fn record(number: usize, row: &Planted) -> String {
    let Planted { name, remark, .. } = row;
    format!("{name},260601-{number:06},20.00,20.00,1,A-1,\"已发货，待收货\",2026-06-01 10:00:00,{remark}")
}

/// Names with quotation marks that are letters, names that are quoted, and plain ones.
const NAMES: [&str; 9] = [
    "杯",
    "\"5 inch plate",
    "plate 7\"",
    "\"12\"\" plate\"",
    "\"plate, white\"",
    "\"5\" plate",
    "\"\"",
    "a\"b\"c",
    "'\"盘",
];
/// Remarks, and their line breaks.
const REMARKS: [(&str, u32); 7] = [
    ("", 0),
    ("\"放门口,谢谢\"", 0),
    ("\"第一行\n第二行\"", 1),
    ("\"浙江省, 杭州市\n西湖区, 文三路\n\n3 号\"", 3),
    ("\"a\r\nb, \"\"c\"\"\r\n\"", 2),
    ("送 \"小样\"", 0),
    ("\"", 0),
];

fn planted() -> impl Strategy<Value = Vec<Planted>> {
    let row = (0..NAMES.len(), 0..REMARKS.len()).prop_map(|(name, remark)| Planted {
        name: NAMES[name],
        remark: REMARKS[remark].0,
        breaks: REMARKS[remark].1,
    });
    prop::collection::vec(row, 1..60)
}

fn check(rows: &[Planted], end: &str) {
    let title = ["拼多多订单", ""].join("\n");
    let mut text = format!("{title}\n{HEADER}\n");
    for (number, row) in rows.iter().enumerate() {
        if number % 7 == 3 {
            text.push('\n');
        }
        text.push_str(&record(number, row));
        text.push('\n');
    }
    let n_blank = u32::try_from((0..rows.len()).filter(|number| number % 7 == 3).count()).unwrap() + 1;
    text.push_str(&format!("合计,,{},,,,,,{end}", 20 * rows.len()));
    let dataset = read_one("订单.csv", &text);
    let file = &dataset.files[0];
    let n_rows = u32::try_from(rows.len()).unwrap();
    let records = file.records;
    assert_eq!((file.rows, file.accepted, records.data), (n_rows, n_rows, n_rows), "{text}\n{:?}", codes(file));
    assert_eq!((records.header, records.title, records.summary, records.blank), (1, 1, 1, n_blank), "{text}");
    // Counted here, by the bytes alone.
    let lines = text.replace("\r\n", "\n").trim_end_matches('\n').split('\n').count();
    let breaks: u32 = rows.iter().map(|row| row.breaks).sum();
    assert_eq!(records.lines, Some(u32::try_from(lines).unwrap()));
    assert_eq!((records.line_breaks, records.all + breaks), (breaks, u32::try_from(lines).unwrap()), "{text}");
    assert_eq!(total(&printed(&dataset), 0), format!("{}.00", 20 * rows.len()), "{text}");
    assert!(codes(file).iter().all(|code| *code == "quote_is_letter"), "{:?}", codes(file));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_line_is_accounted_for(rows in planted(), has_end: bool) {
        check(&rows, if has_end { "\n" } else { "" });
    }
}

/// The mark that closes is two hundred rows away.
#[test]
fn rows_between_two_stray_marks_are_rows() {
    for (open, close) in [(3, 203), (0, 399), (398, 399)] {
        let plain = Planted { name: "杯", remark: "", breaks: 0 };
        let mut rows = vec![plain; 400];
        rows[open].name = "\"5 inch plate";
        rows[close].name = "plate 7\"";
        check(&rows, "\n");
    }
}

/// Every row has one, so that most records agree on a number of cells that is wrong.
#[test]
fn a_mark_in_every_row_is_a_letter_in_every_row() {
    for n_rows in [1, 3, 60] {
        let stray = Planted { name: "\"5 inch plate", remark: "", breaks: 0 };
        check(&vec![stray; n_rows], "");
    }
}

#[test]
fn a_stray_mark_is_named_with_its_row_and_column() {
    let plain = Planted { name: "杯", remark: "", breaks: 0 };
    let mut text = format!("{HEADER}\n");
    for number in 0..50 {
        let name = if number == 10 || number == 30 { "\"5 inch plate" } else { "杯" };
        text.push_str(&record(number, &Planted { name, ..plain.clone() }));
        text.push('\n');
    }
    let dataset = read_one("订单.csv", &text);
    let said = crate::said(&dataset.files[0]);
    // Row 1 is the header, row 2 the first order.
    assert_eq!(said, [("quote_is_letter", Some(12), Some("商品"))]);
    assert!(dataset.files[0].diagnostics[0].to_string().contains("2 rows"));
    let counts = &printed(&dataset)["files"][0]["records"];
    let expected = serde_json::json!({
        "records": 51, "header": 1, "rows": 50, "title": 0, "summary": 0, "blank": 0, "description": 0,
        "lines": 51, "line_breaks": 0,
    });
    assert_eq!(counts, &expected);
}

/// A file that holds one quotation mark, never closed, however long it is.
#[test]
fn a_mark_that_never_closes_is_a_letter() {
    let mut text = format!("{HEADER}\n{}\n", record(0, &Planted { name: "\"5 inch plate", remark: "", breaks: 0 }));
    for number in 1..60_000 {
        text.push_str(&record(number, &Planted { name: "棉麻抱枕套", remark: "", breaks: 0 }));
        text.push('\n');
    }
    let dataset = read_one("订单.csv", &text);
    assert_eq!((dataset.files[0].accepted, codes(&dataset.files[0])), (60_000, vec!["quote_is_letter"]));
}

#[test]
fn workbooks_account_for_their_rows_too() {
    let rows = [
        crate::package::row(1, &["库存状态"]),
        crate::package::row(2, &["规格商家编码", "实际总库存"]),
        crate::package::row(3, &["A-1", "5"]),
        crate::package::row(4, &["A-2", "7"]),
        crate::package::row(5, &["汇总", "12"]),
    ];
    let bytes = crate::package::Package { rows: &rows.concat(), ..Default::default() }.bytes();
    let records = read_one("库存.xlsx", bytes).files[0].records;
    assert_eq!((records.all, records.title, records.header, records.data, records.summary), (5, 1, 1, 2, 1));
    assert!(records.agree());
}
