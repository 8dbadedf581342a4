//! One SKU in full: what one unit earns, what it would take, and the cells every figure was read from.

use analytics::Money;
use leptos::ev::keydown;
use leptos::html::Aside;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{Reply, Request, SkuDetail};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::account::Account;
use super::unit_cost::UnitCosts;
use super::waterfall::{Level, Waterfall};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;
use crate::ui::define::Define;

/// How the question for a SKU stands.
#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Asked,
    Here(Box<SkuDetail>),
    /// Not in the books of this scope.
    Gone,
}

#[component]
pub(super) fn Drawer() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let open_sku = page.view.open_sku;
    let answer = RwSignal::new(Answer::Asked);
    Effect::new(move || {
        page.engine.results.track();
        let Some(sku) = open_sku.get() else { return };
        let is_another = answer.with_untracked(|answer| match answer {
            Answer::Here(detail) => detail.row.sku != sku,
            Answer::Asked | Answer::Gone => true,
        });
        if is_another {
            answer.set(Answer::Asked);
        }
        page.engine.ask(Request::Sku { sku: sku.clone() }, move |reply| {
            if open_sku.with_untracked(|open| open.as_ref() != Some(&sku)) {
                return;
            }
            answer.try_set(match reply {
                Reply::Sku(detail) => Answer::Here(detail),
                _ => Answer::Gone,
            });
        });
    });
    let close = move || open_sku.set(None);
    let listener = window_event_listener(keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() {
            close();
        }
    });
    on_cleanup(move || listener.remove());
    let panel = NodeRef::<Aside>::new();
    // Where the keyboard was, to return there.
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move || match panel.get() {
        Some(panel) => {
            came_from.set_value(document().active_element().and_then(|element| element.dyn_into().ok()));
            panel.focus().ok();
        }
        None => {
            if let Some(element) = came_from.try_update_value(Option::take).flatten() {
                element.focus().ok();
            }
        }
    });
    let detail = Memo::new(move |_| match answer.get() {
        Answer::Here(detail) => Some(*detail),
        Answer::Asked | Answer::Gone => None,
    });
    let is_here = Memo::new(move |_| detail.with(Option::is_some));
    view! {
        <Show when=move || open_sku.read().is_some()>
            <aside class="drawer" data-testid="drawer" role="dialog" aria-labelledby="drawer-title" tabindex="-1" node_ref=panel>
                <header class="aside-head">
                    <div>
                        <h2 id="drawer-title">
                            {move || {
                                detail.with(|detail| {
                                    detail.as_ref().map(|detail| detail.row.name.clone()).filter(|name| !name.is_empty())
                                })
                                .or_else(|| open_sku.get())
                            }}
                        </h2>
                        <p class="sku-code">{move || open_sku.get()}</p>
                    </div>
                    <button class="quiet-button" data-testid="close-drawer" on:click=move |_| close()>
                        {move || say!(locale, profit.drawer.close)}
                    </button>
                </header>
                {move || {
                    if is_here.get() {
                        return view! { <Detail detail=detail /> }.into_any();
                    }
                    let said = move || match answer.get() {
                        Answer::Gone => say!(locale, profit.drawer.gone),
                        Answer::Asked | Answer::Here(_) => say!(locale, profit.drawer.loading),
                    };
                    view! { <p class="quiet">{said}</p> }.into_any()
                }}
            </aside>
        </Show>
    }
}

#[component]
fn Detail(detail: Memo<Option<SkuDetail>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let with = move |pick: fn(&SkuDetail, bool) -> Level, is_per_unit: bool| {
        Memo::new(move |_| {
            detail.with(|detail| detail.as_ref().map(|detail| pick(detail, is_per_unit)).unwrap_or_default())
        })
    };
    let (unit, all) = (with(Level::of_sku, true), with(Level::of_sku, false));
    let verdict =
        move || detail.with(|detail| detail.as_ref().map(|detail| verdict(locale.get(), &currency.read(), detail)));
    let is_loss = move || {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.row.profit.is_loss_making() == Some(true)))
    };
    let sku = Signal::derive(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.row.sku.clone()).unwrap_or_default())
    });
    let costs = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().map(|detail| detail.unit_costs.clone()).unwrap_or_default())
    });
    let has_units = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| !detail.row.profit.blocks.units.is_zero()))
    });
    view! {
        <p class="drawer-verdict" class:loss=is_loss>{verdict}</p>
        <Facts detail=detail />
        <UnitCosts sku=sku costs=costs />
        <Show when=move || has_units.get()>
            <h3>{move || say!(locale, profit.drawer.unit_title)}</h3>
            <Waterfall level=unit is_shop=false />
        </Show>
        <h3>
            {move || {
                let units = detail.with(|detail| {
                    detail.as_ref().map(|detail| format::quantity(detail.row.profit.blocks.units)).unwrap_or_default()
                });
                say!(locale, profit.drawer.total_title, units = units)
            }}
        </h3>
        <div class="full-account">
            <Account level=all block=None />
            {analytics::vocabulary::Block::ALL
                .iter()
                .map(|&block| view! { <Account level=all block=Some(block) /> })
                .collect_view()}
            <Platforms detail=detail />
        </div>
    }
}

