//! What a customer is worth: what new ones have brought against what they cost, and what the known ones will still bring.

use analytics::repurchase::clv::{Check, NoModel, ObservedValue};
use analytics::repurchase::{Acquisition, Clv};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::view::{of_value, use_view};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say, tally};
use crate::ui::amount::Exact;
use crate::ui::table::{Head, Look, More, Table};

/// Rows shown before the seller asks for all.
const FIRST_ROWS: usize = 12;
/// Days ahead that may be chosen.
const HORIZONS: [u32; 4] = [90, 180, 365, 730];

#[component]
pub(super) fn Value() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let clv = of_value(|value| Some(value.clv.clone()));
    let is_here = Memo::new(move |_| view.value.with(Option::is_some));
    view! {
        <section data-testid="clv">
            <h2>{move || say!(locale, repurchase.clv.title)}</h2>
            <Show when=move || !is_here.get()>
                <p class="quiet" aria-busy="true">{move || say!(locale, repurchase.clv.fitting)}</p>
            </Show>
            <Horizon />
            {move || clv.get().map(|clv| view! { <Prospects clv=clv /> })}
            <Show when=move || is_here.get()>
                <Acquired />
            </Show>
        </section>
    }
}

/// How far ahead to look.
#[component]
fn Horizon() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let horizon = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.value.horizon));
    let option = move |days: u32| {
        view! {
            <option value=days.to_string() selected=move || horizon.get() == days>
                {move || tally!(locale, repurchase.clv.horizon, days = days)}
            </option>
        }
    };
    let choose = move |event| {
        if let Ok(days) = event_target_value(&event).parse() {
            page.engine.change_config(|config| config.repurchase.value.horizon = days);
        }
    };
    view! {
        <div class="cohort-tools">
            <select class="store" data-testid="horizon" aria-label=move || say!(locale, repurchase.clv.ahead) on:change=choose>
                {HORIZONS.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// What is to be expected, with its interval and how well the model did on days it had not seen.
#[component]
fn Prospects(clv: Clv) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let said = {
        let clv = clv.clone();
        move || expectation(locale.get(), &currency.read(), &clv)
    };
    let (no_model, check) = (clv.no_model, clv.check);
    let plain = clv.plain;
    let alive = move || {
        let repeaters = format::count(clv.repeaters);
        let active = match (clv.active_repeaters, clv.no_model) {
            (Some(active), _) => {
                Some(tally!(locale, repurchase.clv.active, count = format!("{active:.0}"), of = repeaters))
            }
            (None, None) => Some(tally!(locale, repurchase.clv.nobody_leaves, count = repeaters)),
            (None, Some(_)) => None,
        };
        let unknown = tally!(locale, repurchase.clv.cannot_tell, count = format::count(clv.cannot_tell));
        active.into_iter().chain([unknown]).collect::<Vec<_>>().join(" ")
    };
    view! {
        <p class="said">{said}</p>
        <p class="quiet">{alive}</p>
        {move || no_model.map(|reason| view! { <p class="quiet" data-testid="no-model">{no_model_reason(locale.get(), reason)}</p> })}
        {move || check.map(|check| view! { <p class="quiet" data-testid="clv-check">{checked(locale.get(), &check)}</p> })}
        {move || plain.map(|plain| view! { <p class="quiet">{plainly(locale.get(), &currency.read(), &plain)}</p> })}
    }
}

fn expectation(locale: Locale, currency: &str, clv: &Clv) -> String {
    let Some(expected) = clv.expected else { return td_string!(locale, repurchase.clv.no_forecast).to_owned() };
    let range = expected.interval.map(|(low, high)| {
        td_string!(locale, repurchase.clv.range, low = format!("{low:.0}"), high = format!("{high:.0}"))
    });
    let purchases = format!("{:.0}", expected.value);
    let mut said = td_string!(
        locale,
        repurchase.clv.expected,
        days = clv.horizon,
        purchases = purchases,
        range = range.unwrap_or_default()
    );
    let each = clv.revenue_per_customer.map(|revenue| {
        td_string!(locale, repurchase.clv.revenue_each, revenue = format::short(locale, currency, revenue))
    });
    let worth = clv
        .value_per_customer
        .map(|value| td_string!(locale, repurchase.clv.value_each, value = format::short(locale, currency, value)));
    said.extend(each.into_iter().chain(worth));
    said
}

fn no_model_reason(locale: Locale, reason: NoModel) -> &'static str {
    match reason {
        NoModel::FewRepeaters => td_string!(locale, repurchase.clv.few_repeaters),
        NoModel::NotConverged => td_string!(locale, repurchase.clv.not_converged),
    }
}

