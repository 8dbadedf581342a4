//! How many orders there are, and why a page may count fewer of them.

use serde::{Deserialize, Serialize};

use super::{InScope, Scope};
use crate::books::{Books, SaleState};
use crate::dataset::Dataset;
use crate::money::Money;

/// The paid orders of a scope. The profit table has those that are in neither of the other two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidOrders {
    pub paid: u32,
    /// Given back in full before they were sent: neither sold nor packed.
    pub never_sent: u32,
    /// Of which no row says which SKUs they were, or in what money, and what they sold where that is known.
    pub unplaced: u32,
    pub unplaced_revenue: Money,
}

/// Counts the paid orders of a scope.
pub fn paid_orders(dataset: &Dataset, books: &Books, scope: &Scope) -> PaidOrders {
    let part = InScope::new(dataset, scope);
    let mut orders = PaidOrders::default();
    for sale in books.sales.iter().filter(|sale| part.contains(sale.store, Some(sale.day))) {
        orders.paid += 1;
        if sale.state == SaleState::RefundedUnsent {
            orders.never_sent += 1;
        } else if sale.facts == 0 {
            orders.unplaced += 1;
            orders.unplaced_revenue += sale.revenue.into();
        }
    }
    orders
}
