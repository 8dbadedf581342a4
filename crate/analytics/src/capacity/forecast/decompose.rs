//! Several rhythms at once, taken apart: the week, and the year where there are two of them (MSTL).
// Source: Cleveland, Cleveland, McRae, Terpenning, "STL: A Seasonal-Trend Decomposition Procedure Based on Loess", J.
// Official Statistics 6 (1990); Bandara, Hyndman, Bergmeir, "MSTL", arXiv:2107.13462 (2021).

use super::smoothing::seasonal_naive;
use crate::figures::count;

/// A series as a sum: trend + seasons + remainder.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// A value for each of the series.
    pub trend: Vec<f64>,
    /// One a period, in the order asked for.
    pub seasons: Vec<Vec<f64>>,
    /// What trend and seasons leave; the parts add up to the series.
    pub remainder: Vec<f64>,
}

/// How often the seasons are taken apart anew, each without the others.
const ROUNDS: usize = 2;
/// Passes of one season and its trend.
const PASSES: usize = 2;

/// Takes a series apart. Every period must fit in twice; `None` where one does not, or none is given.
pub fn mstl(series: &[f64], periods: &[usize]) -> Option<Parts> {
    if periods.is_empty() || periods.iter().any(|&period| period < 2 || series.len() < 2 * period) {
        return None;
    }
    let mut seasons = vec![vec![0.0; series.len()]; periods.len()];
    let mut trend = vec![0.0; series.len()];
    for _ in 0..ROUNDS {
        for (place, &period) in periods.iter().enumerate() {
            let others = seasons.iter().enumerate().filter(|(other, _)| *other != place);
            let rest = others.fold(series.to_vec(), |rest, (_, season)| minus(&rest, season));
            // MSTL smooths the cycles of the later, longer seasons over more years.
            let (season, of_season) = stl(&rest, period, 11 + 4 * place);
            trend = of_season;
            if let Some(slot) = seasons.get_mut(place) {
                *slot = season;
            }
        }
    }
    let explained = seasons.iter().fold(trend.clone(), |sum, season| plus(&sum, season));
    Some(Parts { remainder: minus(series, &explained), trend, seasons })
}

/// One season and the trend. `window` counts cycles.
fn stl(series: &[f64], period: usize, window: usize) -> (Vec<f64>, Vec<f64>) {
    let mut trend = vec![0.0; series.len()];
    let mut season = vec![0.0; series.len()];
    let trend_window = (3 * period / 2 + period / 4) | 1;
    for _ in 0..PASSES {
        let detrended = minus(series, &trend);
        let cycles = cycle_subseries(&detrended, period, window);
        // What is slow in the cycles belongs to the trend.
        let low = moving_average(&moving_average(&moving_average(&cycles, period), period), 3);
        season = cycles.iter().skip(period).zip(&low).map(|(cycle, low)| cycle - low).take(series.len()).collect();
        trend = loess(&minus(series, &season), trend_window, 0, Local::Line);
    }
    (season, trend)
}

/// Every weekday's (day of the year's …) own series, smoothed and carried on by one cycle on both sides.
fn cycle_subseries(series: &[f64], period: usize, window: usize) -> Vec<f64> {
    let cycles = series.len().div_ceil(period) + 2;
    let mut smoothed = vec![0.0; cycles * period];
    for phase in 0..period {
        let own: Vec<f64> = series.iter().skip(phase).step_by(period).copied().collect();
        // A line through the two or three years that a day has would follow every chance in them; MSTL takes a mean.
        let of_phase = loess(&own, window, 1, Local::Mean);
        for (slot, value) in smoothed.iter_mut().skip(phase).step_by(period).zip(of_phase) {
            *slot = value;
        }
    }
    smoothed.truncate(series.len() + 2 * period);
    smoothed
}

/// The mean of each run of so many values; the result is shorter by that less one.
fn moving_average(series: &[f64], width: usize) -> Vec<f64> {
    let mut sum: f64 = series.iter().take(width).sum();
    let mut averages = vec![sum / count(width)];
    for (leaves, comes) in series.iter().zip(series.iter().skip(width)) {
        sum += comes - leaves;
        averages.push(sum / count(width));
    }
    averages
}

/// What is laid through the values near a place.
#[derive(Clone, Copy, Debug)]
enum Local {
    Mean,
    Line,
}

/// Local means or straight lines, weighted by the cube of the cube of distance, at every place and `beyond` places outside
/// on both sides.
fn loess(series: &[f64], window: usize, beyond: usize, local: Local) -> Vec<f64> {
    let (length, window) = (count(series.len()), window.max(3));
    let reach = count(window / 2 + 1);
    // With fewer values than the window asks for, the line reaches further.
    let far = if series.len() < window { count(window - series.len()) / 2.0 } else { 0.0 };
    (0..series.len() + 2 * beyond)
        .map(|place| {
            let at = count(place) - count(beyond);
            // At an edge the window keeps its width.
            let outside = (reach - 1.0 - at).max(at + reach - length).max(0.0);
            let radius = reach + outside + far;
            let from = crate::figures::index(crate::figures::whole(libm::ceil(at - radius).max(0.0)));
            let to = crate::figures::index(crate::figures::whole(at + radius)).min(series.len());
            let near = series.iter().enumerate().take(to + 1).skip(from);
            value_at(near.map(|(x, y)| (count(x) - at, *y)), radius, local)
        })
        .collect()
}

