//! The sentence that says how many come back, and under it of how many orders it can be told.

use analytics::repurchase::{Repeat, Within};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::CustomerList;

use super::view::{of_report, use_view};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::sentence::{self, FigureLink};

/// The window of days the sentence is about, where customers are old enough for it.
const SAID_WINDOW: u32 = 90;

#[component]
pub(super) fn Sentence() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let repeat = of_report(|report| report.repeat.clone());
    let rate = move || repeat.with(|repeat| repeat.rate);
    let last = move || {
        let link = tally!(locale, repurchase.sentence.repeaters, count = format::count(repeat.read().repeat_customers));
        view! {
            <FigureLink
                href="#/customers"
                hook="repeat-rate"
                value=Signal::derive(move || rate().map(|rate| format!("{rate:.4}")))
                title=Signal::derive(move || rate().map(format::percent))
                follow=Callback::new(move |()| view.show(CustomerList::Repeaters))
            >
                {link}
            </FigureLink>
        }
    };
    view! {
        <sentence::Sentence>
            {move || repeat.with(|repeat| first_clause(locale.get(), repeat))}
            {move || tally!(locale, repurchase.sentence.of_customers, count = format::count(repeat.read().customers))}
            {last} {move || say!(locale, repurchase.sentence.end)}
        </sentence::Sentence>
    }
}

/// “每 100 个新客里 23 个在 90 天内回来。”
fn first_clause(locale: Locale, repeat: &Repeat) -> String {
    let Some((within, rate)) = said_window(&repeat.within) else { return String::new() };
    let of_hundred = format!("{:.0}", rate * 100.0);
    let clause = td_string!(locale, repurchase.sentence.within, count = of_hundred, days = within.days);
    crate::text::number::agree(&clause)
}

/// The window of the sentence: 90 days, or the longest shorter one for which somebody is old enough.
fn said_window(windows: &[Within]) -> Option<(Within, f64)> {
    let told = windows.iter().filter_map(|&within| Some((within, within.rate?)));
    told.rev().find(|(within, _)| within.days <= SAID_WINDOW)
}

/// Coverage, the definition of a purchase, and the day all this is about.
#[component]
pub(super) fn TrustLine() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let orders = of_report(|report| (report.identity.known_orders, report.identity.orders));
    let as_of = of_report(|report| report.as_of);
    let knows_cost = of_report(|report| report.knows_cost);
    let facts = move || {
        let (known, all) = orders.get();
        let share = if all == 0 { 0.0 } else { f64::from(known) / f64::from(all) };
        let mut facts = vec![say!(
            locale,
            repurchase.quiet.coverage,
            known = format::count(known),
            all = format::count(all),
            share = format::percent(share)
        )];
        let unplaced = page.engine.shop.with(|shop| shop.profit.as_ref().map_or(0, |profit| profit.paid.unplaced));
        let counted = (unplaced > 0).then(|| say!(locale, repurchase.quiet.counted, count = format::count(unplaced)));
        facts.extend(counted);
        facts.extend(as_of.get().map(|day| say!(locale, repurchase.quiet.as_of, day = day)));
        facts.extend((!knows_cost.get()).then(|| say!(locale, repurchase.quiet.no_cost).to_owned()));
        facts.join(" · ")
    };
    view! { <p class="quiet trust" data-testid="coverage">{facts}</p> }
}

/// Whom a chosen period is about.
#[component]
pub(super) fn PeriodMeans() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let is_chosen = Memo::new(move |_| page.engine.scope.with(|scope| scope.from.is_some() || scope.to.is_some()));
    view! {
        <Show when=move || is_chosen.get()>
            <p class="quiet" data-testid="period-means">{move || say!(locale, repurchase.quiet.period)}</p>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(days: u32, rate: Option<f64>) -> Within {
        Within { days, customers: 0, eligible: 0, returned: 0, rate, interval: None }
    }

    #[test]
    fn the_sentence_is_about_ninety_days_or_what_can_be_told() {
        let said = |windows: &[Within]| said_window(windows).map(|(within, _)| within.days);
        assert_eq!(said(&[within(30, Some(0.1)), within(90, Some(0.2)), within(180, Some(0.3))]), Some(90));
        assert_eq!(said(&[within(30, Some(0.1)), within(90, None)]), Some(30));
        assert_eq!(said(&[within(30, None)]), None);
    }
}
