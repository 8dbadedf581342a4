//! How a figure is worked out, the cells of the seller's own files behind it, and on demand the row they stand in.

use analytics::profit::{Claim, Component};
use leptos::prelude::*;
use protocol::{Reply, Request, SourceCell, SourceRow, StatedMoney, Subject};

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
    let row = RwSignal::new(None::<SourceRow>);
    let (file, at) = (cell.file, cell.at);
    let open = move |_| {
        if row.get_untracked().is_some() {
            return row.set(None);
        }
        page.engine.ask_of_file(file, Request::Row { at }, move |reply| {
            if let Reply::Row(found) = reply {
                row.try_set(Some(found));
            }
        });
    };
    let sheet = cell.sheet.map(|sheet| format!("{sheet} · ")).unwrap_or_default();
    let columns: Vec<String> =
        cell.columns.iter().map(|(header, index)| format!("{header}（{}）", column_letters(*index))).collect();
    let columns = columns.join(" ＋ ");
    let amount = analytics::Money::from(cell.amount);
    let name = StoredValue::new(cell.file_name.clone());
    let stated = cell.stated;
    let order = cell.order;
    let marked: Vec<String> = cell.columns.into_iter().map(|(header, _)| header).collect();
    let marked = StoredValue::new(marked);
    view! {
        <div class="cell-source">
            <div class="cell-place">
                <span class="cell-file">{cell.file_name}</span>
                <span>
                    {move || say!(locale, profit.drawer.cell_place, sheet = sheet.as_str(), row = at.row)} " · " {columns}
                </span>
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
                <button class="link" data-testid="source-row" on:click=open>{move || say!(locale, profit.drawer.row_open)}</button>
            </div>
            <span class="account-amount"><Exact money=Signal::stored(Some(amount)) /></span>
        </div>
        {move || {
            row.get()
                .map(|row| {
                    let cells = row
                        .cells
                        .into_iter()
                        .map(|(header, cell)| {
                            let is_marked = marked.with_value(|marked| marked.contains(&header));
                            view! { <div class="raw-cell" class:marked=is_marked><dt>{header}</dt><dd>{cell}</dd></div> }
                        })
                        .collect_view();
                    view! {
                        <div class="raw-row">
                            <p class="quiet">
                                {say!(locale, profit.drawer.row_title, file = name.get_value(), row = at.row)}
                            </p>
                            <dl>{cells}</dl>
                        </div>
                    }
                })
        }}
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
