//! Refunds that are still to come: buyers send back for weeks, so that the orders of the last fortnight look richer than
//! they are.
//!
//! Exports seldom say when money went back, but they say when a parcel was sent and whether it came back by now. The share
//! of revenue given back, by days since the parcel was sent, is the shop's own curve; it can only rise with age, so it is
//! smoothed by pooling neighbours that fall (isotonic regression). What separates a young order from where the curve ends
//! is still expected of it.
//
// Source of the smoothing: Ayer, Brunk, Ewing, Reid, Silverman, "An Empirical Distribution Function for Sampling with
// Incomplete Information", Ann. Math. Statist. 26 (1955): pool adjacent violators.

use serde::{Deserialize, Serialize};

use super::{InScope, Scope};
use crate::books::{Books, Sale, SaleState};
use crate::dataset::Dataset;
use crate::money::Money;
use crate::time::Day;

/// What the orders of the scope are still expected to give back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundsDue {
    /// To the cent.
    pub amount: Money,
    /// Orders of the scope that are younger than the curve.
    pub orders: u32,
    /// What they have given back so far, to the cent.
    pub so_far: Money,
    /// After so many days nothing more is expected.
    pub days: u32,
    /// Sent orders that are older, on which the end of the curve rests, and what they sold and gave back.
    pub grown_orders: u32,
    pub grown_revenue: Money,
    pub grown_refunds: Money,
}

/// Returns are open for 7 days after receipt on the Chinese platforms, and a parcel is a week on its way; what is older
/// than this has given back what it will.
const DAYS: usize = 30;
/// Below these a curve is chance: the usual rule of thumb for a share.
const FEW_ORDERS: u32 = 30;

/// Sent orders of one age.
#[derive(Clone, Copy, Debug, Default)]
struct Age {
    orders: u32,
    revenue: Money,
    refunds: Money,
}

impl Age {
    fn add(&mut self, sale: &Sale) {
        self.orders += 1;
        self.revenue += sale.revenue.into();
        // A parcel never gives back more than it brought.
        self.refunds += Money::from(sale.refund).min(sale.revenue.into());
    }

    fn join(&mut self, other: &Age) {
        self.orders += other.orders;
        self.revenue += other.revenue;
        self.refunds += other.refunds;
    }
}

/// `None` where too few sent orders are old enough to show where the curve ends, where none is younger, or where the files
/// do not say when parcels were sent. The curve is that of the scope's platform and store, whatever its period.
pub fn refunds_due(dataset: &Dataset, books: &Books, scope: &Scope) -> Option<RefundsDue> {
    let as_of = books.as_of?;
    let part = Scope { from: None, to: None, ..scope.clone() };
    let part = InScope::new(dataset, &part);
    let mut ages = [Age::default(); DAYS];
    let mut chosen = [Age::default(); DAYS];
    let mut grown = Age::default();
    for sale in &books.sales {
        let Some(age) = age(sale, as_of).filter(|_| part.contains(sale.store, None)) else { continue };
        match (ages.get_mut(age), chosen.get_mut(age)) {
            (Some(of_age), Some(of_chosen)) => {
                of_age.add(sale);
                if scope.contains(Some(sale.day)) {
                    of_chosen.add(sale);
                }
            }
            _ => grown.add(sale),
        }
    }
    let young: u32 = chosen.iter().map(|age| age.orders).sum();
    if grown.orders < FEW_ORDERS || young == 0 || !grown.revenue.is_positive() {
        return None;
    }
    let curve = curve(&ages, &grown);
    let mut due = Money::ZERO;
    for (of_chosen, (refunds, revenue)) in chosen.iter().zip(curve) {
        // revenue × (refunds ÷ revenue at the end of the curve − the same at this age)
        let at_end = of_chosen.revenue.scaled_by(grown.refunds, grown.revenue)?;
        let by_now = of_chosen.revenue.scaled_by(refunds, revenue).unwrap_or_default();
        due += (at_end - by_now).max(Money::ZERO);
    }
    Some(RefundsDue {
        amount: due.rounded(),
        orders: young,
        so_far: chosen.iter().map(|age| age.refunds).sum::<Money>().rounded(),
        days: u32::try_from(DAYS).unwrap_or(u32::MAX),
        grown_orders: grown.orders,
        grown_revenue: grown.revenue.rounded(),
        grown_refunds: grown.refunds.rounded(),
    })
}

/// Whole days since the first parcel was sent; `None` for what was never sent, or is not said to have been.
fn age(sale: &Sale, as_of: Day) -> Option<usize> {
    let is_sent = matches!(sale.state, SaleState::Sent | SaleState::Refunded) && sale.revenue.millionths() > 0;
    let shipped = sale.shipped.filter(|_| is_sent)?.day();
    usize::try_from(as_of.number() - shipped.number()).ok()
}

/// For each age the refunds and the revenue whose quotient is the share given back by then, smoothed so that it never
/// falls with age and never is above that of the grown orders.
fn curve(ages: &[Age; DAYS], grown: &Age) -> Vec<(Money, Money)> {
    let mut pools: Vec<(Age, usize)> = Vec::new();
    for age in ages.iter().chain(std::iter::once(grown)) {
        pools.push((*age, 1));
        while let [.., (before, length_before), (last, length)] = pools.as_slice() {
            let falls = share(last) < share(before) || last.orders == 0;
            if !falls {
                break;
            }
            let (mut pooled, length) = (*before, length_before + length);
            pooled.join(last);
            pools.truncate(pools.len() - 2);
            pools.push((pooled, length));
        }
    }
    let pools = pools.into_iter().flat_map(|(pool, length)| std::iter::repeat_n((pool.refunds, pool.revenue), length));
    pools.take(DAYS).collect()
}

/// Only compared, never shown; nothing has been given back of nothing.
fn share(age: &Age) -> f64 {
    age.refunds.ratio_to(age.revenue).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(orders: u32, revenue: i64, refunds: i64) -> Age {
        Age { orders, revenue: Money::from_cents(revenue), refunds: Money::from_cents(refunds) }
    }

    #[test]
    fn the_curve_rises_with_age() {
        let mut ages = [Age::default(); DAYS];
        // Nothing came back of the youngest; then more on the third day than on the fourth: both are pooled.
        ages[0] = age(10, 1_000, 0);
        ages[2] = age(10, 1_000, 200);
        ages[3] = age(10, 1_000, 100);
        ages[20] = age(10, 1_000, 200);
        let curve = curve(&ages, &age(100, 10_000, 2_500));
        let share = |day: usize| curve[day].0.ratio_to(curve[day].1).unwrap();
        assert_eq!((share(0), share(1), share(2), share(3), share(10)), (0.0, 0.0, 0.15, 0.15, 0.15));
        assert_eq!((share(20), share(29)), (0.2, 0.2));
    }
}
