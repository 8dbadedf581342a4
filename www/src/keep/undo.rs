//! What was done last and can be undone: a file that was taken out, settings that were changed, a shop that was forgotten.

use analytics::Config;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::whole_shop::WholeShop;
use super::{Keeper, settings};
use crate::engine::NewFile;

/// Changes that follow each other as fast as a hand moves a slider are one, in milliseconds.
const ONE_CHANGE: f64 = 1_500.0;

/// What was done last, with what it takes to undo it.
#[derive(Clone, Debug)]
pub(crate) enum Done {
    /// A file was taken out.
    Removed { file: NewFile, is_of_sample: bool },
    /// Settings were changed; `at` is when, in milliseconds of the computer's clock.
    Changed { before: Box<Config>, after: Box<Config>, at: f64 },
    /// A shop was forgotten.
    Forgotten(WholeShop),
}

impl Keeper {
    /// Notes settings as they were before somebody changed them.
    pub(super) fn note_change(self, before: Config) {
        let after = self.engine.config.get_untracked();
        // Which columns and words mean what decides how files are read, and is changed back where it was said.
        if before.mapping != after.mapping || before.states != after.states {
            return self.done.set(None);
        }
        let (after, now) = (Box::new(after), js_sys::Date::now());
        self.done.update(|done| match done {
            Some(Done::Changed { after: last, at, .. }) if now - *at < ONE_CHANGE => (*last, *at) = (after, now),
            _ => *done = Some(Done::Changed { before: Box::new(before), after, at: now }),
        });
    }

    /// Undoes what was done last, and calls `then` where that brought another shop onto the screen.
    pub(crate) fn undo(self, then: impl FnOnce() + 'static) {
        match self.done.try_update(Option::take).flatten() {
            None => {}
            // What was changed since, in another tab too, stays.
            Some(Done::Changed { before, after, .. }) => {
                let now = self.engine.config.get_untracked();
                if let Some(undone) = settings::undone(&now, &before, &after) {
                    self.engine.set_config(undone);
                }
            }
            Some(Done::Removed { file, is_of_sample }) => match (is_of_sample, self.has_sample.get_untracked()) {
                (false, _) => self.add(vec![file]),
                (true, true) => drop(self.engine.add_files(vec![file])),
                (true, false) => self.add_sample(vec![file]),
            },
            Some(Done::Forgotten(shop)) => spawn_local(self.open_whole_shop(shop, then)),
        }
    }
}
