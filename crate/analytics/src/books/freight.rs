//! Lays the courier's bill on the orders, by waybill.

use std::cmp::Reverse;

use super::bundles::CostOf;
use super::fates::{Apart, StoreDay};
use super::joined::{Chapter, Joined};
use super::orders::Parcel;
use super::overlap::Repeated;
use super::rules::Said;
use super::view::View;
use super::{Aftermath, AftermathKey, Fact, Freight};
use crate::allocate::{Few, allocate, spread_over};
use crate::config::Zone;
use crate::currency::Currencies;
use crate::dataset::{ByTable, Dataset, OrderKey, ProvinceKey, RowRef, Shipment, WaybillKey};
use crate::money::{Amount, Money, Quantity};
use crate::pool::{Column, Key};
use crate::sorted;
use crate::vocabulary::{BucketReason, Kind};

/// Gives every line its part of what the bill says of its parcel. A parcel of several orders is shared by the orders
/// equally, and within an order as the order's other costs are.
pub(super) fn bill(view: &View<'_>, currencies: &Currencies, mut parcels: Vec<Parcel>, joined: &mut Joined) {
    let dataset = view.dataset;
    if dataset.shipments.is_empty() {
        return;
    }
    let shipments: Vec<&Shipment> = view.shipments().collect();
    parcels.sort_by_key(|parcel| parcel.waybill);
    let of_waybill = |waybill: WaybillKey| {
        let behind = sorted::from(&parcels, |parcel| parcel.waybill < waybill);
        sorted::up_to(behind, |parcel| parcel.waybill == waybill)
    };
    // What rows say of each parcel, the better source first, and of one source by content.
    let mut charges: Vec<ParcelCharge> = Vec::new();
    let is_bill = of_bills(dataset);
    let bills = || shipments.iter().copied().filter(|shipment| is_bill[shipment.at]);
    for (shipment, repeated) in Repeated::of(dataset, bills()).tell(bills()) {
        let of = StoreDay { store: None, day: shipment.day };
        let worth = currencies.worth(shipment.currency, shipment.day);
        let fate = if repeated { Err(BucketReason::Duplicate) } else { fate_of(of_waybill(shipment.waybill)) };
        match fate.and(worth.ok_or(BucketReason::OtherCurrency)) {
            Err(reason) => {
                let said = Said::of(shipment.amount, shipment.currency, worth);
                joined.fates.set_apart(shipment.at, Apart::Bucket(reason), said, 1, of);
            }
            Ok(worth) => {
                let amount = worth.of(shipment.amount);
                joined.fates.count(shipment.at, amount);
                charges.push(ParcelCharge { waybill: shipment.waybill, is_billed: true, amount, at: shipment.at });
            }
        }
    }
    // What an ERP says of a parcel counts where no courier bills it. It is no money of the ERP's file, which is about sales.
    for shipment in shipments.iter().filter(|shipment| !is_bill[shipment.at]) {
        if let Some(worth) = currencies.worth(shipment.currency, shipment.day) {
            let amount = worth.of(shipment.amount);
            charges.push(ParcelCharge { waybill: shipment.waybill, is_billed: false, amount, at: shipment.at });
        }
    }
    charges.sort_unstable_by_key(ParcelCharge::rank);
    note_billed_again(joined, &charges);
    for group in parcels.chunk_by(|one, other| one.waybill == other.waybill) {
        let Some(waybill) = group.first().map(|parcel| parcel.waybill) else { continue };
        let said = sorted::from(&charges, |charge| charge.waybill < waybill);
        let of_parcel = || said.iter().take_while(|charge| charge.waybill == waybill);
        // Every row of a bill is money that was taken. Of two ERPs that say otherwise the higher counts, so that the order of
        // files does not matter.
        let bills = of_parcel().filter(|charge| charge.is_billed);
        let has_charge = bills.clone().any(|charge| charge.amount > Amount::ZERO);
        if has_charge {
            note_other_freight(joined, of_parcel());
        }
        // A bill that only takes something back does not say what the parcel cost.
        let rows = bills.count() + usize::from(!has_charge);
        let rows = of_parcel()
            .take(rows)
            .map(|charge| (Freight { amount: charge.amount, bill: Some(charge.at) }, charge.is_billed));
        share(dataset, joined, group, rows.collect());
    }
}