fn checked(locale: Locale, check: &Check) -> String {
    let text = td_string!(
        locale,
        repurchase.clv.check,
        days = check.days,
        actual = format::count(check.actual),
        model = format!("{:.0}", check.model),
        naive = format::count(check.naive),
        model_error = format!("{:.2}", check.model_error),
        naive_error = format!("{:.2}", check.naive_error)
    );
    crate::text::number::agree(&text)
}

fn plainly(locale: Locale, currency: &str, plain: &ObservedValue) -> String {
    let text = td_string!(
        locale,
        repurchase.clv.plain,
        days = plain.days,
        count = format::count(plain.customers),
        purchases = format!("{:.2}", plain.purchases)
    );
    let money = plain
        .before_ads
        .map(|money| td_string!(locale, repurchase.clv.plain_left, money = format::short(locale, currency, money)));
    format!("{}{}", crate::text::number::agree(&text), money.unwrap_or_default())
}

/// New customers by platform, channel and month: what they cost, what they have brought, and when that was earned back.
#[component]
fn Acquired() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let acquisition = of_value(|value| value.acquisition.clone());
    let shown = RwSignal::new(FIRST_ROWS);
    let unknown = move || view! { <span class="amount unknown">"—"</span> };
    let row = move |group: Acquisition| {
        let platform = names::source(locale.get(), group.platform);
        let name = match &group.channel {
            Some(channel) => format!("{platform} · {channel}"),
            None => platform.to_owned(),
        };
        let month = match group.month {
            Some(month) => month.to_string().chars().take(7).collect(),
            None => say!(locale, repurchase.clv.all_months).to_owned(),
        };
        let payback = match (group.payback_days, group.cost.and(group.value), group.observed_days) {
            (Some(days), _, _) => tally!(locale, repurchase.windows.days, days = days),
            (None, None, _) => "—".to_owned(),
            (None, Some(_), 0) => say!(locale, repurchase.not_due).to_owned(),
            (None, Some(_), days) => tally!(locale, repurchase.clv.not_within, days = days),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="numeric">{month}</td>
                <td class="numeric">{format::count(group.new_customers)}</td>
                <td class="numeric"><Exact money=Signal::stored(group.cost) is_cost=true /></td>
                <td class="numeric"><Exact money=Signal::stored(group.value) /></td>
                <td class="numeric strong" class:loss=group.value_to_cost.is_some_and(|ratio| ratio < 1.0)>
                    {match group.value_to_cost {
                        Some(ratio) => format::ratio(ratio).into_any(),
                        None => unknown().into_any(),
                    }}
                </td>
                <td class="numeric">{payback}</td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.clv.channel)),
            Head::number(say!(locale, repurchase.clv.month)),
            Head::number(say!(locale, repurchase.clv.new_customers)),
            Head::number(say!(locale, repurchase.clv.cost)),
            Head::number(say!(locale, repurchase.clv.value)),
            Head::number(say!(locale, repurchase.clv.ratio)),
            Head::number(say!(locale, repurchase.clv.payback)),
        ]
    };
    view! {
        <h3>{move || say!(locale, repurchase.clv.acquired)}</h3>
        <Table look=Look::Figures hook="acquisition" heads=heads>{move || acquisition.read().iter().take(shown.get()).cloned().map(row).collect_view()}</Table>
        <p class="quiet">{move || say!(locale, repurchase.clv.note)}</p>
        <More shown=shown all=Signal::derive(move || acquisition.read().len()) />
    }
}
