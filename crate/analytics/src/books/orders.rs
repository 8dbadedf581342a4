//! Joins lines and headers of each order, and decides what was paid, sent and given back.

use std::collections::BTreeMap;

use smallvec::smallvec;

use super::content::line_key;
use super::currency::Currencies;
use super::draft::{ComeBack, Draft, came_back, is_free, share_weight, shares_of_marked, stay_behind, weight};
use super::groups::Groups;
use super::overlap;
use super::rules::{Receipt, Rules, day_on};
use super::sales;
use super::{Aftermath, AftermathKey, Books, Charge, Fact, Unsent};
use crate::allocate::{Few, allocate, allocate_quantity, shares};
use crate::config::Config;
use crate::dataset::{CostKey, Dataset, OrderHeader, OrderKey, OrderLine, RowRef, SkuKey, StoreKey, Times, WaybillKey};
use crate::money::{Amount, Quantity};
use crate::pool::Key;
use crate::time::Day;
use crate::vocabulary::{BucketReason, LineRule, OrderStatus};

/// Which parcels an order line travelled in, for the courier's bill: the waybill and what became of the line.
pub(super) struct Parcel {
    pub(super) waybill: WaybillKey,
    /// Position in [`Books::facts`], or the bucket the line's money is in.
    pub(super) line: Result<u32, BucketReason>,
}

/// One order, refund or parcel, in the millionths in which it is shared out over lines.
const WHOLE: u32 = 1_000_000;

