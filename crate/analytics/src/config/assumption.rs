//! The settings that stand in for files the shop has not given, each by a name of its own.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Config, PlatformFees};
use crate::money::{Amount, Rate};
use crate::vocabulary::Source;

/// A setting that stands in for a file the shop has not given, with its slider's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// Share of revenue less refunds that the platform takes.
    CommissionRate(Source),
    /// Share of revenue that payment costs.
    PaymentRate(Source),
    /// What the platform takes of every order.
    FixedPerOrder(Source),
    /// Share of affiliate sales less refunds that affiliates take.
    AffiliateRate(Source),
    /// Share of units lost or spoiled on top of those sold.
    LossRate,
    /// Share of orders sent a second time on top of those the files name.
    ResendRate,
    /// Share of returned goods that can be sold again.
    ResellableRate,
    /// Share of full refunds after shipment that come with the goods, where no file says.
    ReturnedWhenUnknownRate,
    /// For shipped orders that no courier's bill covers.
    FreightPerOrder,
    /// Box, tape and filling of a shipped order.
    PackagingPerOrder,
    /// Packing work of a shipped order.
    LabourPerOrder,
    /// Rent of a unit shipped.
    StoragePerUnit,
    /// What the seller pays for a parcel that comes back.
    ReturnFreight,
    /// 运费险 of a shipped order.
    InsurancePerOrder,
    /// Work on a refund.
    ServicePerRefund,
}

/// The value of an [`Assumption`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssumptionValue {
    /// Of something, from 0 on.
    Share(Rate),
    /// In the currency of the setting: see [`Assumption::is_in_cost_currency`].
    Money(Amount),
}

impl Config {
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

    /// What holds now; of a platform the settings do not name, the generic fees.
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

    pub(super) fn fees_mut(&mut self, platform: Source) -> Option<&mut PlatformFees> {
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

    /// Whether its money is in [`Shop::cost_currency`](super::Shop). What a platform takes of an order is in the currency of
    /// the sale, and a share is in none.
    pub const fn is_in_cost_currency(self) -> bool {
        match self {
            Assumption::FreightPerOrder
            | Assumption::PackagingPerOrder
            | Assumption::LabourPerOrder
            | Assumption::StoragePerUnit
            | Assumption::ReturnFreight
            | Assumption::InsurancePerOrder
            | Assumption::ServicePerRefund => true,
            Assumption::CommissionRate(_)
            | Assumption::PaymentRate(_)
            | Assumption::FixedPerOrder(_)
            | Assumption::AffiliateRate(_)
            | Assumption::LossRate
            | Assumption::ResendRate
            | Assumption::ResellableRate
            | Assumption::ReturnedWhenUnknownRate => false,
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
    pub(super) fn is_in(self, changes: &Value) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_file_sets_is_stated_zero_included() {
        let changes =
            json!({ "logistics": { "packaging_per_order": "0" }, "platform": { "jd": { "payment_rate": "0.006" } } });
        let config = Config::with_changes(&changes).unwrap();
        assert_eq!(config.stated, ["jd_payment_rate", "packaging_per_order"].map(str::to_owned).into());
        assert!(config.is_stated(Assumption::PackagingPerOrder) && !config.is_stated(Assumption::FreightPerOrder));
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
