//! Which model would have forecast best: each is asked at several past days for what then came.

use serde::{Deserialize, Serialize};

use super::{Model, WEEK};
use crate::figures::{count, mean, ten_digits};

/// How well a model would have done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// Past days from which it was asked, and days it was asked for from each.
    pub folds: u32,
    /// Days ahead that were asked for each time.
    pub days: u32,
    /// Mean absolute error of a day.
    pub absolute_error: f64,
    /// Sum of absolute errors ÷ sum of what came; `None` where nothing came.
    pub relative_error: Option<f64>,
    /// Absolute error ÷ that of the seasonal naive on the days before (MASE); below 1 it beats it. `None` where the
    /// naive makes no error.
    pub scaled_error: Option<f64>,
    /// Absolute error of the seasonal naive on the same days.
    pub naive_error: f64,
    /// Root of the mean square error: how far a day scatters around the forecast.
    pub deviation: f64,
}

/// Days asked for from each past day.
pub(super) const ASKED_DAYS: usize = 14;
/// Past days from which a model is asked.
const FOLDS: usize = 3;
/// A model gets at least this much history.
const LEAST_HISTORY: usize = 4 * WEEK;

/// Mean of |error| ÷ value, in per cent, of values that are not zero. `None` without any.
pub fn mape(actual: &[f64], forecast: &[f64]) -> Option<f64> {
    let pairs = actual.iter().zip(forecast).filter(|(actual, _)| **actual != 0.0);
    let errors: Vec<f64> = pairs.map(|(actual, forecast)| ((actual - forecast) / actual).abs() * 100.0).collect();
    mean(&errors)
}

/// Mean absolute scaled error: the scale is the error of the seasonal naive inside the history.
// Source: Hyndman & Koehler, "Another look at measures of forecast accuracy", Int. J. Forecasting 22 (2006).
pub fn mase(history: &[f64], actual: &[f64], forecast: &[f64], season: usize) -> Option<f64> {
    let errors = absolute_errors(actual, forecast);
    let scale = naive_scale(history, season).filter(|scale| *scale > 0.0)?;
    Some(mean(&errors)? / scale)
}

fn naive_scale(history: &[f64], season: usize) -> Option<f64> {
    let errors: Vec<f64> =
        history.iter().zip(history.iter().skip(season)).map(|(before, after)| (after - before).abs()).collect();
    mean(&errors)
}

fn absolute_errors(actual: &[f64], forecast: &[f64]) -> Vec<f64> {
    actual.iter().zip(forecast).map(|(actual, forecast)| (actual - forecast).abs()).collect()
}

/// The model with the smallest error, and how it did. A model that does not beat the seasonal naive is not taken.
/// `None` where history is too short to ask.
pub fn choose(series: &[f64], models: &[Model]) -> Option<(Model, BackTest)> {
    let naive = back_test(series, Model::SeasonalNaive, None)?;
    let mut best = (Model::SeasonalNaive, naive);
    for &model in models.iter().filter(|model| **model != Model::SeasonalNaive) {
        if let Some(test) = back_test(series, model, Some(naive.absolute_error))
            && test.absolute_error < best.1.absolute_error
        {
            best = (model, test);
        }
    }
    Some(best)
}

