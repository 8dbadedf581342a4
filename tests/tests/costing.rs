//! Costing by hand: every expected figure was worked out on paper from the rows beside it.

mod shop;

use analytics::Money;
use analytics::profit::SkuProfit;
use analytics::vocabulary::{Block, BucketReason, OrderStatus, RefundState, Source};
use serde_json::json;
use shop::{Line, Shop, line, stated, yuan};

#[track_caller]
fn check(profit: &SkuProfit, expected: &str) {
    let blocks = profit.blocks;
    let found = format!(
        "{} units {} orders: {} - {} - {} - {} - {} - {} - {} = {}",
        blocks.units,
        blocks.orders,
        blocks.revenue,
        blocks.refunds,
        blocks.goods,
        blocks.platform,
        blocks.logistics,
        blocks.ads,
        blocks.after_sales,
        profit.net().map_or("?".to_owned(), |net| net.to_string()),
    );
    assert_eq!(found, expected);
}

fn money_of(text: &str) -> Money {
    yuan(text).into()
}

fn buckets(shop: &Shop) -> Vec<(BucketReason, String, u32)> {
    shop.close().books.fates.buckets().map(|bucket| (bucket.reason, bucket.amount.to_string(), bucket.rows)).collect()
}

#[test]
fn a_sale_less_its_cost() {
    let mut shop = Shop::new();
    shop.lines(Source::Pdd, [line("1", "A", "39.90")]).costs(&[("A", "12.50", None)]);
    check(
        shop.close().sku(&shop.dataset, "A"),
        "1 units 1 orders: 39.90 - 0.00 - 12.50 - 0.00 - 0.00 - 0.00 - 0.00 = 27.40",
    );
}

#[test]
fn a_refund_of_fifty_leaves_nine_hundred_and_fifty() {
    // nopCommerce #3234: order 1,000, goods cost 0, refund 50 → profit 950.
    let mut shop = Shop::new();
    let sale = Line { refund: Some("50"), refund_state: RefundState::Done, ..line("1", "A", "1000") };
    shop.lines(Source::Generic, [sale]).costs(&[("A", "0", None)]);
    assert_eq!(shop.close().report.totals.net().to_string(), "950.00");
}

#[test]
fn fees_follow_what_is_kept() {
    let fees = json!({ "platform": { "douyin": {
        "commission_rate": "0.05", "payment_rate": "0.006", "fixed_per_order": "0.10", "affiliate_rate": "0.2" } } });
    let mut shop = Shop::new().with(fees);
    let affiliate = Line { affiliate: true, ..line("2", "A", "50") };
    let refunded = Line { refund: Some("40"), refund_state: RefundState::Done, ..line("3", "A", "100") };
    shop.lines(Source::Douyin, [line("1", "A", "100"), affiliate, refunded]).costs(&[("A", "0", None)]);
    // 5 % of 210 kept = 10.50; 0.6 % of 250 = 1.50; 3 × 0.10; 20 % of 50 = 10.
    let profit = shop.close();
    check(
        profit.sku(&shop.dataset, "A"),
        "3 units 3 orders: 250.00 - 40.00 - 0.00 - 22.30 - 0.00 - 0.00 - 0.00 = 187.70",
    );
}

#[test]
fn a_fee_that_a_row_states_replaces_the_assumed_ones_of_its_lines() {
    let fees = json!({ "platform": { "douyin": {
        "commission_rate": "0.05", "payment_rate": "0.006", "fixed_per_order": "0.10", "affiliate_rate": "0.2" } } });
    let mut shop = Shop::new().with(fees);
    let affiliate = Line { affiliate: true, ..line("2", "A", "50") };
    let refunded = Line { refund: Some("40"), refund_state: RefundState::Done, ..line("3", "A", "100") };
    let unsettled = line("4", "A", "10");
    shop.lines(Source::Douyin, [line("1", "A", "100"), affiliate, refunded, unsettled]).costs(&[("A", "0", None)]);
    // The first three pay 3.00, 1.25 and 2.00 by their rows; the platform has not settled the last.
    for (line, fee) in shop.dataset.lines.iter_mut().zip(["3", "1.25", "2", "0"]) {
        line.fee = Some(stated(fee));
    }
    // 6.25, and of the last 5 % = 0.50, 0.6 % = 0.06 and 0.10.
    let profit = shop.close();
    check(
        profit.sku(&shop.dataset, "A"),
        "4 units 4 orders: 260.00 - 40.00 - 0.00 - 6.91 - 0.00 - 0.00 - 0.00 = 213.09",
    );
}

