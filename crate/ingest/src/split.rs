//! Splits decoded text into records, with the row numbers Excel shows.
//!
//! Not the crate `csv`: it skips blank lines without counting them, and a row number that is off by the blank lines
//! above it sends the seller to the wrong row.

use crate::cell::{Cell, RowBuffer};

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

/// Takes records off the front of a text.
#[derive(Debug)]
pub(crate) struct Splitter {
    delimiter: u8,
    /// A quoted field with its doubled quotes made single.
    unquoted: String,
    /// Quoted fields with more text after their closing quote.
    n_ragged: usize,
}

impl Splitter {
    pub(crate) fn new(delimiter: u8) -> Splitter {
        Splitter { delimiter, unquoted: String::new(), n_ragged: 0 }
    }

    /// Reads one record. `is_last`: no more text will follow.
    pub(crate) fn next(&mut self, text: &str, is_last: bool, row: &mut RowBuffer) -> Split {
        row.clear();
        if text.is_empty() {
            return if is_last { Split::End } else { Split::NeedsMore };
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            let (value, end) = if bytes.get(at) == Some(&b'"') {
                match self.quoted(text, at + 1, is_last) {
                    Some(end) => (self.unquoted.as_str(), end),
                    None => return Split::NeedsMore,
                }
            } else {
                let end = self.plain_end(bytes, at);
                (text.get(at..end).unwrap_or(""), end)
            };
            row.push(if value.is_empty() { Cell::Empty } else { Cell::Text(value) });
            match bytes.get(end) {
                Some(&byte) if byte == self.delimiter => at = end + 1,
                Some(b'\n') => return Split::Record { consumed: end + 1 },
                // A carriage return: alone, or with the line feed that may still be to come.
                Some(_) => match bytes.get(end + 1) {
                    Some(b'\n') => return Split::Record { consumed: end + 2 },
                    None if !is_last => return Split::NeedsMore,
                    _ => return Split::Record { consumed: end + 1 },
                },
                None if is_last => return Split::Record { consumed: end },
                None => return Split::NeedsMore,
            }
        }
    }

    fn plain_end(&self, bytes: &[u8], at: usize) -> usize {
        let mut at = at;
        // Eight bytes at a time: most fields end within the first or the second eight.
        while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let word = u64::from_le_bytes(*eight);
            let ends = has(word, self.delimiter) | has(word, b'\n') | has(word, b'\r');
            if ends != 0 {
                return at + (ends.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        let rest = bytes.get(at..).unwrap_or(&[]);
        let ends = |&byte: &u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        rest.iter().position(ends).map_or(bytes.len(), |length| at + length)
    }

    /// The end of a field whose text starts at `at`, after its opening quote; `None` when the text ends first.
    fn quoted(&mut self, text: &str, mut at: usize, is_last: bool) -> Option<usize> {
        self.unquoted.clear();
        let bytes = text.as_bytes();
        loop {
            let rest = bytes.get(at..).unwrap_or(&[]);
            let Some(length) = rest.iter().position(|&byte| byte == b'"') else {
                if !is_last {
                    return None;
                }
                // The file was cut inside a quoted field: what is there still counts.
                self.unquoted.push_str(text.get(at..).unwrap_or(""));
                return Some(bytes.len());
            };
            self.unquoted.push_str(text.get(at..at + length).unwrap_or(""));
            at += length + 1;
            match bytes.get(at) {
                Some(b'"') => {
                    self.unquoted.push('"');
                    at += 1;
                }
                None if !is_last => return None,
                _ => {
                    // As in Excel, what follows the closing quote belongs to the field.
                    let end = self.plain_end(bytes, at);
                    self.n_ragged += usize::from(end > at);
                    self.unquoted.push_str(text.get(at..end).unwrap_or(""));
                    return Some(end);
                }
            }
        }
    }
}

/// The highest bit of the first byte of the word that equals `wanted`; bits above it mean nothing.
// Source: Alan Mycroft's test for a zero byte, as in H. S. Warren, "Hacker's Delight" (2012), 6–1.
const fn has(word: u64, wanted: u8) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let differs = word ^ (ONES * wanted as u64);
    differs.wrapping_sub(ONES) & !differs & (ONES << 7)
}

/// Chooses the delimiter on the first records, and says how many bytes a first line `sep=;` takes.
pub(crate) fn delimiter(sample: &str) -> (u8, usize) {
    if let Some(rest) = sample.strip_prefix("sep=")
        && let Some(&chosen) = rest.as_bytes().first()
        && chosen.is_ascii()
    {
        let line = sample.find('\n').map_or(sample.len(), |end| end + 1);
        return (chosen, line);
    }
    let mut best = (0, b',');
    for candidate in [b',', b'\t', b';', b'|'] {
        let score = consistency(sample, candidate);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    (best.1, 0)
}

/// Records that agree on a number of fields above one, times that number; less where other records disagree.
fn consistency(sample: &str, delimiter: u8) -> usize {
    let mut splitter = Splitter::new(delimiter);
    let mut row = RowBuffer::default();
    let mut counts = Vec::new();
    let mut at = 0;
    while counts.len() < 40 {
        match splitter.next(sample.get(at..).unwrap_or(""), false, &mut row) {
            Split::Record { consumed } => {
                at += consumed;
                counts.push(row.len());
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
    counts.sort_unstable();
    let score = counts
        .chunk_by(|one, other| one == other)
        .map(|run| match run.first() {
            Some(&fields) if fields > 1 => 64 * fields * run.len() * run.len() / counts.len(),
            _ => 0,
        })
        .max()
        .unwrap_or(0);
    // With the wrong delimiter, quotes do not close where fields end; that may look consistent over many lines.
    score / (1 + splitter.n_ragged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let (delimiter, mut at) = delimiter(text);
        let mut splitter = Splitter::new(delimiter);
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
        check("a,b\n=\"01\",2\n", &[&["a", "b"], &["=\"01\"", "2"]]);
        check("a,b\n\"=\"\"01\"\"\",2\n", &[&["a", "b"], &["=\"01\"", "2"]]);
        check("a,b\n\"x\" y,2\n", &[&["a", "b"], &["x y", "2"]]);
        check("a,b\n\"cut", &[&["a", "b"], &["cut"]]);
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
        let (delimiter, _) = delimiter(&format!("n,p,q,r,s\n{}", row.repeat(5_000)));
        assert_eq!(delimiter, b',');
    }

    #[test]
    fn a_cut_record_waits_for_the_rest() {
        let mut splitter = Splitter::new(b',');
        let mut row = RowBuffer::default();
        assert_eq!(splitter.next("a,\"b\"", false, &mut row), Split::NeedsMore);
        assert_eq!(splitter.next("a,b\r", false, &mut row), Split::NeedsMore);
        assert_eq!(splitter.next("a,b\r\nc", false, &mut row), Split::Record { consumed: 5 });
        assert_eq!(splitter.next("", true, &mut row), Split::End);
    }
}
