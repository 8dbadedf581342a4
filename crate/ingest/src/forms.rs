//! How the columns of a table write numbers and days: what one cell leaves open, the others of its column prove.
//!
//! `159.000` is a hundred and fifty-nine, or as many thousand; `1.350.000` below it can only be thousands. `03/04/2026` is
//! of March or of April; `25/06/2026` below it begins with the day.

use analytics::diagnostic::Problem;
use analytics::vocabulary::{Field, Source};
use analytics::{Amount, Quantity};

use crate::cell::{Cell, RowBuffer};
use crate::header::{HeaderRow, is_in_ten_thousands};
use crate::plan::Plan;
use crate::profile::Profile;
use crate::values::amount::{self, Decimals, NumberForm};
use crate::values::date::{self, Calendar, DateOrder};
use crate::values::{half_width, trimmed};
use crate::watch;

/// How one column is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ColumnForm {
    pub(crate) number: NumberForm,
    pub(crate) order: DateOrder,
}

impl ColumnForm {
    pub(crate) fn amount(self, cell: Cell<'_>) -> Result<Option<Amount>, Problem> {
        amount::read(cell, self.number)
    }

    pub(crate) fn quantity(self, cell: Cell<'_>) -> Result<Option<Quantity>, Problem> {
        amount::quantity(cell, self.number)
    }
}

/// How each column of a table is read, by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forms(Vec<ColumnForm>);

impl Forms {
    /// What the profile says of all exports of its kind, and the header of its own columns.
    pub(crate) fn assumed(profile: &Profile, header: &HeaderRow) -> Forms {
        let of = |text: &String| ColumnForm {
            number: NumberForm { decimals: profile.decimals, is_in_ten_thousands: is_in_ten_thousands(text) },
            order: profile.date_order.unwrap_or_default(),
        };
        Forms(header.texts.iter().map(of).collect())
    }

    pub(crate) fn of(&self, column: usize) -> ColumnForm {
        self.0.get(column).copied().unwrap_or_default()
    }
}

/// What the cells of a column are written in two ways of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matter {
    Numbers,
    Days,
}

/// What one cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// `1,234.50`; `06/25/2026`.
    Usual,
    /// `1.234,50`; `25/06/2026`.
    Other,
    /// It can be read both ways, and means something else each time.
    Either,
}

/// A cell that shows something.
#[derive(Clone, Debug)]
struct Witness {
    row: u32,
    value: String,
}

#[derive(Debug)]
struct Column {
    matter: Matter,
    index: usize,
    /// The first cells that show this and that.
    usual: Option<Witness>,
    other: Option<Witness>,
    either: Option<Witness>,
    n_either: u32,
    /// The first number with a comma that could be either.
    with_comma: Option<Witness>,
    /// What is paid has no thousandths; a price of one piece, or a weight, may.
    has_thousandths: bool,
}

/// What the cells of a table have shown so far.
#[derive(Debug)]
pub(crate) struct Evidence(Vec<Column>);

/// What the whole of a table shows.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) forms: Forms,
    /// What is to be said of it, with the column and where there is one the row that proves it.
    pub(crate) said: Vec<(Problem, usize, Option<u32>)>,
}

impl Evidence {
    pub(crate) fn new(plan: &Plan<'_>) -> Evidence {
        let of = |column: &analytics::dataset::SourceColumn| {
            let matter = matter(column.field)?;
            let has_thousandths = matches!(column.field, Field::UnitCost | Field::UnitPrice | Field::Weight);
            Some((matter as u8, usize::try_from(column.index).ok()?, has_thousandths, matter))
        };
        // A column may be read for the line and for its order, and for several fields.
        let mut columns: Vec<_> = plan.columns.iter().filter_map(of).collect();
        columns.sort_unstable_by_key(|&(rank, index, has_thousandths, _)| (rank, index, has_thousandths));
        columns.dedup_by_key(|&mut (rank, index, ..)| (rank, index));
        let column = |(_, index, has_thousandths, matter)| Column {
            matter,
            index,
            usual: None,
            other: None,
            either: None,
            n_either: 0,
            with_comma: None,
            has_thousandths,
        };
        Evidence(columns.into_iter().map(column).collect())
    }

    pub(crate) fn saw(&mut self, number: u32, row: &RowBuffer) {
        for column in &mut self.0 {
            if let Cell::Text(text) = row.get(column.index) {
                column.saw(number, text);
            }
        }
    }

