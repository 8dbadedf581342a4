//! Exports overlap: June's file and the one of the last thirty days hold the same orders. Rows of one file are never
//! taken for each other; across files every row counts once. See [`super::precedence`] for those of orders.

use std::cmp::Reverse;

use crate::currency::ByContent;
use crate::dataset::{
    AdSpend, AgentKey, ByTable, CurrencyKey, Dataset, LineKey, Movement, NameKey, OrderKey, ProductKey, Refund,
    RequestKey, Review, Row, RowRef, Service, Shipment, SkuKey, SourceFile, SourceTable, StoreKey, WaybillKey,
};
use crate::money::Rate;
use crate::time::{Day, Stamp};
use crate::vocabulary::{Purpose, RefundState};

/// Rows of which another file may have the same. Those of orders are one order's by [`super::precedence`]; of unit costs the
/// latest counts, and of stock the latest count.
pub(super) trait AcrossFiles: Row {
    /// A name of its own that a row may have.
    type Own: Ord;
    /// What it says, where it has none.
    type Equal: Ord;
    /// Which of two files' rows of one name was made later.
    type Rank: Ord;

    /// What makes it the same row as one of another file.
    fn same_row(&self) -> SameRow<Self::Own, Self::Equal>;

    fn rank(&self) -> Self::Rank;

    /// In which order files are gone through: the first keeps a row that several have.
    fn files(dataset: &Dataset) -> FileOf {
        FileOf::new(dataset)
    }
}

impl AcrossFiles for AdSpend {
    type Own = ();
    type Equal = (StoreKey, Option<ProductKey>, Option<NameKey>, Option<Day>, ByContent, CurrencyKey);
    type Rank = ();

    fn same_row(&self) -> SameRow<(), Self::Equal> {
        SameRow::Equal((self.store, self.product, self.name, self.day, self.spend.by_content(), self.currency))
    }

    fn rank(&self) {}

    /// Spend is spread file by file, so which file keeps a row moves parts of a cent: the files are numbered by every row
    /// they have.
    fn files(dataset: &Dataset) -> FileOf {
        let pools = &dataset.pools;
        let content = |row: &AdSpend| {
            let product = row.product.map(|key| pools.products.get(key));
            let spend = (row.spend.by_content(), pools.currencies.get(row.currency));
            (pools.stores.get(row.store), product, row.name.map(|key| pools.names.get(key)), row.day, spend)
        };
        let mut contents = vec![Vec::new(); dataset.files.len()];
        for row in dataset.ads.iter() {
            let file = dataset.table_of(row.at).map(|table| usize::from(table.file));
            if let Some(of_file) = file.and_then(|file| contents.get_mut(file)) {
                of_file.push(content(row));
            }
        }
        contents.iter_mut().for_each(|rows| rows.sort_unstable());
        FileOf::by(dataset, |file| contents.get(usize::from(file)))
    }
}

impl AcrossFiles for Shipment {
    type Own = ();
    type Equal = (WaybillKey, ByContent, CurrencyKey, Option<Day>);
    type Rank = ();

    fn same_row(&self) -> SameRow<(), Self::Equal> {
        SameRow::Equal((self.waybill, self.amount.by_content(), self.currency, self.day))
    }

    fn rank(&self) {}
}

impl AcrossFiles for Service {
    type Own = (StoreKey, Option<AgentKey>, Day);
    type Equal = (StoreKey, Option<AgentKey>, Said);
    type Rank = Said;

    /// An agent has one day of a date. A row without a day is known only by what it says.
    fn same_row(&self) -> SameRow<Self::Own, Self::Equal> {
        match self.day {
            Some(day) => SameRow::Own((self.store, self.agent, day)),
            None => SameRow::Equal((self.store, self.agent, self.rank())),
        }
    }

    /// Of two reports on a day the one with more contacts was made later.
    fn rank(&self) -> Said {
        (self.contacts, self.first_response, self.average_response, self.reply_rate, self.satisfaction)
    }
}

/// What a row says of an agent's work.
type Said = (Option<u32>, Option<u32>, Option<u32>, Option<Rate>, Option<Rate>);

impl AcrossFiles for Review {
    type Own = ();
    type Equal = (StoreKey, Option<OrderKey>, Option<SkuKey>, Option<AgentKey>, Option<Day>, Option<u8>);
    type Rank = ();

    fn same_row(&self) -> SameRow<(), Self::Equal> {
        SameRow::Equal((self.store, self.order, self.sku, self.agent, self.day, self.stars))
    }

    fn rank(&self) {}
}

impl AcrossFiles for Movement {
    type Own = ();
    type Equal =
        (StoreKey, Option<OrderKey>, Option<SkuKey>, Purpose, Option<NameKey>, Option<Stamp>, ByContent, CurrencyKey);
    type Rank = ();

    fn same_row(&self) -> SameRow<(), Self::Equal> {
        let &Movement { store, order, sku, purpose, name, moment, amount, currency, .. } = self;
        SameRow::Equal((store, order, sku, purpose, name, moment, amount.by_content(), currency))
    }

    fn rank(&self) {}
}

impl AcrossFiles for Refund {
    type Own = (OrderKey, RequestKey);
    type Equal = (OrderKey, Option<LineKey>, Option<SkuKey>, Option<ProductKey>, ByContent, Option<Stamp>, CurrencyKey);
    type Rank = (RefundState, Option<Stamp>, ByContent);

    fn same_row(&self) -> SameRow<Self::Own, Self::Equal> {
        let &Refund { order, line, sku, product, amount, moment, currency, .. } = self;
        match self.request {
            Some(request) => SameRow::Own((order, request)),
            None => SameRow::Equal((order, line, sku, product, amount.by_content(), moment, currency)),
        }
    }

