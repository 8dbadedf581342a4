//! What a shop carries, from its files alone: the made shops' bench is known, and so is the day that overran it.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use analytics::capacity::{Grounds, Lever, Need, Pace, Reach, Resource, SettingReason, Spike};
use analytics::config::ColumnChoice;
use analytics::profit::Scope;
use analytics::vocabulary::{Field, Kind, Source};
use analytics::{Config, Dataset, Quantity, Rate};
use ingest::ReadOptions;
use protocol::{
    CapacityQuery, CapacityReport, ExportWords, FileWords, Known, Language, PurchaseOrderColumn, PurchaseOrderWords,
    Reply, Request, SpikeAnswer, SpikeQuery, TableFormat,
};
use serde_json::Value;
use tests::shop::calendar::{DAYS, PEAK_DAY, VIRAL_DAY, date};
use tests::shop::table::Memory;
use tests::shop::{Plan, generate};
use worker::session::{ReadSeek, Session};

/// What packing carries a day in a made shop of so many lines: half as much again as the usual orders, and one.
const fn bench(lines: i64) -> i64 {
    lines * 9 / 10 / DAYS as i64 * 15 / 10 + 1
}

/// One person who packs one day's bench in an hour, and never wrong.
fn with_bench(config: &mut Config, orders: i64) {
    let packing = &mut config.capacity.packing;
    (packing.people, packing.orders_per_hour) = (Quantity::from_units(1), Quantity::from_units(orders));
    (packing.hours, packing.utilisation, packing.accuracy) = (Quantity::from_units(1), Rate::ONE, Rate::ONE);
}

fn read(dataset: &mut Dataset, name: &str, bytes: &[u8]) {
    let mut quiet = |_: ingest::Progress| {};
    let options =
        ReadOptions { timezone: "Asia/Shanghai", mapping: None, mappings: &[], states: None, progress: &mut quiet };
    dataset.extend(ingest::read(name, Cursor::new(bytes), options));
}

#[test]
fn the_viral_days_of_made_shops_are_found() {
    const LINES: i64 = 3000;
    for seed in [1, 6, 11] {
        let mut memory = Memory::default();
        generate(Plan { seed, lines: LINES, as_of: None }, &mut memory);
        let mut files = memory.files();
        let config: Value =
            toml::from_str(std::str::from_utf8(&files.remove("config.toml").unwrap()).unwrap()).unwrap();
        files.remove("truth.json").unwrap();
        let mut config = Config::with_changes(&config).unwrap();
        with_bench(&mut config, bench(LINES));
        let mut dataset = Dataset::default();
        for (name, bytes) in files.iter().filter(|(name, _)| !name.starts_with("later/")) {
            read(&mut dataset, name, bytes);
        }
        let printed = cli::analyze(&dataset, &config, None, false);
        let capacity = &printed["capacity"];
        assert_eq!(capacity["ceiling"]["orders_per_day"], bench(LINES) as f64, "seed {seed}");
        assert_eq!(capacity["ceiling"]["bottleneck"], "packing");
        let days = capacity["days"].as_array().unwrap();
        let of = |day: i32| days.iter().find(|row| row["date"] == date(day).to_string()).unwrap();
        for day in [VIRAL_DAY, VIRAL_DAY + 1, PEAK_DAY] {
            let row = of(day);
            assert!(row["crossed"] == true && row["over"] == true, "seed {seed}: {row}");
            let orders = row["orders"].as_f64().unwrap();
            assert!((row["work_load"].as_f64().unwrap() - orders / bench(LINES) as f64).abs() < 1e-9);
        }
        // No day before the video was so full, and what it left behind leaves late.
        let before = days.iter().filter(|row| row["date"].as_str().unwrap() < date(VIRAL_DAY).to_string().as_str());
        let orders = |row: &Value| row["orders"].as_u64().unwrap();
        assert!(before.map(orders).max().unwrap() < orders(of(VIRAL_DAY)), "seed {seed}");
        let late = |what: &str| capacity["comparison"][what]["late_share"].as_f64().unwrap();
        assert!(late("crossed") > 2.0 * late("calm"), "seed {seed}: {} {}", late("crossed"), late("calm"));
        // Nothing but packing has to be more: the brake adds packing, or takes orders.
        assert_eq!(capacity["brake"]["need"], "over_ceiling", "seed {seed}");
    }
}

struct Page {
    session: Session,
}

