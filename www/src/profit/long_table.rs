//! What the tables of SKUs and of orders share. The worker holds, sorts and filters the rows; the page has those around
//! what can be seen.

use std::hash::Hash;

use analytics::Money;
use leptos::html::Div;
use leptos::prelude::*;
use protocol::{OrderRow, OrderWindow, SkuRow, SkuWindow};

use crate::geometry::window::{self, Window};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::say;
use crate::ui::amount::Exact;
use crate::ui::define::Define;
use crate::ui::narrow::use_narrow;

/// Before the table has been measured.
const FIRST_HEIGHT: i32 = 800;

/// A column's face on the page.
pub(super) trait Face: Copy + Eq + Hash + Send + Sync + 'static {
    type Sort: Copy + PartialEq + Send + Sync + 'static;

    /// The stable name, for hooks and for what the browser remembers.
    fn name(self) -> &'static str;
    fn heading(self, locale: Locale) -> &'static str;
    /// `None` where the heading says it all.
    fn meaning(self, _locale: Locale) -> Option<&'static str> {
        None
    }
    /// `None` for a column that cannot be sorted by.
    fn sort(self) -> Option<Self::Sort>;
    /// Whether the largest comes first when the seller begins to sort by it.
    fn falls(self) -> bool;
    fn is_numeric(self) -> bool;
    /// In rem: the least width, and the share of what is left over.
    fn width(self, is_narrow: bool) -> (f32, f32);
}

/// The widths of columns, for the grid of a row.
fn template<Column: Face>(columns: &[Column], is_narrow: bool) -> String {
    let width = |column: &Column| match column.width(is_narrow) {
        (least, 0.0) => format!("{least}rem"),
        (least, share) => format!("minmax({least}rem, {share}fr)"),
    };
    columns.iter().map(width).collect::<Vec<_>>().join(" ")
}

/// The width below which the table scrolls sideways.
fn least_width<Column: Face>(columns: &[Column], is_narrow: bool) -> String {
    let gaps = f32::from(u8::try_from(columns.len()).unwrap_or(u8::MAX));
    let widths: f32 = columns.iter().map(|column| column.width(is_narrow).0).sum();
    if is_narrow { "0".to_owned() } else { format!("{}rem", widths + gaps) }
}

/// The rows around what can be seen, as the worker answers with them.
pub(super) trait Rows: Send + Sync + 'static {
    type Row: Clone + PartialEq + Send + Sync;

    /// Position of the first of the rows among all that match, from 0; how many match; and the rows.
    fn parts(&self) -> (u32, u32, &[Self::Row]);
}

impl Rows for SkuWindow {
    type Row = SkuRow;

    fn parts(&self) -> (u32, u32, &[SkuRow]) {
        (self.query.offset, self.matching, &self.rows)
    }
}

impl Rows for OrderWindow {
    type Row = OrderRow;

    fn parts(&self) -> (u32, u32, &[OrderRow]) {
        (self.query.offset, self.matching, &self.rows)
    }
}

/// How far a table is scrolled.
#[derive(Clone, Copy)]
pub(super) struct Scroll {
    body: NodeRef<Div>,
    /// Pixels above what can be seen, and its height.
    seen: RwSignal<(i32, i32)>,
    pub(super) is_narrow: Memo<bool>,
}

impl Scroll {
    pub(super) fn new() -> Scroll {
        Scroll { body: NodeRef::new(), seen: RwSignal::new((0, FIRST_HEIGHT)), is_narrow: use_narrow() }
    }

    /// The rows to ask for.
    pub(super) fn window(self) -> Window {
        let (top, height) = self.seen.get();
        window::window(top, height, self.is_narrow.get())
    }

    /// Another filter or order starts at its top.
    pub(super) fn restart_with<Query: PartialEq + Send + Sync + 'static>(self, query: impl Fn() -> Query + 'static) {
        Effect::new(move |before: Option<Query>| {
            let query = query();
            if let Some(body) = self.body.get_untracked().filter(|_| before.is_some_and(|before| before != query)) {
                body.set_scroll_top(0);
            }
            query
        });
    }

    fn measure(self) {
        if let Some(body) = self.body.get_untracked() {
            self.seen.set((body.scroll_top(), body.client_height().max(1)));
        }
    }
}

/// What a row needs of its table.
pub(super) struct Place<Window: Rows, Column: Face> {
    /// Position among all matching rows, from 0.
    index: u32,
    rows: RwSignal<Window>,
    columns: Memo<Vec<Column>>,
    template: Memo<String>,
    is_narrow: Memo<bool>,
}

impl<Window: Rows, Column: Face> Clone for Place<Window, Column> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Window: Rows, Column: Face> Copy for Place<Window, Column> {}

impl<Window: Rows, Column: Face> Place<Window, Column> {
    pub(super) fn row(self) -> Memo<Option<Window::Row>> {
        Memo::new(move |_| {
            self.rows.with(|rows| {
                let (offset, _, rows) = rows.parts();
                rows.get(usize::try_from(self.index.checked_sub(offset)?).ok()?).cloned()
            })
        })
    }
}

