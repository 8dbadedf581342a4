//! What brings customers back: the share that came again, by how their first purchase went. Every share stands beside its
//! number of customers and its interval, so that small groups do not shout.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use super::CustomerBase;
use super::history::Purchase;
use super::repeat::{age, first_gap, rate_of};
use super::skus::lines;
use crate::books::{Books, Sale};
use crate::dataset::{AgentKey, ChannelKey, Dataset, OrderKey, ProvinceKey, SkuKey};
use crate::figures::wilson;
use crate::money::Money;
use crate::time::Stamp;
use crate::vocabulary::Source;

/// By what customers are grouped: always a fact of their first purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Driver {
    /// The SKU that brought most of it.
    FirstSku,
    /// Where they bought first.
    Platform,
    /// Traffic source or streamer.
    Channel,
    /// Bought clearly below the usual price, or not.
    Promotion,
    /// Sent within 48 hours of payment, or later.
    Delivery,
    /// Money was given back, or not.
    Refund,
    /// Where it was sent to.
    Province,
    /// The service agent a file names with the order.
    Agent,
}

impl Driver {
    /// In the order in which the page offers them.
    pub const ALL: [Driver; 8] = [
        Driver::FirstSku,
        Driver::Platform,
        Driver::Channel,
        Driver::Promotion,
        Driver::Delivery,
        Driver::Refund,
        Driver::Province,
        Driver::Agent,
    ];
}

/// What the customers of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupName {
    /// Code and name of a SKU.
    Sku(String, String),
    /// Where they bought first.
    Platform(Source),
    /// A word of the file: a channel, a province, an agent.
    Word(String),
    /// At a bargain, late, given back: yes or no.
    Yes,
    /// The opposite of `Yes`.
    No,
}

/// The customers of a group and those among them who came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What they have in common.
    pub name: GroupName,
    /// All of them, however young.
    pub customers: u32,
    /// Customers old enough to have had the chance.
    pub eligible: u32,
    /// Of them, those who came back in time.
    pub returned: u32,
    /// `returned` ÷ `eligible`; `None` where nobody is old enough.
    pub rate: Option<f64>,
    /// 95 % interval of the rate.
    pub interval: Option<(f64, f64)>,
    /// What all their purchases after the first left, before ads.
    pub later_before_ads: Money,
}

/// The groups of one driver, the one with most customers first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Driven {
    /// By which fact they are grouped.
    pub driver: Driver,
    /// Of the customers of whom the files say it.
    pub groups: Vec<Group>,
    /// Customers of whom the files do not say.
    pub unknown: u32,
}

/// How much less often customers come back whose first parcel was late. Measured, not proven to be the cause.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LateLoss {
    /// Within which a second purchase counts.
    pub days: u32,
    /// Customers old enough whose first parcel left in time.
    pub on_time: u32,
    /// Customers old enough whose first parcel was late.
    pub late: u32,
    /// Share of the first who came back.
    pub rate_on_time: f64,
    /// Share of the others who came back.
    pub rate_late: f64,
    /// The difference and its 95 % interval; positive where late customers come back less.
    pub loss: f64,
    /// Of the loss.
    pub interval: (f64, f64),
}

/// 48 hours, the platforms' usual promise.
const PROMISE_SECONDS: u32 = 48 * 3_600;

