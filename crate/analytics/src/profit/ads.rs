//! Which SKUs an advertised product stands for.

use std::collections::{BTreeMap, BTreeSet};

use crate::books::Books;
use crate::dataset::{Dataset, ProductKey, SkuKey};
use crate::pool::Column;
use crate::vocabulary::Source;

/// The code of the row that holds the spend on products of which no order tells.
pub const UNMATCHED_ADS: &str = "unmatched_ads";

/// What the products of ad reports are among what was sold, whatever the scope.
#[derive(Debug, Default)]
pub struct AdProducts {
    skus: BTreeMap<ProductKey, Vec<SkuKey>>,
    /// Platforms of which orders sold something whose product nobody names: it may be any that is advertised.
    unnamed: BTreeSet<Source>,
}

impl AdProducts {
    /// By the product ids in orders. What no order names is found by the title, where it is that of one product.
    pub fn of(dataset: &Dataset, books: &Books) -> AdProducts {
        if books.spend.is_empty() {
            return AdProducts::default();
        }
        let mut is_sold = Column::filled(&dataset.pools.skus, false);
        books.facts_in_turns(|fact| is_sold[fact.sku] = true);
        let mut skus: BTreeMap<ProductKey, Vec<SkuKey>> = BTreeMap::new();
        // A code is one SKU on every platform, and its product another on each.
        let platform = |product: ProductKey| dataset.pools.product_parts(product).0;
        let mut named: BTreeSet<(Source, SkuKey)> = BTreeSet::new();
        for (product, sku) in books.products().filter(|(_, sku)| is_sold[*sku]) {
            skus.entry(product).or_default().push(sku);
            named.insert((platform(product), sku));
        }
        let without = without_product(dataset, books, &named);
        let by_title = by_title(dataset, books, &skus, &without);
        let of_product = |(&product, skus): (&ProductKey, &Vec<SkuKey>)| {
            skus.iter().map(|&sku| (platform(product), sku)).collect::<Vec<_>>()
        };
        let found: BTreeSet<(Source, SkuKey)> = by_title.iter().flat_map(of_product).collect();
        let unnamed = without.into_iter().filter(|sold| !found.contains(sold)).map(|(platform, _)| platform).collect();
        skus.extend(by_title);
        AdProducts { skus, unnamed }
    }

    /// The SKUs of a product; `None` where no order tells of it.
    pub fn skus(&self, product: ProductKey) -> Option<&[SkuKey]> {
        self.skus.get(&product).map(Vec::as_slice)
    }

    /// Nobody can say whether the product was sold: the platform's orders do not name all products.
    pub fn is_unmatched(&self, dataset: &Dataset, product: ProductKey) -> bool {
        self.skus(product).is_none() && self.unnamed.contains(&dataset.pools.product_parts(product).0)
    }
}

/// What was sold for money on each platform under no product.
fn without_product(dataset: &Dataset, books: &Books, named: &BTreeSet<(Source, SkuKey)>) -> BTreeSet<(Source, SkuKey)> {
    let platforms = dataset.pools.platforms();
    let mut without = BTreeSet::new();
    // Lines of one SKU stand together, and are looked up together.
    let mut last = None;
    books.facts_in_turns(|fact| {
        let sold = (platforms[fact.store], fact.sku);
        if last != Some(sold) && !fact.revenue().is_zero() {
            last = Some(sold);
            if !named.contains(&sold) {
                without.insert(sold);
            }
        }
    });
    without
}

/// A SKU is called by its product's title, behind which stands what it is of it: `连衣裙 红 M`.
fn by_title(
    dataset: &Dataset,
    books: &Books,
    known: &BTreeMap<ProductKey, Vec<SkuKey>>,
    without: &BTreeSet<(Source, SkuKey)>,
) -> BTreeMap<ProductKey, Vec<SkuKey>> {
    let mut titled: BTreeMap<(Source, &str), BTreeSet<ProductKey>> = BTreeMap::new();
    if !without.is_empty() {
        for spend in &books.spend {
            let (Some(product), Some(name)) = (spend.product, spend.name) else { continue };
            let (platform, title) = (dataset.pools.product_parts(product).0, dataset.pools.names.get(name).trim());
            if !known.contains_key(&product) && !title.is_empty() {
                titled.entry((platform, title)).or_default().insert(product);
            }
        }
    }
    let mut skus: BTreeMap<ProductKey, Vec<SkuKey>> = BTreeMap::new();
    for &(platform, sku) in without {
        let name = dataset.sku_name(sku);
        let ends = name.match_indices(' ').map(|(at, _)| at).chain([name.len()]);
        let mut products = ends.filter_map(|end| titled.get(&(platform, name.get(..end)?)));
        // The longest title that fits is meant.
        if let Some(products) = products.next_back()
            && let (Some(&product), 1) = (products.first(), products.len())
        {
            skus.entry(product).or_default().push(sku);
        }
    }
    skus
}
