//! Every yuan and every row once, wherever it stands and whatever its file is called.

mod shop;

use std::io::Cursor;

use analytics::books::{self, AsOf, Books, Bucket};
use analytics::dataset::{AdSpend, Digest, Times};
use analytics::diagnostic::Problem;
use analytics::profit::{self, Scope};
use analytics::vocabulary::{BucketReason, OrderStatus, RefundBasis, RefundState, Source};
use analytics::{Amount, Config, Dataset, Day, Money};
use ingest::{Mapping, ReadOptions};
use proptest::prelude::*;
use serde_json::json;
use shop::{Line, Shop, line, noon, stated, yuan};

fn read(files: &[(&str, &str)]) -> Dataset {
    read_mapped(files, None)
}

fn read_mapped(files: &[(&str, &str)], mapping: Option<&Mapping>) -> Dataset {
    let mut dataset = Dataset::default();
    for (name, text) in files {
        let options =
            ReadOptions { timezone: "Asia/Shanghai", mapping, mappings: &[], states: None, progress: &mut |_| {} };
        let mut parts = ingest::read(name, Cursor::new(text.as_bytes()), options);
        parts.iter_mut().for_each(|part| part.file.digest = Some(digest(text)));
        dataset.extend(parts);
    }
    dataset
}

fn digest(text: &str) -> Digest {
    ingest::digest(Cursor::new(text)).unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn bucket(books: &Books, reason: BucketReason) -> Vec<(Money, u32)> {
    let of_reason = |bucket: &Bucket| bucket.reason == reason;
    books.fates.buckets().filter(of_reason).map(|bucket| (bucket.amount, bucket.rows)).collect()
}

/// A shop of which one sub-order's year is mistyped.
#[test]
fn one_mistyped_year_does_not_move_the_day_of_analysis() {
    let rows: String = (1..=30).map(|day| format!("{day},A,1,10,2026-06-{day:02} 10:00:00\n")).collect();
    let csv = format!("Order,Item,Pieces,Sum,Paid on\n{rows}31,A,1,10,2099-06-12 10:00:00\n");
    let mapping: Mapping = serde_json::from_value(json!({ "kind": "order_lines", "columns": {
        "order_id": "Order", "sku": "Item", "quantity": "Pieces", "amount": "Sum", "paid_at": "Paid on",
    } }))
    .unwrap();
    let dataset = read_mapped(&[("六月.csv", &csv)], Some(&mapping));
    let printed = cli::analyze(&dataset, &Config::default(), None, false);
    assert_eq!(printed["as_of"], "2026-06-30", "{}", printed["files"]);
    let found = printed["files"][0]["diagnostics"].as_array().unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|each| (each["code"].as_str().unwrap(), each["row"].as_u64(), each["column"].as_str()))
        .collect();
    assert_eq!(found, [("date_far_ahead", Some(32), Some("Paid on"))]);
    assert_eq!(printed["capacity"]["days"].as_array().unwrap().len(), 30);
    let late: Vec<_> =
        printed["buckets"].as_array().unwrap().iter().filter(|each| each["reason"] == "after_as_of").collect();
    assert_eq!((late.len(), &late[0]["amount"], &late[0]["rows"]), (1, &json!("10.00"), &json!(1)));
    // A day that is said holds.
    let on = books::close(&dataset, &Config::default(), AsOf::On(Day::parse("2026-06-10").unwrap()));
    assert_eq!(on.as_of, Day::parse("2026-06-10"));
    // A computer that thinks it is 2016 does not empty the shop.
    let today = |day: &str| books::close(&dataset, &Config::default(), AsOf::Today(Day::parse(day).unwrap())).as_of;
    assert_eq!([today("2016-01-01"), today("2026-07-01")], [Day::parse("2026-06-30"); 2]);
    assert_eq!(today("2026-06-27"), Day::parse("2026-06-28"));
}

const SHOPIFY: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Refunded Amount,Outstanding Balance,Id\n\
#1,a@x.com,paid,2026-06-01 10:00:00 +0800,fulfilled,2026-06-02 10:00:00 +0800,USD,50,0,0,50,,0,Std,2026-06-01 10:00:00 +0800,1,Mug,20,,MUG,true,true,fulfilled,0,0,1\n\
#1,a@x.com,,,,,,,,,,,,,2026-06-01 10:00:00 +0800,1,Tea,30,,TEA,true,true,fulfilled,,,\n\
#2,b@x.com,paid,2026-06-03 10:00:00 +0800,fulfilled,2026-06-03 12:00:00 +0800,USD,20,0,0,20,,0,Std,2026-06-03 10:00:00 +0800,1,Mug,20,,MUG,true,true,fulfilled,0,0,2\n";

