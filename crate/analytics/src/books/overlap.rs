//! Exports overlap: June's file and the one of the last thirty days hold the same orders. Rows of one file are never
//! taken for each other; across files every row counts once. See [`super::precedence`] for those of orders.

use std::cmp::Reverse;

use crate::dataset::{AdSpend, ByTable, Dataset, Review, RowRef, Service, Shipment, SourceFile, SourceTable};

/// For each row of the ad reports, whether another file's row stands for it. Spend is spread file by file, so which file
/// keeps a row moves parts of a cent: the files are numbered by every row they have.
pub(super) fn repeated_ads(dataset: &Dataset) -> Vec<bool> {
    let pools = &dataset.pools;
    let content = |row: &AdSpend| {
        let product = row.product.map(|key| pools.products.get(key));
        let spend = (row.spend.by_content(), pools.currencies.get(row.currency));
        (pools.stores.get(row.store), product, row.name.map(|key| pools.names.get(key)), row.day, spend)
    };
    let identity = |row: &AdSpend| (row.store, row.product, row.name, row.day, row.spend.by_content(), row.currency);
    let file_of = |row: &AdSpend| dataset.table_of(row.at).map(|table| usize::from(table.file));
    if is_one_file(dataset.ads.iter().map(file_of)) {
        return vec![false; dataset.ads.len()];
    }
    let mut contents = vec![Vec::new(); dataset.files.len()];
    for row in dataset.ads.iter() {
        if let Some(of_file) = file_of(row).and_then(|file| contents.get_mut(file)) {
            of_file.push(content(row));
        }
    }
    contents.iter_mut().for_each(|rows| rows.sort_unstable());
    let files = FileOf::by(dataset, |file| contents.get(usize::from(file)));
    repeated_plain_rows(&files, dataset.ads.iter(), |row| row.at, identity)
}

/// For each row of the couriers' bills, whether another file's row stands for it.
pub(super) fn repeated_shipments(dataset: &Dataset, rows: &[&Shipment], is_bill: &ByTable<bool>) -> Vec<bool> {
    let identity = |row: &Shipment| (is_bill[row.at], row.waybill, row.amount.by_content(), row.currency, row.day);
    repeated_plain_rows(&FileOf::new(dataset), rows.iter().copied(), |row| row.at, identity)
}

/// For each row on customer service, whether another file's row stands for it. An agent has one day of a date: of two
/// reports on it the one with more contacts was made later. A row without a day is known only by what it says.
pub(super) fn repeated_service(dataset: &Dataset) -> Vec<bool> {
    let files = FileOf::new(dataset);
    let rows = &dataset.service;
    if is_one_file(rows.iter().map(|row| files.file(row.at))) {
        return vec![false; rows.len()];
    }
    let identity = |row: &Service| match row.day {
        Some(day) => Identity::Own((row.store, row.agent, day)),
        None => Identity::Equal((row.store, row.agent, said(row))),
    };
    let candidates =
        (0_u32..).zip(rows.iter()).map(|(index, row)| (identity(row), files.file(row.at), index)).collect();
    mark_repeated(rows.len(), candidates, |index| rows.get(index as usize).map(said))
}

fn said(row: &Service) -> impl Ord + use<> {
    (row.contacts, row.first_response, row.average_response, row.reply_rate, row.satisfaction)
}

/// For each review, whether another file's row stands for it.
pub(super) fn repeated_reviews(dataset: &Dataset) -> Vec<bool> {
    let identity = |row: &Review| (row.store, row.order, row.sku, row.agent, row.day, row.stars);
    repeated_plain_rows(&FileOf::new(dataset), dataset.reviews.iter(), |row| row.at, identity)
}

fn repeated_plain_rows<'r, T: 'r, K: Ord>(
    files: &FileOf,
    rows: impl Iterator<Item = &'r T> + Clone,
    at: impl Fn(&T) -> RowRef,
    identity: impl Fn(&T) -> K,
) -> Vec<bool> {
    let length = rows.clone().count();
    if is_one_file(rows.clone().map(|row| files.file(at(row)))) {
        return vec![false; length];
    }
    let candidates = (0_u32..)
        .zip(rows)
        .map(|(index, row)| (Identity::<(), K>::Equal(identity(row)), files.file(at(row)), index))
        .collect();
    mark_repeated(length, candidates, |_| None::<()>)
}

/// What makes rows of different files the same row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity<Own, Equal> {
    /// The row has a name of its own.
    Own(Own),
    /// The row is known only by what it says.
    Equal(Equal),
}

/// A row that may stand in several files: its identity, its file as [`FileOf`] numbers it, its position.
pub(super) type Candidate<Own, Equal> = (Identity<Own, Equal>, u16, u32);

/// Marks, in groups of rows with one identity, those that another file's rows stand for.
pub(super) fn mark_repeated<Own: Ord, Equal: Ord, Rank: Ord>(
    rows: usize,
    mut candidates: Vec<Candidate<Own, Equal>>,
    rank: impl Fn(u32) -> Option<Rank>,
) -> Vec<bool> {
    let mut repeated = vec![false; rows];
    candidates.sort_unstable();
    for group in candidates.chunk_by(|one, other| one.0 == other.0) {
        // One file's rows of this identity stay together; of several files one is kept.
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
