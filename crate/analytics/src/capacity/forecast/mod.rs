//! What is to come: orders of the shop and units of every SKU, day by day, with a band and the error the same model
//! would have made before.
//!
//! Sales days and moving holidays leave the rhythm: on those of history the effect is taken out before a model sees the
//! series, and on those to come it is put in again. One that history has never seen is named, not guessed. A yearly
//! rhythm is refused from less than two years.
//!
//! The models are held by others: seasons by `stlrs`, which `augurs` uses, in a test; smoothing and demand now and then by
//! published numbers and those of `statsforecast`. The smoothing of `augurs` knows no seasons yet.

pub mod backtest;
pub mod decompose;
pub mod intermittent;
pub mod smoothing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Event};
use super::inventory::normal_quantile;
use super::load::{Load, SkuLoad};
use super::settings::Settings;
use crate::figures::{count, index, mean, share, ten_digits};
use crate::time::Day;
pub use backtest::BackTest;

/// Days of the shortest rhythm.
const WEEK: usize = 7;
const YEAR: usize = 365;
/// History that a model of a SKU is fitted on: the season before the last says little of the next weeks.
const LONGEST_SKU_HISTORY: u32 = 180;

/// A way to forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Last week again.
    SeasonalNaive,
    /// Simple exponential smoothing.
    Ses,
    /// Additive week and damped trend.
    DampedSeasonal,
    /// The week (and the year) taken apart, the rest smoothed.
    Decomposed,
    /// Size and interval of rare demands, smoothed apart; see [`intermittent::croston`].
    Croston,
    /// Croston's without its bias; see [`intermittent::sba`].
    Sba,
    /// Size and probability of rare demands; see [`intermittent::tsb`].
    Tsb,
    /// The mean, where history is too short to choose.
    Mean,
}

impl Model {
    /// Every model that can be chosen.
    pub const ALL: [Model; 7] = [
        Model::SeasonalNaive,
        Model::Ses,
        Model::DampedSeasonal,
        Model::Decomposed,
        Model::Croston,
        Model::Sba,
        Model::Tsb,
    ];
    /// For demand on most days.
    const STEADY: [Model; 3] = [Model::SeasonalNaive, Model::Ses, Model::DampedSeasonal];
    /// For demand now and then.
    const INTERMITTENT: [Model; 5] = [Model::SeasonalNaive, Model::Ses, Model::Croston, Model::Sba, Model::Tsb];
    const SHOP: [Model; 4] = [Model::SeasonalNaive, Model::Ses, Model::DampedSeasonal, Model::Decomposed];

    /// Forecasts the days after a daily series, none below zero; `None` where the series is too short for the model.
    pub fn forecast(self, series: &[f64], horizon: usize) -> Option<Vec<f64>> {
        let flat = |rate: f64| Some(vec![rate; horizon]);
        let values = match self {
            Model::SeasonalNaive => Some(smoothing::seasonal_naive(series, WEEK, horizon)),
            Model::Ses => smoothing::best_ses(series).and_then(|smoothed| flat(smoothed.level)),
            Model::DampedSeasonal => smoothing::damped_seasonal(series, WEEK, horizon),
            Model::Decomposed => {
                let periods: &[usize] = if series.len() >= 2 * YEAR { &[WEEK, YEAR] } else { &[WEEK] };
                decompose::forecast(series, periods, horizon)
            }
            Model::Croston => flat(intermittent::croston(series, 0.1)),
            Model::Sba => flat(intermittent::sba(series, 0.1)),
            Model::Tsb => flat(intermittent::tsb(series, 0.2, 0.2)),
            Model::Mean => mean(series).and_then(flat),
        };
        Some(values?.into_iter().map(|value| value.max(0.0)).collect())
    }
}

/// Why a yearly rhythm is or is not in the forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearRhythm {
    /// Two years of history are there.
    Known,
    /// Two years are wanted.
    TooShort {
        /// Days of history there are.
        days: u32,
        /// Days there would have to be.
        wanted: u32,
    },
}

