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

/// BrtFmlaString, BrtFmlaNum, BrtFmlaBool and BrtFmlaError.
const FORMULAS: std::ops::RangeInclusive<u32> = 8..=11;

/// Refuses a workbook that would be read with holes. Says whether any cell is a formula.
///
/// # Errors
/// [`Problem::Unsupported`] for one with short cell records.
pub(crate) fn check<R: Read + Seek>(reader: &mut R) -> Result<bool, Problem> {
    let mut has_formulas = false;
    let mut zip = open(reader)?;
    for index in 0..zip.len() {
        let Ok(entry) = zip.by_index(index) else { continue };
        let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/").to_ascii_lowercase();
        if !name.contains("worksheets/") || !name.ends_with(".bin") {
            continue;
        }
        let kinds = kinds_of_cells(entry);
        if kinds.has_short {
            return Err(Problem::Unsupported { format: "xlsb with short cell records".to_string() });
        }
        has_formulas |= kinds.has_formula;
    }
    drop(zip);
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    Ok(has_formulas)
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kinds {
    has_short: bool,
    has_formula: bool,
}

/// Walks over the records; whatever cannot be walked is left for the library to judge.
fn kinds_of_cells(part: impl Read) -> Kinds {
    let mut kinds = Kinds::default();
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
            return Kinds { has_short: true, ..kinds };
        }
        kinds.has_formula |= FORMULAS.contains(&kind);
        for _ in 0..length {
            if number(1).is_none() {
                return kinds;
            }
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_cells_are_seen_among_other_records() {
        let has_short = |bytes: &[u8]| kinds_of_cells(bytes).has_short;
        assert!(has_short(&[0x91, 0x01, 0x00, 0x00, 0x02, 0xff, 0xff, 0x11, 0x00]));
        assert!(!has_short(&[0x91, 0x01, 0x00, 0x07, 0x02, 0x11, 0x11, 0x92, 0x01, 0x00]));
        assert!(!has_short(&[0x91]));
        assert!(kinds_of_cells(&[0x00, 0x00, 0x09, 0x01, 0x11, 0x92, 0x01, 0x00][..]).has_formula);
    }
}
