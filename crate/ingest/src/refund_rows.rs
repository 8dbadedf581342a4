//! Rows of lists of refunds: 退款管理, 售后单.

use analytics::dataset::{ColumnSet, Part, Refund, RowRef};
use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, RefundState};
use analytics::{Amount, Stamp, Stated};

use crate::cell::RowBuffer;
use crate::extract::{Extract, missing};
use crate::order_cells::optional_id;
use crate::plan::Refused;
use crate::tally::Tally;

/// Reads a request for money back.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn refund(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    extract.required_id(row, Field::OrderId)?;
    let source = extract.source(row);
    let order = part.pools.order(source, &extract.id);
    let store = extract.store(ColumnSet::Line, row, source, part);
    let line = extract.id_key(row, Field::LineId, |id| part.pools.lines.intern(id))?;
    let sku = extract.id_key(row, Field::Sku, |code| part.pools.skus.intern(code))?;
    let mut known = |field| optional_id(extract, at, ColumnSet::Line, row, field, tally).then(|| extract.id.clone());
    let product = known(Field::ProductId).map(|id| part.pools.product(source, &id));
    let request = known(Field::RequestId).map(|id| part.pools.requests.intern(&id));
    let state = state(extract, at, row, tally);
    let amount = match extract.plan.line.amount(row, Field::Refund)? {
        // Exports write it with and without a minus.
        Some(amount) => amount.abs(),
        // What was only exchanged or mended, and what was withdrawn, has no amount.
        None if !state.is_done() => Amount::ZERO,
        None => return Err(missing(&extract.plan.line, Field::Refund)),
    };
    let moment = moment(extract, at, row, tally);
    if let Some(moment) = moment {
        tally.saw(moment.day());
    }
    let currency = extract.currency(ColumnSet::Line, row, part);
    tally.add(amount);
    let amount = Stated::new(amount);
    part.refunds.push(Refund { at, store, order, request, line, sku, product, amount, state, moment, currency });
    Ok(())
}

/// How far the request has come. A word that nobody has explained says that nothing has gone back yet.
fn state(extract: &mut Extract<'_>, at: RowRef, row: &RowBuffer, tally: &mut Tally) -> RefundState {
    let mut known = |field: Field, of_column: fn(&mut Extract<'_>) -> Option<RefundState>| {
        extract.plan.line.words(row, field, &mut extract.words);
        if extract.words.is_empty() {
            return None;
        }
        let known = of_column(extract);
        if known.is_none() {
            let problem = Problem::UnknownRefundStatus { value: extract.words.clone() };
            let refused = extract.plan.line.refusal(field, problem);
            extract.report(at, refused, tally);
        }
        Some(known.unwrap_or(RefundState::Pending))
    };
    let state = known(Field::RefundStatus, |extract| extract.refund_status.of(&extract.words));
    let of_type = known(Field::RefundType, |extract| extract.refund_type.of(&extract.words));
    let state = state.or(extract.plan.profile.default_refund_state);
    match (state, of_type) {
        (None, None) => RefundState::Done,
        // An exchange, or a repair: no money goes back.
        (_, Some(RefundState::None)) => RefundState::None,
        (None, Some(of_type)) => of_type,
        (Some(RefundState::Done), Some(of_type)) if of_type.is_done() => of_type,
        (Some(state), _) => state,
    }
}

fn moment(extract: &Extract<'_>, at: RowRef, row: &RowBuffer, tally: &mut Tally) -> Option<Stamp> {
    let of = |field| extract.plan.line.moment(row, field, &extract.calendar);
    let [done, asked] = [Field::SettledAt, Field::OrderedAt].map(|field| {
        of(field).unwrap_or_else(|refused| {
            extract.report(at, refused, tally);
            None
        })
    });
    done.or(asked)
}
