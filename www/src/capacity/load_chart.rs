//! Every day against the ceiling and the red line, and the days to come with their band.

use analytics::Day;
use analytics::capacity::DayAgainst;
use analytics::capacity::calendar::{Event, Phase};
use analytics::capacity::forecast::ForecastDay;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::names;
use super::view::use_view;
use crate::geometry::days;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say, word};
use crate::ui::chart::ChartFrame;
use crate::ui::export::Part;
use export::format::orders::{at_most, number, percent};

/// The lines that go through all days, in orders.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Lines {
    ceiling: Option<f64>,
    /// The most that was ever sent, where that is all that is known.
    record: Option<f64>,
    red: Option<f64>,
    design: Option<f64>,
}

/// What is drawn: days that were, and days to come.
#[derive(Clone, Debug, Default, PartialEq)]
struct Picture {
    past: Vec<DayAgainst>,
    ahead: Vec<ForecastDay>,
    lines: Lines,
    top: f64,
}

impl Picture {
    /// Days on the picture.
    fn width(&self) -> usize {
        self.past.len() + self.ahead.len()
    }

    fn date(&self, place: usize) -> Option<Day> {
        let past = self.past.get(place).map(|day| day.date);
        past.or_else(|| self.ahead.get(place.checked_sub(self.past.len())?).map(|day| day.date))
    }
}

#[component]
pub(super) fn LoadChart() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let view = use_view();
    let picture =
        Memo::new(move |_| view.report.with(|report| picture(report.as_ref()?, view.range.get())).unwrap_or_default());
    // The day that is pointed at.
    let chosen = RwSignal::new(None::<usize>);
    let steps = move |event: leptos::ev::KeyboardEvent| {
        let width = picture.with(Picture::width);
        let step = |by: isize| {
            let from = chosen
                .get_untracked()
                .unwrap_or_else(|| picture.with_untracked(|picture| picture.past.len().saturating_sub(1)));
            Some(from.saturating_add_signed(by).min(width.saturating_sub(1)))
        };
        let next = match event.key().as_str() {
            "ArrowLeft" => step(-1),
            "ArrowRight" => step(1),
            "Home" => Some(0),
            "End" => Some(width.saturating_sub(1)),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    };
    let points = move || {
        picture.with(|picture| {
            let width = picture.width();
            (0..width)
                .map(|place| {
                    view! {
                        <rect
                            class="chart-target"
                            x=place.to_string()
                            width="1"
                            y="0"
                            height="100"
                            on:pointerenter=move |_| chosen.set(Some(place))
                            on:click=move |_| chosen.set(Some(place))
                        />
                    }
                })
                .collect_view()
        })
    };
    let label = move || {
        picture.with(|picture| {
            let crossed = picture.past.iter().filter(|day| day.is_crossed).count();
            say!(locale, capacity.chart.label, days = picture.past.len(), crossed = crossed)
        })
    };
    view! {
        <section class="block" id="load">
            <div class="block-head">
                <h2>{move || say!(locale, capacity.chart.title)}</h2>
                <Ranges />
            </div>
            <ChartFrame hook="picture-load" title=word!(locale, capacity.chart.title) part=Part::AllDays>
                <div
                    class="chart load-chart"
                    data-testid="load-chart"
                    data-crossed=move || picture.with(|picture| {
                        picture.past.iter().filter(|day| day.is_crossed).map(|day| day.date.to_string()).collect::<Vec<_>>().join(" ")
                    })
                    role="group"
                    tabindex="0"
                    aria-label=label
                    on:keydown=steps
                    on:pointerleave=move |_| chosen.set(None)
                    on:blur=move |_| chosen.set(None)
                >
                    <svg viewBox=move || format!("0 0 {} 100", picture.with(Picture::width).max(1)) preserveAspectRatio="none" aria-hidden="true">
                        {move || picture.with(drawn)}
                        {move || chosen.get().map(|place| view! {
                            <rect class="chart-chosen" x=place.to_string() width="1" y="0" height="100" />
                        })}
                        {points}
                    </svg>
                    {move || picture.with(|picture| line_words(locale.get(), picture))}
                    {move || picture.with(|picture| event_words(locale.get(), picture))}
                    <Show when=move || chosen.get().is_some()>
                        <div class="tip" class:at-right=move || {
                            picture.with(|picture| chosen.get().unwrap_or(0) * 2 > picture.width())
                        } style:left=move || {
                            picture.with(|picture| place_of(chosen.get().unwrap_or(0), picture.width()))
                        } role="status">
                            {move || picture.with(|picture| tip(locale.get(), &currency.read(), picture, chosen.get()?))}
                        </div>
                    </Show>
                </div>
                <div class="chart-dates quiet" aria-hidden="true">
                    {move || picture.with(|picture| {
                        dates(picture).into_iter().map(|(left, day)| view! { <span style:left=left>{names::short_date(day)}</span> }).collect_view()
                    })}
                </div>
                <p class="legend quiet">
                    <span class="key" aria-hidden="true"></span> {move || say!(locale, capacity.chart.orders)}
                    <span class="key crossed-key" aria-hidden="true"></span> {move || say!(locale, capacity.chart.crossed)}
                    <span class="key band-key" aria-hidden="true"></span> {move || say!(locale, capacity.chart.ahead)}
                </p>
            </ChartFrame>
        </section>
    }
}

