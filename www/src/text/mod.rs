//! Words and numbers as the seller reads them.

pub(crate) mod names;
pub(crate) mod problem;
pub(crate) mod sentence;

pub(crate) use export::{format, number};

use crate::i18n::Locale;

impl From<Locale> for export::Language {
    fn from(locale: Locale) -> export::Language {
        match locale {
            Locale::zh_CN => export::Language::Chinese,
            Locale::en => export::Language::English,
        }
    }
}

/// A text in the language of the page, followed when it changes: `say!(locale, profit.chip.loss)`.
macro_rules! say {
    ($locale:expr, $($key:tt)*) => {
        leptos_i18n::td_string!($locale.get(), $($key)*)
    };
}
pub(crate) use say;

/// The same as a signal, for what takes its words from outside.
macro_rules! word {
    ($locale:expr, $($key:tt)*) => {
        leptos::prelude::Signal::derive(move || $crate::text::say!($locale, $($key)*))
    };
}
pub(crate) use word;

/// A text with counts in it, whose words agree with them: `tally!(locale, import.card.rows, rows = 1)`. See [`number`].
macro_rules! tally {
    ($locale:expr, $($key:tt)*) => {
        $crate::text::number::agree(&leptos_i18n::td_string!($locale.get(), $($key)*))
    };
}
pub(crate) use tally;
