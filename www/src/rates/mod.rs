//! What other currencies are worth, and what the books and the costs are in: seen and changed in one place.

mod editor;
mod line;

pub(crate) use self::editor::RatesEditor;
pub(crate) use self::line::{CostCurrencyChoice, FirstRate, RatesLine};

use std::collections::BTreeMap;

use analytics::config::{DatedRate, ExchangeRates, RatesError};
use analytics::{Config, Day, Rate};
use leptos::prelude::*;
use protocol::{Missing, OtherCurrency, ShopCurrencies};

use crate::shop::{Page, use_page};
use crate::ui::field::Refusal;

impl From<RatesError> for Refusal {
    fn from(error: RatesError) -> Refusal {
        match error {
            RatesError::SameDay => Refusal::SameDay,
            RatesError::NotAboveZero | RatesError::Empty => Refusal::NotAboveZero,
        }
    }
}

/// What the files are in, and all that has or wants a rate.
fn use_currencies() -> Memo<ShopCurrencies> {
    let page = use_page();
    Memo::new(move |_| {
        let mut currencies = page.engine.shop.with(|shop| shop.currencies.clone());
        page.engine.config.with(|config| with_unused(&mut currencies, config));
        currencies
    })
}

/// A rate that nothing needs at the moment is shown too: it holds again with the next file.
fn with_unused(currencies: &mut ShopCurrencies, config: &Config) {
    for currency in config.shop.exchange_rates.keys() {
        let is_listed = currencies.others.iter().any(|other| other.currency == *currency);
        if !is_listed && *currency != currencies.shop {
            currencies.others.push(OtherCurrency { currency: currency.clone(), rows: 0, costs: 0 });
        }
    }
    currencies.others.sort_by(|one, other| one.currency.cmp(&other.currency));
}

/// Whether there is more than one currency to speak of.
fn matters(currencies: &ShopCurrencies) -> bool {
    !currencies.shop.is_empty() && (currencies.choices.len() > 1 || !currencies.others.is_empty())
}

/// The rates of a currency as the settings have them at the moment.
fn rates_of(page: Page, currency: &str) -> Option<ExchangeRates> {
    page.engine.config.with(|config| config.shop.exchange_rates.get(currency).cloned())
}

/// Puts a rate in the place of the one that begins on `from`, or beside the others.
fn set_rate(page: Page, currency: &str, from: Option<Option<Day>>, dated: DatedRate) -> Result<(), Refusal> {
    let before = untrack(|| rates_of(page, currency));
    let rates = match before {
        Some(rates) => rates.with(from, dated),
        None => ExchangeRates::by_day(vec![dated]),
    }?;
    let shop = page.engine.shop.with_untracked(|shop| shop.currencies.shop.clone());
    page.engine.change_config(|config| {
        // It was said in this currency: with the next file most orders may be in another one.
        config.shop.currency = shop;
        config.shop.exchange_rates.insert(currency.to_owned(), rates);
    });
    Ok(())
}

/// Without its last rate a currency waits for one again.
fn remove_rate(page: Page, currency: &str, from: Option<Day>) {
    page.engine.change_config(|config| {
        let left = config.shop.exchange_rates.get(currency).and_then(|rates| rates.without(from));
        match left {
            Some(rates) => config.shop.exchange_rates.insert(currency.to_owned(), rates),
            None => config.shop.exchange_rates.remove(currency),
        };
    });
}

fn set_cost_currency(page: Page, code: String) {
    page.engine.change_config(|config| config.shop.cost_currency = code);
}