#[test]
fn a_header_on_the_row_of_a_line_is_no_row_of_its_own() {
    let dataset = read(&[("orders.csv", SHOPIFY), ("orders (1).csv", SHOPIFY)]);
    assert_eq!(dataset.files.iter().map(|file| file.rows).collect::<Vec<_>>(), [3, 3], "{:?}", dataset.files);
    let books = books::close(&dataset, &Config::default(), AsOf::Orders);
    assert_eq!(bucket(&books, BucketReason::Duplicate), [(money("70"), 3)]);
    // Without a cost all of the first file is in one bucket: its three rows, each once.
    let prepared = profit::prepare(&dataset, &books, &Scope::default(), Config::default().ads.driver);
    let report = profit::report(&dataset, &prepared, &Config::default());
    let fates = profit::fates(&dataset, &books, &prepared, &report);
    let missing: Vec<_> = fates.buckets().filter(|each| each.reason == BucketReason::MissingCost).collect();
    assert_eq!(missing.iter().map(|each| (each.amount, each.rows)).collect::<Vec<_>>(), [(money("70"), 3)]);
}

#[test]
fn a_parcel_on_two_rows_of_the_bill_is_two_rows() {
    let mut shop = Shop::new();
    let sent = |sku| Line { waybill: Some("W".to_owned()), ..line("1", sku, "20") };
    shop.lines(Source::Pdd, [sent("A"), sent("B"), sent("C")]).bill(&[("W", "3"), ("W", "0.6")]);
    let outcome = shop.close();
    let fates = profit::fates(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report);
    let rows: Vec<_> = fates.buckets().map(|each| (each.amount, each.rows)).collect();
    assert_eq!(rows, [(money("60"), 3), (money("3.6"), 2)]);
}

#[test]
fn what_the_platform_took_is_at_its_row_converted_and_never_lost() {
    let mut shop = Shop::new().with(json!({ "shop": { "currency": "CNY", "exchange_rates": { "USD": "7" } } }));
    let unsent = Line {
        refund: Some("30"),
        refund_state: RefundState::Done,
        status: OrderStatus::Paid,
        amount: None,
        list: Some("30"),
        ..line("2", "B", "")
    };
    let sent = Line { amount: None, list: Some("20"), ..line("1", "A", "") };
    shop.lines(Source::Shopify, [sent, unsent]).costs(&[("A", "5", None), ("B", "5", None)]);
    shop.headers(Source::Shopify, &[("1", "20", None, None), ("2", "30", None, Some("30"))]);
    let dollars = shop.dataset.pools.currencies.intern("USD");
    for header in shop.dataset.headers.iter_mut() {
        header.currency = dollars;
        header.compensation = stated("3");
        header.fee = Some(stated("0.5"));
        header.times = Times { paid: Some(noon("2026-06-01")), ..Times::default() };
        header.status =
            Some(if header.amount == Some(stated("20")) { OrderStatus::Completed } else { OrderStatus::Paid });
    }
    for line in shop.dataset.lines.iter_mut() {
        line.currency = dollars;
    }
    let outcome = shop.close();
    let header = shop.dataset.headers.get(0).unwrap().at;
    let fact = outcome.books.facts().next().unwrap();
    let charges = &outcome.books.aftermath(fact).unwrap().charges;
    assert_eq!(
        charges.iter().map(|charge| (charge.at, charge.compensation, charge.fee)).collect::<Vec<_>>(),
        [(header, yuan("21"), Some(yuan("3.5")))]
    );
    // The late parcel that was never sent cost its compensation too.
    assert_eq!(outcome.sku(&shop.dataset, "B").blocks.after_sales, money("21"));
    assert_eq!(outcome.report.totals.after_sales, money("42"));
    let taken: Amount = outcome.books.sales().map(|sale| sale.compensation).sum();
    assert_eq!(taken, yuan("42"));
}

