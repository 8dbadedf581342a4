//! What is unknown is said, and never counted as nothing.

mod shop;

use analytics::config::Assumption;
use analytics::profit::{self, Item, Scope};
use analytics::vocabulary::{BucketReason, OrderStatus, RefundState, Source};
use analytics::{Config, Day, Money, Rate};
use serde_json::{Value, json};
use shop::{Line, Shop, line};

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

fn printed(shop: &Shop) -> Value {
    cli::analyze(&shop.dataset, &shop.config(), None, false)
}

#[test]
fn without_a_cost_sheet_sales_and_every_known_block_are_there() {
    let said = json!({ "logistics": { "freight_per_order": "3" }, "after_sales": { "insurance_per_order": "0" } });
    let mut shop = Shop::new().with(said);
    let refunded = Line { refund: Some("20"), refund_state: RefundState::RefundOnly, ..line("2", "B", "50") };
    shop.lines(Source::Pdd, [line("1", "A", "100"), refunded, line("3", "B", "50")]);
    shop.ads(Source::Pdd, &[(None, "2026-06-01", "12"), (Some("never"), "2026-06-01", "602")]);
    let profit = &printed(&shop)["profit"];
    // 200 − 20 − 614 of ads − three parcels.
    let all = json!({
        "units": 3, "orders": 3, "revenue": "200.00", "refunds": "20.00", "platform": "0.00", "ads": "614.00",
        "logistics": "9.00", "after_sales": "0.00", "before_goods": "-443.00", "covered_revenue": "0.00",
    });
    assert_eq!(profit["all"], all);
    // Ads of what never sold are no result of the shop.
    assert_eq!((&profit["range"]["low"], &profit["range"]["high"]), (&Value::Null, &Value::Null));
    shop.costs(&[("A", "30", None)]);
    let profit = &printed(&shop)["profit"];
    assert_eq!((&profit["all"]["revenue"], &profit["all"]["covered_revenue"]), (&json!("200.00"), &json!("100.00")));
    assert_eq!(profit["range"]["low"], profit["totals"]["net"]);
}

/// 1,000 yuan of 拼多多 in one order, goods 400: commission 6 as the settings stand and 6 to 50 usually, 运费险 5 to 20 usually.
fn unsaid() -> Shop {
    let mut shop = Shop::default();
    shop.lines(Source::Pdd, [line("1", "A", "1000")]).costs(&[("A", "400", None)]);
    shop
}

#[test]
fn the_net_is_a_range_while_rates_are_missing() {
    let outcome = unsaid().close();
    assert_eq!(outcome.report.totals.net(), money("594"));
    let shop = unsaid();
    let range = profit::net_range(&shop.dataset, &outcome.prepared, &outcome.report, &outcome.config).unwrap();
    // 594 − 44 − 20, and nothing cheaper than what stands.
    assert_eq!((range.low, range.high), (money("530"), money("594")));
    let open: Vec<Assumption> = range.open.iter().map(|open| open.assumption).collect();
    let expected = [
        Assumption::CommissionRate(Source::Pdd),
        Assumption::InsurancePerOrder,
        Assumption::FreightPerOrder,
        Assumption::PackagingPerOrder,
        Assumption::LabourPerOrder,
    ];
    assert_eq!(open, expected);
    // From what stands to the dear end. No source says what a parcel usually costs, so that nothing is guessed.
    assert_eq!(range.open[1].cost, Some((money("0"), money("20"))));
    assert!(range.open[2..].iter().all(|open| open.cost.is_none()));
}

#[test]
fn what_somebody_said_is_no_range_even_when_it_is_nothing() {
    let said = json!({
        "platform": { "pdd": { "commission_rate": "0.01" } },
        "logistics": { "freight_per_order": "3", "packaging_per_order": "0", "labour_per_order": "0" },
        "after_sales": { "insurance_per_order": "0" },
    });
    let outcome = unsaid().with(said).close();
    let shop = unsaid();
    let range = profit::net_range(&shop.dataset, &outcome.prepared, &outcome.report, &outcome.config).unwrap();
    assert_eq!((range.low, range.high, range.open), (money("587"), money("587"), vec![]));
}

