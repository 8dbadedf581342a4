//! The cells of one sheet.

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::cell::{Cell, Merge, RowBuffer, TableSink};
use crate::formula::{self, Literal};
use crate::xlsx::book::Formats;
use crate::xlsx::markup::push_text;
use crate::xlsx::strings::{Strings, push_content};
use crate::xlsx::window::{Tag, Window};

/// What the cells of all sheets share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared<'a> {
    pub(crate) strings: &'a Strings,
    pub(crate) formats: &'a Formats,
    /// See [`Book::is_calculated`](crate::xlsx::book::Book::is_calculated).
    pub(crate) is_calculated: bool,
}

/// Gives the rows of the sheet to `sink`.
///
/// # Errors
/// A part that cannot be unpacked.
pub(crate) fn read<R: Read>(mut window: Window<R>, shared: Shared<'_>, sink: &mut dyn TableSink) -> io::Result<()> {
    while let Some(tag) = window.tag()? {
        if window.name(&tag) == b"sheetData" && !tag.is_end {
            if tag.is_empty {
                return Ok(());
            }
            break;
        }
    }
    let mut sheet = Sheet {
        shared,
        row: RowBuffer::default(),
        number: 0,
        next_column: 0,
        text: String::new(),
        formula: String::new(),
        groups: Vec::new(),
    };
    while let Some(tag) = window.tag()? {
        match (window.name(&tag), tag.is_end) {
            (b"c", false) => sheet.cell(&mut window, &tag)?,
            (b"row", false) => sheet.row_begins(&window, &tag),
            (b"row", true) if sheet.row_ends(sink).is_break() => return Ok(()),
            (b"sheetData", true) => break,
            _ => {}
        }
    }
    // Cells after a row that was never closed: a truncated sheet still gives what it has.
    _ = sheet.row_ends(sink);
    // The rows are read; a sheet that is damaged behind them only does not say what is merged.
    while let Ok(Some(tag)) = window.tag() {
        if !tag.is_end && window.name(&tag) == b"mergeCell" {
            window.attributes(&tag, |name, value| {
                if name == b"ref"
                    && let Some(merge) = merge_of(value)
                {
                    sink.merged(merge);
                }
            });
        }
    }
    Ok(())
}

struct Sheet<'a> {
    shared: Shared<'a>,
    row: RowBuffer,
    /// From 1; of the row that is being read.
    number: u32,
    /// Where a cell without a reference belongs.
    next_column: usize,
    text: String,
    /// Of the cell that is being read; empty where it has none, or one that is no plain value.
    formula: String,
    /// Formulas that several cells share, by their number; only those that are plain values.
    groups: Vec<(u32, String)>,
}

/// What a cell's `t` says of its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    /// `str`, `inlineStr` and ISO dates.
    Text,
    Bool,
    Error,
}

