//! Finds the known tables in what a reader delivers, and keeps the books of every file.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use analytics::dataset::{Departures, Part, Records, SourceFile, SourceTable};
use analytics::diagnostic::{Diagnostic, Place, Problem};
use analytics::vocabulary::{Field, Kind, Source};
use jiff::tz::TimeZone;

use crate::Explained;
use crate::cell::{Cell, FileFacts, Merge, RowBuffer, TableSink};
use crate::currency;
use crate::extract::Extract;
use crate::forms::Forms;
use crate::header::HeaderRow;
use crate::mapping::Mappings;
use crate::meaning::{self, Guess, Guesses, Seen};
use crate::nearest::Nearest;
use crate::others::{self, Other};
use crate::plan::Plan;
use crate::profile::{self, Profile, Record};
use crate::tally::Tally;
use crate::values::date::Calendar;
use crate::warehouses;

/// Rows of an unknown table that are kept to be shown, and their columns.
const PREVIEW: (usize, usize) = (8, 30);
/// Rows within which exports have their header.
const SOON_KNOWN: u32 = 20;
/// Columns of a sheet that people keep.
const WIDEST_KEPT: usize = 256;
/// Rows between two reports of progress.
const PROGRESS_EVERY: u32 = 2_048;

/// More merged cells than a person merges by hand in one sheet; further ones stay blank but for their first row.
const MOST_MERGES: usize = 50_000;

/// Makes a part of every table it knows.
pub(crate) struct Tables<'a> {
    pub(crate) profiles: &'a [Profile],
    pub(crate) mappings: &'a Mappings,
    pub(crate) guesses: &'a Guesses,
    pub(crate) zone: TimeZone,
    /// What the seller has said of words for the state of an order.
    pub(crate) explained: Option<&'a Explained>,
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
    /// The merged cells of the sheet that is being read.
    merges: Vec<Merge>,
    rows: u32,
}

/// The file that is being read.
#[derive(Debug, Default)]
struct FileState<'a> {
    name: String,
    /// The tables recognised so far.
    found: Vec<Found<'a>>,
    /// Those of which nothing was read, and what they have of a sheet of costs or stock.
    unknown_sheets: Vec<(String, Seen)>,
    nearest: Nearest,
    has_header: bool,
    lists_purchases: bool,
    /// An export that is known and not read.
    other: Option<&'static Other>,
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
        /// The currency that a sentence above the table names.
        currency: Option<&'static str>,
        seen: Seen,
    },
    /// The position is that of the table's file in [`FileState::found`].
    Reading(Box<Extract<'a>>, usize),
}

/// What the rows above a table say of it.
struct Above {
    year: Option<i16>,
    /// As far as they may state a total.
    notes: Vec<String>,
    currency: Option<&'static str>,
}

