//! What an account's export says of itself, beside its rows: above them, below them, in words or in a second table.

use analytics::Amount;
use analytics::vocabulary::Field;

use crate::cell::{Cell, RowBuffer};
use crate::header::HeaderRow;
use crate::movements::Closing;
use crate::plan::Plan;
use crate::values::amount::{self, Decimals};
use crate::values::trimmed;

/// The totals of an account's export.
#[derive(Debug, Default)]
pub(crate) struct StatedTotals {
    income: Option<Amount>,
    expense: Option<Amount>,
    /// Of each settlement of the file, added up.
    whole: Option<Amount>,
    /// The second header has come: the next row has its totals.
    closing: Option<HeaderRow>,
}

impl StatedTotals {
    /// Takes in what a row says; `false` of a row that is data.
    pub(crate) fn hear(&mut self, closing: Option<&Closing>, row: &RowBuffer, decimals: Decimals) -> bool {
        if let (Some(header), Some(wanted)) = (self.closing.take(), closing) {
            let read = |index: usize| amount::read(row.get(index), decimals).ok().flatten().unwrap_or_default();
            let sum = |wanted: &[_]| {
                wanted
                    .iter()
                    .filter_map(|wanted| header.find(wanted))
                    .map(read)
                    .fold(Amount::ZERO, |sum, one| sum + one)
            };
            self.add(sum(&wanted.plus) - sum(&wanted.minus));
            return true;
        }
        if let Some(wanted) = closing {
            let header = HeaderRow::of(row);
            if wanted.plus.iter().chain(&wanted.minus).all(|wanted| header.has(wanted)) {
                self.closing = Some(header);
                return true;
            }
        }
        let Cell::Text(first) = row.get(0) else { return false };
        let first = trimmed(first);
        if !first.starts_with('#') && !first.starts_with("---") && !is_alone(row) {
            return false;
        }
        self.hear_words(&texts(row)) || first.starts_with(['#', '-'])
    }

    /// Takes in a sentence such as `#收入合计：12笔，共345.60元，支出合计：1笔，共49.74元`. Returns whether it states a total.
    pub(crate) fn hear_words(&mut self, text: &str) -> bool {
        let income = sum_behind(text, "收入");
        let expense = sum_behind(text, "支出");
        self.income = income.or(self.income);
        self.expense = expense.or(self.expense);
        income.is_some() || expense.is_some()
    }

    /// Takes in a row 合计, whose cells stand under the columns that they are the totals of.
    pub(crate) fn hear_total(&mut self, plan: &Plan<'_>, row: &RowBuffer) {
        let amount = |field| plan.line.amount(row, field).ok().flatten();
        self.income = amount(Field::Income).or(self.income);
        self.expense = amount(Field::Expense).map(Amount::abs).or(self.expense);
        self.whole = amount(Field::Total).or_else(|| amount(Field::Amount)).or(self.whole);
    }

    /// Adds what a settlement comes to.
    pub(crate) fn add(&mut self, total: Amount) {
        self.whole = Some(self.whole.unwrap_or_default() + total);
    }

    /// What the file says that its rows come to: `None` where it says nothing, or only a half.
    pub(crate) fn net(&self) -> Option<Amount> {
        self.whole.or_else(|| Some(self.income? - self.expense?))
    }
}

/// The last number before the 元 that follows the word.
fn sum_behind(text: &str, word: &str) -> Option<Amount> {
    let (_, behind) = text.split_once(word)?;
    let (sentence, _) = behind.split_once('元')?;
    let is_of_number = |character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | '+');
    let start = sentence.trim_end_matches(is_of_number).len();
    let number = sentence.get(start..)?.trim_start_matches([',', '+']);
    amount::read(Cell::Text(number), Decimals::Plain).ok().flatten().map(Amount::abs)
}

/// A note, which stands by itself in the first cell of its row.
fn is_alone(row: &RowBuffer) -> bool {
    row.iter().filter(|cell| !cell.is_blank()).count() == 1
}

/// The cells with commas between them: a note may hold one, and is then cut in two.
fn texts(row: &RowBuffer) -> String {
    let texts = row.iter().filter_map(|cell| match cell {
        Cell::Text(text) => Some(trimmed(text)),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net(sentences: &[&str]) -> Option<Amount> {
        let mut stated = StatedTotals::default();
        sentences.iter().for_each(|text| {
            stated.hear_words(text);
        });
        stated.net()
    }

    #[test]
    fn sentences_state_what_came_in_and_went_out() {
        let yuan = |text: &str| Some(Amount::parse(text).unwrap());
        assert_eq!(net(&["收入：2笔 168.00元", "支出：1笔 49.74元", "不计收支：1笔 30.00元"]), yuan("118.26"));
        assert_eq!(net(&["#支出合计：3笔，共-1,200.50元", "#收入合计：9笔，共+3000.00元"]), yuan("1799.50"));
        assert_eq!(net(&["#共12笔，收入合计：3000.00元，支出合计：1200.50元"]), yuan("1799.50"));
        assert_eq!(net(&["收入：2笔 168.00元"]), None, "half is nothing to compare with");
        assert_eq!(net(&["收入很高", "支出：无元"]), None);
    }
}
