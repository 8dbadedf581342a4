//! The brake: the smallest change that brings the design day under the red line, what it costs, what it saves, and when
//! it may be let go.
//!
//! Every lever is moved in whole steps. The answer is the fewest steps after which the load is at or under the red
//! line, so one step less is over it. Levers whose effect is not certain are solved for the middle and for both ends.
//!
//! Solving is not ordering. The brake is advised only where the ceiling is a limit and not a record, where a day over the
//! red line is expected, and where braking costs less than it saves; else the shop holds still, or is asked.

mod advice;
mod estimate;
mod levers;

use serde::{Deserialize, Serialize};

pub use advice::{BrakeAdvice, Question, WhyHold};
pub use estimate::Estimate;
pub use levers::{Answers, Lever};
use levers::{End, LeverSteps, Situation};

use super::calendar::Calendar;
use super::ceiling::{Ceiling, ResourceCeiling, ServiceDemand, busiest_share, ceiling, limits, resources};
use super::load::Load;
use super::settings::Settings;
use super::spike::{Scene, late_cost};
use crate::figures::{mean, share, ten_digits, times};
use crate::money::{Money, Quantity};
use crate::time::Day;

/// What to do at the red line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Brake {
    /// How far the design day is from what can be carried.
    pub need: Need,
    /// Whether to brake at all.
    pub advice: BrakeAdvice,
    /// A share of the ceiling: 0.85.
    pub red_line: f64,
    /// Orders of the day planned for.
    pub design_orders: f64,
    /// Load of the design day before anything is done.
    pub load: f64,
    /// The one that the levers are moved against.
    pub ceiling: Ceiling,
    /// Days that the money below is for: design days, one after another.
    pub days: u32,
    /// One a lever.
    pub levers: Vec<LeverAnswer>,
    /// The cheapest way under the red line, of one lever or of two together. `None` where there is none, or where no
    /// cost is known to compare by.
    pub cheapest: Option<LeverMix>,
    /// What is lost without a brake.
    pub avoided: Avoided,
    /// How demand was taken to answer.
    pub answers: Answers,
    /// First day on which more is expected than the red line allows; `None`: none is expected.
    pub start_on: Option<Day>,
    /// Otherwise as soon as a day brings more orders than this.
    pub start_above: f64,
    /// When to let go.
    pub release: Release,
}

/// Where the design day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The design day is under the red line.
    None,
    /// It is over the red line and under the ceiling.
    OverRedLine,
    /// It is over the ceiling: a backlog grows.
    OverCeiling,
}

/// What one lever can do on its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverAnswer {
    /// What is moved.
    pub lever: Lever,
    /// How far that goes.
    pub reach: Reach,
}

/// Whether a lever gets the load under the red line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// So much is enough.
    Enough(Move),
    /// The furthest it may be moved still leaves a load over the red line.
    NotEnough {
        /// The furthest it may be moved, in the lever's own measure.
        most: f64,
        /// What is left then, as a share of the ceiling.
        load: f64,
    },
    /// It does not touch what runs short.
    NoEffect,
}

/// A lever moved just far enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// In the lever's own measure: a share of today's, orders a day, hours a day, agents.
    pub amount: f64,
    /// The amount where orders answer most and least; equal where nothing is uncertain. `None`: not even the furthest
    /// move is enough then.
    pub least: Option<f64>,
    /// The amount where orders answer least.
    pub most: Option<f64>,
    /// The furthest it may be moved.
    pub limit: f64,
    /// Of the design day then, as a share of the ceiling.
    pub load: f64,
    /// The load one step before: over the red line.
    pub load_one_step_less: f64,
    /// Orders of the design day then.
    pub orders: f64,
    /// Profit given up and money spent in the days of the brake; negative where it earns. `None` without costs.
    pub cost: Option<Money>,
}

/// Levers moved together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverMix {
    /// What is moved, and how far in its own measure.
    pub parts: Vec<(Lever, f64)>,
    /// Of the design day then, as a share of the ceiling.
    pub load: f64,
    /// Of the design day then.
    pub orders: f64,
    /// Profit given up and money spent in the days of the brake.
    pub cost: Money,
}

/// What being over the ceiling would cost in the days of the brake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Avoided {
    /// Orders that would leave after the late limit.
    pub late_orders: f64,
    /// 赔付 for late orders.
    pub compensation: Money,
    /// Profit of late orders that are given back.
    pub refunds: Money,
    /// Profit of purchases that late buyers do not make later; an assumption.
    pub lost_repurchase: Money,
    /// All three together.
    pub total: Money,
    /// Whether the shop's own files say what a late order costs.
    pub is_compensation_measured: bool,
}

/// When the brake may be let go: all of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// Orders a day, counted without the brake, below this …
    pub orders_below: f64,
    /// … on so many days in a row …
    pub days: u32,
    /// … and no more than this waiting from the days before.
    pub backlog_below: f64,
}

