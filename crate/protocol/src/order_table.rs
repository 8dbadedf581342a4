//! The order table, and one order in detail.

use analytics::profit::{Blocks, Component};
use analytics::vocabulary::Source;
use analytics::{Day, Money};
use serde::{Deserialize, Serialize};

/// An order: the same id on two platforms is two orders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderId {
    /// Where it was placed.
    pub platform: Source,
    /// As the platform's exports write it.
    pub id: String,
}

/// Which orders to show, in which order, and which window of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderQuery {
    /// Which of the scope's orders.
    pub filter: OrderFilter,
    /// By which column.
    pub sort: OrderSort,
    /// The largest first.
    pub descending: bool,
    /// Part of an order id, in any case; empty for all.
    pub search: String,
    /// From 0.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

/// A part of the orders that a chip of the page chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderFilter {
    /// Every paid order of the scope.
    #[default]
    All,
    /// The net is below zero.
    LossMaking,
    /// Something in it has not been sent.
    NotShipped,
    /// Money went back, in whole or in part.
    Refunded,
    /// Some line's SKU has no known cost.
    Partial,
}

/// By what the order table is sorted; orders that are alike stand by platform and id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderSort {
    /// By net, of the lines with a known cost.
    #[default]
    Net,
    /// By id.
    Order,
    /// By the day on the chosen basis.
    Day,
    /// By the store's name.
    Store,
    /// By units sold.
    Units,
    /// By revenue before refunds.
    Revenue,
    /// By money that went back.
    Refunds,
    /// By all that lies between net sales and net.
    Costs,
}

/// A column of the order table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderColumn {
    /// The id.
    Order,
    /// On the chosen basis.
    Day,
    /// The store's name, or the word for the platform's only one.
    Store,
    /// Units sold.
    Units,
    /// Before refunds.
    Revenue,
    /// Money that went back.
    Refunds,
    /// Everything between net sales and net.
    Costs,
    /// After every cost; empty where no cost is known.
    Net,
    /// Loss, not sent, given back, a cost missing.
    Remarks,
}

/// How many orders each filter shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCounts {
    /// Of [`OrderFilter::All`].
    pub all: u32,
    /// Of [`OrderFilter::LossMaking`].
    pub loss_making: u32,
    /// Of [`OrderFilter::NotShipped`].
    pub not_shipped: u32,
    /// Of [`OrderFilter::Refunded`].
    pub refunded: u32,
    /// Of [`OrderFilter::Partial`].
    pub partial: u32,
}

/// A window of the order table, with what all matching orders come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderWindow {
    /// What was asked, so that a late answer is known as one.
    pub query: OrderQuery,
    /// Orders that match, of which `rows` is a window.
    pub matching: u32,
    /// Of the scope, whatever the query.
    pub counts: OrderCounts,
    /// In the order asked for.
    pub rows: Vec<OrderRow>,
    /// The matching orders together.
    pub totals: Blocks,
    /// Ads of the scope that belong to no order: of what sold nothing.
    pub ads_without_orders: Money,
}

/// One order of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderRow {
    /// By platform and id.
    pub order: OrderId,
    /// Empty where the file does not name it.
    pub store: String,
    /// On the chosen basis.
    pub day: Day,
    /// Lines whose SKU has a known cost.
    pub blocks: Blocks,
    /// Some line's SKU has no known cost, so goods and net are of the others alone.
    pub is_partial: bool,
    /// Everything in it was sent.
    pub is_shipped: bool,
    /// Money went back.
    pub is_refunded: bool,
}

/// One order with all that its drawer shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderDetail {
    /// As the table has it.
    pub row: OrderRow,
    /// The account of every block; see [`crate::ProfitSummary::components`].
    pub components: Vec<(Component, Money)>,
    /// In the order of the books.
    pub lines: Vec<LineRow>,
}

/// One line of an order. Lines with a known cost add up to the order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineRow {
    /// The code as the shop shows it.
    pub sku: String,
    /// What the SKU is called; empty where no file says.
    pub name: String,
    /// The line's part of the order's account.
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
