//! Who bought in two periods, and why they did not pay the same.

use analytics::Money;
use analytics::repurchase::{BuyerCause, Buyers, Factor};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{CustomersComparison, Periods, Reply, Request};

use super::view::of_report;
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::amount::Exact;
use crate::ui::compare::{CauseLine, Causes, ComparePeriods, notes};
use crate::ui::export::{ExportShown, Shown};
use crate::ui::table::{Head, Look, Table};

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
    let answer = RwSignal::new(None::<CustomersComparison>);
    page.engine.keep_asking(
        move || Request::CompareCustomers(periods),
        move |reply| {
            if let Reply::CustomersCompared(comparison) = reply {
                answer.set(Some(*comparison));
            }
        },
    );
    let currency = page.currency();
    move || {
        answer.get().filter(|answer| answer.periods == periods).map(|CustomersComparison { gaps, change, .. }| {
            let (was, is) = (change.before.sales(), change.now.sales());
            let sentence = sentence(locale.get(), &currency.get(), periods, was, is);
            let (from, to) = periods.now;
            let basis = say!(locale, repurchase.compare.basis, from = from, to = to);
            let quiet = notes(locale.get(), change.before.customers() > 0, &gaps, Some(basis));
            let lines = change.causes.iter().map(|(cause, amount)| CauseLine {
                hook: format!("{cause:?}"),
                name: cause_name(locale.get(), *cause).to_owned(),
                amount: *amount,
            });
            let lines: Vec<CauseLine> = lines.collect();
            let groups = StoredValue::new([
                (true, false, change.before.new),
                (true, true, change.now.new),
                (false, false, change.before.returning),
                (false, true, change.now.returning),
            ]);
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
                let headings = [say!(locale, repurchase.compare.causes), say!(locale, repurchase.compare.amount)];
                let row = |(cause, amount): (BuyerCause, Money)| {
                    vec![ExportCell::Text(cause_name(locale.get(), cause).to_owned()), ExportCell::Money(amount)]
                };
                Shown::new(say!(locale, repurchase.compare.file), headings)
                    .with(causes.get_value().into_iter().map(row))
            };
            view! {
                <div class="compared" data-testid="compared" data-value=(is - was).to_string()>
                    <p>{sentence}</p>
                    <Causes caption=say!(locale, repurchase.compare.causes) lines=lines />
                    <ExportShown hooks=["export-customers-compared", "export-customers-compared-csv"] table=table />
                    <Table look=Look::Compared heads=heads>
                        {groups.get_value().into_iter().map(|group| view! { <Group group=group /> }).collect_view()}
                    </Table>
                    <p class="quiet">{quiet}</p>
                </div>
            }
        })
    }
}

/// Customers of one kind in one period: whether they are new, whether it is the later one.
#[component]
fn Group(group: (bool, bool, Buyers)) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let (is_new, is_now, Buyers { customers, purchases, sales }) = group;
    let name = match (is_new, is_now) {
        (true, false) => say!(locale, repurchase.compare.new_then),
        (true, true) => say!(locale, repurchase.compare.new_now),
        (false, false) => say!(locale, repurchase.compare.returning_then),
        (false, true) => say!(locale, repurchase.compare.returning_now),
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
    }
}
