//! Text files: which encoding, which delimiter, and their records, decoded piece by piece.

use std::cell::Cell;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

use analytics::diagnostic::Problem;
use encoding_rs::{Decoder, Encoding, GB18030, UTF_8};
use memchr::memmem;

use crate::cell::{FileFacts, Lines, RowBuffer, TableSink};
use crate::encoding;
use crate::quotes::line_breaks;
use crate::sniff::damaged;
use crate::split::{self, Split, Splitter};

/// Reads a text file as one table.
///
/// # Errors
/// Bytes that are no text, and rows of impossible length.
pub(crate) fn read<R: Read + Seek>(mut reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    let encoding = encoding::survey(&mut reader)?.encoding()?;
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let mut decoded = Decoded::new(&mut reader, encoding);
    let lines = records(&mut decoded, sink)?;
    Ok(FileFacts { format: format_name(encoding), replaced: decoded.replaced.get(), lines })
}

/// The whole file as UTF-8, for readers of markup. `declared` is what the file says of itself, which counts only where
/// the bytes themselves leave a choice.
///
/// # Errors
/// Bytes that are no text.
pub(crate) fn reader<R: Read + Seek>(mut reader: R, declared: Option<&'static Encoding>) -> Result<Markup<R>, Problem> {
    let survey = encoding::survey(&mut reader)?;
    let mut encoding = survey.encoding()?;
    if let Some(declared) = declared
        && encoding != UTF_8
        && survey.bom.is_none()
        && declared != UTF_8
        && declared.is_ascii_compatible()
    {
        encoding = declared;
    }
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let decoded = Decoded::new(reader, encoding);
    Ok(Markup { encoding, replaced: Rc::clone(&decoded.replaced), decoded })
}

/// A file of markup, to be read as UTF-8.
#[derive(Debug)]
pub(crate) struct Markup<R> {
    pub(crate) decoded: Decoded<R>,
    pub(crate) encoding: &'static Encoding,
    /// Characters that could not be decoded so far.
    pub(crate) replaced: Rc<Cell<u32>>,
}

/// `GB18030` as its standard writes it; the library has it in small letters.
pub(crate) fn format_name(encoding: &'static Encoding) -> String {
    if encoding == GB18030 { "GB18030".to_string() } else { encoding.name().to_string() }
}

/// Gives the records to the sink; `None` where it does not want them all.
fn records<R: Read>(decoded: &mut Decoded<R>, sink: &mut dyn TableSink) -> Result<Option<Lines>, Problem> {
    if sink.sheet_begins(None).is_break() {
        return Ok(None);
    }
    decoded.fill(SAMPLE)?;
    let shape = split::shape(&decoded.pending);
    let mut splitter = Splitter::new(shape);
    let mut row = RowBuffer::default();
    let hints = u32::from(shape.skip > 0);
    let (mut number, mut at) = (hints, shape.skip);
    loop {
        match splitter.next(decoded.pending.get(at..).unwrap_or(""), decoded.is_finished(), &mut row) {
            Split::Record { consumed } => {
                at += consumed;
                number += 1;
                if sink.row(number, &row).is_break() {
                    return Ok(None);
                }
            }
            Split::End => {
                let breaks = splitter.breaks();
                return Ok(Some(Lines { lines: decoded.lines(), records: number, breaks, hints }));
            }
            Split::NeedsMore => {
                decoded.consume(at);
                at = 0;
                if decoded.pending.len() >= LONGEST_RECORD {
                    let detail = format!("row {} is longer than 4 MB", number + 1);
                    return Err(Problem::Damaged { detail });
                }
                let wanted = decoded.pending.len() * 2;
                decoded.fill(wanted.clamp(PIECE, LONGEST_RECORD))?;
            }
        }
    }
}

/// Bytes read at a time.
pub(crate) const PIECE: usize = 256 * 1024;
/// Characters on which the delimiter is chosen.
const SAMPLE: usize = 64 * 1024;
/// Excel's longest cell is 32,767 characters; such a record is no row of any export.
const LONGEST_RECORD: usize = 4 * 1024 * 1024;

/// U+FFFD in UTF-8.
const REPLACED: &[u8] = "\u{fffd}".as_bytes();

/// A file decoded to UTF-8 piece by piece.
pub(crate) struct Decoded<R> {
    reader: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// Decoded and not yet consumed.
    pending: String,
    is_finished: bool,
    /// Shared with whoever reads the text through another reader.
    replaced: Rc<Cell<u32>>,
    line_ends: usize,
    /// The last byte that was decoded.
    last: Option<u8>,
}

