//! When something happened to an order.

use crate::time::Stamp;

/// The moments of an order, in the shop's time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// 下单
    pub ordered: Option<Stamp>,
    /// 付款
    pub paid: Option<Stamp>,
    /// 发货
    pub shipped: Option<Stamp>,
    /// 确认收货
    pub confirmed: Option<Stamp>,
    /// 结算
    pub settled: Option<Stamp>,
}

impl Times {
    /// What is known from either row.
    #[must_use]
    pub fn or(self, other: Times) -> Times {
        Times {
            ordered: self.ordered.or(other.ordered),
            paid: self.paid.or(other.paid),
            shipped: self.shipped.or(other.shipped),
            confirmed: self.confirmed.or(other.confirmed),
            settled: self.settled.or(other.settled),
        }
    }
}
