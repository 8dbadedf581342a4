//! Lists of refunds beside the orders: 退款管理, 售后单. An order export often says only that something went back; the list
//! says how much of which goods, and whether they came with it.

use super::draft::{Draft, share, spread};
use super::fates::{Apart, StoreDay};
use super::groups::Groups;
use super::orders::{Joining, WHOLE};
use super::overlap::Repeated;
use super::rules::Said;
use super::{RefundRow, RefundRows};
use crate::allocate::Few;
use crate::dataset::{Dataset, LineKey, OrderKey, Refund};
use crate::money::Amount;
use crate::sorted;
use crate::time::Stamp;
use crate::vocabulary::{BucketReason, OrderStatus, RefundState};

/// What lists say went back of orders.
#[derive(Default)]
pub(super) struct RefundLists<'a> {
    /// By the order that each is counted with, and then by what it says.
    rows: Vec<(OrderKey, Listed<'a>)>,
}

/// A row of a list by which money went back.
#[derive(Clone, Copy)]
struct Listed<'a> {
    row: &'a Refund,
    /// In the shop's currency.
    amount: Amount,
}

impl<'a> RefundLists<'a> {
    fn of(&self, order: OrderKey) -> Few<Listed<'a>> {
        let behind = sorted::from(&self.rows, |(known, _)| *known < order);
        behind.iter().take_while(|(known, _)| *known == order).map(|&(_, listed)| listed).collect()
    }
}

impl<'a> Joining<'a> {
    /// Finds the rows of lists by which money went back, and puts the money of the others apart.
    pub(super) fn read_refund_lists(&mut self, groups: &Groups) {
        let view = self.precedence.view;
        let listed: Vec<&'a Refund> = view.refunds().collect();
        if listed.is_empty() {
            return;
        }
        let dataset = view.dataset;
        let mut rows = Vec::new();
        for (row, is_repeated) in Repeated::of(dataset, listed.iter().copied()).tell(listed.iter().copied()) {
            let worth = self.rules.currencies.worth(row.currency, row.moment.map(Stamp::day));
            let said = Said::of(row.amount, row.currency, worth);
            let reason = match said {
                _ if is_repeated => BucketReason::Duplicate,
                _ if !row.state.is_done() => BucketReason::NotGivenBack,
                Said::Unconverted(..) => BucketReason::OtherCurrency,
                Said::Worth(amount) => {
                    let order = self.precedence.ids.key(row.order);
                    let order = self.merged_into(order, groups).unwrap_or(order);
                    rows.push((order, Listed { row, amount }));
                    continue;
                }
            };
            self.joined.fates.set_apart(row.at, Apart::Bucket(reason), said, 1, of_row(row));
        }
        // The order of rows and files changes nothing.
        rows.sort_by_cached_key(|(order, listed)| (*order, content(dataset, listed.row)));
        self.refund_lists = RefundLists { rows };
    }

    /// Puts what a list says of an order apart, whose money is in no figure either. Returns how much it is.
    pub(super) fn set_listed_apart(&mut self, order: OrderKey, reason: BucketReason) -> Amount {
        let listed = self.refund_lists.of(order);
        for Listed { row, amount } in &listed {
            self.joined.fates.bucket(row.at, reason, *amount, of_row(row));
        }
        listed.iter().map(|listed| listed.amount).sum()
    }

