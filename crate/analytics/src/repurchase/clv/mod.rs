//! What a customer will still bring: BG/NBD for how often, Gamma-Gamma for how much, checked on the shop's own last months.

mod bg_nbd;
mod gamma_gamma;
mod minimise;
mod special;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

pub use bg_nbd::{BgNbd, BgNbdFit, History as Pattern, fit as fit_bg_nbd};
pub use gamma_gamma::{GammaGamma, GammaGammaFit, Spending, fit as fit_gamma_gamma};

use super::history::{History, Purchase};
use super::repeat::age;
use super::settings::Value as Settings;
use crate::figures::{count, number};
use crate::money::{Money, Quantity, Rate};
use crate::time::Day;

/// What the customers of a shop will still bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clv {
    /// Days ahead.
    pub horizon: u32,
    /// How often customers buy; `None` where `no_model` says why.
    pub bg_nbd: Option<BgNbdFit>,
    /// How much they spend; `None` where they do not differ enough.
    pub gamma_gamma: Option<GammaGammaFit>,
    /// Why there is no model; the plain rule stands in then.
    pub no_model: Option<NoModel>,
    /// Purchases within the horizon, by the model.
    pub expected: Option<Estimate>,
    /// Share of revenue that is left before ads, of purchases with a known cost.
    pub margin: Option<f64>,
    /// Revenue to expect of the mean customer within the horizon: purchases × what each brings, discounted. Where customers
    /// do not differ enough in what they spend for Gamma-Gamma, what each brings is the mean of repeat purchases.
    pub revenue_per_customer: Option<Money>,
    /// The same × margin: what is left of it before ads.
    pub value_per_customer: Option<Money>,
    /// Customers with a repeat purchase who are still active, by the model; `None` where it sees nobody leave.
    pub active_repeaters: Option<f64>,
    /// Customers with more than one purchase.
    pub repeaters: u32,
    /// Customers with one purchase, of whom no model can tell whether they are still there.
    pub cannot_tell: u32,
    /// `None` where history is too short to hold any of it out.
    pub check: Option<Check>,
    /// The plain rule; `None` where nobody is old enough.
    pub plain: Option<ObservedValue>,
}

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The most likely one.
    pub value: f64,
    /// From the uncertainty of the parameters; `None` where the data leave them open.
    pub interval: Option<(f64, f64)>,
}

/// Why nothing was fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoModel {
    /// Fewer customers came back than a model needs.
    FewRepeaters,
    /// The fit did not come to an end.
    NotConverged,
}

/// The model, fitted on the time before a day, beside what then happened, and beside the naive rule that everyone buys
/// as often as in the equally long time before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Last day of the fitted time.
    pub until: Day,
    /// Days that were held out.
    pub days: u32,
    /// Customers of the fitted time.
    pub customers: u32,
    /// Repeat purchases that were made in the days held out.
    pub actual: u32,
    /// Those that the model expected.
    pub model: f64,
    /// Those that the naive rule expected.
    pub naive: u32,
    /// Mean absolute error a customer.
    pub model_error: f64,
    /// The same of the naive rule.
    pub naive_error: f64,
}

/// What customers old enough brought after their first purchase within some days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObservedValue {
    /// The horizon, or of a younger shop a shorter time that at least thirty customers are old enough for.
    pub days: u32,
    /// Customers whose first purchase is at least so long ago.
    pub customers: u32,
    /// After the first, a customer.
    pub purchases: f64,
    /// `None` where no cost is known.
    pub before_ads: Option<Money>,
}

const DAYS_A_WEEK: f64 = 7.0;

