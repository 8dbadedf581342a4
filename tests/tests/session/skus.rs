//! The SKU table, its figures down to the cells of files, and what it advises.

use std::fs;
use std::io::Cursor;

use analytics::profit::{Advice, Component};
use analytics::vocabulary::{Block, Source};
use analytics::{Amount, Money};
use protocol::{
    AdviceWords, ExportWords, Known, Language, Reply, Request, SkuColumn, SkuFilter, SkuQuery, SkuSort, SkuWords,
    SourceCell, TableFormat,
};

use crate::{Page, file_words};

#[test]
fn the_planted_stories_are_on_top() {
    let mut page = Page::with_small_shop();
    let losing = page.window(SkuFilter::LossMaking, SkuSort::AtStake, "");
    let codes: Vec<&str> = losing.rows.iter().take(2).map(|row| row.sku.as_str()).collect();
    assert_eq!(codes, ["TX-W-F", "BB-NAT"]);
    let missing = page.window(SkuFilter::MissingCost, SkuSort::Sku, "");
    assert_eq!(missing.rows.iter().map(|row| row.sku.as_str()).collect::<Vec<_>>(), ["FG-01"]);
    let star = page.detail("SJ-01");
    assert!(star.row.profit.margin().unwrap() > 0.8);
}

/// What loses stands first, the most of it on top; then what earns, the most first; what nobody knows is last.
#[test]
fn the_table_begins_with_what_loses() {
    let mut page = Page::with_small_shop();
    let nets: Vec<Option<Money>> =
        page.window(SkuFilter::All, SkuSort::AtStake, "").rows.iter().map(|row| row.profit.net()).collect();
    let losing = nets.iter().take_while(|net| net.is_some_and(Money::is_negative)).count();
    let known = nets.iter().take_while(|net| net.is_some()).count();
    assert!(0 < losing && losing < known && known < nets.len(), "{nets:?}");
    assert!(nets[..losing].is_sorted() && nets[losing..known].iter().rev().is_sorted(), "{nets:?}");
    assert!(
        nets[losing..known].iter().all(|net| !net.unwrap().is_negative()) && nets[known..].iter().all(Option::is_none)
    );
}

#[test]
fn a_window_is_a_part_of_the_whole() {
    let mut page = Page::with_small_shop();
    let all = page.window(SkuFilter::All, SkuSort::Net, "");
    let nets: Vec<Money> = all.rows.iter().filter_map(|row| row.profit.net()).collect();
    assert!(nets.is_sorted_by(|one, other| one >= other));
    assert_eq!(nets.iter().copied().sum::<Money>(), all.totals.net());
    let query = SkuQuery { offset: 3, limit: 4, ..all.query.clone() };
    match page.ask(Request::Skus(query), None) {
        Reply::Skus(part) => assert_eq!(part.rows, all.rows[3..7]),
        other => panic!("{other:?}"),
    }
    let found = page.window(SkuFilter::All, SkuSort::Net, "tx-w");
    assert!(!found.rows.is_empty() && found.rows.iter().all(|row| row.sku.starts_with("TX-W")));
}

#[test]
fn a_figure_is_the_sum_of_its_cells() {
    let mut page = Page::with_small_shop();
    for row in page.window(SkuFilter::All, SkuSort::Sku, "").rows {
        let detail = page.detail(&row.sku);
        for component in [Component::Revenue, Component::Refunds, Component::CourierBill] {
            let stated = detail.components.iter().find(|(other, _)| *other == component);
            let stated = stated.map_or(Money::ZERO, |(_, amount)| *amount);
            let cells: Amount = page.cells(&row.sku, component).iter().map(|cell| cell.amount).sum();
            assert_eq!(Money::from(cells), stated, "{} {component:?}", row.sku);
        }
    }
}

