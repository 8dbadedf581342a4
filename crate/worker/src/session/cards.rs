//! The overview: a card for every file, the profit in short, and what is missing.

use std::collections::{BTreeMap, BTreeSet};

use analytics::books::{Books, Bucket, Fates, TableSummary};
use analytics::currency;
use analytics::dataset::{CurrencyKey, SourceFile, StoreKey};
use analytics::diagnostic::{Diagnostic, Problem};
use analytics::profit::{self, NetRange, Report, Scope};
use analytics::vocabulary::{Basis, BucketReason, Kind, Source};
use analytics::{ByFile, Dataset, Money};
use protocol::{
    AssumptionUse, BucketSum, FileBucket, FileCard, FileId, Missing, MoneyIn, OtherCurrency, ProfitSummary, Shop,
    ShopCurrencies, WholeTotals,
};

use super::table::is_losing;
use super::{AddedUp, Session};

/// What is read off all rows once, when the books are closed.
#[derive(Debug, Default)]
pub(super) struct FactsOfFiles {
    bases: Vec<Basis>,
    /// Of each file the one that stands for it: the same file under another name.
    twins: ByFile<Option<u16>>,
    /// Platforms whose ad report is here, or could not be read if it were.
    pub(super) with_ads: BTreeSet<Source>,
}

impl FactsOfFiles {
    pub(super) fn of(dataset: &Dataset, books: &Books) -> FactsOfFiles {
        let bases: BTreeSet<Basis> = books.tables().iter().flat_map(TableSummary::bases).collect();
        let readable: BTreeSet<Source> = ingest::profiles()
            .into_iter()
            .filter(|profile| profile.kind == Kind::Ads)
            .map(|profile| profile.source)
            .collect();
        let stores: BTreeSet<StoreKey> = dataset.ads.iter().map(|row| row.store).collect();
        let advertised: BTreeSet<Source> = stores.into_iter().map(|store| dataset.pools.store_parts(store).0).collect();
        let has_ads = |platform: &Source| advertised.contains(platform) || !readable.contains(platform);
        FactsOfFiles {
            bases: bases.into_iter().collect(),
            twins: twins(dataset),
            with_ads: Source::ALL.iter().copied().filter(has_ads).collect(),
        }
    }
}

/// Of each file the same file under the shortest of its names, which is the one that counts.
fn twins(dataset: &Dataset) -> ByFile<Option<u16>> {
    let mut order: Vec<(u16, &SourceFile)> = (0..).zip(&dataset.files).filter(|(_, file)| file.rows > 0).collect();
    order.sort_by_key(|(_, file)| (file.name.len(), &file.name));
    let mut twins = ByFile::of(&dataset.files, |_| None);
    let mut seen: Vec<u16> = Vec::new();
    for (file, _) in order {
        let twin = seen.iter().copied().find(|&other| dataset.is_same_file(other, file));
        match (twin, twins.get_mut(file)) {
            (Some(_), Some(slot)) => *slot = twin,
            _ => seen.push(file),
        }
    }
    twins
}

impl Session {
    /// The file that stands for this one.
    fn twin(&self, file: u16) -> Option<u16> {
        self.facts_of_files.twins.get(file).copied().flatten()
    }

