//! What is left of each month after tax and the costs that come every month, and where the seller says what those are.

use analytics::config::{AssumptionValue, FixedCost};
use analytics::profit::MonthProfit;
use analytics::{Amount, Money, Month, Rate};
use leptos::prelude::*;
use protocol::{ProfitSummary, Reply, Request};

use super::assumption::parse;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::amount::Exact;

#[component]
pub(super) fn Months(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_overhead = page.engine.config.with_untracked(|config| config.overhead != Default::default());
    let is_open = RwSignal::new(has_overhead);
    view! {
        <section class="months" data-testid="months">
            <button
                class="link"
                data-testid="months-open"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {move || if is_open.get() { say!(locale, profit.months.hide) } else { say!(locale, profit.months.open) }}
            </button>
            <Show when=move || is_open.get()>
                <h2>{move || say!(locale, profit.months.title)}</h2>
                <p class="quiet">{move || say!(locale, profit.months.lead)}</p>
                <Table summary=summary />
                <Editor />
            </Show>
        </section>
    }
}

#[component]
fn Table(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let months = RwSignal::new(None::<Vec<MonthProfit>>);
    page.engine.keep_asking(
        || Request::Months,
        move |reply| {
            if let Reply::Months(found) = reply {
                months.set(Some(found));
            }
        },
    );
    let amount = |money: Money| view! { <td class="numeric"><Exact money=Signal::stored(Some(money)) /></td> };
    let cost =
        |money: Money| view! { <td class="numeric"><Exact money=Signal::stored(Some(-money)) is_cost=true /></td> };
    let row = move |month: MonthProfit| {
        let name = if month.days == month.of_days {
            month.month.to_string()
        } else {
            say!(locale, profit.months.part, month = month.month, days = month.days, of = month.of_days)
        };
        let items: Vec<String> = month.fixed.iter().map(|(name, amount)| format!("{name} {amount}")).collect();
        view! {
            <tr data-month=month.month.to_string() data-left=month.left().to_string()>
                <th scope="row">{name}</th>
                {amount(month.net)}
                {cost(month.tax)}
                <td class="numeric" title=items.join(" · ")><Exact money=Signal::stored(Some(-month.fixed_costs())) is_cost=true /></td>
                {amount(month.left())}
            </tr>
        }
    };
    let total = move |months: &[MonthProfit]| {
        let sum = |part: fn(&MonthProfit) -> Money| months.iter().map(part).sum::<Money>();
        view! {
            <tr class="total">
                <th scope="row">{say!(locale, profit.months.total)}</th>
                {amount(sum(|month| month.net))}
                {cost(sum(|month| month.tax))}
                {cost(sum(MonthProfit::fixed_costs))}
                {amount(sum(MonthProfit::left))}
            </tr>
        }
    };
    let lacks_costs = move || summary.with(|summary| summary.counts.missing_cost > 0);
    move || {
        months.get().map(|months| {
            if months.is_empty() {
                return view! { <p class="quiet">{say!(locale, profit.months.none)}</p> }.into_any();
            }
            let total = (months.len() > 1).then(|| total(&months));
            view! {
                <div class="months-scroll" tabindex="0">
                    <table aria-label=say!(locale, profit.months.label)>
                        <thead>
                            <tr>
                                <th scope="col">{say!(locale, profit.months.month)}</th>
                                <th scope="col" class="numeric">{say!(locale, profit.months.net)}</th>
                                <th scope="col" class="numeric">{say!(locale, profit.months.tax)}</th>
                                <th scope="col" class="numeric">{say!(locale, profit.months.fixed)}</th>
                                <th scope="col" class="numeric">{say!(locale, profit.months.left)}</th>
                            </tr>
                        </thead>
                        <tbody>{months.into_iter().map(row).collect_view()} {total}</tbody>
                    </table>
                </div>
                {lacks_costs().then(|| view! { <p class="quiet">{say!(locale, profit.months.missing)}</p> })}
            }
            .into_any()
        })
    }
}

