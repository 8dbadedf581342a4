//! A word with its definition: a dotted underline, and a small box on hover, tap or focus.

use leptos::prelude::*;

/// The word is the button; the box is read out with it.
#[component]
pub(crate) fn Define(
    /// The word.
    #[prop(into)]
    word: Signal<String>,
    /// What it means.
    #[prop(into)]
    meaning: Signal<String>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <span class="define" on:mouseleave=move |_| is_open.set(false)>
            <button
                class="define-word"
                type="button"
                aria-expanded=move || is_open.get().to_string()
                on:mouseenter=move |_| is_open.set(true)
                on:click=move |event| {
                    event.stop_propagation();
                    is_open.set(true);
                }
                on:blur=move |_| is_open.set(false)
                on:keydown=move |event| match event.key().as_str() {
                    "Escape" if is_open.get_untracked() => {
                        event.stop_propagation();
                        is_open.set(false);
                    }
                    _ => {}
                }
            >
                {move || word.get()}
            </button>
            <Show when=move || is_open.get()>
                <span class="popover meaning" role="tooltip">{move || meaning.get()}</span>
            </Show>
        </span>
    }
}
