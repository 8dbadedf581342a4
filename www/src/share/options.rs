//! What of the shop is shown to others.

use export::shared::{Choice, Listed, MOST_SKUS};
use leptos::prelude::*;

use crate::shop::use_page;
use crate::text::{say, word};

/// How many SKUs the short list has.
const SHORT_LIST: u32 = 20;

const LISTS: [(&str, Listed); 4] = [
    ("losing", Listed::Losing),
    ("at_stake", Listed::AtStake(SHORT_LIST)),
    ("all", Listed::All),
    ("none", Listed::None),
];

#[component]
pub(super) fn Options(choice: RwSignal<Choice>) -> impl IntoView {
    let locale = use_page().locale;
    let list_name = move |listed: Listed| match listed {
        Listed::Losing => say!(locale, share.list_losing).to_owned(),
        Listed::AtStake(most) => say!(locale, share.list_at_stake, count = most),
        Listed::All => say!(locale, share.list_all, count = MOST_SKUS),
        Listed::None => say!(locale, share.list_none).to_owned(),
    };
    let choose_list = move |event| {
        let chosen = event_target_value(&event);
        if let Some((_, listed)) = LISTS.into_iter().find(|(name, _)| *name == chosen) {
            choice.update(|choice| choice.listed = listed);
        }
    };
    view! {
        <fieldset class="share-options">
            <legend>{move || say!(locale, share.what)}</legend>
            <label class="share-name">
                {move || say!(locale, share.shop_name)}
                <input
                    type="text"
                    maxlength="40"
                    data-testid="share-shop"
                    prop:value=move || choice.read().shop.clone()
                    on:change=move |event| choice.update(|choice| choice.shop = event_target_value(&event))
                />
            </label>
            <Tick choice=choice hook="share-profit" pick=|choice| &mut choice.profit label=word!(locale, share.page_profit) />
            <Tick choice=choice hook="share-capacity" pick=|choice| &mut choice.capacity label=word!(locale, share.page_capacity) />
            <Tick choice=choice hook="share-repurchase" pick=|choice| &mut choice.repurchase label=word!(locale, share.page_repurchase) />
            <label class="share-name">
                {move || say!(locale, share.which_skus)}
                <select class="store" data-testid="share-skus" on:change=choose_list>
                    {LISTS
                        .into_iter()
                        .map(|(name, listed)| view! {
                            <option value=name selected=move || choice.read().listed == listed>{move || list_name(listed)}</option>
                        })
                        .collect_view()}
                </select>
            </label>
            <Tick choice=choice hook="share-names" pick=|choice| &mut choice.names label=word!(locale, share.names) />
            <Tick choice=choice hook="share-costs" pick=|choice| &mut choice.costs label=word!(locale, share.costs) />
            <p class="quiet">
                {move || if choice.read().costs { say!(locale, share.with_costs) } else { say!(locale, share.without_costs) }}
            </p>
            <p class="quiet">{move || say!(locale, share.never)}</p>
        </fieldset>
    }
}

/// One thing that is shown or not.
#[component]
fn Tick(
    choice: RwSignal<Choice>,
    hook: &'static str,
    pick: fn(&mut Choice) -> &mut bool,
    label: Signal<&'static str>,
) -> impl IntoView {
    let is_on = move || *pick(&mut choice.get());
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-testid=hook
                prop:checked=is_on
                on:change=move |event| choice.update(|choice| *pick(choice) = event_target_checked(&event))
            />
            {move || label.get()}
        </label>
    }
}
