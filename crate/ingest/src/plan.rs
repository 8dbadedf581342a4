//! A profile applied to the header of one table: which column holds what.

use std::rc::Rc;

use analytics::dataset::{ColumnSet, Effect, RowWays, SourceColumn};
use analytics::diagnostic::Problem;
use analytics::vocabulary::Field;
use analytics::{Amount, Money, Quantity, Rate, Stamp};

use crate::cell::{Cell, RowBuffer};
use crate::currency;
use crate::forms::Forms;
use crate::header::{Header, HeaderRow, normalised};
use crate::order_rows::times;
use crate::profile::{Columns, Profile, Term};
use crate::values::date::Calendar;
use crate::values::{id, is_missing, trimmed};

/// The numbers of a row that figures are shown with their cells for.
const BEHIND_FIGURES: [Field; 10] = [
    Field::Amount,
    Field::Compensation,
    Field::Fee,
    Field::FreightPaid,
    Field::Postage,
    Field::Quantity,
    Field::Refund,
    Field::Spend,
    Field::UnitCost,
    Field::UnitPrice,
];

/// Where the values of a profile's fields are in one table.
#[derive(Debug)]
pub(crate) struct Plan<'p> {
    pub(crate) profile: &'p Profile,
    /// How each column is read.
    pub(crate) forms: Rc<Forms>,
    pub(crate) line: Readings,
    pub(crate) order: Readings,
    /// Every column that is read, for the way back from a figure to its cells.
    pub(crate) columns: Vec<SourceColumn>,
    /// Columns whose blanks repeat the value above, as under merged cells.
    pub(crate) fill_down: Vec<usize>,
    /// Columns that only rows of data fill.
    pub(crate) marks: Vec<usize>,
    pub(crate) weight_in_grams: bool,
    /// Columns of unit costs that name a currency, and its code.
    cost_currencies: Vec<(usize, &'static str)>,
    /// What the headers over the money say that it is in, or what stands above the table.
    pub(crate) money_currency: Option<&'static str>,
    /// Amounts that the table has several ways to read, of which each row may be read in another.
    choices: Vec<(ColumnSet, Field)>,
}

/// The ways to read each field, with the columns that are there.
#[derive(Debug)]
pub(crate) struct Readings {
    ways: Vec<Vec<Reading>>,
    forms: Rc<Forms>,
}

#[derive(Debug)]
enum Reading {
    Cell(usize),
    Joined(Vec<usize>),
    Share { of: Vec<usize>, part: usize, whole: Option<usize> },
    Sum { plus: Vec<usize>, minus: Vec<usize> },
}

/// A value that could not be read, and its column.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) problem: Problem,
    pub(crate) column: Option<usize>,
}

/// The columns of a settlement that each state an amount of their own.
fn parts_of_account(profile: &Profile, header: &HeaderRow) -> impl Iterator<Item = SourceColumn> {
    let parts = profile.account.iter().flat_map(|account| &account.parts);
    parts.filter_map(|part| {
        let index = header.find(&part.header)?;
        let effect = if part.is_out { Effect::Subtracts } else { Effect::Adds };
        let (field, set, text) = (Field::Amount, ColumnSet::Line, header.text(index));
        Some(SourceColumn { field, set, way: 0, effect, index: u32::try_from(index).ok()?, header: text })
    })
}

