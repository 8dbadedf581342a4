//! A page that has nothing to show: for want of files, or because they are being read.

use leptos::prelude::*;

use crate::import::SampleButton;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::say;

/// Teaches what to bring, and offers the sample shop.
#[component]
pub(crate) fn EmptyPage(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] lead: Signal<String>,
    /// What helps, where it is more than one thing.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <div class="profit empty">
            <h1>{move || title.get()}</h1>
            <p class="lead">{move || lead.get()}</p>
            {children.map(|children| children())}
            <div class="drop-actions">
                <a class="button primary" href=Route::Import.fragment()>{move || say!(locale, profit.empty.open)}</a>
                <SampleButton />
            </div>
        </div>
    }
}

/// What comes is being read.
#[component]
pub(crate) fn Coming(#[prop(into)] said: Signal<String>, rows: usize) -> impl IntoView {
    view! {
        <div class="profit" aria-busy="true">
            <p class="sentence">{move || said.get()}</p>
            <Shape rows=rows />
        </div>
    }
}

/// The shape of what comes: so many rows, that little moves when they are there.
#[component]
pub(crate) fn Shape(rows: usize) -> impl IntoView {
    view! {
        <div class="shape" aria-hidden="true">
            {(0..rows).map(|_| view! { <div class="shape-row"><span></span><span></span></div> }).collect_view()}
        </div>
    }
}
