//! The headless command as a function, for tests and for other hosts: rows and settings in, the JSON object out.

mod capacity;
mod json;
mod lists;
mod repurchase;

use analytics::books::{self, AsOf, Books};
use analytics::profit::{self, Scope};
use analytics::{Config, Dataset, Day};
use serde_json::Value;

pub use crate::capacity::problem as setting_problem;

/// What `zhanggui analyze --json` prints for these rows. `as_of` is the day of analysis; without it the latest day that the
/// bulk of the orders leads to. `orders` asks for the profit of every order too.
pub fn analyze(dataset: &Dataset, config: &Config, as_of: Option<Day>, orders: bool) -> Value {
    print(dataset, config, &close(dataset, config, as_of), orders)
}

/// The joined rows; see [`analyze`].
pub fn close(dataset: &Dataset, config: &Config, as_of: Option<Day>) -> Books {
    books::close(dataset, config, as_of.map_or(AsOf::Orders, AsOf::On))
}

/// What is printed of books that [`close`] gave.
pub fn print(dataset: &Dataset, config: &Config, books: &Books, orders: bool) -> Value {
    let prepared = profit::prepare(dataset, books, &Scope::default(), config.ads.driver);
    let report = profit::report(dataset, &prepared, config);
    let printed = orders.then(|| profit::orders(dataset, books, &prepared, &report, config));
    json::whole(&json::Results {
        dataset,
        config,
        books,
        prepared: &prepared,
        report: &report,
        orders: printed.as_deref(),
    })
}
