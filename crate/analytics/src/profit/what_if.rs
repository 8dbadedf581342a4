//! What a change of price, ads, costs, fees or returns would come to, beside today.
//!
//! The change is applied to what was prepared, so it is as cheap as a report. How many fewer buy at a higher price is not
//! in the files: it is an assumption, stated as an elasticity, and the answer is a range.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::account::Terms;
use super::activity::{Activity, FeeBase};
use super::blocks::{Blocks, Component};
use super::chosen::Chosen;
use super::prepare::Prepared;
use super::report::add_to_blocks;
use crate::config::Config;
use crate::dataset::Dataset;
use crate::figures::{number, signed};
use crate::money::{Amount, Money, Quantity, Rate};
use crate::vocabulary::Source;

/// A named set of changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// As the seller calls it.
    pub name: String,
    /// What is changed.
    pub target: Target,
    /// By how much.
    pub levers: Levers,
}

/// What the changes apply to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Everything in scope.
    #[default]
    Shop,
    /// What is sold there.
    Platform(Source),
    /// By code.
    Skus(Vec<String>),
}

/// Changes as shares of today's value: 0.05 is five per cent more, −1 is none at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levers {
    /// Of a unit.
    pub price: Rate,
    /// Spend on them.
    pub ads: Rate,
    /// Of a unit.
    pub unit_cost: Rate,
    /// In points of net sales, on top of today's commission: 0.01 is one point more.
    pub commission: Rate,
    /// Of a parcel.
    pub freight: Rate,
    /// Goods and money that come back.
    pub returns: Rate,
}

/// How demand answers: assumptions, all of them, from the one place where the settings keep them for every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elasticity {
    /// Change of units per change of price: −1.5 means that one per cent on the price costs one and a half of the units.
    pub price: Rate,
    /// Change of units per change of ad spend.
    pub ads: Rate,
    /// How far both may be off, either way, as a share of themselves.
    pub uncertainty: Rate,
}

impl Elasticity {
    /// As the settings have them.
    pub const fn of(config: &Config) -> Elasticity {
        let brake = &config.capacity.brake;
        Elasticity { price: brake.price_elasticity, ads: brake.ads_elasticity, uncertainty: brake.uncertainty }
    }
}

/// The target today and under the scenario. Exact to the cent in its parts, an estimate as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// As the report has it.
    pub today: Blocks,
    /// With the elasticities as given.
    pub expected: Blocks,
    /// With demand answering as unfavourably as the uncertainty allows.
    pub low: Blocks,
    /// As favourably.
    pub high: Blocks,
}

/// Works a scenario out. SKUs without a known cost take no part.
pub fn what_if(dataset: &Dataset, prepared: &Prepared, config: &Config, scenario: &Scenario) -> Comparison {
    let terms = Terms::new(dataset, prepared, config);
    let chosen = chosen(dataset, prepared, &terms, &scenario.target);
    let orders = chosen.orders();
    let under = |levers: &Levers, volume: Rate| {
        let mut blocks = Blocks { orders: scaled_count(orders, volume), ..Blocks::default() };
        for activity in chosen.activities() {
            add(&mut blocks, &terms, activity, levers, volume);
        }
        blocks.round();
        blocks
    };
    let elasticity = Elasticity::of(config);
    let volume = |off: i64| volume(&scenario.levers, &elasticity, off);
    let mut answers = [under(&scenario.levers, volume(-1)), under(&scenario.levers, volume(1))];
    answers.sort_by_key(Blocks::net);
    let [low, high] = answers;
    Comparison { today: under(&Levers::default(), Rate::ONE), expected: under(&scenario.levers, volume(0)), low, high }
}

fn chosen<'p>(dataset: &Dataset, prepared: &'p Prepared, terms: &Terms<'_>, target: &Target) -> Chosen<'p> {
    let mut chosen = Chosen::none(prepared);
    let named: BTreeSet<&str> = match target {
        Target::Skus(codes) => codes.iter().map(String::as_str).collect(),
        Target::Shop | Target::Platform(_) => BTreeSet::new(),
    };
    for of in prepared.items() {
        let is_named = match target {
            Target::Shop | Target::Platform(_) => true,
            Target::Skus(_) => named.contains(of.item.code(dataset)),
        };
        if is_named && of.activities.iter().all(|activity| terms.has_cost(activity)) {
            chosen.add(&of, |activity| !matches!(target, Target::Platform(platform) if *platform != activity.platform));
        }
    }
    chosen
}

/// Units as a share of today's: (1 + price)^elasticity × (1 + ads)^elasticity, the elasticities larger or smaller by the
/// uncertainty. Without a price nothing is sold; without ads what they brought is gone.
fn volume(levers: &Levers, elasticity: &Elasticity, off: i64) -> Rate {
    let spread = 1.0 + as_float(elasticity.uncertainty) * as_float(Rate::from_millionths(off * 1_000_000));
    let answer = |change: Rate, elasticity: Rate| {
        let base = 1.0 + as_float(change);
        if base <= 0.0 { 0.0 } else { libm::pow(base, as_float(elasticity) * spread) }
    };
    let of_price = answer(levers.price, elasticity.price);
    let of_ads = if levers.ads == -Rate::ONE {
        1.0 - as_float(elasticity.ads) * spread
    } else {
        answer(levers.ads, elasticity.ads)
    };
    // A share is kept to millionths like every rate; a hundredfold is out of every range that means something.
    let millionths = libm::round((of_price * of_ads).clamp(0.0, 100.0) * 1e6);
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a hundred million")]
    Rate::from_millionths(millionths as i64)
}

