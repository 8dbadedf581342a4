//! Plans that are kept, in the browser too, and compared side by side.

use analytics::profit::Levers;
use analytics::{Money, Rate};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{Group, Plan, PlanResult, Reply, Request, SkuFilter};

use super::view::SidePanel;
use crate::i18n::Locale;
use crate::keep::Keeper;
use crate::shop::{Page, use_page};
use crate::text::{format, names, say};
use crate::ui::amount::Exact;

const KEY: &str = "plans";

/// The plans the seller kept last time.
pub(super) fn remembered(keeper: Keeper) -> RwSignal<Vec<Plan>> {
    let plans = keeper.stored(KEY).and_then(|text| serde_json::from_str(&text).ok());
    RwSignal::new(plans.unwrap_or_default())
}

/// Plans for the sample shop are gone with it.
fn remember(page: Page, plans: &[Plan]) {
    if let (false, Ok(text)) = (page.keeper.has_sample.get_untracked(), serde_json::to_string(plans)) {
        page.keeper.store(KEY, &text);
    }
}

/// Keeps a plan. One of the same name is replaced.
pub(super) fn keep(page: Page, plan: Plan) {
    page.view.plans.update(|plans| {
        match plans.iter_mut().find(|kept| kept.name == plan.name) {
            Some(kept) => *kept = plan,
            None => plans.push(plan),
        }
        remember(page, plans);
    });
}

fn forget(page: Page, name: &str) {
    page.view.plans.update(|plans| {
        plans.retain(|plan| plan.name != name);
        remember(page, plans);
    });
}

/// What a plan is for, in words.
pub(super) fn group(locale: Locale, group: &Group) -> String {
    match group {
        Group::Shop => td_string!(locale, profit.what_if.shop).to_owned(),
        Group::Platform(platform) => names::source(locale, *platform).to_owned(),
        Group::Sku(sku) => sku.clone(),
        Group::Rows { filter, search } => {
            let filter = match filter {
                SkuFilter::All => td_string!(locale, profit.what_if.all_rows),
                SkuFilter::LossMaking => td_string!(locale, profit.chip.loss),
                SkuFilter::Winners => td_string!(locale, profit.chip.winners),
                SkuFilter::MissingCost => td_string!(locale, profit.chip.missing),
                SkuFilter::ToActOn => td_string!(locale, profit.chip.to_act_on),
            };
            if search.is_empty() {
                filter.to_owned()
            } else {
                td_string!(locale, profit.what_if.searched, filter = filter, search = search.as_str())
            }
        }
    }
}

/// `+10%`, `−0.5`: a change with its sign.
pub(super) fn signed(rate: Rate, unit: &str) -> String {
    let sign = if rate > Rate::ZERO { "+" } else { "" };
    format!("{sign}{}{unit}", format::rate_in_percent(rate)).replace('-', "−")
}

/// The changes of a plan, in words.
fn changes(locale: Locale, levers: &Levers) -> String {
    let points = td_string!(locale, profit.what_if.points);
    let all = [
        (td_string!(locale, profit.lever.price), levers.price, "%"),
        (td_string!(locale, profit.lever.ads), levers.ads, "%"),
        (td_string!(locale, profit.lever.unit_cost), levers.unit_cost, "%"),
        (td_string!(locale, profit.lever.commission), levers.commission, points),
        (td_string!(locale, profit.lever.freight), levers.freight, "%"),
        (td_string!(locale, profit.lever.returns), levers.returns, "%"),
    ];
    let moved = all.into_iter().filter(|(_, rate, _)| *rate != Rate::ZERO);
    moved.map(|(name, rate, unit)| format!("{name} {}", signed(rate, unit))).collect::<Vec<_>>().join(" · ")
}

/// Every kept plan beside today, in one table.
#[component]
pub(super) fn Scenarios() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plans = page.view.plans;
    let outcomes = RwSignal::new(Vec::<PlanResult>::new());
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        page.engine.results.track();
        let plans = plans.get();
        let number = asked.get_value() + 1;
        asked.set_value(number);
        page.engine.ask(Request::WhatIf(plans), move |reply| {
            if let (true, Reply::WhatIf(found)) = (asked.try_get_value() == Some(number), reply) {
                outcomes.set(found);
            }
        });
    });
    let row = move |(plan, outcome): (Plan, PlanResult)| {
        let comparison = outcome.comparison;
        let (today, then) = (comparison.today.net(), comparison.expected.net());
        let money = |money: Money| Signal::stored(Some(money));
        let name = plan.name.clone();
        let label = plan.name.clone();
        let what = format!("{} · {}", group(locale.get(), &plan.group), changes(locale.get(), &plan.levers));
        let open = move |_| {
            page.view.plan.set(plan.clone());
            page.view.side_panel.set(Some(SidePanel::WhatIf));
        };
        view! {
            <div class="scenario-row" role="row" data-testid="scenario-row" data-name=label data-value=then.to_string()>
                <span class="scenario-name" role="cell">
                    <button class="link" on:click=open>{name.clone()}</button>
                    <span class="quiet">{what}</span>
                </span>
                <span class="numeric" role="cell"><Exact money=money(today) /></span>
                <span class="numeric" role="cell"><Exact money=money(then) /></span>
                <span class="numeric wide-only quiet" role="cell">
                    <Exact money=money(comparison.low.net()) /> " – " <Exact money=money(comparison.high.net()) />
                </span>
                <span class="numeric" role="cell"><Exact money=money(then - today) /></span>
                <button
                    class="quiet-button"
                    aria-label=say!(locale, profit.what_if.forget, name = name.as_str())
                    on:click=move |_| forget(page, &name)
                >
                    "×"
                </button>
            </div>
        }
    };
    let rows = move || {
        let outcomes = outcomes.get();
        plans.get().into_iter().zip(outcomes).map(row).collect_view()
    };
    view! {
        <Show when=move || plans.with(|plans| !plans.is_empty())>
            <section class="block scenarios">
                <h2>{move || say!(locale, profit.what_if.kept)}</h2>
                <div role="table" aria-label=move || say!(locale, profit.what_if.kept)>
                    <div class="scenario-row heading" role="row">
                        <span role="columnheader">{move || say!(locale, profit.what_if.plan)}</span>
                        <span class="numeric" role="columnheader">{move || say!(locale, profit.what_if.today)}</span>
                        <span class="numeric" role="columnheader">{move || say!(locale, profit.what_if.then)}</span>
                        <span class="numeric wide-only" role="columnheader">{move || say!(locale, profit.what_if.range)}</span>
                        <span class="numeric" role="columnheader">{move || say!(locale, profit.what_if.difference)}</span>
                        <span></span>
                    </div>
                    {rows}
                </div>
            </section>
        </Show>
    }
}
