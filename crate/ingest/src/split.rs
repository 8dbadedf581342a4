//! Splits decoded text into records, with the row numbers Excel shows.
//!
//! Not the crate `csv`: it skips blank lines without counting them, and a row number that is off by the blank lines
//! above it sends the seller to the wrong row.

use crate::cell::{Cell, RowBuffer};
use crate::formula::put_typed;
use crate::quotes::{Quoted, Quotes, ends, line_breaks, plain_end, quote_or_break};

/// What [`Splitter::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// The row buffer holds a record, which took so many bytes of the text.
    Record { consumed: usize },
    /// The text ends inside a record.
    NeedsMore,
    /// There is nothing left.
    End,
}

/// How the text of a file is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) delimiter: u8,
    /// Cells of most records; 0 where no two agree.
    pub(crate) columns: usize,
    /// Bytes of a first line `sep=;`.
    pub(crate) skip: usize,
}

/// Takes records off the front of a text.
#[derive(Debug)]
pub(crate) struct Splitter {
    delimiter: u8,
    /// See [`Shape::columns`].
    columns: usize,
    /// A quoted field with its doubled quotes made single.
    unquoted: String,
    /// Quoted fields with more text after their closing quote.
    n_ragged: usize,
    /// Line breaks inside the cells of all records so far.
    breaks: u32,
    /// A cell of the record is quoted.
    has_quoted: bool,
    /// The record is read for a second time, because cells seem to be missing.
    doubts: bool,
}

impl Splitter {
    pub(crate) fn new(shape: Shape) -> Splitter {
        Splitter {
            delimiter: shape.delimiter,
            columns: shape.columns,
            unquoted: String::new(),
            n_ragged: 0,
            breaks: 0,
            has_quoted: false,
            doubts: false,
        }
    }

    pub(crate) fn breaks(&self) -> u32 {
        self.breaks
    }

    /// Reads one record. `is_last`: no more text will follow.
    pub(crate) fn next(&mut self, text: &str, is_last: bool, row: &mut RowBuffer) -> Split {
        self.doubts = false;
        let first = self.record(text, is_last, row);
        // A mark that is a letter may find one that seems to close it on its own line, and hide the cells between them.
        if self.has_quoted && row.len() < self.columns && matches!(first, Split::Record { .. }) {
            self.doubts = true;
            return self.record(text, is_last, row);
        }
        first
    }

    fn record(&mut self, text: &str, is_last: bool, row: &mut RowBuffer) -> Split {
        row.clear();
        self.has_quoted = false;
        if text.is_empty() {
            return if is_last { Split::End } else { Split::NeedsMore };
        }
        let bytes = text.as_bytes();
        let before = self.breaks;
        let mut at = 0;
        loop {
            let first = bytes.get(at).copied();
            let end = if first == Some(b'"') {
                let (value, end) = match self.quoted(text, at, is_last, row.len()) {
                    Quoted::Until(end) => (self.unquoted.as_str(), end),
                    Quoted::Letter => {
                        row.quote_is_letter();
                        let end = plain_end(bytes, at, self.delimiter);
                        (text.get(at..end).unwrap_or(""), end)
                    }
                    Quoted::NeedsMore => {
                        self.breaks = before;
                        return Split::NeedsMore;
                    }
                };
                match value.as_bytes().first() {
                    None => row.push(Cell::Empty),
                    Some(b'=') => put_typed(value, |cell| row.push(cell)),
                    Some(_) => row.push(Cell::Text(value)),
                }
                end
            } else {
                let end = plain_end(bytes, at, self.delimiter);
                let value = text.get(at..end).unwrap_or("");
                if value.is_empty() {
                    row.push(Cell::Empty);
                } else if first == Some(b'=') {
                    put_typed(value, |cell| row.push(cell));
                } else {
                    row.push(Cell::Text(value));
                }
                end
            };
            let length = match bytes.get(end) {
                Some(&byte) if byte == self.delimiter => {
                    at = end + 1;
                    continue;
                }
                Some(b'\n') => 1,
                // A carriage return: alone, or with the line feed that may still be to come.
                Some(_) => match bytes.get(end + 1) {
                    Some(b'\n') => 2,
                    None if !is_last => 0,
                    _ => 1,
                },
                None if is_last => return Split::Record { consumed: end },
                None => 0,
            };
            if length == 0 {
                self.breaks = before;
                return Split::NeedsMore;
            }
            return Split::Record { consumed: end + length };
        }
    }

