//! Why two time bases give two results: the orders that moved.

use analytics::vocabulary::Basis;
use analytics::{Day, Money};
use serde::{Deserialize, Serialize};

use crate::OrderId;

/// Which way an order went with a change of basis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Out of the scope: the day on the new basis is not in it, or has not come.
    #[default]
    Left,
    /// Into the scope, by the day on the new basis.
    Entered,
}

/// A window of the orders that went one way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisQuery {
    /// Of which orders the rows are; the sums are of both.
    pub direction: Direction,
    /// From 0.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

/// Orders that went one way, and what they sold before refunds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisMove {
    /// How many orders went this way.
    pub orders: u32,
    /// Of those orders, in the shop's currency.
    pub revenue: Money,
}

/// The last change of basis, in the scope as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisMoves {
    /// What was asked, so that a late answer is known as one.
    pub query: BasisQuery,
    /// The basis before the change.
    pub from: Basis,
    /// The basis as it is now.
    pub to: Basis,
    /// All orders that are no longer in the scope.
    pub left: BasisMove,
    /// All orders that were not in the scope before.
    pub entered: BasisMove,
    /// Of the direction asked for, the largest revenue first.
    pub rows: Vec<MovedRow>,
}

/// One order that went, with the days that sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRow {
    /// By platform and id, as the order table names it.
    pub order: OrderId,
    /// On the basis on which it is in the scope.
    pub day: Day,
    /// On the other; `None` where that moment has not come.
    pub other_day: Option<Day>,
    /// Before refunds.
    pub revenue: Money,
}
