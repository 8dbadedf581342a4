//! What is left of revenue: by SKU, order, store, platform and period, with every level of margin.

mod account;
mod activity;
mod ads;
mod basis;
mod blocks;
mod chosen;
mod claim;
mod implausible;
mod item;
mod months;
mod order_profit;
mod paid;
mod period_change;
mod places;
mod prepare;
mod range;
mod refund_only;
mod refunds_due;
mod report;
mod sales;
mod unit_costs;
mod verdict;
mod what_if;

pub use activity::{Activity, AdRows, FeeBase, GoodsUse};
pub use ads::{AdProducts, UNMATCHED_ADS};
pub use basis::{BasisChange, MovedOrder, basis_change};
pub use blocks::{Blocks, Component, Margins, SkuProfit};
pub use chosen::{Chosen, ItemActivities, ReportRow};
pub use claim::{Base, Claim, Counted};
pub use implausible::implausible_costs;
pub use item::Item;
pub use months::{MonthProfit, months};
pub use order_profit::{
    LineProfit, OrderAccount, OrderNet, OrderProfit, ads_without_orders, order_account, order_claims, order_nets,
    orders,
};
pub use paid::PaidOrders;
pub use period_change::{Cause, PeriodChange, period_change};
pub use places::{LossPlace, loss_places};
pub use prepare::{Prepared, prepare};
pub use range::{NetRange, Open, Usual, UsualOf, is_open, net_range, usual};
pub use refund_only::{ReturnCosts, return_costs};
pub use refunds_due::RefundsDue;
pub use report::{Report, account_of, assumptions, claims_of, fates, platforms_of, report};
pub use sales::ScopeSales;
pub(crate) use unit_costs::UnitCosts;
pub use unit_costs::bundle_cost;
pub use verdict::{Advice, Confidence, LARGEST_RAISE, Verdict, place_to_judge, verdict};
pub use what_if::{Comparison, Elasticity, Levers, Scenario, Target, what_if};

use serde::{Deserialize, Serialize};

use crate::dataset::{Dataset, StoreKey};
use crate::pool::Column;
use crate::time::Day;
use crate::vocabulary::Source;

/// Which part of the books a report is about. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// First day, on the basis of the settings.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// `None`: all.
    pub platform: Option<Source>,
    /// A store's name on the platform above.
    pub store: Option<String>,
}

impl Scope {
    /// Whether the day is in the period. An ad report without days is in the period that leaves nothing out.
    pub fn contains(&self, day: Option<Day>) -> bool {
        match day {
            Some(day) => self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to),
            None => self.from.is_none() && self.to.is_none(),
        }
    }

    /// Whether the store is in the chosen part of the shop.
    pub fn has_store(&self, dataset: &Dataset, store: StoreKey) -> bool {
        let (platform, name) = dataset.pools.store_parts(store);
        self.platform.is_none_or(|wanted| wanted == platform)
            && self.store.as_deref().is_none_or(|wanted| wanted == name)
    }
}

/// A scope with its stores looked up once, to ask of every row.
#[derive(Clone, Debug)]
pub(crate) struct InScope<'s> {
    scope: &'s Scope,
    stores: Column<StoreKey, bool>,
}

impl<'s> InScope<'s> {
    pub(crate) fn new(dataset: &Dataset, scope: &'s Scope) -> InScope<'s> {
        InScope { scope, stores: Column::of(&dataset.pools.stores, |store| scope.has_store(dataset, store)) }
    }

    pub(crate) fn contains(&self, store: StoreKey, day: Option<Day>) -> bool {
        self.scope.contains(day) && self.stores[store]
    }

    pub(crate) fn has_store(&self, store: StoreKey) -> bool {
        self.stores[store]
    }

    /// The same of what may be no store's: it is in a scope of all stores alone.
    pub(crate) fn has(&self, store: Option<StoreKey>, day: Option<Day>) -> bool {
        let is_of_all = || self.scope.platform.is_none() && self.scope.store.is_none();
        self.scope.contains(day) && store.map_or_else(is_of_all, |store| self.stores[store])
    }
}
