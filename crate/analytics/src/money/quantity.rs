//! Numbers of units.

use super::number::{NumberError, parse_scaled, scaled_from_cell};

/// A number of units sold, in thousandths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub(super) i64);

impl Quantity {
    /// No units.
    pub const ZERO: Quantity = Quantity(0);
    /// One unit.
    pub const ONE: Quantity = Quantity(1_000);

    /// 1,500 are one and a half units.
    pub const fn from_thousandths(thousandths: i64) -> Quantity {
        Quantity(thousandths)
    }

    /// What it is in thousandths of a unit.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Whole units; beyond 64 bits of thousandths it is the largest or smallest quantity.
    pub const fn from_units(units: i64) -> Quantity {
        Quantity(units.saturating_mul(1_000))
    }

    /// The number of units; `None` where there is a part of one.
    pub const fn whole_units(self) -> Option<i64> {
        if self.0 % 1_000 == 0 { Some(self.0 / 1_000) } else { None }
    }

    /// Reads a cell of text that holds a number of units, rounded half away from zero to a thousandth.
    ///
    /// # Errors
    /// See [`Amount::from_cell_text`](super::Amount::from_cell_text).
    pub fn from_cell_text(text: &str) -> Result<Quantity, NumberError> {
        parse_scaled(text, 3).map(Quantity)
    }

    /// Reads a numeric spreadsheet cell as a number of units.
    ///
    /// # Errors
    /// See [`Amount::from_cell`](super::Amount::from_cell).
    pub fn from_cell(cell: f64) -> Result<Quantity, NumberError> {
        scaled_from_cell(cell, 3).map(Quantity)
    }

    /// Whether it is exactly none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it takes units back.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Without its sign.
    pub const fn abs(self) -> Quantity {
        Quantity(self.0.saturating_abs())
    }
}
