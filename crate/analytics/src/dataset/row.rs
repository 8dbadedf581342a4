//! What the shop asks of rows of every kind; a new kind is one line here.

use super::{
    AdSpend, BundlePart, CurrencyKey, Movement, OrderHeader, OrderLine, Refund, Review, RowRef, Service, Shipment,
    Stock, Supply, Traffic, UnitCost,
};

/// Whose money rows state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyOf {
    /// What orders brought.
    Orders,
    /// What ads and parcels cost.
    Costs,
    /// What an account tells again of orders and costs.
    Accounts,
    /// Prices, or nothing: no money that went anywhere.
    Nobody,
}

/// What the shop asks of rows of every kind.
pub trait Row: Copy {
    /// Whose money rows of this kind state.
    const MONEY: MoneyOf;

    /// Whether others know a row by its index, which it keeps when files before it go.
    const IS_KNOWN_BY_INDEX: bool;

    /// The row of the file.
    fn at(&self) -> RowRef;

    /// What the money is in; `None` without.
    fn currency(&self) -> Option<CurrencyKey>;
}

macro_rules! rows {
    ($($row:ident: $money:ident $(in $currency:ident)?, $known_by_index:literal;)*) => {$(
        impl Row for $row {
            const MONEY: MoneyOf = MoneyOf::$money;
            const IS_KNOWN_BY_INDEX: bool = $known_by_index;

            fn at(&self) -> RowRef {
                self.at
            }

            fn currency(&self) -> Option<CurrencyKey> {
                None $(.or(Some(self.$currency)))?
            }
        }
    )*};
}
rows! {
    OrderLine: Orders in currency, false;
    OrderHeader: Orders in currency, false;
    AdSpend: Costs in currency, false;
    Shipment: Costs in currency, false;
    UnitCost: Nobody, true;
    Stock: Nobody, false;
    Supply: Nobody, false;
    Service: Nobody, false;
    Review: Nobody, false;
    Movement: Accounts in currency, false;
    Refund: Accounts in currency, false;
    BundlePart: Nobody, false;
    Traffic: Nobody in currency, false;
}
