//! One SKU in full: what one unit earns, what it would take, and the cells every figure was read from.

use analytics::Money;
use analytics::profit::UNMATCHED_ADS;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{Reply, Request, SkuDetail};

use super::account::Account;
use super::elsewhere::Elsewhere;
use super::refund_only::ReturnLine;
use super::unit_cost::UnitCosts;
use super::verdict::AdviceCard;
use super::waterfall::{Level, Waterfall};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say, word};
use crate::ui::amount::Exact;
use crate::ui::chart::ChartFrame;
use crate::ui::define::Define;
use crate::ui::drawer::{Drawer, Pending, follow};

#[component]
pub(super) fn SkuDrawer() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let open_sku = page.view.open_sku;
    let read = |reply| if let Reply::Sku(detail) = reply { Some(detail) } else { None };
    let (detail, is_gone) = follow(open_sku, |sku| Request::Sku { sku }, read, |detail| &detail.row.sku);
    let is_here = Memo::new(move |_| detail.with(Option::is_some));
    let title = move || {
        let name = detail.with(|detail| detail.as_ref().map(|detail| detail.row.name.clone())).unwrap_or_default();
        names::item(locale.get(), &name, &open_sku.get().unwrap_or_default())
    };
    view! {
        <Drawer
            is_open=Signal::derive(move || open_sku.read().is_some())
            name="drawer"
            title=Signal::derive(title)
            code=Signal::derive(move || open_sku.get().unwrap_or_default())
            close=Callback::new(move |()| open_sku.set(None))
        >
            {move || {
                if is_here.get() {
                    view! { <Detail detail=detail /> }.into_any()
                } else {
                    view! { <Pending is_gone=is_gone gone=word!(locale, profit.drawer.gone) /> }.into_any()
                }
            }}
        </Drawer>
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
    let picture_title = Signal::derive(move || format!("{} {}", sku.get(), say!(locale, profit.drawer.unit_title)));
    let costs = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().map(|detail| detail.unit_costs.clone()).unwrap_or_default())
    });
    let has_units = Memo::new(move |_| {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| !detail.row.profit.blocks.units.is_zero()))
    });
    view! {
        <p class="drawer-verdict" class:loss=is_loss>{verdict}</p>
        <AdviceCard detail=detail />
        <Facts detail=detail />
        <ReturnLine detail=detail />
        <Elsewhere sku=sku />
        <UnitCosts sku=sku costs=costs />
        <Show when=move || has_units.get()>
            <h3>{move || say!(locale, profit.drawer.unit_title)}</h3>
            <ChartFrame hook="picture-sku" title=picture_title>
                <Waterfall level=unit is_shop=false />
            </ChartFrame>
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
    view! {
        <dl class="facts">
            <div>
                <dt>{move || say!(locale, profit.drawer.price)}</dt>
                <dd><Exact money=price /></dd>
            </div>
            <div>
                <dt><Define word=word!(locale, profit.drawer.break_even_price) meaning=word!(locale, define.break_even_price) /></dt>
                <dd><Exact money=break_even /></dd>
            </div>
            <div>
                <dt><Define word=word!(locale, profit.drawer.break_even_roas) meaning=word!(locale, define.break_even_roas) /></dt>
                <dd class="amount">{move || roas().unwrap_or_else(|| "—".to_owned())}</dd>
            </div>
            <div>
                <dt><Define word=word!(locale, profit.drawer.affordable_ads) meaning=word!(locale, define.affordable_ads) /></dt>
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
    if detail.row.sku == UNMATCHED_ADS {
        return td_string!(locale, profit.drawer.unmatched_ads).to_owned();
    }
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
