//! Books that are closed again for the sake of a few files are those that are closed as a whole: orders that are merged,
//! split, sent together, repeated in other exports, priced by another sheet or dated after all others included.

mod draw;

use analytics::books::{self, AsOf, Books, Change, Fates, FileMoney};
use analytics::profit::{self, Chosen, Prepared, Scope, ScopeSales};
use analytics::vocabulary::{BucketReason, Kind, OrderStatus, RefundState, Source};
use analytics::{Config, Dataset, Day, Money};
use proptest::prelude::*;
use serde_json::{Value, json};

use draw::{File, Row, file, part, part_with_ids, sold};

#[derive(Clone, Debug)]
enum Step {
    /// Files that come together.
    Add(Vec<File>),
    /// The how-manieth of those that are in.
    Remove(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => prop::collection::vec(file(), 1..3).prop_map(Step::Add),
        1 => (0..100_usize).prop_map(Step::Remove),
    ]
}

/// Remarks that leave everything; a currency with rates that change; costs in another currency, of which nobody says what it
/// is worth.
fn settings_of(case: usize) -> Value {
    match case {
        0 => json!({ "exclude": { "note_contains": ["刷单"] } }),
        1 => {
            json!({ "shop": { "exchange_rates": { "USD": [{ "rate": "7" }, { "from": "2026-06-20", "rate": "7.2" }] } } })
        }
        _ => json!({ "shop": { "cost_currency": "USD" }, "exclude": { "note_contains": ["刷单"] } }),
    }
}

/// Everything that the books say, a line for each thing.
fn said(dataset: &Dataset, books: &Books) -> Vec<String> {
    let mut said = vec![format!("{:?} {:?}", books.as_of, books.period())];
    for fact in books.facts() {
        let after = books.aftermath(fact);
        said.push(format!("{:?} {after:?}", books::Fact { aftermath: None, ..*fact }));
    }
    for sale in books.sales() {
        said.push(format!("{sale:?} {}", books.facts_of(sale).len()));
        assert_eq!(books.sale(sale.order), Some(sale));
    }
    said.extend(books.unsent().map(|unsent| format!("{unsent:?}")));
    said.extend(books.spend.iter().map(|spend| format!("{spend:?}")));
    said.extend(books.fates.buckets().map(|bucket| format!("{bucket:?}")));
    said.extend((0..).zip(&dataset.files).map(|(file, _)| format!("{file} {:?}", books.fates.money(file))));
    said.extend(books.findings.iter().map(|finding| format!("{finding:?}")));
    said.extend(books.products().map(|product| format!("{product:?}")));
    said.extend(books.orders_without_lines().map(|orders| format!("without lines {orders:?}")));
    said.extend(books.orders_without_money().map(|orders| format!("without money {orders:?}")));
    said
}

fn added_up(prepared: &Prepared, sales: &ScopeSales, books: &Books) -> Vec<String> {
    let mut said: Vec<String> = prepared.activities.iter().map(|activity| format!("{activity:?}")).collect();
    said.push(format!("{:?}", prepared.period));
    said.push(format!("{:?} {:?}", sales.paid, sales.refunds_due(books.as_of)));
    said.push(Chosen::all(prepared).orders().to_string());
    said
}

/// A shop whose books are kept from file to file.
struct Shop {
    dataset: Dataset,
    config: Config,
    books: Books,
    scopes: Vec<(Scope, Prepared, ScopeSales)>,
    within: Vec<u16>,
    /// How often only what was touched was joined.
    changes: u32,
}

impl Shop {
    fn new(changes: &serde_json::Value) -> Shop {
        let day = Day::parse;
        let scopes = [
            Scope::default(),
            Scope { from: day("2026-06-05"), to: day("2026-06-20"), ..Scope::default() },
            Scope { platform: Some(Source::Taobao), store: Some("one".to_owned()), ..Scope::default() },
        ];
        Shop {
            dataset: Dataset::default(),
            config: Config::with_changes(changes).unwrap(),
            books: Books::default(),
            scopes: scopes.map(|scope| (scope, Prepared::default(), ScopeSales::default())).into(),
            within: Vec::new(),
            changes: 0,
        }
    }

