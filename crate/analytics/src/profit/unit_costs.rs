//! What a unit costs: what was said on the page goes before what the files say.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::currency::Currencies;
use crate::dataset::{CostKey, Dataset, SkuKey};
use crate::money::Amount;

/// The one order of precedence for whatever is made of unit costs: profit, stock, purchases.
pub(crate) struct UnitCosts<'a> {
    dataset: &'a Dataset,
    currencies: &'a Currencies,
    /// `None` where it is in a currency without a rate.
    said: BTreeMap<SkuKey, Option<Amount>>,
}

impl<'a> UnitCosts<'a> {
    pub(crate) fn new(dataset: &'a Dataset, currencies: &'a Currencies, config: &Config) -> UnitCosts<'a> {
        let of_sku = |(sku, &cost): (&String, &Amount)| Some((dataset.pools.skus.find(sku)?, currencies.cost(cost)));
        UnitCosts { dataset, currencies, said: config.goods.unit_cost.iter().filter_map(of_sku).collect() }
    }

    /// In the shop's currency; `None` where it is not known. `in_files` is the cost that the books found to be valid.
    pub(crate) fn of(&self, sku: SkuKey, in_files: Option<CostKey>) -> Option<Amount> {
        let of_files = || self.currencies.unit_cost(self.dataset.unit_cost(in_files?)?);
        self.said.get(&sku).copied().unwrap_or_else(of_files)
    }
}
