//! Rows of ledgers and settlements: money that moved in an account.
//!
//! Exports write what went out with a minus or without one, and the header does not say which: all rows of the table
//! decide together, where a row has a total by that, so that a movement is known only when its table has come to its end.

use std::collections::BTreeMap;

use analytics::dataset::{ColumnSet, Movement, Part, RowRef};
use analytics::diagnostic::{Place, Problem};
use analytics::vocabulary::{Field, Purpose, Source};
use analytics::{Amount, Money, Stamp, Stated};
use serde::Deserialize;

use crate::cell::RowBuffer;
use crate::extract::{Extract, missing};
use crate::header::{Header, HeaderRow, normalised};
use crate::order_cells::optional_id;
use crate::plan::{Plan, Refused};
use crate::stated_totals::StatedTotals;
use crate::states::States;
use crate::tally::Tally;

/// Words that nobody has explained, named in the finding about them.
const MOST_NAMED: usize = 3;

/// What a profile says of an account's export.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Account {
    /// Columns that each state an amount of their own. Without, a row is one movement.
    #[serde(default)]
    pub(crate) parts: Vec<PartColumn>,
    /// By what they mean, the words under `purpose`; the build adds those of the `dictionary`.
    #[serde(default)]
    pub(crate) purposes: BTreeMap<Purpose, Vec<String>>,
    /// What all other words mean.
    #[serde(default)]
    pub(crate) default_purpose: Option<Purpose>,
    /// Words under `direction`: it came in, it went out, it did neither.
    #[serde(default)]
    pub(crate) into: Vec<String>,
    #[serde(default)]
    pub(crate) out: Vec<String>,
    #[serde(default)]
    pub(crate) neither: Vec<String>,
    /// Whose orders it is about, where that is another platform.
    #[serde(default)]
    pub(crate) orders_of: Option<Source>,
    /// What stands before the platform's number of an order.
    #[serde(default)]
    pub(crate) order_prefixes: Vec<String>,
    /// A second header with the file's own totals below.
    #[serde(default)]
    pub(crate) closing: Option<Closing>,
}

/// A column of a settlement that states an amount of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartColumn {
    pub(crate) header: Header,
    /// `None`: what the row's words say.
    #[serde(default)]
    pub(crate) purpose: Option<Purpose>,
    /// It takes from the account, whether or not the export writes a minus.
    #[serde(default)]
    pub(crate) is_out: bool,
    /// It takes from the account where the row's direction says so: what went back stands there as it came.
    #[serde(default)]
    pub(crate) by_direction: bool,
    /// Whose words say what it is for, where the row has several amounts and each its own.
    #[serde(default)]
    pub(crate) words: Option<Header>,
}

/// The file's own totals: what came in less what went out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Closing {
    pub(crate) plus: Vec<Header>,
    #[serde(default)]
    pub(crate) minus: Vec<Header>,
}

impl Account {
    /// Brings the texts that cells are compared with into the form of [`normalised`].
    pub(crate) fn settle(&mut self) {
        for words in self.purposes.values_mut() {
            words.iter_mut().for_each(|word| *word = normalised(word));
        }
        for words in [&mut self.into, &mut self.out, &mut self.neither] {
            words.iter_mut().for_each(|word| *word = normalised(word));
        }
    }
}

/// Whether what went out stands in a column as it is to be added, or has yet to be turned.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    as_written: u32,
    turned: u32,
}

/// A movement whose sign the end of the table decides.
#[derive(Debug)]
struct Pending {
    movement: Movement,
    /// Which column it is from: the position of the part, or 0.
    slot: usize,
    is_out: bool,
}

/// The movements of one row: up to where they are in the list, and what the row says they come to.
#[derive(Debug)]
struct PendingRow {
    end: usize,
    total: Option<Amount>,
}

/// Where the table has a part, and the words that are its own.
#[derive(Clone, Copy, Debug)]
struct PartPlace {
    amount: Option<usize>,
    words: Option<usize>,
}

/// The movements of a table on the way to its end.
#[derive(Debug)]
pub(crate) struct Movements {
    purposes: States<Purpose>,
    parts: Vec<PartPlace>,
    /// The header over the total of a row.
    total: Option<String>,
    pending: Vec<Pending>,
    rows: Vec<PendingRow>,
    pub(crate) stated: StatedTotals,
    /// Rows by words that nobody has explained.
    unexplained: BTreeMap<String, u32>,
    neither: u32,
}

