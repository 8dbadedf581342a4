//! Columns that cannot be what they were taken for, and findings that are said once.

use ingest::Mapping;

use crate::{codes, printed, read_mapped, read_one, said};

fn mapping(fields: &[(&str, &str)], kind: &str) -> Mapping {
    let columns: serde_json::Map<String, serde_json::Value> =
        fields.iter().map(|(field, header)| ((*field).to_owned(), (*header).into())).collect();
    serde_json::from_value(serde_json::json!({ "kind": kind, "columns": columns })).unwrap()
}

const ORDERS: [(&str, &str); 5] =
    [("order_id", "单号"), ("paid_at", "时间"), ("sku", "货号"), ("quantity", "数量"), ("amount", "联系方式")];

fn orders(n_rows: usize, quantity: &str, amount: impl Fn(usize) -> String) -> String {
    let row = |index| format!("A{index:04},2026-06-01 10:00:00,SKU1,{quantity},{}\n", amount(index));
    format!("单号,时间,货号,数量,联系方式\n{}", (0..n_rows).map(row).collect::<String>())
}

#[test]
fn telephone_numbers_are_no_amounts() {
    let mapping = mapping(&ORDERS, "order_lines");
    let phone = |index: usize| (13_800_000_000_usize + index).to_string();
    let id = |index: usize| (4_502_123_456_789_012_u64 + index as u64).to_string();
    let sparse = |index: usize| if index.is_multiple_of(3) { phone(index) } else { String::new() };
    for text in [orders(800, "1", phone), orders(1, "1", phone), orders(30, "1", id), orders(30, "1", sparse)] {
        let n_rows = u32::try_from(text.lines().count() - 1).unwrap();
        let dataset = read_mapped(&[("电话.csv", text.as_bytes())], Some(&mapping));
        let file = &dataset.files[0];
        assert_eq!((file.rows, file.accepted, file.set_aside), (n_rows, 0, n_rows));
        assert_eq!(said(file), [("column_refused", None, Some("联系方式"))]);
        assert!(dataset.n_rows().iter().all(|(_, count)| *count == 0));
        let printed = printed(&dataset);
        assert_eq!(printed["files"][0]["money"]["total"], "0.00");
    }
}

#[test]
fn ids_are_no_quantities() {
    let mapping = mapping(&ORDERS, "order_lines");
    let text = orders(20, "99999999999", |_| "5.00".to_owned());
    let dataset = read_mapped(&[("数量.csv", text.as_bytes())], Some(&mapping));
    assert_eq!(said(&dataset.files[0]), [("column_refused", None, Some("数量"))]);
    // One of them among real ones is a row that cannot be read.
    let text = text.replacen("99999999999", "1", 19);
    let dataset = read_mapped(&[("数量.csv", text.as_bytes())], Some(&mapping));
    assert_eq!((dataset.files[0].accepted, codes(&dataset.files[0])), (19, vec!["unreadable_quantity"]));
}

#[test]
fn amounts_stay_amounts() {
    let mapping = mapping(&ORDERS, "order_lines");
    // Round, large, of one length.
    for amount in ["100", "99999", "159000", "123456789", "1299.00"] {
        let dataset = read_mapped(&[("订单.csv", orders(40, "1", |_| amount.to_owned()).as_bytes())], Some(&mapping));
        assert_eq!((dataset.files[0].accepted, codes(&dataset.files[0])), (40, vec![]), "{amount}");
    }
}

/// No sum of positive amounts is negative, and none that is not known is printed as if it were.
#[test]
fn a_sum_beyond_all_amounts_is_said() {
    // 400 rows of 99,999,999,999.99 that cannot be read for another reason: no id.
    let row = |_| ",2026-06-01 10:00:00,SKU1,1,99999999999.99\n";
    let text = format!("单号,时间,货号,数量,联系方式\n{}", (0..400).map(row).collect::<String>());
    let mapping = mapping(&ORDERS, "order_lines");
    let dataset = read_mapped(&[("订单.csv", text.as_bytes())], Some(&mapping));
    let file = &dataset.files[0];
    assert!(codes(file).contains(&"sum_too_large"), "{:?}", file.diagnostics.last());
    assert!(!file.set_aside_money.of("CNY").is_negative());
}

#[test]
fn what_is_wrong_with_a_cell_is_said_once() {
    // A line and its order read the same date and the same waybill.
    let text = "内部订单号,线上订单号,商品编码,数量,已付金额,付款日期,状态,快递单号\n\
                1,A1,S,1,20,2026-06-31,已发货,4.64001E+14\n2,A2,S,1,20,2026-06-30,已发货,4.64001E+14\n";
    let dataset = read_one("聚水潭.csv", text);
    let expected = [("unreadable_date", Some(2), Some("付款日期")), ("damaged_ids", None, Some("快递单号"))];
    assert_eq!(said(&dataset.files[0]), expected);
    assert_eq!(dataset.files[0].diagnostics_total, 2);
    assert!(dataset.files[0].diagnostics[1].to_string().contains("2 numbers"));
    let text = "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),订单成交时间\n杯,A1,20,20,1,2206-06-30\n";
    assert_eq!(codes(&read_one("订单.csv", text).files[0]), ["unreadable_date"]);
}

/// Waybills that lost their digits are all the same number; nothing may be joined by it.
#[test]
fn damaged_numbers_the_row_can_do_without_join_nothing() {
    let text = "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),商品id,商家编码-规格维度,订单状态,支付时间,快递单号\n\
                杯,260601-1,20,20,1,6.12346E+11,A,已收货,2026-06-01,4.64001E+14\n\
                杯,260601-2,20,20,1,6.12346E+11,A,已收货,2026-06-01,YT2\n";
    let dataset = read_one("订单.csv", text);
    let expected = [("damaged_ids", None, Some("商品id")), ("damaged_ids", None, Some("快递单号"))];
    assert_eq!(said(&dataset.files[0]), expected);
    assert_eq!(dataset.files[0].accepted, 2);
    let lines: Vec<_> = dataset.lines.iter().map(|line| (line.waybill.is_some(), line.product.is_some())).collect();
    assert_eq!(lines, [(false, false), (true, false)]);
}

/// No message shows the program's own notation, whatever the file.
#[test]
fn messages_are_words() {
    let files: [(&str, &str); 4] = [
        ("一.csv", "运单号,别的\nYT1,2\n"),
        ("二.csv", "a,b\n1,2\n"),
        ("三.csv", "商品ID,曝光量,日期\n1,2,2026-06-01\n"),
        ("四.csv", "只有字\n"),
    ];
    for (name, text) in files {
        for mapping in [None, Some(mapping(&ORDERS, "order_lines")), Some(mapping(&[("sku", "a")], "costs"))] {
            let dataset = read_mapped(&[(name, text.as_bytes())], mapping.as_ref());
            for found in &dataset.files[0].diagnostics {
                let sentence = found.to_string();
                assert!(
                    !["Some(", "None", "[", "]", "{", "}"].iter().any(|sign| sentence.contains(sign)),
                    "{sentence}"
                );
            }
        }
    }
}
