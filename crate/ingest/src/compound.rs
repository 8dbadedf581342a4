//! OLE compound files, checked before the spreadsheet library sees them: it trusts the chains of sectors and the sizes
//! in the headers, and a file of one kilobyte can make it ask for gigabytes.
//!
//! `cfb` reads such files soundly too: of 200,000 copies of the fixtures with bytes changed none made it panic, wait or
//! ask for room. But the spreadsheet library goes through the file by itself again, so all that is wanted is to know
//! its chains; as compiled to wasm that takes 16 KB here, and 573 KB with `cfb`, whose clock and whose ids nobody asks
//! for.

use analytics::diagnostic::Problem;

use crate::sniff::{old_excel, too_old};

/// No xls is larger: it has 65,536 rows a sheet.
pub(crate) const LARGEST: u64 = 512 << 20;

const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const END_OF_CHAIN: u32 = 0xffff_fffe;
const FIRST_RESERVED: u32 = 0xffff_fffa;
/// Cells of one sheet between its first and its last; the library makes room for all of them.
const MOST_CELLS: u64 = 8_000_000;

/// Returns the bytes, fit to be read; a sheet's stated dimensions are taken out of them, because room is made for those
/// too, and they may be stale.
///
/// # Errors
/// Damage, passwords, and documents that are no workbooks.
pub(crate) fn check(mut bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let file = CompoundFile::parse(&bytes)?;
    let entries = file.entries(&bytes)?;
    let has = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(Problem::PasswordProtected);
    }
    let Some(book) = entries
        .iter()
        .find(|entry| entry.is_stream && ["Workbook", "Book"].iter().any(|name| entry.name.eq_ignore_ascii_case(name)))
    else {
        let known = [("WordDocument", "Word document"), ("PowerPoint Document", "PowerPoint presentation")];
        let detected = known.iter().find(|(name, _)| has(name)).map_or("document without a workbook", |(_, kind)| kind);
        return Err(Problem::NotATable { detected: detected.to_string() });
    };
    let places = file.places(&bytes, &entries, book)?;
    let stream: Vec<u8> =
        places.iter().flat_map(|&(start, length)| bytes.get(start..start + length).unwrap_or(&[])).copied().collect();
    let dimensions = check_records(&stream)?;
    for (offset, length) in dimensions {
        blank_out(&mut bytes, &places, offset, length);
    }
    Ok(bytes)
}

/// An entry of the directory.
struct Entry {
    name: String,
    is_stream: bool,
    is_root: bool,
    start: u32,
    length: u64,
}

struct CompoundFile {
    sector: usize,
    fat: Vec<u32>,
    mini_fat_start: u32,
    directory_start: u32,
}