    fn take(&mut self, step: Step) {
        let leaving = match step {
            Step::Add(files) => {
                for file in files {
                    let position = self.dataset.files.len();
                    self.within.push(self.dataset.take(part(position, &file)));
                }
                None
            }
            Step::Remove(_) if self.within.is_empty() => return,
            Step::Remove(position) => {
                let file = self.within.remove(position % self.within.len());
                let leaving = self.books.leaving(&self.dataset, &self.config, &[file]);
                self.dataset.remove_file(file);
                Some(leaving)
            }
        };
        let change = self.books.change(&self.dataset, &self.config, AsOf::Orders, leaving);
        self.follow(&change);
    }

    fn follow(&mut self, change: &Change) {
        let base = self.config.ads.driver;
        for (scope, prepared, sales) in &mut self.scopes {
            match change {
                Change::All => {
                    *prepared = profit::prepare(&self.dataset, &self.books, scope, base);
                    *sales = ScopeSales::of(&self.dataset, &self.books, scope);
                }
                Change::Orders { gone, come } => {
                    prepared.change(&self.dataset, &self.books, gone, come, base);
                    sales.change(&self.dataset, scope, gone, come);
                }
            }
        }
        self.changes += u32::from(matches!(change, Change::Orders { .. }));
    }

    /// Every yuan of a file is in one of the stores, or of none, and in one of the days, or of none.
    fn check_scopes(&self) {
        let (dataset, books) = (&self.dataset, &self.books);
        let fates = |scope: &Scope| {
            let prepared = profit::prepare(dataset, books, scope, self.config.ads.driver);
            let report = profit::report(dataset, &prepared, &self.config);
            profit::fates(dataset, books, &prepared, &report)
        };
        let whole = fates(&Scope::default());
        let day = |number: i32| Day::parse("2026-06-01").unwrap().plus(number);
        let until = |to: i32| Scope { to: Some(day(to)), ..Scope::default() };
        let from = |from: i32| Scope { from: Some(day(from)), ..Scope::default() };
        let between = Scope { from: Some(day(11)), to: Some(day(25)), ..Scope::default() };
        let periods = [until(10), between, from(26)].map(|scope| fates(&scope));
        let platforms = [Source::Taobao, Source::Pdd, Source::Jushuitan, Source::Generic, Source::Courier];
        let stores = platforms.map(|platform| fates(&Scope { platform: Some(platform), ..Scope::default() }));
        for (file, kind) in (0..).zip(dataset.files.iter().map(|file| file.kind)) {
            // Whether a SKU needs a cost depends on what it sold in the scope.
            let counted = |fates: &Fates| {
                let missing = fates.buckets().filter(|b| b.file == file && b.reason == BucketReason::MissingCost);
                fates.money(file).counted + missing.map(|bucket| bucket.amount).sum::<Money>()
            };
            let money = whole.money(file);
            for (parts, may_lack) in [(&periods[..], true), (&stores[..], kind == Kind::Shipments)] {
                let sum =
                    |pick: fn(&FileMoney) -> Money| parts.iter().map(|fates| pick(&fates.money(file))).sum::<Money>();
                assert_eq!(sum(|money| money.total), sum(|m| m.counted) + sum(|m| m.confirms) + sum(|m| m.buckets));
                assert_eq!(parts.iter().map(counted).sum::<Money>(), counted(&whole), "{file}");
                assert!(may_lack || sum(|money| money.total) == money.total, "{file}");
            }
        }
    }

