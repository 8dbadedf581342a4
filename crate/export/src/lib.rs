//! Tables that leave the page as files: what stands on the screen, and the sheets to fill in.

mod cost_template;
mod stock_template;
mod table;

pub use cost_template::{CostRow, cost_template};
pub use stock_template::stock_template;
pub use table::{Column, ExportCell, Table, WriteError};

/// The language of titles and headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    /// The text in this language.
    pub(crate) const fn choose<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}
