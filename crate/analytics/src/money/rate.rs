//! Shares, such as fees and taxes.

use std::fmt;

use super::number::{NumberError, parse_scaled, write_decimal};

/// A share of something, in millionths: 0.6 % is `Rate::from_millionths(6_000)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub(super) i64);

impl Rate {
    pub const ZERO: Rate = Rate(0);
    pub const ONE: Rate = Rate(1_000_000);

    pub const fn from_millionths(millionths: i64) -> Rate {
        Rate(millionths)
    }

    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Reads a share written as a decimal number: `0.006` is 0.6 %.
    ///
    /// # Errors
    /// See [`Amount::parse`].
    pub fn parse(text: &str) -> Result<Rate, NumberError> {
        parse_scaled(text, 6).map(Rate)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(formatter, i128::from(self.0), 6, 0)
    }
}
