//! The settings of a shop. Their defaults are a data file, `default.toml`, which documents every key.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::capacity;
use crate::money::{Amount, Rate};
use crate::time::Month;
use crate::vocabulary::{AllocationBase, Basis, Field, Kind, LineRule, RefundBasis, Source};

/// The default settings with units and comments, as `zhanggui config` prints them.
pub const DEFAULT_TOML: &str = include_str!("default.toml");
const DEFAULT_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/default.json"));

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Names of assumptions that somebody said, so that they hold as they are, zero included.
    pub stated: BTreeSet<String>,
    pub shop: Shop,
    pub goods: Goods,
    pub platform: BTreeMap<Source, PlatformFees>,
    pub ads: Ads,
    pub logistics: Logistics,
    pub after_sales: AfterSales,
    pub overhead: Overhead,
    pub capacity: capacity::Settings,
    pub exclude: Exclude,
    /// By file name.
    pub refund_basis: BTreeMap<String, RefundBasis>,
    /// By file name.
    pub mapping: BTreeMap<String, ColumnChoice>,
    pub repurchase: crate::repurchase::Settings,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// ISO 4217 code; empty: the currency of most order rows.
    pub currency: String,
    /// IANA name.
    pub timezone: String,
    pub basis: Basis,
    /// What one unit of another currency is worth in the shop's.
    pub exchange_rates: BTreeMap<String, Rate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    pub loss_rate: Rate,
    pub resend_rate: Rate,
    pub resellable_rate: Rate,
    pub returned_when_unknown_rate: Rate,
    /// By SKU; goes before the cost sheet.
    pub unit_cost: BTreeMap<String, Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformFees {
    /// Of revenue less refunds.
    pub commission_rate: Rate,
    /// Of revenue; not returned on a refund.
    pub payment_rate: Rate,
    pub fixed_per_order: Amount,
    /// Of revenue less refunds of affiliate lines.
    pub affiliate_rate: Rate,
    pub line_rule: LineRule,
    /// Where the default comes from.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ads {
    pub driver: AllocationBase,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logistics {
    pub freight_per_order: Amount,
    pub packaging_per_order: Amount,
    pub labour_per_order: Amount,
    pub storage_per_unit: Amount,
    /// The courier's price list.
    pub zones: Vec<Zone>,
}

/// What a parcel to some provinces costs, by weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Beginnings of names; empty: everywhere else.
    pub provinces: Vec<String>,
    pub first_grams: u32,
    pub first_price: Amount,
    pub step_grams: u32,
    pub step_price: Amount,
}

impl Zone {
    /// The price of a parcel: the first step, then every further step begun. A zone without steps has one price.
    pub fn price(&self, grams: u64) -> Amount {
        let above = grams.saturating_sub(u64::from(self.first_grams));
        let steps =
            above.checked_div(u64::from(self.step_grams)).map_or(0, |_| above.div_ceil(u64::from(self.step_grams)));
        let steps = i64::try_from(steps).unwrap_or(i64::MAX);
        Amount::from_millionths(
            self.first_price.millionths().saturating_add(self.step_price.millionths().saturating_mul(steps)),
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterSales {
    pub return_freight: Amount,
    pub insurance_per_order: Amount,
    pub service_per_refund: Amount,
}

/// What the shop pays as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overhead {
    /// Of revenue less refunds.
    pub tax_rate: Rate,
    pub fixed: Vec<FixedCost>,
}

/// A cost of every month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedCost {
    pub name: String,
    /// A month.
    pub amount: Amount,
    /// First month; `None`: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Last month; `None`: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Month>,
}

impl FixedCost {
    pub fn is_due(&self, month: Month) -> bool {
        self.from.is_none_or(|from| month >= from) && self.until.is_none_or(|until| month <= until)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclude {
    pub note_contains: Vec<String>,
}

/// Which columns of a list hold what, for a file that no profile recognises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    pub kind: Kind,
    /// The header in the file by field.
    pub columns: BTreeMap<Field, String>,
}

/// A setting that stands in for a file the shop has not given, with its slider's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    CommissionRate(Source),
    PaymentRate(Source),
    FixedPerOrder(Source),
    AffiliateRate(Source),
    LossRate,
    ResendRate,
    ResellableRate,
    ReturnedWhenUnknownRate,
    FreightPerOrder,
    PackagingPerOrder,
    LabourPerOrder,
    StoragePerUnit,
    ReturnFreight,
    InsurancePerOrder,
    ServicePerRefund,
}

/// The value of an [`Assumption`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionValue {
    Share(Rate),
    Money(Amount),
}

impl Default for Config {
    fn default() -> Config {
        #[expect(clippy::expect_used, reason = "embedded at build; a test reads it")]
        serde_json::from_str(DEFAULT_JSON).expect("the embedded default settings are complete")
    }
}

