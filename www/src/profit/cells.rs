//! How a figure is worked out, the cells of the seller's own files behind it, and on demand the row they stand in.

use analytics::dataset::RowRef;
use analytics::profit::{Claim, Component};
use leptos::prelude::*;
use protocol::{
    CellsOfRow, FileId, Reply, Request, ShareWithoutTax, SourceCell, SourceColumn, SourceRow, StatedMoney, Subject,
};

use super::claims::{arithmetic, has_parts};
use crate::rates::written;
use crate::shop::use_page;
use crate::text::{format, names, say, tally};
use crate::ui::amount::Exact;

/// Cells that are fetched at once.
const PAGE: u32 = 20;

#[component]
pub(super) fn CellsOf(subject: Subject, component: Component) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let subject = StoredValue::new(subject);
    let cells = RwSignal::new(Vec::<SourceCell>::new());
    let claims = RwSignal::new(Vec::<Claim>::new());
    let currency = page.currency();
    // `None` until the first answer.
    let matching = RwSignal::new(None::<u32>);
    let fetch = move |offset: u32| {
        let request = Request::Cells { subject: subject.get_value(), component, offset, limit: PAGE };
        page.engine.ask(request, move |reply| {
            let Reply::Cells(window) = reply else { return matching.set(Some(0)) };
            // The list may have been closed in the meantime.
            matching.try_set(Some(window.matching));
            claims.try_set(window.claims);
            cells.try_update(|cells| {
                cells.truncate(usize::try_from(offset).unwrap_or(0));
                cells.extend(window.cells);
            });
        });
    };
    Effect::new(move || {
        page.engine.results.track();
        fetch(0);
    });
    let more = Memo::new(move |_| {
        let shown = u32::try_from(cells.with(Vec::len)).unwrap_or(u32::MAX);
        matching.get().unwrap_or(0).saturating_sub(shown)
    });
    view! {
        <div class="cells" data-testid="source-cells">
            <p class="quiet">
                {move || {
                    let what = names::component(locale.get(), component);
                    let count = match matching.get() {
                        None => say!(locale, profit.drawer.loading).to_owned(),
                        Some(0) => say!(locale, profit.drawer.cells_none).to_owned(),
                        Some(count) => tally!(locale, profit.drawer.cells_count, count = format::count(count)),
                    };
                    format!("{} · {count}", say!(locale, profit.drawer.cells_of, component = what))
                }}
            </p>
            {move || {
                let said = claims.get().into_iter().filter_map(|claim| arithmetic(locale.get(), &currency.read(), &claim));
                said.map(|said| view! { <p class="claim" data-testid="claim">{said}</p> }).collect_view()
            }}
            <Show when=move || claims.with(|claims| claims.iter().any(has_parts))>
                <p class="quiet">{move || say!(locale, profit.claim.parts)}</p>
            </Show>
            {move || cells.get().into_iter().map(|cell| view! { <SourceCellLine cell=cell /> }).collect_view()}
            <Show when=move || more.get() != 0>
                <button class="link" on:click=move |_| fetch(u32::try_from(cells.with_untracked(Vec::len)).unwrap_or(0))>
                    {move || say!(locale, profit.drawer.cells_more, count = format::count(more.get().min(PAGE)))}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn SourceCellLine(cell: SourceCell) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let SourceCell { file, file_name, sheet, row, more_rows, amount, stated, order } = cell;
    let sheet = sheet.map(|sheet| format!("{sheet} · ")).unwrap_or_default();
    let amount = analytics::Money::from(amount);
    let rows: Vec<CellsOfRow> = std::iter::once(row).chain(more_rows).collect();
    let opened: Vec<_> = rows.into_iter().map(|row| (row, RwSignal::new(None::<SourceRow>))).collect();
    let places = opened
        .iter()
        .map(|(row, shown)| {
            let (sheet, formula, at, shown) = (sheet.clone(), formula(row), row.at, *shown);
            view! {
                <span class="cell-row">
                    {move || say!(locale, profit.drawer.cell_place, sheet = sheet.as_str(), row = at.row)} " · " {formula}
                </span>
                <OpenRow file=file at=at shown=shown />
            }
        })
        .collect_view();
    let name = file_name.clone();
    view! {
        <div class="cell-source">
            <div class="cell-place">
                <span class="cell-file">{file_name}</span>
                {places}
                {order
                    .map(|order| {
                        view! {
                            <span class="quiet">{move || say!(locale, profit.drawer.cell_order, order = order.as_str())}</span>
                        }
                    })}
                {stated
                    .map(|StatedMoney { amount, currency, rate }| {
                        let money = format::exact_amount(&currency, amount);
                        view! {
                            <span class="quiet">
                                {move || say!(locale, profit.drawer.cell_stated, money = money.as_str(), currency = currency.as_str(), rate = written(rate))} " "
                                <button class="link" data-testid="cell-rate" on:click=move |_| page.view.open_rates()>
                                    {move || say!(locale, profit.rates.change)}
                                </button>
                            </span>
                        }
                    })}
            </div>
            <span class="account-amount"><Exact money=Signal::stored(Some(amount)) /></span>
        </div>
        {opened.into_iter().map(|(row, shown)| view! { <RawRow file_name=name.clone() row=row shown=shown /> }).collect_view()}
    }
}

