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

use crate::books::Sale;
use crate::figures::number;
use crate::money::Money;
use crate::sums::{Sum, sum_of_fields};
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
    /// What they sold, before refunds.
    pub grown_revenue: Money,
    /// What they gave back.
    pub grown_refunds: Money,
}

/// Returns are open for 7 days after receipt on the Chinese platforms, and a parcel is a week on its way; what is older
/// than this has given back what it will.
const DAYS: usize = 30;
/// Below these a curve is chance: the usual rule of thumb for a share.
const FEW_ORDERS: u32 = 30;

/// Sent orders of one age.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Age {
    orders: u32,
    revenue: Money,
    refunds: Money,
}

impl Age {
    pub(super) fn add(&mut self, sale: &Sale) {
        self.orders += 1;
        self.revenue += sale.revenue.into();
        // A parcel never gives back more than it brought.
        self.refunds += Money::from(sale.refund).min(sale.revenue.into());
    }
}

sum_of_fields! { Age { orders, revenue, refunds } and {} }

/// `None` where too few sent orders are old enough to show where the curve ends, where none is younger, or where the files
/// do not say when parcels were sent. The curve is that of the scope's platform and store, whatever its period. `sent` are
/// the orders by the day they were sent: all, and those of the period.
pub(super) fn due<'a>(sent: impl Iterator<Item = (Day, &'a Age, &'a Age)>, as_of: Day) -> Option<RefundsDue> {
    let mut ages = [Age::default(); DAYS];
    let mut chosen = [Age::default(); DAYS];
    let mut grown = Age::default();
    for (day, all, of_period) in sent {
        let Ok(age) = usize::try_from(as_of.number() - day.number()) else { continue };
        match (ages.get_mut(age), chosen.get_mut(age)) {
            (Some(of_age), Some(of_chosen)) => {
                of_age.plus(all);
                of_chosen.plus(of_period);
            }
            _ => grown.plus(all),
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
        days: number(DAYS),
        grown_orders: grown.orders,
        grown_revenue: grown.revenue.rounded(),
        grown_refunds: grown.refunds.rounded(),
    })
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
            pooled.plus(last);
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
