//! What this computer keeps: the open shop by name, other shops, and a way to have one forgotten.

use leptos::prelude::*;

use crate::shop::use_page;
use crate::text::say;
use crate::ui::export::ExportFailed;

/// That the shop is kept here, under which name, and how to have it forgotten.
#[component]
pub(super) fn Kept() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let keeper = page.keeper;
    let said = move || match (keeper.is_refused.get(), keeper.has_sample.get()) {
        (true, _) => say!(locale, import.kept.refused),
        (false, true) => say!(locale, import.kept.sample),
        (false, false) => say!(locale, import.kept.here),
    };
    view! {
        <section class="kept" data-testid="kept">
            <p class="quiet">{said}</p>
            <Show when=move || !keeper.has_sample.get()>
                <ShopName />
                <SaveShop />
                <Forget />
            </Show>
        </section>
    }
}

/// The name of the open shop, and a field for another shop.
#[component]
fn ShopName() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let keeper = page.keeper;
    let is_adding = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        keeper.new_shop(&name.get_untracked());
        name.set(String::new());
        is_adding.set(false);
    };
    view! {
        <div class="shop-names">
            <label>
                {move || say!(locale, import.kept.name)} " "
                <input
                    type="text"
                    maxlength="40"
                    data-testid="shop-name"
                    placeholder=move || say!(locale, import.kept.unnamed)
                    prop:value=move || keeper.shops.with(|shops| shops.current_name().to_owned())
                    on:change=move |event| keeper.rename_shop(&event_target_value(&event))
                />
            </label>
            <button
                class="link"
                data-testid="new-shop"
                aria-expanded=move || is_adding.get().to_string()
                on:click=move |_| is_adding.update(|adding| *adding = !*adding)
            >
                {move || say!(locale, import.kept.another)}
            </button>
            <Show when=move || is_adding.get()>
                <form on:submit=add>
                    <label>
                        {move || say!(locale, import.kept.new_name)} " "
                        <input
                            type="text"
                            maxlength="40"
                            required
                            data-testid="new-shop-name"
                            on:input=move |event| name.set(event_target_value(&event))
                        />
                    </label>
                    <button class="button" data-testid="make-shop">{move || say!(locale, import.kept.make)}</button>
                </form>
            </Show>
        </div>
    }
}

/// The whole shop as one file, for another computer or for safe keeping.
#[component]
fn SaveShop() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    view! {
        <Show when=move || page.engine.files.with(|files| !files.is_empty())>
            <button
                class="link"
                data-testid="save-shop"
                title=move || say!(locale, import.kept.save_why)
                on:click=move |_| has_failed.set(page.keeper.save_shop().is_none())
            >
                {move || say!(locale, import.kept.save)}
            </button>
            <ExportFailed has_failed=has_failed />
        </Show>
    }
}

/// Asks once before everything goes.
#[component]
fn Forget() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let asks = RwSignal::new(false);
    let forget = move |_| {
        asks.set(false);
        page.leave_shop();
        page.keeper.forget();
        page.begin_shop();
    };
    move || {
        if !asks.get() {
            return view! {
                <button class="link" data-testid="forget" on:click=move |_| asks.set(true)>
                    {move || say!(locale, import.kept.forget)}
                </button>
            }
            .into_any();
        }
        view! {
            <p class="forget-asks" role="alert">
                {move || say!(locale, import.kept.asks)} " "
                <button class="button" data-testid="forget-really" on:click=forget>
                    {move || say!(locale, import.kept.really)}
                </button>
                <button class="quiet-button" data-testid="forget-not" autofocus on:click=move |_| asks.set(false)>
                    {move || say!(locale, import.kept.not)}
                </button>
            </p>
        }
        .into_any()
    }
}
