//! The sides of one page, each with an address of its own: going from one to the other leaves the rest in place.

use leptos::prelude::*;

use crate::route::Route;
use crate::shop::use_page;

/// A side: where it is, its hook for tests, what it is called.
pub(crate) type Side = (Route, &'static str, Signal<&'static str>);

#[component]
pub(crate) fn Sides<const N: usize>(
    /// The first side's anchor.
    id: &'static str,
    label: Signal<&'static str>,
    sides: [Side; N],
) -> impl IntoView {
    let route = use_page().route;
    let side = move |(to, hook, word): Side| {
        view! {
            <a
                class="side"
                href=to.fragment()
                data-testid=hook
                aria-current=move || (route.get() == to).then_some("page")
            >
                {move || word.get()}
            </a>
        }
    };
    view! {
        <nav class="sides" id=id aria-label=move || label.get()>
            {sides.map(side).into_iter().collect_view()}
        </nav>
    }
}
