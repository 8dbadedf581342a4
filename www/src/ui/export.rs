//! What is on the screen, taken away as a file.

use leptos::prelude::*;
use protocol::{Language, Reply, Request, TableFormat};

use super::download;
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::say;

/// Asks for a file, saves it, and remembers whether that failed.
pub(crate) fn fetch(page: Page, request: Request, has_failed: RwSignal<bool>) {
    page.engine.ask(request, move |reply| {
        let Reply::Download { name, bytes } = reply else { return has_failed.set(true) };
        has_failed.set(download::save(&name, &bytes).is_none());
    });
}

/// The language of what the worker writes.
pub(crate) const fn language(locale: Locale) -> Language {
    match locale {
        Locale::zh_CN => Language::Chinese,
        Locale::en => Language::English,
    }
}

/// Says that a file could not be made.
#[component]
pub(crate) fn ExportFailed(has_failed: RwSignal<bool>) -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <Show when=move || has_failed.get()>
            <span class="loss">{move || say!(locale, profit.table.export_failed)}</span>
        </Show>
    }
}

/// A table as a workbook or as plain text.
#[component]
pub(crate) fn Export<F>(
    /// The hooks for tests of the two.
    hooks: [&'static str; 2],
    /// What to ask for; `None` while there is nothing to take away.
    request: F,
) -> impl IntoView
where
    F: Fn(TableFormat) -> Option<Request> + Copy + Send + Sync + 'static,
{
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    let export = move |format: TableFormat| {
        if let Some(request) = untrack(|| request(format)) {
            fetch(page, request, has_failed);
        }
    };
    let [workbook, text] = hooks;
    view! {
        <ExportFailed has_failed=has_failed />
        <button class="link" data-testid=workbook on:click=move |_| export(TableFormat::Xlsx)>
            {move || say!(locale, profit.table.export_xlsx)}
        </button>
        <button class="link" data-testid=text on:click=move |_| export(TableFormat::Csv)>
            {move || say!(locale, profit.table.export_csv)}
        </button>
    }
}
