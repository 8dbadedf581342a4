//! What customers brought in two periods, and why it is not the same: how many came, how often, and for how much.
//!
//! Net sales of a group of customers are customers × purchases each × sales a purchase. Going from the earlier to the later
//! period one factor after the other, each step's difference is its cause: first as many customers as now with the habits of
//! then, then their purchases as often as now, then their baskets. The steps lie between the two sums, so the causes of both
//! groups add up to the whole difference.

use serde::{Deserialize, Serialize};

use super::history::{History, Purchase};
use crate::figures::number;
use crate::money::Money;
use crate::time::Day;

/// Customers of one kind in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyers {
    /// Who bought.
    pub customers: u32,
    /// How often they bought.
    pub purchases: u32,
    /// What they paid, less refunds, in whole cents.
    pub sales: Money,
}

/// Who bought in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyersOfPeriod {
    /// Whose first purchase ever is in the period.
    pub new: Buyers,
    /// Who had bought before it.
    pub returning: Buyers,
}

/// A factor of what a group of customers brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Factor {
    /// More or fewer of them.
    Customers,
    /// Each bought more or less often.
    Frequency,
    /// A purchase brought more or less.
    Basket,
}

/// Why customers brought another amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BuyerCause {
    /// Of those whose first purchase is in the period.
    New(Factor),
    /// Of those who had bought before.
    Returning(Factor),
    /// Of all, where nothing is known from before the earlier period.
    All(Factor),
}

/// The customers of two periods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BuyerChange {
    /// The first purchase that is known: whoever bought before it and not since looks new. `None` without customers.
    pub since: Option<Day>,
    /// Whether who is new can be told from who had bought before: purchases are known for [`KNOWN_BEFORE`] days before the
    /// earlier period.
    pub tells_new: bool,
    /// Of the earlier one.
    pub before: BuyersOfPeriod,
    /// Of the later one.
    pub now: BuyersOfPeriod,
    /// Whole cents that add up to the difference of the sales; those that are nothing are left out, the largest come first.
    pub causes: Vec<(BuyerCause, Money)>,
}

/// So many days of purchases have to be known before a period, or too many of its customers look new.
pub const KNOWN_BEFORE: i32 = 28;

/// Who bought in two periods, each from its first to its last day. Where the history
/// does not reach back far enough before both, the causes are of all customers together.
pub fn period_change(history: &History, before: (Day, Day), now: (Day, Day)) -> BuyerChange {
    let since = history.first_day();
    let mut change = BuyerChange {
        since,
        tells_new: since.is_some_and(|since| since.plus(KNOWN_BEFORE) <= before.0),
        before: buyers(history, before),
        now: buyers(history, now),
        causes: Vec::new(),
    };
    let (was, is) = (change.before, change.now);
    let mut all = Vec::new();
    if change.tells_new {
        all.extend(causes(was.new, is.new).map(|(factor, amount)| (BuyerCause::New(factor), amount)));
        all.extend(causes(was.returning, is.returning).map(|(factor, amount)| (BuyerCause::Returning(factor), amount)));
    } else {
        all.extend(causes(was.all(), is.all()).map(|(factor, amount)| (BuyerCause::All(factor), amount)));
    }
    change.causes = all.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    change.causes.sort_by_key(|&(cause, amount)| (std::cmp::Reverse(amount.abs()), cause));
    change
}

impl BuyersOfPeriod {
    /// New and returning ones together.
    pub fn all(&self) -> Buyers {
        let (new, returning) = (self.new, self.returning);
        Buyers {
            customers: new.customers.saturating_add(returning.customers),
            purchases: new.purchases.saturating_add(returning.purchases),
            sales: new.sales + returning.sales,
        }
    }
}

fn buyers(history: &History, (from, to): (Day, Day)) -> BuyersOfPeriod {
    let mut buyers = BuyersOfPeriod::default();
    history.in_turns(|purchases: &[Purchase]| {
        let start = purchases.partition_point(|purchase| purchase.day < from);
        let end = purchases.partition_point(|purchase| purchase.day <= to);
        let bought = purchases.get(start..end).unwrap_or(&[]);
        if bought.is_empty() {
            return;
        }
        let group = if start == 0 { &mut buyers.new } else { &mut buyers.returning };
        group.customers += 1;
        group.purchases += number(bought.len());
        group.sales += bought.iter().map(Purchase::revenue).sum();
    });
    for group in [&mut buyers.new, &mut buyers.returning] {
        group.sales = rounded(group.sales);
    }
    buyers
}

fn rounded(money: Money) -> Money {
    money.cents().map_or(money, Money::from_cents)
}

/// What each factor adds, in whole cents: the steps are rounded, and so their differences add up.
fn causes(was: Buyers, is: Buyers) -> [(Factor, Money); 3] {
    let whole = |count: u32| Money::from_cents(i64::from(count));
    let scaled = |to: u32, from: u32| was.sales.scaled_by(whole(to), whole(from));
    // Of a group that was nobody, or is nobody now, only the number says anything.
    let is_of_both = was.purchases > 0 && is.purchases > 0;
    let as_many = if is_of_both { scaled(is.customers, was.customers) } else { None };
    let as_often = if is_of_both { scaled(is.purchases, was.purchases) } else { None };
    let steps = [was.sales, as_many.unwrap_or(is.sales), as_often.unwrap_or(is.sales), is.sales].map(rounded);
    let [start, as_many, as_often, end] = steps;
    [(Factor::Customers, as_many - start), (Factor::Frequency, as_often - as_many), (Factor::Basket, end - as_often)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buyers(customers: u32, purchases: u32, sales: i64) -> Buyers {
        Buyers { customers, purchases, sales: Money::from_cents(sales * 100) }
    }

    #[track_caller]
    fn check(was: Buyers, is: Buyers, expected: [i64; 3]) {
        let found = causes(was, is);
        assert_eq!(found.map(|(_, amount)| amount), expected.map(Money::from_cents), "{was:?} {is:?}");
        let sum: Money = found.into_iter().map(|(_, amount)| amount).sum();
        assert_eq!(sum, is.sales - was.sales);
    }

    #[test]
    fn causes_add_up_to_the_difference() {
        // 10 × 2 × 50 = 1000 becomes 12 × 2.5 × 40 = 1200: 2 more at 100 each, half a purchase more of 50, 10 less each.
        check(buyers(10, 20, 1000), buyers(12, 30, 1200), [20_000, 30_000, -30_000]);
        // A third does not come out even: what is rounded off in one step is in the next.
        check(buyers(3, 3, 100), buyers(4, 5, 101), [3_333, 3_334, -6_567]);
        check(buyers(0, 0, 0), buyers(4, 5, 90), [9_000, 0, 0]);
        check(buyers(4, 5, 90), buyers(0, 0, 0), [-9_000, 0, 0]);
        check(buyers(0, 0, 0), buyers(0, 0, 0), [0, 0, 0]);
    }
}
