//! What holds for every shop.

use analytics::Money;
use analytics::repurchase::{self, Driver, Period, Scoring};
use proptest::prelude::*;
use serde_json::json;
use tests::shop::random::Random;

use crate::Shop;

const COLUMNS: [&str; 7] = ["order_id", "paid_at", "amount", "customer", "sku", "quantity", "refund"];

/// Orders of a few customers over two hundred days, some given back.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (0..200_u32, 0..9_u32, 1..40_u32, 0..4_u32, 1..3_u32, prop::bool::weighted(0.2));
    prop::collection::vec(row, 1..60).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(order, (day, customer, amount, sku, quantity, is_given_back))| {
                let date = analytics::Day::parse("2026-01-01").unwrap().plus(day.cast_signed());
                let refund = if is_given_back { amount / 2 } else { 0 };
                format!("{order},{date},{amount},c{customer},s{sku},{quantity},{refund}")
            })
            .collect()
    })
}

/// All that is reported, as text.
fn report(rows: &[String]) -> String {
    let shop = Shop::read(&COLUMNS, &rows.join("\n"), &json!({}), Some("2026-12-31"));
    let prepared = shop.prepare();
    let rfm = |scoring| repurchase::rfm(&prepared, shop.settings(), scoring).1;
    let driven = |driver| repurchase::driven(&shop.dataset, &shop.books, &prepared, driver, 90);
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        prepared.repeat,
        repurchase::cohorts(&prepared, Period::Week),
        rfm(Scoring::Quantile),
        rfm(Scoring::Fixed),
        repurchase::tag_counts(&prepared, shop.settings()),
        Driver::ALL.map(driven),
        repurchase::together(&shop.dataset, &shop.books, &prepared),
        repurchase::next(&shop.dataset, &prepared),
        repurchase::letters(&shop.dataset, &prepared, shop.settings()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        Random::new(seed).shuffle(&mut shuffled);
        prop_assert_eq!(report(&rows), report(&shuffled));
    }

    #[test]
    fn parts_add_up_to_the_whole(rows in rows()) {
        let shop = Shop::read(&COLUMNS, &rows.join("\n"), &json!({}), Some("2026-12-31"));
        let prepared = shop.prepare();
        // Where every order has a key of its own nobody is known, and there is nothing to add up.
        prop_assume!(prepared.history.identity.is_usable());
        let customers = prepared.repeat.customers;
        let revenue: Money = prepared.history.purchases.iter().map(|purchase| purchase.revenue()).sum();
        for scoring in [Scoring::Quantile, Scoring::Fixed] {
            for (_, segments) in repurchase::rfm(&prepared, shop.settings(), scoring).1.schemes {
                prop_assert_eq!(segments.iter().map(|segment| segment.customers).sum::<u32>(), customers);
                prop_assert_eq!(segments.iter().map(|segment| segment.revenue).sum::<Money>(), revenue);
            }
        }
        for driver in Driver::ALL {
            let driven = repurchase::driven(&shop.dataset, &shop.books, &prepared, driver, 60);
            let grouped: u32 = driven.groups.iter().map(|group| group.customers).sum();
            prop_assert_eq!(grouped + driven.unknown, customers, "{:?}", driver);
        }
        let cohorts = repurchase::cohorts(&prepared, Period::Month).cohorts;
        let cells = || cohorts.iter().flat_map(|cohort| &cohort.cells);
        prop_assert_eq!(cells().map(|cell| cell.revenue).sum::<Money>(), revenue);
        let paid: Money = shop.books.sales().map(|sale| Money::from(sale.revenue - sale.refund)).sum();
        prop_assert_eq!(paid, revenue, "everybody is known here, so nothing is missing");
    }
}
