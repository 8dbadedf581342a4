//! What is left of every sale.

mod account;
mod assumption;
mod basis;
mod buckets;
mod caption;
mod cells;
mod chips;
mod claims;
mod column;
mod compare;
mod drawer;
mod elsewhere;
mod export;
mod headline;
mod long_table;
mod months;
mod orders;
mod refund_only;
mod row;
mod scenario;
mod scope;
mod store_fees;
mod table;
mod unit_cost;
mod verdict;
mod view;
mod waterfall;
mod what_if;

use analytics::Money;
use analytics::profit::{Blocks, PaidOrders, ReturnCosts, Scope};
use analytics::vocabulary::Basis;
use leptos::prelude::*;
use protocol::{ProfitSummary, SkuCounts, WholeTotals};

use self::assumption::Assumptions;
use self::basis::BasisLine;
use self::buckets::Buckets;
use self::chips::Chips;
use self::compare::Compare;
use self::drawer::SkuDrawer;
pub(crate) use self::headline::Sentence;
use self::headline::{Covered, RefundsToCome, TrustLine};
use self::months::Months;
pub(crate) use self::orders::OrderDrawer;
use self::orders::OrderTable;
use self::refund_only::ReturnRule;
use self::scenario::Scenarios;
use self::scope::ScopeControls;
pub(crate) use self::scope::{PartControls, Stores, choose_days};
use self::table::Table;
use self::view::SidePanel;
pub(crate) use self::view::View;
use self::waterfall::{Level, Waterfall};
use self::what_if::WhatIf;
use crate::engine::FileState;
use crate::rates::RatesLine;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::chart::ChartFrame;
use crate::ui::empty::{Coming, EmptyPage};
use crate::ui::sides::Sides;

#[component]
pub(crate) fn ProfitPage() -> impl IntoView {
    let page = use_page();
    let has_profit = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.is_some()));
    let is_reading = Memo::new(move |_| page.engine.is_reading());
    move || match (has_profit.get(), is_reading.get()) {
        (true, _) => view! { <Books /> }.into_any(),
        (false, true) => view! { <Reading /> }.into_any(),
        (false, false) => view! { <Empty /> }.into_any(),
    }
}

/// The page of a shop that has orders.
#[component]
fn Books() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let summary = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.clone().unwrap_or_else(nothing)));
    let level = Memo::new(move |_| summary.with(Level::of_summary));
    let side_panel = page.view.side_panel;
    let is_orders = Memo::new(move |_| page.route.get() == Route::Orders);
    view! {
        <div class="profit" class:with-aside=move || side_panel.get().is_some()>
            <div class="profit-main">
                <Sentence />
                <TrustLine summary=summary />
                <RatesLine />
                <ScopeControls summary=summary />
                <BasisLine summary=summary />
                <Compare summary=summary />
                <section id="waterfall" class="block">
                    <Covered summary=summary />
                    <ChartFrame hook="picture-waterfall" title=word!(locale, profit.waterfall.title)>
                        <Waterfall level=level is_shop=true />
                    </ChartFrame>
                    <RefundsToCome summary=summary />
                    <ReturnRule summary=summary />
                </section>
                <Months summary=summary />
                <Scenarios />
                <Tables />
                {move || {
                    if is_orders.get() {
                        view! { <OrderTable /> }.into_any()
                    } else {
                        view! { <Chips summary=summary /> <Table /> }.into_any()
                    }
                }}
                <Buckets summary=summary />
            </div>
            {move || match side_panel.get() {
                Some(SidePanel::Assumptions) => view! { <Assumptions summary=summary /> }.into_any(),
                Some(SidePanel::WhatIf) => view! { <WhatIf summary=summary /> }.into_any(),
                None => ().into_any(),
            }}
        </div>
        <SkuDrawer />
        <OrderDrawer />
    }
}

/// By SKU or by order.
#[component]
fn Tables() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <Sides
            id="skus"
            label=word!(locale, profit.sides.label)
            sides=[
                (Route::Profit, "nav-skus", word!(locale, profit.sides.skus)),
                (Route::Orders, "nav-orders", word!(locale, profit.sides.orders)),
            ]
        />
    }
}

/// Books without an entry, for the moment in which the last file is taken out and the page changes.
pub(crate) fn nothing() -> ProfitSummary {
    ProfitSummary {
        as_of: None,
        basis: Basis::Paid,
        bases: Vec::new(),
        basis_before: None,
        currency: String::new(),
        scope: Scope::default(),
        whole_period: None,
        whole: WholeTotals::default(),
        period: None,
        stores: Vec::new(),
        all: Blocks::default(),
        paid: PaidOrders::default(),
        range: None,
        refunds_due: None,
        totals: Blocks::default(),
        assumed: [Money::ZERO; 6],
        components: Vec::new(),
        platforms: Vec::new(),
        counts: SkuCounts::default(),
        lost: Money::ZERO,
        assumptions: Vec::new(),
        buckets: Vec::new(),
        return_costs: ReturnCosts::default(),
    }
}

/// The shape of what comes, while the first files are read.
#[component]
pub(crate) fn Reading() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let name = Memo::new(move |_| {
        page.engine.files.with(|files| {
            let reading = files.iter().find(|file| matches!(file.state, FileState::Reading { .. }));
            reading.or(files.first()).map(|file| file.name.clone()).unwrap_or_default()
        })
    });
    view! {
        <Coming said=Signal::derive(move || say!(locale, profit.reading, name = name.get())) rows=8 />
    }
}

#[component]
pub(crate) fn Empty() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <EmptyPage title=word!(locale, profit.empty.title) lead=word!(locale, profit.empty.lead) />
    }
}
