//! From the bytes of a file to parts of a shop, with everything that is wrong on the way.
//!
//! The way of a file: [`sniff`](mod@sniff) says by the bytes what it is; a reader (`text`, `workbook`, `opendocument`,
//! `html`, `spreadsheetml`, `archive`) hands its rows on one by one; `table` finds the header and the profile that fits
//! it; `extract` makes records of the rows. Nothing is held in memory but the records.

#![warn(missing_docs)]

mod archive;
mod cell;
mod compound;
mod currency;
mod digest;
mod encoding;
mod extract;
mod forms;
mod formula;
mod goods;
mod header;
mod html;
mod kept;
mod mapping;
mod meaning;
mod movements;
mod nearest;
#[cfg(test)]
mod odd;
mod open;
mod opendocument;
mod order_cells;
mod order_rows;
mod order_states;
mod others;
mod package;
mod packages;
mod plan;
mod platforms;
mod profile;
mod progress;
mod quotes;
mod refund_rows;
mod row;
mod settings;
mod sheets;
mod sniff;
mod split;
mod spreadsheetml;
mod stated_totals;
mod states;
#[cfg(test)]
mod steals;
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
mod warehouses;
mod watch;
mod workbook;
mod xlsb;
mod xlsx;
mod xml;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

use analytics::dataset::Part;
use analytics::vocabulary::OrderStatus;
use jiff::tz::TimeZone;

pub use digest::{Digesting, digest};
pub use mapping::Mapping;
pub use profile::{Evidence, ProfileFacts, Words, profiles};
pub use row::read_row;
pub use settings::setting_problems;

use crate::mapping::Mappings;
use crate::meaning::Guesses;
use crate::progress::Counting;
use crate::table::Tables;

/// How far the reading of a file has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read; a file may be read twice, so it may return to a smaller number.
    pub bytes: u64,
    /// Size of the file.
    pub of_bytes: u64,
    /// Rows read so far, of all its tables.
    pub rows: u32,
}

/// What words for the state of an order mean that a profile does not know, by the profile's key.
pub type Explained = BTreeMap<String, BTreeMap<String, OrderStatus>>;

/// What reading needs besides the file.
pub struct ReadOptions<'a> {
    /// IANA name of the shop's time zone; UTC where no zone is called so, of which [`setting_problems`] tells.
    pub timezone: &'a str,
    /// For files no profile recognises: what was said of this very file.
    pub mapping: Option<&'a Mapping>,
    /// What was said of others. It holds for every table that no profile recognises and that has the same columns.
    pub mappings: &'a [Mapping],
    /// What was said of words for the state of an order, by the profile's key.
    pub states: Option<&'a Explained>,
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
/// use analytics::{Amount, Dataset, Stated, dataset::Part};
///
/// let file = std::io::Cursor::new("商家编码,单位成本\nA-1,12.50\n,3.00\n");
/// let options =
///     ingest::ReadOptions { timezone: "Asia/Shanghai", mapping: None, mappings: &[], states: None, progress: &mut |_| {} };
/// let parts = ingest::read("成本表.csv", file, options);
/// // What a row cannot do without is missing in the second: it is set aside, and the finding says where and why.
/// let [part] = parts.as_slice() else { panic!("one table, one part") };
/// assert_eq!((part.file.rows, part.file.accepted, part.file.set_aside), (2, 1, 1));
/// assert_eq!(part.file.diagnostics[0].problem.code(), "missing_value");
///
/// // A part can cross to another thread, where the shop is.
/// let crossed = Part::from_bytes(&part.to_bytes())?;
/// let mut shop = Dataset::default();
/// shop.take(crossed);
/// let cost = shop.costs.get(0).map(|row| (shop.pools.skus.get(row.sku), row.cost));
/// assert_eq!(cost, Some(("A-1", Stated::new(Amount::from_cents(1250)))));
/// # Ok::<(), analytics::dataset::PartError>(())
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
    let guesses = Guesses::new();
    let mut once = |decided| {
        let mut tables =
            Tables::new(profile::all(), &mapped, &guesses, (zone.clone(), options.states), &mut progress, decided);
        open::read_tables(name, Counting::new(&mut reader, Rc::clone(&bytes)), 0, &mut tables);
        (tables.read, tables.otherwise)
    };
    let (parts, otherwise) = once(BTreeMap::new());
    // The end of a table may show that its numbers or days are written otherwise than its beginning was taken to be.
    if otherwise.is_empty() { parts } else { once(otherwise).0 }
}
