//! One order, one truth: which rows of an order count, where several files tell of it.
//!
//! The same order stands in the platform's exports, old and new, in the ERP and in the seller's own list. The source with
//! the best [`Standing`] counts; of two exports of one platform the one that has come furthest. Rows of the same source
//! are repeats, those of another confirm what counts, and what only they know (an SKU code, a buyer, a waybill, goods sent
//! again or given away) is taken from them.
//!
//! A line with an id of its own is the same line in every export of its layout, however much its amount or state has
//! changed. Lines without one are paired order by order ([`super::pairing`]).

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use smallvec::SmallVec;

use super::content::line_key;
use super::header_roles::{header_roles, header_worth, pool_merged};
use super::order_ids::{Form, OrderIds};
use super::overlap::{Candidate, FileOf, SameRow, mark_repeated};
use super::pairing::{Pairing, SentAgain, Witnesses};
use super::roles::{Role, Roles};
use super::view::View;
use crate::allocate::Few;
use crate::currency::{Currencies, Stated};
use crate::dataset::{ByTable, Dataset, LineKey, OrderHeader, OrderKey, OrderLine, RowRef, SkuKey};
use crate::money::{Amount, Quantity};
use crate::pool::Column;
use crate::time::{Day, Stamp};
use crate::vocabulary::{Kind, OrderStatus, Standing};

/// What every row of an order counts for.
pub(super) struct Precedence<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) ids: OrderIds,
    pub(super) lines: Roles<'a, OrderLine>,
    pub(super) headers: Roles<'a, OrderHeader>,
    pub(super) standing: ByTable<Standing>,
    /// For a line that counts, the lines of other files that tell of the same goods, the best first.
    witnesses: Witnesses,
    /// By position, lines of goods sent again that count with another, and may be others.
    maybe_sent_again: Vec<u32>,
}

/// How far the source of each table is believed.
pub(super) fn standings(dataset: &Dataset) -> ByTable<Standing> {
    dataset.by_table(|table| {
        let file = dataset.files.get(usize::from(table.file));
        file.map_or(Standing::Own, |file| file.source.standing())
    })
}

impl<'a> Precedence<'a> {
    /// `ids` are those of the whole shop, or of what it was before a file came or went.
    pub(super) fn of(view: &'a View<'a>, mut ids: OrderIds, currencies: &Currencies) -> Precedence<'a> {
        let dataset = view.dataset;
        let standing = standings(dataset);
        let mut lines = Lines {
            view,
            dataset,
            files: FileOf::new(dataset),
            standing: &standing,
            currencies,
            roles: Roles::all_count(view),
            witnesses: HashMap::default(),
            maybe_sent_again: Vec::new(),
            paid: OnceCell::new(),
            amounts: HashMap::default(),
        };
        lines.decide(&ids);
        let merged = lines.leave_out_merged(&ids);
        let Lines { roles, witnesses, maybe_sent_again, .. } = lines;
        pool_merged(view, &mut ids, &roles);
        let headers = header_roles(view, &ids, currencies, &standing, &merged);
        Precedence { view, ids, lines: roles, headers, standing, witnesses, maybe_sent_again }
    }

    pub(super) fn has_witnesses(&self) -> bool {
        !self.witnesses.is_empty()
    }

    /// Lines of goods sent again that count with another file's line, and of which nobody can say whether they are others.
    pub(super) fn maybe_sent_again(&self) -> impl Iterator<Item = &'a OrderLine> + use<'_, 'a> {
        self.maybe_sent_again.iter().filter_map(|&index| self.view.line(index))
    }

    /// The lines of other files that tell of the same goods as a line that counts, the best first.
    pub(super) fn witnesses(&self, line: u32) -> impl Iterator<Item = &'a OrderLine> + use<'_, 'a> {
        let told = if self.witnesses.is_empty() { None } else { self.witnesses.get(&line) };
        told.into_iter().flatten().filter_map(|&index| self.view.line(index))
    }
}

/// How far a row has come: of two exports of one order the later state wins.
pub(super) type Progress = (Option<OrderStatus>, Option<Amount>, usize, Option<Day>);

pub(super) fn progress(
    dataset: &Dataset,
    at: RowRef,
    status: Option<OrderStatus>,
    refund: Option<Amount>,
    times: &[Option<Stamp>],
) -> Progress {
    let exported = dataset.file_of(at).and_then(|file| file.period).map(|(_, last)| last);
    (status, refund, times.iter().flatten().count(), exported)
}

