//! The three fates of money: counted, confirms, or a named bucket.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::{ByTable, Dataset, RowRef};
use crate::money::{Amount, Money};
use crate::vocabulary::{BucketReason, Kind};

/// Money of one file that is not in the profit table, by reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Position in [`Dataset::files`], from 0.
    pub file: u16,
    pub reason: BucketReason,
    pub amount: Money,
    /// Rows of the file, each counted once however many parts its money has.
    pub rows: u32,
}

/// The fates of one file's money. `counted + confirms + buckets = total`, to the cent.
///
/// The total of an order file is what the merchant receives, before refunds, over all of its rows; of an ad report the
/// spend, of a courier's bill the freight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMoney {
    pub total: Money,
    /// In the profit table.
    pub counted: Money,
    /// Evidence for an amount that was counted from a better source.
    pub confirms: Money,
    pub buckets: Money,
}

/// The fates of all files' money. Money moves: what is counted now may be put into a bucket later, never the reverse.
#[derive(Clone, Debug, Default)]
pub struct Fates {
    files: Vec<FileMoney>,
    buckets: BTreeMap<(u16, BucketReason), (Money, u32)>,
    file_of: ByTable<u16>,
    /// Whether an order's header is a row of its own, not the first of the order's lines.
    has_header_rows: ByTable<bool>,
}

impl Fates {
    pub(super) fn new(dataset: &Dataset) -> Fates {
        Fates {
            files: vec![FileMoney::default(); dataset.files.len()],
            buckets: BTreeMap::new(),
            file_of: dataset.by_table(|table| table.file),
            // A list with a row for every order has its lines in another file; in a list of lines the order's own cells
            // stand beside them.
            has_header_rows: dataset.is_of_kind(Kind::Orders),
        }
    }

    /// The same, and what was set aside of each file when it was read.
    pub(super) fn with_set_aside(dataset: &Dataset) -> Fates {
        let mut fates = Fates::new(dataset);
        for (index, file) in (0..).zip(&dataset.files) {
            if file.set_aside > 0 && file.kind != Kind::Unknown {
                fates.put(index, BucketReason::SetAside, file.set_aside_money, file.set_aside);
            }
        }
        fates
    }

    pub(super) fn file(&self, at: RowRef) -> u16 {
        self.file_of[at]
    }

    /// How many rows the header of an order is: none where it stands on the row of a line, which is counted itself.
    pub(super) fn header_rows(&self, header: RowRef) -> u32 {
        u32::from(self.has_header_rows[header])
    }

    /// The row's money is in the profit table.
    pub(super) fn count(&mut self, at: RowRef, amount: Amount) {
        if let Some(money) = self.money_mut(self.file(at)) {
            money.total += amount.into();
            money.counted += amount.into();
        }
    }

    /// The row's money was already counted from another file.
    pub(super) fn confirm(&mut self, at: RowRef, amount: Amount) {
        if let Some(money) = self.money_mut(self.file(at)) {
            money.total += amount.into();
            money.confirms += amount.into();
        }
    }

    /// The row's money is in no figure, for this reason.
    pub(super) fn bucket(&mut self, at: RowRef, reason: BucketReason, amount: Amount) {
        self.bucket_rows(at, reason, amount, 1);
    }

    /// The same for a part of a row that was counted before, or for several rows.
    pub(super) fn bucket_rows(&mut self, at: RowRef, reason: BucketReason, amount: Amount, rows: u32) {
        self.put(self.file(at), reason, amount.into(), rows);
    }

    /// Money that was counted turns out to belong into a bucket.
    pub fn move_to_bucket(&mut self, file: u16, reason: BucketReason, amount: Money, rows: u32) {
        if let Some(money) = self.money_mut(file) {
            money.counted -= amount;
            money.total -= amount;
        }
        self.put(file, reason, amount, rows);
    }

    /// Adds what others have found of other rows of the same files.
    pub(super) fn add(&mut self, others: &Fates) {
        self.change(others, |known, other| *known += other, |rows, others| rows.saturating_add(others));
    }

    /// Takes what others have found off again.
    pub(super) fn subtract(&mut self, others: &Fates) {
        self.change(others, |known, other| *known -= other, |rows, others| rows.saturating_sub(others));
    }

    fn change(&mut self, others: &Fates, money: impl Fn(&mut Money, Money), rows: impl Fn(u32, u32) -> u32) {
        self.files.resize(self.files.len().max(others.files.len()), FileMoney::default());
        for (known, other) in self.files.iter_mut().zip(&others.files) {
            money(&mut known.total, other.total);
            money(&mut known.counted, other.counted);
            money(&mut known.confirms, other.confirms);
            money(&mut known.buckets, other.buckets);
        }
        for (&key, &(amount, count)) in &others.buckets {
            let bucket = self.buckets.entry(key).or_default();
            money(&mut bucket.0, amount);
            bucket.1 = rows(bucket.1, count);
        }
        self.buckets.retain(|_, (amount, rows)| !amount.is_zero() || *rows > 0);
    }

    fn put(&mut self, file: u16, reason: BucketReason, amount: Money, rows: u32) {
        let Some(money) = self.money_mut(file) else { return };
        money.total += amount;
        money.buckets += amount;
        // Cells of an order that say nothing are no rows of their own.
        if !amount.is_zero() || rows > 0 {
            let bucket = self.buckets.entry((file, reason)).or_default();
            bucket.0 += amount;
            bucket.1 += rows;
        }
    }

    fn money_mut(&mut self, file: u16) -> Option<&mut FileMoney> {
        self.files.get_mut(usize::from(file))
    }

    /// The fates of a file's money, by its position in [`Dataset::files`].
    pub fn money(&self, file: u16) -> FileMoney {
        self.files.get(usize::from(file)).copied().unwrap_or_default()
    }

    /// All buckets, by file and reason.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        self.buckets.iter().map(|(&(file, reason), &(amount, rows))| Bucket { file, reason, amount, rows })
    }
}
