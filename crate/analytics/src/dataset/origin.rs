//! Where rows come from: files, their tables and columns, and the cell a number stands in.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::{AddAssign, Index, IndexMut};

use serde::{Deserialize, Serialize};

use super::provenance::{Departures, SourceColumn};
use crate::currency::StatedSums;
use crate::diagnostic::Diagnostic;
use crate::money::Money;
use crate::records::Records;
use crate::time::Day;
use crate::vocabulary::{Kind, RefundBasis, Source};

/// Where a row came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// Position in [`Dataset::tables`], from 0.
    pub table: u16,
    /// Row of the sheet as Excel shows it, from 1; for text files the record's number, from 1. Never zero, so that an
    /// `Option<RowRef>` takes no more room.
    pub row: NonZeroU32,
}

impl RowRef {
    /// `row` counts from 1.
    pub fn new(table: u16, row: u32) -> RowRef {
        RowRef { table, row: NonZeroU32::new(row).unwrap_or(NonZeroU32::MIN) }
    }
}

/// A value for every table, found by any of the table's rows without asking whether it is there.
#[derive(Clone, Debug, Default)]
pub struct ByTable<T>(Vec<T>);

#[expect(clippy::indexing_slicing, reason = "a table is listed before its first row is read, and stays with them")]
impl<T> Index<RowRef> for ByTable<T> {
    type Output = T;
    fn index(&self, at: RowRef) -> &T {
        &self.0[usize::from(at.table)]
    }
}

#[expect(clippy::indexing_slicing, reason = "as above")]
impl<T> IndexMut<RowRef> for ByTable<T> {
    fn index_mut(&mut self, at: RowRef) -> &mut T {
        &mut self.0[usize::from(at.table)]
    }
}

impl<T> ByTable<T> {
    pub(super) fn of(tables: &[SourceTable], value: impl FnMut(&SourceTable) -> T) -> ByTable<T> {
        ByTable(tables.iter().map(value).collect())
    }
}

/// A sheet, or a text file, whose rows are in the dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceTable {
    /// Position in [`Dataset::files`], from 0.
    pub file: u16,
    /// `None` for a text file.
    pub sheet: Option<String>,
    /// Row of the header, from 1.
    pub header_row: u32,
    /// Those that were read, by field; one that is read as several things is there for each.
    pub columns: Vec<SourceColumn>,
    /// Rows that were read otherwise than the first columns say.
    pub departures: Departures,
}

/// What refunded rows of a file say about its 实付. See [`RefundBasis`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundEvidence {
    /// Refunded rows on which total − refund = paid.
    pub net: u32,
    /// Refunded rows on which paid is unaffected by the refund.
    pub gross: u32,
    /// Refunded rows that fit neither.
    pub neither: u32,
}

impl RefundEvidence {
    /// Refunded rows.
    pub const fn rows(self) -> u32 {
        self.net.saturating_add(self.gross).saturating_add(self.neither)
    }

    /// What the rows together say; `None` where the seller has to.
    ///
    /// A row of a file that is net never has paid + refund above the total, but a discount as large as the refund makes a
    /// row of the other kind look net: the few that contradict nine times as many are that, or a slip.
    pub const fn basis(self) -> Option<RefundBasis> {
        if self.gross > 0 && self.gross >= self.net.saturating_mul(9) {
            Some(RefundBasis::Gross)
        } else if self.net > 0 && self.net >= self.gross.saturating_mul(9) && self.net >= self.neither {
            Some(RefundBasis::Net)
        } else {
            None
        }
    }
}

impl AddAssign for RefundEvidence {
    fn add_assign(&mut self, other: RefundEvidence) {
        self.net = self.net.saturating_add(other.net);
        self.gross = self.gross.saturating_add(other.gross);
        self.neither = self.neither.saturating_add(other.neither);
    }
}

/// A total the file states about itself, and ours. Both are the bare numbers of its cells, in whatever currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// What the file says.
    pub stated: Money,
    /// What its rows add up to.
    pub computed: Money,
}

/// What the bytes of a file come to: alike for the same bytes, whatever the file is called and wherever it lies. What is kept
/// of a file is kept under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest(u128);

impl Digest {
    /// The digest that is these bits.
    pub const fn new(bits: u128) -> Digest {
        Digest(bits)
    }

    /// As it prints itself: 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Digest> {
        let is_one = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_one.then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Digest, Self::Error> {
        Digest::parse(&text).ok_or("a digest is 32 hexadecimal digits")
    }
}

/// One recognised table of one file the seller gave, or a file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// As the seller knows it; for a file inside a zip `archive.zip/name.csv`.
    pub name: String,
    /// Of the bytes that were dropped: all tables of an archive or a workbook have its one. `None` where nobody asked.
    pub digest: Option<Digest>,
    /// Whose platform its data are about.
    pub source: Source,
    /// What its rows are.
    pub kind: Kind,
    /// Key of the profile that recognised it, such as `taobao.order_lines`.
    pub profile: Option<String>,
    /// Data rows: without titles, headers, blank and summary rows. `rows = accepted + set_aside`.
    pub rows: u32,
    /// Data rows that are in the dataset.
    pub accepted: u32,
    /// Data rows that could not be read; `set_aside_money` is theirs.
    pub set_aside: u32,
    /// What became of every record, counted from outside.
    pub records: Records,
    /// What was found in it, as far as it is kept; see `diagnostics_total`.
    pub diagnostics: Vec<Diagnostic>,
    /// How many diagnostics there were in all; more than are kept where a file is wrong on every row.
    pub diagnostics_total: u32,
    /// `None` where the file states no total.
    pub control: Option<Control>,
    /// First and last day seen in the file.
    pub period: Option<(Day, Day)>,
    /// `None` where the question does not arise.
    pub refund_evidence: Option<RefundEvidence>,
    /// The numbers of all amounts together, whatever currency each is in: files that say the same have the same.
    pub sum: Money,
    /// Money of rows set aside, as far as it could be read.
    pub set_aside_money: StatedSums,
    /// What the file was decoded from: `UTF-8`, `GB18030`, `xlsx`, …
    pub format: String,
    /// The first rows as text, for a table nobody recognised.
    pub preview: Vec<Vec<String>>,
}

impl SourceFile {
    /// What a decision about this very file is kept under: its content, and for a file of an archive its name in there.
    /// `None` where nobody asked for the digest.
    pub fn content_key(&self) -> Option<String> {
        let within = self.name.split_once('/').map_or(String::new(), |(_, name)| format!("/{name}"));
        self.digest.map(|digest| format!("{digest}{within}"))
    }

    /// A file of which nothing was read yet.
    pub fn new(name: String, source: Source, kind: Kind) -> SourceFile {
        SourceFile {
            name,
            digest: None,
            source,
            kind,
            profile: None,
            rows: 0,
            accepted: 0,
            set_aside: 0,
            records: Records::default(),
            diagnostics: Vec::new(),
            diagnostics_total: 0,
            control: None,
            period: None,
            refund_evidence: None,
            sum: Money::ZERO,
            set_aside_money: StatedSums::default(),
            format: String::new(),
            preview: Vec::new(),
        }
    }
}
