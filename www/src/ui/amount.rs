//! Amounts of money on the page.

use analytics::Money;
use leptos::prelude::*;

use crate::shop::use_page;
use crate::text::format;

/// An amount to the cent; the cents stand back, and with tabular figures the decimal points of a column meet.
#[component]
pub(crate) fn Exact(
    #[prop(into)] money: Signal<Option<Money>>,
    /// A cost: less than zero is not a loss.
    #[prop(optional)]
    is_cost: bool,
) -> impl IntoView {
    let currency = use_page().currency();
    move || match money.get() {
        None => view! { <span class="amount unknown">"—"</span> }.into_any(),
        Some(money) => {
            let format::Parts { whole, cents } = format::parts(&currency.read(), money);
            view! {
                <span class="amount" class:loss=money.is_negative() && !is_cost>
                    {whole}<span class="cents">{cents}</span>
                </span>
            }
            .into_any()
        }
    }
}
