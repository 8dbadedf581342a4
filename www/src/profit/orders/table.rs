//! The order table. The worker computes the orders when this is first shown, and answers window by window.

use leptos::html::Div;
use leptos::prelude::*;
use protocol::{OrderColumn, OrderFilter, OrderQuery, OrderWindow, Reply, Request, TableFormat};

use super::chips::OrderChips;
use super::column;
use super::row::Row;
use crate::geometry::window;
use crate::profit::caption::Caption;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::amount::Exact;
use crate::ui::download;
use crate::ui::narrow::use_narrow;

/// Before the table has been measured.
const FIRST_HEIGHT: i32 = 800;

/// After the results have been still for this long the orders follow.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(200);

#[component]
pub(in crate::profit) fn OrderTable() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_narrow = use_narrow();
    let columns = Memo::new(move |_| column::shown(is_narrow.get()));
    let template = Memo::new(move |_| column::template(is_narrow.get()));
    let scrolled = RwSignal::new((0, FIRST_HEIGHT));
    let (rows, is_here) = ask_for_rows(scrolled, is_narrow);
    let body = NodeRef::<Div>::new();
    let measure = move |_| {
        if let Some(body) = body.get_untracked() {
            scrolled.set((body.scroll_top(), body.client_height().max(1)));
        }
    };
    // Another filter or order starts at its top.
    Effect::new(move |before: Option<OrderQuery>| {
        let query = page.view.order_query();
        if let Some(body) = body.get_untracked().filter(|_| before.is_some_and(|before| before != query)) {
            body.set_scroll_top(0);
        }
        query
    });
    let counts = Memo::new(move |_| rows.with(|rows| rows.counts));
    let matching = Memo::new(move |_| rows.with(|rows| rows.matching));
    let indexes = move || {
        rows.with(|rows| {
            let count = u32::try_from(rows.rows.len()).unwrap_or(0);
            rows.query.offset..rows.query.offset + count
        })
    };
    view! {
        <OrderChips counts=counts />
        <section class="table-block">
            <div class="table-top">
                <Caption />
                <Tools />
            </div>
            <div
                class="sku-table"
                data-testid="orders-table"
                role="table"
                aria-label=move || say!(locale, profit.orders.label)
                aria-busy=move || (!is_here.get()).to_string()
                aria-rowcount=move || (matching.get() + 1).to_string()
                data-rows=move || is_here.get().then(|| matching.get().to_string())
            >
                <div class="table-scroll" node_ref=body on:scroll=measure tabindex="0">
                    <div class="table-inner" class:orders-inner=move || !is_narrow.get()>
                        <div class="table-head" role="row" style:grid-template-columns=move || template.get()>
                            <For each=move || columns.get().iter().copied() key=|column| *column let:column>
                                <Heading column=column />
                            </For>
                        </div>
                        <div class="table-body" role="rowgroup" style:height=move || format!("{}px", matching.get() * window::row_height(is_narrow.get()))>
                            <For each=indexes key=|index| *index let:index>
                                <Row index=index rows=rows columns=columns template=template is_narrow=is_narrow />
                            </For>
                        </div>
                    </div>
                    <Show when=move || matching.get() == 0>
                        {move || if is_here.get() {
                            view! { <NoRows /> }.into_any()
                        } else {
                            view! { <p class="no-rows">{say!(locale, profit.drawer.loading)}</p> }.into_any()
                        }}
                    </Show>
                </div>
                <Totals rows=rows />
            </div>
        </section>
    }
}

/// The window of rows for the view as it is, and whether the first answer is here. Answers to questions that are no
/// longer asked are dropped.
fn ask_for_rows(scrolled: RwSignal<(i32, i32)>, is_narrow: Memo<bool>) -> (RwSignal<OrderWindow>, RwSignal<bool>) {
    let page = use_page();
    let (rows, is_here) = (RwSignal::new(OrderWindow::default()), RwSignal::new(false));
    let asked = StoredValue::new(0_u32);
    let query = Memo::new(move |_| {
        let (top, height) = scrolled.get();
        let window = window::window(top, height, is_narrow.get());
        OrderQuery { offset: window.offset, limit: window.limit, ..page.view.order_query() }
    });
    let ask = move |query: OrderQuery, number: u32| {
        page.engine.ask(Request::Orders(query), move |reply| {
            if let (true, Reply::Orders(window)) = (asked.try_get_value() == Some(number), reply) {
                rows.set(window);
                is_here.set(true);
            }
        });
    };
    Effect::new(move |before: Option<u32>| {
        let results = page.engine.results.get();
        let query = query.get();
        let number = asked.get_value() + 1;
        asked.set_value(number);
        if before.is_none_or(|before| before == results) {
            ask(query, number);
        } else {
            // All orders are computed anew. While a slider moves that would stand in the way of its own answer.
            let later = move || {
                if asked.try_get_value() == Some(number) {
                    ask(query, number);
                }
            };
            set_timeout(later, SETTLED);
        }
        results
    });
    (rows, is_here)
}

