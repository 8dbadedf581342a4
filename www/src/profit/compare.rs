//! The period on the screen beside the one before it: what changed, and why.

use analytics::Day;
use analytics::profit::{Cause, PeriodChange, UNMATCHED_ADS};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{PeriodComparison, ProfitSummary, Reply, Request};

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::amount::Exact;
use crate::ui::compare::{CauseLine, Causes, Earlier, EarlierChoice, notes};
use crate::ui::export::{ExportShown, Shown};

/// Shown where a period is chosen, and the files reach back before it.
#[component]
pub(super) fn Compare(summary: Memo<ProfitSummary>) -> impl IntoView {
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
    let asked = Memo::new(move |_| {
        let before = chosen.get().zip(period.get()).map(|(with, days)| with.days(days));
        before.filter(|(_, to)| first.get().is_some_and(|first| *to >= first))
    });
    view! {
        <div class="compare">
            <EarlierChoice period=period first=first chosen=chosen />
            {move || asked.get().map(|before| view! { <Compared summary=summary before=before /> })}
        </div>
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
            let basis = now.map(|(from, to)| say!(locale, profit.compare.basis, from = from, to = to));
            let lacks = (change.orders.0 == 0).then(|| say!(locale, profit.compare.nothing).to_owned());
            let quiet = notes(locale.get(), lacks, &gaps, basis);
            let lines = change.causes.iter().map(|(cause, amount)| CauseLine {
                hook: format!("{cause:?}"),
                name: cause_name(locale.get(), *cause),
                amount: *amount,
            });
            let lines: Vec<CauseLine> = lines.collect();
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
                    <Causes caption=say!(locale, profit.compare.causes) lines=lines />
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