impl Movements {
    pub(crate) fn new(account: &Account, plan: &Plan<'_>, header: &HeaderRow) -> Movements {
        let place = |part: &PartColumn| PartPlace {
            amount: header.find(&part.header),
            words: part.words.as_ref().and_then(|words| header.find(words)),
        };
        let known = account.purposes.iter();
        let known = known.flat_map(|(&purpose, words)| words.iter().map(move |word| (word.clone(), purpose)));
        let total = plan.line.columns(Field::Total).first().map(|&index| header.text(index));
        Movements {
            purposes: States::new(&known.collect()),
            parts: account.parts.iter().map(place).collect(),
            total,
            pending: Vec::new(),
            rows: Vec::new(),
            stated: StatedTotals::default(),
            unexplained: BTreeMap::new(),
            neither: 0,
        }
    }
}

/// Reads a row of a ledger or a settlement.
///
/// # Errors
/// Why the row is set aside.
pub(crate) fn movement(
    extract: &mut Extract<'_>,
    at: RowRef,
    row: &RowBuffer,
    part: &mut Part,
    tally: &mut Tally,
) -> Result<(), Refused> {
    let profile = extract.plan.profile;
    let Some(account) = &profile.account else { return Err(missing(&extract.plan.line, Field::Amount)) };
    let amounts = amounts_of(extract, account, row)?;
    let (source, store) = extract.seller(row, part);
    let moment = moment(extract, at, row, tally);
    let order = optional_id(extract, at, ColumnSet::Line, row, Field::OrderId, tally).then(|| {
        let prefixed = account.order_prefixes.iter().find_map(|prefix| extract.id.strip_prefix(prefix.as_str()));
        part.pools.order(account.orders_of.unwrap_or(source), prefixed.unwrap_or(&extract.id))
    });
    let sku =
        optional_id(extract, at, ColumnSet::Line, row, Field::Sku, tally).then(|| part.pools.skus.intern(&extract.id));
    let currency = extract.currency(ColumnSet::Line, row, part);
    let total = extract.plan.line.amount(row, Field::Total)?.filter(|_| !amounts.is_neither);

    extract.plan.line.words(row, Field::Purpose, &mut extract.words);
    let Some(movements) = &mut extract.movements else { return Ok(()) };
    let known = movements.meaning(&extract.words).or(account.default_purpose);
    movements.neither += u32::from(amounts.is_neither);
    let mut written = amounts.written;
    if let Some(amount) = total.filter(|total| written.is_empty() && !account.parts.is_empty() && !total.is_zero()) {
        // Of a payout only the whole is stated, under no column of its own.
        written.push(Written { slot: account.parts.len(), amount, is_out: false });
    }
    let asks_words = |part: &PartColumn| part.purpose.is_none() && part.words.is_none();
    let asks_words = account.parts.iter().any(asks_words) || written.iter().any(|one| one.slot >= account.parts.len());
    if known.is_none() && asks_words && !amounts.is_neither {
        *movements.unexplained.entry(extract.words.clone()).or_insert(0) += 1;
    }
    for Written { slot, amount, is_out } in written {
        let column = account.parts.get(slot);
        let own = movements.parts.get(slot).and_then(|place| place.words).map(|index| row.display(index));
        let own = own.map(|words| movements.explain(&words));
        let purpose = own.or(column.and_then(|part| part.purpose)).or(known).unwrap_or(Purpose::Unexplained);
        let name = column.map_or(extract.words.as_str(), |part| part.header.text.as_str());
        let name = (!name.is_empty()).then(|| part.pools.names.intern(name));
        let amount = Stated::new(amount);
        let movement = Movement { at, store, order, sku, purpose, name, moment, amount, currency };
        movements.pending.push(Pending { movement, slot, is_out });
    }
    movements.rows.push(PendingRow { end: movements.pending.len(), total });
    Ok(())
}

/// What a row states, as it is written.
#[derive(Debug, Default)]
struct Amounts {
    written: Vec<Written>,
    /// The row says of itself that nothing came in and nothing went out.
    is_neither: bool,
}

#[derive(Clone, Copy, Debug)]
struct Written {
    slot: usize,
    amount: Amount,
    is_out: bool,
}

