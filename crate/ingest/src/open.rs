//! From a file of any kind to the rows of its tables.

use std::io::{Read, Seek, SeekFrom};

use analytics::diagnostic::Problem;

use crate::cell::{FileFacts, TableSink};
use crate::package::Package;
use crate::sniff::{Container, damaged, sniff};
use crate::{archive, compound, html, opendocument, package, spreadsheetml, text, workbook, xlsb, xlsx};

/// Zips inside zips are opened once: a platform zips its zip files, nobody goes further.
pub(crate) const DEEPEST: u32 = 1;

/// What all readers below read from. One type for files, archive entries and the browser's blobs keeps one copy of every
/// reader in the program: the browser's binary was three times the size with a copy for each.
trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Gives the rows of every table of the file to `sink`, and the outcome of every file.
pub(crate) fn read_tables<R: Read + Seek>(name: &str, mut reader: R, depth: u32, sink: &mut dyn TableSink) {
    read_any(name, &mut reader, depth, sink);
}

fn read_any(name: &str, mut reader: &mut dyn ReadSeek, depth: u32, sink: &mut dyn TableSink) {
    let container = match sniff(&mut reader) {
        Ok(container) => container,
        Err(problem) => {
            if sink.file_begins(name).is_continue() {
                sink.file_ends(Err(problem));
            }
            return;
        }
    };
    if container == Container::Zip {
        match package::classify(&mut reader) {
            Ok(Package::Archive) => return archive::read(name, reader, depth, sink),
            Ok(package) => one(name, sink, |sink| read_package(package, reader, sink)),
            Err(problem) => one(name, sink, |_| Err(problem)),
        }
        return;
    }
    one(name, sink, |sink| match container {
        Container::Zip | Container::Text => text::read(reader, sink),
        Container::Compound => {
            let bytes = compound::check(whole(&mut reader, compound::LARGEST)?)?;
            workbook::read_xls(bytes, sink)
        }
        Container::FlatOpenDocument => opendocument::read_flat(reader, sink),
        Container::SpreadsheetMl => spreadsheetml::read(reader, sink),
        Container::Html => html::read(reader, sink),
    });
}

/// The whole file in memory.
///
/// # Errors
/// [`Problem::TooLarge`] above `limit` bytes.
pub(crate) fn whole<R: Read>(reader: &mut R, limit: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(damaged)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(Problem::TooLarge { detail: format!("more than {} MB unpacked", limit >> 20) });
    }
    Ok(bytes)
}

fn read_package(
    package: Package,
    mut reader: &mut dyn ReadSeek,
    sink: &mut dyn TableSink,
) -> Result<FileFacts, Problem> {
    reader.seek(SeekFrom::Start(0)).map_err(damaged)?;
    match package {
        Package::Xlsx => {
            package::check_strings(&mut reader)?;
            xlsx::read(reader, sink)
        }
        Package::Xlsb => {
            let has_formulas = xlsb::check(&mut reader)?;
            workbook::read_xlsb(reader, has_formulas, sink)
        }
        Package::OpenDocument => opendocument::read(reader, sink),
        Package::Archive => Err(Problem::NoTableInZip),
    }
}

fn one(name: &str, sink: &mut dyn TableSink, read: impl FnOnce(&mut dyn TableSink) -> Result<FileFacts, Problem>) {
    if sink.file_begins(name).is_continue() {
        let outcome = read(sink);
        sink.file_ends(outcome);
    }
}
