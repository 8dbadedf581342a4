//! Which rows of two files are about the same goods of an order.

use hashbrown::HashMap;

use super::order_ids::OrderIds;
use super::precedence::code;
use super::view::View;
use crate::allocate::Few;
use crate::currency::Stated;
use crate::dataset::{Dataset, OrderLine};
use crate::money::Quantity;
use crate::vocabulary::OrderStatus;

/// Finds for lines that one file tells of which of the known ones they are.
#[derive(Clone, Copy)]
pub(super) struct Pairing<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) ids: &'a OrderIds,
}

/// For a line that counts, the lines of other files that tell of the same goods.
pub(super) type Witnesses = HashMap<u32, Few<u32>, foldhash::fast::FixedState>;

/// Whether two rows of goods that were sent again tell of one parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SentAgain {
    Once,
    Twice,
    /// Before it is sent an ERP may split it, or merge it with others, and goes on under another number.
    Unknown,
}

impl SentAgain {
    /// The rows are of one order. The number under which an ERP sent something is its own; numbers of two
    /// ERPs have nothing to do with each other, and their parcels tell.
    pub(super) fn of(dataset: &Dataset, one: &OrderLine, other: &OrderLine) -> SentAgain {
        let source = |line: &OrderLine| dataset.file_of(line.at).map(|file| file.source);
        // One file lists each parcel as it is at that moment.
        let file = |line: &OrderLine| dataset.table_of(line.at).map(|table| table.file);
        let have_left = was_sent(one) && was_sent(other) || file(one) == file(other);
        if let (Some(number), Some(other_number)) = (one.erp_order, other.erp_order)
            && source(one) == source(other)
        {
            let is_off = |line: &OrderLine| line.status.is_some_and(OrderStatus::is_off);
            return SentAgain::by(number == other_number, have_left || is_off(one) || is_off(other));
        }
        match one.waybill.zip(other.waybill) {
            Some((parcel, other_parcel)) => SentAgain::by(parcel == other_parcel, have_left),
            None => SentAgain::Unknown,
        }
    }

    /// What is no more under the name that it had at first may be the same all the same.
    const fn by(is_same: bool, are_final: bool) -> SentAgain {
        match (is_same, are_final) {
            (true, _) => SentAgain::Once,
            (false, true) => SentAgain::Twice,
            (false, false) => SentAgain::Unknown,
        }
    }
}

/// A parcel may have its number before it leaves.
fn was_sent(line: &OrderLine) -> bool {
    line.times.shipped.is_some() || matches!(line.status, Some(OrderStatus::Shipped | OrderStatus::Completed))
}

