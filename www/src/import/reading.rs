//! The list of files: those still being read with their progress, the others with what became of them.

use leptos::prelude::*;
use protocol::{FileCard, FileId};

use super::card::{self, Card};
use super::list_file::ListFile;
use super::shops::Kept;
use super::states;
use crate::engine::{FileEntry, FileState};
use crate::shop::use_page;
use crate::text::{format, problem, say, tally};

/// Where a file stands in the list: what is asked first, what could not be read last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Asks,
    Read,
    Unread,
}

impl Place {
    fn of(cards: &[FileCard], entry: &FileEntry) -> Place {
        let cards = || cards.iter().filter(|card| card.id == entry.id);
        let is_left_out = matches!(entry.state, FileState::LeftOut(_));
        if cards().any(|card| card.asks_refund || states::asks(card) || card::can_be_told(card)) {
            Place::Asks
        } else if is_left_out || (cards().next().is_some() && cards().all(card::is_unread)) {
            Place::Unread
        } else {
            Place::Read
        }
    }
}

#[component]
pub(super) fn Files() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let entries = page.engine.files;
    // A file counts as imported when some table in it was taken over.
    let title = move || {
        let read = page.engine.shop.with(|shop| {
            let is_read = |id: FileId| shop.files.iter().any(|card| card.id == id && !card::is_unread(card));
            entries.with(|entries| {
                entries.iter().filter(|entry| entry.state == FileState::Read && is_read(entry.id)).count()
            })
        });
        let failed = page.engine.shop.with(|shop| {
            let is_failed = |entry: &FileEntry| match entry.state {
                FileState::LeftOut(_) => true,
                FileState::Read => {
                    let mut cards = shop.files.iter().filter(|card| card.id == entry.id).peekable();
                    cards.peek().is_some() && cards.all(card::is_unread)
                }
                FileState::Waiting | FileState::Reading { .. } => false,
            };
            entries.with(|entries| entries.iter().filter(|entry| is_failed(entry)).count())
        });
        let read = tally!(locale, import.files_title, count = read);
        match failed {
            0 => read,
            failed => format!("{read}{}", tally!(locale, import.files_failed, count = failed)),
        }
    };
    let ordered = Memo::new(move |_| {
        let place = |entry: &FileEntry| page.engine.shop.with(|shop| Place::of(&shop.files, entry));
        let mut ids: Vec<(Place, FileId)> =
            entries.with(|entries| entries.iter().map(|entry| (place(entry), entry.id)).collect());
        ids.sort_by(|one, other| one.0.cmp(&other.0));
        ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    });
    view! {
        <section class="files">
            <h2>{title}</h2>
            <For each=move || ordered.get() key=|id| *id let:id>
                <File id=id />
            </For>
            <ListFile />
            <Kept />
        </section>
    }
}

/// One file of the seller. A zip or a workbook may turn out to hold several tables, each with its own card.
#[component]
fn File(id: FileId) -> impl IntoView {
    let page = use_page();
    let entry =
        Memo::new(move |_| page.engine.files.with(|entries| entries.iter().find(|entry| entry.id == id).cloned()));
    // The progress of a file changes many times a second, its state does not. A file whose books are not closed yet has no
    // card, and waits with the others. One memo says both: what reads a memo that was made of another, and then the other,
    // is not told when only that one changes.
    let cards = Memo::new(move |_| {
        if entry.with(|entry| entry.as_ref().is_none_or(|entry| entry.state != FileState::Read)) {
            return None;
        }
        let cards: Vec<FileCard> =
            page.engine.shop.with(|shop| shop.files.iter().filter(|card| card.id == id).cloned().collect());
        (!cards.is_empty() || !page.engine.is_reading()).then_some(cards)
    });
    move || {
        if let Some(cards) = cards.get() {
            let line = |(place, card)| view! { <Card card=card place=place /> };
            return cards.into_iter().enumerate().map(line).collect_view().into_any();
        }
        view! { <Unread entry=entry /> }.into_any()
    }
}

/// A file that waits, is being read, or was left out by the page.
#[component]
fn Unread(entry: Memo<Option<FileEntry>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_left_out = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().is_some_and(|entry| matches!(entry.state, FileState::LeftOut(_))))
    });
    let name =
        Memo::new(move |_| entry.with(|entry| entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default()));
    let said = move || {
        entry.with(|entry| match entry.as_ref().map(|entry| (&entry.state, entry.size)) {
            Some((FileState::Reading { bytes, rows }, size)) => say!(
                locale,
                import.card.progress,
                bytes = format::bytes(*bytes),
                of = format::bytes(size),
                rows = format::count(*rows)
            ),
            Some((FileState::LeftOut(left_out), _)) => problem::sentence(locale.get(), left_out),
            Some((FileState::Waiting | FileState::Read, size)) => {
                format!("{} · {}", say!(locale, import.card.waiting), format::bytes(size))
            }
            None => String::new(),
        })
    };
    let share = move || {
        entry.with(|entry| match entry.as_ref().map(|entry| (&entry.state, entry.size)) {
            #[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
            Some((FileState::Reading { bytes, .. }, size @ 1..)) => (*bytes as f64 / size as f64 * 100.0).min(100.0),
            _ => 0.0,
        })
    };
    let remove = move |_| {
        if let Some(id) = entry.with_untracked(|entry| entry.as_ref().map(|entry| entry.id)) {
            page.keeper.remove(id);
        }
    };
    view! {
        <article
            class="file-card"
            class:failed=move || is_left_out.get()
            data-testid="file-card"
            data-source="generic"
            data-kind="unknown"
            data-state=move || if is_left_out.get() { "failed" } else { "reading" }
        >
            <header class="card-head">
                <h3 class="card-name">{move || name.get()}</h3>
                <button
                    class="quiet-button"
                    aria-label=move || {
                        if is_left_out.get() {
                            say!(locale, import.card.remove_named, name = name.get())
                        } else {
                            say!(locale, import.card.cancel_named, name = name.get())
                        }
                    }
                    on:click=remove
                >
                    {move || if is_left_out.get() { say!(locale, import.card.remove) } else { say!(locale, import.card.cancel) }}
                </button>
            </header>
            <p class="card-said" class:loss=move || is_left_out.get()>{said}</p>
            <Show when=move || !is_left_out.get()>
                <div class="progress">
                    <div class="progress-bar" style:width=move || format!("{:.1}%", share())></div>
                </div>
            </Show>
        </article>
    }
}