fn amounts_of(extract: &mut Extract<'_>, account: &Account, row: &RowBuffer) -> Result<Amounts, Refused> {
    let mut amounts = Amounts::default();
    let direction = direction(extract, account, row)?;
    amounts.is_neither = direction == Some(Direction::Neither);
    let plan = &extract.plan;
    if let Some(movements) = extract.movements.as_ref().filter(|movements| !movements.parts.is_empty()) {
        for (slot, place) in movements.parts.iter().enumerate().filter(|_| !amounts.is_neither) {
            let Some(index) = place.amount else { continue };
            let read = plan.forms.of(index).amount(row.get(index));
            let amount = read.map_err(|problem| Refused { problem, column: Some(index) })?.unwrap_or_default();
            if !amount.is_zero() {
                let goes_out =
                    |part: &PartColumn| part.is_out || part.by_direction && direction == Some(Direction::Out);
                let is_out = account.parts.get(slot).is_some_and(goes_out);
                amounts.written.push(Written { slot, amount, is_out });
            }
        }
        return Ok(amounts);
    }
    let whole = |amount: Amount, is_out: bool| Written { slot: 0, amount, is_out };
    if plan.line.has(Field::Income) || plan.line.has(Field::Expense) {
        let income = plan.line.amount(row, Field::Income)?;
        let expense = plan.line.amount(row, Field::Expense)?;
        if income.is_none() && expense.is_none() {
            let field = if plan.line.has(Field::Income) { Field::Income } else { Field::Expense };
            return Err(missing(&plan.line, field));
        }
        let income = income.filter(|amount| !amount.is_zero()).map(|amount| whole(amount, false));
        let expense = expense.filter(|amount| !amount.is_zero()).map(|amount| whole(amount, true));
        amounts.written.extend(income.into_iter().chain(expense));
        return Ok(amounts);
    }
    let Some(amount) = plan.line.amount(row, Field::Amount)? else {
        return Err(missing(&plan.line, Field::Amount));
    };
    if !amounts.is_neither {
        amounts.written.push(whole(amount, direction == Some(Direction::Out)));
    }
    Ok(amounts)
}

/// Which way its money went, as the row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    In,
    Out,
    Neither,
}

/// `None` where the table has no such column; of a row with several amounts also where it is blank.
fn direction(extract: &mut Extract<'_>, account: &Account, row: &RowBuffer) -> Result<Option<Direction>, Refused> {
    if !extract.plan.line.has(Field::Direction) {
        return Ok(None);
    }
    extract.plan.line.words(row, Field::Direction, &mut extract.words);
    let words = normalised(&extract.words);
    let is_among = |known: &[String]| {
        let fits =
            |known: &String| known.strip_suffix('*').map_or(*known == words, |beginning| words.starts_with(beginning));
        known.iter().any(fits)
    };
    let lists =
        [(&account.out, Direction::Out), (&account.neither, Direction::Neither), (&account.into, Direction::In)];
    match lists.into_iter().find(|(known, _)| is_among(known)) {
        Some((_, direction)) => Ok(Some(direction)),
        None if words.is_empty() && !account.parts.is_empty() => Ok(None),
        None => Err(missing(&extract.plan.line, Field::Direction)),
    }
}

/// When it moved. A movement without a time is one all the same.
fn moment(extract: &mut Extract<'_>, at: RowRef, row: &RowBuffer, tally: &mut Tally) -> Option<Stamp> {
    match extract.plan.line.moment(row, Field::SettledAt, &extract.calendar) {
        Ok(moment) => {
            moment.into_iter().for_each(|moment| tally.saw(moment.day()));
            moment
        }
        Err(refused) => {
            extract.report(at, refused, tally);
            None
        }
    }
}

impl Movements {
    /// What the words of one part mean. Those that nobody has explained are said.
    fn explain(&mut self, words: &str) -> Purpose {
        self.meaning(words).unwrap_or_else(|| {
            *self.unexplained.entry(words.to_string()).or_insert(0) += 1;
            Purpose::Unexplained
        })
    }

    /// What words mean; a number may stand before them: `0030130|软件服务费-基础软件服务费`.
    fn meaning(&mut self, words: &str) -> Option<Purpose> {
        let without_number = || words.split_once('|').map(|(_, words)| words);
        self.purposes.of(words).or_else(|| without_number().and_then(|words| self.purposes.of(words)))
    }