/// The value at 0 of the mean of weighted points, or of the line through them.
fn value_at(points: impl Iterator<Item = (f64, f64)>, radius: f64, local: Local) -> f64 {
    let (mut w, mut wx, mut wy, mut wxx, mut wxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, y) in points {
        let distance = (x / radius).abs();
        if distance >= 1.0 {
            continue;
        }
        let near = 1.0 - distance * distance * distance;
        let weight = near * near * near;
        w += weight;
        wx += weight * x;
        wy += weight * y;
        wxx += weight * x * x;
        wxy += weight * x * y;
    }
    let spread = w * wxx - wx * wx;
    if w <= 0.0 {
        0.0
    } else if matches!(local, Local::Mean) || spread <= 1e-12 * w * w {
        wy / w
    } else {
        (wxx * wy - wx * wxy) / spread
    }
}

/// The forecast of a series taken apart: the adjusted series smoothed, every season as its last cycle was.
pub fn forecast(series: &[f64], periods: &[usize], horizon: usize) -> Option<Vec<f64>> {
    let parts = mstl(series, periods)?;
    let adjusted: Vec<f64> = plus(&parts.trend, &parts.remainder);
    let level = super::smoothing::best_ses(&adjusted)?.level;
    let mut sum = vec![level; horizon];
    for (season, &period) in parts.seasons.iter().zip(periods) {
        sum = plus(&sum, &seasonal_naive(season, period, horizon));
    }
    Some(sum)
}

fn plus(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one + other).collect()
}

fn minus(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one - other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: [f64; 7] = [-6.0, -4.0, -3.0, -1.0, 2.0, 7.0, 5.0];

    fn wave(day: usize) -> f64 {
        20.0 * libm::sin(2.0 * std::f64::consts::PI * count(day) / 365.0)
    }

    #[test]
    fn trend_and_week_are_found_again() {
        let series: Vec<f64> = (0..140).map(|day| 50.0 + 0.3 * count(day) + WEEK[day % 7]).collect();
        let parts = mstl(&series, &[7]).unwrap();
        for day in 0..140 {
            assert!((parts.seasons[0][day] - WEEK[day % 7]).abs() < 0.05, "{day}");
            assert!((parts.trend[day] - 50.0 - 0.3 * count(day)).abs() < 0.05, "{day}");
        }
    }

    #[test]
    fn the_parts_add_up() {
        let series: Vec<f64> = (0..100).map(|day| count((day * day * 7919) % 101)).collect();
        let parts = mstl(&series, &[7]).unwrap();
        for (day, value) in series.iter().enumerate() {
            let sum = parts.trend[day] + parts.seasons[0][day] + parts.remainder[day];
            assert!((sum - value).abs() < 1e-9);
        }
    }

    #[test]
    fn week_and_year_are_taken_apart() {
        let series: Vec<f64> = (0..1100).map(|day| 200.0 + WEEK[day % 7] + wave(day)).collect();
        let parts = mstl(&series, &[7, 365]).unwrap();
        let off = |season: usize, expected: &dyn Fn(usize) -> f64| {
            (0..1100).map(|day| (parts.seasons[season][day] - expected(day)).abs()).fold(0.0, f64::max)
        };
        assert!(off(0, &|day| WEEK[day % 7]) < 0.5, "{}", off(0, &|day| WEEK[day % 7]));
        assert!(off(1, &wave) < 3.0, "{}", off(1, &wave));
        let ahead = forecast(&series, &[7, 365], 30).unwrap();
        for (step, value) in ahead.iter().enumerate() {
            let expected = 200.0 + WEEK[(1100 + step) % 7] + wave(1100 + step);
            assert!((value - expected).abs() < 4.0, "{step}: {value} {expected}");
        }
    }

    #[test]
    fn a_period_must_fit_in_twice() {
        assert_eq!(mstl(&[1.0; 13], &[7]), None);
        assert_eq!(mstl(&[1.0; 729], &[7, 365]), None);
        assert_eq!(mstl(&[1.0; 50], &[]), None);
    }

    /// Two years and more of orders: a week, a year, growth, and days that are better or worse for no reason.
    fn orders() -> Vec<f64> {
        let mut random = super::super::super::random::Random::new(3);
        (0..800)
            .map(|day| 200.0 + 0.1 * count(day) + 4.0 * WEEK[day % 7] + wave(day) + 12.0 * random.normal())
            .collect()
    }

    /// `stlrs` is what `augurs` takes seasons apart with. It smooths what is slow in the cycles once more, and its trend of a
    /// week looks at 13 days instead of 11.
    #[test]
    fn another_implementation_finds_the_same_parts() {
        let series = orders();
        let off = |one: &[f64], other: &[f64]| {
            libm::sqrt(one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum::<f64>() / 800.0)
        };
        for periods in [&[7][..], &[7, 365]] {
            let ours = mstl(&series, periods).unwrap();
            let theirs = stlrs::Mstl::fit(&series, periods).unwrap();
            // Of days that differ by 12 orders for no reason.
            assert!(off(&ours.trend, theirs.trend()) < 0.3, "{periods:?}");
            for (ours, theirs) in ours.seasons.iter().zip(theirs.seasonal()) {
                assert!(off(ours, theirs) < 0.7, "{periods:?}: {}", off(ours, theirs));
            }
        }
        // The mean of two years of such days is off by 8.5.
        let year = off(&mstl(&series, &[7, 365]).unwrap().seasons[1], &(0..800).map(wave).collect::<Vec<f64>>());
        assert!(year < 8.5, "{year}");
    }
}
