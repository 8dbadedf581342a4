//! What a table is about: the time basis, the days, the store. It stands on every table.

use leptos::prelude::*;

use crate::shop::use_page;
use crate::text::{names, say};

#[component]
pub(super) fn Caption() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let facts = move || {
        page.engine.shop.with(|shop| {
            let profit = shop.profit.as_ref()?;
            let mut facts = vec![names::basis(locale.get(), profit.basis).to_owned()];
            if let Some((from, to)) = profit.period {
                facts.push(say!(locale, import.card.period, from = from, to = to));
            }
            if let Some(platform) = profit.scope.platform {
                facts.push(names::source(locale.get(), platform).to_owned());
            }
            facts.extend(profit.scope.store.clone().filter(|store| !store.is_empty()));
            Some(facts.join(" · "))
        })
    };
    view! { <p class="caption quiet" data-testid="caption">{facts}</p> }
}
