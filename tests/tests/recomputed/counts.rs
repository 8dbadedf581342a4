//! How often what is paid for by the piece happened: orders, parcels, refunds, returns, units and gifts.

use std::collections::BTreeMap;

use analytics::profit::{Claim, Component, Counted};
use analytics::vocabulary::Source;
use analytics::{Quantity, Rate};
use protocol::{OrderDetail, Subject};
use tests::shop::truth::Counts;

use crate::shop::Shop;

/// One order, one refund: a line of several is so many millionths of it.
const WHOLE: i64 = 1_000_000;

/// What the claims of an account count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Claimed {
    counts: Counts,
    /// Of which files say that they came back.
    returns: i64,
    /// In thousandths, as all units here.
    gifts: i64,
    units_returned: i64,
    units_resent: i64,
}

fn claimed(shop: &mut Shop, subject: &Subject, components: &[Component]) -> Claimed {
    let settings = shop.config.goods.clone();
    let mut found = Claimed::default();
    for &component in components {
        for claim in shop.cells_of(subject.clone(), component).claims {
            let counts = &mut found.counts;
            match (component, claim) {
                (_, Claim::Each { of, millionths, .. }) => {
                    let millionths = i64::try_from(millionths).unwrap();
                    match (component, of) {
                        (Component::FixedFee(_), Counted::Orders) => counts.orders += millionths,
                        (Component::Packaging, Counted::ShippedOrders) => counts.shipped_orders += millionths,
                        (Component::AssumedFreight, Counted::UnbilledOrders) => counts.unbilled_orders += millionths,
                        (Component::Service, Counted::Refunds) => counts.refunds += millionths,
                        (Component::ReturnFreight, Counted::PossibleReturns) => counts.possible_returns += millionths,
                        (Component::ReturnFreight, Counted::Returns) => found.returns += millionths,
                        _ => {}
                    }
                }
                (Component::UnitCost, Claim::Units { units, .. }) => counts.units += units.thousandths(),
                (Component::Storage, Claim::Units { units, .. }) => counts.units_shipped += units.thousandths(),
                (Component::Gifts, Claim::Units { units, .. }) => found.gifts += units.thousandths(),
                (Component::ResentGoods, Claim::Units { units, .. }) => found.units_resent += units.thousandths(),
                (Component::ReturnedGoods, Claim::Units { units, share, .. }) => {
                    let is_certain = share == settings.resellable_rate && share != Rate::ZERO;
                    let sum = if is_certain { &mut found.units_returned } else { &mut counts.units_maybe_returned };
                    *sum -= units.thousandths();
                }
                _ => {}
            }
        }
    }
    found
}

/// Every SKU's are those of the orders as they were drawn, to the millionth of an order.
#[track_caller]
pub fn of_skus(shop: &mut Shop, truth: &BTreeMap<String, Counts>) {
    let resent = resent(shop);
    let (mut whole, mut whole_in_truth) = (Counts::default(), Counts::default());
    for (code, truth) in truth {
        let detail = shop.detail(code);
        let components: Vec<Component> = detail.components.iter().map(|(component, _)| *component).collect();
        let Claimed { mut counts, gifts, returns, units_returned, units_resent } =
            claimed(shop, &Subject::Sku(code.clone()), &components);
        // No export of these shops says that goods came back.
        assert_eq!((returns, units_returned), (0, 0), "{code}");
        let known = if detail.row.profit.has_cost { resent.get(code).copied() } else { None };
        assert_eq!(units_resent, known.unwrap_or_default(), "{code}");
        counts.units = detail.row.profit.blocks.units.thousandths();
        for units in [&mut counts.units, &mut counts.units_shipped, &mut counts.units_maybe_returned] {
            assert_eq!(*units % 1000, 0, "{code}");
            *units /= 1000;
        }
        counts.gifts = gifts;
        let mut truth = *truth;
        if !detail.row.profit.has_cost {
            truth.units_maybe_returned = 0;
        }
        let figures =
            |counts: &Counts| [counts.units, counts.units_shipped, counts.units_maybe_returned, counts.refunds];
        assert_eq!(figures(&counts), figures(&truth), "{code}");
        let parts = |counts: &Counts| {
            [counts.gifts, counts.orders, counts.shipped_orders, counts.unbilled_orders, counts.possible_returns]
        };
        assert_eq!(parts(&counts), parts(&truth), "{code}");
        whole += counts;
        whole_in_truth += truth;
    }
    assert_eq!(whole, whole_in_truth);
}

