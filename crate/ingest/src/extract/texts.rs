//! The texts of a row that rows share: whose shop it is of, ids, words, currencies.

use analytics::dataset::{ColumnSet, CurrencyKey, Part, StoreKey};
use analytics::pool::{Key, Pool};
use analytics::vocabulary::{Field, Source};

use super::{Extract, missing};
use crate::cell::RowBuffer;
use crate::plan::Refused;
use crate::platforms::platform;

impl Extract<'_> {
    pub(crate) fn source(&mut self, row: &RowBuffer) -> Source {
        if !self.plan.line.has(Field::Platform) {
            return self.plan.profile.source;
        }
        self.plan.line.words(row, Field::Platform, &mut self.words);
        platform(&self.words).unwrap_or(self.plan.profile.source)
    }

    pub(crate) fn store(&mut self, columns: ColumnSet, row: &RowBuffer, source: Source, part: &mut Part) -> StoreKey {
        self.plan.readings(columns).words(row, Field::Store, &mut self.words);
        // Nearly every row names the same store as the one above.
        match &self.store {
            Some((known, name, key)) if *known == source && *name == self.words => *key,
            _ => {
                let key = part.pools.store(source, &self.words);
                self.store = Some((source, self.words.clone(), key));
                key
            }
        }
    }

    /// The platform and the store of a row.
    pub(crate) fn seller(&mut self, row: &RowBuffer, part: &mut Part) -> (Source, StoreKey) {
        let source = self.source(row);
        (source, self.store(ColumnSet::Line, row, source, part))
    }

    /// Reads an id into the buffer `id`.
    ///
    /// # Errors
    /// The row has none, or a damaged one.
    pub(crate) fn required_id(&mut self, row: &RowBuffer, field: Field) -> Result<(), Refused> {
        self.plan.line.id(row, field, &mut self.id)?;
        if self.id.is_empty() { Err(missing(&self.plan.line, field)) } else { Ok(()) }
    }

    /// The key of an id; `None` where the row has none.
    ///
    /// # Errors
    /// The id is damaged.
    pub(crate) fn id_key<K>(
        &mut self,
        row: &RowBuffer,
        field: Field,
        intern: impl FnOnce(&str) -> K,
    ) -> Result<Option<K>, Refused> {
        self.plan.line.id(row, field, &mut self.id)?;
        Ok((!self.id.is_empty()).then(|| intern(&self.id)))
    }

    /// The key of a cell's words; `None` where it is blank.
    pub(crate) fn words_key<K: Key>(
        &mut self,
        columns: ColumnSet,
        row: &RowBuffer,
        field: Field,
        pool: &mut Pool<K>,
    ) -> Option<K> {
        self.plan.readings(columns).words(row, field, &mut self.words);
        (!self.words.is_empty()).then(|| pool.intern(&self.words))
    }

    pub(crate) fn currency(&mut self, columns: ColumnSet, row: &RowBuffer, part: &mut Part) -> CurrencyKey {
        self.plan.readings(columns).words(row, Field::Currency, &mut self.words);
        if let Some(code) = self.plan.currency_of(&self.words) {
            self.words.clear();
            self.words.push_str(code);
        }
        match &self.currency {
            Some((code, key)) if *code == self.words => *key,
            _ => {
                let key = part.pools.currencies.intern(&self.words.to_ascii_uppercase());
                self.currency = Some((self.words.clone(), key));
                key
            }
        }
    }
}
