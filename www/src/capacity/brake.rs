//! The brake: what to do, what it costs and saves, when to begin, when to let go, and how far it may go. Where the evidence
//! for a command is missing, what is missing is asked, or both sides are shown and nothing is ordered.

use analytics::Money;
use analytics::capacity::{Brake, BrakeAdvice, Estimate, Lever, Question, Reach, WhyHold};
use leptos::prelude::*;
use protocol::CapacityReport;

use super::levers::Levers;
use super::names;
use super::settings::PackedPerDay;
use super::view::use_view;
use crate::shop::use_page;
use crate::text::{format, say, word};
use export::format::orders::{number, percent};

#[component]
pub(super) fn BrakeCard() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let of_design = Memo::new(move |_| view.report.with(|report| report.as_ref()?.brake.clone()));
    let of_spike = Memo::new(move |_| view.answer.with(|answer| answer.as_ref()?.brake.clone()));
    let brake = Memo::new(move |_| if view.brakes_spike.get() { of_spike.get() } else { of_design.get() });
    let button = move |for_spike: bool, hook: &'static str, word: Signal<&'static str>| {
        view! {
            <button
                class="segment"
                data-testid=hook
                aria-pressed=move || (view.brakes_spike.get() == for_spike).to_string()
                on:click=move |_| view.brakes_spike.set(for_spike)
            >
                {move || word.get()}
            </button>
        }
    };
    let value = move || brake.with(|brake| brake.as_ref().map(recommended));
    let levers = move || {
        brake.with(|brake| {
            let brake = brake.as_ref().filter(|brake| brake.advice == BrakeAdvice::Brake)?;
            let parts = brake.cheapest.as_ref()?.parts.iter();
            Some(parts.map(|(lever, _)| names::lever_code(*lever)).collect::<Vec<_>>().join(" "))
        })
    };
    let advice = move || brake.with(|brake| brake.as_ref().map(|brake| brake.advice.name()));
    view! {
        <section class="block brake-card" id="brake-card" data-testid="brake" data-value=value data-levers=levers data-advice=advice>
            <div class="block-head">
                <h2>{move || say!(locale, capacity.brake.title)}</h2>
                <div class="segments" role="group" aria-label=move || say!(locale, capacity.brake.of)>
                    {button(false, "brake-design", word!(locale, capacity.brake.design))}
                    {button(true, "brake-spike", word!(locale, capacity.brake.spike))}
                </div>
            </div>
            {move || match brake.get() {
                None => view! { <p class="quiet">{say!(locale, capacity.brake.no_ceiling)}</p> }.into_any(),
                Some(brake) => match brake.advice {
                    BrakeAdvice::Hold(WhyHold::UnderRedLine) => view! { <Calm brake=brake /> }.into_any(),
                    BrakeAdvice::Hold(why) => view! { <Held brake=brake why=why /> }.into_any(),
                    BrakeAdvice::Ask(Question::PackedPerDay) => view! { <Asked brake=brake /> }.into_any(),
                    BrakeAdvice::Ask(Question::UnitCost) => view! { <AskedCosts brake=brake /> }.into_any(),
                    BrakeAdvice::Brake => view! { <Needed brake=brake /> }.into_any(),
                },
            }}
        </section>
    }
}

/// The amounts to move, in the levers' own measures; zero where nothing is to be moved, and nothing where that is asked.
fn recommended(brake: &Brake) -> String {
    match (brake.advice, &brake.cheapest) {
        (BrakeAdvice::Brake, Some(mix)) => {
            mix.parts.iter().map(|(_, amount)| amount.to_string()).collect::<Vec<_>>().join(" ")
        }
        (BrakeAdvice::Hold(_), _) => "0".to_owned(),
        (BrakeAdvice::Ask(_), _) | (BrakeAdvice::Brake, None) => String::new(),
    }
}

/// Nothing is ordered: why, what either side comes to, and what each lever would take.
#[component]
fn Held(brake: Brake, why: WhyHold) -> impl IntoView {
    let locale = use_page().locale;
    let (orders, load) = (number(brake.design_orders), percent(brake.load));
    let above = number(brake.start_above);
    let said = move || {
        let above = names::orders(locale.get(), &above);
        match why {
            WhyHold::UnderRedLine | WhyHold::NothingLate => say!(locale, capacity.brake.hold_nothing_late).to_owned(),
            WhyHold::NotExpected => say!(locale, capacity.brake.hold_not_expected, above = above),
            WhyHold::NothingEnough => say!(locale, capacity.brake.hold_nothing_enough).to_owned(),
            WhyHold::CostsMore => say!(locale, capacity.brake.hold_costs_more).to_owned(),
        }
    };
    let is_dearer = matches!(why, WhyHold::NothingLate | WhyHold::CostsMore);
    view! {
        <p class="brake-action">
            {move || if why == WhyHold::NothingEnough { say!(locale, capacity.brake.hold_open) } else { say!(locale, capacity.brake.hold) }}
        </p>
        <p class="soft">
            {move || say!(locale, capacity.brake.if_busy, orders = names::orders(locale.get(), &orders), load = load.clone())} {said}
        </p>
        {is_dearer.then(|| view! { <BothSides brake=brake.clone() /> })}
        <Levers brake=brake.clone() />
        <Answers brake=brake />
    }
}

