//! From the rows of a recognised table to records of the part.

mod texts;

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

use analytics::dataset::{ColumnSet, CurrencyKey, OrderKey, Part, RowRef, RowWays, SkuKey, StoreKey, WaybillKey};
use analytics::diagnostic::{Place, Problem};
use analytics::pool::Key;
use analytics::vocabulary::{Field, OrderStatus, RefundState, Source};
use analytics::{Amount, Day};
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::cell::{Cell, Merge, RowBuffer};
use crate::forms::{Decided, Evidence, Forms};
use crate::goods;
use crate::header::HeaderRow;
use crate::kept::Kept;
use crate::movements::{self, Movements};
use crate::order_rows::{self, OrderPart};
use crate::order_states::OrderStates;
use crate::packages::Packages;
use crate::plan::{Plan, Readings, Refused};
use crate::profile::Record;
use crate::refund_rows;
use crate::sheets;
use crate::states::States;
use crate::stock;
use crate::tally::Tally;
use crate::totals::{self, Keys, Marker, Verdict};
use crate::values::date::Calendar;
use crate::values::trimmed;
use crate::watch::Watch;

/// More rows do not wait; a table of so many rows without a day is a table without days.
const MOST_WAITING: usize = 1_000;

/// Ids of one column that have lost their last digits.
#[derive(Debug)]
struct Damaged {
    first: String,
    rows: u32,
    /// The last row that was counted.
    last: u32,
}

/// Reads the rows of one table.
#[derive(Debug)]
pub(crate) struct Extract<'p> {
    pub(crate) plan: Plan<'p>,
    pub(crate) calendar: Calendar,
    pub(crate) status: OrderStates,
    pub(crate) refund_status: States<RefundState>,
    pub(crate) refund_type: States<RefundState>,
    /// Position in [`Part::headers`] of each order's header, by the order's index.
    pub(crate) headers: Vec<Option<u32>>,
    /// The parts in which an ERP keeps an order.
    pub(crate) parts: BTreeMap<OrderKey, Vec<OrderPart>>,
    /// How the row at hand is read, where not as the first columns say.
    pub(crate) ways: RowWays,
    /// Of an account's export, the movements that wait for the end of the table.
    pub(crate) movements: Option<Movements>,
    /// The costs of this table, to find two for the same SKU and day in one currency.
    pub(crate) costs: BTreeMap<(SkuKey, Option<Day>, Option<CurrencyKey>), Amount>,
    /// Parcels of which this table says what they cost.
    pub(crate) parcels: HashSet<WaybillKey, FixedState>,
    /// The package whose rows are coming.
    pub(crate) packages: Packages,
    /// The last order that was known by its place in a list of the seller's own, and its day.
    pub(crate) numbered: Option<(String, Option<Day>)>,
    /// Buffers that are used again for every row.
    pub(crate) id: String,
    pub(crate) words: String,
    sheet: Option<String>,
    header: HeaderRow,
    store: Option<(Source, String, StoreKey)>,
    currency: Option<(String, CurrencyKey)>,
    above: BTreeMap<usize, String>,
    seen_rows: u32,
    keys: Keys,
    /// Columns that only rows of data fill.
    marks: Vec<usize>,
    /// Rows of which the end of the table tells whether they are totals, with their labels.
    waiting: Vec<(u32, RowBuffer, Option<Marker>)>,
    watch: Watch,
    evidence: Evidence,
    kept: Kept,
    /// By column, how many cells are formulas without a result.
    formulas: BTreeMap<usize, u32>,
    damaged: BTreeMap<usize, Damaged>,
    /// The first row with a quotation mark that encloses nothing, its column, and how many rows there are.
    stray_quotes: Option<(u32, usize, u32)>,
    /// How often a row of the same content was seen, by the content's hash.
    alike: HashMap<u64, u32, FixedState>,
}

