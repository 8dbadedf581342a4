//! What the tests of several readers share.

use std::ops::ControlFlow;

use analytics::diagnostic::Problem;

use crate::cell::{FileFacts, RowBuffer, TableSink};

/// Keeps every row as text.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) files: Vec<String>,
    pub(crate) sheets: Vec<Option<String>>,
    pub(crate) rows: Vec<(u32, Vec<String>)>,
    pub(crate) outcomes: Vec<Result<String, &'static str>>,
}

impl TableSink for Rows {
    fn file_begins(&mut self, name: &str) -> ControlFlow<()> {
        self.files.push(name.to_string());
        ControlFlow::Continue(())
    }

    fn sheet_begins(&mut self, sheet: Option<&str>) -> ControlFlow<()> {
        self.sheets.push(sheet.map(str::to_string));
        ControlFlow::Continue(())
    }

    fn row(&mut self, number: u32, row: &RowBuffer) -> ControlFlow<()> {
        self.rows.push((number, (0..row.len()).map(|index| row.display(index)).collect()));
        ControlFlow::Continue(())
    }

    fn file_ends(&mut self, outcome: Result<FileFacts, Problem>) {
        self.outcomes.push(outcome.map(|facts| facts.format).map_err(|problem| problem.code()));
    }

    fn part_skipped(&mut self, part: &str) {
        self.files.push(format!("skipped {part}"));
    }
}

pub(crate) fn rows_of(expected: &[(u32, &[&str])]) -> Vec<(u32, Vec<String>)> {
    expected.iter().map(|(number, cells)| (*number, cells.iter().map(|cell| (*cell).to_string()).collect())).collect()
}
