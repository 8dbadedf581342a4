//! Trying changes of price, ads, costs, fees and returns beside today. Nothing of it touches the books.

use analytics::Rate;
use analytics::profit::{Blocks, Elasticity, Levers};
use analytics::vocabulary::{Block, Source};
use leptos::prelude::*;
use protocol::{Group, Outcome, Plan, ProfitSummary, Reply, Request};

use super::scenario::{self, signed};
use super::view::Beside;
use crate::geometry::whisker;
use crate::shop::{Page, use_page};
use crate::text::{format, names, say};
use crate::ui::amount::Exact;

/// A slider of the panel.
#[derive(Clone, Copy)]
struct Lever {
    /// The hook's name.
    name: &'static str,
    /// Smallest and largest value and step, in percent or points.
    range: (&'static str, &'static str, &'static str),
    value: fn(&mut Levers) -> &mut Rate,
}

const LEVERS: [Lever; 6] = [
    Lever { name: "price", range: ("-30", "50", "1"), value: |levers| &mut levers.price },
    Lever { name: "ads", range: ("-100", "100", "5"), value: |levers| &mut levers.ads },
    Lever { name: "unit_cost", range: ("-50", "50", "1"), value: |levers| &mut levers.unit_cost },
    Lever { name: "commission", range: ("-5", "10", "0.1"), value: |levers| &mut levers.commission },
    Lever { name: "freight", range: ("-50", "100", "1"), value: |levers| &mut levers.freight },
    Lever { name: "returns", range: ("-100", "100", "5"), value: |levers| &mut levers.returns },
];

#[component]
pub(super) fn WhatIf(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let outcome = ask_for_outcome(page);
    let reset = move |_| {
        plan.update(|plan| (plan.levers, plan.elasticity) = (Levers::default(), Elasticity::default()));
    };
    view! {
        <aside class="assumptions what-if" data-testid="what-if" aria-label=move || say!(locale, profit.what_if.title)>
            <header class="aside-head">
                <h2>{move || say!(locale, profit.what_if.title)}</h2>
                <button class="quiet-button" on:click=move |_| page.view.beside.set(None)>
                    {move || say!(locale, shell.close)}
                </button>
            </header>
            <GroupChoice summary=summary />
            <Result outcome=outcome />
            {LEVERS.into_iter().map(|lever| view! { <Slider lever=lever /> }).collect_view()}
            <Answers />
            <Keep />
            <button class="link" on:click=reset>{move || say!(locale, profit.what_if.reset)}</button>
        </aside>
    }
}

/// What the plan comes to. One question is on its way at a time; when it is answered the newest follows.
fn ask_for_outcome(page: Page) -> RwSignal<Outcome> {
    let outcome = RwSignal::new(Outcome::default());
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
        page.engine.health.track();
        is_out.set_value(false);
    });
    outcome
}