impl Config {
    /// The defaults with the keys of `changes` laid over them. Both are nested objects; lists are replaced whole.
    ///
    /// # Errors
    /// An unknown key or an unreadable value, named in the error's text.
    pub fn with_changes(changes: &Value) -> Result<Config, serde_json::Error> {
        let mut settings: Value = serde_json::from_str(DEFAULT_JSON)?;
        lay_over(&mut settings, changes);
        let mut config: Config = serde_json::from_value(settings)?;
        let of_platforms = config.platform.keys().flat_map(|&platform| Assumption::of_platform(platform));
        let said = Assumption::SHOP_WIDE.iter().copied().chain(of_platforms).filter(|each| each.is_in(changes));
        let said: Vec<String> = said.map(Assumption::name).collect();
        config.stated.extend(said);
        Ok(config)
    }

    /// Whether somebody said what the assumption is.
    pub fn is_stated(&self, assumption: Assumption) -> bool {
        self.stated.contains(&assumption.name())
    }

    /// Whether it is a fee of a platform whose fees, zeros among them, were read from a source.
    pub fn has_sourced_fees(&self, assumption: Assumption) -> bool {
        let (Assumption::CommissionRate(platform)
        | Assumption::PaymentRate(platform)
        | Assumption::FixedPerOrder(platform)) = assumption
        else {
            return false;
        };
        self.platform.get(&platform).is_some_and(|fees| !fees.source.is_empty())
    }

    /// Fees of a platform; of one the settings do not name, the generic ones.
    pub fn fees(&self, platform: Source) -> Option<&PlatformFees> {
        self.platform.get(&platform).or_else(|| self.platform.get(&Source::Generic))
    }

    pub fn get(&self, assumption: Assumption) -> AssumptionValue {
        use AssumptionValue::{Money, Share};
        let fees = |platform: Source| self.fees(platform);
        match assumption {
            Assumption::CommissionRate(platform) => {
                Share(fees(platform).map_or(Rate::ZERO, |fees| fees.commission_rate))
            }
            Assumption::PaymentRate(platform) => Share(fees(platform).map_or(Rate::ZERO, |fees| fees.payment_rate)),
            Assumption::FixedPerOrder(platform) => {
                Money(fees(platform).map_or(Amount::ZERO, |fees| fees.fixed_per_order))
            }
            Assumption::AffiliateRate(platform) => Share(fees(platform).map_or(Rate::ZERO, |fees| fees.affiliate_rate)),
            Assumption::LossRate => Share(self.goods.loss_rate),
            Assumption::ResendRate => Share(self.goods.resend_rate),
            Assumption::ResellableRate => Share(self.goods.resellable_rate),
            Assumption::ReturnedWhenUnknownRate => Share(self.goods.returned_when_unknown_rate),
            Assumption::FreightPerOrder => Money(self.logistics.freight_per_order),
            Assumption::PackagingPerOrder => Money(self.logistics.packaging_per_order),
            Assumption::LabourPerOrder => Money(self.logistics.labour_per_order),
            Assumption::StoragePerUnit => Money(self.logistics.storage_per_unit),
            Assumption::ReturnFreight => Money(self.after_sales.return_freight),
            Assumption::InsurancePerOrder => Money(self.after_sales.insurance_per_order),
            Assumption::ServicePerRefund => Money(self.after_sales.service_per_refund),
        }
    }

    /// Sets an assumption, which from then on is stated. A value of the wrong kind changes nothing; a platform the settings
    /// do not name gets its own entry.
    pub fn set(&mut self, assumption: Assumption, value: AssumptionValue) {
        self.stated.insert(assumption.name());
        match value {
            AssumptionValue::Share(rate) => {
                if let Some(slot) = self.share_mut(assumption) {
                    *slot = rate;
                }
            }
            AssumptionValue::Money(amount) => {
                if let Some(slot) = self.money_mut(assumption) {
                    *slot = amount;
                }
            }
        }
    }

    fn share_mut(&mut self, assumption: Assumption) -> Option<&mut Rate> {
        Some(match assumption {
            Assumption::CommissionRate(platform) => &mut self.fees_mut(platform)?.commission_rate,
            Assumption::PaymentRate(platform) => &mut self.fees_mut(platform)?.payment_rate,
            Assumption::AffiliateRate(platform) => &mut self.fees_mut(platform)?.affiliate_rate,
            Assumption::LossRate => &mut self.goods.loss_rate,
            Assumption::ResendRate => &mut self.goods.resend_rate,
            Assumption::ResellableRate => &mut self.goods.resellable_rate,
            Assumption::ReturnedWhenUnknownRate => &mut self.goods.returned_when_unknown_rate,
            Assumption::FixedPerOrder(_)
            | Assumption::FreightPerOrder
            | Assumption::PackagingPerOrder
            | Assumption::LabourPerOrder
            | Assumption::StoragePerUnit
            | Assumption::ReturnFreight
            | Assumption::InsurancePerOrder
            | Assumption::ServicePerRefund => return None,
        })
    }

