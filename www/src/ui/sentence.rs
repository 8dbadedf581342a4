//! What is true, in one sentence, on top of a page, and the figures in it that lead to their rows.

use leptos::prelude::*;

/// The heading of a page.
#[component]
pub(crate) fn Sentence(
    /// The hook for tests.
    #[prop(optional)]
    hook: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! { <h1 class="sentence" data-testid=hook>{children()}</h1> }
}

/// A figure of it.
#[component]
pub(crate) fn FigureLink(
    /// The page of its rows.
    href: &'static str,
    /// The hook for tests.
    #[prop(optional)]
    hook: Option<&'static str>,
    /// As tests read it.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// The exact amount, where the sentence is short.
    #[prop(optional, into)]
    title: MaybeProp<String>,
    #[prop(optional)] is_loss: bool,
    /// More than a word or two: it may go on in the next line.
    #[prop(optional)]
    is_long: bool,
    /// Chooses what the page is to show.
    follow: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="figure"
            class:loss=is_loss
            class:wraps=is_long
            href=href
            data-testid=hook
            data-value=move || value.get()
            title=move || title.get()
            on:click=move |_| follow.run(())
        >
            {children()}
        </a>
    }
}
