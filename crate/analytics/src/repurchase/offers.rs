//! What a coupon for sleeping customers, and a membership, would come to. Response rates are assumptions of the settings;
//! baskets, margins and levels are counted.

use serde::{Deserialize, Serialize};

use super::history::History;
use super::repeat::age;
use super::settings::{Coupons, Level, Membership, Offer};
use super::tags::revenue;
use crate::figures::number;
use crate::money::{Amount, Money, Quantity, Rate};

/// An offer to customers who sleep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferValue {
    /// As the settings have it.
    pub offer: Offer,
    /// Customers silent for longer than the settings' `asleep`.
    pub sleepers: u32,
    /// Sleepers whose usual basket is at least half the threshold; the others would not reach it.
    pub fitting: u32,
    /// `response` × `fitting`.
    pub expected_orders: f64,
    /// What the offer brings more than leaving them alone, after goods, fees, freight, coupon and message; `None` where
    /// no cost is known.
    pub expected_gain: Option<Money>,
    /// The response at which it neither gains nor loses; `None` where no response is enough, and where no cost is known.
    pub break_even_response: Option<f64>,
}

/// A fitting sleeper with the usual basket b comes with probability `response` and buys max(b, threshold), which leaves
/// margin × basket − off; without the offer they come with `response_without` and leave margin × b.
pub(super) fn offers(history: &History, settings: &Coupons, margin: Option<Rate>) -> Vec<OfferValue> {
    let Some(as_of) = history.as_of else { return Vec::new() };
    let baskets: Vec<Money> = history
        .each()
        .filter(|purchases| purchases.last().is_some_and(|last| age(last.day, as_of) >= settings.asleep))
        .filter_map(|purchases| {
            let count = i64::try_from(purchases.len()).ok()?;
            revenue(purchases).per(Quantity::from_units(count))
        })
        .collect();
    settings.offers.iter().map(|offer| value_of(offer, &baskets, settings, margin)).collect()
}

fn value_of(offer: &Offer, baskets: &[Money], settings: &Coupons, margin: Option<Rate>) -> OfferValue {
    let threshold = Money::from(offer.threshold);
    let fitting: Vec<Money> = baskets.iter().copied().filter(|basket| *basket + *basket >= threshold).collect();
    let gain = margin.map(|margin| gain(offer, &fitting, settings, margin));
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let response = offer.response.millionths() as f64 / 1e6;
    OfferValue {
        offer: offer.clone(),
        sleepers: number(baskets.len()),
        fitting: number(fitting.len()),
        expected_orders: response * f64::from(number(fitting.len())),
        expected_gain: gain.map(|(gain, _)| gain.rounded()),
        break_even_response: gain.and_then(|(_, break_even)| break_even),
    }
}

/// What the offer gains of fitting baskets, and the response at which that is nothing.
fn gain(offer: &Offer, fitting: &[Money], settings: &Coupons, margin: Rate) -> (Money, Option<f64>) {
    let exact = |money: Money| money.to_amount();
    let threshold = Money::from(offer.threshold);
    // Per response, and what would have come anyway, summed over the fitting.
    let with: Money =
        fitting.iter().map(|basket| exact((*basket).max(threshold)) * margin - Money::from(offer.off)).sum();
    let without: Money = fitting.iter().map(|basket| exact(*basket) * margin).sum();
    let messages: Money = fitting.iter().map(|_| Money::from(settings.message)).sum();
    let anyway = exact(without) * settings.response_without;
    let break_even = (anyway + messages).ratio_to(with).filter(|share| with.is_positive() && *share <= 1.0);
    (exact(with) * offer.response - anyway - messages, break_even)
}

/// One level of a membership, had it been there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelValue {
    /// As the settings have it.
    pub level: Level,
    /// Customers who have it on the day of analysis.
    pub members: u32,
    /// What members of the level bought within the period.
    pub revenue: Money,
    /// What its discount would have cost on these orders, had they been the same.
    pub discounts: Money,
    /// The same for points, at their full value.
    pub points: Money,
}

/// Plays the membership on the orders of the last period: before each purchase a customer has the highest level that
/// the spending of the period before it reaches.
pub(super) fn membership(history: &History, settings: &Membership) -> Vec<LevelValue> {
    let mut levels: Vec<LevelValue> = settings
        .levels
        .iter()
        .map(|level| LevelValue {
            level: level.clone(),
            members: 0,
            revenue: Money::ZERO,
            discounts: Money::ZERO,
            points: Money::ZERO,
        })
        .collect();
    let Some(as_of) = history.as_of else { return levels };
    let days = i32::try_from(settings.period).unwrap_or(i32::MAX);
    let reached = |spent: Money| settings.levels.iter().rposition(|level| spent >= Money::from(level.from));
    history.in_turns(|purchases| {
        let spent_before = |day: crate::time::Day, includes: bool| -> Money {
            let from = day.plus(-days);
            purchases
                .iter()
                .filter(|other| other.day > from && (other.day < day || (includes && other.day == day)))
                .map(|other| other.revenue())
                .sum()
        };
        if let Some(level) = reached(spent_before(as_of, true)).and_then(|level| levels.get_mut(level)) {
            level.members += 1;
        }
        for purchase in purchases.iter().filter(|purchase| purchase.day > as_of.plus(-days)) {
            let level = reached(spent_before(purchase.day, false));
            let Some(level) = level.and_then(|level| levels.get_mut(level)) else { continue };
            level.revenue += purchase.revenue();
            level.discounts += purchase.revenue().to_amount() * level.level.discount;
            level.points += (purchase.revenue().to_amount() * settings.points).to_amount()
                * Rate::from_millionths(Amount::millionths(settings.point_value));
        }
    });
    for level in &mut levels {
        (level.discounts, level.points) = (level.discounts.rounded(), level.points.rounded());
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coupon_by_hand() {
        // Margin 40 %. Baskets 90 and 150; 30 does not reach half of 100.
        // With 满100减20: 100 × .4 − 20 + 150 × .4 − 20 = 60 a response; without: 36 + 60 = 96.
        // Gain at 10 % against 2 %, messages at 0.10: 6 − 1.92 − 0.20 = 3.88; break-even (1.92 + 0.20) ÷ 60 = 3.533 %.
        let settings = Coupons {
            asleep: 90,
            response_without: Rate::from_millionths(20_000),
            message: Amount::from_cents(10),
            offers: Vec::new(),
        };
        let offer = Offer {
            threshold: Amount::from_cents(10_000),
            off: Amount::from_cents(2_000),
            response: Rate::from_millionths(100_000),
        };
        let baskets = [9_000, 15_000, 3_000].map(Money::from_cents);
        let value = value_of(&offer, &baskets, &settings, Some(Rate::from_millionths(400_000)));
        assert_eq!((value.sleepers, value.fitting), (3, 2));
        assert_eq!(value.expected_gain, Some(Money::from_cents(388)));
        assert_eq!(value_of(&offer, &baskets, &settings, None).expected_gain, None);
        assert_eq!(value.break_even_response.map(|share| format!("{share:.5}")).as_deref(), Some("0.03533"));
    }
}
