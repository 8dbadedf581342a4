//! Passing a report on: what will be seen beside what can be chosen, and the ways to send it.

mod address;
mod logo;
mod options;
mod received;
mod seal;
mod send;
mod signature;

use export::shared::link::{self, Packed};
use export::shared::{Choice, SharedReport, html};
use leptos::prelude::*;
use protocol::{Reply, Request};

use self::options::Options;
pub(crate) use self::received::{Received, is_asked_for};
use self::send::Send;
use self::signature::{Signing, signature};
use crate::import::SampleButton;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::say;
use crate::ui::sentence::Sentence;

/// What is chosen, and the report that comes of it.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub(crate) choice: RwSignal<Choice>,
    /// The last report that came, and what it is of.
    packed: RwSignal<Option<Shared>>,
}

/// A report as it came.
#[derive(Clone)]
struct Shared {
    choice: Choice,
    /// Of the shop's results, as [`Engine::results`](crate::engine::Engine) counts them.
    results: u32,
    packed: Packed,
}

impl View {
    pub(crate) fn new() -> View {
        View { choice: RwSignal::new(Choice::default()), packed: RwSignal::new(None) }
    }

    /// Goes back to the beginning.
    pub(crate) fn forget(self) {
        self.choice.set(Choice::default());
        self.packed.set(None);
    }
}

#[component]
pub(crate) fn SharePage() -> impl IntoView {
    let page = use_page();
    let has_profit = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.is_some()));
    move || if has_profit.get() { view! { <Sharing /> }.into_any() } else { view! { <Empty /> }.into_any() }
}

#[component]
fn Empty() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <Sentence>{move || say!(locale, share.empty)}</Sentence>
        <p class="lead">{move || say!(locale, share.empty_lead)}</p>
        <p class="choices">
            <a class="button primary" href=Route::Import.fragment()>{move || say!(locale, profit.empty.open)}</a>
            <SampleButton />
        </p>
    }
}

#[component]
fn Sharing() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let View { choice, packed } = page.share;
    let engine = page.engine;
    let signature = signature(page.site.with_value(|site| site.brand.clone()));
    // A name is the computer's and what is shown is the shop's; together they are what is asked for.
    let chosen = Memo::new(move |_| Choice { brand: signature.read().brand.clone(), ..choice.get() });
    let logo = Memo::new(move |_| signature.read().logo.clone());
    engine.keep_asking(
        move || Request::Share(Box::new(chosen.get())),
        move |reply| {
            if let Reply::Shared { choice, packed: answer } = reply {
                let results = engine.results.get_untracked();
                packed.set(Some(Shared { choice: *choice, results, packed: answer }));
            }
        },
    );
    // A report of another period, or of what was ticked before, is not sent: it may hold what is not to be seen any more.
    let current = Memo::new(move |_| {
        let (chosen, results) = (chosen.get(), engine.results.get());
        let is_of_now = |shared: &&Shared| shared.choice == chosen && shared.results == results;
        packed.with(|packed| packed.as_ref().filter(is_of_now).map(|shared| shared.packed.clone()))
    });
    // What is shown is what the link holds, read as its receiver reads it.
    let report = Memo::new(move |_| -> Option<SharedReport> {
        packed.with(|packed| packed.as_ref().and_then(|shared| link::unpack(&shared.packed).ok()))
    });
    let to_send = Memo::new(move |_| if current.read().is_some() { report.get() } else { None });
    view! {
        <div class="share">
            <div class="share-side">
                <Sentence>{move || say!(locale, share.title)}</Sentence>
                <p class="quiet">{move || say!(locale, share.lead)}</p>
                <Options choice=choice />
                <Signing signature=signature />
                <Send current=current report=to_send logo=logo />
            </div>
            <section class="share-preview" aria-label=move || say!(locale, share.preview)>
                <div class="share-preview-head quiet">
                    {move || logo.read().is_some().then(|| view! { <p>{say!(locale, share.logo_not_in_link)}</p> })}
                    <p>{move || say!(locale, share.preview_lead)}</p>
                </div>
                {move || report.get().map(|report| {
                    let article = html::article(&report, logo.read().as_ref(), locale.get().into());
                    view! { <div class="share-sheet" tabindex="0" data-testid="share-preview" inner_html=article></div> }
                })}
            </section>
        </div>
    }
}