/// The orders of the shop to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The one that would have erred least.
    pub model: Model,
    /// From the day after the day of analysis.
    pub days: Vec<ForecastDay>,
    /// `None` where history is too short to test.
    pub error: Option<BackTest>,
    /// Whether the season of the year is in it.
    pub year: YearRhythm,
    /// Share of outcomes inside the band.
    pub band: f64,
    /// Events in the days to come that history has not seen: they are not in the forecast.
    pub unseen_events: Vec<Event>,
    /// The effect of the events that history has seen, as a multiple of the days around them.
    pub events: Vec<(Event, f64)>,
    /// Days to come whose public holidays are not decreed yet.
    pub has_unknown_holidays: bool,
}

/// The orders of one day to come.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForecastDay {
    /// In the shop's time zone.
    pub date: Day,
    /// The lower end of the band.
    pub low: f64,
    /// Orders to expect.
    pub mean: f64,
    /// The upper end of the band.
    pub high: f64,
    /// The season it falls into.
    pub event: Option<Event>,
}

/// The units of a SKU to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkuForecast {
    /// As the shop shows it.
    pub code: String,
    /// How `daily` was made.
    pub model: Model,
    /// Whether every model was tried, or the rule for how often the SKU sells was taken.
    pub is_chosen: bool,
    /// `None` where history is too short to test.
    pub error: Option<BackTest>,
    /// Units a day, from the day after the day of analysis.
    pub daily: Vec<f64>,
    /// Mean of `daily`.
    pub mean: f64,
    /// How far a day scatters around the forecast.
    pub deviation: f64,
    /// Low and high of a day at the mean.
    pub band: (f64, f64),
}

/// Everything forecast.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forecasts {
    /// `None` without orders.
    pub shop: Option<Forecast>,
    /// SKUs that sold in the last half year, ordered by code.
    pub skus: Vec<SkuForecast>,
    /// `None` from less than two years.
    pub plan: Option<YearPlan>,
}

/// A sales plan by quarter: each quarter of last year times what the last year grew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearPlan {
    /// Orders of the last 365 days ÷ those of the 365 before.
    pub growth: f64,
    /// The next four, the first to come first.
    pub quarters: Vec<Quarter>,
}

/// One quarter of a sales plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quarter {
    /// Of the calendar.
    pub year: i16,
    /// From 1.
    pub quarter: u32,
    /// To plan with.
    pub orders: f64,
    /// Orders of the same quarter a year before.
    pub last_year: f64,
}

/// Forecasts the shop and every SKU from the days up to `as_of`.
pub fn forecasts(load: &Load, settings: &Settings, as_of: Day) -> Forecasts {
    let calendar = Calendar::default();
    let effects = event_effects(load, as_of, &calendar);
    Forecasts {
        shop: shop(load, settings, as_of, &calendar, &effects),
        skus: skus(load, settings, as_of, &calendar, &effects),
        plan: year_plan(load, as_of),
    }
}

/// Orders on the days of each event ÷ the mean of the same weekday around them without one, four weeks each way.
fn event_effects(load: &Load, as_of: Day, calendar: &Calendar) -> BTreeMap<Event, f64> {
    const AROUND: usize = 4 * WEEK;
    let window = load.window(as_of, u32::MAX);
    let days: Vec<(f64, Option<Event>)> =
        load.dated(window).map(|(date, day)| (f64::from(day.orders), calendar.event(date))).collect();
    // Orders that came, and that would have come.
    let mut sums: BTreeMap<Event, (f64, f64)> = BTreeMap::new();
    for (place, (orders, event)) in days.iter().enumerate() {
        let Some(event) = event else { continue };
        // From the same weekday four weeks before, in steps of a week, to four weeks after.
        let start = if place >= AROUND { place - AROUND } else { place % WEEK };
        let near = days.get(start..(place + AROUND + 1).min(days.len())).unwrap_or(&[]);
        let plain: Vec<f64> = near.iter().step_by(WEEK).filter(|near| near.1.is_none()).map(|near| near.0).collect();
        if let Some(usual) = mean(&plain) {
            let sum = sums.entry(*event).or_default();
            *sum = (sum.0 + orders, sum.1 + usual);
        }
    }
    let seen = sums.into_iter().filter(|(_, (_, usual))| *usual > 0.0);
    seen.map(|(event, (orders, usual))| (event, ten_digits(orders / usual))).collect()
}