    /// Gives every movement its sign, puts it into the part, and adds it to the sum of the file.
    pub(crate) fn finish(mut self, part: &mut Part, tally: &mut Tally) {
        self.say_unexplained(tally);
        let signs = self.signs();
        let is_turned = |slot: usize| signs.get(slot).is_some_and(|votes| votes.turned > votes.as_written);
        let (mut differ, mut difference) = (0, Money::ZERO);
        let mut pending = std::mem::take(&mut self.pending).into_iter();
        let (mut start, mut of_row) = (0, Vec::new());
        for row in std::mem::take(&mut self.rows) {
            let (mut sum, mut receipts) = (Amount::ZERO, Amount::ZERO);
            for Pending { mut movement, slot, is_out } in pending.by_ref().take(row.end - start) {
                if is_out && is_turned(slot) {
                    movement.amount = -movement.amount;
                }
                let amount = movement.amount.in_own_currency();
                sum += amount;
                if movement.purpose == Purpose::Receipt {
                    receipts += amount;
                }
                tally.add(amount);
                of_row.push(movement);
            }
            // A discount lessens what the buyer paid; a row that comes to less than nothing gives it back.
            if receipts.is_negative() {
                let receipts = of_row.iter_mut().filter(|movement| movement.purpose == Purpose::Receipt);
                receipts.for_each(|movement| movement.purpose = Purpose::Refund);
            }
            let last = of_row.last().copied();
            of_row.drain(..).for_each(|movement| part.movements.push(movement));
            start = row.end;
            let rest = row.total.map_or(Amount::ZERO, |total| total - sum);
            if let Some(movement) = last.filter(|_| !rest.is_zero()) {
                differ += 1;
                difference += rest.into();
                tally.add(rest);
                let name = self.total.as_deref().map(|header| part.pools.names.intern(header));
                let (purpose, amount) = (Purpose::Unexplained, Stated::new(rest));
                part.movements.push(Movement { purpose, name, amount, ..movement });
            }
        }
        if differ > 0 {
            tally.report_file(Problem::PartsDiffer { rows: differ, amount: difference });
        }
        if let Some(stated) = self.stated.net() {
            tally.stated = Some(stated);
        }
    }

    fn say_unexplained(&self, tally: &mut Tally) {
        if self.neither > 0 {
            tally.report_file(Problem::NeitherInNorOut { rows: self.neither });
        }
        let rows = self.unexplained.values().sum();
        if rows > 0 {
            let words = self.unexplained.keys().filter(|words| !words.is_empty()).take(MOST_NAMED);
            let words = words.map(String::as_str).collect::<Vec<_>>().join("、");
            tally.report_at(Problem::UnexplainedPurpose { words, rows }, Place::default());
        }
    }

    /// Of each column, whether what went out is written as it is to be added. Where rows have a total, they tell of all
    /// columns together; otherwise most cells of a column are what its name says, and the few others take that back.
    fn signs(&self) -> Vec<Votes> {
        let mut by_column = vec![Votes::default(); self.parts.len().max(1)];
        let mut of_totals = Votes::default();
        let mut start = 0;
        for row in &self.rows {
            let pending = self.pending.get(start..row.end).unwrap_or_default();
            start = row.end;
            let (mut others, mut out) = (Amount::ZERO, Amount::ZERO);
            for Pending { movement, slot, is_out } in pending {
                let amount = movement.amount.in_own_currency();
                if !is_out {
                    others += amount;
                    continue;
                }
                out += amount;
                if let Some(votes) = by_column.get_mut(*slot) {
                    if amount.is_negative() { votes.as_written += 1 } else { votes.turned += 1 }
                }
            }
            if let Some(total) = row.total.filter(|_| !out.is_zero()) {
                of_totals.as_written += u32::from(others + out == total);
                of_totals.turned += u32::from(others - out == total);
            }
        }
        if of_totals.as_written != of_totals.turned {
            by_column.fill(of_totals);
        }
        by_column
    }
}

/// Whether a row of an account's export is about the export itself, and no movement: what it says of the whole is kept.
pub(crate) fn is_about_file(extract: &mut Extract<'_>, row: &RowBuffer) -> bool {
    let plan = &extract.plan;
    let (Some(movements), Some(account)) = (&mut extract.movements, &plan.profile.account) else { return false };
    if movements.stated.hear(account.closing.as_ref(), row, plan.profile.decimals) {
        return true;
    }
    // A row that has a total and nothing else states that of the whole export.
    let is_total_alone = account.parts.is_empty()
        && plan.line.has(Field::Total)
        && plan.line.columns(Field::Amount).iter().all(|&index| row.get(index).is_blank());
    match plan.line.amount(row, Field::Total) {
        Ok(Some(total)) if is_total_alone => {
            movements.stated.add(total);
            true
        }
        _ => false,
    }
}
