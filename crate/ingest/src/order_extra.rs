//! What an order as a whole adds to the money of its lines, or takes off it.

use std::collections::BTreeMap;

use analytics::allocate::allocate;
use analytics::dataset::{OrderKey, Part, RowRef};
use analytics::diagnostic::Problem;
use analytics::vocabulary::Field;
use analytics::{Amount, Stated};

use crate::cell::RowBuffer;
use crate::extract::Extract;
use crate::plan::Refused;
use crate::tally::Tally;

/// What an order adds to its lines.
#[derive(Debug, Default)]
pub(crate) struct OrderExtra {
    pub(crate) amount: Option<Amount>,
    /// Where its lines are in the part, and what each says of itself.
    pub(crate) lines: Vec<(usize, Amount)>,
}

/// Keeps what the order adds to its lines, which stands on its first row or on each.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn read(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    order: OrderKey,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let extra = extract.plan.order.amount(row, Field::OrderExtra)?;
    let Some(extra) = extra else { return Ok(()) };
    let known = *extract.extras.entry(order).or_default().amount.get_or_insert(extra);
    if known != extra {
        let problem = Problem::RepeatedMoneyDiffers { field: Field::OrderExtra };
        let refused = extract.plan.order.refusal(Field::OrderExtra, problem);
        extract.report(at, refused, tally);
    }
    Ok(())
}

/// Gives each line of an order its part of what the order adds to all of them, by what it says of itself.
pub(crate) fn add(extras: BTreeMap<OrderKey, OrderExtra>, part: &mut Part, tally: &mut Tally) {
    for extra in extras.into_values() {
        let Some(amount) = extra.amount.filter(|amount| !amount.is_zero()) else { continue };
        let weights: Vec<i64> = extra.lines.iter().map(|(_, own)| own.millionths()).collect();
        let mut shares = allocate(amount, &weights).into_iter();
        for (index, own) in extra.lines {
            let (Some(line), Some(share)) = (part.lines.get_mut(index), shares.next()) else { continue };
            line.amount = Some(Stated::new(own + share));
            tally.add(share);
        }
    }
}
