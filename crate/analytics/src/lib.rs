//! What a shop's files mean: costing, and everything else that is computed from rows and settings.
//!
//! This crate is pure. It sees typed rows ([`Dataset`]) and settings ([`Config`]), never bytes, a clock, a locale or a
//! source of randomness, so the same rows and settings give the same report natively and in the browser.
//!
//! The way of the data: [`Dataset`] → [`books::close`] joins the rows once and gives every amount its fate →
//! [`profit::prepare`] adds them up for a scope (a period, a store) → [`profit::report`] applies the settings, and is
//! cheap enough to run again at every move of a slider.
//!
//! ```
//! use analytics::books::{self, AsOf};
//! use analytics::dataset::{Buyer, Departures, OrderLine, Part, RowRef, SourceFile, SourceTable, Times};
//! use analytics::profit::{self, Scope};
//! use analytics::vocabulary::{Kind, OrderStatus, RefundState, Source};
//! use analytics::{Amount, Config, Dataset, Quantity, Stamp, Stated};
//!
//! // What a reader of files does: a part with the texts and rows of one table.
//! let file = SourceFile::new("订单.csv".to_owned(), Source::Pdd, Kind::OrderLines);
//! let departures = Departures::default();
//! let table = SourceTable { file: 0, sheet: None, header_row: 1, columns: Vec::new(), departures };
//! let mut part = Part::new(file, Some(table));
//! let paid = Stamp::from_seconds(1_780_000_000);
//! part.lines.push(OrderLine {
//!     at: RowRef::new(0, 2),
//!     store: part.pools.store(Source::Pdd, ""),
//!     order: part.pools.order(Source::Pdd, "260601-1"),
//!     line: None,
//!     sku: Some(part.pools.skus.intern("A-1")),
//!     product: None,
//!     quantity: Quantity::from_units(2),
//!     amount: Some(Stated::new(Amount::from_cents(4_000))),
//!     list_amount: None,
//!     refund: None,
//!     refund_state: RefundState::None,
//!     status: Some(OrderStatus::Completed),
//!     compensation: Stated::ZERO,
//!     fee: None,
//!     is_affiliate: false,
//!     is_resend: false,
//!     erp_order: None,
//!     times: Times { paid, shipped: paid, ..Times::default() },
//!     waybill: None,
//!     buyer: Buyer::default(),
//!     channel: None,
//!     note: None,
//!     province: None,
//!     currency: part.pools.currencies.intern("CNY"),
//! });
//! let mut shop = Dataset::default();
//! shop.take(part);
//!
//! // Two units at 8.50, and 0.6 % of 40.00 to the platform: 22.76 are left.
//! let mut config = Config::default();
//! config.goods.unit_cost.insert("A-1".to_owned(), Amount::parse("8.50")?);
//! let books = books::close(&shop, &config, AsOf::Orders);
//! let prepared = profit::prepare(&shop, &books, &Scope::default(), config.ads.driver);
//! let report = profit::report(&shop, &prepared, &config);
//! assert_eq!(report.totals.net().to_string(), "22.76");
//! # Ok::<(), analytics::money::DecimalError>(())
//! ```

#![warn(missing_docs)]

pub mod allocate;
pub mod books;
mod by_file;
pub mod capacity;
pub mod codes;
pub mod config;
pub mod currency;
pub mod dataset;
pub mod diagnostic;
pub mod figures;
pub mod money;
pub mod pool;
pub mod profit;
mod records;
pub mod repurchase;
pub mod rows;
mod silence;
mod sorted;
mod sums;
pub mod time;
mod turns;
pub mod vocabulary;

pub use by_file::ByFile;
pub use config::Config;
pub use currency::Stated;
pub use dataset::Dataset;
pub use money::{Amount, Money, Quantity, Rate};
pub use time::{Day, Month, Stamp};
