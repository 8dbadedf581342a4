//! The grid of recency × (frequency and monetary). Every cell is a list.

use analytics::repurchase::{GridCell, Scoring};
use leptos::prelude::*;
use protocol::CustomerList;

use super::view::{of_scores, use_view};
use crate::shop::use_page;
use crate::text::{format, say, tally, word};
use crate::ui::chart::ChartFrame;

const SCORES: [u8; 5] = [1, 2, 3, 4, 5];

#[component]
pub(super) fn Grid() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let currency = page.currency();
    let cells = of_scores(|scores| scores.grid.clone());
    let most = Memo::new(move |_| cells.with(|cells| cells.iter().map(|cell| cell.customers).max().unwrap_or(0)));
    let cell = move |recency: u8, frequency_monetary: u8| {
        let is_this = move |cell: &&GridCell| cell.recency == recency && cell.frequency_monetary == frequency_monetary;
        let here = Memo::new(move |_| cells.with(|cells| cells.iter().find(is_this).copied()));
        let customers = move || here.get().map_or(0, |cell| cell.customers);
        let list = move || CustomerList::Cell { recency, frequency_monetary, scoring: view.scoring.get() };
        let heat = move || match most.get() {
            0 => "0".to_owned(),
            most => format!("{:.3}", f64::from(customers()) / f64::from(most)),
        };
        let title = move || {
            here.get().map(|cell| {
                tally!(
                    locale,
                    repurchase.rfm.cell,
                    count = format::count(cell.customers),
                    revenue = format::short(locale.get(), &currency.read(), cell.revenue)
                )
            })
        };
        view! {
            <button
                class="grid-cell"
                data-testid=format!("rfm-cell-{recency}-{frequency_monetary}")
                data-value=customers
                style=("--heat", heat)
                title=title
                aria-label=move || {
                    let place = say!(locale, repurchase.list.cell, recency = recency, fm = frequency_monetary);
                    format!("{place} {}", title().unwrap_or_default())
                }
                aria-pressed=move || (view.list.get() == list()).to_string()
                disabled=move || customers() == 0
                on:click=move |_| view.show(untrack(list))
            >
                {move || format::count(customers())}
            </button>
        }
    };
    let row = move |recency: u8| {
        let cells = SCORES.into_iter().map(|score| cell(recency, score)).collect_view();
        view! { <div class="grid-row"><span class="grid-score">{recency}</span> {cells}</div> }
    };
    view! {
        <ChartFrame hook="picture-rfm" title=word!(locale, repurchase.rfm.title)>
            <div class="rfm-grid" data-testid="rfm-grid">
                <span class="grid-axis grid-up">{move || say!(locale, repurchase.rfm.recency)}</span>
                <div class="grid-rows">
                    {SCORES.into_iter().rev().map(row).collect_view()}
                    <div class="grid-row">
                        <span class="grid-score"></span>
                        {SCORES.into_iter().map(|score| view! { <span class="grid-score">{score}</span> }).collect_view()}
                    </div>
                    <span class="grid-axis">{move || say!(locale, repurchase.rfm.frequency_monetary)}</span>
                </div>
            </div>
        </ChartFrame>
    }
}

/// By rank or by thresholds, and what that means.
#[component]
pub(super) fn ScoringSwitch() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let scoring = view.scoring;
    let button = move |choice: Scoring, name: &'static str, word: Signal<&'static str>| {
        view! {
            <button
                class="segment"
                data-testid=name
                aria-pressed=move || (scoring.get() == choice).to_string()
                on:click=move |_| {
                    scoring.set(choice);
                    // An open list of cells or segments is one of this way of scoring.
                    view.list.update(|list| match list {
                        CustomerList::Segment { scoring, .. } | CustomerList::Cell { scoring, .. } => *scoring = choice,
                        CustomerList::All | CustomerList::Repeaters | CustomerList::Tag(_) | CustomerList::Letters => {}
                    });
                }
            >
                {move || word.get()}
            </button>
        }
    };
    view! {
        <div class="switch-line">
            <div class="segments" role="group" aria-label=move || say!(locale, repurchase.rfm.scoring)>
                {button(Scoring::Quantile, "scoring-quantile", word!(locale, repurchase.rfm.quantile))}
                {button(Scoring::Fixed, "scoring-fixed", word!(locale, repurchase.rfm.fixed))}
            </div>
            <p class="quiet">
                {move || match scoring.get() {
                    Scoring::Quantile => say!(locale, repurchase.rfm.quantile_why),
                    Scoring::Fixed => say!(locale, repurchase.rfm.fixed_why),
                }}
            </p>
        </div>
    }
}
