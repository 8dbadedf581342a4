//! The worker's session on the sample shop, as the page drives it.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use analytics::config::{Assumption, AssumptionValue};
use analytics::profit::{Advice, Component, Levers, Scope};
use analytics::vocabulary::{Basis, Block, BucketReason, RefundBasis, Source};
use analytics::{Amount, Config, Day, Money, Rate};
use protocol::{
    AdviceWords, BasisMoves, BasisQuery, Direction, ExportWords, Group, Language, Missing, OrderColumn, OrderDetail,
    OrderFilter, OrderId, OrderQuery, OrderSort, OrderWindow, OrderWords, Outcome, Plan, ProfitSummary, Reply, Request,
    Shop, SkuColumn, SkuDetail, SkuFilter, SkuQuery, SkuSort, SkuWindow, SkuWords, SourceCell, Subject, TableFormat,
};
use worker::session::{ReadSeek, Session};

struct Page {
    session: Session,
    files: Vec<PathBuf>,
}

fn sample_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/small_shop");
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

    fn with_small_shop() -> Page {
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
        match self.ask(Request::AddFile { file: u32::try_from(file).unwrap(), name, more_follow: false }, Some(file)) {
            Reply::FileRead { shop, .. } => *shop,
            other => panic!("{other:?}"),
        }
    }

    /// Gives the worker a file of which it is told that others follow.
    fn add_one_of_many(&mut self, path: PathBuf) {
        let (file, name) = (self.files.len(), path.file_name().unwrap().to_str().unwrap().to_owned());
        self.files.push(path);
        let request = Request::AddFile { file: u32::try_from(file).unwrap(), name, more_follow: true };
        assert!(matches!(self.ask(request, Some(file)), Reply::FileTaken { .. }));
    }

    fn shop(&mut self, request: Request) -> Shop {
        match self.ask(request, None) {
            Reply::Shop(shop) => *shop,
            other => panic!("{other:?}"),
        }
    }

    fn profit(&mut self, request: Request) -> ProfitSummary {
        let profit = match self.ask(request, None) {
            Reply::Shop(shop) => shop.profit,
            Reply::Change(change) => change.profit,
            other => panic!("{other:?}"),
        };
        profit.expect("there are orders")
    }

    fn orders(&mut self, filter: OrderFilter, sort: OrderSort, search: &str) -> OrderWindow {
        let query = OrderQuery { filter, sort, search: search.to_owned(), limit: 10_000, ..OrderQuery::default() };
        match self.ask(Request::Orders(query), None) {
            Reply::Orders(window) => window,
            other => panic!("{other:?}"),
        }
    }

    fn order(&mut self, order: OrderId) -> OrderDetail {
        match self.ask(Request::Order(order), None) {
            Reply::Order(detail) => *detail,
            other => panic!("{other:?}"),
        }
    }

    fn what_if(&mut self, group: Group, levers: Levers) -> Outcome {
        match self.ask(Request::WhatIf(vec![Plan { group, levers, ..Plan::default() }]), None) {
            Reply::WhatIf(outcomes) => outcomes[0],
            other => panic!("{other:?}"),
        }
    }

    fn moved(&mut self, direction: Direction) -> BasisMoves {
        match self.ask(Request::Moved(BasisQuery { direction, offset: 0, limit: 10_000 }), None) {
            Reply::Moved(moves) => moves,
            other => panic!("{other:?}"),
        }
    }

    fn download(&mut self, request: Request) -> Vec<u8> {
        match self.ask(request, None) {
            Reply::Download { bytes, .. } => bytes,
            other => panic!("{other:?}"),
        }
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
        self.cells_of(Subject::Sku(sku.to_owned()), component)
    }

    fn cells_of(&mut self, subject: Subject, component: Component) -> Vec<SourceCell> {
        match self.ask(Request::Cells { subject, component, offset: 0, limit: 10_000 }, None) {
            Reply::Cells(window) => window.cells,
            other => panic!("{other:?}"),
        }
    }
}

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

