//! SKU codes as people write them: `a-01`, `A-01` and `Ａ－０１ ` are one code.

use std::fmt;

use crate::dataset::{PartError, Reader, Writer};
use crate::pool::{Column, Key, Pool, Texts, keys};

keys! {
    /// A code as it stands in a file.
    Spelling,
}

/// Codes by key and keys by code, whatever their case, width and blanks. Keys are given in the order of first sight, from 0.
pub struct Codes<K> {
    spellings: Pool<Spelling>,
    /// The code of each spelling.
    codes: Column<Spelling, K>,
    folded: Pool<K>,
    /// How each code is shown: of its spellings the first in code-point order, so that the order of files does not matter.
    shown: Column<K, Spelling>,
}

impl<K: Key> Codes<K> {
    /// The key of a code, new or known.
    pub fn intern(&mut self, code: &str) -> K {
        let spelling = self.spell(code);
        self.of(spelling)
    }

    /// The key of a code if it was interned before, in whatever spelling.
    pub fn find(&self, code: &str) -> Option<K> {
        self.folded.find(&fold(code))
    }

    /// The code as it is shown.
    pub fn get(&self, key: K) -> &str {
        self.shown.known(key).map_or("", |&spelling| self.spellings.get(spelling))
    }

    /// The code as it is compared, which stays the same whatever spellings are seen.
    pub(crate) fn folded(&self, key: K) -> &str {
        self.folded.get(key)
    }

    /// How each code is shown.
    pub(crate) fn shown(&self) -> &Column<K, Spelling> {
        &self.shown
    }

    /// Every key in the order of first sight.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = K> + use<K> {
        self.folded.keys()
    }

    /// Whether no code was interned.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    pub(crate) fn all_spellings(&self) -> impl Iterator<Item = Spelling> + use<K> {
        self.spellings.keys()
    }

    /// The code of a spelling, which is one of these.
    pub(crate) fn of(&self, spelling: Spelling) -> K {
        self.codes[spelling]
    }

    pub(crate) fn spell(&mut self, code: &str) -> Spelling {
        let spelling = self.spellings.intern(code);
        if spelling.index() == self.codes.len() {
            let key = self.folded.intern(&fold(code));
            self.codes.push(key);
            if key.index() == self.shown.len() {
                self.shown.push(spelling);
            } else {
                self.show_first(key, spelling);
            }
        }
        spelling
    }

    /// What the spellings of a part that was taken in are here. One that was seen before, in a file that was taken out
    /// since, is shown again.
    pub(crate) fn spellings_in(&mut self, other: &Codes<K>) -> Vec<Spelling> {
        let known = other.spellings.keys().filter_map(|spelling| self.spellings.find(other.spellings.get(spelling)));
        let known: Vec<Spelling> = known.collect();
        for &spelling in &known {
            self.show_first(self.of(spelling), spelling);
        }
        known
    }

    /// Shows codes as these spellings say; a code that none of them is stays as it is.
    pub(crate) fn show(&mut self, spellings: impl Iterator<Item = Spelling>) {
        let mut is_set = Column::filled(self, false);
        for spelling in spellings {
            let key = self.of(spelling);
            if std::mem::replace(&mut is_set[key], true) {
                self.show_first(key, spelling);
            } else {
                self.shown[key] = spelling;
            }
        }
    }

    /// Shows the code in this spelling, if it comes before the one in which it is shown.
    fn show_first(&mut self, key: K, spelling: Spelling) {
        if self.spellings.get(spelling) < self.spellings.get(self.shown[key]) {
            self.shown[key] = spelling;
        }
    }
}

impl<K: Key> Texts<K> for Codes<K> {
    fn all_keys(&self) -> impl ExactSizeIterator<Item = K> + use<K> {
        self.keys()
    }

    fn take(&mut self, other: &Codes<K>) -> Column<K, K> {
        for spelling in other.spellings.keys() {
            self.spell(other.spellings.get(spelling));
        }
        Column::of(other, |key| self.intern(other.get(key)))
    }

    fn has_none(&self) -> bool {
        self.is_empty()
    }

    /// The spellings are enough: which code each is follows from them.
    fn pack(&self, writer: &mut Writer) {
        self.spellings.pack(writer);
    }

    fn unpack(reader: &mut Reader<'_>) -> Result<Codes<K>, PartError> {
        let spellings = Pool::<Spelling>::unpack(reader)?;
        let mut codes = Codes::default();
        for spelling in spellings.keys() {
            codes.spell(spellings.get(spelling));
        }
        Ok(codes)
    }
}

impl<K> Default for Codes<K> {
    fn default() -> Codes<K> {
        Codes {
            spellings: Pool::default(),
            codes: Column::default(),
            folded: Pool::default(),
            shown: Column::default(),
        }
    }
}

impl<K> fmt::Debug for Codes<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Codes({})", self.shown.len())
    }
}

/// Small letters, narrow characters, no blanks.
fn fold(code: &str) -> String {
    if code.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase()) {
        return code.to_owned();
    }
    // The wide forms of ASCII stand in its order.
    let narrow = |character: char| match u8::try_from(u32::from(character).wrapping_sub(0xfee0)) {
        Ok(ascii @ b'!'..=b'~') => char::from(ascii),
        _ => character,
    };
    code.chars().filter(|character| !character.is_whitespace()).map(narrow).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::SkuKey;

    #[test]
    fn spellings_of_one_code_have_one_key() {
        let mut codes = Codes::<SkuKey>::default();
        let key = codes.intern("a-01");
        for spelling in ["A-01", "Ａ－０１", " a-0 1", "a-01\u{3000}"] {
            assert_eq!(codes.intern(spelling), key, "{spelling}");
        }
        assert_ne!(codes.intern("a01"), key);
        assert_eq!((codes.get(key), codes.find("Ａ-01"), codes.keys().len()), (" a-0 1", Some(key), 2));
    }

    #[test]
    fn a_code_is_shown_alike_whatever_came_first() {
        let mut spellings = ["连衣裙-红m", "连衣裙-红M", "连衣裙－红Ｍ"];
        for _ in 0..spellings.len() {
            spellings.rotate_left(1);
            let mut codes = Codes::<SkuKey>::default();
            let keys = spellings.map(|spelling| codes.intern(spelling));
            assert_eq!((keys[0], codes.get(keys[0])), (keys[2], "连衣裙-红M"));
        }
    }
}
