//! Rows of order files: lines, and headers of orders.

use analytics::dataset::{
    ColumnSet, CurrencyKey, OrderHeader, OrderKey, OrderLine, Part, RowRef, Shipment, SkuKey, StoreKey, UnitCost,
    WaybillKey,
};
use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, OrderStatus, Source, Standing};
use analytics::{Amount, Day, Quantity, Stamp, Stated};

use crate::cell::RowBuffer;
use crate::currency;
use crate::extract::{Extract, missing};
use crate::order_cells::{Common, optional_id};
use crate::packages;
use crate::plan::Refused;
use crate::tally::Tally;

/// A part of an order in an ERP, or the whole.
#[derive(Debug)]
pub(crate) struct OrderPart {
    pub(crate) id: String,
    pub(crate) amount: Amount,
    /// It was split or merged.
    pub(crate) is_superseded: bool,
    /// The row that says so.
    pub(crate) row: u32,
}

/// Reads an order line, and with it what the file says of its order.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn line(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    if packages::begins(extract, row) {
        return header(extract, at, row, part, tally);
    }
    let package = packages::item(extract, row);
    let (source, order) = match &package {
        Some(id) => (extract.source(row), part.pools.order(extract.source(row), id)),
        None => order_key(extract, row, part)?,
    };
    let store = extract.store(ColumnSet::Line, row, source, part);
    // What was put into a package has a number of its own.
    let own = if package.is_some() { Field::OrderId } else { Field::LineId };
    let line = extract.id_key(row, own, |id| part.pools.lines.intern(id))?;
    let line = line.filter(|&key| package.as_deref() != Some(part.pools.lines.get(key)));
    let sku = extract.id_key(row, Field::Sku, |code| part.pools.skus.intern(code))?;
    let product = optional_id(extract, at, ColumnSet::Line, row, Field::ProductId, tally)
        .then(|| part.pools.product(source, &extract.id));

    let quantity = match extract.plan.line.quantity(row, Field::Quantity)? {
        Some(quantity) => quantity,
        None if extract.plan.line.has(Field::Quantity) => return Err(missing(&extract.plan.line, Field::Quantity)),
        // Exports without such a column have a row for every unit.
        None => Quantity::ONE,
    };
    let price = extract.plan.line.amount(row, Field::UnitPrice)?;
    let priced = match price {
        None => None,
        Some(price) => Some(times(price, quantity).ok_or_else(|| {
            let value = format!("{price} × {quantity}");
            extract.plan.line.refusal(Field::UnitPrice, Problem::AmountTooLarge { value })
        })?),
    };
    let list_amount = extract.plan.line.amount(row, Field::ListAmount)?.or(priced);

    let mut common = Common::read(extract, at, ColumnSet::Line, row, part, tally)?;
    if package.is_some() {
        common.amount = None;
    }
    if common.amount.is_none() && !extract.plan.line.has(Field::Amount) && extract.plan.profile.needs_amount {
        common.amount = priced;
    }
    if common.amount.is_none() && extract.plan.profile.needs_amount && package.is_none() {
        match common.status {
            // Nothing was paid, so exports leave the cell blank.
            Some(OrderStatus::Unpaid | OrderStatus::Cancelled | OrderStatus::Superseded) => {
                common.amount = Some(Amount::ZERO)
            }
            _ => return Err(missing(&extract.plan.line, Field::Amount)),
        }
    }
    let is_resend = is_resend(extract, row);
    let erp_order = (is_resend && optional_id(extract, at, ColumnSet::Line, row, Field::PartId, tally))
        .then(|| part.pools.erp_orders.intern(&extract.id));
    // What is sent again is no order of its own: its cells say nothing of the money of the first.
    if !extract.plan.order.is_empty() && !is_resend {
        common.currency = order_of_line(extract, at, row, (store, order), part, tally)?;
    }
    tally.add(common.amount.unwrap_or_default());
    if let Some(sku) = sku {
        stated_cost(extract, at, row, (sku, common.times.paid.or(common.times.ordered).map(Stamp::day)), part, tally);
    }
    if let Some(waybill) = common.waybill {
        freight_paid(extract, at, row, (waybill, common.currency), part, tally);
    }

    if let Some(sku) = sku {
        extract.plan.line.words(row, Field::Name, &mut extract.words);
        extract.plan.line.words(row, Field::Variant, &mut extract.id);
        if !extract.words.is_empty() && !extract.id.is_empty() {
            extract.words.push(' ');
            extract.words.push_str(&extract.id);
        }
        part.name_sku(sku, &extract.words);
    }
    extract.plan.line.words(row, Field::Affiliate, &mut extract.words);
    let is_affiliate = !matches!(extract.words.as_str(), "" | "0" | "0.0");
    part.lines.push(OrderLine {
        at,
        store,
        order,
        line,
        sku,
        product,
        quantity,
        amount: common.amount.map(Stated::new),
        list_amount: list_amount.map(Stated::new),
        refund: common.refund.map(Stated::new),
        refund_state: common.refund_state,
        status: common.status,
        compensation: Stated::new(common.compensation),
        fee: common.fee.map(Stated::new),
        is_affiliate,
        is_resend,
        erp_order,
        times: common.times,
        waybill: common.waybill,
        buyer: common.buyer,
        channel: common.channel,
        note: common.note,
        province: common.province,
        currency: common.currency,
    });
    Ok(())
}

