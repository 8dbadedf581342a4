//! Rows of order files: lines, and headers of orders.

use analytics::dataset::{Dataset, OrderHeader, OrderKey, OrderLine, RowRef, StoreKey, Times};
use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, OrderStatus, RefundState, Source};
use analytics::{Amount, Day, Money, Quantity, Stamp};

use crate::cell::RowBuffer;
use crate::extract::{Extract, Which, missing, pick};
use crate::plan::Refused;
use crate::tally::Tally;

/// Reads an order line, and with it what the file says of its order.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn line(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    dataset: &mut Dataset,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (source, order) = order_key(extract, at, row, dataset)?;
    let store = extract.store(Which::Line, row, source, dataset);
    extract.plan.line.id(row, Field::LineId, &mut extract.id)?;
    let line = (!extract.id.is_empty()).then(|| dataset.pools.lines.intern(&extract.id));
    extract.plan.line.id(row, Field::Sku, &mut extract.id)?;
    let sku = (!extract.id.is_empty()).then(|| dataset.pools.skus.intern(&extract.id));
    let product = optional_id(extract, at, Which::Line, row, Field::ProductId, tally)
        .then(|| dataset.pools.product(source, &extract.id));

    let quantity = match extract.plan.line.quantity(row, extract.plan.profile.decimals)? {
        Some(quantity) => quantity,
        None if extract.plan.line.has(Field::Quantity) => return Err(missing(&extract.plan.line, Field::Quantity)),
        // Exports without such a column have a row for every unit.
        None => Quantity::ONE,
    };
    let price = extract.plan.line.amount(row, Field::UnitPrice, extract.plan.profile.decimals)?;
    let priced = price.and_then(|price| times(price, quantity));
    let list_amount = extract.plan.line.amount(row, Field::ListAmount, extract.plan.profile.decimals)?.or(priced);

    let mut common = Common::read(extract, at, Which::Line, row, dataset, tally)?;
    if common.amount.is_none() && !extract.plan.line.has(Field::Amount) && extract.plan.profile.needs_amount {
        common.amount = priced;
    }
    if common.amount.is_none() && extract.plan.profile.needs_amount {
        match common.status {
            // Nothing was paid, so exports leave the cell blank.
            Some(OrderStatus::Unpaid | OrderStatus::Cancelled) => common.amount = Some(Amount::ZERO),
            _ => return Err(missing(&extract.plan.line, Field::Amount)),
        }
    }
    if !extract.plan.order.is_empty() {
        order_of_line(extract, at, row, (store, order), dataset, tally)?;
    }
    tally.computed += common.amount.unwrap_or_default();

    if let Some(sku) = sku {
        extract.plan.line.words(row, Field::Name, &mut extract.words);
        extract.plan.line.words(row, Field::Variant, &mut extract.id);
        if !extract.words.is_empty() && !extract.id.is_empty() {
            extract.words.push(' ');
            extract.words.push_str(&extract.id);
        }
        dataset.name_sku(sku, &extract.words);
    }
    extract.plan.line.words(row, Field::Affiliate, &mut extract.words);
    let is_affiliate = !matches!(extract.words.as_str(), "" | "0" | "0.0");
    dataset.lines.push(OrderLine {
        at,
        store,
        order,
        line,
        sku,
        product,
        quantity,
        amount: common.amount,
        list_amount,
        refund: common.refund,
        refund_state: common.refund_state,
        status: common.status,
        compensation: common.compensation,
        fee: common.fee,
        is_affiliate,
        is_resend: is_resend(extract, row),
        times: common.times,
        waybill: common.waybill,
        customer: common.customer,
        note: common.note,
        province: common.province,
        currency: common.currency,
    });
    Ok(())
}

/// Reads the header of an order whose lines are in another file.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn header(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    dataset: &mut Dataset,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let (source, order) = order_key(extract, at, row, dataset)?;
    let store = extract.store(Which::Line, row, source, dataset);
    let common = Common::read(extract, at, Which::Line, row, dataset, tally)?;
    tally.computed += common.amount.unwrap_or_default();
    dataset.headers.push(common.header(at, store, order));
    Ok(())
}

