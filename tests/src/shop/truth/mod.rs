//! What the shop really earned, as far as its files can say, to the cent.
//!
//! Calculated from the orders as they were drawn, in integers, by the rules of the trade (`fixtures/README.md`, the
//! comments of the default settings), and never by asking the program. Where the documents leave a choice, this is what
//! is taken:
//!
//! - An order belongs to the day of its payment. What a later export says of it stands; its row in the earlier one is a
//!   duplicate.
//! - 淘宝 and 天猫: revenue is the buyer's cash before refunds. What 天猫卡券 added arrives with the ledger only.
//! - Costs of an order are shared over its lines by revenue, in millionths of an order; gifts in thousandths of a unit.
//! - Ads on a product go to its SKUs by their revenue on the platform, those of a whole shop front to all SKUs of the
//!   platform. A product that no order names is the one of its title, where what was sold names no product. Spend before the first and after the last order that counts is another period's.
//! - A full refund after shipment brings the goods back at the rate that the settings assume, as order exports do not
//!   say. A refund closes a line that was never sent, and its order's gift with it.
//! - What an ERP sends again, or in exchange, costs its goods once more and brings nothing. Whether the first goods came back
//!   its after-sales list would say, which is none of the files.
//! - Of equal rows in two ad reports or two bills those of the first file are counted, by length of name, then name.

mod parcels;
mod report;
mod tally;

pub use report::{AdRow, Row, Stories, Subject, Table, Truth};
pub use tally::{Again, Counts, FileTruth, Places, Tally};

/// Why money is in no figure; named as the program names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Unpaid,
    Cancelled,
    RefundedBeforeShipment,
    Duplicate,
    MissingCost,
    NoOrder,
    OtherPeriod,
    AfterAsOf,
    Excluded,
    NoOrdersOfPlatform,
}

impl Reason {
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Unpaid => "unpaid",
            Reason::Cancelled => "cancelled",
            Reason::RefundedBeforeShipment => "refunded_before_shipment",
            Reason::Duplicate => "duplicate",
            Reason::MissingCost => "missing_cost",
            Reason::NoOrder => "no_order",
            Reason::OtherPeriod => "other_period",
            Reason::AfterAsOf => "after_as_of",
            Reason::Excluded => "excluded",
            Reason::NoOrdersOfPlatform => "no_orders_of_platform",
        }
    }
}

/// Position of a file in [`Tally::files`].
pub type FileIndex = usize;
