//! One table as it was read, and how it becomes a part of the shop.

use super::bytes::{Number, PartError, Reader, Writer};
use super::pools::{Known, Pools, Rekey};
use super::{NameKey, Row, SkuKey};
use crate::currency::StatedSums;
use crate::pool::Key;
use crate::rows::Rows;

/// Declares the kinds of rows once. What goes through all of them (taking a part in, taking one out) is written here, so
/// that a new kind cannot be forgotten.
macro_rules! kinds_of_rows {
    ($($kind:ident: $row:ty),* $(,)?) => {
        /// One table as it was read, with texts of its own: made without knowing the shop, on whatever thread.
        #[derive(Debug)]
        pub struct Part {
            /// The file, or the one table of it that this is.
            pub file: SourceFile,
            /// `None` for a file of which nothing was read. Its `file` counts from the first file of the part: 0.
            pub table: Option<SourceTable>,
            /// The texts of its rows.
            pub pools: Pools,
            $(
                #[doc = concat!("Every [`", stringify!($row), "`] of the table, in the order of its rows.")]
                pub $kind: Rows<$row>,
            )*
            names: Names,
        }

        /// All rows of a shop.
        #[derive(Debug, Default)]
        pub struct Dataset {
            /// The texts of all rows.
            pub pools: Pools,
            /// In the order in which they were taken in; one that was taken out keeps its place, emptied.
            pub files: Vec<SourceFile>,
            /// Every table that a row is from.
            pub tables: Vec<SourceTable>,
            $(
                #[doc = concat!("Every [`", stringify!($row), "`] of the shop, by table and then by row.")]
                pub $kind: Rows<$row>,
            )*
            names: Names,
            /// What each file calls its SKUs, and how it writes their codes, by its position.
            names_of_files: Vec<Vec<(SkuKey, NameKey)>>,
            spellings_of_files: Vec<Vec<Spelling>>,
        }

        impl Part {
            /// A part without rows.
            pub fn new(file: SourceFile, table: Option<SourceTable>) -> Part {
                Part { file, table, pools: Pools::default(), $($kind: Rows::default(),)* names: Names::default() }
            }

            /// Forgets every row, and what they said of SKUs.
            pub fn clear_rows(&mut self) {
                $(self.$kind = Rows::default();)*
                self.names = Names::default();
            }

            /// The part as bytes, to cross to another thread.
            pub fn to_bytes(&self) -> Vec<u8> {
                let mut writer = Writer::default();
                writer.described(&(&self.file, &self.table));
                self.pools.pack(&mut writer);
                self.names.pack(&mut writer);
                $(writer.rows(&self.$kind);)*
                writer.bytes
            }

            /// The part that [`Part::to_bytes`] wrote: what becomes of a shop that takes it is the same.
            ///
            /// # Errors
            /// Bytes that are no part. A part that is read can be taken in whatever the bytes were: its keys lead to
            /// texts, and its rows are those of its table.
            pub fn from_bytes(bytes: &[u8]) -> Result<Part, PartError> {
                let mut reader = Reader::new(bytes);
                let (file, table) = reader.described()?;
                let pools = Pools::unpack(&mut reader)?;
                let known = pools.known();
                let names = Names::unpack(&mut reader, &pools, &known)?;
                let part = Part { file, table, pools, $($kind: reader.rows(&known)?,)* names };
                reader.end()?;
                let has_rows = false $(|| !part.$kind.is_empty())*;
                if has_rows && part.table.is_none() { Err(PartError::NoTable) } else { Ok(part) }
            }

            fn rekey(&mut self, new: &NewKeys) {
                $(self.$kind.iter_mut().for_each(|row| row.rekey(new));)*
            }
        }

        impl Dataset {
            fn take_rows(&mut self, part: Part) -> SourceFile {
                $(self.$kind.append(part.$kind);)*
                part.file
            }

            /// A piece of memory never holds the rows of two tables.
            fn drop_rows(&mut self, table: u16) {
                $(
                    let stays = |row: &$row| row.at.table != table;
                    if <$row>::IS_KNOWN_BY_INDEX {
                        self.$kind.retain_pieces_in_place(stays);
                    } else {
                        self.$kind.retain_pieces(stays);
                    }
                )*
            }

            /// Whether two tables hold the same rows in the same order.
            fn have_same_rows(&self, one: u16, other: u16) -> bool {
                true $(&& {
                    let of = |table: u16| self.$kind.pieces(move |row| row.at.table == table).flatten();
                    let place = |row: &$row| {
                        let mut row = *row;
                        row.at.table = 0;
                        row
                    };
                    of(one).map(place).eq(of(other).map(place))
                })*
            }

            /// Shows the rows of every kind, one kind after the other.
            pub(crate) fn each_kind(&self, visitor: &mut impl VisitRows) {
                $(visitor.visit(&self.$kind);)*
            }

            /// How many rows there are of each kind.
            pub fn n_rows(&self) -> Vec<(&'static str, usize)> {
                vec![$((stringify!($kind), self.$kind.len()),)*]
            }
        }
    };
}
pub(super) use kinds_of_rows;

use super::{Dataset, Part, SourceFile, SourceTable};

/// Does one thing with the rows of every kind.
pub(crate) trait VisitRows {
    fn visit<T: Row>(&mut self, rows: &Rows<T>);
}

/// What SKUs are called, by the SKU's index.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<Option<NameKey>>);

