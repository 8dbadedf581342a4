//! What an export's words for the state of an order mean: as its profile knows, as the seller has said, and which of them
//! nobody has explained.

use std::collections::BTreeMap;

use analytics::diagnostic::Problem;
use analytics::vocabulary::OrderStatus;

use crate::header::normalised;
use crate::states::States;

/// More different words are no states: the column was taken for something else.
const MOST_WORDS: usize = 20;

/// Where a word was seen first, and how often.
#[derive(Debug)]
struct Seen {
    row: u32,
    column: Option<usize>,
    rows: u32,
    /// The last row that was counted: a line and its order may read the same cell.
    last: u32,
}

impl Seen {
    fn count(&mut self, row: u32) {
        self.rows += u32::from(self.last != row);
        self.last = row;
    }
}

/// The words for the state of an order in one table.
#[derive(Debug)]
pub(crate) struct OrderStates {
    known: States<OrderStatus>,
    /// By the seller, in normal form.
    explained: BTreeMap<String, OrderStatus>,
    /// The words as the file writes them that nobody, or the seller, has explained.
    seen: BTreeMap<String, Seen>,
    /// All further words that nobody has explained.
    more: Option<Seen>,
}

impl OrderStates {
    /// What a profile knows, and above it what the seller has said of words of its exports.
    pub(crate) fn new(
        known: &BTreeMap<String, OrderStatus>,
        explained: Option<&BTreeMap<String, OrderStatus>>,
    ) -> OrderStates {
        let explained: BTreeMap<String, OrderStatus> =
            explained.into_iter().flatten().map(|(words, &status)| (normalised(words), status)).collect();
        let mut all = known.clone();
        all.extend(explained.clone());
        OrderStates { known: States::new(&all), explained, seen: BTreeMap::new(), more: None }
    }

    /// What the words of a row mean. Words that nobody has explained are counted, to be asked about.
    pub(crate) fn of(&mut self, words: &str, row: u32, column: Option<usize>) -> OrderStatus {
        let known = self.known.of(words);
        if known.is_none() || !self.explained.is_empty() && self.explained.contains_key(&normalised(words)) {
            self.count(words, row, column);
        }
        // Not revenue, and not nothing either: that is for the seller to say.
        known.unwrap_or(OrderStatus::Unexplained)
    }

    fn count(&mut self, words: &str, row: u32, column: Option<usize>) {
        let new = || Seen { row, column, rows: 0, last: 0 };
        if let Some(seen) = self.seen.get_mut(words) {
            seen.count(row);
        } else if self.seen.len() < MOST_WORDS {
            self.seen.entry(words.to_string()).or_insert_with(new).count(row);
        } else {
            self.more.get_or_insert_with(new).count(row);
        }
    }

    /// What is to be said of them, each at the first row that has the word, with its column.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (Problem, u32, Option<usize>)> + '_ {
        let of_word = |(words, seen): (&String, &Seen)| {
            let (value, rows) = (words.clone(), seen.rows);
            let problem = match self.explained.get(&normalised(words)) {
                Some(&status) => Problem::StatusExplained { value, status, rows },
                None => Problem::UnknownStatus { value, rows },
            };
            (problem, seen.row, seen.column)
        };
        let of_more = |seen: &Seen| (Problem::TooManyStates { rows: seen.rows }, seen.row, seen.column);
        self.seen.iter().map(of_word).chain(self.more.as_ref().map(of_more))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_all_sorts_of_words_is_no_column_of_states() {
        let mut states = OrderStates::new(&BTreeMap::new(), None);
        (1..=25).for_each(|row| _ = states.of(&format!("note {row}"), row, None));
        assert_eq!(states.findings().last(), Some((Problem::TooManyStates { rows: 5 }, 21, None)));
    }

    #[test]
    fn what_nobody_has_explained_is_counted_once_a_row() {
        let known = BTreeMap::from([(normalised("Selesai"), OrderStatus::Completed)]);
        let explained = BTreeMap::from([("GAGAL kirim".to_string(), OrderStatus::Cancelled)]);
        let mut states = OrderStates::new(&known, Some(&explained));
        let mut of = |words: &str, row| states.of(words, row, Some(1));
        assert_eq!(of("Selesai", 2), OrderStatus::Completed);
        assert_eq!(of("Gagal Kirim", 3), OrderStatus::Cancelled);
        // The line and its order.
        assert_eq!([of("Hilang", 4), of("Hilang", 4), of("Hilang", 6)], [OrderStatus::Unexplained; 3]);
        let said: Vec<_> = states.findings().collect();
        let explained =
            Problem::StatusExplained { value: "Gagal Kirim".to_string(), status: OrderStatus::Cancelled, rows: 1 };
        let unknown = Problem::UnknownStatus { value: "Hilang".to_string(), rows: 2 };
        assert_eq!(said, [(explained, 3, Some(1)), (unknown, 4, Some(1))]);
    }
}
