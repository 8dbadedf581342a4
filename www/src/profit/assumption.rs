//! The settings that stand in for files the shop has not given. Everything answers at once.

use analytics::config::{Assumption, AssumptionValue};
use analytics::vocabulary::Block;
use analytics::{Amount, Config, Rate, profit};
use leptos::html::Div;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::ProfitSummary;

use super::store_fees::StoreFees;
use crate::i18n::Locale;
use crate::rates::RatesEditor;
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::field::{Field, Refusal, amount, share};
use crate::ui::slider::Slider;

/// The cost block an assumption is part of.
pub(super) const fn block_of(assumption: Assumption) -> Block {
    match assumption {
        Assumption::CommissionRate(_)
        | Assumption::PaymentRate(_)
        | Assumption::FixedPerOrder(_)
        | Assumption::AffiliateRate(_) => Block::Platform,
        Assumption::LossRate
        | Assumption::ResendRate
        | Assumption::ResellableRate
        | Assumption::ReturnedWhenUnknownRate => Block::Goods,
        Assumption::FreightPerOrder
        | Assumption::PackagingPerOrder
        | Assumption::LabourPerOrder
        | Assumption::StoragePerUnit => Block::Logistics,
        Assumption::ReturnFreight | Assumption::InsurancePerOrder | Assumption::ServicePerRefund => Block::AfterSales,
    }
}

/// Of a block of the shop, the assumptions that are not set, those about the whole shop first.
pub(super) fn unset_of(summary: &ProfitSummary, config: &Config, block: Block) -> Vec<Assumption> {
    let used = summary.assumptions.iter().map(|used| used.assumption);
    let mut unset: Vec<Assumption> =
        used.filter(|&each| block_of(each) == block && profit::is_open(config, each)).collect();
    unset.sort_by_key(|assumption| !Assumption::SHOP_WIDE.contains(assumption));
    unset
}

/// What sellers usually pay, as far as a source says.
fn usual(locale: Locale, currency: &str, assumption: Assumption) -> Option<String> {
    let profit::Usual { low, high, of, .. } = profit::usual(assumption)?;
    let percent = |rate: &Rate| format!("{}%", format::rate_in_percent(*rate));
    let is_share = matches!(Config::default().get(assumption), AssumptionValue::Share(_));
    Some(match of {
        profit::UsualOf::Price => {
            td_string!(locale, profit.assumptions.usual_price, low = percent(low), high = percent(high))
        }
        profit::UsualOf::Unit if is_share => {
            td_string!(locale, profit.assumptions.usual, low = percent(low), high = percent(high))
        }
        profit::UsualOf::Unit => {
            let amount = |rate: &Rate| format::exact_amount(currency, Amount::from_millionths(rate.millionths()));
            td_string!(locale, profit.assumptions.usual, low = amount(low), high = amount(high))
        }
    })
}

#[component]
pub(super) fn Assumptions(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    // The order does not depend on the values, or rows would move under the seller's hand.
    let assumptions = Memo::new(move |_| {
        let defaults = Config::default();
        let mut assumptions: Vec<Assumption> =
            summary.with(|summary| summary.assumptions.iter().map(|used| used.assumption).collect());
        assumptions.sort_by_key(|&assumption| {
            let is_of_platform = !Assumption::SHOP_WIDE.contains(&assumption);
            (!profit::is_open(&defaults, assumption), is_of_platform)
        });
        assumptions
    });
    let reset = move |_| {
        let used = assumptions.get_untracked();
        page.engine.change_config(|config| {
            let defaults = Config::default();
            for assumption in used {
                config.set(assumption, defaults.get(assumption));
                config.stated.remove(&assumption.name());
            }
        });
    };
    view! {
        <aside class="assumptions" aria-label=move || say!(locale, profit.assumptions.title)>
            <header class="aside-head">
                <h2>{move || say!(locale, profit.assumptions.title)}</h2>
                <button class="quiet-button" on:click=move |_| page.view.side_panel.set(None)>
                    {move || say!(locale, shell.close)}
                </button>
            </header>
            <p class="quiet">
                {move || {
                    if assumptions.read().is_empty() {
                        say!(locale, profit.assumptions.none)
                    } else {
                        say!(locale, profit.assumptions.lead)
                    }
                }}
            </p>
            <RatesEditor />
            <For each=move || assumptions.get() key=|assumption| *assumption let:assumption>
                <Setting assumption=assumption summary=summary />
            </For>
            <button class="link" on:click=reset>{move || say!(locale, profit.assumptions.reset)}</button>
        </aside>
    }
}

