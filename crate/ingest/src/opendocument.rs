//! OpenDocument spreadsheets, cell by cell. The spreadsheet library would hold the whole document in memory, with every
//! repetition written out: a kilobyte can repeat a row a million times.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::cell::{Cell, FileFacts, MOST_COLUMNS, Merge, RowBuffer, TableSink};
use crate::formula;
use crate::package::{open, zip_problem};
use crate::sniff::damaged;
use crate::xml::{attribute, count, next, push_reference};

/// Rows of a sheet, in Excel as in LibreOffice.
const MOST_ROWS: u32 = 1_048_576;

/// Reads all sheets.
///
/// # Errors
/// A damaged document.
pub(crate) fn read<R: Read + Seek>(mut reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    let mut zip = open(&mut reader)?;
    let content = zip.by_name("content.xml").map_err(zip_problem)?;
    document(BufReader::new(content), "ods", sink)
}

/// Reads a document that is one piece of XML, as LibreOffice saves it under `.fods`.
///
/// # Errors
/// A damaged document.
pub(crate) fn read_flat<R: Read + Seek>(mut reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    document(BufReader::new(reader), "fods", sink)
}

fn document<R: BufRead>(reader: R, format: &str, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    let mut xml = Reader::from_reader(reader);
    // Cells written without an end tag are treated like the others.
    xml.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut sheet = SheetReader::default();
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Start(element) => sheet.starts(&element, sink),
            Event::End(element) => sheet.ends(element.local_name().as_ref(), sink),
            Event::Text(text) => sheet.text(&text.xml10_content()),
            Event::CData(text) => sheet.text(&text.xml10_content()),
            Event::GeneralRef(reference) if sheet.in_text => push_reference(&reference, &mut sheet.words),
            Event::Eof => return Ok(FileFacts::of(format)),
            _ => {}
        }
    }
}

#[derive(Default)]
struct SheetReader {
    row: RowBuffer,
    /// From 1; of the row that is being read.
    number: u32,
    rows_repeated: u32,
    column: usize,
    columns_repeated: u32,
    kind: String,
    value: String,
    formula: Option<String>,
    words: String,
    in_cell: bool,
    in_text: bool,
    in_note: bool,
    is_skipped: bool,
}

impl SheetReader {
    fn starts(&mut self, element: &BytesStart<'_>, sink: &mut dyn TableSink) {
        match element.local_name().as_ref() {
            "table" => {
                let name = attribute(element, "name").unwrap_or_default();
                self.number = 1;
                self.is_skipped = sink.sheet_begins(Some(&name)).is_break();
            }
            "table-row" => {
                self.row.clear();
                self.column = 0;
                self.rows_repeated = count(element, "number-rows-repeated");
            }
            "table-cell" | "covered-table-cell" => {
                self.in_cell = true;
                let rows = count(element, "number-rows-spanned");
                if rows > 1 {
                    let (first_row, last_row) = (self.number, self.number.saturating_add(rows - 1));
                    sink.merged(Merge { first_row, last_row, column: self.column });
                }
                self.columns_repeated = count(element, "number-columns-repeated");
                self.kind = attribute(element, "value-type").unwrap_or_default();
                let value = ["value", "date-value", "boolean-value", "string-value"];
                self.value = value.iter().find_map(|name| attribute(element, name)).unwrap_or_default();
                self.formula = attribute(element, "formula");
                self.words.clear();
            }
            "annotation" => self.in_note = true,
            "p" if self.in_cell && !self.in_note => {
                if !self.words.is_empty() {
                    self.words.push('\n');
                }
                self.in_text = true;
            }
            "s" | "tab" | "line-break" if self.in_text => self.words.push(' '),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.words.push_str(text);
        }
    }

    fn ends(&mut self, name: &str, sink: &mut dyn TableSink) {
        match name {
            "p" => self.in_text = false,
            "annotation" => self.in_note = false,
            "table-cell" | "covered-table-cell" => self.cell(),
            "table-row" => self.end_row(sink),
            _ => {}
        }
    }

    fn cell(&mut self) {
        self.in_cell = false;
        let repeated = usize::try_from(self.columns_repeated).unwrap_or(MOST_COLUMNS);
        let cell = match self.kind.as_str() {
            "float" | "currency" | "percentage" => self.value.parse().map_or(Cell::Text(&self.words), Cell::Number),
            "date" => Cell::Text(&self.value),
            "boolean" => Cell::Bool(self.value == "true"),
            "string" if self.words.is_empty() && !self.value.is_empty() => Cell::Text(&self.value),
            _ if self.words.is_empty() => Cell::Empty,
            _ => Cell::Text(&self.words),
        };
        // `of:=…` and `msoxl:=…` name the language of the formula.
        let formula = self.formula.take();
        let formula = formula.as_deref().map(|text| text.split_once('=').map_or(text, |(_, formula)| formula));
        let literal = formula.and_then(formula::literal);
        let cell = match (&literal, formula) {
            (Some(literal), _) => Cell::Text(literal.text()),
            (None, Some(_)) if cell == Cell::Empty && self.kind.is_empty() => Cell::Formula,
            (None, _) => cell,
        };
        if cell != Cell::Empty {
            for column in self.column..self.column.saturating_add(repeated).min(MOST_COLUMNS) {
                self.row.put(column, cell);
            }
        }
        self.column = self.column.saturating_add(repeated);
    }

    fn end_row(&mut self, sink: &mut dyn TableSink) {
        let last = self.number.saturating_add(self.rows_repeated);
        if !self.row.is_blank() {
            let mut number = self.number;
            while number < last && number <= MOST_ROWS && !self.is_skipped {
                self.is_skipped = sink.row(number, &self.row).is_break();
                number += 1;
            }
        }
        self.number = last;
    }
}
