//! For an order list nobody recognised: which of its columns is what. What is chosen holds for every file with such columns.

use std::collections::{BTreeMap, BTreeSet};

use analytics::config::ColumnChoice;
use analytics::vocabulary::{Field, Kind};
use leptos::prelude::*;
use protocol::{FileCard, FileId};

use super::card::can_be_told;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{names, say};

/// What may be chosen; the first two have to be.
const FIELDS: [Field; 9] = [
    Field::PaidAt,
    Field::Amount,
    Field::Customer,
    Field::Phone,
    Field::OrderId,
    Field::Sku,
    Field::Quantity,
    Field::Status,
    Field::Refund,
];
const NEEDED: [Field; 2] = [Field::PaidAt, Field::Amount];

#[component]
pub(super) fn ColumnChooser(id: FileId, preview: Vec<Vec<String>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let headers = StoredValue::new(headers(&preview));
    let kept = page.engine.config.with_untracked(|config| {
        headers.with_value(|headers| config.mapping.iter().rfind(|choice| fits(choice, headers)).cloned())
    });
    let is_open = RwSignal::new(kept.is_some());
    let chosen =
        RwSignal::new(kept.map_or_else(|| headers.with_value(|headers| guessed(headers)), |kept| kept.columns));
    let is_enough = move || NEEDED.iter().all(|field| chosen.read().contains_key(field));
    let apply = move |_| {
        let choice = ColumnChoice { kind: Kind::OrderLines, columns: chosen.get_untracked() };
        page.engine.change_config(|config| {
            // What was said of such columns before was not meant.
            headers.with_value(|headers| config.mapping.retain(|before| !fits(before, headers)));
            config.mapping.push(choice.clone());
        });
        // It holds for every file with such columns, those that are here first of all.
        let is_meant =
            |card: &&FileCard| card.id == id || can_be_told(card) && fits(&choice, &self::headers(&card.file.preview));
        let files: BTreeSet<FileId> =
            page.engine.shop.with_untracked(|shop| shop.files.iter().filter(is_meant).map(|card| card.id).collect());
        files.into_iter().for_each(|file| page.engine.read_again(file));
    };
    let field = move |field: Field| {
        let value = move || chosen.with(|chosen| chosen.get(&field).cloned().unwrap_or_default());
        let choose = move |event| {
            let header = event_target_value(&event);
            chosen.update(|chosen| {
                if header.is_empty() {
                    chosen.remove(&field)
                } else {
                    chosen.insert(field, header)
                };
            });
        };
        let option = |header: String| {
            let text = header.clone();
            view! { <option value=header>{text}</option> }
        };
        view! {
            <label class="column-choice">
                <span>
                    {move || names::field(locale.get(), field)}
                    {NEEDED
                        .contains(&field)
                        .then(|| view! { " " <span class="quiet">{move || say!(locale, repurchase.chooser.needed)}</span> })}
                </span>
                <select class="store" data-testid=format!("column-{}", field.name()) prop:value=value on:change=choose>
                    <option value="">{move || say!(locale, repurchase.chooser.none)}</option>
                    {headers.with_value(|headers| headers.iter().cloned().map(option).collect_view())}
                </select>
            </label>
        }
    };
    view! {
        <div class="column-chooser" data-testid="column-chooser">
            <button
                class="button"
                data-testid="column-open"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {move || say!(locale, repurchase.chooser.open)}
            </button>
            <Show when=move || is_open.get()>
                <p class="quiet">{move || say!(locale, repurchase.chooser.lead)}</p>
                <div class="column-choices">{FIELDS.into_iter().map(field).collect_view()}</div>
                <button class="button primary" data-testid="column-apply" disabled=move || !is_enough() on:click=apply>
                    {move || say!(locale, repurchase.chooser.apply)}
                </button>
            </Show>
        </div>
    }
}

/// Whether a table with these headers has every column of the choice.
fn fits(choice: &ColumnChoice, headers: &[String]) -> bool {
    choice.columns.values().all(|column| headers.contains(column))
}

/// The row of the preview that has most cells filled, the first of several.
fn headers(preview: &[Vec<String>]) -> Vec<String> {
    let filled = |row: &&Vec<String>| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let row = preview.iter().rev().max_by_key(filled);
    row.into_iter().flatten().filter(|cell| !cell.trim().is_empty()).cloned().collect()
}

/// The columns that are called what the field is called.
fn guessed(headers: &[String]) -> BTreeMap<Field, String> {
    let is_called = |header: &str, field: Field| {
        let header = header.trim().to_lowercase();
        [names::field(Locale::zh_CN, field), names::field(Locale::en, field), field.name()]
            .into_iter()
            .any(|name| name.to_lowercase() == header)
    };
    FIELDS
        .into_iter()
        .filter_map(|field| Some((field, headers.iter().find(|header| is_called(header, field))?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_the_first_fullest_row() {
        let row = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        let preview =
            [row(&["2026 年订单", "", ""]), row(&["买家", "时间", "金额"]), row(&["小王", "2026-05-01", "9.9"])];
        assert_eq!(headers(&preview), row(&["买家", "时间", "金额"]));
        assert_eq!(headers(&[]), Vec::<String>::new());
    }

    #[test]
    fn a_column_called_like_the_field_is_chosen() {
        let headers: Vec<String> = ["quantity", "等级"].map(str::to_owned).to_vec();
        assert_eq!(guessed(&headers), BTreeMap::from([(Field::Quantity, "quantity".to_owned())]));
    }
}
