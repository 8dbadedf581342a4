//! Joins lines and headers of each order, and decides what was paid, sent and given back.

use std::collections::BTreeMap;

use smallvec::smallvec;

use super::currency::{Currencies, convert};
use super::draft::{ComeBack, Draft, came_back, is_free, share_weight, shares_of_marked, stay_behind, weight};
use super::groups::Groups;
use super::overlap;
use super::rules::{Receipt, Rules, day_on};
use super::sales;
use super::{Aftermath, AftermathKey, Books, Fact, Unsent};
use crate::allocate::{Few, allocate, allocate_quantity, shares};
use crate::config::Config;
use crate::dataset::{CostKey, Dataset, OrderHeader, OrderKey, OrderLine, RowRef, SkuKey, StoreKey, Times, WaybillKey};
use crate::money::{Amount, Quantity};
use crate::pool::Key;
use crate::time::Day;
use crate::vocabulary::{Basis, BucketReason, LineRule, OrderStatus};

/// Which parcels an order line travelled in, for the courier's bill: the waybill and what became of the line.
pub(super) struct Parcel {
    pub(super) waybill: WaybillKey,
    /// Position in [`Books::facts`], or the bucket the line's money is in.
    pub(super) line: Result<u32, BucketReason>,
}

/// One order, refund or parcel, in the millionths in which it is shared out over lines.
const WHOLE: u32 = 1_000_000;

/// The latest day of any order on the basis of the settings.
pub(super) fn latest_day(dataset: &Dataset, basis: Basis) -> Option<Day> {
    let times = dataset.lines.iter().map(|line| line.times).chain(dataset.headers.iter().map(|header| header.times));
    times.filter_map(|times| day_on(times, basis)).max()
}

/// Turns lines and headers into facts and fates. Returns the parcels for the courier's bill.
pub(super) fn join(dataset: &Dataset, config: &Config, currencies: &Currencies, books: &mut Books) -> Vec<Parcel> {
    let repeated_lines = overlap::repeated_lines(dataset);
    let repeated_headers = overlap::repeated_headers(dataset);
    let rules = Rules::new(dataset, config, currencies, books.as_of);
    let has_bill = !dataset.shipments.is_empty();
    let mut joining = Joining { books, parcels: has_bill.then(Vec::new), rules };

    for (line, &repeated) in dataset.lines.iter().zip(&repeated_lines) {
        if repeated {
            let amount = joining.rules.amount(line).map_or(Amount::ZERO, |money| money.gross);
            joining.books.fates.bucket(line.at, BucketReason::Duplicate, amount);
        }
    }
    for (header, &repeated) in dataset.headers.iter().zip(&repeated_headers) {
        if repeated {
            let amount = joining.rules.header_amount(header).map_or(Amount::ZERO, |money| money.gross);
            joining.books.fates.bucket(header.at, BucketReason::Duplicate, amount);
        }
    }

    // A list of a million that grows by doubling holds twice what it needs, and in the browser never gives it back.
    joining.books.sales.reserve_exact(dataset.pools.orders.len());
    joining.books.facts.reserve_exact(dataset.lines.len());
    let groups = Groups::new(dataset, &repeated_lines, &repeated_headers);
    let (mut without_lines, mut without_money) = (BTreeMap::new(), BTreeMap::new());
    let mut lines: Vec<&OrderLine> = Vec::new();
    for order in dataset.pools.orders.keys() {
        let header = groups.header(order).and_then(|index| dataset.headers.get(index as usize));
        lines.clear();
        lines.extend(groups.lines(order).iter().filter_map(|&index| dataset.lines.get(index as usize)));
        match (lines.is_empty(), header) {
            (true, None) => {}
            (true, Some(header)) => {
                if joining.header_alone(header) {
                    *without_lines.entry(dataset.pools.order_parts(order).0).or_insert(0) += 1;
                }
            }
            (false, header) => {
                // Money is spread by content, so that the order of rows changes nothing.
                if lines.len() > 1 {
                    lines.sort_by(|one, other| content_key(dataset, one).cmp(&content_key(dataset, other)));
                }
                if !joining.order(order, &lines, header) {
                    *without_money.entry(dataset.pools.order_parts(order).0).or_insert(0) += 1;
                }
            }
        }
    }
    joining.books.orders_without_lines = without_lines.into_iter().collect();
    joining.books.orders_without_money = without_money.into_iter().collect();
    joining.parcels.unwrap_or_default()
}

