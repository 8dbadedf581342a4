//! What can be moved, in what steps, and what a step does to load and money.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

use super::super::ceiling::{Resource, ResourceCeiling, ServiceDemand, service_orders};
use super::super::settings::Settings;
use super::estimate::Estimate;
use crate::figures::{share, units, whole_down};
use crate::money::{Amount, Quantity};

/// Something a shop can move to take load off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lever {
    /// In per cent of today's spend.
    LessAds,
    /// In half per cents of today's price.
    HigherPrice,
    /// In per cent of the promotions.
    FewerPromotions,
    /// 限单: in orders a day that are not taken.
    LimitOrders,
    /// 分批发货: in orders a day announced for a later day.
    SplitShipping,
    /// In working hours of one packer a day.
    ExtraPacking,
    /// In agents more on the roster.
    ExtraService,
    /// In orders a day packed elsewhere.
    Outsourcing,
}

impl Lever {
    /// All of them, in the order of their declaration.
    pub const ALL: [Lever; 8] = [
        Lever::LessAds,
        Lever::HigherPrice,
        Lever::FewerPromotions,
        Lever::LimitOrders,
        Lever::SplitShipping,
        Lever::ExtraPacking,
        Lever::ExtraService,
        Lever::Outsourcing,
    ];

    /// What one step is: a share of today's, or one order, hour or agent.
    pub const fn step(self) -> f64 {
        match self {
            Lever::LessAds | Lever::FewerPromotions => 0.01,
            Lever::HigherPrice => 0.005,
            Lever::LimitOrders
            | Lever::SplitShipping
            | Lever::ExtraPacking
            | Lever::ExtraService
            | Lever::Outsourcing => 1.0,
        }
    }
}

/// How orders answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// Negative: fewer at a higher price.
    pub price: Estimate,
    /// Change of orders per change of ad spend.
    pub ads: Estimate,
    /// Share of a promotion day's orders that the promotion brought.
    pub promotion_share: Estimate,
}

/// Which end of the range of [`Answers`] is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Low,
    Middle,
    High,
}

impl End {
    const fn of(self, estimate: &Estimate) -> f64 {
        match self {
            End::Low => estimate.low,
            End::Middle => estimate.value,
            End::High => estimate.high,
        }
    }
}

/// The shop on its design day, as far as levers move it.
#[derive(Clone, Debug)]
pub(super) struct Situation<'a> {
    pub(super) settings: &'a Settings,
    /// Orders of the design day.
    pub(super) orders: f64,
    /// Usual orders of other days, to which parcels can be put off.
    pub(super) usual_orders: f64,
    /// Orders a day of the known resources.
    pub(super) ceilings: Vec<(Resource, f64)>,
    pub(super) service: Option<(Quantity, ServiceDemand)>,
    /// What an order leaves before ads, and its net sales.
    pub(super) contribution: Option<Amount>,
    pub(super) net_sales: Option<Amount>,
    /// Ad spend of a day.
    pub(super) ads: Option<f64>,
    pub(super) answers: Answers,
}

/// LeverSteps taken of each lever.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LeverSteps([u32; Lever::ALL.len()]);

#[expect(clippy::indexing_slicing, reason = "a lever is its position in the list of all, and the array is as long")]
impl Index<Lever> for LeverSteps {
    type Output = u32;
    fn index(&self, lever: Lever) -> &u32 {
        &self.0[lever as usize]
    }
}

#[expect(clippy::indexing_slicing, reason = "a lever is its position in the list of all, and the array is as long")]
impl IndexMut<Lever> for LeverSteps {
    fn index_mut(&mut self, lever: Lever) -> &mut u32 {
        &mut self.0[lever as usize]
    }
}

/// What steps do on one design day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effect {
    /// Orders ÷ ceiling of the resource that is then nearest to it.
    pub(super) load: f64,
    /// Orders taken.
    pub(super) orders: f64,
    /// Profit given up and money spent, a day; negative where it earns. `None` where no cost of any SKU is known.
    pub(super) cost: Option<f64>,
}

