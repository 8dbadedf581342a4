//! What is looked at, kept in the address: the page, the period and the store, filter, order and search of a table, and
//! what is open. So that back and forward lead through it, a reload keeps it, and it can be bookmarked.
//!
//! An entry of the browser's history that this module wrote says everything; a link inside the page names a page alone and
//! leaves the rest as it is.

use std::collections::BTreeMap;

use analytics::Day;
use analytics::profit::Scope;
use analytics::vocabulary::Source;
use leptos::ev;
use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use protocol::{OrderFilter, OrderId, OrderSort, SkuFilter, SkuSort};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use crate::route::Route;
use crate::share;
use crate::shop::Page;

/// All that an address says.
#[derive(Clone, Debug, Default, PartialEq)]
struct Address {
    route: Route,
    scope: Scope,
    skus: TableState<SkuFilter, SkuSort>,
    /// The SKU whose account is open.
    sku: Option<String>,
    orders: TableState<OrderFilter, OrderSort>,
    /// The order whose account is open.
    order: Option<OrderId>,
}

/// What of a table is shown.
#[derive(Clone, Debug, Default, PartialEq)]
struct TableState<Filter, Sort> {
    filter: Filter,
    sort: Sort,
    descending: bool,
    search: String,
}

/// Letters, digits and what needs no escape in a fragment stand as they are, other alphabets too once the browser shows them.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b':');

/// The parameters of a fragment in the order of their writing.
#[derive(Default)]
struct Writer(String);

impl Writer {
    fn put(&mut self, name: &str, value: &str) {
        let sign = if self.0.is_empty() { '?' } else { '&' };
        self.0 += &format!("{sign}{name}={}", utf8_percent_encode(value, ESCAPED));
    }

    /// What is as it is at first is not said.
    fn put_changed<T: Serialize + PartialEq>(&mut self, name: &str, value: &T, first: &T) {
        if value != first {
            self.put(name, &word(value));
        }
    }

    fn table<Filter, Sort>(&mut self, now: &TableState<Filter, Sort>, first: &TableState<Filter, Sort>)
    where
        Filter: Serialize + PartialEq,
        Sort: Serialize + PartialEq,
    {
        self.put_changed("show", &now.filter, &first.filter);
        if (&now.sort, now.descending) != (&first.sort, first.descending) {
            self.put("sort", &word(&now.sort));
            self.put("order", if now.descending { "down" } else { "up" });
        }
        if !now.search.is_empty() {
            self.put("find", &now.search);
        }
    }
}

/// A choice from a closed list as one word: `LossMaking`, and with a choice inside it `Block.ads`.
fn word<T: Serialize>(choice: &T) -> String {
    match serde_json::to_value(choice) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(inner)) => {
            let parts = inner.into_iter().filter_map(|(name, inner)| Some(format!("{name}.{}", inner.as_str()?)));
            parts.collect()
        }
        _ => String::new(),
    }
}

/// `None` for a word that is none.
fn choice<T: DeserializeOwned>(word: &str) -> Option<T> {
    let value = match word.split_once('.') {
        Some((name, inner)) => Value::Object(Map::from_iter([(name.to_owned(), inner.into())])),
        None => word.into(),
    };
    serde_json::from_value(value).ok()
}

impl Address {
    /// What is looked at when nothing was chosen.
    fn first() -> Address {
        let skus = TableState { descending: true, ..TableState::default() };
        Address { skus, ..Address::default() }
    }

    fn write(&self) -> String {
        let mut writer = Writer::default();
        let Address { route, scope, skus, sku, orders, order } = self;
        let first = Address::first();
        for (name, day) in [("from", scope.from), ("to", scope.to)] {
            if let Some(day) = day {
                writer.put(name, &day.to_string());
            }
        }
        if let Some(platform) = scope.platform {
            writer.put("platform", platform.name());
        }
        if let Some(store) = &scope.store {
            writer.put("store", store);
        }
        match route {
            Route::Profit => {
                writer.table(skus, &first.skus);
                if let Some(sku) = sku {
                    writer.put("sku", sku);
                }
            }
            Route::Orders => {
                writer.table(orders, &first.orders);
                if let Some(OrderId { platform, id }) = order {
                    writer.put("open", &format!("{}:{id}", platform.name()));
                }
            }
            // No other page has a table whose choices are in the address.
            _ => {}
        }
        format!("{}{}", route.fragment(), writer.0)
    }

    /// What a fragment says; the rest is as in `before`, whose tables the other pages have.
    fn read(fragment: &str, before: &Address) -> Address {
        let (page, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let parameters: BTreeMap<&str, String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, percent_decode_str(value).decode_utf8_lossy().into_owned()))
            .collect();
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let day = |name: &str| get(name).and_then(Day::parse);
        let route = Route::of_fragment(page);
        let first = Address::first();
        let mut address = Address {
            route,
            scope: Scope {
                from: day("from"),
                to: day("to"),
                platform: get("platform").and_then(Source::from_name),
                store: get("store").map(str::to_owned),
            },
            ..before.clone()
        };
        match route {
            Route::Profit => {
                address.skus = table(&get, first.skus);
                address.sku = get("sku").map(str::to_owned);
            }
            Route::Orders => {
                address.orders = table(&get, first.orders);
                let open = get("open").and_then(|open| open.split_once(':'));
                address.order = open.and_then(|(platform, id)| {
                    Some(OrderId { platform: Source::from_name(platform)?, id: id.to_owned() })
                });
            }
            _ => {}
        }
        address
    }
}