/// Who tells of an order: a file, as [`FileOf`] numbers it, and whether it does so as of one that was merged, although it
/// tells of the orders one by one, too.
type Voice = (u16, bool);

/// In which files an order's lines stand.
#[derive(Clone, Copy)]
struct Seen {
    voice: Voice,
    /// The first file of its layout.
    layout: u16,
    is_shared: bool,
    /// The lines have to be paired.
    has_to_pair: bool,
}

struct Lines<'v, 'a> {
    view: &'v View<'v>,
    dataset: &'a Dataset,
    files: FileOf,
    standing: &'a ByTable<Standing>,
    currencies: &'a Currencies,
    roles: Roles<'v, OrderLine>,
    witnesses: Witnesses,
    /// What a file says that each order came to, by its number there; needed seldom.
    paid: OnceCell<Column<OrderKey, Option<Amount>>>,
    /// Lines of goods sent again that count with another, and may be others.
    maybe_sent_again: Vec<u32>,
    /// By file and order, with those it was merged with, what an ERP says that it came to: of two exports the one that has
    /// sent a part says less.
    amounts: HashMap<(u16, OrderKey), Amount, foldhash::fast::FixedState>,
}

/// What one file says of the lines of an order.
struct Account {
    standing: Standing,
    /// Positions of lines, by content.
    lines: Few<u32>,
}

impl Lines<'_, '_> {
    fn decide(&mut self, ids: &OrderIds) {
        let seen = self.seen(ids);
        let Some(seen) = seen else { return };
        let mut named: Vec<Candidate<(OrderKey, Option<LineKey>), ()>> = Vec::new();
        let mut to_pair: Vec<(OrderKey, Voice, u32)> = Vec::new();
        for (index, line) in (0_u32..).zip(self.view.lines()) {
            let order = ids.together(line.order);
            match seen[order] {
                Some(Seen { has_to_pair: true, .. }) => to_pair.push((order, self.voice(line, ids), index)),
                Some(Seen { is_shared: true, .. }) => {
                    named.push((SameRow::Own((order, line.line)), self.files.file(line.at), index));
                }
                _ => {}
            }
        }
        let dataset = self.dataset;
        let repeated = mark_repeated(self.view.n_lines(), named, |index| {
            let line = self.view.line(index)?;
            Some((self.progress(line), self.worth(line, line.amount), line_key(dataset, line)))
        });
        for (index, _) in (0_u32..).zip(repeated).filter(|(_, repeated)| *repeated) {
            self.roles.set(index, Role::Repeats);
        }
        if !to_pair.is_empty() {
            self.amounts = self.amounts_of_erps(ids);
        }
        to_pair.sort_unstable();
        for order in to_pair.chunk_by(|one, other| one.0 == other.0) {
            self.pair_order(order, ids);
        }
    }

    /// Lines of an order that lives on in a merged one, which is another order, are told of there. Returns the orders of
    /// which the goods are counted as merged, as [`OrderIds::together`] names them.
    fn leave_out_merged(&mut self, ids: &OrderIds) -> BTreeSet<OrderKey> {
        if !ids.has_merged() {
            return BTreeSet::new();
        }
        let merged = self.roles.counting().filter(|line| ids.merged(line.row.order).is_some());
        let merged: BTreeSet<OrderKey> = merged.map(|line| ids.together(line.row.order)).collect();
        let superseded = self.roles.counting().filter(|line| {
            line.row.status == Some(OrderStatus::Superseded) && merged.contains(&ids.together(line.row.order))
        });
        let superseded: Vec<u32> = superseded.map(|line| line.index).collect();
        superseded.into_iter().for_each(|index| self.roles.set(index, Role::Confirms));
        merged
    }

    fn amounts_of_erps(&self, ids: &OrderIds) -> HashMap<(u16, OrderKey), Amount, foldhash::fast::FixedState> {
        let mut amounts = HashMap::default();
        let is_meant = |header: &&OrderHeader| {
            self.standing[header.at] >= Standing::Erp && header.status != Some(OrderStatus::Superseded)
        };
        for header in self.view.headers().filter(is_meant) {
            let key = (self.files.file(header.at), ids.together(header.order));
            *amounts.entry(key).or_default() +=
                header_worth(self.currencies, header, header.amount).unwrap_or_default();
        }
        amounts
    }

