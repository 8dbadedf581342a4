//! What a buyer would ask before buying again.

use serde::{Deserialize, Serialize};

use crate::figures::ten_digits;
use crate::money::Money;

/// A reason not to buy without a word.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Doubt {
    /// With the least order that can be placed, stock lasts longer than stock should.
    LongCover {
        /// Days that it would last.
        days: f64,
        /// Days that it should.
        most: f64,
    },
    /// Each piece sold loses money after every cost, so that more of it loses more.
    LosesMoney {
        /// What a unit leaves after every cost; below zero.
        per_unit: Money,
    },
}

/// The doubts about an order after which stock lasts so many days, where it should last no more than `most`.
pub(super) fn doubts(cover_days: f64, most: f64, net_per_unit: Option<Money>) -> Vec<Doubt> {
    // Lots are whole: a unit more than wanted is no long cover.
    let long = (cover_days > most).then(|| Doubt::LongCover { days: ten_digits(cover_days), most: ten_digits(most) });
    let loss = net_per_unit.filter(|net| net.is_negative()).map(|per_unit| Doubt::LosesMoney { per_unit });
    long.into_iter().chain(loss).collect()
}
