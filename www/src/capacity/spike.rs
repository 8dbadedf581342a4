//! A viral day, tried out: sliders on one side, what comes of it on the other.

use analytics::Rate;
use analytics::capacity::{Grounds, Resource, Spike, SpikeDay, SpikeOutcome, SpikeRun};
use leptos::prelude::*;

use super::names;
use super::view::{of_report, use_view};
use crate::geometry::days;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say, tally, word};
use crate::ui::chart::ChartFrame;
use crate::ui::export::Part;
use crate::ui::slider::{self, Slider};
use export::format::orders::{number, percent};

/// A slider of the simulator.
#[derive(Clone, Copy)]
struct Lever {
    /// The hook's name.
    name: &'static str,
    least: u32,
    most: u32,
    /// In tenths of a multiple, days, or per cent.
    value: fn(&Spike) -> u32,
    set: fn(&mut Spike, u32),
}

const LEVERS: [Lever; 4] = [
    Lever {
        name: "factor",
        least: 10,
        most: 200,
        value: |spike| parts(spike.factor, 10),
        set: |spike, tenths| spike.factor = of_parts(tenths, 10),
    },
    Lever { name: "days", least: 1, most: 14, value: |spike| spike.days, set: |spike, days| spike.days = days },
    Lever {
        name: "decay",
        least: 0,
        most: 95,
        value: |spike| parts(spike.decay, 100),
        set: |spike, hundredths| spike.decay = of_parts(hundredths, 100),
    },
    Lever { name: "start", least: 0, most: 30, value: |spike| spike.start, set: |spike, days| spike.start = days },
];

/// A rate as so many parts of one.
fn parts(rate: Rate, of: i64) -> u32 {
    u32::try_from(rate.millionths() * of / 1_000_000).unwrap_or(0)
}

fn of_parts(parts: u32, of: i64) -> Rate {
    Rate::from_millionths(i64::from(parts) * 1_000_000 / of)
}

#[component]
pub(super) fn Simulator() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let run = Memo::new(move |_| view.answer.with(|answer| answer.as_ref()?.run.clone()));
    // What leaves a day is then the most that ever did: a play by what was shown, and no promise.
    let is_record = of_report(|report| {
        report.report.resources.iter().any(|one| one.resource == Resource::Packing && one.grounds == Grounds::Shown)
    });
    view! {
        <section class="block" id="spike">
            <h2>{move || say!(locale, capacity.spike.title)}</h2>
            <div class="simulator">
                <div>
                    {LEVERS.into_iter().map(|lever| view! { <Moved lever=lever /> }).collect_view()}
                    <SkuChoice />
                </div>
                <div>
                    <Show
                        when=move || run.with(Option::is_some)
                        fallback=move || view! { <p class="quiet">{move || say!(locale, capacity.spike.not_known)}</p> }
                    >
                        <Story run=run />
                        <Show when=move || is_record.get()>
                            <p class="quiet" data-testid="spike-record">{move || say!(locale, capacity.spike.by_record)}</p>
                        </Show>
                        <ChartFrame hook="picture-spike" title=word!(locale, capacity.spike.title) part=Part::AllDays>
                            <SpikeChart run=run />
                        </ChartFrame>
                        <Figures run=run />
                    </Show>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Moved(lever: Lever) -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let value = Memo::new(move |_| view.spike.with(lever.value));
    let name = move || match lever.name {
        "factor" => say!(locale, capacity.spike.factor),
        "days" => say!(locale, capacity.spike.days),
        "decay" => say!(locale, capacity.spike.decay),
        _ => say!(locale, capacity.spike.start),
    };
    let shown = Signal::derive(move || match (lever.name, value.get()) {
        ("factor", tenths) => say!(locale, capacity.spike.times, factor = number(f64::from(tenths) / 10.0)),
        ("decay", hundredths) => format!("{hundredths}%"),
        ("start", 0) => say!(locale, capacity.spike.tomorrow).to_owned(),
        ("start", days) => say!(locale, capacity.spike.in_days, days = names::days(locale.get(), days + 1)),
        (_, days) => names::days(locale.get(), days),
    });
    let set = move |moved: &str| {
        let Ok(value) = moved.parse::<u32>() else { return };
        view.brakes_spike.set(true);
        view.spike.update(|spike| (lever.set)(spike, value.clamp(lever.least, lever.most)));
    };
    view! {
        <slider::Lever name=Signal::derive(name) shown=shown is_moved=true>
            <Slider
                least=lever.least.to_string()
                most=lever.most.to_string()
                step="1"
                value=Signal::derive(move || value.get().to_string())
                set=set
                hook=format!("spike-{}", lever.name)
                said=shown
            />
        </slider::Lever>
    }
}

