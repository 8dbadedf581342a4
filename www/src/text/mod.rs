//! Words and numbers as the seller reads them.

pub(crate) mod format;
pub(crate) mod names;
pub(crate) mod problem;
pub(crate) mod sentence;

/// A text in the language of the page, followed when it changes: `say!(locale, profit.chip.loss)`.
macro_rules! say {
    ($locale:expr, $($key:tt)*) => {
        leptos_i18n::td_string!($locale.get(), $($key)*)
    };
}
pub(crate) use say;
