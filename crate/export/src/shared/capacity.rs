//! What a report shows of capacity.

use analytics::capacity::{Capacity, Grounds, PlanRow, Resource, ResourceCeiling};
use analytics::{Money, Quantity};

use super::choice::{Choice, Listed, MOST_SKUS};
use super::report::{CeilingNow, PlanLine, ResourceRow, SharedCapacity};
use super::values::Permille;

/// Days of the load that are shown.
const DAYS: usize = 90;
/// Rows of the plan where not all are asked for.
const PLAN: usize = 20;

/// What is chosen of it.
pub fn shared_capacity(capacity: &Capacity, choice: &Choice) -> SharedCapacity {
    let due: Vec<&PlanRow> =
        capacity.replenishment.rows.iter().filter(|row| row.is_due && !row.orders.is_empty()).collect();
    let most = match choice.listed {
        Listed::None => 0,
        Listed::All => MOST_SKUS,
        Listed::Losing | Listed::AtStake(_) => PLAN,
    };
    let days = capacity.days.get(capacity.days.len().saturating_sub(DAYS)..).unwrap_or_default();
    SharedCapacity {
        ceiling: capacity.ceiling.as_ref().map(|ceiling| CeilingNow {
            orders_per_day: ceiling.orders_per_day,
            resource: ceiling.bottleneck.name().to_owned(),
            is_own: is_own(&ceiling.bottleneck),
            grounds: key(ceiling.grounds).to_owned(),
        }),
        red_line: Permille::of(capacity.red_line),
        busy_day: capacity.design_day.map(|day| (day.orders, Permille::of(day.percentile))),
        resources: capacity.resources.iter().map(resource).collect(),
        first_day: days.first().map(|day| day.date.into()).unwrap_or_default(),
        orders: days.iter().map(|day| day.orders).collect(),
        crossed: (0..).zip(days).filter(|(_, day)| day.is_crossed).map(|(place, _)| place).collect(),
        more_due: u32::try_from(due.len().saturating_sub(most)).unwrap_or(u32::MAX),
        plan: due.into_iter().take(most).map(|row| plan(row, choice)).collect(),
    }
}

fn resource(resource: &ResourceCeiling) -> ResourceRow {
    ResourceRow {
        name: resource.resource.name().to_owned(),
        is_own: is_own(&resource.resource),
        orders_per_day: resource.orders_per_day,
        load: resource.load_design.map(Permille::of),
        grounds: key(resource.grounds).to_owned(),
    }
}

const fn is_own(resource: &Resource) -> bool {
    matches!(resource, Resource::Other(_))
}

/// The key of its words.
pub(super) const fn key(grounds: Grounds) -> &'static str {
    match grounds {
        Grounds::Measured => "measured",
        Grounds::PartlyMeasured => "partly",
        Grounds::Assumed => "assumed",
        Grounds::Shown => "shown",
        Grounds::NotKnown => "not_known",
    }
}

fn plan(row: &PlanRow, choice: &Choice) -> PlanLine {
    let named = |text: &str| if choice.names { text.to_owned() } else { String::new() };
    let amounts: Option<Money> = row.orders.iter().map(|order| order.amount).sum();
    PlanLine {
        code: named(&row.code),
        name: named(&row.name),
        units: row.orders.iter().map(|order| order.quantity).sum::<Quantity>().into(),
        amount: amounts.filter(|_| choice.costs).map(Into::into),
        runs_out: row.runs_out.map(Into::into),
        cover_days: row.whole_cover_days(),
    }
}
