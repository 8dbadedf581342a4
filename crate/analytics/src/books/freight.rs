//! Lays the courier's bill on the orders, by waybill.

use super::currency::{Currencies, convert};
use super::orders::Parcel;
use super::overlap::repeated_shipments;
use super::{Books, Fact, Freight};
use crate::allocate::allocate;
use crate::dataset::{Dataset, WaybillKey};
use crate::money::Amount;
use crate::pool::Key;
use crate::vocabulary::BucketReason;

/// Gives every line its part of what the bill says of its parcel. A parcel of several orders is shared by the orders
/// equally, and within an order as the order's other costs are.
pub(super) fn bill(dataset: &Dataset, currencies: &Currencies, mut parcels: Vec<Parcel>, books: &mut Books) {
    if dataset.shipments.is_empty() {
        return;
    }
    parcels.sort_by_key(|parcel| parcel.waybill);
    let of_waybill = |waybill: WaybillKey| {
        let start = parcels.partition_point(|parcel| parcel.waybill < waybill);
        let end = parcels.partition_point(|parcel| parcel.waybill <= waybill);
        parcels.get(start..end).unwrap_or(&[])
    };
    let mut billed: Vec<Option<Freight>> = vec![None; dataset.pools.waybills.len()];
    for (shipment, repeated) in dataset.shipments.iter().zip(repeated_shipments(dataset)) {
        let fate = if repeated {
            Err(BucketReason::Duplicate)
        } else {
            match currencies.rate(shipment.currency) {
                None => Err(BucketReason::OtherCurrency),
                Some(rate) => fate_of(of_waybill(shipment.waybill)).map(|()| convert(shipment.amount, rate)),
            }
        };
        match fate {
            Err(reason) => books.fates.bucket(shipment.at, reason, shipment.amount),
            Ok(amount) => {
                books.fates.count(shipment.at, amount);
                if let Some(slot) = billed.get_mut(shipment.waybill.index()) {
                    let freight = slot.get_or_insert(Freight { amount: Amount::ZERO, at: shipment.at });
                    freight.amount += amount;
                }
            }
        }
    }
    for group in parcels.chunk_by(|one, other| one.waybill == other.waybill) {
        let Some(freight) = group.first().and_then(|parcel| billed.get(parcel.waybill.index()).copied().flatten())
        else {
            continue;
        };
        share(dataset, books, group, freight);
    }
}

/// A parcel of which no line is in the profit table shares the fate of its lines.
fn fate_of(parcels: &[Parcel]) -> Result<(), BucketReason> {
    if parcels.iter().any(|parcel| parcel.line.is_ok()) {
        return Ok(());
    }
    Err(parcels.iter().filter_map(|parcel| parcel.line.err()).min().unwrap_or(BucketReason::NoOrder))
}

fn share(dataset: &Dataset, books: &mut Books, parcels: &[Parcel], freight: Freight) {
    let mut facts: Vec<u32> = parcels.iter().filter_map(|parcel| parcel.line.ok()).collect();
    if facts.len() > 1 {
        facts.sort_by_cached_key(|&fact| books.facts.get(fact as usize).map(|fact| content_key(dataset, fact)));
    }
    let weights: Vec<i64> = facts
        .iter()
        .map(|&fact| books.facts.get(fact as usize).map_or(0, |fact| i64::from(fact.order_share)))
        .collect();
    for (fact, part) in facts.into_iter().zip(allocate(freight.amount, &weights)) {
        if let Some(fact) = books.facts.get_mut(fact as usize) {
            fact.freight = Some(Freight { amount: part, at: freight.at });
        }
    }
}

fn content_key(dataset: &Dataset, fact: &Fact) -> impl Ord + use<> {
    let order = dataset.pools.orders.get(fact.order).to_owned();
    let sku = dataset.pools.skus.get(fact.sku).to_owned();
    (order, sku, fact.revenue(), fact.units, fact.order_share, fact.day, fact.is_shipped)
}
