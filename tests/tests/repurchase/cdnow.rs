//! The CDNOW sample, of which every book has the numbers. See `fixtures/cdnow/README.md`.

use analytics::repurchase::clv::{BgNbd, Pattern, pattern};
use analytics::repurchase::{self, Period, Scoring};
use analytics::{Day, Money};
use serde_json::json;

use crate::Shop;

/// Last day of the weeks in which the published parameters were fitted.
const CALIBRATION: &str = "1997-09-30";

fn shop(purchase: &str, as_of: Option<&str>) -> Shop {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/cdnow/CDNOW_sample.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<String> =
        text.lines().map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(rows.len(), 6_919);
    let columns = ["customer", "paid_at", "quantity", "amount"];
    Shop::read(&columns, &rows.join("\n"), &json!({ "repurchase": { "purchase": purchase } }), as_of)
}

#[track_caller]
fn near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected}");
}

/// Recomputed from the event log; the definition decides which number is right.
#[test]
fn who_came_back_by_day_and_by_order() {
    let by_day = shop("day", None).prepare().repeat;
    assert_eq!((by_day.customers, by_day.purchases, by_day.repeat_customers), (2_357, 6_696, 1_139));
    let within: Vec<(u32, u32)> = by_day.within.iter().map(|within| (within.days, within.customers)).collect();
    assert_eq!(within, [(30, 410), (60, 601), (90, 687), (180, 887), (365, 1_074)]);
    assert_eq!((by_day.median_first_gap, by_day.median_gap), (Some(55), Some(34)));
    let by_order = shop("order", None).prepare().repeat;
    assert_eq!((by_order.customers, by_order.purchases, by_order.repeat_customers), (2_357, 6_919, 1_152));
}

/// Everybody is old enough for every window, so the curve is the share that came back.
#[test]
fn the_curve_passes_through_the_shares() {
    let prepared = shop("day", None).prepare();
    for within in &prepared.repeat.within {
        let upto = prepared.repeat.curve.iter().take_while(|point| point.days <= within.days);
        near(upto.last().unwrap().share, f64::from(within.customers) / 2_357.0, 1e-12);
        assert_eq!(within.eligible, 2_357);
    }
}

/// Source: Fader, Hardie, Lee (2005), table 2: r .243, α 4.414, a .793, b 2.426, log-likelihood −9582.4.
#[test]
fn bg_nbd_finds_the_published_parameters() {
    let shop = shop("day", Some(CALIBRATION));
    let clv = repurchase::clv(&shop.prepare(), shop.settings());
    let fit = clv.bg_nbd.unwrap();
    near(fit.model.r, 0.243, 0.243 * 0.005);
    near(fit.model.alpha, 4.414, 4.414 * 0.005);
    near(fit.model.a, 0.793, 0.793 * 0.005);
    near(fit.model.b, 2.426, 2.426 * 0.005);
    near(fit.log_likelihood, -9_582.4, 0.05);
    assert_eq!(clv.cannot_tell, 2_357 - 946);
}

/// Source: Fader, Hardie (2013), note on the Gamma-Gamma model: p 6.25, q 3.74, v 15.44, log-likelihood −4055.92.
#[test]
fn gamma_gamma_finds_the_published_parameters() {
    let shop = shop("day", Some(CALIBRATION));
    let clv = repurchase::clv(&shop.prepare(), shop.settings());
    assert_eq!(clv.repeaters, 946);
    let fit = clv.gamma_gamma.unwrap();
    near(fit.model.p, 6.25, 6.25 * 0.005);
    near(fit.model.q, 3.74, 3.74 * 0.005);
    near(fit.model.v, 15.44, 15.44 * 0.005);
    near(fit.log_likelihood, -4_055.92, 0.01);
}

