//! Who bought in two periods, and why they did not pay the same.

use analytics::Money;
use analytics::repurchase::{BuyerCause, BuyerChange, Buyers, Factor};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{CustomersComparison, Periods, Reply, Request};

use super::view::of_report;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::amount::Exact;
use crate::ui::compare::{Answered, CauseLine, Causes, ComparePeriods, days, notes};
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::table::{Head, Look, Table};

/// In days.
const A_YEAR: i32 = 365;

/// The chosen period, or the last days, beside earlier ones.
#[component]
pub(super) fn CompareCustomers() -> impl IntoView {
    let page = use_page();
    let as_of = of_report(|report| report.as_of);
    let reach = Signal::derive(move || {
        let first = page.engine.shop.with(|shop| shop.profit.as_ref()?.whole_period.map(|(first, _)| first));
        first.zip(as_of.get())
    });
    let chosen = Signal::derive(move || page.engine.scope.with(|scope| scope.from.zip(scope.to)));
    view! {
        <ComparePeriods chosen=chosen reach=reach compared=move |periods| view! { <Compared periods=periods /> } />
    }
}

#[component]
fn Compared(periods: Periods) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let answer = Answered::<CustomersComparison>::new();
    page.engine.keep_asking(
        move || Request::CompareCustomers(periods),
        move |reply| {
            if let Reply::CustomersCompared(comparison) = reply {
                answer.set(*comparison);
            }
        },
    );
    let currency = page.currency();
    move || {
        answer.get().filter(|answer| answer.periods == periods).map(|CustomersComparison { gaps, change, .. }| {
            let (all_before, all_now) = (change.before.all(), change.now.all());
            let (was, is) = (all_before.sales, all_now.sales);
            let sentence = sentence(locale.get(), &currency.get(), periods, was, is);
            let (from, to) = periods.now;
            let basis = say!(locale, repurchase.compare.basis, from = from, to = to);
            let quiet = notes(locale.get(), lacks(locale.get(), &change, periods), &gaps, Some(basis));
            let lines = change.causes.iter().map(|(cause, amount)| CauseLine {
                hook: format!("{cause:?}"),
                name: cause_name(locale.get(), *cause).to_owned(),
                amount: *amount,
            });
            let lines: Vec<CauseLine> = lines.collect();
            let groups = if change.tells_new {
                vec![
                    (Who::New, false, change.before.new),
                    (Who::New, true, change.now.new),
                    (Who::Returning, false, change.before.returning),
                    (Who::Returning, true, change.now.returning),
                ]
            } else {
                vec![(Who::All, false, all_before), (Who::All, true, all_now)]
            };
            let heads = move || {
                vec![
                    Head::text(say!(locale, repurchase.compare.group)),
                    Head::number(say!(locale, repurchase.compare.customers)),
                    Head::number(say!(locale, repurchase.compare.frequency)),
                    Head::number(say!(locale, repurchase.compare.basket)),
                ]
            };
            let causes = StoredValue::new(change.causes);
            let table = move || {
                let amount = say!(locale, repurchase.compare.amount);
                let amount = format!("{amount} {} → {}", days(periods.before), days(periods.now));
                let headings = [say!(locale, repurchase.compare.causes).to_owned(), amount];
                let row = |(cause, amount): (BuyerCause, Money)| {
                    vec![ExportCell::Text(cause_name(locale.get(), cause).to_owned()), ExportCell::Money(amount)]
                };
                Shown::headed(&format!("{} {}", say!(locale, repurchase.compare.file), days(periods.now)), headings)
                    .with(causes.get_value().into_iter().map(row))
            };
            view! {
                <div class="compared" data-testid="compared" data-value=(is - was).to_string()>
                    <p>{sentence}</p>
                    <Causes caption=say!(locale, repurchase.compare.causes) lines=lines />
                    <ExportShown hooks=["export-customers-compared", "export-customers-compared-csv"] table=table part=Part::Periods />
                    <Table look=Look::Compared heads=heads>
                        {groups.into_iter().map(|group| view! { <Group group=group /> }).collect_view()}
                    </Table>
                    <p class="quiet">{quiet}</p>
                </div>
            }
        })
    }
}

