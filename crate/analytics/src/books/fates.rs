//! The three fates of money: counted, confirms, or a named bucket.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::rules::Said;
use crate::ByFile;
use crate::currency::Currencies;
use crate::dataset::{ByTable, CurrencyKey, Dataset, RowRef, StoreKey};
use crate::figures::number;
use crate::money::{Amount, Money};
use crate::profit::InScope;
use crate::sums::{Sign, Sum};
use crate::time::Day;
use crate::vocabulary::{BucketReason, Kind};

/// Money of one file that is not in the profit table, by reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Position in [`Dataset::files`], from 0.
    pub file: u16,
    /// Why it is not in the table.
    pub reason: BucketReason,
    /// In the currency below.
    pub amount: Money,
    /// `None`: the shop's. Another one has no rate; where nothing else is against its rows, the reason is
    /// [`BucketReason::OtherCurrency`].
    pub currency: Option<CurrencyKey>,
    /// Rows of the file, each counted once however many parts its money has.
    pub rows: u32,
}

/// The fates of one file's money in one currency. `counted + confirms + buckets = total`, to the cent.
///
/// The total of an order file is what the merchant receives, before refunds, over all of its rows; of an ad report the
/// spend, of a courier's bill the freight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMoney {
    /// Of all rows, as far as they could be read.
    pub total: Money,
    /// In the profit table.
    pub counted: Money,
    /// Evidence for an amount that was counted from a better source.
    pub confirms: Money,
    /// In all buckets of the file together.
    pub buckets: Money,
}

impl std::iter::Sum for FileMoney {
    fn sum<I: Iterator<Item = FileMoney>>(all: I) -> FileMoney {
        all.fold(FileMoney::default(), |sum, one| FileMoney {
            total: sum.total + one.total,
            counted: sum.counted + one.counted,
            confirms: sum.confirms + one.confirms,
            buckets: sum.buckets + one.buckets,
        })
    }
}

/// The fates of all files' money, of the whole shop or of a scope. Money moves: what is counted now may be put into a
/// bucket later, never the reverse.
#[derive(Clone, Debug, Default)]
pub struct Fates {
    /// In the shop's currency.
    files: ByFile<FileMoney>,
    /// What has no rate, as the rows state it.
    unconverted: BTreeMap<(u16, CurrencyKey), FileMoney>,
    buckets: BTreeMap<(u16, BucketReason, Option<CurrencyKey>), (Money, u32)>,
}

impl Fates {
    /// Money of a file is in the profit table.
    pub(crate) fn count(&mut self, file: u16, amount: Money) {
        if let Some(money) = self.money_mut(file, None) {
            money.total += amount;
            money.counted += amount;
        }
    }

    /// Money that was counted turns out to belong into a bucket.
    pub fn move_to_bucket(&mut self, file: u16, reason: BucketReason, amount: Money, rows: u32) {
        if let Some(money) = self.money_mut(file, None) {
            money.counted -= amount;
            money.total -= amount;
        }
        self.put(file, Apart::Bucket(reason), None, amount, rows);
    }

    fn put(&mut self, file: u16, apart: Apart, currency: Option<CurrencyKey>, amount: Money, rows: u32) {
        let Some(money) = self.money_mut(file, currency) else { return };
        money.total += amount;
        let reason = match apart {
            Apart::Confirms => {
                money.confirms += amount;
                return;
            }
            Apart::Bucket(reason) => reason,
        };
        money.buckets += amount;
        let bucket = self.buckets.entry((file, reason, currency)).or_default();
        bucket.0 += amount;
        bucket.1 += rows;
    }

    fn money_mut(&mut self, file: u16, currency: Option<CurrencyKey>) -> Option<&mut FileMoney> {
        match currency {
            None => self.files.get_mut(file),
            Some(currency) => Some(self.unconverted.entry((file, currency)).or_default()),
        }
    }

    /// The fates of a file's money in the shop's currency, by its position in [`Dataset::files`]. None of a file that came
    /// after the books were closed.
    pub fn money(&self, file: u16) -> FileMoney {
        self.files.get(file).map_or_else(FileMoney::default, |money| *money)
    }

    /// The fates of a file's money in each of its currencies. The shop's is `None` and the first; it is left out where all
    /// of the money is in others, which have no rate.
    pub fn by_currency(&self, file: u16) -> Vec<(Option<CurrencyKey>, FileMoney)> {
        let of_file = self.unconverted.iter().filter(|&(&(of, _), _)| of == file);
        let others: Vec<_> = of_file.map(|(&(_, currency), &money)| (Some(currency), money)).collect();
        let own = self.money(file);
        let has_own = others.is_empty() || own != FileMoney::default();
        has_own.then_some((None, own)).into_iter().chain(others).collect()
    }

    /// All buckets, by file and reason; of several currencies each has its own.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        let buckets = self.buckets.iter().filter(|(_, (amount, rows))| !amount.is_zero() || *rows > 0);
        buckets.map(|(&(file, reason, currency), &(amount, rows))| Bucket { file, reason, amount, currency, rows })
    }
}

/// Whose money it is, and of when: what decides in which scopes it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct StoreDay {
    /// `None` where no row says: such money is in no store's scope.
    pub(super) store: Option<StoreKey>,
    /// On the basis of the settings. `None` where no row says: such money is in no period.
    pub(super) day: Option<Day>,
}

/// What becomes of money that is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Apart {
    /// It was already counted from another file.
    Confirms,
    /// It is in no figure, for this reason.
    Bucket(BucketReason),
}

