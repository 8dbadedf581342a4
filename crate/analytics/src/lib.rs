//! What a shop's files mean: costing, and everything else that is computed from rows and settings.
//!
//! This crate is pure. It sees typed rows ([`Dataset`]) and settings ([`Config`]), never bytes, a clock, a locale or a
//! source of randomness, so the same rows and settings give the same report natively and in the browser.
//!
//! The way of the data: [`Dataset`] → [`books::close`] joins the rows once and gives every amount its fate →
//! [`profit::prepare`] adds them up for a scope (a period, a store) → [`profit::report`] applies the settings, and is
//! cheap enough to run again at every move of a slider.

pub mod allocate;
pub mod books;
pub mod capacity;
pub mod codes;
pub mod config;
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
pub mod time;
mod turns;
pub mod vocabulary;

pub use config::Config;
pub use dataset::Dataset;
pub use money::{Amount, Money, Quantity, Rate};
pub use time::{Day, Month, Stamp};
