//! Rows about what is in the warehouse, how it is bought again, and the people who talk to buyers.

use analytics::dataset::{ColumnSet, Part, Review, RowRef, Service, Stock, Supply, UnitCost};
use analytics::diagnostic::Problem;
use analytics::vocabulary::Field;
use analytics::{Amount, Stated};

use crate::cell::RowBuffer;
use crate::currency;
use crate::extract::{Extract, missing};
use crate::header::normalised;
use crate::order_cells::optional_id;
use crate::order_rows::beside;
use crate::plan::Refused;
use crate::sheets::day;
use crate::tally::Tally;

/// Reads a row of a stock list: what there is of a SKU, and how it is bought again where the row says so. A further row of
/// the same SKU may name a further supplier alone.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn stock(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.required_id(row, Field::Sku)?;
    let sku = part.pools.skus.intern(&extract.id);
    let units = |field| extract.plan.line.quantity(row, field);
    let on_hand = units(Field::OnHand)?;
    let (reserved, on_the_way) = (units(Field::Reserved)?, units(Field::OnTheWay)?);
    let (minimum, multiple) = (units(Field::MinimumOrder)?, units(Field::OrderMultiple)?);
    let per_day = units(Field::UnitsPerDay)?;
    let days = |field| -> Result<Option<u16>, Refused> {
        let Some(days) = extract.plan.line.quantity(row, field)? else { return Ok(None) };
        let whole = days.whole_units().and_then(|days| u16::try_from(days).ok());
        whole.map(Some).ok_or_else(|| refused(extract, field, row))
    };
    let (order_days, production_days) = (days(Field::OrderDays)?, days(Field::ProductionDays)?);
    let (transit_days, listing_days) = (days(Field::TransitDays)?, days(Field::ListingDays)?);
    let supplier = extract.words_key(ColumnSet::Line, row, Field::Supplier, &mut part.pools.suppliers);
    extract.plan.line.words(row, Field::SupplierRole, &mut extract.words);
    let role = normalised(&extract.words);
    let is_backup = ["备用", "备选", "备份", "backup", "second"].iter().any(|word| role.contains(word));
    let says_supply = supplier.is_some()
        || [order_days, production_days, transit_days, listing_days].iter().any(Option::is_some)
        || [minimum, multiple, per_day].iter().any(Option::is_some);
    if on_hand.is_none() && !says_supply {
        return Err(missing(&extract.plan.line, Field::OnHand));
    }
    extract.plan.line.words(row, Field::Name, &mut extract.words);
    part.name_sku(sku, &extract.words);
    if let Some(cost) = beside(extract, at, row, Field::UnitCost, tally) {
        let currency = currency::of_cost(extract, row, part);
        part.costs.push(UnitCost { at, sku, cost: Stated::new(cost), currency, valid_from: None, grams: None });
    }
    if let Some(on_hand) = on_hand {
        let warehouse = extract.words_key(ColumnSet::Line, row, Field::Warehouse, &mut part.pools.warehouses);
        let due = day(extract, at, row, Field::DueDay, tally)?;
        let counted = day(extract, at, row, Field::Day, tally)?;
        part.stock.push(Stock {
            at,
            sku,
            warehouse,
            on_hand,
            reserved: reserved.unwrap_or_default(),
            on_the_way: on_the_way.unwrap_or_default(),
            due,
            day: counted,
        });
    }
    if says_supply {
        part.supply.push(Supply {
            at,
            sku,
            supplier,
            is_backup,
            order_days,
            production_days,
            transit_days,
            listing_days,
            minimum,
            multiple,
            per_day,
        });
    }
    Ok(())
}

/// Reads a row of a report on customer service.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn service(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (_, store) = extract.seller(row, part);
    let agent = extract.words_key(ColumnSet::Line, row, Field::Agent, &mut part.pools.agents);
    let contacts = match extract.plan.line.quantity(row, Field::Contacts)? {
        None => None,
        Some(contacts) => {
            let whole = contacts.whole_units().and_then(|contacts| u32::try_from(contacts).ok());
            Some(whole.ok_or_else(|| refused(extract, Field::Contacts, row))?)
        }
    };
    let seconds = |field| -> Result<Option<u32>, Refused> {
        let Some(seconds) = extract.plan.line.amount(row, field)? else { return Ok(None) };
        u32::try_from(seconds.millionths() / 1_000).map(Some).map_err(|_| refused(extract, field, row))
    };
    let (first_response, average_response) = (seconds(Field::FirstResponse)?, seconds(Field::AverageResponse)?);
    let share = |field| extract.plan.line.share(row, field);
    let (reply_rate, satisfaction) = (share(Field::ReplyRate)?, share(Field::Satisfaction)?);
    let day = day(extract, at, row, Field::Day, tally)?;
    if agent.is_none() && day.is_none() {
        return Err(missing(&extract.plan.line, Field::Agent));
    }
    part.service.push(Service {
        at,
        store,
        agent,
        day,
        contacts,
        first_response,
        average_response,
        reply_rate,
        satisfaction,
    });
    Ok(())
}

/// Reads a review.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn review(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (source, store) = extract.seller(row, part);
    let order = optional_id(extract, at, ColumnSet::Line, row, Field::OrderId, tally)
        .then(|| part.pools.order(source, &extract.id));
    let sku =
        optional_id(extract, at, ColumnSet::Line, row, Field::Sku, tally).then(|| part.pools.skus.intern(&extract.id));
    let agent = extract.words_key(ColumnSet::Line, row, Field::Agent, &mut part.pools.agents);
    let stars = extract.plan.line.amount(row, Field::Stars)?;
    let stars = stars.map(Amount::millionths).map(|stars| stars / 1_000_000).filter(|stars| (1..=5).contains(stars));
    let day = day(extract, at, row, Field::Day, tally)?;
    part.reviews.push(Review {
        at,
        store,
        order,
        sku,
        agent,
        day,
        stars: stars.and_then(|stars| u8::try_from(stars).ok()),
    });
    Ok(())
}

/// A number that does not fit what it counts.
fn refused(extract: &Extract<'_>, field: Field, row: &RowBuffer) -> Refused {
    let column = extract.plan.line.columns(field).first().copied();
    let value = column.map(|column| row.display(column)).unwrap_or_default();
    Refused { problem: Problem::UnreadableQuantity { value }, column }
}
