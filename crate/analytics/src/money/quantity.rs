//! Numbers of units.

use std::fmt;

use super::number::{NumberError, parse_scaled, scaled_from_cell, write_decimal};

/// A number of units sold, in thousandths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub(super) i64);

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);
    pub const ONE: Quantity = Quantity(1_000);

    pub const fn from_thousandths(thousandths: i64) -> Quantity {
        Quantity(thousandths)
    }

    pub const fn thousandths(self) -> i64 {
        self.0
    }

    pub const fn from_units(units: i64) -> Quantity {
        Quantity(units.saturating_mul(1_000))
    }

    /// The number of units; `None` where there is a part of one.
    pub const fn whole_units(self) -> Option<i64> {
        if self.0 % 1_000 == 0 { Some(self.0 / 1_000) } else { None }
    }

    /// Reads a number of units written as a decimal number.
    ///
    /// # Errors
    /// See [`Amount::parse`].
    pub fn parse(text: &str) -> Result<Quantity, NumberError> {
        parse_scaled(text, 3).map(Quantity)
    }

    /// Reads a numeric spreadsheet cell as a number of units.
    ///
    /// # Errors
    /// See [`Amount::from_cell`].
    pub fn from_cell(cell: f64) -> Result<Quantity, NumberError> {
        scaled_from_cell(cell, 3).map(Quantity)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub const fn abs(self) -> Quantity {
        Quantity(self.0.saturating_abs())
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(formatter, i128::from(self.0), 3, 0)
    }
}
