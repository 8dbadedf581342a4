//! What a row says, in a form that can be ordered: where the order of rows or the names of files must not decide, this
//! does.

use crate::currency::Stated;
use crate::dataset::{Dataset, OrderHeader, OrderLine, Times};

/// Lines in an order that does not depend on where they stand in which file. Lines with the same key are alike in all
/// that decides their fate.
pub(super) fn line_key<'d>(dataset: &'d Dataset, line: &OrderLine) -> impl Ord + use<'d> {
    let pools = &dataset.pools;
    let names = (
        line.line.map(|key| pools.lines.get(key)),
        line.sku.map(|key| pools.skus.folded(key)),
        line.product.map(|key| pools.products.get(key)),
        line.waybill.map(|key| pools.waybills.get(key)),
        line.note.map(|key| pools.notes.get(key)),
        line.erp_order.map(|key| pools.erp_orders.get(key)),
    );
    let amounts = (
        [line.amount, line.list_amount].map(written),
        line.quantity,
        [line.refund, Some(line.compensation), line.fee].map(written),
    );
    let states = (line.status, line.refund_state, line.is_affiliate, line.is_resend);
    let place = (pools.stores.get(line.store), line.province.map(|key| pools.provinces.get(key)));
    (names, amounts, states, moments(line.times), place, pools.currencies.get(line.currency))
}

/// The same for the headers of orders.
pub(super) fn header_key<'d>(dataset: &'d Dataset, header: &OrderHeader) -> impl Ord + use<'d> {
    let pools = &dataset.pools;
    let names = (
        header.waybill.map(|key| pools.waybills.get(key)),
        header.note.map(|key| pools.notes.get(key)),
        pools.stores.get(header.store),
        header.province.map(|key| pools.provinces.get(key)),
    );
    let amounts = [header.amount, header.postage, header.refund, Some(header.compensation), header.fee].map(written);
    let states = (header.status, header.refund_state);
    (names, amounts, states, moments(header.times), pools.currencies.get(header.currency))
}

fn written(amount: Option<Stated>) -> impl Ord + Copy {
    amount.map(Stated::by_content)
}

fn moments(times: Times) -> impl Ord {
    [times.ordered, times.paid, times.shipped, times.confirmed, times.settled]
}
