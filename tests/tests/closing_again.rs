//! Books that are closed again for the sake of a few files are those that are closed as a whole: orders that are merged,
//! split, sent together, repeated in other exports, priced by another sheet or dated after all others included.

mod shop;

use analytics::books::{self, AsOf, Books, Change, Fates, FileMoney};
use analytics::dataset::{
    AdSpend, Buyer, OrderHeader, OrderLine, Part, RowRef, Shipment, SourceFile, SourceTable, Times, UnitCost,
};
use analytics::profit::{self, Prepared, Scope, ScopeSales};
use analytics::vocabulary::{BucketReason, Kind, OrderStatus, RefundState, Source};
use analytics::{Amount, Config, Dataset, Day, Money, Quantity, Stamp};
use proptest::prelude::*;

/// One row of any kind of file; each kind takes of it what it has.
#[derive(Clone, Debug)]
struct Row {
    order: u8,
    form: u8,
    line: Option<u8>,
    sku: Option<u8>,
    units: i64,
    cents: Option<i64>,
    refund: Option<i64>,
    status: OrderStatus,
    refund_state: RefundState,
    /// Counted from 2026-06-01; the last ones lie years ahead.
    day: u16,
    waybill: Option<u8>,
    store: u8,
}

#[derive(Clone, Debug)]
struct File {
    source: Source,
    kind: Kind,
    rows: Vec<Row>,
}

fn row() -> impl Strategy<Value = Row> {
    let statuses = vec![
        OrderStatus::Unpaid,
        OrderStatus::Paid,
        OrderStatus::Shipped,
        OrderStatus::Completed,
        OrderStatus::Completed,
        OrderStatus::Cancelled,
        OrderStatus::Superseded,
    ];
    let refunds = vec![RefundState::None, RefundState::None, RefundState::Done, RefundState::Returned];
    let of_order = (0..9_u8, 0..8_u8, prop::option::of(0..6_u8), prop::option::weighted(0.9, 0..5_u8));
    let of_money = (-1..4_i64, prop::option::weighted(0.8, 0..6_000_i64), prop::option::of(0..3_000_i64));
    let of_state = (prop::sample::select(statuses), prop::sample::select(refunds));
    let day = prop_oneof![12 => 0..40_u16, 1 => 900..910_u16];
    (of_order, of_money, of_state, day, prop::option::of(0..5_u8), 0..3_u8).prop_map(
        |((order, form, line, sku), (units, cents, refund), (status, refund_state), day, waybill, store)| Row {
            order,
            form,
            line,
            sku,
            units,
            cents,
            refund,
            status,
            refund_state,
            day,
            waybill,
            store,
        },
    )
}

fn file() -> impl Strategy<Value = File> {
    let kinds = vec![
        (Source::Taobao, Kind::OrderLines),
        (Source::Taobao, Kind::OrderLines),
        (Source::Taobao, Kind::Orders),
        (Source::Pdd, Kind::OrderLines),
        (Source::Jushuitan, Kind::OrderLines),
        (Source::Jushuitan, Kind::Orders),
        (Source::Generic, Kind::OrderLines),
        (Source::Courier, Kind::Shipments),
        (Source::Zhanggui, Kind::Costs),
        (Source::Taobao, Kind::Ads),
    ];
    (prop::sample::select(kinds), prop::collection::vec(row(), 1..7)).prop_map(|((source, kind), rows)| File {
        source,
        kind,
        rows,
    })
}

impl Row {
    fn id(&self) -> String {
        let number = |order: u8| format!("40010000000000{order:03}");
        let next = number((self.order + 1) % 9);
        match self.form {
            0 => format!("{},{next}", number(self.order)),
            1 => format!("{next},{}", number(self.order)),
            2 => format!("{}-2", number(self.order)),
            _ => number(self.order),
        }
    }

    fn moment(&self) -> Stamp {
        let first = Day::parse("2026-06-01").unwrap();
        shop::noon(&first.plus(i32::from(self.day)).to_string())
    }

    fn sku(&self) -> Option<&'static str> {
        // The same codes in several spellings.
        let codes = ["CUP", "cup", "TEA", "tea ", "SPOON"];
        self.sku.map(|sku| codes[usize::from(sku) % codes.len()])
    }

    fn waybill(&self) -> Option<String> {
        self.waybill.map(|waybill| format!("YT{waybill}"))
    }
}