/// The resources the brake is solved for, and the lowest ceiling among them: the limits, where one of them gives first or
/// is over the red line; else all, records too.
fn ceilings(
    all: Vec<ResourceCeiling>,
    red_orders: impl Fn(&Ceiling) -> bool,
) -> Option<(Vec<ResourceCeiling>, Ceiling)> {
    let is_some = |ceiling: &Ceiling| ceiling.orders_per_day > 0.0;
    let lowest = ceiling(&all).filter(is_some)?;
    let limits = limits(&all);
    match ceiling(&limits).filter(is_some) {
        Some(limit) if lowest.grounds.is_limit() || red_orders(&limit) => Some((limits, limit)),
        _ => Some((all, lowest)),
    }
}

/// Solves the brake for a design day. `expected` are the orders of the days to come. `None` without a ceiling.
pub fn brake(
    load: &Load,
    settings: &Settings,
    as_of: Day,
    design_orders: f64,
    expected: &[(Day, f64)],
) -> Option<Brake> {
    let calendar = Calendar::default();
    let red_line = share(settings.red_line);
    let all = resources(load, settings, as_of, Some(design_orders));
    let is_over = |ceiling: &Ceiling| design_orders > red_line * ceiling.orders_per_day;
    let (resources, ceiling) = ceilings(all, is_over)?;
    let window = load.window(as_of, settings.design.days);
    let answers = Answers {
        price: estimate::assumed(settings.brake.price_elasticity, settings.brake.uncertainty),
        ads: estimate::ads_elasticity(load, settings, as_of),
        promotion_share: estimate::promotion_share(load, settings, &calendar, as_of),
    };
    let spent = load.dated(load.window(as_of, 30)).filter_map(|(_, day)| Some(Money::from(day.ads?).as_f64()));
    let set = (settings.service.people > Quantity::ZERO).then_some(settings.service.people);
    let people = set.or_else(|| Some(Quantity::from_units(i64::from(load.service.agents?))));
    let demand = ServiceDemand {
        contacts_per_order: load
            .service
            .contacts_per_order()
            .unwrap_or_else(|| share(settings.service.contacts_per_order)),
        busiest_share: busiest_share(load, window.clone(), &settings.service),
    };
    let situation = Situation {
        orders: design_orders,
        usual_orders: mean(&load.orders(window))?,
        service: people.map(|people| (people, demand)),
        contribution: load.money.contribution,
        net_sales: load.money.net_sales,
        ads: mean(&spent.collect::<Vec<_>>()).filter(|ads| *ads > 0.0),
        ..Situation::new(settings, &resources, answers)
    };
    let now = situation.effect(&LeverSteps::default(), End::Middle).load;
    let need = match now {
        calm if calm <= red_line => Need::None,
        crossed if crossed <= 1.0 => Need::OverRedLine,
        _ => Need::OverCeiling,
    };
    // Nothing is solved against a record.
    let is_solved = need != Need::None && ceiling.grounds.is_limit();
    let levers = if is_solved { situation.levers(red_line) } else { Vec::new() };
    let cheapest = if is_solved { situation.cheapest(red_line) } else { None };
    let avoided = avoided(load, settings, &calendar, as_of, design_orders, &resources);
    let start_above = red_line * ceiling.orders_per_day;
    // A day gone by is no day to come.
    let mut ahead = expected.iter().filter(|(day, _)| *day > as_of);
    let start_on = ahead.find(|(_, orders)| *orders > start_above).map(|(day, _)| *day);
    let release_line = (red_line - share(settings.brake.release_margin)).max(0.0);
    Some(Brake {
        need,
        advice: advice::advise(&advice::Reasons {
            need,
            grounds: ceiling.grounds,
            is_expected: start_on.is_some(),
            knows_cost: load.money.contribution.is_some() && load.money.net_sales.is_some(),
            cost: cheapest.as_ref().map(|mix| mix.cost),
            avoided: avoided.total,
        }),
        red_line,
        design_orders,
        load: ten_digits(now),
        days: settings.brake.days,
        cheapest,
        levers,
        avoided,
        answers,
        start_on,
        start_above: ten_digits(start_above),
        release: Release {
            orders_below: ten_digits(release_line * ceiling.orders_per_day),
            days: settings.brake.release_days,
            // What the room of one day under the red line takes away.
            backlog_below: ten_digits((red_line - release_line) * ceiling.orders_per_day),
        },
        ceiling,
    })
}

