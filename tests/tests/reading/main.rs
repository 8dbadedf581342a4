//! What sellers really save: each test plants a kind of damage in a file of its own making, knows by its own counting what
//! must come of it, and asks what the program says.

mod columns;
mod containers;
mod damage;
mod encoding;
mod forms;
mod formulas;
mod package;
mod quotes;
mod totals;

use std::io::Cursor;

use analytics::dataset::SourceFile;
use analytics::diagnostic::Diagnostic;
use analytics::{Config, Dataset};
use ingest::{Mapping, ReadOptions};
use serde_json::Value;

/// Reads files one after the other, as the command does.
fn read(files: &[(&str, &[u8])]) -> Dataset {
    read_mapped(files, None)
}

fn read_mapped(files: &[(&str, &[u8])], mapping: Option<&Mapping>) -> Dataset {
    let mut dataset = Dataset::default();
    for (name, bytes) in files {
        let options =
            ReadOptions { timezone: "Asia/Shanghai", mapping, mappings: &[], states: None, progress: &mut |_| {} };
        dataset.extend(ingest::read(name, Cursor::new(bytes), options));
    }
    dataset
}

fn read_one(name: &str, bytes: impl AsRef<[u8]>) -> Dataset {
    read(&[(name, bytes.as_ref())])
}

fn printed(dataset: &Dataset) -> Value {
    cli::analyze(dataset, &Config::default(), None, true)
}

/// The code of every finding, with the row and the column it names.
fn said(file: &SourceFile) -> Vec<(&'static str, Option<u32>, Option<&str>)> {
    let place = |found: &'_ Diagnostic| (found.problem.code(), found.place.row);
    file.diagnostics
        .iter()
        .map(|found| {
            let (code, row) = place(found);
            (code, row, found.place.column.as_deref())
        })
        .collect()
}

fn codes(file: &SourceFile) -> Vec<&'static str> {
    file.diagnostics.iter().map(|found| found.problem.code()).collect()
}

/// What the rows of a file add up to, as the command prints it.
fn total(printed: &Value, file: usize) -> String {
    printed["files"][file]["money"]["total"].as_str().unwrap_or("none").to_owned()
}
