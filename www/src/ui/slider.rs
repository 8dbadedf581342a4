//! A number that is moved rather than typed.

use leptos::prelude::*;

#[component]
pub(crate) fn Slider<S>(
    #[prop(into)] least: Signal<String>,
    #[prop(into)] most: Signal<String>,
    #[prop(optional)] step: Option<&'static str>,
    /// As the settings have it, in the unit of its bounds.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what it was moved to.
    set: S,
    /// The hook for tests.
    #[prop(optional, into)]
    hook: Option<String>,
    /// Is read out, where it is not in the label of a [`Lever`].
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// What is read out for the number, where that alone says too little.
    #[prop(optional, into)]
    said: Option<Signal<String>>,
) -> impl IntoView
where
    S: Fn(&str) + 'static,
{
    // The bounds come before the value, which the browser would cut at those it has.
    view! {
        <input
            class="slider"
            type="range"
            min=move || least.get()
            max=move || most.get()
            step=step
            data-testid=hook
            aria-label=move || label.map(|label| label.get())
            aria-valuetext=move || said.map(|said| said.get())
            prop:value=move || value.get()
            on:input=move |event| set(&event_target_value(&event))
        />
    }
}

/// A slider under its name and what it stands at.
#[component]
pub(crate) fn Lever(
    #[prop(into)] name: Signal<&'static str>,
    /// What it stands at, in words.
    #[prop(into)]
    shown: Signal<String>,
    /// Whether it stands elsewhere than it did at first.
    #[prop(into)]
    is_moved: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <label class="lever">
            <span class="setting-head">
                <span>{move || name.get()}</span>
                <span class="amount" class:moved=move || is_moved.get()>{move || shown.get()}</span>
            </span>
            {children()}
        </label>
    }
}