fn ask(page: Page, outcome: RwSignal<Outcome>, is_out: StoredValue<bool>, is_newer: StoredValue<bool>) {
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

/// Net today and then, how far it may be off, and which blocks change.
#[component]
fn Result(outcome: RwSignal<Outcome>) -> impl IntoView {
    let locale = use_page().locale;
    let net =
        move |pick: fn(&Outcome) -> Blocks| Signal::derive(move || Some(outcome.with(|outcome| pick(outcome).net())));
    let today = net(|outcome| outcome.comparison.today);
    let then = net(|outcome| outcome.comparison.expected);
    let (low, high) = (net(|outcome| outcome.comparison.low), net(|outcome| outcome.comparison.high));
    let difference = Signal::derive(move || Some(then.get()? - today.get()?));
    let line = Memo::new(move |_| {
        outcome.with(|Outcome { comparison, .. }| {
            let nets = [&comparison.today, &comparison.low, &comparison.expected, &comparison.high].map(Blocks::net);
            whisker::whisker(nets)
        })
    });
    let is_open = move || line.with(|line| line.low < line.high);
    let about = move || {
        let (skus, missing) = outcome.with(|outcome| (outcome.skus, outcome.missing_cost));
        let skus = match skus {
            1 => say!(locale, profit.sentence.sku_one).to_owned(),
            count => say!(locale, profit.sentence.skus, count = format::count(count)),
        };
        match missing {
            0 => skus,
            count => say!(locale, profit.what_if.without, skus = skus, missing = format::count(count)),
        }
    };
    let percent = |position: f64| format!("{position:.2}%");
    view! {
        <p class="quiet about">{about}</p>
        <dl class="now-then">
            <div><dt>{move || say!(locale, profit.what_if.today)}</dt><dd><Exact money=today /></dd></div>
            <div class="then">
                <dt>{move || say!(locale, profit.what_if.then)}</dt>
                <dd data-testid="what-if-net" data-value=move || then.get().map(|net| net.to_string())><Exact money=then /></dd>
            </div>
            <div><dt>{move || say!(locale, profit.what_if.difference)}</dt><dd><Exact money=difference /></dd></div>
        </dl>
        <div class="whisker" aria-hidden="true">
            <span class="whisker-today" style:left=move || percent(line.get().today)></span>
            <span
                class="whisker-range"
                style:left=move || percent(line.get().low)
                style:width=move || percent(line.get().high - line.get().low)
            ></span>
            <span class="whisker-then" style:left=move || percent(line.get().expected)></span>
        </div>
        <p class="quiet range" data-testid="what-if-range">
            <Show when=is_open>
                {move || say!(locale, profit.what_if.range)} " " <Exact money=low /> " – " <Exact money=high />
            </Show>
        </p>
        <BlockChanges outcome=outcome />
    }
}

/// By how much revenue and every block change, as small bars to either side.
#[component]
fn BlockChanges(outcome: RwSignal<Outcome>) -> impl IntoView {
    let locale = use_page().locale;
    let changes = Memo::new(move |_| {
        outcome.with(|Outcome { comparison: analytics::profit::Comparison { today, expected, .. }, .. }| {
            let mut changes = vec![(None, expected.revenue - today.revenue)];
            // Less of a cost is more for the seller.
            changes.extend(Block::ALL.iter().map(|&block| (Some(block), today.block(block) - expected.block(block))));
            changes
        })
    });
    let most = Memo::new(move |_| {
        changes.with(|changes| changes.iter().map(|(_, change)| change.abs()).max().unwrap_or_default())
    });
    let row = move |index: usize| {
        let change = Memo::new(move |_| changes.with(|changes| changes.get(index).copied().unwrap_or_default()));
        let name = move || match change.get().0 {
            Some(block) => names::block(locale.get(), block),
            None => say!(locale, words.revenue),
        };
        // Half of the width is for either side.
        let share = move || change.get().1.abs().ratio_to(most.get()).unwrap_or(0.0) * 50.0;
        let start = move || if change.get().1.is_negative() { 50.0 - share() } else { 50.0 };
        view! {
            <div class="change-row" role="listitem">
                <span>{name}</span>
                <span class="change-track" aria-hidden="true">
                    <span
                        class="change-bar"
                        class:loss-bar=move || change.get().1.is_negative()
                        style:left=move || format!("{:.2}%", start())
                        style:width=move || format!("{:.2}%", share())
                    ></span>
                </span>
                <Exact money=Signal::derive(move || Some(change.get().1)) />
            </div>
        }
    };
    view! { <div class="changes" role="list">{(0..=Block::ALL.len()).map(row).collect_view()}</div> }
}

#[component]
fn Slider(lever: Lever) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let value = Memo::new(move |_| plan.with(|plan| *(lever.value)(&mut { plan.levers })));
    let label = move || match lever.name {
        "price" => say!(locale, profit.lever.price),
        "ads" => say!(locale, profit.lever.ads),
        "unit_cost" => say!(locale, profit.lever.unit_cost),
        "commission" => say!(locale, profit.lever.commission),
        "freight" => say!(locale, profit.lever.freight),
        _ => say!(locale, profit.lever.returns),
    };
    let shown = move || {
        let unit = if lever.name == "commission" { say!(locale, profit.what_if.points) } else { "%" };
        signed(value.get(), unit)
    };
    let set = move |event| {
        if let Some(rate) = percent(&event_target_value(&event)) {
            plan.update(|plan| *(lever.value)(&mut plan.levers) = rate);
        }
    };
    let (least, most, step) = lever.range;
    view! {
        <label class="lever">
            <span class="setting-head">
                <span class="setting-name">{label}</span>
                <span class="amount" class:moved=move || value.get() != Rate::ZERO>{shown}</span>
            </span>
            <input
                class="slider"
                type="range"
                min=least
                max=most
                step=step
                data-testid=format!("what-if-{}", lever.name)
                prop:value=move || format::rate_in_percent(value.get())
                on:input=set
            />
        </label>
    }
}

