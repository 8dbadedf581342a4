//! How few customers bring how much.

use analytics::repurchase::ValuePoint;
use leptos::prelude::*;

use super::view::of_report;
use crate::shop::use_page;
use crate::text::{format, say, word};
use crate::ui::chart::ChartFrame;

/// The share of customers the sentence is about, in percent; the curve has a point for each.
const BEST: usize = 20;

#[component]
pub(super) fn ValueCurve() -> impl IntoView {
    let locale = use_page().locale;
    let curve = of_report(|report| report.value_curve.clone());
    let sentence = move || {
        curve.with(|curve| {
            let best = curve.get(BEST)?;
            let customers = format!("{:.0}%", best.customers * 100.0);
            Some(match best.net {
                Some(net) => {
                    say!(locale, repurchase.value_curve.net, customers = customers, share = format::percent(net))
                }
                None => {
                    let share = format::percent(best.revenue);
                    say!(locale, repurchase.value_curve.revenue, customers = customers, share = share)
                }
            })
        })
    };
    // More than everything is brought where some customers cost money.
    let top = Memo::new(move |_| {
        let highest = |point: &ValuePoint| point.net.unwrap_or(0.0).max(point.revenue);
        curve.with(|curve| curve.iter().map(highest).fold(1.0, f64::max))
    });
    let path = move |pick: fn(&ValuePoint) -> Option<f64>| {
        let point = |(index, point): (usize, &ValuePoint)| {
            let y = 100.0 * (1.0 - pick(point)? / top.get());
            Some(format!("{}{:.2} {y:.2}", if index == 0 { "M" } else { "L" }, point.customers * 100.0))
        };
        curve.with(|curve| curve.iter().enumerate().filter_map(point).collect::<String>())
    };
    let label = move |y: f64| format!("{:.2}%", 100.0 * (1.0 - y / top.get()));
    view! {
        <Show when=move || !curve.read().is_empty()>
            <section data-testid="value-curve">
                <h2>{move || say!(locale, repurchase.value_curve.title)}</h2>
                <p class="said">{sentence}</p>
                <ChartFrame hook="picture-value" title=word!(locale, repurchase.value_curve.title)>
                    <figure class="curve">
                        <div class="curve-frame">
                            <span class="tick" style:top=move || label(0.0)>"0%"</span>
                            <span class="tick" style:top=move || label(0.5)>"50%"</span>
                            <span class="tick" style:top=move || label(1.0)>"100%"</span>
                            <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                                <path class="curve-even" d=move || format!("M0 100L100 {:.2}", 100.0 * (1.0 - 1.0 / top.get())) />
                                <path class="curve-second" d=move || path(|point| Some(point.revenue)) />
                                <path class="curve-line" d=move || path(|point| point.net) />
                            </svg>
                            <span class="curve-cursor" style:left="20%"></span>
                        </div>
                        <div class="day-ticks">
                            <span class="day-tick" style:left="20%">"20%"</span>
                            <span class="day-tick" style:left="50%">"50%"</span>
                            <span class="day-tick" style:left="100%">"100%"</span>
                        </div>
                        <figcaption class="legend">
                            <Show when=move || curve.with(|curve| curve.iter().any(|point| point.net.is_some()))>
                                <span class="line-key"></span>
                                {move || say!(locale, repurchase.column.net)}
                            </Show>
                            <span class="line-key second"></span>
                            {move || say!(locale, repurchase.column.revenue)}
                        </figcaption>
                    </figure>
                </ChartFrame>
            </section>
        </Show>
    }
}