    /// Lays what lists say on an order's lines, where they say it better than the orders do: of more, or with amounts where
    /// the orders have only words. Else it confirms what the orders say. That goods came back only lists say.
    pub(super) fn take_listed(&mut self, order: OrderKey, drafts: &mut [Draft<'_>]) {
        let listed = self.refund_lists.of(order);
        if listed.is_empty() {
            return;
        }
        if drafts.iter().any(Draft::is_unconverted) {
            self.set_listed_apart(order, BucketReason::OtherCurrency);
            return;
        }
        let meant: Few<(Listed<'_>, Option<usize>)> =
            listed.iter().map(|listed| (*listed, self.meant(listed.row, drafts))).collect();
        let all: Amount = listed.iter().map(|listed| listed.amount).sum();
        let known: Amount = drafts.iter().map(|draft| draft.refund).sum();
        let paid: Amount = drafts.iter().map(Draft::revenue).sum();
        // Rows that take a sale back are its refund already.
        let has_reversal = drafts.iter().any(Draft::is_reversal);
        if all == known || has_reversal || (all < known && !is_part_of_all(&listed, drafts)) {
            for Listed { row, amount } in &listed {
                self.joined.fates.confirm(row.at, *amount, of_row(row));
            }
            came_with_goods(drafts, &meant);
        } else if all > paid {
            // More than was paid cannot have gone back: the rows are about something else, or say it twice.
            self.set_listed_apart(order, BucketReason::MoreThanPaid);
        } else {
            lay_on(drafts, &meant);
        }
    }

    /// The line that a row of a list is about; `None` where it may be any of several.
    fn meant(&self, row: &Refund, drafts: &[Draft<'_>]) -> Option<usize> {
        if drafts.len() == 1 {
            return Some(0);
        }
        let only = |is_meant: &dyn Fn(&Draft<'_>) -> bool| {
            let mut meant = drafts.iter().enumerate().filter(|(_, draft)| is_meant(draft)).map(|(index, _)| index);
            meant.next().filter(|_| meant.next().is_none())
        };
        let pools = &self.rules.dataset.pools;
        // The order's number may be that of a sub-order.
        let number = pools.order_parts(row.order).1;
        let is_line = |line: LineKey| row.line.map_or_else(|| pools.lines.get(line) == number, |of_row| line == of_row);
        let by_line = only(&|draft| draft.line.line.is_some_and(is_line));
        let by_sku = || row.sku.and_then(|sku| only(&|draft| draft.sku == Some(sku)));
        let by_product = || row.product.and_then(|product| only(&|draft| draft.product == Some(product)));
        by_line.or_else(by_sku).or_else(by_product)
    }
}

/// Whether a list says that a part went back, and the orders have no more than a word for it, which may mean all or a part.
/// Of goods that came back, and of an order that was closed, it was all: what the list has less is what the buyer had not
/// paid, a coupon of the platform's, and it is gone too.
fn is_part_of_all(listed: &[Listed<'_>], drafts: &[Draft<'_>]) -> bool {
    let are_words = drafts.iter().flat_map(|draft| &draft.refund_rows).all(|row| row.is_whole);
    let is_closed = |draft: &Draft<'_>| draft.status.is_some_and(OrderStatus::is_off);
    are_words
        && listed.iter().all(|listed| listed.row.state == RefundState::RefundOnly)
        && !drafts.iter().any(is_closed)
}

/// Puts what lists say in the place of what the orders say.
fn lay_on(drafts: &mut [Draft<'_>], meant: &[(Listed<'_>, Option<usize>)]) {
    for draft in drafts.iter_mut() {
        (draft.refund, draft.refund_rows, draft.refund_share) = (Amount::ZERO, RefundRows::new(), 0);
        draft.refund_state = RefundState::None;
    }
    let mut has_own = false;
    for (Listed { row, amount }, at) in meant {
        if let Some(draft) = at.and_then(|at| drafts.get_mut(at)) {
            give(draft, row, *amount, true);
            draft.refund_share = WHOLE;
            has_own = true;
        }
    }
    for (Listed { row, amount }, _) in meant.iter().filter(|(_, at)| at.is_none()) {
        let kept = |draft: &Draft<'_>| (draft.revenue() - draft.refund).millionths().max(0);
        let mut is_first = true;
        spread(drafts, *amount, kept, |draft, part| {
            if !part.is_zero() {
                give(draft, row, part, std::mem::take(&mut is_first));
            }
        });
    }
    if !has_own {
        share(drafts, |draft| draft.refund.millionths(), |draft, part| draft.refund_share = part);
    }
}

fn give(draft: &mut Draft<'_>, row: &Refund, amount: Amount, is_first: bool) {
    draft.refund += amount;
    draft.refund_rows.push(RefundRow { at: row.at, amount, is_whole: false, of_list: Some(is_first) });
    draft.refund_state = draft.refund_state.max(row.state);
}

/// Where the orders say only that money went back, lists say whether the goods came with it.
fn came_with_goods(drafts: &mut [Draft<'_>], meant: &[(Listed<'_>, Option<usize>)]) {
    for (index, draft) in drafts.iter_mut().enumerate().filter(|(_, draft)| draft.refund_state == RefundState::Done) {
        let about = meant.iter().filter(|(_, at)| at.is_none_or(|at| at == index));
        draft.refund_state = about.map(|(listed, _)| listed.row.state).fold(RefundState::Done, RefundState::max);
    }
}

fn of_row(row: &Refund) -> StoreDay {
    StoreDay { store: Some(row.store), day: row.moment.map(Stamp::day) }
}

/// What a row says, whatever its place.
fn content<'d>(dataset: &'d Dataset, row: &Refund) -> impl Ord + use<'d> {
    let pools = &dataset.pools;
    let names = (
        row.request.map(|key| pools.requests.get(key)),
        row.line.map(|key| pools.lines.get(key)),
        row.sku.map(|key| pools.skus.folded(key)),
        row.product.map(|key| pools.products.get(key)),
        pools.stores.get(row.store),
    );
    (names, row.amount.by_content(), row.state, row.moment, pools.currencies.get(row.currency))
}
