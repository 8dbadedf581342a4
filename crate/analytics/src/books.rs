//! Closing the books: the rows of all files are joined once, and every amount gets its fate.

use serde::{Deserialize, Serialize};

use crate::money::Amount;
use crate::vocabulary::BucketReason;

/// Money of one file that is not in the profit table, by reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Position in [`crate::Dataset::files`], from 0.
    pub file: u16,
    pub reason: BucketReason,
    pub amount: Amount,
    pub rows: u32,
}

/// The fates of one file's money. `counted + confirms + buckets = total`, to the cent.
///
/// The total of an order file is what the merchant receives, before refunds, over all of its rows; of an ad report the
/// spend, of a courier's bill the freight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMoney {
    pub total: Amount,
    /// In the profit table.
    pub counted: Amount,
    /// Evidence for an amount that was counted from a better source.
    pub confirms: Amount,
    pub buckets: Amount,
}