    pub(super) fn shop(&self) -> Shop {
        let fates = self.fates(&self.whole);
        let mut buckets_of: BTreeMap<u16, Vec<FileBucket>> = BTreeMap::new();
        for bucket in fates.buckets() {
            let Bucket { file, reason, amount, currency, rows } = bucket;
            let currency = self.code(currency).to_owned();
            buckets_of.entry(file).or_default().push(FileBucket { reason, amount, currency, rows });
        }
        // Of several currencies the first by code is named first.
        for buckets in buckets_of.values_mut() {
            buckets.sort_by(|one, other| (one.reason, &one.currency).cmp(&(other.reason, &other.currency)));
        }
        let mut files = Vec::new();
        let doubts = profit::implausible_costs(&self.dataset, &self.books, &self.whole.report, &self.config);
        let mut asked: BTreeSet<String> = BTreeSet::new();
        for (index, file, id) in self.ids.with_files(&self.dataset.files) {
            let Some(id) = id.filter(|_| self.twin(index).is_none()) else { continue };
            let refund = self.books.refunds.get(index).cloned().flatten();
            let open = refund.as_ref().filter(|decision| decision.basis.is_none());
            files.push(FileCard {
                id,
                file: self.with_findings(id, index, file, &doubts),
                money: if file.kind.carries_money() { self.money_in(&fates, index) } else { Vec::new() },
                buckets: buckets_of.remove(&index).unwrap_or_default(),
                asks_refund: open.is_some_and(|decision| asked.insert(decision.key.clone())),
                refund,
            });
        }
        let (profit, missing) = self.books_in_short();
        Shop { files, profit, missing, currencies: self.currencies() }
    }

    fn money_in(&self, fates: &Fates, file: u16) -> Vec<MoneyIn> {
        let mut money: Vec<MoneyIn> = fates
            .by_currency(file)
            .into_iter()
            .map(|(currency, fates)| MoneyIn { currency: self.code(currency).to_owned(), fates })
            .collect();
        // The shop's is the first, the others stand by their codes.
        let shop = self.books.currencies().shop_code();
        money.sort_by(|one, other| {
            (one.currency != shop, &one.currency).cmp(&(other.currency != shop, &other.currency))
        });
        money
    }

    /// What the money of the files is in.
    pub(super) fn currencies(&self) -> ShopCurrencies {
        let currencies = self.books.currencies();
        let other = |currency::OtherCurrency { currency, rows, costs, .. }| OtherCurrency { currency, rows, costs };
        ShopCurrencies {
            shop: currencies.shop_code().to_owned(),
            costs: currencies.cost_currency().to_owned(),
            choices: currencies.choices(&self.dataset),
            others: currencies.others(&self.dataset, &self.config).into_iter().map(other).collect(),
        }
    }

    /// The file with what only all files together show of it.
    fn with_findings(&self, id: FileId, index: u16, file: &SourceFile, doubts: &[(u16, Diagnostic)]) -> SourceFile {
        let mut file = file.clone();
        for (_, finding) in self.books.findings.iter().chain(doubts).filter(|(of, _)| *of == index) {
            file.diagnostics.push(finding.clone());
            file.diagnostics_total = file.diagnostics_total.saturating_add(1);
        }
        // The same bytes, and files that differ in their bytes and say the same.
        // Of the files of an archive, which was dropped as one, the first says so.
        let first = self.ids.iter().find(|(_, of)| **of == Some(id));
        let is_first = first.is_some_and(|(first, _)| first == index);
        let mut names = if is_first { self.dropped.again(id).to_vec() } else { Vec::new() };
        for (other, twin, of) in self.ids.with_files(&self.dataset.files) {
            if self.twin(other) == Some(index) {
                names.push(twin.name.clone());
                names.extend(of.iter().flat_map(|&id| self.dropped.again(id)).cloned());
            }
        }
        if !names.is_empty() {
            file.diagnostics.push(Diagnostic::of_file(Problem::SameFileAgain { names }));
            file.diagnostics_total = file.diagnostics_total.saturating_add(1);
        }
        file
    }

    /// The profit in short, and what would make it more complete.
    pub(super) fn books_in_short(&self) -> (Option<ProfitSummary>, Vec<Missing>) {
        let has_files = self.ids.iter().any(|(_, id)| id.is_some());
        let has_orders = !(self.dataset.lines.is_empty() && self.dataset.headers.is_empty());
        let profit = has_orders.then(|| self.profit_in_short());
        (profit, if has_files { self.missing(has_orders) } else { Vec::new() })
    }

    /// The profit of the scope in short; there have to be orders.
    pub(super) fn profit_in_short(&self) -> ProfitSummary {
        self.summary(self.bucket_sums())
    }

    fn fates(&self, of: &AddedUp) -> Fates {
        profit::fates(&self.dataset, &self.books, &of.prepared, &of.report)
    }

