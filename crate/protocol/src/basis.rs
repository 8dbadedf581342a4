//! Why two time bases give two results: the orders that moved.

use analytics::vocabulary::Basis;
use analytics::{Day, Money};
use serde::{Deserialize, Serialize};

use crate::OrderId;

/// Which way an order went with a change of basis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    #[default]
    Left,
    Entered,
}

/// A window of the orders that went one way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisQuery {
    pub direction: Direction,
    /// From 0.
    pub offset: u32,
    pub limit: u32,
}

/// Orders that went one way, and what they sold before refunds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisMove {
    pub orders: u32,
    pub revenue: Money,
}

/// The last change of basis, in the scope as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisMoves {
    pub query: BasisQuery,
    pub from: Basis,
    pub to: Basis,
    pub left: BasisMove,
    pub entered: BasisMove,
    /// Of the direction asked for, the largest revenue first.
    pub rows: Vec<MovedRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedRow {
    pub order: OrderId,
    /// On the basis on which it is in the scope.
    pub day: Day,
    /// On the other; `None` where that moment has not come.
    pub other_day: Option<Day>,
    pub revenue: Money,
}
