//! What the other pages know of a SKU: a product that loses may be on order, and may bring customers back.

use analytics::capacity::Pace;
use analytics::repurchase::Group;
use analytics::{Day, Quantity};
use serde::{Deserialize, Serialize};

/// What stock, plan and customers say of one SKU.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuElsewhere {
    /// Its code.
    pub sku: String,
    /// `None` where no file has its stock.
    pub stock: Option<SkuStock>,
    /// `None` where nothing is to be bought.
    pub purchase: Option<SkuPurchase>,
    /// Customers whose first purchase it was, and within how many days they came back; `None` where nobody is known.
    pub first_buyers: Option<(Group, u32)>,
}

/// Units of a SKU that are there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuStock {
    /// Units.
    pub on_hand: Quantity,
    /// Days they last; `None` where nothing sells.
    pub cover_days: Option<f64>,
    /// How they sell.
    pub pace: Pace,
}

/// Units of a SKU that the plan buys.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuPurchase {
    /// The day of the order.
    pub order_on: Day,
    /// It is today, or was before.
    pub is_due: bool,
    /// Of all suppliers together.
    pub units: Quantity,
    /// It waits for the seller's word.
    pub is_held: bool,
}
