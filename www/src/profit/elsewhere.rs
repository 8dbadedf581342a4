//! What the other pages know of the SKU whose account is open, each with the way there.

use std::time::Duration;

use leptos::prelude::*;
use protocol::{Reply, Request, SkuElsewhere, SkuPurchase, SkuStock};

use crate::capacity::pace_name;
use crate::i18n::Locale;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::{format, say, tally};
use export::format::orders::number;

/// How long nothing may change before it is asked.
const REST: Duration = Duration::from_millis(250);

#[component]
pub(super) fn Elsewhere(#[prop(into)] sku: Signal<String>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let known = RwSignal::new(None::<SkuElsewhere>);
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        page.engine.results.track();
        sku.track();
        let now = turn.with_value(|turn| turn.wrapping_add(1));
        turn.set_value(now);
        let ask = move || {
            // Of many moves of a slider only the last is asked about: stock and customers take longer than it does.
            if turn.try_get_value() != Some(now) {
                return;
            }
            page.engine.ask(Request::Elsewhere { sku: sku.get_untracked() }, move |reply| {
                if let Reply::Elsewhere(found) = reply {
                    known.try_set(Some(*found));
                }
            });
        };
        set_timeout(ask, REST);
    });
    let current = Memo::new(move |_| known.get().filter(|known| known.sku == *sku.read()));
    let stock = move || current.read().as_ref().and_then(|known| stock_said(locale, known));
    let buyers = move || current.read().as_ref().and_then(|known| buyers_said(locale, known));
    let line = move |said: String, route: Route, word: &'static str, hook: &'static str| {
        view! {
            <li data-testid=hook>
                {said} " " <a class="link" href=route.fragment() on:click=move |_| page.view.open_sku.set(None)>{word}</a>
            </li>
        }
    };
    move || {
        let (stock, buyers) = (stock(), buyers());
        (stock.is_some() || buyers.is_some()).then(|| {
            view! {
                <ul class="elsewhere" data-testid="elsewhere">
                    {stock.map(|said| line(said, Route::Stock, say!(locale, profit.elsewhere.to_stock), "elsewhere-stock"))}
                    {buyers.map(|said| line(said, Route::Repurchase, say!(locale, profit.elsewhere.to_buyers), "elsewhere-buyers"))}
                </ul>
            }
        })
    }
}

fn stock_said(locale: RwSignal<Locale>, known: &SkuElsewhere) -> Option<String> {
    let there = known.stock.map(|SkuStock { on_hand, cover_days, pace }| {
        let (units, pace) = (format::quantity(on_hand), pace_name(locale.get(), pace));
        match cover_days {
            Some(days) => {
                say!(locale, profit.elsewhere.stock, units = units, days = number(days), pace = pace)
            }
            None => say!(locale, profit.elsewhere.stock_still, units = units, pace = pace),
        }
    });
    let bought = known.purchase.map(|SkuPurchase { order_on, is_due, units, is_held }| {
        let units = format::quantity(units);
        match (is_held, is_due) {
            (true, _) => say!(locale, profit.elsewhere.held, units = units),
            (false, true) => say!(locale, profit.elsewhere.due, units = units),
            (false, false) => say!(locale, profit.elsewhere.later, units = units, day = order_on),
        }
    });
    let said: Vec<String> = there.into_iter().chain(bought).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn buyers_said(locale: RwSignal<Locale>, known: &SkuElsewhere) -> Option<String> {
    let (group, days) = known.first_buyers.as_ref()?;
    let customers = format::count(group.customers);
    Some(match group.rate {
        Some(rate) => tally!(
            locale,
            profit.elsewhere.buyers,
            customers = customers,
            days = *days,
            rate = format::percent(rate),
            returned = format::count(group.returned),
            eligible = format::count(group.eligible)
        ),
        None => tally!(locale, profit.elsewhere.buyers_young, customers = customers, days = *days),
    })
}