/// What the cells of a row come to, by the headers over them.
fn formula(row: &CellsOfRow) -> String {
    let name = |column: &SourceColumn| format!("{}（{}）", column.header, column_letters(column.index));
    let joined = |columns: &[SourceColumn]| columns.iter().map(name).collect::<Vec<_>>().join(" ＋ ");
    let sum = |adds: &[SourceColumn], subtracts: &[SourceColumn]| {
        let subtracts = subtracts.iter().map(|column| format!(" − {}", name(column)));
        joined(adds) + &subtracts.collect::<String>()
    };
    let mut text = joined(&row.says);
    if !row.says.is_empty() && !row.adds.is_empty() {
        text.push_str(" → ");
    }
    text.push_str(&sum(&row.adds, &row.subtracts));
    row.times.iter().for_each(|column| text.push_str(&format!(" × {}", name(column))));
    if let Some(ShareWithoutTax { adds, subtracts, total }) = &row.share {
        text.push_str(&format!(" ×〔{}〕÷ {}", sum(adds, subtracts), name(total)));
    }
    text
}

/// Fetches the row as the file has it, or puts it away again.
#[component]
fn OpenRow(file: FileId, at: RowRef, shown: RwSignal<Option<SourceRow>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let open = move |_| {
        if shown.get_untracked().is_some() {
            return shown.set(None);
        }
        page.engine.ask_of_file(file, Request::Row { at }, move |reply| {
            if let Reply::Row(found) = reply {
                shown.try_set(Some(found));
            }
        });
    };
    view! {
        <button class="link" data-testid="source-row" on:click=open>{move || say!(locale, profit.drawer.row_open)}</button>
    }
}

/// The row as the file has it; the cells that were read are marked.
#[component]
fn RawRow(file_name: String, row: CellsOfRow, shown: RwSignal<Option<SourceRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let (at, name) = (row.at, StoredValue::new(file_name));
    let marked: Vec<u32> = row.columns().map(|column| column.index).collect();
    move || {
        shown.get().map(|found| {
            let cell = |(column, (header, cell)): (u32, (String, String))| {
                let is_marked = marked.contains(&column);
                view! { <div class="raw-cell" class:marked=is_marked><dt>{header}</dt><dd>{cell}</dd></div> }
            };
            let cells = (0..).zip(found.cells).map(cell).collect_view();
            view! {
                <div class="raw-row">
                    <p class="quiet">{say!(locale, profit.drawer.row_title, file = name.get_value(), row = at.row)}</p>
                    <dl>{cells}</dl>
                </div>
            }
        })
    }
}

/// The letters Excel gives a column: 0 is A, 26 is AA.
fn column_letters(index: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(u8::try_from(digit).map_or('?', |digit| char::from(b'A' + digit)));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        let letters = [0, 25, 26, 701, 702].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
