//! Spreading an amount so that the parts add up to it to the cent.

use std::cmp::Ordering;

use smallvec::{SmallVec, smallvec};

use crate::money::{Amount, Money, Quantity, narrowed};

/// What stands beside each line of an order: most orders have one, and a million of them should not ask for memory ten
/// times each.
pub(crate) type Few<T> = SmallVec<[T; 2]>;

/// Spreads `total` over `weights`, each part in proportion, by the largest remainder.
///
/// The parts are whole cents when `total` is, and always add up to `total`. Where no weight is positive the parts are
/// equal. Negative weights count as zero. Of equal remainders the earlier position is served first, so callers order
/// their positions by content, never by the order in which rows were read.
///
/// ```
/// use analytics::{Amount, allocate::allocate};
/// let parts = allocate(Amount::from_cents(100), &[1, 1, 1]);
/// assert_eq!(parts, [34, 33, 33].map(Amount::from_cents));
/// ```
// Source: Balinski & Young, Fair Representation, 1982: Hamilton's method (largest remainder).
pub fn allocate(total: Amount, weights: &[i64]) -> Vec<Amount> {
    let unit = if total.millionths() % Amount::CENT.millionths() == 0 { Amount::CENT.millionths() } else { 1 };
    spread(total.millionths() / unit, weights).into_iter().map(|part| Amount::from_millionths(part * unit)).collect()
}

/// Spreads a number of units over `weights` in thousandths of a unit. See [`allocate`].
pub fn allocate_quantity(total: Quantity, weights: &[i64]) -> Vec<Quantity> {
    spread(total.thousandths(), weights).into_iter().map(Quantity::from_thousandths).collect()
}

/// Shares one whole over `weights`, in millionths that add up to 1,000,000. See [`allocate`].
pub fn shares(weights: &[i64]) -> SmallVec<[u32; 2]> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "parts of a million")]
    spread(1_000_000, weights).into_iter().map(|share| share as u32).collect()
}

/// Weighs each of `items`, spreads something over the weights, and gives each item its part: which part is whose is said
/// here alone. `parts` are those of [`allocate`], or of another that gives as many as there are weights.
pub(crate) fn spread_over<T, W, P: IntoIterator>(
    items: &mut [T],
    weigh: impl Fn(&T) -> W,
    parts: impl FnOnce(&[W]) -> P,
    mut give: impl FnMut(&mut T, P::Item),
) {
    let weights: Few<W> = items.iter().map(weigh).collect();
    for (item, part) in items.iter_mut().zip(parts(&weights)) {
        give(item, part);
    }
}

/// Rounds each of `parts` to a neighbouring cent so that they add up to `total`, which is a whole number of cents near
/// their sum. Of equal remainders the earlier position is rounded up first.
///
/// This is how exact results become a table of cents whose columns a seller can add up.
pub fn round_to(parts: &[Money], total: Money) -> Vec<Money> {
    let mut floors: Vec<(i128, i64)> = parts.iter().map(|part| part.floor_cents()).collect();
    let sum = floors.iter().fold(0_i128, |sum, floor| sum.saturating_add(floor.0));
    let missing = total.floor_cents().0.saturating_sub(sum);
    let Some(parts) = i128::try_from(floors.len()).ok().filter(|&parts| parts > 0) else { return Vec::new() };
    // `total` is near the sum, so `each` is zero unless sums have reached the end of their range.
    let (each, rest) = (missing / parts, missing % parts);
    let step = rest.signum();
    let mut positions: Vec<usize> = (0..floors.len()).collect();
    let count = positions.len().min(usize::try_from(rest.unsigned_abs()).unwrap_or(usize::MAX));
    if let Some(last) = count.checked_sub(1).filter(|&last| last < positions.len()) {
        let rank = |&position: &usize| (floors.get(position).map_or(0, |floor| -step * i128::from(floor.1)), position);
        positions.select_nth_unstable_by_key(last, rank);
    }
    for floor in &mut floors {
        floor.0 = floor.0.saturating_add(each);
    }
    for position in positions.into_iter().take(count) {
        if let Some(floor) = floors.get_mut(position) {
            floor.0 = floor.0.saturating_add(step);
        }
    }
    floors.into_iter().map(|floor| Money::from_whole_cents(floor.0)).collect()
}

/// [`round_to`] for parts that come one after the other and are not kept: only what they lose is.
#[derive(Debug, Default)]
pub(crate) struct Rounding {
    total: Money,
    cents: i128,
    parts: usize,
    /// By part, in units of 10⁻¹⁵; none where all parts so far were whole cents.
    lost: Vec<i64>,
}

impl Rounding {
    /// The next part, rounded down to whole cents.
    pub(crate) fn floor(&mut self, part: Money) -> Money {
        if part.is_zero() {
            self.parts += 1;
            return part;
        }
        let (cents, lost) = part.floor_cents();
        self.total += part;
        self.cents += cents;
        if lost != 0 {
            self.lost.resize(self.parts, 0);
            self.lost.push(lost);
        }
        self.parts += 1;
        Money::from_whole_cents(cents)
    }

