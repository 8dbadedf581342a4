//! How buyers answer a change: assumptions, with where they come from. They are settings of the shop: the brake and the
//! clearance prices go by the same.

use analytics::profit::Elasticity;
use leptos::prelude::*;

use crate::capacity::{SettingField, Unit};
use crate::shop::use_page;
use crate::text::{format, say, word};

#[component]
pub(super) fn Answers() -> impl IntoView {
    let locale = use_page().locale;
    let answer = |key: &'static str, hook: &str, label: Signal<&'static str>| {
        let is_range = key == "brake.uncertainty";
        view! {
            <SettingField
                key=key
                unit=if is_range { Unit::Percent } else { Unit::Plain }
                label=Signal::derive(move || label.get().to_owned())
                hook=hook.to_owned()
                before=is_range.then(|| "±".to_owned())
                shows_label=true
            />
        }
    };
    view! {
        <details class="answers">
            <summary>{move || say!(locale, profit.what_if.answers)}</summary>
            {answer("brake.price_elasticity", "elasticity-price", word!(locale, profit.what_if.elasticity_price))}
            <p class="quiet">{move || say!(locale, profit.what_if.price_source)}</p>
            {answer("brake.ads_elasticity", "elasticity-ads", word!(locale, profit.what_if.elasticity_ads))}
            <p class="quiet">{move || say!(locale, profit.what_if.ads_source)}</p>
            {answer("brake.uncertainty", "elasticity-range", word!(locale, profit.what_if.elasticity_range))}
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