    fn bucket_sums(&self) -> Vec<BucketSum> {
        let mut sums: BTreeMap<(bool, BucketReason, String), (BucketSum, Money)> = BTreeMap::new();
        for bucket in self.fates(self.in_scope()).buckets().filter(|bucket| self.twin(bucket.file).is_none()) {
            let Some(file) = self.ids.get(bucket.file).copied().flatten() else { continue };
            let kind = self.dataset.files.get(usize::from(bucket.file)).map(|file| file.kind);
            let is_cost = matches!(kind, Some(Kind::Ads | Kind::Shipments));
            let currency = self.code(bucket.currency).to_owned();
            let (reason, key) = (bucket.reason, (is_cost, bucket.reason, currency.clone()));
            let empty = BucketSum { reason, is_cost, amount: Money::ZERO, currency, rows: 0, file };
            let (sum, most) = sums.entry(key).or_insert((empty, Money::ZERO));
            sum.amount += bucket.amount;
            sum.rows += bucket.rows;
            if bucket.amount.abs() > *most {
                (*most, sum.file) = (bucket.amount.abs(), file);
            }
        }
        sums.into_values().map(|(sum, _)| sum).collect()
    }

    /// The code of a currency, the shop's for `None`.
    fn code(&self, currency: Option<CurrencyKey>) -> &str {
        currency.map_or(self.books.currencies().shop_code(), |key| self.dataset.pools.currencies.get(key))
    }

    fn range_of(&self, AddedUp { prepared, report, .. }: &AddedUp) -> Option<NetRange> {
        profit::net_range(&self.dataset, prepared, report, &self.config)
    }

    /// `in_scope` is the range of what is in the scope, which mostly is all of it.
    fn whole_totals(&self, in_scope: Option<&NetRange>) -> WholeTotals {
        let ends = |range: &NetRange| (range.low, range.high);
        let net = if self.scope == Scope::default() {
            in_scope.map(ends)
        } else {
            self.range_of(&self.whole).as_ref().map(ends)
        };
        let report = &self.whole.report;
        WholeTotals { orders: report.all.orders, revenue: report.all.revenue, net, lost: lost(report) }
    }

    fn summary(&self, buckets: Vec<BucketSum>) -> ProfitSummary {
        let AddedUp { prepared, report, sales } = self.in_scope();
        let range = self.range_of(self.in_scope());
        let keys: BTreeSet<StoreKey> = self.whole.prepared.activities.iter().map(|activity| activity.store).collect();
        let parts = |store: StoreKey| self.dataset.pools.store_parts(store);
        let stores: BTreeSet<(Source, String)> =
            keys.into_iter().map(parts).map(|(platform, name)| (platform, name.to_owned())).collect();
        ProfitSummary {
            as_of: self.books.as_of,
            basis: self.config.shop.basis,
            bases: self.facts_of_files.bases.clone(),
            basis_before: self.basis_before.filter(|&before| before != self.config.shop.basis),
            currency: self.books.currencies().shop_code().to_owned(),
            scope: self.scope.clone(),
            whole_period: self.whole.prepared.period,
            whole: self.whole_totals(range.as_ref()),
            period: prepared.period,
            stores: stores.into_iter().collect(),
            all: report.all,
            paid: sales.paid,
            range,
            refunds_due: sales.refunds_due(self.books.as_of),
            totals: report.totals,
            assumed: report.assumed,
            components: report.components.clone(),
            platforms: report.platforms.clone(),
            counts: self.counts(),
            lost: lost(report),
            assumptions: profit::assumptions(prepared, report)
                .into_iter()
                .map(|(assumption, cost)| AssumptionUse { assumption, cost })
                .collect(),
            buckets,
            return_costs: profit::return_costs(&self.books.currencies().settings(&self.config)),
        }
    }
}

/// Net of all SKUs that lose together.
fn lost(report: &Report) -> Money {
    let losing = report.skus.iter().filter(|(item, profit)| is_losing(*item, profit));
    losing.filter_map(|(_, profit)| profit.net()).sum()
}