/// Another currency of the books. Rates were said in the one of before, and are put by for it.
fn set_shop_currency(page: Page, code: String) {
    let key = |code: &str| format!("rates.{code}");
    let (before, is_open) = page.engine.shop.with_untracked(|shop| {
        let is_open = shop.missing.iter().any(|missing| matches!(missing, Missing::CostCurrency { .. }));
        (shop.currencies.shop.clone(), is_open)
    });
    if code == before {
        return;
    }
    let kept = page.keeper.stored(&key(&code)).and_then(|text| serde_json::from_str(&text).ok());
    let put_by = page.engine.config.with_untracked(|config| serde_json::to_string(&config.shop.exchange_rates));
    if let (false, Ok(text)) = (page.keeper.has_sample.get_untracked(), put_by) {
        page.keeper.store(&key(&before), &text);
    }
    page.engine.change_config(|config| change_shop_currency(config, &before, is_open, code, kept.unwrap_or_default()));
}

/// `is_open`: nobody has said what costs are in, and it is asked.
fn change_shop_currency(
    config: &mut Config,
    before: &str,
    is_open: bool,
    code: String,
    rates: BTreeMap<String, ExchangeRates>,
) {
    // What was typed as a cost keeps its currency.
    if config.shop.cost_currency.is_empty() && !is_open {
        before.clone_into(&mut config.shop.cost_currency);
    }
    config.shop.currency = code;
    config.shop.exchange_rates = rates;
}

/// A rate as it is written: with two decimals at least.
pub(crate) fn written(rate: Rate) -> String {
    let text = rate.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let point = if decimals == 0 { "." } else { "" };
    format!("{text}{point}{}", "0".repeat(2_usize.saturating_sub(decimals)))
}

/// Above zero.
fn parse(typed: &str) -> Result<Rate, Refusal> {
    let rate = Rate::parse(typed)?;
    if rate > Rate::ZERO { Ok(rate) } else { Err(Refusal::NotAboveZero) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn always(text: &str) -> ExchangeRates {
        ExchangeRates::always(Rate::parse(text).unwrap())
    }

    #[test]
    fn a_rate_is_written_with_two_decimals_at_least_and_all_it_has() {
        let written = |text: &str| written(Rate::parse(text).unwrap());
        assert_eq!(["7", "7.1", "7.25", "0.138902"].map(written), ["7.00", "7.10", "7.25", "0.138902"]);
        let refused = [parse("0"), parse("-7"), parse("seven"), parse("7.1234567")].map(Result::err);
        let expected = [Refusal::NotAboveZero, Refusal::NotAboveZero, Refusal::NotANumber, Refusal::TooFine(Some(6))];
        assert_eq!(refused, expected.map(Some));
    }

    #[test]
    fn a_rate_that_nothing_needs_is_listed_and_the_shops_own_is_not() {
        let mut config = Config::default();
        for code in ["CNY", "EUR", "USD"] {
            config.shop.exchange_rates.insert(code.to_owned(), always("2"));
        }
        let usd = OtherCurrency { currency: "USD".to_owned(), rows: 3, costs: 0 };
        let mut currencies = ShopCurrencies { shop: "CNY".to_owned(), others: vec![usd], ..Default::default() };
        with_unused(&mut currencies, &config);
        let listed: Vec<(&str, u32)> =
            currencies.others.iter().map(|other| (other.currency.as_str(), other.rows)).collect();
        assert_eq!(listed, [("EUR", 0), ("USD", 3)]);
    }

    #[test]
    fn costs_keep_their_currency_when_the_books_change_theirs() {
        let mut config = Config::default();
        config.shop.exchange_rates.insert("USD".to_owned(), always("7.1"));
        change_shop_currency(&mut config, "CNY", false, "USD".to_owned(), BTreeMap::new());
        assert_eq!((config.shop.currency.as_str(), config.shop.cost_currency.as_str()), ("USD", "CNY"));
        // 7.10 was in yuan; in dollars it would be another worth.
        assert!(config.shop.exchange_rates.is_empty());
        // Where it is still asked, it stays so.
        let mut config = Config::default();
        change_shop_currency(&mut config, "USD", true, "EUR".to_owned(), BTreeMap::new());
        assert_eq!(config.shop.cost_currency, "");
    }
}
