//! Rows of ad reports, cost sheets and courier bills.

use analytics::dataset::{AdSpend, ColumnSet, Part, RowRef, Shipment, UnitCost};
use analytics::diagnostic::{Problem, Undated};
use analytics::money::Money;
use analytics::vocabulary::Field;
use analytics::{Day, Quantity, Stamp, Stated};

use crate::cell::RowBuffer;
use crate::currency;
use crate::extract::{Extract, missing};
use crate::header::normalised;
use crate::plan::Refused;
use crate::profile::Record;
use crate::tally::Tally;

/// Reads a row of an ad report.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn ad(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (source, store) = extract.seller(row, part);
    let plan = &extract.plan;
    let spend = plan.line.amount(row, Field::Spend)?.unwrap_or_default();
    let is_product = if plan.line.has(Field::Subject) && !plan.profile.product_subjects.is_empty() {
        plan.line.words(row, Field::Subject, &mut extract.words);
        plan.profile.product_subjects.contains(&normalised(&extract.words))
    } else {
        true
    };
    extract.id.clear();
    if is_product {
        plan.line.id(row, Field::ProductId, &mut extract.id)?;
    }
    let product = (!extract.id.is_empty()).then(|| part.pools.product(source, &extract.id));
    let name = extract.words_key(ColumnSet::Line, row, Field::Name, &mut part.pools.names);
    let day = day(extract, at, row, Field::Day, tally)?;
    let currency = extract.currency(ColumnSet::Line, row, part);
    tally.add(spend);
    part.ads.push(AdSpend { at, store, product, name, day, spend: Stated::new(spend), currency });
    Ok(())
}

/// Reads a row of a cost sheet.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn cost(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.required_id(row, Field::Sku)?;
    let cost = extract.plan.line.amount(row, Field::UnitCost)?;
    let Some(cost) = cost else { return Err(missing(&extract.plan.line, Field::UnitCost)) };
    let sku = part.pools.skus.intern(&extract.id);
    extract.plan.line.words(row, Field::Name, &mut extract.words);
    part.name_sku(sku, &extract.words);
    let valid_from = day(extract, at, row, Field::ValidFrom, tally)?;
    let grams = grams(extract, at, row, tally);
    let currency = currency::of_cost(extract, row, part);
    let known = extract.costs.get(&(sku, valid_from, currency)).copied();
    if let Some(known) = known.filter(|&known| known != cost) {
        let problem = Problem::DuplicateCost { kept: known.max(cost) };
        let refused = extract.plan.line.refusal(Field::UnitCost, problem);
        extract.report(at, refused, tally);
    }
    extract.costs.insert((sku, valid_from, currency), known.map_or(cost, |known| known.max(cost)));
    part.costs.push(UnitCost { at, sku, cost: Stated::new(cost), currency, valid_from, grams });
    Ok(())
}

/// Reads a row of a courier's bill.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn shipment(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.required_id(row, Field::Waybill)?;
    let amount = extract.plan.line.amount(row, Field::Amount)?;
    let Some(amount) = amount else { return Err(missing(&extract.plan.line, Field::Amount)) };
    let waybill = part.pools.waybills.intern(&extract.id);
    let day = day(extract, at, row, Field::Day, tally)?;
    let currency = extract.currency(ColumnSet::Line, row, part);
    tally.add(amount);
    part.shipments.push(Shipment { at, waybill, amount: Stated::new(amount), day, currency });
    Ok(())
}

/// The day in a column, where it can be read.
///
/// # Errors
/// The day cannot be read, and the row cannot do without: an amount spent on no day would be counted in every period, and
/// a cost would be valid always.
pub(crate) fn day(
    extract: &Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    field: Field,
    tally: &mut Tally,
) -> Result<Option<Day>, Refused> {
    match extract.plan.line.moment(row, field, &extract.calendar) {
        Ok(moment) => {
            let day = moment.map(Stamp::day);
            if let Some(day) = day.filter(|_| field == Field::Day) {
                tally.saw(day);
            }
            Ok(day)
        }
        Err(mut refused) => {
            let is_needed =
                matches!(extract.plan.profile.record, Record::Ad | Record::Cost | Record::Service | Record::Traffic);
            if let Problem::UnreadableDate { fate, .. } = &mut refused.problem {
                *fate = if is_needed { Undated::SetAside } else { Undated::Counts };
            }
            if is_needed {
                return Err(refused);
            }
            extract.report(at, refused, tally);
            Ok(None)
        }
    }
}

fn grams(extract: &Extract<'_>, at: RowRef, row: &RowBuffer, tally: &mut Tally) -> Option<u32> {
    let weight = match extract.plan.line.amount(row, Field::Weight) {
        Ok(weight) => weight?,
        Err(mut refused) => {
            if let Problem::UnreadableAmount { value } | Problem::AmountTooLarge { value } = refused.problem {
                refused.problem = Problem::UnreadableWeight { value };
            }
            extract.report(at, refused, tally);
            return None;
        }
    };
    let grams = if extract.plan.weight_in_grams { Money::from(weight) } else { weight * Quantity::from_units(1_000) };
    // Whole units of money are whole grams here: cents are hundredths of a gram.
    u32::try_from(grams.cents()? / 100).ok()
}
