//! Parts of a page that may come after the first of it is seen.

use leptos::prelude::*;

/// Builds the children so many frames later, that no frame has to wait for a whole page.
#[component]
pub(crate) fn Later(frames: u32, children: ChildrenFn) -> impl IntoView {
    let is_due = RwSignal::new(false);
    after(frames, move || {
        // `Some` gives the value back where the page is gone.
        is_due.try_set(true);
    });
    let children = StoredValue::new(children);
    view! { <Show when=move || is_due.get()>{children.with_value(|children| children())}</Show> }
}

fn after(frames: u32, act: impl FnOnce() + 'static) {
    request_animation_frame(move || if frames <= 1 { act() } else { after(frames - 1, act) });
}
