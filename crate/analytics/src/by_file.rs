//! A value for every file of a shop.

use crate::dataset::SourceFile;
use crate::sums::{Sign, Sum};

/// A value for every file, by its position in [`Dataset::files`](crate::Dataset::files). A file that came later than the
/// values has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByFile<T>(Vec<T>);

impl<T> ByFile<T> {
    /// Asks of every file.
    pub fn of(files: &[SourceFile], value: impl FnMut(&SourceFile) -> T) -> ByFile<T> {
        ByFile(files.iter().map(value).collect())
    }

    /// Makes another value of each.
    pub(crate) fn map<U>(&self, make: impl FnMut(&T) -> U) -> ByFile<U> {
        ByFile(self.0.iter().map(make).collect())
    }

    /// The file's value.
    pub fn get(&self, file: impl Into<usize>) -> Option<&T> {
        self.0.get(file.into())
    }

    /// The same, to be changed where it is.
    pub fn get_mut(&mut self, file: impl Into<usize>) -> Option<&mut T> {
        self.0.get_mut(file.into())
    }

    /// Every value with the position of its file.
    pub fn iter(&self) -> impl Iterator<Item = (u16, &T)> {
        (0_u16..).zip(&self.0)
    }

    /// Every value with its file, and the file's position.
    pub fn with_files<'f>(&self, files: &'f [SourceFile]) -> impl Iterator<Item = (u16, &'f SourceFile, &T)> {
        self.iter().filter_map(|(position, value)| Some((position, files.get(usize::from(position))?, value)))
    }
}

impl<T: Clone> ByFile<T> {
    /// Gives files that came since this value.
    pub fn grow(&mut self, files: &[SourceFile], value: T) {
        self.0.resize(files.len(), value);
    }
}

impl<T> Default for ByFile<T> {
    fn default() -> ByFile<T> {
        ByFile(Vec::new())
    }
}

/// A sum for each file; one that only the part has starts from nothing.
impl<S: Sum + Default> Sum for ByFile<S> {
    fn change(&mut self, part: &ByFile<S>, sign: Sign) {
        self.0.resize_with(self.0.len().max(part.0.len()), S::default);
        for (file, part) in part.iter() {
            if let Some(sum) = self.get_mut(file) {
                sum.change(part, sign);
            }
        }
    }
}
