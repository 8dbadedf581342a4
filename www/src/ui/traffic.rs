//! Counts what left the page: every request the browser has made that is not a plain fetch of one of the site's files.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Event, PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit};

use crate::shop::use_page;
use crate::site::Site;
use crate::text::say;

/// What the browser reports about the page's requests.
#[derive(Clone, Copy)]
pub(crate) struct Traffic {
    /// Fetches of the site's own files.
    own: RwSignal<u32>,
    /// Addresses of everything else.
    foreign: RwSignal<Vec<String>>,
    /// Requests the browser's policy stopped.
    blocked: RwSignal<u32>,
}

impl Traffic {
    /// Listens to the browser's own record of requests, from the first one on.
    pub(crate) fn watch(site: Site) -> Traffic {
        let traffic = Traffic { own: RwSignal::new(0), foreign: RwSignal::new(Vec::new()), blocked: RwSignal::new(0) };
        let on_entries =
            Closure::<dyn FnMut(PerformanceObserverEntryList)>::new(move |list: PerformanceObserverEntryList| {
                for entry in list.get_entries().iter().map(JsCast::unchecked_into::<PerformanceEntry>) {
                    traffic.record(&site, &entry);
                }
            });
        if let Ok(observer) = PerformanceObserver::new(on_entries.as_ref().unchecked_ref()) {
            let options = PerformanceObserverInit::new(&js_sys::Array::new());
            js_sys::Reflect::delete_property(&options, &"entryTypes".into()).ok();
            js_sys::Reflect::set(&options, &"type".into(), &"resource".into()).ok();
            js_sys::Reflect::set(&options, &"buffered".into(), &true.into()).ok();
            observer.observe(&options);
        }
        let on_blocked = Closure::<dyn FnMut(Event)>::new(move |_| traffic.blocked.update(|count| *count += 1));
        document()
            .add_event_listener_with_callback("securitypolicyviolation", on_blocked.as_ref().unchecked_ref())
            .ok();
        // Both listen as long as the page lives.
        on_entries.forget();
        on_blocked.forget();
        traffic
    }

    fn record(self, site: &Site, entry: &PerformanceEntry) {
        let address = entry.name();
        // Beacons and form posts are never fetches of a file, wherever they go. Blobs and data never leave the browser.
        let initiator = js_sys::Reflect::get(entry, &"initiatorType".into()).ok().and_then(|kind| kind.as_string());
        let is_local = address.starts_with("blob:") || address.starts_with("data:");
        if is_local {
            return;
        }
        if site.owns(&address) && initiator.as_deref() != Some("beacon") {
            self.own.update(|count| *count += 1);
        } else {
            self.foreign.update(|addresses| addresses.push(address));
        }
    }
}

/// The promise, with the browser's own count behind it.
#[component]
pub(crate) fn BytesSent() -> impl IntoView {
    let page = use_page();
    let Traffic { own, foreign, blocked } = page.traffic;
    let locale = page.locale;
    let is_open = RwSignal::new(false);
    let leaks = Memo::new(move |_| foreign.with(Vec::len));
    let headline = move || match leaks.get() {
        0 => say!(locale, shell.bytes_sent, count = 0),
        count => say!(locale, shell.requests_left, count = count),
    };
    view! {
        <div class="bytes">
            <button
                class="bytes-button"
                class:leaking=move || leaks.get() != 0
                data-testid="bytes-sent"
                data-value=move || leaks.get().to_string()
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
                on:keydown=move |event| if event.key() == "Escape" { is_open.set(false) }
            >
                {headline}
            </button>
            <Show when=move || is_open.get()>
                <div class="popover bytes-detail" role="status">
                    <h2>{move || say!(locale, shell.bytes_title)}</h2>
                    <p>{move || say!(locale, shell.bytes_read)}</p>
                    <p>{move || say!(locale, shell.bytes_own, count = own.get())}</p>
                    <p>{move || say!(locale, shell.bytes_policy)}</p>
                    <Show when=move || leaks.get() != 0>
                        <p class="loss">
                            {move || say!(locale, shell.bytes_foreign, count = leaks.get(), addresses = foreign.get().join(" "))}
                        </p>
                    </Show>
                    <Show when=move || blocked.get() != 0>
                        <p>{move || say!(locale, shell.bytes_blocked, count = blocked.get())}</p>
                    </Show>
                    <button class="quiet-button" on:click=move |_| is_open.set(false)>
                        {move || say!(locale, shell.close)}
                    </button>
                </div>
            </Show>
        </div>
    }
}
