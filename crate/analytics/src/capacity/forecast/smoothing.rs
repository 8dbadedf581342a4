//! Exponential smoothing, and the seasonal naive forecast that every other has to beat.

use crate::figures::{count, mean};

/// What smoothing leaves at the end of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmoothedLevel {
    /// The forecast of every later value.
    pub level: f64,
    /// Mean square of the errors one step ahead, from the second value on.
    pub square_error: f64,
}

/// Simple exponential smoothing, the level starting at the first value. `None` of nothing.
// Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 8.1.
pub fn ses(series: &[f64], alpha: f64) -> Option<SmoothedLevel> {
    let (&first, later) = series.split_first()?;
    let (mut level, mut squares) = (first, 0.0);
    for value in later {
        let error = value - level;
        squares += error * error;
        level += alpha * error;
    }
    Some(SmoothedLevel { level, square_error: squares / count(later.len()).max(1.0) })
}

/// Simple exponential smoothing with the weight that would have forecast the series best, in steps of 0.05.
pub fn best_ses(series: &[f64]) -> Option<SmoothedLevel> {
    let levels = (1..20_u32).filter_map(|step| ses(series, f64::from(step) / 20.0));
    levels.reduce(|best, other| if other.square_error < best.square_error { other } else { best })
}

/// The last season again and again. Shorter than a season: the mean.
pub fn seasonal_naive(series: &[f64], season: usize, horizon: usize) -> Vec<f64> {
    match series.len().checked_sub(season).and_then(|start| series.get(start..)) {
        Some(last) if !last.is_empty() => last.iter().copied().cycle().take(horizon).collect(),
        _ => vec![mean(series).unwrap_or(0.0); horizon],
    }
}

/// Additive season and damped trend: ETS(A, Ad, A).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// How much a new value moves the level, from 0 to 1.
    pub level: f64,
    /// How much it moves the trend, from 0 to 1.
    pub trend: f64,
    /// How much it moves the season, from 0 to 1.
    pub season: f64,
    /// Part of the trend that is left a step later.
    pub damping: f64,
}

/// The forecast of a damped seasonal smoothing, with the weights out of a small grid that would have forecast the series
/// best. `None` of fewer than two seasons.
// Source: Hyndman & Athanasopoulos, 3rd ed., section 8.3, Holt–Winters' damped method, additive.
pub fn damped_seasonal(series: &[f64], season: usize, horizon: usize) -> Option<Vec<f64>> {
    const LEVELS: [f64; 4] = [0.05, 0.15, 0.35, 0.7];
    const TRENDS: [f64; 2] = [0.0, 0.1];
    const SEASONS: [f64; 3] = [0.02, 0.1, 0.3];
    const DAMPING: f64 = 0.95;
    let mut best: Option<(f64, State)> = None;
    for level in LEVELS {
        for trend in TRENDS {
            for season_weight in SEASONS {
                let weights = Weights { level, trend, season: season_weight, damping: DAMPING };
                let mut state = State::new(series, season)?;
                let error = state.run(series.get(season..)?, weights);
                if best.as_ref().is_none_or(|(known, _)| error < *known) {
                    best = Some((error, state));
                }
            }
        }
    }
    Some(best?.1.forecast(horizon, DAMPING))
}

struct State {
    level: f64,
    trend: f64,
    /// Of the next value first.
    season: std::collections::VecDeque<f64>,
}

impl State {
    /// The level is the mean of the first season, the season what its values differ from it.
    fn new(series: &[f64], season: usize) -> Option<State> {
        let first = series.get(..season).filter(|first| !first.is_empty() && series.len() >= 2 * season)?;
        let level = mean(first)?;
        // The trend from one season to the next, a step's part of it.
        let second = mean(series.get(season..2 * season)?)?;
        let trend = (second - level) / count(season);
        Some(State { level, trend, season: first.iter().map(|value| value - level).collect() })
    }

    /// Runs through the series and says the mean square error one step ahead.
    fn run(&mut self, series: &[f64], weights: Weights) -> f64 {
        let mut squares = 0.0;
        for value in series {
            let seasonal = self.season.pop_front().unwrap_or(0.0);
            let base = self.level + weights.damping * self.trend;
            let error = value - base - seasonal;
            squares += error * error;
            self.trend = weights.damping * self.trend + weights.level * weights.trend * error;
            self.level = base + weights.level * error;
            self.season.push_back(seasonal + weights.season * (1.0 - weights.level) * error);
        }
        squares / count(series.len()).max(1.0)
    }

    fn forecast(&self, horizon: usize, damping: f64) -> Vec<f64> {
        let (mut trend, mut sum) = (self.trend, 0.0);
        let seasons = self.season.iter().cycle();
        let steps = seasons.take(horizon).map(|seasonal| {
            trend *= damping;
            sum += trend;
            self.level + sum + seasonal
        });
        steps.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smoothing_is_the_published_one() {
        // α 0.3 on ten values, the level starting at the first.
        let series = [99.0, 88.0, 50.0, 58.0, 62.0, 60.0, 55.0, 62.0, 71.0, 65.0];
        let smoothed = ses(&series, 0.3).unwrap();
        assert_eq!(format!("{:.2}", smoothed.square_error), "365.80");
        assert_eq!(format!("{:.4}", smoothed.level), "65.4307");
        assert!(best_ses(&series).unwrap().square_error <= smoothed.square_error);
        assert_eq!(ses(&[], 0.3), None);
    }

    #[test]
    fn the_last_week_comes_again() {
        assert_eq!(seasonal_naive(&[9.0, 1.0, 2.0, 3.0], 3, 5), [1.0, 2.0, 3.0, 1.0, 2.0]);
        assert_eq!(seasonal_naive(&[2.0, 4.0], 7, 2), [3.0, 3.0]);
        assert_eq!(seasonal_naive(&[], 7, 2), [0.0, 0.0]);
    }

    #[test]
    fn a_pure_week_is_forecast_exactly() {
        let week = [10.0, 12.0, 9.0, 11.0, 15.0, 22.0, 19.0];
        let series: Vec<f64> = week.iter().copied().cycle().take(56).collect();
        let forecast = damped_seasonal(&series, 7, 14).unwrap();
        for (value, expected) in forecast.iter().zip(week.iter().cycle()) {
            assert!((value - expected).abs() < 1e-9, "{forecast:?}");
        }
        assert_eq!(damped_seasonal(&series[..13], 7, 14), None);
    }

    #[test]
    fn a_damped_trend_goes_on_and_flattens() {
        let series: Vec<f64> = (0..60).map(f64::from).collect();
        let forecast = damped_seasonal(&series, 7, 60).unwrap();
        let steps: Vec<f64> = forecast.chunks(7).map(|week| mean(week).unwrap()).collect();
        assert!(forecast[0] > 57.0 && steps.windows(2).all(|pair| pair[1] > pair[0] - 1.0));
        // With damping 0.95 a trend of one a day adds at most 0.95 ÷ 0.05 = 19 in all.
        assert!(forecast[59] < 60.0 + 19.0 + 7.0, "{}", forecast[59]);
    }
}
