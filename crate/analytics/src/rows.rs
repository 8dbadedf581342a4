//! A growing list that never moves what it holds: a million rows grow without the moment in which a `Vec` needs twice
//! its memory, and wasm memory, once grown, is not given back.

use std::fmt;

/// Most rows of a piece; with rows of about 130 bytes it is 4 MB.
const PIECE: usize = 1 << 15;

/// Rows in the order they were pushed, or appended.
#[derive(Clone)]
pub struct Rows<T> {
    pieces: Vec<Vec<T>>,
    /// The index of each piece's first row.
    starts: Vec<usize>,
}

impl<T> Rows<T> {
    /// Puts a row behind the others.
    pub fn push(&mut self, row: T) {
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(row),
            _ => self.push_piece(vec![row]),
        }
    }

    /// Takes in other rows after its own, where they are: nothing is copied.
    pub fn append(&mut self, other: Rows<T>) {
        other.pieces.into_iter().for_each(|piece| self.push_piece(piece));
    }

    fn push_piece(&mut self, piece: Vec<T>) {
        self.starts.push(self.end());
        self.pieces.push(piece);
    }

    /// Behind the index of the last row.
    fn end(&self) -> usize {
        let last = self.starts.last().copied().unwrap_or_default();
        last + self.pieces.last().map_or(0, Vec::len)
    }

    /// The row at `index`, from 0.
    pub fn get(&self, index: usize) -> Option<&T> {
        let piece = self.starts.partition_point(|&start| start <= index).checked_sub(1)?;
        self.pieces.get(piece)?.get(index - self.starts.get(piece)?)
    }

    /// The row at `index`, from 0, to be changed where it is.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let piece = self.starts.partition_point(|&start| start <= index).checked_sub(1)?;
        self.pieces.get_mut(piece)?.get_mut(index - self.starts.get(piece)?)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Vec::len).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// In their order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.pieces.iter().flatten()
    }

    /// In their order, to be changed where they are.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.pieces.iter_mut().flatten()
    }

    /// The pieces for whose first row `wanted` holds, in their order. See [`Rows::retain_pieces`].
    pub fn pieces(&self, wanted: impl Fn(&T) -> bool) -> impl Iterator<Item = &[T]> {
        self.pieces.iter().map(Vec::as_slice).filter(move |piece| piece.first().is_some_and(&wanted))
    }

    /// Every piece with the index of its first row, in their order.
    pub fn pieces_with_start(&self) -> impl Iterator<Item = (usize, &[T])> {
        self.starts.iter().copied().zip(self.pieces.iter().map(Vec::as_slice))
    }

    /// In their order, each with its index.
    pub fn indexed(&self) -> impl Iterator<Item = (usize, &T)> {
        self.pieces_with_start().flat_map(|(start, piece)| (start..).zip(piece))
    }

    /// The same as [`Rows::retain_pieces`], but the rows that stay keep their indices; those of the others are given again
    /// only where none stays behind them.
    pub fn retain_pieces_in_place(&mut self, stays: impl Fn(&T) -> bool) {
        let starts = std::mem::take(&mut self.starts);
        let pieces = starts.into_iter().zip(std::mem::take(&mut self.pieces));
        let staying = pieces.filter(|(_, piece)| piece.first().is_some_and(&stays));
        (self.starts, self.pieces) = staying.unzip();
    }

    /// Keeps the pieces for whose first row `stays` holds, in their order. Rows that were appended share no piece with
    /// those before them.
    pub fn retain_pieces(&mut self, stays: impl Fn(&T) -> bool) {
        self.starts.clear();
        for piece in std::mem::take(&mut self.pieces) {
            if piece.first().is_some_and(&stays) {
                self.push_piece(piece);
            }
        }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows { pieces: Vec::new(), starts: Vec::new() }
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
    fn rows_keep_their_order_across_pieces() {
        let mut rows: Rows<usize> = (0..PIECE * 2 + 5).collect();
        assert_eq!((rows.len(), rows.get(PIECE), rows.get(PIECE * 3)), (PIECE * 2 + 5, Some(&PIECE), None));
        *rows.get_mut(PIECE + 1).unwrap() = 7;
        assert_eq!(rows.get(PIECE + 1), Some(&7));
    }

    #[test]
    fn what_is_appended_can_be_taken_out_again() {
        let mut rows: Rows<usize> = (0..3).collect();
        rows.append((10..12).collect());
        rows.append((20..20).collect());
        rows.append((20..21).collect());
        assert_eq!((rows.len(), rows.get(3), rows.get(5), rows.get(6)), (6, Some(&10), Some(&20), None));
        rows.retain_pieces(|row| *row != 10);
        assert!(rows.iter().copied().eq([0, 1, 2, 20]));
        assert_eq!((rows.len(), rows.get(3)), (4, Some(&20)));
        rows.retain_pieces(|_| false);
        assert!(rows.is_empty() && rows.get(0).is_none());
    }

    #[test]
    fn what_stays_can_keep_its_place() {
        let mut rows: Rows<usize> = (0..3).collect();
        rows.append((10..12).collect());
        rows.append((20..22).collect());
        rows.retain_pieces_in_place(|row| *row != 10);
        assert_eq!(
            (rows.len(), rows.get(2), rows.get(3), rows.get(4), rows.get(6)),
            (5, Some(&2), None, None, Some(&21))
        );
        rows.append((30..31).collect());
        assert_eq!(
            (rows.get(7), rows.indexed().map(|(index, _)| index).collect()),
            (Some(&30), vec![0, 1, 2, 5, 6, 7])
        );
        assert!(rows.indexed().all(|(index, row)| rows.get(index) == Some(row)));
    }
}