/// Which customers.
#[derive(Clone, Copy)]
enum Who {
    New,
    Returning,
    All,
}

/// Customers of one kind in one period: who, and whether it is the later one.
#[component]
fn Group(group: (Who, bool, Buyers)) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let (who, is_now, Buyers { customers, purchases, sales }) = group;
    let name = match (who, is_now) {
        (Who::New, false) => say!(locale, repurchase.compare.new_then),
        (Who::New, true) => say!(locale, repurchase.compare.new_now),
        (Who::Returning, false) => say!(locale, repurchase.compare.returning_then),
        (Who::Returning, true) => say!(locale, repurchase.compare.returning_now),
        (Who::All, false) => say!(locale, repurchase.compare.all_then),
        (Who::All, true) => say!(locale, repurchase.compare.all_now),
    };
    let each = (customers > 0).then(|| format::ratio(f64::from(purchases) / f64::from(customers)));
    let basket = sales.per(analytics::Quantity::from_units(i64::from(purchases)));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="numeric">{format::count(customers)}</td>
            <td class="numeric">{each.unwrap_or_else(|| "—".to_owned())}</td>
            <td class="numeric"><Exact money=Signal::stored(basket) is_cost=false /></td>
        </tr>
    }
}

/// What the files do not have: known customers, or what they bought before.
fn lacks(locale: Locale, change: &BuyerChange, Periods { before, .. }: Periods) -> Option<String> {
    let Some(since) = change.since.filter(|_| change.before.all().customers > 0) else {
        return Some(td_string!(locale, repurchase.compare.nobody).to_owned());
    };
    if !change.tells_new {
        return Some(td_string!(locale, repurchase.compare.too_near, since = since));
    }
    // Who bought more than a year ago and not since is new again to most sellers.
    let is_far = since.plus(A_YEAR) <= before.0;
    (!is_far).then(|| td_string!(locale, repurchase.compare.since, since = since))
}

fn sentence(locale: Locale, currency: &str, Periods { before, .. }: Periods, was: Money, is: Money) -> String {
    let short = |money: Money| format::short(locale, currency, money);
    let ((from, to), amount) = (before, short((is - was).abs()));
    let (then, now) = (short(was), short(is));
    if was == is {
        td_string!(locale, repurchase.compare.same, from = from, to = to, is = now)
    } else if is < was {
        td_string!(locale, repurchase.compare.less, from = from, to = to, amount = amount, was = then, is = now)
    } else {
        td_string!(locale, repurchase.compare.more, from = from, to = to, amount = amount, was = then, is = now)
    }
}

fn cause_name(locale: Locale, cause: BuyerCause) -> &'static str {
    match cause {
        BuyerCause::New(Factor::Customers) => td_string!(locale, repurchase.compare.new_customers),
        BuyerCause::New(Factor::Frequency) => td_string!(locale, repurchase.compare.new_frequency),
        BuyerCause::New(Factor::Basket) => td_string!(locale, repurchase.compare.new_basket),
        BuyerCause::Returning(Factor::Customers) => td_string!(locale, repurchase.compare.returning_customers),
        BuyerCause::Returning(Factor::Frequency) => td_string!(locale, repurchase.compare.returning_frequency),
        BuyerCause::Returning(Factor::Basket) => td_string!(locale, repurchase.compare.returning_basket),
        BuyerCause::All(Factor::Customers) => td_string!(locale, repurchase.compare.all_customers),
        BuyerCause::All(Factor::Frequency) => td_string!(locale, repurchase.compare.all_frequency),
        BuyerCause::All(Factor::Basket) => td_string!(locale, repurchase.compare.all_basket),
    }
}
