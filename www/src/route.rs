//! Which page is shown, kept in the address's fragment so that any static host will do.

use leptos::ev::hashchange;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    #[default]
    Import,
    Profit,
}

impl Route {
    pub(crate) const fn fragment(self) -> &'static str {
        match self {
            Route::Import => "#/import",
            Route::Profit => "#/profit",
        }
    }

    fn of_fragment(fragment: &str) -> Route {
        if fragment == Route::Profit.fragment() { Route::Profit } else { Route::Import }
    }

    pub(crate) fn go(self) {
        window().location().set_hash(self.fragment()).ok();
    }
}

/// Follows the address.
pub(crate) fn current() -> RwSignal<Route> {
    let read = || Route::of_fragment(&window().location().hash().unwrap_or_default());
    let route = RwSignal::new(read());
    let listener = window_event_listener(hashchange, move |_| route.set(read()));
    on_cleanup(move || listener.remove());
    route
}
