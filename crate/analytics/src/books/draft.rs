//! A line on its way to becoming a fact: was it sent, given back, a gift, and what does it weigh among its order's lines.

use super::bundles::CostOf;
use super::rules::GivenBack;
use super::{Charge, RefundRow, RefundRows};
use crate::allocate::{allocate, shares, spread_over};
use crate::currency::{Currencies, Stated};
use crate::dataset::{OrderLine, ProductKey, ProvinceKey, RowRef, SkuKey, StoreKey, Times, WaybillKey};
use crate::money::{Amount, Quantity};
use crate::time::Day;
use crate::vocabulary::{BucketReason, LineRule, OrderStatus, RefundState, Standing};

/// A line on its way to becoming a fact, with all that is known of it beside the other lines of its order. Shares are
/// millionths.
pub(super) struct Draft<'a> {
    /// Position in [`Dataset::lines`](crate::dataset::Dataset::lines).
    pub(super) index: u32,
    pub(super) line: &'a OrderLine,
    pub(super) sku: Option<SkuKey>,
    pub(super) store: StoreKey,
    pub(super) status: Option<OrderStatus>,
    pub(super) times: Times,
    pub(super) waybill: Option<WaybillKey>,
    pub(super) standing: Standing,
    pub(super) product: Option<ProductKey>,
    pub(super) is_affiliate: bool,
    pub(super) province: Option<ProvinceKey>,
    pub(super) line_amount: Amount,
    pub(super) header_amount: Amount,
    pub(super) refund: Amount,
    pub(super) refund_state: RefundState,
    /// What says so, adding up to the refund.
    pub(super) refund_rows: RefundRows,
    pub(super) refund_share: u32,
    /// What the platform took, as the line's own row says, else one that tells of the same goods.
    pub(super) charge: Option<Charge>,
    pub(super) doubt: Option<BucketReason>,
    /// How much went back of money without a rate, of the line's own or of its header's; its amounts are nothing then.
    pub(super) given_back: GivenBack,
    /// The day it counts on, or the bucket its money is in.
    pub(super) fate: Result<Day, BucketReason>,
    pub(super) is_gift: bool,
    /// What the platform took for the order as a whole, with the line that stands for it.
    pub(super) order_charge: Option<Charge>,
    /// Rows of the order's header that are counted with this line: with the first of those that are kept, and the first of
    /// those that are set apart.
    pub(super) header_rows: u32,
    /// Of what the order costs as a whole.
    pub(super) order_share: u32,
    /// Of the parcel that came back.
    pub(super) return_share: u32,
    /// Of the parcel that may have come back.
    pub(super) maybe_return_share: u32,
    /// Its part of what was given away with the order: whose, at what cost, how many.
    pub(super) gifts: Vec<(SkuKey, Option<CostOf>, Quantity)>,
}

impl Draft<'_> {
    pub(super) fn revenue(&self) -> Amount {
        self.line_amount + self.header_amount
    }

    /// All that was paid for the line went back: what says how much that was says it of the refund.
    pub(super) fn refund_whole(&mut self, header: Option<RowRef>) {
        let whole = |at: RowRef, amount: Amount| RefundRow { at, amount, is_whole: true, of_list: None };
        let of_header = header.map(|at| whole(at, self.header_amount));
        let rows = [Some(whole(self.line.at, self.line_amount)), of_header];
        self.refund_rows = rows.into_iter().flatten().filter(|row| !row.amount.is_zero()).collect();
        self.refund = self.revenue();
    }

    /// What the platform took, row by row.
    pub(super) fn charges(&self) -> Vec<Charge> {
        self.charge.into_iter().chain(self.order_charge).collect()
    }

    pub(super) fn is_shipped(&self) -> bool {
        is_shipped(self.times, self.waybill, self.status)
    }

    /// Its own money, or its header's where it has none, has no rate.
    pub(super) fn is_unconverted(&self) -> bool {
        self.doubt == Some(BucketReason::OtherCurrency)
    }

    pub(super) fn has_refund(&self) -> bool {
        !self.refund.is_zero() || self.given_back != GivenBack::Nothing
    }

    pub(super) fn is_refunded_in_full(&self) -> bool {
        if self.is_unconverted() {
            return self.given_back == GivenBack::All;
        }
        // Postage is not always given back with the goods, and what was taken off was never paid.
        let goods = if self.line_amount.is_zero() { self.header_amount } else { self.line_amount.min(self.revenue()) };
        !self.refund.is_zero() && self.refund >= goods
    }

    /// A row that takes an earlier sale back.
    pub(super) fn is_reversal(&self) -> bool {
        self.line.quantity.is_negative() || self.revenue().is_negative()
    }
}

/// A row tells by the moment, by the parcel or by its state that it was sent.
pub(super) fn is_shipped(times: Times, waybill: Option<WaybillKey>, status: Option<OrderStatus>) -> bool {
    times.shipped.is_some()
        || waybill.is_some()
        || matches!(status, Some(OrderStatus::Shipped | OrderStatus::Completed))
}