#[test]
fn the_range_holds_the_net_whatever_the_shop() {
    for seed in [1, 7, 12] {
        let (mut shop, units) = (Shop::default(), i64::from(seed % 3) + 1);
        let platforms = [Source::Taobao, Source::Douyin, Source::Jd];
        for (platform, order) in platforms.into_iter().zip(0..) {
            let row = |amount| Line {
                quantity: units,
                affiliate: order == 1,
                ..line(&format!("{seed}{order}"), "A", amount)
            };
            shop.lines(platform, [row("99.9"), row("7")]);
        }
        shop.costs(&[("A", "3.3", None)]);
        let outcome = shop.close();
        let range = profit::net_range(&shop.dataset, &outcome.prepared, &outcome.report, &outcome.config).unwrap();
        let net = outcome.report.totals.net();
        assert!(range.low < net && net <= range.high, "{range:?}");
    }
}

#[test]
fn refunds_that_are_still_to_come_are_expected_as_the_shop_has_them() {
    let mut shop = Shop::new();
    let sent = |order: u32, day: &'static str, refund: bool| Line {
        day,
        refund: refund.then_some("100"),
        refund_state: if refund { RefundState::Returned } else { RefundState::None },
        ..line(&format!("{day}-{order}"), "A", "100")
    };
    // Of forty grown orders eight came back; of ten young ones none has yet, and of five a day old one has.
    let grown = (0..40).map(|order| sent(order, "2026-05-01", order < 8));
    let young = (0..10).map(|order| sent(order, "2026-06-25", false));
    let newest = (0..5).map(|order| sent(order, "2026-06-29", order == 0));
    shop.lines(Source::Pdd, grown.chain(young).chain(newest));
    let books = shop.close().books;
    let due = profit::ScopeSales::of(&shop.dataset, &books, &Scope::default()).refunds_due(books.as_of).unwrap();
    // The youngest may not have given back a larger share than the older, so the 15 are pooled at 100 ÷ 1,500:
    // 1,500 × (800 ÷ 4,000 − 100 ÷ 1,500) = 200.
    assert_eq!((due.amount, due.orders, due.so_far), (money("200"), 15, money("100")));
    assert_eq!((due.grown_orders, due.grown_revenue, due.grown_refunds), (40, money("4000"), money("800")));
    // Nothing of it is in the figures of today.
    assert_eq!(shop.close().report.all.refunds, money("900"));
    let may = Scope { to: Day::parse("2026-05-31"), ..Scope::default() };
    assert_eq!(profit::ScopeSales::of(&shop.dataset, &books, &may).refunds_due(books.as_of), None);
}

#[test]
fn months_bear_rent_and_tax_and_skus_do_not() {
    let overhead = json!({ "overhead": { "tax_rate": "0.03", "fixed": [
        { "name": "房租", "amount": "310", "from": "2026-06" },
        { "name": "软件", "amount": "31", "until": "2026-05" },
    ] } });
    let mut shop = Shop::new().with(overhead);
    let on = |order, day, amount| Line { day, ..line(order, "A", amount) };
    shop.lines(Source::Pdd, [on("1", "2026-05-20", "100"), on("2", "2026-06-10", "200")]);
    shop.costs(&[("A", "40", None)]);
    shop.ads(Source::Pdd, &[(None, "2026-05-20", "10"), (None, "2026-06-10", "5")]);
    let printed = printed(&shop);
    let profit = &printed["profit"];
    // May has 12 of 31 days: 100 − 40 − 10, tax 3, software 31 ÷ 31 × 12. June 10 of 30: 200 − 40 − 5, tax 6, rent a third.
    let expected = json!([
        { "month": "2026-05", "days": 12, "of_days": 31, "revenue": "100.00", "refunds": "0.00", "net": "50.00",
          "tax": "3.00", "fixed": [{ "name": "软件", "amount": "12.00" }], "left": "35.00" },
        { "month": "2026-06", "days": 10, "of_days": 30, "revenue": "200.00", "refunds": "0.00", "net": "155.00",
          "tax": "6.00", "fixed": [{ "name": "房租", "amount": "103.33" }], "left": "45.67" },
    ]);
    assert_eq!(profit["months"], expected);
    // 50 + 155, with nothing of rent or tax in it.
    assert_eq!((&profit["totals"]["net"], &profit["skus"][0]["net"]), (&json!("205.00"), &json!("205.00")));
    let outcome = shop.close_scope(&Scope { platform: Some(Source::Pdd), ..Scope::default() });
    let of_part = profit::months(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report, &outcome.config);
    assert_eq!(of_part, []);
}