/// A file that was taken out and came back stands behind the others, whatever the shop knew of its orders before.
#[test]
fn cells_stand_in_the_order_of_files_and_rows() {
    let mut page = Page::with_small_shop();
    let orders = |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("拼多多_订单");
    let file = page.files.iter().position(orders).unwrap();
    let path = page.files[file].clone();
    page.ask(Request::RemoveFile { file: u32::try_from(file).unwrap() }, None);
    page.add(path);
    for row in page.window(SkuFilter::All, SkuSort::Sku, "").rows {
        for component in [Component::Revenue, Component::CourierBill] {
            let cells = page.cells(&row.sku, component);
            assert!(cells.is_sorted_by_key(|cell| cell.row.at), "{} {component:?}", row.sku);
        }
    }
}

#[test]
fn a_row_is_shown_as_the_file_has_it() {
    let mut page = Page::with_small_shop();
    let of_one = |cell: &SourceCell| cell.row.columns().count() == 1;
    let cell = page.cells("SJ-01", Component::Revenue).into_iter().find(of_one).unwrap();
    let file = usize::try_from(cell.file).unwrap();
    match page.ask(Request::Row { at: cell.row.at }, Some(file)) {
        Reply::Row(row) => {
            let column = cell.row.columns().next().unwrap();
            let (found, text) = &row.cells[usize::try_from(column.index).unwrap()];
            assert_eq!(found.trim(), column.header.trim());
            assert_eq!(Amount::parse(text.trim().trim_matches(',')), Ok(cell.amount));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn verdicts_say_what_to_do_about_a_loss() {
    let mut page = Page::with_small_shop();
    let window = page.window(SkuFilter::ToActOn, SkuSort::Gain, "");
    let first = &window.rows[0];
    let verdict = first.verdict.unwrap();
    // TX-W-F loses 1092.60: 1239.12 on 拼多多, where 91 orders leave 1058.86 before ads of 2297.98, less the 146.52
    // that it earns elsewhere.
    let place = first.loss_at.as_ref().unwrap();
    assert_eq!((place.platform, place.store.as_str(), place.profit.blocks.orders), (Source::Pdd, "", 91));
    assert_eq!(place.profit.blocks.ads, Money::parse("2297.98").unwrap());
    assert_eq!((first.sku.as_str(), verdict.gain), ("TX-W-F", Money::parse("1239.12").unwrap()));
    assert_eq!(verdict.advice, Advice::CapAds { per_order: Money::parse("11.64").unwrap() });
    let elsewhere = first.profit.net().unwrap() - place.profit.blocks.net();
    assert_eq!(elsewhere, Money::parse("146.52").unwrap());
    // One order that lost 2.60 on 拼多多 is no verdict on a SKU that earns 727.93.
    let kept = page.window(SkuFilter::All, SkuSort::Sku, "CS-BL-M").rows.remove(0);
    assert_eq!((kept.verdict.unwrap().advice, kept.loss_at), (Advice::Keep, None));
    assert!(window.rows.iter().all(|row| row.verdict.unwrap().advice != Advice::Keep));
    assert_eq!(window.matching, page.profit(Request::Shop).counts.to_act_on);
}

#[test]
fn tables_leave_as_files_that_come_back() {
    let mut page = Page::with_small_shop();
    let query = page.window(SkuFilter::LossMaking, SkuSort::Net, "").query;
    let columns = [
        (SkuColumn::Sku, "商品"),
        (SkuColumn::Block(Block::Platform), "平台扣费"),
        (SkuColumn::Margin, "净利率"),
        (SkuColumn::Verdict, "怎么办"),
    ];
    let words = SkuWords {
        table: ExportWords {
            file: file_words("亏钱款"),
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        advice: advice_words(),
        unmatched_ads: "推广没对上商品".to_owned(),
    };
    let bytes = page.download(Request::ExportSkus { query, format: TableFormat::Csv, words: Box::new(words) });
    // Net −1092.60 of net sales 3194.57 − 206.91. 2297.98 of its ads of 2298.45 are 拼多多's, whose 91 orders leave
    // 1058.86 before them, 11.64 each; the 13 orders elsewhere earn 146.52.
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{feff}商品,平台扣费,净利率,怎么办\r\n"), "{text}");
    assert!(text.contains("TX-W-F,31.08,-36.6%,拼多多 亏 1239.12：每单推广不超 11.64\r\n"), "{text}");
    for language in [Language::Chinese, Language::English] {
        let bytes = page.download(Request::CostTemplate { language });
        let path =
            std::env::temp_dir().join(format!("zhanggui-cost-template-{}-{language:?}.xlsx", std::process::id()));
        fs::write(&path, bytes).unwrap();
        let mut empty = Page::with_small_shop();
        let costs = empty.add(path.clone());
        fs::remove_file(path).unwrap();
        let card = costs.files.last().unwrap();
        assert_eq!(
            (card.file.source, card.file.kind.name()),
            (Source::Zhanggui, "costs"),
            "{:?}",
            card.file.diagnostics
        );
        // Every SKU is in the sheet; the one without a cost is set aside, not taken for zero.
        assert_eq!(card.file.set_aside, 1);
    }
}

fn advice_words() -> AdviceWords {
    let [keep, cap_ads, no_ads, raise_price, clear, stop, missing_cost] =
        ["留着", "每单推广不超 {amount}", "停推广", "提到 {amount}", "清掉", "停卖", "缺成本"].map(str::to_owned);
    let at = "{place} 亏 {net}：{advice}".to_owned();
    let platforms = [(Source::Taobao, "淘宝"), (Source::Pdd, "拼多多"), (Source::Douyin, "抖店")];
    let platforms = platforms.map(|(platform, word)| (platform, word.to_owned())).to_vec();
    AdviceWords { keep, cap_ads, no_ads, raise_price, clear, stop, missing_cost, at, platforms }
}

/// Ads that met no product are a cost of the shop, and no SKU loses by them.
#[test]
fn ads_that_met_no_product_are_no_losing_sku() {
    let orders = "订单号,商家实收金额(元),用户实付金额(元),商品数量(件),商家编码-规格维度,订单状态,支付时间,售后状态\n\
                  260601-1,30.00,30.00,1,A,已收货,2026-06-01 10:00:00,无售后或售后取消\n";
    let ads = "日期,商品ID,商品名称,曝光量,总花费(元)\n2026-06-01,123456789,别的标题,100,12.00\n总计,,,100,12.00\n";
    let costs = "商品编码,单位成本\nA,10.00\n";
    let mut page = Page::new();
    let mut profit = None;
    for (file, (name, text)) in (0..).zip([("订单.csv", orders), ("推广.csv", ads), ("成本.csv", costs)]) {
        let request = Request::AddFile { file, name: name.to_owned(), known: Known::default(), more_follow: false };
        let mut reader = std::io::Cursor::new(text.as_bytes());
        page.session.handle(request, Some(&mut reader), &mut |reply| {
            if let Reply::FileRead { shop, .. } = reply {
                profit = shop.profit;
            }
        });
    }
    let profit = profit.unwrap();
    assert_eq!((profit.counts.all, profit.counts.loss_making, profit.lost), (2, 0, Money::ZERO));
    assert_eq!(profit.totals.ads.to_string(), "12.00");
    let losing = SkuQuery { filter: SkuFilter::LossMaking, limit: 10, ..SkuQuery::default() };
    assert!(matches!(page.ask(Request::Skus(losing), None), Reply::Skus(window) if window.rows.is_empty()));
    let words = SkuWords {
        table: ExportWords {
            file: file_words("款"),
            columns: vec![(SkuColumn::Sku, "编码".to_owned()), (SkuColumn::Name, "名称".to_owned())],
        },
        advice: advice_words(),
        unmatched_ads: "推广没对上商品".to_owned(),
    };
    let query = SkuQuery { limit: 10, ..SkuQuery::default() };
    let bytes = page.download(Request::ExportSkus { query, format: TableFormat::Csv, words: Box::new(words) });
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(",推广没对上商品") && !text.contains("unmatched_ads"), "{text}");
}

/// Written now or an hour later, it is the same file.
#[test]
fn a_workbook_knows_of_no_clock() {
    let bytes = Page::with_small_shop().download(Request::CostTemplate { language: Language::Chinese });
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let properties = std::io::read_to_string(parts.by_name("docProps/core.xml").unwrap()).unwrap();
    let years: Vec<&str> = properties.split("W3CDTF\">").skip(1).map(|rest| &rest[..4]).collect();
    assert_eq!(years, ["1980", "1980"], "{properties}");
}
