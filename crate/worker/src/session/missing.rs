//! What would make the result more complete, in the order in which it matters.

use std::cmp::Reverse;

use analytics::books::Bucket;
use analytics::currency;
use analytics::figures::number;
use analytics::vocabulary::BucketReason;
use analytics::{Amount, Money, Quantity};
use protocol::Missing;

use super::{AddedUp, Session};

/// What hangs on something that is missing.
enum Stake {
    /// What orders are worth, and nobody knows how much.
    Unknown,
    /// So much, in the shop's currency.
    Money(Money),
    /// A cost that the files tell nothing of the size of.
    Untold,
}

impl Session {
    /// What would make the result more complete: what nobody knows the worth of first, then what most money hangs on.
    pub(super) fn missing(&self, has_orders: bool) -> Vec<Missing> {
        if !has_orders {
            return vec![Missing::Orders];
        }
        let mut missing = self.lacks();
        missing.sort_by_key(|lack| match self.at_stake(lack) {
            Stake::Unknown => (0, Reverse(Money::ZERO)),
            Stake::Money(money) => (1, Reverse(money)),
            Stake::Untold => (2, Reverse(Money::ZERO)),
        });
        missing
    }

    /// The money that hangs on something that is missing, as far as it is known.
    fn at_stake(&self, lack: &Missing) -> Stake {
        let AddedUp { report, sales, .. } = &self.whole;
        match lack {
            // Orders without a word of money, and money of no known worth.
            Missing::Orders | Missing::OrderHeaders { .. } | Missing::ExchangeRate { .. } => Stake::Unknown,
            // Revenue that is in no SKU's account.
            // Of all platforms together, where it is several.
            Missing::OrderLines { .. } => Stake::Money(sales.paid.unplaced_revenue),
            Missing::Costs { revenue, .. } => Stake::Money(*revenue),
            Missing::States { amount, .. } => Stake::Money(*amount),
            // What may be of another worth; what is stated beside goods is of no known size.
            Missing::CostCurrency { .. } if report.totals.goods.is_zero() => Stake::Unknown,
            Missing::CostCurrency { .. } => Stake::Money(report.totals.goods),
            Missing::CourierBill { orders } => self
                .freight_of_an_order()
                .map_or(Stake::Untold, |each| Stake::Money(each * Quantity::from_units((*orders).into()))),
            Missing::Ads { .. } => Stake::Untold,
        }
    }

    /// What the orders whose freight is known cost to send, each; `None` where it is known of none.
    fn freight_of_an_order(&self) -> Option<Amount> {
        let activities = &self.whole.prepared.activities;
        let freight: Money = activities.iter().map(|activity| activity.freight + activity.listed_freight).sum();
        let known: u64 = activities.iter().map(|activity| activity.shipped_share - activity.unbilled_share).sum();
        let known = Quantity::from_thousandths(i64::try_from(known / 1_000).ok()?);
        freight.per(known).map(Money::to_amount)
    }

    fn lacks(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        for (platform, orders) in self.books.orders_without_lines() {
            missing.push(Missing::OrderLines { platform, orders });
        }
        for (platform, orders) in self.books.orders_without_money() {
            missing.push(Missing::OrderHeaders { platform, orders });
        }
        missing.extend(self.unexplained_states());
        let currencies = self.books.currencies();
        if let Some(choices) = currencies.cost_currencies_to_ask(&self.dataset, &self.config) {
            missing.push(Missing::CostCurrency { choices });
        }
        let without_rate = currencies.without_rate(&self.dataset, &self.config).into_iter();
        missing.extend(without_rate.map(|other| {
            let currency::OtherCurrency { currency, rows, costs, .. } = other;
            Missing::ExchangeRate { currency, rows, costs }
        }));
        let without_cost = || self.whole.report.skus.iter().filter(|(_, profit)| !profit.has_cost);
        let skus = without_cost().count();
        if skus > 0 {
            let revenue: Money = without_cost().map(|(_, profit)| profit.blocks.revenue).sum();
            missing.push(Missing::Costs { skus: number(skus), revenue });
        }
        let unbilled: u64 = self.whole.prepared.activities.iter().map(|activity| activity.unbilled_share).sum();
        // One whose worth is not known is none.
        let freight = currencies.cost(self.config.logistics.freight_per_order);
        if unbilled > 0 && freight.is_none_or(Amount::is_zero) {
            let orders = number(unbilled / 1_000_000);
            missing.push(Missing::CourierBill { orders: orders.max(1) });
        }
        for (platform, _) in &self.whole.report.platforms {
            if !self.facts_of_files.with_ads.contains(platform) {
                missing.push(Missing::Ads { platform: *platform });
            }
        }
        missing
    }

    /// What waits for the seller to say what words for the state of an order mean.
    fn unexplained_states(&self) -> Option<Missing> {
        let is_meant = |bucket: &Bucket| bucket.reason == BucketReason::UnexplainedState;
        let buckets: Vec<Bucket> = self.books.fates.buckets().filter(is_meant).collect();
        let of_file = |bucket: &Bucket| self.ids.get(bucket.file).copied().flatten();
        let most =
            buckets.iter().filter(|bucket| of_file(bucket).is_some()).max_by_key(|bucket| bucket.amount.abs())?;
        let in_shops_currency = buckets.iter().filter(|bucket| bucket.currency.is_none());
        Some(Missing::States {
            rows: buckets.iter().map(|bucket| bucket.rows).sum(),
            amount: in_shops_currency.map(|bucket| bucket.amount).sum(),
            file: of_file(most)?,
        })
    }
}
