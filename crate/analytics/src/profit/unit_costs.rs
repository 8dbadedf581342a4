//! What a unit costs: what was said on the page goes before what the files say, and a bundle costs what is in it.

use std::collections::BTreeMap;

use super::prepare::Prepared;
use crate::books::{Bundles, CostOf, PartUse};
use crate::config::Config;
use crate::currency::Currencies;
use crate::dataset::{Dataset, SkuKey};
use crate::money::{Amount, Money};
use crate::time::Day;

/// The one order of precedence for whatever is made of unit costs: profit, stock, purchases.
pub(crate) struct UnitCosts<'a> {
    dataset: &'a Dataset,
    currencies: &'a Currencies,
    /// `None` where it is in a currency without a rate.
    said: BTreeMap<SkuKey, Option<Amount>>,
    /// What is in each bundle comes to; `None` where the cost of any of it is not known.
    of_bundles: BTreeMap<(SkuKey, Option<Day>), Option<Amount>>,
}

/// What a bundle costs that is costed by what is in it, at the costs that are valid from a day on; `None` where any of those
/// is not known.
pub fn bundle_cost(
    dataset: &Dataset,
    prepared: &Prepared,
    config: &Config,
    bundle: SkuKey,
    since: Option<Day>,
) -> Option<Amount> {
    let costs = UnitCosts::new(dataset, &prepared.currencies, &prepared.bundles, config);
    costs.of(bundle, Some(CostOf::Parts(since)))
}

impl<'a> UnitCosts<'a> {
    pub(crate) fn new(
        dataset: &'a Dataset,
        currencies: &'a Currencies,
        bundles: &Bundles,
        config: &Config,
    ) -> UnitCosts<'a> {
        let of_sku = |(sku, &cost): (&String, &Amount)| Some((dataset.pools.skus.find(sku)?, currencies.cost(cost)));
        let said = config.goods.unit_cost.iter().filter_map(of_sku).collect();
        let mut costs = UnitCosts { dataset, currencies, said, of_bundles: BTreeMap::new() };
        bundles.all().for_each(|bundle| costs.add_up(bundles, bundle));
        costs
    }

    /// In the shop's currency; `None` where it is not known. `in_files` is the cost that the books found to be valid.
    pub(crate) fn of(&self, sku: SkuKey, in_files: Option<CostOf>) -> Option<Amount> {
        let of_files = || match in_files? {
            CostOf::Row(row) => self.currencies.unit_cost(self.dataset.unit_cost(row)?),
            CostOf::Parts(since) => self.of_bundles.get(&(sku, since)).copied().flatten(),
        };
        self.said.get(&sku).copied().unwrap_or_else(of_files)
    }

    /// Works out what a bundle costs, and what is in it before that: parts may be bundles, and wait until those are known.
    fn add_up(&mut self, bundles: &Bundles, bundle: (SkuKey, Option<Day>)) {
        let mut open = vec![bundle];
        while let Some(&(sku, since)) = open.last() {
            let parts = bundles.parts(sku, since).unwrap_or_default();
            let is_begun = self.of_bundles.contains_key(&(sku, since));
            if !is_begun {
                // A bundle that is in itself is not known: it finds this.
                self.of_bundles.insert((sku, since), None);
                let unknown = parts.iter().filter_map(|part| match part.cost? {
                    CostOf::Parts(since) => Some((part.sku, since)),
                    CostOf::Row(_) => None,
                });
                let before = open.len();
                open.extend(unknown.filter(|part| !self.of_bundles.contains_key(part)));
                if open.len() > before {
                    continue;
                }
            }
            open.pop();
            let of_part = |part: &PartUse| Some(self.of(part.sku, part.cost)? * part.units);
            let cost = parts.iter().map(of_part).sum::<Option<Money>>().map(Money::to_amount);
            let cost = cost.filter(|_| !parts.is_empty());
            self.of_bundles.insert((sku, since), cost);
        }
    }
}
