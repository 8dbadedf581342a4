//! Orders as a shop lives them: who bought, when, what it brought, and whether it was sent. What packing, service and
//! repurchase count is an order, also where no row names its SKUs.

use std::ops::Range;

use super::Charge;
use super::draft::{Draft, is_shipped};
use super::elsewhere::Background;
use super::rules::{GivenBack, Receipt, Rules, day_on};
use crate::dataset::{Buyer, ChannelKey, OrderHeader, OrderKey, ProvinceKey, StoreKey, Times};
use crate::money::{Amount, Quantity};
use crate::time::{Day, Stamp};
use crate::vocabulary::BucketReason;

/// One order that was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Its key, under which its facts are.
    pub order: OrderKey,
    /// Where it was placed.
    pub store: StoreKey,
    /// On the basis of the settings.
    pub day: Day,
    /// When the buyer paid, else when they ordered; of several lines the first.
    pub moment: Option<Stamp>,
    /// When the first of its parcels was sent.
    pub shipped: Option<Stamp>,
    /// What any of its rows says of who bought.
    pub buyer: Buyer,
    /// Where it was sent to.
    pub province: Option<ProvinceKey>,
    /// Traffic source or streamer.
    pub channel: Option<ChannelKey>,
    /// Before refunds and fees; what could not be read, or is in a currency without a rate, is not in it.
    pub revenue: Amount,
    /// Money that went back.
    pub refund: Amount,
    /// 赔付 the file states.
    pub compensation: Amount,
    /// Units bought; zero where no row says.
    pub units: Quantity,
    /// How far it has come.
    pub state: SaleState,
    /// Position of its first fact in the chapter of the books; 0 where it has none.
    pub first_fact: u32,
    /// How many facts it has; none where no row names a SKU.
    pub facts: u32,
}

/// How far a paid order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaleState {
    /// Paid, not sent.
    Waiting,
    /// Sent, in whole or in part, and not given back in full.
    Sent,
    /// Given back in full before it was sent.
    RefundedUnsent,
    /// Sent, and given back in full.
    Refunded,
}

impl Sale {
    /// Positions in the chapter of the books.
    pub(super) fn fact_range(&self) -> Range<usize> {
        let first = self.first_fact as usize;
        first..first + self.facts as usize
    }
}

/// An order by its lines; `None` where no line was paid for. `of_order` is what its header says that the platform took.
pub(super) fn of_lines(
    rules: &Rules<'_>,
    (order, background): (OrderKey, Background),
    drafts: &[Draft<'_>],
    header: Option<&OrderHeader>,
    of_order: Option<Charge>,
    facts: Range<usize>,
) -> Option<Sale> {
    let paid = || drafts.iter().filter(|draft| !draft.is_reversal() && was_paid(draft.fate));
    let times = paid().map(|draft| draft.times).reduce(earliest)?;
    let day = day_on(times, rules.config.shop.basis)?;
    let of_header = header.map(|header| header.buyer).unwrap_or_default();
    let of_lines = paid().fold(Buyer::default(), |buyer, draft| buyer.or(draft.line.buyer));
    let revenue = paid().map(|draft| draft.revenue()).sum();
    let given_back: Amount = paid().map(|draft| draft.refund).sum();
    // Rows that take a sale back stand for a refund.
    let reversed: Amount = drafts.iter().filter(|draft| draft.is_reversal()).map(|draft| -draft.revenue()).sum();
    let refund = given_back + reversed;
    let is_shipped = paid().any(|draft| draft.is_shipped());
    let first = paid().next()?;
    Some(Sale {
        order,
        store: first.store,
        day,
        moment: times.paid.or(times.ordered),
        shipped: times.shipped,
        buyer: of_lines.or(of_header).or(background.buyer),
        province: paid().find_map(|draft| draft.province),
        channel: paid()
            .find_map(|draft| draft.line.channel)
            .or_else(|| header.and_then(|header| header.channel))
            .or(background.channel),
        revenue,
        refund,
        compensation: drafts.iter().filter_map(|draft| draft.charge).chain(of_order).map(taken).sum(),
        units: paid().map(|draft| draft.line.quantity).sum(),
        state: state(
            paid().all(|draft| draft.is_refunded_in_full()) || (!refund.is_zero() && refund >= revenue),
            is_shipped,
        ),
        first_fact: if facts.is_empty() { 0 } else { u32::try_from(facts.start).ok()? },
        facts: u32::try_from(facts.len()).ok()?,
    })
}

/// An order of which only its header is known.
pub(super) fn of_header(
    rules: &Rules<'_>,
    order: OrderKey,
    (header, background): (&OrderHeader, Background),
    receipt: Option<Receipt>,
) -> Option<Sale> {
    let day = day_on(header.times, rules.config.shop.basis)?;
    if rules.as_of.is_some_and(|as_of| day > as_of) {
        return None;
    }
    let (revenue, refund) = receipt.map_or((Amount::ZERO, Amount::ZERO), |receipt| (receipt.gross, receipt.refund));
    let given_back = receipt.map_or(GivenBack::Nothing, |receipt| receipt.given_back);
    let is_shipped = is_shipped(header.times, header.waybill, header.status);
    Some(Sale {
        order,
        store: background.store(&rules.dataset.pools, header.store),
        day,
        moment: header.times.paid.or(header.times.ordered),
        shipped: header.times.shipped,
        buyer: header.buyer.or(background.buyer),
        province: header.province.or(background.province),
        channel: header.channel.or(background.channel),
        revenue,
        refund,
        compensation: rules.header_charge(header).map_or(Amount::ZERO, taken),
        units: Quantity::ZERO,
        state: state(given_back == GivenBack::All || (!refund.is_zero() && refund >= revenue), is_shipped),
        first_fact: 0,
        facts: 0,
    })
}

const fn taken(charge: Charge) -> Amount {
    charge.compensation
}

/// Whether money came in for a line, whatever became of it in the profit table.
const fn was_paid(fate: Result<Day, BucketReason>) -> bool {
    match fate {
        Ok(_) => true,
        Err(reason) => matches!(
            reason,
            BucketReason::NoSku
                | BucketReason::RefundedBeforeShipment
                | BucketReason::OtherCurrency
                | BucketReason::RefundBasisUnknown
        ),
    }
}

const fn state(is_refunded: bool, is_shipped: bool) -> SaleState {
    match (is_refunded, is_shipped) {
        (false, false) => SaleState::Waiting,
        (false, true) => SaleState::Sent,
        (true, false) => SaleState::RefundedUnsent,
        (true, true) => SaleState::Refunded,
    }
}

fn earliest(one: Times, other: Times) -> Times {
    let first = |one: Option<Stamp>, other: Option<Stamp>| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    Times {
        ordered: first(one.ordered, other.ordered),
        paid: first(one.paid, other.paid),
        shipped: first(one.shipped, other.shipped),
        confirmed: first(one.confirmed, other.confirmed),
        settled: first(one.settled, other.settled),
    }
}
