//! How a column writes numbers and days is decided from all of its cells.

use std::io::{Cursor, Write};

use analytics::Dataset;
use ingest::Mapping;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{read, read_mapped, read_one, said};

fn mapping(amount: &str) -> Mapping {
    let columns = serde_json::json!({
        "order_id": "流水", "sku": "货号", "quantity": "数量", "amount": amount, "paid_at": "时间",
    });
    serde_json::from_value(serde_json::json!({ "kind": "order_lines", "columns": columns })).unwrap()
}

/// An order a row, with these amounts and times.
fn mapped(rows: &[(&str, &str)]) -> Dataset {
    let row = |(index, (amount, time)): (usize, &(&str, &str))| format!("A{index},S,1,\"{amount}\",{time}\n");
    let text = format!("流水,货号,数量,金额,时间\n{}", rows.iter().enumerate().map(row).collect::<String>());
    read_mapped(&[("订单.csv", text.as_bytes())], Some(&mapping("金额")))
}

fn amounts(dataset: &Dataset) -> Vec<String> {
    dataset.lines.iter().map(|line| line.amount.unwrap().to_string()).collect()
}

fn days(dataset: &Dataset) -> Vec<String> {
    dataset.lines.iter().map(|line| line.times.paid.unwrap().day().to_string()).collect()
}

const AT: &str = "2026-06-01";

#[test]
fn one_cell_decides_for_its_column() {
    let dataset = mapped(&[("159.000", AT), ("1.350.000", AT), ("2,5", AT)]);
    assert_eq!(amounts(&dataset), ["159000.00", "1350000.00", "2.50"]);
    assert_eq!(said(&dataset.files[0]), [("point_is_thousands", Some(3), Some("金额"))]);
    // What the program takes for granted is proven here, which is nothing to speak of.
    let dataset = mapped(&[("1,234", AT), ("12.50", AT)]);
    assert_eq!(amounts(&dataset), ["1234.00", "12.50"]);
    assert_eq!(said(&dataset.files[0]), []);
    let dataset = mapped(&[("1", "03/04/2026"), ("1", "25/04/2026 10:00")]);
    assert_eq!(days(&dataset), ["2026-04-03", "2026-04-25"]);
    assert_eq!(said(&dataset.files[0]), [("day_is_first", Some(3), Some("时间"))]);
    let dataset = mapped(&[("1", "03/04/2026"), ("1", "04/25/2026 10:00")]);
    assert_eq!(days(&dataset), ["2026-03-04", "2026-04-25"]);
    assert_eq!(said(&dataset.files[0]), []);
}

#[test]
fn what_nothing_decides_is_asked() {
    let dataset = mapped(&[("159.000", "03/04/2026"), ("12", "04/05/2026")]);
    assert_eq!(amounts(&dataset), ["159.00", "12.00"]);
    assert_eq!(days(&dataset), ["2026-03-04", "2026-04-05"]);
    assert_eq!(
        said(&dataset.files[0]),
        [("unclear_numbers", None, Some("金额")), ("unclear_days", None, Some("时间"))]
    );
    let words: Vec<String> = dataset.files[0].diagnostics.iter().map(ToString::to_string).collect();
    assert!(words[0].contains("1 numbers") && words[0].contains("`159.000` was read as 159.00"), "{words:?}");
    assert!(words[1].contains("2 dates") && words[1].contains("`03/04/2026` was read as 2026-03-04"), "{words:?}");
    // Both ways in one column: 12,50 is refused where the point is the decimal sign, and 1.234 could be either.
    let dataset = mapped(&[("12.50", AT), ("12,50", AT), ("1.234", AT)]);
    let expected = [("unreadable_amount", Some(3), Some("金额")), ("mixed_numbers", None, Some("金额"))];
    assert_eq!(said(&dataset.files[0]), expected);
    // So it is where somebody typed a comma for the point.
    let dataset = mapped(&[("1,234", AT), ("12,5", AT), ("100", AT)]);
    let expected = [("unreadable_amount", Some(3), Some("金额")), ("mixed_numbers", None, Some("金额"))];
    assert_eq!(
        (amounts(&dataset), said(&dataset.files[0])),
        (vec!["1234.00".into(), "100.00".into()], expected.into())
    );
    let dataset = mapped(&[("12.50", AT), ("12,50", AT)]);
    assert_eq!(said(&dataset.files[0]), [("unreadable_amount", Some(3), Some("金额"))]);
}

/// A platform's own export writes numbers in one way, but a spreadsheet may have rewritten its dates.
#[test]
fn an_export_saved_in_another_country_is_read_by_its_days() {
    let header = "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),商家编码-规格维度,订单状态,支付时间\n";
    let row = |id: u32, time: &str| format!("杯,260603-{id},\"1,234\",\"1,234\",1,A,已收货,{time}\n");
    let text = format!("{header}{}{}", row(1, "03/06/2026 9:05"), row(2, "13/06/2026 9:05"));
    let dataset = read_one("订单.csv", text);
    assert_eq!(days(&dataset), ["2026-06-03", "2026-06-13"]);
    assert_eq!(amounts(&dataset), ["1234.00", "1234.00"]);
    assert_eq!(said(&dataset.files[0]), [("day_is_first", Some(3), Some("支付时间"))]);
    let text = format!("{header}{}", row(1, "03/06/2026 9:05"));
    assert_eq!(said(&read_one("订单.csv", text).files[0]), [("unclear_days", None, Some("支付时间"))]);
}

/// Each table of a file is decided by itself, and what is read twice is there once.
#[test]
fn tables_are_decided_apart() {
    let table = |first: &str, second: &str| {
        format!("流水,货号,数量,金额,时间\nA{first},S,1,{first},{AT}\nA{second},S,1,{second},{AT}\n").into_bytes()
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("一.csv", table("159.000", "1.350.000")), ("二.csv", table("159.000", "12.50"))] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let dataset = read_mapped(&[("订单.zip", &zip)], Some(&mapping("金额")));
    assert_eq!(amounts(&dataset), ["159000.00", "1350000.00", "159.00", "12.50"]);
    assert_eq!(dataset.files.len(), 2);
    assert_eq!(said(&dataset.files[0]), [("point_is_thousands", Some(3), Some("金额"))]);
    assert_eq!(said(&dataset.files[1]), []);
}

#[test]
fn a_unit_of_ten_thousand_in_the_header_holds_for_the_column() {
    let text = "流水,货号,数量,金额（万元）,时间\nA1,S,1,1.23456789,2026-06-01\nA2,S,1,0.3,2026-06-01\n";
    for header in ["金额（万元）", "金额"] {
        let dataset = read_mapped(&[("订单.csv", text.as_bytes())], Some(&mapping(header)));
        assert_eq!(amounts(&dataset), ["12345.6789", "3000.00"]);
        assert_eq!(said(&dataset.files[0]), [("in_ten_thousands", None, Some("金额（万元）"))]);
    }
    let costs = read(&[("成本.csv", "商家编码,单位成本（万元）\nA-1,0.00125\n".as_bytes())]);
    assert_eq!(costs.costs.get(0).unwrap().cost, analytics::Stated::new(analytics::Amount::from_cents(1250)));
}