    fn check(&self) {
        self.check_scopes();
        let whole = books::close(&self.dataset, &self.config, AsOf::Orders);
        assert_same(&said(&self.dataset, &self.books), &said(&self.dataset, &whole));
        for (scope, prepared, sales) in &self.scopes {
            let afresh = profit::prepare(&self.dataset, &whole, scope, self.config.ads.driver);
            let of_whole = ScopeSales::of(&self.dataset, &whole, scope);
            assert_same(&added_up(prepared, sales, &self.books), &added_up(&afresh, &of_whole, &whole));
            let totals = |prepared| profit::report(&self.dataset, prepared, &self.config).totals;
            assert_eq!(totals(prepared), totals(&afresh));
        }
    }
}

#[track_caller]
fn assert_same(changed: &[String], whole: &[String]) {
    let only = |one: &[String], other: &[String]| -> String {
        one.iter().filter(|line| !other.contains(line)).map(|line| format!("\n  {line}")).collect()
    };
    assert!(changed == whole, "closed again:{}\nas a whole:{}", only(changed, whole), only(whole, changed));
}

/// The orders that the last file changes in a shop with the files before it.
fn touched(mut files: Vec<File>) -> Vec<String> {
    let last = files.pop().unwrap();
    let mut shop = Shop::new(&json!({}));
    files.into_iter().for_each(|file| shop.take(Step::Add(vec![file])));
    let position = shop.dataset.files.len();
    shop.dataset.take(part(position, &last));
    let Change::Orders { come, .. } = shop.books.change(&shop.dataset, &shop.config, AsOf::Orders, None) else {
        panic!("everything was joined again");
    };
    let orders = come.by_order().filter_map(|facts| facts.first());
    orders.map(|fact| shop.dataset.pools.order_parts(fact.order).1.to_owned()).collect()
}

#[test]
fn only_orders_that_a_file_touches_are_joined_again() {
    let file = |source, kind, rows: Vec<Row>| File { source, kind, rows };
    let orders = |rows| file(Source::Taobao, Kind::OrderLines, rows);
    let id = |order: u8| sold(order, None).id();
    let shop = || orders(vec![sold(1, Some(1)), sold(2, Some(2)), sold(3, Some(2)), sold(4, None)]);
    // New orders, and one that is there already.
    assert_eq!(touched(vec![shop(), orders(vec![sold(4, None), sold(5, None)])]), [id(4), id(5)]);
    // A courier's bill: the orders of its parcels.
    let bill = file(Source::Courier, Kind::Shipments, vec![sold(0, Some(2))]);
    assert_eq!(touched(vec![shop(), bill.clone()]), [id(2), id(3)]);
    // An order of a parcel that is billed, and that another order shares.
    assert_eq!(touched(vec![shop(), bill, orders(vec![sold(5, Some(2))])]), [id(2), id(3), id(5)]);
    // An ERP puts two orders into one.
    let merged = file(Source::Jushuitan, Kind::OrderLines, vec![Row { form: 0, ..sold(1, None) }]);
    let known = file(Source::Jushuitan, Kind::OrderLines, vec![sold(4, None)]);
    assert_eq!(touched(vec![shop(), known.clone(), merged]), [id(1), id(2)]);
    // The first file of another kind of source touches no more than its orders.
    assert_eq!(touched(vec![shop(), known]), [id(4)]);
    // A code is shown as the first of its spellings is, and another file has one that comes before.
    let lower = orders(vec![Row { sku: Some(1), ..sold(1, None) }, Row { sku: Some(2), ..sold(2, None) }]);
    let upper = orders(vec![Row { sku: Some(0), ..sold(3, None) }]);
    assert_eq!(touched(vec![lower, upper]), [id(1), id(3)]);
    // A cost sheet prices one SKU of two.
    let two = orders(vec![sold(1, None), Row { sku: Some(2), ..sold(2, None) }]);
    let sheet = file(Source::Zhanggui, Kind::Costs, vec![Row { sku: Some(2), ..sold(0, None) }]);
    assert_eq!(touched(vec![two, sheet]), [id(2)]);
}