/// By what each day of a window is to be divided so that its event has no effect.
fn effects_of(
    load: &Load,
    window: std::ops::Range<usize>,
    calendar: &Calendar,
    effects: &BTreeMap<Event, f64>,
) -> Vec<f64> {
    // An event on which next to nothing sold has hidden the rhythm: there is nothing to bring back.
    const HIDDEN: f64 = 0.05;
    let of_day = |date: Day| calendar.event(date).and_then(|event| effects.get(&event).copied());
    load.dated(window).map(|(date, _)| of_day(date).filter(|effect| *effect > HIDDEN).unwrap_or(1.0)).collect()
}

fn shop(
    load: &Load,
    settings: &Settings,
    as_of: Day,
    calendar: &Calendar,
    effects: &BTreeMap<Event, f64>,
) -> Option<Forecast> {
    let known = load.last_whole_day(as_of);
    let window = load.window(known, u32::MAX);
    let divisors = effects_of(load, window.clone(), calendar, effects);
    let series: Vec<f64> = load.orders(window).iter().zip(divisors).map(|(orders, effect)| orders / effect).collect();
    let history = u32::try_from(series.len()).ok().filter(|days| *days > 0)?;
    let chosen = backtest::choose(&series, &Model::SHOP);
    let model = chosen.map_or(Model::Mean, |chosen| chosen.0);
    let unknown = index((as_of.number() - known.number()).unsigned_abs());
    let means = model.forecast(&series, index(settings.forecast.days) + unknown)?.into_iter().skip(unknown);
    let deviation = chosen.map_or_else(|| scatter(&series), |chosen| chosen.1.deviation);
    let z = normal_quantile(0.5 + share(settings.forecast.band) / 2.0);
    let days: Vec<ForecastDay> = (1_i32..)
        .zip(means)
        .map(|(ahead, mean)| {
            let date = as_of.plus(ahead);
            let event = calendar.event(date);
            let effect = event.and_then(|event| effects.get(&event)).copied().unwrap_or(1.0);
            let (mean, off) = (mean * effect, z * deviation * effect.max(1.0));
            ForecastDay {
                date,
                low: ten_digits((mean - off).max(0.0)),
                mean: ten_digits(mean),
                high: ten_digits(mean + off),
                event,
            }
        })
        .collect();
    let mut unseen_events: Vec<Event> =
        days.iter().filter_map(|day| day.event).filter(|event| !effects.contains_key(event)).collect();
    unseen_events.dedup();
    let wanted = u32::try_from(2 * YEAR).unwrap_or(u32::MAX);
    Some(Forecast {
        model,
        error: chosen.map(|chosen| chosen.1),
        year: if history >= wanted { YearRhythm::Known } else { YearRhythm::TooShort { days: history, wanted } },
        band: share(settings.forecast.band),
        unseen_events,
        events: effects.iter().map(|(&event, &effect)| (event, effect)).collect(),
        has_unknown_holidays: days.iter().any(|day| !calendar.knows_year_of(day.date)),
        days,
    })
}

