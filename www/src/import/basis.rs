//! Whether 实付 in a file is already net of refunds: what was decided, and the question where nothing decides it.

use analytics::books::RefundDecision;
use analytics::vocabulary::RefundBasis;
use leptos::prelude::*;
use protocol::FileCard;

use crate::shop::use_page;
use crate::text::{format, say, tally};

#[component]
pub(super) fn RefundBasisChoice(card: FileCard) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let RefundDecision { key, basis: decided, rows, .. } = card.refund?;
    // An answer for this very file is kept by its content; see `books::refunds`.
    let of_file = card.file.digest.map(|digest| digest.to_string()).unwrap_or_default();
    let keys = StoredValue::new((key, of_file));
    let is_changing = RwSignal::new(false);
    // Seen at once, before the books are closed again.
    let by_seller = Memo::new(move |_| {
        page.engine.config.with(|config| {
            keys.with_value(|(kind, file)| {
                config.refund_basis.get(file).or_else(|| config.refund_basis.get(kind)).copied()
            })
        })
    });
    // An answer holds for all files of the kind.
    let choose = move |basis: RefundBasis| {
        is_changing.set(false);
        page.engine.change_config(|config| {
            keys.with_value(|(kind, file)| {
                config.refund_basis.remove(file);
                config.refund_basis.insert(kind.clone(), basis);
            });
        });
    };
    let buttons = move || {
        view! {
            <span class="choices">
                <button class="button" class:chosen=move || by_seller.get() == Some(RefundBasis::Net) data-testid="refund-basis-net" on:click=move |_| choose(RefundBasis::Net)>
                    {move || say!(locale, import.basis.net)}
                </button>
                <button class="button" class:chosen=move || by_seller.get() == Some(RefundBasis::Gross) data-testid="refund-basis-gross" on:click=move |_| choose(RefundBasis::Gross)>
                    {move || say!(locale, import.basis.gross)}
                </button>
            </span>
        }
    };
    let statement = move |basis: RefundBasis| {
        let what = move || match basis {
            RefundBasis::Net => say!(locale, import.basis.is_net),
            RefundBasis::Gross => say!(locale, import.basis.is_gross),
        };
        let why = move || match by_seller.get() {
            Some(_) => say!(locale, import.basis.by_you).to_owned(),
            None => tally!(locale, import.basis.evidence, rows = format::count(rows)),
        };
        view! {
            <p class="card-said">
                {what} " · " {why} " "
                <button class="link" on:click=move |_| is_changing.update(|changing| *changing = !*changing)>
                    {move || say!(locale, import.basis.change)}
                </button>
            </p>
            <Show when=move || is_changing.get()>{buttons()}</Show>
        }
    };
    Some(match decided {
        Some(basis) => view! { <div class="basis">{statement(basis)}</div> }.into_any(),
        None if !card.asks_refund => view! {
            <p class="card-said">{move || say!(locale, import.basis.asked_above)}</p>
        }
        .into_any(),
        None => view! {
            <div class="basis asks">
                <p>{move || tally!(locale, import.basis.question, rows = format::count(rows))}</p>
                {buttons()}
            </div>
        }
        .into_any(),
    })
}
