//! Where files are dropped, pasted or chosen. The whole window takes a drop.

use leptos::ev::{self, DragEvent};
use leptos::html::Input;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::example::Example;
use super::gather;
use super::sample::SampleButton;
use crate::shop::{Page, use_page};
use crate::text::say;

#[component]
pub(super) fn DropZone(is_empty: Memo<bool>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_over = page.is_over;
    view! {
        <section class="drop-zone" class:is-over=move || is_over.get() data-testid="drop-zone">
            <div>
            <h1>
                {move || match (is_over.get(), is_empty.get()) {
                    (true, _) => say!(locale, import.drop_now),
                    (false, true) => say!(locale, import.title_empty),
                    (false, false) => say!(locale, import.title_more),
                }}
            </h1>
            <p class="lead">
                {move || if is_empty.get() { say!(locale, import.lead_empty) } else { say!(locale, import.lead_more) }}
            </p>
            <div class="drop-actions">
                <Picker is_folder=false />
                <Picker is_folder=true />
                <Show when=move || is_empty.get()>
                    <SampleButton />
                </Show>
            </div>
            </div>
            <Show when=move || is_empty.get()>
                <Example />
            </Show>
            <p class="hint">{move || say!(locale, import.paste_hint)} " · " {move || say!(locale, import.kept_here)}</p>
        </section>
    }
}

#[component]
fn Picker(is_folder: bool) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let input = NodeRef::<Input>::new();
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            page.add_files(gather::of_list(input.files()));
            // So that the same file can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <button class="button" class:primary=!is_folder class:folder=is_folder on:click=open>
            {move || if is_folder { say!(locale, import.pick_folder) } else { say!(locale, import.pick_files) }}
        </button>
        <input
            class="hidden-input"
            type="file"
            multiple=true
            tabindex="-1"
            aria-hidden="true"
            data-testid=if is_folder { "folder-input" } else { "file-input" }
            prop:webkitdirectory=is_folder
            node_ref=input
            on:change=chosen
        />
    }
}

/// Takes drops and pastes anywhere in the window, whatever page is shown: a browser would otherwise leave for the file.
/// Sets [`Page::is_over`] while files are held over the window.
pub(crate) fn listen(page: Page) {
    // Every element below the pointer sends its own enter and leave; only the count tells when the window is left.
    let depth = RwSignal::new(0_i32);
    let settle = move || page.is_over.set(depth.get_untracked() > 0);
    let enter = window_event_listener(ev::dragenter, move |event| {
        event.prevent_default();
        depth.update(|depth| *depth += 1);
        settle();
    });
    let leave = window_event_listener(ev::dragleave, move |_| {
        depth.update(|depth| *depth -= 1);
        settle();
    });
    let over = window_event_listener(ev::dragover, |event| event.prevent_default());
    let drop_files = window_event_listener(ev::drop, move |event: DragEvent| {
        event.prevent_default();
        depth.set(0);
        settle();
        take(page, gather::of_transfer(event.data_transfer()));
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let Ok(event) = event.dyn_into::<web_sys::ClipboardEvent>() else { return };
        take(page, gather::of_transfer(event.clipboard_data()));
    });
    on_cleanup(move || {
        enter.remove();
        leave.remove();
        over.remove();
        drop_files.remove();
        paste.remove();
    });
}

fn take(page: Page, dropped: gather::Dropped) {
    spawn_local(async move { page.add_files(dropped.collect().await) });
}
