//! The SKU table. The worker holds, sorts and filters it; the page asks for the rows around what can be seen.

use leptos::html::Div;
use leptos::prelude::*;
use protocol::{Reply, Request, SkuColumn as Column, SkuFilter, SkuQuery, SkuWindow};

use super::caption::Caption;
use super::column::{self, Face};
use super::export::TableTools;
use super::row::Row;
use crate::geometry::window;
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::amount::Exact;
use crate::ui::define::Define;
use crate::ui::narrow::use_narrow;

/// Before the table has been measured.
const FIRST_HEIGHT: i32 = 800;

#[component]
pub(super) fn Table() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_narrow = use_narrow();
    let columns = Memo::new(move |_| column::shown(&page.view.columns.read(), is_narrow.get()));
    let template = Memo::new(move |_| column::template(&columns.read(), is_narrow.get()));
    let least_width = Memo::new(move |_| column::least_width(&columns.read(), is_narrow.get()));
    let scrolled = RwSignal::new((0, FIRST_HEIGHT));
    let rows = ask_for_rows(scrolled, is_narrow);
    let body = NodeRef::<Div>::new();
    let measure = move |_| {
        if let Some(body) = body.get_untracked() {
            scrolled.set((body.scroll_top(), body.client_height().max(1)));
        }
    };
    // Another filter or order starts at its top.
    Effect::new(move |before: Option<SkuQuery>| {
        let query = page.view.query();
        if let Some(body) = body.get_untracked().filter(|_| before.is_some_and(|before| before != query)) {
            body.set_scroll_top(0);
        }
        query
    });
    let matching = Memo::new(move |_| rows.with(|rows| rows.matching));
    let indexes = move || {
        rows.with(|rows| {
            let count = u32::try_from(rows.rows.len()).unwrap_or(0);
            rows.query.offset..rows.query.offset + count
        })
    };
    let row_count = move || (matching.get() + 1).to_string();
    view! {
        <section class="table-block">
            <div class="table-top">
                <Caption />
                <TableTools />
            </div>
            <div
                class="sku-table"
                data-testid="sku-table"
                role="table"
                aria-label=move || say!(locale, profit.table.label)
                aria-rowcount=row_count
                data-rows=move || matching.get().to_string()
            >
                <div class="table-scroll" node_ref=body on:scroll=measure tabindex="0">
                    <div class="table-inner" style:min-width=move || least_width.get()>
                    <div class="table-head" role="row" style:grid-template-columns=move || template.get()>
                        <For each=move || columns.get() key=|column| *column let:column>
                            <Heading column=column />
                        </For>
                    </div>
                    <div
                        class="table-body"
                        role="rowgroup"
                        style:height=move || format!("{}px", matching.get() * window::row_height(is_narrow.get()))
                    >
                        <For each=indexes key=|index| *index let:index>
                            <Row index=index rows=rows columns=columns template=template is_narrow=is_narrow />
                        </For>
                    </div>
                    </div>
                    <Show when=move || matching.get() == 0>
                        <NoRows />
                    </Show>
                </div>
                <Totals rows=rows />
            </div>
        </section>
    }
}

/// The window of rows for the view as it is. Answers to questions that are no longer asked are dropped.
fn ask_for_rows(scrolled: RwSignal<(i32, i32)>, is_narrow: Memo<bool>) -> RwSignal<SkuWindow> {
    let page = use_page();
    let rows = RwSignal::new(SkuWindow::default());
    let asked = StoredValue::new(0_u32);
    let query = Memo::new(move |_| {
        let (top, height) = scrolled.get();
        let window = window::window(top, height, is_narrow.get());
        SkuQuery { offset: window.offset, limit: window.limit, ..page.view.query() }
    });
    Effect::new(move || {
        page.engine.results.track();
        let query = query.get();
        let number = asked.get_value() + 1;
        asked.set_value(number);
        page.engine.ask(Request::Skus(query), move |reply| {
            if let (true, Reply::Skus(window)) = (asked.try_get_value() == Some(number), reply) {
                rows.set(window);
            }
        });
    });
    rows
}

#[component]
fn Heading(column: Column) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let sort = page.view.sort;
    let word = Signal::derive(move || column.heading(locale.get()).to_owned());
    let direction = move || match sort.get() {
        (by, descending) if column.sort() == Some(by) => Some(if descending { "descending" } else { "ascending" }),
        _ => None,
    };
    let toggle = move |_| {
        let Some(by) = column.sort() else { return };
        sort.update(|sort| {
            let (before, descending) = *sort;
            *sort = (by, if before == by { !descending } else { column != Column::Sku });
        });
    };
    let named = match column.meaning(locale.get_untracked()) {
        Some(_) => {
            let meaning = Signal::derive(move || column.meaning(locale.get()).unwrap_or_default().to_owned());
            view! { <Define word=word meaning=meaning /> }.into_any()
        }
        None => view! { <span>{move || word.get()}</span> }.into_any(),
    };
    view! {
        <div class="heading" class:numeric=!matches!(column, Column::Sku | Column::Verdict) role="columnheader" aria-sort=direction>
            {named}
            {column
                .sort()
                .map(|_| {
                    view! {
                        <button
                            class="sorter"
                            data-testid=format!("sort-{}", column.name())
                            data-direction=direction
                            aria-label=move || say!(locale, profit.table.sort, column = word.get())
                            on:click=toggle
                        ></button>
                    }
                })}
        </div>
    }
}

#[component]
fn NoRows() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = page.view;
    let clear = move |_| view.show(SkuFilter::All);
    view! {
        <div class="no-rows">
            <p>
                {move || match view.search.get() {
                    search if search.trim().is_empty() => say!(locale, profit.table.none).to_owned(),
                    search => say!(locale, profit.table.none_search, search = search.trim()),
                }}
            </p>
            <button class="button" on:click=clear>{move || say!(locale, profit.table.clear)}</button>
        </div>
    }
}

/// The matching rows with a known cost together.
#[component]
fn Totals(rows: RwSignal<SkuWindow>) -> impl IntoView {
    let locale = use_page().locale;
    // Of rows that are all without a cost there is no total to give.
    let known =
        move |rows: &SkuWindow| (rows.matching > rows.missing_cost || rows.matching == 0).then_some(rows.totals);
    let revenue = Signal::derive(move || rows.with(|rows| known(rows).map(|totals| totals.revenue)));
    let net = Signal::derive(move || rows.with(|rows| known(rows).map(|totals| totals.net())));
    view! {
        <div class="table-foot">
            <span>
                {move || {
                    let (matching, missing) = rows.with(|rows| (rows.matching, rows.missing_cost));
                    let count = format::count(matching - missing);
                    match missing {
                        0 => tally!(locale, profit.table.total, count = count),
                        _ => tally!(locale, profit.table.total_without, count = count, missing = format::count(missing)),
                    }
                }}
            </span>
            <span>{move || say!(locale, words.revenue)} " " <Exact money=revenue /></span>
            <span>{move || say!(locale, words.net)} " " <Exact money=net /></span>
        </div>
    }
}
