//! What is left of every sale.

mod account;
mod assumption;
mod buckets;
mod cells;
mod chips;
mod column;
mod drawer;
mod export;
mod headline;
mod row;
mod scope;
mod table;
mod unit_cost;
mod view;
mod waterfall;

use analytics::Money;
use analytics::profit::{Blocks, Scope};
use analytics::vocabulary::Basis;
use leptos::prelude::*;
use protocol::{ProfitSummary, SkuCounts};

use self::assumption::Assumptions;
use self::buckets::Buckets;
use self::chips::Chips;
use self::drawer::Drawer;
use self::headline::Quiet;
pub(crate) use self::headline::Sentence;
use self::scope::ScopeControls;
use self::table::Table;
pub(crate) use self::view::View;
use self::waterfall::{Level, Waterfall};
use crate::engine::FileState;
use crate::import::SampleButton;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::say;

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
    let summary = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.clone().unwrap_or_else(nothing)));
    let level = Memo::new(move |_| summary.with(Level::of_summary));
    let is_assuming = page.view.is_assuming;
    view! {
        <div class="profit" class:with-aside=move || is_assuming.get()>
            <div class="profit-main">
                <Sentence />
                <Quiet summary=summary />
                <ScopeControls summary=summary />
                <section id="waterfall" class="block">
                    <Waterfall level=level is_shop=true />
                </section>
                <Chips summary=summary />
                <Table />
                <Buckets summary=summary />
            </div>
            <Show when=move || is_assuming.get()>
                <Assumptions summary=summary />
            </Show>
        </div>
        <Drawer />
    }
}

/// Books without an entry, for the moment in which the last file is taken out and the page changes.
fn nothing() -> ProfitSummary {
    ProfitSummary {
        as_of: None,
        basis: Basis::Paid,
        currency: String::new(),
        scope: Scope::default(),
        whole_period: None,
        period: None,
        stores: Vec::new(),
        sold: Blocks::default(),
        totals: Blocks::default(),
        assumed: [Money::ZERO; 6],
        components: Vec::new(),
        platforms: Vec::new(),
        counts: SkuCounts::default(),
        lost: Money::ZERO,
        assumptions: Vec::new(),
        buckets: Vec::new(),
    }
}

/// The shape of what comes, while the first files are read.
#[component]
fn Reading() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let name = Memo::new(move |_| {
        page.engine.files.with(|files| {
            let reading = files.iter().find(|file| matches!(file.state, FileState::Reading { .. }));
            reading.or(files.first()).map(|file| file.name.clone()).unwrap_or_default()
        })
    });
    view! {
        <div class="profit reading" aria-busy="true">
            <p class="sentence">{move || say!(locale, profit.reading, name = name.get())}</p>
            <div class="shape" aria-hidden="true">
                {(0..8).map(|_| view! { <div class="shape-row"><span></span><span></span></div> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <div class="profit empty">
            <h1>{move || say!(locale, profit.empty.title)}</h1>
            <p class="lead">{move || say!(locale, profit.empty.lead)}</p>
            <div class="drop-actions">
                <a class="button primary" href=Route::Import.fragment()>{move || say!(locale, profit.empty.open)}</a>
                <SampleButton />
            </div>
        </div>
    }
}
