//! Choosing columns, and taking exactly what is on the screen away as a file.

use analytics::vocabulary::Source;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{AdviceWords, ExportWords, Request, SkuColumn as Column, SkuFilter, SkuWords};

use super::column;
use super::long_table::Face;
use super::verdict::advice_words;
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::{names, say};
use crate::ui::export::{Export, Part, file_words};

/// The columns as they stand; the name, which shares a column with the code, gets its own.
fn words(page: Page, locale: Locale, columns: &[Column]) -> SkuWords {
    let heading = |column: Column| (column, column.heading(locale).to_owned());
    let with_name = columns.iter().flat_map(|&column| match column {
        Column::Sku => vec![heading(Column::Sku), heading(Column::Name)],
        column => vec![heading(column)],
    });
    let meanings = columns.iter().filter_map(|column| Some((column.heading(locale), column.meaning(locale)?)));
    let file = file_words(page, td_string!(locale, profit.table.file), Part::Scope, chosen(page), meanings);
    let platforms = Source::ALL.iter().map(|&source| (source, names::source(locale, source).to_owned())).collect();
    let advice = AdviceWords { platforms, ..advice_words(locale) };
    let unmatched_ads = td_string!(locale, words.unmatched_ads).to_owned();
    SkuWords { table: ExportWords { file, columns: with_name.collect() }, advice, unmatched_ads }
}

/// Which rows were chosen: whoever is sent some of them does not take them for all.
pub(super) fn chosen(page: Page) -> Vec<(String, String)> {
    let locale = page.locale.get_untracked();
    let filter = match page.view.filter.get_untracked() {
        SkuFilter::All => None,
        SkuFilter::LossMaking => Some(td_string!(locale, profit.chip.loss)),
        SkuFilter::ToActOn => Some(td_string!(locale, profit.chip.to_act_on)),
        SkuFilter::Winners => Some(td_string!(locale, profit.chip.winners)),
        SkuFilter::MissingCost => Some(td_string!(locale, profit.chip.missing)),
    };
    rows_chosen(locale, filter, &page.view.search.read_untracked())
}

/// The filter and the words that were searched for, where there are such.
pub(super) fn rows_chosen(locale: Locale, filter: Option<&'static str>, search: &str) -> Vec<(String, String)> {
    let word = td_string!(locale, profit.chips).to_owned();
    let search = search.trim();
    let filter = filter.map(|filter| (word.clone(), filter.to_owned()));
    filter.into_iter().chain((!search.is_empty()).then(|| (word, search.to_owned()))).collect()
}

#[component]
pub(super) fn TableTools() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_choosing = RwSignal::new(false);
    let export = move |format| {
        let words = Box::new(words(page, locale.get(), &page.view.columns.read()));
        Some(Request::ExportSkus { query: page.view.query(), format, words })
    };
    let choices = move || {
        let choice = |column: Column| {
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || page.view.columns.read().contains(&column)
                        on:change=move |_| column::toggle(page.view.columns, column)
                    />
                    {move || column.heading(locale.get())}
                </label>
            }
        };
        column::ALL.into_iter().filter(|column| *column != Column::Sku).map(choice).collect_view()
    };
    view! {
        <div class="table-tools">
            <span class="chooser">
                <button
                    class="link wide-only"
                    data-testid="columns"
                    aria-expanded=move || is_choosing.get().to_string()
                    on:click=move |_| is_choosing.update(|open| *open = !*open)
                    on:keydown=move |event| if event.key() == "Escape" { is_choosing.set(false) }
                >
                    {move || say!(locale, profit.table.columns)}
                </button>
                <Show when=move || is_choosing.get()>
                    <div class="popover column-list" on:mouseleave=move |_| is_choosing.set(false)>{choices}</div>
                </Show>
            </span>
            <Export hooks=["export-xlsx", "export-csv"] request=export />
        </div>
    }
}
