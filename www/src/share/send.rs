//! The ways a report goes: as a link, as a code to scan, as a file, on paper.

use export::shared::link::{self, Packed};
use export::shared::{Logo, SharedReport, html};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::address::{self, CHAT_CARRIES};
use super::seal::{self, SealError};
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::download;

#[component]
pub(super) fn Send(
    /// The report of what is ticked, packed; `None` until it is there.
    current: Memo<Option<Packed>>,
    report: Memo<Option<SharedReport>>,
    /// What the file has beside the report, and the link has not.
    logo: Memo<Option<Logo>>,
) -> impl IntoView {
    let locale = use_page().locale;
    let hosted = address::hosted();
    let passphrase = RwSignal::new(String::new());
    let fragment = RwSignal::new(None::<Result<String, SealError>>);
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        let (packed, passphrase) = (current.get(), passphrase.get());
        // Sealing takes a moment, in which a tick may have made it another report; nobody copies the one before.
        fragment.set(None);
        let turn = asked.with_value(|asked| asked.wrapping_add(1));
        asked.set_value(turn);
        let Some(packed) = packed else { return };
        spawn_local(async move {
            let made = seal::fragment(packed, &passphrase).await;
            if asked.try_get_value() == Some(turn) {
                fragment.set(Some(made));
            }
        });
    });
    let is_local = address::is_of_this_computer();
    let link = Memo::new(move |_| match fragment.get() {
        Some(Ok(fragment)) => Some(address::base(&hosted.get()) + &fragment),
        _ => None,
    });
    let cannot_be_opened = Memo::new(move |_| is_local && address::without_fragment(&hosted.read()).is_none());
    view! {
        <div class="share-send">
            <h2>{move || say!(locale, share.send)}</h2>
            <Show when=move || is_local>
                <label class="share-name">
                    {move || say!(locale, share.hosted)}
                    <input
                        type="url"
                        placeholder="https://"
                        data-testid="share-hosted"
                        prop:value=move || hosted.get()
                        on:change=move |event| hosted.set(event_target_value(&event))
                    />
                </label>
                <p class="quiet" class:loss=move || cannot_be_opened.get() data-testid="share-local">
                    {move || if cannot_be_opened.get() { say!(locale, share.local) } else { say!(locale, share.local_solved) }}
                </p>
            </Show>
            <label class="share-name">
                {move || say!(locale, share.passphrase_optional)}
                <input
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    data-testid="share-passphrase"
                    on:change=move |event| passphrase.set(event_target_value(&event))
                />
            </label>
            <p class="quiet">
                {move || match fragment.get() {
                    Some(Err(_)) => say!(locale, share.no_cryptography),
                    _ if passphrase.read().is_empty() => say!(locale, share.anyone),
                    _ => say!(locale, share.only_with),
                }}
            </p>
            <Link link=link has_logo=Signal::derive(move || logo.read().is_some()) />
            <Files report=report logo=logo />
        </div>
    }
}

