//! What the rows of each table say together. It is found once, when the table comes, so that a shop of a million rows is
//! not gone through again for the sake of a few.

use hashbrown::HashMap;

use super::rules::day_on;
use crate::dataset::{
    CurrencyKey, Dataset, MoneyOf, OrderHeader, OrderKey, OrderLine, Refund, Row, Times, VisitRows, WaybillKey,
};
use crate::rows::Rows;
use crate::time::Day;
use crate::vocabulary::Basis;

/// The first and the last key of what rows are about: keys follow the first sight of things, so that rows which stand
/// together are about what stands together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) orders: Option<(OrderKey, OrderKey)>,
    pub(super) waybills: Option<(WaybillKey, WaybillKey)>,
}

impl Span {
    const ANYTHING: Span =
        Span { orders: Some((OrderKey::FIRST, OrderKey::LAST)), waybills: Some((WaybillKey::FIRST, WaybillKey::LAST)) };

    fn add(&mut self, order: OrderKey, waybill: Option<WaybillKey>) {
        fn widen<K: Ord + Copy>(span: &mut Option<(K, K)>, key: K) {
            *span = Some(span.map_or((key, key), |(first, last)| (first.min(key), last.max(key))));
        }
        widen(&mut self.orders, order);
        if let Some(waybill) = waybill {
            widen(&mut self.waybills, waybill);
        }
    }
}

/// A row that tells of an order: a line of it, its header, or a row of a list of refunds.
pub(super) trait OrderRow: Row {
    fn order(&self) -> OrderKey;
    fn waybill(&self) -> Option<WaybillKey>;
    fn times(&self) -> Times;
    /// What the pieces of such rows are about, of those that a table has.
    fn spans(of: &TableSummary) -> &[Span];
}

macro_rules! order_rows {
    ($($row:ident: $spans:ident, $waybill:expr, $times:expr;)*) => {$(
        impl OrderRow for $row {
            fn order(&self) -> OrderKey {
                self.order
            }

            fn waybill(&self) -> Option<WaybillKey> {
                let of: fn(&$row) -> Option<WaybillKey> = $waybill;
                of(self)
            }

            fn times(&self) -> Times {
                let of: fn(&$row) -> Times = $times;
                of(self)
            }

            fn spans(of: &TableSummary) -> &[Span] {
                &of.$spans
            }
        }
    )*};
}
order_rows! {
    OrderLine: lines, |line| line.waybill, |line| line.times;
    OrderHeader: headers, |header| header.waybill, |header| header.times;
    Refund: refunds, |_| None, |_| Times::default();
}

/// What each piece of a table's rows is about, and what the rows are in; `add` is told of every row.
fn spans<T: OrderRow>(rows: &Rows<T>, table: u16, add: &mut impl FnMut(Times)) -> (Vec<Span>, Counts<CurrencyKey>) {
    let mut currencies = Counter::default();
    let of_piece = |rows: &[T]| {
        let mut span = Span::default();
        for row in rows {
            add(row.times());
            row.currency().into_iter().for_each(|currency| currencies.add(currency));
            span.add(row.order(), row.waybill());
        }
        span
    };
    let spans = rows.pieces(|row| row.at().table == table).map(of_piece).collect();
    (spans, currencies.sorted())
}

/// Counts what the rows of a table are in that state costs. Those of orders are counted while they are gone through in any
/// case: they may be a million.
struct CurrenciesOfCosts {
    table: u16,
    counted: Counter<CurrencyKey>,
}

impl VisitRows for CurrenciesOfCosts {
    fn visit<T: Row>(&mut self, rows: &Rows<T>) {
        if T::MONEY == MoneyOf::Costs {
            let rows = rows.pieces(|row| row.at().table == self.table).flatten();
            rows.filter_map(Row::currency).for_each(|currency| self.counted.add(currency));
        }
    }
}

/// Every piece of rows with the index of its first row and what they are about, as the summary of each table says.
pub(super) fn pieces<'d, T: OrderRow>(
    rows: &'d Rows<T>,
    tables: &[TableSummary],
) -> impl Iterator<Item = (usize, &'d [T], Span)> {
    let mut seen = vec![0; tables.len()];
    rows.pieces_with_start().filter_map(move |(start, piece)| {
        let table = usize::from(piece.first()?.at().table);
        let position = seen.get_mut(table)?;
        // A piece of which nothing is known may be about anything.
        let spans = tables.get(table).map_or(&[][..], T::spans);
        let span = spans.get(*position).copied().unwrap_or(Span::ANYTHING);
        *position += 1;
        Some((start, piece, span))
    })
}

/// How many rows there are of each of a few things, in the order of the things.
type Counts<K> = Vec<(K, u32)>;

