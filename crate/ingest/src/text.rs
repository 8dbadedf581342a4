//! Text files: which encoding, which delimiter, and their records, decoded piece by piece.

use std::io::{Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;
use encoding_rs::{Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::cell::{FileFacts, RowBuffer, TableSink};
use crate::sniff::damaged;
use crate::split::{Split, Splitter, delimiter};

/// Reads a text file as one table.
///
/// # Errors
/// Bytes that are no text, and a quotation mark that is never closed.
pub(crate) fn read<R: Read + Seek>(mut reader: R, sink: &mut dyn TableSink) -> Result<FileFacts, Problem> {
    let survey = survey(&mut reader)?;
    let encoding = survey.encoding()?;
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let mut decoded = Decoded::new(&mut reader, encoding);
    let replaced = records(&mut decoded, sink)?;
    Ok(FileFacts { format: format_name(encoding), replaced })
}

/// The whole file as UTF-8, for readers of markup. `declared` is what the file says of itself, which counts only where
/// the bytes themselves leave a choice.
///
/// # Errors
/// Bytes that are no text.
pub(crate) fn reader<R: Read + Seek>(
    mut reader: R,
    declared: Option<&'static Encoding>,
) -> Result<(Decoded<R>, &'static Encoding), Problem> {
    let survey = survey(&mut reader)?;
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
    Ok((Decoded::new(reader, encoding), encoding))
}

/// `GB18030` as its standard writes it; the library has it in small letters.
pub(crate) fn format_name(encoding: &'static Encoding) -> String {
    if encoding == GB18030 { "GB18030".to_string() } else { encoding.name().to_string() }
}

fn records<R: Read>(decoded: &mut Decoded<R>, sink: &mut dyn TableSink) -> Result<u32, Problem> {
    if sink.sheet_begins(None).is_break() {
        return Ok(decoded.replaced);
    }
    decoded.fill(SAMPLE)?;
    let (delimiter, skip) = delimiter(&decoded.pending);
    let mut splitter = Splitter::new(delimiter);
    let mut row = RowBuffer::default();
    let mut number = 0;
    let mut at = 0;
    if skip > 0 {
        (at, number) = (skip, 1);
    }
    loop {
        match splitter.next(decoded.pending.get(at..).unwrap_or(""), decoded.is_finished(), &mut row) {
            Split::Record { consumed } => {
                at += consumed;
                number += 1;
                if sink.row(number, &row).is_break() {
                    return Ok(decoded.replaced);
                }
            }
            Split::End => return Ok(decoded.replaced),
            Split::NeedsMore => {
                decoded.consume(at);
                at = 0;
                if decoded.pending.len() >= LONGEST_RECORD {
                    let detail = format!("a quotation mark in row {} is never closed", number + 1);
                    return Err(Problem::Damaged { detail });
                }
                let wanted = decoded.pending.len() * 2;
                decoded.fill(wanted.clamp(PIECE, LONGEST_RECORD))?;
            }
        }
    }
}

/// Bytes read at a time.
const PIECE: usize = 256 * 1024;
/// Characters on which the delimiter is chosen.
const SAMPLE: usize = 64 * 1024;
/// Excel's longest cell is 32,767 characters; a longer record has lost its closing quotation mark.
const LONGEST_RECORD: usize = 4 * 1024 * 1024;

/// A file decoded to UTF-8 piece by piece.
pub(crate) struct Decoded<R> {
    reader: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// Decoded and not yet consumed.
    pending: String,
    is_finished: bool,
    replaced: u32,
}

impl<R> std::fmt::Debug for Decoded<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Decoded({})", self.decoder.encoding().name())
    }
}

