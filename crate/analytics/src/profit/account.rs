//! The formulas: what each component of each cost block comes to for one activity.
//!
//! Every component is linear in what an activity adds up, and no product is rounded, so the account of a sum is the sum
//! of the accounts: by SKU, by order, by platform, by day.

use super::activity::{Activity, GoodsUse};
use super::blocks::Component;
use super::claim::{Base, Claim, Counted};
use super::prepare::Prepared;
use super::unit_costs::UnitCosts;
use crate::config::{Config, FeeRates};
use crate::currency::InShopCurrency;
use crate::dataset::Dataset;
use crate::money::{Amount, Money, Quantity, Rate};

/// The settings, resolved once per report and in the shop's currency.
pub(super) struct Terms<'a> {
    dataset: &'a Dataset,
    config: InShopCurrency<'a>,
    unit_costs: UnitCosts<'a>,
    /// Share of possibly returned goods that is back on the shelf.
    maybe_resellable: Rate,
    /// Return freight × the share of possibly returned parcels that did come back.
    maybe_return_freight: Amount,
}

impl<'a> Terms<'a> {
    pub(super) fn new(dataset: &'a Dataset, prepared: &'a Prepared, config: &'a Config) -> Terms<'a> {
        Terms::of(dataset, prepared, prepared.currencies.settings(config))
    }

    pub(super) fn of(dataset: &'a Dataset, prepared: &'a Prepared, config: InShopCurrency<'a>) -> Terms<'a> {
        let maybe = config.goods.returned_when_unknown_rate;
        Terms {
            dataset,
            unit_costs: UnitCosts::new(dataset, &prepared.currencies, &prepared.bundles, &config),
            maybe_resellable: config.goods.resellable_rate * maybe,
            maybe_return_freight: (config.after_sales.return_freight * maybe).to_amount(),
            config,
        }
    }

    /// What a unit costs, in the shop's currency.
    pub(super) fn unit_cost(&self, goods: &GoodsUse) -> Option<Amount> {
        self.unit_costs.of(goods.sku, goods.cost)
    }

    /// Whether every unit of the activity's own SKU has a known cost.
    pub(super) fn has_cost(&self, activity: &Activity) -> bool {
        activity
            .goods
            .iter()
            .filter(|goods| !goods.is_gift && goods.has_units())
            .all(|goods| self.unit_cost(goods).is_some())
    }

    /// Gives every component of the activity to `emit`, zeros included, in one amount or several.
    pub(super) fn account(&self, activity: &Activity, mut emit: impl FnMut(Component, Money)) {
        self.claims(activity, |component, claim| emit(component, claim.amount()));
    }

    /// Gives all that the components of the activity are made of to `emit`.
    pub(super) fn claims(&self, activity: &Activity, mut emit: impl FnMut(Component, Claim)) {
        emit(Component::Revenue, Claim::Rows(activity.revenue));
        emit(Component::Refunds, Claim::Rows(activity.refunds));
        self.goods(activity, &mut emit);
        if let Some(fees) = self.config.fees(activity.platform) {
            let (_, store) = self.dataset.pools.store_parts(activity.store);
            platform(activity, fees.of_store(store), &mut emit);
        }
        emit(Component::StatedFees, Claim::Rows(activity.fees));

        let logistics = &self.config.logistics;
        let each = |of: Counted, millionths: u64, each: Amount| Claim::Each { of, millionths, each };
        let shipped = |amount: Amount| each(Counted::ShippedOrders, activity.shipped_share, amount);
        emit(Component::CourierBill, Claim::Rows(activity.freight));
        emit(Component::AssumedFreight, Claim::PriceList(activity.listed_freight));
        let unbilled = each(Counted::UnbilledOrders, activity.unbilled_share, logistics.freight_per_order);
        emit(Component::AssumedFreight, unbilled);
        emit(Component::Packaging, shipped(logistics.packaging_per_order));
        emit(Component::Labour, shipped(logistics.labour_per_order));
        let stored = Claim::Units { units: activity.units_shipped, each: logistics.storage_per_unit, share: Rate::ONE };
        emit(Component::Storage, stored);

        emit(Component::OwnAds, Claim::Rows(activity.own_ads.into()));
        emit(Component::SharedAds, Claim::Rows(activity.shared_ads.into()));

        let after_sales = &self.config.after_sales;
        emit(Component::ReturnFreight, each(Counted::Returns, activity.return_share, after_sales.return_freight));
        let maybe = each(Counted::PossibleReturns, activity.maybe_return_share, self.maybe_return_freight);
        emit(Component::ReturnFreight, maybe);
        emit(Component::Insurance, shipped(after_sales.insurance_per_order));
        emit(Component::Service, each(Counted::Refunds, activity.refund_share, after_sales.service_per_refund));
        emit(Component::StatedCompensation, Claim::Rows(activity.compensation));
    }

    fn goods(&self, activity: &Activity, emit: &mut impl FnMut(Component, Claim)) {
        let settings = &self.config.goods;
        for goods in &activity.goods {
            let Some(cost) = self.unit_cost(goods) else { continue };
            let units = |units: Quantity, share: Rate| Claim::Units { units, each: cost, share };
            if goods.is_gift {
                emit(Component::Gifts, units(goods.units, Rate::ONE));
                continue;
            }
            emit(Component::UnitCost, units(goods.units, Rate::ONE));
            emit(Component::Loss, units(goods.units, settings.loss_rate));
            emit(Component::ResentGoods, units(goods.resent, Rate::ONE));
            emit(Component::Resend, units(goods.units, settings.resend_rate));
            emit(Component::ReturnedGoods, units(goods.returned, settings.resellable_rate).taken_off());
            emit(Component::ReturnedGoods, units(goods.maybe_returned, self.maybe_resellable).taken_off());
        }
    }
}

impl GoodsUse {
    fn has_units(&self) -> bool {
        [self.units, self.resent, self.returned, self.maybe_returned].iter().any(|units| !units.is_zero())
    }
}

/// What the platform takes of sales of which no row states what it took.
fn platform(activity: &Activity, fees: FeeRates, emit: &mut impl FnMut(Component, Claim)) {
    let (platform, stated) = (activity.platform, &activity.stated);
    let share = |base: Base, of: Money, rate: Rate| Claim::Share { of, base, rate };
    let revenue = activity.revenue - stated.revenue;
    let net_sales = revenue - (activity.refunds - stated.refunds);
    let affiliate_sales = activity.affiliate_sales - stated.affiliate_sales;
    let orders = activity.order_share.saturating_sub(stated.order_share);
    emit(Component::Commission(platform), share(Base::NetSales, net_sales, fees.commission));
    emit(Component::PaymentFee(platform), share(Base::Revenue, revenue, fees.payment));
    let fixed = Claim::Each { of: Counted::Orders, millionths: orders, each: fees.fixed_per_order };
    emit(Component::FixedFee(platform), fixed);
    emit(Component::Affiliate(platform), share(Base::AffiliateSales, affiliate_sales, fees.affiliate));
}

/// The part of the platform block that grows with the price.
pub(super) const fn grows_with_price(component: Component) -> bool {
    matches!(component, Component::Commission(_) | Component::PaymentFee(_) | Component::Affiliate(_))
}
