//! Figures that are statistics, as the seller reads them.

use crate::text::format::{self, whole};

/// `1,234`; below ten with a decimal where there is one.
pub(super) fn number(value: f64) -> String {
    if value < 9.95 && (value - value.round()).abs() > 0.05 {
        format!("{value:.1}")
    } else {
        format::count(whole(value))
    }
}

/// What can be promised: never more than there is.
pub(super) fn at_most(value: f64) -> String {
    format::count(whole((value + 1e-9).floor()))
}

/// A share of 0.876 as `88%`.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", format::count(whole(share * 100.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_figures_keep_a_decimal() {
        assert_eq!(
            (number(3.12), number(3.0), number(9.97), number(1234.4)),
            ("3.1".to_owned(), "3".to_owned(), "10".to_owned(), "1,234".to_owned())
        );
    }

    #[test]
    fn nobody_is_promised_a_part_of_an_order() {
        assert_eq!(
            (at_most(134.64), at_most(24.0), at_most(1234.99)),
            ("134".to_owned(), "24".to_owned(), "1,234".to_owned())
        );
        assert_eq!(percent(0.876), "88%");
    }
}
