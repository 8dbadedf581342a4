//! The lines of a block's account: what they are, on what they rest, how much.

use analytics::Money;
use analytics::profit::{self, Component};
use analytics::vocabulary::Block;
use leptos::prelude::*;
use protocol::Subject;

use super::cells::CellsOf;
use super::waterfall::Level;
use crate::shop::use_page;
use crate::text::{names, say};
use crate::ui::amount::Exact;

#[component]
pub(super) fn Account(
    level: Memo<Level>,
    /// `None`: the account of revenue.
    block: Option<Block>,
) -> impl IntoView {
    let components = Memo::new(move |_| {
        level.with(|level| {
            let parts = level.components.iter().filter(|(component, _)| component.block() == block);
            parts.map(|(component, _)| *component).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="account" role="list">
            <For each=move || components.get() key=|component| *component let:component>
                <Line level=level component=component />
            </For>
        </div>
    }
}

/// The hook of a component's line: its name, without the platform it is about.
fn name_of(component: Component) -> String {
    let named = serde_json::to_value(component).unwrap_or_default();
    let of_platform = || Some(named.as_object()?.keys().next()?.clone());
    named.as_str().map(str::to_owned).or_else(of_platform).unwrap_or_default()
}

#[component]
fn Line(level: Memo<Level>, component: Component) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_open = RwSignal::new(false);
    let amount = Signal::derive(move || {
        level.with(|level| {
            let money = level.components.iter().find(|(each, _)| *each == component).map(|(_, money)| *money)?;
            let signed = if component == Component::Revenue { money } else { Money::ZERO - money };
            level.shown(signed)
        })
    });
    let subject = level.with_untracked(|level| level.subject.clone());
    let has_working = subject.is_some();
    let of_sku = match &subject {
        Some(Subject::Sku(sku)) => Some(sku.clone()),
        Some(Subject::Order(_)) | None => None,
    };
    let is_typed = move || {
        let is_own = |sku: &String| page.engine.config.with(|config| config.goods.unit_cost.contains_key(sku));
        component == Component::UnitCost && of_sku.as_ref().is_some_and(is_own)
    };
    let backing = match component.assumption() {
        None => {
            let words = move || {
                if is_typed() { say!(locale, profit.component.typed) } else { say!(locale, profit.component.from_file) }
            };
            view! { <span class="backing">{words}</span> }.into_any()
        }
        Some(setting) => {
            let is_unset = Memo::new(move |_| page.engine.config.with(|config| profit::is_open(config, setting)));
            view! {
                <button
                    class="backing assumed"
                    class:flag=move || is_unset.get()
                    title=move || say!(locale, profit.component.edit)
                    on:click=move |_| page.view.open_assumption(Some(setting))
                >
                    {move || {
                        if is_unset.get() { say!(locale, profit.component.not_set) } else { say!(locale, profit.component.assumed) }
                    }}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <div role="listitem">
        <div class="account-line" data-component=name_of(component)>
            <span class="account-name">{move || names::component(locale.get(), component)}</span>
            {backing}
            {has_working
                .then(|| {
                    view! {
                        <button
                            class="link cells-link"
                            data-testid="cells"
                            aria-expanded=move || is_open.get().to_string()
                            on:click=move |_| is_open.update(|open| *open = !*open)
                        >
                            {move || say!(locale, profit.drawer.cells)}
                        </button>
                    }
                })}
            <span class="account-amount"><Exact money=amount is_cost=true /></span>
        </div>
        <Show when=move || is_open.get()>
            {subject.clone().map(|subject| view! { <CellsOf subject=subject component=component /> })}
        </Show>
        </div>
    }
}
