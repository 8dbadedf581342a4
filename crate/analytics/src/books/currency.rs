//! One shop, one currency: amounts in another are converted by the settings' rates or set apart.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::dataset::{CurrencyKey, Dataset};
use crate::money::{Amount, Rate};
use crate::pool::Key;

pub(super) struct Currencies {
    shop: Option<CurrencyKey>,
    /// By currency: its worth in the shop's; `None` without a rate.
    rates: Vec<Option<Rate>>,
}

impl Currencies {
    pub(super) fn new(dataset: &Dataset, config: &Config) -> Currencies {
        let pool = &dataset.pools.currencies;
        let shop = if config.shop.currency.is_empty() { commonest(dataset) } else { pool.find(&config.shop.currency) };
        let rates = pool
            .keys()
            .map(|key| {
                if Some(key) == shop { Some(Rate::ONE) } else { config.shop.exchange_rates.get(pool.get(key)).copied() }
            })
            .collect();
        Currencies { shop, rates }
    }

    pub(super) fn shop(&self) -> Option<CurrencyKey> {
        self.shop
    }

    /// Currencies of the files that cannot be converted, by code, and their rows.
    pub(super) fn without_rate(&self, dataset: &Dataset) -> Vec<(CurrencyKey, u32)> {
        let rows = rows_by_currency(dataset).into_values();
        rows.filter(|&(_, currency)| self.rate(currency).is_none()).map(|(count, currency)| (currency, count)).collect()
    }

    /// What one unit of the currency is worth; `None` without a rate.
    pub(super) fn rate(&self, currency: CurrencyKey) -> Option<Rate> {
        self.rates.get(currency.index()).copied().flatten()
    }
}

/// The amount in the shop's currency; a converted amount is rounded to the cent.
pub(super) fn convert(amount: Amount, rate: Rate) -> Amount {
    if rate == Rate::ONE {
        return amount;
    }
    (amount * rate).cents().map_or(amount, Amount::from_cents)
}

/// How many rows are in each currency, by code: order rows, and the others where there are none.
fn rows_by_currency(dataset: &Dataset) -> BTreeMap<&str, (u32, CurrencyKey)> {
    let pool = &dataset.pools.currencies;
    let mut rows: BTreeMap<&str, (u32, CurrencyKey)> = BTreeMap::new();
    let orders = dataset.lines.iter().map(|row| row.currency).chain(dataset.headers.iter().map(|row| row.currency));
    let others = dataset.ads.iter().map(|row| row.currency).chain(dataset.shipments.iter().map(|row| row.currency));
    let has_orders = !(dataset.lines.is_empty() && dataset.headers.is_empty());
    let mut add = |currency: CurrencyKey| rows.entry(pool.get(currency)).or_insert((0, currency)).0 += 1;
    if has_orders {
        orders.for_each(&mut add)
    } else {
        others.for_each(&mut add)
    }
    rows
}

/// The currency of most rows; of equals the first by code.
fn commonest(dataset: &Dataset) -> Option<CurrencyKey> {
    let rows = rows_by_currency(dataset);
    rows.into_values().rev().max_by_key(|&(count, _)| count).map(|(_, currency)| currency)
}