#[test]
fn a_row_is_shown_as_the_file_has_it() {
    let mut page = Page::with_small_shop();
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
    let mut page = Page::with_small_shop();
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
    let mut page = Page::with_small_shop();
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
    let mut page = Page::with_small_shop();
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
            name: "亏钱款".to_owned(),
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        advice: advice_words(),
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

#[test]
fn orders_add_up_to_the_shop() {
    let mut page = Page::with_small_shop();
    let summary = page.profit(Request::Shop);
    let orders = page.orders(OrderFilter::All, OrderSort::Net, "");
    // The shop's README: 749 orders with a known cost, and 23 of FG-01 alone.
    assert_eq!(orders.counts.all, 772);
    assert_eq!(orders.rows.iter().filter(|row| !row.has_net()).count(), 23);
    // Ads for a product nobody bought: 59.99.
    assert_eq!(orders.ads_without_orders, Money::parse("59.99").unwrap());
    assert_eq!(orders.totals.net() - orders.ads_without_orders, summary.totals.net());
    let nets: Vec<Money> = orders.rows.iter().map(|row| row.blocks.net()).collect();
    assert!(nets.is_sorted());
    assert_eq!(nets.iter().copied().sum::<Money>(), orders.totals.net());
}

#[test]
fn orders_are_filtered_searched_and_cut_into_windows() {
    let mut page = Page::with_small_shop();
    let all = page.orders(OrderFilter::All, OrderSort::Day, "");
    let losing = page.orders(OrderFilter::LossMaking, OrderSort::Net, "");
    let lost = all.rows.iter().filter(|row| row.blocks.net().is_negative()).count();
    assert_eq!((losing.matching, losing.rows.len()), (losing.counts.loss_making, lost));
    assert!(lost > 0 && losing.rows.iter().all(|row| row.blocks.net().is_negative()));
    // Refunds after shipment in the shop's README: 17 + 48 + 27 in full, 9 in part, 8 of one line; before it 4 in part.
    assert_eq!(all.counts.refunded, 17 + 48 + 27 + 9 + 8 + 4);
    let id = losing.rows[0].order.id.clone();
    let found = page.orders(OrderFilter::All, OrderSort::Net, &id);
    assert_eq!(found.rows, losing.rows[..1]);
    let query = OrderQuery { offset: 5, limit: 3, ..losing.query.clone() };
    match page.ask(Request::Orders(query), None) {
        Reply::Orders(part) => assert_eq!(part.rows, losing.rows[5..8]),
        other => panic!("{other:?}"),
    }
    page.profit(Request::SetScope(Scope { platform: Some(Source::Pdd), ..Scope::default() }));
    let of_platform = page.orders(OrderFilter::All, OrderSort::Net, "");
    assert!(of_platform.counts.all < all.counts.all);
    assert!(of_platform.rows.iter().all(|row| row.order.platform == Source::Pdd));
}

#[test]
fn an_order_is_the_sum_of_its_lines_its_components_and_its_cells() {
    let mut page = Page::with_small_shop();
    let mut rows = page.orders(OrderFilter::Refunded, OrderSort::Net, "").rows;
    rows.extend(page.orders(OrderFilter::All, OrderSort::Revenue, "").rows.into_iter().rev().take(60));
    let with_several_lines = rows
        .iter()
        .map(|row| {
            let detail = page.order(row.order.clone());
            assert_eq!(&detail.row, row);
            for &block in Block::ALL {
                let of_block = detail.components.iter().filter(|(component, _)| component.block() == Some(block));
                assert_eq!(of_block.map(|(_, amount)| *amount).sum::<Money>(), row.blocks.block(block), "{row:?}");
            }
            let known = detail.lines.iter().filter(|line| line.has_cost);
            assert_eq!(known.map(|line| line.blocks.net()).sum::<Money>(), row.blocks.net());
            if !row.is_partial {
                let subject = Subject::Order(row.order.clone());
                let cells = page.cells_of(subject, Component::Revenue);
                let amounts: Amount = cells.iter().map(|cell| cell.amount).sum();
                assert_eq!(Money::from(amounts), row.blocks.revenue);
                assert!(cells.iter().all(|cell| cell.order.as_ref() == Some(&row.order.id)));
            }
            detail.lines.len()
        })
        .filter(|&lines| lines > 1)
        .count();
    assert!(with_several_lines > 0);
}

#[test]
fn an_order_table_leaves_as_it_stands() {
    let mut page = Page::with_small_shop();
    let query = page.orders(OrderFilter::LossMaking, OrderSort::Net, "").query;
    let columns = [
        (OrderColumn::Order, "订单"),
        (OrderColumn::Store, "店铺"),
        (OrderColumn::Net, "净利"),
        (OrderColumn::Remarks, "备注"),
    ];
    let words = OrderWords {
        table: ExportWords {
            name: "亏钱单".to_owned(),
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        loss: "亏".to_owned(),
        not_shipped: "没发货".to_owned(),
        refunded: "有退款".to_owned(),
        partial: "缺成本".to_owned(),
        platforms: vec![(Source::Douyin, "抖店".to_owned())],
    };
    let text = page.download(Request::ExportOrders { query, format: TableFormat::Csv, words: Box::new(words) });
    let text = String::from_utf8(text).unwrap();
    // Refunded in full, and what is lost is its freight.
    assert!(
        text.starts_with("\u{feff}订单,店铺,净利,备注\r\n6920000002322879450,抖店,-34.10,亏 · 有退款\r\n"),
        "{text}"
    );
}

#[test]
fn a_plan_without_changes_is_today() {
    let mut page = Page::with_small_shop();
    let summary = page.profit(Request::Shop);
    let Outcome { comparison, skus, missing_cost } = page.what_if(Group::Shop, Levers::default());
    assert_eq!((skus + missing_cost, missing_cost), (summary.counts.all, 1));
    for blocks in [comparison.today, comparison.expected, comparison.low, comparison.high] {
        assert_eq!(blocks, summary.totals);
    }
}

#[test]
fn a_plan_comes_to_what_can_be_worked_out_by_hand() {
    let mut page = Page::with_small_shop();
    let net = page.profit(Request::Shop).totals.net();
    let yuan = |text: &str| Money::parse(text).unwrap();
    let rate = |text: &str| Rate::parse(text).unwrap();
    let expected = |outcome: Outcome| outcome.comparison.expected.net();
    // Goods at half their cost: half of 20532.80 stays.
    let cheaper = Levers { unit_cost: rate("-0.5"), ..Levers::default() };
    assert_eq!(expected(page.what_if(Group::Shop, cheaper)), net + yuan("10266.40"));
    // One point more on net sales of 57602.19 − 6854.53.
    let dearer = Levers { commission: rate("0.01"), ..Levers::default() };
    let lost = net - expected(page.what_if(Group::Shop, dearer));
    assert!((lost - yuan("507.48")).abs() <= Money::from_cents(1), "{lost}");
    // Freight doubled costs the courier's bill of 3732.30 once more.
    let freight = Levers { freight: rate("1"), ..Levers::default() };
    assert_eq!(expected(page.what_if(Group::Shop, freight)), net - yuan("3732.30"));
    // Of one SKU only its own goods: 1420.00 of TX-W-F.
    let of_sku = page.what_if(Group::Sku("TX-W-F".to_owned()), cheaper);
    assert_eq!(of_sku.comparison.expected.net() - of_sku.comparison.today.net(), yuan("710.00"));
    assert_eq!(of_sku.skus, 1);
    let rows = Group::Rows { filter: SkuFilter::LossMaking, search: "tx".to_owned() };
    assert_eq!(page.what_if(rows, cheaper), of_sku);
}

#[test]
fn a_higher_price_is_answered_within_a_range() {
    let mut page = Page::with_small_shop();
    let raised = Levers { price: Rate::parse("0.1").unwrap(), ..Levers::default() };
    let Outcome { comparison, .. } = page.what_if(Group::Shop, raised);
    assert!(comparison.low.net() < comparison.expected.net() && comparison.expected.net() < comparison.high.net());
    // 1.1^-2.22 = 0.8093, and 850 × 0.8093 = 687.9.
    assert_eq!(comparison.expected.units.to_string().split('.').next(), Some("687"));
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
fn another_basis_says_which_orders_moved() {
    let mut page = Page::with_small_shop();
    let by_payment = page.profit(Request::Shop);
    assert!(by_payment.bases.contains(&Basis::Paid) && by_payment.bases.contains(&Basis::Ordered));
    let scope = Scope { from: Day::parse("2026-06-01"), to: Day::parse("2026-06-15"), ..Scope::default() };
    let before = page.profit(Request::SetScope(scope));
    let mut config = Config::default();
    config.shop.basis = Basis::Shipped;
    let after = page.profit(Request::SetConfig(Box::new(config)));
    assert_eq!((after.basis, after.basis_before), (Basis::Shipped, Some(Basis::Paid)));
    let (left, entered) = (page.moved(Direction::Left), page.moved(Direction::Entered));
    assert!(left.left.orders > 0 && left.entered.orders > 0, "{left:?}");
    assert_eq!((left.left, left.entered), (entered.left, entered.entered));
    assert_eq!(before.all.revenue - left.left.revenue + left.entered.revenue, after.all.revenue);
    assert_eq!(left.rows.iter().map(|row| row.revenue).sum::<Money>(), left.left.revenue);
    assert_eq!(entered.rows.len(), entered.entered.orders as usize);
    let is_outside = |day: Day| day < Day::parse("2026-06-01").unwrap() || day > Day::parse("2026-06-15").unwrap();
    assert!(left.rows.iter().all(|row| row.other_day.is_none_or(is_outside)));
    page.profit(Request::SetConfig(Box::default()));
    assert!(matches!(page.ask(Request::Moved(BasisQuery::default()), None), Reply::Moved(_)));
}

#[test]
fn a_slider_does_not_send_the_files_again() {
    let mut page = Page::with_small_shop();
    let mut config = Config::default();
    config.set(Assumption::FreightPerOrder, AssumptionValue::Money(Amount::parse("3.00").unwrap()));
    assert!(matches!(page.ask(Request::SetConfig(Box::new(config.clone())), None), Reply::Change(_)));
    // A cost for a SKU without one takes its money out of the bucket of its files.
    config.goods.unit_cost.insert("FG-01".to_owned(), Amount::parse("9.90").unwrap());
    match page.ask(Request::SetConfig(Box::new(config)), None) {
        Reply::Shop(shop) => assert_eq!(shop.files.len(), page.files.len()),
        other => panic!("{other:?}"),
    }
}

/// The same file under another name has no card of its own, and its rows no bucket; the one that stays says so.
#[test]
fn the_same_file_twice_is_one_card() {
    let mut page = Page::with_small_shop();
    let before = page.shop(Request::Shop);
    let (orders, _) =
        (0..).zip(sample_files()).find(|(_, path)| path.to_str().unwrap().contains("拼多多_订单")).unwrap();
    let again = u32::try_from(page.files.len()).unwrap();
    page.files.push(page.files[orders].clone());
    let request =
        Request::AddFile {
            file: again, name: "拼多多_订单_20260502-20260630 (1).csv".to_owned(), more_follow: false
        };
    assert!(matches!(page.ask(request, Some(orders)), Reply::FileRead { .. }));
    let after = page.shop(Request::Shop);
    assert_eq!(after.files.len(), before.files.len());
    assert_eq!(after.profit, before.profit);
    let card = after.files.iter().find(|card| card.file.name.starts_with("拼多多_订单")).unwrap();
    let said = card.file.diagnostics.last().unwrap();
    assert_eq!(said.problem.code(), "same_file_again");
    assert!(said.problem.to_string().contains("(1).csv"), "{}", said.problem);
    // Without the first the second is the file.
    let left = page.shop(Request::RemoveFile { file: u32::try_from(orders).unwrap() });
    assert_eq!((left.files.len(), left.profit.unwrap().totals), (before.files.len(), before.profit.unwrap().totals));
}

/// The answer stands on the cards of all files of the kind, and their money has left the bucket.
#[test]
fn an_answer_about_refunds_is_on_every_card_at_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/costing/refund_basis_unknown");
    let mut page = Page::new();
    for name in ["ExportOrderList202206071000.csv", "ExportOrderDetailList202206071000.csv"] {
        page.add(folder.join(name));
    }
    let mut config = Config::default();
    config.refund_basis.insert("taobao.orders".to_owned(), RefundBasis::Gross);
    let shop = page.shop(Request::SetConfig(Box::new(config)));
    let card = &shop.files[0];
    assert_eq!(card.refund.as_ref().and_then(|decision| decision.basis), Some(RefundBasis::Gross));
    let waits = |reason: &BucketReason| *reason == BucketReason::RefundBasisUnknown;
    assert!(!card.buckets.iter().any(|(reason, ..)| waits(reason)), "{:?}", card.buckets);
}

/// The books are closed once, with the last file or when somebody asks; what comes out is the same.
#[test]
fn files_dropped_together_are_joined_once() {
    let one_by_one = Page::with_small_shop().shop(Request::Shop);
    let mut together = Page::new();
    sample_files().into_iter().for_each(|file| together.add_one_of_many(file));
    assert_eq!(together.shop(Request::Shop), one_by_one);
    let mut files = sample_files();
    let last = files.pop().unwrap();
    let mut together = Page::new();
    files.into_iter().for_each(|file| together.add_one_of_many(file));
    assert_eq!(together.add(last), one_by_one);
}
