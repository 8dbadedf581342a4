//! Figures that are statistics, as the seller reads them.

/// To the nearest whole; below zero it is zero, and what is no number too.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range before")]
pub(super) fn whole(value: f64) -> u32 {
    if value.is_finite() { value.round().clamp(0.0, f64::from(u32::MAX)) as u32 } else { 0 }
}

/// An interval wider than this says too little to be looked at.
const WIDEST: f64 = 0.2;

/// Whether a share of so wide an interval is to stand back.
pub(super) fn is_vague(interval: Option<(f64, f64)>) -> bool {
    interval.is_none_or(|(low, high)| high - low > WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_stand_back() {
        // Wilson intervals by hand: 3 of 8 is 13.7 %–69.4 %, 300 of 800 is 34.2 %–40.9 %.
        assert!(is_vague(Some((0.137, 0.694))) && is_vague(None));
        assert!(!is_vague(Some((0.342, 0.409))));
        assert_eq!((whole(-3.0), whole(f64::NAN), whole(2.5)), (0, 0, 3));
    }
}
