//! What is worked out of the files, step by step: what each step rests on, and which settings it reads. A change makes
//! stale what rests on it, and nothing else.
//!
//! ```text
//! books ─┬─ facts of files
//!        ├─ sums of the shop ── its report ─┬─ load ── capacity
//!        ├─ forecasts ────────────────────────────────┤
//!        ├─ late loss ────────────────────────────────┘
//!        └─ sums of the scope ─┬─ its report ─┬─ places · order of SKUs · orders
//!                              └─ moved       └─ customers ─┬─ value
//!                                                           ├─ scores ── list
//!                                                           └───────────┘
//! ```

use analytics::Config;
use analytics::config::PlatformFees;
use analytics::vocabulary::LineRule;

/// One step, after all those it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Books,
    /// What the cards say of files.
    FileFacts,
    ShopSums,
    ShopReport,
    /// Of the scope on the screen.
    ScopeSums,
    ScopeReport,
    /// What the last change of basis did.
    Moved,
    /// Where SKUs lose that earn elsewhere.
    Places,
    SkuOrder,
    Orders,
    Customers,
    /// What customers are worth.
    Value,
    Scores,
    CustomerList,
    Load,
    Forecasts,
    LateLoss,
    Capacity,
}

impl Stage {
    pub(super) const ALL: [Stage; 18] = [
        Stage::Books,
        Stage::FileFacts,
        Stage::ShopSums,
        Stage::ShopReport,
        Stage::ScopeSums,
        Stage::ScopeReport,
        Stage::Moved,
        Stage::Places,
        Stage::SkuOrder,
        Stage::Orders,
        Stage::Customers,
        Stage::Value,
        Stage::Scores,
        Stage::CustomerList,
        Stage::Load,
        Stage::Forecasts,
        Stage::LateLoss,
        Stage::Capacity,
    ];

    /// The steps before it whose results it reads.
    const fn rests_on(self) -> &'static [Stage] {
        match self {
            Stage::Books => &[],
            Stage::FileFacts | Stage::ShopSums | Stage::ScopeSums | Stage::Forecasts | Stage::LateLoss => {
                &[Stage::Books]
            }
            Stage::ShopReport => &[Stage::ShopSums],
            Stage::ScopeReport | Stage::Moved => &[Stage::ScopeSums],
            // Where nothing is left out, the shop's report is that of the scope.
            Stage::Places | Stage::SkuOrder | Stage::Orders | Stage::Customers => {
                &[Stage::ShopReport, Stage::ScopeReport]
            }
            // Of a part of the shop over all days, whatever is on the screen.
            Stage::Load => &[Stage::ShopReport],
            Stage::Value | Stage::Scores => &[Stage::Customers],
            Stage::CustomerList => &[Stage::Scores, Stage::Value],
            Stage::Capacity => &[Stage::Load, Stage::Forecasts, Stage::LateLoss],
        }
    }

    /// Whether settings that it reads itself differ.
    fn reads_otherwise(self, before: &Config, now: &Config) -> bool {
        let of_customers = |config: &Config| {
            let settings = &config.repurchase;
            (settings.purchase, settings.identity.clone(), settings.salt.clone(), settings.windows.clone())
        };
        match self {
            Stage::Books => {
                before.shop != now.shop
                    || before.exclude != now.exclude
                    || before.refund_basis != now.refund_basis
                    || before.logistics.zones != now.logistics.zones
                    || line_rules(before).ne(line_rules(now))
            }
            Stage::ShopSums | Stage::ScopeSums => before.ads != now.ads,
            Stage::ShopReport | Stage::ScopeReport => {
                before.stated != now.stated
                    || before.goods != now.goods
                    || before.platform != now.platform
                    || before.logistics != now.logistics
                    || before.after_sales != now.after_sales
                    || before.overhead != now.overhead
            }
            Stage::Customers => of_customers(before) != of_customers(now),
            Stage::Value => before.repurchase.value != now.repurchase.value,
            Stage::Scores => before.repurchase.rfm != now.repurchase.rfm,
            Stage::CustomerList | Stage::LateLoss => before.repurchase != now.repurchase,
            Stage::Capacity => before.capacity != now.capacity,
            // Forecasts are kept with the settings they were made with.
            Stage::FileFacts
            | Stage::Moved
            | Stage::Places
            | Stage::SkuOrder
            | Stage::Orders
            | Stage::Load
            | Stage::Forecasts => false,
        }
    }
}