impl<'p> Extract<'p> {
    pub(crate) fn new(
        plan: Plan<'p>,
        calendar: Calendar,
        sheet: Option<&str>,
        header: HeaderRow,
        explained: Option<&BTreeMap<String, OrderStatus>>,
    ) -> Extract<'p> {
        let account = plan.profile.account.as_ref();
        Extract {
            movements: account.map(|account| Movements::new(account, &plan, &header)),
            status: OrderStates::new(&plan.profile.status, explained),
            refund_status: States::new(&plan.profile.refund_status),
            refund_type: States::new(&plan.profile.refund_types),
            headers: Vec::new(),
            parts: BTreeMap::new(),
            ways: RowWays::default(),
            costs: BTreeMap::new(),
            parcels: HashSet::default(),
            packages: Packages::new(plan.profile),
            numbered: None,
            id: String::new(),
            words: String::new(),
            store: None,
            currency: None,
            above: BTreeMap::new(),
            seen_rows: 0,
            keys: Keys::new(&plan),
            marks: plan.marks.clone(),
            waiting: Vec::new(),
            watch: Watch::new(&plan.columns),
            evidence: Evidence::new(&plan),
            kept: Kept::new(&plan, &header.texts),
            formulas: BTreeMap::new(),
            damaged: BTreeMap::new(),
            stray_quotes: None,
            alike: HashMap::default(),
            sheet: sheet.map(str::to_string),
            plan,
            calendar,
            header,
        }
    }

    /// Reads one row below the header into the part.
    pub(crate) fn row(&mut self, number: u32, row: &RowBuffer, part: &mut Part, tally: &mut Tally) {
        if !self.kept.holds(number, row) {
            self.read(number, row, part, tally);
        }
    }

    fn read(&mut self, number: u32, row: &RowBuffer, part: &mut Part, tally: &mut Tally) {
        if let Some(column) = row.stray_quote() {
            self.stray_quotes.get_or_insert((number, column, 0)).2 += 1;
        }
        if row.is_blank() {
            tally.records.blank += 1;
            return;
        }
        if totals::is_header_again(&self.header.texts, row) {
            tally.records.header += 1;
            return;
        }
        self.seen_rows += 1;
        if self.seen_rows == 1 && self.plan.profile.has_description_row && !row.has_digits() {
            tally.records.description += 1;
            return;
        }
        if movements::is_about_file(self, row) {
            tally.records.summary += 1;
            self.note_for_below(row);
            return;
        }
        if self.lacks_what_lines_have(row) {
            self.note_for_below(row);
            self.control(row, Marker::Total, tally);
            return;
        }
        match self.keys.judge(row, &self.plan.profile.summary_rows) {
            Verdict::Summary(marker) => self.control(row, marker, tally),
            Verdict::Waits(label) if self.waiting.len() < MOST_WAITING => {
                self.waiting.push((number, row.clone(), label));
            }
            Verdict::Waits(_) | Verdict::Data if self.kept.is_note(row) => tally.records.description += 1,
            Verdict::Waits(_) | Verdict::Data => self.data(number, row, part, tally),
        }
    }

    /// Puts down what only the end of the table can show. Returns how the table is written, where it was read otherwise.
    pub(crate) fn finish(&mut self, merges: &[Merge], part: &mut Part, tally: &mut Tally) -> Option<Forms> {
        let (held, of_units) = self.kept.release(merges);
        held.iter().for_each(|(number, row)| self.read(*number, row, part, tally));
        for (number, column, rows) in of_units {
            tally.report_at(Problem::MergedUnits { rows }, self.place(Some(number), Some(column)));
        }
        if let Some(problem) = self.kept.open() {
            let column = self.plan.line.columns(Field::UnitCost).first().copied();
            tally.report_at(problem, self.place(None, column));
        }
        let waiting = std::mem::take(&mut self.waiting);
        let without_label = waiting.iter().filter(|(_, _, label)| label.is_none()).count();
        let without_label = u32::try_from(without_label).unwrap_or(u32::MAX);
        for (number, row, label) in &waiting {
            if !self.keys.judge_late(row, *label, without_label) {
                self.data(*number, row, part, tally);
            } else if let Some(marker) = label {
                self.control(row, *marker, tally);
            } else {
                tally.records.summary += 1;
                tally.report_at(Problem::TakenForTotal, self.place(Some(*number), None));
            }
        }
        self.note_rows_of_orders(part);
        for (problem, row, column) in self.status.findings() {
            tally.report_at(problem, self.place(Some(row), column));
        }
        self.packages.finish(tally);
        if let Some(movements) = self.movements.take() {
            movements.finish(part, tally);
        }
        if let Some((field, column, first)) = self.watch.refused() {
            let problem = Problem::ColumnRefused { field, value: first.to_string() };
            part.clear_rows();
            tally.refuse_all();
            tally.report_at(problem, self.place(None, Some(column)));
        }
        for (&column, &rows) in &self.formulas {
            tally.report_at(Problem::FormulaWithoutValue { rows }, self.place(None, Some(column)));
        }
        for (&column, damaged) in &self.damaged {
            let problem = Problem::DamagedIds { value: damaged.first.clone(), rows: damaged.rows };
            tally.report_at(problem, self.place(None, Some(column)));
        }
        if let Some((number, column, rows)) = self.stray_quotes {
            tally.report_at(Problem::QuoteIsLetter { rows }, self.place(Some(number), Some(column)));
        }
        let assumed = Forms::assumed(self.plan.profile, &self.header);
        let Decided { forms, said } = self.evidence.decide(self.plan.profile, &self.calendar, &assumed);
        for (problem, column, row) in said {
            tally.report_at(problem, self.place(row, Some(column)));
        }
        (forms != *self.plan.forms).then_some(forms)
    }

    /// Puts down which rows the money of an order stands in that an ERP keeps in parts.
    fn note_rows_of_orders(&mut self, part: &mut Part) {
        let Some(table) = &mut part.table else { return };
        for (order, parts) in &self.parts {
            let slot = self.headers.get(order.index()).copied().flatten().and_then(|slot| usize::try_from(slot).ok());
            let Some(header) = slot.and_then(|slot| part.headers.get(slot)) else { continue };
            let rows: Vec<u32> = order_rows::that_count(parts).map(|part| part.row).collect();
            if rows != [header.at.row.get()] {
                table.departures.note_order(header.at.row.get(), rows);
            }
        }
        table.departures.end();
    }

    /// Whether the row lacks what each row of data has in such an export: it sums others up.
    fn lacks_what_lines_have(&self, row: &RowBuffer) -> bool {
        !self.marks.is_empty() && self.marks.iter().all(|&column| row.get(column).is_blank())
    }

    /// Reads a row that is data.
    fn data(&mut self, number: u32, row: &RowBuffer, part: &mut Part, tally: &mut Tally) {
        let filled = self.fill_down(row);
        let row = filled.as_ref().unwrap_or(row);
        let at = RowRef::new(0, number);
        tally.rows += 1;
        self.watch.saw(row);
        self.evidence.saw(number, row);
        if row.has_formula() {
            self.count_formulas(row);
        }
        self.ways = RowWays::default();
        self.plan.note_ways(row, &mut self.ways);
        let outcome = match self.plan.profile.record {
            Record::Line => order_rows::line(self, at, row, part, tally),
            Record::Header => order_rows::header(self, at, row, part, tally),
            Record::Ad => sheets::ad(self, at, row, part, tally),
            Record::Cost => sheets::cost(self, at, row, part, tally),
            Record::Shipment => sheets::shipment(self, at, row, part, tally),
            Record::Stock => stock::stock(self, at, row, part, tally),
            Record::Service => stock::service(self, at, row, part, tally),
            Record::Review => stock::review(self, at, row, part, tally),
            Record::Movement => movements::movement(self, at, row, part, tally),
            Record::Refund => refund_rows::refund(self, at, row, part, tally),
            Record::Bundle => goods::bundle(self, at, row, part, tally),
            Record::Traffic => goods::traffic(self, at, row, part, tally),
        };
        match outcome {
            Ok(()) => {
                tally.accepted += 1;
                if let Some(table) = &mut part.table {
                    table.departures.note(number, &self.ways);
                }
            }
            Err(refused) => {
                tally.set_aside += 1;
                if let Some((columns, amount)) = self.money_of(row) {
                    let currency = self.currency(columns, row, part);
                    tally.add_set_aside(part.pools.currencies.get(currency), amount);
                }
                if !self.kept.is_open(&refused.problem, &self.id) {
                    self.put_down(at, refused, tally);
                }
            }
        }
    }

    /// Counts the cells of columns that are read in which nobody has calculated what stands there.
    fn count_formulas(&mut self, row: &RowBuffer) {
        let columns = self.plan.columns.iter().filter_map(|column| usize::try_from(column.index).ok());
        let mut seen = Vec::new();
        for column in columns.filter(|&column| row.get(column) == Cell::Formula) {
            // One column may hold several fields.
            if !seen.contains(&column) {
                seen.push(column);
                *self.formulas.entry(column).or_insert(0) += 1;
            }
        }
    }

    /// Counts an id the row can do without, which has lost its last digits.
    pub(crate) fn count_damaged(&mut self, at: RowRef, column: Option<usize>, value: String) {
        let Some(column) = column else { return };
        let damaged = self.damaged.entry(column).or_insert(Damaged { first: value, rows: 0, last: 0 });
        // A line and its order may read the same cell.
        damaged.rows += u32::from(damaged.last != at.row.get());
        damaged.last = at.row.get();
    }

    /// The money of a row that could not be read as a whole, and where it stands.
    fn money_of(&self, row: &RowBuffer) -> Option<(ColumnSet, Amount)> {
        let field = match self.plan.profile.record {
            Record::Line | Record::Header | Record::Shipment => Field::Amount,
            Record::Ad => Field::Spend,
            Record::Refund => Field::Refund,
            // A cost is a price, not money that went anywhere.
            Record::Cost | Record::Stock | Record::Service | Record::Review | Record::Bundle => return None,
            // Orders have it.
            Record::Traffic => return None,
            // Whether it came in or went out only the rows that can be read say together.
            Record::Movement => return None,
        };
        let columns = if self.plan.order.has(field) { ColumnSet::Order } else { ColumnSet::Line };
        let amount = self.plan.readings(columns).amount(row, field).ok().flatten()?;
        Some((columns, amount))
    }

    /// Puts down a problem with a value that the row can do without. What is wrong with a whole column is said at its end.
    pub(crate) fn report(&self, at: RowRef, refused: Refused, tally: &mut Tally) {
        if refused.problem != Problem::FormulaNotCalculated {
            self.put_down(at, refused, tally);
        }
    }

    fn put_down(&self, at: RowRef, refused: Refused, tally: &mut Tally) {
        let (row, column) = (at.row.get(), refused.column);
        tally.report(refused.problem, row, column, || self.place(Some(row), column));
    }

    fn place(&self, row: Option<u32>, column: Option<usize>) -> Place {
        let header = column.and_then(|index| self.header.texts.get(index));
        Place { sheet: self.sheet.clone(), row, column: header.map(|text| trimmed(text).to_string()) }
    }

    /// An id for a row that is an order without one: what the row says, and the how-manieth such row of the table it is.
    /// The same list dropped again gives the same ids, and equal rows of one list stay apart.
    pub(crate) fn row_id(&mut self, row: &RowBuffer) -> String {
        self.words.clear();
        for cell in row.iter() {
            cell.write_to(&mut self.words);
            self.words.push('\u{1f}');
        }
        let content = self.alike.hasher().hash_one(&self.words);
        let count = self.alike.entry(content).or_insert(0);
        *count += 1;
        format!("#{content:016x}-{count}")
    }

    /// The place where the position of an order's header is kept.
    pub(crate) fn header_slot(&mut self, order: OrderKey) -> Option<&mut Option<u32>> {
        if self.headers.len() <= order.index() {
            self.headers.resize(order.index() + 1, None);
        }
        self.headers.get_mut(order.index())
    }

    /// A summary row states a total; it is never data.
    fn control(&mut self, row: &RowBuffer, marker: Marker, tally: &mut Tally) {
        tally.records.summary += 1;
        if let Some(movements) = self.movements.as_mut().filter(|_| marker == Marker::Total) {
            movements.stated.hear_total(&self.plan, row);
        }
        let Some(field) = self.plan.profile.control else { return };
        if marker == Marker::Total
            && let Ok(Some(stated)) = self.plan.line.amount(row, field)
        {
            tally.stated = Some(stated);
        }
    }

    /// What a row says of an account's export as a whole, such as the currency, holds for the rows below that leave it out.
    fn note_for_below(&mut self, row: &RowBuffer) {
        if self.movements.is_some() {
            self.fill_down(row);
        }
    }

    /// The row with the blanks under merged cells filled from above; `None` where there are none.
    fn fill_down(&mut self, row: &RowBuffer) -> Option<RowBuffer> {
        let mut filled: Option<RowBuffer> = None;
        for &column in &self.plan.fill_down {
            if row.get(column).is_blank() {
                if let Some(value) = self.above.get(&column) {
                    filled.get_or_insert_with(|| row.clone()).put(column, Cell::Text(value));
                }
            } else {
                self.above.insert(column, row.display(column));
            }
        }
        filled
    }
}

/// A field the row cannot do without.
pub(crate) fn missing(readings: &Readings, field: Field) -> Refused {
    readings.refusal(field, Problem::MissingValue { field })
}