#[component]
fn Heading(column: OrderColumn) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let sort = page.view.order_sort;
    let direction = move || match sort.get() {
        (by, descending) if column::sort(column) == Some(by) => {
            Some(if descending { "descending" } else { "ascending" })
        }
        _ => None,
    };
    let toggle = move |_| {
        let Some(by) = column::sort(column) else { return };
        sort.update(|sort| {
            let (before, descending) = *sort;
            // What loses most comes first, and so does the latest day.
            let first = !matches!(column, OrderColumn::Net | OrderColumn::Order | OrderColumn::Store);
            *sort = (by, if before == by { !descending } else { first });
        });
    };
    let sorter = move || {
        column::sort(column).map(|_| {
            view! {
                <button
                    class="sorter"
                    data-testid=format!("orders-sort-{}", column::name(column))
                    data-direction=direction
                    aria-label=move || say!(locale, profit.table.sort, column = column::heading(column, locale.get()))
                    on:click=toggle
                ></button>
            }
        })
    };
    view! {
        <div class="heading" class:numeric=column::is_numeric(column) role="columnheader" aria-sort=direction>
            <span>{move || column::heading(column, locale.get())}</span>
            {sorter()}
        </div>
    }
}

#[component]
fn Tools() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    let export = move |format: TableFormat| {
        let query = untrack(|| page.view.order_query());
        let words = Box::new(column::words(locale.get_untracked()));
        page.engine.ask(Request::ExportOrders { query, format, words }, move |reply| {
            let Reply::Download { name, bytes } = reply else { return has_failed.set(true) };
            has_failed.set(download::save(&name, &bytes).is_none());
        });
    };
    view! {
        <div class="table-tools">
            <Show when=move || has_failed.get()>
                <span class="loss">{move || say!(locale, profit.table.export_failed)}</span>
            </Show>
            <button class="link" data-testid="orders-export-xlsx" on:click=move |_| export(TableFormat::Xlsx)>
                {move || say!(locale, profit.table.export_xlsx)}
            </button>
            <button class="link" data-testid="orders-export-csv" on:click=move |_| export(TableFormat::Csv)>
                {move || say!(locale, profit.table.export_csv)}
            </button>
        </div>
    }
}

#[component]
fn NoRows() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = page.view;
    let clear = move |_| {
        view.order_filter.set(OrderFilter::All);
        view.order_search.set(String::new());
    };
    view! {
        <div class="no-rows">
            <p>
                {move || match view.order_search.get() {
                    search if search.trim().is_empty() => say!(locale, profit.orders.none).to_owned(),
                    search => say!(locale, profit.orders.none_search, search = search.trim()),
                }}
            </p>
            <button class="button" on:click=clear>{move || say!(locale, profit.table.clear)}</button>
        </div>
    }
}

/// The matching orders together, and what belongs to no order.
#[component]
fn Totals(rows: RwSignal<OrderWindow>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let revenue = Signal::derive(move || rows.with(|rows| Some(rows.totals.revenue)));
    let net = Signal::derive(move || rows.with(|rows| Some(rows.totals.net())));
    let count = move || match rows.with(|rows| rows.matching) {
        1 => say!(locale, profit.orders.total_one).to_owned(),
        count => say!(locale, profit.orders.total, count = format::count(count)),
    };
    let idle = move || {
        let ads = rows.with(|rows| rows.ads_without_orders);
        let shown = format::exact(&currency.read(), ads);
        (!ads.is_zero()).then(|| say!(locale, profit.orders.idle_ads, amount = shown))
    };
    view! {
        <div class="table-foot">
            <span>{count} " " {idle}</span>
            <span>{move || say!(locale, words.revenue)} " " <Exact money=revenue /></span>
            <span>{move || say!(locale, words.net)} " " <Exact money=net /></span>
        </div>
    }
}
