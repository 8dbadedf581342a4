//! What platforms take of a sale, and of which stores they take otherwise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Assumption, AssumptionValue, Config};
use crate::money::{Amount, Rate};
use crate::vocabulary::LineRule;

/// What one platform takes, where no file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformFees {
    /// Of revenue less refunds.
    pub commission_rate: Rate,
    /// Of revenue; not returned on a refund.
    pub payment_rate: Rate,
    /// Of every order, in the shop's currency.
    pub fixed_per_order: Amount,
    /// Of revenue less refunds of affiliate lines.
    pub affiliate_rate: Rate,
    /// By what order-level money of the platform's orders is spread on their lines.
    pub line_rule: LineRule,
    /// Where the default comes from.
    pub source: String,
    /// By the store's name in the orders, what differs there: 淘宝 and 天猫 are one platform and take different shares.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stores: BTreeMap<String, StoreFees>,
}

/// What one store pays otherwise than the platform's others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreFees {
    /// `None`: as the platform's others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commission_rate: Option<Rate>,
    /// `None`: as the platform's others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_rate: Option<Rate>,
    /// `None`: as the platform's others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_per_order: Option<Amount>,
    /// `None`: as the platform's others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliate_rate: Option<Rate>,
}

/// What a platform takes of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeRates {
    /// Of revenue less refunds.
    pub commission: Rate,
    /// Of revenue.
    pub payment: Rate,
    /// Of every order.
    pub fixed_per_order: Amount,
    /// Of revenue less refunds of affiliate lines.
    pub affiliate: Rate,
}

impl PlatformFees {
    /// The rates of a store, by its name in the orders.
    pub fn of_store(&self, store: &str) -> FeeRates {
        let own = self.stores.get(store).copied().unwrap_or_default();
        FeeRates {
            commission: own.commission_rate.unwrap_or(self.commission_rate),
            payment: own.payment_rate.unwrap_or(self.payment_rate),
            fixed_per_order: own.fixed_per_order.unwrap_or(self.fixed_per_order),
            affiliate: own.affiliate_rate.unwrap_or(self.affiliate_rate),
        }
    }
}

impl StoreFees {
    fn is_as_the_platform(&self) -> bool {
        *self == StoreFees::default()
    }
}

impl Config {
    /// What a store of the assumption's platform pays otherwise; `None` where it pays what the platform's others do, or the
    /// assumption is not about a platform.
    pub fn store_fee(&self, assumption: Assumption, store: &str) -> Option<AssumptionValue> {
        let own = self.platform.get(&assumption.platform()?)?.stores.get(store)?;
        match assumption {
            Assumption::CommissionRate(_) => own.commission_rate.map(AssumptionValue::Share),
            Assumption::PaymentRate(_) => own.payment_rate.map(AssumptionValue::Share),
            Assumption::FixedPerOrder(_) => own.fixed_per_order.map(AssumptionValue::Money),
            Assumption::AffiliateRate(_) => own.affiliate_rate.map(AssumptionValue::Share),
            _ => None,
        }
    }

    /// Sets it; `None` lets the store pay what the platform's others do. A value of the wrong kind counts as `None`.
    pub fn set_store_fee(&mut self, assumption: Assumption, store: &str, value: Option<AssumptionValue>) {
        let Some(fees) = assumption.platform().and_then(|platform| self.fees_mut(platform)) else { return };
        let own = fees.stores.entry(store.to_owned()).or_default();
        let share = match value {
            Some(AssumptionValue::Share(rate)) => Some(rate),
            _ => None,
        };
        let money = match value {
            Some(AssumptionValue::Money(amount)) => Some(amount),
            _ => None,
        };
        match assumption {
            Assumption::CommissionRate(_) => own.commission_rate = share,
            Assumption::PaymentRate(_) => own.payment_rate = share,
            Assumption::FixedPerOrder(_) => own.fixed_per_order = money,
            Assumption::AffiliateRate(_) => own.affiliate_rate = share,
            _ => {}
        }
        fees.stores.retain(|_, own| !own.is_as_the_platform());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Source;

    #[test]
    fn a_store_pays_as_its_platform_until_it_is_said_otherwise() {
        let mut config = Config::default();
        let commission = Assumption::CommissionRate(Source::Taobao);
        let fixed = Assumption::FixedPerOrder(Source::Taobao);
        let (five, tenth) = (Rate::parse("0.05").unwrap(), Amount::from_cents(10));
        config.set_store_fee(commission, "旗舰店", Some(AssumptionValue::Share(five)));
        config.set_store_fee(fixed, "旗舰店", Some(AssumptionValue::Money(tenth)));
        assert_eq!(config.store_fee(commission, "旗舰店"), Some(AssumptionValue::Share(five)));
        assert_eq!(config.store_fee(commission, "另一家"), None);
        let fees = config.platform[&Source::Taobao].of_store("旗舰店");
        assert_eq!((fees.commission, fees.fixed_per_order), (five, tenth));
        assert_eq!(fees.payment, config.platform[&Source::Taobao].payment_rate);
        // Kept and read again it is the same.
        let kept = serde_json::to_value(&config).unwrap();
        assert_eq!(serde_json::from_value::<Config>(kept).unwrap(), config);
        config.set_store_fee(commission, "旗舰店", None);
        config.set_store_fee(fixed, "旗舰店", None);
        assert_eq!(config, Config::default());
    }
}
