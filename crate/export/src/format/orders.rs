//! Figures that are statistics, as the seller reads them.

use super::{count, whole};

/// `1,234`; below ten with a decimal where there is one.
pub fn number(value: f64) -> String {
    if value < 9.95 && (value - value.round()).abs() > 0.05 { format!("{value:.1}") } else { count(whole(value)) }
}

/// What can be promised: never more than there is.
pub fn at_most(value: f64) -> String {
    count(whole((value + 1e-9).floor()))
}

/// A ceiling beside orders and the share that they are of it: as few decimals as let the two give the share that is
/// shown, and never more than there is.
pub fn ceiling_beside(ceiling: f64, orders: f64) -> String {
    if ceiling <= 0.0 {
        return at_most(0.0);
    }
    let shown_orders = if orders < 9.95 { (orders * 10.0).round() / 10.0 } else { orders.round() };
    let share = |ceiling: f64| whole(shown_orders / ceiling * 100.0);
    let wanted = whole(orders / ceiling * 100.0);
    let cut = |tens: f64| ((ceiling + 1e-9) * tens).floor() / tens;
    let fits = |(_, tens): &(usize, f64)| cut(*tens) > 0.0 && share(cut(*tens)) == wanted;
    let (digits, tens) = (0..).zip(TENS).find(fits).unwrap_or((6, 1e6));
    let written = format!("{:.digits$}", cut(tens));
    match written.split_once('.') {
        Some((_, fraction)) => format!("{}.{fraction}", at_most(ceiling)),
        None => at_most(ceiling),
    }
}

/// A ceiling is kept with no more decimals than these.
const TENS: [f64; 7] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/// A share of 0.876 as `88%`.
pub fn percent(share: f64) -> String {
    format!("{}%", count(whole(share * 100.0)))
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

    /// What is read beside each other divides to what is read.
    #[test]
    fn orders_and_ceiling_give_the_share_that_is_shown() {
        assert_eq!(ceiling_beside(134.64, 24.0), "134");
        // 100 of 134.64 are 74 %, of 134 they would be 75.
        assert_eq!(ceiling_beside(134.64, 100.0), "134.6");
        // 21 of 24.9 are 84 %, of 24 they would be 88.
        assert_eq!(ceiling_beside(24.9, 21.0), "24.9");
        assert_eq!(ceiling_beside(504.9, 24.0), "504");
        assert_eq!((ceiling_beside(1_234.56, 617.2), ceiling_beside(0.0, 3.0)), ("1,234".to_owned(), "0".to_owned()));
        for tenths in 300..4_000_u32 {
            let ceiling = f64::from(tenths) / 10.0 + 0.037;
            for orders in [1.0, 7.0, 24.0, 99.0, 260.0] {
                let read: f64 = ceiling_beside(ceiling, orders).replace(',', "").parse().unwrap();
                assert_eq!(percent(orders / read), percent(orders / ceiling), "{orders} of {ceiling}: {read}");
                assert!(read <= ceiling + 1e-9, "{read} of {ceiling}");
            }
        }
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
