//! Joins lines and headers of each order, and decides what was paid, sent and given back.

use smallvec::smallvec;

use super::content::line_key;
use super::draft::{Draft, date_all, stay_behind};
use super::elsewhere::{Background, Elsewhere};
use super::fates::{Apart, RowFates};
use super::groups::Groups;
use super::joined::{Chapter, Joined};
use super::merged::was_sent;
use super::order_ids::OrderIds;
use super::precedence::{Precedence, code};
use super::refund_lists::RefundLists;
use super::rules::{GivenBack, Rules};
use super::sales;
use super::told::Told;
use super::view::View;
use super::{RefundRow, RefundRows};
use crate::dataset::{OrderHeader, OrderKey, OrderLine, ProductKey, SkuKey, StoreKey, WaybillKey};
use crate::money::Amount;
use crate::pool::Column;
use crate::vocabulary::{BucketReason, LineRule, OrderStatus};

/// Which parcels an order line travelled in, for the courier's bill: the waybill and what became of the line.
pub(super) struct Parcel {
    pub(super) waybill: WaybillKey,
    pub(super) order: OrderKey,
    /// Position of its fact in the order's chapter, or the bucket the line's money is in.
    pub(super) line: Result<u32, BucketReason>,
}

/// One order, refund or parcel, in the millionths in which it is shared out over lines.
pub(super) const WHOLE: u32 = 1_000_000;

/// Turns lines and headers into facts and fates. Returns the parcels for the courier's bill too. `ids` are those of the
/// whole shop.
pub(super) fn join(view: &View<'_>, rules: Rules<'_>, ids: OrderIds) -> (Joined, Vec<Parcel>) {
    let dataset = view.dataset;
    let precedence = Precedence::of(view, ids, rules.currencies);
    let elsewhere = Elsewhere::of(&precedence, &rules);
    let has_bill = !dataset.shipments.is_empty();
    let told = Told::new(view, &precedence.ids);
    let joined = Joined::new(dataset.pools.orders.len(), RowFates::new(dataset));
    let products = Column::filled(&dataset.pools.skus, None);
    let mut joining = Joining {
        joined,
        chapter: Chapter::default(),
        parcels: has_bill.then(Vec::new),
        products,
        rules,
        precedence,
        elsewhere,
        refund_lists: RefundLists::default(),
        told,
    };
    joining.set_told_apart();
    let groups = Groups::new(view, &joining.precedence);
    joining.read_refund_lists(&groups);
    let (mut lines, mut drafts): (Vec<(u32, &OrderLine)>, _) = (Vec::new(), Vec::new());
    for chapter in 0..joining.joined.n_chapters() {
        // A list that grows by doubling holds twice what it needs, and in the browser never gives it back.
        let sizes = || view.orders_of(chapter).map(|order| (groups.lines(order).len(), groups.header(order).is_some()));
        joining.chapter.facts.reserve_exact(sizes().map(|(lines, _)| lines).sum());
        joining.chapter.sales.reserve_exact(sizes().filter(|(lines, has_header)| *lines > 0 || *has_header).count());
        for order in view.orders_of(chapter) {
            joining.join_order(order, &groups, &mut lines, &mut drafts);
        }
        let done = std::mem::take(&mut joining.chapter);
        joining.joined.set_chapter(chapter, done);
    }
    joining.compare_told();
    joining.count_products();
    (joining.joined, joining.parcels.unwrap_or_default())
}

/// Whether the lines of an order say themselves what was paid for them. That a gift cost nothing, or what was sent again,
/// says nothing of lines without an amount beside it.
pub(super) fn have_money<'l>(lines: impl Iterator<Item = &'l OrderLine> + Clone) -> bool {
    let mut sold = lines.clone().filter(|line| !line.is_resend).peekable();
    if sold.peek().is_none() {
        return lines.into_iter().any(|line| line.amount.is_some());
    }
    let is_paid = |line: &OrderLine| line.amount.is_some_and(|amount| !amount.is_zero());
    lines.into_iter().any(|line| is_paid(line) && !line.is_resend) || sold.all(|line| line.amount.is_some())
}

/// What another source adds to an order, sent again or given away, went out for the store in which the order was placed: an
/// ERP may not say on which platform that is.
fn sell_in_one_store(drafts: &mut [Draft<'_>]) {
    let Some(best) = drafts.iter().min_by_key(|draft| draft.standing) else { return };
    let (standing, store) = (best.standing, best.store);
    for draft in drafts.iter_mut().filter(|draft| draft.standing != standing) {
        draft.store = store;
    }
}

pub(super) struct Joining<'a> {
    pub(super) joined: Joined,
    /// The part of the orders that is being written.
    pub(super) chapter: Chapter,
    /// None where there is no bill to lay on them.
    pub(super) parcels: Option<Vec<Parcel>>,
    /// The product that each SKU was sold as last, and for how many lines it was the same without a break.
    pub(super) products: Column<SkuKey, Option<(ProductKey, u32)>>,
    pub(super) rules: Rules<'a>,
    pub(super) precedence: Precedence<'a>,
    elsewhere: Elsewhere,
    pub(super) refund_lists: RefundLists<'a>,
    pub(super) told: Told,
}

