//! What the seller chose to show.

use serde::{Deserialize, Serialize};

use super::brand::Brand;

/// SKUs in a report at most: beyond them no chat carries the link, and nobody reads the table.
pub const MOST_SKUS: usize = 200;

/// Which pages are in a report, and what of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// How the shop is called in it; may be empty.
    pub shop: String,
    /// What is left of sales.
    pub profit: bool,
    /// How many orders the shop carries, and what to buy.
    pub capacity: bool,
    /// Who comes back, without a single customer.
    pub repurchase: bool,
    /// Which SKUs are rows of their own.
    pub listed: Listed,
    /// SKUs are called by name and code; else by their place in the list.
    pub names: bool,
    /// Unit costs, and whatever leads to them.
    pub costs: bool,
    /// Who says that it is their work.
    pub brand: Brand,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            shop: String::new(),
            profit: true,
            capacity: true,
            repurchase: true,
            listed: Listed::AtStake(20),
            names: true,
            costs: false,
            brand: Brand::default(),
        }
    }
}

/// Which SKUs are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listed {
    /// None: sums alone.
    None,
    /// Those that lose.
    Losing,
    /// So many of those that win or lose most.
    AtStake(u32),
    /// All, as far as a report holds them.
    All,
}