/// Fits the models and says what to expect.
pub(super) fn clv(history: &History, settings: &Settings) -> Clv {
    let totals = Totals::new(history, plain_days(history, settings.horizon));
    let mut clv = Clv {
        horizon: settings.horizon,
        bg_nbd: None,
        gamma_gamma: None,
        no_model: Some(NoModel::FewRepeaters),
        expected: None,
        margin: totals.margin(),
        revenue_per_customer: None,
        value_per_customer: None,
        active_repeaters: None,
        repeaters: totals.repeaters,
        cannot_tell: number(history.customers.len()) - totals.repeaters,
        check: None,
        plain: totals.plain(),
    };
    let Some(as_of) = history.as_of.filter(|_| clv.repeaters >= settings.least_repeaters) else { return clv };
    let patterns = patterns(history.each(), as_of);
    let Some(fit) = fit_bg_nbd(&patterns) else {
        clv.no_model = Some(NoModel::NotConverged);
        return clv;
    };
    clv.no_model = None;
    clv.bg_nbd = Some(fit);
    clv.gamma_gamma = fit_gamma_gamma(&spending(history));
    clv.active_repeaters = fit.model.sees_leaving().then(|| {
        patterns.iter().filter_map(|pattern| Some(fit.model.alive(pattern)? * f64::from(pattern.customers))).sum()
    });
    clv.expected = Some(expected(&fit, &patterns, f64::from(settings.horizon) / DAYS_A_WEEK));
    let revenue = revenue_per_customer(&clv, history, &totals, &fit.model, as_of, settings);
    clv.revenue_per_customer = revenue.and_then(estimate);
    clv.value_per_customer = revenue.zip(clv.margin).and_then(|(revenue, margin)| estimate(revenue * margin));
    clv.check = check(history, as_of, settings);
    clv
}

/// How a customer has bought up to a day.
pub fn pattern(purchases: &[Purchase], as_of: Day) -> Pattern {
    let since_first = |day: Option<Day>| purchases.first().zip(day).map_or(0, |(first, day)| age(first.day, day));
    let last = purchases.last().map(|last| last.day);
    pattern_of((number(purchases.len().saturating_sub(1)), since_first(last), since_first(Some(as_of))), 1)
}

/// The patterns of customers; those that are alike together, in a fixed order.
fn patterns<'h>(customers: impl Iterator<Item = &'h [Purchase]>, as_of: Day) -> Vec<Pattern> {
    // Of equal length the numbers are in the order of their parts, and sorted sooner than these.
    const DAYS: u32 = 20;
    let part = |number: u32| u64::from(number.min((1 << DAYS) - 1));
    let packed = |purchases: &[Purchase]| {
        let (first, last) = (purchases.first()?, purchases.last()?);
        let (recency, age) = (age(first.day, last.day), age(first.day, as_of));
        Some(u64::from(number(purchases.len() - 1)) << (2 * DAYS) | part(recency) << DAYS | part(age))
    };
    let unpacked = |packed: u64| {
        let part = |shift: u32| u32::try_from(packed >> shift & ((1 << DAYS) - 1)).unwrap_or(0);
        (u32::try_from(packed >> (2 * DAYS)).unwrap_or(u32::MAX), part(DAYS), part(0))
    };
    let mut all: Vec<u64> = customers.filter_map(packed).collect();
    all.sort_unstable();
    let together = all.chunk_by(|one, other| one == other);
    together.filter_map(|alike| Some(pattern_of(unpacked(*alike.first()?), number(alike.len())))).collect()
}

/// The pattern of customers by their repeats, the days between the first and the last purchase, and those since the first.
fn pattern_of((repeats, recency, age): (u32, u32, u32), customers: u32) -> Pattern {
    Pattern { repeats, recency: f64::from(recency) / DAYS_A_WEEK, age: f64::from(age) / DAYS_A_WEEK, customers }
}

/// What customers with repeat purchases spent on them.
fn spending(history: &History) -> Vec<Spending> {
    history.each().filter_map(spending_of).collect()
}

/// The mean of a customer's repeat purchases; `None` of one purchase, and where more was given back than bought.
pub fn spending_of(purchases: &[Purchase]) -> Option<Spending> {
    let repeats = purchases.len().checked_sub(1).filter(|repeats| *repeats > 0)?;
    let total: Money = purchases.iter().skip(1).map(Purchase::revenue).sum();
    let mean = total.as_f64() / count(repeats);
    (mean > 0.0).then_some(Spending { repeats: number(repeats), mean })
}

/// What is counted of all purchases in one go.
#[derive(Debug, Default)]
struct Totals {
    /// Days that the plain rule looks ahead.
    days: u32,
    /// Of purchases with a known cost.
    costed: (Money, Money),
    repeaters: u32,
    /// Purchases after the first, and their revenue.
    repeats: u32,
    repeat_revenue: Money,
    /// Customers whose first purchase is so many days ago or longer.
    old: u32,
    /// What these bought after the first within the days, and what it left before ads.
    later: u32,
    later_before_ads: Money,
}

