//! Rows in several currencies beside each other, with a rate and without: no amount is taken for one of another currency.
//! A dollar is seven yuan, and of a euro nobody has said what it is worth. Every figure was worked out on paper.

mod shop;

use std::io::Cursor;

use analytics::books::{self, AsOf, SaleState};
use analytics::dataset::{ColumnSet, CurrencyKey, Effect, SourceColumn};
use analytics::vocabulary::{Field, OrderStatus, RefundState, Source};
use analytics::{Config, Dataset, Day};
use ingest::{Mapping, ReadOptions};
use serde_json::{Value, json};
use shop::{Closed, Line, Shop, line, stated};

fn rates() -> Value {
    json!({ "shop": { "currency": "CNY", "exchange_rates": { "USD": "7" } } })
}

fn yuan_shop() -> Shop {
    Shop::new().with(rates())
}

fn currency(shop: &mut Shop, code: &str) -> CurrencyKey {
    shop.dataset.pools.currencies.intern(code)
}

/// Money outside the table: why, how much in what, and of how many rows.
fn apart(shop: &Shop, outcome: &Closed) -> Vec<String> {
    let code = |key| shop.dataset.pools.currencies.get(key);
    let buckets = outcome.books.fates.buckets();
    buckets
        .map(|bucket| {
            let code = bucket.currency.map_or("CNY", code);
            format!("{} {} {code} of {}", bucket.reason.name(), bucket.amount, bucket.rows)
        })
        .collect()
}

fn codes(outcome: &Closed) -> Vec<&'static str> {
    outcome.books.findings.iter().map(|(_, finding)| finding.problem.code()).collect()
}

fn revenue(outcome: &Closed) -> String {
    outcome.report.all.revenue.to_string()
}

/// What is not counted stands beside what is, so it has to be the same money.
#[test]
fn what_is_not_counted_is_converted_too() {
    let mut shop = yuan_shop();
    shop.lines(Source::Pdd, [Line { waybill: Some("YT1".to_owned()), ..line("1", "A", "100") }])
        .ads(Source::Pdd, &[(None, "2026-05-01", "10"), (None, "2026-06-01", "1")])
        .bill(&[("YT1", "2"), ("YT9", "3")]);
    let dollars = currency(&mut shop, "USD");
    shop.dataset.ads.iter_mut().for_each(|row| row.currency = dollars);
    shop.dataset.shipments.iter_mut().for_each(|row| row.currency = dollars);
    let outcome = shop.close();
    let all = outcome.report.all;
    assert_eq!([all.ads, all.logistics].map(|money| money.to_string()), ["7.00", "14.00"]);
    assert_eq!(apart(&shop, &outcome), ["other_period 70.00 CNY of 1", "no_order 21.00 CNY of 1"]);
    // 1 and 10 dollars were spent, and 2 and 3 billed.
    let totals = [1, 2].map(|file| outcome.books.fates.money(file).total.to_string());
    assert_eq!(totals, ["77.00", "35.00"]);
}

/// Ten dollars in one report are not the ten yuan of another.
#[test]
fn rows_that_differ_in_their_currency_are_not_one_row() {
    let mut shop = yuan_shop();
    shop.lines(Source::Pdd, [Line { waybill: Some("YT1".to_owned()), ..line("1", "A", "100") }]);
    for _ in 0..2 {
        shop.ads(Source::Pdd, &[(None, "2026-06-01", "10")]).bill(&[("YT1", "2")]);
    }
    let all = shop.close().report.all;
    assert_eq!([all.ads, all.logistics].map(|money| money.to_string()), ["10.00", "2.00"]);
    let dollars = currency(&mut shop, "USD");
    shop.dataset.ads.iter_mut().last().unwrap().currency = dollars;
    shop.dataset.shipments.iter_mut().last().unwrap().currency = dollars;
    let all = shop.close().report.all;
    assert_eq!([all.ads, all.logistics].map(|money| money.to_string()), ["80.00", "16.00"]);
}