    /// By order, in which files its lines stand; `None` where no order stands in two.
    fn seen(&self, ids: &OrderIds) -> Option<Column<OrderKey, Option<Seen>>> {
        let dataset = self.dataset;
        let first = self.view.lines().next().map(|line| self.files.file(line.at))?;
        if !ids.has_merged() && self.view.lines().all(|line| self.files.file(line.at) == first) {
            return None;
        }
        // Exports of one layout name their lines in one way.
        let mut first_of: BTreeMap<Option<&str>, u16> = BTreeMap::new();
        let layout = dataset.by_table(|table| {
            let file = dataset.files.get(usize::from(table.file));
            let profile = file.and_then(|file| file.profile.as_deref());
            *first_of.entry(profile).or_insert(table.file)
        });
        let row_is_order = dataset.is_of_kind(Kind::Orders);
        let mut seen: Column<OrderKey, Option<Seen>> = Column::filled(&dataset.pools.orders, None);
        for line in self.view.lines() {
            let (voice, layout) = (self.voice(line, ids), layout[line.at]);
            // An ERP that splits an order gives its lines new ids.
            let is_named = (line.line.is_some() || row_is_order[line.at]) && self.standing[line.at] < Standing::Erp;
            let here = Seen { voice, layout, is_shared: false, has_to_pair: !is_named };
            let order = seen[ids.together(line.order)].get_or_insert(here);
            order.is_shared |= order.voice != voice;
            order.has_to_pair |= order.layout != layout || !is_named;
        }
        // What stands in one file alone is never taken for a repeat.
        for order in self.view.orders() {
            if let Some(order) = &mut seen[order] {
                order.has_to_pair &= order.is_shared;
            }
        }
        Some(seen)
    }

    fn voice(&self, line: &OrderLine, ids: &OrderIds) -> Voice {
        (self.files.file(line.at), ids.has_merged() && ids.form(line.order) == Form::MergedBeside)
    }

    fn progress(&self, line: &OrderLine) -> Progress {
        let times = [line.times.shipped, line.times.confirmed];
        progress(self.dataset, line.at, line.status, self.worth(line, line.refund), &times)
    }

    /// An amount of a line in the shop's currency, to be compared with those of other files; `None` where it has none, or
    /// no rate.
    fn worth(&self, line: &OrderLine, stated: Option<Stated>) -> Option<Amount> {
        self.currencies.converted_at(stated?, line.currency, line.times)
    }

    fn line(&self, index: u32) -> Option<&OrderLine> {
        self.view.line(index)
    }

