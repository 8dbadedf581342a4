//! Settings by their key, as the settings file names them: how one is read as text, and what a typed text makes of them.

use analytics::capacity::Settings;
use analytics::{Amount, Quantity, Rate};
use serde_json::Value;

use crate::i18n::Locale;
use crate::text::format;
use crate::ui::field::{Refusal, whole};

/// A setting and how it is typed.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// As in the settings file, without `capacity.`.
    pub(super) key: &'static str,
    pub(super) unit: Unit,
    pub(super) label: fn(Locale) -> &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A whole number.
    Whole,
    /// Typed as it is kept: people, hours, an elasticity.
    Plain,
    /// A share, typed in percent.
    Percent,
    Money,
    /// One of the names.
    Choice(&'static [&'static str]),
}

/// What the product of people and pace is made of.
const OF_PEOPLE: [&str; 6] = [
    "packing.people",
    "packing.orders_per_hour",
    "packing.hours",
    "packing.shifts",
    "packing.utilisation",
    "packing.accuracy",
];

fn place(key: &str) -> String {
    format!("/{}", key.replace('.', "/"))
}

/// The setting as its field shows it.
pub(super) fn shown(settings: &Settings, key: &str, unit: Unit) -> String {
    let value = serde_json::to_value(settings).unwrap_or_default();
    match value.pointer(&place(key)) {
        Some(Value::String(text)) if unit == Unit::Percent => {
            Rate::parse(text).map(format::rate_in_percent).unwrap_or_default()
        }
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The settings with one of them set to what was typed.
pub(super) fn with(settings: &Settings, key: &str, unit: Unit, typed: &str) -> Result<Settings, Refusal> {
    let mut value = serde_json::to_value(settings).map_err(|_| Refusal::NotANumber)?;
    let slot = value.pointer_mut(&place(key)).ok_or(Refusal::NotANumber)?;
    *slot = match unit {
        Unit::Whole => whole(typed)?.into(),
        Unit::Percent => Rate::parse_percent(typed)?.to_string().into(),
        Unit::Plain | Unit::Money | Unit::Choice(_) => typed.into(),
    };
    // What is an amount and yet cannot be set is finer than the setting, which may be a number of units.
    let refused = |_| Amount::parse(typed).map_or_else(Refusal::from, |_| Refusal::TooFine(None));
    let mut changed: Settings = serde_json::from_value(value).map_err(refused)?;
    // The last answer counts: whoever tells people and paces wants the product of them.
    if OF_PEOPLE.contains(&key) {
        changed.packing.orders_per_day = Quantity::ZERO;
    }
    // Hours beside shifts and the like: what is wrong now and was not before is this field's doing.
    let before = settings.check();
    match changed.check().into_iter().find(|problem| !before.contains(problem)) {
        Some(problem) => Err(problem.reason.into()),
        None => Ok(changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::Config;

    #[track_caller]
    fn check(key: &str, unit: Unit, typed: &str, expected: Result<&str, Refusal>) {
        let found = with(&Config::default().capacity, key, unit, typed);
        assert_eq!(found.map(|settings| shown(&settings, key, unit)), expected.map(str::to_owned), "{key} = {typed}");
    }

    #[test]
    fn what_is_typed_is_what_is_set() {
        check("packing.people", Unit::Plain, "2.5", Ok("2.5"));
        check("packing.hours", Unit::Plain, "10", Ok("10"));
        check("packing.hours", Unit::Plain, "7.500", Ok("7.5"));
        check("packing.shifts", Unit::Whole, "2", Ok("2"));
        check("red_line", Unit::Percent, "80", Ok("80"));
        check("late.compensation_per_order", Unit::Money, "5", Ok("5.00"));
        check("brake.price_elasticity", Unit::Plain, "-1.5", Ok("-1.5"));
        check("packing.works", Unit::Choice(&[]), "workdays", Ok("workdays"));
    }

    #[test]
    fn the_last_answer_on_packing_counts() {
        let said = with(&Config::default().capacity, "packing.orders_per_day", Unit::Plain, "260").unwrap();
        assert_eq!(shown(&said, "packing.orders_per_day", Unit::Plain), "260");
        let counted = with(&said, "packing.people", Unit::Plain, "3").unwrap();
        assert_eq!(shown(&counted, "packing.orders_per_day", Unit::Plain), "0");
        let wages = with(&said, "packing.wage_per_hour", Unit::Money, "30").unwrap();
        assert_eq!(shown(&wages, "packing.orders_per_day", Unit::Plain), "260");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        check("packing.hours", Unit::Plain, "25", Err(Refusal::TooLarge));
        check("packing.hours", Unit::Plain, "0", Err(Refusal::Idle));
        check("packing.people", Unit::Plain, "-1", Err(Refusal::Negative));
        check("packing.shifts", Unit::Whole, "4", Err(Refusal::OutOfOrder));
        check("service.at_once", Unit::Whole, "-3", Err(Refusal::Negative));
        check("red_line", Unit::Percent, "130", Err(Refusal::TooLarge));
        check("packing.people", Unit::Plain, "两个", Err(Refusal::NotANumber));
        check("packing.people", Unit::Plain, "2.3456", Err(Refusal::TooFine(None)));
        check("packing.people", Unit::Plain, "900000000000", Err(Refusal::TooLarge));
        check("red_line", Unit::Percent, "80.00001", Err(Refusal::TooFine(Some(4))));
        check("late.compensation_per_order", Unit::Money, "0.0000001", Err(Refusal::TooFine(Some(6))));
        check("packing.shifts", Unit::Whole, "1.5", Err(Refusal::NotWhole));
        check("packing.nothing", Unit::Plain, "1", Err(Refusal::NotANumber));
    }

    #[test]
    fn every_field_of_the_panel_is_a_setting() {
        let settings = Config::default().capacity;
        for field in super::super::list::groups().iter().flat_map(|group| group.fields) {
            let text = shown(&settings, field.key, field.unit);
            assert!(!text.is_empty(), "{}", field.key);
            assert_eq!(with(&settings, field.key, field.unit, &text).as_ref(), Ok(&settings), "{} = {text}", field.key);
        }
    }
}
