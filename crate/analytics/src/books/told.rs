//! What other sources say of orders that a better one counts: their money confirms it, and where it differs that is said.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::fates::{Apart, RowFates, StoreDay};
use super::joined::Joined;
use super::order_ids::OrderIds;
use super::orders::Joining;
use super::roles::{Judged, Role};
use super::rules::{Receipt, Said};
use super::view::View;
use crate::allocate::Few;
use crate::dataset::{Dataset, OrderKey, RowRef, SourceFile};
use crate::diagnostic::{Diagnostic, Problem};
use crate::money::{Amount, Money, Quantity};
use crate::pool::Column;
use crate::vocabulary::{BucketReason, Kind, OrderStatus};

/// What each order counts, and what others say of it; nothing is kept where there is one source alone.
pub(super) struct Told {
    counted: Option<Column<OrderKey, Counts>>,
    /// By file and order, the money of lines that stand beside a header of a better source.
    beside_header: BTreeMap<(u16, OrderKey), Amount>,
    /// By file, of how many orders its headers say otherwise than the lines that count, and by how much more.
    beside_lines: BTreeMap<u16, (u32, Money)>,
}

/// What an order comes to in the books.
#[derive(Clone, Copy)]
enum Counts {
    /// It is none, or nobody paid it.
    Nothing,
    Amount(Amount),
    /// Some of it is of no known worth: there is nothing to compare with.
    Unknown,
}

impl Counts {
    fn and(self, other: Counts) -> Counts {
        match (self, other) {
            (Counts::Nothing, counts) | (counts, Counts::Nothing) => counts,
            (Counts::Amount(one), Counts::Amount(other)) => Counts::Amount(one + other),
            (Counts::Unknown, _) | (_, Counts::Unknown) => Counts::Unknown,
        }
    }
}

impl Told {
    pub(super) fn new(view: &View<'_>, ids: &OrderIds) -> Told {
        let dataset = view.dataset;
        // Of a few orders, files that are leaving may tell, which the shop no longer has.
        let may_differ = !view.is_all() || ids.has_merged() || compares_sources(dataset);
        Told {
            counted: may_differ.then(|| Column::filled(&dataset.pools.orders, Counts::Nothing)),
            beside_header: BTreeMap::new(),
            beside_lines: BTreeMap::new(),
        }
    }

    /// `None` where some of it is of no known worth.
    pub(super) fn counts(&mut self, order: OrderKey, amount: Option<Amount>) {
        if let Some(counted) = &mut self.counted {
            counted[order] = amount.map_or(Counts::Unknown, Counts::Amount);
        }
    }

    pub(super) fn says(&mut self, file: u16, order: OrderKey, amount: Amount) {
        *self.beside_header.entry((file, order)).or_default() += amount;
    }

    pub(super) fn differs(&mut self, file: u16, difference: Amount) {
        let (orders, sum) = self.beside_lines.entry(file).or_default();
        *orders = orders.saturating_add(1);
        *sum += Money::from(difference);
    }
}

/// Whether orders may be told of by sources that are not equally good.
fn compares_sources(dataset: &Dataset) -> bool {
    let of_orders = |file: &&SourceFile| matches!(file.kind, Kind::Orders | Kind::OrderLines) && file.rows > 0;
    let mut standings = dataset.files.iter().filter(of_orders).map(|file| file.source.standing());
    let first = standings.next();
    standings.any(|standing| Some(standing) != first)
}

/// Says of files what they have otherwise than better sources, or a second time.
pub(super) fn findings(joined: &Joined) -> impl Iterator<Item = (u16, Diagnostic)> {
    let units = joined.other_units.iter();
    let units = units.map(|(&file, &(orders, difference))| (file, Problem::UnitsDiffer { orders, difference }));
    let freight = joined.other_freight.iter();
    let freight =
        freight.map(|(&file, &(parcels, difference))| (file, Problem::FreightDiffers { parcels, difference }));
    let amounts = joined.other_amounts.iter();
    let amounts = amounts.map(|(&file, &(orders, difference))| (file, Problem::SourcesDiffer { orders, difference }));
    let billed = joined.billed_again.iter();
    let billed = billed.map(|(&file, &(parcels, amount))| (file, Problem::BilledAgain { parcels, amount }));
    let again = joined.maybe_sent_again.iter();
    let again = again.map(|(&file, &rows)| (file, Problem::MaybeSentAgain { rows }));
    units
        .chain(amounts)
        .chain(freight)
        .chain(billed)
        .chain(again)
        .map(|(file, problem)| (file, Diagnostic::of_file(problem)))
}

