//! Everything within a few letters: pages, periods, goods, and what is done often. It opens with Ctrl K, takes the keyboard
//! and gives it back.

use leptos::ev::keydown;
use leptos::html::Input;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use protocol::{Reply, Request, SkuQuery};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::header::other_language;
use crate::i18n::Locale;
use crate::profit::choose_days;
use crate::route::Route;
use crate::shop::{Page, use_page};
use crate::text::say;

/// What browsers that do not say `isComposing` give as the key while a word is composed.
const COMPOSING: u32 = 229;
/// Goods that are offered beside the commands.
const MOST_GOODS: u32 = 6;

/// What can be done from anywhere.
#[derive(Clone, Debug, PartialEq)]
enum Command {
    Page(Route),
    /// The last so many days; all of them for none.
    Period(i32),
    Assumptions,
    WhatIf,
    Undo,
    Theme,
    Language,
    Sku {
        code: String,
        name: String,
    },
}

impl Command {
    /// Those that there are now, in the order in which they are listed.
    fn all(page: Page) -> Vec<Command> {
        let has_profit = page.engine.shop.with(|shop| shop.profit.is_some());
        let mut commands: Vec<Command> = Route::ALL.into_iter().map(Command::Page).collect();
        #[cfg(debug_assertions)]
        commands.push(Command::Page(Route::Components));
        if has_profit {
            commands.extend([0, 7, 30, 90].map(Command::Period));
            commands.extend([Command::Assumptions, Command::WhatIf]);
        }
        if page.keeper.done.with(Option::is_some) {
            commands.push(Command::Undo);
        }
        commands.extend([Command::Theme, Command::Language]);
        commands
    }

    fn word(&self, locale: RwSignal<Locale>) -> String {
        let word = match self {
            Command::Page(Route::Import) => say!(locale, shell.nav_import),
            Command::Page(Route::Profit) => say!(locale, shell.palette.profit),
            Command::Page(Route::Orders) => say!(locale, shell.palette.orders),
            Command::Page(Route::Capacity) => say!(locale, shell.nav_capacity),
            Command::Page(Route::Stock) => say!(locale, shell.nav_stock),
            Command::Page(Route::Repurchase) => say!(locale, shell.palette.repurchase),
            Command::Page(Route::Customers) => say!(locale, shell.palette.customers),
            Command::Page(Route::Offers) => say!(locale, shell.palette.offers),
            Command::Page(Route::Share) => say!(locale, shell.nav_share),
            #[cfg(debug_assertions)]
            Command::Page(Route::Components) => say!(locale, components.title),
            Command::Period(0) => say!(locale, shell.palette.whole),
            Command::Period(days) => return say!(locale, shell.palette.days, days = *days),
            Command::Assumptions => say!(locale, shell.palette.assumptions),
            Command::WhatIf => say!(locale, shell.palette.what_if),
            Command::Undo => say!(locale, shell.palette.undo),
            Command::Theme => say!(locale, shell.theme_label),
            Command::Language => say!(locale, shell.palette.language),
            Command::Sku { name, code } => return if name.is_empty() { code.clone() } else { name.clone() },
        };
        word.to_owned()
    }

    /// Which kind of thing it is.
    fn kind(&self, locale: RwSignal<Locale>) -> &'static str {
        match self {
            Command::Page(_) => say!(locale, shell.palette.page),
            Command::Period(_) => say!(locale, shell.file.period),
            Command::Sku { .. } => say!(locale, profit.column.sku),
            Command::Assumptions | Command::WhatIf | Command::Undo | Command::Theme | Command::Language => {
                say!(locale, shell.palette.act)
            }
        }
    }

    /// The keys that do it without the list.
    const fn keys(&self) -> Option<&'static str> {
        match self {
            Command::Undo => Some("Ctrl Z"),
            _ => None,
        }
    }

    fn run(self, page: Page) {
        match self {
            Command::Page(route) => route.go(),
            Command::Period(days) => choose_days(page, days),
            Command::Assumptions => {
                Route::Profit.go();
                page.view.open_assumptions();
            }
            Command::WhatIf => {
                Route::Profit.go();
                page.view.open_what_if();
            }
            Command::Undo => page.undo(),
            Command::Theme => page.theme.update(|theme| *theme = theme.next()),
            Command::Language => other_language(page.locale),
            Command::Sku { code, .. } => page.view.show_sku(code),
        }
    }
}

/// Whether a word has all the parts that were typed, in capitals or not.
fn fits(typed: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|part| word.contains(part))
}

/// Whether the keys are for the page, and not for a field in which somebody writes.
fn is_for_the_page(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let is_written_in = |element: HtmlElement| match element.tag_name().as_str() {
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("range" | "checkbox" | "radio")),
        name => name == "TEXTAREA",
    };
    !element.is_some_and(is_written_in)
}

/// The way to the list for a hand.
#[component]
pub(crate) fn PaletteButton(is_open: RwSignal<bool>) -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <button
            class="quiet-button palette-open"
            data-testid="palette-open"
            title=move || say!(locale, shell.palette.title)
            aria-label=move || say!(locale, shell.palette.title)
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| is_open.set(true)
        >
            <span class="find" aria-hidden="true"></span>
        </button>
    }
}

