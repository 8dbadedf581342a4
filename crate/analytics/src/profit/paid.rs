//! How many orders there are, and why a page may count fewer of them.

use serde::{Deserialize, Serialize};

use crate::books::{Sale, SaleState};
use crate::money::Money;

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

    pub(super) fn plus(&mut self, others: &PaidOrders) {
        self.paid = self.paid.saturating_add(others.paid);
        self.never_sent = self.never_sent.saturating_add(others.never_sent);
        self.unplaced = self.unplaced.saturating_add(others.unplaced);
        self.unplaced_revenue += others.unplaced_revenue;
    }

    pub(super) fn minus(&mut self, others: &PaidOrders) {
        self.paid = self.paid.saturating_sub(others.paid);
        self.never_sent = self.never_sent.saturating_sub(others.never_sent);
        self.unplaced = self.unplaced.saturating_sub(others.unplaced);
        self.unplaced_revenue -= others.unplaced_revenue;
    }
}
