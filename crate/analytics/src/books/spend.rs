//! Decides which rows of the ad reports belong to the orders.

use std::collections::BTreeMap;

use super::fates::{Apart, RowFates, StoreDay};
use super::joined::Joined;
use super::overlap::Repeated;
use super::rules::Said;
use crate::currency::Currencies;
use crate::dataset::{Dataset, NameKey, ProductKey, RowRef, StoreKey};
use crate::money::Amount;
use crate::time::Day;
use crate::vocabulary::{BucketReason, Source};

/// Spend on ads that belongs to the orders of the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spend {
    /// The row of the report.
    pub at: RowRef,
    /// Its name is empty where the report does not name the store.
    pub store: StoreKey,
    /// `None` where the row names none.
    pub product: Option<ProductKey>,
    /// What the report calls the product.
    pub name: Option<NameKey>,
    /// `None` where the report has no days.
    pub day: Option<Day>,
    /// In the shop's currency.
    pub amount: Amount,
}

/// Spend belongs to the orders of its platform when it was spent between the first and the last of them: what was spent
/// before or after brought orders that no file here shows.
pub(super) fn place(
    dataset: &Dataset,
    currencies: &Currencies,
    joined: &Joined,
    as_of: Option<Day>,
) -> (Vec<Spend>, RowFates) {
    let (mut spend, mut fates) = (Vec::new(), RowFates::new(dataset));
    if dataset.ads.is_empty() {
        return (spend, fates);
    }
    let mut periods: BTreeMap<Source, Option<(Day, Day)>> = BTreeMap::new();
    for (store, first, last) in joined.periods() {
        let period = periods.entry(dataset.pools.store_parts(store).0).or_default();
        *period = Some(period.map_or((first, last), |(known, until)| (known.min(first), until.max(last))));
    }
    // Orders there may be all the same: unpaid, cancelled, given back before they were sent.
    let platforms = dataset.pools.platforms();
    let mut with_orders: BTreeMap<Source, bool> = BTreeMap::new();
    let mut without_sales = |platform: Source| {
        let is_of_platform = |store: StoreKey| platforms[store] == platform;
        let has_orders = with_orders.entry(platform).or_insert_with(|| {
            dataset.lines.iter().any(|line| is_of_platform(line.store))
                || dataset.headers.iter().any(|header| is_of_platform(header.store))
        });
        if *has_orders { BucketReason::NothingSold } else { BucketReason::NoOrdersOfPlatform }
    };
    for (row, repeated) in Repeated::of(dataset, dataset.ads.iter()).tell(dataset.ads.iter()) {
        let (platform, _) = dataset.pools.store_parts(row.store);
        let of = StoreDay { store: Some(row.store), day: row.day };
        let worth = currencies.worth(row.currency, row.day);
        let fate = match (periods.get(&platform), row.day) {
            _ if repeated => Err(BucketReason::Duplicate),
            (None, _) => Err(without_sales(platform)),
            (_, Some(day)) if as_of.is_some_and(|as_of| day > as_of) => Err(BucketReason::AfterAsOf),
            (Some(Some((first, last))), Some(day)) if day < *first || day > *last => Err(BucketReason::OtherPeriod),
            _ => worth.ok_or(BucketReason::OtherCurrency),
        };
        let amount = match fate {
            Ok(worth) => worth.of(row.spend),
            Err(reason) => {
                let said = Said::of(row.spend, row.currency, worth);
                fates.set_apart(row.at, Apart::Bucket(reason), said, 1, of);
                continue;
            }
        };
        fates.count(row.at, amount);
        spend.push(Spend { at: row.at, store: row.store, product: row.product, name: row.name, day: row.day, amount });
    }
    (spend, fates)
}