/// Head and rows; the children stand there when nothing matches.
#[component]
pub(super) fn LongTable<Window: Rows, Column: Face>(
    scroll: Scroll,
    rows: RwSignal<Window>,
    columns: Memo<Vec<Column>>,
    /// The column, and whether the largest comes first.
    sort: RwSignal<(Column::Sort, bool)>,
    /// What the hooks of the sorters begin with.
    hook: &'static str,
    /// What the table is, for those who cannot see it.
    label: Signal<&'static str>,
    row: fn(Place<Window, Column>) -> AnyView,
    children: ChildrenFn,
) -> impl IntoView {
    let is_narrow = scroll.is_narrow;
    let template = Memo::new(move |_| template(&columns.read(), is_narrow.get()));
    let matching = Memo::new(move |_| rows.with(|rows| rows.parts().1));
    let indexes = move || {
        rows.with(|rows| {
            let (offset, _, rows) = rows.parts();
            offset..offset + u32::try_from(rows.len()).unwrap_or(0)
        })
    };
    let children = StoredValue::new(children);
    view! {
        <div class="table-scroll" node_ref=scroll.body on:scroll=move |_| scroll.measure() tabindex="0">
            <div
                role="table"
                aria-label=move || label.get()
                aria-rowcount=move || (matching.get() + 1).to_string()
                style:min-width=move || least_width(&columns.read(), is_narrow.get())
            >
                <div class="table-head" role="row" style:grid-template-columns=move || template.get()>
                    <For each=move || columns.get() key=|column| *column let:column>
                        <Heading column=column sort=sort hook=hook />
                    </For>
                </div>
                <div
                    class="table-body"
                    role="rowgroup"
                    style:height=move || format!("{}px", matching.get() * window::row_height(is_narrow.get()))
                >
                    <For each=indexes key=|index| *index let:index>
                        {row(Place { index, rows, columns, template, is_narrow })}
                    </For>
                </div>
            </div>
            <Show when=move || matching.get() == 0>{children.with_value(|children| children())}</Show>
        </div>
    }
}

#[component]
fn Heading<Column: Face>(column: Column, sort: RwSignal<(Column::Sort, bool)>, hook: &'static str) -> impl IntoView {
    let locale = use_page().locale;
    let word = Signal::derive(move || column.heading(locale.get()).to_owned());
    let direction = move || match sort.get() {
        (by, descending) if column.sort() == Some(by) => Some(if descending { "descending" } else { "ascending" }),
        _ => None,
    };
    let sorter = move |by: Column::Sort| {
        let toggle = move |_| {
            sort.update(|sort| *sort = (by, if sort.0 == by { !sort.1 } else { column.falls() }));
        };
        view! {
            <button
                class="sorter"
                data-testid=format!("{hook}-{}", column.name())
                data-direction=direction
                aria-label=move || say!(locale, profit.table.sort, column = word.get())
                on:click=toggle
            ></button>
        }
    };
    let named = match column.meaning(locale.get_untracked()) {
        Some(_) => {
            let meaning = Signal::derive(move || column.meaning(locale.get()).unwrap_or_default().to_owned());
            view! { <Define word=word meaning=meaning /> }.into_any()
        }
        None => view! { <span>{move || word.get()}</span> }.into_any(),
    };
    view! {
        <div class="heading" class:numeric=column.is_numeric() role="columnheader" aria-sort=direction>
            {named} {column.sort().map(sorter)}
        </div>
    }
}

/// The frame of a row. The element stays while its content changes.
#[component]
pub(super) fn Row<Window: Rows, Column: Face>(
    place: Place<Window, Column>,
    row: Memo<Option<Window::Row>>,
    cell: fn(Column, Memo<Option<Window::Row>>) -> AnyView,
    #[prop(into)] is_open: Signal<bool>,
    open: Callback<()>,
    /// What opening it shows.
    #[prop(into)]
    label: Signal<Option<String>>,
) -> impl IntoView {
    let Place { index, columns, template, is_narrow, .. } = place;
    view! {
        <div
            class="sku-row"
            class:is-open=move || is_open.get()
            role="row"
            aria-rowindex=index + 2
            tabindex="0"
            aria-label=move || label.get()
            style:top=move || format!("{}px", index * window::row_height(is_narrow.get()))
            style:grid-template-columns=move || template.get()
            on:click=move |_| open.run(())
            on:keydown=move |event| if event.key() == "Enter" { open.run(()) }
        >
            <For each=move || columns.get() key=|column| *column let:column>
                {cell(column, row)}
            </For>
        </div>
    }
}

/// In place of rows where none matches.
#[component]
pub(super) fn NoRows(#[prop(into)] said: Signal<String>, clear: Callback<()>) -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <div class="no-rows">
            <p>{move || said.get()}</p>
            <button class="button" on:click=move |_| clear.run(())>{move || say!(locale, profit.table.clear)}</button>
        </div>
    }
}

/// The matching rows together; the children say which those are.
#[component]
pub(super) fn Totals(
    #[prop(into)] revenue: Signal<Option<Money>>,
    #[prop(into)] net: Signal<Option<Money>>,
    children: Children,
) -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <div class="table-foot">
            <span>{children()}</span>
            <span>{move || say!(locale, words.revenue)} " " <Exact money=revenue /></span>
            <span>{move || say!(locale, words.net)} " " <Exact money=net /></span>
        </div>
    }
}
