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

/// Remembers a value; false where the browser does not permit it, or has no room left. Of a taste that only means that the
/// choice is made again next time.
pub(crate) fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&format!("{PREFIX}{key}"), value).is_ok())
}

/// Whether a key of the browser's storage is this one of ours.
pub(crate) fn is_key(of_storage: &str, key: &str) -> bool {
    of_storage.strip_prefix(PREFIX) == Some(key)
}

pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        storage.remove_item(&format!("{PREFIX}{key}")).ok();
    }
}

/// Forgets every value.
pub(crate) fn forget() {
    keys_of("").iter().for_each(|key| remove(key));
}

/// Every key that begins so.
pub(crate) fn keys_of(beginning: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    let own = keys.filter_map(|key| key.strip_prefix(PREFIX).map(str::to_owned));
    own.filter(|key| key.starts_with(beginning)).collect()
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
        let _ = store("theme", theme.name());
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

/// The language that was chosen, or the browser's.
pub(crate) fn locale() -> RwSignal<Locale> {
    let of_browser = || window().navigator().language();
    let locale = RwSignal::new(locale_of(stored("language").or_else(of_browser).as_deref()));
    Effect::new(move || {
        let name = language_tag(locale.get());
        let _ = store("language", name);
        if let Some(root) = document().document_element() {
            root.set_attribute("lang", name).ok();
        }
    });
    locale
}

/// Chinese for every kind of it, and where nothing is known; English for everybody else.
fn locale_of(tag: Option<&str>) -> Locale {
    let language = tag.and_then(|tag| tag.split('-').next());
    match language {
        Some(other) if !other.is_empty() && !other.eq_ignore_ascii_case("zh") => Locale::en,
        _ => Locale::zh_CN,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_s_language_is_the_page_s() {
        for chinese in [None, Some(""), Some("zh"), Some("zh-CN"), Some("ZH-Hant-TW")] {
            assert_eq!(locale_of(chinese), Locale::zh_CN, "{chinese:?}");
        }
        for english in ["en", "en-US", "de-DE", "th", "id-ID"] {
            assert_eq!(locale_of(Some(english)), Locale::en, "{english}");
        }
    }
}
