//! What the pages of stock and of customers know of a SKU.

use analytics::repurchase::{self, Driver, GroupName};
use protocol::{RepurchaseQuery, SkuElsewhere};

use super::Session;

impl Session {
    pub(super) fn elsewhere(&mut self, sku: &str) -> SkuElsewhere {
        let (stock, purchase) = self.stock_of(sku);
        self.fill_customers();
        SkuElsewhere { sku: sku.to_owned(), stock, purchase, first_buyers: self.first_buyers(sku) }
    }

    /// As the page of customers groups them, where it groups by the first product.
    fn first_buyers(&self, sku: &str) -> Option<(repurchase::Group, u32)> {
        let customers = self.customers.as_ref()?;
        let is_wanted = |group: &&repurchase::Group| matches!(&group.name, GroupName::Sku(code, _) if code == sku);
        let (driven, days) = match customers.driven() {
            Some((driven, days)) if driven.driver == Driver::FirstSku => (driven.clone(), days),
            _ => {
                let days = RepurchaseQuery::default().days;
                let prepared = customers.prepared();
                (repurchase::driven(&self.dataset, &self.books, prepared, Driver::FirstSku, days), days)
            }
        };
        Some((driven.groups.iter().find(is_wanted)?.clone(), days))
    }
}
