//! What an export's words for the state of an order mean, where nobody knew: asked, and shown as it was answered.

use std::collections::BTreeSet;

use analytics::diagnostic::{Diagnostic, Problem};
use analytics::vocabulary::OrderStatus;
use leptos::prelude::*;
use protocol::{FileCard, FileId};

use crate::shop::use_page;
use crate::text::{format, names, say, tally};

/// What a seller can say of a word, in the order of an order's life.
const ANSWERS: [OrderStatus; 5] =
    [OrderStatus::Unpaid, OrderStatus::Paid, OrderStatus::Shipped, OrderStatus::Completed, OrderStatus::Cancelled];

/// A word of a file for the state of an order, on so many rows.
#[derive(Clone)]
struct Word {
    text: String,
    rows: u32,
    /// What the seller has said of it.
    said: Option<OrderStatus>,
}

impl Word {
    fn of(finding: &Diagnostic) -> Option<Word> {
        match &finding.problem {
            Problem::UnknownStatus { value, rows } => Some(Word { text: value.clone(), rows: *rows, said: None }),
            Problem::StatusExplained { value, status, rows } => {
                Some(Word { text: value.clone(), rows: *rows, said: Some(*status) })
            }
            _ => None,
        }
    }
}

/// Whether a card has words that nobody has explained.
pub(super) fn asks(card: &FileCard) -> bool {
    card.file.diagnostics.iter().any(|finding| matches!(finding.problem, Problem::UnknownStatus { .. }))
}

/// The words of a card with a choice of states for each. An answer holds for every file of the kind.
#[component]
pub(super) fn StateChoices(card: FileCard) -> impl IntoView {
    let profile = card.file.profile.clone()?;
    let words: Vec<Word> = card.file.diagnostics.iter().filter_map(Word::of).collect();
    let word = |word: Word| view! { <StateChoice profile=profile.clone() word=word /> };
    (!words.is_empty()).then(|| view! { <div class="state-choices">{words.into_iter().map(word).collect_view()}</div> })
}

#[component]
fn StateChoice(profile: String, word: Word) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let Word { text, rows, said } = word;
    let is_open = RwSignal::new(said.is_none());
    let kept = StoredValue::new((profile, text.clone()));
    let choose = move |status: OrderStatus| {
        let (profile, text) = kept.get_value();
        page.engine.change_config(|config| {
            config.states.entry(profile.clone()).or_default().insert(text, status);
        });
        // Words are read with the file.
        let of_kind = |card: &&FileCard| card.file.profile.as_ref() == Some(&profile);
        let files: BTreeSet<FileId> =
            page.engine.shop.with_untracked(|shop| shop.files.iter().filter(of_kind).map(|card| card.id).collect());
        files.into_iter().for_each(|file| page.engine.read_again(file));
    };
    let button = move |status: OrderStatus| {
        view! {
            <button
                class="button"
                class:chosen=said == Some(status)
                data-testid=format!("state-{}", status.name())
                on:click=move |_| choose(status)
            >
                {move || names::order_status(locale.get(), status)}
            </button>
        }
    };
    let sentence = move || match said {
        None => tally!(locale, import.states.question, word = text.as_str(), rows = format::count(rows)),
        Some(status) => {
            let status = names::order_status(locale.get(), status);
            tally!(locale, import.states.said, word = text.as_str(), rows = format::count(rows), status = status)
        }
    };
    view! {
        <div class="basis" class:asks=said.is_none() data-testid="state-word">
            <p>
                {sentence}
                {said
                    .is_some()
                    .then(|| {
                        view! {
                            " "
                            <button
                                class="link"
                                aria-expanded=move || is_open.get().to_string()
                                on:click=move |_| is_open.update(|open| *open = !*open)
                            >
                                {move || say!(locale, import.basis.change)}
                            </button>
                        }
                    })}
            </p>
            <Show when=move || is_open.get()>
                <span class="choices">{ANSWERS.map(button).collect_view()}</span>
            </Show>
        </div>
    }
}