impl Sheet<'_> {
    fn row_begins<R: Read>(&mut self, window: &Window<R>, tag: &Tag) {
        let mut number = None;
        window.attributes(tag, |name, value| {
            if name == b"r" {
                number = digits(value);
            }
        });
        self.number = number.unwrap_or(self.number.saturating_add(1));
        self.next_column = 0;
        self.row.clear();
    }

    fn row_ends(&mut self, sink: &mut dyn TableSink) -> ControlFlow<()> {
        let flow = if self.row.len() > 0 { sink.row(self.number, &self.row) } else { ControlFlow::Continue(()) };
        self.row.clear();
        flow
    }

    fn cell<R: Read>(&mut self, window: &mut Window<R>, tag: &Tag) -> io::Result<()> {
        let (mut column, mut style, mut kind) = (self.next_column, 0, Kind::Number);
        window.attributes(tag, |name, value| match name {
            b"r" => column = column_of(value).unwrap_or(column),
            b"s" => style = digits(value).unwrap_or(0),
            b"t" => {
                kind = match value {
                    b"s" => Kind::Shared,
                    b"str" | b"inlineStr" | b"d" => Kind::Text,
                    b"b" => Kind::Bool,
                    b"e" => Kind::Error,
                    _ => Kind::Number,
                }
            }
            _ => {}
        });
        self.next_column = column.saturating_add(1);
        if tag.is_empty {
            return Ok(());
        }
        self.text.clear();
        if kind != Kind::Text
            && let Some(value) = window.plain_value()?
        {
            self.text.push_str(std::str::from_utf8(value).unwrap_or(""));
            self.put(column, style, kind);
            return Ok(());
        }
        let (mut has_value, mut has_formula) = (false, false);
        let mut in_phonetic = false;
        while let Some(part) = window.tag()? {
            match (window.name(&part), part.is_end) {
                (b"c", true) => break,
                (b"v" | b"t", false) if !part.is_empty && !in_phonetic => {
                    has_value = true;
                    if kind == Kind::Text {
                        push_content(window, &mut self.text)?;
                    } else {
                        let value = window.text()?;
                        self.text.push_str(std::str::from_utf8(value).unwrap_or(""));
                    }
                }
                (b"f", false) => {
                    has_formula = true;
                    self.formula(window, &part)?;
                }
                (b"rPh", is_end) => in_phonetic = !is_end && !part.is_empty,
                _ => {}
            }
        }
        if has_formula {
            self.put_formula(column, style, kind);
        } else if has_value {
            self.put(column, style, kind);
        }
        Ok(())
    }

    /// Keeps the text of a formula that may be a plain value; all others are told from those by how they begin.
    fn formula<R: Read>(&mut self, window: &mut Window<R>, tag: &Tag) -> io::Result<()> {
        let mut group = None;
        window.attributes(tag, |name, value| {
            if name == b"si" {
                group = digits(value);
            }
        });
        self.formula.clear();
        if !tag.is_empty {
            let text = window.text()?;
            if text.first().is_none_or(|first| matches!(first, b'"' | b'&' | b'=' | b' ' | b'+' | b'-' | b'0'..=b'9')) {
                push_text(text, &mut self.formula);
                if let Some(section) = window.cdata()? {
                    self.formula.push_str(&String::from_utf8_lossy(section));
                }
            }
        }
        let Some(group) = group else { return Ok(()) };
        if !self.formula.is_empty() {
            self.groups.retain(|(known, _)| *known != group);
            if formula::literal(&self.formula).is_some() {
                self.groups.push((group, self.formula.clone()));
            }
        } else if let Some((_, formula)) = self.groups.iter().find(|(known, _)| *known == group) {
            self.formula.clone_from(formula);
        }
        Ok(())
    }

    /// A formula that is a plain value is that value, whatever is stored beside it: some writers store nothing, or 0.
    fn put_formula(&mut self, column: usize, style: u32, kind: Kind) {
        let literal = formula::literal(&self.formula).filter(|_| !self.formula.is_empty());
        match literal {
            Some(Literal::Text(text)) if text.is_empty() => {}
            Some(Literal::Text(text)) => self.row.put(column, Cell::Text(&text)),
            Some(Literal::Number(digits)) => {
                let number = formula::exact(digits).map(|number| self.shared.formats.cell(number, style));
                self.row.put(column, number.unwrap_or(Cell::Text(digits)));
            }
            // Excel stores an empty text where that is the result, and only then.
            None if self.text.is_empty() && !(kind == Kind::Text && self.shared.is_calculated) => {
                self.row.put(column, Cell::Formula);
            }
            None => {
                self.shared.is_calculated |= !matches!(self.text.as_str(), "" | "0");
                self.put(column, style, kind);
            }
        }
    }

    fn put(&mut self, column: usize, style: u32, kind: Kind) {
        let text = self.text.as_str();
        let cell = match kind {
            Kind::Text => Cell::Text(text),
            Kind::Shared => {
                let index = digits(text.trim().as_bytes()).and_then(|index| usize::try_from(index).ok());
                match index.and_then(|index| self.shared.strings.get(index)) {
                    Some(shared) => Cell::Text(shared),
                    None => Cell::Error,
                }
            }
            Kind::Bool => Cell::Bool(matches!(text.trim(), "1" | "true")),
            Kind::Error => Cell::Error,
            Kind::Number => match text.trim().parse::<f64>() {
                Ok(number) => self.shared.formats.cell(number, style),
                // Some writers leave the type out: what is no number is the text it looks like.
                Err(_) if text.is_empty() => return,
                Err(_) => Cell::Text(text),
            },
        };
        if cell != Cell::Text("") {
            self.row.put(column, cell);
        }
    }
}

/// A whole number; `None` for anything else.
fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() {
        return None;
    }
    bytes.iter().try_fold(0_u32, |value, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        value.checked_mul(10)?.checked_add(u32::from(digit))
    })
}

/// The rows of a range such as `D4:D6`; `None` where it is in one row.
fn merge_of(range: &[u8]) -> Option<Merge> {
    let colon = range.iter().position(|byte| *byte == b':')?;
    let (first, last) = (range.get(..colon)?, range.get(colon + 1..)?);
    let row = |reference: &[u8]| {
        let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        digits(reference.get(letters..)?)
    };
    let (first_row, last_row) = (row(first)?, row(last)?);
    (first_row < last_row).then_some(Merge { first_row, last_row, column: column_of(first)? })
}

/// The column of a reference such as `AB12`, from 0.
fn column_of(reference: &[u8]) -> Option<usize> {
    let mut letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic());
    let column = letters.try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_rows_of_a_column() {
        let merge = |first_row, last_row, column| Some(Merge { first_row, last_row, column });
        let check = |range: &str, expected| assert_eq!(merge_of(range.as_bytes()), expected, "{range}");
        check("D4:D6", merge(4, 6, 3));
        check("A8:B9", merge(8, 9, 0));
        check("A1:F1", None);
        check("A1", None);
        check("$A$1:$A$2", None);
        check("D6:D4", None);
    }

    #[test]
    fn references_are_columns() {
        let check = |reference: &str, expected| assert_eq!(column_of(reference.as_bytes()), expected, "{reference}");
        check("A1", Some(0));
        check("Z9", Some(25));
        check("AA10", Some(26));
        check("XFD1048576", Some(16_383));
        check("12", None);
        check("AAAAAAAAAAAAAAAAAAAA1", None);
    }
}
