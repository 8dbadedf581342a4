//! How orders answer to ads and promotions: from the shop's own days where they can tell, else assumed.

use serde::{Deserialize, Serialize};

use super::super::calendar::{Calendar, Phase, weekday};
use super::super::load::Load;
use super::super::settings::Settings;
use crate::figures::{count, index, mean, share, ten_digits};
use crate::money::{Amount, Rate};
use crate::time::Day;

/// A figure with its range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The middle of the range.
    pub value: f64,
    /// Nearer to no answer at all.
    pub low: f64,
    /// The end at which orders answer most.
    pub high: f64,
    /// Days of the shop's own history it is estimated from; `None`: it is an assumption.
    pub days: Option<u32>,
}

/// Fewer days than this say nothing of ads: four weeks, so that every weekday counts several times.
const LEAST_DAYS: usize = 28;
/// Fewer promotion days than this say nothing of promotions.
const LEAST_PROMOTIONS: usize = 3;
/// An estimate is used when it is at least so many standard errors from none.
const LEAST_CERTAINTY: f64 = 2.0;

/// What is assumed, with its range.
pub(super) fn assumed(value: Rate, uncertainty: Rate) -> Estimate {
    let value = share(value);
    let off = share(uncertainty);
    Estimate { value, low: value * (1.0 - off), high: value * (1.0 + off), days: None }
}

/// Change of orders per change of ad spend: the slope of log orders on log spend, both less the mean of their weekday,
/// over the days with both. It is what went together, and sales days have more of both; so it is rather too high.
pub(super) fn ads_elasticity(load: &Load, settings: &Settings, as_of: Day) -> Estimate {
    let mut by_weekday: Vec<Vec<(f64, f64)>> = vec![Vec::new(); 7];
    for (date, day) in load.dated(load.window(as_of, 366)) {
        if let (Some(ads), Some(list)) = (day.ads, by_weekday.get_mut(index(weekday(date))))
            && ads > Amount::ZERO
            && day.orders > 0
        {
            let spend = crate::money::Money::from(ads).as_f64();
            list.push((libm::log(spend), libm::log(f64::from(day.orders))));
        }
    }
    let points: Vec<(f64, f64)> = by_weekday.iter().flat_map(|list| centred(list)).collect();
    let weekdays = by_weekday.iter().filter(|list| !list.is_empty()).count();
    let measured = (points.len() >= LEAST_DAYS).then(|| slope(&points, weekdays)).flatten();
    match measured {
        Some((slope, error)) if slope >= LEAST_CERTAINTY * error && slope > 0.0 && slope < 1.5 => Estimate {
            value: ten_digits(slope),
            low: ten_digits((slope - 2.0 * error).max(0.0)),
            high: ten_digits(slope + 2.0 * error),
            days: u32::try_from(points.len()).ok(),
        },
        _ => assumed(settings.brake.ads_elasticity, settings.brake.uncertainty),
    }
}

fn centred(list: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let (Some(x), Some(y)) = (
        mean(&list.iter().map(|point| point.0).collect::<Vec<_>>()),
        mean(&list.iter().map(|point| point.1).collect::<Vec<_>>()),
    ) else {
        return Vec::new();
    };
    list.iter().map(|point| (point.0 - x, point.1 - y)).collect()
}

/// Least squares through the origin of centred points, with its standard error; `None` where spend never changed.
fn slope(points: &[(f64, f64)], groups: usize) -> Option<(f64, f64)> {
    let squares: f64 = points.iter().map(|(x, _)| x * x).sum();
    if squares < 1e-9 {
        return None;
    }
    let slope = points.iter().map(|(x, y)| x * y).sum::<f64>() / squares;
    let left: f64 = points.iter().map(|(x, y)| (y - slope * x) * (y - slope * x)).sum();
    let freedom = count(points.len().saturating_sub(groups + 1));
    (freedom > 0.0).then(|| (slope, libm::sqrt(left / freedom / squares)))
}

