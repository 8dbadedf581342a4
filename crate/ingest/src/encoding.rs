//! In which encoding a text is, judged by all of its bytes: one stray byte, or a character cut in two, is damage of the
//! encoding the rest is in, and no sign of another.
//!
//! `chardetng`, the detector of browsers, agrees on every fixture in each encoding that can hold it, which a test keeps so.
//! It is not used instead, because it takes damage for another encoding: of 193 such texts with one byte lost in their last
//! character above ASCII it knew one, and this knows 191.

use std::io::{Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::sniff::damaged;
use crate::text::PIECE;

/// What a pass over all bytes says about their encoding.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) bom: Option<&'static Encoding>,
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
    /// # Errors
    /// Bytes that are no text.
    pub(crate) fn encoding(&self) -> Result<&'static Encoding, Problem> {
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

/// Looks at all bytes of a file.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn survey<R: Read + Seek>(reader: &mut R) -> Result<Survey, Problem> {
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    let mut survey = Survey { is_utf8: true, ..Survey::default() };
    let mut bytes = vec![0; PIECE];
    let mut carried = 0;
    let mut is_first = true;
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
                look_closer(reader, &mut survey, &mut bytes)?;
                return Ok(survey);
            }
        };
        let start = all.len() - rest;
        bytes.copy_within(start..start + rest, 0);
        carried = rest;
        if length == 0 {
            return Ok(survey);
        }
    }
}

/// Bytes above ASCII after which the judgement on a file that is plainly not UTF-8 stands.
const ENOUGH: u32 = 100_000;
/// Bytes between two judgements, and bytes that are looked at in one go.
const A_PART: usize = 1 << 16;
const A_RUN: usize = 32;

/// Of a file that is not UTF-8 throughout: counts what would be well formed in it, and what would be broken.
fn look_closer<R: Read + Seek>(reader: &mut R, survey: &mut Survey, bytes: &mut [u8]) -> Result<(), Problem> {
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    survey.is_utf8 = false;
    let mut utf8 = Utf8::default();
    let mut high = None;
    loop {
        let length = reader.read(bytes).map_err(damaged)?;
        let piece = bytes.get(..length).unwrap_or(&[]);
        for part in piece.chunks(A_PART) {
            // Most of an export is digits and commas, which say nothing.
            for run in part.chunks(A_RUN) {
                if !(run.is_ascii() && utf8.wanted == 0 && high.is_none()) {
                    run.iter().for_each(|&byte| utf8.saw(byte));
                    pairs(survey, &mut high, run);
                }
            }
            if survey.paired.saturating_add(survey.single) > ENOUGH && !utf8.is_likely() {
                return Ok(());
            }
        }
        if length == 0 {
            utf8.saw(b'\n');
            survey.is_utf8 = utf8.is_likely();
            return Ok(());
        }
    }
}

/// The characters of a text as UTF-8 has them.
#[derive(Debug, Default)]
struct Utf8 {
    /// Bytes that the character begun still needs, and the length it will have.
    wanted: u8,
    length: u8,
    /// Characters of two bytes, and of more.
    short: u64,
    long: u64,
    broken: u64,
}

impl Utf8 {
    fn saw(&mut self, byte: u8) {
        if self.wanted > 0 {
            if byte & 0xc0 == 0x80 {
                self.wanted -= 1;
                if self.wanted == 0 {
                    *(if self.length == 2 { &mut self.short } else { &mut self.long }) += 1;
                }
                return;
            }
            self.wanted = 0;
            self.broken += 1;
        }
        self.length = match byte {
            0..=0x7f => return,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => {
                self.broken += 1;
                return;
            }
        };
        self.wanted = self.length - 1;
    }

    /// Whether the text is UTF-8 with damage. In a text of GB18030 nearly every character breaks the rules of UTF-8: about
    /// one pair of bytes in seven is by chance a character of two bytes, and one in sixty begins one of three. So a long
    /// character says more than a short one, and neither much beside as many that are broken.
    fn is_likely(&self) -> bool {
        self.short + self.long >= self.broken && 2 * self.short + 4 * self.long > 5 * self.broken
    }
}

fn first_piece(survey: &mut Survey, bytes: &[u8]) {
    survey.looked_at = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    for (run, start) in bytes.chunks(A_RUN).zip((0_usize..).step_by(A_RUN)) {
        // Without a way out in between, the processor looks at the whole run at once.
        if run.iter().fold(false, |any, &byte| any | is_in_no_text(byte)) {
            for (index, &byte) in (start..).zip(run).filter(|(_, byte)| is_in_no_text(**byte)) {
                match (byte, index % 2) {
                    (0, 0) => survey.nuls[0] += 1,
                    (0, _) => survey.nuls[1] += 1,
                    _ => survey.controls += 1,
                }
            }
        }
    }
}

/// Tab, line ends, form feed, the end mark of DOS and escape do occur in text.
fn is_in_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, 0x09..=0x0d | 0x1a | 0x1b) || byte == 0x7f
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
    use std::io::Cursor;
    use std::path::{Path, PathBuf};

    use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
    use encoding_rs::GBK;

    use super::*;

    fn ours(bytes: &[u8]) -> &'static Encoding {
        survey(&mut Cursor::new(bytes)).unwrap().encoding().unwrap()
    }

    fn theirs(bytes: &[u8]) -> &'static Encoding {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(None, Utf8Detection::Allow);
        // What the web calls GBK is read as GB18030, its later form.
        if guess == GBK { GB18030 } else { guess }
    }

    /// Every text among the fixtures that is not all ASCII, by its path and without a mark of its encoding.
    fn texts() -> Vec<(PathBuf, String)> {
        let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")];
        let mut found = Vec::new();
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
            } else if ["csv", "tsv", "txt"].iter().any(|ending| path.extension().is_some_and(|its| its == *ending)) {
                let bytes = std::fs::read(&path).unwrap();
                // Some are no texts but say so.
                if let Ok(encoding) = survey(&mut Cursor::new(&bytes)).unwrap().encoding() {
                    found.push((path, encoding.decode(&bytes).0.into_owned()));
                }
            }
        }
        found.retain(|(_, text)| !text.is_ascii() && !text.contains('\u{fffd}') && !text.starts_with("%PDF"));
        assert!(found.len() > 90, "{}", found.len());
        found
    }

    #[test]
    fn a_detector_of_browsers_agrees() {
        for (path, text) in texts() {
            let text: String = text.chars().take(20_000).collect();
            let is_chinese = text.contains(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
            // Nobody writes French in GB18030, and what has Chinese in it cannot be written in windows-1252.
            for encoding in [UTF_8, if is_chinese { GB18030 } else { WINDOWS_1252 }] {
                let (bytes, _, is_lossy) = encoding.encode(&text);
                if is_lossy {
                    continue;
                }
                let found = (ours(&bytes), theirs(&bytes));
                assert_eq!(found, (encoding, encoding), "{} as {}", path.display(), encoding.name());
                let mut damaged = bytes.into_owned();
                let last = damaged.iter().rposition(|byte| *byte >= 0x80).unwrap();
                damaged.remove(last);
                assert_eq!(ours(&damaged), encoding, "{} as {}, damaged", path.display(), encoding.name());
            }
        }
    }
}
