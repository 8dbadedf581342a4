//! One shop, one currency. This is the one place where money changes its currency: amounts of rows, unit costs and settings
//! are converted by the settings' rates, or are not known. Until then an amount of a row is [`Stated`].
//!
//! What a row says is rounded to the cent, as money is that was paid. What one unit costs and what a setting has for one
//! order is multiplied later, and rounded to a millionth only: 0.35 CNY of packaging are 0.048615 USD, and not 0.05.

mod stated;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};

pub(crate) use stated::ByContent;
pub use stated::{Stated, StatedSums};

use crate::config::{Config, ExchangeRates};
use crate::dataset::{CurrencyKey, Dataset, Times, UnitCost};
use crate::diagnostic::{Diagnostic, Problem};
use crate::money::{Amount, Money, Rate};
use crate::pool::Column;
use crate::time::{Day, Stamp};

/// The currency in which a seller in China most likely thinks.
const YUAN: &str = "CNY";

/// What the currencies of a shop are worth in its own.
#[derive(Clone, Debug)]
pub struct Currencies {
    shop: Option<CurrencyKey>,
    /// ISO 4217 code; empty where no money is known of.
    shop_code: String,
    /// Its worth in the shop's; `None` without a rate.
    rates: Column<CurrencyKey, Option<ExchangeRates>>,
    /// By code: how many rows are in it, of orders, ads and parcels.
    rows: Vec<(CurrencyKey, u32)>,
    /// How many unit costs are in each currency; `None` of those that name none.
    costs: BTreeMap<Option<CurrencyKey>, u32>,
    /// What costs that name no currency are in, where it was said.
    cost_code: Option<String>,
    /// What that is worth; one as long as it was not said.
    cost_rate: Option<ExchangeRates>,
}

impl Default for Currencies {
    fn default() -> Currencies {
        Currencies {
            shop: None,
            shop_code: String::new(),
            rates: Column::default(),
            rows: Vec::new(),
            costs: BTreeMap::new(),
            cost_code: None,
            cost_rate: Some(ExchangeRates::always(Rate::ONE)),
        }
    }
}

/// Another currency than the shop's, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCurrency {
    /// ISO 4217 code.
    pub currency: String,
    /// The settings hold a rate of it.
    pub has_rate: bool,
    /// Rows of orders, ads and parcels.
    pub rows: u32,
    /// Unit costs and settings.
    pub costs: u32,
}

/// Settings whose money is in the shop's currency, but for unit costs, which [`Currencies`] converts one by one.
#[derive(Clone, Debug)]
pub struct InShopCurrency<'c>(Cow<'c, Config>);

impl Deref for InShopCurrency<'_> {
    type Target = Config;
    fn deref(&self) -> &Config {
        &self.0
    }
}

impl DerefMut for InShopCurrency<'_> {
    fn deref_mut(&mut self) -> &mut Config {
        self.0.to_mut()
    }
}

