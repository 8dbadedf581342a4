//! A SKU by its name, which leads to its account.

use leptos::prelude::*;

use crate::shop::use_page;

/// The name, or the code where it has none, and the code beside it.
#[component]
pub(crate) fn SkuLink(code: String, name: String) -> impl IntoView {
    let page = use_page();
    let title = if name.is_empty() { code.clone() } else { name };
    let opened = code.clone();
    view! {
        <button class="link sku-name" data-testid="sku-link" on:click=move |_| page.view.show_sku(opened.clone())>
            {title}
        </button>
        " "
        <span class="sku-code">{code}</span>
    }
}
