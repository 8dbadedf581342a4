//! The settings of repurchase: what counts as coming back, how customers are scored, tagged and written to.

use serde::{Deserialize, Serialize};

use super::rfm::Scheme;
use super::tags::Tag;
use crate::money::{Amount, Rate};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub purchase: PurchaseDefinition,
    /// Part of the hash that stands for a telephone number outside the worker. Anything; the same shop gives the same.
    pub salt: String,
    pub identity: IdentitySettings,
    /// Days after the first purchase within which a second is looked for, ascending.
    pub windows: Vec<u32>,
    pub rfm: Rfm,
    pub tags: Vec<Tag>,
    /// Customers who should have heard from the shop.
    pub letters: Letters,
    pub value: Value,
    pub coupons: Coupons,
    pub membership: Membership,
}

/// What one purchase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseDefinition {
    /// All orders of a customer on one day are one purchase.
    Day,
    /// Every order is one.
    Order,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySettings {
    /// A telephone number with more platform keys than this is a forwarder's, and joins nobody.
    pub most_keys_of_phone: u32,
    /// Joins the seller took back: a telephone number's hash, as [`super::identity::Merge::phone`] gives it.
    pub split_phones: Vec<String>,
    /// Suggestions the seller confirmed, as [`super::identity::Suggestion::code`] gives them.
    pub confirmed: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rfm {
    /// Fixed thresholds for scores 2, 3, 4 and 5. Days since the last purchase: descending.
    pub recency: [u32; 4],
    /// Purchases, ascending.
    pub frequency: [u32; 4],
    /// Revenue less refunds, ascending.
    pub monetary: [Amount; 4],
    pub schemes: Vec<Scheme>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    pub count: u32,
    /// Fewer purchases than this is no old customer.
    pub least_purchases: u32,
    /// Days since the last purchase, from and to.
    pub silent_from: u32,
    pub silent_to: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// Days ahead that lifetime value looks.
    pub horizon: u32,
    /// What money a year from now is worth less.
    pub discount_rate: Rate,
    /// Fewer customers with a repeat purchase than this give no model.
    pub least_repeaters: u32,
}

/// Offers to customers who sleep. Response rates are assumptions: no file has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coupons {
    /// Days since the last purchase after which a customer sleeps.
    pub asleep: u32,
    /// Share of sleepers who come without an offer in the time the offer lasts.
    pub response_without: Rate,
    /// Cost of reaching one customer.
    pub message: Amount,
    pub offers: Vec<Offer>,
}

/// 满 `threshold` 减 `off`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    pub threshold: Amount,
    pub off: Amount,
    /// Share of sleepers who take it. An assumption.
    pub response: Rate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Days of spending that decide the level.
    pub period: u32,
    /// Points for one unit of money, each worth `point_value`.
    pub points: Rate,
    pub point_value: Amount,
    /// Ascending by `from`.
    pub levels: Vec<Level>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub name: String,
    /// Revenue less refunds within the period.
    pub from: Amount,
    /// Taken off every order of a member.
    pub discount: Rate,
}