/// What the rows of one table say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSummary {
    /// Rows of orders by their day.
    pub(super) days: Counts<Day>,
    /// Rows of orders by what they are in.
    pub(super) currencies: Counts<CurrencyKey>,
    /// Rows of ads and parcels by what they are in.
    pub(super) currencies_of_costs: Counts<CurrencyKey>,
    /// Of each piece of memory that holds lines of the table, headers, and refunds, what they are about.
    pub(super) lines: Vec<Span>,
    pub(super) headers: Vec<Span>,
    pub(super) refunds: Vec<Span>,
    /// Which moments some order has, in the order of [`Basis::ALL`].
    has_moment: [bool; Basis::ALL.len()],
}

impl TableSummary {
    pub(super) fn of(dataset: &Dataset, table: u16, basis: Basis) -> TableSummary {
        let mut days = Counter::default();
        let mut has_moment = [false; Basis::ALL.len()];
        let mut add = |times: Times| {
            if let Some(day) = day_on(times, basis) {
                days.add(day);
            }
            for (has, &basis) in has_moment.iter_mut().zip(Basis::ALL) {
                *has |= day_on(times, basis).is_some();
            }
        };
        let (lines, of_lines) = spans(&dataset.lines, table, &mut add);
        let (headers, of_headers) = spans(&dataset.headers, table, &mut add);
        let (refunds, _) = spans(&dataset.refunds, table, &mut add);
        let mut costs = CurrenciesOfCosts { table, counted: Counter::default() };
        dataset.each_kind(&mut costs);
        TableSummary {
            days: days.sorted(),
            currencies: of_rows(&of_lines, &of_headers),
            currencies_of_costs: costs.counted.sorted(),
            lines,
            headers,
            refunds,
            has_moment,
        }
    }

    /// On which bases some row of an order has its day.
    pub fn bases(&self) -> impl Iterator<Item = Basis> + '_ {
        Basis::ALL.iter().zip(self.has_moment).filter(|(_, has)| *has).map(|(&basis, _)| basis)
    }

    /// What amounts of the table are in; one may be named twice.
    pub fn currencies(&self) -> impl Iterator<Item = CurrencyKey> + '_ {
        self.currencies.iter().chain(&self.currencies_of_costs).map(|&(currency, _)| currency)
    }

    pub(super) fn last_day(&self) -> Option<Day> {
        self.days.last().map(|&(day, _)| day)
    }
}

/// A row that is a line and the header of its order is one row: of a table that has both, one kind is part of the other.
fn of_rows(lines: &Counts<CurrencyKey>, headers: &Counts<CurrencyKey>) -> Counts<CurrencyKey> {
    let mut all: Counts<CurrencyKey> = lines.iter().chain(headers).copied().collect();
    all.sort_unstable();
    let of_each = all.chunk_by(|one, other| one.0 == other.0);
    of_each.filter_map(|counts| counts.last().copied()).collect()
}

/// The counts of all tables together.
pub(super) fn together<'e, K: Copy + Ord + 'e>(counts: impl Iterator<Item = &'e Counts<K>>) -> Counts<K> {
    let mut all: Counts<K> = counts.flatten().copied().collect();
    all.sort_unstable();
    let of_each = all.chunk_by(|one, other| one.0 == other.0);
    of_each.filter_map(|counts| Some((counts.first()?.0, counts.iter().map(|(_, rows)| rows).sum()))).collect()
}

/// How many rows are in each currency: those of orders, and those of ads and parcels.
pub(super) fn rows_by_currency(tables: &[TableSummary]) -> [Counts<CurrencyKey>; 2] {
    let of = |pick: fn(&TableSummary) -> &Counts<CurrencyKey>| together(tables.iter().map(pick));
    [of(|table| &table.currencies), of(|table| &table.currencies_of_costs)]
}

/// Rows of one day, or in one currency, stand together, and are looked up together.
struct Counter<K> {
    counts: HashMap<K, u32, foldhash::fast::FixedState>,
    last: Option<(K, u32)>,
}

impl<K> Default for Counter<K> {
    fn default() -> Counter<K> {
        Counter { counts: HashMap::default(), last: None }
    }
}

impl<K: Copy + Ord + std::hash::Hash> Counter<K> {
    fn add(&mut self, thing: K) {
        match &mut self.last {
            Some((known, rows)) if *known == thing => *rows += 1,
            last => {
                if let Some((known, rows)) = last.replace((thing, 1)) {
                    *self.counts.entry(known).or_default() += rows;
                }
            }
        }
    }

    fn sorted(mut self) -> Counts<K> {
        if let Some((known, rows)) = self.last {
            *self.counts.entry(known).or_default() += rows;
        }
        let mut counts: Counts<K> = self.counts.into_iter().collect();
        counts.sort_unstable();
        counts
    }
}
