//! The page where files come in, and where it shows what became of each.

mod basis;
mod card;
mod column_chooser;
mod drop_zone;
mod example;
mod findings;
mod gather;
mod guide;
mod list_file;
mod missing;
mod money;
mod reading;
mod sample;
mod shop_table;
mod shops;
mod states;

pub(crate) use self::card::anchor;
pub(crate) use self::drop_zone::listen;
pub(crate) use self::missing::{Lacks, most_important};
pub(crate) use self::sample::SampleButton;

use leptos::prelude::*;

use self::drop_zone::DropZone;
use self::guide::Guide;
use self::missing::StillMissing;
use self::reading::Files;
use self::shop_table::ShopTable;
use self::shops::Kept;
use crate::keep::ShopTrouble;
use crate::profit::Sentence;
use crate::rates::RatesLine;
use crate::route::Route;
use crate::shop::use_page;
use crate::text::say;

#[component]
pub(crate) fn ImportPage() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_empty = Memo::new(move |_| page.engine.files.with(Vec::is_empty));
    let has_profit = Memo::new(move |_| page.engine.shop.with(|shop| shop.profit.is_some()));
    view! {
        <div class="import" class:is-empty=move || is_empty.get()>
            <Show when=move || has_profit.get()>
                <section class="result">
                    <Sentence />
                    <a class="button primary" href=Route::Profit.fragment()>
                        {move || say!(locale, import.result_open)}
                    </a>
                </section>
            </Show>
            <DropZone is_empty=is_empty />
            <Show when=move || page.keeper.is_held_up.get()>
                <p class="loss" role="status" data-testid="held-up">{move || say!(locale, import.kept.held_up)}</p>
            </Show>
            {move || page.keeper.shop_trouble.get().map(|trouble| {
                let said = match trouble {
                    ShopTrouble::Damaged => say!(locale, import.kept.damaged),
                    ShopTrouble::NoRoom => say!(locale, import.kept.no_room),
                };
                view! { <p class="loss" role="alert" data-testid="shop-damaged">{said}</p> }
            })}
            <Show when=move || !is_empty.get()>
                <StillMissing />
                <RatesLine is_asked_above=true />
                <Files />
            </Show>
            <ShopTable />
            <Show when=move || is_empty.get()>
                <Guide />
                // An empty shop beside others can be named and forgotten too.
                <Show when=move || page.keeper.shops.with(|shops| shops.list().len() > 1)>
                    <Kept />
                </Show>
            </Show>
        </div>
    }
}