/// Turns lines and headers into facts and fates. Returns the parcels for the courier's bill.
pub(super) fn join(dataset: &Dataset, config: &Config, currencies: &Currencies, books: &mut Books) -> Vec<Parcel> {
    let repeated_lines = overlap::repeated_lines(dataset);
    let repeated_headers = overlap::repeated_headers(dataset);
    let rules = Rules::new(dataset, config, currencies, &books.refunds, books.as_of);
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
            joining.set_header_apart(header.at, BucketReason::Duplicate, amount);
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
                    lines.sort_by(|one, other| line_key(dataset, one).cmp(&line_key(dataset, other)));
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
        self.set_header_apart(header.at, reason, amount);
        self.send(header.waybill, Err(reason));
        let is_paid = reason == BucketReason::NoSku;
        if is_paid {
            self.books.sales.extend(sales::of_header(&self.rules, header, receipt));
        }
        is_paid
    }

    /// Puts money that only the order's header knows into a bucket.
    fn set_header_apart(&mut self, at: RowRef, reason: BucketReason, amount: Amount) {
        let rows = self.books.fates.header_rows(at);
        self.books.fates.bucket_rows(at, reason, amount, rows);
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
        let rule = lines.first().map_or(LineRule::ByAmount, |line| self.rules.line_rule(line.store));
        if let Some((header, receipt)) = header_receipt {
            self.header_money(&mut drafts, header, receipt, lines_have_money, rule);
        }
        let of_order = header.and_then(|header| self.rules.header_charge(header));
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
        self.keep(order, &drafts, &fates, header, of_order, rule);
        let facts = first_fact..self.books.facts.len();
        self.books.sales.extend(sales::of_lines(&self.rules, order, &drafts, &fates, header, of_order, facts));
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
            charge: self.rules.charge(line.at, line.compensation, line.fee, line.currency),
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
        if lines_have_money && receipt.doubt == Some(BucketReason::OtherCurrency) {
            // What cannot be converted cannot be compared with the lines either.
            return self.set_header_apart(header.at, BucketReason::OtherCurrency, receipt.gross);
        }
        let own: Amount = drafts.iter().map(|draft| draft.line_amount).sum();
        let to_spread = if lines_have_money {
            let converted = |postage| self.rules.currencies.converted(postage, header.currency);
            let postage = header.postage.and_then(converted).unwrap_or(Amount::ZERO);
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
        of_order: Option<Charge>,
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

        let header_at = header.map(|header| header.at);
        // What the platform took for the order as a whole stays with its first line that is kept, else with the first that
        // was never sent.
        let is_kept = |(fate, gift): (&Result<Day, BucketReason>, &bool)| fate.is_ok() && (has_carrier || !gift);
        let is_never_sent = |fate: &Result<Day, BucketReason>| *fate == Err(BucketReason::RefundedBeforeShipment);
        let keeper = of_order.and_then(|_| {
            let kept = fates.iter().zip(&is_gift).position(is_kept);
            kept.or_else(|| fates.iter().position(is_never_sent))
        });
        // The header is one row of what is kept, and one of what is set apart.
        let header_rows = header_at.map_or(0, |at| self.books.fates.header_rows(at));
        let (mut rows_kept, mut rows_apart) = (header_rows, header_rows);
        let shares = order_shares.into_iter().zip(return_shares).zip(maybe_return_shares);
        let parts = is_gift.iter().zip(gifts).zip(shares);
        for (position, ((draft, fate), ((&gift, gifts), ((order_share, return_share), maybe_return_share)))) in
            drafts.iter().zip(fates).zip(parts).enumerate()
        {
            let of_order = of_order.filter(|_| keeper == Some(position));
            // Asking for a list a million times takes its time even where it stays empty.
            let charges: Vec<Charge> = match (draft.charge, of_order) {
                (None, None) => Vec::new(),
                (own, of_order) => own.into_iter().chain(of_order).collect(),
            };
            let rows = if fate.is_ok() { &mut rows_kept } else { &mut rows_apart };
            let rows = if draft.header_amount.is_zero() { 0 } else { std::mem::take(rows) };
            let day = match fate {
                Ok(day) => *day,
                Err(reason) => {
                    self.set_apart(draft, *reason, header_at, rows, charges);
                    continue;
                }
            };
            let Some(sku) = draft.sku else { continue };
            if gift && !has_carrier {
                // What it came with was never sent, so neither was the gift.
                self.books.fates.bucket(draft.line.at, BucketReason::RefundedBeforeShipment, Amount::ZERO);
                continue;
            }
            let mut after = Aftermath {
                refund_share: draft.refund_share,
                return_share,
                maybe_return_share,
                gifts,
                charges,
                ..Aftermath::default()
            };
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
                order_share,
                freight: None,
                province: draft.line.province.or_else(|| header.and_then(|header| header.province)),
                is_shipped: draft.is_shipped(),
                is_affiliate: draft.line.is_affiliate,
                opens_header: rows > 0,
                bill_rows: 0,
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

    /// Puts a line into a bucket, and with it its part of the header's money. The header is `rows` rows: one with the first
    /// of the order's lines, none where the line stands on the same row.
    fn set_apart(
        &mut self,
        draft: &Draft<'_>,
        reason: BucketReason,
        header_at: Option<RowRef>,
        rows: u32,
        charges: Vec<Charge>,
    ) {
        self.books.fates.bucket(draft.line.at, reason, draft.line_amount);
        if let Some(at) = header_at
            && !draft.header_amount.is_zero()
        {
            self.books.fates.bucket_rows(at, reason, draft.header_amount, rows);
        }
        self.send(draft.waybill, Err(reason));
        if reason == BucketReason::RefundedBeforeShipment
            && let Some(sku) = draft.sku
        {
            let day = day_on(draft.times, self.rules.config.shop.basis);
            self.books.unsent.push(Unsent { sku, store: draft.store, day, amount: draft.revenue(), charges });
        }
    }

    /// For each line, the units given away with it: every gift is shared by the paid lines in proportion to revenue.
    fn gifts(
        &self,
        drafts: &[Draft<'_>],
        fates: &[Result<Day, BucketReason>],
        is_gift: &[bool],
        has_carrier: bool,
    ) -> Few<Vec<(SkuKey, Option<CostKey>, Quantity)>> {
        let mut gifts = smallvec![Vec::new(); drafts.len()];
        if !has_carrier || !is_gift.contains(&true) {
            return gifts;
        }
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