#[test]
fn a_year_mistyped_pays_no_rent_for_twenty_years() {
    let overhead = json!({ "overhead": { "fixed": [{ "name": "房租", "amount": "300" }] } });
    let mut shop = Shop::new().with(overhead);
    let on = |order, day| Line { day, ..line(order, "A", "100") };
    let days = [("1", "2006-06-30"), ("2", "2026-05-01"), ("3", "2026-06-30")];
    shop.lines(Source::Pdd, days.map(|(order, day)| on(order, day))).costs(&[("A", "40", None)]);
    let outcome = shop.close();
    let months = profit::months(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report, &outcome.config);
    // One day of a June twenty years ago, and two whole months.
    let rent: Vec<(String, Money)> =
        months.iter().map(|month| (month.month.to_string(), month.fixed_costs())).collect();
    let expected = [("2006-06", "10"), ("2026-05", "300"), ("2026-06", "300")];
    assert_eq!(rent, expected.map(|(month, amount)| (month.to_owned(), money(amount))));
    assert_eq!(months.iter().map(|month| month.net).sum::<Money>(), outcome.report.totals.net());
}

#[test]
fn months_add_up_to_the_net_whatever_is_known() {
    let mut shop = Shop::new();
    let days = ["2026-03-31", "2026-04-01", "2026-05-15", "2026-06-30"];
    for (day, number) in days.into_iter().zip(1..) {
        let amounts = ["33.33", "9.99", "0.01"];
        let skus = ["A", "B", "无成本"];
        let lines =
            skus.into_iter().zip(amounts).map(|(sku, amount)| Line { day, ..line(&format!("{number}"), sku, amount) });
        shop.lines(Source::Pdd, lines);
    }
    shop.costs(&[("A", "5.55", None), ("B", "0.333", None)]);
    shop.ads(Source::Pdd, &[(None, "2026-04-01", "10.01"), (None, "2026-05-20", "7"), (None, "", "1.17")]);
    let outcome = shop.close();
    let months = profit::months(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report, &outcome.config);
    assert_eq!(months.len(), 4);
    assert_eq!(months.iter().map(|month| month.net).sum::<Money>(), outcome.report.totals.net());
}

#[test]
fn ads_of_a_store_that_sold_nothing_in_the_period_stay_in_its_net() {
    let mut shop = Shop::new();
    shop.lines(Source::Pdd, [line("1", "A", "100"), Line { day: "2026-06-30", ..line("2", "A", "100") }]);
    shop.lines(Source::Taobao, [line("3", "A", "50"), Line { day: "2026-06-30", ..line("4", "A", "50") }]);
    shop.costs(&[("A", "10", None)]);
    shop.ads(Source::Pdd, &[(None, "2026-06-15", "25"), (None, "2026-06-30", "1")]);
    let day = |text: &str| Day::parse(text);
    // On the 15th nobody sold anything; from the 2nd to the 29th neither.
    let outcome = shop.close_scope(&Scope { from: day("2026-06-02"), to: day("2026-06-29"), ..Scope::default() });
    assert_eq!((outcome.report.totals.ads, outcome.report.totals.net()), (money("25"), money("-25")));
    assert!(matches!(outcome.report.skus[0].0, Item::UnsoldStore(_)));
    assert!(!outcome.report.knows_net());
    let whole = shop.close();
    assert_eq!(whole.report.totals.ads, money("26"));
    assert!(whole.report.skus.iter().all(|(item, _)| matches!(item, Item::Sku(_))));
}