impl Joining<'_> {
    /// Gives the money of rows that do not count its fate: that of the same source is a duplicate, that of another confirms.
    pub(super) fn set_told_apart(&mut self) {
        let (rules, fates) = (&self.rules, &mut self.joined.fates);
        for Judged { row: line, role, .. } in self.precedence.lines.told() {
            tell(fates, role, line.at, rules.said_by_line(line), 1, rules.of_line(line));
        }
        for line in self.precedence.maybe_sent_again() {
            let rows = self.joined.maybe_sent_again.entry(fates.file(line.at)).or_default();
            *rows = rows.saturating_add(1);
        }
        for Judged { row: header, role, .. } in self.precedence.headers.told() {
            let rows = fates.header_rows(header.at);
            tell(fates, role, header.at, rules.said_by_header(header), rows, rules.of_header(header));
        }
    }

    /// Notes which other sources say another quantity of an order's goods.
    pub(super) fn compare_units(&mut self, drafts: &[Draft<'_>]) {
        let mut otherwise: BTreeMap<u16, Quantity> = BTreeMap::new();
        for draft in drafts.iter().filter(|draft| draft.sku.is_some() && !draft.line.is_resend) {
            let mut units: BTreeMap<u16, Quantity> = BTreeMap::new();
            for told in self.precedence.witnesses(draft.index) {
                // A set has another code than what is in it, and what lives on under another number is told of there.
                let is_alive = told.status != Some(OrderStatus::Superseded);
                if is_alive && told.sku == draft.line.sku && self.precedence.standing[told.at] != draft.standing {
                    *units.entry(self.joined.fates.file(told.at)).or_default() += told.quantity;
                }
            }
            for (file, units) in units.into_iter().filter(|(_, units)| *units != draft.line.quantity) {
                *otherwise.entry(file).or_default() += units - draft.line.quantity;
            }
        }
        for (file, units) in otherwise {
            let (orders, difference) = self.joined.other_units.entry(file).or_default();
            *orders = orders.saturating_add(1);
            *difference += units;
        }
    }

    /// Notes of each file that confirms how many of its orders it has another amount for.
    pub(super) fn compare_told(&mut self) {
        let mut differences = std::mem::take(&mut self.told.beside_lines);
        self.compare_others(&mut differences);
        self.joined.other_amounts = differences;
    }

    fn compare_others(&self, differences: &mut BTreeMap<u16, (u32, Money)>) {
        let Some(counted) = &self.told.counted else { return };
        // By file and order, what the file's lines say, and what its headers do.
        let mut told: BTreeMap<(u16, OrderKey), (Option<Amount>, Option<Amount>)> = BTreeMap::new();
        let ids = &self.precedence.ids;
        // What is said of merged orders is said of all of them.
        let key = |order: OrderKey| if ids.merged(order).is_some() { order } else { ids.key(order) };
        // What lives on under another number says nothing of itself.
        let is_alive = |status: Option<OrderStatus>| status != Some(OrderStatus::Superseded);
        for Judged { row: line, role, .. } in self.precedence.lines.told().filter(|line| is_alive(line.row.status)) {
            if let (Role::Confirms, Some(receipt)) = (role, known(self.rules.amount(line))) {
                let (of_lines, _) = told.entry((self.joined.fates.file(line.at), key(line.order))).or_default();
                *of_lines = Some(of_lines.unwrap_or_default() + receipt.gross);
            }
        }
        let headers = self.precedence.headers.told();
        for Judged { row: header, role, .. } in headers.filter(|header| is_alive(header.row.status)) {
            if let (Role::Confirms, Some(receipt)) = (role, known(self.rules.header_amount(header))) {
                // Of parts that an ERP lists one by one, the one that came to most speaks for the order.
                let (_, of_header) = told.entry((self.joined.fates.file(header.at), key(header.order))).or_default();
                *of_header = (*of_header).max(Some(receipt.gross));
            }
        }
        for (&(file, order), &amount) in &self.told.beside_header {
            told.entry((file, order)).or_default().0 = Some(amount);
        }
        for ((file, order), (of_lines, of_header)) in told {
            let counts = match ids.merged(order) {
                Some(members) if !members.is_empty() => {
                    let mut keys: Few<OrderKey> = members.iter().map(|member| ids.key(*member)).collect();
                    keys.sort_unstable();
                    keys.dedup();
                    keys.iter().map(|key| counted[*key]).fold(Counts::Nothing, Counts::and)
                }
                _ => counted[ids.key(order)],
            };
            let (Some(amount), Counts::Amount(counts)) = (of_header.or(of_lines), counts) else { continue };
            if amount != counts {
                let (orders, difference) = differences.entry(file).or_default();
                *orders = orders.saturating_add(1);
                *difference += Money::from(amount - counts);
            }
        }
    }
}

/// Gives the money of a row that does not count its fate.
pub(super) fn tell(fates: &mut RowFates, role: Role, at: RowRef, said: Said, rows: u32, of: StoreDay) {
    let apart = match role {
        Role::Counts => return,
        Role::Confirms => Apart::Confirms,
        Role::Repeats => Apart::Bucket(BucketReason::Duplicate),
    };
    fates.set_apart(at, apart, said, rows, of);
}

/// What a row says, where it can be compared with what others say.
fn known(receipt: Option<Receipt>) -> Option<Receipt> {
    receipt.filter(|receipt| !receipt.is_unconverted())
}
