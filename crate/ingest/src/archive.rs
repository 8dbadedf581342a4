//! Zip files of exports: every entry is read as a file of its own.

use std::io::{Cursor, Read, Seek};

use analytics::diagnostic::Problem;
use encoding_rs::GB18030;

use crate::cell::TableSink;
use crate::open::{DEEPEST, read_tables, whole};
use crate::package::{LARGEST_IN_MEMORY, Package, classify, open, zip_problem};
use crate::sniff::sniff;

/// More entries than a platform ever zips.
const MOST_ENTRIES: usize = 2_000;

/// Reads every table in a plain zip.
pub(crate) fn read<R: Read + Seek>(name: &str, mut reader: R, depth: u32, sink: &mut dyn TableSink) {
    let fails = |sink: &mut dyn TableSink, name: &str, problem: Problem| {
        if sink.file_begins(name).is_continue() {
            sink.file_ends(Err(problem));
        }
    };
    let mut zip = match open(&mut reader) {
        Ok(zip) => zip,
        Err(problem) => return fails(sink, name, problem),
    };
    if zip.len() > MOST_ENTRIES {
        let detail = format!("{} files in one zip", zip.len());
        return fails(sink, name, Problem::TooLarge { detail });
    }
    let mut n_tables = 0;
    let mut other = Vec::new();
    for index in 0..zip.len() {
        let (inner, is_encrypted) = match zip.by_index_raw(index) {
            Ok(entry) => (entry_name(entry.name_raw()), entry.encrypted()),
            Err(problem) => return fails(sink, name, zip_problem(problem)),
        };
        if inner.ends_with('/') || is_litter(&inner) {
            continue;
        }
        let full = format!("{name}/{inner}");
        if is_encrypted {
            n_tables += 1;
            fails(sink, &full, Problem::PasswordProtected);
            continue;
        }
        let bytes = zip.by_index(index).map_err(zip_problem).and_then(|mut entry| whole(&mut entry, LARGEST_IN_MEMORY));
        let mut bytes = match bytes {
            Ok(bytes) => Cursor::new(bytes),
            Err(problem) => {
                n_tables += 1;
                fails(sink, &full, problem);
                continue;
            }
        };
        if matches!(sniff(&mut bytes), Err(Problem::NotATable { .. })) || is_prose(&inner) {
            other.push(inner);
            continue;
        }
        n_tables += 1;
        if bytes.get_ref().starts_with(b"PK") && depth >= DEEPEST {
            // One more level is a workbook or nothing.
            if let Ok(Package::Archive) = classify(&mut bytes) {
                fails(sink, &full, Problem::NoTableInZip);
                continue;
            }
        }
        read_tables(&full, bytes, depth + 1, sink);
    }
    if n_tables == 0 {
        fails(sink, name, Problem::NoTableInZip);
    } else {
        for part in other {
            sink.part_skipped(&part);
        }
    }
}

/// Chinese Windows writes GBK into names that carry no mark of it.
fn entry_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_string(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

/// What operating systems add by themselves.
fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/")
        || last.starts_with('.')
        || last.eq_ignore_ascii_case("thumbs.db")
        || last == "desktop.ini"
}

/// Notes that come beside an export.
fn is_prose(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".md", ".json", ".rtf"].iter().any(|end| lower.ends_with(end))
}
