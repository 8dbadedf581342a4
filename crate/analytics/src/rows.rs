//! A growing list that never moves what it holds: a million rows grow without the moment in which a `Vec` needs twice
//! its memory, and wasm memory, once grown, is not given back.

use std::fmt;

/// Rows per chunk; with rows of about 130 bytes a chunk is 4 MB.
const CHUNK: usize = 1 << 15;

/// Rows in the order they were pushed.
#[derive(Clone)]
pub struct Rows<T> {
    chunks: Vec<Vec<T>>,
}

impl<T> Rows<T> {
    pub fn push(&mut self, row: T) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(row),
            _ => self.chunks.push(vec![row]),
        }
    }

    /// The row at `index`, from 0.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.chunks.get_mut(index / CHUNK)?.get_mut(index % CHUNK)
    }

    pub fn len(&self) -> usize {
        match self.chunks.split_last() {
            Some((last, full)) => full.len() * CHUNK + last.len(),
            None => 0,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.chunks.iter_mut().flatten()
    }

    /// Keeps the rows for which `stays` holds, in their order.
    pub fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        for row in std::mem::take(&mut self.chunks).into_iter().flatten() {
            if stays(&row) {
                self.push(row);
            }
        }
    }

    /// Forgets the rows from `length` on.
    pub fn truncate(&mut self, length: usize) {
        self.chunks.truncate(length.div_ceil(CHUNK));
        if let Some(last) = self.chunks.last_mut() {
            let full = length.div_ceil(CHUNK) - 1;
            last.truncate(length - full * CHUNK);
        }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows { chunks: Vec::new() }
    }
}

impl<T> FromIterator<T> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Rows<T> {
        let mut collected = Rows::default();
        for row in rows {
            collected.push(row);
        }
        collected
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Rows({})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_order_across_chunks() {
        let mut rows: Rows<usize> = (0..CHUNK * 2 + 5).collect();
        assert_eq!((rows.len(), rows.get(CHUNK), rows.get(CHUNK * 3)), (CHUNK * 2 + 5, Some(&CHUNK), None));
        rows.retain(|row| row % 2 == 0);
        assert!(rows.iter().copied().eq((0..CHUNK * 2 + 5).step_by(2)));
        rows.truncate(3);
        assert!(rows.iter().copied().eq([0, 2, 4]));
        rows.truncate(0);
        assert!(rows.is_empty());
    }
}
