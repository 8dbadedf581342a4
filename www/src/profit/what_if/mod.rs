//! Trying changes of price, ads, costs, fees and returns beside today. Nothing of it touches the books.

mod answers;
mod lever;
mod result;

use analytics::Rate;
use analytics::profit::Levers;
use analytics::vocabulary::Source;
use leptos::prelude::*;
use protocol::{Group, Plan, PlanResult, ProfitSummary, Reply, Request};

use self::answers::Answers;
use self::lever::{LEVERS, Moved};
use self::result::NowAndThen;
use super::scenario;
use super::view::SidePanel;
use crate::engine::Health;
use crate::shop::{Page, use_page};
use crate::text::say;

#[component]
pub(super) fn WhatIf(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let outcome = ask_for_outcome(page);
    let reset = move |_| plan.update(|plan| plan.levers = Levers::default());
    view! {
        <aside class="assumptions what-if" data-testid="what-if" aria-label=move || say!(locale, profit.what_if.title)>
            <header class="aside-head">
                <h2>{move || say!(locale, profit.what_if.title)}</h2>
                <button class="quiet-button" on:click=move |_| page.view.side_panel.set(None)>
                    {move || say!(locale, shell.close)}
                </button>
            </header>
            <GroupChoice summary=summary />
            <NowAndThen outcome=outcome />
            {LEVERS.into_iter().map(|lever| view! { <Moved lever=lever /> }).collect_view()}
            <Answers />
            <Keep />
            <button class="link" on:click=reset>{move || say!(locale, profit.what_if.reset)}</button>
        </aside>
    }
}

/// What the plan comes to. One question is on its way at a time; when it is answered the newest follows.
fn ask_for_outcome(page: Page) -> RwSignal<PlanResult> {
    let outcome = RwSignal::new(PlanResult::default());
    let is_out = StoredValue::new(false);
    let is_newer = StoredValue::new(false);
    Effect::new(move || {
        page.engine.results.track();
        page.view.plan.track();
        if is_out.get_value() {
            return is_newer.set_value(true);
        }
        ask(page, outcome, is_out, is_newer);
    });
    // A worker that died answers nothing, and its successor is asked anew.
    Effect::new(move || {
        if page.engine.health.get() != Health::Well {
            is_out.set_value(false);
        }
    });
    outcome
}

fn ask(page: Page, outcome: RwSignal<PlanResult>, is_out: StoredValue<bool>, is_newer: StoredValue<bool>) {
    is_out.set_value(true);
    let plan = page.view.plan.get_untracked();
    page.engine.ask(Request::WhatIf(vec![plan]), move |reply| {
        if is_out.try_set_value(false).is_some() {
            return;
        }
        if let Reply::WhatIf(found) = reply
            && let Some(found) = found.into_iter().next()
        {
            outcome.set(found);
        }
        if is_newer.try_update_value(std::mem::take) == Some(true) {
            ask(page, outcome, is_out, is_newer);
        }
    });
}

/// The whole shop, a platform, the rows of the table, or one SKU.
#[component]
fn GroupChoice(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let platforms = Memo::new(move |_| {
        summary.with(|summary| summary.platforms.iter().map(|(platform, _)| *platform).collect::<Vec<Source>>())
    });
    let chosen = Memo::new(move |_| plan.with(|plan| plan.group.clone()));
    // What can be chosen: the choice itself is among it.
    let choices = Memo::new(move |_| {
        let query = page.view.query();
        let rows = Group::Rows { filter: query.filter, search: query.search };
        let mut choices = vec![Group::Shop];
        choices.extend(platforms.get().into_iter().filter(|_| platforms.with(Vec::len) > 1).map(Group::Platform));
        choices.push(rows);
        let chosen = chosen.get();
        if !choices.contains(&chosen) {
            choices.push(chosen);
        }
        choices
    });
    let choose = move |event| {
        let index: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(group) = index.and_then(|index| choices.with_untracked(|choices| choices.get(index).cloned())) {
            plan.update(|plan| plan.group = group);
        }
    };
    let options = move || {
        let chosen = chosen.get();
        let option = |(index, group): (usize, Group)| {
            let words = scenario::group(locale.get(), &group);
            let words = match group {
                Group::Rows { .. } => say!(locale, profit.what_if.rows, rows = words),
                _ => words,
            };
            view! { <option value=index.to_string() selected=group == chosen>{words}</option> }
        };
        choices.get().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <select class="store group" data-testid="what-if-group" aria-label=move || say!(locale, profit.what_if.group) on:change=choose>
            {options}
        </select>
    }
}

/// A name for the plan, to keep it.
#[component]
fn Keep() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let set = move |event| plan.update(|plan| plan.name = event_target_value(&event));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut kept: Plan = plan.get_untracked();
        kept.name = kept.name.trim().to_owned();
        if kept.name.is_empty() {
            // A plan without a name is called after what it is for, and the next one is counted on.
            let count = page.view.plans.with_untracked(Vec::len) + 1;
            kept.name = format!("{} {count}", scenario::group(locale.get_untracked(), &kept.group));
        }
        scenario::keep(page, kept);
        plan.update(|plan| plan.name = String::new());
    };
    view! {
        <form class="keep" on:submit=keep>
            <input
                type="text"
                class="search"
                data-testid="scenario-name"
                placeholder=move || say!(locale, profit.what_if.name)
                aria-label=move || say!(locale, profit.what_if.name)
                prop:value=move || plan.with(|plan| plan.name.clone())
                on:input=set
            />
            <button class="button" type="submit" data-testid="scenario-save">{move || say!(locale, profit.what_if.keep)}</button>
        </form>
    }
}

/// Opens the panel.
#[component]
pub(super) fn WhatIfButton() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    view! {
        <button
            class="button what-if-open"
            data-testid="open-what-if"
            aria-expanded=move || (page.view.side_panel.get() == Some(SidePanel::WhatIf)).to_string()
            on:click=move |_| page.view.toggle(SidePanel::WhatIf)
        >
            {move || say!(locale, profit.what_if.open)}
        </button>
    }
}

/// A number of percent as a share.
fn percent(text: &str) -> Option<Rate> {
    Rate::parse_percent(text).ok()
}
