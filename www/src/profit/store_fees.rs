//! What one store pays otherwise than the platform's others: 淘宝 and 天猫 are one platform and take different shares.

use analytics::config::{Assumption, AssumptionValue};
use leptos::prelude::*;
use protocol::ProfitSummary;

use super::assumption::{field_text, parse};
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::field::Field;

/// A field for every store of the platform; nothing where it has one store, or none with a name.
#[component]
pub(super) fn StoreFees(assumption: Assumption, summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let stores = Memo::new(move |_| {
        let mut stores: Vec<String> = summary.with(|summary| {
            let of_platform = summary.stores.iter().filter(|(platform, _)| Some(*platform) == assumption.platform());
            of_platform.map(|(_, store)| store.clone()).filter(|store| !store.is_empty()).collect()
        });
        stores.sort();
        stores
    });
    let has_own = move || {
        let is_own = |store: &String| page.engine.config.with(|config| config.store_fee(assumption, store).is_some());
        stores.with(|stores| stores.iter().any(is_own))
    };
    let is_open = has_own();
    view! {
        <Show when=move || stores.with(|stores| stores.len() > 1)>
            <details class="store-fees" open=is_open data-testid=format!("store-fees-{}", assumption.name())>
                <summary>{move || say!(locale, profit.assumptions.stores)}</summary>
                <For each=move || stores.get() key=Clone::clone let:store>
                    <StoreFee assumption=assumption store=store />
                </For>
            </details>
        </Show>
    }
}

#[component]
fn StoreFee(assumption: Assumption, store: String) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let name = StoredValue::new(store.clone());
    let of_platform = Memo::new(move |_| page.engine.config.with(|config| config.get(assumption)));
    let own = Memo::new(move |_| {
        page.engine.config.with(|config| name.with_value(|store| config.store_fee(assumption, store)))
    });
    let is_share = matches!(of_platform.get_untracked(), AssumptionValue::Share(_));
    let set = move |typed: &str| {
        // An empty field gives the store back to its platform.
        let value = if typed.is_empty() { None } else { Some(parse(typed, is_share)?) };
        page.engine.change_config(|config| name.with_value(|store| config.set_store_fee(assumption, store, value)));
        Ok(())
    };
    view! {
        <div class="store-fee setting-head">
            <span>{store.clone()}</span>
            <Field
                value=Signal::derive(move || own.get().map(field_text).unwrap_or_default())
                set=set
                label=Signal::stored(store.clone())
                hook=format!("store-fee-{}-{store}", assumption.name())
                before=Signal::derive(move || (!is_share).then(|| format::sign(&currency.read())))
                after=is_share.then(|| "%".to_owned())
                placeholder=Signal::derive(move || Some(field_text(of_platform.get())))
                title=Signal::derive(move || Some(say!(locale, profit.assumptions.store_as_platform).to_owned()))
                takes_empty=true
            />
        </div>
    }
}
