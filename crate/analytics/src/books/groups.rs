//! Which lines and which header belong to one order.

use super::precedence::Precedence;
use super::roles::Judged;
use super::view::View;
use crate::dataset::OrderKey;
use crate::pool::Column;

/// Lines and header of each order that count, by their positions among the rows that are looked at.
pub(super) struct Groups {
    /// Where the lines of an order begin and end in `lines`.
    ranges: Column<OrderKey, (u32, u32)>,
    lines: Vec<u32>,
    /// `None` where no file knows orders as a whole.
    headers: Option<Column<OrderKey, Option<u32>>>,
}

impl Groups {
    pub(super) fn new(view: &View<'_>, precedence: &Precedence<'_>) -> Groups {
        let (orders, ids) = (&view.dataset.pools.orders, &precedence.ids);
        // A counting sort by order: count, add up, place.
        let mut ranges = Column::filled(orders, (0_u32, 0_u32));
        for line in precedence.lines.counting().map(|line| line.row) {
            ranges[ids.key(line.order)].1 += 1;
        }
        let mut sum = 0;
        for order in view.orders() {
            let (_, count) = ranges[order];
            ranges[order] = (sum, sum);
            sum += count;
        }
        let mut lines = vec![0_u32; sum as usize];
        for Judged { index, row: line, .. } in precedence.lines.counting() {
            let (_, next) = &mut ranges[ids.key(line.order)];
            if let Some(slot) = lines.get_mut(*next as usize) {
                *slot = index;
            }
            *next += 1;
        }
        let headers = view.has_headers().then(|| {
            let mut headers = Column::filled(orders, None);
            for Judged { index, row: header, .. } in precedence.headers.counting() {
                headers[ids.key(header.order)] = Some(index);
            }
            headers
        });
        Groups { ranges, lines, headers }
    }

    pub(super) fn lines(&self, order: OrderKey) -> &[u32] {
        let (start, end) = self.ranges[order];
        #[expect(clippy::indexing_slicing, reason = "the ranges were made with the lines, and are parts of them")]
        &self.lines[start as usize..end as usize]
    }

    pub(super) fn header(&self, order: OrderKey) -> Option<u32> {
        self.headers.as_ref().and_then(|headers| headers[order])
    }
}
