//! What is left of revenue: by SKU, order, store, platform and period, with every level of margin.

mod blocks;

pub use blocks::{Blocks, Component, Margins, SkuProfit};

use serde::{Deserialize, Serialize};

use crate::time::Day;
use crate::vocabulary::Source;

/// Which part of the books a report is about. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// First day, on the basis of the settings.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    pub platform: Option<Source>,
    /// A store's name on the platform above.
    pub store: Option<String>,
}
