//! The counts of a file, from outside: nothing may be lost between its lines and its rows.

use serde::{Deserialize, Serialize};

/// What became of every record of a table. A record is a row of a sheet, or of a text what its line ends divide it into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// All of them, counted apart from the kinds below.
    pub all: u32,
    /// The row that names the columns; one or none.
    pub header: u32,
    /// Rows that are read or set aside.
    pub data: u32,
    /// Above the header.
    pub title: u32,
    /// Totals, averages and the like.
    pub summary: u32,
    /// Nothing in any cell.
    pub blank: u32,
    /// What a platform writes below the header about its columns.
    pub description: u32,
    /// `None` for a workbook, which has none.
    pub lines: Option<u32>,
    /// Line breaks inside the cells of a text.
    pub line_breaks: u32,
}

impl Records {
    /// The sum of all kinds.
    pub const fn accounted_for(&self) -> u32 {
        self.header + self.data + self.title + self.summary + self.blank + self.description
    }

    /// Whether nothing was lost between the file and its rows.
    pub fn agree(&self) -> bool {
        self.all == self.accounted_for() && self.lines.is_none_or(|lines| lines == self.all + self.line_breaks)
    }
}
