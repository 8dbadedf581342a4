//! What to drop and where to find it, for those who come for the first time.

use leptos::prelude::*;

use super::missing::TemplateButton;
use crate::shop::use_page;
use crate::text::{say, word};

#[component]
pub(super) fn Guide() -> impl IntoView {
    let locale = use_page().locale;
    let row = |name: Signal<&'static str>, way: Signal<&'static str>| {
        view! {
            <div class="guide-row">
                <dt>{move || name.get()}</dt>
                <dd>{move || way.get()}</dd>
            </div>
        }
    };
    view! {
        <section class="guide">
            <h2>{move || say!(locale, import.guide_title)}</h2>
            <p class="quiet">{move || say!(locale, import.guide_min)}</p>
            <dl>
                {row(word!(locale, words.source.taobao), word!(locale, import.guide.taobao))}
                {row(word!(locale, words.source.pdd), word!(locale, import.guide.pdd))}
                {row(word!(locale, words.source.douyin), word!(locale, import.guide.douyin))}
                {row(word!(locale, words.source.shopify), word!(locale, import.guide.shopify))}
                {row(word!(locale, import.guide_ads_name), word!(locale, import.guide.ads))}
                {row(word!(locale, import.guide_courier_name), word!(locale, import.guide.courier))}
                <div class="guide-row">
                    <dt>{move || say!(locale, import.guide_costs_name)}</dt>
                    <dd>
                        {move || say!(locale, import.guide.costs)} " " <TemplateButton />
                    </dd>
                </div>
            </dl>
        </section>
    }
}
