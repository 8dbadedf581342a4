//! What the receiver of a link sees: the report and nothing else, without the engine, which need not be fetched for it.

use export::shared::link::{self, LinkError, Packed, Sealing};
use export::shared::{SharedReport, html};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::seal::{self, SealError};
use crate::route::Route;
use crate::setting;
use crate::site::Site;
use crate::text::say;
use crate::ui::header::{LanguageSwitch, ThemeSwitch};
use crate::ui::sentence::Sentence;
use crate::ui::site_brand::{self, SiteMark};

/// What there is to be seen.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Report(Box<SharedReport>),
    /// It waits for its pass-phrase; whether one was wrong.
    Asks {
        was_wrong: bool,
    },
    Opening,
    Failed(LinkError),
    NoCryptography,
}

fn read(packed: &Packed) -> State {
    match link::unpack(packed) {
        Ok(report) => State::Report(Box::new(report)),
        Err(error) => State::Failed(error),
    }
}

/// Whether the page was opened by a link to a report.
pub(crate) fn is_asked_for() -> bool {
    window().location().hash().is_ok_and(|hash| hash.starts_with(link::PREFIX))
}

#[component]
pub(crate) fn Received() -> impl IntoView {
    let (locale, theme) = (setting::locale(), setting::theme());
    let site = StoredValue::new(Site::read());
    let hash = window().location().hash().unwrap_or_default();
    let sealing = StoredValue::new(link::parse(&hash));
    let state = RwSignal::new(sealing.with_value(|sealing| match sealing {
        Ok(Sealing::Open(packed)) => read(packed),
        Ok(Sealing::Sealed { .. }) => State::Asks { was_wrong: false },
        Err(error) => State::Failed(*error),
    }));
    // Another link in the same tab is another report, and the page's own addresses are its pages.
    let listener = window_event_listener(leptos::ev::hashchange, |_| drop(window().location().reload()));
    on_cleanup(move || listener.remove());
    Effect::new(move || {
        let title = state.with(|state| match state {
            State::Report(report) => html::title(report, locale.get().into()),
            _ => say!(locale, share.received).to_owned(),
        });
        document().set_title(&format!("{title} · {}", site_brand::name(site, locale.get())));
    });
    let unlock = move |passphrase: String| {
        let Ok(sealed) = sealing.get_value() else { return };
        state.set(State::Opening);
        spawn_local(async move {
            let opened = seal::open(&sealed, &passphrase).await;
            state.set(match opened {
                Ok(packed) => read(&packed),
                Err(SealError::WrongPassphrase) => State::Asks { was_wrong: true },
                Err(SealError::NoCryptography) => State::NoCryptography,
            });
        });
    };
    view! {
        <header class="head received-head">
            <span class="brand"><SiteMark site=site locale=locale /></span>
            <div class="head-end">
                <ThemeSwitch locale=locale theme=theme />
                <LanguageSwitch locale=locale />
                <a class="button" data-testid="try-own" href=Route::Import.fragment()>
                    {move || say!(locale, share.try_own)}
                </a>
            </div>
        </header>
        <main id="main" class="received" tabindex="-1">
            {move || state.with(|state| match state {
                State::Report(report) => view! {
                    <div data-testid="shared-report" inner_html=html::article(report, None, locale.get().into())></div>
                }
                .into_any(),
                State::Asks { was_wrong } => view! { <Passphrase locale=locale was_wrong=*was_wrong unlock=unlock /> }.into_any(),
                State::Opening => view! { <p class="lead" role="status">{say!(locale, share.opening)}</p> }.into_any(),
                State::NoCryptography => failed(say!(locale, share.no_cryptography).to_owned()),
                State::Failed(error) => failed(match error {
                    LinkError::Cut => say!(locale, share.cut).to_owned(),
                    LinkError::Damaged => say!(locale, share.damaged).to_owned(),
                    LinkError::NotOurs => say!(locale, share.not_ours).to_owned(),
                    LinkError::Later(_) => say!(locale, share.later).to_owned(),
                }),
            })}
        </main>
    }
}

fn failed(sentence: String) -> AnyView {
    view! { <Sentence hook="link-failed">{sentence}</Sentence> }.into_any()
}

/// Asks for the pass-phrase, which the sender tells by another way.
#[component]
fn Passphrase<F>(locale: RwSignal<crate::i18n::Locale>, was_wrong: bool, unlock: F) -> impl IntoView
where
    F: Fn(String) + Copy + Send + Sync + 'static,
{
    let typed = RwSignal::new(String::new());
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        unlock(typed.get_untracked());
    };
    view! {
        <form class="unlock" on:submit=open>
            <Sentence>{move || say!(locale, share.asks)}</Sentence>
            <label for="unlock">{move || say!(locale, share.passphrase)}</label>
            <input
                id="unlock"
                type="password"
                autocomplete="off"
                data-testid="unlock-passphrase"
                aria-invalid=was_wrong.to_string()
                aria-describedby="unlock-wrong"
                autofocus
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button class="button primary" data-testid="unlock">{move || say!(locale, share.open)}</button>
            <p id="unlock-wrong" class="loss" role="alert">
                {move || was_wrong.then(|| say!(locale, share.wrong_passphrase))}
            </p>
        </form>
    }
}
