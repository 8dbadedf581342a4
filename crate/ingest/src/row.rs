//! One row of a file as the file has it, for "show me the row in my own file".

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use analytics::dataset::{SourceFile, SourceTable};
use analytics::diagnostic::Problem;

use crate::cell::{FileFacts, RowBuffer, TableSink};
use crate::header::HeaderRow;
use crate::open;

/// The cells of one row with their headers, in the file's order. `name` and `reader` are those [`read`](crate::read)
/// was given; `row` counts from 1 as Excel shows it.
///
/// # Errors
/// The file cannot be read any more, or has no such row ([`Problem::NoRows`]).
pub fn read_row<R: Read + Seek>(
    name: &str,
    reader: R,
    file: &SourceFile,
    table: &SourceTable,
    row: u32,
) -> Result<Vec<(String, String)>, Problem> {
    let mut search = RowSearch { file, table, row, is_here: false, header: Vec::new(), found: None, problem: None };
    open::read_tables(name, reader, 0, &mut search);
    let RowSearch { header, found, problem, .. } = search;
    let Some(cells) = found else { return Err(problem.unwrap_or(Problem::NoRows)) };
    let length = header.len().max(cells.len());
    let at = |texts: &[String], index: usize| texts.get(index).cloned().unwrap_or_default();
    Ok((0..length)
        .map(|index| (at(&header, index), at(&cells, index)))
        .filter(|(header, cell)| !header.is_empty() || !cell.is_empty())
        .collect())
}

struct RowSearch<'a> {
    file: &'a SourceFile,
    table: &'a SourceTable,
    row: u32,
    /// The rows that come now are those of the table.
    is_here: bool,
    header: Vec<String>,
    found: Option<Vec<String>>,
    problem: Option<Problem>,
}

impl TableSink for RowSearch<'_> {
    fn file_begins(&mut self, name: &str) -> ControlFlow<()> {
        if name == self.file.name && self.found.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn sheet_begins(&mut self, sheet: Option<&str>) -> ControlFlow<()> {
        self.is_here = sheet == self.table.sheet.as_deref() && self.found.is_none();
        if self.is_here { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn row(&mut self, number: u32, row: &RowBuffer) -> ControlFlow<()> {
        if !self.is_here {
            return ControlFlow::Break(());
        }
        if number == self.table.header_row {
            let header = HeaderRow::of(row);
            self.header = (0..row.len()).map(|index| header.text(index)).collect();
            // In a header of two rows the name of a column may stand in the upper one.
            for column in &self.table.columns {
                if let Some(text) = usize::try_from(column.index).ok().and_then(|index| self.header.get_mut(index)) {
                    text.clone_from(&column.header);
                }
            }
        }
        if number == self.row {
            self.found = Some((0..row.len()).map(|index| row.display(index).trim().to_string()).collect());
        }
        if number >= self.row { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn file_ends(&mut self, outcome: Result<FileFacts, Problem>) {
        self.problem = outcome.err();
    }

    fn part_skipped(&mut self, _: &str) {}
}