impl Names {
    pub(super) fn get(&self, sku: SkuKey) -> Option<NameKey> {
        self.0.get(sku.index()).copied().flatten()
    }

    fn set(&mut self, sku: SkuKey, name: NameKey) {
        if self.0.len() <= sku.index() {
            self.0.resize(sku.index() + 1, None);
        }
        if let Some(slot) = self.0.get_mut(sku.index()) {
            *slot = Some(name);
        }
    }

    /// Of several names the first in code-point order stays, so that the order of rows and files does not matter.
    fn is_better(&self, pools: &Pools, sku: SkuKey, name: &str) -> bool {
        self.get(sku).is_none_or(|known| name < pools.names.get(known))
    }

    pub(super) fn pack(&self, writer: &mut Writer) {
        writer.length(self.0.len());
        self.0.iter().for_each(|name| writer.number(name.number()));
    }

    pub(super) fn unpack(reader: &mut Reader<'_>, pools: &Pools, known: &Known) -> Result<Names, PartError> {
        let count = reader.length()?;
        if count > pools.skus.keys().len() {
            return Err(PartError::Key);
        }
        let names = (0..count).map(|_| Option::of(reader.number()?, known));
        names.collect::<Result<_, _>>().map(Names)
    }

    fn all(&self) -> Vec<(SkuKey, NameKey)> {
        (0..).map(SkuKey::from_index).zip(&self.0).filter_map(|(sku, name)| Some((sku, (*name)?))).collect()
    }
}

impl Part {
    /// Remembers what a SKU is called.
    pub fn name_sku(&mut self, sku: SkuKey, name: &str) {
        if !name.is_empty() && self.names.is_better(&self.pools, sku, name) {
            let name = self.pools.names.intern(name);
            self.names.set(sku, name);
        }
    }
}

impl Dataset {
    /// Takes a part in. Returns the position of its file in [`Dataset::files`].
    ///
    /// Every text of the part is looked up once. Its rows stay where they are in memory, and only their keys become those
    /// of the shop; of the first part the texts are the shop's, and nothing is to do.
    pub fn take(&mut self, mut part: Part) -> u16 {
        let position = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
        let (file, table) = (position(self.files.len()), position(self.tables.len()));
        let mut names = part.names.all();
        let spellings = if table == 0 && self.pools.is_empty() {
            self.pools = std::mem::take(&mut part.pools);
            self.pools.skus.all_spellings().collect()
        } else {
            let pools = std::mem::take(&mut part.pools);
            let new = self.pools.take(&pools, table);
            part.rekey(&new);
            for (sku, name) in &mut names {
                sku.rekey(&new);
                name.rekey(&new);
            }
            self.pools.skus.spellings_in(&pools.skus)
        };
        self.spellings_of_files.push(spellings);
        self.learn(&names);
        self.names_of_files.push(names);
        self.tables.extend(part.table.take().map(|table| SourceTable { file, ..table }));
        let of_part = self.take_rows(part);
        self.files.push(of_part);
        file
    }

    fn learn(&mut self, names: &[(SkuKey, NameKey)]) {
        for &(sku, name) in names {
            if self.names.is_better(&self.pools, sku, self.pools.names.get(name)) {
                self.names.set(sku, name);
            }
        }
    }

    /// Whether two files say one and the same under two names, though their bytes may differ: saved once more.
    pub fn is_same_file(&self, one: u16, other: u16) -> bool {
        let (Some(of_one), Some(of_other)) = (self.files.get(usize::from(one)), self.files.get(usize::from(other)))
        else {
            return false;
        };
        let as_one = || SourceFile { name: of_one.name.clone(), digest: of_one.digest, ..of_other.clone() };
        let is_alike = of_one.rows > 0 && *of_one == as_one();
        let table = |file: u16| (0_u16..).zip(&self.tables).find(|(_, table)| table.file == file);
        let (Some((at_one, table_one)), Some((at_other, table_other))) = (table(one), table(other)) else {
            return false;
        };
        is_alike
            && *table_one == SourceTable { file: one, ..table_other.clone() }
            && self.have_same_rows(at_one, at_other)
    }

    /// Takes a file's rows out again, and what it called its SKUs. Its place in [`Dataset::files`] stays, emptied, so that
    /// other positions hold.
    pub fn remove_file(&mut self, file: u16) {
        let of_file = |(at, table): (u16, &SourceTable)| (table.file == file).then_some(at);
        let tables: Vec<u16> = (0..).zip(&self.tables).filter_map(of_file).collect();
        tables.into_iter().for_each(|table| self.drop_rows(table));
        if let Some(names) = self.names_of_files.get_mut(usize::from(file)) {
            names.clear();
        }
        if let Some(spellings) = self.spellings_of_files.get_mut(usize::from(file)) {
            spellings.clear();
        }
        self.pools.skus.show(self.spellings_of_files.iter().flatten().copied());
        self.names = Names::default();
        let names_of_files = std::mem::take(&mut self.names_of_files);
        names_of_files.iter().for_each(|names| self.learn(names));
        self.names_of_files = names_of_files;
        if let Some(file) = self.files.get_mut(usize::from(file)) {
            (file.rows, file.accepted, file.set_aside, file.set_aside_money) = (0, 0, 0, StatedSums::default());
        }
    }
}

impl Extend<Part> for Dataset {
    fn extend<I: IntoIterator<Item = Part>>(&mut self, parts: I) {
        for part in parts {
            self.take(part);
        }
    }
}