#[test]
fn a_fee_on_the_first_row_of_an_order_is_all_that_the_order_pays() {
    let mut shop = Shop::new().with(json!({ "platform": { "taobao": { "commission_rate": "0.1" } } }));
    let lines = [line("1", "A", "60"), line("1", "B", "30"), line("2", "B", "30")];
    shop.lines(Source::Taobao, lines).costs(&[("A", "0", None), ("B", "0", None)]);
    for (line, fee) in shop.dataset.lines.iter_mut().zip([Some(stated("5")), None, None]) {
        line.fee = fee;
    }
    // 5.00 for the first order, and 10 % of the second.
    assert_eq!(shop.close().report.totals.platform.to_string(), "8.00");
}

#[test]
fn goods_that_came_back_are_no_gift() {
    let mut shop = Shop::new();
    let back = Line { quantity: -1, ..line("1", "B", "0") };
    shop.lines(Source::Generic, [line("1", "A", "50"), line("1", "B", "30"), back]);
    shop.costs(&[("A", "20", None), ("B", "10", None)]);
    assert_eq!(shop.close().report.totals.goods.to_string(), "20.00");
}

#[test]
fn a_fee_of_an_order_is_shared_by_its_lines() {
    let mut shop = Shop::new().with(json!({ "platform": { "taobao": { "commission_rate": "0.1" } } }));
    shop.lines(Source::Taobao, [line("1", "A", "60"), line("1", "B", "30")])
        .headers(Source::Taobao, &[("1", "90.00", None, None)])
        .costs(&[("A", "0", None), ("B", "0", None)]);
    shop.dataset.headers.iter_mut().for_each(|header| header.fee = Some(stated("4.50")));
    let profit = shop.close();
    // 4.50 as 60 to 30, and no 10 % beside it.
    check(profit.sku(&shop.dataset, "A"), "1 units 1 orders: 60.00 - 0.00 - 0.00 - 3.00 - 0.00 - 0.00 - 0.00 = 57.00");
    check(profit.sku(&shop.dataset, "B"), "1 units 1 orders: 30.00 - 0.00 - 0.00 - 1.50 - 0.00 - 0.00 - 0.00 = 28.50");
}

#[test]
fn a_store_pays_its_own_fees() {
    let mut shop = Shop::new().with(json!({ "platform": { "taobao": {
        "commission_rate": "0.006", "fixed_per_order": "0.10",
        "stores": { "某旗舰店": { "commission_rate": "0.05" } } } } }));
    shop.lines(Source::Taobao, [line("1", "A", "100"), line("2", "A", "100")]).costs(&[("A", "0", None)]);
    let flagship = shop.dataset.pools.store(Source::Taobao, "某旗舰店");
    shop.dataset.lines.iter_mut().skip(1).for_each(|line| line.store = flagship);
    // 0.60 and 5.00, and 0.10 each.
    check(
        shop.close().sku(&shop.dataset, "A"),
        "2 units 2 orders: 200.00 - 0.00 - 0.00 - 5.80 - 0.00 - 0.00 - 0.00 = 194.20",
    );
}

#[test]
fn a_full_refund_before_shipment_leaves_no_trace() {
    let mut shop = Shop::new();
    let gone = Line { refund_state: RefundState::Done, status: OrderStatus::Cancelled, ..line("1", "A", "30") };
    let partial = Line { refund: Some("5"), status: OrderStatus::Paid, ..gone.clone() };
    let partial = Line { order: "2".to_owned(), ..partial };
    shop.lines(Source::Pdd, [gone, partial]).costs(&[("A", "10", None)]);
    check(
        shop.close().sku(&shop.dataset, "A"),
        "1 units 1 orders: 30.00 - 5.00 - 10.00 - 0.00 - 0.00 - 0.00 - 0.00 = 15.00",
    );
    assert_eq!(buckets(&shop), [(BucketReason::RefundedBeforeShipment, "30.00".to_owned(), 1)]);
}

