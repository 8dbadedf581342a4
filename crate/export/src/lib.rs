//! What leaves the page: tables as files, sheets to fill in, and reports for somebody else to read.

mod cost_template;
pub mod format;
pub mod number;
pub mod shared;
mod stock_template;
mod table;

pub use cost_template::{CostRow, cost_template};
pub use stock_template::stock_template;
pub use table::{About, Column, ExportCell, Table, WriteError};

/// The language of titles and headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    /// The language as a document names it.
    pub const fn tag(self) -> &'static str {
        self.choose("zh-CN", "en")
    }

    /// The text in this language.
    pub(crate) const fn choose<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}
