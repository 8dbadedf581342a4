//! What followed the days over the red line, beside the others.

use analytics::capacity::{OrderOutcomes, RedLineDays};
use export::ExportCell;
use leptos::prelude::*;

use super::view::of_report;
use crate::shop::use_page;
use crate::text::{format, say, word};
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::table::{Head, Look, Table};
use export::format::orders::percent;

#[component]
pub(super) fn AfterCrossing() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let days = of_report(|report| report.report.red_line_days);
    // What was ever sent is no line that a day could cross.
    let has_line = of_report(|report| report.report.ceiling.as_ref().is_some_and(|ceiling| ceiling.grounds.is_limit()));
    let has_crossed = Memo::new(move |_| days.with(|both| both.crossed.days > 0));
    let row = move |word: Signal<&'static str>, value: fn(&OrderOutcomes, &str) -> Option<String>| {
        let of = move |pick: fn(&RedLineDays) -> &OrderOutcomes| {
            days.with(|both| value(pick(both), &currency.read())).unwrap_or_else(|| "—".to_owned())
        };
        view! {
            <tr>
                <th scope="row">{move || word.get()}</th>
                <td>{move || of(|both| &both.crossed)}</td>
                <td>{move || of(|both| &both.calm)}</td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::corner(),
            Head::text(say!(locale, capacity.after.crossed)),
            Head::text(say!(locale, capacity.after.calm)),
        ]
    };
    let shown = move || {
        let line = |word: &str, cell: &dyn Fn(&OrderOutcomes) -> ExportCell| {
            days.with(|both| vec![ExportCell::Text(word.to_owned()), cell(&both.crossed), cell(&both.calm)])
        };
        let headings = [
            say!(locale, capacity.after.title),
            say!(locale, capacity.after.crossed),
            say!(locale, capacity.after.calm),
        ];
        Shown::new(say!(locale, capacity.after.title), headings).with([
            line(say!(locale, capacity.after.days), &|one| ExportCell::Count(one.days)),
            line(say!(locale, capacity.after.orders), &|one| ExportCell::Count(one.orders)),
            line(say!(locale, capacity.after.prompt), &|one| ExportCell::share(one.prompt_share)),
            line(say!(locale, capacity.after.judged), &|one| ExportCell::Count(one.judged)),
            line(say!(locale, capacity.after.late_orders), &|one| ExportCell::Count(one.late)),
            line(say!(locale, capacity.after.late), &|one| ExportCell::share(one.late_share)),
            line(say!(locale, capacity.after.refunded), &|one| ExportCell::share(one.refunded_share)),
            line(say!(locale, capacity.after.compensation), &|one| ExportCell::Money(one.compensation)),
        ])
    };
    view! {
        <Show
            when=move || has_crossed.get()
            fallback=move || view! {
                <p class="quiet">
                    {move || if has_line.get() { say!(locale, capacity.after.none) } else { say!(locale, capacity.after.no_line) }}
                </p>
            }
        >
            <Table look=Look::Small hook="after-crossing" caption=word!(locale, capacity.after.title) heads=heads>
                {row(word!(locale, capacity.after.days), |one, _| Some(format::count(one.days)))}
                {row(word!(locale, capacity.after.orders), |one, _| Some(format::count(one.orders)))}
                {row(word!(locale, capacity.after.prompt), |one, _| one.prompt_share.map(percent))}
                {row(word!(locale, capacity.after.judged), |one, _| Some(format::count(one.judged)))}
                {row(word!(locale, capacity.after.late_orders), |one, _| Some(format::count(one.late)))}
                {row(word!(locale, capacity.after.late), |one, _| one.late_share.map(format::percent))}
                {row(word!(locale, capacity.after.refunded), |one, _| one.refunded_share.map(percent))}
                {row(word!(locale, capacity.after.compensation), |one, currency| Some(format::exact(currency, one.compensation)))}
            </Table>
            <ExportShown hooks=["export-after", "export-after-csv"] table=shown part=Part::AllDays />
        </Show>
    }
}
