//! Formulas: those that are one value, and those of which the file holds no result.

use analytics::Dataset;

use crate::package::{Package, row};
use crate::{codes, printed, read_one, said};

/// 聚水潭 orders; the platform's number may be missing, as in orders that were entered by hand.
const ERP: [&str; 9] =
    ["内部订单号", "线上订单号", "店铺名称", "商品编码", "数量", "已付金额", "付款日期", "状态", "快递单号"];

/// Two orders, whose number on the platform and waybill are the cells given.
fn erp(order: &str, waybill: &str, more: &[(&str, &str)]) -> Dataset {
    let line = |number, internal, order, waybill| {
        row(number, &[internal, order, "店", "A-1", "1", "20.00", "2026-06-01 10:00:00", "已发货", waybill])
    };
    let rows = [row(1, &ERP), line(2, "70001", order, waybill), line(3, "70002", "4502999", "YT2")].concat();
    read_one("聚水潭.xlsx", Package { rows: &rows, more, ..Package::default() }.bytes())
}

fn ids(dataset: &Dataset) -> Vec<&str> {
    dataset.lines.iter().map(|line| dataset.pools.order_parts(line.order).1).collect()
}

#[test]
fn a_formula_that_is_one_value_is_that_value_whatever_is_stored() {
    let id = "4502123456789012345";
    for cell in [
        r#"<c><f>"4502123456789012345"</f></c>"#,
        r#"<c><f>"4502123456789012345"</f><v/></c>"#,
        r#"<c><f>"4502123456789012345"</f><v></v></c>"#,
        r#"<c><f>"4502123456789012345"</f><v>0</v></c>"#,
        r#"<c t="str"><f>"4502123456789012345"</f><v></v></c>"#,
        r#"<c t="str"><f>&quot;4502123456789012345&quot;</f><v>stale</v></c>"#,
        r#"<c t="str"><f>="4502123456789012345"</f></c>"#,
        r#"<c><f t="shared" ref="B2:B9" si="0">"4502123456789012345"</f></c>"#,
        r#"<c><f>4502123456789012345</f><v>4.50212345678901E+18</v></c>"#,
        r#"<c t="str"><f><![CDATA["4502123456789012345"]]></f></c>"#,
    ] {
        let dataset = erp(cell, "YT1", &[]);
        assert_eq!(ids(&dataset), [id, "4502999"], "{cell}");
        assert_eq!(codes(&dataset.files[0]), Vec::<&str>::new(), "{cell}");
    }
}

