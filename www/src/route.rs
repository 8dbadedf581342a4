//! Which page is shown, kept in the address's fragment so that any static host will do.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Route {
    #[default]
    Import,
    /// The profit by SKU.
    Profit,
    /// The profit by order.
    Orders,
    /// How many orders the shop carries.
    Capacity,
    /// What to buy, and what does not sell.
    Stock,
    /// Who comes back.
    Repurchase,
    /// Which customers to turn to.
    Customers,
    /// What customers are worth, and what an offer would bring.
    Offers,
    /// A report for somebody else.
    Share,
    /// The tokens and components of the page, for whoever builds it.
    #[cfg(debug_assertions)]
    Components,
}

impl Route {
    pub(crate) const fn fragment(self) -> &'static str {
        match self {
            Route::Import => "#/import",
            Route::Profit => "#/profit",
            Route::Orders => "#/orders",
            Route::Capacity => "#/capacity",
            Route::Stock => "#/stock",
            Route::Repurchase => "#/repurchase",
            Route::Customers => "#/customers",
            Route::Offers => "#/offers",
            Route::Share => "#/share",
            #[cfg(debug_assertions)]
            Route::Components => "#/components",
        }
    }

    /// The page of a fragment without its parameters; the first one for what names none.
    pub(crate) fn of_fragment(fragment: &str) -> Route {
        #[cfg(debug_assertions)]
        if fragment == Route::Components.fragment() {
            return Route::Components;
        }
        Route::ALL.into_iter().find(|route| route.fragment() == fragment).unwrap_or_default()
    }

    /// Those that are published.
    pub(crate) const ALL: [Route; 9] = [
        Route::Import,
        Route::Profit,
        Route::Orders,
        Route::Capacity,
        Route::Stock,
        Route::Repurchase,
        Route::Customers,
        Route::Offers,
        Route::Share,
    ];

    /// The page in the head of which it is a side.
    pub(crate) const fn page(self) -> Route {
        match self {
            Route::Profit | Route::Orders => Route::Profit,
            Route::Repurchase | Route::Customers | Route::Offers => Route::Repurchase,
            Route::Import | Route::Capacity | Route::Stock | Route::Share => self,
            #[cfg(debug_assertions)]
            Route::Components => self,
        }
    }

    pub(crate) fn go(self) {
        window().location().set_hash(self.fragment()).ok();
    }
}

/// The page that the address names; [`crate::address`] follows it.
pub(crate) fn current() -> RwSignal<Route> {
    let fragment = window().location().hash().unwrap_or_default();
    RwSignal::new(Route::of_fragment(fragment.split('?').next().unwrap_or_default()))
}

/// Brings a part of a page into view, which needs a moment to be there where the page was opened just now.
pub(crate) fn scroll_to(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        request_animation_frame(move || {
            if let Some(element) = document().get_element_by_id(&id) {
                element.scroll_into_view();
            }
        });
    });
}
