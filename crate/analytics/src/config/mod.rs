//! The settings of a shop. Their defaults are a data file, `default.toml`, which documents every key.

mod assumption;
mod cost_money;
mod fees;
mod rates;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

pub use assumption::{Assumption, AssumptionValue};
pub use fees::{FeeRates, PlatformFees, StoreFees};
pub use rates::{DatedRate, ExchangeRates, RatesError};

use crate::capacity;
use crate::money::{Amount, Rate};
use crate::time::Month;
use crate::vocabulary::{AllocationBase, Basis, Field, Kind, OrderStatus, RefundBasis, Source};

/// The default settings with units and comments, as `zhanggui config` prints them.
pub const DEFAULT_TOML: &str = include_str!("../default.toml");
const DEFAULT_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/default.json"));

/// All settings of a shop; [`DEFAULT_TOML`] says of every key what it means and where its default comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Names of assumptions that somebody said, so that they hold as they are, zero included.
    pub stated: BTreeSet<String>,
    /// Currency, time and the basis of days.
    pub shop: Shop,
    /// What goods cost beyond their price.
    pub goods: Goods,
    /// What each platform takes.
    pub platform: BTreeMap<Source, PlatformFees>,
    /// How ads are spread.
    pub ads: Ads,
    /// What sending costs.
    pub logistics: Logistics,
    /// What giving back costs.
    pub after_sales: AfterSales,
    /// What the shop pays as a whole.
    pub overhead: Overhead,
    /// What the shop can carry.
    pub capacity: capacity::Settings,
    /// What is left out of everything.
    pub exclude: Exclude,
    /// For all files of a kind by their profile, or for one file by its content; see [`crate::dataset::SourceFile`].
    pub refund_basis: BTreeMap<String, RefundBasis>,
    /// For tables that no profile recognises and that have these columns, whatever their file is called; of several that
    /// fit the last.
    #[serde(deserialize_with = "choices")]
    pub mapping: Vec<ColumnChoice>,
    /// What words for the state of an order mean that an export has and its profile does not know, by the profile's key.
    pub states: BTreeMap<String, BTreeMap<String, OrderStatus>>,
    /// Who comes back.
    pub repurchase: crate::repurchase::Settings,
}

/// What holds for all files of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// ISO 4217 code; empty: the currency of most order rows.
    pub currency: String,
    /// What unit costs that name no currency are in, and all settings that are costs; empty: the shop's currency.
    pub cost_currency: String,
    /// IANA name.
    pub timezone: String,
    /// Which moment of an order decides its day.
    pub basis: Basis,
    /// What one unit of another currency is worth in the shop's.
    pub exchange_rates: BTreeMap<String, ExchangeRates>,
}

/// What goods cost, and what becomes of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// Share of units lost or spoiled on top of those sold.
    pub loss_rate: Rate,
    /// Share of orders sent a second time on top of those the files name.
    pub resend_rate: Rate,
    /// Share of returned goods that can be sold again.
    pub resellable_rate: Rate,
    /// Share of full refunds after shipment that come with the goods, where no file says.
    pub returned_when_unknown_rate: Rate,
    /// By SKU, in [`Shop::cost_currency`]; goes before the cost sheet.
    pub unit_cost: BTreeMap<String, Amount>,
}

/// How spend on ads meets SKUs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ads {
    /// By what spend that names no product is spread over the SKUs sold.
    pub driver: AllocationBase,
}

/// What sending costs, in [`Shop::cost_currency`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logistics {
    /// For shipped orders that neither a bill nor the price list covers.
    pub freight_per_order: Amount,
    /// Of a shipped order.
    pub packaging_per_order: Amount,
    /// Of a shipped order.
    pub labour_per_order: Amount,
    /// Of a unit shipped.
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
    /// Up to this weight a parcel costs `first_price`.
    pub first_grams: u32,
    /// In [`Shop::cost_currency`].
    pub first_price: Amount,
    /// Every so many grams more, begun ones counted, cost `step_price`; 0: weight makes no difference.
    pub step_grams: u32,
    /// In [`Shop::cost_currency`].
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

/// What giving back costs, in [`Shop::cost_currency`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterSales {
    /// Of a parcel that comes back, where the seller pays for it.
    pub return_freight: Amount,
    /// 运费险 of a shipped order.
    pub insurance_per_order: Amount,
    /// Work on a refund.
    pub service_per_refund: Amount,
}

/// What the shop pays as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overhead {
    /// Of revenue less refunds.
    pub tax_rate: Rate,
    /// Costs of every month.
    pub fixed: Vec<FixedCost>,
}

/// A cost of every month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedCost {
    /// What it is for: 房租.
    pub name: String,
    /// A month, in [`Shop::cost_currency`].
    pub amount: Amount,
    /// First month; `None`: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Month>,
    /// Last month; `None`: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Month>,
}

impl FixedCost {
    /// Whether the month bears it.
    pub fn is_due(&self, month: Month) -> bool {
        self.from.is_none_or(|from| month >= from) && self.until.is_none_or(|until| month <= until)
    }
}

/// Which orders leave everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclude {
    /// Those whose seller's remark contains one of these words (补单).
    pub note_contains: Vec<String>,
}

/// A list of choices, or as they once were kept, by the name of a file.
fn choices<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ColumnChoice>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        List(Vec<ColumnChoice>),
        ByFile(BTreeMap<String, ColumnChoice>),
    }
    Ok(match Kept::deserialize(deserializer)? {
        Kept::List(choices) => choices,
        Kept::ByFile(choices) => choices.into_values().collect(),
    })
}

/// Which columns of a list hold what, for a file that no profile recognises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// What the rows are.
    pub kind: Kind,
    /// The header in the file by field.
    pub columns: BTreeMap<Field, String>,
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

    /// Fees of a platform; of one the settings do not name, the generic ones.
    pub fn fees(&self, platform: Source) -> Option<&PlatformFees> {
        self.platform.get(&platform).or_else(|| self.platform.get(&Source::Generic))
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
    use crate::vocabulary::LineRule;
    use serde_json::json;

    #[test]
    fn choices_of_columns_kept_by_the_name_of_a_file_are_still_read() {
        let choice = serde_json::json!({ "kind": "order_lines", "columns": { "paid_at": "时间" } });
        let kept = |mapping: Value| Config::with_changes(&serde_json::json!({ "mapping": mapping })).unwrap().mapping;
        let by_file = kept(serde_json::json!({ "六月.csv": choice }));
        assert_eq!(by_file.len(), 1);
        assert_eq!(by_file, kept(serde_json::json!([choice])));
        assert!(Config::default().mapping.is_empty());
    }

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
    fn a_misspelt_key_is_named() {
        let error = Config::with_changes(&json!({ "logistics": { "frieght": "3" } })).unwrap_err();
        assert!(error.to_string().contains("frieght"), "{error}");
    }
}