impl CompoundFile {
    fn parse(bytes: &[u8]) -> Result<CompoundFile, Problem> {
        if !bytes.starts_with(SIGNATURE) || bytes.len() < 1_024 {
            return Err(broken("the file is too short"));
        }
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4_096,
            _ => return Err(broken("unknown sector size")),
        };
        let mut file = CompoundFile {
            sector,
            fat: Vec::new(),
            mini_fat_start: u32_at(bytes, 60).unwrap_or(END_OF_CHAIN),
            directory_start: u32_at(bytes, 48).unwrap_or(END_OF_CHAIN),
        };
        let n_sectors = file.n_sectors(bytes);
        let mut fat_sectors: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + index * 4)).collect();
        let mut next = u32_at(bytes, 68).unwrap_or(END_OF_CHAIN);
        let mut steps = 0;
        while next < FIRST_RESERVED {
            steps += 1;
            if steps > n_sectors {
                return Err(broken("the chain of allocation sectors is a loop"));
            }
            let (start, length) = file.place(bytes, next)?;
            let numbers = length / 4;
            let numbers = (0..numbers).filter_map(|index| u32_at(bytes, start + index * 4));
            fat_sectors.extend(numbers);
            next = fat_sectors.pop().unwrap_or(END_OF_CHAIN);
        }
        fat_sectors.retain(|&sector| sector < FIRST_RESERVED);
        if fat_sectors.len() > n_sectors {
            return Err(broken("more allocation sectors than sectors"));
        }
        for sector in fat_sectors {
            let (start, length) = file.place(bytes, sector)?;
            file.fat.extend((0..length / 4).filter_map(|index| u32_at(bytes, start + index * 4)));
        }
        Ok(file)
    }

    /// Sectors after the header, the last of which may be cut.
    fn n_sectors(&self, bytes: &[u8]) -> usize {
        (bytes.len() / self.sector).saturating_add(1)
    }

    /// Where a sector is, and how much of it is there.
    fn place(&self, bytes: &[u8], sector: u32) -> Result<(usize, usize), Problem> {
        let start = usize::try_from(sector).ok().and_then(|sector| (sector + 1).checked_mul(self.sector));
        match start {
            Some(start) if start < bytes.len() => Ok((start, self.sector.min(bytes.len() - start))),
            _ => Err(broken("a sector lies past the end of the file")),
        }
    }

    /// The sectors of a chain.
    fn chain(&self, bytes: &[u8], start: u32) -> Result<Vec<(usize, usize)>, Problem> {
        let mut places = Vec::new();
        let mut sector = start;
        while sector != END_OF_CHAIN {
            places.push(self.place(bytes, sector)?);
            if places.len() > self.n_sectors(bytes) {
                return Err(broken("a chain of sectors is a loop"));
            }
            let next = usize::try_from(sector).ok().and_then(|sector| self.fat.get(sector));
            sector = *next.ok_or_else(|| broken("a chain of sectors breaks off"))?;
        }
        Ok(places)
    }

    fn entries(&self, bytes: &[u8]) -> Result<Vec<Entry>, Problem> {
        let mut entries = Vec::new();
        for (start, length) in self.chain(bytes, self.directory_start)? {
            for entry in bytes.get(start..start + length).unwrap_or(&[]).chunks_exact(128) {
                let units = entry.get(..64).unwrap_or(&[]).chunks_exact(2);
                let units = units.filter_map(|pair| u16_at(pair, 0)).take_while(|&unit| unit != 0);
                let name: String = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect();
                let length = u32_at(entry, 120).map_or(0, u64::from);
                let high = u32_at(entry, 124).map_or(0, u64::from);
                let kind = entry.get(66).copied().unwrap_or(0);
                entries.push(Entry {
                    name,
                    is_stream: kind == 2,
                    is_root: kind == 5,
                    start: u32_at(entry, 116).unwrap_or(END_OF_CHAIN),
                    // Files with small sectors leave rubbish in the upper half.
                    length: if self.sector == 512 { length } else { length | high << 32 },
                });
            }
        }
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if entries.iter().any(|entry| (entry.is_stream || entry.is_root) && entry.length > size) {
            return Err(broken("a stream is longer than the file"));
        }
        Ok(entries)
    }

    /// Where the bytes of a stream are in the file.
    fn places(&self, bytes: &[u8], entries: &[Entry], entry: &Entry) -> Result<Vec<(usize, usize)>, Problem> {
        let wanted = usize::try_from(entry.length).unwrap_or(usize::MAX);
        let root = entries.iter().find(|entry| entry.is_root);
        let root_start = root.map_or(END_OF_CHAIN, |root| root.start);
        if wanted >= 4_096 {
            return cut(self.chain(bytes, entry.start)?, wanted);
        }
        let holder = self.chain(bytes, root_start)?;
        let mini_fat: Vec<u32> = self
            .chain(bytes, self.mini_fat_start)?
            .into_iter()
            .flat_map(|(start, length)| (0..length / 4).filter_map(move |index| u32_at(bytes, start + index * 4)))
            .collect();
        let mut places = Vec::new();
        let mut sector = entry.start;
        while sector != END_OF_CHAIN && places.len() * 64 < wanted {
            let offset = usize::try_from(sector).unwrap_or(usize::MAX).saturating_mul(64);
            let &(start, length) =
                holder.get(offset / self.sector).ok_or_else(|| broken("a small sector lies past the end"))?;
            let within = offset % self.sector;
            places.push((start + within, 64.min(length.saturating_sub(within))));
            let next = usize::try_from(sector).ok().and_then(|sector| mini_fat.get(sector));
            sector = *next.ok_or_else(|| broken("a chain of small sectors breaks off"))?;
        }
        cut(places, wanted)
    }
}

/// Shortens the last place to the length of the stream.
fn cut(mut places: Vec<(usize, usize)>, wanted: usize) -> Result<Vec<(usize, usize)>, Problem> {
    let mut left = wanted;
    for (_, length) in &mut places {
        *length = left.min(*length);
        left -= *length;
    }
    if left > 0 { Err(broken("a stream breaks off")) } else { Ok(places) }
}

/// Row and column limits take the first bytes of a DIMENSIONS record; what follows them is reserved.
const DIMENSIONS_LENGTH: usize = 12;