    /// The parts that need another cent, so that all add up to their rounded total. `first` says which of two is served
    /// first of equal remainders.
    pub(crate) fn short_of_a_cent(self, first: impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
        // Never negative, and never more than there are parts that lost something.
        let missing = usize::try_from(self.total.rounded().floor_cents().0 - self.cents).unwrap_or(0);
        let mut positions: Vec<usize> = (0..self.lost.len()).collect();
        if let Some(last) = missing.checked_sub(1).filter(|&last| last < positions.len()) {
            let lost = |position: usize| self.lost.get(position).copied().unwrap_or(0);
            // Only which positions are served matters, not their order: a selection does, in linear time.
            positions.select_nth_unstable_by(last, |&one, &other| {
                lost(other).cmp(&lost(one)).then_with(|| first(one, other))
            });
        }
        positions.truncate(missing);
        positions
    }
}

/// Largest remainder on whole numbers. The sign of the total is carried by the parts, none of which is further from zero
/// than the total: what fits the total fits every part.
fn spread(total: i64, weights: &[i64]) -> Few<i64> {
    if weights.len() == 1 {
        return smallvec![total];
    }
    let is_even = !weights.iter().any(|&weight| weight > 0);
    let weight = |weight: i64| if is_even { 1 } else { i128::from(weight.max(0)) };
    let sum: i128 = weights.iter().map(|&each| weight(each)).sum();
    if sum == 0 {
        return Few::new();
    }
    let magnitude = i128::from(total.unsigned_abs());
    let mut parts: Few<i128> = Few::with_capacity(weights.len());
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    let mut missing = magnitude;
    for (position, &each) in weights.iter().enumerate() {
        // Both are below 2⁶⁴, so their product fits.
        let product = magnitude * weight(each);
        parts.push(product / sum);
        missing -= product / sum;
        remainders.push((-(product % sum), position));
    }
    remainders.sort_unstable();
    // Fewer units are missing than there are parts that lost a remainder.
    for (&(_, position), _) in remainders.iter().zip(0..missing) {
        if let Some(part) = parts.get_mut(position) {
            *part += 1;
        }
    }
    let sign = i128::from(total.signum());
    parts.into_iter().map(|part| narrowed(sign * part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(total: i64, weights: &[i64], expected: &[i64]) {
        let parts = allocate(Amount::from_cents(total), weights);
        assert_eq!(parts, expected.iter().map(|&cents| Amount::from_cents(cents)).collect::<Vec<_>>());
    }

    #[test]
    fn parts_follow_the_weights() {
        check(1000, &[7, 2, 1], &[700, 200, 100]);
        check(-100, &[1, 1, 1], &[-34, -33, -33]);
        check(5, &[0, 0], &[3, 2]);
        check(0, &[3, 4], &[0, 0]);
        check(7, &[], &[]);
        check(10, &[-5, 5], &[0, 10]);
        check(-3, &[], &[]);
    }

    #[test]
    fn the_largest_amounts_are_spread_too() {
        for total in [i64::MAX, -i64::MAX] {
            let total = Amount::from_millionths(total);
            for weights in [&[i64::MAX, i64::MAX][..], &[1, i64::MAX, 0], &[i64::MIN, 3]] {
                let parts = allocate(total, weights);
                let sum: i128 = parts.iter().map(|part| i128::from(part.millionths())).sum();
                assert_eq!(sum, i128::from(total.millionths()), "{weights:?}");
                assert!(parts.iter().any(|part| !part.is_zero()));
            }
        }
    }

    #[test]
    fn shares_make_one_whole() {
        assert_eq!(shares(&[1, 1, 1]).as_slice(), [333_334, 333_333, 333_333]);
        assert_eq!(shares(&[5, 0]).as_slice(), [1_000_000, 0]);
    }

    #[test]
    fn a_table_of_cents_adds_up() {
        let parts = ["0.333", "0.333", "0.334"].map(|text| Money::parse(text).unwrap());
        let rounded = round_to(&parts, Money::from_cents(100));
        assert_eq!(rounded.iter().map(ToString::to_string).collect::<Vec<_>>(), ["0.33", "0.33", "0.34"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(total in -10_000_000_000_i64..10_000_000_000, weights in prop::collection::vec(-5_i64..1_000_000, 1..40)) {
            let total = Amount::from_millionths(total);
            prop_assert_eq!(allocate(total, &weights).into_iter().sum::<Amount>(), total);
        }

        #[test]
        fn rounding_together_moves_no_part_by_a_cent(parts in prop::collection::vec(-1_000_000_i64..1_000_000, 1..40)) {
            let exact: Vec<Money> = parts.iter().map(|&part| Amount::from_millionths(part).into()).collect();
            let total = exact.iter().copied().sum::<Money>().rounded();
            let rounded = round_to(&exact, total);
            prop_assert_eq!(rounded.iter().copied().sum::<Money>(), total);
            for (before, after) in exact.iter().zip(&rounded) {
                prop_assert!((*before - *after).abs() < Money::from_cents(1));
            }
            let mut rounding = Rounding::default();
            let mut one_by_one: Vec<Money> = exact.iter().map(|part| rounding.floor(*part)).collect();
            for position in rounding.short_of_a_cent(|one, other| one.cmp(&other)) {
                one_by_one[position] += Money::from_cents(1);
            }
            prop_assert_eq!(one_by_one, rounded);
        }
    }
}
