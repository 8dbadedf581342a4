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

    /// Whatever the page of customers has asked for: the answer is the same to everyone.
    fn first_buyers(&self, sku: &str) -> Option<(repurchase::Group, u32)> {
        let customers = self.customers.as_ref()?;
        let days = RepurchaseQuery::default().days;
        let made;
        let driven = match customers.driven() {
            Some((driven, of)) if (driven.driver, of) == (Driver::FirstSku, days) => driven,
            _ => {
                let prepared = customers.prepared();
                made = repurchase::driven(&self.dataset, &self.books, prepared, Driver::FirstSku, days);
                &made
            }
        };
        let is_wanted = |group: &&repurchase::Group| matches!(&group.name, GroupName::Sku(code, _) if code == sku);
        Some((driven.groups.iter().find(is_wanted)?.clone(), days))
    }
}
