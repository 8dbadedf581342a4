//! States of orders and refunds, and platforms, from the words of a cell.

use std::collections::BTreeMap;

use crate::header::normalised;

/// Translates the words of one column. Few different words fill a column of many rows, so the last few are remembered
/// and not brought into normal form again.
#[derive(Debug)]
pub(crate) struct States<T> {
    known: BTreeMap<String, T>,
    recent: Vec<(String, Option<T>)>,
}

/// Words remembered.
const RECENT: usize = 16;

impl<T: Copy> States<T> {
    /// `known` is keyed by [`normalised`] words; a key that ends in `*` stands for all words that begin so.
    pub(crate) fn new(known: &BTreeMap<String, T>) -> States<T> {
        States { known: known.clone(), recent: Vec::new() }
    }

    /// `None` for words nobody has told of.
    pub(crate) fn of(&mut self, words: &str) -> Option<T> {
        if let Some((_, state)) = self.recent.iter().find(|(recent, _)| recent == words) {
            return *state;
        }
        let state = self.look_up(&normalised(words));
        if self.recent.len() >= RECENT {
            self.recent.clear();
        }
        self.recent.push((words.to_string(), state));
        state
    }

    fn look_up(&self, key: &str) -> Option<T> {
        self.known.get(key).copied().or_else(|| {
            let begins = |(pattern, _): &(&String, &T)| {
                pattern.strip_suffix('*').is_some_and(|beginning| key.starts_with(beginning))
            };
            self.known.iter().filter(begins).max_by_key(|(pattern, _)| pattern.len()).map(|(_, &state)| state)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_in_normal_form() {
        let known = [("买家已付款,等待卖家发货", 1), ("已取消", 2), ("已取消*", 3)];
        let known = known.into_iter().map(|(words, state)| (normalised(words), state)).collect();
        let mut states = States::new(&known);
        assert_eq!(states.of("买家已付款，等待卖家发货"), Some(1));
        assert_eq!(states.of("已取消"), Some(2));
        assert_eq!(states.of("已取消，退款成功"), Some(3));
        assert_eq!(states.of("完成"), None);
        assert_eq!(states.of("完成"), None);
    }
}
