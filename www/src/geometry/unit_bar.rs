//! What becomes of the price of one unit, as one bar: what costs take, and what is left or missing.

use analytics::Money;
use analytics::profit::Blocks;

/// Percent of the width. The price is where `cost + left` ends; a loss lies beyond it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct UnitBar {
    pub(crate) cost: f64,
    pub(crate) left: f64,
    pub(crate) loss: f64,
}

/// The whole width is the price, or the costs where they are higher.
pub(crate) fn unit_bar(blocks: &Blocks) -> UnitBar {
    let net = blocks.net();
    let costs = blocks.revenue - net;
    let whole = blocks.revenue.max(costs);
    if !whole.is_positive() {
        return UnitBar::default();
    }
    let share = |money: Money| money.ratio_to(whole).unwrap_or(0.0).clamp(0.0, 1.0) * 100.0;
    if net.is_negative() {
        UnitBar { cost: share(blocks.revenue), left: 0.0, loss: share(-net) }
    } else {
        UnitBar { cost: share(costs), left: share(net), loss: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(revenue: i64, goods: i64, expected: UnitBar) {
        let (revenue, goods) = (Money::from_cents(revenue), Money::from_cents(goods));
        assert_eq!(unit_bar(&Blocks { revenue, goods, ..Blocks::default() }), expected);
    }

    #[test]
    fn the_bar_is_the_price_or_the_costs() {
        check(100, 75, UnitBar { cost: 75.0, left: 25.0, loss: 0.0 });
        check(100, 125, UnitBar { cost: 80.0, left: 0.0, loss: 20.0 });
        check(0, 0, UnitBar::default());
        check(0, 50, UnitBar { cost: 0.0, left: 0.0, loss: 100.0 });
    }
}
