//! The way of every order from the decision to the shelf, each stage with its buffer and the day on which it warns.

use analytics::Day;
use analytics::capacity::{PlanRow, Stage};
use leptos::prelude::*;

use super::names;
use crate::geometry::gantt::{self, Span};
use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::chart::ChartFrame;
use crate::ui::export::Part;

#[component]
pub(super) fn Gantt(rows: Memo<Vec<PlanRow>>) -> impl IntoView {
    let locale = use_page().locale;
    let planned = Memo::new(move |_| {
        rows.with(|rows| {
            rows.iter().filter(|row| !(row.orders.is_empty() && row.held.is_empty())).cloned().collect::<Vec<PlanRow>>()
        })
    });
    let span = Memo::new(move |_| {
        planned.with(|rows| {
            let stages = || rows.iter().flat_map(|row| &row.stages);
            let first = stages().map(|stage| stage.from).min()?;
            Some(Span { first, days: stages().map(|stage| stage.to.number() - first.number() + 1).max()? })
        })
    });
    let months = move || {
        let span = span.get()?;
        Some(
            gantt::marks(span)
                .into_iter()
                .map(|day| view! { <span style:left=percent(span.place(day))>{names::short_date(day)}</span> })
                .collect_view(),
        )
    };
    let lines = move || {
        // The rows first: what reads a memo and one made of it has to ask for them in this order, or is not told when only
        // the first of them changes.
        planned.with(|rows| {
            let span = span.get()?;
            Some(rows.iter().map(|row| line(locale.get(), row, span)).collect_view())
        })
    };
    view! {
        <Show when=move || span.get().is_some()>
            <h3 class="gantt-title">{move || say!(locale, capacity.gantt.title)}</h3>
            <ChartFrame hook="picture-gantt" title=word!(locale, capacity.gantt.title) part=Part::AllDays>
                <div class="gantt" data-testid="gantt" role="list" tabindex="0">
                    <div class="gantt-row gantt-dates quiet" aria-hidden="true"><span></span><span class="gantt-track">{months}</span></div>
                    {lines}
                </div>
                <p class="legend quiet">
                    {[analytics::capacity::StageKind::Forecast, analytics::capacity::StageKind::Order, analytics::capacity::StageKind::Production, analytics::capacity::StageKind::Transit, analytics::capacity::StageKind::Listing]
                        .into_iter()
                        .map(|step| view! {
                            <span class=format!("key step-{}", names::stage_code(step)) aria-hidden="true"></span>
                            {move || names::stage(locale.get(), step)}
                        })
                        .collect_view()}
                    <span class="key buffer-key" aria-hidden="true"></span> {move || say!(locale, capacity.gantt.buffer)}
                </p>
            </ChartFrame>
        </Show>
    }
}

fn percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

fn line(locale: crate::i18n::Locale, row: &PlanRow, span: Span) -> impl IntoView + use<> {
    let title = if row.name.is_empty() { row.code.clone() } else { row.name.clone() };
    let words: Vec<String> = row.stages.iter().map(|stage| stage_words(locale, stage)).collect();
    let stages = row.stages.iter().zip(&words).map(|(stage, words)| {
        let (left, width) = (span.place(stage.from), span.share(stage.days));
        let buffer = span.share(stage.buffer_days);
        let warn_on = span.place(stage.warn_on.plus(1));
        view! {
            <span class=format!("stage step-{}", names::stage_code(stage.kind)) title=words.clone() style:left=percent(left) style:width=percent(width)></span>
            {(stage.buffer_days > 0).then(|| view! {
                <span class="stage buffer" title=words.clone() style:left=percent(warn_on) style:width=percent(buffer)></span>
                <span class="warn" data-warn-on=stage.warn_on.to_string() data-warn-day=stage.warn_on_day.to_string() style:left=percent(warn_on)></span>
            })}
        }
    });
    view! {
        <div class="gantt-row" role="listitem" aria-label=format!("{title}: {}", words.join("; "))>
            <span class="gantt-name" aria-hidden="true">{title.clone()}</span>
            <span class="gantt-track" aria-hidden="true">{stages.collect_view()}</span>
        </div>
    }
}

/// `生产 30 天（07-01 到 07-30），留 3 天缓冲，第 27 天（07-27）提醒`
fn stage_words(locale: crate::i18n::Locale, stage: &Stage) -> String {
    use leptos_i18n::td_string;
    let (step, days) = (names::stage(locale, stage.kind), names::days(locale, stage.days));
    let dates = |day: Day| names::short_date(day);
    if stage.buffer_days == 0 {
        return td_string!(
            locale,
            capacity.gantt.plain,
            step = step,
            days = days,
            from = dates(stage.from),
            to = dates(stage.to)
        );
    }
    td_string!(
        locale,
        capacity.gantt.stage,
        step = step,
        days = days,
        from = dates(stage.from),
        to = dates(stage.to),
        buffer = names::days(locale, stage.buffer_days),
        number = stage.warn_on_day,
        warn_on = dates(stage.warn_on)
    )
}