/// Lines in an order that does not depend on where they stand in the file. Lines with the same key are alike in all
/// that decides their fate.
fn content_key<'d>(dataset: &'d Dataset, line: &OrderLine) -> impl Ord + use<'d> {
    let pools = &dataset.pools;
    let names = (
        line.line.map(|key| pools.lines.get(key)),
        line.sku.map(|key| pools.skus.get(key)),
        line.product.map(|key| pools.products.get(key)),
        line.waybill.map(|key| pools.waybills.get(key)),
        line.note.map(|key| pools.notes.get(key)),
    );
    let amounts = (line.amount, line.list_amount, line.quantity, line.refund, line.compensation, line.fee);
    let states = (line.status, line.refund_state, line.is_affiliate, line.is_resend);
    let times = [line.times.ordered, line.times.paid, line.times.shipped, line.times.confirmed, line.times.settled];
    (names, amounts, states, times)
}

struct Joining<'a> {
    books: &'a mut Books,
    /// None where there is no bill to lay on them.
    parcels: Option<Vec<Parcel>>,
    rules: Rules<'a>,
}

impl Joining<'_> {
    /// An order that no row with a SKU names. Returns whether it would have counted.
    fn header_alone(&mut self, header: &OrderHeader) -> bool {
        let receipt = self.rules.header_amount(header);
        let amount = receipt.map_or(Amount::ZERO, |receipt| receipt.gross);
        let reason = if self.rules.is_excluded(header.note) {
            BucketReason::Excluded
        } else {
            match header.status {
                Some(OrderStatus::Unpaid) => BucketReason::Unpaid,
                Some(OrderStatus::Cancelled) if !header.refund_state.is_done() => BucketReason::Cancelled,
                _ => BucketReason::NoSku,
            }
        };
        self.books.fates.bucket(header.at, reason, amount);
        self.send(header.waybill, Err(reason));
        let is_paid = reason == BucketReason::NoSku;
        if is_paid {
            self.books.sales.extend(sales::of_header(&self.rules, header, receipt));
        }
        is_paid
    }

    /// One order with its lines, in the order of their content. Returns whether its money is known.
    fn order(&mut self, order: OrderKey, lines: &[&OrderLine], header: Option<&OrderHeader>) -> bool {
        let mut drafts: Few<Draft<'_>> = lines.iter().map(|&line| self.draft(line, header)).collect();
        stay_behind(&mut drafts);
        let lines_have_money = lines.iter().any(|line| line.amount.is_some());
        let header_receipt =
            header.and_then(|header| self.rules.header_amount(header).map(|receipt| (header, receipt)));
        if !lines_have_money && header_receipt.is_none() {
            for line in lines {
                self.books.fates.bucket(line.at, BucketReason::NoAmount, Amount::ZERO);
            }
            return false;
        }
        let rule = self.rules.line_rule(lines.first().map_or_else(|| StoreKey::from_index(0), |line| line.store));
        if let Some((header, receipt)) = header_receipt {
            self.header_money(&mut drafts, header, receipt, lines_have_money, rule);
        }
        let header_at = header.map(|header| header.at);
        let is_excluded = lines
            .iter()
            .map(|line| line.note)
            .chain(header.map(|header| header.note))
            .any(|note| self.rules.is_excluded(note));
        let fates: Few<Result<Day, BucketReason>> = drafts
            .iter()
            .map(|draft| if is_excluded { Err(BucketReason::Excluded) } else { self.fate(draft) })
            .collect();
        let first_fact = self.books.facts.len();
        self.keep(order, &drafts, &fates, header, header_at, rule);
        let facts = first_fact..self.books.facts.len();
        self.books.sales.extend(sales::of_lines(&self.rules, order, &drafts, &fates, header, facts));
        true
    }

    fn draft<'l>(&self, line: &'l OrderLine, header: Option<&OrderHeader>) -> Draft<'l> {
        let receipt = self.rules.amount(line);
        let times = header.map_or(line.times, |header| Times {
            ordered: line.times.ordered.or(header.times.ordered),
            paid: line.times.paid.or(header.times.paid),
            shipped: line.times.shipped.or(header.times.shipped),
            confirmed: line.times.confirmed.or(header.times.confirmed),
            settled: line.times.settled.or(header.times.settled),
        });
        let refund = receipt.map_or(Amount::ZERO, |receipt| receipt.refund);
        let unnamed = |store: StoreKey| self.rules.dataset.pools.store_parts(store).1.is_empty();
        let store = match header {
            Some(header) if unnamed(line.store) => header.store,
            _ => line.store,
        };
        Draft {
            line,
            sku: line.sku,
            store,
            status: line.status.or_else(|| header.and_then(|header| header.status)),
            times,
            waybill: line.waybill.or_else(|| header.and_then(|header| header.waybill)),
            line_amount: receipt.map_or(Amount::ZERO, |receipt| receipt.gross),
            header_amount: Amount::ZERO,
            refund,
            refund_state: line.refund_state,
            refund_at: (!refund.is_zero()).then_some(line.at),
            refund_share: if refund.is_zero() { 0 } else { WHOLE },
            doubt: receipt.and_then(|receipt| receipt.doubt),
        }
    }

    /// Spreads what only the header knows: all the money where lines have none, else the postage that the lines leave out.
    fn header_money(
        &mut self,
        drafts: &mut [Draft<'_>],
        header: &OrderHeader,
        receipt: Receipt,
        lines_have_money: bool,
        rule: LineRule,
    ) {
        let own: Amount = drafts.iter().map(|draft| draft.line_amount).sum();
        let to_spread = if lines_have_money {
            let postage =
                header.postage.map_or(Amount::ZERO, |postage| convert(postage, self.rules.rate(header.currency)));
            if receipt.gross - own == postage { postage } else { Amount::ZERO }
        } else {
            receipt.gross
        };
        let weights: Vec<i64> = drafts.iter().map(|draft| weight(draft, lines_have_money, rule)).collect();
        for (draft, part) in drafts.iter_mut().zip(allocate(to_spread, &weights)) {
            draft.header_amount = part;
            if !lines_have_money {
                draft.doubt = draft.doubt.or(receipt.doubt);
            }
        }
        if lines_have_money {
            self.books.fates.confirm(header.at, receipt.gross - to_spread);
        }
        let lines_know_refund = drafts.iter().any(|draft| draft.refund_state.is_done());
        if lines_know_refund {
            // The postage that went back with the goods is in the header's refund alone.
            let of_lines: Amount = drafts.iter().map(|draft| draft.refund).sum();
            let postage_back = receipt.refund - of_lines;
            if Amount::ZERO < postage_back && postage_back <= to_spread {
                let weights: Vec<i64> = drafts.iter().map(|draft| draft.refund.millionths()).collect();
                for (draft, part) in drafts.iter_mut().zip(allocate(postage_back, &weights)) {
                    draft.refund += part;
                }
            }
        } else if !receipt.refund.is_zero() {
            let weights: Vec<i64> = drafts.iter().map(|draft| draft.revenue().millionths()).collect();
            let one_refund = shares(&weights);
            let parts = allocate(receipt.refund, &weights);
            for ((draft, part), share) in drafts.iter_mut().zip(parts).zip(one_refund) {
                draft.refund = part;
                draft.refund_state = header.refund_state;
                draft.refund_at = Some(header.at);
                draft.refund_share = share;
            }
        }
    }

    /// The day the line counts on, or the bucket its money is in.
    fn fate(&self, draft: &Draft<'_>) -> Result<Day, BucketReason> {
        if let Some(doubt) = draft.doubt {
            return Err(doubt);
        }
        match draft.status {
            Some(OrderStatus::Unpaid) => return Err(BucketReason::Unpaid),
            Some(OrderStatus::Cancelled) if draft.refund.is_zero() => return Err(BucketReason::Cancelled),
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

    fn keep(
        &mut self,
        order: OrderKey,
        drafts: &[Draft<'_>],
        fates: &[Result<Day, BucketReason>],
        header: Option<&OrderHeader>,
        header_at: Option<RowRef>,
        rule: LineRule,
    ) {
        // A gift goes with the lines that were paid for; alone it stays a line of its own.
        let carries =
            |draft: &Draft<'_>, fate: &Result<Day, BucketReason>| fate.is_ok() && draft.revenue() > Amount::ZERO;
        let has_carrier = drafts.iter().zip(fates).any(|(draft, fate)| carries(draft, fate));
        let had_paid_line = drafts.iter().any(|draft| draft.revenue() > Amount::ZERO);
        let is_gift: Few<bool> = drafts.iter().map(|draft| had_paid_line && is_free(draft)).collect();

        let share_weights: Few<i64> = drafts
            .iter()
            .zip(fates)
            .zip(&is_gift)
            .map(|((draft, fate), &gift)| match fate {
                Ok(_) if !gift && !draft.is_reversal() => share_weight(draft, rule),
                _ => 0,
            })
            .collect();
        let any_share = share_weights.iter().any(|&weight| weight > 0);
        let order_shares = if any_share { shares(&share_weights) } else { smallvec![0; drafts.len()] };
        let returned: Few<i64> = drafts
            .iter()
            .zip(fates)
            .map(|(draft, fate)| i64::from(fate.is_ok() && came_back(draft) == ComeBack::Yes))
            .collect();
        let maybe_returned: Few<i64> = drafts
            .iter()
            .zip(fates)
            .map(|(draft, fate)| i64::from(fate.is_ok() && came_back(draft) == ComeBack::Maybe))
            .collect();
        let return_shares = shares_of_marked(&returned);
        // Where part of the order is known to have come back, the rest came in the same parcel.
        let maybe_return_shares =
            if returned.contains(&1) { smallvec![0; drafts.len()] } else { shares_of_marked(&maybe_returned) };
        let gifts = self.gifts(drafts, fates, &is_gift, has_carrier);

        let mut order_extras = header.map(|header| {
            let rate = self.rules.rate(header.currency);
            (convert(header.compensation, rate), convert(header.fee, rate))
        });
        let mut is_header_apart = false;
        for (position, (draft, fate)) in drafts.iter().zip(fates).enumerate() {
            let day = match fate {
                Ok(day) => *day,
                Err(reason) => {
                    self.set_apart(draft, *reason, header_at.map(|at| (at, !is_header_apart)));
                    is_header_apart = true;
                    continue;
                }
            };
            let Some(sku) = draft.sku else { continue };
            let gift = is_gift.get(position).copied().unwrap_or(false);
            if gift && !has_carrier {
                // What it came with was never sent, so neither was the gift.
                self.books.fates.bucket(draft.line.at, BucketReason::RefundedBeforeShipment, Amount::ZERO);
                continue;
            }
            let rate = self.rules.rate(draft.line.currency);
            let mut after = Aftermath {
                refund_share: draft.refund_share,
                return_share: return_shares.get(position).copied().unwrap_or(0),
                maybe_return_share: maybe_return_shares.get(position).copied().unwrap_or(0),
                gifts: gifts.get(position).cloned().unwrap_or_default(),
                compensation: convert(draft.line.compensation, rate),
                fee: convert(draft.line.fee, rate),
                ..Aftermath::default()
            };
            // What the order as a whole paid in fees stays with its first kept line.
            if let Some((compensation, fee)) = order_extras.take() {
                after.compensation += compensation;
                after.fee += fee;
            }
            let (mut units, mut line_amount) = (draft.line.quantity, draft.line_amount);
            let mut header_amount = draft.header_amount;
            if draft.is_reversal() {
                self.books.fates.count(draft.line.at, line_amount);
                after.refund = -(line_amount + header_amount);
                after.refund_at = Some(draft.line.at);
                after.refund_share = WHOLE;
                after.returned = if units.is_negative() { -units } else { Quantity::ZERO };
                (units, line_amount, header_amount) = (Quantity::ZERO, Amount::ZERO, Amount::ZERO);
            } else {
                self.books.fates.count(draft.line.at, line_amount);
                if let Some(at) = header_at
                    && !header_amount.is_zero()
                {
                    self.books.fates.count(at, header_amount);
                }
                after.refund = draft.refund;
                after.refund_at = draft.refund_at;
                match came_back(draft) {
                    ComeBack::Yes => after.returned = units,
                    ComeBack::Maybe => after.maybe_returned = units,
                    ComeBack::No => {}
                }
                if gift {
                    units = Quantity::ZERO;
                } else if draft.line.is_resend {
                    (after.resent, units) = (units, Quantity::ZERO);
                }
            }
            let fact = self.books.facts.len();
            if let Ok(fact) = u32::try_from(fact) {
                self.send(draft.waybill, Ok(fact));
            }
            let aftermath = self.push_aftermath(after);
            self.books.facts.push(Fact {
                at: draft.line.at,
                header: header_at.filter(|_| !header_amount.is_zero()),
                order,
                sku,
                store: draft.store,
                day,
                units,
                line_amount,
                header_amount,
                order_share: order_shares.get(position).copied().unwrap_or(0),
                freight: None,
                province: draft.line.province.or_else(|| header.and_then(|header| header.province)),
                is_shipped: draft.is_shipped(),
                is_affiliate: draft.line.is_affiliate,
                aftermath,
                cost: self.rules.cost_on(sku, day),
            });
        }
    }

    /// Puts a line, or a header alone, into its parcel.
    fn send(&mut self, waybill: Option<WaybillKey>, line: Result<u32, BucketReason>) {
        if let (Some(parcels), Some(waybill)) = (&mut self.parcels, waybill) {
            parcels.push(Parcel { waybill, line });
        }
    }

    fn push_aftermath(&mut self, after: Aftermath) -> Option<AftermathKey> {
        if after == Aftermath::default() {
            return None;
        }
        let key = AftermathKey::from_index(u32::try_from(self.books.aftermaths.len()).ok()?);
        self.books.aftermaths.push(after);
        Some(key)
    }

    /// The header is one row, whatever the number of its lines: it is counted with the first of them that is set apart,
    /// and not again where the line stands on the same row.
    fn set_apart(&mut self, draft: &Draft<'_>, reason: BucketReason, header_at: Option<(RowRef, bool)>) {
        self.books.fates.bucket(draft.line.at, reason, draft.line_amount);
        if let Some((at, is_first)) = header_at
            && !draft.header_amount.is_zero()
        {
            let rows = u32::from(is_first && at != draft.line.at);
            self.books.fates.bucket_rows(at, reason, draft.header_amount, rows);
        }
        self.send(draft.waybill, Err(reason));
        if reason == BucketReason::RefundedBeforeShipment
            && let Some(sku) = draft.sku
        {
            let day = day_on(draft.times, self.rules.config.shop.basis);
            self.books.unsent.push(Unsent { sku, store: draft.store, day, amount: draft.revenue() });
        }
    }

    /// For each line, the units given away with it: every gift is shared by the paid lines in proportion to revenue. Empty
    /// where there is none.
    fn gifts(
        &self,
        drafts: &[Draft<'_>],
        fates: &[Result<Day, BucketReason>],
        is_gift: &[bool],
        has_carrier: bool,
    ) -> Vec<Vec<(SkuKey, Option<CostKey>, Quantity)>> {
        if !has_carrier || !is_gift.contains(&true) {
            return Vec::new();
        }
        let mut gifts = vec![Vec::new(); drafts.len()];
        let weights: Vec<i64> = drafts
            .iter()
            .zip(fates)
            .map(|(draft, fate)| if fate.is_ok() { draft.revenue().millionths() } else { 0 })
            .collect();
        for ((draft, fate), &gift) in drafts.iter().zip(fates).zip(is_gift) {
            let (Ok(day), Some(sku), true) = (fate, draft.sku, gift) else { continue };
            let cost = self.rules.cost_on(sku, *day);
            for (list, part) in gifts.iter_mut().zip(allocate_quantity(draft.line.quantity, &weights)) {
                if !part.is_zero() {
                    list.push((sku, cost, part));
                }
            }
        }
        gifts
    }
}
