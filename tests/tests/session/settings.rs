//! What a change of settings or of the scope changes, and what it leaves.

use analytics::config::{Assumption, AssumptionValue};
use analytics::profit::{Component, Scope};
use analytics::vocabulary::{Basis, Source};
use analytics::{Amount, Config, Day, Money};
use protocol::{BasisQuery, Direction, Reply, Request};

use crate::Page;

#[test]
fn a_slider_changes_the_result_by_what_it_says() {
    let mut page = Page::with_small_shop();
    let before = page.profit(Request::Shop);
    let mut config = Config::default();
    config.set(Assumption::PackagingPerOrder, AssumptionValue::Money(Amount::parse("0.80").unwrap()));
    let after = page.profit(Request::SetConfig(Box::new(config)));
    let added = after.components.iter().find(|(component, _)| *component == Component::Packaging).unwrap().1;
    assert!(added.is_positive());
    assert_eq!(before.totals.net() - after.totals.net(), added);
    assert_eq!(page.profit(Request::SetConfig(Box::default())).totals, before.totals);
}

#[test]
fn scopes_are_parts_of_the_shop() {
    let mut page = Page::with_small_shop();
    let whole = page.profit(Request::Shop);
    let mut sum = Money::ZERO;
    for platform in [Source::Taobao, Source::Pdd, Source::Douyin] {
        let part = page.profit(Request::SetScope(Scope { platform: Some(platform), ..Scope::default() }));
        assert_eq!(part.platforms.len(), 1);
        sum += part.totals.revenue;
    }
    assert_eq!(sum, whole.totals.revenue);
    let from = Day::parse("2026-06-01");
    let june = page.profit(Request::SetScope(Scope { from, ..Scope::default() }));
    assert_eq!(june.period.unwrap().0, from.unwrap());
    assert!(june.totals.revenue < whole.totals.revenue);
    assert_eq!(june.whole_period, whole.whole_period);
}

#[test]
fn another_basis_says_which_orders_moved() {
    let mut page = Page::with_small_shop();
    let by_payment = page.profit(Request::Shop);
    assert!(by_payment.bases.contains(&Basis::Paid) && by_payment.bases.contains(&Basis::Ordered));
    let scope = Scope { from: Day::parse("2026-06-01"), to: Day::parse("2026-06-15"), ..Scope::default() };
    let before = page.profit(Request::SetScope(scope));
    let mut config = Config::default();
    config.shop.basis = Basis::Shipped;
    let after = page.profit(Request::SetConfig(Box::new(config)));
    assert_eq!((after.basis, after.basis_before), (Basis::Shipped, Some(Basis::Paid)));
    let (left, entered) = (page.moved(Direction::Left), page.moved(Direction::Entered));
    assert!(left.left.orders > 0 && left.entered.orders > 0, "{left:?}");
    assert_eq!((left.left, left.entered), (entered.left, entered.entered));
    assert_eq!(before.all.revenue - left.left.revenue + left.entered.revenue, after.all.revenue);
    assert_eq!(left.rows.iter().map(|row| row.revenue).sum::<Money>(), left.left.revenue);
    assert_eq!(entered.rows.len(), entered.entered.orders as usize);
    let is_outside = |day: Day| day < Day::parse("2026-06-01").unwrap() || day > Day::parse("2026-06-15").unwrap();
    assert!(left.rows.iter().all(|row| row.other_day.is_none_or(is_outside)));
    page.profit(Request::SetConfig(Box::default()));
    assert!(matches!(page.ask(Request::Moved(BasisQuery::default()), None), Reply::Moved(_)));
}

#[test]
fn a_slider_does_not_send_the_files_again() {
    let mut page = Page::with_small_shop();
    let mut config = Config::default();
    config.set(Assumption::FreightPerOrder, AssumptionValue::Money(Amount::parse("3.00").unwrap()));
    assert!(matches!(page.ask(Request::SetConfig(Box::new(config.clone())), None), Reply::Change(_)));
    // A cost for a SKU without one takes its money out of the bucket of its files.
    config.goods.unit_cost.insert("FG-01".to_owned(), Amount::parse("9.90").unwrap());
    match page.ask(Request::SetConfig(Box::new(config)), None) {
        Reply::Shop(shop) => assert_eq!(shop.files.len(), page.files.len()),
        other => panic!("{other:?}"),
    }
}