/// Two charges of a parcel may be two, one way and back; at the same amount in two files they may be one, that was booked
/// on two days.
fn note_billed_again(joined: &mut Joined, charges: &[ParcelCharge]) {
    let bills = charges.iter().filter(|charge| charge.is_billed).collect::<Vec<_>>();
    for alike in bills.chunk_by(|one, other| (one.waybill, one.amount) == (other.waybill, other.amount)) {
        let mut files: Few<u16> = alike.iter().map(|charge| joined.fates.file(charge.at)).collect();
        files.sort_unstable();
        files.dedup();
        if files.len() > 1 {
            for charge in alike {
                let (parcels, sum) = joined.billed_again.entry(joined.fates.file(charge.at)).or_default();
                *parcels = parcels.saturating_add(1);
                *sum += Money::from(charge.amount);
            }
        }
    }
}

/// What other files say of a parcel that is billed. Of several rows of one file the highest speaks for it.
fn note_other_freight<'c>(joined: &mut Joined, of_parcel: impl Iterator<Item = &'c ParcelCharge>) {
    let mut billed = Amount::ZERO;
    let mut others: Few<(u16, Amount)> = Few::new();
    for &ParcelCharge { is_billed, amount, at, .. } in of_parcel {
        let file = joined.fates.file(at);
        match others.iter_mut().find(|(other, _)| *other == file) {
            _ if is_billed => billed += amount,
            Some((_, highest)) => *highest = amount.max(*highest),
            None => others.push((file, amount)),
        }
    }
    for (file, amount) in others.into_iter().filter(|(_, amount)| *amount != billed) {
        let (parcels, difference) = joined.other_freight.entry(file).or_default();
        *parcels = parcels.saturating_add(1);
        *difference += Money::from(amount - billed);
    }
}

/// What a row says that a parcel cost.
struct ParcelCharge {
    waybill: WaybillKey,
    /// The row is of a courier's bill, and not of an ERP.
    is_billed: bool,
    amount: Amount,
    at: RowRef,
}

impl ParcelCharge {
    /// Parcel by parcel, bills first, and of each source the highest.
    fn rank(&self) -> impl Ord + use<> {
        (self.waybill, Reverse(self.is_billed), Reverse(self.amount), self.at)
    }
}

/// Which tables are couriers' bills. An order's row may say what its parcel cost, too.
pub(crate) fn of_bills(dataset: &Dataset) -> ByTable<bool> {
    dataset.is_of_kind(Kind::Shipments)
}

/// Prices the parcels no bill covers by the courier's list: one parcel an order, by its province and the weight of its
/// goods. Where the province or a weight is not known, the average of the settings has to do.
pub(super) fn look_up(dataset: &Dataset, zones: &[Zone], joined: &mut Joined) {
    if zones.is_empty() {
        return;
    }
    let provinces = &dataset.pools.provinces;
    let zone_of: Column<ProvinceKey, Option<&Zone>> = Column::of(provinces, |key| zone(zones, provinces.get(key)));
    let chapters = joined.chapters_mut().map(|Chapter { facts, aftermaths, .. }| (facts, &*aftermaths));
    let orders = chapters.flat_map(|(facts, aftermaths)| {
        facts.chunk_by_mut(|one, other| one.order == other.order).map(move |facts| (facts, aftermaths))
    });
    for (facts, aftermaths) in orders {
        let is_open = facts.iter().any(|fact| fact.is_shipped) && facts.iter().all(|fact| fact.freight.is_none());
        let province = facts.iter().find_map(|fact| fact.province);
        let zone = province.and_then(|province| zone_of[province]);
        let (Some(zone), true) = (zone, is_open) else { continue };
        let Some(grams) = facts.iter().map(|fact| grams(dataset, aftermaths, fact)).sum::<Option<u64>>() else {
            continue;
        };
        let parts = |weights: &[i64]| allocate(zone.price(grams), weights);
        spread_over(
            facts,
            |fact| i64::from(fact.order_share),
            parts,
            |fact, amount| fact.freight = Some(Freight { amount, bill: None }),
        );
    }
}

/// The zone that names the province; else the one for everywhere else.
fn zone<'a>(zones: &'a [Zone], province: &str) -> Option<&'a Zone> {
    let names =
        |zone: &&Zone| zone.provinces.iter().any(|name| !name.is_empty() && province.starts_with(name.as_str()));
    zones.iter().find(names).or_else(|| zones.iter().find(|zone| zone.provinces.is_empty()))
}

