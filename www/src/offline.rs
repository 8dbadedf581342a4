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
}

impl Offline {
    /// Has the files kept by the script at an address, where the site has one and the browser lets it.
    pub(crate) fn start(script: Option<String>) -> Offline {
        let offline = Offline { waiting: RwSignal::new_local(None) };
        if let (Some(script), Some(container)) = (script, container()) {
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
        let found = registration.clone();
        let on_found = Closure::<dyn FnMut(Event)>::new(move |_| {
            let Some(worker) = found.installing() else { return };
            let installing = worker.clone();
            let on_state = Closure::<dyn FnMut(Event)>::new(move |_| offer(installing.clone()));
            worker.set_onstatechange(Some(on_state.as_ref().unchecked_ref()));
            on_state.forget();
        });
        registration.set_onupdatefound(Some(on_found.as_ref().unchecked_ref()));
        // It listens as long as the page lives.
        on_found.forget();
    }

    /// Takes the new version and begins again with it; what the browser keeps of the shop comes back.
    fn take(self) {
        let Some(worker) = self.waiting.get_untracked() else { return };
        if let Some(container) = container() {
            let on_change = Closure::<dyn FnMut(Event)>::new(|_| drop(window().location().reload()));
            container.set_oncontrollerchange(Some(on_change.as_ref().unchecked_ref()));
            on_change.forget();
        }
        worker.post_message(&"take over".into()).ok();
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
            <Show when=move || offline.waiting.with(Option::is_some)>
                <p data-testid="update">
                    {move || say!(locale, shell.update)} " "
                    <button class="button" data-testid="take-update" on:click=move |_| offline.take()>
                        {move || say!(locale, shell.update_take)}
                    </button>
                    <button class="quiet-button" on:click=move |_| offline.waiting.set(None)>
                        {move || say!(locale, shell.update_later)}
                    </button>
                </p>
            </Show>
        </div>
    }
}