impl<'p> Plan<'p> {
    /// The forms are those that the table was found to be written in, where it was read before.
    pub(crate) fn new(profile: &'p Profile, header: &HeaderRow, forms: Option<Forms>) -> Plan<'p> {
        let mut columns = Vec::new();
        let forms = Rc::new(forms.unwrap_or_else(|| Forms::assumed(profile, header)));
        let line = Readings::new(&profile.columns, ColumnSet::Line, header, &forms, &mut columns);
        let order = Readings::new(&profile.order, ColumnSet::Order, header, &forms, &mut columns);
        columns.extend(parts_of_account(profile, header));
        let of_set = |set, readings: &Readings| {
            let is_choice = |field: &&Field| readings.of(**field).len() > 1;
            BEHIND_FIGURES.iter().filter(is_choice).map(|&field| (set, field)).collect::<Vec<_>>()
        };
        let choices = [of_set(ColumnSet::Line, &line), of_set(ColumnSet::Order, &order)].concat();
        let fill_down = profile.fill_down.iter().flat_map(|&field| line.columns(field)).collect();
        let marks = profile.summary_without.iter().filter_map(|wanted| header.find(wanted)).collect();
        let weight = line.columns(Field::Weight).first().map(|&index| header.text(index).to_lowercase());
        let weight_in_grams = weight.is_some_and(|text| {
            (text.contains('克') || text.contains("(g)") || text.contains("（g）") || text.contains("gram"))
                && !text.contains("千克")
                && !text.contains("kilogram")
        });
        let money_currency = currency::of_money(profile, header, line.columns(Field::Spend).first().copied());
        let of_cost = line.columns(Field::UnitCost).into_iter();
        let cost_currencies =
            of_cost.filter_map(|index| Some((index, currency::at_end(&header.text(index))?.1))).collect();
        Plan {
            profile,
            forms,
            line,
            order,
            columns,
            fill_down,
            marks,
            weight_in_grams,
            cost_currencies,
            money_currency,
            choices,
        }
    }

    /// The code of the currency that a cell means where it does not say one itself: by the country it names, or that of the
    /// export where it is blank.
    pub(crate) fn currency_of(&self, words: &str) -> Option<&str> {
        let profile = self.profile;
        if words.is_empty() {
            return Some(self.money_currency.unwrap_or(&profile.currency));
        }
        if profile.currencies.is_empty() {
            return None;
        }
        profile.currencies.get(&normalised(words)).map(String::as_str)
    }

    pub(crate) fn readings(&self, set: ColumnSet) -> &Readings {
        match set {
            ColumnSet::Line => &self.line,
            ColumnSet::Order => &self.order,
        }
    }

    /// Puts down which amounts of a row are not read in the first way.
    pub(crate) fn note_ways(&self, row: &RowBuffer, ways: &mut RowWays) {
        for &(set, field) in &self.choices {
            let mut readings = (0..).zip(self.readings(set).of(field));
            let read = readings.find(|(_, reading)| !matches!(reading.amount(row, &self.forms), Ok(None)));
            if let Some((way @ 1.., _)) = read {
                ways.later.push((set, field, way));
            }
        }
    }

    /// What the unit cost of a row is in, as the header over it says.
    pub(crate) fn cost_currency(&self, row: &RowBuffer) -> Option<&'static str> {
        // The first column that has one is the one that is read.
        let columns = || self.line.columns(Field::UnitCost).into_iter();
        let read = columns().find(|&index| !matches!(self.forms.of(index).amount(row.get(index)), Ok(None)))?;
        self.cost_currencies.iter().find(|(index, _)| *index == read).map(|(_, code)| *code)
    }
}

impl Readings {
    fn new(
        wanted: &Columns,
        set: ColumnSet,
        header: &HeaderRow,
        forms: &Rc<Forms>,
        columns: &mut Vec<SourceColumn>,
    ) -> Readings {
        let mut readings: Vec<Vec<Reading>> = Vec::new();
        readings.resize_with(Field::ALL.len(), Vec::new);
        for (&field, terms) in wanted {
            let Some(place) = readings.get_mut(field as usize) else { continue };
            place.extend(terms.iter().filter_map(|term| Reading::new(term, header)));
            for (way, reading) in (0..).zip(place.iter()) {
                columns.extend(reading.cells().filter_map(|(index, effect)| {
                    let header = header.text(index);
                    Some(SourceColumn { field, set, way, effect, index: u32::try_from(index).ok()?, header })
                }));
            }
        }
        Readings { ways: readings, forms: Rc::clone(forms) }
    }

    /// Whether the table has any column for the field.
    pub(crate) fn has(&self, field: Field) -> bool {
        !self.of(field).is_empty()
    }

    /// Whether the amount is that of units which a column counts.
    pub(crate) fn counts_units(&self, field: Field) -> bool {
        self.of(field).iter().any(|reading| matches!(reading, Reading::Share { .. }))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ways.iter().all(Vec::is_empty)
    }