#[test]
fn a_line_given_back_before_the_others_were_sent_stayed_behind() {
    let mut shop = Shop::new();
    let sent = Line { waybill: Some("W".to_owned()), ..line("1", "A", "60") };
    let given_back = Line {
        status: OrderStatus::Cancelled,
        refund_state: RefundState::Done,
        refund: Some("30"),
        ..line("1", "B", "30")
    };
    shop.lines(Source::Taobao, [sent, given_back])
        .headers(Source::Taobao, &[("1", "90.00", None, Some("30"))])
        .costs(&[("A", "20", None), ("B", "10", None)]);
    // The order report knows of one parcel, and not whose.
    let waybill = shop.dataset.pools.waybills.intern("W");
    shop.dataset.headers.iter_mut().for_each(|header| header.waybill = Some(waybill));
    let outcome = shop.close();
    check(
        outcome.sku(&shop.dataset, "A"),
        "1 units 1 orders: 60.00 - 0.00 - 20.00 - 0.00 - 0.00 - 0.00 - 0.00 = 40.00",
    );
    assert_eq!(buckets(&shop), [(BucketReason::RefundedBeforeShipment, "30.00".to_owned(), 1)]);
}

#[test]
fn after_shipment_freight_stays_and_goods_depend_on_the_kind() {
    let settings = json!({
        "logistics": { "freight_per_order": "3" },
        "after_sales": { "return_freight": "8" },
        "goods": { "resellable_rate": "0.5" },
    });
    let refunded = |state| Line { refund_state: state, status: OrderStatus::Shipped, ..line("1", "A", "30") };
    let check_kind = |state, expected: &str| {
        let mut shop = Shop::new().with(settings.clone());
        shop.lines(Source::Douyin, [refunded(state)]).costs(&[("A", "10", None)]);
        check(shop.close().sku(&shop.dataset, "A"), expected);
    };
    check_kind(RefundState::RefundOnly, "1 units 1 orders: 30.00 - 30.00 - 10.00 - 0.00 - 3.00 - 0.00 - 0.00 = -13.00");
    check_kind(RefundState::Returned, "1 units 1 orders: 30.00 - 30.00 - 5.00 - 0.00 - 3.00 - 0.00 - 8.00 = -16.00");
    // Not said: the assumption is that the goods came back.
    check_kind(RefundState::Done, "1 units 1 orders: 30.00 - 30.00 - 5.00 - 0.00 - 3.00 - 0.00 - 8.00 = -16.00");
    check_kind(RefundState::Pending, "1 units 1 orders: 30.00 - 0.00 - 10.00 - 0.00 - 3.00 - 0.00 - 0.00 = 17.00");
}

#[test]
fn order_money_is_spread_on_lines_to_the_cent() {
    let mut shop = Shop::new();
    let unpriced = |sku, list| Line { amount: None, list: Some(list), ..line("1", sku, "0") };
    shop.lines(Source::Taobao, [unpriced("A", "20"), unpriced("B", "10")])
        .headers(Source::Taobao, &[("1", "25.00", None, None)])
        .costs(&[("A", "0", None), ("B", "0", None)]);
    let outcome = shop.close();
    // 25.00 by 2 : 1 = 16.666… and 8.333…
    assert_eq!(outcome.sku(&shop.dataset, "A").blocks.revenue.to_string(), "16.67");
    assert_eq!(outcome.sku(&shop.dataset, "B").blocks.revenue.to_string(), "8.33");
    let header = outcome.books.fates.money(1);
    assert_eq!((header.total, header.counted, header.confirms), (money_of("25"), money_of("25"), money_of("0")));
}

#[test]
fn a_header_confirms_its_lines_and_adds_the_postage() {
    let mut shop = Shop::new();
    shop.lines(Source::Taobao, [line("1", "A", "60"), line("1", "B", "30")])
        .headers(Source::Taobao, &[("1", "99.00", Some("9"), None)])
        .costs(&[("A", "0", None), ("B", "0", None)]);
    let outcome = shop.close();
    assert_eq!(outcome.sku(&shop.dataset, "A").blocks.revenue.to_string(), "66.00");
    assert_eq!(outcome.report.totals.orders, 1);
    let header = outcome.books.fates.money(1);
    assert_eq!((header.total, header.counted, header.confirms), (money_of("99"), money_of("9"), money_of("90")));
}