fn back_test(series: &[f64], model: Model, naive_error: Option<f64>) -> Option<BackTest> {
    let folds = (series.len().checked_sub(LEAST_HISTORY)? / ASKED_DAYS).min(FOLDS);
    let (mut errors, mut squares, mut came, mut scales) = (Vec::new(), 0.0, 0.0, Vec::new());
    for fold in (1..=folds).rev() {
        let (history, later) = series.split_at_checked(series.len() - fold * ASKED_DAYS)?;
        let actual = later.get(..ASKED_DAYS)?;
        let forecast = model.forecast(history, ASKED_DAYS)?;
        let of_fold = absolute_errors(actual, &forecast);
        squares += of_fold.iter().map(|error| error * error).sum::<f64>();
        came += actual.iter().sum::<f64>();
        scales.extend(naive_scale(history, WEEK));
        errors.extend(of_fold);
    }
    let absolute = mean(&errors)?;
    let scale = mean(&scales).filter(|scale| *scale > 0.0);
    Some(BackTest {
        folds: u32::try_from(folds).ok()?,
        days: u32::try_from(ASKED_DAYS).ok()?,
        absolute_error: ten_digits(absolute),
        relative_error: (came > 0.0).then(|| ten_digits(errors.iter().sum::<f64>() / came)),
        scaled_error: scale.map(|scale| ten_digits(absolute / scale)),
        naive_error: ten_digits(naive_error.unwrap_or(absolute)),
        deviation: ten_digits(libm::sqrt(squares / count(errors.len()))),
    })
}

#[cfg(test)]
mod tests {
    use super::super::smoothing::seasonal_naive;
    use super::*;

    /// Monthly airline passengers in thousands, 1949 to 1960. Source: Box & Jenkins, Time Series Analysis, series G.
    const AIR_PASSENGERS: [f64; 144] = [
        112., 118., 132., 129., 121., 135., 148., 148., 136., 119., 104., 118., 115., 126., 141., 135., 125., 149.,
        170., 170., 158., 133., 114., 140., 145., 150., 178., 163., 172., 178., 199., 199., 184., 162., 146., 166.,
        171., 180., 193., 181., 183., 218., 230., 242., 209., 191., 172., 194., 196., 196., 236., 235., 229., 243.,
        264., 272., 237., 211., 180., 201., 204., 188., 235., 227., 234., 264., 302., 293., 259., 229., 203., 229.,
        242., 233., 267., 269., 270., 315., 364., 347., 312., 274., 237., 278., 284., 277., 317., 313., 318., 374.,
        413., 405., 355., 306., 271., 306., 315., 301., 356., 348., 355., 422., 465., 467., 404., 347., 305., 336.,
        340., 318., 362., 348., 363., 435., 491., 505., 404., 359., 310., 337., 360., 342., 406., 396., 420., 472.,
        548., 559., 463., 407., 362., 405., 417., 391., 419., 461., 472., 535., 622., 606., 508., 461., 390., 432.,
    ];

    #[test]
    fn the_seasonal_naive_makes_its_published_errors() {
        let (history, last) = AIR_PASSENGERS.split_at(132);
        let forecast = seasonal_naive(history, 12, 12);
        assert_eq!(format!("{:.5}", mape(last, &forecast).unwrap()), "9.98753");
        assert_eq!(format!("{:.4}", mase(history, last, &forecast, 12).unwrap()), "1.5709");
    }

    #[test]
    fn a_pure_week_needs_no_other_model() {
        let series: Vec<f64> = [3.0, 4.0, 5.0, 4.0, 6.0, 9.0, 8.0].iter().copied().cycle().take(84).collect();
        let (model, test) = choose(&series, &Model::ALL).unwrap();
        assert_eq!((model, test.absolute_error, test.folds), (Model::SeasonalNaive, 0.0, 3));
    }

    #[test]
    fn a_model_is_taken_only_where_it_beats_the_naive() {
        let mut random = super::super::super::random::Random::new(11);
        for seed in 0..20 {
            // A level with noise: smoothing halves what the naive gets wrong by repeating last week's noise.
            let series: Vec<f64> = (0..120).map(|_| (40.0 + 6.0 * random.normal()).max(0.0)).collect();
            let (model, test) = choose(&series, &Model::ALL).unwrap();
            assert!(test.absolute_error <= test.naive_error, "{seed}");
            assert!(model != Model::SeasonalNaive, "{seed}");
        }
    }

    #[test]
    fn a_short_history_is_not_asked() {
        assert_eq!(choose(&[5.0; 41], &Model::ALL), None);
        assert_eq!(choose(&[5.0; 42], &Model::ALL).unwrap().1.folds, 1);
    }
}
