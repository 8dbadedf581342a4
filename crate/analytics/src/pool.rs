//! Interned strings: an order id or a SKU is stored once, and rows hold a four-byte key.

use std::fmt;
use std::hash::BuildHasher;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::dataset::{PartError, Reader, Writer};
use crate::figures::number;
use crate::turns::made_of;

/// What a [`Pool`] gives for a string. The type says which pool it belongs to.
pub trait Key: Copy + Eq + Ord {
    /// The key of a position in its pool, from 0. A position that no text has makes a key that leads nowhere.
    fn from_index(index: u32) -> Self;
    /// Position in the pool, from 0.
    fn index(self) -> usize;
}

/// Declares a four-byte key whose `Option` is four bytes too.
macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::num::NonZeroU32);
        #[allow(dead_code, reason = "not every pool is asked for its ends")]
        impl $name {
            /// Stands before or at every key there is.
            pub(crate) const FIRST: $name = $name(std::num::NonZeroU32::MIN);
            /// Stands after or at every key there is.
            pub(crate) const LAST: $name = $name(std::num::NonZeroU32::MAX);
        }
        impl $crate::pool::Key for $name {
            fn from_index(index: u32) -> $name {
                $name(std::num::NonZeroU32::MIN.saturating_add(index))
            }
            fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }
    )*};
}
pub(crate) use keys;

/// Strings by key and keys by string. Keys are given in the order of first sight, from 0.
pub struct Pool<K> {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: FixedState,
    key: PhantomData<K>,
}

impl<K: Key> Pool<K> {
    /// The key of `text`, new or known.
    pub fn intern(&mut self, text: &str) -> K {
        let hash = self.hasher.hash_one(text);
        if let Some(&index) = self.table.find(hash, |&index| self.at(index as usize) == text) {
            return K::from_index(index);
        }
        let index = number(self.ends.len());
        self.text.push_str(text);
        self.ends.push(number(self.text.len()));
        let (table, ends, all, hasher) = (&mut self.table, &self.ends, &self.text, &self.hasher);
        table.insert_unique(hash, index, |&other| hasher.hash_one(slice(all, ends, other as usize)));
        K::from_index(index)
    }

    /// The key of `text` if it was interned before.
    pub fn find(&self, text: &str) -> Option<K> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&index| self.at(index as usize) == text).map(|&index| K::from_index(index))
    }

    /// Empty for a key of another pool that leads behind the end of this one.
    pub fn get(&self, key: K) -> &str {
        self.at(key.index())
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no text was interned.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every key in the order of first sight.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = K> + use<K> {
        (0..number(self.ends.len())).map(K::from_index)
    }

    fn at(&self, index: usize) -> &str {
        slice(&self.text, &self.ends, index)
    }
}

/// Texts that have keys, those of a part or of the shop.
pub(crate) trait Texts<K: Key>: Sized {
    /// Every key in the order of first sight.
    fn all_keys(&self) -> impl ExactSizeIterator<Item = K> + use<Self, K>;
    /// Takes in the texts of a part. Returns what each of its keys is here.
    fn take(&mut self, other: &Self) -> Column<K, K>;
    fn has_none(&self) -> bool;
    /// Writes every text in the order of its key.
    fn pack(&self, writer: &mut Writer);
    /// Reads what `pack` wrote: every text has the key it had.
    fn unpack(reader: &mut Reader<'_>) -> Result<Self, PartError>;
}

impl<K: Key> Texts<K> for Pool<K> {
    fn all_keys(&self) -> impl ExactSizeIterator<Item = K> + use<K> {
        self.keys()
    }

    fn take(&mut self, other: &Pool<K>) -> Column<K, K> {
        Column::of(other, |key| self.intern(other.get(key)))
    }

    fn has_none(&self) -> bool {
        self.is_empty()
    }

    fn pack(&self, writer: &mut Writer) {
        writer.length(self.len());
        let mut start = 0;
        for &end in &self.ends {
            writer.number(u64::from(end.saturating_sub(start)));
            start = end;
        }
        writer.bytes.extend_from_slice(self.text.as_bytes());
    }

