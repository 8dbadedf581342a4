//! Special functions of the lifetime-value models, on logarithms so that extreme inputs stay finite.

/// ln Γ(x), for x > 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// ψ(x), the derivative of ln Γ, for x > 0: by recurrence up to 10, then the asymptotic series.
///
/// Source: Abramowitz and Stegun, 6.3.5 and 6.3.18.
pub(super) fn digamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 10.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square
        * (1.0 / 12.0
            - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0 - square * (1.0 / 132.0)))));
    sum + libm::log(x) - 0.5 / x - series
}

/// ln(eᵃ + eᵇ) and the share of the second in the sum.
pub(super) fn log_sum(one: f64, other: f64) -> (f64, f64) {
    if one.max(other) == f64::NEG_INFINITY {
        return (f64::NEG_INFINITY, 0.0);
    }
    // e⁻⁴⁰ is below the last digit of 1.
    if (one - other).abs() > 40.0 {
        return if one >= other { (one, 0.0) } else { (other, 1.0) };
    }
    // Of the two powers the larger is 1 after the larger exponent is taken out of both.
    let smaller = libm::exp(-(one - other).abs());
    let sum = one.max(other) + libm::log1p(smaller);
    (sum, if one >= other { smaller / (1.0 + smaller) } else { 1.0 / (1.0 + smaller) })
}

/// ln ₂F₁(a, b; c; z) for positive a, b, c with c ≤ a + b allowed, and 0 ≤ z < 1.
///
/// The series is summed with its size kept apart, so that neither a hundred purchases nor thousands of weeks overflow it.
/// Near z = 1 it is summed after Euler's transformation where that one ends sooner.
/// Source: Abramowitz and Stegun, 15.1.1 and 15.3.3.
pub(super) fn ln_hyp2f1(a: f64, b: f64, c: f64, z: f64) -> f64 {
    // (1 − z)^(c−a−b) ₂F₁(c−a, c−b; c; z): its terms are smaller where c − a or c − b is, and it may change sign.
    let transforms = c - a > 0.0 && c - b > 0.0 && (c - a) * (c - b) < a * b;
    if transforms { (c - a - b) * libm::log1p(-z) + ln_series(c - a, c - b, c, z) } else { ln_series(a, b, c, z) }
}

/// The logarithm of the series with positive terms.
fn ln_series(a: f64, b: f64, c: f64, z: f64) -> f64 {
    const LARGE: f64 = 1e200;
    let (mut term, mut sum, mut ln_scale) = (1.0_f64, 1.0_f64, 0.0_f64);
    let mut n = 0.0_f64;
    // A term shrinks at last by the factor z; the most that a fit asks for is a few thousand.
    while n < 1e6 {
        term *= (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        sum += term;
        n += 1.0;
        if sum > LARGE {
            ln_scale += libm::log(LARGE);
            sum /= LARGE;
            term /= LARGE;
        }
        let ratio = (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        if ratio < 1.0 && term * ratio < sum * 1e-16 * (1.0 - ratio) {
            break;
        }
    }
    ln_scale + libm::log(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{value} is not {expected}");
    }

    #[test]
    fn digamma_at_points_with_closed_forms() {
        let euler = 0.577_215_664_901_532_9;
        close(digamma(1.0), -euler);
        close(digamma(2.0), 1.0 - euler);
        close(digamma(0.5), -euler - 2.0 * std::f64::consts::LN_2);
        close(digamma(100.0), 4.600_161_852_738_087);
    }

    #[test]
    fn the_hypergeometric_function_at_points_with_closed_forms() {
        // ₂F₁(1, 1; 2; z) = −ln(1 − z) / z
        close(ln_hyp2f1(1.0, 1.0, 2.0, 0.5), libm::log(2.0 * std::f64::consts::LN_2));
        // ₂F₁(a, b; b; z) = (1 − z)^−a
        close(ln_hyp2f1(300.0, 7.5, 7.5, 0.9), 300.0 * libm::log(10.0));
        close(ln_hyp2f1(0.3, 2.0, 2.0, 0.999), 0.3 * libm::log(1000.0));
        close(ln_hyp2f1(3.0, 4.0, 5.0, 0.0), 0.0);
    }
}