impl<'a> Pairing<'a> {
    fn line(&self, index: u32) -> Option<&'a OrderLine> {
        self.view.line(index)
    }

    /// How often goods were sent again of which these two rows tell.
    pub(super) fn sent_again(&self, one: u32, other: u32) -> Option<SentAgain> {
        let (one, other) = (self.line(one)?, self.line(other)?);
        (one.is_resend && other.is_resend).then(|| SentAgain::of(self.view.dataset, one, other))
    }

    /// Lines of two orders are never about the same goods, unless one of them is of an order into which both were merged.
    pub(super) fn may_be_same(&self, one: u32, other: u32) -> bool {
        let order = |line: u32| self.line(line).map(|line| line.order);
        let (Some(one), Some(other)) = (order(one), order(other)) else { return false };
        let ids = self.ids;
        ids.key(one) == ids.key(other) || ids.merged(one).is_some() || ids.merged(other).is_some()
    }

    /// The line of which another tells a part: it has the same id, or is about the same SKU.
    pub(super) fn part_of(&self, known: &[u32], told: u32) -> Option<u32> {
        let part = self.line(told)?;
        let is_part = |known: &u32| {
            self.line(*known).is_some_and(|line| {
                let names = [(line.line.is_some(), line.line == part.line), (line.sku.is_some(), line.sku == part.sku)];
                names.contains(&(true, true)) && line.is_resend == part.is_resend
            })
        };
        known.iter().copied().find(|known| is_part(known) && self.may_be_same(*known, told))
    }

    /// The goods sent again that are known already, of which another row may tell once more: it has the same number, or there
    /// are pieces of them left of which no row has told. `told_of` are the rows that have, by the line that counts.
    pub(super) fn may_be_sent(&self, known: &[u32], told_of: &Witnesses, told: u32) -> Option<(u32, SentAgain)> {
        let other = self.line(told)?;
        let is_alike = |known: &u32| {
            self.may_be_same(*known, told)
                && self.line(*known).is_some_and(|line| line.is_resend && line.sku == other.sku)
        };
        let found = known.iter().copied().filter(is_alike).filter_map(|of| Some((of, self.sent_again(of, told)?)));
        let found: Few<(u32, SentAgain)> = found.collect();
        let once = found.iter().find(|(_, again)| *again == SentAgain::Once);
        let has_room = |of: u32| {
            let rows = || told_of.get(&of).into_iter().flatten();
            let units = |row: u32| self.line(row).map_or(Quantity::ZERO, |line| line.quantity);
            let is_another = |&row: &u32| self.sent_again(row, told) == Some(SentAgain::Twice);
            !rows().any(is_another) || units(of) - rows().map(|&row| units(row)).sum::<Quantity>() >= other.quantity
        };
        once.or_else(|| found.iter().find(|(of, again)| *again == SentAgain::Unknown && has_room(*of))).copied()
    }

    /// Which of `told` are about the same goods as which of `known`: `(known, told)`, each at most once. The surest signs
    /// are looked at first.
    pub(super) fn pairs(&self, known: &[u32], told: &[u32], told_of: &Witnesses) -> Few<(u32, u32)> {
        type Sign = fn(&Dataset, &OrderLine, &OrderLine) -> bool;
        let signs: [Sign; 7] = [
            |dataset, one, other| is_sent_once(dataset, one, other) && one.sku == other.sku,
            |_, one, other| one.line.is_some() && one.line == other.line,
            |_, one, other| one.sku.is_some() && one.sku == other.sku && one.quantity == other.quantity,
            |_, one, other| one.sku.is_some() && one.sku == other.sku,
            |dataset, one, other| {
                let price = |line: &OrderLine| (line.list_amount.or(line.amount), line.currency);
                has_no_code(dataset, one, other) && one.quantity == other.quantity && price(one) == price(other)
            },
            |dataset, one, other| has_no_code(dataset, one, other) && one.quantity == other.quantity,
            is_sent_once,
        ];
        let mut pairs: Few<(u32, u32)> = Few::new();
        let dataset = self.view.dataset;
        // Neither of the line itself nor of what told of it before may it be another parcel.
        let is_another = |known: u32, told: u32| {
            let rows = std::iter::once(known).chain(told_of.get(&known).into_iter().flatten().copied());
            rows.into_iter().any(|row| self.sent_again(row, told) == Some(SentAgain::Twice))
        };
        // Goods that were sent again are no others, nor those that were sent once more, and a gift is first of all a gift.
        let is_alike = |one: &OrderLine, other: &OrderLine, strictly: bool| {
            let free = [is_free(one), is_free(other)];
            one.is_resend == other.is_resend && (!strictly || free.contains(&None) || free[0] == free[1])
        };
        for (strictly, sign) in [true, false].into_iter().flat_map(|strictly| signs.map(|sign| (strictly, sign))) {
            for &told in told {
                let Some(other) = self.line(told) else { continue };
                if pairs.iter().any(|&(_, paired)| paired == told) {
                    continue;
                }
                let free = known.iter().filter(|&&known| !pairs.iter().any(|&(paired, _)| paired == known));
                let free = free.filter(|&&known| self.may_be_same(known, told));
                let fits = |one: &OrderLine| is_alike(one, other, strictly) && sign(dataset, one, other);
                let found = free.copied().find(|&known| self.line(known).is_some_and(fits) && !is_another(known, told));
                pairs.extend(found.map(|known| (known, told)));
            }
        }
        // One row on each side that nothing speaks against.
        let rest = |rows: &[u32], is_paired: &dyn Fn(u32) -> bool| -> Option<u32> {
            let mut rest = rows.iter().copied().filter(|&row| !is_paired(row));
            rest.next().filter(|_| rest.next().is_none())
        };
        let last_known = rest(known, &|row| pairs.iter().any(|&(paired, _)| paired == row));
        let last_told = rest(told, &|row| pairs.iter().any(|&(_, paired)| paired == row));
        if let (Some(of), Some(told)) = (last_known, last_told)
            && let (Some(one), Some(other)) = (self.line(of), self.line(told))
            && has_no_code(dataset, one, other)
            && is_alike(one, other, true)
            && !is_another(of, told)
            && self.may_be_same(of, told)
        {
            pairs.push((of, told));
        }
        pairs
    }
}

fn is_sent_once(dataset: &Dataset, one: &OrderLine, other: &OrderLine) -> bool {
    one.is_resend && other.is_resend && SentAgain::of(dataset, one, other) == SentAgain::Once
}

/// One of them does not say which SKU it is.
fn has_no_code(dataset: &Dataset, one: &OrderLine, other: &OrderLine) -> bool {
    code(dataset, one).is_none() || code(dataset, other).is_none()
}

/// Whether the row's own money is nought; `None` where it has none.
fn is_free(line: &OrderLine) -> Option<bool> {
    line.amount.or(line.list_amount).map(Stated::is_zero)
}