fn skus(
    load: &Load,
    settings: &Settings,
    as_of: Day,
    calendar: &Calendar,
    effects: &BTreeMap<Event, f64>,
) -> Vec<SkuForecast> {
    let Some(first) = load.first else { return Vec::new() };
    let known = load.last_whole_day(as_of);
    let window = load.window(known, LONGEST_SKU_HISTORY);
    let unknown = index((as_of.number() - known.number()).unsigned_abs());
    let divisors = effects_of(load, window.clone(), calendar, effects);
    let mut by_revenue: Vec<&SkuLoad> = load.skus.iter().collect();
    by_revenue.sort_by(|one, other| other.revenue.cmp(&one.revenue).then_with(|| one.code.cmp(&other.code)));
    let full: std::collections::BTreeSet<&str> =
        by_revenue.iter().take(index(settings.forecast.full_skus)).map(|sku| sku.code.as_str()).collect();
    let horizon = index(settings.forecast.days);
    let ahead: Vec<f64> = (1_i32..)
        .take(horizon)
        .map(|day| calendar.event(as_of.plus(day)).and_then(|event| effects.get(&event)).copied().unwrap_or(1.0))
        .collect();
    let z = normal_quantile(0.5 + share(settings.forecast.band) / 2.0);
    let forecast = |sku: &SkuLoad| {
        // Before its first sale a SKU was not on sale.
        let start = sku.sold.first().map(|sold| index(sold.0).max(window.start))?;
        let own = start..window.end.max(start);
        let divisors = divisors.iter().skip(start - window.start);
        let mut series = in_stock_series(sku, first, own);
        if series.iter().all(|sold| *sold <= 0.0) {
            return None;
        }
        series.iter_mut().zip(divisors).for_each(|(sold, effect)| *sold /= effect);
        let is_chosen = full.contains(sku.code.as_str());
        let interval = intermittent::mean_interval(&series)?;
        let is_intermittent = interval >= intermittent::INTERMITTENT;
        // The wait before the first sale is not known; counted as none it would make the demand look more frequent.
        if is_intermittent && series.iter().skip(1).any(|sold| *sold > 0.0) {
            series.remove(0);
        }
        let models: &[Model] = if is_intermittent { &Model::INTERMITTENT } else { &Model::STEADY };
        let chosen = if is_chosen { backtest::choose(&series, models) } else { None };
        let rule = if is_intermittent { Model::Sba } else { Model::Ses };
        let short = if series.len() < 2 * WEEK { Model::Mean } else { rule };
        let model = chosen.map_or(short, |chosen| chosen.0);
        let deviation = chosen.map_or_else(|| scatter(&series), |chosen| chosen.1.deviation);
        let daily: Vec<f64> = model
            .forecast(&series, horizon + unknown)?
            .into_iter()
            .skip(unknown)
            .zip(&ahead)
            .map(|(units, effect)| ten_digits(units * effect))
            .collect();
        let mean = mean(&daily)?;
        let off = z * deviation;
        Some(SkuForecast {
            code: sku.code.clone(),
            model,
            is_chosen: chosen.is_some(),
            error: chosen.map(|chosen| chosen.1),
            daily,
            mean: ten_digits(mean),
            deviation: ten_digits(deviation),
            band: (ten_digits((mean - off).max(0.0)), ten_digits(mean + off)),
        })
    };
    load.skus.iter().filter_map(forecast).collect()
}

/// What would have sold: on days without stock, the mean of the days with it.
fn in_stock_series(sku: &SkuLoad, first: Day, window: std::ops::Range<usize>) -> Vec<f64> {
    let demand = sku.demand(first, window.clone());
    let in_stock = sku.in_stock(first, window.clone());
    let series = sku.series(window);
    series.into_iter().zip(in_stock).map(|(sold, in_stock)| if in_stock { sold } else { demand }).collect()
}

/// Standard deviation of a series around its mean; of one value its root, as of a Poisson count.
fn scatter(series: &[f64]) -> f64 {
    let usual = mean(series).unwrap_or(0.0);
    ten_digits(libm::sqrt(crate::figures::variance(series).unwrap_or(usual)))
}

/// The plan of the four quarters that begin after `as_of`.
fn year_plan(load: &Load, as_of: Day) -> Option<YearPlan> {
    let window = load.window(as_of, u32::MAX);
    let orders = load.orders(window.clone());
    let sum = |days: &[f64]| days.iter().sum::<f64>();
    let (before, last) = orders.split_at_checked(orders.len().checked_sub(YEAR)?)?;
    let of_before = sum(before.get(before.len().checked_sub(YEAR)?..)?);
    if of_before <= 0.0 {
        return None;
    }
    let growth = sum(last) / of_before;
    let date = as_of.civil();
    let quarter_of = |date: jiff::civil::Date| (date.year(), u32::from(date.month().unsigned_abs()).div_ceil(3));
    let mut by_quarter: BTreeMap<(i16, u32), (f64, u32)> = BTreeMap::new();
    for (day, load) in load.dated(window) {
        let slot = by_quarter.entry(quarter_of(day.civil())).or_default();
        slot.0 += f64::from(load.orders);
        slot.1 += 1;
    }
    let (mut year, mut quarter) = quarter_of(date);
    let mut quarters = Vec::new();
    for _ in 0..4 {
        (year, quarter) = if quarter == 4 { (year + 1, 1) } else { (year, quarter + 1) };
        // A quarter of last year that is not over yet stands for itself by its days so far.
        let (orders, days) = by_quarter.get(&(year - 1, quarter)).copied()?;
        let length = count(91);
        let last_year = if days >= 90 { orders } else { orders / f64::from(days.max(1)) * length };
        quarters.push(Quarter {
            year,
            quarter,
            orders: ten_digits(last_year * growth),
            last_year: ten_digits(last_year),
        });
    }
    Some(YearPlan { growth: ten_digits(growth), quarters })
}

#[cfg(test)]
mod tests;