impl<'a> Joining<'a> {
    /// Finds what there is of an order. `lines` and `drafts` are room that the orders before have used.
    fn join_order(
        &mut self,
        order: OrderKey,
        groups: &Groups,
        lines: &mut Vec<(u32, &'a OrderLine)>,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        let view = self.precedence.view;
        let header = groups.header(order).and_then(|index| view.header(index));
        lines.clear();
        lines.extend(groups.lines(order).iter().filter_map(|&index| Some((index, view.line(index)?))));
        let platform = || view.dataset.pools.order_parts(order).0;
        match (lines.is_empty(), header) {
            (true, None) => {
                self.set_listed_apart(order, BucketReason::NoOrder);
            }
            (true, Some(header)) => {
                if !self.is_told_with(order, header, groups) && self.header_alone(order, header) {
                    *self.joined.without_lines.entry(platform()).or_insert(0) += 1;
                }
            }
            (false, header) => {
                let merged = header.and_then(|_| self.with_merged(order, groups));
                if let (Some(own), Some(merged)) = (header, &merged)
                    && !was_sent(own)
                    && own.at != merged.at
                {
                    // It was taken off before the others were sent.
                    self.set_header_apart(own, self.fate_alone(order, own));
                }
                let header = merged.as_ref().or(header);
                self.drop_superseded(lines, header);
                // Money is spread by content, so that the order of rows changes nothing.
                if lines.len() > 1 {
                    lines.sort_by(|(_, one), (_, other)| {
                        line_key(view.dataset, one).cmp(&line_key(view.dataset, other))
                    });
                }
                if !self.order(order, lines, header, drafts) {
                    *self.joined.without_money.entry(platform()).or_insert(0) += 1;
                }
            }
        }
    }

    /// Counts what the run of each SKU's last product was.
    fn count_products(&mut self) {
        for sku in self.rules.dataset.pools.skus.keys() {
            if let Some((product, lines)) = self.products[sku] {
                *self.joined.products.entry((product, sku)).or_default() += lines;
            }
        }
    }
}

impl Joining<'_> {
    /// Leaves out lines that live on under other numbers, and what an ERP took off without money going back where a better
    /// source knows what the order came to: both stand beside what was sent.
    fn drop_superseded(&mut self, lines: &mut Vec<(u32, &OrderLine)>, header: Option<&OrderHeader>) {
        let Some(header) = header else { return };
        if header.status.is_some_and(OrderStatus::is_off) {
            return;
        }
        let standing = &self.precedence.standing;
        let is_superseded = |line: &OrderLine| {
            let is_taken_off = line.status == Some(OrderStatus::Cancelled)
                && !line.refund_state.is_done()
                && standing[header.at] < standing[line.at];
            is_taken_off || line.status == Some(OrderStatus::Superseded)
        };
        if !lines.iter().any(|(_, line)| is_superseded(line)) || lines.iter().all(|(_, line)| is_superseded(line)) {
            return;
        }
        for (_, line) in lines.iter().filter(|(_, line)| is_superseded(line)) {
            let said = self.rules.said_by_line(line);
            self.joined.fates.set_apart(line.at, Apart::Confirms, said, 1, self.rules.of_line(line));
        }
        lines.retain(|(_, line)| !is_superseded(line));
    }

    /// An order that no row with a SKU names. Returns whether it would have counted.
    fn header_alone(&mut self, order: OrderKey, header: &OrderHeader) -> bool {
        let background = self.elsewhere.know(&self.precedence, order, &[], Some(header));
        let reason = self.fate_alone(order, header);
        self.set_header_apart(header, reason);
        let listed = self.set_listed_apart(order, reason);
        self.put_into(order, header.waybill, Err(reason));
        let is_paid = reason == BucketReason::NoSku;
        if is_paid {
            let receipt = self.rules.header_amount(header).map(|receipt| receipt.with_listed(listed));
            let is_known = !receipt.is_some_and(|receipt| receipt.is_unconverted());
            self.told.counts(order, is_known.then(|| receipt.map_or(Amount::ZERO, |receipt| receipt.gross)));
            self.chapter.sales.extend(sales::of_header(&self.rules, order, (header, background), receipt));
        }
        is_paid
    }