#[test]
fn a_gift_is_paid_for_by_what_it_came_with() {
    let mut shop = Shop::new();
    let gift = Line { quantity: 2, ..line("1", "GIFT", "0") };
    shop.lines(Source::Taobao, [line("1", "A", "30"), line("1", "B", "10"), gift]).costs(&[
        ("A", "5", None),
        ("B", "2", None),
        ("GIFT", "1", None),
    ]);
    let outcome = shop.close();
    // Two gifts of 1.00 by 30 : 10.
    check(outcome.sku(&shop.dataset, "A"), "1 units 1 orders: 30.00 - 0.00 - 6.50 - 0.00 - 0.00 - 0.00 - 0.00 = 23.50");
    check(outcome.sku(&shop.dataset, "B"), "1 units 1 orders: 10.00 - 0.00 - 2.50 - 0.00 - 0.00 - 0.00 - 0.00 = 7.50");
    check(
        outcome.sku(&shop.dataset, "GIFT"),
        "0 units 0 orders: 0.00 - 0.00 - 0.00 - 0.00 - 0.00 - 0.00 - 0.00 = 0.00",
    );
}

#[test]
fn ads_follow_the_product_and_the_rest_follows_revenue() {
    let mut shop = Shop::new();
    let of = |order, sku, amount, product| Line { product: Some(product), ..line(order, sku, amount) };
    let last = Line { day: "2026-06-03", ..of("3", "C", "10", "Q") };
    shop.lines(Source::Pdd, [of("1", "A", "30", "P"), of("2", "B", "10", "P"), last])
        .costs(&[("A", "0", None), ("B", "0", None), ("C", "0", None)])
        .ads(
            Source::Pdd,
            &[
                (Some("P"), "2026-06-01", "8"),
                (None, "2026-06-02", "5"),
                (Some("unsold"), "2026-06-02", "2.50"),
                (Some("P"), "2026-05-31", "99"),
            ],
        );
    let outcome = shop.close();
    let ads = |code| outcome.sku(&shop.dataset, code).blocks.ads.to_string();
    // Product P: 8 by 30 : 10. Shop-wide: 5 by 30 : 10 : 10.
    assert_eq!((ads("A"), ads("B"), ads("C")), ("9.00".to_owned(), "3.00".to_owned(), "1.00".to_owned()));
    check(
        outcome.sku(&shop.dataset, "unsold"),
        "0 units 0 orders: 0.00 - 0.00 - 0.00 - 0.00 - 0.00 - 2.50 - 0.00 = -2.50",
    );
    assert_eq!(outcome.report.totals.ads.to_string(), "15.50");
    assert_eq!(buckets(&shop), [(BucketReason::OtherPeriod, "99.00".to_owned(), 1)]);
}

#[test]
fn the_bill_goes_where_the_parcel_went() {
    let mut shop = Shop::new().with(json!({ "logistics": { "freight_per_order": "4" } }));
    let sent = |order, sku, waybill: &str| Line { waybill: Some(waybill.to_owned()), ..line(order, sku, "20") };
    shop.lines(
        Source::Douyin,
        [sent("1", "A", "W1"), sent("2", "B", "W1"), sent("3", "C", "W2"), line("4", "D", "20")],
    )
    .costs(&[("A", "0", None), ("B", "0", None), ("C", "0", None), ("D", "0", None)])
    .bill(&[("W1", "3.01"), ("W2", "2.50"), ("W2", "0.70"), ("foreign", "7.77")]);
    let outcome = shop.close();
    let freight = |code| outcome.sku(&shop.dataset, code).blocks.logistics.to_string();
    assert_eq!((freight("A"), freight("B")), ("1.51".to_owned(), "1.50".to_owned()));
    assert_eq!((freight("C"), freight("D")), ("3.20".to_owned(), "4.00".to_owned()));
    assert_eq!(buckets(&shop), [(BucketReason::NoOrder, "7.77".to_owned(), 1)]);
}

