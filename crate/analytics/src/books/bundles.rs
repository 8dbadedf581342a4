//! What a bundle costs: 套件 and 组合装 are sold under a code of their own and cost what is in them.

use std::collections::{BTreeMap, BTreeSet};

use super::costs::Costs;
use crate::dataset::{CostKey, Dataset, SkuKey};
use crate::diagnostic::{Diagnostic, Problem};
use crate::figures::number;
use crate::money::Quantity;
use crate::time::Day;

/// What says the cost of a unit on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostOf {
    /// A row of a file.
    Row(CostKey),
    /// What is in the bundle, at the costs that are valid from this day on; `None`: from the first.
    Parts(Option<Day>),
}

/// So many units of a SKU are in a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartUse {
    pub(crate) sku: SkuKey,
    pub(crate) units: Quantity,
    /// `None` where no file says what it costs.
    pub(crate) cost: Option<CostOf>,
}

/// What is in the bundles that have no unit cost of their own, by the day from which that is what they cost.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bundles(BTreeMap<(SkuKey, Option<Day>), Vec<PartUse>>);

impl Bundles {
    /// `None` for what is no bundle.
    pub(crate) fn parts(&self, bundle: SkuKey, since: Option<Day>) -> Option<&[PartUse]> {
        self.0.get(&(bundle, since)).map(Vec::as_slice)
    }

    /// Every bundle, and the days on which its cost changes.
    pub(crate) fn all(&self) -> impl Iterator<Item = (SkuKey, Option<Day>)> + '_ {
        self.0.keys().copied()
    }

    /// The rows that say what a unit costs: one, or those of all that is in it.
    pub(crate) fn rows(&self, sku: SkuKey, cost: CostOf) -> BTreeSet<CostKey> {
        let mut rows = BTreeSet::new();
        // A bundle may be in itself, by mistake.
        let mut seen = BTreeSet::new();
        let mut open = vec![(sku, cost)];
        while let Some((sku, cost)) = open.pop() {
            match cost {
                CostOf::Row(row) => {
                    rows.insert(row);
                }
                CostOf::Parts(since) if seen.insert((sku, since)) => {
                    let parts = self.parts(sku, since).unwrap_or_default();
                    open.extend(parts.iter().filter_map(|part| Some((part.sku, part.cost?))));
                }
                CostOf::Parts(_) => {}
            }
        }
        rows
    }

    /// What the costs of what is in them make of the costs of bundles.
    pub(super) fn at_costs(recipes: &Recipes, costs: &Costs) -> Bundles {
        let at = |&(sku, units): &(SkuKey, Quantity), since| PartUse { sku, units, cost: costs.since(sku, since) };
        let of_bundle = |(&bundle, parts): (&SkuKey, &Vec<(SkuKey, Quantity)>)| {
            let days = costs.of_sku(bundle).iter().filter_map(|&(_, cost)| match cost {
                Some(CostOf::Parts(since)) => Some(since),
                _ => None,
            });
            let at_day = |since| ((bundle, since), parts.iter().map(|part| at(part, since)).collect());
            days.map(at_day).collect::<Vec<_>>()
        };
        Bundles(recipes.0.iter().flat_map(of_bundle).collect())
    }
}

/// What is in each bundle, as the files say; only of those of which it is known.
#[derive(Debug, Default)]
pub(super) struct Recipes(BTreeMap<SkuKey, Vec<(SkuKey, Quantity)>>);

/// How many units of each SKU one file says are in a bundle; `None` where a row of it does not say of what, or how many.
type Stated = Option<BTreeMap<SkuKey, Quantity>>;

impl Recipes {
    /// Also says of files which of their bundles are another thing in another file: which of them was sold nobody knows.
    pub(super) fn of(dataset: &Dataset) -> (Recipes, Vec<(u16, Diagnostic)>) {
        let file_of = dataset.by_table(|table| table.file);
        let mut stated: BTreeMap<SkuKey, BTreeMap<u16, Stated>> = BTreeMap::new();
        for row in dataset.bundles.iter() {
            let of_file = stated.entry(row.bundle).or_default().entry(file_of[row.at]);
            let parts = of_file.or_insert_with(|| Some(BTreeMap::new()));
            match (row.part, row.units.filter(|units| !units.is_zero() && !units.is_negative())) {
                (Some(part), Some(units)) => {
                    if let Some(parts) = parts {
                        *parts.entry(part).or_default() += units;
                    }
                }
                _ => *parts = None,
            }
        }
        let mut recipes = BTreeMap::new();
        let mut differ: BTreeMap<u16, BTreeSet<&str>> = BTreeMap::new();
        for (bundle, by_file) in stated {
            let mut each = by_file.values();
            let first = each.next();
            if each.any(|other| Some(other) != first) {
                let code = dataset.pools.skus.get(bundle);
                by_file.keys().for_each(|&file| {
                    differ.entry(file).or_default().insert(code);
                });
            } else if let Some(Some(parts)) = first {
                recipes.insert(bundle, parts.iter().map(|(&sku, &units)| (sku, units)).collect());
            }
        }
        let finding = |(file, skus): (u16, BTreeSet<&str>)| {
            let sku = skus.first().copied().unwrap_or_default().to_owned();
            (file, Diagnostic::of_file(Problem::BundlesDiffer { skus: number(skus.len()), sku }))
        };
        (Recipes(recipes), differ.into_iter().map(finding).collect())
    }

    pub(super) fn bundles(&self) -> impl Iterator<Item = SkuKey> + '_ {
        self.0.keys().copied()
    }

    /// The SKUs of which bundles are made in the end: what is in a bundle may be one itself. `is_costed`: its own cost
    /// counts, whatever is in it.
    pub(super) fn ends(&self, bundle: SkuKey, is_costed: impl Fn(SkuKey) -> bool) -> BTreeSet<SkuKey> {
        let (mut ends, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![bundle]);
        while let Some(sku) = open.pop() {
            if !seen.insert(sku) {
                continue;
            }
            match self.0.get(&sku).filter(|_| !is_costed(sku)) {
                Some(parts) => open.extend(parts.iter().map(|&(part, _)| part)),
                None => {
                    ends.insert(sku);
                }
            }
        }
        ends
    }
}