/// Tax and the costs of every month, as they are kept in the settings.
#[component]
fn Editor() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let count = Memo::new(move |_| page.engine.config.with(|config| config.overhead.fixed.len()));
    let tax = move || page.engine.config.with(|config| format::rate_in_percent(config.overhead.tax_rate));
    let is_wrong = RwSignal::new(false);
    let set_tax = move |event| {
        let typed = match parse(&event_target_value(&event), true) {
            Some(AssumptionValue::Share(rate)) if rate <= Rate::ONE => Some(rate),
            _ => None,
        };
        is_wrong.set(typed.is_none());
        if let Some(rate) = typed {
            page.engine.change_config(|config| config.overhead.tax_rate = rate);
        }
    };
    let add = move |_| {
        page.engine.change_config(|config| {
            config.overhead.fixed.push(FixedCost {
                name: String::new(),
                amount: Amount::ZERO,
                from: None,
                until: None,
            });
        });
    };
    view! {
        <div class="months-editor">
            <label class="setting-field">
                <span class="unit">{move || say!(locale, profit.months.tax_rate)}</span>
                <input type="text" inputmode="decimal" data-testid="tax-rate" prop:value=tax on:change=set_tax />
                <span class="unit">"%"</span>
            </label>
            <Show when=move || is_wrong.get()><span class="loss">{move || say!(locale, profit.months.tax_wrong)}</span></Show>
            <For each=move || 0..count.get() key=|index| *index let:index>
                <Fixed index=index />
            </For>
            <button class="link" data-testid="fixed-add" on:click=add>{move || say!(locale, profit.months.add)}</button>
        </div>
    }
}

/// One cost of every month.
#[component]
fn Fixed(index: usize) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.cost_currency();
    let is_wrong = RwSignal::new(false);
    let cost = Memo::new(move |_| page.engine.config.with(|config| config.overhead.fixed.get(index).cloned()));
    let change = move |edit: &dyn Fn(&mut FixedCost)| {
        page.engine.change_config(|config| {
            if let Some(cost) = config.overhead.fixed.get_mut(index) {
                edit(cost);
            }
        });
    };
    let text = move |pick: fn(&FixedCost) -> String| cost.with(|cost| cost.as_ref().map(pick).unwrap_or_default());
    let month = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
    let set_name = move |event| {
        let name = event_target_value(&event).trim().to_owned();
        change(&|cost| cost.name.clone_from(&name));
    };
    let set_amount = move |event| {
        let typed = parse(&event_target_value(&event), false);
        is_wrong.set(typed.is_none());
        if let Some(AssumptionValue::Money(amount)) = typed {
            change(&|cost| cost.amount = amount);
        }
    };
    // An empty field is no bound; what is no month changes nothing.
    let typed_month = move |event: &leptos::ev::Event| {
        let typed = event_target_value(event).trim().replace('/', "-");
        let read = if typed.is_empty() { Some(None) } else { Month::parse(&typed).map(Some) };
        is_wrong.set(read.is_none());
        read
    };
    let set_from = move |event| {
        if let Some(from) = typed_month(&event) {
            change(&|cost| cost.from = from);
        }
    };
    let set_until = move |event| {
        if let Some(until) = typed_month(&event) {
            change(&|cost| cost.until = until);
        }
    };
    let remove = move |_| {
        page.engine.change_config(|config| {
            if index < config.overhead.fixed.len() {
                config.overhead.fixed.remove(index);
            }
        });
    };
    let hint = move || say!(locale, profit.months.month_hint);
    view! {
        <div class="fixed-cost">
            <input type="text" data-testid="fixed-name" placeholder=move || say!(locale, profit.months.name_hint) aria-label=move || say!(locale, profit.months.name) prop:value=move || text(|cost| cost.name.clone()) on:change=set_name />
            <label>
                <span class="unit">{move || say!(locale, profit.months.amount)} " " {move || format::sign(&currency.read())}</span>
                <input type="text" inputmode="decimal" data-testid="fixed-amount" prop:value=move || text(|cost| cost.amount.to_string()) on:change=set_amount />
            </label>
            <label>
                <span class="unit">{move || say!(locale, profit.months.from)}</span>
                <input type="text" placeholder=hint prop:value=move || cost.with(|cost| month(cost.as_ref().and_then(|cost| cost.from))) on:change=set_from />
            </label>
            <label>
                <span class="unit">{move || say!(locale, profit.months.until)}</span>
                <input type="text" placeholder=hint prop:value=move || cost.with(|cost| month(cost.as_ref().and_then(|cost| cost.until))) on:change=set_until />
            </label>
            <button class="quiet-button" aria-label=move || say!(locale, profit.months.remove, name = text(|cost| cost.name.clone())) on:click=remove>"×"</button>
            <Show when=move || is_wrong.get()><span class="loss">{move || say!(locale, profit.months.wrong)}</span></Show>
        </div>
    }
}