/// How a table came to be known.
struct Recognised<'a> {
    profile: &'a Profile,
    header: HeaderRow,
    /// The columns whose meaning alone said it.
    by_meaning: Option<Vec<String>>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(
        profiles: &'a [Profile],
        mappings: &'a Mappings,
        guesses: &'a Guesses,
        (zone, explained): (TimeZone, Option<&'a Explained>),
        progress: &'a mut dyn FnMut(u32),
        decided: BTreeMap<usize, Forms>,
    ) -> Tables<'a> {
        Tables {
            profiles,
            mappings,
            guesses,
            zone,
            explained,
            progress,
            read: Vec::new(),
            decided,
            otherwise: BTreeMap::new(),
            n_tables: 0,
            file: FileState::default(),
            sheet: SheetState::None,
            merges: Vec::new(),
            rows: 0,
        }
    }

    fn search(&mut self, number: u32, row: &RowBuffer) -> ControlFlow<()> {
        // Exports have their header within the first rows; sheets that people keep have it anywhere, and are not so wide.
        if let SheetState::Searching { n_rows: SOON_KNOWN.., .. } = &self.sheet
            && row.len() > WIDEST_KEPT
        {
            return ControlFlow::Break(());
        }
        let header = HeaderRow::of(row);
        let SheetState::Searching { above, n_rows, .. } = &self.sheet else { return ControlFlow::Break(()) };
        let both = header.below(above);
        let other = others::of(&header).or_else(|| others::of(&both));
        let found = self.know(header.clone(), both, n_rows.saturating_add(1));
        let SheetState::Searching { sheet, above, n_rows, n_blank, year, notes, currency, seen } = &mut self.sheet
        else {
            return ControlFlow::Break(());
        };
        *n_rows += 1;
        if self.file.preview.len() < PREVIEW.0 && self.file.found.is_empty() {
            let cells = (0..row.len().min(PREVIEW.1)).map(|index| row.display(index));
            self.file.preview.push(cells.collect());
        }
        if let Some(found) = found {
            let (sheet, above) =
                (sheet.take(), Above { year: *year, notes: std::mem::take(notes), currency: *currency });
            let all = n_rows.saturating_add(*n_blank);
            let records = Records { all, header: 1, title: *n_rows - 1, blank: *n_blank, ..Records::default() };
            self.recognised(found, number, sheet, above, records);
            return ControlFlow::Continue(());
        }
        if other.is_some() {
            self.file.other = other;
            return ControlFlow::Break(());
        }
        *year = year.or_else(|| year_in(row));
        notes.extend(header.texts.first().filter(|text| text.contains('元')).cloned());
        *currency = currency.or_else(|| header.texts.iter().find_map(|text| currency::in_sentence(text)));
        if header.n_named() > 1 {
            self.file.has_header = true;
            self.file.nearest.look(self.profiles, &header);
            if row.len() <= WIDEST_KEPT {
                self.file.lists_purchases |= meaning::is_purchase_list(&header);
                *seen = (*seen).max(meaning::seen(&header));
            }
        }
        let limit = self.profiles.iter().chain(self.mappings.profiles());
        let limit = limit.map(|profile| profile.header_within).max().unwrap_or(0);
        if *n_rows >= limit {
            return ControlFlow::Break(());
        }
        *above = header;
        ControlFlow::Continue(())
    }

    /// Knows a table by its header, or by that and the row above it: as an export, by what was said of its columns, by what
    /// they mean.
    fn know(&self, header: HeaderRow, both: HeaderRow, n_rows: u32) -> Option<Recognised<'a>> {
        let other = |header: &HeaderRow| others::of(header).map_or(0, Other::weight);
        let known = |header: &HeaderRow| {
            profile::recognise(self.profiles, header, n_rows)
                .filter(|profile| !meaning::is_spoken_against(profile, header))
                .filter(|profile| profile.signature.weight() >= other(header))
        };
        let exactly = |profile, header| Some(Recognised { profile, header, by_meaning: None });
        let known_here = known(&header);
        if let Some(profile) = self.mappings.said_of_file(&header, known_here).or(known_here) {
            return exactly(profile, header);
        }
        if let Some(profile) = known(&both) {
            return exactly(profile, both);
        }
        if let Some(profile) = self.mappings.of(&header) {
            return exactly(profile, header);
        }
        if other(&both) > 0 {
            return None;
        }
        let guess = |header: HeaderRow| {
            let is_narrow = (2..=WIDEST_KEPT).contains(&header.texts.len());
            let Guess { profile, columns } = is_narrow.then(|| self.guesses.of(self.profiles, &header))??;
            Some(Recognised { profile, header, by_meaning: Some(columns) })
        };
        guess(header).or_else(|| guess(both))
    }

    fn recognised(
        &mut self,
        found: Recognised<'a>,
        number: u32,
        sheet: Option<String>,
        above: Above,
        records: Records,
    ) {
        // Each sheet is a file of its own: sheets are often copies of a part of another, and rows that two files share
        // count once, while equal rows inside one file all count.
        let nth = self.n_tables;
        self.n_tables += 1;
        let Recognised { profile, header, by_meaning } = found;
        let mut plan = Plan::new(profile, &header, self.decided.remove(&nth));
        let Above { year, notes, currency } = above;
        plan.money_currency = plan.money_currency.or(currency.filter(|_| profile.currency_above));
        let mut tally = Tally::after(records);
        tally.has_evidence = [Field::Total, Field::Paid, Field::Refund].iter().all(|&field| plan.line.has(field));
        if let Some(columns) = by_meaning {
            let place = Place { sheet: sheet.clone(), row: Some(number), column: None };
            tally.report_at(Problem::ReadByMeaning { columns }, place);
        }
        let (columns, departures) = (plan.columns.clone(), Departures::default());
        let table = SourceTable { file: 0, sheet: sheet.clone(), header_row: number, columns, departures };
        let part = Part::new(source_file(&self.file.name, Some(profile)), Some(table));
        let position = self.file.found.len();
        self.file.found.push(Found { part, profile, tally, nth });
        let year = year.or_else(|| sheet.as_deref().and_then(year_in_text)).or_else(|| year_in_text(&self.file.name));
        let calendar = Calendar { zone: self.zone.clone(), year };
        let explained = self.explained.and_then(|explained| explained.get(&profile.key));
        let mut extract = Extract::new(plan, calendar, sheet.as_deref(), header, explained);
        if let Some(movements) = &mut extract.movements {
            notes.iter().for_each(|note| _ = movements.stated.hear_words(note));
        }
        self.sheet = SheetState::Reading(Box::new(extract), position);
    }

    /// Remembers a sheet that came to its end without being recognised; of another one, what only its end can show is
    /// put down.
    fn leave_sheet(&mut self) {
        let merges = std::mem::take(&mut self.merges);
        match std::mem::replace(&mut self.sheet, SheetState::None) {
            SheetState::Searching { sheet: Some(sheet), n_rows: 1.., seen, .. } => {
                self.file.unknown_sheets.push((sheet, seen));
            }
            SheetState::Reading(mut extract, position) => {
                if let Some(found) = self.file.found.get_mut(position) {
                    let otherwise = extract.finish(&merges, &mut found.part, &mut found.tally);
                    self.otherwise.extend(otherwise.map(|forms| (found.nth, forms)));
                }
            }
            SheetState::Searching { .. } | SheetState::None => {}
        }
    }

    fn close_found(&mut self, facts: &FileFacts) {
        let unknown = std::mem::take(&mut self.file.unknown_sheets);
        warehouses::name_by_sheet(self.file.found.iter_mut().filter_map(|found| {
            let is_own = found.profile.source == Source::Zhanggui && found.profile.record == Record::Stock;
            is_own.then_some(&mut found.part)
        }));
        for (index, Found { mut part, profile, mut tally, .. }) in
            std::mem::take(&mut self.file.found).into_iter().enumerate()
        {
            if index == 0 {
                for (sheet, seen) in &unknown {
                    let (part, missing) = (sheet.clone(), seen.lacking(profile.record));
                    tally.report_file(if missing.is_empty() || profile.source != Source::Zhanggui {
                        Problem::PartNotRead { part }
                    } else {
                        Problem::PartLacks { part, missing }
                    });
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
        if let (Some(other), Problem::OtherExport { .. }) = (self.file.other, &problem) {
            file.source = other.source;
        }
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
        if let Some(other) = self.file.other {
            return other.problem();
        }
        if self.file.lists_purchases {
            return Problem::PurchaseList;
        }
        match self.file.nearest.found() {
            Some((title, missing)) => {
                Problem::UnknownLayout { guess: Some(title.to_owned()), missing: missing.to_vec() }
            }
            None if self.file.has_header => Problem::UnknownLayout { guess: None, missing: Vec::new() },
            None if self.file.preview.is_empty() => Problem::EmptyFile,
            None => Problem::NoHeader,
        }
    }
}

impl TableSink for Tables<'_> {
    fn file_begins(&mut self, name: &str) -> ControlFlow<()> {
        self.file = FileState { name: name.to_string(), ..FileState::default() };
        self.sheet = SheetState::None;
        self.merges.clear();
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
            currency: None,
            seen: Seen::default(),
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

    fn merged(&mut self, merge: Merge) {
        if self.merges.len() < MOST_MERGES {
            self.merges.push(merge);
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
