//! The three fates of a file's money on one line: what it holds is what was counted, what confirms, and what is set
//! apart with a reason. Money in several currencies has a line for each.

use analytics::Money;
use analytics::books::FileMoney;
use analytics::dataset::Control;
use leptos::prelude::*;
use protocol::{FileBucket, MoneyIn};

use crate::shop::use_page;
use crate::text::{format, names, say, tally};
use crate::ui::define::Define;

#[component]
pub(super) fn MoneyFate(money: Vec<MoneyIn>, buckets: Vec<FileBucket>, control: Option<Control>) -> impl IntoView {
    let locale = use_page().locale;
    let agrees = control.is_some_and(|control| control.stated == control.computed);
    (!money.is_empty()).then(|| {
        let lines = money.into_iter().map(|money| view! { <FateLine money=money /> }).collect_view();
        let reasons = buckets
            .into_iter()
            .filter(|bucket| !bucket.amount.is_zero() || bucket.rows > 0)
            .map(|FileBucket { reason, amount, currency, rows }| {
                let sentence = move || {
                    tally!(
                        locale,
                        import.card.bucket_row,
                        reason = names::reason(locale.get(), reason),
                        amount = format::exact(&currency, amount),
                        rows = format::count(rows)
                    )
                };
                view! { <li>{sentence}</li> }
            })
            .collect_view();
        view! {
            <div class="fate">
                {lines}
                <ul class="fate-reasons">{reasons}</ul>
                {agrees.then(|| view! { <p class="quiet">{move || say!(locale, import.card.control_same)}</p> })}
            </div>
        }
    })
}

#[component]
fn FateLine(money: MoneyIn) -> impl IntoView {
    let locale = use_page().locale;
    let MoneyIn { currency, fates: FileMoney { total, counted, confirms, buckets } } = money;
    let currency = StoredValue::new(currency);
    let shown = move |amount: Money| currency.with_value(|currency| format::exact(currency, amount));
    macro_rules! fate {
        ($key:ident, $amount:expr) => {{
            let amount = $amount;
            view! {
                <Define
                    word=Signal::derive(move || say!(locale, import.card.$key, amount = shown(amount)))
                    meaning=Signal::derive(move || say!(locale, define.$key).to_owned())
                />
            }
        }};
    }
    view! {
        <p class="fate-line">
            <span>{move || say!(locale, import.card.money, total = shown(total))}</span>
            <span class="fate-sign">"＝"</span>
            {fate!(counted, counted)}
            {(!confirms.is_zero()).then(|| view! { <span class="fate-sign">"＋"</span> {fate!(confirms, confirms)} })}
            {(!buckets.is_zero()).then(|| view! { <span class="fate-sign">"＋"</span> {fate!(buckets, buckets)} })}
        </p>
    }
}