/// What it would take: price, return on ads, ads per order.
#[component]
fn Facts(detail: Memo<Option<SkuDetail>>) -> impl IntoView {
    let locale = use_page().locale;
    let money = move |pick: fn(&SkuDetail) -> Option<Money>| {
        Signal::derive(move || detail.with(|detail| detail.as_ref().and_then(pick)))
    };
    let price = money(|detail| detail.row.profit.blocks.revenue.per(detail.row.profit.blocks.units));
    let break_even = money(|detail| detail.row.profit.break_even_price());
    let ads = money(|detail| detail.row.profit.affordable_ads_per_order());
    let roas = move || {
        detail.with(|detail| detail.as_ref().and_then(|detail| detail.row.profit.break_even_roas()).map(format::ratio))
    };
    macro_rules! word {
        ($($key:tt)*) => { Signal::derive(move || say!(locale, $($key)*).to_owned()) };
    }
    view! {
        <dl class="facts">
            <div>
                <dt>{move || say!(locale, profit.drawer.price)}</dt>
                <dd><Exact money=price /></dd>
            </div>
            <div>
                <dt><Define word=word!(profit.drawer.break_even_price) meaning=word!(define.break_even_price) /></dt>
                <dd><Exact money=break_even /></dd>
            </div>
            <div>
                <dt><Define word=word!(profit.drawer.break_even_roas) meaning=word!(define.break_even_roas) /></dt>
                <dd class="amount">{move || roas().unwrap_or_else(|| "—".to_owned())}</dd>
            </div>
            <div>
                <dt><Define word=word!(profit.drawer.affordable_ads) meaning=word!(define.affordable_ads) /></dt>
                <dd>
                    {move || match ads.get() {
                        Some(ads) if ads.is_negative() => say!(locale, profit.drawer.ads_none).into_any(),
                        _ => view! { <Exact money=ads /> }.into_any(),
                    }}
                </dd>
            </div>
        </dl>
    }
}

/// Where a SKU is sold on several platforms, what it leaves on each.
#[component]
fn Platforms(detail: Memo<Option<SkuDetail>>) -> impl IntoView {
    let locale = use_page().locale;
    let platforms = Memo::new(move |_| {
        detail.with(|detail| {
            let detail = detail.as_ref()?;
            let has_cost = detail.row.profit.has_cost;
            let net = detail.platforms.iter().map(|(platform, blocks)| (*platform, has_cost.then(|| blocks.net())));
            Some(net.collect::<Vec<_>>()).filter(|platforms| platforms.len() > 1)
        })
    });
    move || {
        platforms.get().map(|platforms| {
            let line = |(platform, net)| {
                view! {
                    <div class="account-line" role="listitem">
                        <span class="account-name">{names::source(locale.get(), platform)}</span>
                        <span class="account-amount"><Exact money=Signal::stored(net) /></span>
                    </div>
                }
            };
            view! {
                <h3>{say!(locale, profit.drawer.platforms)}</h3>
                <div class="account" role="list">{platforms.into_iter().map(line).collect_view()}</div>
            }
        })
    }
}

/// What one unit does, in words.
fn verdict(locale: Locale, currency: &str, detail: &SkuDetail) -> String {
    let profit = &detail.row.profit;
    if !profit.has_cost {
        return td_string!(locale, profit.drawer.no_cost).to_owned();
    }
    let Some(per_unit) = profit.net_per_unit() else {
        return td_string!(locale, profit.drawer.nothing_sold).to_owned();
    };
    let amount = format::exact(currency, per_unit.abs());
    match (profit.loss_block(), profit.margin()) {
        (Some(block), _) => {
            td_string!(locale, profit.drawer.loses, amount = amount, block = names::block(locale, block))
        }
        (None, Some(margin)) => {
            td_string!(locale, profit.drawer.earns, amount = amount, margin = format::percent(margin))
        }
        (None, None) => td_string!(locale, profit.drawer.earns_plain, amount = amount),
    }
}
