//! The period on the screen beside the one before it: what changed, and why.

use analytics::Day;
use analytics::profit::{Cause, PeriodChange, UNMATCHED_ADS};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{Gap, PeriodComparison, ProfitSummary, Reply, Request};

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;
use crate::ui::export::{ExportShown, Shown};

/// Days in a year, by which the same season is found: whole weeks, so that weekends meet weekends.
const YEAR: i32 = 364;

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Earlier {
    /// As many days right before it.
    DaysBefore,
    /// The same days a year ago.
    LastYear,
}

impl Earlier {
    fn days(self, (from, to): (Day, Day)) -> (Day, Day) {
        match self {
            Earlier::DaysBefore => {
                let length = to.number() - from.number() + 1;
                (from.plus(-length), from.plus(-1))
            }
            Earlier::LastYear => (from.plus(-YEAR), to.plus(-YEAR)),
        }
    }
}

/// Shown where a period is chosen, and the files reach back before it.
#[component]
pub(super) fn Compare(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let chosen = RwSignal::new(None::<Earlier>);
    // Days after the last order would be compared with days that had some.
    let period = Memo::new(move |_| {
        summary.with(|summary| {
            let (from, to) = summary.scope.from.zip(summary.scope.to)?;
            let (_, last) = summary.whole_period?;
            (from <= last).then_some((from, to.min(last)))
        })
    });
    let first = Memo::new(move |_| summary.with(|summary| summary.whole_period.map(|(first, _)| first)));
    let can = move |with: Earlier| {
        let days = period.get().map(|period| with.days(period));
        days.zip(first.get()).is_some_and(|((_, to), first)| to >= first)
    };
    let button = move |with: Earlier, hook: &'static str| {
        let word = move || match with {
            Earlier::DaysBefore => say!(locale, profit.compare.before),
            Earlier::LastYear => say!(locale, profit.compare.last_year),
        };
        view! {
            <Show when=move || can(with)>
                <button
                    class="segment"
                    data-testid=hook
                    aria-pressed=move || (chosen.get() == Some(with)).to_string()
                    on:click=move |_| chosen.update(|chosen| *chosen = if *chosen == Some(with) { None } else { Some(with) })
                >
                    {word}
                </button>
            </Show>
        }
    };
    let asked = Memo::new(move |_| {
        chosen.get().filter(|with| can(*with)).zip(period.get()).map(|(with, days)| with.days(days))
    });
    view! {
        <Show when=move || can(Earlier::DaysBefore) || can(Earlier::LastYear)>
            <div class="compare">
                <div class="segments" role="group" aria-label=move || say!(locale, profit.compare.label)>
                    {button(Earlier::DaysBefore, "compare-before")}
                    {button(Earlier::LastYear, "compare-last-year")}
                </div>
                {move || asked.get().map(|before| view! { <Compared summary=summary before=before /> })}
            </div>
        </Show>
    }
}

#[component]
fn Compared(summary: Memo<ProfitSummary>, before: (Day, Day)) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let engine = page.engine;
    let answer = RwSignal::new(None::<PeriodComparison>);
    engine.keep_asking(
        move || Request::Compare { before },
        move |reply| {
            if let Reply::Compared(comparison) = reply {
                answer.set(Some(*comparison));
            }
        },
    );
    let currency = move || summary.with(|summary| summary.currency.clone());
    move || {
        answer.get().filter(|answer| answer.before == before).map(|comparison| {
            let PeriodComparison { now, gaps, change, skus, .. } = comparison;
            let currency = currency();
            let sentence = sentence(locale.get(), &currency, before, &change);
            let quiet = notes(locale.get(), now, &gaps, &change);
            let most = change.causes.iter().map(|(_, amount)| amount.abs()).max().unwrap_or_default();
            let row = |(cause, amount): (Cause, analytics::Money)| {
                let width = amount.abs().ratio_to(most).unwrap_or(0.0) * 100.0;
                let is_loss = amount.is_negative();
                view! {
                    <tr data-cause=format!("{cause:?}") data-value=amount.to_string()>
                        <th scope="row">{cause_name(locale.get(), cause)}</th>
                        <td class="compare-track">
                            <span class="bar" class:loss-bar=is_loss style:width=format!("{width:.2}%")></span>
                        </td>
                        <td class="numeric"><Exact money=Signal::stored(Some(amount)) is_cost=false /></td>
                    </tr>
                }
            };
            let sku = |(code, name, amount): (String, String, analytics::Money)| {
                let shown = match (code.as_str(), name.is_empty()) {
                    (UNMATCHED_ADS, _) => say!(locale, words.unmatched_ads).to_owned(),
                    (_, true) => code.clone(),
                    (_, false) => name,
                };
                view! {
                    <li>
                        <button class="link" on:click=move |_| page.view.open_sku.set(Some(code.clone()))>{shown}</button>
                        " "
                        <Exact money=Signal::stored(Some(amount)) is_cost=false />
                    </li>
                }
            };
            let causes = StoredValue::new(change.causes.clone());
            let shown = move || {
                let headings = [say!(locale, profit.compare.causes), say!(locale, profit.compare.amount)];
                let row = |(cause, amount): (Cause, analytics::Money)| {
                    vec![ExportCell::Text(cause_name(locale.get(), cause)), ExportCell::Money(amount)]
                };
                let (from, to) = before;
                let title = say!(locale, profit.compare.file, from = from, to = to);
                Shown::new(&title, headings).with(causes.get_value().into_iter().map(row))
            };
            view! {
                <div class="compared" data-testid="compared" data-value=(change.now - change.before).to_string()>
                    <p>{sentence}</p>
                    <p class="quiet">{quiet}</p>
                    <table class="compare-causes">
                        <caption class="quiet">{say!(locale, profit.compare.causes)}</caption>
                        <tbody>{change.causes.into_iter().map(row).collect_view()}</tbody>
                    </table>
                    <ExportShown hooks=["export-causes", "export-causes-csv"] table=shown />
                    <p class="quiet">{say!(locale, profit.compare.skus)}</p>
                    <ul class="compare-skus">{skus.into_iter().map(sku).collect_view()}</ul>
                </div>
            }
        })
    }
}

