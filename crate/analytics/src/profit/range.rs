//! The range in which the net lies while rates are missing: with every rate that nobody has said at the cheap and at the
//! dear end of what sellers usually pay. What has no usual value is not guessed: it is named as not taken off.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::account::Terms;
use super::activity::Activity;
use super::prepare::Prepared;
use super::report::{Report, assumptions};
use crate::config::{Assumption, AssumptionValue, Config};
use crate::currency::{Currencies, InShopCurrency};
use crate::dataset::Dataset;
use crate::figures::signed;
use crate::money::{Amount, Money, Quantity, Rate};

/// What sellers usually pay for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    /// The cheap end.
    pub low: Rate,
    /// The dear end.
    pub high: Rate,
    /// What both are a number of.
    pub of: UsualOf,
    /// Where the values come from, and when they were read.
    pub source: String,
}

/// What a usual value is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsualOf {
    /// The setting's own unit.
    Unit,
    /// The price of an order, where the setting is an amount an order.
    Price,
}

/// The net of the SKUs with a known cost, between what is usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetRange {
    /// Whole cents; never above the net as the settings stand.
    pub low: Money,
    /// Never below it.
    pub high: Money,
    /// What nobody has said and would change the net, those that move it most first.
    pub open: Vec<Open>,
}

/// An assumption that nobody has said anything about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Which setting nobody has said.
    pub assumption: Assumption,
    /// What it would cost at the cheap and at the dear end; `None` where no usual value is known.
    pub cost: Option<(Money, Money)>,
}

static USUAL: LazyLock<BTreeMap<String, Usual>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "embedded at build; a test reads it")]
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/usual.json"))).expect("the usual values are complete")
});

/// What sellers usually pay; `None` where no source says.
pub fn usual(assumption: Assumption) -> Option<&'static Usual> {
    USUAL.get(&assumption.name())
}

/// Whether nobody has said what the shop pays, and it may be something else than the settings have.
pub fn is_open(config: &Config, assumption: Assumption) -> bool {
    if config.is_stated(assumption) {
        return false;
    }
    let usual = usual(assumption);
    let is_zero = match config.get(assumption) {
        AssumptionValue::Share(rate) => rate == Rate::ZERO,
        AssumptionValue::Money(amount) => amount.is_zero(),
    };
    usual.is_some_and(|usual| usual.low != usual.high || is_zero)
        || (is_zero && assumption.is_usually_paid() && !config.has_sourced_fees(assumption))
}

/// `None` where no SKU that was sold has a known cost: then there is no net.
pub fn net_range(dataset: &Dataset, prepared: &Prepared, report: &Report, config: &Config) -> Option<NetRange> {
    if !report.knows_net() {
        return None;
    }
    let net = report.totals.net();
    let currencies = &prepared.currencies;
    let settings = currencies.settings(config);
    let open = assumptions(prepared, report).into_iter().map(|(each, _)| each);
    let open: Vec<Assumption> = open.filter(|&each| is_open(&settings, each)).collect();
    let costed = report.rows(prepared).filter(|row| row.profit.has_cost);
    let activities: Vec<&Activity> = costed.flat_map(|row| row.of.activities).collect();
    let (mut cheap, mut dear) = (settings.clone(), settings.clone());
    let mut usually: BTreeSet<Assumption> = BTreeSet::new();
    for &assumption in &open {
        let Some(usual) = usual(assumption) else { continue };
        let now = settings.get(assumption);
        let as_value = |rate: Rate| value(now, usual.of, rate, &activities, currencies);
        let (Some(low), Some(high)) = (as_value(usual.low), as_value(usual.high)) else { continue };
        cheap.set(assumption, least(low, now));
        dear.set(assumption, most(high, now));
        usually.insert(assumption);
    }
    let costs = |settings: InShopCurrency<'_>| costs(&Terms::of(dataset, prepared, settings), &activities, &open);
    let (now, cheap, dear) = (costs(settings), costs(cheap), costs(dear));
    let of = |costs: &BTreeMap<Assumption, Money>, each: Assumption| costs.get(&each).map_or(Money::ZERO, |cost| *cost);
    let mut range = NetRange { low: net, high: net, open: Vec::new() };
    for assumption in open {
        let (now, low, high) = (of(&now, assumption), of(&cheap, assumption), of(&dear, assumption));
        // A commission on more refunds than sales is the smaller the higher its rate.
        range.low -= low.max(high).max(now) - now;
        range.high += now - low.min(high).min(now);
        let cost = usually.contains(&assumption).then(|| (low.rounded(), high.rounded()));
        range.open.push(Open { assumption, cost });
    }
    range.low = range.low.rounded();
    range.high = range.high.rounded();
    range.open.sort_by_key(|open| std::cmp::Reverse(open.cost.map(|(low, high)| high - low)));
    Some(range)
}

