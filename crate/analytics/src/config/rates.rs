//! What one unit of a currency is worth in the shop's: once for all, or from a day on.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::money::Rate;
use crate::time::Day;

/// The worth of a currency: one rate, or rates by the day they begin. There is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRates {
    /// Before the first day of `later`.
    first: DatedRate,
    /// In the order of their days.
    later: Vec<DatedRate>,
}

/// A rate and the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedRate {
    /// `None`: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// What one unit is worth from then on, above zero.
    pub rate: Rate,
}

/// Why some rates are not those of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatesError {
    /// There is none.
    Empty,
    /// Two begin on the same day.
    SameDay,
    /// Money is worth something.
    NotAboveZero,
}

impl fmt::Display for RatesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            RatesError::Empty => "a list of exchange rates is empty",
            RatesError::SameDay => "two exchange rates of one currency begin on the same day",
            RatesError::NotAboveZero => "an exchange rate is not above zero",
        })
    }
}

impl std::error::Error for RatesError {}

impl ExchangeRates {
    /// The same on every day.
    pub const fn always(rate: Rate) -> ExchangeRates {
        ExchangeRates { first: DatedRate { from: None, rate }, later: Vec::new() }
    }

    /// Rates in any order.
    ///
    /// # Errors
    /// There has to be one, all above zero, and no two of the same day.
    pub fn by_day(mut rates: Vec<DatedRate>) -> Result<ExchangeRates, RatesError> {
        rates.sort_by_key(|rate| rate.from);
        if rates.iter().any(|dated| dated.rate <= Rate::ZERO) {
            return Err(RatesError::NotAboveZero);
        }
        if rates.windows(2).any(|two| matches!(two, [one, other] if one.from == other.from)) {
            return Err(RatesError::SameDay);
        }
        let mut rates = rates.into_iter();
        let first = rates.next().ok_or(RatesError::Empty)?;
        Ok(ExchangeRates { first, later: rates.collect() })
    }

    /// All of them in the order of their days; the first holds before its day too.
    pub fn all(&self) -> impl Iterator<Item = DatedRate> + '_ {
        std::iter::once(&self.first).chain(&self.later).copied()
    }

    /// The rate of a day: the latest that began before it; before the first, the first. Of no day the latest of all.
    pub fn on(&self, day: Option<Day>) -> Rate {
        self.begun(day).rate
    }

    /// The same with the day on which it began.
    pub fn begun(&self, day: Option<Day>) -> DatedRate {
        let has_begun = |dated: &&DatedRate| day.is_none_or(|day| dated.from.is_none_or(|from| from <= day));
        *self.later.iter().rev().find(has_begun).unwrap_or(&self.first)
    }

    /// With another rate in place of the one that begins on `from`, or beside the others where none does.
    ///
    /// # Errors
    /// See [`ExchangeRates::by_day`].
    pub fn with(&self, from: Option<Option<Day>>, dated: DatedRate) -> Result<ExchangeRates, RatesError> {
        let others = self.all().filter(|other| from != Some(other.from));
        ExchangeRates::by_day(others.chain([dated]).collect())
    }

    /// Without the one that begins on `from`; `None` where it was the only one.
    pub fn without(&self, from: Option<Day>) -> Option<ExchangeRates> {
        ExchangeRates::by_day(self.all().filter(|other| other.from != from).collect()).ok()
    }
}

/// A single rate is kept as the number it always was.
impl Serialize for ExchangeRates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.later.is_empty() && self.first.from.is_none() {
            return self.first.rate.serialize(serializer);
        }
        serializer.collect_seq(self.all())
    }
}

impl<'de> Deserialize<'de> for ExchangeRates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExchangeRates, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kept {
            Always(Rate),
            ByDay(Vec<DatedRate>),
        }
        let rates = match Kept::deserialize(deserializer)? {
            Kept::Always(rate) => vec![DatedRate { from: None, rate }],
            Kept::ByDay(rates) => rates,
        };
        ExchangeRates::by_day(rates).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(value: Value) -> Result<ExchangeRates, serde_json::Error> {
        serde_json::from_value(value)
    }

    #[test]
    fn one_rate_is_kept_as_a_number_and_several_by_their_days() {
        let one = read(json!("7.1")).unwrap();
        assert_eq!(one, ExchangeRates::always(Rate::parse("7.1").unwrap()));
        let several = read(json!([{ "from": "2026-06-01", "rate": "7.2" }, { "rate": "7" }])).unwrap();
        for rates in [one, several] {
            assert_eq!(read(serde_json::to_value(&rates).unwrap()).unwrap(), rates);
        }
        assert_eq!(serde_json::to_value(read(json!("7.1")).unwrap()).unwrap(), json!("7.1"));
        let twice = json!([{ "from": "2026-06-01", "rate": "7" }, { "from": "2026-06-01", "rate": "8" }]);
        for refused in [json!([]), twice, json!([{ "from": "2026-06-01" }]), json!("seven"), json!("0"), json!("-7.1")]
        {
            assert!(read(refused.clone()).is_err(), "{refused}");
        }
    }

    #[test]
    fn the_latest_rate_that_began_is_the_days() {
        let rates = [("2026-03-01", "2"), ("2026-01-01", "1"), ("2026-06-01", "3")];
        let rates = rates.map(|(from, rate)| json!({ "from": from, "rate": rate }));
        let rates = read(Value::from(rates.to_vec())).unwrap();
        let on = |day: &str| rates.on(Day::parse(day)).millionths() / 1_000_000;
        let days = ["2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01", "2027-01-01"];
        assert_eq!(days.map(on), [1, 1, 1, 2, 2, 3, 3]);
        assert_eq!(rates.on(None), Rate::parse("3").unwrap());
    }

    #[test]
    fn a_rate_is_changed_added_and_taken_out_by_its_day() {
        let dated = |from: &str, rate: &str| DatedRate { from: Day::parse(from), rate: Rate::parse(rate).unwrap() };
        let (june, july) = (Day::parse("2026-06-01"), Day::parse("2026-07-01"));
        let one = ExchangeRates::always(Rate::parse("7").unwrap());
        let two = one.with(None, dated("2026-06-01", "7.2")).unwrap();
        assert_eq!(two.all().collect::<Vec<_>>(), [dated("", "7"), dated("2026-06-01", "7.2")]);
        assert_eq!(
            (two.begun(Day::parse("2026-05-31")), two.begun(june)),
            (dated("", "7"), dated("2026-06-01", "7.2"))
        );
        assert_eq!(two.with(None, dated("2026-06-01", "8")), Err(RatesError::SameDay));
        assert_eq!(two.with(Some(june), dated("2026-06-01", "0")), Err(RatesError::NotAboveZero));
        let moved = two.with(Some(june), dated("2026-07-01", "7.3")).unwrap();
        assert_eq!((moved.on(june), moved.on(july)), (Rate::parse("7").unwrap(), Rate::parse("7.3").unwrap()));
        assert_eq!((moved.without(july), one.without(None)), (Some(one.clone()), None));
        // Without the rate before it, the later one holds for all days.
        assert_eq!(moved.without(None).unwrap().on(june), Rate::parse("7.3").unwrap());
    }
}
