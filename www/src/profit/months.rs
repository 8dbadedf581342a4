//! What is left of each month after tax and the costs that come every month, and where the seller says what those are.

use analytics::config::FixedCost;
use analytics::profit::MonthProfit;
use analytics::{Amount, Money, Month, Rate};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ProfitSummary, Reply, Request};

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say, word};
use crate::ui::amount::Exact;
use crate::ui::export::{ExportShown, Shown};
use crate::ui::field::{Field, Refusal, amount, share};
use crate::ui::table::{Head, Look, Table};

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
                <MonthTable summary=summary />
                <Editor />
            </Show>
        </section>
    }
}

#[component]
fn MonthTable(summary: Memo<ProfitSummary>) -> impl IntoView {
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
        let name = month_name(locale.get(), &month);
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
    let headings = move || {
        [
            say!(locale, profit.months.month),
            say!(locale, profit.months.net),
            say!(locale, profit.months.tax),
            say!(locale, profit.months.fixed),
            say!(locale, profit.months.left),
        ]
    };
    let heads = move || Head::names(headings());
    let shown = move || {
        let row = |month: &MonthProfit| {
            let figures = [month.net, -month.tax, -month.fixed_costs(), month.left()];
            std::iter::once(ExportCell::Text(month_name(locale.get(), month)))
                .chain(figures.map(ExportCell::Money))
                .collect()
        };
        let months = months.get().unwrap_or_default();
        Shown::new(say!(locale, profit.months.title), headings()).with(months.iter().map(row))
    };
    let lacks_costs = move || summary.with(|summary| summary.counts.missing_cost > 0);
    move || {
        months.get().map(|months| {
            if months.is_empty() {
                return view! { <p class="quiet">{say!(locale, profit.months.none)}</p> }.into_any();
            }
            let total = (months.len() > 1).then(|| total(&months));
            view! {
                <Table look=Look::Ruled label=word!(locale, profit.months.label) heads=heads>
                    {months.into_iter().map(row).collect_view()} {total}
                </Table>
                <ExportShown hooks=["export-months", "export-months-csv"] table=shown />
                {lacks_costs().then(|| view! { <p class="quiet">{say!(locale, profit.months.missing)}</p> })}
            }
            .into_any()
        })
    }
}

/// With how much of it the orders cover, where that is not all.
fn month_name(locale: Locale, month: &MonthProfit) -> String {
    if month.days == month.of_days {
        return month.month.to_string();
    }
    td_string!(locale, profit.months.part, month = month.month, days = month.days, of = month.of_days)
}

/// Tax and the costs of every month, as they are kept in the settings.
#[component]
fn Editor() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let count = Memo::new(move |_| page.engine.config.with(|config| config.overhead.fixed.len()));
    let tax =
        Signal::derive(move || page.engine.config.with(|config| format::rate_in_percent(config.overhead.tax_rate)));
    let set_tax = move |typed: &str| {
        let rate = share(typed)?;
        if rate > Rate::ONE {
            return Err(Refusal::AboveAll);
        }
        page.engine.change_config(|config| config.overhead.tax_rate = rate);
        Ok(())
    };
    let tax_label = Signal::derive(move || say!(locale, profit.months.tax_rate).to_owned());
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
            <div>
                <span class="unit">{move || tax_label.get()}</span> " "
                <Field value=tax set=set_tax label=tax_label hook="tax-rate" after="%" />
            </div>
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
    let cost = Memo::new(move |_| page.engine.config.with(|config| config.overhead.fixed.get(index).cloned()));
    let change = move |edit: &dyn Fn(&mut FixedCost)| {
        page.engine.change_config(|config| {
            if let Some(cost) = config.overhead.fixed.get_mut(index) {
                edit(cost);
            }
        });
    };
    let text = move |pick: fn(&FixedCost) -> String| cost.with(|cost| cost.as_ref().map(pick).unwrap_or_default());
    let set_name = move |event| {
        let name = event_target_value(&event).trim().to_owned();
        change(&|cost| cost.name.clone_from(&name));
    };
    let set_amount = move |typed: &str| {
        let amount = amount(typed)?;
        change(&|cost| cost.amount = amount);
        Ok(())
    };
    // An empty field is no bound.
    let set_month = move |typed: &str, of: fn(&mut FixedCost) -> &mut Option<Month>| {
        let month = if typed.is_empty() { None } else { Some(month_of(typed)?) };
        change(&|cost| *of(cost) = month);
        Ok(())
    };
    let bound = move |of: fn(&mut FixedCost) -> &mut Option<Month>, word: Signal<&'static str>, hook: &'static str| {
        let value = Signal::derive(move || {
            let month = cost.with(|cost| cost.clone().and_then(|mut cost| *of(&mut cost)));
            month.map(|month| month.to_string()).unwrap_or_default()
        });
        view! {
            <span class="fixed-field">
                <span class="unit">{move || word.get()}</span>
                <Field
                    value=value
                    set=move |typed: &str| set_month(typed, of)
                    label=Signal::derive(move || word.get().to_owned())
                    hook=format!("{hook}-{index}")
                    placeholder=Signal::derive(move || Some(say!(locale, profit.months.month_hint).to_owned()))
                    takes_empty=true
                    is_boxed=true
                />
            </span>
        }
    };
    let remove = move |_| {
        page.engine.change_config(|config| {
            if index < config.overhead.fixed.len() {
                config.overhead.fixed.remove(index);
            }
        });
    };
    view! {
        <div class="fixed-cost">
            <input type="text" data-testid="fixed-name" placeholder=move || say!(locale, profit.months.name_hint) aria-label=move || say!(locale, profit.months.name) prop:value=move || text(|cost| cost.name.clone()) on:change=set_name />
            <span class="fixed-field">
                <span class="unit">{move || say!(locale, profit.months.amount)} " " {move || format::sign(&currency.read())}</span>
                <Field
                    value=Signal::derive(move || text(|cost| cost.amount.to_string()))
                    set=set_amount
                    label=Signal::derive(move || say!(locale, profit.months.amount).to_owned())
                    hook=format!("fixed-amount-{index}")
                    is_boxed=true
                />
            </span>
            {bound(|cost| &mut cost.from, word!(locale, profit.months.from), "fixed-from")}
            {bound(|cost| &mut cost.until, word!(locale, profit.months.until), "fixed-until")}
            <button class="quiet-button" aria-label=move || say!(locale, profit.months.remove, name = text(|cost| cost.name.clone())) on:click=remove>"×"</button>
        </div>
    }
}

fn month_of(typed: &str) -> Result<Month, Refusal> {
    Month::parse(&typed.replace('/', "-")).ok_or(Refusal::NotAMonth)
}
