//! The settings of repurchase: what counts as coming back, how customers are scored, tagged and written to.

use serde::{Deserialize, Serialize};

use super::rfm::Scheme;
use super::tags::Tag;
use crate::money::{Amount, Rate};

/// The table `repurchase` of the settings; `default.toml` says what each key means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What one purchase is.
    pub purchase: PurchaseDefinition,
    /// Part of the hash that stands for a telephone number outside the worker. Anything; the same shop gives the same.
    pub salt: String,
    /// Which telephone numbers and suggestions join buyers.
    pub identity: IdentitySettings,
    /// Days after the first purchase within which a second is looked for, ascending.
    pub windows: Vec<u32>,
    /// How customers are scored and divided.
    pub rfm: Rfm,
    /// Rules that put a word to a customer.
    pub tags: Vec<Tag>,
    /// Customers who should have heard from the shop.
    pub letters: Letters,
    /// How far lifetime value looks.
    pub value: Value,
    /// Offers to customers who sleep.
    pub coupons: Coupons,
    /// Levels and points to play through.
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

/// What the seller said of who is one customer.
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

/// Thresholds and ways to divide customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rfm {
    /// Fixed thresholds for scores 2, 3, 4 and 5. Days since the last purchase: descending.
    pub recency: [u32; 4],
    /// Purchases, ascending.
    pub frequency: [u32; 4],
    /// Revenue less refunds, ascending.
    pub monetary: [Amount; 4],
    /// The first is the one that lists name.
    pub schemes: Vec<Scheme>,
}

/// Whom to write to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// How many letters at most.
    pub count: u32,
    /// Fewer purchases than this is no old customer.
    pub least_purchases: u32,
    /// Days since the last purchase, from and to.
    pub silent_from: u32,
    /// From here on they are gone for good.
    pub silent_to: u32,
}

/// How far ahead lifetime value looks, and when it can be told.
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
    /// Each is worked out on its own.
    pub offers: Vec<Offer>,
}

/// 满 `threshold` 减 `off`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The basket from which it holds.
    pub threshold: Amount,
    /// What is taken off it.
    pub off: Amount,
    /// Share of sleepers who take it. An assumption.
    pub response: Rate,
}

/// A membership, played on past orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Days of spending that decide the level.
    pub period: u32,
    /// Points for one unit of money, each worth `point_value`.
    pub points: Rate,
    /// In the shop's currency.
    pub point_value: Amount,
    /// Ascending by `from`.
    pub levels: Vec<Level>,
}

/// One level of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// As members see it.
    pub name: String,
    /// Revenue less refunds within the period.
    pub from: Amount,
    /// Taken off every order of a member.
    pub discount: Rate,
}
