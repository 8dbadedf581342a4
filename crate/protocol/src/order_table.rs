//! The order table, and one order in detail.

use analytics::profit::{Blocks, Component};
use analytics::vocabulary::Source;
use analytics::{Day, Money};
use serde::{Deserialize, Serialize};

/// An order: the same id on two platforms is two orders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderId {
    pub platform: Source,
    pub id: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderQuery {
    pub filter: OrderFilter,
    pub sort: OrderSort,
    pub descending: bool,
    /// Part of an order id, in any case; empty for all.
    pub search: String,
    /// From 0.
    pub offset: u32,
    pub limit: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderFilter {
    #[default]
    All,
    LossMaking,
    /// Something in it has not been sent.
    NotShipped,
    Refunded,
    /// Some line's SKU has no known cost.
    Partial,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderSort {
    #[default]
    Net,
    Order,
    Day,
    Store,
    Units,
    Revenue,
    Refunds,
    Costs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderColumn {
    Order,
    Day,
    Store,
    Units,
    Revenue,
    Refunds,
    /// Everything between net sales and net.
    Costs,
    Net,
    Remarks,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCounts {
    pub all: u32,
    pub loss_making: u32,
    pub not_shipped: u32,
    pub refunded: u32,
    pub partial: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderWindow {
    pub query: OrderQuery,
    /// Orders that match, of which `rows` is a window.
    pub matching: u32,
    /// Of the scope, whatever the query.
    pub counts: OrderCounts,
    pub rows: Vec<OrderRow>,
    /// The matching orders together.
    pub totals: Blocks,
    /// Ads of the scope that belong to no order: of what sold nothing.
    pub ads_without_orders: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderRow {
    pub order: OrderId,
    /// Empty where the file does not name it.
    pub store: String,
    pub day: Day,
    /// Lines whose SKU has a known cost.
    pub blocks: Blocks,
    pub is_partial: bool,
    pub is_shipped: bool,
    pub is_refunded: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderDetail {
    pub row: OrderRow,
    /// The account of every block; see [`crate::ProfitSummary::components`].
    pub components: Vec<(Component, Money)>,
    pub lines: Vec<LineRow>,
}

/// One line of an order. Lines with a known cost add up to the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineRow {
    pub sku: String,
    pub name: String,
    pub blocks: Blocks,
    /// False where goods and net are unknown.
    pub has_cost: bool,
}

impl OrderRow {
    /// What the order cost besides its refunds.
    pub fn costs(&self) -> Money {
        self.blocks.revenue - self.blocks.refunds - self.blocks.net()
    }

    /// Whether there is any line whose result is known.
    pub fn has_net(&self) -> bool {
        !(self.is_partial && self.blocks == Blocks { orders: self.blocks.orders, ..Blocks::default() })
    }
}