/// The list. It stands outside of the head, over everything.
#[component]
pub(crate) fn Palette(is_open: RwSignal<bool>) -> impl IntoView {
    let page = use_page();
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    // Before the field of the list takes the keyboard.
    Effect::new(move || {
        if is_open.get() {
            came_from.set_value(document().active_element().and_then(|element| element.dyn_into().ok()));
        }
    });
    let close = move || {
        is_open.set(false);
        if let Some(element) = came_from.try_update_value(Option::take).flatten() {
            element.focus().ok();
        }
    };
    let listener = window_event_listener(keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key()) || event.shift_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "k" => {
                event.prevent_default();
                if is_open.get_untracked() { close() } else { is_open.set(true) }
            }
            "z" if is_for_the_page(&event) && page.keeper.done.with_untracked(Option::is_some) => {
                event.prevent_default();
                page.undo();
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <Show when=move || is_open.get()>
            <Listed close=Callback::new(move |()| close()) />
        </Show>
    }
}

#[component]
fn Listed(close: Callback<()>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let goods = RwSignal::new(Vec::<Command>::new());
    let field = NodeRef::<Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            field.focus().ok();
        }
    });
    Effect::new(move || {
        let search = typed.read().trim().to_owned();
        if search.is_empty() || page.engine.shop.with_untracked(|shop| shop.profit.is_none()) {
            return goods.set(Vec::new());
        }
        let query = SkuQuery { search: search.clone(), limit: MOST_GOODS, ..SkuQuery::default() };
        page.engine.ask(Request::Skus(query), move |reply| {
            let Reply::Skus(window) = reply else { return };
            let is_asked = typed.try_with_untracked(|typed| typed.trim() == search) == Some(true);
            if is_asked {
                let rows = window.rows.into_iter().filter(|row| !row.sku.is_empty());
                goods.set(rows.map(|row| Command::Sku { code: row.sku, name: row.name }).collect());
            }
        });
    });
    let found = Memo::new(move |_| {
        let typed = typed.read();
        let mut found = Command::all(page);
        found.retain(|command| fits(&typed, &command.word(locale)));
        found.extend(goods.get());
        found
    });
    // What was chosen stood in another list.
    Effect::new(move || {
        found.track();
        chosen.set(0);
    });
    let run = move |place: usize| {
        let command = found.with_untracked(|found| found.get(place).cloned());
        close.run(());
        if let Some(command) = command {
            command.run(page);
        }
    };
    let keys = move |event: KeyboardEvent| {
        // Whoever composes a word out of letters chooses with the same keys.
        if event.is_composing() || event.key_code() == COMPOSING {
            return;
        }
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|place| *place = if *place >= last { 0 } else { *place + 1 }),
            "ArrowUp" => chosen.update(|place| *place = place.checked_sub(1).unwrap_or(last)),
            "Enter" => run(chosen.get_untracked()),
            "Escape" | "Tab" => close.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let line = move |(place, command): (usize, Command)| {
        let (word, kind, keys) = (command.word(locale), command.kind(locale), command.keys());
        // Two sizes of one thing have one name.
        let code = if let Command::Sku { code, .. } = command { code } else { String::new() };
        view! {
            <li
                id=format!("command-{place}")
                role="option"
                data-testid="command"
                aria-selected=move || (chosen.get() == place).to_string()
                on:mousemove=move |_| if chosen.get_untracked() != place { chosen.set(place) }
                on:mousedown=move |event| {
                    event.prevent_default();
                    run(place);
                }
            >
                <span>{word} " " <span class="sku-code">{code}</span></span>
                {keys.map(|keys| view! { <kbd>{keys}</kbd> })}
                <span class="quiet">{kind}</span>
            </li>
        }
    };
    view! {
        <div class="palette-ground" on:mousedown=move |_| close.run(())></div>
        <div class="palette" role="dialog" aria-modal="true" aria-label=move || say!(locale, shell.palette.title) data-testid="palette">
            <input
                type="text"
                node_ref=field
                role="combobox"
                aria-expanded="true"
                aria-controls="commands"
                aria-activedescendant=move || format!("command-{}", chosen.get())
                aria-label=move || say!(locale, shell.palette.title)
                placeholder=move || say!(locale, shell.palette.hint)
                autocomplete="off"
                spellcheck="false"
                data-testid="palette-field"
                on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=keys
            />
            <ul id="commands" role="listbox" aria-label=move || say!(locale, shell.palette.title)>
                {move || found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
            <p class="quiet palette-keys">
                {move || if found.read().is_empty() { say!(locale, shell.palette.none) } else { say!(locale, shell.palette.keys) }}
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_word_fits_with_all_parts_that_were_typed() {
        assert!(
            fits("", "利润")
                && fits("利", "利润 · 按款")
                && fits("days 30", "Last 30 days")
                && fits("LAST", "Last 7 days")
        );
        assert!(!fits("90", "Last 30 days") && !fits("last 90", "Last 30 days"));
    }
}
