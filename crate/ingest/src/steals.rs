//! Every file that a platform is known to write is shown to every profile: none but its own may take it.

use std::fs::{self, File};
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use analytics::diagnostic::Problem;

use crate::cell::{FileFacts, RowBuffer, TableSink};
use crate::header::HeaderRow;
use crate::open;
use crate::profile::{self, Profile};

/// Notes of every table which profiles the first header fits that fits any.
#[derive(Default)]
struct Suitors {
    above: HeaderRow,
    n_rows: u32,
    /// By sheet.
    fit: Vec<Vec<&'static str>>,
}

impl Suitors {
    fn of(&self, row: &HeaderRow) -> Vec<&'static str> {
        let fits = |profile: &&Profile| self.n_rows <= profile.header_within && profile.signature.matches(row);
        profile::all().iter().filter(fits).map(|profile| profile.key.as_str()).collect()
    }
}

impl TableSink for Suitors {
    fn file_begins(&mut self, _: &str) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn sheet_begins(&mut self, _: Option<&str>) -> ControlFlow<()> {
        (self.above, self.n_rows) = (HeaderRow::default(), 0);
        ControlFlow::Continue(())
    }

    fn row(&mut self, _: u32, row: &RowBuffer) -> ControlFlow<()> {
        if row.is_blank() {
            return ControlFlow::Continue(());
        }
        self.n_rows += 1;
        let header = HeaderRow::of(row);
        let (own, both) = (self.of(&header), self.of(&header.below(&self.above)));
        let fit = if own.is_empty() { both } else { own };
        let is_found = !fit.is_empty();
        self.above = header;
        if is_found {
            self.fit.push(fit);
        }
        if is_found || self.n_rows > 40 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn file_ends(&mut self, _: Result<FileFacts, Problem>) {}

    fn part_skipped(&mut self, _: &str) {}
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The profile of every table of these files.
fn taken_by(files: &[PathBuf]) -> Vec<&'static str> {
    let mut taken = Vec::new();
    for path in files {
        let mut suitors = Suitors::default();
        let name = path.file_name().unwrap().to_string_lossy();
        open::read_tables(&name, BufReader::new(File::open(path).unwrap()), 0, &mut suitors);
        for mut fit in suitors.fit {
            // Profiles that know columns by their meaning give way to one that knows the export.
            let is_general =
                |key: &&str| profile::all().iter().any(|one| one.key == **key && one.signature.all.is_empty());
            if !fit.iter().all(is_general) {
                fit.retain(|key| !is_general(key));
            }
            assert_eq!(fit.len(), 1, "{}: {fit:?}", path.display());
            taken.extend(fit);
        }
    }
    taken
}

#[test]
fn no_profile_takes_the_file_of_another() {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"), &mut found);
    let is_export = |path: &&PathBuf| {
        let is_meant = |folder: &str| path.components().any(|part| part.as_os_str() == folder);
        let extension = path.extension().and_then(|extension| extension.to_str());
        !is_meant("bad")
            && !is_meant("odd")
            && matches!(extension, Some("csv" | "tsv" | "txt" | "xls" | "xlsx" | "zip"))
    };
    found.retain(|path| is_export(&path));
    let (one, other) = found.split_at(found.len() / 2);
    let taken: Vec<&str> = thread::scope(|scope| {
        let one = scope.spawn(|| taken_by(one));
        let other = taken_by(other);
        one.join().unwrap().into_iter().chain(other).collect()
    });
    // A profile without a file of its kind is one that nobody has tried.
    let untried = profile::all().iter().map(|profile| profile.key.as_str()).filter(|key| !taken.contains(key));
    assert_eq!(untried.collect::<Vec<_>>(), Vec::<&str>::new());
}