/// Groups by one driver; a customer came back in time within `days` of the first purchase.
pub(super) fn driven(dataset: &Dataset, books: &Books, prepared: &CustomerBase, driver: Driver, days: u32) -> Driven {
    let Some(as_of) = prepared.history.as_of else { return Driven { driver, groups: Vec::new(), unknown: 0 } };
    let agents = if driver == Driver::Agent { agents_of_orders(dataset, books) } else { BTreeMap::new() };
    let mut groups: HashMap<Trait, Group, FixedState> = HashMap::default();
    let mut unknown = 0;
    prepared.history.in_turns(|purchases| {
        let Some(first) = purchases.first() else { return };
        let Some(common) = trait_of(dataset, books, prepared, &agents, driver, first) else {
            unknown += 1;
            return;
        };
        let group = groups.entry(common).or_insert_with(|| Group {
            name: common.name(dataset),
            customers: 0,
            eligible: 0,
            returned: 0,
            rate: None,
            interval: None,
            later_before_ads: Money::ZERO,
        });
        group.customers += 1;
        if age(first.day, as_of) >= days {
            group.eligible += 1;
            group.returned += u32::from(first_gap(purchases).is_some_and(|gap| gap <= days));
        }
        group.later_before_ads += purchases.iter().skip(1).map(Purchase::before_ads).sum();
    });
    let mut groups: Vec<Group> = groups
        .into_values()
        .map(|group| Group {
            rate: rate_of(group.returned, group.eligible),
            interval: wilson(group.returned, group.eligible),
            ..group
        })
        .collect();
    groups.sort_by(|one, other| (other.customers, &one.name).cmp(&(one.customers, &other.name)));
    Driven { driver, groups, unknown }
}

/// [`GroupName`] before it is spelled out.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Trait {
    Sku(SkuKey),
    Platform(Source),
    Channel(ChannelKey),
    Province(ProvinceKey),
    Agent(AgentKey),
    Is(bool),
}

impl Trait {
    fn name(self, dataset: &Dataset) -> GroupName {
        let pools = &dataset.pools;
        let word = |text: &str| GroupName::Word(text.to_owned());
        match self {
            Trait::Sku(sku) => GroupName::Sku(pools.skus.get(sku).to_owned(), dataset.sku_name(sku).to_owned()),
            Trait::Platform(platform) => GroupName::Platform(platform),
            Trait::Channel(channel) => word(pools.channels.get(channel)),
            Trait::Province(province) => word(pools.provinces.get(province)),
            Trait::Agent(agent) => word(pools.agents.get(agent)),
            Trait::Is(true) => GroupName::Yes,
            Trait::Is(false) => GroupName::No,
        }
    }
}

fn trait_of(
    dataset: &Dataset,
    books: &Books,
    prepared: &CustomerBase,
    agents: &BTreeMap<OrderKey, AgentKey>,
    driver: Driver,
    first: &Purchase,
) -> Option<Trait> {
    let sales = || prepared.history.orders_of(first).iter().filter_map(|&order| books.sale(order));
    match driver {
        Driver::FirstSku => first.main.map(Trait::Sku),
        Driver::Platform => sales().next().map(|sale| Trait::Platform(dataset.pools.store_parts(sale.store).0)),
        Driver::Channel => sales().find_map(|sale| sale.channel).map(Trait::Channel),
        Driver::Promotion => {
            let mut lines = sales().flat_map(|sale| lines(books, sale)).peekable();
            lines.peek()?;
            Some(Trait::Is(lines.any(|fact| prepared.history.shelf.is_bargain(fact))))
        }
        Driver::Delivery => {
            // One parcel of which nobody knows leaves the purchase unknown.
            let late = sales().map(is_late).reduce(|one, other| Some(one? | other?));
            late.flatten().map(Trait::Is)
        }
        Driver::Refund => Some(Trait::Is(sales().any(|sale| !sale.refund.is_zero()))),
        Driver::Province => sales().find_map(|sale| sale.province).map(Trait::Province),
        Driver::Agent => sales().find_map(|sale| agents.get(&sale.order)).copied().map(Trait::Agent),
    }
}

/// Whether an order was sent later than promised; `None` where the file lacks a moment.
pub(super) fn is_late(sale: &Sale) -> Option<bool> {
    let (paid, shipped): (Stamp, Stamp) = (sale.moment?, sale.shipped?);
    Some(shipped.seconds().saturating_sub(paid.seconds()) > PROMISE_SECONDS)
}

/// Files that name an agent and an order.
fn agents_of_orders(dataset: &Dataset, books: &Books) -> BTreeMap<OrderKey, AgentKey> {
    let named = books.reviews(dataset).filter_map(|review| Some((review.order?, review.agent?)));
    let mut agents: BTreeMap<OrderKey, AgentKey> = BTreeMap::new();
    for (order, agent) in named {
        let name = |agent: AgentKey| dataset.pools.agents.get(agent);
        let slot = agents.entry(order).or_insert(agent);
        // Of several the first by name, so that the order of rows changes nothing.
        if name(agent) < name(*slot) {
            *slot = agent;
        }
    }
    agents
}

