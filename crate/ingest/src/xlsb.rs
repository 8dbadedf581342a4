//! What the spreadsheet library would not say of an xlsb: that it skips the short forms of cells.

use std::io::{Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;

use crate::package::{LARGEST_IN_MEMORY, open};
use crate::sniff::damaged;

/// BrtShortBlank to BrtShortIsst: cells that leave out their column. Some writers use them, and the library passes over
/// them without a word.
///
/// Source: [MS-XLSB] 2.3.2, record enumeration, 12 to 18.
const SHORT_CELLS: std::ops::RangeInclusive<u32> = 13..=18;

/// Refuses a workbook that would be read with holes.
///
/// # Errors
/// [`Problem::Unsupported`] for one with short cell records.
pub(crate) fn check<R: Read + Seek>(reader: &mut R) -> Result<(), Problem> {
    let mut zip = open(reader)?;
    for index in 0..zip.len() {
        let Ok(entry) = zip.by_index(index) else { continue };
        let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/").to_ascii_lowercase();
        if name.contains("worksheets/") && name.ends_with(".bin") && has_short_cells(entry) {
            return Err(Problem::Unsupported { format: "xlsb with short cell records".to_string() });
        }
    }
    drop(zip);
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    Ok(())
}

/// Walks over the records; whatever cannot be walked is left for the library to judge.
fn has_short_cells(part: impl Read) -> bool {
    let mut bytes = std::io::BufReader::new(part).take(LARGEST_IN_MEMORY).bytes();
    let mut next = || bytes.next().and_then(Result::ok);
    // Types take one or two bytes, lengths up to four, seven bits each.
    let mut number = |most: u32| {
        let mut value = 0;
        for place in 0..most {
            let byte = u32::from(next()?);
            value |= (byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value)
    };
    while let (Some(kind), Some(length)) = (number(2), number(4)) {
        if SHORT_CELLS.contains(&kind) {
            return true;
        }
        for _ in 0..length {
            if number(1).is_none() {
                return false;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_cells_are_seen_among_other_records() {
        assert!(has_short_cells(&[0x91, 0x01, 0x00, 0x00, 0x02, 0xff, 0xff, 0x11, 0x00][..]));
        assert!(!has_short_cells(&[0x91, 0x01, 0x00, 0x07, 0x02, 0x11, 0x11, 0x92, 0x01, 0x00][..]));
        assert!(!has_short_cells(&[0x91][..]));
    }
}
