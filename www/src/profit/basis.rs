//! The time basis: choosing it, and why the figures differ after a change of it.

use analytics::vocabulary::Basis;
use leptos::prelude::*;
use protocol::{BasisMove, BasisMoves, BasisQuery, Direction, MovedRow, ProfitSummary, Reply, Request};

use crate::shop::use_page;
use crate::text::{format, names, say, tally};
use crate::ui::amount::Exact;

/// Orders that are listed at first.
const PAGE: u32 = 20;

/// Only the moments that the files have.
#[component]
pub(super) fn BasisChoice(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let bases = Memo::new(move |_| summary.with(|summary| summary.bases.clone()));
    let basis = Memo::new(move |_| summary.with(|summary| summary.basis));
    let choose = move |event| {
        if let Some(basis) = Basis::from_name(&event_target_value(&event)) {
            page.engine.change_config(|config| config.shop.basis = basis);
        }
    };
    let options = move || {
        let chosen = basis.get();
        let option = |basis: Basis| {
            view! { <option value=basis.name() selected=basis == chosen>{names::basis(locale.get(), basis)}</option> }
        };
        bases.get().into_iter().map(option).collect_view()
    };
    view! {
        <Show when=move || bases.with(|bases| bases.len() > 1)>
            <select class="store" data-testid="basis" aria-label=move || say!(locale, profit.basis.label) on:change=choose>
                {options}
            </select>
        </Show>
    }
}

/// Which orders came in and which left, and their money. Stands until files change.
#[component]
pub(super) fn BasisLine(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let was_changed = Memo::new(move |_| summary.with(|summary| summary.basis_before.is_some()));
    let is_open = RwSignal::new(None::<Direction>);
    let limit = RwSignal::new(PAGE);
    let moves = RwSignal::new(None::<BasisMoves>);
    Effect::new(move || {
        page.engine.results.track();
        if !was_changed.get() {
            return moves.set(None);
        }
        let direction = is_open.get();
        let limit = if direction.is_some() { limit.get() } else { 0 };
        let query = BasisQuery { direction: direction.unwrap_or_default(), offset: 0, limit };
        page.engine.ask(Request::Moved(query), move |reply| {
            moves.try_set(match reply {
                Reply::Moved(found) => Some(found),
                _ => None,
            });
        });
    });
    let toggle = move |direction: Direction| {
        limit.set(PAGE);
        is_open.update(|open| *open = if *open == Some(direction) { None } else { Some(direction) });
    };
    let part = move |direction: Direction, moved: BasisMove| {
        let orders = tally!(locale, profit.sentence.orders, count = format::count(moved.orders));
        let amount = format::exact(&currency.read(), moved.revenue);
        let (words, name) = match direction {
            Direction::Left => (say!(locale, profit.basis.left, orders = orders, amount = amount), "basis-left"),
            Direction::Entered => {
                (say!(locale, profit.basis.entered, orders = orders, amount = amount), "basis-entered")
            }
        };
        (moved.orders > 0).then(|| {
            view! {
                " "
                <button
                    class="link"
                    data-testid=name
                    data-value=moved.orders.to_string()
                    aria-expanded=(is_open.get() == Some(direction)).to_string()
                    on:click=move |_| toggle(direction)
                >
                    {words}
                </button>
            }
        })
    };
    let line = move |found: BasisMoves| {
        let basis = |basis: Basis| names::basis(locale.get(), basis);
        let nothing = (found.left.orders == 0 && found.entered.orders == 0).then(|| say!(locale, profit.basis.same));
        view! {
            <p class="quiet basis-line" data-testid="basis-change">
                {say!(locale, profit.basis.changed, from = basis(found.from), to = basis(found.to))} " " {nothing}
                {part(Direction::Left, found.left)} {part(Direction::Entered, found.entered)}
            </p>
            {is_open.get().map(|direction| view! { <MovedOrders found=found direction=direction limit=limit /> })}
        }
    };
    move || moves.get().map(line)
}

/// The orders that went one way. Those that are in the books now can be opened.
#[component]
fn MovedOrders(found: BasisMoves, direction: Direction, limit: RwSignal<u32>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let all = match direction {
        Direction::Left => found.left.orders,
        Direction::Entered => found.entered.orders,
    };
    // A day on one basis, then on the other: before the change first.
    let (from, to) = (found.from, found.to);
    let is_still_here = direction == Direction::Entered;
    let row = move |row: MovedRow| {
        let here = row.day.to_string();
        let there = row.other_day.map_or_else(|| say!(locale, profit.basis.not_yet).to_owned(), |day| day.to_string());
        let (before, after) = if is_still_here { (there, here) } else { (here, there) };
        let id = row.order.id.clone();
        let order = if is_still_here {
            let key = row.order;
            let open = move |_| page.view.open_order.set(Some(key.clone()));
            view! { <button class="link" on:click=open>{id}</button> }.into_any()
        } else {
            view! { <span>{id}</span> }.into_any()
        };
        view! {
            <div class="moved-row" role="listitem">
                <span class="clip">{order}</span>
                <span>{before} " → " {after}</span>
                <span class="account-amount"><Exact money=Signal::stored(Some(row.revenue)) /></span>
            </div>
        }
    };
    let more = all.saturating_sub(limit.get_untracked());
    view! {
        <div class="moved-orders" role="list" data-testid="basis-orders">
            <p class="quiet">
                {move || format!("{} → {}", names::basis(locale.get(), from), names::basis(locale.get(), to))}
            </p>
            {found.rows.into_iter().map(row).collect_view()}
            {(more > 0)
                .then(|| {
                    view! {
                        <button class="link" on:click=move |_| limit.update(|limit| *limit += 5 * PAGE)>
                            {move || say!(locale, profit.basis.more, count = format::count(more))}
                        </button>
                    }
                })}
        </div>
    }
}
