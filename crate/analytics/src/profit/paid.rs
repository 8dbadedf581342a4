//! How many orders there are, and why a page may count fewer of them.

use serde::{Deserialize, Serialize};

use crate::books::{Sale, SaleState};
use crate::money::Money;
use crate::sums::sum_of_fields;

/// The paid orders of a scope. The profit table has those that are in neither of the other two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidOrders {
    /// All of them.
    pub paid: u32,
    /// Given back in full before they were sent: neither sold nor packed.
    pub never_sent: u32,
    /// Of which no row says which SKUs they were, or in what money, and what they sold where that is known.
    pub unplaced: u32,
    /// Before refunds, in the shop's currency.
    pub unplaced_revenue: Money,
}

impl PaidOrders {
    pub(super) fn add(&mut self, sale: &Sale) {
        self.paid += 1;
        if sale.state == SaleState::RefundedUnsent {
            self.never_sent += 1;
        } else if sale.facts == 0 {
            self.unplaced += 1;
            self.unplaced_revenue += sale.revenue.into();
        }
    }
}

sum_of_fields! { PaidOrders { paid, never_sent, unplaced, unplaced_revenue } and {} }
