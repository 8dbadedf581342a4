//! What to do with a SKU: keep it, raise its price, cap its ads, clear it, stop it — with the reason, the money it moves
//! and how sure that is.

use serde::{Deserialize, Serialize};

use super::blocks::SkuProfit;
use super::places::LossPlace;
use crate::money::{Money, Rate};

/// Advice for one SKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Advice {
    /// It earns.
    Keep,
    /// Without ads it earns: spend at most this on ads for one order.
    CapAds {
        /// At which net is zero, to the cent.
        per_order: Money,
    },
    /// A higher price, still within reach, brings it to zero.
    RaisePrice {
        /// The average price of a unit at which net is zero, to the cent.
        to: Money,
    },
    /// Every sale brings more than it costs to sell, but not what the goods cost: sell what is there, buy no more.
    Clear,
    /// Every sale costs more than it brings, even if the goods were free.
    Stop,
}

/// How much the figures behind a verdict can bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Few orders, or mostly assumptions behind it.
    Low,
    /// Some orders, and mostly files behind it.
    Medium,
    /// Many orders, and mostly files behind it.
    High,
}

/// Advice with what it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What to do.
    pub advice: Advice,
    /// What following it would change in net over the period, at unchanged volume; zero for keeping.
    pub gain: Money,
    /// How far the figures bear it.
    pub confidence: Confidence,
}

/// A price is raised in one step by no more than this; further, and buyers compare. An assumption of the trade, stated
/// beside every verdict that rests on it.
pub const LARGEST_RAISE: Rate = Rate::from_millionths(200_000);

/// Below these numbers of orders a result may be chance; 30 and 100 are the usual rules of thumb for a mean and a share.
const FEW_ORDERS: u32 = 30;
const MANY_ORDERS: u32 = 100;

/// The verdict on a SKU. `largest_raise` is the share by which a price can be raised before it is out of reach. `None`
/// without a known cost or without sales.
pub fn verdict(profit: &SkuProfit, largest_raise: Rate) -> Option<Verdict> {
    let net = profit.net()?;
    if profit.blocks.units.is_zero() {
        // Only ads, and nothing sold for them.
        let advice = if net.is_negative() { Advice::CapAds { per_order: Money::ZERO } } else { return None };
        return Some(Verdict { advice, gain: -net, confidence: Confidence::Medium });
    }
    let verdict = |advice, gain| Some(Verdict { advice, gain, confidence: confidence(profit) });
    if !net.is_negative() {
        return verdict(Advice::Keep, Money::ZERO);
    }
    if let Some(per_order) = profit.affordable_ads_per_order()
        && per_order.is_positive()
        && profit.blocks.ads.is_positive()
    {
        return verdict(Advice::CapAds { per_order }, -net);
    }
    let reachable = |to: Money| -> Option<bool> {
        let price = profit.blocks.revenue.per(profit.blocks.units)?;
        Some(to - price <= price * largest_raise)
    };
    if let Some(to) = profit.break_even_price()
        && reachable(to) == Some(true)
    {
        return verdict(Advice::RaisePrice { to }, -net);
    }
    // The goods are bought and paid for: what counts now is whether selling them brings anything.
    let without_goods = net + profit.blocks.goods + profit.blocks.ads;
    if without_goods.is_positive() { verdict(Advice::Clear, profit.blocks.ads) } else { verdict(Advice::Stop, -net) }
}

/// The place a verdict on a SKU has to speak of: the one that makes the loss. Of a SKU that earns as a whole a handful of
/// orders in one place is no proof.
pub fn place_to_judge<'p>(profit: &SkuProfit, place: Option<&'p LossPlace>) -> Option<&'p LossPlace> {
    place.filter(|place| profit.is_loss_making() == Some(true) || confidence(&place.profit) > Confidence::Low)
}

/// Many orders and mostly files behind it: high. Few orders, or mostly assumptions: low.
fn confidence(profit: &SkuProfit) -> Confidence {
    let mostly_assumed = profit.assumed_share().is_some_and(|share| share > 0.5);
    if mostly_assumed || profit.blocks.orders < FEW_ORDERS {
        Confidence::Low
    } else if profit.blocks.orders < MANY_ORDERS {
        Confidence::Medium
    } else {
        Confidence::High
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Quantity;
    use crate::profit::Blocks;
    use crate::vocabulary::Source;

    /// 100 sales at 20 with these costs.
    fn sold(goods: i64, logistics: i64, ads: i64) -> SkuProfit {
        SkuProfit {
            blocks: Blocks {
                units: Quantity::from_units(100),
                orders: 100,
                revenue: Money::from_cents(200_000),
                goods: Money::from_cents(goods * 100),
                logistics: Money::from_cents(logistics * 100),
                ads: Money::from_cents(ads * 100),
                ..Blocks::default()
            },
            has_cost: true,
            ..SkuProfit::default()
        }
    }

    #[track_caller]
    fn check(profit: &SkuProfit, advice: Advice, gain: i64) {
        let expected = Verdict { advice, gain: Money::from_cents(gain * 100), confidence: Confidence::High };
        assert_eq!(verdict(profit, Rate::from_millionths(200_000)), Some(expected));
    }

    #[test]
    fn each_loss_has_its_remedy() {
        check(&sold(1000, 300, 200), Advice::Keep, 0);
        // 2000 − 1000 − 300 leaves 700 for 100 orders.
        check(&sold(1000, 300, 900), Advice::CapAds { per_order: Money::from_cents(700) }, 200);
        // 2200 of cost over 100 units.
        check(&sold(1800, 400, 0), Advice::RaisePrice { to: Money::from_cents(2200) }, 200);
        check(&sold(2400, 400, 50), Advice::Clear, 50);
        check(&sold(2400, 2100, 0), Advice::Stop, 2500);
    }

    #[test]
    fn a_place_is_judged_where_it_makes_the_loss() {
        let place = |orders: u32| {
            let mut profit = sold(2400, 400, 0);
            profit.blocks.orders = orders;
            LossPlace { platform: Source::Pdd, store: None, profit }
        };
        let (losing, earning) = (sold(2400, 100, 0), sold(1000, 300, 200));
        assert!(place_to_judge(&losing, Some(&place(3))).is_some(), "whatever loses loses somewhere");
        assert!(place_to_judge(&earning, Some(&place(30))).is_some());
        assert!(place_to_judge(&earning, Some(&place(29))).is_none() && place_to_judge(&losing, None).is_none());
    }

    #[test]
    fn few_orders_are_no_proof() {
        let mut profit = sold(1000, 300, 900);
        profit.blocks.orders = 12;
        assert_eq!(verdict(&profit, Rate::ZERO).unwrap().confidence, Confidence::Low);
    }
}
