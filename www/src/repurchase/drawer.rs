//! One customer in full: orders over platforms, what came back, value and tags.

use analytics::repurchase::clv::Outlook;
use leptos::prelude::*;
use protocol::{CustomerDetail, NEWEST_ORDERS, OrderRow, Reply, Request};

use super::list::Reveal;
use super::names;
use super::view::use_view;
use crate::shop::use_page;
use crate::text::{format, names as trade, say, tally, word};
use crate::ui::amount::Exact;
use crate::ui::drawer::{Drawer, Pending, follow};

#[component]
pub(super) fn CustomerDrawer() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let question = move |customer| {
        // The segment is of the scores.
        view.scores.track();
        Request::Customer { customer, reveals: view.reveals.get() }
    };
    let read = |reply| if let Reply::Customer(detail) = reply { Some(detail) } else { None };
    let (detail, is_gone) = follow(view.open, question, read, |detail| &detail.row.customer);
    let title =
        move || detail.with(|detail| detail.as_ref().map(|detail| detail.row.label.clone())).unwrap_or_default();
    let subtitle = move || {
        let said = |detail: &CustomerDetail| {
            let name = |(platform, name): &(Option<_>, String)| match platform {
                Some(platform) => format!("{} {name}", trade::source(locale.get(), *platform)),
                None => name.clone(),
            };
            detail.names.iter().map(name).collect::<Vec<_>>().join(" = ")
        };
        detail.with(|detail| detail.as_ref().map(said)).unwrap_or_default()
    };
    view! {
        <Drawer
            is_open=Signal::derive(move || view.open.read().is_some())
            name="customer-drawer"
            title=Signal::derive(title)
            code=Signal::derive(subtitle)
            close=Callback::new(move |()| view.open.set(None))
        >
            {move || match detail.get() {
                Some(detail) => view! { <Detail detail=detail /> }.into_any(),
                None => view! { <Pending is_gone=is_gone gone=word!(locale, repurchase.drawer.gone) /> }.into_any(),
            }}
        </Drawer>
    }
}

#[component]
fn Detail(detail: CustomerDetail) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let currency = page.currency();
    let CustomerDetail { row, rhythm, given_back, outlook, orders, .. } = detail;
    let said = move || {
        tally!(
            locale,
            repurchase.drawer.said,
            count = row.purchases,
            revenue = format::short(locale.get(), &currency.read(), row.revenue)
        )
    };
    let fact = |name: Signal<&'static str>, value: Signal<String>| {
        view! {
            <div>
                <dt>{move || name.get()}</dt>
                <dd>{move || value.get()}</dd>
            </div>
        }
    };
    let net = move || row.net.map_or_else(|| "—".to_owned(), |net| format::exact(&currency.read(), net));
    let usual = move || match rhythm {
        Some(days) => tally!(locale, repurchase.drawer.every, days = days),
        None => say!(locale, repurchase.cannot_tell).to_owned(),
    };
    let has_repeated = row.purchases > 1;
    let alive = move || match outlook {
        Some(Outlook { alive: Some(alive), .. }) => likely(alive),
        Some(_) if has_repeated => say!(locale, repurchase.drawer.nobody_leaves).to_owned(),
        _ => say!(locale, repurchase.cannot_tell).to_owned(),
    };
    let is_cut = orders.len() >= NEWEST_ORDERS;
    let expected = move || {
        let value = |outlook: Outlook| {
            let purchases = format!("{:.1}", outlook.purchases);
            match outlook.revenue {
                Some(revenue) => {
                    let revenue = format::short(locale.get(), &currency.read(), revenue);
                    tally!(locale, repurchase.drawer.purchases_worth, count = purchases, revenue = revenue)
                }
                None => tally!(locale, repurchase.drawer.purchases, count = purchases),
            }
        };
        outlook.map_or_else(|| say!(locale, repurchase.cannot_tell).to_owned(), value)
    };
    let tags = row.tags.clone();
    let segment = row.segment.clone();
    let order = move |order: OrderRow| {
        let id = order.order.clone();
        let net = (!order.is_partial).then(|| order.blocks.net());
        let facts = [trade::source(locale.get(), order.order.platform).to_owned(), order.store.clone()];
        let facts = facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ");
        view! {
            <div class="order-line" role="listitem" data-testid="customer-order">
                <span>
                    {order.day.to_string()} " " <span class="quiet">{facts}</span> " "
                    <button class="link sku-code" on:click=move |_| {
                        view.open.set(None);
                        page.view.show_order(id.clone());
                    }>{order.order.id.clone()}</button>
                    {order.is_refunded.then(|| view! { " " <span class="tag">{say!(locale, repurchase.drawer.refunded)}</span> })}
                </span>
                <span><Exact money=Signal::stored(Some(order.blocks.revenue)) /></span>
                <span><Exact money=Signal::stored(net) /></span>
            </div>
        }
    };
    view! {
        <p class="drawer-verdict">{said}</p>
        <p class="drawer-tags">
            {move || view.report.with(|report| report.as_ref().map(|report| names::segment(locale.get(), report, &segment)))} " "
            {move || {
                tags.iter()
                    .map(|tag| view! { <span class="tag plain">{names::tag(locale.get(), tag)}</span> " " })
                    .collect_view()
            }}
            <Reveal hook="drawer-reveal" />
        </p>
        <dl class="facts">
            {fact(word!(locale, repurchase.column.net), Signal::derive(net))}
            {fact(word!(locale, repurchase.drawer.rhythm), Signal::derive(usual))}
            {fact(word!(locale, repurchase.column.first), Signal::stored(row.first.to_string()))}
            {fact(word!(locale, repurchase.column.last), Signal::stored(row.last.to_string()))}
            {fact(word!(locale, repurchase.drawer.given_back), Signal::derive(move || tally!(locale, repurchase.identity.alike, count = given_back)))}
            {fact(word!(locale, repurchase.drawer.alive), Signal::derive(alive))}
            {fact(word!(locale, repurchase.drawer.expected), Signal::derive(expected))}
        </dl>
        <h3>{move || say!(locale, repurchase.drawer.orders)}</h3>
        <div class="order-lines customer-orders" role="list">{move || orders.iter().cloned().map(order).collect_view()}</div>
        {move || is_cut.then(|| view! { <p class="quiet">{say!(locale, repurchase.drawer.newest, count = NEWEST_ORDERS)}</p> })}
    }
}

/// A chance of being active. A model is never certain, so it is not printed as if it were.
fn likely(chance: f64) -> String {
    if chance > 0.99 {
        ">99%".to_owned()
    } else if chance < 0.01 {
        "<1%".to_owned()
    } else {
        format::percent(chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chance_is_printed_as_certain() {
        assert_eq!(
            [1.0, 0.9996, 0.983, 0.5, 0.0004, 0.0].map(likely),
            [">99%", ">99%", "98.3%", "50.0%", "<1%", "<1%"]
        );
    }
}
