//! One shop, one currency: amounts in another are converted by the settings' rates or set apart.

use super::evidence::{Evidence, together};
use crate::config::Config;
use crate::dataset::{CurrencyKey, Dataset};
use crate::money::{Amount, Rate};
use crate::pool::Column;

#[derive(Debug, Default)]
pub(super) struct Currencies {
    shop: Option<CurrencyKey>,
    /// Its worth in the shop's; `None` without a rate.
    rates: Column<CurrencyKey, Option<Rate>>,
    /// By code: how many rows are in it.
    rows: Vec<(CurrencyKey, u32)>,
}

impl Currencies {
    pub(super) fn new(dataset: &Dataset, tables: &[Evidence], config: &Config) -> Currencies {
        let pool = &dataset.pools.currencies;
        let rows = rows_by_currency(dataset, tables);
        let shop = if config.shop.currency.is_empty() { commonest(&rows) } else { pool.find(&config.shop.currency) };
        let rates = Column::of(pool, |key| {
            if Some(key) == shop { Some(Rate::ONE) } else { config.shop.exchange_rates.get(pool.get(key)).copied() }
        });
        Currencies { shop, rates, rows }
    }

    pub(super) fn shop(&self) -> Option<CurrencyKey> {
        self.shop
    }

    /// Currencies of the files that cannot be converted, by code, and their rows.
    pub(super) fn without_rate(&self) -> Vec<(CurrencyKey, u32)> {
        self.rows.iter().copied().filter(|&(currency, _)| self.rate(currency).is_none()).collect()
    }

    /// What one unit of the currency is worth; `None` without a rate.
    pub(super) fn rate(&self, currency: CurrencyKey) -> Option<Rate> {
        self.rates[currency]
    }

    /// The amount in the shop's currency; `None` without a rate.
    pub(super) fn converted(&self, amount: Amount, currency: CurrencyKey) -> Option<Amount> {
        self.rate(currency).map(|rate| convert(amount, rate))
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
fn rows_by_currency(dataset: &Dataset, tables: &[Evidence]) -> Vec<(CurrencyKey, u32)> {
    let mut rows = together(tables.iter().map(|table| &table.currencies));
    if rows.is_empty() {
        rows = together(tables.iter().map(|table| &table.currencies_of_costs));
    }
    rows.sort_unstable_by_key(|&(currency, _)| dataset.pools.currencies.get(currency));
    rows
}

/// The currency of most rows; of equals the first by code.
fn commonest(rows: &[(CurrencyKey, u32)]) -> Option<CurrencyKey> {
    rows.iter().rev().max_by_key(|&&(_, count)| count).map(|&(currency, _)| currency)
}
