//! Rows of a kind, each with whether another file has it too. See [`super::overlap`].

/// By position of a row of one kind: another file has the row too. Rows behind the last are nobody's repeats.
#[derive(Debug, Default)]
pub(super) struct Repeats(Vec<bool>);

impl Repeats {
    /// Of rows in the order in which they will be asked for.
    pub(super) fn new(repeated: Vec<bool>) -> Repeats {
        Repeats(repeated)
    }

    /// All rows of the kind, in their order, each with whether it is a repeat.
    pub(super) fn with<T>(&self, rows: impl Iterator<Item = T>) -> impl Iterator<Item = (T, bool)> {
        rows.zip(self.0.iter().copied().chain(std::iter::repeat(false)))
    }

    /// Each row once, however many files hold it.
    pub(super) fn once<T>(&self, rows: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        self.with(rows).filter(|(_, is_repeat)| !is_repeat).map(|(row, _)| row)
    }
}
