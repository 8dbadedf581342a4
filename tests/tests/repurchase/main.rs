//! Repurchase against published numbers, hand calculations and properties.

mod cdnow;
mod identity;
mod periods;
mod properties;

use std::fmt::Write as _;
use std::io::Cursor;

use analytics::books::{self, AsOf, Books};
use analytics::profit::{self, OrderNet, Scope};
use analytics::repurchase::{self, CustomerBase, Settings};
use analytics::{Config, Dataset, Day};
use ingest::{Mapping, ReadOptions};
use serde_json::{Value, json};

/// A shop read from one csv with a mapping.
struct Shop {
    dataset: Dataset,
    books: Books,
    orders: Vec<OrderNet>,
    config: Config,
}

impl Shop {
    /// `columns` are fields, which are the csv's headers too.
    fn read(columns: &[&str], rows: &str, changes: &Value, as_of: Option<&str>) -> Shop {
        let mut text = columns.join(",");
        write!(text, "\n{rows}").unwrap();
        let columns: Value = columns.iter().map(|column| ((*column).to_owned(), json!(column))).collect();
        let mapping: Mapping = serde_json::from_value(json!({ "kind": "order_lines", "columns": columns })).unwrap();
        let config = Config::with_changes(changes).unwrap();
        let mut dataset = Dataset::default();
        let mut quiet = |_: ingest::Progress| {};
        let options = ReadOptions {
            timezone: &config.shop.timezone,
            mapping: Some(&mapping),
            mappings: &[],
            states: None,
            progress: &mut quiet,
        };
        dataset.extend(ingest::read("orders.csv", Cursor::new(text.into_bytes()), options));
        assert_eq!(dataset.files[0].set_aside, 0, "{:?}", dataset.files[0].diagnostics);
        let books =
            books::close(&dataset, &config, as_of.map_or(AsOf::Orders, |day| AsOf::On(Day::parse(day).unwrap())));
        let prepared = profit::prepare(&dataset, &books, &Scope::default(), config.ads.driver);
        let report = profit::report(&dataset, &prepared, &config);
        let orders = profit::order_nets(&dataset, &books, &prepared, &report, &config);
        Shop { dataset, books, orders, config }
    }

    fn settings(&self) -> &Settings {
        &self.config.repurchase
    }

    fn prepare(&self) -> CustomerBase {
        self.prepare_for(&Scope::default())
    }

    fn prepare_for(&self, scope: &Scope) -> CustomerBase {
        let history = repurchase::history(&self.dataset, &self.books, &self.orders, scope, self.settings());
        repurchase::prepare(history, self.settings())
    }
}
