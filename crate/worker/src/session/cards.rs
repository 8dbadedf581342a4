//! The overview: a card for every file, the profit in short, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use analytics::Money;
use analytics::profit::{self, Blocks};
use analytics::vocabulary::{BucketReason, Kind, Source};
use protocol::{AssumptionUse, FileCard, Missing, ProfitSummary, Shop};

use super::{Session, Stage};

impl Session {
    pub(super) fn shop(&self) -> Shop {
        let fates = profit::fates(&self.books, &self.whole.prepared, &self.whole.report);
        let mut buckets_of: BTreeMap<u16, Vec<_>> = BTreeMap::new();
        let mut buckets: BTreeMap<BucketReason, (analytics::Amount, u32)> = BTreeMap::new();
        for bucket in fates.buckets() {
            let is_here = self.ids.get(usize::from(bucket.file)).copied().flatten().is_some();
            if !is_here {
                continue;
            }
            buckets_of.entry(bucket.file).or_default().push((bucket.reason, bucket.amount, bucket.rows));
            let sum = buckets.entry(bucket.reason).or_default();
            sum.0 += bucket.amount;
            sum.1 += bucket.rows;
        }
        let mut files = Vec::new();
        for ((index, file), id) in (0_u16..).zip(&self.dataset.files).zip(&self.ids) {
            let Some(id) = *id else { continue };
            let chosen = self.config.refund_basis.get(&file.name).copied();
            files.push(FileCard {
                id,
                file: file.clone(),
                money: file.kind.carries_money().then(|| fates.money(index)),
                buckets: buckets_of.remove(&index).unwrap_or_default(),
                refund_basis: chosen.or_else(|| file.refund_basis()).filter(|_| file.has_refund_evidence()),
            });
        }
        let has_orders = !(self.dataset.lines.is_empty() && self.dataset.headers.is_empty());
        let buckets = buckets.into_iter().map(|(reason, (amount, rows))| (reason, amount, rows)).collect();
        Shop {
            profit: has_orders.then(|| self.summary(buckets)),
            missing: if files.is_empty() { Vec::new() } else { self.missing(has_orders) },
            files,
        }
    }

    fn summary(&self, buckets: Vec<(BucketReason, analytics::Amount, u32)>) -> ProfitSummary {
        let Stage { prepared, report } = self.stage();
        let stores: BTreeSet<(Source, String)> = self
            .whole
            .prepared
            .cells
            .iter()
            .map(|cell| (cell.platform, self.dataset.pools.store_parts(cell.store).1.to_owned()))
            .collect();
        ProfitSummary {
            as_of: self.books.as_of,
            basis: self.config.shop.basis,
            currency: self.books.currency.map_or("", |key| self.dataset.pools.currencies.get(key)).to_owned(),
            scope: self.scope.clone(),
            whole_period: self.whole.prepared.period,
            period: prepared.period,
            stores: stores.into_iter().collect(),
            sold: self.sold(),
            totals: report.totals,
            assumed: report.assumed,
            components: report.components.clone(),
            platforms: report.platforms.clone(),
            counts: self.counts(),
            lost: report.skus.iter().filter_map(|(_, profit)| profit.net()).filter(|net| net.is_negative()).sum(),
            assumptions: profit::assumptions(prepared, report)
                .into_iter()
                .map(|(assumption, cost)| AssumptionUse { assumption, cost })
                .collect(),
            buckets,
        }
    }

    fn sold(&self) -> Blocks {
        let Stage { prepared, report } = self.stage();
        let mut sold = Blocks::default();
        for (_, profit) in &report.skus {
            sold.add_amounts(&profit.blocks);
        }
        sold.orders = profit::count_orders(prepared, &vec![true; prepared.cells.len()]);
        sold
    }

    /// What would make the result more complete, the most useful first.
    fn missing(&self, has_orders: bool) -> Vec<Missing> {
        if !has_orders {
            return vec![Missing::Orders];
        }
        let mut missing = Vec::new();
        for &(platform, orders) in &self.books.orders_without_lines {
            missing.push(Missing::OrderLines { platform, orders });
        }
        for &(platform, orders) in &self.books.orders_without_money {
            missing.push(Missing::OrderHeaders { platform, orders });
        }
        missing.extend(self.books.currencies_without_rate.iter().map(|&(currency, rows)| Missing::ExchangeRate {
            currency: self.dataset.pools.currencies.get(currency).to_owned(),
            rows,
        }));
        let without_cost = || self.whole.report.skus.iter().filter(|(_, profit)| !profit.has_cost);
        let skus = without_cost().count();
        if skus > 0 {
            let revenue: Money = without_cost().map(|(_, profit)| profit.blocks.revenue).sum();
            missing.push(Missing::Costs { skus: u32::try_from(skus).unwrap_or(u32::MAX), revenue });
        }
        let unbilled: u64 = self.whole.prepared.cells.iter().map(|cell| cell.unbilled_share).sum();
        let freight = self.config.logistics.freight_per_order;
        if unbilled > 0 && freight.is_zero() {
            let orders = u32::try_from(unbilled / 1_000_000).unwrap_or(u32::MAX);
            missing.push(Missing::CourierBill { orders: orders.max(1) });
        }
        let advertised: BTreeSet<Source> =
            self.dataset.ads.iter().map(|row| self.dataset.pools.store_parts(row.store).0).collect();
        let readable: BTreeSet<Source> = ingest::profiles()
            .into_iter()
            .filter(|profile| profile.kind == Kind::Ads)
            .map(|profile| profile.source)
            .collect();
        for (platform, _) in &self.whole.report.platforms {
            if readable.contains(platform) && !advertised.contains(platform) {
                missing.push(Missing::Ads { platform: *platform });
            }
        }
        missing
    }
}