/// The order's own cells, on its first row or on each. The first value counts; another one is worth a warning.
fn order_of_line(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    (store, order): (StoreKey, OrderKey),
    dataset: &mut Dataset,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let common = Common::read(extract, at, Which::Order, row, dataset, tally)?;
    let known = extract.header_slot(order).and_then(|slot| *slot).and_then(|index| usize::try_from(index).ok());
    let Some(known) = known.and_then(|index| dataset.headers.get_mut(index)) else {
        let index = u32::try_from(dataset.headers.len()).ok();
        if let Some(slot) = extract.header_slot(order) {
            *slot = index;
        }
        tally.computed += common.amount.unwrap_or_default();
        dataset.headers.push(common.header(at, store, order));
        return Ok(());
    };
    match (known.amount, common.amount) {
        (None, Some(amount)) => {
            *known = OrderHeader { at: known.at, ..common.header(at, store, order) };
            tally.computed += amount;
        }
        (Some(first), Some(other)) if first != other => {
            let refused =
                extract.plan.order.refusal(Field::Amount, Problem::RepeatedMoneyDiffers { field: Field::Amount });
            extract.report(at, refused, tally);
        }
        _ => {}
    }
    Ok(())
}

fn order_key(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    dataset: &mut Dataset,
) -> Result<(Source, OrderKey), Refused> {
    let source = extract.source(row);
    extract.plan.line.id(row, Field::OrderId, &mut extract.id)?;
    if extract.id.is_empty() {
        if !extract.plan.profile.rows_are_orders {
            return Err(missing(&extract.plan.line, Field::OrderId));
        }
        // Unlike any real id, and unlike that of any other row.
        extract.id = format!("row {}-{}", at.table, at.row);
    }
    Ok((source, dataset.pools.order(source, &extract.id)))
}

/// What lines and headers have in common.
#[derive(Debug)]
struct Common {
    amount: Option<Amount>,
    postage: Option<Amount>,
    refund: Option<Amount>,
    refund_state: RefundState,
    status: Option<OrderStatus>,
    compensation: Amount,
    fee: Amount,
    times: Times,
    waybill: Option<analytics::dataset::WaybillKey>,
    customer: Option<analytics::dataset::CustomerKey>,
    note: Option<analytics::dataset::NoteKey>,
    province: Option<analytics::dataset::ProvinceKey>,
    currency: analytics::dataset::CurrencyKey,
}

impl Common {
    fn read(
        extract: &mut Extract<'_>,
        at: RowRef,
        which: Which,
        row: &RowBuffer,
        dataset: &mut Dataset,
        tally: &mut Tally,
    ) -> Result<Common, Refused> {
        let profile = extract.plan.profile;
        let readings = pick(&extract.plan, which);
        let amount_of = |field| readings.amount(row, field, profile.decimals);
        let mut amount = amount_of(Field::Amount)?;
        let total = amount_of(Field::Total)?;
        let tax = amount_of(Field::Tax)?;
        let postage = amount_of(Field::Postage)?;
        let mut refund = amount_of(Field::Refund)?.map(Amount::abs);
        let compensation = amount_of(Field::Compensation)?.unwrap_or_default();
        let fee = amount_of(Field::Fee)?.unwrap_or_default();
        if let (Some(gross), Some(total), Some(tax)) = (amount, total, tax) {
            let net = without_tax(gross, total, tax);
            refund = refund.map(|refund| share_without_tax(refund, net, total));
            amount = Some(net);
        }
        let mut times = moments(extract, at, which, row, tally);
        let mut status = status(extract, at, which, row, times, tally);
        let refund_state = refund_state(extract, at, which, row, refund, tally);
        if profile.refunds_whole_row && refund_state.is_done() && refund.is_none() {
            refund = amount;
        }
        if profile.has_refund_evidence {
            evidence(extract, which, row, refund, refund_state, tally)?;
        }
        if profile.has_day_in_order_id && times.ordered.is_none() && times.paid.is_none() {
            day_from_order_id(extract, row, status, &mut times, tally)?;
        }
        if status.is_none() {
            status = profile.default_status;
        }
        if let Some(day) = times.paid.or(times.ordered).map(Stamp::day) {
            tally.saw(day);
        }
        let waybill = optional_id(extract, at, which, row, Field::Waybill, tally)
            .then(|| dataset.pools.waybills.intern(&extract.id));
        let customer = optional_id(extract, at, which, row, Field::Customer, tally)
            .then(|| dataset.pools.customers.intern(&extract.id));
        let words = &mut extract.words;
        let readings = pick(&extract.plan, which);
        readings.words(row, Field::Note, words);
        let note = (!words.is_empty()).then(|| dataset.pools.notes.intern(words));
        readings.words(row, Field::Province, words);
        let province = (!words.is_empty()).then(|| dataset.pools.provinces.intern(words));
        let currency = extract.currency(which, row, dataset);
        Ok(Common {
            amount,
            postage,
            refund,
            refund_state,
            status,
            compensation,
            fee,
            times,
            waybill,
            customer,
            note,
            province,
            currency,
        })
    }

