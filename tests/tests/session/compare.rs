//! Two periods side by side: the difference is that of the two reports, and its causes add up to it.

use analytics::profit::Scope;
use analytics::repurchase::{BuyerCause, BuyerChange};
use analytics::{Day, Money, Quantity};
use protocol::{CapacityQuery, CustomersComparison, LoadComparison, PeriodComparison, Periods, Reply, Request};

use crate::Page;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn period(from: &str, to: &str) -> Scope {
    Scope { from: Some(day(from)), to: Some(day(to)), ..Scope::default() }
}

impl Page {
    fn compare(&mut self, from: &str, to: &str) -> PeriodComparison {
        match self.ask(Request::Compare { before: (day(from), day(to)) }, None) {
            Reply::Compared(comparison) => *comparison,
            other => panic!("{other:?}"),
        }
    }

    fn compare_load(&mut self, periods: Periods) -> LoadComparison {
        match self.ask(Request::CompareLoad { warehouse: None, periods }, None) {
            Reply::LoadCompared(comparison) => *comparison,
            other => panic!("{other:?}"),
        }
    }

    fn compare_customers(&mut self, periods: Periods) -> CustomersComparison {
        match self.ask(Request::CompareCustomers(periods), None) {
            Reply::CustomersCompared(comparison) => *comparison,
            other => panic!("{other:?}"),
        }
    }
}

/// The two months that are the whole of the small shop.
fn months() -> Periods {
    Periods { before: (day("2026-05-02"), day("2026-05-31")), now: (day("2026-06-01"), day("2026-06-30")) }
}

#[test]
fn what_two_months_carried_is_what_the_whole_carried() {
    let mut page = Page::with_small_shop();
    let Reply::Capacity(report) = page.ask(Request::Capacity(CapacityQuery::default()), None) else { panic!() };
    let whole: u32 = report.report.days.iter().map(|day| day.orders).sum();
    let june = |day: Day| day >= months().now.0;
    let of_june: u32 = report.report.days.iter().filter(|day| june(day.date)).map(|day| day.orders).sum();
    let LoadComparison { change, other_units, gaps, .. } = page.compare_load(months());
    assert_eq!((change.before.orders + change.now.orders, change.now.orders), (whole, of_june));
    assert!(change.before.orders > 0 && change.now.days == 30 && change.now.share_in_time().is_some());
    let (was, is) = change.stores.iter().fold((0, 0), |sum, (.., orders)| (sum.0 + orders.0, sum.1 + orders.1));
    assert_eq!((change.stores.len(), was, is), (3, change.before.orders, change.now.orders));
    let units = |of: fn(&(Quantity, Quantity)) -> Quantity| -> Quantity {
        change.skus.iter().map(|sku| of(&sku.units)).sum::<Quantity>() + of(&other_units)
    };
    let Reply::Skus(table) = page.ask(Request::Skus(protocol::SkuQuery { limit: 100, ..Default::default() }), None)
    else {
        panic!()
    };
    let sold: Quantity = table.rows.iter().map(|row| row.profit.blocks.units).sum();
    assert_eq!(units(|units| units.0) + units(|units| units.1), sold);
    assert_eq!((change.skus.len(), gaps.len()), (LoadComparison::MOST_SKUS, 0));
    let changes: Vec<i64> = change.skus.iter().map(|sku| (sku.units.1 - sku.units.0).thousandths().abs()).collect();
    assert!(changes.is_sorted_by(|one, other| one >= other));
}

#[track_caller]
fn adds_up(change: &BuyerChange) {
    let (was, is) = (change.before.all().sales, change.now.all().sales);
    assert_ne!(was, is);
    assert_eq!(change.causes.iter().map(|(_, amount)| *amount).sum::<Money>(), is - was);
}

#[test]
fn customers_of_two_months_are_all_and_causes_add_up() {
    let mut page = Page::with_small_shop();
    let query = protocol::RepurchaseQuery::default();
    let Reply::Repurchase(report) = page.ask(Request::Repurchase(query), None) else { panic!() };
    let compared = page.compare_customers(months());
    let change = compared.change.clone();
    // Nobody is before the first month, and everybody is new in one of the two: of the first that says nothing.
    assert_eq!(change.before.returning.customers, 0);
    assert_eq!(change.before.new.customers + change.now.new.customers, report.repeat.customers);
    assert!(change.now.returning.customers > 0 && !change.tells_new);
    adds_up(&change);
    assert!(change.causes.iter().all(|(cause, _)| matches!(cause, BuyerCause::All(_))));
    let weeks = Periods { before: (day("2026-06-01"), day("2026-06-14")), now: (day("2026-06-15"), day("2026-06-28")) };
    let of_weeks = page.compare_customers(weeks).change;
    assert!(of_weeks.tells_new && of_weeks.since == Some(day("2026-05-02")));
    adds_up(&of_weeks);
    assert!(of_weeks.causes.iter().any(|(cause, _)| matches!(cause, BuyerCause::Returning(_))));
    // A period that is on the screen makes nobody new who had bought before it.
    page.profit(Request::SetScope(period("2026-06-01", "2026-06-30")));
    assert_eq!(page.compare_customers(months()), compared);
}

#[test]
fn causes_add_up_to_the_difference_of_two_reports() {
    let mut page = Page::with_small_shop();
    let may = page.profit(Request::SetScope(period("2026-05-02", "2026-05-31")));
    let june = page.profit(Request::SetScope(period("2026-06-01", "2026-06-30")));
    let comparison = page.compare("2026-05-02", "2026-05-31");
    assert_eq!(comparison.now, june.period);
    let change = comparison.change;
    assert_eq!((change.before, change.now), (may.totals.net(), june.totals.net()));
    assert_eq!(change.orders, (may.all.orders, june.all.orders));
    assert_ne!(change.before, change.now);
    assert_eq!(change.causes.iter().map(|(_, amount)| *amount).sum::<Money>(), change.now - change.before);
    assert!(comparison.skus.len() == 5 && comparison.skus.iter().all(|(code, ..)| !code.is_empty()));
    // The scope on the screen is as it was.
    assert_eq!(page.profit(Request::Shop).totals.net(), june.totals.net());
}

#[test]
fn a_period_without_orders_is_said() {
    let mut page = Page::with_small_shop();
    let june = page.profit(Request::SetScope(period("2026-06-01", "2026-06-30")));
    let comparison = page.compare("2024-06-01", "2024-06-30");
    assert_eq!((comparison.change.orders.0, comparison.change.before), (0, Money::ZERO));
    // Every store's files begin later.
    assert_eq!(comparison.gaps.iter().filter(|gap| !gap.is_of_ads).count(), 3);
    assert_eq!(comparison.change.now, june.totals.net());
}

/// The two months are the whole shop: it comes to what they come to together, whichever of them is on the screen.
#[test]
fn what_the_whole_comes_to_does_not_rest_on_the_part_that_is_shown() {
    let mut page = Page::with_small_shop();
    let may = page.profit(Request::SetScope(period("2026-05-02", "2026-05-31")));
    let june = page.profit(Request::SetScope(period("2026-06-01", "2026-06-30")));
    let all = page.profit(Request::SetScope(Scope::default()));
    assert_eq!((may.whole, june.whole), (all.whole, all.whole));
    assert_eq!(all.whole.orders, may.all.orders + june.all.orders);
    assert_eq!(all.whole.revenue, may.all.revenue + june.all.revenue);
    let range = all.range.unwrap();
    assert!(range.low < range.high, "fees of this shop are not filled in");
    assert_eq!((all.whole.net, all.whole.lost), (Some((range.low, range.high)), all.lost));
}
