//! Whether to brake: a command needs a limit, a day that is expected, and a loss that is larger than its cost.

use serde::{Deserialize, Serialize};

use super::Need;
use crate::capacity::ceiling::Grounds;
use crate::money::Money;

/// What to do about a day over the red line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrakeAdvice {
    /// The cheapest way under the red line, which costs less than it saves.
    Brake,
    /// Holding still is right, or the best that is known.
    Hold(WhyHold),
    /// What is missing to say anything.
    Ask(Question),
}

/// Why nothing is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyHold {
    /// The design day is carried as things are.
    UnderRedLine,
    /// No day to come is expected to go over the red line.
    NotExpected,
    /// No lever, nor any two together, gets there.
    NothingEnough,
    /// What piles up leaves in time, so there is no loss to avoid.
    NothingLate,
    /// Braking costs at least as much as being late does.
    CostsMore,
}

/// What only the seller can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// The ceiling is only the most that was ever sent: how many orders get packed a day?
    PackedPerDay,
    /// No unit cost is known, so that nothing can be compared: what do the goods cost?
    UnitCost,
}

impl BrakeAdvice {
    /// The stable name: `brake`, `hold`, `ask`.
    pub const fn name(self) -> &'static str {
        match self {
            BrakeAdvice::Brake => "brake",
            BrakeAdvice::Hold(_) => "hold",
            BrakeAdvice::Ask(_) => "ask",
        }
    }
}

/// What the advice rests on.
pub(super) struct Reasons {
    pub(super) need: Need,
    /// Of the ceiling.
    pub(super) grounds: Grounds,
    pub(super) is_expected: bool,
    pub(super) knows_cost: bool,
    /// Of the cheapest way.
    pub(super) cost: Option<Money>,
    pub(super) avoided: Money,
}

pub(super) fn advise(reasons: &Reasons) -> BrakeAdvice {
    use BrakeAdvice::{Ask, Brake, Hold};
    match reasons.need {
        Need::None => return Hold(WhyHold::UnderRedLine),
        Need::OverRedLine | Need::OverCeiling => {}
    }
    if !reasons.grounds.is_limit() {
        return Ask(Question::PackedPerDay);
    }
    if !reasons.is_expected {
        return Hold(WhyHold::NotExpected);
    }
    match reasons.cost {
        None if !reasons.knows_cost => Ask(Question::UnitCost),
        None => Hold(WhyHold::NothingEnough),
        Some(_) if !reasons.avoided.is_positive() => Hold(WhyHold::NothingLate),
        Some(cost) if cost >= reasons.avoided => Hold(WhyHold::CostsMore),
        Some(_) => Brake,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day over the ceiling that is expected, braked for 100 and costing 300 otherwise.
    fn reasons() -> Reasons {
        Reasons {
            need: Need::OverCeiling,
            grounds: Grounds::Assumed,
            is_expected: true,
            knows_cost: true,
            cost: Some(Money::from_cents(10_000)),
            avoided: Money::from_cents(30_000),
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Reasons), expected: BrakeAdvice) {
        let mut reasons = reasons();
        change(&mut reasons);
        assert_eq!(advise(&reasons), expected);
    }

    #[test]
    fn a_command_needs_all_of_its_reasons() {
        use BrakeAdvice::{Ask, Brake, Hold};
        check(|_| {}, Brake);
        check(|all| all.need = Need::OverRedLine, Brake);
        check(|all| all.need = Need::None, Hold(WhyHold::UnderRedLine));
        check(|all| all.grounds = Grounds::Shown, Ask(Question::PackedPerDay));
        check(|all| all.is_expected = false, Hold(WhyHold::NotExpected));
        check(|all| all.cost = None, Hold(WhyHold::NothingEnough));
        check(|all| (all.cost, all.knows_cost) = (None, false), Ask(Question::UnitCost));
    }

    #[test]
    fn a_brake_that_costs_what_it_saves_is_not_ordered() {
        use BrakeAdvice::{Brake, Hold};
        let cents = Money::from_cents;
        check(|all| all.cost = Some(cents(29_999)), Brake);
        check(|all| all.cost = Some(cents(30_000)), Hold(WhyHold::CostsMore));
        check(|all| all.cost = Some(cents(10_400)), Brake);
        check(|all| (all.cost, all.avoided) = (Some(cents(10_400)), cents(0)), Hold(WhyHold::NothingLate));
        // One that earns saves nothing either where nothing would be late: it is no brake then.
        check(|all| (all.cost, all.avoided) = (Some(cents(-500)), cents(0)), Hold(WhyHold::NothingLate));
        check(|all| all.cost = Some(cents(-500)), Brake);
    }
}