    fn header(&self, at: RowRef, store: StoreKey, order: OrderKey) -> OrderHeader {
        OrderHeader {
            at,
            store,
            order,
            amount: self.amount,
            postage: self.postage,
            refund: self.refund,
            refund_state: self.refund_state,
            status: self.status,
            compensation: self.compensation,
            fee: self.fee,
            times: self.times,
            waybill: self.waybill,
            customer: self.customer,
            note: self.note,
            province: self.province,
            currency: self.currency,
        }
    }
}

/// Where the buyer's total is no more than goods and postage, the tax is inside them, and is not the merchant's.
fn without_tax(amount: Amount, total: Amount, tax: Amount) -> Amount {
    if amount == total { amount - tax } else { amount }
}

/// The buyer got tax back too; the merchant only gave back their share.
fn share_without_tax(refund: Amount, net: Amount, total: Amount) -> Amount {
    if net == total {
        return refund;
    }
    let share = Money::from(refund).scaled_by(Money::from(net), Money::from(total)).and_then(Money::cents);
    share.map_or(refund, Amount::from_cents)
}

/// Price × quantity; `None` out of range.
fn times(price: Amount, quantity: Quantity) -> Option<Amount> {
    let product = i128::from(price.millionths()) * i128::from(quantity.thousandths());
    i64::try_from(product / 1_000).ok().map(Amount::from_millionths)
}

fn moments(extract: &Extract<'_>, at: RowRef, which: Which, row: &RowBuffer, tally: &mut Tally) -> Times {
    let readings = pick(&extract.plan, which);
    let mut moment = |field| match readings.moment(row, field, &extract.calendar) {
        Ok(moment) => moment,
        Err(refused) => {
            extract.report(at, refused, tally);
            None
        }
    };
    Times {
        ordered: moment(Field::OrderedAt),
        paid: moment(Field::PaidAt),
        shipped: moment(Field::ShippedAt),
        confirmed: moment(Field::ConfirmedAt),
        settled: moment(Field::SettledAt),
    }
}

fn status(
    extract: &mut Extract<'_>,
    at: RowRef,
    which: Which,
    row: &RowBuffer,
    times: Times,
    tally: &mut Tally,
) -> Option<OrderStatus> {
    pick(&extract.plan, which).words(row, Field::Status, &mut extract.words);
    if extract.words.is_empty() {
        return None;
    }
    let known = extract.status.of(&extract.words);
    if known.is_none() {
        let problem = Problem::UnknownStatus { value: extract.words.clone() };
        let refused = pick(&extract.plan, which).refusal(Field::Status, problem);
        extract.report(at, refused, tally);
    }
    if known == Some(OrderStatus::Paid) && times.shipped.is_some() {
        // Some exports have one column for the payment's state and another for the parcel's.
        return Some(OrderStatus::Shipped);
    }
    let guess = if times.paid.is_some() { OrderStatus::Paid } else { OrderStatus::Unpaid };
    Some(known.unwrap_or(guess))
}

