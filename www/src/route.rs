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
    /// How much the shop carries.
    Capacity,
    /// Who comes back.
    Repurchase,
    /// A report for somebody else.
    Share,
}

impl Route {
    pub(crate) const fn fragment(self) -> &'static str {
        match self {
            Route::Import => "#/import",
            Route::Profit => "#/profit",
            Route::Orders => "#/orders",
            Route::Capacity => "#/capacity",
            Route::Repurchase => "#/repurchase",
            Route::Share => "#/share",
        }
    }

    /// The page of a fragment without its parameters; the first one for what names none.
    pub(crate) fn of_fragment(fragment: &str) -> Route {
        [Route::Profit, Route::Orders, Route::Capacity, Route::Repurchase, Route::Share]
            .into_iter()
            .find(|route| route.fragment() == fragment)
            .unwrap_or_default()
    }

    /// Whether it is about what is left of sales.
    pub(crate) const fn is_profit(self) -> bool {
        matches!(self, Route::Profit | Route::Orders)
    }

    /// The page it stands on in the head: the two sides of the profit page are one.
    pub(crate) const fn page(self) -> Route {
        if self.is_profit() { Route::Profit } else { self }
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
