//! A panel at the side for one thing in full. It takes the keyboard, gives it back, and closes on Escape.

use leptos::ev::keydown;
use leptos::html::Aside;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::shop::use_page;
use crate::text::say;

#[component]
pub(crate) fn Drawer(
    #[prop(into)] is_open: Signal<bool>,
    /// The hook for tests.
    name: &'static str,
    #[prop(into)] title: Signal<String>,
    /// The line under the title.
    #[prop(into)]
    code: Signal<String>,
    close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let locale = use_page().locale;
    let listener = window_event_listener(keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() {
            close.run(());
        }
    });
    on_cleanup(move || listener.remove());
    let panel = NodeRef::<Aside>::new();
    // Where the keyboard was, to return there.
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move || match panel.get() {
        Some(panel) => {
            came_from.set_value(document().active_element().and_then(|element| element.dyn_into().ok()));
            panel.focus().ok();
        }
        None => {
            if let Some(element) = came_from.try_update_value(Option::take).flatten() {
                element.focus().ok();
            }
        }
    });
    let children = StoredValue::new(children);
    let title_id = format!("{name}-title");
    view! {
        <Show when=move || is_open.get()>
            <aside class="drawer" data-testid=name role="dialog" aria-labelledby=title_id.clone() tabindex="-1" node_ref=panel>
                <header class="aside-head">
                    <div>
                        <h2 id=title_id.clone()>{move || title.get()}</h2>
                        <p class="sku-code">{move || code.get()}</p>
                    </div>
                    <button class="quiet-button" data-testid=format!("close-{name}") on:click=move |_| close.run(())>
                        {move || say!(locale, profit.drawer.close)}
                    </button>
                </header>
                {children.with_value(|children| children())}
            </aside>
        </Show>
    }
}
