//! Rows about goods themselves: what is in a bundle, and what a platform counted of a product.

use analytics::dataset::{BundlePart, ColumnSet, Part, RowRef, SkuKey, Traffic, UnitCost};
use analytics::diagnostic::Problem;
use analytics::vocabulary::Field;
use analytics::{Quantity, Stated};

use crate::cell::RowBuffer;
use crate::currency;
use crate::extract::{Extract, missing};
use crate::order_cells::optional_id;
use crate::order_rows::beside;
use crate::plan::Refused;
use crate::sheets::day;
use crate::tally::Tally;

/// Reads a row of a list of bundles. A row that does not say of what, or how many, is set aside, and its bundle is known to be
/// made of something more than the other rows say.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn bundle(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.required_id(row, Field::Sku)?;
    let bundle = part.pools.skus.intern(&extract.id);
    extract.plan.line.words(row, Field::Name, &mut extract.words);
    part.name_sku(bundle, &extract.words);
    let contents = contents(extract, row, part);
    let (sku, units) = match &contents {
        Ok((sku, units)) => (Some(*sku), Some(*units)),
        Err(_) => (None, None),
    };
    part.bundles.push(BundlePart { at, bundle, part: sku, units });
    let (sku, _) = contents?;
    extract.plan.line.words(row, Field::PartName, &mut extract.words);
    part.name_sku(sku, &extract.words);
    if let Some(cost) = beside(extract, at, row, Field::UnitCost, tally) {
        let currency = currency::of_cost(extract, row, part);
        part.costs.push(UnitCost { at, sku, cost: Stated::new(cost), currency, valid_from: None, grams: None });
    }
    Ok(())
}

/// What is in it, and how often.
fn contents(extract: &mut Extract<'_>, row: &RowBuffer, part: &mut Part) -> Result<(SkuKey, Quantity), Refused> {
    extract.required_id(row, Field::Part)?;
    let sku = part.pools.skus.intern(&extract.id);
    let units = extract.plan.line.quantity(row, Field::Quantity)?;
    let units = units.filter(|units| !units.is_zero() && !units.is_negative());
    units.map(|units| (sku, units)).ok_or_else(|| missing(&extract.plan.line, Field::Quantity))
}

/// Reads a row of a report on visitors and sales.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn traffic(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (source, store) = extract.seller(row, part);
    let product = optional_id(extract, at, ColumnSet::Line, row, Field::ProductId, tally)
        .then(|| part.pools.product(source, &extract.id));
    let sku =
        optional_id(extract, at, ColumnSet::Line, row, Field::Sku, tally).then(|| part.pools.skus.intern(&extract.id));
    if product.is_none() && sku.is_none() {
        return Err(missing(&extract.plan.line, Field::ProductId));
    }
    if let Some(sku) = sku {
        extract.plan.line.words(row, Field::Name, &mut extract.words);
        part.name_sku(sku, &extract.words);
    }
    let day = day(extract, at, row, Field::Day, tally)?;
    let (visitors, views) = (people(extract, row, Field::Visitors)?, people(extract, row, Field::Views)?);
    let buyers = people(extract, row, Field::Buyers)?;
    let units = extract.plan.line.quantity(row, Field::Quantity)?;
    let amount = extract.plan.line.amount(row, Field::Amount)?.map(Stated::new);
    let currency = extract.currency(ColumnSet::Line, row, part);
    part.traffic.push(Traffic { at, store, product, sku, day, visitors, views, buyers, units, amount, currency });
    Ok(())
}

/// A number of people, or of views.
fn people(extract: &Extract<'_>, row: &RowBuffer, field: Field) -> Result<Option<u32>, Refused> {
    let Some(count) = extract.plan.line.quantity(row, field)? else { return Ok(None) };
    let whole = count.whole_units().and_then(|count| u32::try_from(count).ok());
    let column = extract.plan.line.columns(field).first().copied();
    let value = || column.map(|column| row.display(column)).unwrap_or_default();
    whole.map(Some).ok_or_else(|| Refused { problem: Problem::UnreadableQuantity { value: value() }, column })
}
