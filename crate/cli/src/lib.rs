//! The headless command as a function, for tests and for other hosts: rows and settings in, the JSON object out.

mod capacity;
mod json;
mod lists;
mod repurchase;

use std::borrow::Cow;
use std::io::{Read, Seek};

use analytics::books::{self, AsOf, Books};
use analytics::dataset::{Part, SourceFile};
use analytics::profit::{self, Scope};
use analytics::{Config, Dataset, Day};
use ingest::{Mapping, ReadOptions};
use serde_json::Value;

pub use crate::capacity::problem as setting_problem;

/// What `zhanggui analyze --json` prints for these rows. `as_of` is the day of analysis; without it the latest day that the
/// bulk of the orders leads to. `orders` asks for the profit of every order too.
pub fn analyze(dataset: &Dataset, config: &Config, as_of: Option<Day>, orders: bool) -> Value {
    print(dataset, config, &close(dataset, config, as_of), orders)
}

/// Reads a file of the command line.
pub fn read<R: Read + Seek>(name: &str, mut reader: R, config: &Config, mapping: Option<&Mapping>) -> Vec<Part> {
    let mappings: Vec<Mapping> = config.mapping.iter().cloned().map(Mapping::from).collect();
    let options = ReadOptions {
        timezone: &config.shop.timezone,
        mapping,
        mappings: &mappings,
        states: Some(&config.states),
        progress: &mut |_| {},
    };
    // Nothing else asks for it.
    let digest = if config.refund_basis.is_empty() { None } else { ingest::digest(&mut reader).ok() };
    let mut parts = ingest::read(name, reader, options);
    parts.iter_mut().for_each(|part| part.file.digest = digest);
    parts
}

/// The joined rows; see [`analyze`].
pub fn close(dataset: &Dataset, config: &Config, as_of: Option<Day>) -> Books {
    let config = decided_by_content(config, &dataset.files);
    books::close(dataset, &config, as_of.map_or(AsOf::Orders, AsOf::On))
}

/// Settings written by hand call a file by its name, as the command line does. The books know it by its content.
fn decided_by_content<'a>(config: &'a Config, files: &[SourceFile]) -> Cow<'a, Config> {
    let said = files.iter().filter_map(|file| {
        let basis = config.refund_basis.get(&file.name)?;
        Some((file.content_key()?, *basis))
    });
    let said: Vec<_> = said.collect();
    if said.is_empty() {
        return Cow::Borrowed(config);
    }
    let mut config = config.clone();
    config.refund_basis.extend(said);
    Cow::Owned(config)
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