impl<R> std::fmt::Debug for Decoded<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Decoded({})", self.decoder.encoding().name())
    }
}

impl<R: Read> Decoded<R> {
    fn new(reader: R, encoding: &'static Encoding) -> Decoded<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Decoded {
            reader,
            decoder,
            bytes: vec![0; PIECE],
            pending: String::new(),
            is_finished: false,
            replaced: Rc::default(),
            line_ends: 0,
            last: None,
        }
    }

    /// Lines decoded so far; the last one may have no line end.
    fn lines(&self) -> u32 {
        let is_open = self.last.is_some_and(|last| last != b'\n' && last != b'\r');
        u32::try_from(self.line_ends + usize::from(is_open)).unwrap_or(u32::MAX)
    }

    fn count_lines(&mut self, before: usize) {
        let fresh = self.pending.as_bytes().get(before..).unwrap_or(&[]);
        let Some((&first, &last)) = fresh.first().zip(fresh.last()) else { return };
        self.line_ends += line_breaks(fresh) as usize;
        if self.last == Some(b'\r') && first == b'\n' {
            // The two halves of one line end came in two pieces.
            self.line_ends -= 1;
        }
        self.last = Some(last);
    }

    /// Nothing more will be decoded.
    fn is_finished(&self) -> bool {
        self.is_finished
    }

    /// Forgets the first `length` bytes of what is pending.
    fn consume(&mut self, length: usize) {
        self.pending.drain(..length.min(self.pending.len()));
    }

    /// Decodes until `wanted` bytes are pending, or the file has ended.
    fn fill(&mut self, wanted: usize) -> Result<(), Problem> {
        while self.pending.len() < wanted && !self.is_finished {
            let length = self.reader.read(&mut self.bytes).map_err(damaged)?;
            let is_last = length == 0;
            let input = self.bytes.get(..length).unwrap_or(&[]);
            let needed = self.decoder.max_utf8_buffer_length(length).unwrap_or(length * 3 + 16);
            self.pending.reserve(needed);
            let before = self.pending.len();
            let (_, _, had_errors) = self.decoder.decode_to_string(input, &mut self.pending, is_last);
            if had_errors {
                let fresh = self.pending.get(before..).unwrap_or("");
                // A file may hold the mark of an older damage, which is a character like any other.
                let own = if self.decoder.encoding() == UTF_8 { memmem::find_iter(input, REPLACED).count() } else { 0 };
                let count = fresh.matches('\u{fffd}').count().saturating_sub(own);
                self.replaced.set(self.replaced.get().saturating_add(u32::try_from(count).unwrap_or(u32::MAX)));
            }
            self.count_lines(before);
            self.is_finished = is_last;
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        if self.pending.is_empty() {
            self.fill(1).map_err(|problem| std::io::Error::other(problem.to_string()))?;
        }
        // Characters may be cut here: what reads this takes bytes.
        let length = target.len().min(self.pending.len());
        let length = (0..=length).rev().find(|&end| self.pending.is_char_boundary(end)).unwrap_or(0);
        if length == 0 && !self.pending.is_empty() {
            return Err(std::io::Error::other("buffer of less than one character"));
        }
        for (place, byte) in target.iter_mut().zip(self.pending.drain(..length).as_str().bytes()) {
            *place = byte;
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Rows, rows_of};
    use std::io::Cursor;

    #[track_caller]
    fn check(bytes: &[u8], format: &str, expected: &[(u32, &[&str])]) {
        let mut rows = Rows::default();
        let facts = read(Cursor::new(bytes), &mut rows).unwrap();
        assert_eq!(facts.format, format);
        assert_eq!(rows.rows, rows_of(expected));
    }

    #[test]
    fn encodings_are_found_by_the_bytes() {
        let text = "订单编号,金额\r\n1,2.00\r\n";
        let rows: &[(u32, &[&str])] = &[(1, &["订单编号", "金额"]), (2, &["1", "2.00"])];
        check(text.as_bytes(), "UTF-8", rows);
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8", rows);
        check(&GB18030.encode(text).0, "GB18030", rows);
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        check(&little, "UTF-16LE", rows);
        check(&[b"\xfe\xff", big.as_slice()].concat(), "UTF-16BE", rows);
        check(
            b"N\xfamero;C\xf3digo\nespa\xf1a;1\n",
            "windows-1252",
            &[(1, &["Número", "Código"]), (2, &["españa", "1"])],
        );
    }

    #[test]
    fn binary_files_are_no_text() {
        for bytes in [&b"\x01\x02\x03\x04\x05\x06\x07\x08"[..], b"abc\0\0\0\0def\0\0\0"] {
            assert!(matches!(read(Cursor::new(bytes), &mut Rows::default()), Err(Problem::NotATable { .. })));
        }
    }

    #[test]
    fn characters_that_cannot_be_decoded_are_counted() {
        let mut bytes = GB18030.encode("订单编号,宝贝标题\n1,连衣裙\n").0.into_owned();
        bytes.extend(b"2,\xff\xff\n");
        let facts = read(Cursor::new(bytes), &mut Rows::default()).unwrap();
        assert_eq!((facts.format.as_str(), facts.replaced), ("GB18030", 2));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_letter() {
        let mut text = "a,b\n1,\"x\n".to_string();
        let name = "cup of coffee ".repeat(7);
        (0..50_000).for_each(|_| text.push_str(&format!("1,{name}\n")));
        let mut rows = Rows::default();
        let facts = read(Cursor::new(&text), &mut rows).unwrap();
        assert_eq!(rows.rows.len(), 50_002);
        assert_eq!(rows.rows[1], (2, vec!["1".to_string(), "\"x".to_string()]));
        assert_eq!(facts.lines, Some(Lines { lines: 50_002, records: 50_002, breaks: 0, hints: 0 }));
    }

    #[test]
    fn a_row_of_impossible_length_is_damage() {
        let mut bytes = b"a,b\n1,\"".to_vec();
        bytes.extend(vec![b'x'; LONGEST_RECORD + PIECE]);
        bytes.extend(b"\"");
        assert!(read(Cursor::new(bytes), &mut Rows::default()).is_err());
    }

    #[test]
    fn lines_are_records_and_the_breaks_inside_of_them() {
        let check = |text: &str, lines, records, breaks| {
            let facts = read(Cursor::new(text), &mut Rows::default()).unwrap();
            assert_eq!(
                facts.lines.map(|found| (found.lines, found.records, found.breaks)),
                Some((lines, records, breaks))
            );
        };
        check("a,b\r\n1,2\r\n", 2, 2, 0);
        check("a,b\r1,2\r3,4", 3, 3, 0);
        check("a,b\n\"x\r\ny\n\nz\",2\n\n", 6, 3, 3);
        check("sep=;\na;b\n1;2", 3, 3, 0);
        // Line ends fall between the pieces that are decoded.
        let long = format!("a,b\r\n{}", "1,23456\r\n".repeat(100_000));
        check(&long, 100_001, 100_001, 0);
    }

    #[test]
    fn damage_does_not_change_the_encoding() {
        let row = "2606010001,纯棉短袖,浙江省,29.90\n".repeat(50);
        let text = format!("订单编号,宝贝标题,省,金额\n{row}");
        let damaged = |bytes: &[u8], at: usize, stray: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes.splice(at..at, stray.iter().copied());
            let mut rows = Rows::default();
            let facts = read(Cursor::new(bytes), &mut rows).unwrap();
            (facts.format, facts.replaced, rows.rows.len())
        };
        // In the header, in the middle, at the end: one byte that belongs to nothing.
        for at in [0, 3, 39, text.len() - 1] {
            for stray in [b"\xff", b"\x80", b"\xe4"] {
                assert_eq!(damaged(text.as_bytes(), at, stray), ("UTF-8".to_string(), 1, 51), "{at} {stray:?}");
            }
        }
        let (legacy, _, _) = GB18030.encode(&text);
        assert_eq!(damaged(&legacy, legacy.len() - 1, b"\xff"), ("GB18030".to_string(), 1, 51));
    }

    #[test]
    fn characters_cut_in_two_are_damage_of_utf8() {
        // A remark of 20 bytes is six characters and two thirds of a seventh, in every row.
        let remark = "请放在门口的快递柜里谢谢".as_bytes().get(..20).unwrap();
        let mut bytes = "订单编号,买家留言,省\n".as_bytes().to_vec();
        for _ in 0..30 {
            bytes.extend(b"2606010001,");
            bytes.extend(remark);
            bytes.extend(",浙江省\n".as_bytes());
        }
        let facts = read(Cursor::new(bytes), &mut Rows::default()).unwrap();
        assert_eq!((facts.format.as_str(), facts.replaced), ("UTF-8", 30));
    }
}