    fn money_mut(&mut self, assumption: Assumption) -> Option<&mut Amount> {
        Some(match assumption {
            Assumption::FixedPerOrder(platform) => &mut self.fees_mut(platform)?.fixed_per_order,
            Assumption::FreightPerOrder => &mut self.logistics.freight_per_order,
            Assumption::PackagingPerOrder => &mut self.logistics.packaging_per_order,
            Assumption::LabourPerOrder => &mut self.logistics.labour_per_order,
            Assumption::StoragePerUnit => &mut self.logistics.storage_per_unit,
            Assumption::ReturnFreight => &mut self.after_sales.return_freight,
            Assumption::InsurancePerOrder => &mut self.after_sales.insurance_per_order,
            Assumption::ServicePerRefund => &mut self.after_sales.service_per_refund,
            Assumption::CommissionRate(_)
            | Assumption::PaymentRate(_)
            | Assumption::AffiliateRate(_)
            | Assumption::LossRate
            | Assumption::ResendRate
            | Assumption::ResellableRate
            | Assumption::ReturnedWhenUnknownRate => return None,
        })
    }

    fn fees_mut(&mut self, platform: Source) -> Option<&mut PlatformFees> {
        if !self.platform.contains_key(&platform) {
            let fees = self.platform.get(&Source::Generic)?.clone();
            self.platform.insert(platform, fees);
        }
        self.platform.get_mut(&platform)
    }
}

impl Assumption {
    /// The assumptions that are not about one platform.
    pub const SHOP_WIDE: &[Assumption] = &[
        Assumption::LossRate,
        Assumption::ResendRate,
        Assumption::ResellableRate,
        Assumption::ReturnedWhenUnknownRate,
        Assumption::FreightPerOrder,
        Assumption::PackagingPerOrder,
        Assumption::LabourPerOrder,
        Assumption::StoragePerUnit,
        Assumption::ReturnFreight,
        Assumption::InsurancePerOrder,
        Assumption::ServicePerRefund,
    ];

    /// The assumptions about one platform.
    pub const fn of_platform(platform: Source) -> [Assumption; 4] {
        [
            Assumption::CommissionRate(platform),
            Assumption::PaymentRate(platform),
            Assumption::FixedPerOrder(platform),
            Assumption::AffiliateRate(platform),
        ]
    }

    /// Whether every shop pays for what it is about, so that a zero stands for a value nobody has given. The others may
    /// well be zero.
    pub const fn is_usually_paid(self) -> bool {
        match self {
            Assumption::CommissionRate(_)
            | Assumption::AffiliateRate(_)
            | Assumption::FreightPerOrder
            | Assumption::PackagingPerOrder
            | Assumption::LabourPerOrder
            | Assumption::ReturnFreight
            | Assumption::InsurancePerOrder
            | Assumption::ServicePerRefund => true,
            Assumption::PaymentRate(_)
            | Assumption::FixedPerOrder(_)
            | Assumption::LossRate
            | Assumption::ResendRate
            | Assumption::ResellableRate
            | Assumption::ReturnedWhenUnknownRate
            | Assumption::StoragePerUnit => false,
        }
    }

    /// Where the setting is among the settings: the table and the key.
    const fn place(self) -> (&'static str, &'static str) {
        match self {
            Assumption::CommissionRate(_) => ("platform", "commission_rate"),
            Assumption::PaymentRate(_) => ("platform", "payment_rate"),
            Assumption::FixedPerOrder(_) => ("platform", "fixed_per_order"),
            Assumption::AffiliateRate(_) => ("platform", "affiliate_rate"),
            Assumption::LossRate => ("goods", "loss_rate"),
            Assumption::ResendRate => ("goods", "resend_rate"),
            Assumption::ResellableRate => ("goods", "resellable_rate"),
            Assumption::ReturnedWhenUnknownRate => ("goods", "returned_when_unknown_rate"),
            Assumption::FreightPerOrder => ("logistics", "freight_per_order"),
            Assumption::PackagingPerOrder => ("logistics", "packaging_per_order"),
            Assumption::LabourPerOrder => ("logistics", "labour_per_order"),
            Assumption::StoragePerUnit => ("logistics", "storage_per_unit"),
            Assumption::ReturnFreight => ("after_sales", "return_freight"),
            Assumption::InsurancePerOrder => ("after_sales", "insurance_per_order"),
            Assumption::ServicePerRefund => ("after_sales", "service_per_refund"),
        }
    }

