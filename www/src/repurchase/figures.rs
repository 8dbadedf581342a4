//! Tables of figures, and the rest of a list that begins with its first rows.

use leptos::prelude::*;

use crate::shop::use_page;
use crate::text::say;

/// A table that scrolls sideways where it does not fit. The children are its rows.
#[component]
pub(super) fn Figures(
    /// The hook for tests.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The class and the word over each column.
    heads: impl Fn() -> Vec<(&'static str, &'static str)> + Send + 'static,
    children: Children,
) -> impl IntoView {
    let head = |(class, word): (&'static str, &'static str)| view! { <th scope="col" class=class>{word}</th> };
    view! {
        <div class="wide-scroll" tabindex="0">
            <table class="figures" data-testid=name>
                <thead>
                    <tr>{move || heads().into_iter().map(head).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// Shows all rows, where there are more than are shown.
#[component]
pub(super) fn More(shown: RwSignal<usize>, #[prop(into)] all: Signal<usize>) -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <Show when=move || { shown.get() < all.get() }>
            <p class="tools">
                <button class="link" on:click=move |_| shown.set(usize::MAX)>{move || say!(locale, repurchase.more)}</button>
            </p>
        </Show>
    }
}
