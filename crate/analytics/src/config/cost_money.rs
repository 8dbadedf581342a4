//! The settings that are money the seller pays, which is in the currency the seller thinks in, whatever the shop sells in.

use std::sync::LazyLock;

use super::{AfterSales, Assumption, Config, FixedCost, Logistics, Overhead, Zone, capacity};
use crate::money::Amount;

/// The settings that are in [`Shop::cost_currency`](super::Shop), to be read or, with `mut`, to be changed.
macro_rules! cost_money {
    ($config:ident, $iter:ident $(, $mut:tt)?) => {{
        // Named in full, so that a new amount is not forgotten.
        let Logistics { freight_per_order, packaging_per_order, labour_per_order, storage_per_unit, zones } =
            &$($mut)? $config.logistics;
        let AfterSales { return_freight, insurance_per_order, service_per_refund } = &$($mut)? $config.after_sales;
        let Overhead { tax_rate: _, fixed } = &$($mut)? $config.overhead;
        let capacity::Settings { packing, service, late, brake, stock, .. } = &$($mut)? $config.capacity;
        let of_every_shop = [
            freight_per_order,
            packaging_per_order,
            labour_per_order,
            storage_per_unit,
            return_freight,
            insurance_per_order,
            service_per_refund,
            &$($mut)? packing.wage_per_hour,
            &$($mut)? service.wage_per_hour,
            &$($mut)? late.compensation_per_order,
            &$($mut)? brake.outsourcing_per_order,
            &$($mut)? stock.cost_per_purchase,
            &$($mut)? $config.repurchase.coupons.message,
        ];
        let of_zones = zones.$iter().flat_map(|Zone { first_price, step_price, .. }| [first_price, step_price]);
        of_every_shop.into_iter().chain(of_zones).chain(fixed.$iter().map(|FixedCost { amount, .. }| amount))
    }};
}

impl Config {
    /// Every setting that is in [`Shop::cost_currency`](super::Shop), but for unit costs, which are by SKU. First those that
    /// every shop has, then those of lists.
    ///
    /// What a platform takes of an order is not among them: it takes it in the currency of the sale. What customers pay,
    /// spend and are given is in the shop's too.
    pub(crate) fn cost_money(&self) -> impl Iterator<Item = &Amount> {
        cost_money!(self, iter)
    }

    /// The same, to be changed.
    pub(crate) fn cost_money_mut(&mut self) -> impl Iterator<Item = &mut Amount> {
        cost_money!(self, iter_mut, mut)
    }

    /// How many amounts somebody has stated that are in [`Shop::cost_currency`](super::Shop): a default is nobody's word.
    pub(crate) fn n_stated_costs(&self) -> usize {
        static USUAL: LazyLock<Config> = LazyLock::new(Config::default);
        let usual = USUAL.cost_money().chain(std::iter::repeat(&Amount::ZERO));
        let stated = self.cost_money().zip(usual).filter(|(own, usual)| !own.is_zero() && own != usual);
        self.goods.unit_cost.len() + stated.count()
    }

    /// The settings as they are while nobody knows what their money is worth: none of it is applied, and none of it is said.
    pub(crate) fn without_cost_money(&self) -> Config {
        let mut config = self.clone();
        // Without a price list the average stands in for it, and that is not known either.
        config.logistics.zones.clear();
        config.cost_money_mut().for_each(|amount| *amount = Amount::ZERO);
        for assumption in Assumption::SHOP_WIDE.iter().filter(|each| each.is_in_cost_currency()) {
            config.stated.remove(&assumption.name());
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::AssumptionValue;
    use serde_json::json;

    #[test]
    fn what_somebody_stated_is_counted_and_defaults_are_not() {
        let of = |changes| Config::with_changes(&changes).unwrap().n_stated_costs();
        assert_eq!(of(json!({})), 0);
        assert_eq!(of(json!({ "logistics": { "freight_per_order": "0" }, "goods": { "loss_rate": "0.1" } })), 0);
        assert_eq!(of(json!({ "platform": { "shopify": { "fixed_per_order": "0.5" } } })), 0);
        let zone =
            json!({ "provinces": [], "first_grams": 1000, "first_price": "8", "step_grams": 0, "step_price": "0" });
        assert_eq!(of(json!({ "logistics": { "freight_per_order": "3", "zones": [zone] } })), 2);
        assert_eq!(
            of(json!({ "goods": { "unit_cost": { "A": "3" } }, "overhead": { "fixed": [
            { "name": "房租", "amount": "6000" }] }, "capacity": { "packing": { "wage_per_hour": "30" } } })),
            3
        );
    }

    #[test]
    fn money_of_no_known_worth_is_neither_applied_nor_said() {
        let changes = json!({
            "logistics": { "freight_per_order": "3" }, "platform": { "shopify": { "fixed_per_order": "0.30" } },
        });
        let config = Config::with_changes(&changes).unwrap().without_cost_money();
        assert!(config.logistics.freight_per_order.is_zero() && !config.is_stated(Assumption::FreightPerOrder));
        let fixed = Assumption::FixedPerOrder(crate::vocabulary::Source::Shopify);
        assert!(config.is_stated(fixed) && config.get(fixed) == AssumptionValue::Money(Amount::from_cents(30)));
    }
}
