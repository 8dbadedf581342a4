//! The bars from revenue to net. Zero is on the left; positions are percent of the width.

use analytics::Money;
use analytics::profit::Blocks;
use analytics::vocabulary::Block;

/// A bar of the waterfall: from `start` it covers `width`, of which the last `hollow` rests on an assumption.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bar {
    pub(crate) start: f64,
    pub(crate) width: f64,
    pub(crate) hollow: f64,
}

/// The bars of revenue, each block, and net, and where zero lies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Waterfall {
    pub(crate) revenue: Bar,
    pub(crate) blocks: [Bar; 6],
    pub(crate) net: Bar,
    pub(crate) zero: f64,
}

/// Lays the bars out between the lowest and the highest level that is reached.
pub(crate) fn waterfall(blocks: &Blocks, assumed: &[Money; 6]) -> Waterfall {
    let margins = blocks.margins();
    let levels = || std::iter::once(blocks.revenue).chain(margins.iter().map(|&(_, left)| left));
    let highest = levels().max().unwrap_or_default().max(Money::ZERO);
    let lowest = levels().min().unwrap_or_default().min(Money::ZERO);
    let span = highest - lowest;
    if span.is_zero() {
        return Waterfall::default();
    }
    let share = |money: Money| money.ratio_to(span).unwrap_or(0.0) * 100.0;
    let position = |level: Money| share(level - lowest);
    let bar =
        |from: Money, to: Money| Bar { start: position(from.min(to)), width: share((to - from).abs()), hollow: 0.0 };
    let mut result = Waterfall {
        revenue: bar(Money::ZERO, blocks.revenue),
        net: bar(Money::ZERO, blocks.net()),
        zero: position(Money::ZERO),
        ..Waterfall::default()
    };
    let mut before = blocks.revenue;
    for (((slot, (_, left)), &block), &assumed) in result.blocks.iter_mut().zip(margins).zip(Block::ALL).zip(assumed) {
        *slot = bar(before, left);
        slot.hollow = hollow(blocks.block(block), assumed) * slot.width;
        before = left;
    }
    result
}

/// The part of a block that is assumed, from 0 to 1.
fn hollow(block: Money, assumed: Money) -> f64 {
    assumed.abs().ratio_to(block.abs()).unwrap_or(0.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(revenue: i64, goods: i64, ads: i64) -> Blocks {
        let cents = Money::from_cents;
        Blocks { revenue: cents(revenue), goods: cents(goods), ads: cents(ads), ..Blocks::default() }
    }

    #[test]
    fn a_profit_stands_on_zero() {
        let bars = waterfall(&blocks(10_000, 6_000, 1_000), &[Money::ZERO; 6]);
        assert_eq!(bars.zero, 0.0);
        assert_eq!(bars.revenue, Bar { start: 0.0, width: 100.0, hollow: 0.0 });
        assert_eq!(bars.blocks[1], Bar { start: 40.0, width: 60.0, hollow: 0.0 });
        assert_eq!(bars.net, Bar { start: 0.0, width: 30.0, hollow: 0.0 });
    }

    #[test]
    fn a_loss_reaches_below_zero() {
        let bars = waterfall(&blocks(8_000, 9_000, 1_000), &[Money::ZERO; 6]);
        assert_eq!(bars.zero, 20.0);
        assert_eq!(bars.revenue, Bar { start: 20.0, width: 80.0, hollow: 0.0 });
        assert_eq!(bars.net, Bar { start: 0.0, width: 20.0, hollow: 0.0 });
    }

    #[test]
    fn the_assumed_part_is_hollow() {
        let mut assumed = [Money::ZERO; 6];
        assumed[1] = Money::from_cents(3_000);
        let bars = waterfall(&blocks(10_000, 6_000, 0), &assumed);
        assert_eq!(bars.blocks[1].hollow, 30.0);
    }

    #[test]
    fn without_sales_there_is_nothing_to_draw() {
        assert_eq!(waterfall(&Blocks::default(), &[Money::ZERO; 6]), Waterfall::default());
    }
}
