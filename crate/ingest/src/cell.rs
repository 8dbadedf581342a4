//! What every reader hands on: rows of cells, one sheet after another, one file after another.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use analytics::diagnostic::Problem;
use jiff::civil;

/// One cell as the file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    Moment(civil::DateTime),
    Bool(bool),
    /// `#N/A` and the like.
    Error,
    /// A formula whose result the file does not hold: something is here, and nobody has calculated it.
    Formula,
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    Empty,
    Text { start: usize, end: usize },
    Number(f64),
    Moment(civil::DateTime),
    Bool(bool),
    Error,
    Formula,
}

/// The cells of one row. Readers clear and fill the same buffer again and again, so that a row costs no allocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowBuffer {
    slots: Vec<Slot>,
    text: String,
    has_formula: bool,
    /// Column of the first cell whose opening quotation mark is a letter.
    stray_quote: Option<usize>,
}

/// Columns of a sheet in Excel; a cell further right is a sign of damage.
pub(crate) const MOST_COLUMNS: usize = 16_384;

impl RowBuffer {
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.text.clear();
        self.has_formula = false;
        self.stray_quote = None;
    }

    /// Whether a cell of the row is a [`Cell::Formula`].
    pub(crate) fn has_formula(&self) -> bool {
        self.has_formula
    }

    /// The first cell, by its column, that begins with a quotation mark which encloses nothing.
    pub(crate) fn stray_quote(&self) -> Option<usize> {
        self.stray_quote
    }

    /// The next cell begins with such a quotation mark.
    pub(crate) fn quote_is_letter(&mut self) {
        self.stray_quote = self.stray_quote.or(Some(self.slots.len()));
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn get(&self, index: usize) -> Cell<'_> {
        match self.slots.get(index) {
            None | Some(Slot::Empty) => Cell::Empty,
            Some(&Slot::Text { start, end }) => Cell::Text(self.text.get(start..end).unwrap_or("")),
            Some(&Slot::Number(number)) => Cell::Number(number),
            Some(&Slot::Moment(moment)) => Cell::Moment(moment),
            Some(&Slot::Bool(value)) => Cell::Bool(value),
            Some(Slot::Error) => Cell::Error,
            Some(Slot::Formula) => Cell::Formula,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|index| self.get(index))
    }

    pub(crate) fn push(&mut self, cell: Cell<'_>) {
        let slot = match cell {
            Cell::Empty => Slot::Empty,
            Cell::Text(text) => {
                let start = self.text.len();
                self.text.push_str(text);
                Slot::Text { start, end: self.text.len() }
            }
            Cell::Number(number) => Slot::Number(number),
            Cell::Moment(moment) => Slot::Moment(moment),
            Cell::Bool(value) => Slot::Bool(value),
            Cell::Error => Slot::Error,
            Cell::Formula => {
                self.has_formula = true;
                Slot::Formula
            }
        };
        self.slots.push(slot);
    }

    /// Puts a cell at a column from 0; columns left out before it are empty.
    pub(crate) fn put(&mut self, column: usize, cell: Cell<'_>) {
        if column >= MOST_COLUMNS {
            return;
        }
        if column < self.slots.len() {
            // Cells out of order are rare; the later one wins, as in Excel.
            self.push(cell);
            if let (Some(slot), Some(place)) = (self.slots.pop(), self.slots.get_mut(column)) {
                *place = slot;
            }
            return;
        }
        self.slots.resize(column, Slot::Empty);
        self.push(cell);
    }

    /// The cell as text, the way a person would type it.
    pub(crate) fn display(&self, index: usize) -> String {
        let mut text = String::new();
        self.get(index).write_to(&mut text);
        text
    }

    /// Whether a cell is a number, or a text with more digits than words have.
    pub(crate) fn has_digits(&self) -> bool {
        self.iter().any(|cell| match cell {
            Cell::Number(_) | Cell::Moment(_) => true,
            Cell::Text(text) => text.bytes().filter(u8::is_ascii_digit).count() > 3,
            _ => false,
        })
    }

    /// Whether nothing but blanks is in the row.
    pub(crate) fn is_blank(&self) -> bool {
        self.iter().all(|cell| cell.is_blank())
    }
}