    /// The platform it is about; `None` for the shop as a whole.
    pub const fn platform(self) -> Option<Source> {
        match self {
            Assumption::CommissionRate(platform)
            | Assumption::PaymentRate(platform)
            | Assumption::FixedPerOrder(platform)
            | Assumption::AffiliateRate(platform) => Some(platform),
            Assumption::LossRate
            | Assumption::ResendRate
            | Assumption::ResellableRate
            | Assumption::ReturnedWhenUnknownRate
            | Assumption::FreightPerOrder
            | Assumption::PackagingPerOrder
            | Assumption::LabourPerOrder
            | Assumption::StoragePerUnit
            | Assumption::ReturnFreight
            | Assumption::InsurancePerOrder
            | Assumption::ServicePerRefund => None,
        }
    }

    /// Whether a file of settings sets it.
    fn is_in(self, changes: &Value) -> bool {
        let (table, key) = self.place();
        let table = changes.get(table);
        let table = match self.platform() {
            Some(platform) => table.and_then(|platforms| platforms.get(platform.name())),
            None => table,
        };
        table.and_then(|table| table.get(key)).is_some()
    }

    /// The stable name, as in the page's hook `assumption-<name>`: `freight_per_order`, `pdd_commission_rate`.
    pub fn name(self) -> String {
        let (_, key) = self.place();
        match self.platform() {
            Some(platform) => format!("{platform}_{key}"),
            None => key.to_owned(),
        }
    }
}

/// Replaces in `settings` what `changes` names, object by object.
fn lay_over(settings: &mut Value, changes: &Value) {
    match (settings, changes) {
        (Value::Object(settings), Value::Object(changes)) => {
            for (key, change) in changes {
                match settings.get_mut(key) {
                    Some(setting) => lay_over(setting, change),
                    None => {
                        settings.insert(key.clone(), change.clone());
                    }
                }
            }
        }
        (setting, change) => *setting = change.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_defaults_are_complete() {
        let config = Config::default();
        assert_eq!(config.fees(Source::Pdd).unwrap().commission_rate.to_string(), "0.006");
        assert_eq!(config.fees(Source::Shopify).unwrap().fixed_per_order.to_string(), "0.30");
    }

    #[test]
    fn changes_are_laid_over_the_defaults() {
        let changes = json!({ "logistics": { "freight_per_order": "3.2" }, "platform": { "pdd": { "commission_rate": "0.01" } } });
        let config = Config::with_changes(&changes).unwrap();
        assert_eq!(config.logistics.freight_per_order.to_string(), "3.20");
        assert_eq!(config.fees(Source::Pdd).unwrap().commission_rate.to_string(), "0.01");
        assert_eq!(config.fees(Source::Pdd).unwrap().line_rule, LineRule::Evenly);
    }

    #[test]
    fn a_parcel_costs_its_first_step_and_every_further_one() {
        let cents = Amount::from_cents;
        let zone = Zone {
            provinces: Vec::new(),
            first_grams: 1_000,
            first_price: cents(280),
            step_grams: 500,
            step_price: cents(60),
        };
        let prices = [0, 1_000, 1_001, 1_500, 1_501].map(|grams| zone.price(grams));
        assert_eq!(prices, [280, 280, 340, 340, 400].map(cents));
        assert_eq!(Zone { step_grams: 0, ..zone }.price(9_000), cents(280));
    }

    #[test]
    fn what_a_file_sets_is_stated_zero_included() {
        let changes =
            json!({ "logistics": { "packaging_per_order": "0" }, "platform": { "jd": { "payment_rate": "0.006" } } });
        let config = Config::with_changes(&changes).unwrap();
        assert_eq!(config.stated, ["jd_payment_rate", "packaging_per_order"].map(str::to_owned).into());
        assert!(config.is_stated(Assumption::PackagingPerOrder) && !config.is_stated(Assumption::FreightPerOrder));
    }

    #[test]
    fn a_misspelt_key_is_named() {
        let error = Config::with_changes(&json!({ "logistics": { "frieght": "3" } })).unwrap_err();
        assert!(error.to_string().contains("frieght"), "{error}");
    }

    #[test]
    fn every_assumption_can_be_set_and_read_back() {
        let mut config = Config::default();
        let all = Assumption::SHOP_WIDE.iter().copied().chain(Assumption::of_platform(Source::Tiktok));
        for assumption in all {
            let value = match config.get(assumption) {
                AssumptionValue::Share(_) => AssumptionValue::Share(Rate::from_millionths(123)),
                AssumptionValue::Money(_) => AssumptionValue::Money(Amount::from_cents(77)),
            };
            config.set(assumption, value);
            assert_eq!(config.get(assumption), value, "{}", assumption.name());
        }
    }
}
