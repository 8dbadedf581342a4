//! Whose page it is: the product's own, or that of whoever hosts it under a name of theirs.

use leptos::prelude::*;

use crate::i18n::Locale;
use crate::site::Site;
use crate::text::say;

/// What the page is called.
pub(crate) fn name(site: StoredValue<Site>, locale: Locale) -> String {
    let hosted = site.with_value(|site| site.brand.as_ref().map(|brand| brand.name.clone()));
    hosted.unwrap_or_else(|| leptos_i18n::td_string!(locale, shell.brand).to_owned())
}

/// Its mark and name, with its colour along the upper edge of the head.
#[component]
pub(crate) fn SiteMark(site: StoredValue<Site>, locale: RwSignal<Locale>) -> impl IntoView {
    let Some(brand) = site.with_value(|site| site.brand.clone()) else {
        return view! {
            <span class="seal" aria-hidden="true"></span>
            {move || say!(locale, shell.brand)}
        }
        .into_any();
    };
    view! {
        {brand.colour.map(|colour| view! { <span class="head-band" style:background=colour.to_string()></span> })}
        {brand.logo.map(|address| view! { <img class="head-logo" src=address alt="" /> })}
        <span class="head-name">{brand.name}</span>
    }
    .into_any()
}
