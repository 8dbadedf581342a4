//! The old customers who should hear from the shop this month, each with why.

use serde::{Deserialize, Serialize};

use super::CustomerBase;
use super::history::Purchase;
use super::repeat::age;
use super::settings::Letters as Settings;
use super::tags::{net, own_rhythm, revenue};
use crate::dataset::Dataset;
use crate::money::Money;
use crate::time::Day;

/// A customer to write to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// Position in [`History::customers`](super::History::customers).
    pub customer: u32,
    /// As the settings define one.
    pub purchases: u32,
    /// Day of the first purchase.
    pub first: Day,
    /// Day of the last purchase.
    pub last: Day,
    /// Days since the last purchase.
    pub silent: u32,
    /// The customer's own usual days between purchases, or the shop's.
    pub rhythm: u32,
    /// `rhythm` is the customer's own.
    pub is_own_rhythm: bool,
    /// Of all purchases, less refunds.
    pub revenue: Money,
    /// Of all purchases, as far as costs are known.
    pub net: Money,
    /// Code and name of what they last bought most of; empty where no row names it.
    pub last_sku: String,
    /// What that SKU is called.
    pub last_name: String,
}

/// Those who bought often, have been silent for longer than is usual for them, and have left most; of equals the longest
/// known.
pub(super) fn letters(dataset: &Dataset, prepared: &CustomerBase, settings: &Settings) -> Vec<Letter> {
    let history = &prepared.history;
    let Some(as_of) = history.as_of else { return Vec::new() };
    let shop_rhythm = prepared.repeat.median_gap;
    let mut letters: Vec<Letter> = Vec::new();
    let mut customer = 0;
    history.in_turns(|purchases| {
        letters.extend(letter(customer, purchases, as_of, settings, shop_rhythm));
        customer += 1;
    });
    letters.sort_by(|one, other| (other.net, other.revenue, one.customer).cmp(&(one.net, one.revenue, other.customer)));
    letters.truncate(settings.count as usize);
    for letter in &mut letters {
        let customer = history.customers.get(letter.customer as usize);
        let last = customer.and_then(|customer| history.purchases_of(customer).last());
        if let Some(sku) = last.and_then(|last| last.main) {
            letter.last_sku = dataset.pools.skus.get(sku).to_owned();
            letter.last_name = dataset.sku_name(sku).to_owned();
        }
    }
    letters
}

fn letter(
    customer: u32,
    purchases: &[Purchase],
    as_of: Day,
    settings: &Settings,
    shop_rhythm: Option<u32>,
) -> Option<Letter> {
    let (first, last) = (purchases.first()?, purchases.last()?);
    let count = u32::try_from(purchases.len()).ok()?;
    let silent = age(last.day, as_of);
    if count < settings.least_purchases || !(settings.silent_from..=settings.silent_to).contains(&silent) {
        return None;
    }
    let own = own_rhythm(purchases);
    let rhythm = own.or(shop_rhythm)?;
    let is_due = silent > rhythm && revenue(purchases).is_positive();
    is_due.then(|| Letter {
        customer,
        purchases: count,
        first: first.day,
        last: last.day,
        silent,
        rhythm,
        is_own_rhythm: own.is_some(),
        revenue: revenue(purchases),
        net: net(purchases),
        last_sku: String::new(),
        last_name: String::new(),
    })
}
