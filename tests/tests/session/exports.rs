//! Tables that leave as workbooks, opened with another library and compared cell by cell.

use std::io::Cursor;

use analytics::vocabulary::Block;
use analytics::{Amount, Money, Quantity};
use calamine::{Data, Reader, Xlsx};
use export::{About, Column, ExportCell, Table};
use protocol::{
    AdviceWords, ExportWords, FileWords, Request, SkuColumn, SkuFilter, SkuRow, SkuSort, SkuWords, TableFormat,
};

use crate::Page;

/// Every cell of every sheet, by the sheet's name.
fn opened(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = workbook.worksheets();
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

fn text(cell: &Data) -> &str {
    if let Data::String(text) = cell { text } else { panic!("{cell:?} is no text") }
}

/// A number that stands for a decimal: the decimal again.
fn decimal(cell: &Data) -> Money {
    let Data::Float(number) = cell else { panic!("{cell:?} is no number") };
    Money::parse(&number.to_string()).unwrap()
}

#[test]
fn the_workbook_of_skus_has_the_numbers_of_the_screen() {
    let mut page = Page::with_small_shop();
    let window = page.window(SkuFilter::All, SkuSort::Net, "");
    let columns = [
        (SkuColumn::Sku, "编码"),
        (SkuColumn::Name, "名称"),
        (SkuColumn::Units, "件数"),
        (SkuColumn::Orders, "订单数"),
        (SkuColumn::Revenue, "销售额"),
        (SkuColumn::Block(Block::Goods), "货品"),
        (SkuColumn::Net, "净利"),
    ];
    let about = About { sheet: "说明".to_owned(), lines: vec![("时段".to_owned(), "2026-05".to_owned())] };
    let words = SkuWords {
        table: ExportWords {
            file: FileWords { name: "小店_商品利润".to_owned(), sheet: "商品利润".to_owned(), about },
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        advice: AdviceWords {
            keep: String::new(),
            cap_ads: String::new(),
            no_ads: String::new(),
            raise_price: String::new(),
            clear: String::new(),
            stop: String::new(),
            missing_cost: String::new(),
            at: String::new(),
            platforms: Vec::new(),
        },
        unmatched_ads: String::new(),
    };
    let request = Request::ExportSkus { query: window.query, format: TableFormat::Xlsx, words: Box::new(words) };
    let sheets = opened(page.download(request));
    assert_eq!(sheets.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["商品利润", "说明"]);
    let (rows, about) = (&sheets[0].1, &sheets[1].1);
    assert_eq!(about.concat().iter().map(text).collect::<Vec<_>>(), ["时段", "2026-05"]);
    let heads: Vec<&str> = rows[0].iter().map(text).collect();
    assert_eq!(heads, columns.map(|(_, word)| word));
    assert_eq!(rows.len() - 1, window.rows.len());
    for (cells, row) in rows[1..].iter().zip(&window.rows) {
        let SkuRow { sku, name, profit, .. } = row;
        let blocks = &profit.blocks;
        assert_eq!((text(&cells[0]), text(&cells[1])), (sku.as_str(), name.as_str()));
        assert_eq!(decimal(&cells[2]), Money::parse(&blocks.units.to_string()).unwrap());
        assert_eq!(cells[3], Data::Float(blocks.orders.into()));
        assert_eq!(decimal(&cells[4]), blocks.revenue, "{sku}");
        match profit.net() {
            Some(net) => assert_eq!((decimal(&cells[5]), decimal(&cells[6])), (blocks.goods, net), "{sku}"),
            // Unknown is blank, not zero.
            None => assert_eq!((&cells[5], &cells[6]), (&Data::Empty, &Data::Empty), "{sku}"),
        }
    }
}

/// What Excel refuses in a name, and a text that no cell has room for, block nothing.
#[test]
fn a_table_leaves_whatever_is_written_in_it() {
    let long = "长".repeat(40_000);
    let column = |title: &str| Column { title: title.to_owned(), width: 10.0 };
    let table = Table {
        sheet: "客人 [第 1/2 次]: 名单，一个长得放不进工作表名字里的标题，还要更长一些".to_owned(),
        columns: vec![column("谁"), column("金额"), column("单价"), column("几件"), column("几次"), column("几成")],
        rows: vec![vec![
            ExportCell::Text(long.clone()),
            ExportCell::Money(Money::from_cents(-1_234_567)),
            ExportCell::Price(Amount::parse("0.0185").unwrap()),
            ExportCell::Quantity(Quantity::from_thousandths(1_500)),
            ExportCell::Count(4_000_000_000),
            ExportCell::Share(0.125),
        ]],
        about: About { sheet: "说明".to_owned(), lines: vec![("很长".to_owned(), long)] },
    };
    let request = |format| Request::ExportTable { table: Box::new(table.clone()), name: "名单".to_owned(), format };
    let mut page = Page::new();
    let sheets = opened(page.download(request(TableFormat::Xlsx)));
    let (name, rows) = &sheets[0];
    assert_eq!((name.chars().count(), name.chars().take(9).collect::<String>()), (31, "客人  第 1 2".to_owned()));
    let kept = text(&rows[1][0]);
    assert!(kept.ends_with('…') && kept.chars().count() == 32_767, "{}", kept.chars().count());
    let numbers: Vec<f64> =
        rows[1][1..].iter().map(|cell| if let Data::Float(number) = cell { *number } else { panic!() }).collect();
    assert_eq!(numbers, [-12_345.67, 0.0185, 1.5, 4e9, 0.125]);
    assert!(text(&sheets[1].1[0][1]).ends_with('…'));
    // A text file has room for all of it.
    let csv = String::from_utf8(page.download(request(TableFormat::Csv))).unwrap();
    assert!(csv.contains(&"长".repeat(40_000)) && csv.ends_with(",-12345.67,0.0185,1.5,4000000000,12.5%\r\n"));
}
