//! How buyers answer a change: assumptions, with where they come from. They are settings of the shop: the brake and the
//! clearance prices go by the same.

use analytics::Rate;
use analytics::capacity::BrakeSettings;
use analytics::profit::Elasticity;
use leptos::prelude::*;

use super::percent;
use crate::shop::use_page;
use crate::text::{format, say};

#[component]
pub(super) fn Answers() -> impl IntoView {
    let locale = use_page().locale;
    view! {
        <details class="answers">
            <summary>{move || say!(locale, profit.what_if.answers)}</summary>
            <Answer name="elasticity-price" value=|brake| &mut brake.price_elasticity />
            <p class="quiet">{move || say!(locale, profit.what_if.price_source)}</p>
            <Answer name="elasticity-ads" value=|brake| &mut brake.ads_elasticity />
            <p class="quiet">{move || say!(locale, profit.what_if.ads_source)}</p>
            <Answer name="elasticity-range" value=|brake| &mut brake.uncertainty />
            <p class="quiet">{move || say!(locale, profit.what_if.range_source)}</p>
        </details>
        <p class="quiet stated">
            {
                let config = use_page().engine.config;
                move || {
                    let Elasticity { price, ads, uncertainty } = config.with(Elasticity::of);
                    say!(
                        locale,
                        profit.what_if.stated,
                        price = price.to_string().replace('-', "−"),
                        ads = ads.to_string(),
                        range = format::rate_in_percent(uncertainty)
                    )
                }
            }
        </p>
    }
}

#[component]
fn Answer(name: &'static str, value: fn(&mut BrakeSettings) -> &mut Rate) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_range = name == "elasticity-range";
    let shown = move || {
        let rate = page.engine.config.with(|config| *value(&mut config.capacity.brake.clone()));
        if is_range { format::rate_in_percent(rate) } else { rate.to_string() }
    };
    let set = move |event| {
        let typed = format::typed_number(&event_target_value(&event)).replace('−', "-");
        let rate = if is_range { percent(&typed) } else { Rate::parse(&typed).ok() };
        let Some(rate) = rate else { return };
        let mut settings = page.engine.config.with_untracked(|config| config.capacity.clone());
        let before = settings.check();
        *value(&mut settings.brake) = rate;
        // A price that drives buyers in, or a range beyond certainty, is a slip of the hand.
        if settings.check() == before {
            page.engine.change_config(|config| config.capacity = settings);
        }
    };
    let label = move || match name {
        "elasticity-price" => say!(locale, profit.what_if.elasticity_price),
        "elasticity-ads" => say!(locale, profit.what_if.elasticity_ads),
        _ => say!(locale, profit.what_if.elasticity_range),
    };
    view! {
        <div class="setting-head">
            <span>{label}</span>
            <span class="setting-field">
                {is_range.then_some("±")}
                <input type="text" inputmode="decimal" data-testid=name aria-label=label prop:value=shown on:change=set />
                {is_range.then(|| view! { <span class="unit">"%"</span> })}
            </span>
        </div>
    }
}
