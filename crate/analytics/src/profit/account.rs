//! The formulas: what each component of each cost block comes to for one activity.
//!
//! Every component is linear in what an activity adds up, and no product is rounded, so the account of a sum is the sum
//! of the accounts: by SKU, by order, by platform, by day.

use std::collections::BTreeMap;

use super::activity::{Activity, GoodsUse};
use super::blocks::Component;
use crate::config::{Config, PlatformFees};
use crate::dataset::{Dataset, SkuKey};
use crate::money::{Amount, Money, Rate};
use crate::vocabulary::Source;

/// The settings, resolved once per report.
pub(super) struct Terms<'a> {
    dataset: &'a Dataset,
    config: &'a Config,
    unit_costs: BTreeMap<SkuKey, Amount>,
    /// Share of possibly returned goods that is back on the shelf.
    maybe_resellable: Rate,
    /// Return freight × the share of possibly returned parcels that did come back.
    maybe_return_freight: Amount,
}

impl<'a> Terms<'a> {
    pub(super) fn new(dataset: &'a Dataset, config: &'a Config) -> Terms<'a> {
        let costs = &config.goods.unit_cost;
        let unit_costs = costs.iter().filter_map(|(sku, &cost)| Some((dataset.pools.skus.find(sku)?, cost))).collect();
        let maybe = config.goods.returned_when_unknown_rate;
        Terms {
            dataset,
            config,
            unit_costs,
            maybe_resellable: config.goods.resellable_rate * maybe,
            maybe_return_freight: (config.after_sales.return_freight * maybe).to_amount(),
        }
    }

    /// What a unit costs: the setting of the SKU, else the cost sheet.
    pub(super) fn unit_cost(&self, goods: &GoodsUse) -> Option<Amount> {
        let sheet = || Some(self.dataset.unit_cost(goods.cost?)?.cost);
        self.unit_costs.get(&goods.sku).copied().or_else(sheet)
    }

    /// Whether every unit of the activity's own SKU has a known cost.
    pub(super) fn has_cost(&self, activity: &Activity) -> bool {
        activity
            .goods
            .iter()
            .filter(|goods| !goods.is_gift && goods.has_units())
            .all(|goods| self.unit_cost(goods).is_some())
    }

    /// Gives every component of the activity to `emit`, zeros included.
    pub(super) fn account(&self, activity: &Activity, mut emit: impl FnMut(Component, Money)) {
        emit(Component::Revenue, activity.revenue);
        emit(Component::Refunds, activity.refunds);
        self.goods(activity, &mut emit);
        if let Some(fees) = self.config.fees(activity.platform) {
            platform(activity, fees, activity.platform, &mut emit);
        }
        emit(Component::StatedFees, activity.fees);

        let logistics = &self.config.logistics;
        emit(Component::CourierBill, activity.freight);
        let assumed = activity.listed_freight + logistics.freight_per_order * share(activity.unbilled_share);
        emit(Component::AssumedFreight, assumed);
        emit(Component::Packaging, logistics.packaging_per_order * share(activity.shipped_share));
        emit(Component::Labour, logistics.labour_per_order * share(activity.shipped_share));
        emit(Component::Storage, logistics.storage_per_unit * activity.units_shipped);

        emit(Component::OwnAds, activity.own_ads.into());
        emit(Component::SharedAds, activity.shared_ads.into());

        let after_sales = &self.config.after_sales;
        let returns = after_sales.return_freight * share(activity.return_share)
            + self.maybe_return_freight * share(activity.maybe_return_share);
        emit(Component::ReturnFreight, returns);
        emit(Component::Insurance, after_sales.insurance_per_order * share(activity.shipped_share));
        emit(Component::Service, after_sales.service_per_refund * share(activity.refund_share));
        emit(Component::StatedCompensation, activity.compensation);
    }

    fn goods(&self, activity: &Activity, emit: &mut impl FnMut(Component, Money)) {
        let settings = &self.config.goods;
        for goods in &activity.goods {
            let Some(cost) = self.unit_cost(goods) else { continue };
            if goods.is_gift {
                emit(Component::Gifts, cost * goods.units);
                continue;
            }
            let sold = cost * goods.units;
            emit(Component::UnitCost, sold);
            emit(Component::Loss, sold * settings.loss_rate);
            emit(Component::ResentGoods, cost * goods.resent);
            emit(Component::Resend, sold * settings.resend_rate);
            let back =
                cost * goods.returned * settings.resellable_rate + cost * goods.maybe_returned * self.maybe_resellable;
            emit(Component::ReturnedGoods, -back);
        }
    }
}

impl GoodsUse {
    fn has_units(&self) -> bool {
        [self.units, self.resent, self.returned, self.maybe_returned].iter().any(|units| !units.is_zero())
    }
}

fn platform(activity: &Activity, fees: &PlatformFees, platform: Source, emit: &mut impl FnMut(Component, Money)) {
    emit(Component::Commission(platform), (activity.revenue - activity.refunds) * fees.commission_rate);
    emit(Component::PaymentFee(platform), activity.revenue * fees.payment_rate);
    emit(Component::FixedFee(platform), fees.fixed_per_order * share(activity.order_share));
    emit(Component::Affiliate(platform), activity.affiliate_sales * fees.affiliate_rate);
}

/// The part of the platform block that grows with the price.
pub(super) const fn grows_with_price(component: Component) -> bool {
    matches!(component, Component::Commission(_) | Component::PaymentFee(_) | Component::Affiliate(_))
}

/// A number of orders in millionths, as a factor.
fn share(millionths: u64) -> Rate {
    Rate::from_millionths(i64::try_from(millionths).unwrap_or(i64::MAX))
}
