//! Where today, the lowest, the expected and the highest result lie on one line.

use analytics::Money;

/// Positions in percent of the width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Whisker {
    pub(crate) today: f64,
    pub(crate) low: f64,
    pub(crate) expected: f64,
    pub(crate) high: f64,
}

/// Lays today, low, expected and high out with a tenth of the width to spare at either end; all in the middle where they
/// are one.
pub(crate) fn whisker(nets: [Money; 4]) -> Whisker {
    let lowest = nets.iter().copied().min().unwrap_or_default();
    let highest = nets.iter().copied().max().unwrap_or_default();
    let position = |net: Money| match (net - lowest).ratio_to(highest - lowest) {
        Some(share) => 10.0 + share * 80.0,
        None => 50.0,
    };
    let [today, low, expected, high] = nets.map(position);
    Whisker { today, low, expected, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_keep_their_distances() {
        let line = whisker([100, 50, 75, 150].map(Money::from_cents));
        assert_eq!(line, Whisker { today: 50.0, low: 10.0, expected: 30.0, high: 90.0 });
        assert_eq!(whisker([Money::from_cents(5); 4]).expected, 50.0);
    }
}