impl Page {
    fn with_shop(folder: &str) -> Page {
        let mut page = Page { session: Session::new() };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder);
        let is_export = |path: &PathBuf| path.extension().is_some_and(|kind| kind != "json" && kind != "md");
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_export).collect();
        files.sort();
        let last = files.len() - 1;
        for (file, path) in (0..).zip(files) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            page.ask_with(
                Request::AddFile { file, name, known: Known::default(), more_follow: (file as usize) < last },
                Some(fs::read(path).unwrap()),
            );
        }
        page
    }

    fn ask_with(&mut self, request: Request, file: Option<Vec<u8>>) -> Reply {
        let mut last = None;
        let mut reader = file.map(Cursor::new);
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.session.handle(request, reader, &mut |reply| last = Some(reply));
        last.expect("every request is answered")
    }

    fn ask(&mut self, request: Request) -> Reply {
        self.ask_with(request, None)
    }

    fn report(&mut self, query: CapacityQuery) -> CapacityReport {
        match self.ask(Request::Capacity(query)) {
            Reply::Capacity(report) => *report,
            other => panic!("{other:?}"),
        }
    }

    fn spike(&mut self, spike: Spike) -> SpikeAnswer {
        match self.ask(Request::Spike(SpikeQuery { warehouse: None, spike })) {
            Reply::Spike(answer) => *answer,
            other => panic!("{other:?}"),
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Config)) -> Reply {
        let mut config = Config::default();
        change(&mut config);
        self.ask(Request::SetConfig(Box::new(config)))
    }

    fn download(&mut self, request: Request) -> (String, Vec<u8>) {
        match self.ask(request) {
            Reply::Download { name, bytes } => (name, bytes),
            other => panic!("{other:?}"),
        }
    }
}

fn everything() -> CapacityQuery {
    CapacityQuery { plan_rows: u32::MAX, stock_rows: u32::MAX, ..CapacityQuery::default() }
}

#[test]
fn three_answers_give_a_ceiling_and_leave_the_books_alone() {
    let mut page = Page::with_shop("small_shop");
    let before = page.report(everything());
    let packing = |report: &CapacityReport| report.report.resources[0].clone();
    assert_eq!((packing(&before).resource, packing(&before).grounds), (Resource::Packing, Grounds::Shown));
    let Reply::Shop(books) = page.ask(Request::Shop) else { panic!("no shop") };
    let reply = page.set(|config| {
        let packing = &mut config.capacity.packing;
        (packing.people, packing.hours, packing.orders_per_hour) =
            (Quantity::from_units(2), Quantity::from_units(8), Quantity::from_units(10));
    });
    // Only what changed is sent, and the books are as they were.
    let Reply::Change(change) = reply else { panic!("{reply:?}") };
    assert_eq!(change.profit, books.profit);
    let after = page.report(everything());
    // By hand: 2 × 8 h × 10 × 0.85 × 0.99.
    let ceiling = after.report.ceiling.as_ref().unwrap();
    assert!((ceiling.orders_per_day - 134.64).abs() < 1e-9, "{ceiling:?}");
    assert_eq!((packing(&after).grounds, after.brake.unwrap().need), (Grounds::Assumed, Need::None));
    assert_eq!(after.report.forecasts, before.report.forecasts, "orders to come do not depend on the bench");
}

#[test]
fn settings_that_cannot_be_meant_are_named_and_nothing_is_computed() {
    let mut page = Page::with_shop("small_shop");
    page.set(|config| config.capacity.packing.hours = Quantity::from_units(30));
    let report = page.report(everything());
    let problem = &report.report.problems[0];
    assert_eq!((problem.field.as_str(), problem.reason), ("packing.hours", SettingReason::TooLarge));
    assert!(report.report.ceiling.is_none() && report.brake.is_none());
    let answer = page.spike(Spike { days: 0, ..Spike::default() });
    let fields: Vec<&str> = answer.problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!((fields, answer.run), (vec!["days", "packing.hours"], None));
    page.set(|_| {});
    assert!(page.report(everything()).report.ceiling.is_some());
}

#[test]
fn parts_of_the_shop_add_up_to_its_days() {
    let mut page = Page::with_shop("small_shop");
    let orders = |report: &CapacityReport| report.report.days.iter().map(|day| day.orders).sum::<u32>();
    let whole = orders(&page.report(everything()));
    let mut sum = 0;
    for platform in [Source::Taobao, Source::Pdd, Source::Douyin] {
        page.ask(Request::SetScope(Scope { platform: Some(platform), ..Scope::default() }));
        sum += orders(&page.report(everything()));
    }
    assert_eq!(sum, whole);
    // The period of the books does not shorten what the shop carries.
    let from = analytics::Day::parse("2026-06-01");
    page.ask(Request::SetScope(Scope { from, ..Scope::default() }));
    assert_eq!(orders(&page.report(everything())), whole);
}

