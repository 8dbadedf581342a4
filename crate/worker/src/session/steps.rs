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
pub(super) enum Step {
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
    /// The period beside that of the scope.
    Earlier,
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

impl Step {
    pub(super) const ALL: [Step; 19] = [
        Step::Books,
        Step::FileFacts,
        Step::ShopSums,
        Step::ShopReport,
        Step::ScopeSums,
        Step::ScopeReport,
        Step::Moved,
        Step::Earlier,
        Step::Places,
        Step::SkuOrder,
        Step::Orders,
        Step::Customers,
        Step::Value,
        Step::Scores,
        Step::CustomerList,
        Step::Load,
        Step::Forecasts,
        Step::LateLoss,
        Step::Capacity,
    ];

    /// The steps before it whose results it reads.
    const fn rests_on(self) -> &'static [Step] {
        match self {
            Step::Books => &[],
            // Of the customers, late parcels ask who came when, which no money changes.
            Step::FileFacts | Step::ShopSums | Step::ScopeSums | Step::Forecasts | Step::LateLoss => &[Step::Books],
            Step::ShopReport => &[Step::ShopSums],
            Step::ScopeReport | Step::Moved | Step::Earlier => &[Step::ScopeSums],
            // Where nothing is left out, the shop's report is that of the scope.
            Step::Places | Step::SkuOrder | Step::Orders | Step::Customers => &[Step::ShopReport, Step::ScopeReport],
            // Of a part of the shop over all days, whatever is on the screen: what is there of it is read, and is the same.
            Step::Load => &[Step::ShopReport],
            Step::Value | Step::Scores => &[Step::Customers],
            Step::CustomerList => &[Step::Scores, Step::Value],
            Step::Capacity => &[Step::Load, Step::Forecasts, Step::LateLoss],
        }
    }

    /// Whether settings that it reads itself differ.
    fn reads_otherwise(self, before: &Config, now: &Config) -> bool {
        let of_customers = |config: &Config| {
            let settings = &config.repurchase;
            (settings.purchase, settings.identity.clone(), settings.salt.clone(), settings.windows.clone())
        };
        match self {
            Step::Books => {
                before.shop != now.shop
                    || before.exclude != now.exclude
                    || before.refund_basis != now.refund_basis
                    || before.logistics.zones != now.logistics.zones
                    || line_rules(before).ne(line_rules(now))
            }
            Step::ShopSums | Step::ScopeSums => before.ads != now.ads,
            Step::ShopReport | Step::ScopeReport => {
                before.goods != now.goods
                    || before.platform != now.platform
                    || before.logistics != now.logistics
                    || before.after_sales != now.after_sales
            }
            Step::Customers => of_customers(before) != of_customers(now),
            Step::Value => before.repurchase.value != now.repurchase.value,
            Step::Scores => before.repurchase.rfm != now.repurchase.rfm,
            Step::CustomerList | Step::LateLoss => before.repurchase != now.repurchase,
            Step::Capacity => before.capacity != now.capacity,
            // Forecasts are kept with the settings they were made with.
            Step::FileFacts
            | Step::Moved
            | Step::Earlier
            | Step::Places
            | Step::SkuOrder
            | Step::Orders
            | Step::Load
            | Step::Forecasts => false,
        }
    }
}

fn line_rules(config: &Config) -> impl Iterator<Item = LineRule> + '_ {
    config.platform.values().map(|fees: &PlatformFees| fees.line_rule)
}

/// Some of the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Steps(u32);

impl Steps {
    /// These, and what rests on any of them.
    pub(super) fn from(changed: &[Step]) -> Steps {
        Steps::where_changed(|step| changed.contains(&step))
    }

    /// Those that read other settings, and what rests on any of them.
    pub(super) fn after(before: &Config, now: &Config) -> Steps {
        Steps::where_changed(|step| step.reads_otherwise(before, now))
    }

    fn where_changed(is_changed: impl Fn(Step) -> bool) -> Steps {
        let mut stale = Steps::default();
        for step in Step::ALL {
            if is_changed(step) || step.rests_on().iter().any(|&before| stale.has(before)) {
                stale.0 |= 1 << step as u32;
            }
        }
        stale
    }

    pub(super) fn without(self, renewed: &[Step]) -> Steps {
        Steps(renewed.iter().fold(self.0, |rest, step| rest & !(1 << *step as u32)))
    }

    pub(super) const fn has(self, step: Step) -> bool {
        self.0 & (1 << step as u32) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_stands_after_what_it_rests_on() {
        for (position, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(step as usize, position);
            assert!(step.rests_on().iter().all(|before| (*before as usize) < position), "{step:?}");
        }
    }

    #[track_caller]
    fn check(change: impl Fn(&mut Config), stale: &[Step]) {
        let before = Config::default();
        let mut now = before.clone();
        change(&mut now);
        let found = Steps::after(&before, &now);
        let listed: Vec<Step> = Step::ALL.into_iter().filter(|&step| found.has(step)).collect();
        assert_eq!(listed, stale);
    }

    #[test]
    fn a_setting_makes_stale_what_rests_on_it_alone() {
        use Step::{
            Books, Capacity, CustomerList, Customers, LateLoss, Load, Orders, Places, ScopeReport, Scores, ShopReport,
            SkuOrder, Value,
        };
        check(|_| {}, &[]);
        check(|config| config.shop.currency = "USD".to_owned(), &Step::ALL);
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
        let stale = Steps::after(&Config::default(), &now);
        assert!(stale.has(ShopReport) && !stale.has(Books) && !stale.has(LateLoss));
    }

    #[test]
    fn another_scope_leaves_the_shop_as_it_is() {
        let stale = Steps::from(&[Step::ScopeSums]);
        assert!(stale.has(Step::Orders) && stale.has(Step::Moved) && stale.has(Step::Customers));
        assert!(!stale.has(Step::ShopReport) && !stale.has(Step::Load) && !stale.has(Step::LateLoss));
    }
}