/// A usual value in the unit of the setting, money in the shop's currency; `None` without a rate to it.
fn value(
    now: AssumptionValue,
    of: UsualOf,
    rate: Rate,
    activities: &[&Activity],
    currencies: &Currencies,
) -> Option<AssumptionValue> {
    Some(match (now, of) {
        (AssumptionValue::Share(_), _) => AssumptionValue::Share(rate),
        (AssumptionValue::Money(_), UsualOf::Unit) => {
            AssumptionValue::Money(currencies.cost(Amount::from_millionths(rate.millionths()))?)
        }
        (AssumptionValue::Money(_), UsualOf::Price) => {
            let revenue: Money = activities.iter().map(|activity| activity.revenue).sum();
            let orders: u64 = activities.iter().map(|activity| activity.order_share).sum();
            let orders = Quantity::from_thousandths(signed(orders / 1_000));
            let each = (revenue * rate).per(orders).map_or(Amount::ZERO, Money::to_amount);
            AssumptionValue::Money(each)
        }
    })
}

fn least(one: AssumptionValue, other: AssumptionValue) -> AssumptionValue {
    use AssumptionValue::{Money, Share};
    match (one, other) {
        (Share(one), Share(other)) => Share(one.min(other)),
        (Money(one), Money(other)) => Money(one.min(other)),
        (one, _) => one,
    }
}

fn most(one: AssumptionValue, other: AssumptionValue) -> AssumptionValue {
    if least(one, other) == one { other } else { one }
}

/// What each of the assumptions costs the activities.
fn costs(terms: &Terms<'_>, activities: &[&Activity], open: &[Assumption]) -> BTreeMap<Assumption, Money> {
    let mut costs: BTreeMap<Assumption, Money> = BTreeMap::new();
    for activity in activities {
        terms.account(activity, |component, amount| {
            if let Some(assumption) = component.assumption().filter(|each| open.contains(each)) {
                *costs.entry(assumption).or_default() += amount;
            }
        });
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Source;

    #[test]
    fn every_usual_value_is_about_an_assumption_and_has_a_source() {
        let platforms = Source::ALL.iter().flat_map(|&platform| Assumption::of_platform(platform));
        let names: Vec<String> =
            Assumption::SHOP_WIDE.iter().copied().chain(platforms).map(|assumption| assumption.name()).collect();
        assert!(!USUAL.is_empty());
        for (name, usual) in USUAL.iter() {
            assert!(names.contains(name), "{name}");
            assert!(usual.low <= usual.high && !usual.source.is_empty(), "{name}");
        }
    }

    #[test]
    fn the_defaults_lie_within_what_is_usual() {
        let config = Config::default();
        for &platform in config.platform.keys() {
            for assumption in Assumption::of_platform(platform) {
                let (Some(usual), AssumptionValue::Share(rate)) = (usual(assumption), config.get(assumption)) else {
                    continue;
                };
                let is_unset = rate == Rate::ZERO;
                assert!(is_unset || (usual.low..=usual.high).contains(&rate), "{}", assumption.name());
            }
        }
    }
}