#[test]
fn what_late_parcels_cost_is_measured_over_all_days() {
    // By hand: of forty buyers whose first parcel left in time twenty came back within 90 days, of forty who waited for
    // four days ten did. Who first bought this month says nothing yet.
    let mut text = "order,paid,shipped,sku,units,received,buyer\n".to_owned();
    let mut order = |buyer: u32, paid: &str, shipped: &str| {
        text += &format!("{paid}-{buyer},{paid} 10:00:00,{shipped} 18:00:00,A,1,20.00,buyer{buyer}\n");
    };
    for buyer in 0..80 {
        order(buyer, "2026-01-05", if buyer < 40 { "2026-01-05" } else { "2026-01-09" });
    }
    for buyer in (0..20).chain(40..50) {
        order(buyer, "2026-02-10", "2026-02-10");
    }
    order(80, "2026-06-20", "2026-06-20");
    let fields = [
        (Field::OrderId, "order"),
        (Field::PaidAt, "paid"),
        (Field::ShippedAt, "shipped"),
        (Field::Sku, "sku"),
        (Field::Quantity, "units"),
        (Field::Amount, "received"),
        (Field::Customer, "buyer"),
    ];
    let columns = fields.map(|(field, header)| (field, header.to_owned())).into();
    let choice = ColumnChoice { kind: Kind::OrderLines, columns };
    let mut page = Page { session: Session::new() };
    page.set(|config| config.mapping = vec![choice]);
    let name = "orders.csv".to_owned();
    page.ask_with(
        Request::AddFile { file: 0, name, known: Known::default(), more_follow: false },
        Some(text.into_bytes()),
    );
    let mut loss = || {
        let loss = page.report(everything()).late_loss.unwrap();
        page.ask(Request::SetScope(Scope { from: analytics::Day::parse("2026-06-01"), ..Scope::default() }));
        (loss.on_time, loss.late, loss.rate_on_time, loss.rate_late)
    };
    assert_eq!(loss(), (40, 40, 0.5, 0.25));
    assert_eq!(loss(), (40, 40, 0.5, 0.25), "the period on the screen changes nothing");
    page.set(|config| config.repurchase.salt += "another");
    assert_eq!(page.report(everything()).late_loss.map(|loss| loss.loss), Some(0.25), "measured anew for a week");
}

#[test]
fn a_larger_spike_is_later_and_brakes_harder() {
    let mut page = Page::with_shop("sample_shop");
    let factor = |times: i64| Spike { factor: Rate::from_millionths(times * 1_000_000), ..Spike::default() };
    let (twice, tenfold) = (page.spike(factor(2)), page.spike(factor(10)));
    let late = |answer: &SpikeAnswer| answer.run.as_ref().unwrap().outcome.late_orders;
    assert!(late(&tenfold) > late(&twice), "{} {}", late(&tenfold), late(&twice));
    let usual = tenfold.run.as_ref().unwrap().usual_orders;
    let (small, large) = (twice.brake.unwrap(), tenfold.brake.unwrap());
    assert!(large.design_orders > 5.0 * usual && large.design_orders > small.design_orders);
    // Limiting orders alone always does it: as many as are over the red line, and not one fewer.
    for brake in [small, large] {
        let limit = brake.levers.iter().find(|answer| answer.lever == Lever::LimitOrders);
        let Some(Reach::Enough(found)) = limit.map(|answer| &answer.reach) else { continue };
        let allowed = brake.red_line * brake.ceiling.orders_per_day;
        assert_eq!(found.amount, (brake.design_orders - allowed).ceil(), "{found:?}");
        assert!(found.load <= brake.red_line && found.load_one_step_less > brake.red_line);
    }
}

#[test]
fn the_windows_of_the_lists_are_parts_of_them() {
    let mut page = Page::with_shop("sample_shop");
    let whole = page.report(everything());
    let rows = &whole.report.replenishment.rows;
    assert_eq!(rows.len(), whole.all_plan_rows as usize);
    // Of those that are due the sentence counts what waits for no word.
    let to_buy = &whole.report.replenishment.to_buy;
    let due = |is_held: bool| rows.iter().filter(|row| row.is_due && row.held.is_empty() != is_held).count();
    assert!(due(true) > 0 && due(false) == to_buy.due.skus as usize, "{to_buy:?}");
    let slow = page.report(CapacityQuery { plan_rows: 4, pace: Some(Pace::Slow), stock_rows: 2, ..everything() });
    assert_eq!(slow.report.replenishment.rows, rows[..4]);
    let codes: Vec<&str> = slow.report.forecasts.skus.iter().map(|sku| sku.code.as_str()).collect();
    assert!(codes.len() == 4 && rows[..4].iter().all(|row| codes.contains(&row.code.as_str())));
    assert!(slow.report.stock.len() == 2 && slow.report.stock.iter().all(|row| row.pace == Pace::Slow));
    let of_pace = whole.report.tied_up.iter().find(|tied| tied.pace == Pace::Slow).unwrap();
    assert_eq!(slow.all_stock_rows, of_pace.skus);
}

