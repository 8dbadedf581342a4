//! What becomes of an order's lines: facts of the profit table, or money in a bucket.

use super::draft::{ComeBack, Draft, came_back, is_free, share_among, share_weight, spread};
use super::fates::{Apart, StoreDay};
use super::orders::{Joining, Parcel, WHOLE};
use super::rules::{Said, day_on};
use super::{Aftermath, Charge, Fact, RefundRow, Unsent};
use crate::allocate::{Few, allocate_quantity, spread_over};
use crate::currency::Stated;
use crate::dataset::{OrderHeader, OrderKey, ProductKey, RowRef, SkuKey, WaybillKey};
use crate::money::{Amount, Quantity};
use crate::time::Day;
use crate::vocabulary::{BucketReason, LineRule, OrderStatus};

impl Joining<'_> {
    /// The day the line counts on, or the bucket its money is in.
    pub(super) fn fate(&self, draft: &Draft<'_>) -> Result<Day, BucketReason> {
        if let Some(doubt) = draft.doubt.filter(|_| !draft.is_unconverted()) {
            return Err(doubt);
        }
        match draft.status {
            Some(OrderStatus::Unpaid) => return Err(BucketReason::Unpaid),
            Some(OrderStatus::Unexplained) => return Err(BucketReason::UnexplainedState),
            Some(status) if status.is_off() && !draft.has_refund() => return Err(BucketReason::Cancelled),
            _ if draft.is_unconverted() => return Err(BucketReason::OtherCurrency),
            _ => {}
        }
        let day = day_on(draft.times, self.rules.config.shop.basis).ok_or(BucketReason::NoDate)?;
        if self.rules.as_of.is_some_and(|as_of| day > as_of) {
            return Err(BucketReason::AfterAsOf);
        }
        if draft.sku.is_none() {
            return Err(BucketReason::NoSku);
        }
        if draft.is_refunded_in_full() && !draft.is_shipped() && !draft.is_reversal() {
            return Err(BucketReason::RefundedBeforeShipment);
        }
        Ok(day)
    }

    /// Puts a line into its parcels: an ERP that split the order may know of several.
    pub(super) fn send(&mut self, order: OrderKey, draft: &Draft<'_>, line: Result<u32, BucketReason>) {
        self.put_into(order, draft.waybill, line);
        if self.parcels.is_none() {
            return;
        }
        let told = self.precedence.witnesses(draft.index).filter_map(|line| line.waybill);
        let mut more: Few<WaybillKey> = told.filter(|waybill| Some(*waybill) != draft.waybill).collect();
        more.sort_unstable();
        more.dedup();
        for waybill in more {
            self.put_into(order, Some(waybill), line);
        }
    }

    pub(super) fn put_into(&mut self, order: OrderKey, waybill: Option<WaybillKey>, line: Result<u32, BucketReason>) {
        if let (Some(parcels), Some(waybill)) = (&mut self.parcels, waybill) {
            parcels.push(Parcel { waybill, order, line });
        }
    }

    /// Makes facts of the lines that count, and puts the money of the others into buckets. `charge` is what the platform
    /// took for the order as a whole.
    pub(super) fn keep(
        &mut self,
        order: OrderKey,
        drafts: &mut [Draft<'_>],
        header: Option<&OrderHeader>,
        charge: Option<Charge>,
        rule: LineRule,
    ) {
        // A gift goes with the lines that were paid for; alone it stays a line of its own.
        if drafts.iter().any(|draft| draft.revenue() > Amount::ZERO) {
            for draft in drafts.iter_mut() {
                draft.is_gift = is_free(draft);
            }
        }
        if drafts.iter().any(|draft| draft.fate.is_ok() && draft.revenue() > Amount::ZERO) {
            self.give_away(drafts);
        } else {
            // What it came with was never sent, so neither was the gift.
            for gift in drafts.iter_mut().filter(|draft| draft.is_gift && draft.fate.is_ok()) {
                gift.fate = Err(BucketReason::RefundedBeforeShipment);
            }
        }
        share_out(drafts, rule);
        if let Some(header) = header {
            lay_on_first(drafts, self.joined.fates.header_rows(header.at));
        }
        if let Some(charge) = charge {
            share_charge(drafts, charge, rule);
        }
        cover_all(drafts);
        for draft in drafts {
            if let (Some(product), Some(sku)) = (draft.product, draft.sku) {
                self.count_product(product, sku);
            }
            match (draft.fate, draft.sku) {
                (Ok(day), Some(sku)) => self.keep_line(order, draft, sku, day, header),
                // What names no SKU has no day either.
                (Ok(_), None) => {}
                (Err(reason), _) => self.set_apart(order, draft, reason, header),
            }
        }
    }

    /// Nearly all lines of a SKU are of one product, and are counted together.
    fn count_product(&mut self, product: ProductKey, sku: SkuKey) {
        match &mut self.products[sku] {
            Some((known, lines)) if *known == product => *lines = lines.saturating_add(1),
            last => {
                if let Some((known, lines)) = last.replace((product, 1)) {
                    *self.joined.products.entry((known, sku)).or_default() += lines;
                }
            }
        }
    }

    /// Shares every gift among the lines that were paid for and kept, in proportion to revenue.
    fn give_away(&self, drafts: &mut [Draft<'_>]) {
        if !drafts.iter().any(|draft| draft.is_gift) {
            return;
        }
        let paid = |draft: &Draft<'_>| if draft.fate.is_ok() { draft.revenue().millionths() } else { 0 };
        let given: Vec<_> = drafts
            .iter()
            .filter(|draft| draft.is_gift)
            .filter_map(|draft| Some((draft.sku?, draft.fate.ok()?, draft.line.quantity)))
            .collect();
        for (sku, day, quantity) in given {
            let cost = self.rules.cost_on(sku, day);
            let parts = |weights: &[i64]| allocate_quantity(quantity, weights);
            spread_over(drafts, paid, parts, |draft, part| {
                if !part.is_zero() {
                    draft.gifts.push((sku, cost, part));
                }
            });
        }
    }

    /// Makes a fact of a line.
    fn keep_line(
        &mut self,
        order: OrderKey,
        draft: &mut Draft<'_>,
        sku: SkuKey,
        day: Day,
        header: Option<&OrderHeader>,
    ) {
        let mut after = Aftermath {
            refund_share: draft.refund_share,
            return_share: draft.return_share,
            maybe_return_share: draft.maybe_return_share,
            gifts: std::mem::take(&mut draft.gifts),
            charges: draft.charges(),
            ..Aftermath::default()
        };
        let (mut units, mut line_amount) = (draft.line.quantity, draft.line_amount);
        let mut header_amount = draft.header_amount;
        self.joined.fates.count(draft.line.at, line_amount);
        if draft.is_reversal() {
            after.refund = -(line_amount + header_amount);
            let whole = |at: RowRef, amount: Amount| RefundRow { at, amount, is_whole: true, of_list: None };
            after.refund_rows.push(whole(draft.line.at, -line_amount));
            if let Some(header) = header.filter(|_| !header_amount.is_zero()) {
                self.joined.fates.count(header.at, header_amount);
                after.refund_rows.push(whole(header.at, -header_amount));
            }
            after.refund_share = WHOLE;
            after.returned = if units.is_negative() { -units } else { Quantity::ZERO };
            (units, line_amount, header_amount) = (Quantity::ZERO, Amount::ZERO, Amount::ZERO);
        } else {
            if let Some(header) = header
                && !header_amount.is_zero()
            {
                self.joined.fates.count(header.at, header_amount);
            }
            for row in draft.refund_rows.iter().filter(|row| row.of_list.is_some()) {
                self.joined.fates.count(row.at, row.amount);
            }
            after.refund = draft.refund;
            after.refund_rows = std::mem::take(&mut draft.refund_rows);
            match came_back(draft) {
                ComeBack::Yes => after.returned = units,
                ComeBack::Maybe => after.maybe_returned = units,
                ComeBack::No => {}
            }
            if draft.is_gift {
                units = Quantity::ZERO;
            } else if draft.line.is_resend {
                (after.resent, units) = (units, Quantity::ZERO);
            }
        }
        if let Ok(fact) = u32::try_from(self.chapter.facts.len()) {
            self.send(order, draft, Ok(fact));
        }
        let aftermath = if after == Aftermath::default() { None } else { self.chapter.push_aftermath(after) };
        self.chapter.facts.push(Fact {
            at: draft.line.at,
            header: header.map(|header| header.at).filter(|_| !header_amount.is_zero()),
            order,
            sku,
            store: draft.store,
            day,
            units,
            line_amount,
            header_amount,
            order_share: draft.order_share,
            freight: None,
            province: draft.province,
            is_shipped: draft.is_shipped(),
            is_affiliate: draft.is_affiliate,
            is_reversal: draft.is_reversal(),
            opens_header: draft.header_rows > 0,
            opens_bill: false,
            aftermath,
            cost: self.rules.cost_on(sku, day),
        });
    }

    /// Puts a line into a bucket, and with it its part of the header's money.
    fn set_apart(&mut self, order: OrderKey, draft: &Draft<'_>, reason: BucketReason, header: Option<&OrderHeader>) {
        let of = StoreDay { store: Some(draft.store), day: day_on(draft.times, self.rules.config.shop.basis) };
        if draft.is_unconverted() {
            let said = match (self.rules.said_by_line(draft.line), header) {
                // What has no money of its own waits for the rate of its header's.
                (Said::Worth(_), Some(header)) => Said::Unconverted(Stated::ZERO, header.currency),
                (said, _) => said,
            };
            self.joined.fates.set_apart(draft.line.at, Apart::Bucket(reason), said, 1, of);
        } else {
            self.joined.fates.bucket(draft.line.at, reason, draft.line_amount, of);
        }
        if let Some(header) = header
            && !draft.header_amount.is_zero()
        {
            self.joined.fates.bucket_rows(header.at, reason, draft.header_amount, draft.header_rows, of);
        }
        for row in &draft.refund_rows {
            if let Some(is_first) = row.of_list {
                self.joined.fates.bucket_rows(row.at, reason, row.amount, u32::from(is_first), of);
            }
        }
        self.send(order, draft, Err(reason));
        if reason == BucketReason::RefundedBeforeShipment
            && let Some(sku) = draft.sku
        {
            let charges = draft.charges();
            if draft.is_gift && charges.is_empty() {
                return;
            }
            let day = day_on(draft.times, self.rules.config.shop.basis);
            let amount = draft.revenue();
            self.chapter.unsent.push(Unsent { order, sku, store: draft.store, day, amount, charges });
        }
    }
}

/// Gives each line that is kept its share of the order, and of the parcel that came back. What was sent again is no line of
/// the order that was placed.
fn share_out(drafts: &mut [Draft<'_>], rule: LineRule) {
    let is_bought = are_bought(drafts);
    let of_order = |draft: &Draft<'_>| {
        let takes_part = draft.fate.is_ok() && !draft.is_gift && !draft.is_reversal() && is_bought(draft);
        if takes_part { share_weight(draft, rule) } else { 0 }
    };
    share_among(drafts, of_order, |draft, part| draft.order_share = part);
    let is = |draft: &Draft<'_>, answer| draft.fate.is_ok() && came_back(draft) == answer;
    share_among(drafts, |draft| i64::from(is(draft, ComeBack::Yes)), |draft, part| draft.return_share = part);
    // Where part of the order is known to have come back, the rest came in the same parcel.
    if !drafts.iter().any(|draft| is(draft, ComeBack::Yes)) {
        let maybe = |draft: &Draft<'_>| i64::from(is(draft, ComeBack::Maybe));
        share_among(drafts, maybe, |draft, part| draft.maybe_return_share = part);
    }
}

/// Whether a line is one of those that were bought. Where what was sent again is all that is known of an order, it stands for
/// them.
fn are_bought(drafts: &[Draft<'_>]) -> impl Fn(&Draft<'_>) -> bool + use<> {
    let all = drafts.iter().all(|draft| draft.fate.is_err() || draft.is_gift || draft.line.is_resend);
    move |draft| all || !draft.line.is_resend
}

/// An order of which a row states the fee pays that, and no line of it another: exports state it on the first row alone.
fn cover_all(drafts: &mut [Draft<'_>]) {
    let has_fee = |charge: &Option<Charge>| charge.is_some_and(|charge| charge.fee.is_some());
    let stated = drafts.iter().find(|draft| has_fee(&draft.charge) || has_fee(&draft.order_charge));
    let Some(at) = stated.and_then(|draft| draft.charge.or(draft.order_charge)).map(|charge| charge.at) else { return };
    for draft in drafts.iter_mut().filter(|draft| !has_fee(&draft.charge) && draft.fate.is_ok()) {
        let nothing = Charge { at, compensation: Amount::ZERO, fee: None };
        draft.order_charge.get_or_insert(nothing).fee.get_or_insert(Amount::ZERO);
    }
}

/// The rows of an order's header are counted with the first line that is kept and the first that is set apart.
fn lay_on_first(drafts: &mut [Draft<'_>], rows: u32) {
    for is_kept in [true, false] {
        let has_money = |draft: &&mut Draft<'_>| draft.fate.is_ok() == is_kept && !draft.header_amount.is_zero();
        if let Some(first) = drafts.iter_mut().find(has_money) {
            first.header_rows = rows;
        }
    }
}

/// What the platform took for the order as a whole: of its fee each line that is kept has a part, else each that was never
/// sent. 赔付 is about one thing that went wrong, and stands with the first of them.
fn share_charge(drafts: &mut [Draft<'_>], charge: Charge, rule: LineRule) {
    let is_kept = drafts.iter().any(|draft| draft.fate.is_ok() && !draft.is_gift);
    let is_bought = are_bought(drafts);
    let takes_part = |draft: &Draft<'_>| match draft.fate {
        Ok(_) => !draft.is_gift && is_bought(draft),
        Err(reason) => !is_kept && !draft.is_gift && reason == BucketReason::RefundedBeforeShipment,
    };
    let weigh = |draft: &Draft<'_>| if takes_part(draft) { share_weight(draft, rule) } else { 0 };
    let mut compensation = charge.compensation;
    let mut give = |draft: &mut Draft<'_>, fee: Option<Amount>| {
        if takes_part(draft) {
            let compensation = std::mem::take(&mut compensation);
            draft.order_charge =
                Some(Charge { at: charge.at, compensation, fee }).filter(|_| fee.is_some() || !compensation.is_zero());
        }
    };
    match charge.fee {
        Some(fee) => spread(drafts, fee, weigh, |draft, fee| give(draft, Some(fee))),
        None => drafts.iter_mut().for_each(|draft| give(draft, None)),
    }
}