/// Dollars and euros without a rate are no sum, whatever else is true of their rows.
#[test]
fn what_has_no_rate_lies_in_its_own_currency() {
    let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY" } }));
    let unpaid = Line { status: OrderStatus::Unpaid, ..line("3", "A", "4") };
    shop.lines(Source::Pdd, [line("1", "A", "100"), line("2", "A", "10"), unpaid, line("4", "A", "5")]);
    shop.ads(Source::Pdd, &[(None, "2026-05-01", "6")]).headers(Source::Pdd, &[("5", "8", None, None)]);
    let [dollars, euros] = ["USD", "EUR"].map(|code| currency(&mut shop, code));
    for (line, key) in shop.dataset.lines.iter_mut().skip(1).zip([dollars, dollars, euros]) {
        line.currency = key;
    }
    shop.dataset.ads.iter_mut().for_each(|row| row.currency = dollars);
    shop.dataset.headers.iter_mut().for_each(|row| row.currency = euros);
    let outcome = shop.close();
    let found = apart(&shop, &outcome);
    // What nobody paid and what belongs to no order waits for no rate.
    let expected = [
        "unpaid 4.00 USD of 1",
        "other_currency 10.00 USD of 1",
        "other_currency 5.00 EUR of 1",
        "other_period 6.00 USD of 1",
        "no_sku 8.00 EUR of 1",
    ];
    assert_eq!(found, expected);
    let in_each = |file| {
        let code = |key: Option<CurrencyKey>| key.map_or("CNY", |key| shop.dataset.pools.currencies.get(key));
        let money = outcome.books.fates.by_currency(file).into_iter();
        money.map(|(key, money)| format!("{} {}", code(key), money.total)).collect::<Vec<_>>()
    };
    assert_eq!(
        [0, 1, 2].map(in_each),
        [vec!["CNY 100.00", "USD 14.00", "EUR 5.00"], vec!["USD 6.00"], vec!["EUR 8.00"]]
    );
    // Who has not paid has bought nothing, whatever it would have come to.
    let sales: Vec<_> = outcome.books.sales().map(|sale| sale.revenue.to_string()).collect();
    assert_eq!(sales, ["100.00", "0.00", "0.00", "0.00"]);
}

/// Two exports of one order in euros: its money waits for the rate once.
#[test]
fn what_is_told_twice_waits_for_a_rate_once() {
    let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY" } }));
    let again = || Line { line: Some("1-1".to_owned()), ..line("1", "A", "10") };
    shop.lines(Source::Pdd, [line("2", "B", "100")]).lines(Source::Taobao, [again()]).lines(Source::Taobao, [again()]);
    let bill = [("YT9", "3")];
    shop.bill(&bill)
        .bill(&bill)
        .ads(Source::Pdd, &[(None, "2026-06-01", "6")])
        .ads(Source::Pdd, &[(None, "2026-06-01", "6")]);
    let euros = currency(&mut shop, "EUR");
    shop.dataset.lines.iter_mut().skip(1).for_each(|line| line.currency = euros);
    shop.dataset.shipments.iter_mut().for_each(|row| row.currency = euros);
    shop.dataset.ads.iter_mut().for_each(|row| row.currency = euros);
    let outcome = shop.close();
    let mut found = apart(&shop, &outcome);
    found.sort();
    let expected = [
        "duplicate 10.00 EUR of 1",
        "duplicate 3.00 EUR of 1",
        "duplicate 6.00 EUR of 1",
        "no_order 3.00 EUR of 1",
        "other_currency 10.00 EUR of 1",
        "other_currency 6.00 EUR of 1",
    ];
    assert_eq!(found, expected);
}

/// Of an order in dollars an ERP says what it came to in yuan: neither more nor less, as long as nobody knows the rate.
#[test]
fn amounts_that_cannot_be_compared_do_not_differ() {
    let told = |rate: Option<&str>, erp: &'static str| {
        let rates = rate.map_or(json!({}), |rate| json!({ "USD": rate }));
        let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY", "exchange_rates": rates } }));
        shop.lines(Source::Shopify, [line("10000000001", "A", "50")]);
        let dollars = currency(&mut shop, "USD");
        shop.dataset.lines.iter_mut().for_each(|line| line.currency = dollars);
        shop.lines(Source::Jushuitan, [line("10000000001", "A", erp)]);
        shop.dataset.files.iter_mut().for_each(|file| file.rows = 1);
        codes(&shop.close())
    };
    assert_eq!(told(None, "350"), Vec::<&str>::new());
    assert_eq!(told(Some("7"), "350"), Vec::<&str>::new());
    assert_eq!(told(Some("7"), "50"), ["sources_differ"]);
}

