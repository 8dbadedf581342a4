//! Finds the known tables in what a reader delivers, and keeps the books of every file.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use analytics::dataset::{Departures, Part, Records, SourceFile, SourceTable};
use analytics::diagnostic::{Diagnostic, Problem};
use analytics::vocabulary::{Field, Kind, Source};
use jiff::tz::TimeZone;

use crate::cell::{Cell, FileFacts, RowBuffer, TableSink};
use crate::extract::Extract;
use crate::forms::Forms;
use crate::header::HeaderRow;
use crate::mapping::Mappings;
use crate::plan::Plan;
use crate::profile::{self, Profile};
use crate::tally::Tally;
use crate::values::date::Calendar;

/// Rows of an unknown table that are kept to be shown, and their columns.
const PREVIEW: (usize, usize) = (8, 30);
/// Rows between two reports of progress.
const PROGRESS_EVERY: u32 = 2_048;

/// Makes a part of every table it knows.
pub(crate) struct Tables<'a> {
    pub(crate) profiles: &'a [Profile],
    pub(crate) mappings: &'a Mappings,
    pub(crate) zone: TimeZone,
    /// Told how many rows were seen.
    pub(crate) progress: &'a mut dyn FnMut(u32),
    /// What was read so far.
    pub(crate) read: Vec<Part>,
    /// How tables are written, by the how-manieth that was recognised, as an earlier reading has shown.
    decided: BTreeMap<usize, Forms>,
    /// The tables that turned out to be written otherwise than they were read.
    pub(crate) otherwise: BTreeMap<usize, Forms>,
    n_tables: usize,
    file: FileState<'a>,
    sheet: SheetState<'a>,
    rows: u32,
}

/// The file that is being read.
#[derive(Debug, Default)]
struct FileState<'a> {
    name: String,
    /// The tables recognised so far.
    found: Vec<Found<'a>>,
    unknown_sheets: Vec<String>,
    best: Option<Guess>,
    has_header: bool,
    preview: Vec<Vec<String>>,
}

/// A table on its way to becoming a part. It is none before the file has come to its end: of one that turns out to be
/// damaged nothing is kept.
#[derive(Debug)]
struct Found<'a> {
    part: Part,
    profile: &'a Profile,
    tally: Tally,
    /// The how-manieth table it is of all.
    nth: usize,
}

#[derive(Debug)]
enum SheetState<'a> {
    None,
    Searching {
        sheet: Option<String>,
        above: HeaderRow,
        n_rows: u32,
        n_blank: u32,
        year: Option<i16>,
        /// What stands above the table, as far as it may state a total.
        notes: Vec<String>,
    },
    /// The position is that of the table's file in [`FileState::found`].
    Reading(Box<Extract<'a>>, usize),
}