#[component]
fn Setting(assumption: Assumption, summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let shop_currency = page.currency();
    // Of the setting; what it comes to is in the shop's.
    let currency = if assumption.is_in_cost_currency() { page.cost_currency() } else { shop_currency };
    let value = Memo::new(move |_| page.engine.config.with(|config| config.get(assumption)));
    let unset = Memo::new(move |_| page.engine.config.with(|config| profit::is_open(config, assumption)));
    // What is really nothing can be said to be so.
    let is_zero_open = Memo::new(move |_| {
        let is_zero = match value.get() {
            AssumptionValue::Share(rate) => rate == Rate::ZERO,
            AssumptionValue::Money(amount) => amount.is_zero(),
        };
        unset.get() && is_zero
    });
    let is_share = matches!(value.get_untracked(), AssumptionValue::Share(_));
    let field = Memo::new(move |_| field_text(value.get()));
    let set = move |typed: &str| {
        let value = parse(typed, is_share)?;
        page.engine.change_config(|config| config.set(assumption, value));
        Ok(())
    };
    let (most, step) = range(assumption);
    let most = move || {
        let field = field.get();
        let is_beyond = field.parse::<f64>().is_ok_and(|field| most.parse::<f64>().is_ok_and(|most| field > most));
        if is_beyond { field } else { most.to_owned() }
    };
    let cost = move || {
        let cost = summary.with(|summary| {
            summary.assumptions.iter().find(|used| used.assumption == assumption).map(|used| used.cost)
        });
        cost.map(|cost| say!(locale, profit.assumptions.cost, amount = format::exact(&shop_currency.read(), cost)))
    };
    let element = NodeRef::<Div>::new();
    Effect::new(move || {
        if let (true, Some(element)) = (page.view.wanted_assumption.get() == Some(assumption), element.get()) {
            element.scroll_into_view();
        }
    });
    let name = assumption.name();
    let field_name = format!("assumption-{name}-field");
    let slider_name = format!("assumption-{name}");
    let label = Signal::derive(move || names::assumption(locale.get(), assumption));
    view! {
        <div class="setting" class:flag=move || unset.get() class:wanted=move || page.view.wanted_assumption.get() == Some(assumption) node_ref=element>
            <div class="setting-head">
                <span>{move || label.get()}</span>
                <Field
                    value=field
                    set=set
                    label=label
                    hook=field_name
                    before=Signal::derive(move || (!is_share).then(|| format::sign(&currency.read())))
                    after=is_share.then(|| "%".to_owned())
                />
            </div>
            <Slider
                least="0"
                most=Signal::derive(most)
                step=step
                value=field
                set=move |moved: &str| {
                    set(moved).ok();
                }
                hook=slider_name
                label=label
            />
            <p class="quiet setting-why">
                {move || names::why(locale.get(), assumption)}
                {move || usual(locale.get(), &currency.read(), assumption).map(|usual| format!(" {usual}"))}
                <span class="setting-cost">
                    {move || match (unset.get(), is_zero_open.get()) {
                        (false, _) => cost(),
                        (true, true) => Some(say!(locale, profit.assumptions.unset).to_owned()),
                        (true, false) => Some(say!(locale, profit.assumptions.unset_default).to_owned()),
                    }}
                    {move || is_zero_open.get().then(|| view! {
                        " "
                        <button class="link" on:click=move |_| page.engine.change_config(|config| config.set(assumption, config.get(assumption)))>
                            {say!(locale, profit.assumptions.zero)}
                        </button>
                    })}
                </span>
            </p>
            <StoreFees assumption=assumption summary=summary />
        </div>
    }
}

/// A value as a field has it; shares are percent.
pub(super) fn field_text(value: AssumptionValue) -> String {
    match value {
        AssumptionValue::Share(rate) => format::rate_in_percent(rate),
        AssumptionValue::Money(amount) => amount.to_string(),
    }
}

/// The largest value of the slider and its step, in percent or in the currency of the setting.
const fn range(assumption: Assumption) -> (&'static str, &'static str) {
    match assumption {
        Assumption::CommissionRate(_) => ("20", "0.1"),
        Assumption::PaymentRate(_) => ("5", "0.1"),
        Assumption::AffiliateRate(_) => ("50", "0.5"),
        Assumption::LossRate | Assumption::ResendRate => ("20", "0.1"),
        Assumption::ResellableRate | Assumption::ReturnedWhenUnknownRate => ("100", "1"),
        Assumption::FreightPerOrder | Assumption::ReturnFreight => ("20", "0.1"),
        Assumption::ServicePerRefund => ("10", "0.1"),
        Assumption::FixedPerOrder(_)
        | Assumption::PackagingPerOrder
        | Assumption::LabourPerOrder
        | Assumption::StoragePerUnit
        | Assumption::InsurancePerOrder => ("5", "0.05"),
    }
}

/// A text of a field as a value; percent for shares.
pub(super) fn parse(typed: &str, is_share: bool) -> Result<AssumptionValue, Refusal> {
    if is_share { share(typed).map(AssumptionValue::Share) } else { amount(typed).map(AssumptionValue::Money) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_percent_for_shares() {
        assert_eq!(parse("0.6", true), Ok(AssumptionValue::Share(Rate::parse("0.006").unwrap())));
        assert_eq!(parse("3.20", false), Ok(AssumptionValue::Money(Amount::from_cents(320))));
        // Nothing is cut off: it would be another number than was typed.
        assert_eq!(parse("0.00006", true), Err(Refusal::TooFine(Some(4))));
    }

    #[test]
    fn what_nobody_said_is_open_and_zero_by_choice_is_not() {
        let mut config = Config::default();
        let commission = Assumption::CommissionRate(analytics::vocabulary::Source::Pdd);
        assert!([Assumption::FreightPerOrder, commission].iter().all(|&each| profit::is_open(&config, each)));
        assert!(!profit::is_open(&config, Assumption::StoragePerUnit));
        config.set(commission, AssumptionValue::Share(Rate::ZERO));
        assert!(!profit::is_open(&config, commission));
    }

    #[test]
    fn what_is_usual_is_said_in_the_unit_of_the_field() {
        let said = |assumption| usual(Locale::zh_CN, "CNY", assumption).unwrap_or_default();
        assert!(said(Assumption::InsurancePerOrder).contains("0.5%–2%"));
        assert!(said(Assumption::CommissionRate(analytics::vocabulary::Source::Jd)).contains("2%–8%"));
        assert_eq!(usual(Locale::en, "CNY", Assumption::PackagingPerOrder), None);
    }
}