/// How buyers answer: assumptions, with where they come from.
#[component]
fn Answers() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <details class="answers">
            <summary>{move || say!(locale, profit.what_if.answers)}</summary>
            <Answer name="elasticity-price" value=|elasticity| &mut elasticity.price />
            <p class="quiet">{move || say!(locale, profit.what_if.price_source)}</p>
            <Answer name="elasticity-ads" value=|elasticity| &mut elasticity.ads />
            <p class="quiet">{move || say!(locale, profit.what_if.ads_source)}</p>
            <Answer name="elasticity-range" value=|elasticity| &mut elasticity.uncertainty />
            <p class="quiet">{move || say!(locale, profit.what_if.range_source)}</p>
        </details>
        <p class="quiet stated">
            {
                let plan = use_page().view.plan;
                move || {
                    let Elasticity { price, ads, uncertainty } = plan.with(|plan| plan.elasticity);
                    say!(
                        locale,
                        profit.what_if.stated,
                        price = price.to_string().replace('-', "−"),
                        ads = ads.to_string(),
                        range = format::rate_in_percent(uncertainty)
                    )
                }
            }
        </p>
    }
}

#[component]
fn Answer(name: &'static str, value: fn(&mut Elasticity) -> &mut Rate) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let is_range = name == "elasticity-range";
    let shown = move || {
        let rate = plan.with(|plan| *value(&mut { plan.elasticity }));
        if is_range { format::rate_in_percent(rate) } else { rate.to_string() }
    };
    let set = move |event| {
        let typed = format::typed_number(&event_target_value(&event)).replace('−', "-");
        let rate = if is_range { percent(&typed) } else { Rate::parse(&typed).ok() };
        // A price that drives buyers in, or a range beyond certainty, is a slip of the hand.
        let fits = |rate: &Rate| match name {
            "elasticity-price" => *rate <= Rate::ZERO && *rate >= Rate::from_millionths(-10_000_000),
            _ => *rate >= Rate::ZERO && *rate <= Rate::ONE,
        };
        if let Some(rate) = rate.filter(fits) {
            plan.update(|plan| *value(&mut plan.elasticity) = rate);
        }
    };
    let label = move || match name {
        "elasticity-price" => say!(locale, profit.what_if.elasticity_price),
        "elasticity-ads" => say!(locale, profit.what_if.elasticity_ads),
        _ => say!(locale, profit.what_if.elasticity_range),
    };
    view! {
        <div class="setting-head">
            <span class="setting-name">{label}</span>
            <span class="setting-field">
                {is_range.then_some("±")}
                <input type="text" inputmode="decimal" data-testid=name aria-label=label prop:value=shown on:change=set />
                {is_range.then(|| view! { <span class="unit">"%"</span> })}
            </span>
        </div>
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
        scenario::keep(page.view.plans, kept);
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
            aria-expanded=move || (page.view.beside.get() == Some(Beside::WhatIf)).to_string()
            on:click=move |_| page.view.toggle(Beside::WhatIf)
        >
            {move || say!(locale, profit.what_if.open)}
        </button>
    }
}

/// A number of percent as a share.
fn percent(text: &str) -> Option<Rate> {
    let number = analytics::Amount::parse(text).ok()?;
    Some(Rate::from_millionths(number.millionths() / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_move_in_percent() {
        assert_eq!(percent("-12"), Some(Rate::parse("-0.12").unwrap()));
        assert_eq!(percent("0.1"), Some(Rate::parse("0.001").unwrap()));
        assert_eq!(percent("x"), None);
    }

    #[test]
    fn every_slider_has_a_value_of_its_own() {
        let mut levers = Levers::default();
        for (index, lever) in (1..).zip(LEVERS) {
            *(lever.value)(&mut levers) = Rate::from_millionths(index);
        }
        let Levers { price, ads, unit_cost, commission, freight, returns } = levers;
        let set = [price, ads, unit_cost, commission, freight, returns].map(Rate::millionths);
        assert_eq!(set, [1, 2, 3, 4, 5, 6]);
    }
}