fn part(position: usize, file: &File) -> Part {
    let mut of_file = SourceFile::new(format!("{}-{position}", file.source), file.source, file.kind);
    of_file.profile = Some(format!("{}.{:?}", file.source, file.kind));
    let rows = u32::try_from(file.rows.len()).unwrap();
    (of_file.rows, of_file.accepted) = (rows, rows);
    let table = SourceTable { file: 0, sheet: None, header_row: 1, columns: Vec::new() };
    let mut part = Part::new(of_file, Some(table));
    let cents = |cents: i64| Amount::from_cents(cents);
    for (number, row) in (2..).zip(&file.rows) {
        let at = RowRef::new(0, number);
        let pools = &mut part.pools;
        let currency = pools.currencies.intern("CNY");
        // An ERP knows where an order was placed, or it does not.
        let platform = match file.source {
            Source::Jushuitan if row.store > 0 => Source::Taobao,
            source => source,
        };
        let store = pools.store(platform, ["", "one", "two"][usize::from(row.store)]);
        let waybill = row.waybill().map(|id| pools.waybills.intern(&id));
        let times = Times {
            ordered: Some(row.moment()),
            paid: (row.status != OrderStatus::Unpaid).then(|| row.moment()),
            shipped: matches!(row.status, OrderStatus::Shipped | OrderStatus::Completed).then(|| row.moment()),
            ..Times::default()
        };
        match file.kind {
            Kind::OrderLines => {
                let line = OrderLine {
                    at,
                    store,
                    order: pools.order(platform, &row.id()),
                    line: row.line.map(|line| pools.lines.intern(&format!("L{line}"))),
                    sku: row.sku().map(|code| pools.skus.intern(code)),
                    product: row.sku.map(|sku| pools.product(platform, &format!("P{}", sku % 2))),
                    quantity: Quantity::from_units(row.units),
                    amount: row.cents.map(cents),
                    list_amount: row.cents.map(|cents| Amount::from_cents(cents + 100)),
                    refund: row.refund.map(cents),
                    refund_state: row.refund_state,
                    status: Some(row.status),
                    compensation: Amount::ZERO,
                    fee: row.refund.filter(|refund| refund % 5 == 0).map(cents),
                    is_affiliate: row.units == 3,
                    is_resend: row.form == 7 && row.units == 2,
                    times,
                    waybill,
                    buyer: Buyer::default(),
                    channel: None,
                    note: None,
                    province: None,
                    currency,
                };
                part.lines.push(line);
            }
            Kind::Orders => {
                let header = OrderHeader {
                    at,
                    store,
                    order: pools.order(platform, &row.id()),
                    amount: row.cents.map(cents),
                    postage: None,
                    refund: row.refund.map(cents),
                    refund_state: row.refund_state,
                    status: Some(row.status),
                    compensation: Amount::ZERO,
                    fee: None,
                    times,
                    waybill,
                    buyer: Buyer::default(),
                    channel: None,
                    note: None,
                    province: None,
                    currency,
                };
                part.headers.push(header);
            }
            Kind::Shipments => {
                if let (Some(waybill), Some(amount)) = (waybill, row.cents.map(cents)) {
                    part.shipments.push(Shipment { at, waybill, amount, day: None, currency });
                }
            }
            Kind::Costs => {
                if let (Some(code), Some(cost)) = (row.sku(), row.cents.map(cents)) {
                    let sku = pools.skus.intern(code);
                    let valid_from = row.line.map(|_| row.moment().day());
                    part.costs.push(UnitCost { at, sku, cost, valid_from, grams: None });
                }
            }
            _ => {
                let product = row.sku.map(|sku| pools.product(platform, &format!("P{sku}")));
                let spend = cents(row.cents.unwrap_or(700));
                part.ads.push(AdSpend {
                    at,
                    store,
                    product,
                    name: None,
                    day: Some(row.moment().day()),
                    spend,
                    currency,
                });
            }
        }
    }
    part
}

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
    said.push(format!("{:?} {:?}", prepared.period, prepared.gifts_without_cost));
    said.push(format!("{:?} {:?}", sales.paid, sales.refunds_due(books.as_of)));
    said.push(profit::count_orders(prepared, &vec![true; prepared.activities.len()]).to_string());
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
    fn new() -> Shop {
        let day = Day::parse;
        let scopes = [
            Scope::default(),
            Scope { from: day("2026-06-05"), to: day("2026-06-20"), ..Scope::default() },
            Scope { platform: Some(Source::Taobao), store: Some("one".to_owned()), ..Scope::default() },
        ];
        Shop {
            dataset: Dataset::default(),
            config: Config::default(),
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
        let base = self.config.ads.driver;
        for (scope, prepared, sales) in &mut self.scopes {
            match &change {
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

fn sold(order: u8, waybill: Option<u8>) -> Row {
    Row {
        order,
        form: 3,
        line: None,
        sku: Some(0),
        units: 1,
        cents: Some(5_000),
        refund: None,
        status: OrderStatus::Completed,
        refund_state: RefundState::None,
        day: 0,
        waybill,
        store: 0,
    }
}

/// The orders that the last file changes in a shop with the files before it.
fn touched(mut files: Vec<File>) -> Vec<String> {
    let last = files.pop().unwrap();
    let mut shop = Shop::new();
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
    assert_eq!(touched(vec![shop(), known, merged]), [id(1), id(2)]);
    // A cost sheet prices one SKU of two.
    let two = orders(vec![sold(1, None), Row { sku: Some(2), ..sold(2, None) }]);
    let sheet = file(Source::Zhanggui, Kind::Costs, vec![Row { sku: Some(2), ..sold(0, None) }]);
    assert_eq!(touched(vec![two, sheet]), [id(2)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn closed_again_is_closed(steps in prop::collection::vec(step(), 1..9)) {
        let mut shop = Shop::new();
        for step in steps {
            shop.take(step);
            shop.check();
        }
    }
}
