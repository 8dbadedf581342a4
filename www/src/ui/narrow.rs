//! Whether the page is as narrow as a telephone.

use leptos::ev::resize;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;

/// Follows the width of the window.
pub(crate) fn use_narrow() -> Memo<bool> {
    let read = || {
        let query = window().match_media("(max-width: 640px)").ok().flatten();
        query.is_some_and(|query| query.matches())
    };
    let is_narrow = RwSignal::new(read());
    let listener = window_event_listener(resize, move |_| is_narrow.set(read()));
    on_cleanup(move || listener.remove());
    Memo::new(move |_| is_narrow.get())
}