#[test]
fn cells_that_share_a_formula_share_its_value() {
    let line = |number, internal, order| {
        row(number, &[internal, order, "店", "A-1", "1", "20.00", "2026-06-01 10:00:00", "已发货", ""])
    };
    let rows = [
        row(1, &ERP),
        line(2, "70001", r#"<c><f t="shared" ref="B2:B3" si="3">"4502111"</f></c>"#),
        line(3, "70002", r#"<c><f t="shared" si="3"/></c>"#),
    ];
    let dataset = read_one("聚水潭.xlsx", Package { rows: &rows.concat(), ..Package::default() }.bytes());
    assert_eq!(ids(&dataset), ["4502111", "4502111"]);
}

/// Without its number on the platform the order would be counted under another, beside the platform's own export.
#[test]
fn a_formula_nobody_calculated_is_no_blank_cell() {
    for cell in [
        r#"<c><f>A2&amp;"x"</f></c>"#,
        r#"<c><f>A2&amp;"x"</f><v/></c>"#,
        r#"<c><f>A2&amp;"x"</f><v></v></c>"#,
        r#"<c t="str"><f>A2&amp;"x"</f><v></v></c>"#,
        r#"<c><f t="shared" si="0"/></c>"#,
    ] {
        let dataset = erp(cell, "YT1", &[]);
        let file = &dataset.files[0];
        assert_eq!(ids(&dataset), ["4502999"], "{cell}");
        assert_eq!((file.rows, file.accepted, file.set_aside), (2, 1, 1), "{cell}");
        let expected = [
            ("formula_not_calculated", Some(2), Some("线上订单号")),
            ("formula_without_value", None, Some("线上订单号")),
        ];
        assert_eq!(said(file), expected, "{cell}");
        let sentence = file.diagnostics[0].to_string();
        assert!(sentence.contains("formula") && sentence.contains("Open the file in Excel, save it"), "{sentence}");
    }
}

#[test]
fn a_column_that_may_be_empty_is_named_once() {
    let line = |number: usize| {
        let (internal, order) = (format!("7{number:04}"), format!("45{number:05}"));
        let cells = [internal.as_str(), &order, "店", "A-1", "1", "20.00", "2026-06-01 10:00:00", "已发货"];
        row(number, &[cells.as_slice(), &[r#"<c><f>VLOOKUP(A2,单号!A:B,2,0)</f></c>"#]].concat())
    };
    let rows: String = std::iter::once(row(1, &ERP)).chain((2..=301).map(line)).collect();
    let dataset = read_one("聚水潭.xlsx", Package { rows: &rows, ..Package::default() }.bytes());
    let file = &dataset.files[0];
    assert_eq!((file.accepted, said(file)), (300, vec![("formula_without_value", None, Some("快递单号"))]));
    assert!(file.diagnostics[0].to_string().contains("300 cells"));
}

/// Where Excel calculated, an empty text is a result: `IF(C2="","",C2)`.
#[test]
fn an_empty_result_is_a_result() {
    let chain = ("xl/calcChain.xml", "<calcChain/>");
    let dataset = erp("4502111", r#"<c t="str"><f>IF(A2="","",A2)</f><v></v></c>"#, &[chain]);
    assert_eq!((ids(&dataset), codes(&dataset.files[0])), (vec!["4502111", "4502999"], vec![]));
    assert_eq!(dataset.lines.get(0).unwrap().waybill, None);
}

#[test]
fn costs_nobody_calculated_are_named_for_what_they_are() {
    let line = |number: usize| row(number, &[&format!("S{number}"), r#"<c><f>14.2+1</f><v/></c>"#]);
    let rows: String = std::iter::once(row(1, &["商家编码", "单位成本"])).chain((2..=27).map(line)).collect();
    let dataset = read_one("成本表.xlsx", Package { rows: &rows, ..Package::default() }.bytes());
    let file = &dataset.files[0];
    assert_eq!((file.rows, file.set_aside, file.diagnostics_total), (26, 26, 27));
    assert!(said(file).iter().all(|found| found.0.starts_with("formula_") && found.2 == Some("单位成本")));
}

/// The same two rows in every format that shows formulas.
#[test]
fn every_format_reads_a_formula_alike() {
    let header = "商家编码,单位成本,生效日期";
    let csv = format!("{header}\n=\"0012\",=12.5,\n0013,=A1*2,\n");
    let cells = |texts: &[&str]| texts.iter().map(|text| format!("<td>{text}</td>")).collect::<String>();
    let html = format!(
        "<html><table><tr>{}</tr><tr>{}<td x:fmla=\"=12.5\">12.5</td></tr><tr><td>0013</td><td x:fmla=\"=A1*2\"></td></tr></table>",
        cells(&header.split(',').collect::<Vec<_>>()),
        cells(&["=\"0012\""]),
    );
    let data = |text: &str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let spreadsheet = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"s\"><Table><Row>{}</Row><Row><Cell ss:Formula=\"=&quot;0012&quot;\"/><Cell ss:Formula=\"=12.5\"><Data ss:Type=\"Number\">0</Data></Cell></Row><Row>{}<Cell ss:Formula=\"=A1*2\"/></Row></Table></Worksheet></Workbook>",
        header.split(',').map(data).collect::<String>(),
        data("0013"),
    );
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let flat = format!(
        "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet><table:table table:name=\"s\"><table:table-row>{}</table:table-row><table:table-row><table:table-cell table:formula=\"of:=&quot;0012&quot;\"/><table:table-cell table:formula=\"of:=12.5\" office:value-type=\"float\" office:value=\"0\"/></table:table-row><table:table-row>{}<table:table-cell table:formula=\"of:=[.A1]*2\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document>",
        header.split(',').map(text).collect::<String>(),
        text("0013"),
    );
    let rows = [
        row(1, &header.split(',').collect::<Vec<_>>()),
        row(2, &[r#"<c><f>"0012"</f></c>"#, r#"<c><f>12.5</f><v>0</v></c>"#]),
        row(3, &["0013", r#"<c><f>A1*2</f></c>"#]),
    ];
    let xlsx = Package { rows: &rows.concat(), ..Package::default() }.bytes();
    let files: [(&str, &[u8]); 5] = [
        ("成本.csv", csv.as_bytes()),
        ("成本.xls", html.as_bytes()),
        ("成本.xml", spreadsheet.as_bytes()),
        ("成本.fods", flat.as_bytes()),
        ("成本.xlsx", &xlsx),
    ];
    for (name, bytes) in files {
        let dataset = read_one(name, bytes);
        let costs: Vec<_> =
            dataset.costs.iter().map(|cost| (dataset.pools.skus.get(cost.sku), cost.cost.to_string())).collect();
        assert_eq!(costs, [("0012", "12.50".to_owned())], "{name}");
        assert_eq!(codes(&dataset.files[0]), ["formula_not_calculated", "formula_without_value"], "{name}");
    }
}

/// The words of a state may stand in a formula too.
#[test]
fn words_lose_the_dress_of_a_formula() {
    let csv = "订单号,商家实收金额,用户实付金额,商品数量,商家编码-规格维度,订单状态,支付时间\n\
               =\"260601-1\",=\"20.00\",20.00,=2,=\"A-1\",=\"已发货，待收货\",=\"2026-06-01 10:00:00\"\n";
    let dataset = read_one("订单.csv", csv);
    assert_eq!(codes(&dataset.files[0]), Vec::<&str>::new());
    assert_eq!(printed(&dataset)["files"][0]["money"]["total"], "20.00");
}