impl Currencies {
    /// `rows` says how many rows of orders are in each currency, `of_costs` how many of ads and parcels.
    pub(crate) fn new(
        dataset: &Dataset,
        [mut rows, mut of_costs]: [Vec<(CurrencyKey, u32)>; 2],
        config: &Config,
    ) -> Currencies {
        let pool = &dataset.pools.currencies;
        for counts in [&mut rows, &mut of_costs] {
            counts.sort_unstable_by_key(|&(currency, _)| pool.get(currency));
        }
        // What could not be read in full has money too, which waits for a rate.
        let mut set_aside: BTreeMap<&str, u32> = BTreeMap::new();
        for (code, _, rows) in dataset.files.iter().flat_map(|file| file.set_aside_money.iter()) {
            *set_aside.entry(code).or_default() += rows;
        }
        let mut set_aside: Vec<(CurrencyKey, u32)> =
            set_aside.into_iter().filter_map(|(code, rows)| Some((pool.find(code)?, rows))).collect();
        // What is sold decides, where nothing is, what is paid, and where nothing could be read, what was set aside.
        let deciding = [&rows, &of_costs, &set_aside].into_iter().find(|counts| !counts.is_empty());
        let deciding = deciding.map_or(&[][..], Vec::as_slice);
        let shop = if config.shop.currency.is_empty() { commonest(deciding) } else { pool.find(&config.shop.currency) };
        rows.append(&mut of_costs);
        rows.append(&mut set_aside);
        let shop_code = shop.map_or(config.shop.currency.as_str(), |key| pool.get(key));
        // Where no money is known of there is nothing to convert to.
        let is_shop = |code: &str| code == shop_code || shop_code.is_empty();
        let itself = ExchangeRates::always(Rate::ONE);
        let rate = |code: &str| {
            let known = if is_shop(code) { Some(&itself) } else { config.shop.exchange_rates.get(code) };
            known.cloned()
        };
        let mut costs = BTreeMap::new();
        for cost in dataset.costs.iter() {
            *costs.entry(cost.currency).or_default() += 1;
        }
        let cost_code = Some(&config.shop.cost_currency).filter(|code| !code.is_empty());
        Currencies {
            shop,
            rates: Column::of(pool, |key| rate(pool.get(key))),
            rows,
            costs,
            cost_rate: cost_code.map_or(Some(itself.clone()), |code| rate(code)),
            cost_code: cost_code.cloned(),
            shop_code: shop_code.to_owned(),
        }
    }

    pub(crate) fn shop(&self) -> Option<CurrencyKey> {
        self.shop
    }

    /// The code of the shop's currency, which may be one that no row is in; empty where no money is known of.
    pub fn shop_code(&self) -> &str {
        &self.shop_code
    }

    /// What amounts of a row of a day are worth; `None` without a rate.
    pub(crate) fn worth(&self, currency: CurrencyKey, day: Option<Day>) -> Option<Worth> {
        self.rates[currency].as_ref().map(|rates| Worth(rates.on(day)))
    }

    /// What amounts of an order's row are worth; `None` without a rate.
    pub(crate) fn worth_at(&self, currency: CurrencyKey, times: Times) -> Option<Worth> {
        self.worth(currency, day_of_worth(times))
    }

    /// The amount of an order's row in the shop's currency; `None` without a rate.
    pub(crate) fn converted_at(&self, stated: Stated, currency: CurrencyKey, times: Times) -> Option<Amount> {
        self.worth_at(currency, times).map(|worth| worth.of(stated))
    }

    /// What rows of which no day is known state together, currency by currency, and how many rows do: in the shop's at the
    /// latest rate, which is `None`, or as they state it where there is none.
    pub(crate) fn converted_sums(
        &self,
        dataset: &Dataset,
        sums: &StatedSums,
    ) -> impl Iterator<Item = (Money, Option<CurrencyKey>, u32)> {
        sums.iter().filter_map(|(code, sum, rows)| {
            let currency = dataset.pools.currencies.find(code)?;
            let worth = self.worth(currency, None);
            Some(worth.map_or((sum, Some(currency), rows), |worth| (worth.of_sum(sum), None, rows)))
        })
    }

    /// What one unit of the currency of a cost is worth on the day from which it is valid; `None` without a rate.
    pub fn rate_of_cost(&self, cost: &UnitCost) -> Option<Rate> {
        self.rates_of(cost.currency).map(|rates| rates.on(cost.valid_from))
    }

    /// A unit cost in the shop's currency; `None` without a rate.
    pub fn unit_cost(&self, cost: &UnitCost) -> Option<Amount> {
        self.rate_of_cost(cost).map(|rate| finely_converted(cost.cost.0, rate))
    }

