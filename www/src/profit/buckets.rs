//! Money that is not in the profit table, by reason: sales and costs apart. Nothing is dropped in silence.

use analytics::profit::Scope;
use analytics::vocabulary::BucketReason;
use export::ExportCell;
use leptos::prelude::*;
use protocol::{BucketSum, FileCard, ProfitSummary, SkuFilter};

use crate::import::anchor;
use crate::route::{Route, scroll_to};
use crate::shop::{Page, use_page};
use crate::text::{format, names, say, tally};
use crate::ui::amount::Exact;
use crate::ui::export::{ExportShown, Shown};

#[component]
pub(super) fn Buckets(summary: Memo<ProfitSummary>) -> impl IntoView {
    let locale = use_page().locale;
    let buckets = Memo::new(move |_| summary.with(|summary| summary.buckets.clone()));
    let is_whole = Memo::new(move |_| summary.with(|summary| summary.scope == Scope::default()));
    let lead = move || {
        if is_whole.get() { say!(locale, profit.buckets.lead) } else { say!(locale, profit.buckets.lead_scope) }
    };
    let shown = move || {
        let headings = [
            say!(locale, profit.buckets.reason),
            say!(locale, profit.buckets.side),
            say!(locale, profit.buckets.row_count),
            say!(locale, profit.buckets.amount),
            say!(locale, shell.file.currency),
        ];
        let row = |bucket: &BucketSum| {
            let side =
                if bucket.is_cost { say!(locale, profit.buckets.costs) } else { say!(locale, profit.buckets.sales) };
            vec![
                ExportCell::Text(names::reason(locale.get(), bucket.reason).to_owned()),
                ExportCell::Text(side.to_owned()),
                ExportCell::Count(bucket.rows),
                ExportCell::Money(bucket.amount),
                ExportCell::Text(bucket.currency.clone()),
            ]
        };
        Shown::new(say!(locale, profit.buckets.title), headings).with(buckets.read().iter().map(row))
    };
    view! {
        <Show when=move || buckets.with(|buckets| !buckets.is_empty())>
            <section class="block buckets">
                <h2>{move || say!(locale, profit.buckets.title)}</h2>
                <p class="quiet">{lead}</p>
                <Side buckets=buckets is_cost=false />
                <Side buckets=buckets is_cost=true />
                <ExportShown hooks=["export-buckets", "export-buckets-csv"] table=shown />
            </section>
        </Show>
    }
}

/// Sales, or costs.
#[component]
fn Side(buckets: Memo<Vec<BucketSum>>, is_cost: bool) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let here = Memo::new(move |_| {
        buckets.with(|buckets| buckets.iter().filter(|bucket| bucket.is_cost == is_cost).cloned().collect::<Vec<_>>())
    });
    let title = move || if is_cost { say!(locale, profit.buckets.costs) } else { say!(locale, profit.buckets.sales) };
    let row = move |bucket: BucketSum| {
        // What has no rate stands in its own currency.
        let (amount, currency) = (bucket.amount, bucket.currency.clone());
        let shown = move || {
            if page.currency().with(|of_shop| *of_shop == currency) {
                view! { <Exact money=Signal::stored(Some(amount)) /> }.into_any()
            } else {
                view! { <span class="amount">{format::exact(&currency, amount)}</span> }.into_any()
            }
        };
        let rows = tally!(locale, profit.buckets.rows, rows = format::count(bucket.rows));
        let reason = names::reason(locale.get(), bucket.reason);
        view! {
            <div class="account-line" role="listitem">
                <button class="link account-name" on:click=move |_| follow(page, &bucket)>{reason}</button>
                <span class="quiet">{rows}</span>
                <span class="account-amount">{shown}</span>
            </div>
        }
    };
    view! {
        <Show when=move || here.with(|here| !here.is_empty())>
            <h3>{title}</h3>
            <div class="account" role="list">{move || here.get().into_iter().map(row).collect_view()}</div>
        </Show>
    }
}

/// What waits for a rate leads to where it is stated, SKUs without a cost are in the table; everything else lies in a
/// file, whose line is opened where it says why.
fn follow(page: Page, bucket: &BucketSum) {
    if bucket.reason == BucketReason::OtherCurrency {
        return page.view.open_rates();
    }
    let target = if bucket.reason == BucketReason::MissingCost {
        page.view.show(SkuFilter::MissingCost);
        Route::Profit.go();
        "skus".to_owned()
    } else {
        Route::Import.go();
        let place = page.engine.shop.with_untracked(|shop| {
            let cards = shop.files.iter().filter(|card| card.id == bucket.file);
            let has_it = |card: &FileCard| card.buckets.iter().any(|of_file| of_file.reason == bucket.reason);
            cards.enumerate().find(|(_, card)| has_it(card)).map_or(0, |(place, _)| place)
        });
        // Why it is not counted stands behind the line of the table.
        page.open_files.update(|open| {
            open.insert((bucket.file, place));
        });
        anchor(bucket.file, place)
    };
    scroll_to(&target);
}