    fn unpack(reader: &mut Reader<'_>) -> Result<Pool<K>, PartError> {
        let count = reader.length()?;
        let mut ends = Vec::with_capacity(count);
        let mut end = 0_u32;
        for _ in 0..count {
            let length = u32::try_from(reader.number()?).map_err(|_| PartError::Text)?;
            end = end.checked_add(length).ok_or(PartError::Text)?;
            ends.push(end);
        }
        let text = std::str::from_utf8(reader.bytes(end as usize)?).map_err(|_| PartError::Text)?;
        let mut pool: Pool<K> = Pool { table: HashTable::with_capacity(count), ..Pool::default() };
        pool.text.reserve_exact(text.len());
        pool.ends.reserve_exact(count);
        let mut start = 0;
        for (index, end) in ends.into_iter().enumerate() {
            let each = text.get(start as usize..end as usize).ok_or(PartError::Text)?;
            if pool.intern(each).index() != index {
                return Err(PartError::Text);
            }
            start = end;
        }
        Ok(pool)
    }
}

/// A value for every key of a pool, found without asking whether it is there.
#[derive(Clone, Debug)]
pub(crate) struct Column<K, T> {
    values: Vec<T>,
    key: PhantomData<K>,
}

impl<K: Key, T> Column<K, T> {
    /// The pool does not grow while the column is in use: both belong to one reading of the shop.
    pub(crate) fn of(pool: &impl Texts<K>, value: impl FnMut(K) -> T) -> Column<K, T> {
        Column { values: made_of(pool.all_keys(), value), key: PhantomData }
    }
}

impl<K: Key, T: Clone> Column<K, T> {
    /// The same value for every key, in one go.
    pub(crate) fn filled(pool: &impl Texts<K>, value: T) -> Column<K, T> {
        Column { values: vec![value; pool.all_keys().len()], key: PhantomData }
    }
}

impl<K: Key> Column<K, bool> {
    /// Whether it holds for any key from the first to the last of a span.
    pub(crate) fn has_any(&self, (first, last): (K, K)) -> bool {
        self.values.get(first.index()..self.values.len().min(last.index() + 1)).is_some_and(|span| span.contains(&true))
    }
}

impl<K: Key, T> Column<K, T> {
    /// `None` for a key that is younger than the column.
    pub(crate) fn known(&self, key: K) -> Option<&T> {
        self.values.get(key.index())
    }

    /// Gives the next key of a pool that grows a value.
    pub(crate) fn push(&mut self, value: T) {
        self.values.push(value);
    }

    /// Changes each value by what another column of the pool has for the same key.
    pub(crate) fn zip_with<U>(&mut self, other: &Column<K, U>, mut change: impl FnMut(&mut T, &U)) {
        self.values.iter_mut().zip(&other.values).for_each(|(value, other)| change(value, other));
    }
}

impl<K, T> Column<K, T> {
    /// How many keys have a value: the position of the next.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }
}

/// The column of a pool that holds nothing.
impl<K, T> Default for Column<K, T> {
    fn default() -> Column<K, T> {
        Column { values: Vec::new(), key: PhantomData }
    }
}

#[expect(clippy::indexing_slicing, reason = "keys are made by the pool alone, and the column has a value for each")]
impl<K: Key, T> Index<K> for Column<K, T> {
    type Output = T;
    fn index(&self, key: K) -> &T {
        &self.values[key.index()]
    }
}

#[expect(clippy::indexing_slicing, reason = "keys are made by the pool alone, and the column has a value for each")]
impl<K: Key, T> IndexMut<K> for Column<K, T> {
    fn index_mut(&mut self, key: K) -> &mut T {
        &mut self.values[key.index()]
    }
}

/// The text at a position, which begins where the one before it ends; nothing at a position that no text has.
fn slice<'a>(text: &'a str, ends: &[u32], index: usize) -> &'a str {
    let start = match index.checked_sub(1) {
        Some(before) => ends.get(before),
        None => Some(&0),
    };
    let bounds = start.zip(ends.get(index));
    bounds.and_then(|(&start, &end)| text.get(start as usize..end as usize)).unwrap_or_default()
}

impl<K> Default for Pool<K> {
    fn default() -> Pool<K> {
        Pool {
            text: String::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            hasher: FixedState::default(),
            key: PhantomData,
        }
    }
}

impl<K> fmt::Debug for Pool<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pool({} strings)", self.ends.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(unreachable_pub, reason = "the macro makes public keys")]
    mod key {
        super::super::keys! { Word }
    }
    use key::Word;

    #[test]
    fn a_string_is_stored_once() {
        let mut pool = Pool::<Word>::default();
        let first = pool.intern("连衣裙");
        let empty = pool.intern("");
        assert_eq!(pool.intern("连衣裙"), first);
        assert_eq!((pool.get(first), pool.get(empty), pool.len()), ("连衣裙", "", 2));
        assert_eq!(pool.find("T恤"), None);
        assert_eq!(size_of::<Option<Word>>(), 4);
    }

    #[test]
    fn many_strings_keep_their_keys() {
        let mut pool = Pool::<Word>::default();
        let keys: Vec<_> = (0..10_000).map(|i| pool.intern(&format!("order {i}"))).collect();
        for (i, key) in keys.into_iter().enumerate() {
            assert_eq!(pool.get(key), format!("order {i}"));
        }
    }
}