impl<R: Read> Decoded<R> {
    fn new(reader: R, encoding: &'static Encoding) -> Decoded<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Decoded { reader, decoder, bytes: vec![0; PIECE], pending: String::new(), is_finished: false, replaced: 0 }
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
                let count = u32::try_from(fresh.matches('\u{fffd}').count()).unwrap_or(u32::MAX);
                self.replaced = self.replaced.saturating_add(count);
            }
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

/// What a pass over all bytes says about their encoding.
#[derive(Debug, Default)]
struct Survey {
    bom: Option<&'static Encoding>,
    is_utf8: bool,
    /// NUL bytes at even and at odd places of the first piece.
    nuls: [u32; 2],
    /// Bytes of the first piece that no text has.
    controls: u32,
    looked_at: u32,
    /// Bytes above ASCII that stand in pairs, and such that are followed by ASCII.
    paired: u32,
    single: u32,
}

impl Survey {
    fn encoding(&self) -> Result<&'static Encoding, Problem> {
        if let Some(encoding) = self.bom {
            return Ok(encoding);
        }
        let [even, odd] = self.nuls;
        if even + odd > 0 {
            // Even Chinese text has ASCII delimiters, digits and line ends, whose other byte is NUL.
            if odd > 8 * even && odd * 16 > self.looked_at {
                return Ok(UTF_16LE);
            }
            if even > 8 * odd && even * 16 > self.looked_at {
                return Ok(UTF_16BE);
            }
        }
        // A stray NUL in a product's name is no reason to refuse a whole file.
        if (self.controls + even + odd) * 200 > self.looked_at {
            return Err(Problem::NotATable { detected: "binary file".to_string() });
        }
        if self.is_utf8 {
            return Ok(UTF_8);
        }
        // `é` followed by a letter is a valid pair of GBK too, so validity decides nothing. But Chinese characters are
        // mostly pairs of two high bytes, and accented letters mostly stand alone.
        if self.single > self.paired { Ok(WINDOWS_1252) } else { Ok(GB18030) }
    }
}

fn survey<R: Read + Seek>(reader: &mut R) -> Result<Survey, Problem> {
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let mut survey = Survey { is_utf8: true, ..Survey::default() };
    let mut bytes = vec![0; PIECE];
    let mut carried = 0;
    let mut is_first = true;
    let mut high = None;
    loop {
        let space = bytes.get_mut(carried..).unwrap_or(&mut []);
        let length = reader.read(space).map_err(damaged)?;
        let fresh = bytes.get(carried..carried + length).unwrap_or(&[]);
        if is_first {
            is_first = false;
            survey.bom = Encoding::for_bom(fresh).map(|(encoding, _)| encoding);
            first_piece(&mut survey, fresh);
        }
        let all = bytes.get(..carried + length).unwrap_or(&[]);
        let rest = match simdutf8::compat::from_utf8(all) {
            Ok(_) => 0,
            // An incomplete character at the end is completed by the next piece.
            Err(error) if error.error_len().is_none() && length > 0 => all.len() - error.valid_up_to(),
            Err(_) => {
                survey.is_utf8 = false;
                0
            }
        };
        // Only of what is not UTF-8 it has to be told what else it is.
        if !survey.is_utf8 {
            pairs(&mut survey, &mut high, bytes.get(carried..carried + length).unwrap_or(&[]));
        }
        let start = all.len() - rest;
        bytes.copy_within(start..start + rest, 0);
        carried = rest;
        if length == 0 || (!survey.is_utf8 && survey.paired + survey.single > 100_000) {
            return Ok(survey);
        }
    }
}

fn first_piece(survey: &mut Survey, bytes: &[u8]) {
    for (index, &byte) in bytes.iter().enumerate() {
        survey.looked_at += 1;
        match byte {
            0 => {
                if let Some(count) = survey.nuls.get_mut(index % 2) {
                    *count += 1;
                }
            }
            // Tab, line ends, form feed, the end mark of DOS and escape do occur in text.
            0x09..=0x0d | 0x1a | 0x1b => {}
            0x01..=0x1f | 0x7f => survey.controls += 1,
            _ => {}
        }
    }
}

fn pairs(survey: &mut Survey, high: &mut Option<u8>, bytes: &[u8]) {
    for &byte in bytes {
        *high = match (*high, byte >= 0x80) {
            (None, false) => None,
            (None, true) => Some(byte),
            (Some(_), true) => {
                survey.paired = survey.paired.saturating_add(1);
                None
            }
            (Some(_), false) => {
                survey.single = survey.single.saturating_add(1);
                None
            }
        };
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
    fn a_quote_that_is_never_closed_is_damage() {
        let mut bytes = b"a,b\n1,\"".to_vec();
        bytes.extend(vec![b'x'; LONGEST_RECORD + PIECE]);
        bytes.extend(b"\"");
        assert!(read(Cursor::new(bytes), &mut Rows::default()).is_err());
    }
}
