//! Money that is not in the profit table, by reason. Nothing is dropped in silence.

use analytics::Money;
use leptos::prelude::*;
use protocol::ProfitSummary;

use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;

#[component]
pub(super) fn Buckets(summary: Memo<ProfitSummary>) -> impl IntoView {
    let locale = use_page().locale;
    let buckets = Memo::new(move |_| summary.with(|summary| summary.buckets.clone()));
    let rows = move || {
        let bucket = |(reason, amount, rows)| {
            let amount = Some(Money::from(amount));
            view! {
                <div class="account-line" role="listitem">
                    <span class="account-name">{names::reason(locale.get(), reason)}</span>
                    <span class="quiet">{say!(locale, profit.buckets.rows, rows = format::count(rows))}</span>
                    <span class="account-amount"><Exact money=Signal::stored(amount) /></span>
                </div>
            }
        };
        buckets.get().into_iter().map(bucket).collect_view()
    };
    view! {
        <Show when=move || buckets.with(|buckets| !buckets.is_empty())>
            <section class="block buckets">
                <h2>{move || say!(locale, profit.buckets.title)}</h2>
                <p class="quiet">{move || say!(locale, profit.buckets.lead)}</p>
                <div class="account" role="list">{rows}</div>
            </section>
        </Show>
    }
}