#[test]
fn without_a_bill_the_price_list_is_asked() {
    let near = json!({ "provinces": ["浙江"], "first_grams": 1000, "first_price": "2.50", "step_grams": 1000, "step_price": "1" });
    let far = json!({ "provinces": [], "first_grams": 1000, "first_price": "8", "step_grams": 500, "step_price": "3" });
    let mut shop = Shop::new().with(json!({ "logistics": { "freight_per_order": "4", "zones": [near, far] } }));
    let to = |order, sku, province| Line { province, ..line(order, sku, "20") };
    let parcel = [
        to("1", "A", Some("浙江省")),
        Line { quantity: 2, ..to("2", "B", Some("西藏自治区")) },
        to("3", "C", Some("浙江省")),
        to("4", "D", None),
        Line { waybill: Some("W".to_owned()), ..to("5", "E", Some("浙江省")) },
    ];
    shop.lines(Source::Douyin, parcel)
        .costs(&[("A", "0", None), ("B", "0", None), ("C", "0", None), ("D", "0", None), ("E", "0", None)])
        .weights(&[("A", 300), ("B", 900), ("D", 300), ("E", 300)])
        .bill(&[("W", "9.90")]);
    let outcome = shop.close();
    let freight = |code| outcome.sku(&shop.dataset, code).blocks.logistics.to_string();
    // B weighs 1,800 g: the first kilogram and two steps begun. C has no weight, D no province: the average.
    assert_eq!(["A", "B", "C", "D", "E"].map(freight), ["2.50", "14.00", "4.00", "4.00", "9.90"]);
}

#[test]
fn a_missing_cost_is_not_a_cost_of_zero() {
    let mut shop = Shop::new();
    shop.lines(Source::Pdd, [line("1", "A", "20"), line("2", "B", "30")]).costs(&[("A", "5", None)]);
    let outcome = shop.close();
    check(outcome.sku(&shop.dataset, "B"), "1 units 1 orders: 30.00 - 0.00 - 0.00 - 0.00 - 0.00 - 0.00 - 0.00 = ?");
    assert_eq!((outcome.report.totals.revenue.to_string(), outcome.report.totals.orders), ("20.00".to_owned(), 1));
    let fates = analytics::profit::fates(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report);
    let money = fates.money(0);
    assert_eq!((money.total, money.counted, money.buckets), (money_of("50"), money_of("20"), money_of("30")));
}

#[test]
fn a_cost_is_valid_from_its_day_on() {
    let mut shop = Shop::new();
    let on = |order, day| Line { day, ..line(order, "A", "20") };
    shop.lines(Source::Pdd, [on("1", "2026-05-01"), on("2", "2026-06-10"), on("3", "2026-06-11")]).costs(&[
        ("A", "5", None),
        ("A", "7", Some("2026-06-11")),
        ("A", "6", Some("2026-06-01")),
    ]);
    assert_eq!(shop.close().sku(&shop.dataset, "A").blocks.goods.to_string(), "18.00");
}

#[test]
fn the_same_file_again_changes_nothing() {
    let rows = || [line("1", "A", "20"), line("1", "A", "20"), line("2", "A", "20")];
    let mut shop = Shop::new();
    shop.lines(Source::Pdd, rows()).costs(&[("A", "5", None)]);
    let once = shop.close().report.totals;
    shop.lines(Source::Pdd, rows());
    assert_eq!(shop.close().report.totals, once);
    assert_eq!(buckets(&shop), [(BucketReason::Duplicate, "60.00".to_owned(), 3)]);
}

#[test]
fn of_equal_rows_the_first_file_by_name_counts() {
    for names in [["5月", "6月"], ["6月", "5月"]] {
        let mut shop = Shop::new();
        let sent = Line { waybill: Some("W".to_owned()), ..line("1", "A", "20") };
        shop.lines(Source::Pdd, [sent]).costs(&[("A", "5", None)]);
        for name in names {
            shop.bill(&[("W", "3.20")]);
            shop.dataset.files.last_mut().unwrap().name = name.to_owned();
        }
        let books = shop.close().books;
        let repeated = books.fates.buckets().find(|bucket| bucket.reason == BucketReason::Duplicate).unwrap();
        assert_eq!(shop.dataset.files[usize::from(repeated.file)].name, "6月");
    }
}