/// The link, whether a chat carries it, and the code.
#[component]
fn Link(link: Memo<Option<String>>, has_logo: Signal<bool>) -> impl IntoView {
    let locale = use_page().locale;
    /// What came of copying the link.
    #[derive(Clone, Copy, PartialEq)]
    enum Copied {
        No,
        Yes,
        Refused,
    }
    let copied = RwSignal::new(Copied::No);
    let shows_code = RwSignal::new(false);
    let shown = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move || {
        link.track();
        copied.set(Copied::No);
    });
    let copy = move |_| {
        let Some(text) = link.get_untracked() else { return };
        if let Some(area) = shown.get_untracked() {
            // Where the browser refuses, what is to be copied is at least chosen.
            area.select();
        }
        spawn_local(async move {
            let written = match clipboard() {
                Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
                None => false,
            };
            copied.set(if written { Copied::Yes } else { Copied::Refused });
        });
    };
    let length = move || link.with(|link| link.as_ref().map_or(0, String::len));
    let is_long = Memo::new(move |_| length() > CHAT_CARRIES);
    let count = |length: usize| format::count(u32::try_from(length).unwrap_or(u32::MAX));
    view! {
        <div class="share-link">
            <textarea
                readonly
                rows="2"
                aria-label=move || say!(locale, share.link)
                data-testid="share-link"
                data-value=move || link.get().unwrap_or_default()
                node_ref=shown
                prop:value=move || link.get().unwrap_or_default()
            ></textarea>
            <div class="share-buttons">
                <button class="button primary" data-testid="copy-link" disabled=move || link.read().is_none() on:click=copy>
                    {move || match copied.get() {
                        Copied::Yes => say!(locale, share.copied),
                        Copied::No | Copied::Refused => say!(locale, share.copy),
                    }}
                </button>
                <button
                    class="button"
                    data-testid="show-code"
                    aria-expanded=move || shows_code.get().to_string()
                    on:click=move |_| shows_code.update(|shows| *shows = !*shows)
                >
                    {move || say!(locale, share.code)}
                </button>
            </div>
            <p class="quiet" class:loss=move || is_long.get() role="status" data-testid="link-size">
                {move || {
                    let (length, most) = (count(length()), count(CHAT_CARRIES));
                    if copied.get() == Copied::Refused {
                        say!(locale, share.copy_refused).to_owned()
                    } else if link.read().is_none() {
                        say!(locale, share.making).to_owned()
                    } else if is_long.get() {
                        say!(locale, share.too_long, length = length, most = most)
                    } else {
                        say!(locale, share.fits, length = length, most = most)
                    }
                }}
            </p>
            {move || has_logo.get().then(|| view! {
                <p class="quiet" data-testid="link-without-logo">{say!(locale, share.logo_not_in_link)}</p>
            })}
            <Show when=move || shows_code.get()>
                {move || match link.get().and_then(|link| link::qr(&link)) {
                    Some(rows) => code(&rows, say!(locale, share.code_label)).into_any(),
                    None => view! { <p class="loss" data-testid="no-code">{say!(locale, share.no_code)}</p> }.into_any(),
                }}
            </Show>
        </div>
    }
}

/// Dark squares on white, whatever the theme: cameras want it so.
fn code(rows: &[Vec<bool>], label: &'static str) -> impl IntoView + use<> {
    /// Modules of white around it, which the standard asks for.
    const QUIET: usize = 4;
    let side = rows.len() + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, is_dark)| **is_dark) {
            path += &format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    view! {
        <svg class="share-code" data-testid="share-code" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label>
            <rect width=side height=side></rect>
            <path d=path></path>
        </svg>
    }
}

/// As a file that opens without this page, and on paper.
#[component]
fn Files(report: Memo<Option<SharedReport>>, logo: Memo<Option<Logo>>) -> impl IntoView {
    let locale = use_page().locale;
    let has_failed = RwSignal::new(false);
    let save = move |_| {
        let Some(report) = report.get_untracked() else { return };
        let language = locale.get_untracked().into();
        let name = download::file_name(&html::title(&report, language)) + ".html";
        let document = logo.with_untracked(|logo| html::document(&report, logo.as_ref(), language));
        let saved = download::save(&name, document.as_bytes());
        has_failed.set(saved.is_none());
    };
    let print = move |_| drop(window().print());
    view! {
        <div class="share-buttons">
            <button class="button" data-testid="share-file" disabled=move || report.read().is_none() on:click=save>
                {move || say!(locale, share.file)}
            </button>
            <button class="button" data-testid="share-print" disabled=move || report.read().is_none() on:click=print>
                {move || say!(locale, share.print)}
            </button>
        </div>
        <p class="quiet">{move || say!(locale, share.file_lead)}</p>
        <Show when=move || has_failed.get()>
            <p class="loss" role="alert">{move || say!(locale, profit.table.export_failed)}</p>
        </Show>
    }
}

fn clipboard() -> Option<web_sys::Clipboard> {
    // It is not there on a page from plain http.
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    (!clipboard.is_undefined()).then(|| wasm_bindgen::JsCast::unchecked_into(clipboard))
}
