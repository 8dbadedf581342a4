//! What a plan comes to: net today and then, how far it may be off, and which blocks change.

use analytics::profit::{Blocks, Comparison};
use analytics::vocabulary::Block;
use leptos::prelude::*;
use protocol::PlanResult;

use crate::geometry::whisker;
use crate::shop::use_page;
use crate::text::{format, names, say, tally};
use crate::ui::amount::Exact;

#[component]
pub(super) fn NowAndThen(outcome: RwSignal<PlanResult>) -> impl IntoView {
    let locale = use_page().locale;
    let net = move |pick: fn(&PlanResult) -> Blocks| {
        Signal::derive(move || Some(outcome.with(|outcome| pick(outcome).net())))
    };
    let today = net(|outcome| outcome.comparison.today);
    let then = net(|outcome| outcome.comparison.expected);
    let (low, high) = (net(|outcome| outcome.comparison.low), net(|outcome| outcome.comparison.high));
    let difference = Signal::derive(move || Some(then.get()? - today.get()?));
    let line = Memo::new(move |_| {
        outcome.with(|PlanResult { comparison, .. }| {
            let nets = [&comparison.today, &comparison.low, &comparison.expected, &comparison.high].map(Blocks::net);
            whisker::whisker(nets)
        })
    });
    let is_open = move || line.with(|line| line.low < line.high);
    let about = move || {
        let (skus, missing) = outcome.with(|outcome| (outcome.skus, outcome.missing_cost));
        let skus = tally!(locale, profit.sentence.skus, count = format::count(skus));
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
fn BlockChanges(outcome: RwSignal<PlanResult>) -> impl IntoView {
    let locale = use_page().locale;
    let changes = Memo::new(move |_| {
        outcome.with(|PlanResult { comparison: Comparison { today, expected, .. }, .. }| {
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