    /// Why the money of a header without lines is not counted.
    fn fate_alone(&self, order: OrderKey, header: &OrderHeader) -> BucketReason {
        match header.status {
            _ if self.rules.is_excluded(header.note) || self.elsewhere.is_excluded(order) => BucketReason::Excluded,
            Some(OrderStatus::Unpaid) => BucketReason::Unpaid,
            Some(OrderStatus::Unexplained) => BucketReason::UnexplainedState,
            Some(status) if status.is_off() && !header.refund_state.is_done() => BucketReason::Cancelled,
            _ => BucketReason::NoSku,
        }
    }

    /// Puts money that only the order's header knows into a bucket.
    pub(super) fn set_header_apart(&mut self, header: &OrderHeader, reason: BucketReason) {
        let rows = self.joined.fates.header_rows(header.at);
        let said = self.rules.said_by_header(header);
        self.joined.fates.set_apart(header.at, Apart::Bucket(reason), said, rows, self.rules.of_header(header));
    }

    /// What only the order's header says of its money was counted from elsewhere.
    pub(super) fn set_header_told(&mut self, header: &OrderHeader) {
        let fates = &mut self.joined.fates;
        let (said, rows) = (self.rules.said_by_header(header), fates.header_rows(header.at));
        fates.set_apart(header.at, Apart::Confirms, said, rows, self.rules.of_header(header));
    }

    /// One order with its lines, in the order of their content. Returns whether its money is known. `drafts` is room that
    /// the orders before have used.
    fn order<'l>(
        &mut self,
        order: OrderKey,
        lines: &[(u32, &'l OrderLine)],
        header: Option<&OrderHeader>,
        drafts: &mut Vec<Draft<'l>>,
    ) -> bool {
        drafts.clear();
        let background = self.elsewhere.know(&self.precedence, order, lines, header);
        drafts.extend(lines.iter().map(|&(index, line)| self.draft(index, line, header, background)));
        sell_in_one_store(drafts);
        let lines_have_money = have_money(lines.iter().map(|(_, line)| *line));
        let header_receipt =
            header.and_then(|header| self.rules.header_amount(header).map(|receipt| (header, receipt)));
        let header_receipt = header_receipt.filter(|(header, receipt)| {
            let is_meant = self.is_meant(order, header, lines);
            if !is_meant {
                // It is about others too, and confirms what all of them came to.
                self.set_header_told(header);
                if !receipt.is_unconverted() {
                    self.told.says(self.joined.fates.file(header.at), header.order, receipt.gross);
                }
            }
            is_meant
        });
        // What is sent again brings nothing.
        let is_known = lines_have_money || header_receipt.is_some() || lines.iter().all(|(_, line)| line.is_resend);
        if !is_known {
            for (_, line) in lines {
                // What was paid for goods sent again, or exchanged, says nothing of the order, and is money all the same.
                let (said, of) = (self.rules.said_by_line(line), self.rules.of_line(line));
                self.joined.fates.set_apart(line.at, Apart::Bucket(BucketReason::NoAmount), said, 1, of);
            }
            self.set_listed_apart(order, BucketReason::NoAmount);
            return false;
        }
        let rule = lines.first().map_or(LineRule::ByAmount, |(_, line)| self.rules.line_rule(line.store));
        let beside = header_receipt
            .and_then(|(header, receipt)| self.header_money(drafts, header, receipt, lines_have_money, rule));
        self.take_listed(order, drafts);
        date_all(drafts);
        stay_behind(drafts);
        let of_order = header.and_then(|header| self.rules.header_charge(header));
        let mut noted = lines.iter().map(|(_, line)| line.note).chain(header.map(|header| header.note));
        let is_excluded = noted.any(|note| self.rules.is_excluded(note)) || self.elsewhere.is_excluded(order);
        for draft in drafts.iter_mut() {
            draft.fate = if is_excluded { Err(BucketReason::Excluded) } else { self.fate(draft) };
        }
        if let Some((header, receipt)) = header_receipt
            && receipt.is_unconverted()
            && !lines_have_money
        {
            // No line has a part of it, and it shares their fate.
            let fate = drafts.iter().find_map(|draft| draft.fate.err());
            self.set_header_apart(header, fate.unwrap_or(BucketReason::OtherCurrency));
        }
        // Of an order that nobody paid, or that is none, sources say what they like.
        let is_none = |draft: &Draft<'_>| {
            use BucketReason::{Cancelled, Excluded, UnexplainedState, Unpaid};
            matches!(draft.fate, Err(Unpaid | Cancelled | Excluded | UnexplainedState))
        };
        if !drafts.iter().all(is_none) {
            let is_known = !drafts.iter().any(Draft::is_unconverted);
            self.told.counts(order, is_known.then(|| drafts.iter().map(Draft::revenue).sum()));
            if self.precedence.has_witnesses() {
                self.compare_units(drafts);
            }
            if let (Some(difference), Some(header)) = (beside, header) {
                self.told.differs(self.joined.fates.file(header.at), difference);
            }
        }
        let first_fact = self.chapter.facts.len();
        self.keep(order, drafts, header, of_order, rule);
        let facts = first_fact..self.chapter.facts.len();
        self.chapter.sales.extend(sales::of_lines(&self.rules, (order, background), drafts, header, of_order, facts));
        true
    }

