//! Two periods side by side: the difference is that of the two reports, and its causes add up to it.

use analytics::profit::Scope;
use analytics::{Day, Money};
use protocol::{PeriodComparison, Reply, Request};

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