/// A better list knows in yuan what lines came to that an ERP has in dollars.
#[test]
fn a_header_with_a_rate_goes_before_lines_without_one() {
    let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY" } }));
    shop.lines(Source::Jushuitan, [line("10000000001", "A", "3"), line("10000000001", "B", "1")]);
    let dollars = currency(&mut shop, "USD");
    shop.dataset.lines.iter_mut().for_each(|line| line.currency = dollars);
    shop.headers(Source::Taobao, &[("10000000001", "28", None, None)]);
    shop.dataset.files.iter_mut().for_each(|file| file.rows = 1);
    let outcome = shop.close();
    // As three to one, which needs no rate.
    let sold = ["A", "B"].map(|sku| outcome.sku(&shop.dataset, sku).blocks.revenue.to_string());
    assert_eq!(sold, ["21.00", "7.00"]);
    assert_eq!(apart(&shop, &outcome), Vec::<String>::new());
    let of_lines = outcome.books.fates.by_currency(0);
    assert_eq!(of_lines.iter().map(|(_, money)| money.confirms.to_string()).collect::<Vec<_>>(), ["4.00"]);
    assert_eq!(codes(&outcome), Vec::<&str>::new());
}

#[test]
fn a_refund_without_a_rate_is_not_the_whole() {
    let told = |rates: Value| {
        let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY", "exchange_rates": rates } }));
        let back = Line { refund: Some("5"), refund_state: RefundState::RefundOnly, ..line("10000000001", "A", "14") };
        shop.lines(Source::Taobao, [line("10000000001", "A", "100")]).lines(Source::Jushuitan, [back]);
        // The platform's export has no column for refunds.
        let (field, set, effect) = (Field::Amount, ColumnSet::Line, Effect::Adds);
        shop.dataset.tables[0].columns =
            vec![SourceColumn { field, set, way: 0, effect, index: 0, header: String::new() }];
        let dollars = currency(&mut shop, "USD");
        shop.dataset.lines.iter_mut().last().unwrap().currency = dollars;
        shop.close().report.all.refunds.to_string()
    };
    assert_eq!([told(json!({ "USD": "7" })), told(json!({}))], ["35.00", "0.00"]);
}

/// A dollar's worth and a yuan's worth of one order are seven to one.
#[test]
fn list_prices_of_two_currencies_weigh_what_they_are_worth() {
    let mut shop = yuan_shop();
    let listed = |sku| Line { amount: None, list: Some("1"), ..line("1", sku, "0") };
    shop.lines(Source::Taobao, [listed("A"), listed("B")]).headers(Source::Taobao, &[("1", "80", None, None)]);
    let dollars = currency(&mut shop, "USD");
    shop.dataset.lines.iter_mut().next().unwrap().currency = dollars;
    let outcome = shop.close();
    let sold = ["A", "B"].map(|sku| outcome.sku(&shop.dataset, sku).blocks.revenue.to_string());
    assert_eq!(sold, ["70.00", "10.00"]);
}

/// Of two exports of an order the one counts that has come further: ten dollars given back are more than twenty yuan.
#[test]
fn of_two_exports_the_larger_refund_is_larger_in_worth() {
    let mut shop = yuan_shop();
    let back = |amount, refund| Line {
        line: Some("1-1".to_owned()),
        refund: Some(refund),
        refund_state: RefundState::RefundOnly,
        ..line("1", "A", amount)
    };
    shop.lines(Source::Taobao, [back("100", "20")]).lines(Source::Taobao, [back("15", "10")]);
    let dollars = currency(&mut shop, "USD");
    shop.dataset.lines.iter_mut().last().unwrap().currency = dollars;
    let outcome = shop.close();
    assert_eq!((revenue(&outcome), outcome.report.all.refunds.to_string()), ("105.00".to_owned(), "70.00".to_owned()));
    assert_eq!(apart(&shop, &outcome), ["duplicate 100.00 CNY of 1"]);
}

