//! One bar a resource, all against one red line.

use analytics::capacity::{Grounds, Resource, ResourceCeiling};
use leptos::prelude::*;

use super::names;
use super::view::{of_report, use_view};
use crate::shop::use_page;
use crate::text::{say, tally, word};
use crate::ui::chart::ChartFrame;
use crate::ui::export::Part;
use export::format::orders::{at_most, ceiling_beside, number, percent};

/// The bars reach so far at least, as a share of a ceiling.
const LEAST_REACH: f64 = 1.25;
/// … and at most: beyond it a bar is cut off, and its figure says the rest.
const MOST_REACH: f64 = 2.5;

#[component]
pub(super) fn Gauges() -> impl IntoView {
    let locale = use_page().locale;
    let resources = of_report(|report| report.report.resources.clone());
    let red_line = of_report(|report| report.report.red_line);
    let reach = Memo::new(move |_| {
        let loads = resources.with(|all| all.iter().filter_map(|one| one.load_design).fold(0.0, f64::max));
        (loads * 1.08).clamp(LEAST_REACH, MOST_REACH)
    });
    let place = move |share: f64| format!("{:.2}%", (share / reach.get()).clamp(0.0, 1.0) * 100.0);
    let names =
        Memo::new(move |_| resources.with(|all| all.iter().map(|one| one.resource.clone()).collect::<Vec<_>>()));
    view! {
        <section id="resources" class="block gauges" aria-label=move || say!(locale, capacity.gauges.label)>
            <ChartFrame hook="picture-resources" title=word!(locale, capacity.gauges.label) part=Part::AllDays>
                <div class="gauge-scale" aria-hidden="true">
                    <span></span>
                    <span class="gauge-track">
                        <span class="gauge-word red" style:left=move || place(red_line.get())>
                            {move || say!(locale, capacity.gauges.red_line, share = percent(red_line.get()))}
                        </span>
                        <span class="gauge-word" style:left=move || place(1.0)>{move || say!(locale, capacity.gauges.ceiling)}</span>
                    </span>
                </div>
                <div class="gauge-list" role="list">
                    <div class="gauge-lines" aria-hidden="true">
                        <span></span>
                        <span class="gauge-track">
                            <span class="gauge-line" style:left=move || place(1.0)></span>
                            <span class="gauge-line red" style:left=move || place(red_line.get())></span>
                        </span>
                    </div>
                    <For each=move || names.get() key=|resource| resource.clone() let:resource>
                        {
                            let name = resource.clone();
                            let one = Memo::new(move |_| {
                                resources.with(|all| all.iter().find(|one| one.resource == name).cloned())
                            });
                            view! { <Gauge resource=resource one=one reach=reach red_line=red_line /> }
                        }
                    </For>
                </div>
            </ChartFrame>
        </section>
    }
}

#[component]
fn Gauge(
    resource: Resource,
    one: Memo<Option<ResourceCeiling>>,
    reach: Memo<f64>,
    red_line: Memo<f64>,
) -> impl IntoView {
    let locale = use_page().locale;
    let ceiling = Memo::new(move |_| one.with(|one| one.as_ref()?.orders_per_day));
    let design = Memo::new(move |_| one.with(|one| one.as_ref()?.load_design));
    let today = Memo::new(move |_| one.with(|one| one.as_ref()?.load_today));
    let place = move |share: f64| format!("{:.2}%", (share / reach.get()).clamp(0.0, 1.0) * 100.0);
    let is_limit = Memo::new(move |_| one.with(|one| one.as_ref().is_some_and(|one| one.grounds.is_limit())));
    let is_over = move || is_limit.get() && design.get().is_some_and(|load| load > red_line.get());
    let design_orders = of_report(|report| report.report.design_day.map(|design| design.orders));
    let name = resource.name().to_owned();
    let word = {
        let resource = resource.clone();
        move || names::resource(locale.get(), &resource)
    };
    let carried = move || match ceiling.get() {
        Some(orders) if is_limit.get() => {
            let written = design_orders.get().map_or_else(|| at_most(orders), |design| ceiling_beside(orders, design));
            say!(locale, capacity.gauges.a_day, orders = names::orders(locale.get(), &written))
        }
        Some(orders) => say!(locale, capacity.gauges.once, orders = names::orders(locale.get(), &at_most(orders))),
        None => say!(locale, capacity.gauges.not_known).to_owned(),
    };
    view! {
        <div
            class="gauge"
            role="listitem"
            data-testid=format!("resource-{name}")
            data-value=move || ceiling.get().map(|orders| orders.to_string())
            data-load=move || design.get().map(|load| load.to_string())
        >
            <span class="gauge-name">{word}</span>
            <span class="gauge-track" aria-hidden="true">
                <span class="gauge-bar" class:loss-bar=is_over style:width=move || place(design.get().unwrap_or(0.0))></span>
                {move || today.get().map(|load| view! {
                    <span
                        class="gauge-today"
                        style:left=place(load)
                        title=say!(locale, capacity.gauges.today, share = percent(load))
                    ></span>
                })}
            </span>
            <span class="gauge-load" class:loss=is_over>
                {move || design.get().map_or_else(|| "—".to_owned(), percent)}
            </span>
            <span class="gauge-carries">{carried}</span>
            <span class="gauge-note"><Note one=one /></span>
        </div>
    }
}

/// What the ceiling rests on, what it is like, and where to change it.
#[component]
fn Note(one: Memo<Option<ResourceCeiling>>) -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    move || {
        let one = one.get()?;
        let key = first_key(&one);
        let is_file = one.grounds == Grounds::Measured;
        let is_record = one.grounds == Grounds::Shown;
        let more = match (&one.service, &one.stock) {
            (Some(service), _) if service.is_unstable => {
                let wanted = service.wanted_people.map(|people| say!(locale, capacity.gauges.wanted, people = people));
                Some(format!("{}{}", say!(locale, capacity.gauges.unstable), wanted.unwrap_or_default()))
            }
            (Some(service), _) => service.service_level.map(|level| {
                say!(locale, capacity.gauges.level, share = percent(level), contacts = number(service.contacts))
            }),
            (_, Some(stock)) => {
                let mut parts = Vec::new();
                if !stock.out_of_stock.is_empty() {
                    parts.push(tally!(locale, capacity.gauges.out, count = stock.out_of_stock.len()));
                }
                if !stock.without_data.is_empty() {
                    parts.push(tally!(locale, capacity.gauges.without_data, count = stock.without_data.len()));
                }
                (!parts.is_empty()).then(|| parts.join(" · "))
            }
            _ => None,
        };
        Some(view! {
            <button
                class="mark"
                class:solid=is_file
                data-testid=format!("grounds-{}", one.resource.name())
                on:click=move |_| view.open_settings(&key)
            >
                {names::grounds(locale.get(), one.grounds)}
            </button>
            {is_record.then(|| view! { " " <span class="quiet">{say!(locale, capacity.gauges.no_limit)}</span> })}
            {more.map(|words| view! { " " <span class="quiet">{words}</span> })}
        })
    }
}

/// The setting that decides most.
fn first_key(one: &ResourceCeiling) -> String {
    match &one.resource {
        Resource::Packing if one.grounds == Grounds::Shown => "packing.orders_per_day".to_owned(),
        Resource::Packing => one.assumed.first().map_or_else(|| "packing.people".to_owned(), Clone::clone),
        Resource::Service => "service.people".to_owned(),
        Resource::Stock => "stock.horizon_days".to_owned(),
        Resource::Courier => "courier.parcels_per_day".to_owned(),
        Resource::Other(_) => "other".to_owned(),
    }
}