    /// A unit cost as its row states it, and the code of what it is in.
    pub fn stated_cost<'a>(&'a self, dataset: &'a Dataset, cost: &UnitCost) -> (Amount, &'a str) {
        (cost.cost.in_own_currency(), self.currency_of_cost(dataset, cost))
    }

    /// A cost that names no currency, in the shop's; `None` without a rate.
    pub fn cost(&self, amount: Amount) -> Option<Amount> {
        self.latest_cost_rate().map(|rate| finely_converted(amount, rate))
    }

    /// What costs that name no currency are taken to be in.
    pub fn cost_currency(&self) -> &str {
        self.cost_code.as_deref().unwrap_or(&self.shop_code)
    }

    /// The code of what the cost of a row is in.
    fn currency_of_cost<'a>(&'a self, dataset: &'a Dataset, cost: &UnitCost) -> &'a str {
        cost.currency.map_or(self.cost_currency(), |key| dataset.pools.currencies.get(key))
    }

    /// The settings with their money in the shop's currency. Without a rate none of it is applied, and it counts as not
    /// said.
    pub fn settings<'c>(&self, config: &'c Config) -> InShopCurrency<'c> {
        InShopCurrency(match self.latest_cost_rate() {
            Some(Rate::ONE) => Cow::Borrowed(config),
            None => Cow::Owned(config.without_cost_money()),
            Some(rate) => {
                let mut config = config.clone();
                config.cost_money_mut().for_each(|amount| *amount = finely_converted(*amount, rate));
                Cow::Owned(config)
            }
        })
    }

    /// The currencies that have to be converted, by code.
    pub fn others(&self, dataset: &Dataset, config: &Config) -> Vec<OtherCurrency> {
        let pool = &dataset.pools.currencies;
        let mut uses: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for &(currency, rows) in &self.rows {
            uses.entry(pool.get(currency)).or_default().0 += rows;
        }
        for (&currency, &costs) in &self.costs {
            let code = currency.map_or(self.cost_currency(), |currency| pool.get(currency));
            uses.entry(code).or_default().1 += costs;
        }
        if let Ok(stated @ 1..) = u32::try_from(config.n_stated_costs()) {
            uses.entry(self.cost_currency()).or_default().1 += stated;
        }
        uses.remove(self.shop_code.as_str());
        let other = |(currency, (rows, costs)): (&str, (u32, u32))| OtherCurrency {
            currency: currency.to_owned(),
            has_rate: config.shop.exchange_rates.contains_key(currency),
            rows,
            costs,
        };
        let is_known_of = !self.shop_code.is_empty();
        uses.into_iter().filter(|_| is_known_of).map(other).collect()
    }

    /// Of these, those without a rate.
    pub fn without_rate(&self, dataset: &Dataset, config: &Config) -> Vec<OtherCurrency> {
        self.others(dataset, config).into_iter().filter(|other| !other.has_rate).collect()
    }

    /// The currencies to choose from where it should be asked which one costs are in: the shop sells in another one than
    /// its seller most likely pays in, nobody has said so, and there are costs that name none. The shop's is the first.
    pub fn cost_currencies_to_ask(&self, dataset: &Dataset, config: &Config) -> Option<Vec<String>> {
        let matters = self.is_open() && (self.unnamed_costs() > 0 || config.n_stated_costs() > 0);
        matters.then(|| self.choices(dataset))
    }

    /// The currencies a seller may mean: the shop's, the yuan, and whatever is in the files. None where no money is known of.
    pub fn choices(&self, dataset: &Dataset) -> Vec<String> {
        if self.shop_code.is_empty() {
            return Vec::new();
        }
        let used = self.rows.iter().map(|&(currency, _)| currency).chain(self.costs.keys().copied().flatten());
        let used: BTreeSet<&str> = used.map(|currency| dataset.pools.currencies.get(currency)).collect();
        let mut codes: Vec<String> = Vec::new();
        for code in [self.shop_code.as_str(), YUAN].into_iter().chain(used) {
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
        }
        codes
    }

    /// Says of files which of their unit costs rest on the shop's currency alone, and which cannot be converted.
    pub(crate) fn findings(&self, dataset: &Dataset) -> Vec<(u16, Diagnostic)> {
        let is_open = self.is_open();
        if !is_open && self.costs.keys().all(|&currency| self.has_rate(currency)) {
            return Vec::new();
        }
        let file_of = dataset.by_table(|table| table.file);
        let mut found: BTreeMap<(u16, &str, bool), u32> = BTreeMap::new();
        for cost in dataset.costs.iter() {
            let has_rate = self.has_rate(cost.currency);
            if !has_rate || (is_open && cost.currency.is_none()) {
                let code = self.currency_of_cost(dataset, cost);
                *found.entry((file_of[cost.at], code, has_rate)).or_default() += 1;
            }
        }
        let finding = |((file, currency, has_rate), costs): ((u16, &str, bool), u32)| {
            let currency = currency.to_owned();
            let problem = if has_rate {
                Problem::CostsInShopCurrency { currency, costs }
            } else {
                Problem::CostsWithoutRate { currency, costs }
            };
            (file, Diagnostic::of_file(problem))
        };
        found.into_iter().map(finding).collect()
    }

    fn has_rate(&self, currency: Option<CurrencyKey>) -> bool {
        self.rates_of(currency).is_some()
    }

    fn rates_of(&self, currency: Option<CurrencyKey>) -> Option<&ExchangeRates> {
        currency.map_or(self.cost_rate.as_ref(), |currency| self.rates[currency].as_ref())
    }

    /// Settings, and costs that are typed, have no day.
    fn latest_cost_rate(&self) -> Option<Rate> {
        self.cost_rate.as_ref().map(|rates| rates.on(None))
    }

    /// Whether nobody has said what costs are in, and the shop's currency is a bad guess.
    fn is_open(&self) -> bool {
        self.cost_code.is_none() && !self.shop_code.is_empty() && self.shop_code != YUAN
    }

    fn unnamed_costs(&self) -> u32 {
        self.costs.get(&None).copied().unwrap_or_default()
    }
}

