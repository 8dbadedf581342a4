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
    /// Platforms whose order exports name products, so that one they do not name has not been sold.
    naming: BTreeSet<Source>,
}

impl AdProducts {
    /// By the product ids in orders. Of a platform whose exports name none, by the title, where it is that of one product.
    pub fn of(dataset: &Dataset, books: &Books) -> AdProducts {
        if books.spend.is_empty() {
            return AdProducts::default();
        }
        let mut is_sold = Column::filled(&dataset.pools.skus, false);
        books.facts_in_turns(|fact| is_sold[fact.sku] = true);
        let mut skus: BTreeMap<ProductKey, Vec<SkuKey>> = BTreeMap::new();
        for (product, sku) in books.products().filter(|(_, sku)| is_sold[*sku]) {
            skus.entry(product).or_default().push(sku);
        }
        let platform = |product: ProductKey| dataset.pools.product_parts(product).0;
        let naming: BTreeSet<Source> = skus.keys().map(|&product| platform(product)).collect();
        skus.extend(by_title(dataset, books, &naming));
        AdProducts { skus, naming }
    }

    /// The SKUs of a product; `None` where no order tells of it.
    pub fn skus(&self, product: ProductKey) -> Option<&[SkuKey]> {
        self.skus.get(&product).map(Vec::as_slice)
    }

    /// Nobody can say whether the product was sold: the platform's orders name no products.
    pub fn is_unmatched(&self, dataset: &Dataset, product: ProductKey) -> bool {
        self.skus(product).is_none() && !self.naming.contains(&dataset.pools.product_parts(product).0)
    }
}

/// A SKU is called by its product's title, behind which stands what it is of it: `连衣裙 红 M`.
fn by_title(dataset: &Dataset, books: &Books, naming: &BTreeSet<Source>) -> BTreeMap<ProductKey, Vec<SkuKey>> {
    let mut titled: BTreeMap<(Source, &str), BTreeSet<ProductKey>> = BTreeMap::new();
    for spend in &books.spend {
        let (Some(product), Some(name)) = (spend.product, spend.name) else { continue };
        let (platform, title) = (dataset.pools.product_parts(product).0, dataset.pools.names.get(name).trim());
        if !naming.contains(&platform) && !title.is_empty() {
            titled.entry((platform, title)).or_default().insert(product);
        }
    }
    let mut skus: BTreeMap<ProductKey, Vec<SkuKey>> = BTreeMap::new();
    if titled.is_empty() {
        return skus;
    }
    let sold: BTreeSet<(Source, SkuKey)> =
        books.facts().map(|fact| (dataset.pools.store_parts(fact.store).0, fact.sku)).collect();
    for (platform, sku) in sold {
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
