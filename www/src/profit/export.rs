//! Choosing columns, and taking exactly what is on the screen away as a file.

use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ExportWords, Reply, Request, SkuColumn as Column, SkuWords, TableFormat};

use super::column::{self, Face};
use super::verdict::advice_words;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::say;
use crate::ui::download;

/// The columns as they stand; the name, which shares a column with the code, gets its own.
fn words(locale: Locale, columns: &[Column]) -> SkuWords {
    let heading = |column: Column| (column, column.heading(locale).to_owned());
    let with_name = columns.iter().flat_map(|&column| match column {
        Column::Sku => vec![heading(Column::Sku), heading(Column::Name)],
        column => vec![heading(column)],
    });
    let name = td_string!(locale, profit.table.file).to_owned();
    SkuWords { table: ExportWords { name, columns: with_name.collect() }, advice: advice_words(locale) }
}

#[component]
pub(super) fn TableTools() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    let is_choosing = RwSignal::new(false);
    let export = move |format: TableFormat| {
        let query = untrack(|| page.view.query());
        let words = Box::new(words(locale.get_untracked(), &page.view.columns.get_untracked()));
        page.engine.ask(Request::ExportSkus { query, format, words }, move |reply| {
            let Reply::Download { name, bytes } = reply else { return has_failed.set(true) };
            has_failed.set(download::save(&name, &bytes).is_none());
        });
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
            <Show when=move || has_failed.get()>
                <span class="loss">{move || say!(locale, profit.table.export_failed)}</span>
            </Show>
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
            <button class="link" data-testid="export-xlsx" on:click=move |_| export(TableFormat::Xlsx)>
                {move || say!(locale, profit.table.export_xlsx)}
            </button>
            <button class="link" data-testid="export-csv" on:click=move |_| export(TableFormat::Csv)>
                {move || say!(locale, profit.table.export_csv)}
            </button>
        </div>
    }
}