/// Share of the orders of a promotion day that the promotion brought: 1 − the mean of other days ÷ the mean of
/// promotion days.
pub(super) fn promotion_share(load: &Load, settings: &Settings, calendar: &Calendar, as_of: Day) -> Estimate {
    let (mut promoted, mut others) = (Vec::new(), Vec::new());
    for (date, day) in load.dated(load.window(as_of, 366)) {
        match calendar.event(date).map(|event| event.phase) {
            Some(Phase::Peak | Phase::Final) => promoted.push(f64::from(day.orders)),
            Some(Phase::Presale | Phase::Rest | Phase::Wave) => {}
            None => others.push(f64::from(day.orders)),
        }
    }
    let measured = mean(&promoted).zip(mean(&others)).map(|(promoted, others)| 1.0 - others / promoted);
    let off = share(settings.brake.uncertainty);
    match measured {
        Some(share) if promoted.len() >= LEAST_PROMOTIONS && others.len() >= LEAST_DAYS && share > 0.0 => Estimate {
            value: ten_digits(share),
            low: ten_digits(share * (1.0 - off)),
            high: ten_digits((share * (1.0 + off)).min(1.0)),
            days: u32::try_from(promoted.len()).ok(),
        },
        _ => assumed(settings.brake.promotion_share, settings.brake.uncertainty),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::load::DayLoad;
    use super::*;
    use crate::Config;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_shops_own_answer_to_ads_is_found_again() {
        // Orders are 20 × spend^0.4 × a factor of the weekday; spend goes up and down on its own.
        let settings = Config::default().capacity;
        let spends = [50, 200, 90, 400, 120_u32];
        let days = (0..70_u32).map(|place| {
            let spend = spends[place as usize % 5];
            let of_weekday = 1.0 + f64::from(place % 7) / 10.0;
            let orders = crate::figures::whole(20.0 * libm::pow(f64::from(spend), 0.4) * of_weekday);
            DayLoad { orders, ads: Some(Amount::from_cents(i64::from(spend) * 100)), ..DayLoad::default() }
        });
        let mut load = Load { first: Some(day("2026-03-02")), days: days.collect(), ..Load::default() };
        let estimate = ads_elasticity(&load, &settings, load.last().unwrap());
        assert!((estimate.value - 0.4).abs() < 0.002 && estimate.low < estimate.high, "{estimate:?}");
        assert_eq!(estimate.days, Some(70));
        // With spend that never changes nothing can be said.
        for day in &mut load.days {
            day.ads = Some(Amount::from_cents(10_000));
        }
        let estimate = ads_elasticity(&load, &settings, load.last().unwrap());
        assert_eq!((estimate.value, estimate.low, estimate.high, estimate.days), (0.12, 0.06, 0.18, None));
    }

    #[test]
    fn promotion_days_are_compared_with_the_others() {
        // 40 days with 60 orders, and 16, 17 and 18 June with 100: 0.4 of a promotion day came for the promotion.
        let settings = Config::default().capacity;
        let first = day("2026-04-01");
        let days = (0..79)
            .map(|place| DayLoad { orders: if (76..79).contains(&place) { 100 } else { 60 }, ..DayLoad::default() });
        let load = Load { first: Some(first), days: days.collect(), ..Load::default() };
        assert_eq!(load.last(), Some(day("2026-06-18")));
        // The final payments of 31 May to 3 June count as promotion days too, with 60 orders each.
        let promoted = (3.0 * 100.0 + 4.0 * 60.0) / 7.0;
        let estimate = promotion_share(&load, &settings, &Calendar::default(), day("2026-06-18"));
        assert!((estimate.value - (1.0 - 60.0 / promoted)).abs() < 1e-9);
        assert_eq!(estimate.days, Some(7));
        let before = promotion_share(&load, &settings, &Calendar::default(), day("2026-05-01"));
        assert_eq!((before.value, before.days), (0.3, None));
    }
}
