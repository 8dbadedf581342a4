//! What a component of an account is made of: which rows, rates and counts say how much it comes to.
//!
//! A component is the sum of its claims, and nothing else adds to it, so that what explains a figure is what it was worked
//! out from.

use serde::{Deserialize, Serialize};

use crate::figures::signed;
use crate::money::{Amount, Money, Quantity, Rate};

/// A part of a component, with all it is worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Rows of files say the amount.
    Rows(Money),
    /// The courier's price list does, by province and weight.
    PriceList(Money),
    /// Units × what one of them costs × the share of them that is meant.
    Units {
        /// How many; below zero where they are taken off.
        units: Quantity,
        /// Unit cost.
        each: Amount,
        /// The whole of them is one.
        share: Rate,
    },
    /// A share of money.
    Share {
        /// The money.
        of: Money,
        /// What money that is.
        base: Base,
        /// Which share of it.
        rate: Rate,
    },
    /// An amount for each; how many there are in millionths, since a line is a part of its order.
    Each {
        /// What is counted.
        of: Counted,
        /// How many, in millionths of one.
        millionths: u64,
        /// For a whole one.
        each: Amount,
    },
}

/// What money a rate is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Before refunds.
    Revenue,
    /// Revenue less refunds.
    NetSales,
    /// Revenue less refunds of lines sold through an affiliate.
    AffiliateSales,
}

/// What there is an amount for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Orders that hold the item.
    Orders,
    /// Those of which it was sent.
    ShippedOrders,
    /// Shipped orders that neither a courier's bill nor its price list covers.
    UnbilledOrders,
    /// Requests for money back that succeeded.
    Refunds,
    /// Parcels that came back.
    Returns,
    /// Parcels of which no file says whether they came back.
    PossibleReturns,
}

impl Claim {
    /// What it comes to, exactly.
    pub fn amount(self) -> Money {
        match self {
            Claim::Rows(amount) | Claim::PriceList(amount) => amount,
            Claim::Units { units, each, share } if share == Rate::ONE => each * units,
            Claim::Units { units, each, share } => each * units * share,
            Claim::Share { of, rate, .. } => of * rate,
            Claim::Each { millionths, each, .. } => each * Rate::from_millionths(signed(millionths)),
        }
    }

    /// There is none of what it counts.
    pub(super) fn is_nothing(self) -> bool {
        match self {
            Claim::Rows(amount) | Claim::PriceList(amount) => amount.is_zero(),
            Claim::Units { units, .. } => units.is_zero(),
            Claim::Share { of, .. } => of.is_zero(),
            Claim::Each { millionths, .. } => millionths == 0,
        }
    }

    /// The same with the sign turned.
    #[must_use]
    pub(super) fn taken_off(self) -> Claim {
        match self {
            Claim::Rows(amount) => Claim::Rows(-amount),
            Claim::PriceList(amount) => Claim::PriceList(-amount),
            Claim::Units { units, each, share } => Claim::Units { units: -units, each, share },
            Claim::Share { of, base, rate } => Claim::Share { of: -of, base, rate },
            Claim::Each { of, millionths, each } => Claim::Each { of, millionths, each: -each },
        }
    }

    /// Adds another claim that differs in nothing but how much there is of it. Returns whether it did.
    pub(super) fn join(&mut self, other: Claim) -> bool {
        match (self, other) {
            (Claim::Rows(sum), Claim::Rows(amount)) | (Claim::PriceList(sum), Claim::PriceList(amount)) => {
                *sum += amount;
            }
            (Claim::Units { units: sum, each, share }, Claim::Units { units, each: of, share: part })
                if (*each, *share) == (of, part) =>
            {
                *sum += units;
            }
            (Claim::Share { of: sum, base, rate }, Claim::Share { of, base: same, rate: as_much })
                if (*base, *rate) == (same, as_much) =>
            {
                *sum += of;
            }
            (Claim::Each { of, millionths: sum, each }, Claim::Each { of: same, millionths, each: as_much })
                if (*of, *each) == (same, as_much) =>
            {
                *sum = sum.saturating_add(millionths);
            }
            _ => return false,
        }
        true
    }
}
