//! A panel at the side for one thing in full. It takes the keyboard, gives it back, and closes on Escape.

use leptos::ev::keydown;
use leptos::html::Div;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use protocol::{Reply, Request};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::shop::use_page;
use crate::text::say;

/// What is open in full: asked for when it is opened, and again after every change of the shop's results or of what the
/// question reads. The second says that there is no such thing any more.
pub(crate) fn follow<Key, T>(
    open: RwSignal<Option<Key>>,
    question: impl Fn(Key) -> Request + 'static,
    read: fn(Reply) -> Option<Box<T>>,
    key_of: fn(&T) -> &Key,
) -> (Memo<Option<T>>, Memo<bool>)
where
    Key: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let engine = use_page().engine;
    let (detail, is_gone) = (RwSignal::new(None::<T>), RwSignal::new(false));
    Effect::new(move || {
        engine.results.track();
        let Some(key) = open.get() else { return };
        if detail.with_untracked(|detail| detail.as_ref().is_none_or(|detail| *key_of(detail) != key)) {
            detail.set(None);
            is_gone.set(false);
        }
        engine.ask(question(key.clone()), move |reply| {
            if open.with_untracked(|open| open.as_ref() == Some(&key)) {
                let answer = read(reply);
                is_gone.try_set(answer.is_none());
                detail.try_set(answer.map(|detail| *detail));
            }
        });
    });
    (Memo::new(move |_| detail.get()), Memo::new(move |_| is_gone.get()))
}

/// In a drawer whose detail is not here.
#[component]
pub(crate) fn Pending(is_gone: Memo<bool>, gone: Signal<&'static str>) -> impl IntoView {
    let locale = use_page().locale;
    let said = move || if is_gone.get() { gone.get() } else { say!(locale, profit.drawer.loading) };
    view! { <p class="quiet">{said}</p> }
}

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
    let panel = NodeRef::<Div>::new();
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
            <div class="drawer" data-testid=name role="dialog" aria-labelledby=title_id.clone() tabindex="-1" node_ref=panel>
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
            </div>
        </Show>
    }
}