    fn of(&self, field: Field) -> &[Reading] {
        self.ways.get(field as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn columns(&self, field: Field) -> Vec<usize> {
        self.of(field).iter().flat_map(Reading::columns).collect()
    }

    fn first_column(&self, field: Field) -> Option<usize> {
        self.of(field).iter().find_map(|reading| reading.columns().next())
    }

    /// A problem with this field as a whole.
    pub(crate) fn refusal(&self, field: Field, problem: Problem) -> Refused {
        Refused { problem, column: self.first_column(field) }
    }

    pub(crate) fn amount(&self, row: &RowBuffer, field: Field) -> Result<Option<Amount>, Refused> {
        for reading in self.of(field) {
            if let Some(amount) = reading.amount(row, &self.forms)? {
                return Ok(Some(amount));
            }
        }
        Ok(None)
    }

    pub(crate) fn quantity(&self, row: &RowBuffer, field: Field) -> Result<Option<Quantity>, Refused> {
        for index in self.of(field).iter().flat_map(Reading::columns) {
            let read = self.forms.of(index).quantity(row.get(index));
            if let Some(quantity) = read.map_err(|problem| Refused { problem, column: Some(index) })? {
                return Ok(Some(quantity));
            }
        }
        Ok(None)
    }

    /// A share: `98.5%`, 98.5 and 0.985 are the same. One as a plain number is the whole.
    pub(crate) fn share(&self, row: &RowBuffer, field: Field) -> Result<Option<Rate>, Refused> {
        for index in self.of(field).iter().flat_map(Reading::columns) {
            let cell = row.get(index);
            let percent = match cell {
                Cell::Text(text) => trimmed(text).strip_suffix(['%', '％']),
                _ => None,
            };
            let read = self.forms.of(index).amount(percent.map_or(cell, Cell::Text));
            let Some(number) = read.map_err(|problem| Refused { problem, column: Some(index) })? else { continue };
            let is_percent = percent.is_some() || number.millionths() > 1_000_000;
            let parts = if is_percent { number.millionths() / 100 } else { number.millionths() };
            return Ok(Some(Rate::from_millionths(parts)));
        }
        Ok(None)
    }

    pub(crate) fn moment(&self, row: &RowBuffer, field: Field, calendar: &Calendar) -> Result<Option<Stamp>, Refused> {
        for index in self.of(field).iter().flat_map(Reading::columns) {
            let read = calendar.read(row.get(index), self.forms.of(index).order);
            if let Some(moment) = read.map_err(|problem| Refused { problem, column: Some(index) })? {
                return Ok(Some(moment));
            }
        }
        Ok(None)
    }

    /// Writes the id into `text`; leaves it empty where there is none.
    pub(crate) fn id(&self, row: &RowBuffer, field: Field, text: &mut String) -> Result<(), Refused> {
        text.clear();
        for reading in self.of(field) {
            reading.id(row, text)?;
            if !text.is_empty() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes the words into `text`; leaves it empty where there are none.
    pub(crate) fn words(&self, row: &RowBuffer, field: Field, text: &mut String) {
        text.clear();
        for reading in self.of(field) {
            for index in reading.columns() {
                let start = text.len();
                if start > 0 {
                    text.push(' ');
                }
                let before = text.len();
                match row.get(index) {
                    Cell::Text(words) if !is_missing(trimmed(words)) => text.push_str(trimmed(words)),
                    Cell::Text(_) => {}
                    cell => cell.write_to(text),
                }
                if text.len() == before {
                    text.truncate(start);
                }
            }
            if !text.is_empty() {
                return;
            }
        }
    }
}

impl Reading {
    fn new(term: &Term, header: &HeaderRow) -> Option<Reading> {
        let present = |headers: &[Header]| headers.iter().filter_map(|wanted| header.find(wanted)).collect::<Vec<_>>();
        match term {
            Term::Cell(wanted) => header.find(wanted).map(Reading::Cell),
            Term::Joined(parts) => {
                parts.first().and_then(|first| header.find(first))?;
                Some(Reading::Joined(present(parts)))
            }
            Term::Share { share_of, part, whole } => {
                share_of.first().and_then(|first| header.find(first))?;
                let whole = match whole {
                    Some(whole) => Some(header.find(whole)?),
                    None => None,
                };
                Some(Reading::Share { of: present(share_of), part: header.find(part)?, whole })
            }
            Term::Sum { plus, minus } => {
                let (plus, is_there) = (present(plus), plus.first().map(|first| header.has(first)));
                let minus = present(minus);
                is_there.unwrap_or(!minus.is_empty()).then_some(Reading::Sum { plus, minus })
            }
        }
    }

    /// Its columns, and what their cells do.
    fn cells(&self) -> impl Iterator<Item = (usize, Effect)> {
        let (first, others, effect): (&[usize], &[usize], Effect) = match self {
            Reading::Cell(index) => (std::slice::from_ref(index), &[], Effect::Adds),
            Reading::Joined(parts) => {
                let (first, others) = parts.split_at(parts.len().min(1));
                (first, others, Effect::Follows)
            }
            Reading::Share { of, .. } => (of, &[], Effect::Adds),
            Reading::Sum { plus, minus } => (plus, minus, Effect::Subtracts),
        };
        let first = first.iter().map(|&index| (index, Effect::Adds));
        let units = match self {
            Reading::Share { part, whole, .. } => {
                [Some((*part, Effect::Counts)), whole.map(|whole| (whole, Effect::CountsAll))]
            }
            _ => [None; 2],
        };
        let others = others.iter().map(move |&index| (index, effect));
        first.chain(others).chain(units.into_iter().flatten())
    }

    fn columns(&self) -> impl Iterator<Item = usize> {
        self.cells().map(|(index, _)| index)
    }

    fn amount(&self, row: &RowBuffer, forms: &Forms) -> Result<Option<Amount>, Refused> {
        let at = |index: usize| {
            forms.of(index).amount(row.get(index)).map_err(|problem| Refused { problem, column: Some(index) })
        };
        match self {
            Reading::Cell(index) => at(*index),
            Reading::Joined(parts) => parts.first().map_or(Ok(None), |&index| at(index)),
            Reading::Share { of, part, whole } => {
                let units = |index: usize| {
                    let read = forms.of(index).quantity(row.get(index));
                    read.map_err(|problem| Refused { problem, column: Some(index) })
                };
                let Some(taken) = units(*part)?.filter(|part| !part.is_zero() && !part.is_negative()) else {
                    return Ok(None);
                };
                let mut sum = Amount::ZERO;
                for &index in of {
                    sum += at(index)?.unwrap_or_default();
                }
                let Some(whole) = *whole else {
                    let too_large = || Problem::AmountTooLarge { value: format!("{sum} × {taken}") };
                    let product = times(sum, taken);
                    return product.map(Some).ok_or_else(|| Refused { problem: too_large(), column: Some(*part) });
                };
                Ok(units(whole)?.and_then(|whole| share(sum, taken, whole)))
            }
            Reading::Sum { plus, minus } => {
                let (first, others) = plus.split_at(plus.len().min(1));
                let mut sum = None;
                for &index in first {
                    let Some(amount) = at(index)? else { return Ok(None) };
                    sum = Some(amount);
                }
                for &index in others {
                    sum = sum.map(|sum: Amount| at(index).map(|more| sum + more.unwrap_or_default())).transpose()?;
                }
                for &index in minus {
                    let less = at(index)?;
                    if sum.is_some() || less.is_some() {
                        sum = Some(sum.unwrap_or_default() - less.unwrap_or_default());
                    }
                }
                Ok(sum)
            }
        }
    }

    fn id(&self, row: &RowBuffer, text: &mut String) -> Result<(), Refused> {
        let mut columns = self.columns();
        let Some(first) = columns.next() else { return Ok(()) };
        let read = id::read(row.get(first), text);
        read.map_err(|problem| Refused { problem, column: Some(first) })?;
        if text.is_empty() {
            return Ok(());
        }
        for index in columns {
            match row.get(index) {
                Cell::Text(words) if !is_missing(trimmed(words)) => {
                    text.push(' ');
                    text.push_str(trimmed(words));
                }
                Cell::Formula => return Err(Refused { problem: Problem::FormulaNotCalculated, column: Some(index) }),
                _ => {}
            }
        }
        Ok(())
    }
}

/// What so many units of all come to. More than all are all.
fn share(amount: Amount, part: Quantity, whole: Quantity) -> Option<Amount> {
    if part >= whole {
        return Some(amount);
    }
    let units = |units: Quantity| Money::from_cents(units.thousandths());
    Money::from(amount).scaled_by(units(part), units(whole)).map(Money::to_amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_of_the_units_came_to() {
        let of = |cents, part, whole| {
            share(Amount::from_cents(cents), Quantity::from_units(part), Quantity::from_units(whole))
        };
        assert_eq!(of(20_000, 1, 3), Some(Amount::from_cents(6_667)));
        assert_eq!([of(20_000, 3, 3), of(20_000, 4, 3)], [Some(Amount::from_cents(20_000)); 2]);
    }
}