#[component]
fn Ranges() -> impl IntoView {
    let locale = use_page().locale;
    let range = use_view().range;
    let button = move |days: Option<u32>, word: Signal<&'static str>| {
        view! {
            <button class="segment" aria-pressed=move || (range.get() == days).to_string() on:click=move |_| range.set(days)>
                {move || word.get()}
            </button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=move || say!(locale, profit.scope.period)>
            {button(Some(30), word!(locale, profit.scope.last30))}
            {button(Some(90), word!(locale, profit.scope.last90))}
            {button(None, word!(locale, profit.scope.whole))}
        </div>
    }
}

fn picture(report: &protocol::CapacityReport, range: Option<u32>) -> Option<Picture> {
    let found = &report.report;
    report.as_of?;
    let skipped = range.map_or(0, |range| found.days.len().saturating_sub(range as usize));
    let past: Vec<DayAgainst> = found.days.iter().skip(skipped).cloned().collect();
    let ahead: Vec<ForecastDay> = found.forecasts.shop.iter().flat_map(|shop| shop.days.iter().copied()).collect();
    let of = |is_limit: bool| {
        let ceiling = found.ceiling.as_ref().filter(|ceiling| ceiling.grounds.is_limit() == is_limit);
        ceiling.map(|ceiling| ceiling.orders_per_day)
    };
    let ceiling = of(true);
    let lines = Lines {
        ceiling,
        record: of(false),
        red: ceiling.map(|ceiling| ceiling * found.red_line),
        design: found.design_day.map(|design| design.orders),
    };
    let highest =
        past.iter().map(|day| f64::from(day.orders)).chain(ahead.iter().map(|day| day.high)).fold(0.0, f64::max);
    // A ceiling far above all days would press them flat; it is then said, not drawn.
    let lines = Lines {
        ceiling: lines.ceiling.filter(|ceiling| *ceiling <= 3.0 * highest),
        red: lines.red.filter(|red| *red <= 3.0 * highest),
        ..lines
    };
    let values = [Some(highest), lines.ceiling, lines.record, lines.red, lines.design];
    let top = days::top(values.into_iter().flatten().map(|value| value * 1.04));
    Some(Picture { past, ahead, lines, top })
}

fn place_of(place: usize, width: usize) -> String {
    let share =
        (f64::from(u32::try_from(place).unwrap_or(0)) + 0.5) / f64::from(u32::try_from(width).unwrap_or(1).max(1));
    format!("{:.2}%", share * 100.0)
}