/// The state the file names; where it names none, money that went back is a refund that is done.
fn refund_state(
    extract: &mut Extract<'_>,
    at: RowRef,
    which: Which,
    row: &RowBuffer,
    refund: Option<Amount>,
    tally: &mut Tally,
) -> RefundState {
    pick(&extract.plan, which).words(row, Field::RefundStatus, &mut extract.words);
    if extract.words.is_empty() {
        let has_column = pick(&extract.plan, which).has(Field::RefundStatus);
        return match refund {
            Some(refund) if !refund.is_zero() && !has_column => RefundState::Done,
            _ => RefundState::None,
        };
    }
    match extract.refund_status.of(&extract.words) {
        Some(state) => state,
        None => {
            let problem = Problem::UnknownRefundStatus { value: extract.words.clone() };
            let refused = pick(&extract.plan, which).refusal(Field::RefundStatus, problem);
            extract.report(at, refused, tally);
            RefundState::None
        }
    }
}

/// Whether 实付 was lowered by the refund already, as far as this row shows it.
fn evidence(
    extract: &Extract<'_>,
    which: Which,
    row: &RowBuffer,
    refund: Option<Amount>,
    state: RefundState,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let readings = pick(&extract.plan, which);
    let decimals = extract.plan.profile.decimals;
    let Some(refund) = refund.filter(|refund| !refund.is_zero() && state.is_done()) else { return Ok(()) };
    let Some(total) = readings.amount(row, Field::Total, decimals)? else { return Ok(()) };
    let Some(paid) = readings.amount(row, Field::Paid, decimals)? else { return Ok(()) };
    let count = if total - refund == paid {
        &mut tally.evidence.net
    } else if total == paid {
        &mut tally.evidence.gross
    } else {
        &mut tally.evidence.neither
    };
    *count += 1;
    Ok(())
}

/// 拼多多 begins an order id with its day: `260531-607198974342268`.
fn day_from_order_id(
    extract: &mut Extract<'_>,
    row: &RowBuffer,
    status: Option<OrderStatus>,
    times: &mut Times,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.plan.line.id(row, Field::OrderId, &mut extract.id)?;
    let Some((digits, _)) = extract.id.split_once('-') else { return Ok(()) };
    if digits.len() != 6 {
        return Ok(());
    }
    let (Some(year), Some(month), Some(day)) = (digits.get(..2), digits.get(2..4), digits.get(4..)) else {
        return Ok(());
    };
    let Some(day) = Day::parse(&format!("20{year}-{month}-{day}")) else { return Ok(()) };
    times.ordered = Stamp::from_civil(day.civil().at(0, 0, 0, 0));
    let was_paid = matches!(status, Some(OrderStatus::Paid | OrderStatus::Shipped | OrderStatus::Completed));
    if was_paid || times.shipped.is_some() {
        times.paid = times.ordered;
    }
    tally.order_id_dates += 1;
    Ok(())
}

/// Reads an id the row can do without into `extract.id`; says whether there is one.
fn optional_id(
    extract: &mut Extract<'_>,
    at: RowRef,
    which: Which,
    row: &RowBuffer,
    field: Field,
    tally: &mut Tally,
) -> bool {
    if let Err(refused) = pick(&extract.plan, which).id(row, field, &mut extract.id) {
        extract.report(at, refused, tally);
        extract.id.clear();
    }
    !extract.id.is_empty()
}

fn is_resend(extract: &mut Extract<'_>, row: &RowBuffer) -> bool {
    if extract.plan.profile.resend_types.is_empty() {
        return false;
    }
    extract.plan.line.words(row, Field::OrderType, &mut extract.words);
    let kind = crate::header::normalised(&extract.words);
    extract.plan.profile.resend_types.contains(&kind)
}
