//! The least value of a smooth function: BFGS with a line search by halving. Deterministic.

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Minimum<const N: usize> {
    pub(super) at: [f64; N],
    pub(super) value: f64,
    /// The gradient is as good as zero, at a place where a shop may be.
    pub(super) has_converged: bool,
}

const MOST_STEPS: u32 = 200;
/// Logarithms of parameters beyond this are of no shop: the likelihood has no maximum, and the search runs away from it.
const FARTHEST: f64 = 12.0;
/// Of the gradient's largest component, per unit of the function's own size.
const FLAT: f64 = 1e-7;

/// Searches on logarithms of parameters, from `start`. `function` gives the value and the gradient; a value that is not finite is out of bounds.
/// `inverse` is what is known of the inverse Hessian there: where it is near the truth, a few steps are enough.
pub(super) fn minimise<const N: usize>(
    start: [f64; N],
    mut inverse: [[f64; N]; N],
    mut function: impl FnMut(&[f64; N]) -> (f64, [f64; N]),
) -> Minimum<N> {
    let mut at = start;
    let (mut value, mut gradient) = function(&at);
    for _ in 0..MOST_STEPS {
        if is_flat(&gradient, value) {
            break;
        }
        let mut direction = times(&inverse, &gradient).map(|component| -component);
        if dot(&direction, &gradient) >= 0.0 {
            inverse = identity();
            direction = gradient.map(|component| -component);
        }
        let slope = dot(&direction, &gradient);
        if at.iter().any(|logarithm| logarithm.abs() > FARTHEST) {
            return Minimum { at, value, has_converged: false };
        }
        // What is to be gained is less than the last digit of the value: no step can be told from noise.
        if slope.abs() <= f64::EPSILON * value.abs().max(1.0) {
            break;
        }
        // On logarithms of parameters a step of 2 is a factor of seven: no more at once.
        let longest = direction.iter().fold(0.0_f64, |longest, component| longest.max(component.abs()));
        let mut step = (2.0 / longest).min(1.0);
        let mut found = None;
        for _ in 0..40 {
            let next = sum(&at, &direction, step);
            let (next_value, next_gradient) = function(&next);
            if next_value.is_finite() && next_value <= value + 1e-4 * step * slope {
                found = Some((next, next_value, next_gradient));
                break;
            }
            step /= 2.0;
        }
        let Some((next, next_value, next_gradient)) = found else { break };
        let moved = difference(&next, &at);
        let bent = difference(&next_gradient, &gradient);
        update(&mut inverse, &moved, &bent);
        (at, value, gradient) = (next, next_value, next_gradient);
    }
    let is_near = at.iter().all(|logarithm| logarithm.abs() <= FARTHEST);
    let has_converged = is_near && is_flat(&gradient, value * 1e2);
    Minimum { at, value, has_converged }
}

fn is_flat<const N: usize>(gradient: &[f64; N], value: f64) -> bool {
    gradient.iter().all(|component| component.abs() <= FLAT * value.abs().max(1.0))
}

/// The usual rank-two update of the inverse Hessian.
fn update<const N: usize>(inverse: &mut [[f64; N]; N], moved: &[f64; N], bent: &[f64; N]) {
    let curvature = dot(moved, bent);
    if curvature <= 1e-12 {
        return;
    }
    let bent_through = times(inverse, bent);
    let factor = (1.0 + dot(bent, &bent_through) / curvature) / curvature;
    for (row, (&m, &t)) in inverse.iter_mut().zip(moved.iter().zip(&bent_through)) {
        for (cell, (&other_m, &other_t)) in row.iter_mut().zip(moved.iter().zip(&bent_through)) {
            *cell += factor * m * other_m - (m * other_t + t * other_m) / curvature;
        }
    }
}

/// The search for the least of `function` that starts at a minimum of `rough`, which is nearly the same and much cheaper.
pub(super) fn minimise_from_rough<const N: usize>(
    starts: &[[f64; N]],
    rough: impl Fn(&[f64; N]) -> (f64, [f64; N]),
    function: impl Fn(&[f64; N]) -> (f64, [f64; N]),
) -> Option<Minimum<N>> {
    let near = starts
        .iter()
        .map(|start| minimise(*start, identity(), &rough))
        .min_by(|one, other| one.value.total_cmp(&other.value))?;
    if !near.has_converged {
        return Some(near);
    }
    let bent = inverse(&curvature(&near.at, &rough)).unwrap_or_else(identity);
    Some(minimise(near.at, bent, function))
}

