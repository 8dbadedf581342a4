//! What is on the screen, taken away as a file.

use export::{About, Column, ExportCell, Table};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{FileWords, Language, ProfitSummary, Reply, Request, TableFormat};

use super::download;
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::{names, say};

/// Of the first column of a table, which names its rows, and of the others, in characters.
const NAME_WIDTH: f64 = 26.0;
const FIGURE_WIDTH: f64 = 14.0;

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

/// Which part of the seller's shops a table is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// The period and the store that every page is cut by.
    #[default]
    Scope,
    /// All days of the store, and the chosen warehouse: what a shop carries does not rest on a period.
    AllDays,
    /// The store, and periods that the table says itself.
    Periods,
    /// Whole files.
    Files,
    /// All shops of this computer.
    Shops,
}

/// What a file with a table is called, and what somebody has to know who was only sent it: of which shop and of which part
/// of it the table is, on what basis, which rows were chosen, and what its columns mean.
pub(crate) fn file_words<'w>(
    page: Page,
    title: &str,
    part: Part,
    chosen: Vec<(String, String)>,
    meanings: impl IntoIterator<Item = (&'w str, &'w str)>,
) -> FileWords {
    let locale = page.locale.get_untracked();
    let Subject { mut name, days, mut lines } = subject(page, title, part);
    name.extend(chosen.iter().map(|(_, choice)| choice.clone()).chain(days));
    lines.extend(chosen);
    lines.extend(meanings.into_iter().map(|(word, meaning)| (word.to_owned(), meaning.to_owned())));
    lines.push((td_string!(locale, shell.brand).to_owned(), td_string!(locale, shell.file.origin).to_owned()));
    let about = About { sheet: td_string!(locale, shell.file.about).to_owned(), lines };
    FileWords { name: download::file_name(&name.join("_")), sheet: title.to_owned(), about }
}

/// What a fact is about, and what it says.
pub(crate) type Fact = (String, String);

/// Of which shop and part of it something is.
pub(crate) struct Subject {
    /// The shop, where it is one, and the title: what a file is called by, with …
    pub(crate) name: Vec<String>,
    /// … its days.
    pub(crate) days: Option<String>,
    /// All of it, with what each is; the shop, where it is one, and the title first.
    pub(crate) lines: Vec<Fact>,
}

pub(crate) fn subject(page: Page, title: &str, part: Part) -> Subject {
    let locale = page.locale.get_untracked();
    let (mut lines, mut name) = (Vec::new(), Vec::new());
    if part != Part::Shops {
        let shop = page.keeper.shops.with_untracked(|shops| shops.current_name().to_owned());
        let shop = match (page.keeper.has_sample.get_untracked(), shop.is_empty()) {
            (true, _) => td_string!(locale, shell.file.sample).to_owned(),
            (false, true) => td_string!(locale, shell.file.own).to_owned(),
            (false, false) => shop,
        };
        name.push(shop.clone());
        lines.push((td_string!(locale, shell.file.shop).to_owned(), shop));
    }
    name.push(title.to_owned());
    lines.push((td_string!(locale, shell.file.table).to_owned(), title.to_owned()));
    let days = page.engine.shop.with_untracked(|known| {
        let summary = known.profit.as_ref()?;
        lines.extend(of_part(page, summary, part));
        match (part, summary.period, summary.as_of) {
            (Part::Scope, Some((from, to)), _) => Some(format!("{from}_{to}")),
            (Part::AllDays | Part::Files, _, Some(as_of)) => Some(as_of.to_string()),
            _ => None,
        }
    });
    Subject { name, days, lines }
}

fn of_part(page: Page, summary: &ProfitSummary, part: Part) -> Vec<(String, String)> {
    let locale = page.locale.get_untracked();
    let mut lines = Vec::new();
    let mut line = |word: &str, said: String| lines.push((word.to_owned(), said));
    if part == Part::Shops {
        return lines;
    }
    if let (Part::Scope, Some((from, to))) = (part, summary.period) {
        line(td_string!(locale, shell.file.period), format!("{from} – {to}"));
    }
    if part != Part::Files {
        let store = match (summary.scope.platform, summary.scope.store.as_deref()) {
            (None, _) => td_string!(locale, profit.scope.all_stores).to_owned(),
            (Some(platform), None | Some("")) => names::source(locale, platform).to_owned(),
            (Some(platform), Some(store)) => format!("{} · {store}", names::source(locale, platform)),
        };
        line(td_string!(locale, profit.scope.store), store);
    }
    if part == Part::AllDays {
        let all = || td_string!(locale, capacity.all_warehouses).to_owned();
        line(td_string!(locale, capacity.warehouse), page.capacity.warehouse().unwrap_or_else(all));
    }
    if part == Part::Scope {
        line(td_string!(locale, profit.basis.label), names::basis(locale, summary.basis).to_owned());
    }
    if let Some(as_of) = summary.as_of {
        line(td_string!(locale, shell.file.as_of), as_of.to_string());
    }
    line(td_string!(locale, shell.file.currency), summary.currency.clone());
    lines
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

/// A table of which the page has every row: with the words of the screen, and numbers that are numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub(crate) title: String,
    /// The heading of each column, and what it means where that is not plain.
    pub(crate) columns: Vec<(String, Option<&'static str>)>,
    pub(crate) rows: Vec<Vec<ExportCell>>,
}

impl Shown {
    /// Columns whose headings say all there is to say.
    pub(crate) fn new(title: &str, headings: impl IntoIterator<Item = &'static str>) -> Shown {
        Shown::headed(title, headings.into_iter().map(str::to_owned))
    }

    /// The same, with headings that are made up.
    pub(crate) fn headed(title: &str, headings: impl IntoIterator<Item = String>) -> Shown {
        let columns = headings.into_iter().map(|heading| (heading, None)).collect();
        Shown { title: title.to_owned(), columns, rows: Vec::new() }
    }

    pub(crate) fn with(self, rows: impl IntoIterator<Item = Vec<ExportCell>>) -> Shown {
        Shown { rows: rows.into_iter().collect(), ..self }
    }
}

/// Takes a table away of which the page has every row.
#[component]
pub(crate) fn ExportShown<F>(
    hooks: [&'static str; 2],
    table: F,
    /// The scope, where it is not said.
    #[prop(optional)]
    part: Part,
) -> impl IntoView
where
    F: Fn() -> Shown + Copy + Send + Sync + 'static,
{
    let page = use_page();
    let request = move |format| {
        let Shown { title, columns, rows } = table();
        let meanings = columns.iter().filter_map(|(heading, meaning)| Some((heading.as_str(), (*meaning)?)));
        let FileWords { name, sheet, about } = file_words(page, &title, part, Vec::new(), meanings);
        let widths = std::iter::once(NAME_WIDTH).chain(std::iter::repeat(FIGURE_WIDTH));
        let columns = columns.into_iter().zip(widths).map(|((title, _), width)| Column { title, width }).collect();
        Some(Request::ExportTable { table: Box::new(Table { sheet, columns, rows, about }), name, format })
    };
    view! {
        <span class="table-tools">
            <Export hooks=hooks request=request />
        </span>
    }
}
