//! Exports overlap: June's file and the one of the last thirty days hold the same orders. Rows of one file are never
//! taken for each other; across files every row counts once.
//!
//! A row with an identity of its own (a sub-order id, or the order id where a row is an order) is the same row in every
//! file, however much its amount or state has changed: the file that has come furthest wins. Rows without one are equal
//! when order, SKU, amount and time are; of those as many count as the file with the most of them has.

use std::cmp::Reverse;

use super::content::{header_key, line_key};
use crate::dataset::{
    AdSpend, ByTable, Dataset, OrderHeader, OrderKey, OrderLine, RowRef, Shipment, SourceFile, SourceTable,
};
use crate::money::Amount;
use crate::pool::Column;
use crate::rows::Rows;
use crate::time::{Day, Stamp};
use crate::vocabulary::{Kind, OrderStatus};

/// For each order line, whether another file's row stands for it.
pub(super) fn repeated_lines(dataset: &Dataset) -> Vec<bool> {
    let files = FileOf::new(dataset);
    if is_one_file(dataset.lines.iter().map(|line| files.file(line.at))) {
        return vec![false; dataset.lines.len()];
    }
    let shared = shared_orders(dataset, &files);
    let mut candidates: Vec<(LineIdentity, u16, u32)> = Vec::new();
    for (index, line) in (0_u32..).zip(dataset.lines.iter()) {
        if shared[line.order] {
            candidates.push((line_identity(dataset, line), files.file(line.at), index));
        }
    }
    let row = |index: u32| dataset.lines.get(index as usize);
    mark_repeated(dataset.lines.len(), candidates, |index| {
        let line = row(index)?;
        let times = [line.times.shipped, line.times.confirmed];
        let progress = progress(dataset, line.at, line.status, line.refund, &times);
        Some((progress, line.amount, line_key(dataset, line)))
    })
}

/// For each order header, whether another row stands for it. An order has one header, in one file too: order-level money
/// that is repeated on several rows is still one amount.
pub(super) fn repeated_headers(dataset: &Dataset) -> Vec<bool> {
    let mut repeated = vec![false; dataset.headers.len()];
    if repeated.is_empty() {
        return repeated;
    }
    let mut best: Column<OrderKey, Option<u32>> = Column::of(&dataset.pools.orders, |_| None);
    let files = FileOf::new(dataset);
    let rank = |index: u32| {
        let header: &OrderHeader = dataset.headers.get(index as usize)?;
        let times = [header.times.shipped, header.times.confirmed];
        let progress = progress(dataset, header.at, header.status, header.refund, &times);
        // Of rows that came equally far the content decides, and a name only between rows that say the same.
        Some((progress, header.amount, header_key(dataset, header), Reverse((files.file(header.at), header.at))))
    };
    for (index, header) in (0_u32..).zip(dataset.headers.iter()) {
        let slot = &mut best[header.order];
        let loser = match *slot {
            None => None,
            Some(known) if rank(known) >= rank(index) => Some(index),
            Some(known) => Some(known),
        };
        if loser != Some(index) {
            *slot = Some(index);
        }
        if let Some(flag) = loser.and_then(|loser| repeated.get_mut(loser as usize)) {
            *flag = true;
        }
    }
    repeated
}

/// For each row of the ad reports, whether another file's row stands for it. Spend is spread file by file, so which file
/// keeps a row moves parts of a cent: the files are numbered by every row they have.
pub(super) fn repeated_ads(dataset: &Dataset) -> Vec<bool> {
    let pools = &dataset.pools;
    let content = |row: &AdSpend| {
        let product = row.product.map(|key| pools.products.get(key));
        (pools.stores.get(row.store), product, row.name.map(|key| pools.names.get(key)), row.day, row.spend)
    };
    let identity = |row: &AdSpend| (row.store, row.product, row.name, row.day, row.spend);
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
    repeated_plain_rows(&files, &dataset.ads, |row| row.at, identity)
}

/// For each row of the couriers' bills, whether another file's row stands for it.
pub(super) fn repeated_shipments(dataset: &Dataset) -> Vec<bool> {
    let identity = |row: &Shipment| (row.waybill, row.amount, row.day);
    repeated_plain_rows(&FileOf::new(dataset), &dataset.shipments, |row| row.at, identity)
}

fn repeated_plain_rows<T, K: Ord>(
    files: &FileOf,
    rows: &Rows<T>,
    at: impl Fn(&T) -> RowRef,
    identity: impl Fn(&T) -> K,
) -> Vec<bool> {
    if is_one_file(rows.iter().map(|row| files.file(at(row)))) {
        return vec![false; rows.len()];
    }
    let candidates = (0_u32..)
        .zip(rows.iter())
        .map(|(index, row)| (Identity::<(), K>::Equal(identity(row)), files.file(at(row)), index))
        .collect();
    mark_repeated(rows.len(), candidates, |_| None::<()>)
}

/// What makes rows of different files the same row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identity<Own, Equal> {
    /// The row has a name of its own.
    Own(Own),
    /// The row is known only by what it says.
    Equal(Equal),
}

/// A row that may stand in several files: its identity, its file as [`FileOf`] numbers it, its position.
type Candidate<Own, Equal> = (Identity<Own, Equal>, u16, u32);
type LineIdentity = Identity<(OrderKey, Option<crate::dataset::LineKey>), LineContent>;
type LineContent = (OrderKey, Option<crate::dataset::SkuKey>, Option<Amount>, i64, Option<Stamp>);

fn line_identity(dataset: &Dataset, line: &OrderLine) -> LineIdentity {
    let row_is_order = dataset.file_of(line.at).is_some_and(|file| file.kind == Kind::Orders);
    if line.line.is_some() || row_is_order {
        return Identity::Own((line.order, line.line));
    }
    let amount = line.amount.or(line.list_amount);
    let time = line.times.ordered.or(line.times.paid);
    Identity::Equal((line.order, line.sku, amount, line.quantity.thousandths(), time))
}

/// How far a row has come: of two exports of one order the later state wins.
type Progress = (Option<OrderStatus>, Option<Amount>, usize, Option<Day>);

fn progress(
    dataset: &Dataset,
    at: RowRef,
    status: Option<OrderStatus>,
    refund: Option<Amount>,
    times: &[Option<Stamp>],
) -> Progress {
    let exported = dataset.file_of(at).and_then(|file| file.period).map(|(_, last)| last);
    (status, refund, times.iter().flatten().count(), exported)
}

/// Marks, in groups of rows with one identity, those that another file's rows stand for.
fn mark_repeated<Own: Ord, Equal: Ord, Rank: Ord>(
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
struct FileOf(ByTable<u16>);

impl FileOf {
    /// By what was counted of them: enough where it does not matter for the money which of two files keeps a row.
    fn new(dataset: &Dataset) -> FileOf {
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

    fn file(&self, at: RowRef) -> u16 {
        self.0[at]
    }
}

/// Most shops' files do not overlap, and then nothing is sorted.
fn is_one_file<F: PartialEq>(mut files: impl Iterator<Item = F>) -> bool {
    let first = files.next();
    files.all(|file| Some(&file) == first.as_ref())
}

/// By order: whether lines of it stand in more than one file.
fn shared_orders(dataset: &Dataset, files: &FileOf) -> Column<OrderKey, bool> {
    let mut first: Column<OrderKey, Option<u16>> = Column::of(&dataset.pools.orders, |_| None);
    let mut shared = Column::of(&dataset.pools.orders, |_| false);
    for line in dataset.lines.iter() {
        let file = files.file(line.at);
        shared[line.order] |= *first[line.order].get_or_insert(file) != file;
    }
    shared
}
