//! Which lines and which header belong to one order.

use crate::dataset::{Dataset, OrderKey};
use crate::pool::Key;

/// Lines and header of each order, without the repeated ones.
pub(super) struct Groups {
    pub(super) starts: Vec<u32>,
    pub(super) lines: Vec<u32>,
    pub(super) headers: Vec<Option<u32>>,
}

impl Groups {
    pub(super) fn new(dataset: &Dataset, repeated_lines: &[bool], repeated_headers: &[bool]) -> Groups {
        let orders = dataset.pools.orders.len();
        let counted = || {
            (0_u32..)
                .zip(dataset.lines.iter())
                .zip(repeated_lines)
                .filter(|(_, repeated)| !**repeated)
                .map(|(row, _)| row)
        };
        // A counting sort by order: count, add up, place.
        let mut starts = vec![0_u32; orders + 1];
        for (_, line) in counted() {
            if let Some(count) = starts.get_mut(line.order.index() + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut lines = vec![0_u32; sum as usize];
        for (index, line) in counted() {
            if let Some(place) = next.get_mut(line.order.index()) {
                if let Some(slot) = lines.get_mut(*place as usize) {
                    *slot = index;
                }
                *place += 1;
            }
        }
        // Where no file knows orders as a whole, there is nothing to look up.
        let mut headers = vec![None; if dataset.headers.is_empty() { 0 } else { orders }];
        for ((index, header), _) in
            (0_u32..).zip(dataset.headers.iter()).zip(repeated_headers).filter(|(_, repeated)| !**repeated)
        {
            if let Some(slot) = headers.get_mut(header.order.index()) {
                *slot = Some(index);
            }
        }
        Groups { starts, lines, headers }
    }

    pub(super) fn lines(&self, order: OrderKey) -> &[u32] {
        let start = self.starts.get(order.index()).copied().unwrap_or(0) as usize;
        let end = self.starts.get(order.index() + 1).copied().unwrap_or(0) as usize;
        self.lines.get(start..end).unwrap_or(&[])
    }

    pub(super) fn header(&self, order: OrderKey) -> Option<u32> {
        self.headers.get(order.index()).copied().flatten()
    }
}
