//! Which page is shown, kept in the address's fragment so that any static host will do.

use leptos::ev::hashchange;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    #[default]
    Import,
    /// The profit by SKU.
    Profit,
    /// The profit by order.
    Orders,
}

impl Route {
    pub(crate) const fn fragment(self) -> &'static str {
        match self {
            Route::Import => "#/import",
            Route::Profit => "#/profit",
            Route::Orders => "#/orders",
        }
    }

    fn of_fragment(fragment: &str) -> Route {
        [Route::Profit, Route::Orders].into_iter().find(|route| route.fragment() == fragment).unwrap_or_default()
    }

    /// Whether it is about what is left of sales.
    pub(crate) const fn is_profit(self) -> bool {
        matches!(self, Route::Profit | Route::Orders)
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
