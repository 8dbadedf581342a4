//! One order in full: its lines, what every block took, and the cells every figure was read from.

use analytics::Money;
use analytics::vocabulary::Block;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{LineRow, OrderDetail, Reply, Request};

use crate::i18n::Locale;
use crate::profit::account::Account;
use crate::profit::waterfall::{Level, Waterfall};
use crate::shop::use_page;
use crate::text::{format, names, say, word};
use crate::ui::amount::Exact;
use crate::ui::chart::ChartFrame;
use crate::ui::drawer::{Drawer, Pending, follow};

#[component]
pub(crate) fn OrderDrawer() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let open_order = page.view.open_order;
    let read = |reply| if let Reply::Order(detail) = reply { Some(detail) } else { None };
    let (detail, is_gone) = follow(open_order, Request::Order, read, |detail| &detail.row.order);
    // Another order is another set of figures, whose lists start closed.
    let shown = Memo::new(move |_| detail.with(|detail| detail.as_ref().map(|detail| detail.row.order.clone())));
    let title = move || {
        open_order
            .with(|order| order.as_ref().map(|order| say!(locale, profit.drawer.cell_order, order = order.id.as_str())))
    };
    let code = move || {
        let said = |detail: &OrderDetail| {
            let platform = names::source(locale.get(), detail.row.order.platform);
            let parts = [detail.row.day.to_string(), platform.to_owned(), detail.row.store.clone()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        };
        detail.with(|detail| detail.as_ref().map(said)).unwrap_or_default()
    };
    view! {
        <Drawer
            is_open=Signal::derive(move || open_order.read().is_some())
            name="order-drawer"
            title=Signal::derive(move || title().unwrap_or_default())
            code=Signal::derive(code)
            close=Callback::new(move |()| open_order.set(None))
        >
            {move || {
                if shown.get().is_some() {
                    view! { <Detail detail=detail /> }.into_any()
                } else {
                    view! { <Pending is_gone=is_gone gone=word!(locale, profit.orders.gone) /> }.into_any()
                }
            }}
        </Drawer>
    }
}

#[component]
fn Detail(detail: Memo<Option<OrderDetail>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let level = Memo::new(move |_| detail.with(|detail| detail.as_ref().map(Level::of_order).unwrap_or_default()));
    let verdict =
        move || detail.with(|detail| detail.as_ref().map(|detail| verdict(locale.get(), &currency.read(), detail)));
    let is_loss =
        move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.row.blocks.net() < Money::ZERO));
    let lines = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().map(|detail| detail.lines.clone()).unwrap_or_default())
    });
    let open_sku = move |sku: &String| {
        page.view.open_order.set(None);
        page.view.open_sku.set(Some(sku.clone()));
    };
    let line = move |line: LineRow| {
        let net = line.has_cost.then(|| line.blocks.net());
        let revenue = Some(line.blocks.revenue);
        let name = if line.name.is_empty() { line.sku.clone() } else { line.name.clone() };
        let sku = line.sku.clone();
        view! {
            <div class="order-line" role="listitem">
                <span>
                    {name} " "
                    <button class="link sku-code" on:click=move |_| open_sku(&sku)>{line.sku}</button>
                </span>
                <span class="amount">"× " {format::quantity(line.blocks.units)}</span>
                <span><Exact money=Signal::stored(revenue) /></span>
                <span title=net.is_none().then(|| say!(locale, profit.unknown.missing_cost))>
                    <Exact money=Signal::stored(net) />
                </span>
            </div>
        }
    };
    view! {
        <p class="drawer-verdict" class:loss=is_loss>{verdict}</p>
        <h3>{move || say!(locale, profit.orders.lines)}</h3>
        <div class="order-lines" role="list">
            <div class="order-line heading" aria-hidden="true">
                <span>{move || say!(locale, profit.column.sku)}</span>
                <span>{move || say!(locale, profit.column.units)}</span>
                <span>{move || say!(locale, words.revenue)}</span>
                <span>{move || say!(locale, words.net)}</span>
            </div>
            {move || lines.get().into_iter().map(line).collect_view()}
        </div>
        <h3>{move || say!(locale, profit.orders.account)}</h3>
        <ChartFrame hook="picture-order" title=word!(locale, profit.orders.account)>
            <Waterfall level=level is_shop=false />
        </ChartFrame>
        <h3>{move || say!(locale, profit.drawer.account)}</h3>
        <div class="full-account">
            <Account level=level block=None />
            {Block::ALL.iter().map(|&block| view! { <Account level=level block=Some(block) /> }).collect_view()}
        </div>
    }
}

/// What the order left, in words.
fn verdict(locale: Locale, currency: &str, detail: &OrderDetail) -> String {
    let row = &detail.row;
    if !row.has_net() {
        return td_string!(locale, profit.orders.no_cost).to_owned();
    }
    let net = row.blocks.net();
    let amount = format::exact(currency, net.abs());
    let said = match row.blocks.loss_block() {
        Some(block) => td_string!(locale, profit.orders.loses, amount = amount, block = names::block(locale, block)),
        None => td_string!(locale, profit.orders.earns, amount = amount),
    };
    if row.is_partial { format!("{said}{}", td_string!(locale, profit.orders.is_partial)) } else { said }
}
