//! How buyers answer a change: assumptions, with where they come from.

use analytics::Rate;
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
            <Answer name="elasticity-price" value=|elasticity| &mut elasticity.price />
            <p class="quiet">{move || say!(locale, profit.what_if.price_source)}</p>
            <Answer name="elasticity-ads" value=|elasticity| &mut elasticity.ads />
            <p class="quiet">{move || say!(locale, profit.what_if.ads_source)}</p>
            <Answer name="elasticity-range" value=|elasticity| &mut elasticity.uncertainty />
            <p class="quiet">{move || say!(locale, profit.what_if.range_source)}</p>
        </details>
        <p class="quiet stated">
            {
                let plan = use_page().view.plan;
                move || {
                    let Elasticity { price, ads, uncertainty } = plan.with(|plan| plan.elasticity);
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
fn Answer(name: &'static str, value: fn(&mut Elasticity) -> &mut Rate) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let plan = page.view.plan;
    let is_range = name == "elasticity-range";
    let shown = move || {
        let rate = plan.with(|plan| *value(&mut { plan.elasticity }));
        if is_range { format::rate_in_percent(rate) } else { rate.to_string() }
    };
    let set = move |event| {
        let typed = format::typed_number(&event_target_value(&event)).replace('−', "-");
        let rate = if is_range { percent(&typed) } else { Rate::parse(&typed).ok() };
        // A price that drives buyers in, or a range beyond certainty, is a slip of the hand.
        let fits = |rate: &Rate| match name {
            "elasticity-price" => *rate <= Rate::ZERO && *rate >= Rate::from_millionths(-10_000_000),
            _ => *rate >= Rate::ZERO && *rate <= Rate::ONE,
        };
        if let Some(rate) = rate.filter(fits) {
            plan.update(|plan| *value(&mut plan.elasticity) = rate);
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