/// The ceiling is only what was ever sent: the one question that makes it a limit.
#[component]
fn Asked(brake: Brake) -> impl IntoView {
    let locale = use_page().locale;
    let (orders, most) = (number(brake.design_orders), number(brake.ceiling.orders_per_day));
    view! {
        <p class="brake-action">{move || say!(locale, capacity.brake.ask_packed)}</p>
        <p class="soft">
            {move || {
                let (orders, most) = (names::orders(locale.get(), &orders), names::orders(locale.get(), &most));
                say!(locale, capacity.brake.ask_packed_why, orders = orders, most = most)
            }}
        </p>
        <PackedPerDay hook="brake-per-day" />
    }
}

/// Without unit costs no way can be compared with another, nor with doing nothing.
#[component]
fn AskedCosts(brake: Brake) -> impl IntoView {
    let locale = use_page().locale;
    let (orders, load) = (number(brake.design_orders), percent(brake.load));
    view! {
        <p class="brake-action">{move || say!(locale, capacity.brake.ask_costs)}</p>
        <p class="soft">
            {move || say!(locale, capacity.brake.if_busy, orders = names::orders(locale.get(), &orders), load = load.clone())}
            {move || say!(locale, capacity.brake.ask_costs_why)}
        </p>
        <Levers brake=brake.clone() />
        <Answers brake=brake />
    }
}

/// What the cheapest brake costs, and what being late would.
#[component]
fn BothSides(brake: Brake) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let days = brake.days;
    let cost = brake.cheapest.as_ref().map(|mix| mix.cost);
    view! {
        <dl class="sides-of-money">
            {cost.map(|cost| view! {
                <div>
                    <dt>{move || if cost.is_negative() {
                        say!(locale, capacity.brake.earns, days = names::days(locale.get(), days))
                    } else {
                        say!(locale, capacity.brake.costs, days = names::days(locale.get(), days))
                    }}</dt>
                    <dd data-testid="brake-cost" data-value=cost.to_string()>{move || format::exact(&currency.read(), cost.abs())}</dd>
                </div>
            })}
            <Saves brake=brake />
        </dl>
    }
}

#[component]
fn Calm(brake: Brake) -> impl IntoView {
    let locale = use_page().locale;
    let (orders, load) = (number(brake.design_orders), percent(brake.load));
    view! {
        <p class="brake-action">{move || say!(locale, capacity.brake.not_needed)}</p>
        <p class="soft">
            {move || say!(locale, capacity.brake.calm, orders = names::orders(locale.get(), &orders), load = load.clone())}
        </p>
        <Limits brake=brake />
    }
}

#[component]
fn Needed(brake: Brake) -> impl IntoView {
    let locale = use_page().locale;
    let mix = brake.cheapest.clone();
    let action = {
        let mix = mix.clone();
        move || match &mix {
            Some(mix) => {
                let actions: Vec<String> =
                    mix.parts.iter().map(|(lever, amount)| names::action(locale.get(), *lever, *amount)).collect();
                actions.join(say!(locale, capacity.sentence.and))
            }
            None => say!(locale, capacity.brake.nothing_cheapest).to_owned(),
        }
    };
    let (design, load) = (number(brake.design_orders), percent(brake.load));
    let after = mix.as_ref().map(|mix| percent(mix.load));
    let red_line = percent(brake.red_line);
    view! {
        <p class="brake-action">{action}</p>
        <p class="soft">
            {move || {
                let orders = names::orders(locale.get(), &design);
                match &after {
                    Some(after) => say!(locale, capacity.brake.from_to, orders = orders, load = load.clone(), after = after.clone()),
                    None => say!(locale, capacity.brake.from, orders = orders, load = load.clone(), red_line = red_line.clone()),
                }
            }}
        </p>
        <BothSides brake=brake.clone() />
        <Limits brake=brake.clone() />
        <Levers brake=brake.clone() />
        <Answers brake=brake />
    }
}

