//! Totals are totals wherever their label stands; and every sentence about the money is true.

use crate::{codes, printed, read_one, said, total};

/// 拼多多 ads: six rows, which add up to 210.
const ADS: [&str; 6] = ["10.00", "20.00", "30.00", "40.00", "50.00", "60.00"];
const HEADER: [&str; 5] = ["日期", "商品ID", "商品名称", "总花费(元)", "曝光量"];

/// The report with its columns in another order and one row of the reader's own at a place from 0.
fn report(order: [usize; 5], at: usize, own: [&str; 5]) -> String {
    let mut rows: Vec<[String; 5]> = (1..)
        .zip(ADS)
        .map(|(day, spend)| {
            [
                format!("2026-06-0{day}"),
                format!("61500000000{day}"),
                "帆布包".to_owned(),
                spend.to_owned(),
                "9".to_owned(),
            ]
        })
        .collect();
    rows.insert(at, own.map(str::to_owned));
    let line = |cells: &[String]| order.map(|column| cells[column].clone()).join(",");
    let header = line(&HEADER.map(str::to_owned));
    format!("{header}\n{}\n", rows.iter().map(|row| line(row)).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_total_is_no_spend_wherever_its_label_stands() {
    for order in [[0, 1, 2, 3, 4], [1, 2, 3, 4, 0], [3, 4, 2, 1, 0], [4, 3, 0, 2, 1]] {
        for at in [0, 3, 6] {
            for label in ["总计", "合计", "汇总", "Total", "合计：", "总 计"] {
                for place in [0, 1, 2] {
                    let mut own = ["", "", "", "210.00", "54"];
                    own[place] = label;
                    let dataset = read_one("推广.csv", report(order, at, own));
                    let file = &dataset.files[0];
                    let context = format!("{order:?} {at} {own:?}");
                    assert_eq!((file.rows, codes(file)), (6, vec![]), "{context}");
                    assert_eq!(total(&printed(&dataset), 0), "210.00", "{context}");
                    assert_eq!(
                        file.control.map(|control| control.stated.to_string()).as_deref(),
                        Some("210.00"),
                        "{context}"
                    );
                    assert_eq!(file.records.summary, 1, "{context}");
                }
            }
        }
    }
}

#[test]
fn a_row_without_a_day_among_rows_that_have_one_is_no_spend_and_is_named() {
    for at in [0, 3, 6] {
        for day in ["", "2026-06-01~2026-06-06", "全部"] {
            let dataset = read_one("推广.csv", report([0, 1, 2, 3, 4], at, [day, "", "", "210.00", "54"]));
            let row = u32::try_from(at).unwrap() + 2;
            assert_eq!(said(&dataset.files[0]), [("taken_for_total", Some(row), None)], "{at} {day}");
            assert_eq!((dataset.files[0].rows, total(&printed(&dataset), 0).as_str()), (6, "210.00"));
        }
    }
}

/// A report without days has its own period.
#[test]
fn without_any_day_all_rows_are_spend() {
    let text = "日期,商品ID,商品名称,总花费(元),曝光量\n,6101,帆布包,10.00,9\n,6102,帆布包,20.00,9\n";
    let dataset = read_one("推广.csv", text);
    assert_eq!((dataset.files[0].accepted, total(&printed(&dataset), 0).as_str()), (2, "30.00"));
}

#[test]
fn a_product_may_be_called_so() {
    for name in ["合计", "总计", "Total", "汇总"] {
        let ads = read_one("推广.csv", report([2, 0, 1, 3, 4], 3, ["2026-06-04", "615000000004", name, "5.00", "1"]));
        assert_eq!((ads.files[0].rows, total(&printed(&ads), 0).as_str()), (7, "215.00"), "{name}");
        let text = format!(
            "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),订单状态,支付时间\n\
             {name},260601-000000000000001,20.00,20.00,1,已收货,2026-06-01 10:00:00\n\
             杯,260601-000000000000002,20.00,20.00,1,已收货,2026-06-01 10:00:00\n\
             合计,,40.00,40.00,2,,\n"
        );
        let orders = read_one("订单.csv", text);
        assert_eq!((orders.files[0].rows, total(&printed(&orders), 0).as_str()), (2, "40.00"), "{name}");
    }
}

#[test]
fn totals_of_other_files_are_known_in_any_cell() {
    let orders = "订单号,商品,商家实收金额(元),用户实付金额(元),商品数量(件),支付时间\n260601-1,杯,20,20,1,2026-06-01\n,合计,20,20,1,\n";
    let bill = "账单日期,运单号,目的省,金额\n2026-06-01,YT1,浙江,3\n,,合计,3\n";
    let costs = "商品名称,商家编码,单位成本\n杯,A-1,5\n合计,,5\n";
    let stock = "仓库,规格商家编码,实际总库存\n一号,A-1,5\n小计,,5\n";
    for (name, text) in [("订单.csv", orders), ("快递.csv", bill), ("成本.csv", costs), ("库存.csv", stock)] {
        let file = read_one(name, text).files.remove(0);
        assert_eq!((file.rows, file.accepted, file.records.summary, codes(&file)), (1, 1, 1, vec![]), "{name}");
    }
}

#[test]
fn a_day_that_cannot_be_read_is_not_counted_in_silence() {
    let dataset =
        read_one("推广.csv", report([0, 1, 2, 3, 4], 6, ["2026-06-99", "615000000001", "帆布包", "7.00", "1"]));
    let file = &dataset.files[0];
    assert_eq!((file.rows, file.set_aside), (7, 1));
    assert_eq!(said(file), [("unreadable_date", Some(8), Some("日期"))]);
    assert!(file.diagnostics[0].to_string().ends_with("the row was set aside"));
    let printed = printed(&dataset);
    let bucket = printed["buckets"].as_array().unwrap().iter().find(|bucket| bucket["reason"] == "set_aside").unwrap();
    assert_eq!((bucket["amount"].as_str(), bucket["rows"].as_u64()), (Some("7.00"), Some(1)));
}

/// A cost from a day that cannot be read would be valid always.
#[test]
fn a_cost_from_no_day_is_set_aside() {
    let text = "商家编码,单位成本,生效日期\nA-1,5,2026-06-01\nA-1,9,下个月\n";
    let dataset = read_one("成本.csv", text);
    assert_eq!((dataset.costs.len(), dataset.files[0].set_aside), (1, 1));
    assert!(dataset.files[0].diagnostics[0].to_string().ends_with("the row was set aside"));
}

/// Where a sentence says that an order waits in a bucket, it does.
#[test]
fn an_order_without_any_date_waits_where_the_sentence_says() {
    let text = "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),商家编码-规格维度,订单状态,支付时间\n\
                杯,A1,20,20,1,C,已收货,2026-06-31\n杯,A2,20,20,1,C,已收货,2026-06-30\n";
    let dataset = read_one("订单.csv", text);
    assert_eq!(said(&dataset.files[0]), [("unreadable_date", Some(2), Some("支付时间"))]);
    assert!(dataset.files[0].diagnostics[0].to_string().contains("waits in the bucket no_date"));
    let printed = printed(&dataset);
    let bucket = printed["buckets"].as_array().unwrap().iter().find(|bucket| bucket["reason"] == "no_date").unwrap();
    assert_eq!((bucket["amount"].as_str(), bucket["rows"].as_u64()), (Some("20.00"), Some(1)));
}
