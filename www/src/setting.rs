//! What the browser remembers in small: language, theme, columns, and by shop the settings and plans of the seller's own.

use leptos::prelude::*;
use web_sys::Storage;

use crate::i18n::Locale;

const PREFIX: &str = "zhanggui.";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub(crate) const fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }
}

pub(crate) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok().flatten()
}

/// Remembers a value where the browser permits it.
pub(crate) fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that the choice is made again next time.
        storage.set_item(&format!("{PREFIX}{key}"), value).ok();
    }
}

pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        storage.remove_item(&format!("{PREFIX}{key}")).ok();
    }
}

/// Forgets every value.
pub(crate) fn forget() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        storage.remove_item(key).ok();
    }
}

/// The theme, which the page follows and the browser remembers.
pub(crate) fn theme() -> RwSignal<Theme> {
    let theme = RwSignal::new(match stored("theme").as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    });
    Effect::new(move || {
        let theme = theme.get();
        store("theme", theme.name());
        if let Some(root) = document().document_element() {
            let applied = if theme == Theme::Auto {
                root.remove_attribute("data-theme")
            } else {
                root.set_attribute("data-theme", theme.name())
            };
            applied.ok();
        }
    });
    theme
}

/// The language: Chinese until the seller chooses.
pub(crate) fn locale() -> RwSignal<Locale> {
    let locale = RwSignal::new(if stored("language").as_deref() == Some("en") { Locale::en } else { Locale::zh_CN });
    Effect::new(move || {
        let name = language_tag(locale.get());
        store("language", name);
        if let Some(root) = document().document_element() {
            root.set_attribute("lang", name).ok();
        }
    });
    locale
}

pub(crate) const fn language_tag(locale: Locale) -> &'static str {
    match locale {
        Locale::zh_CN => "zh-CN",
        Locale::en => "en",
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