fn sentence(locale: Locale, currency: &str, before: (Day, Day), change: &PeriodChange) -> String {
    let short = |money: analytics::Money| format::short(locale, currency, money);
    let (from, to) = before;
    let difference = change.now - change.before;
    let amount = short(difference.abs());
    let (was, is) = (short(change.before), short(change.now));
    if difference.is_zero() {
        td_string!(locale, profit.compare.same, from = from, to = to, is = is)
    } else if difference.is_negative() {
        td_string!(locale, profit.compare.less, from = from, to = to, amount = amount, was = was, is = is)
    } else {
        td_string!(locale, profit.compare.more, from = from, to = to, amount = amount, was = was, is = is)
    }
}

/// On what the comparison stands, and what the files do not have of it.
fn notes(locale: Locale, now: Option<(Day, Day)>, gaps: &[Gap], change: &PeriodChange) -> String {
    let mut notes = Vec::new();
    if change.orders.0 == 0 {
        notes.push(td_string!(locale, profit.compare.nothing).to_owned());
    }
    notes.extend(gaps.iter().map(|Gap { platform, store, is_of_ads, reach: (from, to) }| {
        let platform = names::source(locale, *platform);
        let who = if store.is_empty() { platform.to_owned() } else { format!("{platform} · {store}") };
        if *is_of_ads {
            td_string!(locale, profit.compare.ads_reach, who = who, from = from, to = to)
        } else {
            td_string!(locale, profit.compare.orders_reach, who = who, from = from, to = to)
        }
    }));
    notes.extend(now.map(|(from, to)| td_string!(locale, profit.compare.basis, from = from, to = to)));
    let space = match locale {
        Locale::zh_CN => "",
        Locale::en => " ",
    };
    notes.join(space)
}

fn cause_name(locale: Locale, cause: Cause) -> String {
    match cause {
        Cause::Volume => td_string!(locale, profit.compare.volume).to_owned(),
        Cause::Mix => td_string!(locale, profit.compare.mix).to_owned(),
        Cause::Price => td_string!(locale, profit.compare.price).to_owned(),
        Cause::Cost(block) => td_string!(locale, profit.compare.cost, block = names::block(locale, block)),
        Cause::Come => td_string!(locale, profit.compare.come).to_owned(),
        Cause::Gone => td_string!(locale, profit.compare.gone).to_owned(),
        Cause::Unsold => td_string!(locale, profit.compare.unsold).to_owned(),
        Cause::Costed => td_string!(locale, profit.compare.costed).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_beside_as_many_days() {
        let day = |text: &str| Day::parse(text).unwrap();
        let june = (day("2026-06-01"), day("2026-06-30"));
        assert_eq!(Earlier::DaysBefore.days(june), (day("2026-05-02"), day("2026-05-31")));
        // A Monday meets a Monday.
        assert_eq!(Earlier::LastYear.days(june).0, day("2025-06-02"));
    }
}