/// Plays the days of the brake as design days without it.
fn avoided(
    load: &Load,
    settings: &Settings,
    calendar: &Calendar,
    as_of: Day,
    design_orders: f64,
    resources: &[super::ceiling::ResourceCeiling],
) -> Avoided {
    let Some(scene) = Scene::new(load, settings, resources, as_of, calendar) else { return Avoided::default() };
    let length = settings.brake.days.saturating_add(30);
    let dates = || (1..=length).map(|day| as_of.plus(crate::figures::days(day)));
    let orders: Vec<f64> = dates()
        .enumerate()
        .map(|(day, date)| {
            let usual = scene.usual_on(date);
            if day < crate::figures::index(settings.brake.days) { design_orders.max(usual) } else { usual }
        })
        .collect();
    let capacity: Vec<f64> = dates().map(|date| scene.capacity_on(date)).collect();
    let (cost, is_measured) = late_cost(load, settings);
    let outcome = scene.outcome(&scene.play(&orders, &capacity), &orders, settings.brake.days, cost);
    let of_profit = |part: f64| load.money.contribution.map_or(Money::ZERO, |each| times(each.into(), part));
    let refunds = of_profit(outcome.late_orders * share(settings.late.refund_share));
    let lost_repurchase = of_profit(outcome.late_orders * share(settings.late.lost_repurchase_share));
    Avoided {
        late_orders: outcome.late_orders,
        compensation: outcome.compensation,
        refunds,
        lost_repurchase,
        total: outcome.compensation + refunds + lost_repurchase,
        is_compensation_measured: is_measured,
    }
}

impl Situation<'_> {
    fn levers(&self, red_line: f64) -> Vec<LeverAnswer> {
        Lever::ALL.iter().map(|&lever| LeverAnswer { lever, reach: self.reach(lever, red_line) }).collect()
    }

    fn reach(&self, lever: Lever, red_line: f64) -> Reach {
        let most = self.most(lever);
        let before = self.effect(&LeverSteps::default(), End::Middle);
        let furthest = self.effect(&with(LeverSteps::default(), lever, most), End::Middle);
        if furthest.load >= before.load {
            return Reach::NoEffect;
        }
        let solve = |end: End| self.fewest(LeverSteps::default(), lever, red_line, end);
        let Some(steps) = solve(End::Middle) else {
            return Reach::NotEnough { most: amount(lever, most), load: ten_digits(furthest.load) };
        };
        let effect = self.effect(&with(LeverSteps::default(), lever, steps), End::Middle);
        let one_less = self.effect(&with(LeverSteps::default(), lever, steps.saturating_sub(1)), End::Middle);
        Reach::Enough(Move {
            amount: amount(lever, steps),
            least: solve(End::High).map(|steps| amount(lever, steps)),
            most: solve(End::Low).map(|steps| amount(lever, steps)),
            limit: amount(lever, most),
            load: ten_digits(effect.load),
            load_one_step_less: ten_digits(one_less.load),
            orders: ten_digits(effect.orders),
            cost: effect.cost.map(|cost| self.in_money(cost)),
        })
    }

    /// The fewest steps of a lever, on top of others, that bring the load to the red line or under it.
    fn fewest(&self, others: LeverSteps, lever: Lever, red_line: f64, end: End) -> Option<u32> {
        let is_enough = |steps: u32| self.effect(&with(others, lever, steps), end).load <= red_line;
        let (mut over, mut enough) = (0, self.most(lever));
        if is_enough(over) {
            return Some(0);
        }
        if !is_enough(enough) {
            return None;
        }
        // More of a lever never adds load, so halving finds the first step that is enough.
        while enough - over > 1 {
            let middle = over + (enough - over) / 2;
            if is_enough(middle) {
                enough = middle;
            } else {
                over = middle;
            }
        }
        Some(enough)
    }

    /// The cheapest of all levers alone and in pairs: of each, twenty parts of its way, and the rest by the other.
    fn cheapest(&self, red_line: f64) -> Option<LeverMix> {
        const PARTS: u32 = 20;
        let mut best: Option<(f64, LeverSteps)> = None;
        let mut consider = |steps: LeverSteps| {
            if let Some(cost) = self.effect(&steps, End::Middle).cost
                && best.is_none_or(|(known, _)| cost < known)
            {
                best = Some((cost, steps));
            }
        };
        for first in Lever::ALL {
            let way = self.fewest(LeverSteps::default(), first, red_line, End::Middle).unwrap_or(self.most(first));
            for part in 0..=PARTS {
                let begun = with(LeverSteps::default(), first, way / PARTS * part + way % PARTS * part / PARTS);
                for second in Lever::ALL.into_iter().filter(|&second| second != first) {
                    if let Some(steps) = self.fewest(begun, second, red_line, End::Middle) {
                        consider(with(begun, second, steps));
                    }
                }
            }
        }
        let (cost, steps) = best?;
        let effect = self.effect(&steps, End::Middle);
        let parts = Lever::ALL.into_iter().map(|lever| (lever, steps[lever])).filter(|(_, steps)| *steps > 0);
        Some(LeverMix {
            parts: parts.map(|(lever, steps)| (lever, amount(lever, steps))).collect(),
            load: ten_digits(effect.load),
            orders: ten_digits(effect.orders),
            cost: self.in_money(cost),
        })
    }

    /// A day's cost over the days of the brake.
    fn in_money(&self, cost_per_day: f64) -> Money {
        times(Money::from_cents(100), cost_per_day * f64::from(self.settings.brake.days))
    }
}

fn with(mut steps: LeverSteps, lever: Lever, number: u32) -> LeverSteps {
    steps[lever] = number;
    steps
}

fn amount(lever: Lever, steps: u32) -> f64 {
    ten_digits(f64::from(steps) * lever.step())
}

#[cfg(test)]
mod tests;