/// What the line's goods weigh, sent again or given away included; `None` where the cost sheet does not say.
fn grams(dataset: &Dataset, aftermaths: &[Aftermath], fact: &Fact) -> Option<u64> {
    let of = |cost: Option<CostOf>, units: Quantity| -> Option<u64> {
        if units.is_zero() {
            return Some(0);
        }
        // No file says what a bundle weighs with its box.
        let CostOf::Row(row) = cost? else { return None };
        let grams = dataset.unit_cost(row)?.grams?;
        let thousandths = u64::try_from(units.thousandths()).ok()?;
        Some((u64::from(grams) * thousandths).div_ceil(1_000))
    };
    let after = fact.aftermath.and_then(|key| aftermaths.get(key.index()));
    let resent = after.map_or(Quantity::ZERO, |after| after.resent);
    let gifts = after.map_or(&[][..], |after| &after.gifts);
    let gifts = gifts.iter().map(|&(_, cost, units)| of(cost, units)).sum::<Option<u64>>()?;
    Some(of(fact.cost, fact.units + resent)? + gifts)
}

/// A parcel of which no line is in the profit table shares the fate of its lines.
fn fate_of(parcels: &[Parcel]) -> Result<(), BucketReason> {
    if parcels.iter().any(|parcel| parcel.line.is_ok()) {
        return Ok(());
    }
    Err(parcels.iter().filter_map(|parcel| parcel.line.err()).min().unwrap_or(BucketReason::NoOrder))
}

/// A line of a parcel.
struct Carried {
    order: OrderKey,
    /// Position in the order's chapter.
    fact: u32,
    weight: i64,
    /// What of its part of the whole is left by the rows so far.
    left: Amount,
}

/// Gives every line of a parcel its part of what the rows say of it, and of each row a part, so that lines and rows both add
/// up. A row of a bill is counted with the first line.
fn share(dataset: &Dataset, joined: &mut Joined, parcels: &[Parcel], rows: Few<(Freight, bool)>) {
    let known = |order: OrderKey, fact: u32| joined.chapter(order)?.facts.get(fact as usize);
    let carried = |parcel: &Parcel| {
        let (order, fact) = (parcel.order, parcel.line.ok()?);
        let weight = known(order, fact).map_or(0, |fact| i64::from(fact.order_share));
        Some(Carried { order, fact, weight, left: Amount::ZERO })
    };
    let mut lines: Vec<Carried> = parcels.iter().filter_map(carried).collect();
    if lines.len() > 1 {
        lines.sort_by_cached_key(|line| known(line.order, line.fact).map(|fact| content_key(dataset, fact)));
    }
    let spread = |lines: &mut [Carried], amount: Amount, give: &mut dyn FnMut(&mut Carried, Amount)| {
        spread_over(lines, |line| line.weight, |weights| allocate(amount, weights), give);
    };
    let whole = rows.iter().map(|(row, _)| row.amount).sum();
    spread(&mut lines, whole, &mut |line, part| line.left = part);
    let last = rows.len().saturating_sub(1);
    for (index, (row, is_bill)) in rows.into_iter().enumerate() {
        let mut opens_bill = is_bill;
        let mut give = |line: &mut Carried, amount: Amount| {
            line.left -= amount;
            let Some(chapter) = joined.chapter_mut(line.order) else { return };
            let Some(fact) = chapter.facts.get_mut(line.fact as usize) else { return };
            let (part, opens_bill) = (Freight { amount, bill: row.bill }, std::mem::take(&mut opens_bill));
            if fact.freight.is_none() {
                (fact.freight, fact.opens_bill) = (Some(part), opens_bill);
            } else if let Some(after) = aftermath_mut(fact, &mut chapter.aftermaths) {
                after.more_freight.push((part, opens_bill));
            }
        };
        if index == last {
            // It makes up what the others leave of each line's part of the whole.
            lines.iter_mut().for_each(|line| give(line, line.left));
        } else {
            spread(&mut lines, row.amount, &mut give);
        }
    }
}

/// The aftermath of a line, which has one from now on.
fn aftermath_mut<'b>(fact: &mut Fact, aftermaths: &'b mut Vec<Aftermath>) -> Option<&'b mut Aftermath> {
    if fact.aftermath.is_none() {
        fact.aftermath = Some(AftermathKey::from_index(u32::try_from(aftermaths.len()).ok()?));
        aftermaths.push(Aftermath::default());
    }
    aftermaths.get_mut(fact.aftermath?.index())
}

fn content_key(dataset: &Dataset, fact: &Fact) -> impl Ord + use<> {
    let order = dataset.pools.orders.get(fact.order).to_owned();
    let sku = dataset.pools.skus.folded(fact.sku).to_owned();
    (order, sku, fact.revenue(), fact.units, fact.order_share, fact.day, fact.is_shipped)
}