impl Totals {
    fn new(history: &History, days: u32) -> Totals {
        let mut totals = Totals { days, ..Totals::default() };
        history.in_turns(|purchases| {
            for costed in purchases.iter().filter(|purchase| purchase.is_costed) {
                totals.costed.0 += costed.revenue();
                totals.costed.1 += costed.before_ads();
            }
            let [first, repeats @ ..] = purchases else { return };
            totals.repeaters += u32::from(!repeats.is_empty());
            totals.repeats += number(repeats.len());
            totals.repeat_revenue += repeats.iter().map(Purchase::revenue).sum();
            if history.as_of.is_some_and(|as_of| age(first.day, as_of) >= days) {
                totals.old += 1;
                for later in repeats.iter().filter(|later| age(first.day, later.day) <= days) {
                    totals.later += 1;
                    totals.later_before_ads += later.before_ads();
                }
            }
        });
        totals
    }

    fn margin(&self) -> Option<f64> {
        let (revenue, before_ads) = self.costed;
        before_ads.ratio_to(revenue).filter(|_| revenue.is_positive())
    }

    /// Revenue of the mean purchase after the first.
    fn mean_repeat(&self) -> f64 {
        self.repeat_revenue.as_f64() / f64::from(self.repeats.max(1))
    }

    fn plain(&self) -> Option<ObservedValue> {
        (self.old > 0).then(|| ObservedValue {
            days: self.days,
            customers: self.old,
            purchases: f64::from(self.later) / f64::from(self.old),
            before_ads: self.margin().and_then(|_| self.later_before_ads.per(Quantity::from_units(self.old.into()))),
        })
    }
}

/// The longest time up to the horizon that thirty customers are old enough for; the horizon where there is none.
fn plain_days(history: &History, horizon: u32) -> u32 {
    const LEAST: usize = 30;
    let Some(as_of) = history.as_of else { return horizon };
    // Customers stand by their first purchase, so that the thirtieth tells.
    let thirtieth = history.each().nth(LEAST - 1).and_then(|purchases| purchases.first());
    let oldest = thirtieth.map_or(0, |first| age(first.day, as_of));
    [horizon, 365, 180, 90, 60, 30].into_iter().find(|&days| days <= horizon.min(oldest)).unwrap_or(horizon)
}

/// The sum over customers, with the interval that the covariance of the parameters gives it (delta method).
fn expected(fit: &BgNbdFit, patterns: &[Pattern], weeks: f64) -> Estimate {
    let total = |model: BgNbd, patterns: &[Pattern]| -> f64 {
        let mut ahead = ExpectedPurchases::new(model, weeks);
        patterns.iter().map(|pattern| ahead.expected(pattern) * f64::from(pattern.customers)).sum()
    };
    let value = total(fit.model, patterns);
    let interval = fit.covariance.map(|covariance| {
        let rough = bg_nbd::roughly(patterns);
        const STEP: f64 = 1e-3;
        let at = fit.model.logarithms();
        let slope: [f64; 4] = std::array::from_fn(|position| {
            let side = |step: f64| {
                let mut moved = at;
                if let Some(slot) = moved.get_mut(position) {
                    *slot += step;
                }
                let [r, alpha, a, b] = moved.map(libm::exp);
                total(BgNbd { r, alpha, a, b }, &rough)
            };
            (side(STEP) - side(-STEP)) / (2.0 * STEP)
        });
        let variance: f64 = covariance
            .iter()
            .zip(&slope)
            .map(|(row, one)| row.iter().zip(&slope).map(|(cell, other)| cell * one * other).sum::<f64>())
            .sum();
        let width = 1.959_963_984_540_054 * libm::sqrt(variance.max(0.0));
        ((value - width).max(0.0), value + width)
    });
    Estimate { value, interval }
}

/// What the mean customer will bring within the horizon. Money that comes later is worth less: it is taken to come in the
/// middle of the horizon.
fn revenue_per_customer(
    clv: &Clv,
    history: &History,
    totals: &Totals,
    model: &BgNbd,
    as_of: Day,
    settings: &Settings,
) -> Option<f64> {
    let each = |purchases: &[Purchase]| match clv.gamma_gamma {
        Some(fit) => fit.model.expected(spending_of(purchases)),
        None => Some(totals.mean_repeat()),
    };
    let weeks = f64::from(settings.horizon) / DAYS_A_WEEK;
    let mut ahead = ExpectedPurchases::new(*model, weeks);
    let mut total = Some(0.0);
    history.in_turns(|purchases| {
        let ahead = ahead.expected(&pattern(purchases, as_of));
        total = total.zip(each(purchases)).map(|(total, each)| total + ahead * each);
    });
    let total = total?;
    let years = f64::from(settings.horizon) / 365.0 / 2.0;
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let discount = libm::pow(1.0 + settings.discount_rate.millionths() as f64 / 1e6, -years);
    Some(total / count(history.customers.len().max(1)) * discount)
}

