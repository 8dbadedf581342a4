//! Exact arithmetic of its own, so that the truth shares no line with the program that has to find it.
//!
//! Amounts that files state are whole cents. What rates and unit costs make of them is kept exactly, in 10⁻¹⁵ of the
//! currency unit, and rounded once at the end: each column so that its rows add up to the rounded whole, by the largest
//! remainder, of equal remainders the earlier row first.

use std::ops::{Add, AddAssign, Neg, Sub};

/// An exact amount in 10⁻¹⁵ of the currency unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(pub i128);

const PER_CENT: i128 = 10_i128.pow(13);

impl Exact {
    pub const ZERO: Exact = Exact(0);

    pub fn cents(cents: i64) -> Exact {
        Exact(i128::from(cents) * PER_CENT)
    }

    /// Cents × a rate in millionths.
    pub fn share(cents: i64, millionths: i64) -> Exact {
        Exact(i128::from(cents) * i128::from(millionths) * 10_i128.pow(7))
    }

    /// Tenths of a cent × thousandths of a unit.
    pub fn goods(tenths: i64, thousandths: i64) -> Exact {
        Exact(i128::from(tenths) * i128::from(thousandths) * 10_i128.pow(9))
    }

    /// This × a rate in millionths. Exact for goods and for cents.
    #[must_use]
    pub fn times(self, millionths: i64) -> Exact {
        let product = self.0 * i128::from(millionths);
        assert_eq!(product % 1_000_000, 0, "the truth must stay exact");
        Exact(product / 1_000_000)
    }

    /// To whole cents, half away from zero.
    pub fn rounded(self) -> i64 {
        let half = PER_CENT / 2;
        let away = if self.0 < 0 { self.0 - half } else { self.0 + half };
        i64::try_from(away / PER_CENT).unwrap()
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        Exact(self.0 + other.0)
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        Exact(self.0 - other.0)
    }
}

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(-self.0)
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Exact) {
        self.0 += other.0;
    }
}

/// Rounds every row to a neighbouring cent so that the rows add up to the rounded whole.
pub fn round_column(rows: &[Exact]) -> Vec<i64> {
    let whole = rows.iter().fold(Exact::ZERO, |sum, row| sum + *row).rounded();
    let mut cents: Vec<i64> = rows.iter().map(|row| i64::try_from(row.0.div_euclid(PER_CENT)).unwrap()).collect();
    let missing = usize::try_from(whole - cents.iter().sum::<i64>()).unwrap();
    let mut positions: Vec<usize> = (0..rows.len()).collect();
    positions.sort_by_key(|&position| (-(rows[position].0.rem_euclid(PER_CENT)), position));
    for &position in positions.iter().take(missing) {
        cents[position] += 1;
    }
    cents
}

/// Splits `total` (not negative) in proportion to the weights, by the largest remainder; equally where all are zero.
pub fn split(total: i64, weights: &[i64]) -> Vec<i64> {
    let equal = vec![1; weights.len()];
    let weights = if weights.iter().all(|weight| *weight == 0) { &equal[..] } else { weights };
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let product = |weight: &i64| i128::from(total) * i128::from(*weight);
    let mut parts: Vec<i64> = weights.iter().map(|weight| i64::try_from(product(weight) / whole).unwrap()).collect();
    let mut positions: Vec<usize> = (0..weights.len()).collect();
    positions.sort_by_key(|&position| (-(product(&weights[position]) % whole), position));
    let missing = usize::try_from(total - parts.iter().sum::<i64>()).unwrap();
    for &position in positions.iter().take(missing) {
        parts[position] += 1;
    }
    parts
}

/// `-12.30`
pub fn yuan(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// `1,234.50`
pub fn with_commas(cents: i64) -> String {
    let plain = yuan(cents);
    let (whole, fraction) = plain.split_once('.').unwrap();
    let mut text = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position) % 3 == 0 && digit != '-' && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_add_up() {
        let rows = [Exact(PER_CENT / 3), Exact(PER_CENT / 3), Exact(PER_CENT - 2 * (PER_CENT / 3))];
        assert_eq!(round_column(&rows), [0, 0, 1]);
        assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split(5, &[0, 0]), [3, 2]);
    }

    #[test]
    fn money_is_written_as_exports_write_it() {
        assert_eq!(
            [yuan(-1230), with_commas(123_450), with_commas(99), with_commas(-100_000_000)],
            ["-12.30", "1,234.50", "0.99", "-1,000,000.00"]
        );
    }
}