/// A line that has no moment at all has those of the order's other lines: lists often write them on the first row alone.
pub(super) fn date_all(drafts: &mut [Draft<'_>]) {
    let has_none = |draft: &Draft<'_>| draft.times == Times::default();
    if !drafts.iter().any(has_none) {
        return;
    }
    if let Some(times) = drafts.iter().map(|draft| draft.times).find(|times| *times != Times::default()) {
        drafts.iter_mut().filter(|draft| has_none(draft)).for_each(|draft| draft.times = times);
    }
}

/// Where lines name their own parcels, one that names none and was given back in full was never sent: the header's
/// parcel is that of the others.
pub(super) fn stay_behind(drafts: &mut [Draft<'_>]) {
    // A gift that another source adds does not speak for the lines beside it.
    let Some(best) = drafts.iter().map(|draft| draft.standing).min() else { return };
    let names_parcel = |draft: &Draft<'_>| draft.line.waybill.is_some() || draft.line.times.shipped.is_some();
    if !drafts.iter().any(|draft| draft.standing == best && names_parcel(draft)) {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| !names_parcel(draft) && draft.is_refunded_in_full()) {
        draft.waybill = None;
        draft.times.shipped = None;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ComeBack {
    Yes,
    No,
    Maybe,
}

/// Whether a line's goods came back. A partial refund is a difference in price: the goods stay with the buyer.
pub(super) fn came_back(draft: &Draft<'_>) -> ComeBack {
    if draft.is_reversal() {
        return if draft.line.quantity.is_negative() { ComeBack::Yes } else { ComeBack::No };
    }
    if draft.refund.is_zero() {
        return ComeBack::No;
    }
    match draft.refund_state {
        RefundState::RefundOnly | RefundState::None | RefundState::Pending => ComeBack::No,
        RefundState::Returned => ComeBack::Yes,
        RefundState::Done if draft.is_refunded_in_full() => ComeBack::Maybe,
        RefundState::Done => ComeBack::No,
    }
}

/// A line without a price among lines with one. A line that a discount brought down to zero still has a list price.
pub(super) fn is_free(draft: &Draft<'_>) -> bool {
    draft.revenue().is_zero()
        && !draft.is_unconverted()
        && draft.line.list_amount.is_none_or(Stated::is_zero)
        && draft.refund.is_zero()
        && !draft.line.is_resend
        && !draft.line.quantity.is_negative()
}

/// What each of these lines weighs for order-level money.
pub(super) fn weigh<'c>(
    drafts: &[Draft<'_>],
    currencies: &'c Currencies,
    lines_have_money: bool,
    rule: LineRule,
) -> impl Fn(&Draft<'_>) -> i64 + use<'c> {
    let by_list = weigh_stated(drafts, currencies, |line| line.list_amount);
    move |draft| {
        let line = draft.line;
        // Where the others do not say what they brought, a line that says so says that it brought nothing.
        if line.is_resend || (!lines_have_money && line.amount.is_some()) {
            return 0;
        }
        match rule {
            LineRule::Evenly => i64::from(!line.list_amount.is_some_and(Stated::is_zero)),
            LineRule::ByAmount if lines_have_money => draft.line_amount.millionths(),
            LineRule::ByAmount => by_list(line).unwrap_or(line.quantity.thousandths()),
        }
    }
}

/// What each of these lines weighs by an amount that their rows state. In one currency the proportion is known without a
/// rate; of several what has none weighs nothing that is known.
pub(super) fn weigh_stated<'c>(
    drafts: &[Draft<'_>],
    currencies: &'c Currencies,
    stated: fn(&OrderLine) -> Option<Stated>,
) -> impl Fn(&OrderLine) -> Option<i64> + use<'c> {
    let is_one_currency =
        drafts.windows(2).all(|two| matches!(two, [one, other] if one.line.currency == other.line.currency));
    move |line| {
        let stated = stated(line)?;
        if is_one_currency {
            return Some(stated.weight());
        }
        currencies.converted_at(stated, line.currency, line.times).map(Amount::millionths)
    }
}

/// Weight of a kept line for what an order costs as a whole. A line that brought nothing still takes part.
pub(super) fn share_weight(draft: &Draft<'_>, rule: LineRule) -> i64 {
    match rule {
        LineRule::Evenly => 1,
        LineRule::ByAmount => draft.revenue().millionths().max(1),
    }
}

/// Spreads an amount over the lines of an order. See [`allocate`].
pub(super) fn spread(
    drafts: &mut [Draft<'_>],
    total: Amount,
    weight: impl Fn(&Draft<'_>) -> i64,
    give: impl FnMut(&mut Draft<'_>, Amount),
) {
    spread_over(drafts, weight, |weights| allocate(total, weights), give);
}

/// Shares one whole over the lines of an order. See [`shares`].
pub(super) fn share(
    drafts: &mut [Draft<'_>],
    weight: impl Fn(&Draft<'_>) -> i64,
    give: impl FnMut(&mut Draft<'_>, u32),
) {
    spread_over(drafts, weight, shares, give);
}

/// Shares one whole over the lines that have a weight; where none has, none gets a share.
pub(super) fn share_among(
    drafts: &mut [Draft<'_>],
    weight: impl Fn(&Draft<'_>) -> i64,
    give: impl FnMut(&mut Draft<'_>, u32),
) {
    if drafts.iter().any(|draft| weight(draft) > 0) {
        share(drafts, weight, give);
    }
}
