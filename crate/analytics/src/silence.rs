//! How long a shop that has fallen silent is looked at.
//!
//! A day of analysis may lie far after the last order: a clock set wrongly, a year mistyped. Every further day without an
//! order says the same as the one before, and a list with a place for each of them would fill the memory.

use crate::books::Books;
use crate::time::Day;

/// Two years after the last order, every question of a window, a rhythm or a season has had its answer.
const LONGEST_DAYS: i32 = 731;

/// The last day that is looked at: the day of analysis, but no more than two years after the last order of the shop.
/// `None` without a day of analysis.
pub(crate) fn looked_at_until(books: &Books) -> Option<Day> {
    let last = books.sales().map(|sale| sale.moment.map_or(sale.day, |moment| moment.day().max(sale.day))).max();
    Some(last.map_or(books.as_of?, |last| last.plus(LONGEST_DAYS)).min(books.as_of?))
}