/// The measured loss of repurchase after a late parcel; `None` where either group has nobody old enough.
///
/// Interval of the difference: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10.
pub(super) fn late_loss(driven: &Driven, days: u32) -> Option<LateLoss> {
    let of = |name: GroupName| driven.groups.iter().find(|group| group.name == name);
    let (on_time, late) = (of(GroupName::No)?, of(GroupName::Yes)?);
    let (rate_on_time, rate_late) = (on_time.rate?, late.rate?);
    let ((low_on_time, high_on_time), (low_late, high_late)) = (on_time.interval?, late.interval?);
    let loss = rate_on_time - rate_late;
    let below = libm::hypot(rate_on_time - low_on_time, high_late - rate_late);
    let above = libm::hypot(high_on_time - rate_on_time, rate_late - low_late);
    Some(LateLoss {
        days,
        on_time: on_time.eligible,
        late: late.eligible,
        rate_on_time,
        rate_late,
        loss,
        interval: (loss - below, loss + above),
    })
}

/// An agent's totals. They are of the agent's whole period: no export says which order an agent's words brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgentCard {
    /// As the reports name them.
    pub agent: String,
    /// On which they answer.
    pub platform: Source,
    /// Buyers talked to.
    pub contacts: u32,
    /// Seconds, weighted by contacts.
    pub average_response: Option<f64>,
    /// Weighted by contacts.
    pub satisfaction: Option<f64>,
    /// Reviews that name the agent, and those with four or five stars.
    pub reviews: u32,
    /// Those with four or five stars.
    pub good_reviews: u32,
}

pub(super) fn agents(dataset: &Dataset, books: &Books) -> Vec<AgentCard> {
    #[derive(Default)]
    struct Sums {
        contacts: u32,
        response: (f64, f64),
        satisfaction: (f64, f64),
        reviews: (u32, u32),
    }
    let mut cards: BTreeMap<(Source, &str), Sums> = BTreeMap::new();
    for row in books.service(dataset) {
        let Some(agent) = row.agent else { continue };
        let platform = dataset.pools.store_parts(row.store).0;
        let sums = cards.entry((platform, dataset.pools.agents.get(agent))).or_default();
        let contacts = row.contacts.unwrap_or(0);
        sums.contacts = sums.contacts.saturating_add(contacts);
        let weight = f64::from(contacts.max(1));
        if let Some(response) = row.average_response {
            sums.response.0 += f64::from(response) / 1e3 * weight;
            sums.response.1 += weight;
        }
        if let Some(satisfaction) = row.satisfaction {
            #[expect(clippy::cast_precision_loss, reason = "a share")]
            let share = satisfaction.millionths() as f64 / 1e6;
            sums.satisfaction.0 += share * weight;
            sums.satisfaction.1 += weight;
        }
    }
    for review in books.reviews(dataset) {
        let (Some(agent), Some(stars)) = (review.agent, review.stars) else { continue };
        let platform = dataset.pools.store_parts(review.store).0;
        let sums = cards.entry((platform, dataset.pools.agents.get(agent))).or_default();
        sums.reviews.0 += 1;
        sums.reviews.1 += u32::from(stars >= 4);
    }
    let mean = |(sum, weight): (f64, f64)| (weight > 0.0).then(|| sum / weight);
    let mut cards: Vec<AgentCard> = cards
        .into_iter()
        .map(|((platform, agent), sums)| AgentCard {
            agent: agent.to_owned(),
            platform,
            contacts: sums.contacts,
            average_response: mean(sums.response),
            satisfaction: mean(sums.satisfaction),
            reviews: sums.reviews.0,
            good_reviews: sums.reviews.1,
        })
        .collect();
    cards.sort_by(|one, other| (other.contacts, &one.agent).cmp(&(one.contacts, &other.agent)));
    cards
}