impl<'a> Situation<'a> {
    pub(super) fn new(settings: &'a Settings, resources: &[ResourceCeiling], answers: Answers) -> Situation<'a> {
        let known = resources.iter().filter_map(|one| Some((one.resource.clone(), one.orders_per_day?)));
        Situation {
            settings,
            orders: 0.0,
            usual_orders: 0.0,
            ceilings: known.collect(),
            service: None,
            contribution: None,
            net_sales: None,
            ads: None,
            answers,
        }
    }

    /// The most steps that may be taken: what is left must still be a shop.
    pub(super) fn most(&self, lever: Lever) -> u32 {
        match lever {
            Lever::LessAds if self.ads.is_none() => 0,
            Lever::LessAds => whole_down(share(self.settings.brake.ads_limit) / lever.step()),
            Lever::HigherPrice => whole_down(share(self.settings.brake.price_limit) / lever.step()),
            Lever::FewerPromotions => whole_down(1.0 / lever.step()),
            Lever::LimitOrders | Lever::Outsourcing => whole_down(self.orders),
            Lever::SplitShipping => {
                // No more than the other days can take and stay under the red line themselves.
                let room = |ceiling: f64| share(self.settings.red_line) * ceiling - self.usual_orders;
                let rooms =
                    self.ceilings.iter().filter(|(one, _)| handles_parcels(one)).map(|(_, orders)| room(*orders));
                whole_down(rooms.fold(self.orders, f64::min).max(0.0))
            }
            // As many hours as the people now at work have left, or two more full shifts where nobody is set.
            Lever::ExtraPacking => {
                let packing = &self.settings.packing;
                let at_work = units(packing.hours) * f64::from(packing.shifts);
                let people = units(packing.people).max(1.0);
                whole_down(people * (24.0 - at_work).max(0.0).max(2.0 * units(packing.hours)))
            }
            Lever::ExtraService => self.service.map_or(0, |_| 200),
        }
    }

    /// What the steps do together.
    pub(super) fn effect(&self, steps: &LeverSteps, end: End) -> Effect {
        let amount = |lever: Lever| f64::from(steps[lever]) * lever.step();
        let less_ads = libm::pow(1.0 - amount(Lever::LessAds), end.of(&self.answers.ads));
        let price = amount(Lever::HigherPrice);
        let dearer = libm::pow(1.0 + price, end.of(&self.answers.price));
        let promotions = amount(Lever::FewerPromotions);
        let unpromoted = 1.0 - promotions * end.of(&self.answers.promotion_share);
        let wanted = self.orders * less_ads * dearer * unpromoted;
        let taken = (wanted - amount(Lever::LimitOrders)).max(0.0);
        let put_off = amount(Lever::SplitShipping).min(taken);
        let elsewhere = amount(Lever::Outsourcing).min(taken - put_off);
        let here = taken - put_off - elsewhere;
        let load = self.ceilings.iter().map(|(resource, ceiling)| {
            let (orders, ceiling) = match resource {
                Resource::Packing => (here, ceiling + amount(Lever::ExtraPacking) * self.packed_an_hour()),
                Resource::Courier | Resource::Other(_) => (here, *ceiling),
                Resource::Service => (taken, self.service_ceiling(amount(Lever::ExtraService)).unwrap_or(*ceiling)),
                Resource::Stock => (taken, *ceiling),
            };
            if ceiling > 0.0 { orders / ceiling } else { f64::from(u32::MAX) }
        });
        let load = load.fold(0.0, f64::max);
        Effect { load, orders: taken, cost: self.cost(taken, put_off, elsewhere, &amount) }
    }

    fn cost(&self, taken: f64, put_off: f64, elsewhere: f64, amount: &dyn Fn(Lever) -> f64) -> Option<f64> {
        let money = |amount: Amount| crate::money::Money::from(amount).as_f64();
        let (contribution, net_sales) = (money(self.contribution?), money(self.net_sales?));
        let split_loss = put_off * share(self.settings.brake.split_loss_share);
        let lost = (self.orders - taken + split_loss) * contribution;
        // Who still buys pays more, and gets no promotion.
        let dearer = taken * amount(Lever::HigherPrice) * net_sales;
        let discount = share(self.settings.brake.promotion_discount);
        let undiscounted = taken * amount(Lever::FewerPromotions) * discount * net_sales;
        let saved_ads = self.ads.unwrap_or(0.0) * amount(Lever::LessAds);
        let (packing, service) = (&self.settings.packing, &self.settings.service);
        let packers = amount(Lever::ExtraPacking) * money(packing.wage_per_hour);
        let agents = amount(Lever::ExtraService) * units(service.hours) * money(service.wage_per_hour);
        let outsourced = elsewhere * money(self.settings.brake.outsourcing_per_order);
        Some(lost - dearer - undiscounted - saved_ads + packers + agents + outsourced)
    }

    /// Orders one packer gets right in an hour.
    fn packed_an_hour(&self) -> f64 {
        let packing = &self.settings.packing;
        units(packing.orders_per_hour) * share(packing.utilisation) * share(packing.accuracy)
    }

    fn service_ceiling(&self, more: f64) -> Option<f64> {
        let (people, demand) = self.service?;
        let more = Quantity::from_units(i64::from(crate::figures::whole(more)));
        (!more.is_zero()).then(|| service_orders(people + more, &self.settings.service, demand))
    }
}

/// Whether a parcel that leaves another day, or from elsewhere, takes load off the resource.
const fn handles_parcels(resource: &Resource) -> bool {
    match resource {
        Resource::Packing | Resource::Courier | Resource::Other(_) => true,
        Resource::Service | Resource::Stock => false,
    }
}
