//! The rows that are joined in one go: all of the shop's, or those of the orders that a file has touched.

use super::joined::{ORDERS_OF_A_CHAPTER, chapter_of};
use crate::dataset::{ByTable, Dataset, OrderHeader, OrderKey, OrderLine, Refund, Shipment, WaybillKey};
use crate::pool::Column;
use crate::rows::Rows;
use crate::sorted;

/// Rows of orders, by their position among those that are looked at, from 0.
pub(super) struct View<'d> {
    pub(super) dataset: &'d Dataset,
    /// `None` where all of them are.
    picked: Option<Picked>,
}

/// Some orders with all of their rows, and all parcels of theirs.
#[derive(Clone)]
pub(super) struct Picked {
    /// In the order of their keys.
    pub(super) orders: Vec<OrderKey>,
    /// Positions in [`Dataset::lines`].
    pub(super) lines: Vec<u32>,
    /// Positions in [`Dataset::headers`].
    pub(super) headers: Vec<u32>,
    /// Positions in [`Dataset::refunds`].
    pub(super) refunds: Vec<u32>,
    pub(super) waybills: Column<WaybillKey, bool>,
    /// Tables that are not there yet.
    pub(super) is_new: ByTable<bool>,
}

impl Picked {
    pub(super) fn n_rows(&self) -> usize {
        self.lines.len() + self.headers.len()
    }

    /// Without what these tables say.
    pub(super) fn without_tables(mut self, dataset: &Dataset, is_new: &ByTable<bool>) -> Picked {
        let line = |index: &u32| dataset.lines.get(*index as usize);
        let header = |index: &u32| dataset.headers.get(*index as usize);
        self.lines.retain(|index| line(index).is_some_and(|line| !is_new[line.at]));
        self.headers.retain(|index| header(index).is_some_and(|header| !is_new[header.at]));
        let refund = |index: &u32| dataset.refunds.get(*index as usize);
        self.refunds.retain(|index| refund(index).is_some_and(|refund| !is_new[refund.at]));
        self.is_new = is_new.clone();
        self
    }
}

impl<'d> View<'d> {
    pub(super) fn all(dataset: &'d Dataset) -> View<'d> {
        View { dataset, picked: None }
    }

    pub(super) fn of(dataset: &'d Dataset, picked: Picked) -> View<'d> {
        View { dataset, picked: Some(picked) }
    }

    pub(super) fn is_all(&self) -> bool {
        self.picked.is_none()
    }

    /// Every order that is looked at, in the order of their keys.
    pub(super) fn orders(&self) -> impl Iterator<Item = OrderKey> {
        match &self.picked {
            None => Either::All(self.dataset.pools.orders.keys()),
            Some(picked) => Either::Some(picked.orders.iter().copied()),
        }
    }

    /// Those of them that are in a chapter of the books.
    pub(super) fn orders_of(&self, chapter: usize) -> impl Iterator<Item = OrderKey> {
        match &self.picked {
            None => {
                let keys = self.dataset.pools.orders.keys();
                Either::All(keys.skip(chapter * ORDERS_OF_A_CHAPTER).take(ORDERS_OF_A_CHAPTER))
            }
            Some(picked) => {
                let orders = sorted::from(&picked.orders, |order| chapter_of(*order) < chapter);
                Either::Some(sorted::up_to(orders, |order| chapter_of(*order) == chapter).iter().copied())
            }
        }
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &'d OrderLine> {
        rows(&self.dataset.lines, self.picked_lines())
    }

    pub(super) fn line(&self, index: u32) -> Option<&'d OrderLine> {
        row(&self.dataset.lines, self.picked_lines(), index)
    }

    pub(super) fn n_lines(&self) -> usize {
        self.picked_lines().map_or_else(|| self.dataset.lines.len(), <[u32]>::len)
    }

    pub(super) fn headers(&self) -> impl Iterator<Item = &'d OrderHeader> {
        rows(&self.dataset.headers, self.picked_headers())
    }

    pub(super) fn header(&self, index: u32) -> Option<&'d OrderHeader> {
        row(&self.dataset.headers, self.picked_headers(), index)
    }

    pub(super) fn has_headers(&self) -> bool {
        self.picked_headers().map_or_else(|| !self.dataset.headers.is_empty(), |picked| !picked.is_empty())
    }

    fn picked_lines(&self) -> Option<&[u32]> {
        self.picked.as_ref().map(|picked| picked.lines.as_slice())
    }

    fn picked_headers(&self) -> Option<&[u32]> {
        self.picked.as_ref().map(|picked| picked.headers.as_slice())
    }

    /// What lists say of refunds.
    pub(super) fn refunds(&self) -> impl Iterator<Item = &'d Refund> {
        rows(&self.dataset.refunds, self.picked.as_ref().map(|picked| picked.refunds.as_slice()))
    }

    /// What is said of the orders' parcels, and of parcels of which no order tells.
    pub(super) fn shipments(&self) -> impl Iterator<Item = &'d Shipment> {
        let is_seen = |shipment: &&Shipment| {
            self.picked.as_ref().is_none_or(|picked| picked.waybills[shipment.waybill] && !picked.is_new[shipment.at])
        };
        self.dataset.shipments.iter().filter(is_seen)
    }
}

/// Rows that are looked at: all, or those that are picked by their positions.
fn rows<'d, T>(rows: &'d Rows<T>, picked: Option<&[u32]>) -> impl Iterator<Item = &'d T> {
    match picked {
        None => Either::All(rows.iter()),
        Some(picked) => Either::Some(picked.iter().filter_map(|&index| rows.get(index as usize))),
    }
}

fn row<'d, T>(rows: &'d Rows<T>, picked: Option<&[u32]>, index: u32) -> Option<&'d T> {
    let index = picked.map_or(Some(index), |picked| picked.get(index as usize).copied())?;
    rows.get(index as usize)
}

/// One of two ways to go through the same things, without a call for each.
enum Either<A, B> {
    All(A),
    Some(B),
}

impl<T, A: Iterator<Item = T>, B: Iterator<Item = T>> Iterator for Either<A, B> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match self {
            Either::All(all) => all.next(),
            Either::Some(some) => some.next(),
        }
    }

    fn fold<R, F: FnMut(R, T) -> R>(self, init: R, work: F) -> R {
        match self {
            Either::All(all) => all.fold(init, work),
            Either::Some(some) => some.fold(init, work),
        }
    }
}