fn table<'a, Filter: DeserializeOwned, Sort: DeserializeOwned>(
    get: &impl Fn(&str) -> Option<&'a str>,
    first: TableState<Filter, Sort>,
) -> TableState<Filter, Sort> {
    TableState {
        filter: get("show").and_then(choice).unwrap_or(first.filter),
        sort: get("sort").and_then(choice).unwrap_or(first.sort),
        descending: get("order").map_or(first.descending, |order| order == "down"),
        search: get("find").unwrap_or_default().to_owned(),
    }
}

/// Keeps the address and what is looked at together.
pub(crate) fn follow(page: Page) {
    let fragment = || window().location().hash().unwrap_or_default();
    // What the address says comes first: before it is written for the first time.
    if fragment().contains('?') {
        show(page, Address::read(&fragment(), &untrack(|| now(page))));
    }
    let last = StoredValue::new(untrack(|| now(page)));
    Effect::new(move || {
        let now = now(page);
        let text = now.write();
        let mark = page.shop_mark();
        let is_known = fragment() == text && written(&mark);
        let before = last.get_value();
        last.set_value(now.clone());
        if !is_known {
            // A search is typed letter by letter, and is one step all the same.
            let goes_on = |before: &str, now: &str| !before.is_empty() && before != now;
            let is_typing =
                goes_on(&before.skus.search, &now.skus.search) || goes_on(&before.orders.search, &now.orders.search);
            // A link of the page has made an entry of its own, which only has to say the rest.
            let is_named = !written(&mark);
            record(&text, &mark, is_typing || is_named);
        }
    });
    let listener = window_event_listener(ev::popstate, move |_| {
        if share::is_asked_for() {
            // A link to a report, opened in this tab, is another page.
            return drop(window().location().reload());
        }
        let before = untrack(|| now(page));
        // An address that was typed says it all too; one of another shop names a page of this one.
        if written(&untrack(|| page.shop_mark())) || (state().is_none() && fragment().contains('?')) {
            show(page, Address::read(&fragment(), &before));
        } else {
            page.route.set(Route::of_fragment(fragment().split('?').next().unwrap_or_default()));
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whose entry of the history is on the screen; `None` for a link and for what was typed.
fn state() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Whether the entry on the screen was written here, for the shop that is open.
fn written(mark: &str) -> bool {
    state().is_some_and(|state| state == mark)
}

fn record(fragment: &str, mark: &str, replaces: bool) {
    let Ok(history) = window().history() else { return };
    let state = JsValue::from_str(mark);
    let done = if replaces {
        history.replace_state_with_url(&state, "", Some(fragment))
    } else {
        history.push_state_with_url(&state, "", Some(fragment))
    };
    // Browsers refuse a hundred changes in half a minute; the next one says it all again.
    done.ok();
}

/// What is looked at.
fn now(page: Page) -> Address {
    let view = page.view;
    let (sort, descending) = view.sort.get();
    let skus = TableState { filter: view.filter.get(), sort, descending, search: view.search.get() };
    let (sort, descending) = view.order_sort.get();
    let orders = TableState { filter: view.order_filter.get(), sort, descending, search: view.order_search.get() };
    Address {
        route: page.route.get(),
        scope: page.engine.scope.get(),
        skus,
        sku: view.open_sku.get(),
        orders,
        order: view.open_order.get(),
    }
}

/// Looks at what an address says; what is as it was is not touched.
fn show(page: Page, address: Address) {
    let view = page.view;
    let Address { route, scope, skus, sku, orders, order } = address;
    change(page.route, route);
    if page.engine.scope.with_untracked(|before| *before != scope) {
        page.engine.set_scope(scope);
    }
    change(view.filter, skus.filter);
    change(view.sort, (skus.sort, skus.descending));
    change(view.search, skus.search);
    change(view.open_sku, sku);
    change(view.order_filter, orders.filter);
    change(view.order_sort, (orders.sort, orders.descending));
    change(view.order_search, orders.search);
    change(view.open_order, order);
}

fn change<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::vocabulary::Block;

    #[track_caller]
    fn check(address: &Address, text: &str) {
        assert_eq!(address.write(), text);
        assert_eq!(Address::read(text, &Address::first()), *address);
    }

    #[test]
    fn an_address_is_read_as_it_was_written() {
        check(&Address::first(), "#/import");
        let mut address = Address { route: Route::Profit, ..Address::first() };
        check(&address, "#/profit");
        address.scope = Scope {
            from: Day::parse("2026-05-02"),
            to: None,
            platform: Some(Source::Alibaba1688),
            store: Some("小满 & 店".to_owned()),
        };
        address.skus = TableState {
            filter: SkuFilter::LossMaking,
            sort: SkuSort::Block(Block::AfterSales),
            descending: false,
            search: "杯=1".to_owned(),
        };
        address.sku = Some("TX-W?F".to_owned());
        check(
            &address,
            "#/profit?from=2026-05-02&platform=1688&store=%E5%B0%8F%E6%BB%A1%20%26%20%E5%BA%97&show=LossMaking\
             &sort=Block.after_sales&order=up&find=%E6%9D%AF%3D1&sku=TX-W%3FF",
        );
        let order = Some(OrderId { platform: Source::Taobao, id: "25:7".to_owned() });
        let address = Address { route: Route::Orders, order, ..Address::first() };
        check(&address, "#/orders?open=taobao:25:7");
    }

    #[test]
    fn what_makes_no_sense_is_as_at_first() {
        let read =
            Address::read("#/profit?from=soon&platform=moon&show=Best&sort=Block.tax&order=&x&=", &Address::first());
        let skus = TableState { descending: false, ..Address::first().skus };
        assert_eq!(read, Address { route: Route::Profit, skus, ..Address::first() });
        assert_eq!(Address::read("#/nowhere?%FF", &Address::first()), Address::first());
    }
}
