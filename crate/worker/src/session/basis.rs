//! What the last change of the time basis did to the scope.

use analytics::figures::number;
use analytics::profit::{self, MovedOrder};
use analytics::{Config, Money};
use protocol::{BasisMove, BasisMoves, BasisQuery, Direction, MovedRow};

use super::Session;
use super::order_table::order_id;

impl Session {
    /// `None` where the basis was not changed.
    pub(super) fn moved(&mut self, query: BasisQuery) -> Option<BasisMoves> {
        let to = self.config.shop.basis;
        let from = self.basis_before.filter(|&before| before != to)?;
        let change = match self.moved.take() {
            Some(known) => known,
            None => {
                // The books on the basis before are closed once more rather than kept: they are as large as the shop's.
                let mut before: Config = self.config.clone();
                before.shop.basis = from;
                let before = self.closed(&before);
                profit::basis_change(&self.dataset, &before, &self.books, &self.scope)
            }
        };
        let sum = |orders: &[MovedOrder]| BasisMove {
            orders: number(orders.len()),
            revenue: orders.iter().map(|moved| moved.revenue).sum::<Money>(),
        };
        let chosen = match query.direction {
            Direction::Left => &change.left,
            Direction::Entered => &change.entered,
        };
        let row = |moved: &MovedOrder| MovedRow {
            order: order_id(&self.dataset, moved.order),
            day: moved.day,
            other_day: moved.other_day,
            revenue: moved.revenue,
        };
        let moves = BasisMoves {
            query,
            from,
            to,
            left: sum(&change.left),
            entered: sum(&change.entered),
            rows: chosen.iter().skip(query.offset as usize).take(query.limit as usize).map(row).collect(),
        };
        self.moved = Some(change);
        Some(moves)
    }
}