    /// Reads a cell that begins with a quotation mark at `open`, as the one after `n_before` cells of its record.
    fn quoted(&mut self, text: &str, open: usize, is_last: bool, n_before: usize) -> Quoted {
        self.unquoted.clear();
        let bytes = text.as_bytes();
        let mut at = open + 1;
        loop {
            let stop = quote_or_break(bytes, at);
            self.unquoted.push_str(text.get(at..stop).unwrap_or(""));
            match (bytes.get(stop), bytes.get(stop + 1)) {
                (Some(b'"'), Some(b'"')) => {
                    self.unquoted.push('"');
                    at = stop + 2;
                }
                (Some(b'"'), None) if !is_last => return Quoted::NeedsMore,
                (Some(b'"'), after) if ends(after, self.delimiter) => {
                    self.has_quoted = true;
                    let is_letter = self.doubts && self.hides_cells(bytes, open, is_last, n_before);
                    return if is_letter { Quoted::Letter } else { Quoted::Until(stop + 1) };
                }
                (Some(b'"'), _) => return self.ragged(text, open, stop, is_last, n_before),
                // A line break inside a cell, or a quotation mark that encloses nothing.
                (Some(_), _) => {
                    let judge = Quotes { bytes, delimiter: self.delimiter, columns: self.columns, is_last };
                    let found = judge.several_lines(open, stop, n_before);
                    if let Quoted::Until(end) = found {
                        let inside = text.get(open + 1..end - 1).unwrap_or("");
                        self.unquoted.clear();
                        self.unquoted.push_str(&inside.replace("\"\"", "\""));
                        self.breaks = self.breaks.saturating_add(line_breaks(inside.as_bytes()));
                    }
                    return found;
                }
                (None, _) if !is_last => return Quoted::NeedsMore,
                // The file ends, and nothing closes.
                (None, _) => return Quoted::Letter,
            }
        }
    }

    /// Whether the cell that was just read holds a delimiter, and the line as many cells as most when the mark at `open`
    /// is a letter.
    fn hides_cells(&self, bytes: &[u8], open: usize, is_last: bool, n_before: usize) -> bool {
        if !self.unquoted.as_bytes().contains(&self.delimiter) {
            return false;
        }
        let quotes = Quotes { bytes, delimiter: self.delimiter, columns: self.columns, is_last };
        let line_end = quotes.line_end(open);
        line_end.is_some_and(|line_end| quotes.fits(plain_end(bytes, open, self.delimiter), line_end, n_before))
    }

    /// A quoted cell with more text between its closing quote and the delimiter. Excel hangs it on; but the quote may be a
    /// letter inside of the cell (`"5" plate, white"`), or the opening one a letter too. Of these the one is taken with
    /// which the line has as many cells as most.
    fn ragged(&mut self, text: &str, open: usize, stop: usize, is_last: bool, n_before: usize) -> Quoted {
        let bytes = text.as_bytes();
        let quotes = Quotes { bytes, delimiter: self.delimiter, columns: self.columns, is_last };
        let Some(line_end) = quotes.line_end(open) else { return Quoted::NeedsMore };
        let fits = |end: usize| quotes.fits(end, line_end, n_before);
        let hung_on = plain_end(bytes, stop, self.delimiter);
        if self.columns > 1 && !fits(hung_on) {
            if let Some(close) = quotes.closing(stop + 1, line_end).filter(|&close| fits(close + 1)) {
                self.unquoted.clear();
                self.unquoted.push_str(&text.get(open + 1..close).unwrap_or("").replace("\"\"", "\""));
                return Quoted::Until(close + 1);
            }
            if fits(plain_end(bytes, open, self.delimiter)) {
                return Quoted::Letter;
            }
        }
        self.n_ragged += 1;
        self.unquoted.push_str(text.get(stop + 1..hung_on).unwrap_or(""));
        Quoted::Until(hung_on)
    }
}