/// An order is given back in full or in part, known by its own numbers, without a rate too.
#[test]
fn an_order_without_a_rate_is_known_to_be_given_back() {
    let state = |refund, of_header: bool| {
        let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY" } }));
        if of_header {
            shop.lines(Source::Taobao, [Line { amount: None, list: Some("1"), ..line("1", "A", "0") }]);
            shop.headers(Source::Taobao, &[("1", "10", None, Some(refund))]);
        } else {
            let refund_state = RefundState::Done;
            shop.lines(Source::Taobao, [Line { refund: Some(refund), refund_state, ..line("1", "A", "10") }]);
        }
        let dollars = currency(&mut shop, "USD");
        shop.dataset.lines.iter_mut().for_each(|line| line.currency = dollars);
        shop.dataset.headers.iter_mut().for_each(|header| header.currency = dollars);
        let outcome = shop.close();
        let found = apart(&shop, &outcome);
        assert!(found.iter().any(|bucket| bucket.starts_with("other_currency 10.00 USD")), "{found:?}");
        outcome.books.sales().map(|sale| sale.state).collect::<Vec<_>>()
    };
    for of_header in [false, true] {
        assert_eq!(state("10", of_header), [SaleState::Refunded], "{of_header}");
        assert_eq!(state("4", of_header), [SaleState::Sent], "{of_header}");
    }
}

/// A list of one's own with a column for the currency, and the settings.
fn ledger(text: &str, changes: &Value) -> (Dataset, Config) {
    let mapping: Mapping = serde_json::from_value(json!({ "kind": "order_lines", "columns": {
        "order_id": "单号", "sku": "编码", "quantity": "件数", "amount": "实收", "paid_at": "付款时间", "currency": "币种",
    } }))
    .unwrap();
    let mut dataset = Dataset::default();
    let mut quiet = |_: ingest::Progress| {};
    let options = ReadOptions {
        timezone: "Asia/Shanghai",
        mapping: Some(&mapping),
        mappings: &[],
        states: None,
        progress: &mut quiet,
    };
    dataset.extend(ingest::read("台账.csv", Cursor::new(text.as_bytes()), options));
    (dataset, Config::with_changes(changes).unwrap())
}

/// Where nothing could be read in full, two currencies are no sum either.
#[test]
fn money_of_a_shop_whose_rows_were_all_set_aside_is_in_two_currencies() {
    let (dataset, config) = ledger(
        "单号,编码,件数,实收,付款时间,币种\n,A,1,10,2026-06-01,USD\n,A,1,4,2026-06-01,EUR\n,A,1,3,2026-06-01,USD\n",
        &json!({}),
    );
    let printed = cli::analyze(&dataset, &config, None, false);
    let buckets = printed["buckets"].as_array().unwrap().iter();
    let buckets: Vec<_> = buckets.map(|bucket| [&bucket["reason"], &bucket["amount"], &bucket["currency"]]).collect();
    assert_eq!(buckets, [["set_aside", "4.00", "EUR"], ["set_aside", "13.00", "USD"]]);
}

/// A row that could not be read has its money in the currency that it names.
#[test]
fn money_of_rows_set_aside_is_converted() {
    let (dataset, config) = ledger(
        "单号,编码,件数,实收,付款时间,币种\n1,A,1,100,2026-06-01,CNY\n,A,1,10,2026-06-01,USD\n,A,1,4,2026-06-01,EUR\n,A,1,3,2026-06-01,CNY\n",
        &rates(),
    );
    let printed = cli::analyze(&dataset, &config, None, false);
    let buckets = printed["buckets"].as_array().unwrap().iter().filter(|bucket| bucket["reason"] != "missing_cost");
    let buckets: Vec<_> = buckets.map(|bucket| [&bucket["reason"], &bucket["amount"], &bucket["currency"]]).collect();
    // 10 × 7 + 3.
    assert_eq!(buckets, [["set_aside", "73.00", "CNY"], ["set_aside", "4.00", "EUR"]]);
    // The euro that was set aside waits for a rate too.
    assert_eq!(printed["profit"]["missing_rates"], json!([{ "currency": "EUR", "rows": 1, "costs": 0 }]));
    assert_eq!(books::close(&dataset, &config, AsOf::Orders).as_of, Day::parse("2026-06-01"));
    assert_eq!(dataset.lines.get(0).unwrap().amount, Some(stated("100")));
}
