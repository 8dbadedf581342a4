//! What a figure names is what it comes to: rows, rates, counts and settings.

use std::collections::BTreeMap;

use analytics::config::FeeRates;
use analytics::dataset::RowRef;
use analytics::profit::{Base, Claim, Component, Counted};
use analytics::vocabulary::BucketReason;
use analytics::{Amount, Config, Money, Rate};
use protocol::{FileId, SourceCell};

use crate::rounding::Exact;
use crate::shop::Shop;

fn rows(claims: &[Claim]) -> Money {
    claims.iter().map(|claim| if let Claim::Rows(amount) = claim { *amount } else { Money::ZERO }).sum()
}

#[track_caller]
pub fn check(shop: &mut Shop) {
    let Some(profit) = shop.profit() else { return };
    let mut exact = Exact::default();
    // By component, row and columns: what all figures take from it, and what stands there. One row may be that of a line and
    // that of its order, each with cells of its own.
    let mut taken: BTreeMap<(Component, RowRef, Vec<u32>), (Amount, SourceCell)> = BTreeMap::new();
    // What all items carry of the ads, and the rows that say what was spent.
    let (mut spent, mut advertised) = (Money::ZERO, BTreeMap::new());
    for sku in shop.skus() {
        let detail = shop.detail(&sku);
        let (mut sold, mut net_sales) = (Money::ZERO, Money::ZERO);
        let mut of_components: BTreeMap<Component, Money> = BTreeMap::new();
        for &(component, figure) in &detail.components {
            let window = shop.cells(&sku, component);
            let place = format!("{sku} {component:?} {figure}: {:?}", window.claims);
            let total: Money = window.claims.iter().map(|claim| claim.amount()).sum();
            of_components.insert(component, total);
            for claim in &window.claims {
                is_of_settings(&shop.config, component, claim, &place);
            }
            match component {
                Component::Revenue => (sold, net_sales) = (sold + total, net_sales + total),
                Component::Refunds => net_sales -= total,
                _ => {}
            }
            let stated: Amount = window.cells.iter().map(|cell| cell.amount).sum();
            match component {
                Component::Revenue
                | Component::Refunds
                | Component::CourierBill
                | Component::StatedFees
                | Component::StatedCompensation => {
                    assert_eq!(Money::from(stated), rows(&window.claims), "{place}");
                    for cell in window.cells {
                        let columns = cell.row.columns().map(|column| column.index).collect();
                        let place = (component, cell.row.at, columns);
                        taken.entry(place).or_insert((Amount::ZERO, cell.clone())).0 += cell.amount;
                    }
                }
                Component::OwnAds | Component::SharedAds => {
                    spent += total;
                    advertised.extend(window.cells.into_iter().map(|cell| (cell.row.at, cell)));
                }
                Component::UnitCost => {
                    let costs: Vec<Amount> = detail.unit_costs.iter().map(|(_, cost, _)| *cost).collect();
                    let mut units = analytics::Quantity::ZERO;
                    for claim in &window.claims {
                        let Claim::Units { units: of, each, .. } = claim else { panic!("{place}") };
                        assert!(costs.contains(each), "{place}");
                        units += *of;
                    }
                    assert_eq!(units, detail.row.profit.blocks.units, "{place}");
                    for cell in window.cells {
                        let stands = shop.read(&cell);
                        match &cell.stated {
                            None => assert_eq!(stands, cell.amount, "{place}"),
                            Some(stated) => {
                                assert_eq!(stands, stated.amount, "{place}");
                                assert_eq!((stands * stated.rate).to_amount(), cell.amount, "{place}");
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        exact.check(&detail, &of_components);
        // What the fees are reckoned from is what was sold.
        let (mut of_commission, mut of_payment) = (Money::ZERO, Money::ZERO);
        for &(platform, _) in &detail.platforms {
            of_commission += shop.base(&sku, Component::Commission(platform));
            of_payment += shop.base(&sku, Component::PaymentFee(platform));
        }
        // A fee that the file states stands in for what would be reckoned.
        let is_stated =
            |&(component, figure): &(Component, Money)| component == Component::StatedFees && !figure.is_zero();
        if !detail.components.iter().any(is_stated) {
            assert_eq!((of_commission, of_payment), (net_sales, sold), "{sku}");
        }
    }
    exact.check_totals(&profit.totals);
    let rows: Amount = advertised.values().map(|cell| cell.amount).sum();
    assert_eq!(Money::from(rows), spent);
    for cell in some(advertised.values().collect()) {
        assert_eq!(shop.read(cell), cell.amount, "{cell:?}");
    }
    let mut apart: BTreeMap<(FileId, Component), Money> = BTreeMap::new();
    for ((component, at, _), (sum, cell)) in some(taken.into_iter().collect()) {
        // In a ledger of one's own a row below zero is what went back.
        let stands = shop.read(&cell);
        let stands = if component == Component::Refunds { stands.abs() } else { stands };
        if stands == sum {
            continue;
        }
        let place = format!("{component:?} {} {at:?}: {cell:?}", cell.file_name);
        // Of a row of several lines a part may have been cancelled, or given back before anything was sent: what it sold, and
        // its refund.
        if matches!(component, Component::Revenue | Component::Refunds) && sum < stands {
            *apart.entry((cell.file, component)).or_default() += (stands - sum).into();
        } else {
            panic!("{place}: {sum} of {stands}");
        }
    }
    for ((file, component), amount) in apart {
        let cards = shop.cards().into_iter().filter(|card| card.id == file);
        let buckets = cards.flat_map(|card| card.buckets);
        let is_unsent = |reason| matches!(reason, BucketReason::RefundedBeforeShipment | BucketReason::Cancelled);
        let unsent = buckets.filter(|bucket| is_unsent(bucket.reason));
        let unsent: Money = unsent.map(|bucket| bucket.amount).sum();
        assert!(
            amount <= unsent,
            "{amount} of {component:?} of file {file} is in no figure, {unsent} went back before shipment"
        );
    }
}

/// Some of many, from all over: to read one row a file is read.
fn some<T>(all: Vec<T>) -> impl Iterator<Item = T> {
    let step = all.len().div_ceil(60).max(1);
    all.into_iter().step_by(step)
}

/// The rate or amount of a claim is that of the setting the component rests on.
#[track_caller]
fn is_of_settings(config: &Config, component: Component, claim: &Claim, place: &str) {
    // A store may pay otherwise than its platform's others.
    let pays = |platform, holds: &dyn Fn(FeeRates) -> bool| {
        let fees = config.fees(platform).unwrap();
        fees.stores.keys().map(String::as_str).chain([""]).any(|store| holds(fees.of_store(store)))
    };
    let (goods, logistics, after_sales) = (&config.goods, &config.logistics, &config.after_sales);
    let maybe = goods.returned_when_unknown_rate;
    let holds = match (component, *claim) {
        (Component::Commission(platform), Claim::Share { base: Base::NetSales, rate, .. }) => {
            pays(platform, &|fees| rate == fees.commission)
        }
        (Component::PaymentFee(platform), Claim::Share { base: Base::Revenue, rate, .. }) => {
            pays(platform, &|fees| rate == fees.payment)
        }
        (Component::Affiliate(platform), Claim::Share { base: Base::AffiliateSales, rate, .. }) => {
            pays(platform, &|fees| rate == fees.affiliate)
        }
        (Component::FixedFee(platform), Claim::Each { of: Counted::Orders, each, .. }) => {
            pays(platform, &|fees| each == fees.fixed_per_order)
        }
        (Component::AssumedFreight, Claim::Each { of: Counted::UnbilledOrders, each, .. }) => {
            each == logistics.freight_per_order
        }
        (Component::AssumedFreight, Claim::PriceList(_)) => !logistics.zones.is_empty(),
        (Component::Packaging, Claim::Each { of: Counted::ShippedOrders, each, .. }) => {
            each == logistics.packaging_per_order
        }
        (Component::Labour, Claim::Each { of: Counted::ShippedOrders, each, .. }) => each == logistics.labour_per_order,
        (Component::Storage, Claim::Units { each, share: Rate::ONE, .. }) => each == logistics.storage_per_unit,
        (Component::ReturnFreight, Claim::Each { of: Counted::Returns, each, .. }) => {
            each == after_sales.return_freight
        }
        (Component::ReturnFreight, Claim::Each { of: Counted::PossibleReturns, each, .. }) => {
            each == (after_sales.return_freight * maybe).to_amount()
        }
        (Component::Insurance, Claim::Each { of: Counted::ShippedOrders, each, .. }) => {
            each == after_sales.insurance_per_order
        }
        (Component::Service, Claim::Each { of: Counted::Refunds, each, .. }) => each == after_sales.service_per_refund,
        (Component::Loss, Claim::Units { share, .. }) => share == goods.loss_rate,
        (Component::Resend, Claim::Units { share, .. }) => share == goods.resend_rate,
        (Component::ReturnedGoods, Claim::Units { share, units, .. }) => {
            units.is_negative() && [goods.resellable_rate, goods.resellable_rate * maybe].contains(&share)
        }
        (Component::UnitCost | Component::Gifts | Component::ResentGoods, Claim::Units { share: Rate::ONE, .. })
        | (
            Component::Revenue
            | Component::Refunds
            | Component::StatedFees
            | Component::CourierBill
            | Component::OwnAds
            | Component::SharedAds
            | Component::StatedCompensation,
            Claim::Rows(_),
        ) => true,
        _ => false,
    };
    assert!(holds, "{place}");
}