    /// A line with what its header knows of it, and the files that tell of the same goods or of the order.
    fn draft<'l>(
        &self,
        index: u32,
        line: &'l OrderLine,
        header: Option<&OrderHeader>,
        background: Background,
    ) -> Draft<'l> {
        let receipt = self.rules.amount(line);
        let told = || self.precedence.witnesses(index);
        // Of the state and its moments the better source knows more.
        let is_better =
            header.is_some_and(|header| self.precedence.standing[header.at] < self.precedence.standing[line.at]);
        let of_header = header.map(|header| (header.status, header.times));
        let own = Some((line.status, line.times));
        let (first, second) = if is_better { (of_header, own) } else { (own, of_header) };
        let (status, times) = [first, second]
            .into_iter()
            .chain(told().map(|line| Some((line.status, line.times))))
            .flatten()
            .reduce(|(status, times), (other, more)| (OrderStatus::first_known(status, other), times.or(more)))
            .unwrap_or_default();
        let mut refund = receipt.map_or(Amount::ZERO, |receipt| receipt.refund);
        let mut refund_state = line.refund_state;
        let mut said = line;
        // A file without a column for refunds says nothing of them, and another may.
        let standing = &self.precedence.standing;
        let header_tells = |other: &OrderLine| {
            header.is_some_and(|header| self.rules.tells_refunds(header.at) && standing[header.at] < standing[other.at])
        };
        let mut given_back = receipt.map_or(GivenBack::Nothing, |receipt| receipt.given_back);
        let refund_of = |other| Some((other, self.rules.refund_of(other, line, receipt)?));
        let mut others = told().filter(|other| other.refund_state.is_done() && !header_tells(other));
        if !self.rules.tells_refunds(line.at)
            && let Some((other, went_back)) = others.find_map(refund_of)
        {
            (refund_state, said, (refund, given_back)) = (other.refund_state, other, went_back);
        }
        let charge =
            |line: &OrderLine| self.rules.charge(line.at, line.compensation, line.fee, (line.currency, line.times));
        let dataset = self.rules.dataset;
        let pools = &dataset.pools;
        let names = |store: StoreKey| {
            let (platform, name) = pools.store_parts(line.store);
            name.is_empty() && pools.store_parts(store).0 == platform
        };
        let store = match header {
            // Nearly always they are the same.
            Some(header) if header.store == line.store => line.store,
            Some(header) if is_better || names(header.store) => header.store,
            _ => line.store,
        };
        let store = background.store(pools, store);
        Draft {
            index,
            line,
            sku: match told().next() {
                None => line.sku,
                Some(_) => code(dataset, line).or_else(|| told().find_map(|line| code(dataset, line))).or(line.sku),
            },
            store,
            status,
            times,
            waybill: line
                .waybill
                .or_else(|| header.and_then(|header| header.waybill))
                .or_else(|| told().find_map(|line| line.waybill)),
            standing: self.precedence.standing[line.at],
            province: line.province.or_else(|| header.and_then(|header| header.province)).or(background.province),
            line_amount: receipt.map_or(Amount::ZERO, |receipt| receipt.gross),
            header_amount: Amount::ZERO,
            refund,
            refund_state,
            refund_rows: if refund.is_zero() {
                RefundRows::new()
            } else {
                // What says no amount says only that all went back, and how much that was is known from the line.
                let is_whole = said.refund.is_none();
                let at = if is_whole { line.at } else { said.at };
                smallvec![RefundRow { at, amount: refund, is_whole, of_list: None }]
            },
            refund_share: if refund.is_zero() { 0 } else { WHOLE },
            product: line.product.or_else(|| told().find_map(|line| line.product)),
            is_affiliate: line.is_affiliate || told().any(|line| line.is_affiliate),
            charge: std::iter::once(line).chain(told()).find_map(charge),
            doubt: receipt.and_then(|receipt| receipt.doubt),
            given_back,
            fate: Err(BucketReason::NoAmount),
            is_gift: false,
            order_charge: None,
            header_rows: 0,
            order_share: 0,
            return_share: 0,
            maybe_return_share: 0,
            gifts: Vec::new(),
        }
    }
}
