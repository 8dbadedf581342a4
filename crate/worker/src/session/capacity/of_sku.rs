//! What stock and plan say of one SKU.

use analytics::Quantity;
use analytics::capacity::{PlanRow, PurchaseOrder, StockRow};
use protocol::{SkuPurchase, SkuStock};

use super::super::Session;

impl Session {
    /// Of all warehouses, in the scope's platform and store.
    pub(in super::super) fn stock_of(&mut self, sku: &str) -> (Option<SkuStock>, Option<SkuPurchase>) {
        self.report_capacity(None);
        let Some(reported) = &self.capacity_cache.reported else { return (None, None) };
        let row = reported.report.stock.iter().find(|row| row.code == sku);
        let plan = reported.report.replenishment.rows.iter().find(|row| row.code == sku);
        (row.and_then(stock), plan.and_then(purchase))
    }
}

fn stock(&StockRow { on_hand, cover_days, pace, .. }: &StockRow) -> Option<SkuStock> {
    Some(SkuStock { on_hand: on_hand?, cover_days, pace })
}

fn purchase(row: &PlanRow) -> Option<SkuPurchase> {
    let units = |orders: &[PurchaseOrder]| orders.iter().map(|order| order.quantity).sum::<Quantity>();
    let (ordered, held) = (units(&row.orders), units(&row.held));
    let units = ordered + held;
    let purchase = SkuPurchase { order_on: row.order_on, is_due: row.is_due, units, is_held: ordered.is_zero() };
    (!units.is_zero()).then_some(purchase)
}
