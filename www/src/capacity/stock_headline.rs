//! The sentence of the stock page: what is to be ordered today, and what is tied up in goods that do not sell.

use analytics::Money;
use analytics::capacity::Pace;
use leptos::prelude::*;

use super::headline::{SettingsButton, show};
use super::names;
use super::view::of_report;
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::sentence::{FigureLink, Sentence};

#[component]
pub(super) fn StockSentence() -> impl IntoView {
    let locale = use_page().locale;
    let has_plan = of_report(|report| report.all_plan_rows > 0);
    let has_stock = of_report(|report| report.report.tied_up.iter().any(|tied| tied.skus > 0));
    view! {
        <Sentence hook="stock-sentence">
            {move || (!has_plan.get() && !has_stock.get()).then(|| say!(locale, capacity.stock.not_known))}
            <Show when=move || has_plan.get()>
                <DueClause />
            </Show>
            <Show when=move || has_stock.get()>
                <TiedUpClause />
            </Show>
        </Sentence>
    }
}

#[component]
fn DueClause() -> impl IntoView {
    let page = use_page();
    let (locale, currency) = (page.locale, page.currency());
    let due = of_report(|report| report.report.replenishment.to_buy.due);
    move || {
        // What waits for a word is not to be ordered yet.
        let total = due.get();
        if total.skus == 0 {
            return view! { <span>{say!(locale, capacity.stock.nothing_due)}</span> }.into_any();
        }
        let amount = format::short(locale.get(), &currency.read(), total.amount);
        view! {
            <span>
                {say!(locale, capacity.stock.due_before)}
                <FigureLink
                    href="#/stock"
                    hook="stock-due"
                    value=total.amount.to_string()
                    follow=Callback::new(|()| show("replenishment"))
                >
                    {tally!(locale, capacity.stock.due, skus = format::count(total.skus))}
                </FigureLink>
                {match (total.amount.is_zero(), total.without_cost) {
                    (true, _) => say!(locale, capacity.stock.due_after).to_owned(),
                    (false, 0) => say!(locale, capacity.stock.due_pay, amount = amount),
                    (false, _) => say!(locale, capacity.stock.due_pay_more, amount = amount),
                }}
            </span>
        }
        .into_any()
    }
}

#[component]
fn TiedUpClause() -> impl IntoView {
    let page = use_page();
    let (locale, currency) = (page.locale, page.currency());
    let slow = of_report(|report| {
        let slow = report.report.tied_up.iter().filter(|tied| matches!(tied.pace, Pace::Slow | Pace::Dead));
        slow.fold((0, Money::ZERO, 0), |(skus, money, not_known), tied| {
            (skus + tied.skus, money + tied.money, not_known + tied.not_known)
        })
    });
    move || {
        let (skus, money, not_known) = slow.get();
        let words = match (skus, money.is_zero()) {
            (0, _) => return view! { <span>{say!(locale, capacity.stock.nothing_slow)}</span> }.into_any(),
            // What it cost is not known.
            (_, true) => tally!(locale, capacity.stock.slow, skus = format::count(skus)),
            (_, false) => {
                let money = names::tied_up(locale.get(), &currency.read(), money, not_known);
                tally!(locale, capacity.stock.tied_up, skus = format::count(skus), money = money)
            }
        };
        view! {
            <FigureLink
                href="#/stock"
                hook="stock-tied-up"
                value=money.to_string()
                is_long=true
                follow=Callback::new(|()| show("slow-stock"))
            >
                {words}
            </FigureLink>
        }
        .into_any()
    }
}

/// Until when the files reach, what the words of the sentence mean, and how much rests on assumptions.
#[component]
pub(super) fn StockTrustLine() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let as_of = of_report(|report| report.as_of);
    let slow = Memo::new(move |_| {
        page.engine.config.with(|config| {
            let slow = &config.capacity.slow_stock;
            (slow.slow_cover_days, slow.dead_days)
        })
    });
    let basis = move || {
        let (cover, dead) = slow.get();
        let days = |days: u32| names::days(locale.get(), days);
        as_of
            .get()
            .map(|as_of| say!(locale, capacity.stock.basis, as_of = as_of, cover = days(cover), dead = days(dead)))
    };
    view! {
        <p class="quiet trust">{basis} " · " <SettingsButton /></p>
    }
}
