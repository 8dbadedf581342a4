//! What becomes of the money that accounts tell of.

use super::fates::{Apart, RowFates, StoreDay};
use super::overlap::Repeated;
use super::rules::Said;
use crate::currency::Currencies;
use crate::dataset::Dataset;
use crate::time::Stamp;
use crate::vocabulary::BucketReason;

/// Puts every movement into a bucket: an account tells again of what the orders brought and what was taken of it, and
/// neither may count twice.
pub(super) fn place(dataset: &Dataset, currencies: &Currencies) -> RowFates {
    let mut fates = RowFates::new(dataset);
    let movements = || dataset.movements.iter();
    for (row, repeated) in Repeated::of(dataset, movements()).tell(movements()) {
        let day = row.moment.map(Stamp::day);
        let reason = if repeated { BucketReason::Duplicate } else { BucketReason::Statement };
        let said = Said::of(row.amount, row.currency, currencies.worth(row.currency, day));
        fates.set_apart(row.at, Apart::Bucket(reason), said, 1, StoreDay { store: Some(row.store), day });
    }
    fates
}
