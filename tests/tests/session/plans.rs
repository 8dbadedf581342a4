//! What a plan would come to.

use analytics::profit::Levers;
use analytics::{Money, Rate};
use protocol::{Group, PlanResult, Request, SkuFilter};

use crate::Page;

#[test]
fn a_plan_without_changes_is_today() {
    let mut page = Page::with_small_shop();
    let summary = page.profit(Request::Shop);
    let PlanResult { comparison, skus, missing_cost } = page.what_if(Group::Shop, Levers::default());
    assert_eq!((skus + missing_cost, missing_cost), (summary.counts.all, 1));
    for blocks in [comparison.today, comparison.expected, comparison.low, comparison.high] {
        assert_eq!(blocks, summary.totals);
    }
}

#[test]
fn a_plan_comes_to_what_can_be_worked_out_by_hand() {
    let mut page = Page::with_small_shop();
    let net = page.profit(Request::Shop).totals.net();
    let yuan = |text: &str| Money::parse(text).unwrap();
    let rate = |text: &str| Rate::parse(text).unwrap();
    let expected = |outcome: PlanResult| outcome.comparison.expected.net();
    // Goods at half their cost: half of 20532.80 stays.
    let cheaper = Levers { unit_cost: rate("-0.5"), ..Levers::default() };
    assert_eq!(expected(page.what_if(Group::Shop, cheaper)), net + yuan("10266.40"));
    // One point more on net sales of 57602.19 − 6854.53.
    let dearer = Levers { commission: rate("0.01"), ..Levers::default() };
    let lost = net - expected(page.what_if(Group::Shop, dearer));
    assert!((lost - yuan("507.48")).abs() <= Money::from_cents(1), "{lost}");
    // Freight doubled costs the courier's bill of 3732.30 once more.
    let freight = Levers { freight: rate("1"), ..Levers::default() };
    assert_eq!(expected(page.what_if(Group::Shop, freight)), net - yuan("3732.30"));
    // Of one SKU only its own goods: 1420.00 of TX-W-F.
    let of_sku = page.what_if(Group::Sku("TX-W-F".to_owned()), cheaper);
    assert_eq!(of_sku.comparison.expected.net() - of_sku.comparison.today.net(), yuan("710.00"));
    assert_eq!(of_sku.skus, 1);
    let rows = Group::Rows { filter: SkuFilter::LossMaking, search: "tx".to_owned() };
    assert_eq!(page.what_if(rows, cheaper), of_sku);
}

#[test]
fn a_higher_price_is_answered_within_a_range() {
    let mut page = Page::with_small_shop();
    let raised = Levers { price: Rate::parse("0.1").unwrap(), ..Levers::default() };
    let PlanResult { comparison, .. } = page.what_if(Group::Shop, raised);
    assert!(comparison.low.net() < comparison.expected.net() && comparison.expected.net() < comparison.high.net());
    // 1.1^-2.22 = 0.8093, and 850 × 0.8093 = 687.9.
    assert_eq!(comparison.expected.units.to_string().split('.').next(), Some("687"));
}