fn drawn(picture: &Picture) -> impl IntoView + use<> {
    let top = picture.top.max(1.0);
    let bar = |(place, day): (u32, &DayAgainst)| {
        let y = days::down(f64::from(day.orders), top);
        let class = if day.is_over {
            "day-bar over"
        } else if day.is_crossed {
            "day-bar crossed"
        } else {
            "day-bar"
        };
        view! {
            <rect class=class x=format!("{:.2}", f64::from(place) + 0.12) width="0.76" y=format!("{y:.2}") height=format!("{:.2}", 100.0 - y) />
        }
    };
    let bars = (0..).zip(&picture.past).map(bar).collect_view();
    let first = u32::try_from(picture.past.len()).unwrap_or(0);
    let band: Vec<(f64, f64)> = picture.ahead.iter().map(|day| (day.low, day.high)).collect();
    let band = days::band(&band, first, top);
    let mean = days::line(picture.ahead.iter().map(|day| day.mean), first, top);
    let width = picture.width().to_string();
    let line = |value: Option<f64>, class: &'static str| {
        value.map(|value| {
            let y = format!("{:.2}", days::down(value, top));
            view! { <line class=class x1="0" x2=width.clone() y1=y.clone() y2=y /> }
        })
    };
    view! {
        {bars}
        <polygon class="ahead-band" points=band />
        <polyline class="ahead-mean" points=mean />
        {line(picture.lines.design, "level design")}
        {line(picture.lines.ceiling, "level ceiling")}
        {line(picture.lines.record, "level ceiling")}
        {line(picture.lines.red, "level red")}
    }
}

/// The names of the lines, at their height; one that would lie on another is moved to the other side.
fn line_words(locale: Locale, picture: &Picture) -> impl IntoView + use<> {
    let top = picture.top.max(1.0);
    let word = |value: Option<f64>, class: &'static str, words: String| {
        value.map(|value| {
            view! { <span class=class style:top=format!("{:.2}%", days::down(value, top))>{words}</span> }
        })
    };
    let Lines { ceiling, record, red, design } = picture.lines;
    let shown = |value: Option<f64>| number(value.unwrap_or_default());
    // What can be carried is cut, as in the sentence above it: nobody carries a part of an order.
    let carried = |value: Option<f64>| at_most(value.unwrap_or_default());
    view! {
        {word(ceiling, "level-word ceiling", td_string!(locale, capacity.chart.ceiling, orders = carried(ceiling)))}
        {word(record, "level-word ceiling", td_string!(locale, capacity.chart.record, orders = carried(record)))}
        {word(red, "level-word red", td_string!(locale, capacity.chart.red_line, orders = carried(red)))}
        {word(design, "level-word design", td_string!(locale, capacity.chart.design, orders = shown(design)))}
    }
}