    /// Decides each column by its own cells; one that shows nothing follows the others of the table, which the same program
    /// has written, where they are of one mind.
    pub(crate) fn decide(&self, profile: &Profile, calendar: &Calendar, assumed: &Forms) -> Decided {
        let mut decided = Decided { forms: assumed.clone(), said: Vec::new() };
        for column in &self.0 {
            let Some(form) = decided.forms.0.get_mut(column.index) else { continue };
            if column.matter == Matter::Numbers && form.number.is_in_ten_thousands {
                decided.said.push((Problem::InTenThousands, column.index, None));
            }
            let proof = match (&column.usual, &column.other) {
                (Some(usual), Some(other)) => {
                    decided.said.extend(column.mixed(usual, other).map(|problem| (problem, column.index, None)));
                    continue;
                }
                (Some(usual), None) => Some((Shows::Usual, usual, Some(usual.row))),
                // Somebody has typed `12,5` into a column of `1,234`: that is not one and a quarter.
                (None, Some(other)) if let Some(usual) = column.against_comma(*form) => {
                    decided.said.extend(column.mixed(usual, other).map(|problem| (problem, column.index, None)));
                    continue;
                }
                (None, Some(other)) => Some((Shows::Other, other, Some(other.row))),
                (None, None) if column.either.is_some() => {
                    self.of_one_mind(column.matter).map(|(shows, witness)| (shows, witness, None))
                }
                (None, None) => continue,
            };
            let Some((shows, witness, row)) = proof else {
                let problem = column.unclear(profile, calendar, *form);
                decided.said.extend(problem.map(|problem| (problem, column.index, None)));
                continue;
            };
            let value = witness.value.clone();
            let problem = match (column.matter, shows == Shows::Other) {
                (Matter::Numbers, true) if form.number.decimals != Decimals::Comma => {
                    form.number.decimals = Decimals::Comma;
                    Problem::PointIsThousands { value }
                }
                (Matter::Numbers, false) if form.number.decimals != Decimals::Plain => {
                    form.number.decimals = Decimals::Plain;
                    Problem::CommaIsThousands { value }
                }
                (Matter::Days, true) if form.order != DateOrder::DayFirst => {
                    form.order = DateOrder::DayFirst;
                    Problem::DayIsFirst { value }
                }
                (Matter::Days, false) if form.order != DateOrder::MonthFirst => {
                    form.order = DateOrder::MonthFirst;
                    Problem::MonthIsFirst { value }
                }
                _ => continue,
            };
            decided.said.push((problem, column.index, row));
        }
        decided
    }

    /// What all columns show that show anything.
    fn of_one_mind(&self, matter: Matter) -> Option<(Shows, &Witness)> {
        let columns = || self.0.iter().filter(|column| column.matter == matter);
        let usual = columns().find_map(|column| column.usual.as_ref());
        let other = columns().find_map(|column| column.other.as_ref());
        match (usual, other) {
            (Some(usual), None) => Some((Shows::Usual, usual)),
            (None, Some(other)) => Some((Shows::Other, other)),
            (None, None) | (Some(_), Some(_)) => None,
        }
    }
}

impl Column {
    fn saw(&mut self, row: u32, text: &str) {
        let text = trimmed(text);
        let shows = match self.matter {
            Matter::Numbers => number_shows(text),
            Matter::Days => date::order_of(text).map(|order| match order {
                date::Order::MonthFirst => Shows::Usual,
                date::Order::DayFirst => Shows::Other,
                date::Order::Either => Shows::Either,
            }),
        };
        let Some(shows) = shows else { return };
        let place = match shows {
            Shows::Usual => &mut self.usual,
            Shows::Other => &mut self.other,
            Shows::Either => {
                self.n_either = self.n_either.saturating_add(1);
                &mut self.either
            }
        };
        // What is no number at all shows nothing of how numbers are written.
        if shows == Shows::Either && self.with_comma.is_none() && text.contains(',') {
            self.with_comma = Some(Witness { row, value: text.to_string() });
        }
        if place.is_none() && (self.matter == Matter::Days || is_number(text, shows)) {
            *place = Some(Witness { row, value: text.to_string() });
        }
    }

    /// A number with a comma that would get thousandths of money if the comma were the decimal sign, which it is not taken
    /// for otherwise.
    fn against_comma(&self, form: ColumnForm) -> Option<&Witness> {
        let is_taken = form.number.decimals == Decimals::Comma || self.has_thousandths;
        self.with_comma.as_ref().filter(|_| self.matter == Matter::Numbers && !is_taken)
    }

    /// Two ways to write in one column. Numbers that can be read only one way are read so or refused; what can be read both
    /// ways is the matter. Days are read in both orders where they leave no doubt.
    fn mixed(&self, usual: &Witness, other: &Witness) -> Option<Problem> {
        let (usual, other) = (usual.value.clone(), other.value.clone());
        match self.matter {
            Matter::Numbers if self.n_either == 0 => None,
            Matter::Numbers => Some(Problem::MixedNumbers { usual, other, rows: self.n_either }),
            Matter::Days => Some(Problem::MixedDays { usual, other, rows: self.n_either }),
        }
    }

