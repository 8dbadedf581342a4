//! Who comes back, what brings them back, and what a customer is worth.
//!
//! [`history`] finds out who bought each order and collects the purchases of each customer; everything else is counted
//! from it. Where no file names a buyer there is no number, only the reason.

mod acquisition;
mod by_scores;
pub mod clv;
mod cohorts;
mod drivers;
mod history;
pub mod identity;
mod letters;
pub mod mask;
mod offers;
mod period_change;
mod repeat;
mod rfm;
pub mod settings;
mod skus;
mod tags;

use serde::{Deserialize, Serialize};

pub use acquisition::Acquisition;
pub use clv::Clv;
pub use cohorts::{Cohort, CohortCell, Cohorts, Period};
pub use drivers::{AgentCard, Driven, Driver, Group, GroupName, LateLoss};
pub use history::{Customer, History, Purchase, history};
pub use identity::{Identity, Tier};
pub use letters::Letter;
pub use offers::{LevelValue, OfferValue};
pub use period_change::{BuyerCause, BuyerChange, Buyers, BuyersOfPeriod, Factor, KNOWN_BEFORE, period_change};
pub use repeat::{CurvePoint, Repeat, Within};
pub use rfm::{GridCell, RfmValues, Scheme, Scored, Scores, Scoring, SegmentCount, ValuePoint, grid, segments};
pub use settings::Settings;
pub use skus::{Habits, Pair};
pub use tags::{Condition, Facts, Measure, Tag};

use crate::books::Books;
use crate::dataset::Dataset;

/// The customers of a scope: their history, with what is counted from it once, so that settings can be moved at will.
#[derive(Debug, Default)]
pub struct CustomerBase {
    /// Customers and their purchases.
    pub history: History,
    /// What scores are made of.
    pub rfm_values: RfmValues,
    /// A month before, for the movement between segments.
    rfm_values_before: RfmValues,
    /// What tags ask for.
    pub facts: Facts,
    /// How many came back, and how soon.
    pub repeat: Repeat,
}

/// Days a month ago, for the movement between segments.
const MONTH: i32 = 30;

/// Prepares a history.
pub fn prepare(mut history: History, settings: &Settings) -> CustomerBase {
    let habits = std::mem::take(&mut history.habits);
    let repeat = repeat::repeat(&history, &settings.windows);
    let month_ago = history.as_of.map(|as_of| as_of.plus(-MONTH));
    CustomerBase {
        rfm_values: history.as_of.map(|as_of| RfmValues::new(history.each(), as_of)).unwrap_or_default(),
        rfm_values_before: month_ago.map(|day| RfmValues::new(history.known_by(day), day)).unwrap_or_default(),
        facts: Facts::new(&history, repeat.median_gap, habits),
        repeat,
        history,
    }
}

/// Scores, segments and grid, for one way of scoring.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RfmReport {
    /// How the scores were made.
    pub scoring: Scoring,
    /// By scheme, in the order of the settings.
    pub schemes: Vec<(String, Vec<SegmentCount>)>,
    /// All twenty-five cells, the most recent first.
    pub grid: Vec<GridCell>,
    /// By scheme: customers by position of their segment a month ago (`None`: they were not customers) and now.
    pub movement: Vec<Vec<(Option<u32>, u32, u32)>>,
}

/// Scores the customers and divides them into segments. Cheap enough for every move of a threshold.
pub fn rfm(prepared: &CustomerBase, settings: &Settings, scoring: Scoring) -> (Scored, RfmReport) {
    let scored = prepared.rfm_values.score(&settings.rfm, scoring);
    let before = prepared.rfm_values_before.score(&settings.rfm, scoring);
    let schemes = &settings.rfm.schemes;
    let report = RfmReport {
        scoring,
        schemes: schemes.iter().map(|scheme| (scheme.scheme.clone(), segments(&scored, scheme))).collect(),
        grid: grid(&scored),
        movement: schemes.iter().map(|scheme| rfm::movement(&before, &scored, scheme)).collect(),
    };
    (scored, report)
}

/// How many customers each tag has, in the order of the settings.
pub fn tag_counts(prepared: &CustomerBase, settings: &Settings) -> Vec<u32> {
    let mut counts: Vec<(&Tag, u32)> = settings.tags.iter().map(|tag| (tag, 0)).collect();
    let mut customer = 0;
    prepared.history.in_turns(|purchases| {
        for (tag, count) in &mut counts {
            *count += u32::from(prepared.facts.has(customer, purchases, tag));
        }
        customer += 1;
    });
    counts.into_iter().map(|(_, count)| count).collect()
}

/// Cohorts of any period.
pub fn cohorts(prepared: &CustomerBase, period: Period) -> Cohorts {
    cohorts::cohorts(&prepared.history, period)
}

/// How few and many customers bring how much.
pub fn value_curve(prepared: &CustomerBase) -> Vec<ValuePoint> {
    rfm::value_curve(&prepared.rfm_values)
}

/// Groups of customers by how their first purchase went, and who of them came back within `days`.
pub fn driven(dataset: &Dataset, books: &Books, prepared: &CustomerBase, driver: Driver, days: u32) -> Driven {
    drivers::driven(dataset, books, prepared, driver, days)
}

/// The measured loss of repurchase within `days` after a late first parcel.
pub fn late_loss(dataset: &Dataset, books: &Books, prepared: &CustomerBase, days: u32) -> Option<LateLoss> {
    drivers::late_loss(&driven(dataset, books, prepared, Driver::Delivery, days), days)
}

/// Totals of every service agent that a file names.
pub fn agents(dataset: &Dataset, books: &Books) -> Vec<AgentCard> {
    drivers::agents(dataset, books)
}

/// SKUs bought in one order.
pub fn together(dataset: &Dataset, books: &Books, prepared: &CustomerBase) -> Vec<Pair> {
    skus::together(dataset, books, &prepared.history)
}

/// What is bought next.
pub fn next(dataset: &Dataset, prepared: &CustomerBase) -> Vec<Pair> {
    skus::next(dataset, &prepared.history)
}

/// What customers will still bring.
pub fn clv(prepared: &CustomerBase, settings: &Settings) -> Clv {
    clv::clv(&prepared.history, &settings.value)
}

/// What new customers cost and bring.
pub fn acquisition(dataset: &Dataset, books: &Books, prepared: &CustomerBase) -> Vec<Acquisition> {
    acquisition::acquisition(dataset, books, &prepared.history)
}

/// What offers to sleeping customers would come to.
pub fn offers(prepared: &CustomerBase, settings: &Settings, clv: &Clv) -> Vec<OfferValue> {
    offers::offers(&prepared.history, &settings.coupons, clv.margin_rate())
}

/// What a membership would have cost.
pub fn membership(prepared: &CustomerBase, settings: &Settings) -> Vec<LevelValue> {
    offers::membership(&prepared.history, &settings.membership)
}

/// Whom to write to.
pub fn letters(dataset: &Dataset, prepared: &CustomerBase, settings: &Settings) -> Vec<Letter> {
    letters::letters(dataset, prepared, &settings.letters)
}
