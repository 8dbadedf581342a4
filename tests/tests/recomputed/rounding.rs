//! Where cents come from: every figure is exact before it is rounded, and what is rounded adds up.

use std::collections::BTreeMap;

use analytics::profit::{Blocks, Component};
use analytics::vocabulary::Block;
use analytics::{Amount, Money};
use protocol::SkuDetail;

/// Revenue and every block.
type Columns = BTreeMap<Option<Block>, Money>;

fn columns(blocks: &Blocks) -> Columns {
    let costs = Block::ALL.iter().map(|&block| (Some(block), blocks.block(block)));
    costs.chain([(None, blocks.revenue)]).collect()
}

/// What the claims of all SKUs with a known cost come to, and what their rows say.
#[derive(Default)]
pub struct Exact {
    with_cost: Columns,
    rows: Columns,
}

impl Exact {
    /// A component is one of the two cents beside what its claims come to, and so is its block; the components are those
    /// that add up to it.
    #[track_caller]
    pub fn check(&mut self, detail: &SkuDetail, exact: &BTreeMap<Component, Money>) {
        let cent = Money::from(Amount::CENT);
        let (mut by_block, mut parts): (Columns, Columns) = Default::default();
        for (component, figure) in &detail.components {
            *parts.entry(component.block()).or_default() += *figure;
        }
        for (component, amount) in exact {
            *by_block.entry(component.block()).or_default() += *amount;
            let figure = detail.components.iter().find(|(other, _)| other == component).map(|(_, figure)| *figure);
            assert!((figure.unwrap() - *amount).abs() < cent, "{} {component:?}", detail.row.sku);
        }
        for (block, figure) in columns(&detail.row.profit.blocks) {
            let place = format!("{} {block:?}", detail.row.sku);
            let (exact, parts) =
                (by_block.remove(&block).unwrap_or_default(), parts.remove(&block).unwrap_or_default());
            if block == Some(Block::Goods) && !detail.row.profit.has_cost {
                continue;
            }
            assert_eq!(parts, figure, "{place}: parts");
            assert!((figure - exact).abs() < cent, "{place}: {figure} of {exact}");
            if detail.row.profit.has_cost {
                *self.with_cost.entry(block).or_default() += exact;
                *self.rows.entry(block).or_default() += figure;
            }
        }
    }

    /// The rows of the table add up to its total, and that is what they come to exactly, to the nearest cent.
    #[track_caller]
    pub fn check_totals(&self, totals: &Blocks) {
        for (block, total) in columns(totals) {
            let of = |columns: &Columns| columns.get(&block).copied().unwrap_or_default();
            assert_eq!(of(&self.rows), total, "{block:?}");
            let off = (of(&self.with_cost) - total).abs();
            assert!(off + off <= Money::from(Amount::CENT), "{block:?}: {total} of {}", of(&self.with_cost));
        }
    }
}
