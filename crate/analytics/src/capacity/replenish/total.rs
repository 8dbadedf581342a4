//! What a list to buy comes to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{PlanRow, PurchaseOrder};
use crate::money::{Money, Quantity};
use crate::time::Day;

/// Orders added up. Amounts of SKUs without a cost are not in it, and are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// How many SKUs are ordered.
    pub skus: u32,
    /// Of all SKUs.
    pub units: Quantity,
    /// Quantity × unit cost of each order, to the cent.
    pub amount: Money,
    /// SKUs among them of which no cost is known.
    pub without_cost: u32,
}

/// The totals of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToBuy {
    /// Of every order of the plan.
    pub all: Total,
    /// Of what is due today.
    pub due: Total,
    /// Of what is due before the plan is looked at again: the purchase list.
    pub soon: Total,
    /// Of `all`, ordered by name; empty where no file names one.
    pub suppliers: Vec<(String, Total)>,
    /// What waits for the seller's word. It is in none of the others.
    pub held: Total,
}

impl Total {
    /// Adds orders of one SKU; an empty list is no SKU.
    pub fn add<'a>(&mut self, orders: impl IntoIterator<Item = &'a PurchaseOrder>) {
        let (mut is_any, mut is_known) = (false, true);
        for order in orders {
            is_any = true;
            is_known &= order.amount.is_some();
            self.units += order.quantity;
            self.amount += order.amount.unwrap_or(Money::ZERO);
        }
        self.skus += u32::from(is_any);
        self.without_cost += u32::from(!is_known);
    }
}

impl ToBuy {
    pub(super) fn of(rows: &[PlanRow], next_look: Day) -> ToBuy {
        let mut found = ToBuy::default();
        let mut suppliers: BTreeMap<&str, Total> = BTreeMap::new();
        for row in rows {
            found.all.add(&row.orders);
            found.held.add(&row.held);
            if row.is_due {
                found.due.add(&row.orders);
            }
            if row.order_on <= next_look {
                found.soon.add(&row.orders);
            }
            for order in &row.orders {
                suppliers.entry(&order.supplier).or_default().add([order]);
            }
        }
        found.suppliers = suppliers.into_iter().map(|(name, total)| (name.to_owned(), total)).collect();
        found
    }
}
