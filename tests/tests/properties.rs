//! What must hold for every shop, whatever its rows.

mod shop;

use analytics::profit::{self, Report, Scope};
use analytics::vocabulary::{Block, OrderStatus, RefundState, Source};
use analytics::{Day, Money};
use proptest::prelude::*;
use serde_json::json;
use shop::{Closed, Line, Shop, line};
use tests::shop::random::Random;

const SKUS: [&str; 4] = ["A", "B", "C", "无成本"];
const AMOUNTS: [&str; 6] = ["0", "9.99", "20", "33.33", "0.01", "150.50"];
const DAYS: [&str; 3] = ["2026-06-01", "2026-06-02", "2026-06-30"];
const PLATFORMS: [Source; 2] = [Source::Taobao, Source::Pdd];

fn any_line() -> impl Strategy<Value = (usize, Line)> {
    let states = prop::sample::select(vec![
        RefundState::None,
        RefundState::None,
        RefundState::Pending,
        RefundState::Done,
        RefundState::RefundOnly,
        RefundState::Returned,
    ]);
    let statuses = prop::sample::select(OrderStatus::ALL.to_vec());
    let refund = prop::sample::select(vec![None, Some("3.21"), Some("20")]);
    let picks = (0..2_usize, 0..12_usize, 0..4_usize, 0..6_usize, 0..3_usize, 1..4_i64, 0..8_usize);
    (picks, states, statuses, refund, any::<bool>()).prop_map(|(picks, refund_state, status, refund, affiliate)| {
        let (platform, order, sku, amount, day, quantity, waybill) = picks;
        let row = Line {
            quantity,
            refund,
            refund_state,
            status,
            affiliate,
            day: DAYS[day],
            product: Some(["P", "Q", "P", "R"][sku]),
            waybill: (waybill < 4).then(|| format!("W{waybill}")),
            ..line(&format!("{order}"), SKUS[sku], AMOUNTS[amount])
        };
        (platform, row)
    })
}

fn any_rows() -> impl Strategy<Value = Vec<(usize, Line)>> {
    prop::collection::vec(any_line(), 1..40)
}

fn settings() -> serde_json::Value {
    json!({
        "goods": { "loss_rate": "0.013", "resend_rate": "0.007", "resellable_rate": "0.81", "returned_when_unknown_rate": "0.37" },
        "platform": {
            "taobao": { "commission_rate": "0.053", "payment_rate": "0.0061", "fixed_per_order": "0.07", "affiliate_rate": "0.111" },
            "pdd": { "commission_rate": "0.006" },
        },
        "logistics": { "freight_per_order": "3.33", "packaging_per_order": "0.47", "labour_per_order": "0.61", "storage_per_unit": "0.05" },
        "after_sales": { "return_freight": "7.77", "insurance_per_order": "0.35", "service_per_refund": "1.01" },
    })
}

fn shop_of(rows: &[(usize, Line)]) -> Shop {
    let mut shop = Shop::new().with(settings());
    for (index, &platform) in PLATFORMS.iter().enumerate() {
        shop.lines(platform, rows.iter().filter(|row| row.0 == index).map(|row| row.1.clone()));
    }
    shop.costs(&[("A", "5.55", None), ("B", "0.333", None), ("C", "12", None), ("C", "13.1", Some("2026-06-02"))]);
    shop.bill(&[("W0", "3.01"), ("W1", "2.2"), ("W1", "0.1"), ("W9", "5")]);
    shop.ads(
        Source::Pdd,
        &[(Some("P"), "2026-06-01", "10.01"), (None, "2026-06-02", "7"), (Some("never"), "2026-06-02", "1.5")],
    );
    shop
}

