//! Works without a network: the browser keeps the site's own files, and offers a new version of them without forcing it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

use crate::shop::use_page;
use crate::text::say;

/// A handle to what keeps the files. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Offline {
    /// A new version that waits to be asked.
    waiting: RwSignal<Option<ServiceWorker>, LocalStorage>,
    /// Another tab has taken one.
    is_taken: RwSignal<bool>,
    /// This tab is taking it.
    is_taking: StoredValue<bool>,
}

impl Offline {
    /// Has the files kept by the script at an address, where the site has one and the browser lets it.
    pub(crate) fn start(script: Option<String>) -> Offline {
        let offline = Offline {
            waiting: RwSignal::new_local(None),
            is_taken: RwSignal::new(false),
            is_taking: StoredValue::new(false),
        };
        if let (Some(script), Some(container)) = (script, container()) {
            offline.follow_others(&container);
            spawn_local(async move {
                // Private windows refuse, and then the page is as it always was.
                let Ok(registered) = JsFuture::from(container.register(&script)).await else { return };
                if let Ok(registration) = registered.dyn_into() {
                    offline.watch(registration);
                }
            });
        }
        offline
    }

    fn watch(self, registration: ServiceWorkerRegistration) {
        // Without a controller it is the first version, which waits for nobody.
        let offer = move |worker: ServiceWorker| {
            let is_update = container().is_some_and(|container| container.controller().is_some());
            if is_update && worker.state() == ServiceWorkerState::Installed {
                self.waiting.set(Some(worker));
            }
        };
        if let Some(worker) = registration.waiting() {
            offer(worker);
        }
        let wait_for = move |worker: ServiceWorker| {
            let installing = worker.clone();
            let on_state = Closure::<dyn FnMut(Event)>::new(move |_| offer(installing.clone()));
            worker.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
            on_state.forget();
        };
        if let Some(worker) = registration.installing() {
            wait_for(worker);
        }
        let found = registration.clone();
        let on_found = Closure::<dyn FnMut(Event)>::new(move |_| {
            if let Some(worker) = found.installing() {
                wait_for(worker);
            }
        });
        registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
        // It listens as long as the page lives.
        on_found.forget();
    }

    /// Takes the new version and begins again with it; what the browser keeps of the shop comes back.
    fn take(self) {
        self.is_taking.set_value(true);
        match self.waiting.get_untracked() {
            Some(worker) => drop(worker.post_message(&"take over".into())),
            // Another tab took it already.
            None => drop(window().location().reload()),
        }
    }

    /// Where a tab takes the new version, the files of this one are gone from what is kept: it has to begin again too, when
    /// it suits the seller.
    fn follow_others(self, container: &ServiceWorkerContainer) {
        if container.controller().is_none() {
            return;
        }
        let on_change = Closure::<dyn FnMut(Event)>::new(move |_| {
            if self.is_taking.get_value() {
                drop(window().location().reload());
            }
            self.waiting.set(None);
            self.is_taken.set(true);
        });
        container.set_oncontrollerchange(Some(on_change.as_ref().unchecked_ref()));
        on_change.forget();
    }
}

/// `None` where the browser has none, as on pages from plain http.
fn container() -> Option<ServiceWorkerContainer> {
    let container = js_sys::Reflect::get(&window().navigator(), &"serviceWorker".into()).ok()?;
    (!container.is_undefined()).then(|| container.unchecked_into())
}

/// Offers the new version.
#[component]
pub(crate) fn UpdateOffer() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let offline = page.offline;
    view! {
        <div class="health" role="status">
            <Show when=move || offline.waiting.with(Option::is_some) || offline.is_taken.get()>
                <p data-testid="update">
                    {move || say!(locale, shell.update)} " "
                    <button class="button" data-testid="take-update" on:click=move |_| offline.take()>
                        {move || say!(locale, shell.update_take)}
                    </button>
                    <button class="quiet-button" on:click=move |_| {
                        offline.waiting.set(None);
                        offline.is_taken.set(false);
                    }>
                        {move || say!(locale, shell.update_later)}
                    </button>
                </p>
            </Show>
        </div>
    }
}
