//! Which of the rows that tell of an order as a whole counts.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::content::header_key;
use super::order_ids::OrderIds;
use super::overlap::FileOf;
use super::precedence::progress;
use super::roles::{Role, Roles};
use super::view::View;
use crate::currency::{Currencies, Stated};
use crate::dataset::{ByTable, OrderHeader, OrderKey, OrderLine};
use crate::money::Amount;
use crate::pool::Column;
use crate::vocabulary::{OrderStatus, Standing};

/// Where merged orders are counted one by one, from lines without money, and of some of them nobody but the merged one says
/// what it came to, they are one order after all.
pub(super) fn pool_merged(view: &View<'_>, ids: &mut OrderIds, roles: &Roles<'_, OrderLine>) {
    if !ids.has_merged() {
        return;
    }
    let (mut has_money, mut priced) = (BTreeSet::new(), BTreeSet::new());
    for line in roles.counting().map(|line| line.row) {
        if (line.amount.is_some() && !line.is_resend) || ids.merged(line.order).is_some() {
            has_money.insert(ids.key(line.order));
        }
    }
    for header in view.headers().filter(|header| header.amount.is_some()) {
        priced.insert(if ids.merged(header.order).is_some() { header.order } else { ids.key(header.order) });
    }
    let is_one = |merged: &OrderKey| {
        let members = || ids.merged(*merged).into_iter().flatten().map(|member| ids.key(*member));
        let is_known = members().any(|member| has_money.contains(&member));
        priced.contains(merged) && !is_known && !members().all(|member| priced.contains(&member))
    };
    let one: Vec<OrderKey> = ids.all_merged().filter(is_one).collect();
    one.into_iter().for_each(|merged| ids.pool(merged));
}

/// For each header, what it is. An order has one that counts, in one file too: order-level money that is repeated on
/// several rows is still one amount.
pub(super) fn header_roles<'a>(
    view: &'a View<'a>,
    ids: &OrderIds,
    currencies: &Currencies,
    standing: &ByTable<Standing>,
    merged: &BTreeSet<OrderKey>,
) -> Roles<'a, OrderHeader> {
    if !view.has_headers() {
        return Roles::of(view, |_, _: &OrderHeader| Role::Counts);
    }
    let dataset = view.dataset;
    let mut best: Column<OrderKey, Option<u32>> = Column::filled(&dataset.pools.orders, None);
    let files = FileOf::new(dataset);
    let rank = |index: u32| {
        let header: &OrderHeader = view.header(index)?;
        let times = [header.times.shipped, header.times.confirmed];
        let worth = |stated| header_worth(currencies, header, stated);
        let progress = progress(dataset, header.at, header.status, worth(header.refund), &times);
        // What a merged order came to is meant where the goods are counted as merged.
        let is_merged = ids.merged(header.order).is_some();
        let is_pooled = ids.is_pooled(ids.key(header.order));
        let source = (is_merged || !is_pooled, header.amount.is_some(), Reverse(standing[header.at]));
        // What was merged or split says less than what came of it.
        let is_meant = is_merged == (is_pooled || merged.contains(&ids.together(header.order)));
        let form = (is_meant, header.status != Some(OrderStatus::Superseded));
        // Of rows that came equally far the content decides, and a name only between rows that say the same.
        let amount = worth(header.amount);
        let content = (amount, header_key(dataset, header));
        // An ERP that has sent a part of an order says later, and less.
        let whole = (standing[header.at] >= Standing::Erp).then_some(amount);
        Some((source, form, whole, progress, content, Reverse((files.file(header.at), header.at))))
    };
    for (index, header) in (0_u32..).zip(view.headers()) {
        let slot = &mut best[ids.key(header.order)];
        if slot.is_none_or(|known| rank(index) > rank(known)) {
            *slot = Some(index);
        }
    }
    Roles::of(view, |index, header: &OrderHeader| {
        let winner = best[ids.key(header.order)].filter(|&winner| winner != index);
        let winner = winner.and_then(|winner| view.header(winner));
        match winner {
            None => Role::Counts,
            Some(winner) if standing[winner.at] == standing[header.at] => Role::Repeats,
            Some(_) => Role::Confirms,
        }
    })
}

/// An amount of a header in the shop's currency, to be compared with those of other files; `None` where it has none, or no
/// rate.
pub(super) fn header_worth(currencies: &Currencies, header: &OrderHeader, stated: Option<Stated>) -> Option<Amount> {
    currencies.converted_at(stated?, header.currency, header.times)
}