/// One file's money of one fate, store and day. `None` is the shop's currency; money in another one has no rate, and is as
/// the rows state it: no sum is of two currencies.
type Place = (u16, Apart, Option<CurrencyKey>, StoreDay);

/// The fates of rows as they are found. What is counted is in the profit table, which knows of which scope it is; of the
/// rest that is kept here.
#[derive(Clone, Debug, Default)]
pub(super) struct RowFates {
    counted: ByFile<Money>,
    apart: Vec<(Place, Money, u32)>,
    /// Where in the list each place is.
    positions: HashMap<Place, u32, foldhash::fast::FixedState>,
    /// The position that was last asked for: rows of a store and day stand together.
    last: u32,
    file_of: ByTable<u16>,
    /// Whether an order's header is a row of its own, not the first of the order's lines.
    has_header_rows: ByTable<bool>,
}

impl RowFates {
    pub(super) fn new(dataset: &Dataset) -> RowFates {
        RowFates {
            counted: ByFile::of(&dataset.files, |_| Money::ZERO),
            file_of: dataset.by_table(|table| table.file),
            // A list with a row for every order has its lines in another file; in a list of lines the order's own cells
            // stand beside them.
            has_header_rows: dataset.is_of_kind(Kind::Orders),
            ..RowFates::default()
        }
    }

    /// The same, and what was set aside of each file when it was read.
    pub(super) fn with_set_aside(dataset: &Dataset, currencies: &Currencies) -> RowFates {
        let mut fates = RowFates::new(dataset);
        let of = StoreDay { store: None, day: None };
        let set_aside = Apart::Bucket(BucketReason::SetAside);
        for (index, file) in (0..).zip(&dataset.files) {
            if file.set_aside == 0 || file.kind == Kind::Unknown {
                continue;
            }
            let mut rows = file.set_aside;
            for (sum, currency, with_money) in currencies.converted_sums(dataset, &file.set_aside_money) {
                fates.put((index, set_aside, currency, of), sum, with_money);
                rows = rows.saturating_sub(with_money);
            }
            // Nobody can read what they are about.
            fates.put((index, set_aside, None, of), Money::ZERO, rows);
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
        if let Some(counted) = self.counted.get_mut(self.file_of[at]) {
            *counted += amount.into();
        }
    }

    /// The row's money was already counted from another file.
    pub(super) fn confirm(&mut self, at: RowRef, amount: Amount, of: StoreDay) {
        self.put((self.file(at), Apart::Confirms, None, of), amount.into(), 0);
    }

    /// What a row says is not counted, for a reason that holds whether it has a rate or not.
    pub(super) fn set_apart(&mut self, at: RowRef, apart: Apart, said: Said, rows: u32, of: StoreDay) {
        let (amount, currency) = match said {
            Said::Worth(amount) => (amount, None),
            // The place names the currency, and is shown with it.
            Said::Unconverted(stated, currency) => (stated.in_own_currency(), Some(currency)),
        };
        self.put((self.file(at), apart, currency, of), amount.into(), rows);
    }

    /// The row's money is in no figure, for this reason.
    pub(super) fn bucket(&mut self, at: RowRef, reason: BucketReason, amount: Amount, of: StoreDay) {
        self.bucket_rows(at, reason, amount, 1, of);
    }

    /// The same for a part of a row that was counted before, or for several rows.
    pub(super) fn bucket_rows(&mut self, at: RowRef, reason: BucketReason, amount: Amount, rows: u32, of: StoreDay) {
        self.put((self.file(at), Apart::Bucket(reason), None, of), amount.into(), rows);
    }

    fn put(&mut self, place: Place, amount: Money, rows: u32) {
        let is_last = self.apart.get(self.last as usize).is_some_and(|(last, ..)| *last == place);
        if !is_last {
            self.last = self.position(place);
        }
        if let Some((_, known, known_rows)) = self.apart.get_mut(self.last as usize) {
            *known += amount;
            *known_rows = known_rows.saturating_add(rows);
        }
    }

    fn position(&mut self, place: Place) -> u32 {
        let new = number(self.apart.len());
        let position = *self.positions.entry(place).or_insert(new);
        if position == new {
            self.apart.push((place, Money::ZERO, 0));
        }
        position
    }

    /// Of the whole shop.
    pub(super) fn whole(&self) -> Fates {
        let mut fates = self.apart(|_| true);
        for (file, counted) in self.counted.iter() {
            fates.count(file, *counted);
        }
        fates
    }

    /// What is not counted of a scope.
    pub(super) fn apart_in(&self, scope: &InScope<'_>) -> Fates {
        self.apart(|of| scope.has(of.store, of.day))
    }

    fn apart(&self, is_wanted: impl Fn(StoreDay) -> bool) -> Fates {
        let mut fates = Fates { files: self.counted.map(|_| FileMoney::default()), ..Fates::default() };
        for &((file, apart, currency, of), amount, rows) in &self.apart {
            if is_wanted(of) {
                fates.put(file, apart, currency, amount, rows);
            }
        }
        fates
    }
}

/// What others have found of other rows of the same files.
impl Sum for RowFates {
    fn change(&mut self, others: &RowFates, sign: Sign) {
        self.counted.change(&others.counted, sign);
        for (place, amount, rows) in &others.apart {
            let position = self.position(*place);
            if let Some((_, known, known_rows)) = self.apart.get_mut(position as usize) {
                known.change(amount, sign);
                known_rows.change(rows, sign);
            }
        }
    }
}