/// The highest day of each sales day's run, and the worst of the days over the line that were no sales day: what happened
/// then has to be seen without searching.
fn event_words(locale: Locale, picture: &Picture) -> impl IntoView + use<> {
    let width = picture.width();
    let past = picture.past.iter().map(|day| (day.event, f64::from(day.orders)));
    let all: Vec<(Option<Event>, f64)> = past.chain(picture.ahead.iter().map(|day| (day.event, day.mean))).collect();
    let is_peak = |event: Option<Event>| event.is_some_and(|event| event.phase == Phase::Peak);
    let days: Vec<(usize, (Option<Event>, f64))> = all.into_iter().enumerate().collect();
    let runs =
        days.chunk_by(|one, other| one.1.0 == other.1.0).filter(|run| run.first().is_some_and(|day| is_peak(day.1.0)));
    let highest = runs.filter_map(|run| run.iter().max_by(|one, other| one.1.1.total_cmp(&other.1.1)));
    let mut words: Vec<(usize, f64, String)> = highest
        .filter_map(|(place, (event, orders))| Some((*place, *orders, names::event(locale, (*event)?))))
        .collect();
    let viral = picture.past.iter().enumerate().filter(|(_, day)| day.is_over && !is_peak(day.event));
    words.extend(viral.max_by_key(|(_, day)| day.orders).map(|(place, day)| {
        let date = names::short_date(day.date);
        let orders = names::orders(locale, &format::count(day.orders));
        let words = match day.followed.late {
            0 => td_string!(locale, capacity.chart.viral, date = date, orders = orders),
            late => {
                let late = names::orders(locale, &format::count(late));
                td_string!(locale, capacity.chart.viral_late, date = date, orders = orders, late = late)
            }
        };
        (place, f64::from(day.orders), words)
    }));
    let top = picture.top.max(1.0);
    let word = |(place, orders, words): (usize, f64, String)| {
        // Near an edge the words lean inwards.
        let (at_left, at_right) = (place * 8 < width, (width - place) * 8 < width);
        view! {
            <span
                class="event-word"
                class:at-left=at_left
                class:at-right=at_right
                style:left=place_of(place, width)
                style:top=format!("{:.2}%", days::down(orders, top))
            >
                {words}
            </span>
        }
    };
    words.into_iter().map(word).collect_view()
}

/// Days under the picture: as many as have room.
fn dates(picture: &Picture) -> Vec<(String, Day)> {
    let width = picture.width();
    let step = (width / 7).max(1);
    let at = |place: usize| Some((place_of(place, width), picture.date(place)?));
    // The last would lie over the edge.
    (0..width.saturating_sub(step / 2)).step_by(step).filter_map(at).collect()
}

/// What became of a day, or what is expected of it.
fn tip(locale: Locale, currency: &str, picture: &Picture, place: usize) -> Option<impl IntoView + use<>> {
    let date = names::date(locale, picture.date(place)?);
    let mut lines: Vec<(bool, String)> = Vec::new();
    let event = match picture.past.get(place) {
        Some(day) => {
            let orders = names::orders(locale, &format::count(day.orders));
            // Of a record no share is used up.
            let load = day.work_load.or(day.load).map(percent).filter(|_| picture.lines.record.is_none());
            let words = match load {
                Some(load) => td_string!(locale, capacity.chart.day, orders = orders, load = load),
                None => orders,
            };
            lines.push((day.is_crossed, words));
            let followed = &day.followed;
            lines.extend(
                followed
                    .prompt_share
                    .map(|share| (false, td_string!(locale, capacity.chart.prompt, share = percent(share)))),
            );
            if followed.late > 0 {
                lines.push((
                    true,
                    td_string!(
                        locale,
                        capacity.chart.late,
                        orders = names::orders(locale, &format::count(followed.late))
                    ),
                ));
            }
            if followed.compensation.is_positive() {
                lines.push((
                    true,
                    td_string!(
                        locale,
                        capacity.chart.compensation,
                        amount = format::exact(currency, followed.compensation)
                    ),
                ));
            }
            if followed.bad_reviews > 0 {
                lines.push((false, td_string!(locale, capacity.chart.bad_reviews, count = followed.bad_reviews)));
            }
            day.event
        }
        None => {
            let day = picture.ahead.get(place.checked_sub(picture.past.len())?)?;
            let (mean, low, high) = (number(day.mean), number(day.low), number(day.high));
            lines.push((false, td_string!(locale, capacity.chart.expected, mean = mean, low = low, high = high)));
            day.event
        }
    };
    let event = event.map(|event| names::event(locale, event));
    Some(view! {
        <strong>{date}</strong>
        {event.map(|event| view! { " " <span class="quiet">{event}</span> })}
        {lines.into_iter().map(|(is_bad, words)| view! { <span class="tip-line" class:loss=is_bad>{words}</span> }).collect_view()}
    })
}
