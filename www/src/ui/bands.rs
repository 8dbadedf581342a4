//! Bands under the head: whose figures these are, what can be taken back, what is not kept.

use std::time::Duration;

use leptos::prelude::*;

use crate::keep::Done;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::{names, say};

/// How long what was done can be undone.
const UNDO: Duration = Duration::from_secs(20);

/// Says that the shop is invented, and leads to the seller's own.
#[component]
pub(crate) fn SampleBand() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    view! {
        <Show when=move || page.keeper.has_sample.get()>
            <div class="band sample-band" data-testid="sample-band">
                <p>
                    <strong>{move || say!(locale, shell.sample)}</strong> " " {move || say!(locale, shell.sample_lead)} " "
                    <button
                        class="button"
                        data-testid="own-shop"
                        on:click=move |_| {
                            page.keeper.back_to_own();
                            Route::Import.go();
                        }
                    >
                        {move || say!(locale, shell.own_shop)}
                    </button>
                </p>
            </div>
        </Show>
    }
}

/// Offers to undo what was done last. It lies over the page, which stays where it is.
#[component]
pub(crate) fn UndoBand() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let done = page.keeper.done;
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        if done.with(Option::is_none) {
            return;
        }
        let now = turn.with_value(|turn| turn.wrapping_add(1));
        turn.set_value(now);
        set_timeout(
            move || {
                if turn.get_value() == now {
                    done.set(None);
                }
            },
            UNDO,
        );
    });
    let said = move |done: &Done| match done {
        Done::Removed { file, .. } => (say!(locale, shell.removed, name = file.name.clone()), say!(locale, shell.undo)),
        Done::Changed { .. } => (say!(locale, shell.changed).to_owned(), say!(locale, shell.change_back)),
        Done::Forgotten(shop) if shop.name.is_empty() => {
            (say!(locale, shell.forgotten).to_owned(), say!(locale, shell.bring_back))
        }
        Done::Forgotten(shop) => {
            (say!(locale, shell.forgotten_named, name = shop.name.clone()), say!(locale, shell.bring_back))
        }
    };
    view! {
        <div class="undo-band" role="status">
            {move || done.with(|done| done.as_ref().map(|done| {
                let (said, back) = said(done);
                view! {
                    <p data-testid="done">
                        {said} " "
                        <button class="button" data-testid="undo" on:click=move |_| page.undo()>{back}</button>
                    </p>
                }
            }))}
        </div>
    }
}

/// Says that settings will be gone with the page.
#[component]
pub(crate) fn UnsavedBand() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    view! {
        <div class="health" role="status">
            <Show when=move || page.keeper.is_unsaved.get()>
                <p class="loss" data-testid="unsaved">{move || say!(locale, shell.unsaved)}</p>
            </Show>
        </div>
    }
}

/// The shops of this computer, where there are several.
#[component]
pub(crate) fn ShopSwitch() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shops = page.keeper.shops;
    let choose = move |event| {
        let chosen = event_target_value(&event);
        let id = shops.with_untracked(|shops| {
            shops.list().iter().find(|shop| shop.id.text() == chosen).map(|shop| shop.id.clone())
        });
        if let Some(id) = id {
            page.keeper.open_shop(&id);
        }
    };
    let options = move || {
        let shops = shops.get();
        let option = |(place, shop): (usize, &crate::keep::NamedShop)| {
            let name = names::shop(locale.get(), place, &shop.name);
            // The options come after the value of the list would be set.
            let is_open = shop.id == *shops.current();
            view! { <option value=shop.id.text().to_owned() selected=is_open>{name}</option> }
        };
        shops.list().iter().enumerate().map(option).collect_view()
    };
    view! {
        <Show when=move || shops.with(|shops| shops.list().len() > 1)>
            <select
                class="store shop-switch"
                data-testid="shop-switch"
                aria-label=move || say!(locale, shell.shop_switch)
                on:change=choose
            >
                {options}
            </select>
        </Show>
    }
}