    /// Nothing shows how the cells are meant, and neither does where the file is from.
    fn unclear(&self, profile: &Profile, calendar: &Calendar, form: ColumnForm) -> Option<Problem> {
        let value = self.either.as_ref()?.value.clone();
        let rows = self.n_either;
        match self.matter {
            // Every platform that has a profile writes numbers in one way; a file of unknown origin may write them in any.
            Matter::Numbers if profile.source != Source::Generic => None,
            Matter::Numbers => {
                let read_as = form.amount(Cell::Text(&value)).ok()??;
                Some(Problem::UnclearNumbers { value, rows, read_as })
            }
            // No platform writes days so without its profile saying how: a spreadsheet has, in the way of its country.
            Matter::Days if profile.date_order.is_some() => None,
            Matter::Days => {
                let day = calendar.read(Cell::Text(&value), form.order).ok()??.day();
                Some(Problem::UnclearDays { value, rows, day })
            }
        }
    }
}

fn matter(field: Field) -> Option<Matter> {
    use Field::{ConfirmedAt, Day, DueDay, FreightPaid, OrderedAt, PaidAt, SettledAt, ShippedAt, ValidFrom, Weight};
    match field {
        Day | DueDay | ValidFrom | OrderedAt | PaidAt | ShippedAt | ConfirmedAt | SettledAt => Some(Matter::Days),
        FreightPaid | Weight => Some(Matter::Numbers),
        _ => watch::counts(field).then_some(Matter::Numbers),
    }
}

fn is_number(text: &str, shows: Shows) -> bool {
    let reads = |decimals: Decimals| amount::is_number(text, decimals);
    match shows {
        Shows::Usual => reads(Decimals::Plain),
        Shows::Other => reads(Decimals::Comma),
        Shows::Either => reads(Decimals::Plain) && reads(Decimals::Comma),
    }
}

/// How the points and commas of a number are meant; `None` where it has none, or is no number.
fn number_shows(text: &str) -> Option<Shows> {
    let text = half_width(text);
    let first = text.bytes().position(|byte| byte.is_ascii_digit())?;
    let last = text.bytes().rposition(|byte| byte.is_ascii_digit())?;
    let number = text.get(first..=last)?;
    let (mut points, mut commas, mut has_other_groups, mut last_sign) = (0_u32, 0_u32, false, None);
    // Digits before the first sign, and since the last; whether the groups between are of three.
    let (mut before, mut since, mut are_threes) = (None, 0_u32, true);
    for character in number.chars() {
        if character.is_ascii_digit() {
            since += 1;
            continue;
        }
        match character {
            '.' => points += 1,
            ',' => commas += 1,
            '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' => has_other_groups = true,
            _ => return None,
        }
        // India groups by two: 1,03,153.
        are_threes &= before.is_none() || since == 3 || (since == 2 && character == ',');
        before = before.or(Some(since));
        (since, last_sign) = (0, Some(character));
    }
    let before = before?;
    let is_small = (1..=3).contains(&before) && are_threes;
    match (points, commas) {
        (1, 0) | (0, 1) => {
            let is_thousands_too = since == 3 && before <= 3 && !number.starts_with('0') && !has_other_groups;
            match last_sign? {
                _ if is_thousands_too => Some(Shows::Either),
                '.' => Some(Shows::Usual),
                ',' => Some(Shows::Other),
                _ => None,
            }
        }
        (2.., 0) => (is_small && since == 3).then_some(Shows::Other),
        (0, 2..) => (is_small && since == 3).then_some(Shows::Usual),
        (1, 1..) if last_sign == Some('.') => is_small.then_some(Shows::Usual),
        (1.., 1) if last_sign == Some(',') => is_small.then_some(Shows::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_shows_how_it_is_written_or_does_not() {
        let all = |texts: &[&str], expected| {
            for text in texts {
                assert_eq!(number_shows(text), expected, "{text}");
            }
        };
        all(
            &["1,234.50", "12.5", "0.125", "1234.567", "1,234,567", "1,03,153", "-¥12.50", "1'234.5"],
            Some(Shows::Usual),
        );
        all(&["1.234,50", "12,5", "0,125", "1234,567", "1.350.000", "Rp 1.350.000", "1 234,56"], Some(Shows::Other));
        all(&["159.000", "1,234", "-1.234", "¥12,000"], Some(Shows::Either));
        all(&["", "159", "1.2.3", "2026-06-01", "1.234.56", "12.50元+3", "abc"], None);
    }
}
