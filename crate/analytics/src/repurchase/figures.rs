//! Shares with their uncertainty, and middles.

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "no shop has 2⁵³ customers")]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}

/// The 95 % interval of a share. `None` of nobody.
///
/// Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927).
pub(super) fn wilson(did: u32, of: u32) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if of == 0 {
        return None;
    }
    let (n, p) = (f64::from(of), f64::from(did) / f64::from(of));
    let middle = p + Z * Z / (2.0 * n);
    let width = Z * libm::sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n));
    let whole = 1.0 + Z * Z / n;
    Some((((middle - width) / whole).max(0.0), ((middle + width) / whole).min(1.0)))
}

/// The middle of sorted numbers; of an even count the mean of the two in the middle, rounded down.
pub(super) fn median(sorted: &[u32]) -> Option<u32> {
    let (one, other) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(u32::midpoint(*one, *other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share() {
        // Source: R. G. Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives .2553 to .3662, 15 of 148
        // gives .0624 to .1605, 0 of 20 gives 0 to .1611.
        let interval =
            |did, of| wilson(did, of).map(|(low, high)| (format!("{low:.4}"), format!("{high:.4}"))).unwrap();
        assert_eq!(interval(81, 263), ("0.2553".to_owned(), "0.3662".to_owned()));
        assert_eq!(interval(15, 148), ("0.0624".to_owned(), "0.1605".to_owned()));
        assert_eq!(interval(0, 20), ("0.0000".to_owned(), "0.1611".to_owned()));
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn the_middle() {
        assert_eq!(median(&[1, 2, 9]), Some(2));
        assert_eq!(median(&[1, 2, 9, 10]), Some(5));
        assert_eq!(median(&[]), None);
    }
}