/// Walks over the records of a workbook stream. Returns where the stated dimensions are, and their length.
fn check_records(stream: &[u8]) -> Result<Vec<(usize, usize)>, Problem> {
    if let Some(version) = old_excel(stream) {
        return Err(too_old(version));
    }
    let mut dimensions = Vec::new();
    let mut at = 0;
    let mut limits = Limits::default();
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let length = usize::from(length);
        let data = stream.get(at + 4..at + 4 + length).unwrap_or(&[]);
        match kind {
            // FILEPASS: what follows is encrypted.
            0x002f => return Err(Problem::PasswordProtected),
            // BOF: another sheet.
            0x0809 => limits = Limits::default(),
            0x0200 if data.len() >= 10 => dimensions.push((at + 4, data.len().min(DIMENSIONS_LENGTH))),
            // FORMULA, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, and MULRK by its first cell.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 => limits.saw(data, None)?,
            0x00bd => limits.saw(data, u16_at(data, data.len().saturating_sub(2)))?,
            _ => {}
        }
        at += 4 + length;
    }
    Ok(dimensions)
}

/// The cells of one sheet, from the first to the last.
#[derive(Default)]
struct Limits {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
}

impl Limits {
    fn saw(&mut self, cell: &[u8], last_column: Option<u16>) -> Result<(), Problem> {
        let (Some(row), Some(column)) = (u16_at(cell, 0), u16_at(cell, 2)) else { return Ok(()) };
        let last_column = last_column.unwrap_or(column);
        let (first, last) = self.rows.unwrap_or((row, row));
        self.rows = Some((first.min(row), last.max(row)));
        let (left, right) = self.columns.unwrap_or((column, column));
        self.columns = Some((left.min(column), right.max(last_column)));
        let span = |limits: Option<(u16, u16)>| limits.map_or(0, |(first, last)| u64::from(last - first) + 1);
        if last_column < column || last_column > 255 {
            return Err(broken("a cell lies outside the sheet"));
        }
        if span(self.rows) * span(self.columns) > MOST_CELLS {
            return Err(Problem::TooLarge { detail: "a sheet of more than 8 million cells".to_string() });
        }
        Ok(())
    }
}

/// Writes zeros over a part of a stream.
fn blank_out(bytes: &mut [u8], places: &[(usize, usize)], offset: usize, length: usize) {
    let mut before = 0;
    for &(start, part) in places {
        for index in offset.max(before)..(offset + length).min(before + part) {
            if let Some(byte) = bytes.get_mut(start + index - before) {
                *byte = 0;
            }
        }
        before += part;
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn broken(detail: &str) -> Problem {
    Problem::Damaged { detail: detail.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header whose directory is the one sector after it.
    fn file(fat_of_directory: u32) -> Vec<u8> {
        let mut bytes = vec![0; 512 * 3];
        bytes[..8].copy_from_slice(SIGNATURE);
        bytes[30] = 9;
        bytes[48..52].copy_from_slice(&0_u32.to_le_bytes());
        bytes[60..64].copy_from_slice(&END_OF_CHAIN.to_le_bytes());
        bytes[68..72].copy_from_slice(&END_OF_CHAIN.to_le_bytes());
        bytes[76..512].fill(0xff);
        bytes[76..80].copy_from_slice(&1_u32.to_le_bytes());
        bytes[1_024..1_028].copy_from_slice(&fat_of_directory.to_le_bytes());
        bytes
    }

    #[track_caller]
    fn check_code(bytes: Vec<u8>, code: &str) {
        assert_eq!(check(bytes).map_err(|problem| problem.code()), Err(code));
    }

    #[test]
    fn chains_end() {
        check_code(file(END_OF_CHAIN), "not_a_table");
        check_code(file(0), "damaged");
        check_code(file(7), "damaged");
        check_code(SIGNATURE.to_vec(), "damaged");
    }

    #[test]
    fn a_sheet_of_impossible_size_is_refused() {
        let cell = |row: u16, column: u16| {
            let mut record = vec![0x03, 0x02, 14, 0];
            record.extend(row.to_le_bytes());
            record.extend(column.to_le_bytes());
            record.extend([0; 10]);
            record
        };
        let mut stream = cell(0, 0);
        stream.extend(cell(60_000, 200));
        assert_eq!(check_records(&stream).map_err(|problem| problem.code()), Err("too_large"));
        assert_eq!(check_records(&cell(0, 300)).map_err(|problem| problem.code()), Err("damaged"));
        let old = Err(Problem::Unsupported { format: "Excel 4.0".to_string() });
        assert_eq!(check_records(&[0x09, 0x04, 0x06, 0, 0, 0, 0x10, 0, 0, 0]), old);
        assert_eq!(check_records(&[0x2f, 0, 0, 0]), Err(Problem::PasswordProtected));
    }
}