#[expect(clippy::cast_precision_loss, reason = "an elasticity, not money")]
fn as_float(rate: Rate) -> f64 {
    rate.millionths() as f64 / 1e6
}

fn add(blocks: &mut Blocks, terms: &Terms<'_>, activity: &Activity, levers: &Levers, volume: Rate) {
    let more = |change: Rate| Rate::ONE + change;
    let scaled = activity.scaled(volume, more(levers.price), more(levers.returns));
    blocks.units += scaled.units;
    terms.account(&scaled, |component, amount| {
        let changed = match component {
            Component::UnitCost
            | Component::Gifts
            | Component::Loss
            | Component::ResentGoods
            | Component::Resend
            | Component::ReturnedGoods => times(amount, more(levers.unit_cost)),
            Component::CourierBill | Component::AssumedFreight => times(amount, more(levers.freight)),
            Component::OwnAds | Component::SharedAds => times(amount, more(levers.ads)),
            Component::Commission(_) => amount + times(scaled.revenue - scaled.refunds, levers.commission),
            _ => amount,
        };
        add_to_blocks(blocks, component, changed);
    });
}

impl Activity {
    /// The activity with more or fewer orders, another price, and more or fewer of them given back. Ads stay: they were
    /// spent.
    fn scaled(&self, volume: Rate, price: Rate, returns: Rate) -> Activity {
        let returned = volume * returns;
        let mut scaled = Activity::new(self.item, self.store, self.platform);
        scaled.lines = self.lines;
        scaled.units = part(self.units, volume);
        scaled.revenue = times(times(self.revenue, volume), price);
        scaled.refunds = times(times(self.refunds, returned), price);
        scaled.affiliate_sales = times(times(self.affiliate_sales, volume), price);
        scaled.goods = self.goods.clone();
        for goods in &mut scaled.goods {
            goods.units = part(goods.units, volume);
            goods.resent = part(goods.resent, volume);
            goods.returned = part(goods.returned, returned);
            goods.maybe_returned = part(goods.maybe_returned, returned);
        }
        scaled.order_share = share(self.order_share, volume);
        scaled.shipped_share = share(self.shipped_share, volume);
        scaled.unbilled_share = share(self.unbilled_share, volume);
        scaled.units_shipped = part(self.units_shipped, volume);
        scaled.freight = times(self.freight, volume);
        scaled.listed_freight = times(self.listed_freight, volume);
        scaled.refund_share = share(self.refund_share, returned);
        scaled.return_share = share(self.return_share, returned);
        scaled.maybe_return_share = share(self.maybe_return_share, returned);
        scaled.compensation = times(self.compensation, volume);
        scaled.fees = times(self.fees, volume);
        scaled.stated = FeeBase {
            revenue: times(times(self.stated.revenue, volume), price),
            refunds: times(times(self.stated.refunds, returned), price),
            affiliate_sales: times(times(self.stated.affiliate_sales, volume), price),
            order_share: share(self.stated.order_share, volume),
        };
        scaled.own_ads = self.own_ads;
        scaled.shared_ads = self.shared_ads;
        scaled
    }
}

/// An estimate needs no more than millionths, and so its products stay exact.
fn times(amount: Money, factor: Rate) -> Money {
    (amount.to_amount() * factor).to_amount().into()
}

fn part(units: Quantity, factor: Rate) -> Quantity {
    let scaled = Amount::from_millionths(units.thousandths()) * factor;
    Quantity::from_thousandths(scaled.to_amount().millionths())
}

fn share(millionths: u64, factor: Rate) -> u64 {
    let whole = Amount::from_millionths(signed(millionths));
    (whole * factor).to_amount().millionths().max(0).unsigned_abs()
}

fn scaled_count(count: u32, factor: Rate) -> u32 {
    number(share(u64::from(count) * 1_000_000, factor) / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> Rate {
        Rate::parse(text).unwrap()
    }

    #[test]
    fn demand_answers_by_its_elasticity() {
        let elasticity = Elasticity { price: rate("-2"), ads: rate("0.5"), uncertainty: rate("0.5") };
        let price = |change| Levers { price: rate(change), ..Levers::default() };
        // 1.25^-2 = 0.64; half as elastic 1.25^-1 = 0.8; half again as elastic 1.25^-3 = 0.512.
        assert_eq!(volume(&price("0.25"), &elasticity, 0).to_string(), "0.64");
        assert_eq!(volume(&price("0.25"), &elasticity, -1).to_string(), "0.8");
        assert_eq!(volume(&price("0.25"), &elasticity, 1).to_string(), "0.512");
        let ads = |change| Levers { ads: rate(change), ..Levers::default() };
        // 0.64^0.5 = 0.8.
        assert_eq!(volume(&ads("-0.36"), &elasticity, 0).to_string(), "0.8");
        assert_eq!(volume(&ads("-1"), &elasticity, 0).to_string(), "0.5");
        assert_eq!(volume(&Levers::default(), &elasticity, 1), Rate::ONE);
    }
}
