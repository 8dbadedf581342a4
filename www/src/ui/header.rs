//! The head of every page: name, pages, the promise, language and theme.

use leptos::prelude::*;

use super::bands::{SampleBand, ShopSwitch, UndoBand, UnsavedBand};
use super::palette::{Palette, PaletteButton};
use super::site_brand::SiteMark;
use super::traffic::BytesSent;
use crate::engine::Health;
use crate::i18n::Locale;
use crate::offline::UpdateOffer;
use crate::route::Route;
use crate::setting::Theme;
use crate::shop::use_page;
use crate::text::{say, word};

#[component]
pub(crate) fn Header() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_palette_open = RwSignal::new(false);
    view! {
        <header class="head">
            <a class="brand" href=Route::Import.fragment()>
                <SiteMark site=page.site locale=locale />
            </a>
            <ShopSwitch />
            <nav aria-label=move || say!(locale, shell.nav)>
                <NavLink route=Route::Import name="nav-import" word=word!(locale, shell.nav_import) />
                <NavLink route=Route::Profit name="nav-profit" word=word!(locale, shell.nav_profit) />
                <NavLink
                    route=Route::Capacity
                    name="nav-capacity"
                    word=word!(locale, shell.nav_capacity)
                />
                <NavLink route=Route::Stock name="nav-stock" word=word!(locale, shell.nav_stock) />
                <NavLink
                    route=Route::Repurchase
                    name="nav-repurchase"
                    word=word!(locale, shell.nav_repurchase)
                />
                <NavLink route=Route::Share name="nav-share" word=word!(locale, shell.nav_share) />
            </nav>
            <div class="head-end">
                <PaletteButton is_open=is_palette_open />
                <BytesSent />
                <ThemeSwitch locale=locale theme=page.theme />
                <LanguageSwitch locale=locale />
            </div>
        </header>
        <Palette is_open=is_palette_open />
        <EngineHealth />
        <UpdateOffer />
        <UnsavedBand />
        <UndoBand />
        <SampleBand />
        <Failure />
    }
}

/// Says that the worker could not carry out a request, with its own words, and offers to ask again.
#[component]
fn Failure() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let failure = page.engine.failure;
    view! {
        <div class="health" role="status" data-testid="failure">
            {move || failure.get().map(|message| view! {
                <p class="loss">
                    {say!(locale, shell.failed, message = message)} " "
                    <button class="button" on:click=move |_| page.engine.ask_again()>
                        {say!(locale, shell.failed_again)}
                    </button>
                    <button class="quiet-button" on:click=move |_| failure.set(None)>{say!(locale, shell.close)}</button>
                </p>
            })}
        </div>
    }
}

#[component]
fn NavLink(route: Route, name: &'static str, word: Signal<&'static str>) -> impl IntoView {
    let current = use_page().route;
    view! {
        <a
            class="nav-link"
            href=route.fragment()
            data-testid=name
            aria-current=move || (current.get().page() == route).then_some("page")
        >
            {move || word.get()}
        </a>
    }
}

/// From one language to the other.
pub(crate) fn other_language(locale: RwSignal<Locale>) {
    locale.update(|locale| {
        *locale = match *locale {
            Locale::zh_CN => Locale::en,
            Locale::en => Locale::zh_CN,
        };
    });
}

#[component]
pub(crate) fn LanguageSwitch(locale: RwSignal<Locale>) -> impl IntoView {
    view! {
        <button
            class="quiet-button"
            data-testid="language"
            title=move || say!(locale, shell.language_label)
            on:click=move |_| other_language(locale)
        >
            {move || say!(locale, shell.other_language)}
        </button>
    }
}

#[component]
pub(crate) fn ThemeSwitch(locale: RwSignal<Locale>, theme: RwSignal<Theme>) -> impl IntoView {
    let word = move || match theme.get() {
        Theme::Auto => say!(locale, shell.theme_auto),
        Theme::Light => say!(locale, shell.theme_light),
        Theme::Dark => say!(locale, shell.theme_dark),
    };
    view! {
        <button
            class="quiet-button theme"
            data-testid="theme"
            data-value=move || theme.get().name()
            title=move || say!(locale, shell.theme_label)
            aria-label=move || format!("{}: {}", say!(locale, shell.theme_label), word())
            on:click=move |_| theme.update(|theme| *theme = theme.next())
        >
            <span class="theme-dot" aria-hidden="true"></span>
            <span class="theme-word">{word}</span>
        </button>
    }
}

/// Says when the reader died, and offers to try again where it keeps dying.
#[component]
fn EngineHealth() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let health = page.engine.health;
    view! {
        <div class="health" role="status">
            {move || match health.get() {
                Health::Well => None,
                Health::Recovering => Some(view! { <p>{say!(locale, shell.engine_restarted)}</p> }.into_any()),
                Health::Stopped => {
                    Some(
                        view! {
                            <p class="loss">
                                {say!(locale, shell.engine_stopped)} " "
                                <button class="button" on:click=move |_| page.engine.retry()>
                                    {say!(locale, shell.engine_retry)}
                                </button>
                            </p>
                        }
                            .into_any(),
                    )
                }
            }}
        </div>
    }
}