/// For which SKU the extra orders are, where stock is known of any.
#[component]
fn SkuChoice() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let skus = of_report(|report| {
        report.report.replenishment.rows.iter().map(|row| (row.code.clone(), row.name.clone())).collect::<Vec<_>>()
    });
    let choose = move |event| {
        let code = event_target_value(&event);
        view.brakes_spike.set(true);
        view.spike.update(|spike| spike.sku = (!code.is_empty()).then_some(code));
    };
    let options = move || {
        let chosen = view.spike.with_untracked(|spike| spike.sku.clone());
        let option = |(code, name): (String, String)| {
            let is_chosen = chosen.as_ref() == Some(&code);
            let words = if name.is_empty() { code.clone() } else { format!("{name} · {code}") };
            view! { <option value=code selected=is_chosen>{words}</option> }
        };
        skus.get().into_iter().map(option).collect_view()
    };
    view! {
        <Show when=move || skus.with(|skus| !skus.is_empty())>
            <label class="lever">
                <span>{move || say!(locale, capacity.spike.sku)}</span>
                <select class="store group" data-testid="spike-sku" on:change=choose>
                    <option value="">{move || say!(locale, capacity.spike.any_sku)}</option>
                    {options}
                </select>
            </label>
        </Show>
    }
}

/// The run in one sentence.
#[component]
fn Story(run: Memo<Option<SpikeRun>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let words = move || {
        run.with(|run| {
            let run = run.as_ref()?;
            let outcome = run.outcome;
            let late = names::orders(locale.get(), &number(outcome.late_orders));
            let backlog = names::orders(locale.get(), &number(outcome.peak_backlog));
            let money = format::short(locale.get(), &currency.read(), outcome.compensation);
            let mut said = vec![if format::whole(outcome.late_orders) == 0 {
                say!(locale, capacity.spike.story_calm, backlog = backlog)
            } else {
                say!(locale, capacity.spike.story, backlog = backlog, late = late, money = money)
            }];
            said.push(match (run.is_unstable, outcome.recovery_days) {
                (true, _) => say!(locale, capacity.spike.unstable).to_owned(),
                (false, Some(0)) => say!(locale, capacity.spike.at_once).to_owned(),
                (false, Some(days)) => say!(locale, capacity.spike.recovers, days = names::days(locale.get(), days)),
                (false, None) => say!(locale, capacity.spike.never).to_owned(),
            });
            // Chinese sentences stand together, English ones apart.
            Some(said.join(if locale.get() == Locale::en { " " } else { "" }))
        })
    };
    view! { <p class="story">{words}</p> }
}

#[component]
fn SpikeChart(run: Memo<Option<SpikeRun>>) -> impl IntoView {
    let locale = use_page().locale;
    let drawn = move || {
        run.with(|run| {
            let run = run.as_ref()?;
            let highest = run.days.iter().flat_map(|day| [day.orders + day.lost_orders, day.capacity, day.backlog]);
            let top = days::top(highest.map(|value| value * 1.04)).max(1.0);
            let bars = (0_u32..).zip(&run.days).map(|(place, day)| {
                let y = days::down(day.orders, top);
                let lost = days::down(day.orders + day.lost_orders, top);
                let words = say!(
                    locale,
                    capacity.spike.day,
                    date = names::date(locale.get(), day.date),
                    orders = number(day.orders),
                    capacity = number(day.capacity),
                    backlog = number(day.backlog),
                    prompt = percent(day.prompt_share),
                    in_time = percent(day.in_time_share)
                );
                let x = format!("{:.2}", f64::from(place) + 0.12);
                view! {
                    <g>
                        <title>{words}</title>
                        <rect class="day-bar lost" x=x.clone() width="0.76" y=format!("{lost:.2}") height=format!("{:.2}", y - lost) />
                        <rect class="day-bar" x=x width="0.76" y=format!("{y:.2}") height=format!("{:.2}", 100.0 - y) />
                        <rect class="chart-target" x=place.to_string() width="1" y="0" height="100" />
                    </g>
                }
            });
            let line = |value: fn(&SpikeDay) -> f64| days::line(run.days.iter().map(value), 0, top);
            Some(view! {
                {bars.collect_view()}
                <polyline class="capacity-line" points=line(|day| day.capacity) />
                <polyline class="backlog-line" points=line(|day| day.backlog) />
            })
        })
    };
    let width = move || run.with(|run| run.as_ref().map_or(1, |run| run.days.len().max(1)));
    let ends = move || {
        run.with(|run| {
            let days = &run.as_ref()?.days;
            Some((names::short_date(days.first()?.date), names::short_date(days.last()?.date)))
        })
    };
    view! {
        <div class="chart spike-chart">
            <svg viewBox=move || format!("0 0 {} 100", width()) preserveAspectRatio="none" role="img" aria-label=move || say!(locale, capacity.spike.chart)>
                {drawn}
            </svg>
        </div>
        <p class="chart-ends quiet" aria-hidden="true">
            {move || ends().map(|(first, last)| view! { <span>{first}</span> <span>{last}</span> })}
        </p>
        <p class="legend quiet">
            <span class="key" aria-hidden="true"></span> {move || say!(locale, capacity.chart.orders)}
            <span class="key capacity-key" aria-hidden="true"></span> {move || say!(locale, capacity.spike.capacity)}
            <span class="key backlog-key" aria-hidden="true"></span> {move || say!(locale, capacity.spike.backlog)}
        </p>
    }
}

