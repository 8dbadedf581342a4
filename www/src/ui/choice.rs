//! One of a few, side by side.

use leptos::prelude::*;

/// Buttons of which one is pressed, or none while nothing was chosen.
#[component]
pub(crate) fn Choice(
    /// Values and the words for them.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    choose: Callback<String>,
    #[prop(into)] label: Signal<String>,
    /// The hook for tests; that of a button ends with its value.
    hook: &'static str,
) -> impl IntoView {
    let button = move |(value, word): (String, String)| {
        let (of, pressed) = (value.clone(), value.clone());
        view! {
            <button
                type="button"
                class="segment"
                data-testid=format!("{hook}-{value}")
                aria-pressed=move || (chosen.get().as_ref() == Some(&pressed)).to_string()
                on:click=move |_| choose.run(of.clone())
            >
                {word}
            </button>
        }
    };
    view! {
        <span class="segments choice" role="group" data-testid=hook aria-label=move || label.get()>
            <For each=move || options.get() key=Clone::clone let:option>{button(option)}</For>
        </span>
    }
}
