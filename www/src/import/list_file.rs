//! The list of files as a table to take away: what each holds, and what became of its money.

use export::ExportCell;
use leptos::prelude::*;
use protocol::{FileCard, MoneyIn};

use super::card;
use crate::shop::use_page;
use crate::text::{names, say};
use crate::ui::export::{ExportShown, Part, Shown};

/// A line for each file, and for each currency of its money.
#[component]
pub(super) fn ListFile() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shown = move || {
        let heading = |word: &str, meaning| (word.to_owned(), meaning);
        let columns = vec![
            heading(say!(locale, import.list.file), None),
            heading(say!(locale, import.list.source), None),
            heading(say!(locale, import.list.kind), None),
            heading(say!(locale, import.list.from), None),
            heading(say!(locale, import.list.to), None),
            heading(say!(locale, import.list.rows), None),
            heading(say!(locale, import.list.set_aside), None),
            heading(say!(locale, shell.file.currency), None),
            heading(say!(locale, import.list.total), None),
            heading(say!(locale, import.list.counted), Some(say!(locale, define.counted))),
            heading(say!(locale, import.list.confirms), Some(say!(locale, define.confirms))),
            heading(say!(locale, import.list.buckets), Some(say!(locale, define.buckets))),
        ];
        let of_card = |card: &FileCard| {
            let file = &card.file;
            let day =
                |day: Option<analytics::Day>| day.map_or(ExportCell::Blank, |day| ExportCell::Text(day.to_string()));
            let (from, to) = file.period.unzip();
            let kind = if card::is_unread(card) {
                say!(locale, words.kind.unknown)
            } else {
                names::kind(locale.get(), file.kind)
            };
            let begin = vec![
                ExportCell::Text(file.name.clone()),
                ExportCell::Text(names::source(locale.get(), file.source).to_owned()),
                ExportCell::Text(kind.to_owned()),
                day(from),
                day(to),
                ExportCell::Count(file.rows),
                ExportCell::Count(file.set_aside),
            ];
            let line = |money: Option<&MoneyIn>| {
                let fates = money.map(|money| money.fates);
                let currency = money.map_or(ExportCell::Blank, |money| ExportCell::Text(money.currency.clone()));
                let mut cells = begin.clone();
                cells.extend([
                    currency,
                    ExportCell::money(fates.map(|fates| fates.total)),
                    ExportCell::money(fates.map(|fates| fates.counted)),
                    ExportCell::money(fates.map(|fates| fates.confirms)),
                    ExportCell::money(fates.map(|fates| fates.buckets)),
                ]);
                cells
            };
            if card.money.is_empty() {
                vec![line(None)]
            } else {
                card.money.iter().map(|money| line(Some(money))).collect()
            }
        };
        let rows = page.engine.shop.with(|shop| shop.files.iter().flat_map(of_card).collect());
        Shown { title: say!(locale, import.list.title).to_owned(), columns, rows }
    };
    view! {
        <Show when=move || page.engine.shop.with(|shop| !shop.files.is_empty())>
            <ExportShown hooks=["export-files", "export-files-csv"] table=shown part=Part::Files />
        </Show>
    }
}