/// What an ERP says that a unit of the SKU cost on the day of the order; once where it says the same again.
fn stated_cost(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    (sku, day): (SkuKey, Option<Day>),
    part: &mut Part,
    tally: &mut Tally,
) {
    let Some(cost) = beside(extract, at, row, Field::UnitCost, tally) else { return };
    let currency = currency::of_cost(extract, row, part);
    let known = extract.costs.insert((sku, day, currency), cost);
    if known != Some(cost) {
        let cost = Stated::new(cost);
        part.costs.push(UnitCost { at, sku, cost, currency, valid_from: day, grams: None });
    }
}

/// What an ERP says that the parcel cost. It stands on every row of the parcel, and is meant once.
fn freight_paid(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    (waybill, currency): (WaybillKey, CurrencyKey),
    part: &mut Part,
    tally: &mut Tally,
) {
    let Some(amount) = beside(extract, at, row, Field::FreightPaid, tally) else { return };
    if extract.parcels.insert(waybill) {
        part.shipments.push(Shipment { at, waybill, amount: Stated::new(amount), day: None, currency });
    }
}

/// An amount that an order's row states beside what was sold. Nought is what an ERP writes where it does not know.
pub(crate) fn beside(
    extract: &Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    field: Field,
    tally: &mut Tally,
) -> Option<Amount> {
    match extract.plan.line.amount(row, field) {
        Ok(amount) => amount.filter(|amount| *amount > Amount::ZERO),
        Err(mut refused) => {
            if let Problem::UnreadableAmount { value } | Problem::AmountTooLarge { value } = refused.problem {
                refused.problem = Problem::UnreadableCost { value };
            }
            extract.report(at, refused, tally);
            None
        }
    }
}

/// Reads the header of an order whose lines are in another file.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn header(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (source, order) = order_key(extract, row, part)?;
    let store = extract.store(ColumnSet::Line, row, source, part);
    let common = Common::read(extract, at, ColumnSet::Line, row, part, tally)?;
    tally.add(common.amount.unwrap_or_default());
    part.headers.push(common.header(at, store, order));
    Ok(())
}

/// The order's own cells, on its first row or on each. The first value counts; another one is worth a warning. Returns
/// the order's currency, which the rows below its first may leave out.
fn order_of_line(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    (store, order): (StoreKey, OrderKey),
    part: &mut Part,
    tally: &mut Tally,
) -> Result<CurrencyKey, Refused> {
    let common = Common::read(extract, at, ColumnSet::Order, row, part, tally)?;
    if extract.plan.line.has(Field::PartId) {
        part_of_order(extract, at, row, (store, order), &common, part, tally)?;
        return Ok(common.currency);
    }
    let adds_to_lines = extract.plan.profile.order_adds_to_lines;
    let known = extract.header_slot(order).and_then(|slot| *slot).and_then(|index| usize::try_from(index).ok());
    let Some(known) = known.and_then(|index| part.headers.get_mut(index)) else {
        let index = u32::try_from(part.headers.len()).ok();
        if let Some(slot) = extract.header_slot(order) {
            *slot = index;
        }
        tally.add(common.amount.unwrap_or_default());
        part.headers.push(OrderHeader { adds_to_lines, ..common.header(at, store, order) });
        return Ok(common.currency);
    };
    let mut currency = known.currency;
    match (known.amount, common.amount) {
        (None, Some(amount)) => {
            currency = common.currency;
            *known = OrderHeader { at: known.at, adds_to_lines, ..common.header(at, store, order) };
            if let Some(table) = &mut part.table {
                table.departures.note_order(known.at.row.get(), vec![at.row.get()]);
            }
            tally.add(amount);
        }
        (Some(first), Some(other)) if first != Stated::new(other) => {
            let refused =
                extract.plan.order.refusal(Field::Amount, Problem::RepeatedMoneyDiffers { field: Field::Amount });
            extract.report(at, refused, tally);
        }
        _ => {}
    }
    Ok(currency)
}

