//! The order table. The worker computes the orders when this is first shown.

use leptos::prelude::*;
use protocol::{OrderFilter, OrderQuery, OrderWindow, Reply, Request};

use super::chips::OrderChips;
use super::column;
use super::row::row;
use crate::profit::caption::Caption;
use crate::profit::long_table::{LongTable, NoRows, Scroll, Totals};
use crate::shop::use_page;
use crate::text::{format, say, tally, word};
use crate::ui::export::Export;

/// After the results have been still for this long the orders follow.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(200);

#[component]
pub(in crate::profit) fn OrderTable() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = page.view;
    let scroll = Scroll::new();
    let columns = Memo::new(move |_| column::shown(scroll.is_narrow.get()));
    let (rows, is_here) = ask_for_rows(scroll);
    scroll.restart_with(move || view.order_query());
    let counts = Memo::new(move |_| rows.with(|rows| rows.counts));
    let matching = Memo::new(move |_| rows.with(|rows| rows.matching));
    let none = move || match view.order_search.get() {
        search if search.trim().is_empty() => say!(locale, profit.orders.none).to_owned(),
        search => say!(locale, profit.orders.none_search, search = search.trim()),
    };
    let clear = move |()| {
        view.order_filter.set(OrderFilter::All);
        view.order_search.set(String::new());
    };
    let export = move |format| {
        let words = Box::new(column::words(page, locale.get()));
        Some(Request::ExportOrders { query: view.order_query(), format, words })
    };
    view! {
        <OrderChips counts=counts />
        <section>
            <div class="table-top">
                <Caption />
                <div class="table-tools">
                    <Export hooks=["orders-export-xlsx", "orders-export-csv"] request=export />
                </div>
            </div>
            <div
                class="sku-table"
                data-testid="orders-table"
                aria-busy=move || (!is_here.get()).to_string()
                data-rows=move || is_here.get().then(|| matching.get().to_string())
            >
                <LongTable scroll=scroll rows=rows columns=columns sort=view.order_sort hook="orders-sort" label=word!(locale, profit.orders.label) row=row>
                    <Show
                        when=move || is_here.get()
                        fallback=move || view! { <p class="no-rows">{move || say!(locale, profit.drawer.loading)}</p> }
                    >
                        <NoRows said=Signal::derive(none) clear=Callback::new(clear) />
                    </Show>
                </LongTable>
                <Foot rows=rows />
            </div>
        </section>
    }
}

/// The window of rows for the view as it is, and whether the first answer is here. Answers to questions that are no
/// longer asked are dropped.
fn ask_for_rows(scroll: Scroll) -> (RwSignal<OrderWindow>, RwSignal<bool>) {
    let page = use_page();
    let (rows, is_here) = (RwSignal::new(OrderWindow::default()), RwSignal::new(false));
    let asked = StoredValue::new(0_u32);
    let query = Memo::new(move |_| {
        let window = scroll.window();
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

/// The matching orders together, and what belongs to no order.
#[component]
fn Foot(rows: RwSignal<OrderWindow>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let revenue = Signal::derive(move || rows.with(|rows| Some(rows.totals.revenue)));
    let net = Signal::derive(move || rows.with(|rows| Some(rows.totals.net())));
    let count = move || tally!(locale, profit.orders.total, count = format::count(rows.read().matching));
    let idle = move || {
        let ads = rows.with(|rows| rows.ads_without_orders);
        let shown = format::exact(&currency.read(), ads);
        (!ads.is_zero()).then(|| say!(locale, profit.orders.idle_ads, amount = shown))
    };
    view! { <Totals revenue=revenue net=net>{count} " " {idle}</Totals> }
}
