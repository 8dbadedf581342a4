//! What each shop of this computer came to when it was looked at last, so that all of them stand side by side without being
//! read again.

use analytics::profit::Scope;
use analytics::{Day, Money};
use leptos::prelude::*;
use protocol::ProfitSummary;
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
    pub(crate) orders: u32,
    /// Of everything that was sold.
    pub(crate) revenue: Money,
    /// Of what has a known cost; `None` where nothing has.
    pub(crate) net: Option<Money>,
    /// Net of all SKUs that lose; zero or negative.
    pub(crate) lost: Money,
    /// How many things are missing.
    pub(crate) missing: u32,
}

impl ShopResult {
    fn of(summary: &ProfitSummary, missing: usize) -> ShopResult {
        ShopResult {
            period: summary.period,
            currency: summary.currency.clone(),
            orders: summary.all.orders,
            revenue: summary.all.revenue,
            net: summary.range.is_some().then(|| summary.totals.net()),
            lost: summary.lost,
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
        }
    }
}

impl Keeper {
    /// Keeps what the open shop comes to, as a whole: a part of it is not the shop.
    pub(super) fn follow_results(self) {
        let engine = self.engine;
        Effect::new(move || {
            let result = engine.shop.with(|shop| {
                let summary = shop.profit.as_ref().filter(|summary| summary.scope == Scope::default())?;
                Some(ShopResult::of(summary, shop.missing.len()))
            });
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
}
