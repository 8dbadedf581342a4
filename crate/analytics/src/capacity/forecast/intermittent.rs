//! Demand that comes now and then: Croston's method and its corrections. The forecast is a rate, units a day.

use super::smoothing::ses;

/// Sizes of the demands, and days from each to the one before; the first counts from the beginning.
fn demands(series: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut sizes, mut intervals) = (Vec::new(), Vec::new());
    let mut since = 0.0;
    for &value in series {
        since += 1.0;
        if value > 0.0 {
            sizes.push(value);
            intervals.push(since);
            since = 0.0;
        }
    }
    (sizes, intervals)
}

/// Smoothed size ÷ smoothed interval. Zero where nothing was ever asked for.
// Source: Croston, "Forecasting and Stock Control for Intermittent Demands", Operational Research Quarterly 23 (1972).
pub fn croston(series: &[f64], alpha: f64) -> f64 {
    let (sizes, intervals) = demands(series);
    match (ses(&sizes, alpha), ses(&intervals, alpha)) {
        (Some(size), Some(interval)) if interval.level > 0.0 => size.level / interval.level,
        _ => 0.0,
    }
}

/// Croston's forecast without its bias, which is too high by about α ÷ 2.
// Source: Syntetos & Boylan, "On the bias of intermittent demand estimates", Int. J. Production Economics 71 (2001).
pub fn sba(series: &[f64], alpha: f64) -> f64 {
    croston(series, alpha) * (1.0 - alpha / 2.0)
}

/// Smoothed size × smoothed probability of a demand: it falls while nothing is asked for, so it also sees the end.
// Source: Teunter, Syntetos, Babai, "Intermittent demand: Linking forecasting to inventory obsolescence", European
// Journal of Operational Research 214 (2011).
pub fn tsb(series: &[f64], of_size: f64, of_probability: f64) -> f64 {
    let (sizes, _) = demands(series);
    let asked: Vec<f64> = series.iter().map(|value| if *value > 0.0 { 1.0 } else { 0.0 }).collect();
    match (ses(&sizes, of_size), ses(&asked, of_probability)) {
        (Some(size), Some(probability)) => size.level * probability.level,
        _ => 0.0,
    }
}

/// Days from one demand to the next, on average; `None` where nothing was asked for. From 1.32 on demand is
/// intermittent.
// Source: Syntetos, Boylan, Croston, "On the categorization of demand patterns", J. Operational Research Society 56 (2005).
pub fn mean_interval(series: &[f64]) -> Option<f64> {
    let demands = series.iter().filter(|value| **value > 0.0).count();
    (demands > 0).then(|| crate::figures::count(series.len()) / crate::figures::count(demands))
}

/// See [`mean_interval`].
pub const INTERMITTENT: f64 = 1.32;

#[cfg(test)]
mod tests {
    use super::*;

    const SERIES: [f64; 20] = [0., 0., 5., 0., 0., 0., 3., 0., 4., 0., 0., 0., 0., 6., 0., 0., 2., 0., 0., 0.];

    #[test]
    fn the_rates_are_those_of_statsforecast() {
        // Source: statsforecast's CrostonClassic, CrostonSBA and TSB(0.2, 0.2) on the same series.
        assert_eq!(format!("{:.6}", croston(&SERIES, 0.1)), "1.438633");
        assert_eq!(format!("{:.7}", sba(&SERIES, 0.1)), "1.3667013");
        assert_eq!(format!("{:.7}", tsb(&SERIES, 0.2, 0.2)), "0.7926312");
    }

    #[test]
    fn nothing_asked_for_is_no_demand() {
        assert_eq!((croston(&[0.0; 5], 0.1), sba(&[], 0.1), tsb(&[0.0; 5], 0.2, 0.2)), (0.0, 0.0, 0.0));
        assert_eq!((mean_interval(&SERIES), mean_interval(&[0.0; 5])), (Some(4.0), None));
    }

    #[test]
    fn only_tsb_sees_the_end() {
        let mut ended = SERIES.to_vec();
        ended.extend([0.0; 60]);
        assert!(tsb(&ended, 0.2, 0.2) < 1e-5);
        assert_eq!(croston(&ended, 0.1), croston(&SERIES, 0.1));
    }
}
