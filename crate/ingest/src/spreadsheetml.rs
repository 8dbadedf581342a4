//! XML Spreadsheet 2003, which some platforms save as `.xls`.

use std::io::{BufReader, Read, Seek};

use analytics::diagnostic::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::cell::{Cell, FileFacts, MOST_COLUMNS, RowBuffer, TableSink};
use crate::formula;
use crate::text::{self, Markup};
use crate::xml::{attribute, next, push_reference};

/// Reads all sheets.
///
/// # Errors
/// Broken XML, and bytes that are no text.
pub(crate) fn read<R: Read + Seek>(reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    let Markup { decoded, replaced, .. } = text::reader(reader, None)?;
    let mut xml = Reader::from_reader(BufReader::new(decoded));
    xml.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut sheet = SheetReader::default();
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Start(element) => sheet.starts(&element, sink),
            Event::End(element) => sheet.ends(element.local_name().as_ref(), sink),
            Event::Text(text) if sheet.in_data => sheet.words.push_str(&text.xml10_content()),
            Event::CData(text) if sheet.in_data => sheet.words.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if sheet.in_data => push_reference(&reference, &mut sheet.words),
            Event::Eof => {
                let format = "XML Spreadsheet 2003".to_string();
                return Ok(FileFacts { format, replaced: replaced.get(), lines: None });
            }
            _ => {}
        }
    }
}

#[derive(Default)]
struct SheetReader {
    row: RowBuffer,
    number: u32,
    /// From 0; of the next cell.
    column: usize,
    merged: usize,
    kind: String,
    words: String,
    formula: Option<String>,
    has_data: bool,
    in_data: bool,
    is_skipped: bool,
}

impl SheetReader {
    fn starts(&mut self, element: &BytesStart<'_>, sink: &mut dyn TableSink) {
        match element.local_name().as_ref() {
            "Worksheet" => {
                let name = attribute(element, "Name").unwrap_or_default();
                self.number = 0;
                self.is_skipped = sink.sheet_begins(Some(&name)).is_break();
            }
            "Row" => {
                let stated = attribute(element, "Index").and_then(|index| index.parse().ok());
                self.number = stated.unwrap_or_else(|| self.number.saturating_add(1));
                self.row.clear();
                self.column = 0;
            }
            "Cell" => {
                let stated = attribute(element, "Index").and_then(|index| index.parse::<usize>().ok());
                self.column = stated.map_or(self.column, |index| index.saturating_sub(1));
                self.formula = attribute(element, "Formula");
                self.has_data = false;
                self.merged = attribute(element, "MergeAcross").and_then(|across| across.parse().ok()).unwrap_or(0);
            }
            "Data" => {
                self.kind = attribute(element, "Type").unwrap_or_default();
                self.words.clear();
                self.in_data = true;
                self.has_data = true;
            }
            _ => {}
        }
    }

    /// A formula that is a value goes before what is stored; another one without a stored value is one nobody calculated.
    fn apply_formula(&mut self) {
        let Some(formula) = self.formula.take() else { return };
        match formula::literal(&formula) {
            Some(literal) => self.row.put(self.column, Cell::Text(literal.text())),
            None if !self.has_data => self.row.put(self.column, Cell::Formula),
            None => {}
        }
    }

    fn ends(&mut self, name: &str, sink: &mut dyn TableSink) {
        match name {
            "Data" => {
                self.in_data = false;
                let cell = match self.kind.as_str() {
                    // The digits are here as they were written; only exponents need a float.
                    "Number" if self.words.contains(['E', 'e']) => {
                        self.words.parse().map_or(Cell::Text(&self.words), Cell::Number)
                    }
                    "Boolean" => Cell::Bool(self.words == "1"),
                    "Error" => Cell::Error,
                    _ if self.words.is_empty() => Cell::Empty,
                    _ => Cell::Text(&self.words),
                };
                self.row.put(self.column, cell);
            }
            "Cell" => {
                self.apply_formula();
                self.column = self.column.saturating_add(1 + self.merged.min(MOST_COLUMNS));
            }
            "Row" if !self.is_skipped => self.is_skipped = sink.row(self.number, &self.row).is_break(),
            _ => {}
        }
    }
}