/// What one unit of a currency is worth in the shop's on some day: the way from what a row states to an amount of the shop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worth(Rate);

impl Worth {
    /// In the shop's currency; a converted amount is rounded to the cent.
    #[inline]
    pub(crate) fn of(self, stated: Stated) -> Amount {
        if self.0 == Rate::ONE { stated.0 } else { (stated.0 * self.0).rounded().to_amount() }
    }

    fn of_sum(self, sum: Money) -> Money {
        if self.0 == Rate::ONE { sum } else { (sum * self.0).rounded() }
    }
}

/// The day whose rate an order's row has. It is no other on another basis, or the same order would be worth something else.
fn day_of_worth(times: Times) -> Option<Day> {
    let Times { ordered, paid, shipped, confirmed, settled } = times;
    paid.or(ordered).or(shipped).or(confirmed).or(settled).map(Stamp::day)
}

/// In the shop's currency what is multiplied later: rounded to a millionth.
fn finely_converted(amount: Amount, rate: Rate) -> Amount {
    if rate == Rate::ONE { amount } else { (amount * rate).to_amount() }
}

/// The currency of most rows; of equals the first by code.
fn commonest(rows: &[(CurrencyKey, u32)]) -> Option<CurrencyKey> {
    rows.iter().rev().max_by_key(|&&(_, count)| count).map(|&(currency, _)| currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_more_than_can_be_held_is_not_taken_as_it_is() {
        let worth = Worth(Rate::parse("1000").unwrap());
        let of = |amount: Amount| worth.of(Stated::new(amount));
        assert_eq!(of(Amount::from_cents(7)), Amount::from_cents(7_000));
        assert_eq!([of(Amount::MOST), of(-Amount::MOST)], [Amount::MOST, -Amount::MOST]);
    }
}