/// The profile an unknown header comes nearest to.
#[derive(Debug)]
struct Guess {
    present: usize,
    wanted: usize,
    title: String,
    missing: Vec<String>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(
        profiles: &'a [Profile],
        mappings: &'a Mappings,
        zone: TimeZone,
        progress: &'a mut dyn FnMut(u32),
        decided: BTreeMap<usize, Forms>,
    ) -> Tables<'a> {
        Tables {
            profiles,
            mappings,
            zone,
            progress,
            read: Vec::new(),
            decided,
            otherwise: BTreeMap::new(),
            n_tables: 0,
            file: FileState::default(),
            sheet: SheetState::None,
            rows: 0,
        }
    }

    fn search(&mut self, number: u32, row: &RowBuffer) -> ControlFlow<()> {
        let SheetState::Searching { sheet, above, n_rows, n_blank, year, notes } = &mut self.sheet else {
            return ControlFlow::Break(());
        };
        *n_rows += 1;
        let header = HeaderRow::of(row);
        if self.file.preview.len() < PREVIEW.0 && self.file.found.is_empty() {
            let cells = (0..row.len().min(PREVIEW.1)).map(|index| row.display(index));
            self.file.preview.push(cells.collect());
        }
        let both = header.below(above);
        let known = profile::recognise(self.profiles, &header, *n_rows);
        let found = self
            .mappings
            .said_of_file(&header, known)
            .or(known)
            .map(|profile| (profile, &header))
            .or_else(|| profile::recognise(self.profiles, &both, *n_rows).map(|profile| (profile, &both)))
            .or_else(|| Some((self.mappings.of(&header)?, &header)));
        if let Some((profile, header)) = found {
            let (sheet, year, notes) = (sheet.take(), *year, std::mem::take(notes));
            let seen = n_rows.saturating_add(*n_blank);
            let records = Records { all: seen, header: 1, title: *n_rows - 1, blank: *n_blank, ..Records::default() };
            self.recognised(profile, header.clone(), number, sheet, (year, notes), records);
            return ControlFlow::Continue(());
        }
        *year = year.or_else(|| year_in(row));
        notes.extend(header.texts.first().filter(|text| text.contains('元')).cloned());
        if header.n_named() > 1 {
            self.file.has_header = true;
            nearest(self.profiles, &header, &mut self.file.best);
        }
        let limit = self.profiles.iter().chain(self.mappings.profiles());
        let limit = limit.map(|profile| profile.header_within).max().unwrap_or(0);
        if *n_rows >= limit {
            return ControlFlow::Break(());
        }
        *above = header;
        ControlFlow::Continue(())
    }

    fn recognised(
        &mut self,
        profile: &'a Profile,
        header: HeaderRow,
        number: u32,
        sheet: Option<String>,
        (year, notes): (Option<i16>, Vec<String>),
        records: Records,
    ) {
        // Each sheet is a file of its own: sheets are often copies of a part of another, and rows that two files share
        // count once, while equal rows inside one file all count.
        let nth = self.n_tables;
        self.n_tables += 1;
        let plan = Plan::new(profile, &header, self.decided.remove(&nth));
        let mut tally = Tally::after(records);
        tally.has_evidence = [Field::Total, Field::Paid, Field::Refund].iter().all(|&field| plan.line.has(field));
        let (columns, departures) = (plan.columns.clone(), Departures::default());
        let table = SourceTable { file: 0, sheet: sheet.clone(), header_row: number, columns, departures };
        let part = Part::new(source_file(&self.file.name, Some(profile)), Some(table));
        let position = self.file.found.len();
        self.file.found.push(Found { part, profile, tally, nth });
        let year = year.or_else(|| sheet.as_deref().and_then(year_in_text)).or_else(|| year_in_text(&self.file.name));
        let calendar = Calendar { zone: self.zone.clone(), year };
        let mut extract = Extract::new(plan, calendar, sheet.as_deref(), header);
        if let Some(movements) = &mut extract.movements {
            notes.iter().for_each(|note| _ = movements.stated.hear_words(note));
        }
        self.sheet = SheetState::Reading(Box::new(extract), position);
    }

    /// Remembers a sheet that came to its end without being recognised; of another one, what only its end can show is
    /// put down.
    fn leave_sheet(&mut self) {
        match std::mem::replace(&mut self.sheet, SheetState::None) {
            SheetState::Searching { sheet: Some(sheet), n_rows: 1.., .. } => self.file.unknown_sheets.push(sheet),
            SheetState::Reading(mut extract, position) => {
                if let Some(found) = self.file.found.get_mut(position) {
                    let otherwise = extract.finish(&mut found.part, &mut found.tally);
                    self.otherwise.extend(otherwise.map(|forms| (found.nth, forms)));
                }
            }
            SheetState::Searching { .. } | SheetState::None => {}
        }
    }

    fn close_found(&mut self, facts: &FileFacts) {
        let unknown = std::mem::take(&mut self.file.unknown_sheets);
        for (index, Found { mut part, profile, mut tally, .. }) in
            std::mem::take(&mut self.file.found).into_iter().enumerate()
        {
            if index == 0 {
                for sheet in &unknown {
                    tally.report_file(Problem::PartNotRead { part: sheet.clone() });
                }
            }
            tally.close(&mut part.file, profile, facts);
            self.read.push(part);
        }
    }

    /// A file nothing of which was read, and why.
    fn push_unread(&mut self, problem: Problem, format: String) {
        self.file.found.clear();
        let mut file = source_file(&self.file.name, None);
        file.diagnostics.push(Diagnostic::of_file(problem));
        file.diagnostics_total = 1;
        file.format = format;
        file.preview = std::mem::take(&mut self.file.preview);
        self.read.push(Part::new(file, None));
    }

    fn unrecognised(&self) -> Problem {
        if let Some(mapped) = self.mappings.of_file() {
            let missing = || Problem::MappingIncomplete { missing: mapped.missing(&self.file.preview) };
            return mapped.problem().unwrap_or_else(missing);
        }
        match &self.file.best {
            Some(best) if best.present > 0 => {
                Problem::UnknownLayout { guess: Some(best.title.clone()), missing: best.missing.clone() }
            }
            _ if self.file.has_header => Problem::UnknownLayout { guess: None, missing: Vec::new() },
            _ if self.file.preview.is_empty() => Problem::EmptyFile,
            _ => Problem::NoHeader,
        }
    }
}