/// What being over the ceiling would cost.
#[component]
fn Saves(brake: Brake) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let view = use_view();
    let avoided = brake.avoided;
    let late_loss = Memo::new(move |_| {
        view.report.with(|report| report.as_ref().and_then(|report: &CapacityReport| report.late_loss))
    });
    let shown = move |money: Money| format::exact(&currency.read(), money);
    let part = move |word: Signal<String>, money: Money, key: &'static str, is_measured: Signal<bool>| {
        money.is_positive().then(|| {
            view! {
                <span class="saved-part">
                    {move || word.get()} " " {move || shown(money)} " "
                    <Show
                        when=move || is_measured.get()
                        fallback=move || view! {
                            <button class="mark" on:click=move |_| view.open_settings(key)>
                                {move || say!(locale, capacity.grounds.assumed)}
                            </button>
                        }
                    >
                        <span class="mark solid">{move || say!(locale, capacity.grounds.measured)}</span>
                    </Show>
                </span>
            }
        })
    };
    let is_measured = avoided.is_compensation_measured;
    view! {
        <div>
            <dt>{move || say!(locale, capacity.brake.saves)}</dt>
            <dd data-testid="brake-avoided" data-value=avoided.total.to_string()>{move || shown(avoided.total)}</dd>
        </div>
        <p class="quiet small saved">
            {part(Signal::derive(move || say!(locale, capacity.brake.compensation, orders = number(avoided.late_orders))), avoided.compensation, "late.compensation_per_order", Signal::stored(is_measured))}
            {part(word!(locale, capacity.brake.refunds).into(), avoided.refunds, "late.refund_share", Signal::stored(false))}
            {part(word!(locale, capacity.brake.repurchase).into(), avoided.lost_repurchase, "late.lost_repurchase_share", Signal::derive(move || late_loss.get().is_some()))}
            {move || avoided.total.is_zero().then(|| say!(locale, capacity.brake.saves_nothing))}
            {move || late_loss.get().map(|loss| {
                say!(
                    locale,
                    capacity.brake.late_loss,
                    loss = format::percent(loss.loss),
                    low = format::percent(loss.interval.0),
                    high = format::percent(loss.interval.1),
                    late = format::count(loss.late),
                    on_time = format::count(loss.on_time)
                )
            })}
        </p>
    }
}

/// When to begin and when to let go.
#[component]
fn Limits(brake: Brake) -> impl IntoView {
    let locale = use_page().locale;
    let guardrails = guardrails(&brake);
    let Brake { start_on, start_above, release, .. } = brake;
    let start = move || {
        let above = names::orders(locale.get(), &number(start_above));
        match start_on {
            Some(day) => say!(locale, capacity.brake.start_on, date = names::date(locale.get(), day), above = above),
            None => say!(locale, capacity.brake.start_above, above = above),
        }
    };
    let let_go = move || {
        say!(
            locale,
            capacity.brake.release,
            days = names::days(locale.get(), release.days),
            below = names::orders(locale.get(), &number(release.orders_below)),
            backlog = names::orders(locale.get(), &number(release.backlog_below))
        )
    };
    view! {
        <dl class="brake-limits">
            <div><dt>{move || say!(locale, capacity.brake.start)}</dt><dd>{start}</dd></div>
            <div><dt>{move || say!(locale, capacity.brake.let_go)}</dt><dd>{let_go}</dd></div>
            {(!guardrails.is_empty()).then(|| {
                let words = move || {
                    let each = |(lever, limit): &(Lever, f64)| {
                        let (lever_name, limit) = (names::lever(locale.get(), *lever), names::amount(*lever, *limit));
                        say!(locale, capacity.brake.at_most, lever = lever_name, limit = limit)
                    };
                    guardrails.iter().map(each).collect::<Vec<_>>().join(say!(locale, capacity.sentence.and))
                };
                view! { <div><dt>{move || say!(locale, capacity.brake.guardrail)}</dt><dd>{words}</dd></div> }
            })}
        </dl>
    }
}

/// How far each lever of the recommendation may go.
fn guardrails(brake: &Brake) -> Vec<(Lever, f64)> {
    let limit = |lever: Lever| {
        let answer = brake.levers.iter().find(|answer| answer.lever == lever)?;
        match &answer.reach {
            Reach::Enough(found) => Some(found.limit),
            Reach::NotEnough { most, .. } => Some(*most),
            Reach::NoEffect => None,
        }
    };
    let parts = brake.cheapest.iter().flat_map(|mix| &mix.parts);
    parts.filter_map(|(lever, _)| Some((*lever, limit(*lever)?))).collect()
}

/// How buyers answer, measured or assumed.
#[component]
fn Answers(brake: Brake) -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let line = move |word: Signal<&'static str>, estimate: Estimate, key: &'static str| {
        let figure = move || {
            say!(
                locale,
                capacity.brake.estimate,
                value = format::ratio(estimate.value).replace('-', "−"),
                low = format::ratio(estimate.low).replace('-', "−"),
                high = format::ratio(estimate.high).replace('-', "−")
            )
        };
        let grounds = match estimate.days {
            Some(days) => view! {
                <span class="mark solid">{move || say!(locale, capacity.brake.measured_days, days = names::days(locale.get(), days))}</span>
            }
            .into_any(),
            None => view! {
                <button class="mark" on:click=move |_| view.open_settings(key)>{move || say!(locale, capacity.grounds.assumed)}</button>
            }
            .into_any(),
        };
        view! { <li>{move || word.get()} " " {figure} " " {grounds}</li> }
    };
    view! {
        <details class="answers">
            <summary>{move || say!(locale, capacity.brake.answers)}</summary>
            <ul class="quiet small answers-list">
                {line(word!(locale, capacity.brake.answer_price), brake.answers.price, "brake.price_elasticity")}
                {line(word!(locale, capacity.brake.answer_ads), brake.answers.ads, "brake.ads_elasticity")}
                {line(word!(locale, capacity.brake.answer_promotion), brake.answers.promotion_share, "brake.promotion_share")}
            </ul>
        </details>
    }
}
