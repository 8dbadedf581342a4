//! The page of the style: its tokens as the browser has them, and every component of `ui/` with what it is for.
//!
//! It is for whoever builds a page. A release has none of it.

mod examples;
mod tables;
mod tokens;

use leptos::prelude::*;

use self::examples::{Acting, Charts, Framing, Saying};
use self::tables::Tables;
use self::tokens::Tokens;
use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::sentence::Sentence;

#[component]
pub(crate) fn ComponentsPage() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <div class="profit" data-testid="components">
            <Sentence>{move || say!(locale, components.title)}</Sentence>
            <p class="lead">{move || say!(locale, components.lead)}</p>
            <Tokens />
            <Group title=word!(locale, components.groups.saying)><Saying /></Group>
            <Group title=word!(locale, components.groups.tables)><Tables /></Group>
            <Group title=word!(locale, components.groups.charts)><Charts /></Group>
            <Group title=word!(locale, components.groups.acting)><Acting /></Group>
            <Group title=word!(locale, components.groups.framing)><Framing /></Group>
        </div>
    }
}

#[component]
fn Group(title: Signal<&'static str>, children: Children) -> impl IntoView {
    view! {
        <section style:margin-top="40px">
            <h2>{move || title.get()}</h2>
            {children()}
        </section>
    }
}

/// What a file of `ui/` is for, and how it looks. A test asks for one of every file.
fn entry(file: &'static str, what: Signal<&'static str>, example: impl IntoView) -> AnyView {
    view! {
        <article id=format!("ui-{file}") style:margin-top="24px" style:padding-top="8px" style:border-top="1px solid var(--line)">
            <h3>{format!("ui/{file}.rs")}</h3>
            <p class="quiet">{move || what.get()}</p>
            <div style:margin-top="12px">{example.into_any()}</div>
        </article>
    }
    .into_any()
}