    /// Of a request, what was said when it had come further.
    fn rank(&self) -> Self::Rank {
        (self.state, self.moment, self.amount.by_content())
    }
}

/// Which rows another file's rows stand for, by their position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repeated(Vec<u32>);

impl Repeated {
    /// Of these rows.
    pub(super) fn of<'r, T: AcrossFiles + 'r>(
        dataset: &Dataset,
        rows: impl Iterator<Item = &'r T> + Clone,
    ) -> Repeated {
        let table_file = |row: &T| dataset.table_of(row.at()).map(|table| table.file);
        if is_one_file(rows.clone().map(table_file)) {
            return Repeated::default();
        }
        let files = T::files(dataset);
        let ranks: Vec<T::Rank> = rows.clone().map(T::rank).collect();
        let candidates: Vec<Candidate<T::Own, T::Equal>> =
            (0_u32..).zip(rows).map(|(index, row)| (row.same_row(), files.file(row.at()), index)).collect();
        let repeated = mark_repeated(ranks.len(), candidates, |index| ranks.get(index as usize));
        Repeated((0_u32..).zip(repeated).filter_map(|(index, repeated)| repeated.then_some(index)).collect())
    }

    /// The rows it was made of, each with whether it is repeated.
    pub(super) fn tell<'r, T: 'r>(&self, rows: impl Iterator<Item = &'r T>) -> impl Iterator<Item = (&'r T, bool)> {
        let mut ahead = self.0.iter().copied().peekable();
        (0_u32..).zip(rows).map(move |(index, row)| (row, ahead.next_if_eq(&index).is_some()))
    }

    /// The rows it was made of that are not repeated.
    pub(super) fn once<'r, T: 'r>(&self, rows: impl Iterator<Item = &'r T>) -> impl Iterator<Item = &'r T> {
        self.tell(rows).filter(|(_, repeated)| !repeated).map(|(row, _)| row)
    }
}

/// What makes rows of different files the same row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SameRow<Own, Equal> {
    /// The row has a name of its own.
    Own(Own),
    /// The row is known only by what it says.
    Equal(Equal),
}

/// A row that may stand in several files: what makes it the same, its file as [`FileOf`] numbers it, its position.
pub(super) type Candidate<Own, Equal> = (SameRow<Own, Equal>, u16, u32);

/// Marks, in groups of rows that are the same row, those that another file's rows stand for.
pub(super) fn mark_repeated<Own: Ord, Equal: Ord, Rank: Ord>(
    rows: usize,
    mut candidates: Vec<Candidate<Own, Equal>>,
    rank: impl Fn(u32) -> Option<Rank>,
) -> Vec<bool> {
    let mut repeated = vec![false; rows];
    candidates.sort_unstable();
    for group in candidates.chunk_by(|one, other| one.0 == other.0) {
        // One file's rows of it stay together; of several files one is kept.
        let by_file: Vec<&[Candidate<Own, Equal>]> = group.chunk_by(|one, other| one.1 == other.1).collect();
        let ranks = |rows: &[Candidate<Own, Equal>]| {
            let mut ranks: Vec<Rank> = rows.iter().filter_map(|row| rank(row.2)).collect();
            ranks.sort_unstable_by(|one, other| other.cmp(one));
            ranks
        };
        let kept = by_file.iter().max_by_key(|rows| (rows.len(), ranks(rows), Reverse(rows.first().map(|row| row.1))));
        let kept_file = kept.and_then(|rows| rows.first()).map(|row| row.1);
        for (_, file, index) in group {
            if Some(*file) != kept_file
                && let Some(flag) = repeated.get_mut(*index as usize)
            {
                *flag = true;
            }
        }
    }
    repeated
}

/// The file of each table, in one look-up. Files are numbered by what is in them, so that of equal rows the same count
/// whatever the files are called and in which order they were read; only between files that are alike in all that is the
/// name looked at, and a copy, `orders (1).csv`, comes last.
pub(super) struct FileOf(ByTable<u16>);

impl FileOf {
    /// By what was counted of them: enough where it does not matter for the money which of two files keeps a row.
    pub(super) fn new(dataset: &Dataset) -> FileOf {
        let content = |file: &SourceFile| (file.period, file.rows, file.accepted, file.sum);
        FileOf::by(dataset, |file| dataset.files.get(usize::from(file)).map(content))
    }

    fn by<K: Ord>(dataset: &Dataset, content: impl Fn(u16) -> K) -> FileOf {
        let name = |file: u16| dataset.files.get(usize::from(file)).map_or("", |file| file.name.as_str());
        let mut files: Vec<u16> = (0..).zip(&dataset.files).map(|(file, _)| file).collect();
        files.sort_by(|&one, &other| {
            let names = || (name(one).len(), name(one)).cmp(&(name(other).len(), name(other)));
            content(one).cmp(&content(other)).then_with(names)
        });
        let mut ranks = vec![0; files.len()];
        for (file, rank) in files.into_iter().zip(0..) {
            if let Some(slot) = ranks.get_mut(usize::from(file)) {
                *slot = rank;
            }
        }
        let rank = |table: &SourceTable| ranks.get(usize::from(table.file)).copied().unwrap_or_default();
        FileOf(dataset.by_table(rank))
    }

    pub(super) fn file(&self, at: RowRef) -> u16 {
        self.0[at]
    }
}

/// Most shops' files do not overlap, and then nothing is sorted.
pub(super) fn is_one_file<F: PartialEq>(mut files: impl Iterator<Item = F>) -> bool {
    let first = files.next();
    files.all(|file| Some(&file) == first.as_ref())
}