/// The Hessian, from differences of the gradient.
pub(super) fn curvature<const N: usize>(
    at: &[f64; N],
    function: impl Fn(&[f64; N]) -> (f64, [f64; N]),
) -> [[f64; N]; N] {
    const STEP: f64 = 1e-4;
    let rows: [[f64; N]; N] = std::array::from_fn(|position| {
        let side = |step: f64| {
            let mut moved = *at;
            if let Some(slot) = moved.get_mut(position) {
                *slot += step;
            }
            function(&moved).1
        };
        let (up, down) = (side(STEP), side(-STEP));
        difference(&up, &down).map(|change| change / (2.0 * STEP))
    });
    #[expect(clippy::indexing_slicing, reason = "both run to N")]
    let cell = |row: usize, column: usize| rows[row][column];
    std::array::from_fn(|row| std::array::from_fn(|column| (cell(row, column) + cell(column, row)) / 2.0))
}

pub(super) fn identity<const N: usize>() -> [[f64; N]; N] {
    let mut matrix = [[0.0; N]; N];
    for (position, row) in matrix.iter_mut().enumerate() {
        if let Some(cell) = row.get_mut(position) {
            *cell = 1.0;
        }
    }
    matrix
}

fn dot<const N: usize>(one: &[f64; N], other: &[f64; N]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn times<const N: usize>(matrix: &[[f64; N]; N], vector: &[f64; N]) -> [f64; N] {
    matrix.map(|row| dot(&row, vector))
}

fn sum<const N: usize>(one: &[f64; N], other: &[f64; N], factor: f64) -> [f64; N] {
    let mut sum = *one;
    sum.iter_mut().zip(other).for_each(|(cell, other)| *cell += factor * other);
    sum
}

fn difference<const N: usize>(one: &[f64; N], other: &[f64; N]) -> [f64; N] {
    sum(one, other, -1.0)
}

/// The inverse of a symmetric positive definite matrix by Gauss and Jordan; `None` where it is not one.
pub(super) fn inverse<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let (mut left, mut right) = (*matrix, identity::<N>());
    for pivot in 0..N {
        let divisor = *left.get(pivot)?.get(pivot)?;
        if divisor.is_nan() || divisor <= 1e-12 {
            return None;
        }
        let (left_row, right_row) = (left.get_mut(pivot)?, right.get_mut(pivot)?);
        left_row.iter_mut().chain(right_row.iter_mut()).for_each(|cell| *cell /= divisor);
        let (left_row, right_row) = (*left_row, *right_row);
        for (row, (left, right)) in left.iter_mut().zip(right.iter_mut()).enumerate() {
            if row == pivot {
                continue;
            }
            let factor = *left.get(pivot)?;
            left.iter_mut().zip(&left_row).for_each(|(cell, pivot)| *cell -= factor * pivot);
            right.iter_mut().zip(&right_row).for_each(|(cell, pivot)| *cell -= factor * pivot);
        }
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_valley_of_rosenbrock_leads_to_its_end() {
        let valley = |&[x, y]: &[f64; 2]| {
            let value = (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x);
            (value, [-2.0 * (1.0 - x) - 400.0 * x * (y - x * x), 200.0 * (y - x * x)])
        };
        let minimum = minimise([-1.2, 1.0], identity(), valley);
        assert!(minimum.has_converged);
        assert!((minimum.at[0] - 1.0).abs() < 1e-4 && (minimum.at[1] - 1.0).abs() < 1e-4, "{minimum:?}");
    }

    #[test]
    fn a_bowl_nearly_like_another_is_found_in_a_few_steps() {
        let bowl = |x: f64, y: f64| {
            move |at: &[f64; 2]| {
                let (dx, dy) = (at[0] - x, at[1] - y);
                (dx * dx + 3.0 * dy * dy + dx * dy, [2.0 * dx + dy, 6.0 * dy + dx])
            }
        };
        let steps = std::cell::Cell::new(0);
        let counted = |at: &[f64; 2]| {
            steps.set(steps.get() + 1);
            bowl(2.01, -1.02)(at)
        };
        let minimum = minimise_from_rough(&[[0.0, 0.0], [9.0, 9.0]], bowl(2.0, -1.0), counted).unwrap();
        assert!((minimum.at[0] - 2.01).abs() < 1e-6 && (minimum.at[1] + 1.02).abs() < 1e-6, "{minimum:?}");
        assert!(steps.get() <= 4, "{}", steps.get());
    }

    #[test]
    fn the_curvature_of_a_bowl_is_its_matrix() {
        let bowl = |&[x, y]: &[f64; 2]| (x * x + 3.0 * y * y + x * y, [2.0 * x + y, 6.0 * y + x]);
        let bent = curvature(&[0.3, -2.0], bowl);
        for (cell, expected) in bent.iter().flatten().zip([2.0, 1.0, 1.0, 6.0]) {
            assert!((cell - expected).abs() < 1e-8, "{bent:?}");
        }
    }

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let matrix = [[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]];
        let inverse = inverse(&matrix).unwrap();
        for (row, line) in matrix.iter().enumerate() {
            let product = times(&inverse, line);
            for (column, cell) in product.iter().enumerate() {
                assert!((cell - if row == column { 1.0 } else { 0.0 }).abs() < 1e-12);
            }
        }
        assert_eq!(super::inverse(&[[1.0, 1.0], [1.0, 1.0]]), None);
    }
}