#[test]
fn of_two_exports_the_later_state_wins() {
    let first = Line { line: Some("1-1".to_owned()), status: OrderStatus::Paid, ..line("1", "A", "20") };
    let later = Line { refund_state: RefundState::RefundOnly, status: OrderStatus::Completed, ..first.clone() };
    for files in [[first.clone(), later.clone()], [later, first]] {
        let mut shop = Shop::new();
        for row in files {
            shop.lines(Source::Douyin, [row]);
        }
        shop.costs(&[("A", "5", None)]);
        assert_eq!(shop.close().report.totals.net(), Money::from_cents(-500));
    }
}

#[test]
fn every_block_can_be_the_one_that_loses() {
    let check_block = |settings, cost, block| {
        let mut shop = Shop::new().with(settings);
        let sale = Line { product: Some("P"), ..line("1", "A", "20") };
        shop.lines(Source::Pdd, [sale]).costs(&[("A", cost, None)]).ads(Source::Pdd, &[(Some("P"), "2026-06-01", "3")]);
        assert_eq!(shop.close().sku(&shop.dataset, "A").loss_block(), block);
    };
    let none = json!({});
    check_block(none.clone(), "10", None);
    check_block(none.clone(), "21", Some(Block::Goods));
    check_block(json!({ "platform": { "pdd": { "commission_rate": "0.6" } } }), "10", Some(Block::Platform));
    check_block(json!({ "logistics": { "freight_per_order": "11" } }), "10", Some(Block::Logistics));
    check_block(none, "18", Some(Block::Ads));
    check_block(json!({ "after_sales": { "insurance_per_order": "8" } }), "10", Some(Block::AfterSales));
}

#[test]
fn a_row_that_takes_a_sale_back_is_a_refund() {
    let mut shop = Shop::new();
    let back = Line { quantity: -1, ..line("2", "A", "-20") };
    shop.lines(Source::Generic, [line("1", "A", "20"), line("3", "A", "20"), back]).costs(&[("A", "5", None)]);
    check(
        shop.close().sku(&shop.dataset, "A"),
        "2 units 2 orders: 40.00 - 20.00 - 5.00 - 0.00 - 0.00 - 0.00 - 0.00 = 15.00",
    );
    let money = shop.close().books.fates.money(0);
    assert_eq!((money.total, money.counted), (money_of("20"), money_of("20")));
}

#[test]
fn two_bases_differ_by_the_orders_that_moved() {
    use analytics::profit::{Scope, basis_change};
    let settings = |basis: &str| json!({ "shop": { "basis": basis } });
    let rows = || {
        let sent = |order, day, shipped| Line { day, shipped, ..line(order, "A", "20") };
        [
            sent("in both", "2026-06-01", Some("2026-06-02")),
            sent("sent in July", "2026-06-30", Some("2026-07-01")),
            sent("paid in May", "2026-05-31", Some("2026-06-01")),
            Line { status: OrderStatus::Paid, ..sent("not sent", "2026-06-30", None) },
        ]
    };
    let mut shop = Shop::new().with(settings("paid"));
    shop.lines(Source::Pdd, rows()).costs(&[("A", "5", None)]);
    let paid = shop.close();
    let shop = shop.with(settings("shipped"));
    let shipped = shop.close();
    let day = |text| Some(analytics::Day::parse(text).unwrap());
    let june = Scope { from: day("2026-06-01"), to: day("2026-06-30"), ..Scope::default() };
    let change = basis_change(&shop.dataset, &paid.books, &shipped.books, &june);
    let names = |moved: &[analytics::profit::MovedOrder]| -> Vec<(String, Option<String>)> {
        let name = |order| shop.dataset.pools.order_parts(order).1.to_owned();
        moved.iter().map(|moved| (name(moved.order), moved.other_day.map(|day| day.to_string()))).collect()
    };
    assert_eq!(
        names(&change.left),
        [("not sent".to_owned(), None), ("sent in July".to_owned(), Some("2026-07-01".to_owned()))]
    );
    assert_eq!(names(&change.entered), [("paid in May".to_owned(), Some("2026-05-31".to_owned()))]);
}
