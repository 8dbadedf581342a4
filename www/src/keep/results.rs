//! What each shop of this computer came to when it was looked at last, so that all of them stand side by side without being
//! read again.

use analytics::Day;
use leptos::prelude::*;
use protocol::{ProfitSummary, WholeTotals};
use serde::{Deserialize, Serialize};

use super::{Keeper, ShopId};

const RESULT: &str = "result";

/// What a whole shop came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShopResult {
    /// First and last day of its orders.
    pub(crate) period: Option<(Day, Day)>,
    /// ISO 4217 code.
    pub(crate) currency: String,
    pub(crate) totals: WholeTotals,
    /// How many things are missing.
    pub(crate) missing: u32,
}

impl ShopResult {
    fn of(summary: &ProfitSummary, missing: usize) -> ShopResult {
        ShopResult {
            period: summary.whole_period,
            currency: summary.currency.clone(),
            totals: summary.whole,
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
        }
    }
}

impl Keeper {
    /// Keeps what the open shop comes to, as a whole and whatever part of it is on the screen.
    pub(super) fn follow_results(self) {
        let engine = self.engine;
        Effect::new(move || {
            let result = engine
                .shop
                .with(|shop| shop.profit.as_ref().map(|summary| ShopResult::of(summary, shop.missing.len())));
            let Some(result) = result else { return };
            if self.has_sample.get() || untrack(|| engine.is_reading()) {
                return;
            }
            if let Ok(text) = serde_json::to_string(&result) {
                self.store(RESULT, &text);
            }
        });
    }

    /// What a shop came to when it was looked at last; `None` where it never was.
    pub(crate) fn result_of(self, shop: &ShopId) -> Option<ShopResult> {
        serde_json::from_str(&shop.stored(RESULT)?).ok()
    }

    /// The last file was taken out of the open shop.
    pub(super) fn forget_result(self) {
        self.shop().remove(RESULT);
    }
}
