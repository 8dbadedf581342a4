//! Who comes back, what brings them back, and what they are worth.

mod cohorts;
mod compare;
mod curve;
mod drawer;
mod drivers;
mod goods;
mod grid;
mod headline;
mod identity;
mod letters;
mod list;
mod names;
mod offers;
mod path;
mod segments;
mod tags;
mod thresholds;
mod value;
mod value_curve;
mod view;

use leptos::prelude::*;

use self::cohorts::CohortTable;
use self::compare::CompareCustomers;
use self::curve::{Curve, PurchaseSwitch, Windows};
use self::drawer::CustomerDrawer;
use self::drivers::Drivers;
use self::goods::{Agents, Goods};
use self::grid::{Grid, ScoringSwitch};
use self::headline::{PeriodMeans, Sentence, TrustLine};
use self::identity::{Gaps, IdentityPanel, Unusable, is_unusable};
use self::letters::Letters;
use self::list::List;
use self::offers::{Membership, Offers};
use self::segments::Segments;
use self::tags::Tags;
use self::thresholds::Thresholds;
use self::value::Value;
use self::value_curve::ValueCurve;
pub(crate) use self::view::View;
use self::view::{follow, of_report, use_view};
use crate::profit::{Empty, OrderDrawer, PartControls, Reading, nothing};
use crate::route::Route;
use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::empty::Shape;
use crate::ui::later::Later;
use crate::ui::sides::Sides;

#[component]
pub(crate) fn RepurchasePage() -> impl IntoView {
    let page = use_page();
    let has_orders = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.is_some()));
    let is_reading = Memo::new(move |_| page.engine.is_reading());
    move || match (has_orders.get(), is_reading.get()) {
        (true, _) => view! { <Customers /> }.into_any(),
        (false, true) => view! { <Reading /> }.into_any(),
        (false, false) => view! { <Empty /> }.into_any(),
    }
}

/// The page of a shop that has orders.
#[component]
fn Customers() -> impl IntoView {
    let page = use_page();
    follow(page);
    let view = use_view();
    let summary = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.clone().unwrap_or_else(nothing)));
    let is_here = Memo::new(move |_| view.report.with(Option::is_some));
    let is_unusable = is_unusable();
    let has_customers = of_report(|report| report.repeat.customers > 0);
    let is_known = Memo::new(move |_| has_customers.get() && view.scores.with(Option::is_some));
    view! {
        <div class="profit repurchase">
            <Show when=move || is_unusable.get()>
                <Unusable />
            </Show>
            <Show when=move || is_known.get()>
                <Sentence />
                <TrustLine />
                <Gaps />
            </Show>
            <div class="scope">
                <PartControls summary=summary />
            </div>
            <PeriodMeans />
            <Show when=move || !is_here.get()>
                <Shape rows=8 />
            </Show>
            <Show when=move || is_known.get()>
                <CompareCustomers />
                <Report />
            </Show>
            <Show when=move || is_unusable.get()>
                <IdentityPanel />
            </Show>
        </div>
        <CustomerDrawer />
        <OrderDrawer />
    }
}

/// Everything that is counted of known customers, in three sides: who comes back, whom to turn to, what it would bring.
#[component]
fn Report() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let side = Memo::new(move |_| page.route.get());
    view! {
        <IdentityPanel />
        <Sides
            id="customer-sides"
            label=word!(locale, repurchase.sides.label)
            sides=[
                (Route::Repurchase, "nav-returning", word!(locale, repurchase.sides.returning)),
                (Route::Customers, "nav-customers", word!(locale, repurchase.sides.customers)),
                (Route::Offers, "nav-offers", word!(locale, repurchase.sides.offers)),
            ]
        />
        {move || match side.get() {
            Route::Customers => view! { <Lists /> }.into_any(),
            Route::Offers => view! { <Worth /> }.into_any(),
            _ => view! { <Returning /> }.into_any(),
        }}
    }
}

/// Who comes back, and after what.
#[component]
fn Returning() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <section class="block">
            <h2>{move || say!(locale, repurchase.curve.title)}</h2>
            <PurchaseSwitch />
            <div class="pair">
                <Curve />
                <div>
                    <Windows />
                    <ValueCurve />
                </div>
            </div>
        </section>
        <Later frames=1>
            <CohortTable />
        </Later>
        <Later frames=2>
            <Drivers />
            <Agents />
            <Goods />
        </Later>
    }
}

/// Whom to turn to.
#[component]
fn Lists() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <div class="pair">
            <section>
                <h2>{move || say!(locale, repurchase.rfm.title)}</h2>
                <ScoringSwitch />
                <Grid />
                <Thresholds />
            </section>
            <section>
                <Segments />
            </section>
        </div>
        <Later frames=1>
            <Tags />
            <List />
        </Later>
        <Later frames=2>
            <Letters />
        </Later>
    }
}

/// What customers are worth, and what an offer would bring.
#[component]
fn Worth() -> impl IntoView {
    view! {
        <Value />
        <Later frames=1>
            <Offers />
            <Membership />
        </Later>
    }
}
