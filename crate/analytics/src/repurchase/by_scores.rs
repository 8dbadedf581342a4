//! A value for all scores that a customer can have.

use std::ops::{Index, IndexMut};

use super::rfm::Scores;

/// A value for all scores there can be, found without asking whether it is there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ByScores<T>(Vec<T>);

impl<T> ByScores<T> {
    pub(super) fn of(value: impl FnMut(Scores) -> T) -> ByScores<T> {
        ByScores(all().map(value).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Scores, &T)> {
        all().map(|scores| (scores, &self[scores]))
    }
}

impl<T: Default> Default for ByScores<T> {
    fn default() -> ByScores<T> {
        ByScores::of(|_| T::default())
    }
}

#[expect(clippy::indexing_slicing, reason = "there is a value for all scores")]
impl<T> Index<Scores> for ByScores<T> {
    type Output = T;
    fn index(&self, scores: Scores) -> &T {
        &self.0[place(scores)]
    }
}

#[expect(clippy::indexing_slicing, reason = "there is a value for all scores")]
impl<T> IndexMut<Scores> for ByScores<T> {
    fn index_mut(&mut self, scores: Scores) -> &mut T {
        &mut self.0[place(scores)]
    }
}

/// Every scores there can be, in the order of their places.
fn all() -> impl Iterator<Item = Scores> {
    let each = |frequency| move |monetary| (frequency, monetary);
    let pairs = (1..=5).flat_map(move |frequency| (1..=5).map(each(frequency)));
    (1..=5).flat_map(move |recency| {
        pairs.clone().map(move |(frequency, monetary)| Scores { recency, frequency, monetary })
    })
}

/// A number from 0 to 124.
fn place(scores: Scores) -> usize {
    let digit = |score: u8| usize::from(score.clamp(1, 5) - 1);
    (digit(scores.recency) * 5 + digit(scores.frequency)) * 5 + digit(scores.monetary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scores_have_a_place_of_their_own() {
        assert!(all().map(place).eq(0..125));
    }
}
