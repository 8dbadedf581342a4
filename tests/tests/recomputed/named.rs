//! Of several columns that may say a figure, those are named that were read.

use analytics::profit::Component;
use analytics::{Amount, Config};
use protocol::{CellsOfRow, ShareWithoutTax, SourceColumn};
use serde_json::{Value, json};

use crate::figures::check;
use crate::shop::Shop;

/// The cells of a row as they are worked with: `5: a + b - c`.
fn written(row: &CellsOfRow) -> String {
    let joined = |columns: &[SourceColumn], sign: &str| {
        let named: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
        named.join(sign)
    };
    let mut text = format!("{}: ", row.at.row);
    if !row.says.is_empty() {
        text += &format!("{} => ", joined(&row.says, ", "));
    }
    text += &joined(&row.adds, " + ");
    row.subtracts.iter().for_each(|column| text += &format!(" - {}", column.header));
    row.times.iter().for_each(|column| text += &format!(" * {}", column.header));
    if let Some(ShareWithoutTax { adds, subtracts, total }) = &row.share {
        text += &format!(" * ({}", joined(adds, " + "));
        subtracts.iter().for_each(|column| text += &format!(" - {}", column.header));
        text += &format!(") / {}", total.header);
    }
    text
}

fn shop(name: &str, text: &str, config: Value) -> Shop {
    Shop::open(vec![(name.to_owned(), text.as_bytes().to_vec())], Config::with_changes(&config).unwrap())
}

/// What is named for a figure of a SKU, with its amount.
#[track_caller]
fn names(shop: &mut Shop, sku: &str, component: Component, expected: &[(&str, &str)]) {
    let cells = shop.cells(sku, component).cells;
    let found = cells.iter().map(|cell| {
        let rows: Vec<String> = std::iter::once(&cell.row).chain(&cell.more_rows).map(written).collect();
        (rows.join("; "), cell.amount)
    });
    let expected: Vec<(String, Amount)> =
        expected.iter().map(|(cells, amount)| ((*cells).to_owned(), Amount::parse(amount).unwrap())).collect();
    assert_eq!(found.collect::<Vec<_>>(), expected, "{sku} {component:?}");
}

const JUSHUITAN: &str = "\
内部订单号,线上订单号,店铺名称,发货日期,付款日期,应付金额,已付金额,状态,下单时间,平台站点,线上子订单编号,商品编码,数量,商品金额,退款状态
1,9001,示例,2026-06-02 09:00:00,2026-06-01 09:00:00,50.00,48.00,已发货,2026-06-01 08:59:00,淘宝,90011,CUP,1,50,
2,9002,示例,2026-06-02 09:00:00,2026-06-01 10:00:00,80.00,,已发货,2026-06-01 09:59:00,淘宝,90021,MUG,1,80,
3,9003,示例,2026-06-02 09:00:00,2026-06-01 11:00:00,40.00,40.00,已发货,2026-06-01 10:59:00,淘宝,90031,POT,1,40,
4,9003,示例,2026-06-02 09:00:00,2026-06-01 11:00:00,60.00,,已发货,2026-06-01 10:59:00,淘宝,90032,POT,1,60,
5,9004,示例,,2026-06-01 12:00:00,70.00,70.00,被拆分,2026-06-01 11:59:00,淘宝,90041,PAN,2,70,
6,9004,示例,2026-06-02 09:00:00,2026-06-01 12:00:00,30.00,30.00,已发货,2026-06-01 11:59:00,淘宝,90041,PAN,1,30,
7,9004,示例,2026-06-02 09:00:00,2026-06-01 12:00:00,40.00,40.00,已发货,2026-06-01 11:59:00,淘宝,90042,PAN,1,40,
";

#[test]
fn a_column_that_stands_in_for_a_blank_one_is_named_and_so_are_the_parts_of_an_order() {
    let mut shop = shop("订单.csv", JUSHUITAN, json!({}));
    let named = |shop: &mut Shop, sku, expected: &[(&str, &str)]| names(shop, sku, Component::Revenue, expected);
    named(&mut shop, "CUP", &[("2: 已付金额", "48")]);
    named(&mut shop, "MUG", &[("3: 应付金额", "80")]);
    named(&mut shop, "POT", &[("4: 已付金额; 5: 应付金额", "40"), ("4: 已付金额; 5: 应付金额", "60")]);
    named(&mut shop, "PAN", &[("7: 已付金额; 8: 已付金额", "30"), ("7: 已付金额; 8: 已付金额", "40")]);
    check(&mut shop);
}

#[test]
fn the_line_that_was_given_back_is_named_with_what_its_order_says_of_the_money() {
    let text = "\
内部订单号,线上订单号,店铺名称,发货日期,付款日期,应付金额,已付金额,状态,下单时间,平台站点,线上子订单编号,商品编码,数量,商品金额,退款状态
1,9001,示例,2026-06-02 09:00:00,2026-06-01 09:00:00,90.00,90.00,已发货,2026-06-01 08:59:00,淘宝,90011,CUP,1,50,无
1,9001,示例,2026-06-02 09:00:00,2026-06-01 09:00:00,90.00,90.00,已发货,2026-06-01 08:59:00,淘宝,90012,MUG,1,40,退款成功
";
    let mut shop = shop("订单.csv", text, json!({}));
    names(&mut shop, "MUG", Component::Revenue, &[("2: 已付金额", "40")]);
    names(&mut shop, "MUG", Component::Refunds, &[("2: 已付金额; 3: 退款状态 => ", "40")]);
    names(&mut shop, "CUP", Component::Refunds, &[]);
}

#[test]
fn tax_inside_a_price_is_named_where_it_is_taken_off() {
    let text = "\
Name,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount
#1,partially_refunded,2026-06-10 11:00:10 +0800,fulfilled,2026-06-11 09:00:00 +0800,CNY,90,10,9,100,2026-06-10 11:00:00 +0800,1,Bowl,90,BOWL,50
#2,partially_refunded,2026-06-10 11:00:10 +0800,fulfilled,2026-06-11 09:00:00 +0800,CNY,90,10,9,109,2026-06-10 11:00:00 +0800,1,Tray,90,TRAY,50
";
    let mut shop = shop("orders_export_1.csv", text, json!({}));
    names(&mut shop, "BOWL", Component::Revenue, &[("2: Subtotal + Shipping - Taxes", "91")]);
    names(
        &mut shop,
        "BOWL",
        Component::Refunds,
        &[("2: Refunded Amount * (Subtotal + Shipping - Taxes) / Total", "45.5")],
    );
    names(&mut shop, "TRAY", Component::Revenue, &[("3: Subtotal + Shipping", "100")]);
    names(&mut shop, "TRAY", Component::Refunds, &[("3: Refunded Amount * (Subtotal + Shipping) / Total", "45.87")]);
    check(&mut shop);
}

#[test]
fn a_price_is_named_with_how_many() {
    let text = "单号,货号,几件,单价多少,哪天付\nA,CUP,3,12.5,2026-06-01\nB,CUP,1,12.5,2026-06-02\n";
    let columns = json!({
        "order_id": "单号", "sku": "货号", "quantity": "几件", "unit_price": "单价多少", "paid_at": "哪天付",
    });
    let mapping = json!({ "kind": "order_lines", "columns": columns });
    let mut shop = shop("台账.csv", text, json!({ "mapping": { "台账.csv": mapping } }));
    names(&mut shop, "CUP", Component::Revenue, &[("2: 单价多少 * 几件", "37.5"), ("3: 单价多少 * 几件", "12.5")]);
    check(&mut shop);
}
