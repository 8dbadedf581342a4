//! What one unit of a currency is worth in the shop's: once for all, or from a day on.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::money::Rate;
use crate::time::Day;

/// The worth of a currency: one rate, or rates by the day they begin. There is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRates {
    /// Before the first day of `later`.
    first: Begun,
    /// In the order of their days.
    later: Vec<Begun>,
}

/// A rate and the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begun {
    /// `None`: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    rate: Rate,
}

impl ExchangeRates {
    /// The same on every day.
    pub const fn always(rate: Rate) -> ExchangeRates {
        ExchangeRates { first: Begun { from: None, rate }, later: Vec::new() }
    }

    /// The rate of a day: the latest that began before it; before the first, the first. Of no day the latest of all.
    pub fn on(&self, day: Option<Day>) -> Rate {
        let has_begun = |rate: &&Begun| day.is_none_or(|day| rate.from.is_none_or(|from| from <= day));
        self.later.iter().rev().find(has_begun).unwrap_or(&self.first).rate
    }
}

/// A single rate is kept as the number it always was.
impl Serialize for ExchangeRates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.later.is_empty() && self.first.from.is_none() {
            return self.first.rate.serialize(serializer);
        }
        serializer.collect_seq(std::iter::once(&self.first).chain(&self.later))
    }
}

impl<'de> Deserialize<'de> for ExchangeRates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExchangeRates, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kept {
            Always(Rate),
            ByDay(Vec<Begun>),
        }
        let mut rates = match Kept::deserialize(deserializer)? {
            Kept::Always(rate) => return Ok(ExchangeRates::always(rate)),
            Kept::ByDay(rates) => rates,
        };
        rates.sort_by_key(|rate| rate.from);
        if rates.windows(2).any(|two| matches!(two, [one, other] if one.from == other.from)) {
            return Err(de::Error::custom("two exchange rates of one currency begin on the same day"));
        }
        let mut rates = rates.into_iter();
        let first = rates.next().ok_or_else(|| de::Error::custom("a list of exchange rates is empty"))?;
        Ok(ExchangeRates { first, later: rates.collect() })
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
        for refused in [json!([]), twice, json!([{ "from": "2026-06-01" }]), json!("seven")] {
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
}
