//! From the bytes of a file to parts of a shop, with everything that is wrong on the way.
//!
//! The way of a file: [`sniff`](mod@sniff) says by the bytes what it is; a reader (`text`, `workbook`, `opendocument`,
//! `html`, `spreadsheetml`, `archive`) hands its rows on one by one; `table` finds the header and the profile that fits
//! it; `extract` makes records of the rows. Nothing is held in memory but the records.

mod archive;
mod cell;
mod compound;
mod digest;
mod encoding;
mod extract;
mod formula;
mod header;
mod html;
mod mapping;
#[cfg(test)]
mod odd;
mod open;
mod opendocument;
mod order_cells;
mod order_rows;
mod package;
mod plan;
mod profile;
mod progress;
mod quotes;
mod row;
mod sheets;
mod sniff;
mod split;
mod spreadsheetml;
mod states;
mod stock;
mod table;
mod tally;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text;
mod totals;
mod values;
mod watch;
mod workbook;
mod xlsb;
mod xlsx;
mod xml;

use std::cell::Cell;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

use analytics::dataset::Part;
use jiff::tz::TimeZone;

pub use digest::{Digesting, digest};
pub use mapping::Mapping;
pub use profile::{ProfileFacts, Words, profiles};
pub use row::read_row;

use crate::mapping::Mappings;
use crate::progress::Counting;
use crate::table::Tables;

/// How far the reading of a file has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read; a file may be read twice, so it may return to a smaller number.
    pub bytes: u64,
    pub of_bytes: u64,
    pub rows: u32,
}

/// What reading needs besides the file.
pub struct ReadOptions<'a> {
    /// IANA name of the shop's time zone; UTC where it is unknown.
    pub timezone: &'a str,
    /// For files no profile recognises: what was said of this very file.
    pub mapping: Option<&'a Mapping>,
    /// What was said of others. It holds for every table that no profile recognises and that has the same columns.
    pub mappings: &'a [Mapping],
    /// Called every few thousand rows.
    pub progress: &'a mut dyn FnMut(Progress),
}

impl std::fmt::Debug for ReadOptions<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = formatter.debug_struct("ReadOptions");
        debug.field("timezone", &self.timezone).field("mapping", &self.mapping);
        debug.field("mappings", &self.mappings).finish_non_exhaustive()
    }
}

/// Reads every table in the file. At least one part comes of it: a file that cannot be read is a
/// [`SourceFile`](analytics::dataset::SourceFile) with the reason, and no rows.
///
/// ```
/// let mut dataset = analytics::Dataset::default();
/// let file = std::io::Cursor::new("商品编码,成本单价\nA-1,12.50\n");
/// let options = ingest::ReadOptions { timezone: "Asia/Shanghai", mapping: None, mappings: &[], progress: &mut |_| {} };
/// dataset.extend(ingest::read("成本表.csv", file, options));
/// assert_eq!(dataset.files.len(), 1);
/// ```
pub fn read<R: Read + Seek>(name: &str, mut reader: R, options: ReadOptions<'_>) -> Vec<Part> {
    let of_bytes = reader.seek(SeekFrom::End(0)).unwrap_or(0);
    let bytes = Rc::new(Cell::new(0));
    let mut progress = |rows| {
        let bytes = bytes.get().min(of_bytes);
        (options.progress)(Progress { bytes, of_bytes, rows });
    };
    let zone = TimeZone::get(options.timezone).unwrap_or(TimeZone::UTC);
    let mapped = Mappings::new(options.mapping, options.mappings);
    let mut tables = Tables::new(profile::all(), &mapped, zone, &mut progress);
    open::read_tables(name, Counting::new(reader, Rc::clone(&bytes)), 0, &mut tables);
    tables.read
}
