//! Tables of a few columns, whose rows a page makes. What is sorted, and may have thousands of rows, is the long table of
//! the profit page.

use std::borrow::Cow;

use leptos::prelude::*;

use super::define::Define;

/// How a table lies on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Figures, as wide as the page.
    Figures,
    /// What is to be done, a row each, as dense as it may be.
    Plan,
    /// A statement that is added up.
    Ruled,
    /// A few figures beside or under something else.
    Small,
    /// What was and what is, no wider than its figures.
    Compared,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Look::Figures => "figures",
            Look::Plan => "plan-table",
            Look::Ruled => "ruled-table",
            Look::Small => "small-table",
            Look::Compared => "compare-figures",
        }
    }

    /// Of what scrolls sideways around it, where its columns may be too many for a telephone.
    const fn scroll(self) -> Option<&'static str> {
        match self {
            Look::Figures => Some("wide-scroll"),
            Look::Plan => Some("plan-scroll"),
            Look::Ruled => Some("ruled-scroll"),
            Look::Small | Look::Compared => None,
        }
    }
}

/// What stands over a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    word: Cow<'static, str>,
    meaning: Option<&'static str>,
    class: &'static str,
}

impl Head {
    /// Over words, which begin at the left.
    pub(crate) fn text(word: impl Into<Cow<'static, str>>) -> Head {
        Head { word: word.into(), meaning: None, class: "" }
    }

    /// Over figures, which end at the right.
    pub(crate) fn number(word: impl Into<Cow<'static, str>>) -> Head {
        Head { class: "numeric", ..Head::text(word) }
    }

    /// Over the names of rows that say themselves what they are.
    pub(crate) fn corner() -> Head {
        Head::text("")
    }

    /// Over the names of rows, and over a figure in each other column.
    pub(crate) fn names(words: impl IntoIterator<Item = &'static str>) -> Vec<Head> {
        let mut words = words.into_iter();
        words.next().map(Head::text).into_iter().chain(words.map(Head::number)).collect()
    }

    /// Opens by its word, where that is not plain.
    pub(crate) fn means(self, meaning: &'static str) -> Head {
        Head { meaning: Some(meaning), ..self }
    }

    /// Not on a telephone; the cells of the column say `wide-only` too.
    pub(crate) fn wide_only(self) -> Head {
        let class = if self.class == "numeric" { "numeric wide-only" } else { "wide-only" };
        Head { class, ..self }
    }

    /// With a width or a sign that no other column has.
    pub(crate) fn classed(self, class: &'static str) -> Head {
        Head { class, ..self }
    }

    fn view(self) -> AnyView {
        let Head { word, meaning, class } = self;
        match meaning {
            // A heading without a word would be read out as one.
            None if word.is_empty() => view! { <td></td> }.into_any(),
            None => view! { <th scope="col" class=class>{word}</th> }.into_any(),
            Some(meaning) => view! {
                <th scope="col" class=class>
                    <Define word=Signal::stored(word.into_owned()) meaning=Signal::stored(meaning.to_owned()) />
                </th>
            }
            .into_any(),
        }
    }
}

/// The children are its rows.
#[component]
pub(crate) fn Table(
    look: Look,
    /// The hook for tests.
    #[prop(optional)]
    hook: Option<&'static str>,
    /// Stands over it.
    #[prop(optional, into)]
    caption: Option<Signal<String>>,
    /// Is read out, where no caption says it.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// A class more, for what only this table has.
    #[prop(optional)]
    class: &'static str,
    /// Over each column; nothing where the rows say it.
    #[prop(optional, into)]
    heads: Option<Heads>,
    /// The row under the others.
    #[prop(optional)]
    foot: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let rows = children().into_any();
    let class = format!("{} {class}", look.class());
    let heads = heads.map(|Heads(heads)| {
        view! {
            <thead>
                <tr>{move || heads.get().into_iter().map(Head::view).collect_view()}</tr>
            </thead>
        }
    });
    let is_labelled = look == Look::Ruled;
    let table = view! {
        <table class=class.trim().to_owned() data-testid=hook aria-label=move || label.filter(|_| is_labelled).map(|label| label.get())>
            {caption.map(|caption| view! { <caption>{move || caption.get()}</caption> })}
            {heads}
            <tbody>{rows}</tbody>
            {foot}
        </table>
    };
    match look.scroll() {
        None => table.into_any(),
        Some(scroll) => {
            let region = label.filter(|_| !is_labelled);
            view! {
                <div
                    class=scroll
                    tabindex="0"
                    role=region.map(|_| "region")
                    aria-label=move || region.map(|label| label.get())
                >
                    {table}
                </div>
            }
            .into_any()
        }
    }
}

/// The headings, which follow the language and may follow more.
#[derive(Clone, Copy)]
pub(crate) struct Heads(Signal<Vec<Head>>);

impl<F> From<F> for Heads
where
    F: Fn() -> Vec<Head> + Send + Sync + 'static,
{
    fn from(heads: F) -> Heads {
        Heads(Signal::derive(heads))
    }
}

/// Shows all rows, where there are more than are shown.
#[component]
pub(crate) fn More(shown: RwSignal<usize>, #[prop(into)] all: Signal<usize>) -> impl IntoView {
    let locale = crate::shop::use_page().locale;
    view! {
        <Show when=move || { shown.get() < all.get() }>
            <p class="tools">
                <button class="link" on:click=move |_| shown.set(usize::MAX)>{move || crate::text::say!(locale, repurchase.more)}</button>
            </p>
        </Show>
    }
}