#[component]
fn Figures(run: Memo<Option<SpikeRun>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let view = use_view();
    // The figure, and between what four fifths of the runs end.
    let banded = move |value: fn(&SpikeOutcome) -> f64| {
        run.with(|run| {
            let run = run.as_ref()?;
            let band = run.band.map(|(low, high)| {
                say!(locale, capacity.spike.band, low = number(value(&low)), high = number(value(&high)))
            });
            Some((number(value(&run.outcome)), band))
        })
    };
    let money = move || {
        run.with(|run| {
            let run = run.as_ref()?;
            let shown = |money| format::short(locale.get(), &currency.read(), money);
            let band = run.band.map(|(low, high)| {
                say!(locale, capacity.spike.band, low = shown(low.compensation), high = shown(high.compensation))
            });
            Some((shown(run.outcome.compensation), band))
        })
    };
    let recovery = move || {
        run.with(|run| {
            let run = run.as_ref()?;
            let shown = |days: Option<u32>| days.map_or_else(|| "—".to_owned(), |days| names::days(locale.get(), days));
            let band = run.band.map(|(low, high)| {
                say!(locale, capacity.spike.band, low = shown(low.recovery_days), high = shown(high.recovery_days))
            });
            Some((shown(run.outcome.recovery_days), band))
        })
    };
    // Of all orders until the shop is back to usual.
    let shares = move || {
        run.with(|run| {
            let days = &run.as_ref()?.days;
            let orders: f64 = days.iter().map(|day| day.orders).sum();
            let of = |share: fn(&SpikeDay) -> f64| {
                percent(days.iter().map(|day| day.orders * share(day)).sum::<f64>() / orders.max(1e-9))
            };
            Some((of(|day| day.prompt_share), of(|day| day.in_time_share)))
        })
    };
    let service = move || {
        run.with(|run| {
            let worst = run
                .as_ref()?
                .days
                .iter()
                .filter_map(|day| day.service)
                .reduce(|one, other| if other.worst_load > one.worst_load { other } else { one })?;
            Some((
                percent(worst.worst_load),
                worst.is_unstable.then(|| say!(locale, capacity.spike.service_unstable).to_owned()),
            ))
        })
    };
    let outs = move || {
        run.with(|run| {
            let outs = &run.as_ref()?.stock_outs;
            let first = outs.first()?;
            let words = tally!(locale, capacity.spike.outs, count = outs.len());
            Some((
                words,
                Some(say!(
                    locale,
                    capacity.spike.first_out,
                    sku = first.code.as_str(),
                    date = names::date(locale.get(), first.on)
                )),
            ))
        })
    };
    let fact = move |word: Signal<&'static str>, value: Option<(String, Option<String>)>| {
        value.map(|(figure, more)| {
            view! {
                <div>
                    <dt>{word.get()}</dt>
                    <dd>{figure} {more.map(|more| view! { <span class="quiet band">{more}</span> })}</dd>
                </div>
            }
        })
    };
    let is_measured = move || run.with(|run| run.as_ref().is_some_and(|run| run.is_compensation_measured));
    view! {
        <dl class="facts" data-testid="spike-late" data-value=move || run.with(|run| run.as_ref().map(|run| run.outcome.late_orders.to_string()))>
            {move || fact(word!(locale, capacity.spike.late), banded(|outcome| outcome.late_orders))}
            {move || fact(word!(locale, capacity.spike.peak), banded(|outcome| outcome.peak_backlog))}
            {move || fact(word!(locale, capacity.spike.within_24), shares().map(|shares| (shares.0, None)))}
            {move || fact(word!(locale, capacity.spike.within_48), shares().map(|shares| (shares.1, None)))}
            {move || fact(word!(locale, capacity.spike.recovery), recovery())}
            {move || fact(word!(locale, capacity.spike.compensation), money())}
            {move || fact(word!(locale, capacity.spike.service), service())}
            {move || fact(word!(locale, capacity.spike.stock_outs), outs())}
        </dl>
        <p class="quiet small">
            {move || {
                let each = run.with(|run| run.as_ref().map(|run| run.compensation_per_late_order)).unwrap_or_default();
                let each = format::exact_amount(&currency.read(), each);
                if is_measured() {
                    say!(locale, capacity.spike.cost_measured, each = each)
                } else {
                    say!(locale, capacity.spike.cost_assumed, each = each)
                }
            }}
            " "
            <Show when=move || !is_measured()>
                <button class="mark" on:click=move |_| view.open_settings("late.compensation_per_order")>
                    {move || say!(locale, capacity.grounds.assumed)}
                </button>
            </Show>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_set_what_they_show() {
        let mut spike = Spike::default();
        for (value, lever) in [(25, LEVERS[0]), (3, LEVERS[1]), (40, LEVERS[2]), (7, LEVERS[3])] {
            (lever.set)(&mut spike, value);
            assert_eq!((lever.value)(&spike), value, "{}", lever.name);
        }
        let expected = (Rate::parse("2.5").unwrap(), 3, Rate::parse("0.4").unwrap(), 7);
        assert_eq!((spike.factor, spike.days, spike.decay, spike.start), expected);
        assert_eq!(spike.check(), []);
    }
}