/// 订单报表 with these rows: total, paid, refund.
fn orders(first: u32, rows: &[(&str, &str, &str)]) -> String {
    let mut text =
        "订单编号,买家应付货款,总金额,买家实际支付金额,退款金额,订单状态,订单创建时间,订单付款时间\n".to_owned();
    for ((total, paid, refund), number) in rows.iter().zip(first..) {
        text += &format!("{number},{total},{total},{paid},{refund},交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00\n");
    }
    text
}

fn decided(files: &[(&str, &str)], settings: &serde_json::Value) -> Vec<(Option<RefundBasis>, bool)> {
    let dataset = read(files);
    let books = books::close(&dataset, &Config::with_changes(settings).unwrap(), AsOf::Orders);
    books
        .refunds
        .iter()
        .map(|(_, known)| known.as_ref().map_or((None, false), |known| (known.basis, known.is_sellers)))
        .collect()
}

#[test]
fn paid_and_refund_above_the_total_can_only_be_gross() {
    // A coupon of ten paid by the platform, and all or most of it given back.
    let file = orders(1, &[("100", "90", "90"), ("100", "90", "60"), ("50", "50", "0")]);
    assert_eq!(decided(&[("订单.csv", &file)], &json!({})), [(Some(RefundBasis::Gross), false)]);
    // Neither proves anything: 70 + 10 and 70 + 5 are below 100.
    let file = orders(1, &[("100", "70", "10"), ("100", "70", "5")]);
    assert_eq!(decided(&[("订单.csv", &file)], &json!({})), [(None, false)]);
}

#[test]
fn one_file_answers_for_all_of_its_kind_and_so_does_the_seller() {
    let clear = orders(1, &[("100", "60", "40"), ("80", "70", "10"), ("30", "0", "30")]);
    let dark = orders(10, &[("100", "70", "10")]);
    let files = [("五月.csv", clear.as_str()), ("六月.csv", dark.as_str())];
    assert_eq!(decided(&files, &json!({})), [(Some(RefundBasis::Net), false); 2]);
    let answer = json!({ "refund_basis": { "taobao.orders": "gross" } });
    assert_eq!(
        decided(&[("六月.csv", &dark), ("七月.csv", &orders(20, &[("10", "7", "1")]))], &answer),
        [(Some(RefundBasis::Gross), true); 2]
    );
    // A choice for one file holds for that file alone.
    let answer = json!({ "refund_basis": { digest(&dark).to_string(): "gross" } });
    assert_eq!(decided(&files, &answer), [(Some(RefundBasis::Net), false), (Some(RefundBasis::Gross), true)]);
    // What is said of the decision is true of all files together.
    let dataset = read(&files);
    let books = books::close(&dataset, &Config::default(), AsOf::Orders);
    let said: Vec<_> = books.findings.iter().map(|(file, finding)| (*file, finding.problem.clone())).collect();
    assert_eq!(said, [(0, Problem::RefundBasisNet), (1, Problem::RefundBasisNet)]);
}

#[test]
fn telephone_numbers_taken_for_amounts_never_add_up_to_less_than_nothing() {
    let mut shop = Shop::new();
    let orders: Vec<Line> = (0..800).map(|order| line(&order.to_string(), "A", "13800000000")).collect();
    shop.lines(Source::Pdd, orders).costs(&[("A", "99999999999", None)]);
    shop.dataset.lines.iter_mut().for_each(|line| line.quantity = analytics::Quantity::parse("99999999999").unwrap());
    let outcome = shop.close();
    assert_eq!(outcome.books.fates.money(0).total, money("11040000000000"));
    assert!(outcome.report.totals.goods.is_positive() && outcome.report.totals.net().is_negative());
}

fn any_spend() -> impl Strategy<Value = Vec<(usize, usize, usize, usize)>> {
    prop::collection::vec((0..3_usize, 0..3_usize, 0..3_usize, 0..4_usize), 1..24)
}

