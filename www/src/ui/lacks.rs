//! What is still missing, on every page: one line that says what matters most, and opens into all of it.

use leptos::prelude::*;

use crate::import::{Lacks, most_important};
use crate::route::Route;
use crate::shop::use_page;
use crate::text::{say, tally};

#[component]
pub(crate) fn LacksStrip() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_open = RwSignal::new(false);
    let count = Memo::new(move |_| page.engine.shop.with(|shop| shop.missing.len()));
    // The page of files has the whole list.
    let is_shown = Memo::new(move |_| {
        let has_profit = page.engine.shop.with(|shop| shop.profit.is_some());
        has_profit && count.get() > 0 && page.route.get() != Route::Import
    });
    view! {
        <Show when=move || is_shown.get()>
            <section class="lacks" data-testid="lacks" aria-label=move || say!(locale, import.missing_title)>
                <button
                    class="lacks-line"
                    data-testid="lacks-open"
                    aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    <strong>{move || tally!(locale, shell.lacks, count = count.get())}</strong> " "
                    <span class="quiet">{move || most_important(page)}</span>
                </button>
                <Show when=move || is_open.get()><Lacks /></Show>
            </section>
        </Show>
    }
}
