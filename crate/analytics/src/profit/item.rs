//! What a row of the profit table is about.

use super::ads::UNMATCHED_ADS;
use crate::dataset::{Dataset, NameKey, ProductKey, SkuKey, StoreKey};

/// What a row of the profit table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A SKU that was sold, given back or advertised.
    Sku(SkuKey),
    /// A product that was advertised and never sold, so that no SKU of it is known.
    UnsoldProduct(ProductKey, Option<NameKey>),
    /// A store that was advertised as a whole and sold nothing in the scope, so that no SKU can carry the spend.
    UnsoldStore(StoreKey),
    /// Products of which nobody can say whether they were sold, since the platform's orders name none.
    UnmatchedAds,
}

impl Item {
    /// The SKU's code; of a product that never sold, the product's id; of a store that sold nothing, its name, or the
    /// platform's where it has none; of ads that met no product [`UNMATCHED_ADS`].
    pub fn code(self, dataset: &Dataset) -> &str {
        match self {
            Item::Sku(sku) => dataset.pools.skus.get(sku),
            Item::UnsoldProduct(product, _) => dataset.pools.product_parts(product).1,
            Item::UnsoldStore(store) => match dataset.pools.store_parts(store) {
                (platform, "") => platform.name(),
                (_, name) => name,
            },
            Item::UnmatchedAds => UNMATCHED_ADS,
        }
    }

    /// What it is called; empty where no file says.
    pub fn name(self, dataset: &Dataset) -> &str {
        match self {
            Item::Sku(sku) => dataset.sku_name(sku),
            Item::UnsoldProduct(_, name) => name.map_or("", |name| dataset.pools.names.get(name)),
            Item::UnsoldStore(_) | Item::UnmatchedAds => "",
        }
    }
}
