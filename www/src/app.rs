//! The page as a whole.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::address;
use crate::capacity::{self, CapacityPage, StockPage};
use crate::engine::Engine;
use crate::import::{self, ImportPage};
use crate::keep::Keeper;
use crate::offline::Offline;
use crate::profit::{ProfitPage, View};
use crate::repurchase::{self, RepurchasePage};
use crate::route::{self, Route};
use crate::setting;
use crate::share::{self, SharePage};
use crate::shop::Page;
use crate::site::Site;
use crate::text::say;
use crate::ui::header::Header;
use crate::ui::lacks::LacksStrip;
use crate::ui::site_brand;
use crate::ui::traffic::Traffic;

#[component]
pub(crate) fn App() -> impl IntoView {
    let site = Site::read();
    let engine = Engine::start(site.worker.clone());
    let keeper = Keeper::start(engine);
    let page = Page {
        engine,
        keeper,
        locale: setting::locale(),
        theme: setting::theme(),
        route: route::current(),
        traffic: Traffic::watch(site.clone()),
        offline: Offline::start(site.offline.clone()),
        site: StoredValue::new(site),
        is_over: RwSignal::new(false),
        open_files: RwSignal::new(BTreeSet::new()),
        view: View::new(keeper),
        capacity: capacity::View::new(),
        repurchase: repurchase::View::new(),
        share: share::View::new(),
    };
    provide_context(page);
    address::follow(page);
    page.follow_shop();
    import::listen(page);
    let locale = page.locale;
    Effect::new(move || {
        document().set_title(&format!(
            "{} · {}",
            site_brand::name(page.site, locale.get()),
            say!(locale, shell.tagline)
        ));
    });
    // The fragment names the page, so the link moves the focus itself.
    // The sides of a page are one page: going from one to the other leaves the rest of it in place.
    let shown = Memo::new(move |_| page.route.get().page());
    let main = NodeRef::<leptos::html::Main>::new();
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            main.focus().ok();
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{move || say!(locale, shell.skip)}</a>
        <Header />
        <LacksStrip />
        <main id="main" tabindex="-1" class:is-over=move || page.is_over.get() node_ref=main>
            {move || match shown.get() {
                Route::Import => view! { <ImportPage /> }.into_any(),
                Route::Profit | Route::Orders => view! { <ProfitPage /> }.into_any(),
                Route::Capacity => view! { <CapacityPage /> }.into_any(),
                Route::Stock => view! { <StockPage /> }.into_any(),
                Route::Repurchase | Route::Customers | Route::Offers => view! { <RepurchasePage /> }.into_any(),
                Route::Share => view! { <SharePage /> }.into_any(),
                #[cfg(debug_assertions)]
                Route::Components => view! { <crate::components::ComponentsPage /> }.into_any(),
            }}
        </main>
    }
}
