//! A report for somebody else to see: gathered here, and cut down by [`export::shared`] to what may be seen.

use analytics::figures::number;
use analytics::profit::Scope;
use analytics::repurchase::settings::PurchaseDefinition;
use analytics::repurchase::{self, Period};
use analytics::vocabulary::Source;
use export::shared::{
    Apart, Brand, Choice, CustomerFacts, ProfitFacts, SharedCapacity, SharedProfit, SharedReport, SharedRepurchase,
    SkuFacts, link, shared_capacity, shared_profit, shared_repurchase,
};
use protocol::{BucketSum, CapacityQuery, ProfitSummary, Reply, SkuQuery, SkuRow};

use super::Session;

impl Session {
    pub(super) fn share(&mut self, choice: Box<Choice>) -> Reply {
        let report = self.shared(&choice);
        Reply::Shared { packed: link::pack(&report), choice }
    }

    fn shared(&mut self, choice: &Choice) -> SharedReport {
        if self.dataset.lines.is_empty() && self.dataset.headers.is_empty() {
            return SharedReport::default();
        }
        let summary = self.profit_in_short();
        let is_shown = |(platform, store): &&(Source, String)| {
            let Scope { platform: wanted, store: named, .. } = &self.scope;
            wanted.is_none_or(|wanted| wanted == *platform) && named.as_ref().is_none_or(|named| named == store)
        };
        let stores: Vec<&(Source, String)> = summary.stores.iter().filter(is_shown).collect();
        let store = match stores.as_slice() {
            [(platform, name)] => Some((platform.name().to_owned(), name.clone())),
            _ => None,
        };
        SharedReport {
            shop: choice.shop.trim().to_owned(),
            made_on: self.today.or(summary.as_of).map(Into::into).unwrap_or_default(),
            currency: summary.currency.clone(),
            basis: summary.basis.name().to_owned(),
            period: summary.period.map(|(from, to)| (from.into(), to.into())),
            stores: number(stores.len()),
            store,
            profit: choice.profit.then(|| self.shared_profit(choice, &summary)),
            capacity: if choice.capacity { self.shared_capacity(choice) } else { None },
            repurchase: if choice.repurchase { self.shared_repurchase() } else { None },
            brand: Brand { name: choice.brand.name.trim().to_owned(), colour: choice.brand.colour },
        }
    }

    fn shared_profit(&mut self, choice: &Choice, summary: &ProfitSummary) -> SharedProfit {
        let skus = self.all_rows(&SkuQuery { descending: true, ..SkuQuery::default() });
        let skus: Vec<SkuFacts> = skus.into_iter().map(facts).collect();
        let apart = |sum: &BucketSum| Apart {
            reason: sum.reason.name().to_owned(),
            is_cost: sum.is_cost,
            amount: sum.amount.into(),
            currency: sum.currency.clone(),
            rows: sum.rows,
        };
        let facts = ProfitFacts {
            report: &self.in_scope().report,
            range: summary.range.as_ref(),
            paid: &summary.paid,
            months: &self.months(),
            skus: &skus,
            apart: summary.buckets.iter().map(apart).collect(),
        };
        shared_profit(&facts, choice)
    }

    /// `None` where there are no days to speak of, or settings that cannot be meant.
    fn shared_capacity(&mut self, choice: &Choice) -> Option<SharedCapacity> {
        let all = CapacityQuery { plan_rows: u32::MAX, ..CapacityQuery::default() };
        let report = self.capacity(all).report;
        (!report.days.is_empty()).then(|| shared_capacity(&report, choice))
    }

    /// `None` where nobody is known.
    fn shared_repurchase(&mut self) -> Option<SharedRepurchase> {
        self.fill_customers();
        let settings = &self.config.repurchase;
        let prepared = self.customers.as_ref()?.prepared();
        if prepared.repeat.customers == 0 {
            return None;
        }
        let (_, rfm) = repurchase::rfm(prepared, settings, self.scoring());
        let facts = CustomerFacts {
            identity: &prepared.history.identity,
            repeat: &prepared.repeat,
            segments: rfm.schemes.first().map_or(&[], |(_, segments)| segments),
            cohorts: &repurchase::cohorts(prepared, Period::Month),
            by_order: settings.purchase == PurchaseDefinition::Order,
        };
        Some(shared_repurchase(&facts))
    }
}

fn facts(row: SkuRow) -> SkuFacts {
    let place = row.loss_at.map(|place| (place.platform, place.store, place.profit));
    SkuFacts { code: row.sku, name: row.name, profit: row.profit, verdict: row.verdict, place }
}
