//! HTML tables, which many platforms save as `.xls`.

use std::io::{Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;
use encoding_rs::Encoding;
use html5gum::{IoReader, StartTag, Token, Tokenizer};

use crate::cell::{Cell, FileFacts, MOST_COLUMNS, Merge, RowBuffer, TableSink};
use crate::formula::{self, put_typed};
use crate::sniff::damaged;
use crate::text::{self, Markup};

/// Reads every table of the page as a sheet.
///
/// # Errors
/// Bytes that are no text.
pub(crate) fn read<R: Read + Seek>(mut reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    let declared = declared_encoding(&mut reader)?;
    let Markup { decoded, encoding, replaced } = text::reader(reader, declared)?;
    let mut page = Page::default();
    for token in Tokenizer::new(IoReader::new(decoded)) {
        match token.map_err(damaged)? {
            Token::StartTag(tag) => page.starts(&tag, sink),
            Token::EndTag(tag) => page.ends(&tag.name, sink),
            Token::String(string) if page.in_cell => page.words.push_str(&String::from_utf8_lossy(&string.value)),
            _ => {}
        }
    }
    page.end_row(sink);
    let format = format!("HTML, {}", text::format_name(encoding));
    Ok(FileFacts { format, replaced: replaced.get(), lines: None })
}

/// What `<meta charset=…>` says.
fn declared_encoding<R: Read + Seek>(reader: &mut R) -> Result<Option<&'static Encoding>, Problem> {
    let mut head = Vec::new();
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    reader.by_ref().take(4_096).read_to_end(&mut head).map_err(damaged)?;
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let Some((_, rest)) = head.split_once("charset=") else { return Ok(None) };
    let label = rest.trim_start_matches(['"', '\'']);
    let end = label.find(|character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character)));
    Ok(Encoding::for_label(label.get(..end.unwrap_or(label.len())).unwrap_or("").as_bytes()))
}

/// Spans wider or higher than any sheet are mistakes.
const WIDEST_SPAN: usize = 1_000;

#[derive(Debug, Default)]
struct Page {
    n_tables: u32,
    row: RowBuffer,
    number: u32,
    column: usize,
    in_row: bool,
    in_cell: bool,
    words: String,
    /// What Excel wrote beside the result.
    formula: Option<String>,
    spans: (usize, usize),
    /// By column: how many rows below a cell still reaches down, and its words.
    hanging: Vec<(usize, String)>,
    is_skipped: bool,
}

impl Page {
    fn starts(&mut self, tag: &StartTag<()>, sink: &mut dyn TableSink) {
        match tag.name.as_slice() {
            b"table" => {
                self.end_row(sink);
                self.n_tables += 1;
                self.number = 0;
                self.hanging.clear();
                let name = format!("table {}", self.n_tables);
                self.is_skipped = sink.sheet_begins((self.n_tables > 1).then_some(name.as_str())).is_break();
            }
            b"tr" => {
                self.end_row(sink);
                self.in_row = true;
            }
            b"td" | b"th" if self.in_row => {
                self.end_cell(sink);
                self.in_cell = true;
                self.words.clear();
                let formula = tag.attributes.get(b"x:fmla".as_slice());
                self.formula = formula.map(|formula| String::from_utf8_lossy(formula).into_owned());
                self.spans = (span(tag, b"colspan"), span(tag, b"rowspan"));
            }
            b"br" | b"p" | b"div" if self.in_cell && !self.words.is_empty() => self.words.push(' '),
            _ => {}
        }
    }

    fn ends(&mut self, name: &[u8], sink: &mut dyn TableSink) {
        match name {
            b"td" | b"th" => self.end_cell(sink),
            b"tr" | b"table" => self.end_row(sink),
            _ => {}
        }
    }

    fn end_cell(&mut self, sink: &mut dyn TableSink) {
        if !std::mem::take(&mut self.in_cell) {
            return;
        }
        self.skip_hanging();
        let mut words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(formula) = self.formula.take() {
            match formula::literal(&formula) {
                Some(literal) => words = literal.text().to_string(),
                None if words.is_empty() => words = format!("={}", formula.trim_start_matches('=')),
                None => {}
            }
        }
        let (wide, high) = self.spans;
        if high > 1 && !self.is_skipped {
            let first_row = self.number.saturating_add(1);
            let last_row = first_row.saturating_add(u32::try_from(high - 1).unwrap_or(u32::MAX));
            sink.merged(Merge { first_row, last_row, column: self.column });
        }
        for _ in 0..wide {
            if self.column >= MOST_COLUMNS {
                return;
            }
            self.put(&words);
            if high > 1 {
                if self.hanging.len() <= self.column {
                    self.hanging.resize(self.column + 1, (0, String::new()));
                }
                if let Some(slot) = self.hanging.get_mut(self.column) {
                    *slot = (high, words.clone());
                }
            }
            self.column += 1;
        }
    }

    /// Fills the columns into which cells from above reach.
    fn skip_hanging(&mut self) {
        while let Some((rows, words)) = self.hanging.get(self.column)
            && *rows > 0
        {
            let words = words.clone();
            self.put(&words);
            self.column += 1;
        }
    }

    fn put(&mut self, words: &str) {
        let column = self.column;
        match words.as_bytes().first() {
            None => self.row.put(column, Cell::Empty),
            Some(b'=') => put_typed(words, |cell| self.row.put(column, cell)),
            Some(_) => self.row.put(column, Cell::Text(words)),
        }
    }

    fn end_row(&mut self, sink: &mut dyn TableSink) {
        self.end_cell(sink);
        if !std::mem::take(&mut self.in_row) {
            return;
        }
        while self.column < self.hanging.len() {
            self.skip_hanging();
            self.column += 1;
        }
        for (rows, _) in &mut self.hanging {
            *rows = rows.saturating_sub(1);
        }
        self.number = self.number.saturating_add(1);
        if self.n_tables == 0 {
            // Rows without a table around them.
            self.n_tables = 1;
            self.is_skipped = sink.sheet_begins(None).is_break();
        }
        if !self.is_skipped {
            self.is_skipped = sink.row(self.number, &self.row).is_break();
        }
        self.row.clear();
        self.column = 0;
    }
}

fn span(tag: &StartTag<()>, name: &[u8]) -> usize {
    let value = tag.attributes.get(name).and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok());
    value.unwrap_or(1_usize).clamp(1, WIDEST_SPAN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Rows, rows_of};
    use std::io::Cursor;

    #[track_caller]
    fn check(page: &str, expected: &[(u32, &[&str])]) {
        let mut rows = Rows::default();
        read(Cursor::new(page), &mut rows).unwrap();
        assert_eq!(rows.rows, rows_of(expected));
    }

    #[test]
    fn cells_fill_their_spans() {
        check(
            "<table><tr><td colspan=2>a</td><td rowspan='2'>b</td></tr><tr><td>c<td>d</tr></table>",
            &[(1, &["a", "a", "b"]), (2, &["c", "d", "b"])],
        );
    }

    #[test]
    fn text_is_what_the_page_shows() {
        check(
            "<html><style>td{}</style><tr><th> a&nbsp;b<br>c </th><th></th><th>&lt;x&gt;</th></tr>",
            &[(1, &["a b c", "", "<x>"])],
        );
    }
}