#[test]
fn the_purchase_list_holds_what_is_due_before_the_next_look() {
    let mut page = Page::with_shop("sample_shop");
    let report = page.report(everything());
    let columns = [
        (PurchaseOrderColumn::Supplier, "供应商"),
        (PurchaseOrderColumn::Role, "核心/备用"),
        (PurchaseOrderColumn::Sku, "商家编码"),
        (PurchaseOrderColumn::Quantity, "数量"),
        (PurchaseOrderColumn::OrderOn, "下单日"),
    ];
    let words = PurchaseOrderWords {
        table: ExportWords {
            file: FileWords { name: "采购单".to_owned(), sheet: "采购单".to_owned(), ..FileWords::default() },
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        core: "核心".to_owned(),
        backup: "备用".to_owned(),
        no_supplier: "没写".to_owned(),
        subtotal: "{supplier} 小计".to_owned(),
        total: "合计".to_owned(),
        without_cost: "{count} 个款没有成本".to_owned(),
    };
    let request = Request::ExportPurchases { warehouse: None, format: TableFormat::Csv, words: Box::new(words) };
    let (name, bytes) = page.download(request);
    assert_eq!(name, "采购单.csv");
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<Vec<&str>> =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0], columns.map(|(_, word)| word));
    let next_look = report.as_of.unwrap().plus(7);
    let due = report.report.replenishment.rows.iter().filter(|row| row.order_on <= next_look);
    let mut wanted: Vec<Vec<String>> = due
        .flat_map(|row| {
            row.orders.iter().map(|order| {
                vec![
                    order.supplier.clone(),
                    "核心".to_owned(),
                    row.code.clone(),
                    order.quantity.to_string(),
                    row.order_on.to_string(),
                ]
            })
        })
        .collect();
    // Behind every supplier's lines what they come to, and all together at the end.
    let is_sum = |line: &&Vec<&str>| line[0].ends_with("小计") || line[0] == "合计";
    let sums: Vec<&Vec<&str>> = lines[1..].iter().filter(is_sum).collect();
    let soon = report.report.replenishment.to_buy.soon;
    let last = *sums.last().unwrap();
    assert_eq!((last[0], last[3]), ("合计", soon.units.to_string().as_str()));
    let mut listed: Vec<Vec<String>> = lines[1..]
        .iter()
        .filter(|line| !is_sum(line))
        .map(|line| line.iter().map(ToString::to_string).collect())
        .collect();
    assert!(listed.len() > 3 && listed.is_sorted_by_key(|line| line[0].clone()), "by supplier");
    let suppliers: std::collections::BTreeSet<&String> = listed.iter().map(|line| &line[0]).collect();
    assert_eq!(sums.len(), suppliers.len() + 1);
    wanted.sort();
    listed.sort();
    assert_eq!(listed, wanted);
}

#[test]
fn the_stock_sheet_is_recognised_as_our_own() {
    for (language, name) in [(Language::Chinese, "库存与供应商表.xlsx"), (Language::English, "stock.xlsx")] {
        let mut page = Page::with_shop("small_shop");
        let (found, bytes) = page.download(Request::StockTemplate { language });
        assert_eq!(found, name);
        let mut dataset = Dataset::default();
        read(&mut dataset, name, &bytes);
        let file = &dataset.files[0];
        assert_eq!((file.source, file.kind), (Source::Zhanggui, Kind::Stock));
        // A row that nobody filled in says nothing of a stock, least of all that there is none.
        assert!(file.rows >= 20 && dataset.stock.is_empty() && dataset.supply.is_empty(), "{} rows", file.rows);
        let report = page.report(everything());
        let unknown = report.report.stock.iter().filter(|row| row.pace == Pace::WithoutStockData).count();
        assert_eq!((unknown, report.report.stock.len()), (file.rows as usize, file.rows as usize));
    }
}

#[test]
fn an_empty_shop_has_nothing_to_carry() {
    let mut page = Page { session: Session::new() };
    let report = page.report(everything());
    assert_eq!((report.as_of, report.report.ceiling, report.brake), (None, None, None));
    assert_eq!(page.spike(Spike::default()).run, None);
    let printed = cli::analyze(&Dataset::default(), &Config::default(), None, false);
    assert_eq!(
        (&printed["capacity"], printed["capacity_reason"].as_str()),
        (&Value::Null, Some("no file has paid orders"))
    );
}