impl TableSink for Tables<'_> {
    fn file_begins(&mut self, name: &str) -> ControlFlow<()> {
        self.file = FileState { name: name.to_string(), ..FileState::default() };
        self.sheet = SheetState::None;
        ControlFlow::Continue(())
    }

    fn sheet_begins(&mut self, sheet: Option<&str>) -> ControlFlow<()> {
        self.leave_sheet();
        self.sheet = SheetState::Searching {
            sheet: sheet.map(str::to_string),
            above: HeaderRow::default(),
            n_rows: 0,
            n_blank: 0,
            year: None,
            notes: Vec::new(),
        };
        ControlFlow::Continue(())
    }

    fn row(&mut self, number: u32, row: &RowBuffer) -> ControlFlow<()> {
        self.rows = self.rows.saturating_add(1);
        if self.rows.is_multiple_of(PROGRESS_EVERY) {
            (self.progress)(self.rows);
        }
        match &mut self.sheet {
            SheetState::None => ControlFlow::Break(()),
            SheetState::Searching { n_blank, .. } if row.is_blank() => {
                *n_blank += 1;
                ControlFlow::Continue(())
            }
            SheetState::Searching { .. } => self.search(number, row),
            SheetState::Reading(extract, position) => {
                if let Some(found) = self.file.found.get_mut(*position) {
                    found.tally.records.all += 1;
                    extract.row(number, row, &mut found.part, &mut found.tally);
                }
                ControlFlow::Continue(())
            }
        }
    }

    fn file_ends(&mut self, outcome: Result<FileFacts, Problem>) {
        self.leave_sheet();
        (self.progress)(self.rows);
        match outcome {
            Ok(facts) if !self.file.found.is_empty() => self.close_found(&facts),
            Ok(facts) => {
                let problem = self.unrecognised();
                self.push_unread(problem, facts.format);
            }
            Err(problem) => self.push_unread(problem, String::new()),
        }
    }

    fn part_skipped(&mut self, part: &str) {
        if let Some(Part { file, .. }) = self.read.first_mut() {
            file.diagnostics.push(Diagnostic::of_file(Problem::PartNotRead { part: part.to_string() }));
            file.diagnostics_total = file.diagnostics_total.saturating_add(1);
        }
    }
}

fn source_file(name: &str, profile: Option<&Profile>) -> SourceFile {
    let (source, kind) = profile.map_or((Source::Generic, Kind::Unknown), |profile| (profile.source, profile.kind));
    SourceFile {
        profile: profile.map(|profile| profile.key.clone()),
        ..SourceFile::new(name.to_string(), source, kind)
    }
}

/// Keeps the profile of which the greatest share of required columns is in the header.
fn nearest(profiles: &[Profile], header: &HeaderRow, best: &mut Option<Guess>) {
    for profile in profiles {
        let wanted = profile.signature.weight();
        let missing = profile.signature.missing(header);
        let present = wanted.saturating_sub(missing.len());
        let is_nearer = best.as_ref().is_none_or(|best| present * best.wanted > best.present * wanted);
        if is_nearer {
            *best = Some(Guess { present, wanted, title: profile.title.zh.clone(), missing });
        }
    }
}

fn year_in(row: &RowBuffer) -> Option<i16> {
    row.iter().find_map(|cell| match cell {
        Cell::Text(text) => year_in_text(text),
        Cell::Moment(moment) => Some(moment.year()),
        _ => None,
    })
}

/// A year of this century in a title such as `2026年05月账单`.
fn year_in_text(text: &str) -> Option<i16> {
    let mut rest = text;
    while let Some(start) = rest.find("20") {
        let year = rest.get(start..start + 4).and_then(|digits| digits.parse().ok());
        if let Some(year) = year.filter(|year| (2010..=2099).contains(year)) {
            return Some(year);
        }
        rest = rest.get(start + 2..)?;
    }
    None
}
