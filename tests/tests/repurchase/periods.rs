//! What a period chooses, and what is not known is not claimed.

use analytics::profit::Scope;
use analytics::repurchase;
use analytics::{Day, Money};
use serde_json::json;

use crate::Shop;

const COLUMNS: [&str; 5] = ["order_id", "paid_at", "amount", "customer", "sku"];

/// Anna is an old customer; Bea first buys in March and comes back in March and in May; Cleo first buys on the last day of
/// March.
const ROWS: [&str; 6] = [
    "1,2026-01-10,10,anna,S1",
    "2,2026-03-02,20,anna,S1",
    "3,2026-03-05,30,bea,S1",
    "4,2026-03-25,40,bea,S2",
    "5,2026-05-20,50,bea,S1",
    "6,2026-03-31,60,cleo,S1",
];

fn march() -> Scope {
    Scope { from: Day::parse("2026-03-01"), to: Day::parse("2026-03-31"), ..Scope::default() }
}

#[test]
fn a_period_chooses_who_first_bought_in_it_and_ends_with_it() {
    let shop = Shop::read(&COLUMNS, &ROWS.join("\n"), &json!({}), None);
    let prepared = shop.prepare_for(&march());
    assert_eq!(prepared.history.as_of, Day::parse("2026-03-31"));
    let purchases: Vec<Vec<String>> =
        prepared.history.each().map(|all| all.iter().map(|one| one.day.to_string()).collect()).collect();
    assert_eq!(purchases, [vec!["2026-03-05", "2026-03-25"], vec!["2026-03-31"]]);
    assert_eq!((prepared.repeat.customers, prepared.repeat.repeat_customers), (2, 1));
    let within = &prepared.repeat.within[0];
    assert_eq!((within.days, within.eligible, within.rate), (30, 0, None), "nobody of March is 30 days old at its end");
    // An end alone is the day of analysis, and nobody is left out but who comes later.
    let until = Scope { from: None, ..march() };
    assert_eq!(shop.prepare_for(&until).repeat.customers, 3);
    // A beginning alone leaves the day of analysis where it was.
    let since = Scope { to: None, ..march() };
    let prepared = shop.prepare_for(&since);
    assert_eq!(prepared.history.as_of, Day::parse("2026-05-20"));
    assert_eq!((prepared.repeat.customers, prepared.repeat.purchases), (2, 4));
}

#[test]
fn without_a_cost_no_gain_is_claimed() {
    let shop = Shop::read(&COLUMNS, &ROWS.join("\n"), &json!({}), None);
    let prepared = shop.prepare();
    let clv = repurchase::clv(&prepared, shop.settings());
    assert_eq!(clv.margin, None);
    let offers = repurchase::offers(&prepared, shop.settings(), &clv);
    assert!(!offers.is_empty());
    assert!(offers.iter().all(|offer| offer.expected_gain.is_none() && offer.break_even_response.is_none()));
    let acquisition = repurchase::acquisition(&shop.dataset, &shop.books, &prepared);
    assert!(acquisition.iter().all(|row| row.new_customers > 0 && row.value.is_none()));
}

/// Forty customers of January, ten of whom come back after twenty days, in a shop of three months: nobody is a year old, so
/// the plain rule looks 60 days ahead, and finds 10 ÷ 40 purchases of 100 − 40.
#[test]
fn a_young_shop_looks_less_far_ahead() {
    let first = (0..40).map(|n| format!("a{n},2026-01-10,100,c{n},S1"));
    let again = (0..10).map(|n| format!("b{n},2026-01-30,100,c{n},S1"));
    let last = ["z,2026-03-20,100,late,S1".to_owned()];
    let rows: Vec<String> = first.chain(again).chain(last).collect();
    let changes = json!({ "goods": { "unit_cost": { "S1": "40" } } });
    let shop = Shop::read(&COLUMNS, &rows.join("\n"), &changes, None);
    let plain = repurchase::clv(&shop.prepare(), shop.settings()).plain.unwrap();
    assert_eq!((plain.days, plain.customers, plain.purchases), (60, 40, 0.25));
    assert_eq!(plain.before_ads, Some(Money::from_cents(1_500)));
}

#[test]
fn nobody_is_not_a_buyer() {
    let rows = [
        "1,2026-01-10,10,匿名,S1",
        "2,2026-01-11,10,匿名,S1",
        "3,2026-01-12,10,0,S1",
        "4,2026-01-13,10,+86 138 0013 8000,S1",
        "5,2026-01-14,10,13800138000,S1",
    ];
    let prepared = Shop::read(&COLUMNS, &rows.join("\n"), &json!({}), None).prepare();
    assert_eq!((prepared.repeat.customers, prepared.repeat.purchases), (1, 2), "one number, written in two ways");
    assert_eq!(prepared.history.unknown_orders, 3);
}

/// A recipient that the export did not mask is masked before it is suggested.
#[test]
fn a_suggestion_shows_no_whole_name() {
    let columns = ["order_id", "paid_at", "amount", "recipient", "province", "city"];
    let rows = ["1,2026-01-10,10,王小明,浙江省,杭州市", "2,2026-01-11,10,王小明,浙江省,杭州市"];
    let prepared = Shop::read(&columns, &rows.join("\n"), &json!({}), None).prepare();
    let suggestions = &prepared.history.identity.suggestions;
    assert_eq!(suggestions.iter().map(|one| one.hint.as_str()).collect::<Vec<_>>(), ["王*** 浙江省 杭州市"]);
}