    /// Pairs what several files say of one order, and decides what of it counts.
    fn pair_order(&mut self, rows: &[(OrderKey, Voice, u32)], ids: &OrderIds) {
        let mut accounts: SmallVec<[Account; 3]> = rows
            .chunk_by(|one, other| one.1 == other.1)
            .filter_map(|rows| {
                let at = rows.first().and_then(|&(_, _, index)| self.line(index))?.at;
                let mut lines: Few<u32> = rows.iter().map(|&(_, _, index)| index).collect();
                lines.sort_by_cached_key(|&index| self.line(index).map(|line| line_key(self.dataset, line)));
                Some(Account { standing: self.standing[at], lines })
            })
            .collect();
        // Files are numbered by their content, so that of two that say the same it is always the same that counts.
        accounts.sort_by_cached_key(|account| {
            let lines = || account.lines.iter().filter_map(|&index| self.line(index));
            let has_money = lines().any(|line| line.amount.is_some());
            let furthest = lines().map(|line| self.progress(line)).max();
            let content: Vec<_> = lines().map(|line| line_key(self.dataset, line)).collect();
            let form = lines().map(|line| ids.form(line.order)).max();
            let first = lines().next().map(|line| (self.files.file(line.at), ids.together(line.order)));
            let whole = first.and_then(|first| self.amounts.get(&first));
            (account.standing, Reverse((form, has_money, whole, furthest, account.lines.len(), content)))
        });
        let pairing = Pairing { view: self.view, ids };
        let mut counting: Vec<u32> = Vec::new();
        let best = accounts.first().map(|account| account.standing);
        // An ERP may tell of goods twice, as they were before they were split or merged and as they are: what has gone by is
        // no more of them.
        let is_living =
            |index: &u32| self.line(*index).is_some_and(|line| line.status != Some(OrderStatus::Superseded));
        let tellings = accounts.iter().flat_map(|Account { standing, lines }| {
            let parts: (Few<u32>, Few<u32>) = match best {
                Some(best) if *standing != best => lines.iter().copied().partition(is_living),
                _ => (lines.clone(), Few::new()),
            };
            [(*standing, parts.0), (*standing, parts.1)]
        });
        let tellings: SmallVec<[(Standing, Few<u32>); 6]> = tellings.collect();
        for (standing, lines) in &tellings {
            let told_before = if Some(*standing) == best { Role::Repeats } else { Role::Confirms };
            let pairs = pairing.pairs(&counting, lines, &self.witnesses);
            let mut new = Vec::new();
            for &line in lines {
                // What was sent again says nothing of what was bought.
                let is_beside = |&&known: &&u32| {
                    self.line(known).is_some_and(|line| !line.is_resend) && pairing.may_be_same(known, line)
                };
                let mut beside = counting.iter().filter(is_beside).peekable();
                let is_first = beside.peek().is_none();
                let is_whole = beside.all(|known| pairs.iter().any(|(of, _)| of == known));
                let is_resend = self.line(line).is_some_and(|line| line.is_resend && is_without_money(line));
                let of = pairs.iter().find(|(_, told)| *told == line).map(|(of, _)| *of);
                // A number over several rows, or pieces that waited together and left in several parcels.
                let of = of.or_else(|| {
                    let found = || pairing.may_be_sent(&counting, &self.witnesses, line);
                    if is_resend { found().map(|(of, _)| of) } else { None }
                });
                let adds = match told_before {
                    // Of an order that was merged with those that are known, and that nobody has told of.
                    _ if is_first => true,
                    // Sent again once more than is known.
                    _ if is_resend => true,
                    // A line that the counting file left out; where it has others instead, its lines were changed.
                    Role::Repeats | Role::Counts => is_whole || pairs.is_empty() && self.is_cut(&counting, lines),
                    // Beside lines that nobody here knows, pieces without a price may be what those are made of.
                    Role::Confirms => is_whole && self.line(line).is_some_and(is_without_money),
                };
                if let Some(of) = of {
                    self.witnesses.entry(of).or_default().push(line);
                    if pairing.sent_again(of, line) == Some(SentAgain::Unknown) {
                        self.maybe_sent_again.push(line);
                    }
                } else if let Some(part_of) = pairing.part_of(&counting, line).filter(|_| !adds) {
                    // A part of goods that are known as a whole went in a parcel of its own.
                    self.witnesses.entry(part_of).or_default().push(line);
                } else if adds {
                    new.push(line);
                    continue;
                }
                self.roles.set(line, told_before);
            }
            counting.extend(new);
        }
    }

    /// Whether one file goes on where the other ends: their lines have ids, and those of one are not all that was paid for.
    fn is_cut(&self, known: &[u32], told: &[u32]) -> bool {
        let lines = || known.iter().filter_map(|&index| self.line(index));
        let is_named = |index: &u32| self.line(*index).is_some_and(|line| line.line.is_some());
        let Some(order) = lines().next().map(|line| line.order) else { return false };
        let paid = self.paid.get_or_init(|| {
            let mut paid: Column<OrderKey, Option<Amount>> = Column::filled(&self.dataset.pools.orders, None);
            for header in self.view.headers() {
                let amount = header_worth(self.currencies, header, header.amount);
                paid[header.order] = paid[header.order].max(amount);
            }
            paid
        })[order];
        let known_amount: Amount = lines().filter_map(|line| self.worth(line, line.amount.or(line.list_amount))).sum();
        known.iter().chain(told).all(is_named) && paid.is_none_or(|paid| known_amount < paid)
    }
}

/// The SKU's code as the seller gave it; one made of the platform's own product id stands in where there is none.
pub(super) fn code(dataset: &Dataset, line: &OrderLine) -> Option<SkuKey> {
    let sku = line.sku?;
    let Some(product) = line.product else { return Some(sku) };
    let (_, id) = dataset.pools.product_parts(product);
    let behind = dataset.pools.skus.get(sku).strip_prefix(id);
    let is_made_of_id = !id.is_empty() && behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(' '));
    (!is_made_of_id).then_some(sku)
}

/// Goods that went out without money: sent again, or given away.
fn is_without_money(line: &OrderLine) -> bool {
    let is_free = [line.amount, line.list_amount].iter().flatten().all(|amount| amount.is_zero());
    let is_off = line.status.is_some_and(OrderStatus::is_off);
    !is_off
        && (line.is_resend || is_free && line.list_amount.or(line.amount).is_some() && line.quantity > Quantity::ZERO)
}
