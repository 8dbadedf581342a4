//! What a unit costs, by SKU and day: as the cost sheet says, else as an ERP's orders or stock list do.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::bundles::{Bundles, CostOf, Recipes};
use crate::currency::Currencies;
use crate::dataset::{CostKey, Dataset, SkuKey, UnitCost};
use crate::diagnostic::{Diagnostic, Problem};
use crate::figures::number;
use crate::money::Amount;
use crate::pool::{Column, Key};
use crate::time::Day;
use crate::vocabulary::Kind;

/// A cost and the day from which it is valid; `None` where it is in a currency without a rate, so that nothing is known from
/// that day on.
type ValidFrom = (Option<Day>, Option<CostOf>);

/// By SKU, the unit costs in the order of their first day. Of two from one day the higher stays, in the shop's currency; one
/// that cannot be converted only where there is no other. A bundle without a cost of its own costs what is in it.
#[derive(Debug, Default)]
pub(super) struct Costs {
    of: Column<SkuKey, Vec<ValidFrom>>,
    bundles: Bundles,
}

impl Costs {
    /// Also says of files that are no cost sheets which of their costs were taken. A sheet is kept for this, and what it
    /// has of a SKU is all that counts of it. A list of bundles is kept for what is in them, and costs stand beside that.
    pub(super) fn of(dataset: &Dataset, currencies: &Currencies) -> (Costs, Vec<(u16, Diagnostic)>) {
        let mut is_sheet = dataset.is_of_kind(Kind::Costs);
        dataset.bundles.iter().for_each(|row| is_sheet[row.at] = false);
        let file_of = dataset.by_table(|table| table.file);
        let mut in_sheet = Column::filled(&dataset.pools.skus, false);
        for cost in dataset.costs.iter().filter(|cost| is_sheet[cost.at]) {
            in_sheet[cost.sku] = true;
        }
        let mut costs: Column<SkuKey, Vec<ValidFrom>> = Column::filled(&dataset.pools.skus, Vec::new());
        let mut stated: BTreeMap<(u16, bool), BTreeSet<SkuKey>> = BTreeMap::new();
        for (index, cost) in dataset.costs.indexed() {
            let key = CostKey::from_index(number(index));
            let counts = is_sheet[cost.at] || !in_sheet[cost.sku];
            if counts {
                costs[cost.sku].push((cost.valid_from, currencies.rate_of_cost(cost).map(|_| CostOf::Row(key))));
            }
            if !is_sheet[cost.at] {
                stated.entry((file_of[cost.at], counts)).or_default().insert(cost.sku);
            }
        }
        let amount = |cost: CostOf| match cost {
            CostOf::Row(key) => currencies.unit_cost(dataset.unit_cost(key)?),
            CostOf::Parts(_) => None,
        };
        for sku in dataset.pools.skus.keys() {
            let list = &mut costs[sku];
            list.sort_by_key(|&(from, cost)| (from, Reverse(cost.and_then(amount)), cost));
            list.dedup_by_key(|entry| entry.0);
        }
        let (recipes, of_bundles) = Recipes::of(dataset);
        let mut costs = Costs { of: costs, bundles: Bundles::default() };
        costs.add_bundles(&recipes);
        let mut findings = costs.differences(dataset, currencies, |cost| !is_sheet[cost.at] && in_sheet[cost.sku]);
        let finding = |((file, counts), skus): ((u16, bool), BTreeSet<SkuKey>)| {
            let skus = number(skus.len());
            let problem = if counts { Problem::CostsTaken { skus } } else { Problem::CostsPassedOver { skus } };
            (file, Diagnostic::of_file(problem))
        };
        findings.extend(stated.into_iter().map(finding));
        findings.extend(of_bundles);
        (costs, findings)
    }