/// Adds what an ERP says of a part of an order to the order's header. What it has split or merged is not added to what came
/// of it, and neither are parts that each repeat the whole.
fn part_of_order(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    (store, order): (StoreKey, OrderKey),
    common: &Common,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.plan.line.id(row, Field::PartId, &mut extract.id)?;
    let is_superseded = common.status == Some(OrderStatus::Superseded);
    let amount = common.amount.unwrap_or_default();
    let parts = extract.parts.entry(order).or_default();
    let position = parts.iter().position(|known| known.id == extract.id);
    if let Some(known) = position.and_then(|position| parts.get(position)) {
        // The order's cells repeat on every row of the part.
        if common.amount.is_some_and(|amount| amount != known.amount) {
            let problem = Problem::RepeatedMoneyDiffers { field: Field::Amount };
            let refused = extract.plan.order.refusal(Field::Amount, problem);
            extract.report(at, refused, tally);
        }
        return Ok(());
    }
    let before = total(parts);
    parts.push(OrderPart { id: extract.id.clone(), amount, is_superseded, row: at.row.get() });
    let total = total(parts);
    let has_amount = common.amount.is_some();
    let slot = extract.header_slot(order).and_then(|slot| *slot).and_then(|index| usize::try_from(index).ok());
    match slot.and_then(|index| part.headers.get_mut(index)) {
        None => {
            let index = u32::try_from(part.headers.len()).ok();
            if let Some(slot) = extract.header_slot(order) {
                *slot = index;
            }
            tally.add(amount);
            part.headers.push(common.header(at, store, order));
        }
        Some(header) => {
            tally.add(total - before);
            // What came of a part, or was not taken off, says how far the order is.
            let is_off = |status: Option<OrderStatus>| status.is_some_and(OrderStatus::is_off);
            if is_off(header.status) && !is_off(common.status) {
                *header = OrderHeader { at: header.at, amount: header.amount, ..common.header(at, store, order) };
            }
            header.amount = (has_amount || header.amount.is_some()).then_some(Stated::new(total));
        }
    }
    Ok(())
}

/// What the parts of an order come to together.
fn total(parts: &[OrderPart]) -> Amount {
    that_count(parts).map(|part| part.amount).sum()
}

/// The parts of an order that are added up: those that came of it, or of parts that each repeat the whole the whole.
pub(crate) fn that_count(parts: &[OrderPart]) -> impl Iterator<Item = &OrderPart> {
    let of = |superseded: bool| parts.iter().filter(move |part| part.is_superseded == superseded);
    let whole = of(true).rev().max_by_key(|part| part.amount);
    let whole = whole.filter(|whole| of(false).all(|part| part.amount == whole.amount));
    let parts = of(false).filter(move |_| whole.is_none());
    whole.into_iter().chain(parts)
}

fn order_key(extract: &mut Extract<'_>, row: &RowBuffer, part: &mut Part) -> Result<(Source, OrderKey), Refused> {
    let source = extract.source(row);
    extract.plan.line.id(row, Field::OrderId, &mut extract.id)?;
    if extract.id.is_empty() {
        if !extract.plan.profile.rows_are_orders {
            return Err(missing(&extract.plan.line, Field::OrderId));
        }
        extract.id = extract.row_id(row);
    } else if source.standing() == Standing::Own && is_count(&extract.id) {
        add_day(extract, row);
    }
    Ok((source, part.pools.order(source, &extract.id)))
}

/// A number that a seller has counted, from 1: each of their lists begins anew.
fn is_count(id: &str) -> bool {
    id.len() < 7 && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Tells the first order of June from the first of July. Of several rows of an order only the first may have its day.
fn add_day(extract: &mut Extract<'_>, row: &RowBuffer) {
    let moment = |field| extract.plan.line.moment(row, field, &extract.calendar).ok().flatten();
    let own = moment(Field::OrderedAt).or_else(|| moment(Field::PaidAt)).map(Stamp::day);
    let above = extract.numbered.take().filter(|(id, _)| *id == extract.id).and_then(|(_, day)| day);
    let day = own.or(above);
    extract.numbered = Some((extract.id.clone(), day));
    if let Some(day) = day {
        extract.id = format!("{} ({day})", extract.id);
    }
}

/// Price × quantity; `None` out of range.
pub(crate) fn times(price: Amount, quantity: Quantity) -> Option<Amount> {
    let product = i128::from(price.millionths()) * i128::from(quantity.thousandths());
    i64::try_from(product / 1_000).ok().map(Amount::from_millionths)
}

fn is_resend(extract: &mut Extract<'_>, row: &RowBuffer) -> bool {
    if extract.plan.profile.resend_types.is_empty() {
        return false;
    }
    extract.plan.line.words(row, Field::OrderType, &mut extract.words);
    let kind = crate::header::normalised(&extract.words);
    extract.plan.profile.resend_types.contains(&kind)
}