/// Orders in several chapters of the books and several pieces of memory, of which a file touches a few here and there.
#[test]
fn a_large_shop_is_changed_where_it_is_touched() {
    let row = |number: u32| Row {
        sku: Some(u8::try_from(number % 5).unwrap()),
        day: u16::try_from(number % 40).unwrap(),
        refund: number.is_multiple_of(7).then_some(1_000),
        refund_state: if number.is_multiple_of(7) { RefundState::Done } else { RefundState::None },
        ..sold(0, None)
    };
    let table = |numbers: &mut dyn Iterator<Item = u32>, units: i64| -> Vec<(String, Row)> {
        numbers.map(|number| (format!("50010000{:08}", number / 2), Row { units, ..row(number) })).collect()
    };
    let many = |position, rows: Vec<(String, Row)>| {
        let file = File {
            source: Source::Taobao,
            kind: Kind::OrderLines,
            rows: rows.iter().map(|row| row.1.clone()).collect(),
        };
        part_with_ids(position, &file, |number| rows[number].0.clone())
    };
    let mut shop = Shop::new(&json!({}));
    shop.dataset.take(many(0, table(&mut (0..70_000), 1)));
    let change = shop.books.change(&shop.dataset, &shop.config, AsOf::Orders, None);
    shop.follow(&change);
    // Every thousandth order again, with one unit more, and new ones behind the end.
    let again = table(&mut (0..70_000).filter(|number| number / 2 % 1_000 == 3), 2);
    let last = shop.dataset.take(many(1, again.into_iter().chain(table(&mut (70_000..70_100), 1)).collect()));
    let change = shop.books.change(&shop.dataset, &shop.config, AsOf::Orders, None);
    assert!(matches!(&change, Change::Orders { come, .. } if come.n_sales() == 35 + 50));
    shop.follow(&change);
    shop.check();
    let leaving = shop.books.leaving(&shop.dataset, &shop.config, &[last]);
    shop.dataset.remove_file(last);
    let change = shop.books.change(&shop.dataset, &shop.config, AsOf::Orders, Some(leaving));
    assert!(matches!(change, Change::Orders { .. }));
    shop.follow(&change);
    shop.check();
}

fn check_closed_again(steps: Vec<Step>, settings: usize) {
    let mut shop = Shop::new(&settings_of(settings));
    for step in steps {
        shop.take(step);
        shop.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    // Two, since each is one thread's work.
    #[test]
    fn closed_again_is_closed(steps in prop::collection::vec(step(), 1..9), settings in 0..3_usize) {
        check_closed_again(steps, settings);
    }

    #[test]
    fn closed_again_with_more_files_is_closed(steps in prop::collection::vec(step(), 3..9), settings in 0..3_usize) {
        check_closed_again(steps, settings);
    }
}

/// A store that is named on one platform must not hide, or show, what a store on another is called.
#[test]
fn a_store_is_called_as_on_its_own_platform() {
    let file = |source, rows: Vec<Row>| File { source, kind: Kind::OrderLines, rows };
    let unnamed = |order: u8, form: u8| Row { form, store: 0, status: OrderStatus::Unpaid, ..sold(order, None) };
    let named = |order: u8| Row { store: 1, ..unnamed(order, 0) };
    let mut shop = Shop::new(&json!({}));
    for files in [
        vec![file(Source::Generic, vec![named(2)])],
        vec![file(Source::Jushuitan, vec![unnamed(0, 0), named(1)])],
        vec![file(Source::Taobao, vec![unnamed(2, 7)]), file(Source::Taobao, vec![unnamed(0, 0)])],
        // The first row of a list of the seller's own that names no store.
        vec![file(Source::Generic, vec![unnamed(8, 0)])],
    ] {
        shop.take(Step::Add(files));
        shop.check();
    }
}