    /// A bundle without a cost of its own costs what is in it, and something else from each day on which a cost of that
    /// changes.
    fn add_bundles(&mut self, recipes: &Recipes) {
        let is_costed = |sku| !self.of_sku(sku).is_empty();
        let open: Vec<SkuKey> = recipes.bundles().filter(|&bundle| !is_costed(bundle)).collect();
        let days = |bundle: SkuKey| {
            let ends = recipes.ends(bundle, is_costed);
            let days: BTreeSet<Option<Day>> =
                ends.into_iter().flat_map(|sku| self.of_sku(sku)).map(|&(from, _)| from).chain([None]).collect();
            (bundle, days.into_iter().map(|from| (from, Some(CostOf::Parts(from)))).collect())
        };
        let of_bundles: Vec<(SkuKey, Vec<ValidFrom>)> = open.into_iter().map(days).collect();
        for (bundle, list) in of_bundles {
            self.of[bundle] = list;
        }
        self.bundles = Bundles::at_costs(recipes, self);
    }

    /// Of how many SKUs files say another unit cost than the one that counts on that day, and which differs most.
    fn differences(
        &self,
        dataset: &Dataset,
        currencies: &Currencies,
        is_passed_over: impl Fn(&UnitCost) -> bool,
    ) -> Vec<(u16, Diagnostic)> {
        let file_of = dataset.by_table(|table| table.file);
        let mut furthest: BTreeMap<u16, BTreeMap<SkuKey, (Amount, Amount, Amount)>> = BTreeMap::new();
        for cost in dataset.costs.iter().filter(|cost| is_passed_over(cost)) {
            let counted = match self.latest(cost.sku, cost.valid_from) {
                Some(CostOf::Row(key)) => dataset.unit_cost(key).and_then(|counted| currencies.unit_cost(counted)),
                Some(CostOf::Parts(_)) | None => None,
            };
            if let (Some(here), Some(counted)) = (currencies.unit_cost(cost), counted)
                && here != counted
            {
                let gap = ((here - counted).abs(), here, counted);
                let most = furthest.entry(file_of[cost.at]).or_default().entry(cost.sku).or_insert(gap);
                *most = gap.max(*most);
            }
        }
        let finding = |(file, skus): (u16, BTreeMap<SkuKey, (Amount, Amount, Amount)>)| {
            let code = |sku: &SkuKey| dataset.pools.skus.get(*sku);
            let most = skus.iter().max_by_key(|(sku, gap)| (**gap, Reverse(code(sku))))?;
            let (sku, &(_, here, counted)) = most;
            let n_skus = number(skus.len());
            let problem = Problem::CostsDiffer { skus: n_skus, sku: code(sku).to_owned(), here, counted };
            Some((file, Diagnostic::of_file(problem)))
        };
        furthest.into_iter().filter_map(finding).collect()
    }

    /// From which day on what is valid.
    pub(super) fn of_sku(&self, sku: SkuKey) -> &[ValidFrom] {
        self.of.known(sku).map_or(&[], Vec::as_slice)
    }

    /// What is in bundles.
    pub(super) fn bundles(&self) -> &Bundles {
        &self.bundles
    }

    /// The cost valid on a day, or at last.
    pub(super) fn latest(&self, sku: SkuKey, day: Option<Day>) -> Option<CostOf> {
        let last = || self.of_sku(sku).last().and_then(|&(_, cost)| cost);
        day.map_or_else(last, |day| self.on(sku, day))
    }

    /// The cost valid on a day, or at first.
    pub(super) fn since(&self, sku: SkuKey, day: Option<Day>) -> Option<CostOf> {
        let first = || self.of_sku(sku).first().and_then(|&(_, cost)| cost);
        day.map_or_else(first, |day| self.on(sku, day))
    }

    /// The cost valid on a day: the latest that began before it; before the first, the first.
    pub(super) fn on(&self, sku: SkuKey, day: Day) -> Option<CostOf> {
        let costs = self.of_sku(sku);
        let valid = costs.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day));
        valid.or_else(|| costs.first()).and_then(|&(_, cost)| cost)
    }
}