/// Finds the shape on the first records.
pub(crate) fn shape(sample: &str) -> Shape {
    if let Some(rest) = sample.strip_prefix("sep=")
        && let Some(&delimiter) = rest.as_bytes().first()
        && delimiter.is_ascii()
    {
        let skip = sample.find('\n').map_or(sample.len(), |end| end + 1);
        let columns = columns(sample.get(skip..).unwrap_or(""), delimiter);
        return Shape { delimiter, columns, skip };
    }
    let mut best = (0, b',');
    for delimiter in [b',', b'\t', b';', b'|'] {
        let score = consistency(sample, delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    let (_, delimiter) = best;
    Shape { delimiter, columns: columns(sample, delimiter), skip: 0 }
}

/// Records that agree on a number of fields above one, times that number; less where other records disagree.
fn consistency(sample: &str, delimiter: u8) -> usize {
    let (counts, n_ragged) = counts(sample, Shape { delimiter, columns: 0, skip: 0 });
    let frequency = |fields: usize| counts.iter().filter(|&&count| count == fields).count();
    let scores = counts.iter().filter(|&&fields| fields > 1).map(|&fields| 64 * fields * frequency(fields).pow(2));
    // With the wrong delimiter, quotes do not close where fields end; that may look consistent over many lines.
    scores.max().unwrap_or(0) / counts.len().max(1) / (1 + n_ragged)
}

/// The number of fields with which most records have that number. What a quotation mark means depends on it, so that a
/// table in which every row has a stray one is divided in two ways that are both consistent: as the header is, and as it is
/// not.
fn columns(sample: &str, delimiter: u8) -> usize {
    let (unguided, _) = counts(sample, Shape { delimiter, columns: 0, skip: 0 });
    let mut candidates: Vec<usize> = Vec::new();
    for fields in unguided {
        if fields > 1 && !candidates.contains(&fields) && candidates.len() < MOST_CANDIDATES {
            candidates.push(fields);
        }
    }
    let mut best = (0, 0);
    for columns in candidates {
        let (found, _) = counts(sample, Shape { delimiter, columns, skip: 0 });
        let n_fit = found.iter().filter(|&&fields| fields == columns).count();
        // Of two that are as frequent the first stays: the header is less often ragged than what is below it.
        if n_fit > best.0 {
            best = (n_fit, columns);
        }
    }
    best.1
}

/// Numbers of fields that are tried.
const MOST_CANDIDATES: usize = 6;

/// The number of fields of each of the first records, and how many were ragged.
fn counts(sample: &str, shape: Shape) -> (Vec<usize>, usize) {
    let mut splitter = Splitter::new(shape);
    let mut row = RowBuffer::default();
    let mut counts = Vec::new();
    let mut at = 0;
    while counts.len() < 40 {
        match splitter.next(sample.get(at..).unwrap_or(""), false, &mut row) {
            Split::Record { consumed } => {
                at += consumed;
                // A blank line divides into one field whatever the delimiter, and says nothing of it.
                if row.len() > 1 || !row.is_blank() {
                    counts.push(row.len());
                }
            }
            // The last line of a short file has no line end, and is a record too.
            Split::NeedsMore | Split::End => {
                if at < sample.len() && counts.len() < 2 {
                    splitter.next(sample.get(at..).unwrap_or(""), true, &mut row);
                    counts.push(row.len());
                }
                break;
            }
        }
    }
    (counts, splitter.n_ragged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let shape = shape(text);
        let mut at = shape.skip;
        let mut splitter = Splitter::new(shape);
        let mut row = RowBuffer::default();
        let mut records = Vec::new();
        while let Split::Record { consumed } = splitter.next(&text[at..], true, &mut row) {
            at += consumed;
            records.push((0..row.len()).map(|index| row.display(index)).collect::<Vec<_>>());
        }
        assert_eq!(records, expected);
    }

    #[test]
    fn fields_are_split_as_excel_does() {
        check("a,b\n1,2", &[&["a", "b"], &["1", "2"]]);
        check("a,b\r\n\r\n1,2\r\n", &[&["a", "b"], &[""], &["1", "2"]]);
        check("a,b\r1,2\r", &[&["a", "b"], &["1", "2"]]);
        check("a,b\n\"x\ny\",\"1,5\"\n", &[&["a", "b"], &["x\ny", "1,5"]]);
        check("a,b\n\"say \"\"hi\"\"\",2\n", &[&["a", "b"], &["say \"hi\"", "2"]]);
        check("a,b\n=\"01\",2\n", &[&["a", "b"], &["01", "2"]]);
        check("a,b\n\"=\"\"01\"\"\",2\n", &[&["a", "b"], &["01", "2"]]);
        check("a,b\n\"x\" y,2\n", &[&["a", "b"], &["x y", "2"]]);
        check("a,b\n\"cut", &[&["a", "b"], &["\"cut"]]);
    }

    #[test]
    fn the_delimiter_is_the_consistent_one() {
        check("a;b\n1,5;2,5\n2,5;3,5\n", &[&["a", "b"], &["1,5", "2,5"], &["2,5", "3,5"]]);
        check("a\tb,c\n1\t2\n", &[&["a", "b,c"], &["1", "2"]]);
        check("sep=;\na;b\n", &[&["a", "b"]]);
        check(
            "#note, with one comma\n#note\na|b|c\n1|2|3\n",
            &[&["#note, with one comma"], &["#note"], &["a", "b", "c"], &["1", "2", "3"]],
        );
    }

    #[test]
    fn a_tab_at_the_end_of_every_value_is_no_delimiter() {
        let row = "a\t,\"1,299.00\t\",\"1,193.00\t\",\"x,L\t\",2\t\n";
        let shape = shape(&format!("n,p,q,r,s\n{}", row.repeat(5_000)));
        assert_eq!((shape.delimiter, shape.columns), (b',', 5));
    }

    #[test]
    fn a_cut_record_waits_for_the_rest() {
        let mut splitter = Splitter::new(Shape { delimiter: b',', columns: 2, skip: 0 });
        let mut row = RowBuffer::default();
        assert_eq!(splitter.next("a,\"b\"", false, &mut row), Split::NeedsMore);
        assert_eq!(splitter.next("a,b\r", false, &mut row), Split::NeedsMore);
        assert_eq!(splitter.next("a,b\r\nc", false, &mut row), Split::Record { consumed: 5 });
        assert_eq!(splitter.next("", true, &mut row), Split::End);
    }

    #[test]
    fn blank_lines_say_nothing_of_the_delimiter() {
        // One record of three fields for each blank line; with commas there would be two fields in every record.
        let text = "a;b;c\n\n1,5;2;3\n\n\n2,5;3;4\n\n";
        assert_eq!(shape(text), Shape { delimiter: b';', columns: 3, skip: 0 });
        let text = format!("a\tb\n{}1,5\t2,5\n", "\n".repeat(40));
        assert_eq!(shape(&text).delimiter, b'\t');
    }

    #[test]
    fn a_quotation_mark_that_encloses_nothing_is_a_letter() {
        let row = |name: &'static str| [name, "1", "2.00"];
        // The next one closes on another line, before a delimiter, in the same column.
        let text = "name,n,amount\n\"5 inch plate,1,2.00\ncup,1,2.00\nplate 7\",1,2.00\n";
        check(text, &[&["name", "n", "amount"], &row("\"5 inch plate"), &row("cup"), &row("plate 7\"")]);
        // It closes on its own line, behind another cell.
        let text = "name,n,amount\n\"5 inch plate,1,\"2.00\n";
        check(text, &[&["name", "n", "amount"], &["\"5 inch plate", "1", "\"2.00"]]);
        // It closes on its own line, before a delimiter.
        let text = "name,n,amount,note\n\"5 inch plate,1,2.00,for 7\"\ncup,1,2.00,\n";
        let whole: &[&str] = &["\"5 inch plate", "1", "2.00", "for 7\""];
        check(text, &[&["name", "n", "amount", "note"], whole, &["cup", "1", "2.00", ""]]);
        // It never closes.
        let text = "name,n,amount\n\"5 inch plate,1,2.00\ncup,1,2.00\n";
        check(text, &[&["name", "n", "amount"], &row("\"5 inch plate"), &row("cup")]);
        // In the last column.
        let text = "n,amount,name\n1,2.00,\"5 inch\n1,2.00,plate 7\"\n";
        check(text, &[&["n", "amount", "name"], &["1", "2.00", "\"5 inch"], &["1", "2.00", "plate 7\""]]);
    }

    #[test]
    fn a_letter_inside_of_a_quoted_cell_does_not_close_it() {
        check("a,b,c\n\"1\",\"5\" plate, white\",\"2\"\n", &[&["a", "b", "c"], &["1", "5\" plate, white", "2"]]);
    }

    #[test]
    fn cells_of_several_lines_stay_whole() {
        let header: &[&str] = &["a", "b", "c", "d"];
        check("a,b,c,d\n1,2,3,\"x, y\nz\"\n4,5,6,7\n", &[header, &["1", "2", "3", "x, y\nz"], &["4", "5", "6", "7"]]);
        check("a,b,c,d\n\"x\ny\",2,3,4\n", &[header, &["x\ny", "2", "3", "4"]]);
        check("a,b,c,d\n1,\"x\r\n\r\ny \"\"z\"\"\",3,4\r\n", &[header, &["1", "x\r\n\r\ny \"z\"", "3", "4"]]);
        // An address in lines, each with commas.
        let address = "12 High St, Flat 3\nSpringfield, IL, 62701\nUSA";
        check(&format!("a,b,c,d\n1,2,\"{address}\",4\n"), &[header, &["1", "2", address, "4"]]);
    }
}