impl Cell<'_> {
    pub(crate) fn is_blank(self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(is_filler),
            Cell::Number(_) | Cell::Moment(_) | Cell::Bool(_) | Cell::Error | Cell::Formula => false,
        }
    }

    pub(crate) fn write_to(self, text: &mut String) {
        match self {
            Cell::Empty | Cell::Formula => {}
            Cell::Text(value) => text.push_str(value),
            // `{}` prints a float with the fewest digits that lead back to it, and never an exponent.
            Cell::Number(number) => _ = write!(text, "{number}"),
            Cell::Moment(moment) => {
                _ = write!(text, "{}", moment.date());
                if moment.time() != civil::Time::midnight() {
                    _ = write!(text, " {}", moment.time());
                }
            }
            Cell::Bool(value) => text.push_str(if value { "TRUE" } else { "FALSE" }),
            Cell::Error => text.push_str("#N/A"),
        }
    }
}

/// White space, and the marks that show as nothing.
pub(crate) fn is_filler(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// Facts about a file that was read to its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileFacts {
    /// `UTF-8`, `GB18030`, `xlsx`, …
    pub(crate) format: String,
    /// Characters that could not be decoded.
    pub(crate) replaced: u32,
    /// Of a text file.
    pub(crate) lines: Option<Lines>,
}

impl FileFacts {
    /// A file of which nothing had to be decoded.
    pub(crate) fn of(format: &str) -> FileFacts {
        FileFacts { format: format.to_string(), ..FileFacts::default() }
    }
}

/// What a text file consists of, counted apart from the rows that are made of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Counted in the decoded text, without a look at quotation marks.
    pub(crate) lines: u32,
    pub(crate) records: u32,
    /// Line breaks inside cells.
    pub(crate) breaks: u32,
    /// The line `sep=;`, which is a record that no table sees.
    pub(crate) hints: u32,
}

/// A cell that is merged over the rows below it. Over columns nothing is done: what stands over several is a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    /// As Excel shows it, from 1.
    pub(crate) first_row: u32,
    /// The last one that it reaches.
    pub(crate) last_row: u32,
    /// The first one of the cell, from 0.
    pub(crate) column: usize,
}

/// Takes the rows of all tables of a file, in order.
pub(crate) trait TableSink {
    /// The next rows belong to this file; inside a zip the name is `archive.zip/inner.csv`. `Break`: skip it.
    fn file_begins(&mut self, name: &str) -> ControlFlow<()>;
    /// The next rows belong to this sheet; `None` for a text file. `Break`: skip it.
    fn sheet_begins(&mut self, sheet: Option<&str>) -> ControlFlow<()>;
    /// A row with its number as Excel shows it, from 1. `Break`: the rest of the sheet is of no interest.
    fn row(&mut self, number: u32, row: &RowBuffer) -> ControlFlow<()>;
    /// A merged cell of the sheet. Workbooks say it behind the rows, others before.
    fn merged(&mut self, _merge: Merge) {}
    /// Every `file_begins` that went on is followed by one of these.
    fn file_ends(&mut self, outcome: Result<FileFacts, Problem>);
    /// An entry of a zip that is no table.
    fn part_skipped(&mut self, part: &str);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_filled_by_column() {
        let mut row = RowBuffer::default();
        row.put(2, Cell::Text("三"));
        row.put(0, Cell::Number(1.5));
        assert_eq!(row.iter().collect::<Vec<_>>(), [Cell::Number(1.5), Cell::Empty, Cell::Text("三")]);
        row.put(MOST_COLUMNS, Cell::Error);
        assert_eq!(row.len(), 3);
        row.clear();
        row.push(Cell::Text("\u{feff} \t"));
        assert!(row.is_blank());
    }

    #[test]
    fn numbers_show_as_they_were_typed() {
        let mut row = RowBuffer::default();
        row.push(Cell::Number(10_170_858_471_951.0));
        row.push(Cell::Number(0.1));
        row.push(Cell::Moment(civil::date(2026, 6, 1).at(0, 0, 0, 0)));
        assert_eq!((row.display(0).as_str(), row.display(1).as_str()), ("10170858471951", "0.1"));
        assert_eq!(row.display(2), "2026-06-01");
    }
}
