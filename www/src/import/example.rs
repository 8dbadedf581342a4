//! What a seller gets to see, drawn with invented numbers: the account of one unit.

use analytics::Money;
use analytics::profit::Blocks;
use analytics::vocabulary::Block;
use leptos::prelude::*;

use crate::geometry::waterfall::{self, Bar};
use crate::shop::use_page;
use crate::text::{names, say, word};
use crate::ui::amount::Exact;

/// One unit sold for 59.00 that loses on ads.
fn example() -> Blocks {
    let cents = Money::from_cents;
    Blocks {
        revenue: cents(5_900),
        refunds: cents(410),
        goods: cents(2_350),
        platform: cents(290),
        logistics: cents(380),
        ads: cents(2_680),
        after_sales: cents(110),
        ..Blocks::default()
    }
}

#[component]
pub(super) fn Example() -> impl IntoView {
    let locale = use_page().locale;
    let blocks = example();
    let bars = waterfall::waterfall(&blocks, &[Money::ZERO; 6]);
    let row = move |word: Signal<&'static str>, bar: Bar, class: &'static str, money: Money, is_cost: bool| {
        view! {
            <div class="example-row">
                <span>{move || word.get()}</span>
                <span class="example-track">
                    <span class=class style:left=format!("{:.2}%", bar.start) style:width=format!("{:.2}%", bar.width)></span>
                </span>
                <Exact money=Signal::stored(Some(money)) is_cost=is_cost />
            </div>
        }
    };
    let costs = Block::ALL.iter().zip(bars.blocks).map(|(&block, bar)| {
        let word = Signal::derive(move || names::block(locale.get(), block));
        row(word, bar, "bar cost", Money::ZERO - blocks.block(block), true)
    });
    view! {
        <figure class="example">
            <figcaption class="quiet">{move || say!(locale, import.example)}</figcaption>
            {row(word!(locale, words.revenue), bars.revenue, "bar revenue", blocks.revenue, false)}
            {costs.collect_view()}
            {row(word!(locale, words.net), bars.net, "bar net loss-bar", blocks.net(), false)}
        </figure>
    }
}