/// The report with codes instead of keys, which depend on the order of first sight.
fn named(shop: &Shop, outcome: &Closed) -> String {
    let Report { all, totals, assumed, components, skus, platforms } = &outcome.report;
    let rows: Vec<_> = skus.iter().map(|(item, row)| (item.code(&shop.dataset).to_owned(), row)).collect();
    let buckets: Vec<_> = outcome.books.fates.buckets().collect();
    format!("{all:?} {totals:?} {assumed:?} {components:?} {rows:?} {platforms:?} {buckets:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn parts_add_up_to_the_whole(rows in any_rows()) {
        let shop = shop_of(&rows);
        let outcome = shop.close();
        let report = &outcome.report;
        let known = || report.skus.iter().filter(|(_, row)| row.has_cost).map(|(_, row)| &row.blocks);
        prop_assert_eq!(known().map(|blocks| blocks.revenue).sum::<Money>(), report.totals.revenue);
        prop_assert_eq!(known().map(|blocks| blocks.net()).sum::<Money>(), report.totals.net());
        for &block in Block::ALL {
            prop_assert_eq!(known().map(|blocks| blocks.block(block)).sum::<Money>(), report.totals.block(block));
            prop_assert_eq!(report.platforms.iter().map(|(_, blocks)| blocks.block(block)).sum::<Money>(), report.totals.block(block));
            let components = report.components.iter().filter(|(component, _)| component.block() == Some(block));
            prop_assert_eq!(components.map(|(_, amount)| *amount).sum::<Money>(), report.totals.block(block));
        }
        prop_assert_eq!(report.platforms.iter().map(|(_, blocks)| blocks.orders).sum::<u32>(), report.totals.orders);
    }

    #[test]
    fn orders_and_skus_agree(rows in any_rows()) {
        let shop = shop_of(&rows);
        let outcome = shop.close();
        let orders = profit::orders(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report, &outcome.config);
        let nets = profit::order_nets(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report, &outcome.config);
        prop_assert_eq!(nets.len(), orders.len());
        for net in nets {
            let order = orders.iter().find(|order| order.order == net.order).unwrap();
            let left = (Money::from(net.net), Money::from(net.before_ads), net.is_known);
            prop_assert_eq!(left, (order.blocks.net(), order.blocks.net() + order.blocks.ads, !order.is_partial));
        }
        let idle = profit::ads_without_orders(&outcome.prepared, &outcome.report);
        let totals = &outcome.report.totals;
        prop_assert_eq!(orders.iter().map(|order| order.blocks.revenue).sum::<Money>(), totals.revenue);
        for &block in Block::ALL {
            let of_orders: Money = orders.iter().map(|order| order.blocks.block(block)).sum();
            let without_orders = if block == Block::Ads { idle } else { Money::ZERO };
            prop_assert_eq!(of_orders + without_orders, totals.block(block), "{}", block);
        }
    }

    #[test]
    fn every_file_ties(rows in any_rows()) {
        let shop = shop_of(&rows);
        let outcome = shop.close();
        let fates = profit::fates(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report);
        for file in 0..u16::try_from(shop.dataset.files.len()).unwrap() {
            let money = fates.money(file);
            prop_assert_eq!(money.counted + money.confirms + money.buckets, money.total);
        }
        let stated: Money = rows.iter().map(|(_, row)| Money::from(shop::yuan(row.amount.unwrap()))).sum();
        prop_assert_eq!(fates.money(0).total + fates.money(1).total, stated);
        // What is counted from the order files is the revenue of the table.
        prop_assert_eq!(fates.money(0).counted + fates.money(1).counted, outcome.report.totals.revenue);
        prop_assert_eq!(fates.money(4).counted, outcome.report.totals.ads);
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in any_rows(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        Random::new(seed).shuffle(&mut shuffled);
        let (one, other) = (shop_of(&rows), shop_of(&shuffled));
        prop_assert_eq!(named(&one, &one.close()), named(&other, &other.close()));
    }

    #[test]
    fn the_same_rows_again_change_nothing(rows in any_rows()) {
        let once = shop_of(&rows);
        let mut twice = shop_of(&rows);
        for (index, &platform) in PLATFORMS.iter().enumerate() {
            twice.lines(platform, rows.iter().filter(|row| row.0 == index).map(|row| row.1.clone()));
        }
        prop_assert_eq!(once.close().report, twice.close().report);
    }

    #[test]
    fn fresh_order_ids_double_the_sales(rows in any_rows()) {
        let bare = |rows: &[(usize, Line)]| {
            let mut shop = Shop::new();
            for (index, &platform) in PLATFORMS.iter().enumerate() {
                shop.lines(platform, rows.iter().filter(|row| row.0 == index).map(|row| row.1.clone()));
            }
            shop.costs(&[("A", "5.55", None), ("B", "0.333", None), ("C", "12", None)]);
            shop
        };
        let mut doubled = rows.clone();
        doubled.extend(rows.iter().map(|(platform, row)| (*platform, Line { order: format!("copy of {}", row.order), ..row.clone() })));
        let (once, twice) = (bare(&rows).close().report.totals, bare(&doubled).close().report.totals);
        prop_assert_eq!(twice.revenue, once.revenue + once.revenue);
        prop_assert_eq!(twice.refunds, once.refunds + once.refunds);
        prop_assert_eq!(twice.orders, once.orders * 2);
        prop_assert!((twice.goods - once.goods - once.goods).abs() <= Money::from_cents(1));
    }

    #[test]
    fn periods_add_up(rows in any_rows()) {
        let shop = shop_of(&rows);
        let day = |text| Some(Day::parse(text).unwrap());
        let part = |from, to| shop.close_scope(&Scope { from, to, ..Scope::default() }).report.totals;
        let (whole, early, late) = (part(None, None), part(None, day("2026-06-01")), part(day("2026-06-02"), None));
        prop_assert_eq!(early.revenue + late.revenue, whole.revenue);
        prop_assert_eq!(early.refunds + late.refunds, whole.refunds);
        prop_assert_eq!(early.orders + late.orders >= whole.orders, true);
    }
}
