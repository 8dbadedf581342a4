//! How many orders the shop can carry, what gives first, how near that is, and what to do; and what to buy for them.

mod brake;
mod compare;
mod followed;
mod forecast;
mod gantt;
mod gauges;
mod headline;
mod heat;
mod levers;
mod load_chart;
mod names;
mod plan;
mod settings;
mod slow;
mod spike;
mod stock_headline;
mod view;

use leptos::prelude::*;

use self::brake::BrakeCard;
use self::compare::CompareLoad;
use self::followed::AfterCrossing;
use self::forecast::ForecastNotes;
use self::gauges::Gauges;
use self::headline::{Sentence, TrustLine};
use self::heat::Heat;
use self::load_chart::LoadChart;
pub(crate) use self::names::pace as pace_name;
use self::plan::{ReplenishmentPlan, StockTemplate};
use self::settings::{Problems, Questions, SettingsPanel};
pub(crate) use self::settings::{SettingField, Unit};
use self::slow::{BullwhipLine, SizeCurves, SlowStock};
use self::spike::Simulator;
use self::stock_headline::{StockSentence, StockTrustLine};
pub(crate) use self::view::View;
use self::view::{of_report, use_view};
use crate::profit::Stores;
use crate::shop::use_page;
use crate::text::say;
use crate::ui::empty::{self, EmptyPage};

#[component]
pub(crate) fn CapacityPage() -> impl IntoView {
    view! { <OfLoad asks=Asks::Orders /> }
}

#[component]
pub(crate) fn StockPage() -> impl IntoView {
    view! { <OfLoad asks=Asks::Stock /> }
}

/// What a page asks of the load.
#[derive(Clone, Copy)]
enum Asks {
    /// How many orders the shop carries.
    Orders,
    /// What to buy.
    Stock,
}

/// A page of what the shop carries: it needs orders that were paid.
#[component]
fn OfLoad(asks: Asks) -> impl IntoView {
    let page = use_page();
    let has_orders = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.is_some()));
    let is_reading = Memo::new(move |_| page.engine.is_reading());
    Effect::new(move || {
        if !has_orders.get() {
            page.capacity.forget_answers();
        }
    });
    move || match (has_orders.get(), is_reading.get()) {
        (true, _) => view! { <Paid asks=asks /> }.into_any(),
        (false, true) => view! { <Coming asks=asks /> }.into_any(),
        (false, false) => view! { <Empty asks=asks /> }.into_any(),
    }
}

/// The page of a shop that has orders, with its settings beside it.
#[component]
fn Paid(asks: Asks) -> impl IntoView {
    let page = use_page();
    let view = use_view();
    view::follow(page);
    let has_paid = Memo::new(move |_| view.report.with(|report| report.as_ref().map(|report| report.as_of.is_some())));
    let is_open = Memo::new(move |_| view.settings.with(Option::is_some));
    view! {
        <Show
            when=move || has_paid.get() == Some(true)
            fallback=move || if has_paid.get().is_none() { view! { <Coming asks=asks /> }.into_any() } else { view! { <Empty asks=asks /> }.into_any() }
        >
            <div class="profit capacity" class:with-aside=move || is_open.get()>
                <div class="profit-main">
                    {match asks {
                        Asks::Orders => view! { <Carried /> }.into_any(),
                        Asks::Stock => view! { <Stocked /> }.into_any(),
                    }}
                </div>
                <Show when=move || is_open.get()>
                    <SettingsPanel />
                </Show>
            </div>
        </Show>
    }
}

/// How many orders the shop carries.
#[component]
fn Carried() -> impl IntoView {
    view! {
        <Sentence />
        <TrustLine />
        <Problems />
        <Questions />
        <Part />
        <CompareLoad asks=Asks::Orders />
        <Gauges />
        <div class="load-and-brake">
            <div>
                <LoadChart />
                <AfterCrossing />
            </div>
            <BrakeCard />
        </div>
        <Simulator />
        <Heat />
        <ForecastNotes />
    }
}

/// What to buy, and what does not sell.
#[component]
fn Stocked() -> impl IntoView {
    view! {
        <StockSentence />
        <StockTrustLine />
        <Problems />
        <Part />
        <CompareLoad asks=Asks::Stock />
        <ReplenishmentPlan />
        <SlowStock />
        <BullwhipLine />
        <SizeCurves />
    }
}

/// Which store and which warehouse it is about.
#[component]
fn Part() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let summary = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.clone()));
    let warehouses = of_report(|report| report.warehouses.clone());
    let choose = move |event| {
        let name = event_target_value(&event);
        view.warehouse.set(warehouses.with_untracked(|all| all.contains(&name)).then_some(name));
    };
    let options = move || {
        let chosen = view.warehouse.get();
        let option = |name: String| {
            let is_chosen = chosen.as_ref() == Some(&name);
            view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }
        };
        warehouses.get().into_iter().map(option).collect_view()
    };
    view! {
        <div class="scope">
            {move || summary.with(Option::is_some).then(|| {
                let known = Memo::new(move |before: Option<&protocol::ProfitSummary>| {
                    summary.get().or_else(|| before.cloned()).unwrap_or_else(crate::profit::nothing)
                });
                view! { <Stores summary=known /> }
            })}
            <Show when=move || warehouses.with(|all| all.len() > 1)>
                <select class="store" data-testid="warehouse" aria-label=move || say!(locale, capacity.warehouse) on:change=choose>
                    <option value="">{move || say!(locale, capacity.all_warehouses)}</option>
                    {options}
                </select>
            </Show>
        </div>
    }
}

/// The shape of what comes.
#[component]
fn Coming(asks: Asks) -> impl IntoView {
    let locale = use_page().locale;
    let said = move || match asks {
        Asks::Orders => say!(locale, capacity.coming),
        Asks::Stock => say!(locale, capacity.stock.coming),
    };
    view! {
        <empty::Coming said=Signal::derive(said) rows=6 />
    }
}

/// What to bring.
#[component]
fn Empty(asks: Asks) -> impl IntoView {
    let locale = use_page().locale;
    let title = move || match asks {
        Asks::Orders => say!(locale, capacity.empty.title),
        Asks::Stock => say!(locale, capacity.stock.empty_title),
    };
    let lead = move || match asks {
        Asks::Orders => say!(locale, capacity.empty.lead),
        Asks::Stock => say!(locale, capacity.stock.empty_lead),
    };
    view! {
        <EmptyPage title=Signal::derive(title) lead=Signal::derive(lead)>
            <ul class="bring">
                <li>{move || say!(locale, capacity.empty.orders)}</li>
                <li>{move || say!(locale, capacity.empty.stock)} " " <StockTemplate /></li>
                {matches!(asks, Asks::Orders).then(|| view! {
                    <li>{move || say!(locale, capacity.empty.service)}</li>
                    <li>{move || say!(locale, capacity.empty.reviews)}</li>
                })}
            </ul>
        </EmptyPage>
    }
}