/// Thousandths of units by code that 旺店通 says it sent again, or in exchange.
fn resent(shop: &Shop) -> BTreeMap<String, i64> {
    let mut resent = BTreeMap::new();
    for (_, bytes) in shop.files.iter().filter(|(name, _)| name.contains("补发") || name.contains("换货")) {
        let text = encoding_rs::GB18030.decode(bytes).0.into_owned();
        let (header, rows) = text.split_once('\n').unwrap();
        let column = |name: &str| header.split(',').position(|header| header == name).unwrap();
        let (code, quantity) = (column("商家编码"), column("下单数量"));
        for row in rows.lines() {
            let cells: Vec<&str> = row.split(',').collect();
            let units = Quantity::parse(cells[quantity]).unwrap();
            *resent.entry(cells[code].to_owned()).or_default() += units.thousandths();
        }
    }
    resent
}

/// The lines of an order add up to one of it, and the orders to the SKUs, as far as costs are known.
#[track_caller]
pub fn of_orders(shop: &mut Shop) {
    let platform_of = |platform: Source| [Component::FixedFee(platform)];
    let of_shop = [
        Component::UnitCost,
        Component::Gifts,
        Component::ResentGoods,
        Component::ReturnedGoods,
        Component::AssumedFreight,
        Component::Packaging,
        Component::Storage,
        Component::ReturnFreight,
        Component::Service,
    ];
    let mut by_order: Vec<Claimed> = Vec::new();
    for OrderDetail { row, components, lines } in shop.orders() {
        let asked: Vec<Component> = of_shop.into_iter().chain(platform_of(row.order.platform)).collect();
        let found = claimed(shop, &Subject::Order(row.order.clone()), &asked);
        let place = format!("{:?} {found:?}", row.order);
        let has_stated_fees = components.iter().any(|(component, _)| *component == Component::StatedFees);
        // The account is of the lines with a known cost.
        if !row.is_partial {
            assert!(found.counts.orders == WHOLE || has_stated_fees, "{place}");
            assert_eq!(found.counts.shipped_orders == WHOLE, row.is_shipped, "{place}");
            assert_eq!(found.counts.refunds > 0, row.is_refunded, "{place}");
            assert_eq!((found.returns + found.counts.possible_returns) % WHOLE, 0, "{place}");
        }
        assert!(found.counts.unbilled_orders <= found.counts.shipped_orders, "{place}");
        assert_eq!(found.counts.refunds % WHOLE, 0, "{place}");
        let known = lines.iter().filter(|line| line.has_cost);
        let units: Quantity = known.map(|line| line.blocks.units).sum();
        assert_eq!(found.counts.units, units.thousandths(), "{place}");
        by_order.push(found);
    }
    let mut by_sku: Vec<Claimed> = Vec::new();
    for sku in shop.skus() {
        let detail = shop.detail(&sku);
        if !detail.row.profit.has_cost {
            continue;
        }
        let platforms = detail.platforms.iter().flat_map(|(platform, _)| platform_of(*platform));
        let asked: Vec<Component> = of_shop.into_iter().chain(platforms).collect();
        by_sku.push(claimed(shop, &Subject::Sku(sku), &asked));
    }
    assert_eq!(sum(&by_order), sum(&by_sku));
}

fn sum(all: &[Claimed]) -> Claimed {
    all.iter().fold(Claimed::default(), |mut sum, one| {
        sum.counts += one.counts;
        sum.returns += one.returns;
        sum.gifts += one.gifts;
        sum.units_returned += one.units_returned;
        sum.units_resent += one.units_resent;
        sum
    })
}