#[test]
fn ads_of_a_platform_whose_orders_came_to_nothing_are_named() {
    let mut shop = Shop::new();
    shop.lines(Source::Taobao, [line("1", "A", "100")]).costs(&[("A", "10", None)]);
    shop.lines(Source::Pdd, [Line { status: OrderStatus::Cancelled, ..line("2", "A", "100") }]);
    shop.ads(Source::Pdd, &[(None, "2026-06-01", "25")]).ads(Source::Douyin, &[(None, "2026-06-01", "4")]);
    let books = shop.close().books;
    let amount =
        |reason| books.fates.buckets().filter(|bucket| bucket.reason == reason).map(|bucket| bucket.amount).sum();
    assert_eq!(
        (amount(BucketReason::NothingSold), amount(BucketReason::NoOrdersOfPlatform)),
        (money("25"), money("4"))
    );
}

#[test]
fn the_first_count_of_orders_leaves_nothing_unsaid() {
    let mut shop = Shop::new();
    let back =
        Line { refund: Some("30"), refund_state: RefundState::Done, status: OrderStatus::Paid, ..line("2", "A", "30") };
    shop.lines(Source::Pdd, [line("1", "A", "100"), back, line("3", "", "55"), line("4", "无成本", "9")]);
    shop.costs(&[("A", "10", None)]);
    let outcome = shop.close();
    let paid = profit::ScopeSales::of(&shop.dataset, &outcome.books, &Scope::default()).paid;
    assert_eq!((paid.paid, paid.never_sent, paid.unplaced, paid.unplaced_revenue), (4, 1, 1, money("55")));
    assert_eq!(outcome.report.all.orders, paid.paid - paid.never_sent - paid.unplaced);
}

#[test]
fn zero_is_a_value_and_its_name_is_kept() {
    let mut config = Config::default();
    config.set(Assumption::PackagingPerOrder, config.get(Assumption::PackagingPerOrder));
    assert!(!profit::is_open(&config, Assumption::PackagingPerOrder));
    assert!(profit::is_open(&config, Assumption::LabourPerOrder));
    let kept: Value = serde_json::to_value(&config).unwrap();
    assert!(Config::with_changes(&kept).unwrap().is_stated(Assumption::PackagingPerOrder));
    assert_eq!(config.overhead.tax_rate, Rate::ZERO);
}

/// Reports name products by ids that the orders of 淘宝 did not have for years.
#[test]
fn ads_find_their_product_by_its_title_or_are_named() {
    let mut shop = Shop::new();
    shop.lines(Source::Taobao, [line("1", "A-S", "100"), line("2", "A-M", "60"), line("3", "B", "40")]);
    shop.costs(&[("A-S", "10", None), ("A-M", "10", None), ("B", "10", None)]);
    shop.ads(Source::Taobao, &[(Some("701"), "2026-06-01", "16"), (Some("702"), "2026-06-01", "9")]);
    let outcome = shop.close();
    // Without titles nobody knows what 701 and 702 are, and it is not said that they never sold.
    let unmatched = |outcome: &shop::Closed| -> Vec<Money> {
        let rows = outcome.report.skus.iter().filter(|(item, _)| *item == Item::UnmatchedAds);
        rows.map(|(_, row)| row.blocks.ads).collect()
    };
    assert_eq!(unmatched(&outcome), [money("25")]);
    assert!(!outcome.report.skus.iter().any(|(item, _)| matches!(item, Item::UnsoldProduct(..))));
    assert_eq!(outcome.report.totals.ads, money("25"));

    shop.names(&[("A-S", "连衣裙 S"), ("A-M", "连衣裙 M"), ("B", "连衣裙子")])
        .ad_names(&[("701", "连衣裙"), ("702", "短裤")]);
    let outcome = shop.close();
    assert_eq!(unmatched(&outcome), [money("9")]);
    let ads = |code: &str| {
        let row = outcome.report.skus.iter().find(|(item, _)| item.code(&shop.dataset) == code);
        row.unwrap().1.blocks.ads
    };
    assert_eq!((ads("A-S"), ads("A-M"), ads("B")), (money("10"), money("6"), money("0")));
}
