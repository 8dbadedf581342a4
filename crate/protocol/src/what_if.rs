//! Plans: named changes, and what each would come to.

use analytics::profit::{Comparison, Levers};
use analytics::vocabulary::Source;
use serde::{Deserialize, Serialize};

use crate::SkuFilter;

/// A set of changes for a part of the shop. How buyers answer is not the plan's: the settings say it for every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Empty before it is kept.
    pub name: String,
    /// The part of the shop that is changed.
    pub group: Group,
    /// By how much each price and cost is changed.
    pub levers: Levers,
}

/// What a plan applies to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// Everything in scope.
    #[default]
    Shop,
    /// What is sold there.
    Platform(Source),
    /// By code.
    Sku(String),
    /// The rows of the SKU table under this filter and search.
    Rows {
        /// As the table is filtered.
        filter: SkuFilter,
        /// Part of a code or name; empty for all.
        search: String,
    },
}

/// What a plan comes to. SKUs without a known cost take no part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanResult {
    /// The scope as it is beside what the plan makes of it.
    pub comparison: Comparison,
    /// SKUs that take part.
    pub skus: u32,
    /// SKUs that would, had they a cost.
    pub missing_cost: u32,
}
