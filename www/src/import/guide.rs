//! What to drop and where to find it, for those who come for the first time.

use leptos::prelude::*;

use super::missing::TemplateButton;
use crate::shop::use_page;
use crate::text::say;

#[component]
pub(super) fn Guide() -> impl IntoView {
    let locale = use_page().locale;
    let row = |name: Signal<String>, way: Signal<String>| {
        view! {
            <div class="guide-row">
                <dt>{move || name.get()}</dt>
                <dd>{move || way.get()}</dd>
            </div>
        }
    };
    macro_rules! text {
        ($($key:tt)*) => { Signal::derive(move || say!(locale, $($key)*).to_owned()) };
    }
    view! {
        <section class="guide">
            <h2>{move || say!(locale, import.guide_title)}</h2>
            <p class="quiet">{move || say!(locale, import.guide_min)}</p>
            <dl>
                {row(text!(words.source.taobao), text!(import.guide.taobao))}
                {row(text!(words.source.pdd), text!(import.guide.pdd))}
                {row(text!(words.source.douyin), text!(import.guide.douyin))}
                {row(text!(words.source.shopify), text!(import.guide.shopify))}
                {row(text!(import.guide_ads_name), text!(import.guide.ads))}
                {row(text!(import.guide_courier_name), text!(import.guide.courier))}
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
