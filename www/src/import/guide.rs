//! What to drop and where to find it, for those who come for the first time.

use leptos::prelude::*;

use super::missing::TemplateButton;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{say, word};

#[component]
pub(super) fn Guide() -> impl IntoView {
    let locale = use_page().locale;
    let row = |name: Signal<&'static str>, way: Signal<&'static str>| {
        view! {
            <div class="guide-row">
                <dt>{move || name.get()}</dt>
                <dd>{move || way.get()}</dd>
            </div>
        }
    };
    view! {
        <section class="guide">
            <h2>{move || say!(locale, import.guide_title)}</h2>
            <p class="quiet">{move || say!(locale, import.guide_min)}</p>
            <dl>
                {row(word!(locale, words.source.taobao), word!(locale, import.guide.taobao))}
                {row(word!(locale, words.source.pdd), word!(locale, import.guide.pdd))}
                {row(word!(locale, words.source.douyin), word!(locale, import.guide.douyin))}
                {row(word!(locale, words.source.shopify), word!(locale, import.guide.shopify))}
                {row(word!(locale, import.guide_ads_name), word!(locale, import.guide.ads))}
                {row(word!(locale, import.guide_courier_name), word!(locale, import.guide.courier))}
                <div class="guide-row">
                    <dt>{move || say!(locale, import.guide_costs_name)}</dt>
                    <dd>
                        {move || say!(locale, import.guide.costs)} " " <TemplateButton />
                    </dd>
                </div>
            </dl>
            <AllExports />
        </section>
    }
}

/// An export that can be read, and where it is found: in Chinese and in English.
struct Export {
    title: [&'static str; 2],
    way: [&'static str; 2],
}

/// Every export that can be read, as the profiles name them.
const EXPORTS: &[Export] = include!(concat!(env!("OUT_DIR"), "/exports.rs"));

impl Export {
    /// Whether all words of the search are in its name or its way, in whatever language.
    fn has(&self, wanted: &str) -> bool {
        let text = [self.title, self.way].concat().join(" ").to_lowercase();
        wanted.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// All exports that can be read, to be looked through by the name of a platform.
#[component]
fn AllExports() -> impl IntoView {
    let locale = use_page().locale;
    let wanted = RwSignal::new(String::new());
    let rows = move || {
        let language = usize::from(locale.get() == Locale::en);
        let found = EXPORTS.iter().filter(|export| wanted.with(|wanted| export.has(wanted)));
        let row = |export: &Export| {
            let [title, way] = [export.title, export.way].map(|words| words.get(language).copied().unwrap_or_default());
            view! {
                <div class="guide-row">
                    <dt>{title}</dt>
                    <dd>{way}</dd>
                </div>
            }
        };
        found.map(row).collect_view()
    };
    let is_empty = move || !EXPORTS.iter().any(|export| wanted.with(|wanted| export.has(wanted)));
    view! {
        <details class="all-exports" data-testid="all-exports">
            <summary>{move || say!(locale, import.all_exports, count = EXPORTS.len())}</summary>
            <input
                class="search"
                type="search"
                data-testid="export-search"
                aria-label=move || say!(locale, import.export_search)
                placeholder=move || say!(locale, import.export_search)
                on:input=move |event| wanted.set(event_target_value(&event))
            />
            <dl>{rows}</dl>
            <Show when=is_empty>
                <p class="quiet">{move || say!(locale, import.export_unknown)}</p>
            </Show>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_found_by_any_of_its_words() {
        let found = |wanted: &str| EXPORTS.iter().filter(|export| export.has(wanted)).count();
        assert_eq!(found(""), EXPORTS.len());
        assert!(found("拼多多 账务") == 1 && found("amazon SETTLEMENT") == 2);
        assert_eq!(found("没有这样的平台"), 0);
    }

    #[test]
    fn every_export_has_a_name_and_a_way_in_both_languages() {
        let is_whole = |export: &&Export| [export.title, export.way].concat().iter().all(|words| !words.is_empty());
        assert_eq!(EXPORTS.iter().filter(is_whole).count(), EXPORTS.len());
    }
}
