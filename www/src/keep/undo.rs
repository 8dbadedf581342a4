//! What was done last and can be undone: a file that was taken out, settings that were changed, a shop that was forgotten.

use analytics::Config;
use leptos::prelude::*;

use super::Keeper;
use super::whole_shop::WholeShop;
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
    Forgotten(WholeShop),
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
            Some(Done::Forgotten(shop)) => self.take_whole_shop(shop),
        }
    }
}