/// The log-likelihood at fixed parameters on the published summary, whose weeks have two decimals; recomputed from the
/// formula.
#[test]
fn the_likelihood_at_fixed_parameters() {
    let prepared = shop("day", Some(CALIBRATION)).prepare();
    let day = Day::parse(CALIBRATION).unwrap();
    let two_decimals = |weeks: f64| (weeks * 100.0).round() / 100.0;
    let summary = |pattern: Pattern| Pattern {
        recency: two_decimals(pattern.recency),
        age: two_decimals(pattern.age),
        ..pattern
    };
    let patterns: Vec<Pattern> = prepared.history.each().map(|purchases| summary(pattern(purchases, day))).collect();
    let published = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    near(published.log_likelihood(&patterns), -9_582.426_831, 1e-4);
    let other = BgNbd { r: 0.5, alpha: 6.0, a: 1.2, b: 3.3 };
    near(other.log_likelihood(&patterns), -9_783.441_082, 1e-4);
}

/// Nobody is "100 % alive" after one purchase.
#[test]
fn one_purchase_says_nothing_of_the_next() {
    let model = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    let once = Pattern { repeats: 0, recency: 0.0, age: 30.0, customers: 1 };
    assert_eq!(model.alive(&once), None);
    assert!(model.expected(&once, 39.0) > 0.0);
    // Source: Fader, Hardie, Lee, "Implementing the BG/NBD Model for Customer Base Analysis in Excel" (2005): the
    // customer with x = 2, t_x = 30.43, T = 38.86 makes 1.226 purchases in the next 39 weeks.
    let customer = Pattern { repeats: 2, recency: 30.43, age: 38.86, customers: 1 };
    near(model.expected(&customer, 39.0), 1.226, 5e-4);
}

#[test]
fn extreme_customers_give_finite_answers() {
    let models = [
        BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
        BgNbd { r: 40.0, alpha: 0.01, a: 1.0, b: 0.02 },
        BgNbd { r: 0.001, alpha: 9_000.0, a: 7.0, b: 300.0 },
    ];
    for model in models {
        for (repeats, recency, age) in [(0, 0.0, 5_000.0), (900, 5_000.0, 5_000.0), (900, 0.5, 5_000.0), (1, 0.0, 0.0)]
        {
            let customer = Pattern { repeats, recency, age, customers: 1 };
            let expected = model.expected(&customer, 5_200.0);
            assert!(expected.is_finite() && expected >= 0.0, "{model:?} {customer:?}: {expected}");
            assert!(model.log_likelihood(&[customer]).is_finite(), "{model:?} {customer:?}");
            assert!(model.alive(&customer).is_none_or(|alive| (0.0..=1.0).contains(&alive)));
        }
    }
}

/// Every purchase is in one cohort and one cell; every customer in one segment of each scheme.
#[test]
fn cohorts_and_segments_add_up_to_the_whole() {
    let shop = shop("day", None);
    let prepared = shop.prepare();
    let revenue: Money = prepared.history.purchases.iter().map(|purchase| purchase.revenue()).sum();
    for period in [Period::Week, Period::Month, Period::Quarter] {
        let cohorts = repurchase::cohorts(&prepared, period).cohorts;
        assert_eq!(cohorts.iter().map(|cohort| cohort.customers).sum::<u32>(), 2_357);
        let cells = || cohorts.iter().flat_map(|cohort| &cohort.cells);
        assert_eq!(cells().map(|cell| cell.purchases).sum::<u32>(), 6_696);
        assert_eq!(cells().map(|cell| cell.revenue).sum::<Money>(), revenue);
        let last = |cohort: &repurchase::Cohort| cohort.cells.last().unwrap().revenue_so_far;
        assert_eq!(cohorts.iter().map(last).sum::<Money>(), revenue);
    }
    for scoring in [Scoring::Quantile, Scoring::Fixed] {
        let (_, report) = repurchase::rfm(&prepared, shop.settings(), scoring);
        for (scheme, segments) in &report.schemes {
            assert_eq!(segments.iter().map(|segment| segment.customers).sum::<u32>(), 2_357, "{scheme}");
            assert_eq!(segments.iter().map(|segment| segment.orders).sum::<u32>(), 6_696, "{scheme}");
        }
        assert_eq!(report.grid.iter().map(|cell| cell.customers).sum::<u32>(), 2_357);
        for movement in &report.movement {
            assert_eq!(movement.iter().map(|(.., count)| count).sum::<u32>(), 2_357);
        }
    }
}
