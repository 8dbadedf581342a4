//! Orders as they really went, from the first click to the last refund. Exports show what had happened by their day.

use super::calendar::Moment;
use super::catalogue::Store;

#[derive(Clone, Debug)]
pub struct Order {
    pub store: Store,
    pub id: String,
    /// Number of the customer in the store.
    pub buyer: usize,
    pub ordered: Moment,
    pub paid: Option<Moment>,
    /// When an order that nobody paid was closed.
    pub closed: Option<Moment>,
    /// Paid by the buyer on top of the goods, in cents.
    pub postage: i64,
    /// 补单: not a sale.
    pub is_excluded: bool,
    /// When the parcel left; never where the order was given back before.
    pub shipped: Option<Moment>,
    pub confirmed: Option<Moment>,
    pub waybill: Option<String>,
    /// 赔付 that the platform took because the parcel left late, in cents.
    pub compensation: i64,
    /// 拼多多 leaves the time of some orders out.
    pub hides_time: bool,
    pub province: &'static str,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    /// Position in the catalogue.
    pub sku: usize,
    pub quantity: i64,
    /// List price of a unit, in cents.
    pub price: i64,
    /// Who bears what of the discount, in cents.
    pub seller_discount: i64,
    pub platform_discount: i64,
    pub streamer_discount: i64,
    pub payment_discount: i64,
    /// Number of the streamer who sold it.
    pub streamer: Option<i64>,
    pub is_gift: bool,
    /// Given back before shipment while the rest of the order was sent.
    pub stayed_behind: bool,
    pub refund: Option<Refund>,
}

/// A request for money back and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Refund {
    pub kind: RefundKind,
    /// In cents; with the postage where a whole order was given back before shipment.
    pub amount: i64,
    pub requested: Moment,
    pub settled: Moment,
    /// False where the request was closed without money.
    pub is_granted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundKind {
    /// In full, and nothing was sent.
    BeforeShipment,
    /// In full, and the goods came back.
    Returned,
    /// 仅退款: in full, and the buyer keeps the goods.
    RefundOnly,
    /// A part, for a lower price or as goodwill.
    Part,
}

impl Line {
    /// Goods after the seller's own discount, in cents.
    pub fn due(&self) -> i64 {
        self.price * self.quantity - self.seller_discount
    }

    pub fn is_whole_refund(&self) -> bool {
        self.refund.is_some_and(|refund| refund.is_granted && refund.kind != RefundKind::Part)
    }
}

/// How far an order or a line had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Unpaid,
    Paid,
    Shipped,
    Completed,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    None,
    Pending,
    Done,
    /// Withdrawn or refused.
    Closed,
}

/// An order as an export of some moment shows it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub order: &'a Order,
    pub at: Moment,
}

impl<'a> Seen<'a> {
    fn by_now(&self, moment: Option<Moment>) -> Option<Moment> {
        moment.filter(|moment| *moment < self.at)
    }

    pub fn paid(&self) -> Option<Moment> {
        self.by_now(self.order.paid)
    }

    pub fn shipped(&self) -> Option<Moment> {
        self.by_now(self.order.shipped)
    }

    pub fn confirmed(&self) -> Option<Moment> {
        self.by_now(self.order.confirmed)
    }

    pub fn waybill(&self) -> Option<&'a str> {
        self.shipped().and(self.order.waybill.as_deref())
    }

    pub fn line_shipped(&self, line: &Line) -> Option<Moment> {
        self.shipped().filter(|_| !line.stayed_behind)
    }

    pub fn refund_state(&self, line: &Line) -> RefundState {
        match line.refund {
            Some(refund) if self.at <= refund.requested => RefundState::None,
            Some(refund) if self.at <= refund.settled => RefundState::Pending,
            Some(Refund { is_granted: true, .. }) => RefundState::Done,
            Some(_) => RefundState::Closed,
            None => RefundState::None,
        }
    }

    /// Money that has gone back for the line, without postage.
    pub fn refunded(&self, line: &Line) -> i64 {
        if self.refund_state(line) == RefundState::Done { line.refund.map_or(0, |refund| refund.amount) } else { 0 }
    }

    /// The postage goes back with an order that was never sent.
    pub fn postage_refunded(&self) -> i64 {
        let never_sent = |line: &Line| {
            line.is_gift
                || line.refund.is_some_and(|refund| refund.kind == RefundKind::BeforeShipment)
                    && self.refund_state(line) == RefundState::Done
        };
        let is_whole = self.order.shipped.is_none() && self.order.lines.iter().all(never_sent);
        if is_whole && self.paid().is_some() { self.order.postage } else { 0 }
    }

    pub fn is_wholly_refunded(&self, line: &Line) -> bool {
        line.is_whole_refund() && self.refund_state(line) == RefundState::Done
    }

    fn progress(&self) -> Status {
        if self.paid().is_none() {
            return if self.by_now(self.order.closed).is_some() { Status::Closed } else { Status::Unpaid };
        }
        match (self.shipped(), self.confirmed()) {
            (_, Some(_)) => Status::Completed,
            (Some(_), None) => Status::Shipped,
            (None, None) => Status::Paid,
        }
    }

    /// Closed when all that was paid for was given back in full.
    pub fn status(&self) -> Status {
        let mut paid_for = self.order.lines.iter().filter(|line| !line.is_gift);
        if self.paid().is_some() && paid_for.all(|line| self.is_wholly_refunded(line)) {
            return Status::Closed;
        }
        self.progress()
    }

    /// A gift follows its order, but what was sent is not closed by a refund of something else.
    pub fn line_status(&self, line: &Line) -> Status {
        if line.is_gift {
            return if self.shipped().is_some() { self.progress() } else { self.status() };
        }
        if self.is_wholly_refunded(line) {
            return Status::Closed;
        }
        match self.progress() {
            Status::Shipped | Status::Completed if line.stayed_behind => Status::Paid,
            progress => progress,
        }
    }
}
