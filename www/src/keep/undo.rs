//! What was done last and can be undone: a file that was taken out, settings that were changed, a shop that was forgotten.

use std::collections::BTreeMap;

use analytics::Config;
use leptos::prelude::*;

use super::{Keeper, setting, shops};
use crate::engine::NewFile;

/// Changes that follow each other as fast as a hand moves a slider are one, in milliseconds.
const ONE_CHANGE: f64 = 1_500.0;

/// What was done last, with what it takes to undo it.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    /// A file was taken out.
    Removed { file: NewFile, is_of_sample: bool },
    /// Settings were changed; `at` is when, in milliseconds of the computer's clock.
    Changed { before: Box<Config>, at: f64 },
    /// A shop was forgotten.
    Forgotten(Forgotten),
}

/// All that there was of a shop.
#[derive(Clone, Debug)]
pub(crate) struct Forgotten {
    pub(crate) name: String,
    files: Vec<NewFile>,
    /// What the browser remembered of it in small, by key.
    stored: BTreeMap<String, String>,
    is_only: bool,
}

impl Keeper {
    /// Notes settings as they were before somebody changed them.
    pub(super) fn note_change(self, before: Config) {
        let now = js_sys::Date::now();
        self.done.update(|done| match done {
            Some(Done::Changed { at, .. }) if now - *at < ONE_CHANGE => *at = now,
            _ => *done = Some(Done::Changed { before: Box::new(before), at: now }),
        });
    }

    /// All that there is of the open shop.
    pub(super) fn whole_shop(self) -> Forgotten {
        let shop = self.shop();
        let entries = self.engine.files.get_untracked();
        self.shops.with_untracked(|shops| Forgotten {
            name: shops.current_name().to_owned(),
            files: entries.into_iter().filter_map(|entry| self.engine.file(entry.id)).collect(),
            stored: shop.all_stored(),
            is_only: shops.list().len() == 1,
        })
    }

    /// Undoes what was done last.
    pub(crate) fn undo(self) {
        match self.done.try_update(Option::take).flatten() {
            None => {}
            Some(Done::Changed { before, .. }) => self.engine.set_config(*before),
            Some(Done::Removed { file, is_of_sample }) => match (is_of_sample, self.has_sample.get_untracked()) {
                (false, _) => self.add(vec![file]),
                (true, true) => drop(self.engine.add_files(vec![file])),
                (true, false) => self.add_sample(vec![file]),
            },
            Some(Done::Forgotten(shop)) => self.bring_shop_back(shop),
        }
    }

    /// Makes the shop again that was forgotten.
    fn bring_shop_back(self, Forgotten { name, files, stored, is_only }: Forgotten) {
        if self.has_sample.get_untracked() {
            self.leave_sample();
        }
        if is_only {
            self.rename_shop(&name);
        } else {
            self.new_shop(&name);
        }
        let shop = self.shop();
        let is_stored = stored.iter().all(|(key, value)| shop.store(key, value));
        self.is_unsaved.set(!is_stored);
        self.restore_settings();
        self.add(files);
    }
}

impl shops::ShopId {
    /// Everything the browser remembers of this shop in small, by key.
    fn all_stored(&self) -> BTreeMap<String, String> {
        let beginning = self.key("");
        let keys = setting::keys_of(&beginning);
        let stored = keys
            .iter()
            .filter_map(|key| Some((key.strip_prefix(beginning.as_str())?.to_owned(), setting::stored(key)?)));
        stored.collect()
    }
}