/// Purchases to expect of many customers: what depends on their number and on the customer's age is worked out once.
struct ExpectedPurchases {
    model: BgNbd,
    weeks: f64,
    while_active: HashMap<(u32, u64), f64, foldhash::fast::FixedState>,
}

impl ExpectedPurchases {
    fn new(model: BgNbd, weeks: f64) -> ExpectedPurchases {
        ExpectedPurchases { model, weeks, while_active: HashMap::default() }
    }

    fn expected(&mut self, pattern: &Pattern) -> f64 {
        let (repeats, age) = (pattern.repeats, pattern.age);
        let work_out = || self.model.expected_while_active(repeats, age, self.weeks);
        let while_active = *self.while_active.entry((repeats, age.to_bits())).or_insert_with(work_out);
        while_active * self.model.alive(pattern).unwrap_or(1.0)
    }
}

/// An estimate as money, to the cent; `None` out of range.
fn estimate(value: f64) -> Option<Money> {
    if !value.is_finite() || value.abs() > 1e12 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above")]
    Some(Money::from_cents(libm::round(value * 100.0) as i64))
}

/// Holds out the last quarter of the time, 90 days at most.
fn check(history: &History, as_of: Day, settings: &Settings) -> Option<Check> {
    let first = history.first_day()?;
    let days = (age(first, as_of) / 4).min(90);
    let until = as_of.plus(-i32::try_from(days).ok()?);
    let before = || history.known_by(until);
    let repeaters = number(before().filter(|purchases| purchases.len() > 1).count());
    if days < 7 || repeaters < settings.least_repeaters {
        return None;
    }
    let fit = fit_bg_nbd(&patterns(before(), until))?;
    let window = until.plus(-i32::try_from(days).ok()?);
    let mut ahead = ExpectedPurchases::new(fit.model, f64::from(days) / DAYS_A_WEEK);
    let (mut customers, mut actual, mut naive, mut model) = (0, 0, 0, 0.0);
    let (mut model_error, mut naive_error) = (0.0, 0.0);
    for (all, known) in history.each().zip(before()) {
        customers += 1;
        let did = number(all.len() - known.len());
        let rule = number(known.iter().filter(|purchase| purchase.day > window).count());
        let predicted = ahead.expected(&pattern(known, until));
        actual += did;
        naive += rule;
        model += predicted;
        model_error += (predicted - f64::from(did)).abs();
        naive_error += f64::from(rule.abs_diff(did));
    }
    Some(Check {
        until,
        days,
        customers,
        actual,
        model,
        naive,
        model_error: model_error / f64::from(customers),
        naive_error: naive_error / f64::from(customers),
    })
}

/// What one customer will bring within the horizon; `None` without a model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// To expect within the horizon.
    pub purchases: f64,
    /// `None` after a single purchase, and where the model sees nobody leave: it cannot be told.
    pub alive: Option<f64>,
    /// To expect within the horizon; `None` where nothing says what each purchase brings.
    pub revenue: Option<Money>,
}

impl Clv {
    /// `purchases` are one customer's, by day; `as_of` the day up to which they are known.
    pub fn outlook(&self, purchases: &[Purchase], as_of: Day) -> Option<Outlook> {
        let model = self.bg_nbd?.model;
        let pattern = pattern(purchases, as_of);
        let ahead = model.expected(&pattern, f64::from(self.horizon) / DAYS_A_WEEK);
        let each = self.gamma_gamma.and_then(|fit| fit.model.expected(spending_of(purchases)));
        Some(Outlook {
            purchases: ahead,
            alive: model.alive(&pattern),
            revenue: each.and_then(|each| estimate(each * ahead)),
        })
    }

    /// The margin as a rate, for sums of money; `None` where no cost is known.
    pub(super) fn margin_rate(&self) -> Option<Rate> {
        #[expect(clippy::cast_possible_truncation, reason = "a margin is between −1000 and 1")]
        let millionths = |margin: f64| libm::round(margin.clamp(-1e3, 1e3) * 1e6) as i64;
        self.margin.map(|margin| Rate::from_millionths(millionths(margin)))
    }
}
