//! The worker's session on the sample shop, as the page drives it.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use analytics::config::{Assumption, AssumptionValue};
use analytics::profit::{Component, Scope};
use analytics::vocabulary::Source;
use analytics::{Amount, Config, Day, Money};
use protocol::{
    Language, Missing, ProfitSummary, Reply, Request, Shop, SkuDetail, SkuFilter, SkuQuery, SkuSort, SkuWindow,
    SourceCell, TableFormat,
};
use worker::session::{ReadSeek, Session};

struct Page {
    session: Session,
    files: Vec<PathBuf>,
}

fn sample_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sample_shop");
    let is_export = |path: &PathBuf| path.extension().is_some_and(|kind| kind != "json" && kind != "md");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_export).collect();
    files.sort();
    files
}

impl Page {
    fn new() -> Page {
        Page { session: Session::new(), files: Vec::new() }
    }

    fn with_sample_shop() -> Page {
        let mut page = Page::new();
        for file in sample_files() {
            page.add(file);
        }
        page
    }

    fn ask(&mut self, request: Request, file: Option<usize>) -> Reply {
        let mut last = None;
        let mut reader = file.map(|file| Cursor::new(fs::read(&self.files[file]).unwrap()));
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    fn add(&mut self, path: PathBuf) -> Shop {
        let (file, name) = (self.files.len(), path.file_name().unwrap().to_str().unwrap().to_owned());
        self.files.push(path);
        match self.ask(Request::AddFile { file: u32::try_from(file).unwrap(), name }, Some(file)) {
            Reply::FileRead { shop, .. } => *shop,
            other => panic!("{other:?}"),
        }
    }

    fn shop(&mut self, request: Request) -> Shop {
        match self.ask(request, None) {
            Reply::Shop(shop) => *shop,
            other => panic!("{other:?}"),
        }
    }

    fn profit(&mut self, request: Request) -> ProfitSummary {
        self.shop(request).profit.expect("there are orders")
    }

    fn window(&mut self, filter: SkuFilter, sort: SkuSort, search: &str) -> SkuWindow {
        let query = SkuQuery { filter, sort, descending: true, search: search.to_owned(), offset: 0, limit: 1000 };
        match self.ask(Request::Skus(query), None) {
            Reply::Skus(window) => window,
            other => panic!("{other:?}"),
        }
    }

    fn detail(&mut self, sku: &str) -> SkuDetail {
        match self.ask(Request::Sku { sku: sku.to_owned() }, None) {
            Reply::Sku(detail) => *detail,
            other => panic!("{other:?}"),
        }
    }

    fn cells(&mut self, sku: &str, component: Component) -> Vec<SourceCell> {
        match self.ask(Request::Cells { sku: sku.to_owned(), component, offset: 0, limit: 10_000 }, None) {
            Reply::Cells(window) => window.cells,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_planted_stories_are_on_top() {
    let mut page = Page::with_sample_shop();
    let losing = page.window(SkuFilter::LossMaking, SkuSort::AtStake, "");
    let codes: Vec<&str> = losing.rows.iter().take(2).map(|row| row.sku.as_str()).collect();
    assert_eq!(codes, ["TX-W-F", "BB-NAT"]);
    let missing = page.window(SkuFilter::MissingCost, SkuSort::Sku, "");
    assert_eq!(missing.rows.iter().map(|row| row.sku.as_str()).collect::<Vec<_>>(), ["FG-01"]);
    let star = page.detail("SJ-01");
    assert!(star.row.profit.margin().unwrap() > 0.8);
}

#[test]
fn a_window_is_a_part_of_the_whole() {
    let mut page = Page::with_sample_shop();
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
    let mut page = Page::with_sample_shop();
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

#[test]
fn a_row_is_shown_as_the_file_has_it() {
    let mut page = Page::with_sample_shop();
    let cell = page.cells("SJ-01", Component::Revenue).into_iter().find(|cell| cell.columns.len() == 1).unwrap();
    let file = usize::try_from(cell.file).unwrap();
    match page.ask(Request::Row { at: cell.at }, Some(file)) {
        Reply::Row(row) => {
            let (header, index) = &cell.columns[0];
            let (found, text) = &row.cells[usize::try_from(*index).unwrap()];
            assert_eq!(found.trim(), header.trim());
            assert_eq!(Amount::parse(text.trim().trim_matches(',')), Ok(cell.amount));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_slider_changes_the_result_by_what_it_says() {
    let mut page = Page::with_sample_shop();
    let before = page.profit(Request::Shop);
    let mut config = Config::default();
    config.set(Assumption::PackagingPerOrder, AssumptionValue::Money(Amount::parse("0.80").unwrap()));
    let after = page.profit(Request::SetConfig(Box::new(config)));
    let added = after.components.iter().find(|(component, _)| *component == Component::Packaging).unwrap().1;
    assert!(added.is_positive());
    assert_eq!(before.totals.net() - after.totals.net(), added);
    assert_eq!(page.profit(Request::SetConfig(Box::default())).totals, before.totals);
}

#[test]
fn scopes_are_parts_of_the_shop() {
    let mut page = Page::with_sample_shop();
    let whole = page.profit(Request::Shop);
    let mut sum = Money::ZERO;
    for platform in [Source::Taobao, Source::Pdd, Source::Douyin] {
        let part = page.profit(Request::SetScope(Scope { platform: Some(platform), ..Scope::default() }));
        assert_eq!(part.platforms.len(), 1);
        sum += part.totals.revenue;
    }
    assert_eq!(sum, whole.totals.revenue);
    let from = Day::parse("2026-06-01");
    let june = page.profit(Request::SetScope(Scope { from, ..Scope::default() }));
    assert_eq!(june.period.unwrap().0, from.unwrap());
    assert!(june.totals.revenue < whole.totals.revenue);
    assert_eq!(june.whole_period, whole.whole_period);
}

#[test]
fn what_is_missing_is_asked_for() {
    let mut page = Page::new();
    let orders = |name: &str| {
        sample_files().into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().contains(name)).unwrap()
    };
    let shop = page.add(orders("千牛_订单报表"));
    assert!(matches!(shop.missing[0], Missing::OrderLines { platform: Source::Taobao, .. }), "{:?}", shop.missing);
    let shop = page.add(orders("千牛_宝贝报表"));
    assert!(matches!(shop.missing[0], Missing::Costs { .. }), "{:?}", shop.missing);
    assert!(shop.missing.contains(&Missing::Ads { platform: Source::Taobao }));
    let shop = page.add(orders("成本表"));
    assert!(matches!(shop.missing[0], Missing::CourierBill { orders: 1.. }), "{:?}", shop.missing);
}

#[test]
fn a_file_taken_out_leaves_nothing_behind() {
    let mut page = Page::with_sample_shop();
    let whole = page.profit(Request::Shop);
    let dropped = page.add(sample_files()[0].clone());
    assert_eq!(dropped.profit.unwrap().totals, whole.totals);
    let last = u32::try_from(page.files.len() - 1).unwrap();
    assert_eq!(page.profit(Request::RemoveFile { file: last }), whole);
    for file in 0..last {
        page.shop(Request::RemoveFile { file });
    }
    assert_eq!(page.shop(Request::Shop), Shop::default());
}

#[test]
fn tables_leave_as_files_that_come_back() {
    let mut page = Page::with_sample_shop();
    let query = page.window(SkuFilter::LossMaking, SkuSort::Net, "").query;
    let text =
        match page.ask(Request::ExportSkus { query, format: TableFormat::Csv, language: Language::English }, None) {
            Reply::Download { bytes, .. } => String::from_utf8(bytes).unwrap(),
            other => panic!("{other:?}"),
        };
    assert!(text.starts_with("\u{feff}SKU,Name,Units,"), "{text}");
    assert!(text.contains("TX-W-F"));
    for language in [Language::Chinese, Language::English] {
        let bytes = match page.ask(Request::CostTemplate { language }, None) {
            Reply::Download { bytes, .. } => bytes,
            other => panic!("{other:?}"),
        };
        let path =
            std::env::temp_dir().join(format!("zhanggui-cost-template-{}-{language:?}.xlsx", std::process::id()));
        fs::write(&path, bytes).unwrap();
        let mut empty = Page::with_sample_shop();
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