proptest! {
    /// Overlapping reports and exports, called one way and the other.
    #[test]
    fn names_of_files_move_no_cent(spend in any_spend(), names in prop::sample::subsequence(vec!["a", "b", "cc", "ddd", "e", "f"], 6), shift in 0..6_usize) {
        let nets = |names: &[&str]| {
            let mut shop = Shop::new();
            let sold = |order: &str, sku, amount| Line { product: Some("P"), ..line(order, sku, amount) };
            shop.lines(Source::Pdd, [sold("1", "A", "33.33"), sold("2", "B", "9.99"), sold("3", "C", "0.07")]);
            shop.lines(Source::Pdd, [sold("1", "A", "33.33"), Line { waybill: Some("W".to_owned()), ..sold("2", "B", "9.99") }]);
            shop.costs(&[("A", "1", None), ("B", "1", None), ("C", "0.01", None)]);
            for file in 0..3 {
                let rows: Vec<_> = spend.iter().filter(|row| row.0 == file).map(|&(_, product, _, amount)| {
                    ([None, Some("P"), Some("never")][product], "2026-06-01", ["0.01", "10", "7.77", "3.33"][amount])
                }).collect();
                shop.ads(Source::Pdd, &rows);
            }
            for (index, file) in (0..shop.dataset.files.len()).zip(0_u16..) {
                let of_file = |row: &&AdSpend| shop.dataset.tables[usize::from(row.at.table)].file == file;
                let sum = shop.dataset.ads.iter().filter(of_file).map(|row| money(&row.spend.to_string())).sum();
                shop.dataset.files[index].sum = sum;
                shop.dataset.files[index].name = names[(index + shift) % names.len()].to_owned();
            }
            let outcome = shop.close();
            outcome.report.skus.iter().map(|(item, row)| (item.code(&shop.dataset).to_owned(), row.blocks)).collect::<Vec<_>>()
        };
        let mut turned = names.clone();
        turned.reverse();
        prop_assert_eq!(nets(&names), nets(&turned));
    }
}

/// One charge that two bills book on two days looks like two: both count, and both cards say so. A parcel that came back
/// is charged otherwise.
#[test]
fn a_charge_that_two_bills_date_otherwise_is_said() {
    let mut shop = Shop::new();
    let sent = |order: &str| Line { waybill: Some(format!("YT{order}")), ..line(order, "A", "50") };
    shop.lines(Source::Pdd, [sent("1"), sent("2")]);
    shop.bill(&[("YT1", "3.20"), ("YT2", "4")]);
    shop.bill(&[("YT1", "3.20"), ("YT2", "2.50")]);
    shop.dataset.shipments.iter_mut().skip(2).for_each(|row| row.day = Day::parse("2026-06-02"));
    let outcome = shop.close();
    let said: Vec<_> = outcome.books.findings.iter().map(|(file, said)| (*file, said.problem.clone())).collect();
    let again = || Problem::BilledAgain { parcels: 1, amount: Money::parse("3.20").unwrap() };
    assert_eq!(said, [(1, again()), (2, again())]);
    assert_eq!(outcome.report.all.logistics, Money::parse("12.90").unwrap());
}

/// A seller counts their orders from 1, each month anew: the first of June is not the first of July. Of a list of June that
/// was made again later every order is there once.
#[test]
fn lists_that_count_from_one_each_month_are_other_orders() {
    let list = |rows: &str| format!("单号,日期,编码,件数,实收\n{rows}");
    let mapping: Mapping = serde_json::from_value(json!({
        "kind": "order_lines",
        "columns": { "order_id": "单号", "paid_at": "日期", "sku": "编码", "quantity": "件数", "amount": "实收" },
    }))
    .unwrap();
    // The second row of an order does not repeat its day.
    let june = list("1,2026-06-01,A,1,50\n1,,B,1,30\n2,2026-06-03,A,2,100\n");
    let july = list("1,2026-07-01,A,1,55\n2,2026-07-01,B,1,33\n");
    let again = list("1,2026-06-01,A,1,50\n1,,B,1,30\n2,2026-06-03,A,2,100\n3,2026-06-30,A,1,50\n");
    let report = |files: &[(&str, &str)]| {
        let dataset = read_mapped(files, Some(&mapping));
        let books = books::close(&dataset, &Config::default(), AsOf::Orders);
        let prepared = profit::prepare(&dataset, &books, &Scope::default(), Config::default().ads.driver);
        let all = profit::report(&dataset, &prepared, &Config::default()).all;
        (all.orders, all.units.to_string(), all.revenue)
    };
    assert_eq!(report(&[("六月.csv", &june), ("七月.csv", &july)]), (4, "6".to_owned(), money("268")));
    assert_eq!(report(&[("七月.csv", &july), ("六月.csv", &june)]), (4, "6".to_owned(), money("268")));
    assert_eq!(report(&[("六月.csv", &june), ("六月新.csv", &again)]), (3, "5".to_owned(), money("230")));
}