fn line_rules(config: &Config) -> impl Iterator<Item = LineRule> + '_ {
    config.platform.values().map(|fees: &PlatformFees| fees.line_rule)
}

/// Some of the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stages(u32);

impl Stages {
    /// These, and what rests on any of them.
    pub(super) fn from(changed: &[Stage]) -> Stages {
        Stages::where_changed(|stage| changed.contains(&stage))
    }

    /// Those that read other settings, and what rests on any of them.
    pub(super) fn after(before: &Config, now: &Config) -> Stages {
        Stages::where_changed(|stage| stage.reads_otherwise(before, now))
    }

    fn where_changed(is_changed: impl Fn(Stage) -> bool) -> Stages {
        let mut stale = Stages::default();
        for stage in Stage::ALL {
            if is_changed(stage) || stage.rests_on().iter().any(|&before| stale.has(before)) {
                stale.0 |= 1 << stage as u32;
            }
        }
        stale
    }

    pub(super) const fn without(self, renewed: &[Stage]) -> Stages {
        let (mut rest, mut position) = (self.0, 0);
        while position < renewed.len() {
            #[expect(clippy::indexing_slicing, reason = "below the length")]
            let stage = renewed[position];
            rest &= !(1 << stage as u32);
            position += 1;
        }
        Stages(rest)
    }

    pub(super) const fn has(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u32) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_stands_after_what_it_rests_on() {
        for (position, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, position);
            assert!(stage.rests_on().iter().all(|before| (*before as usize) < position), "{stage:?}");
        }
    }

    #[track_caller]
    fn check(change: impl Fn(&mut Config), stale: &[Stage]) {
        let before = Config::default();
        let mut now = before.clone();
        change(&mut now);
        let found = Stages::after(&before, &now);
        let listed: Vec<Stage> = Stage::ALL.into_iter().filter(|&stage| found.has(stage)).collect();
        assert_eq!(listed, stale);
    }

    #[test]
    fn a_setting_makes_stale_what_rests_on_it_alone() {
        use Stage::{
            Books, Capacity, CustomerList, Customers, LateLoss, Load, Orders, Places, ScopeReport, Scores, ShopReport,
            SkuOrder, Value,
        };
        check(|_| {}, &[]);
        check(|config| config.shop.currency = "USD".to_owned(), &Stage::ALL);
        check(
            |config| config.goods.resellable_rate = analytics::Rate::ZERO,
            &[
                ShopReport,
                ScopeReport,
                Places,
                SkuOrder,
                Orders,
                Customers,
                Value,
                Scores,
                CustomerList,
                Load,
                Capacity,
            ],
        );
        check(|config| config.repurchase.value.horizon += 1, &[Value, CustomerList, LateLoss, Capacity]);
        check(|config| config.capacity.brake.days += 1, &[Capacity]);
        check(|config| config.mapping = Vec::new(), &[]);
        let by_units = |config: &mut Config| config.ads.driver = analytics::vocabulary::AllocationBase::Units;
        let mut now = Config::default();
        by_units(&mut now);
        let stale = Stages::after(&Config::default(), &now);
        assert!(stale.has(ShopReport) && !stale.has(Books) && !stale.has(LateLoss));
    }

    #[test]
    fn another_scope_leaves_the_shop_as_it_is() {
        let stale = Stages::from(&[Stage::ScopeSums]);
        assert!(stale.has(Stage::Orders) && stale.has(Stage::Moved) && stale.has(Stage::Customers));
        assert!(!stale.has(Stage::ShopReport) && !stale.has(Stage::Load) && !stale.has(Stage::LateLoss));
    }
}
