//! The old customers to write to this month, with why each was chosen.

use leptos::prelude::*;
use protocol::{CustomerList, LetterRow};

use super::list::{ExportList, Reveal};
use super::view::{known_net, of_report, use_view};
use crate::shop::use_page;
use crate::text::{format, say, tally};
use crate::ui::amount::Exact;
use crate::ui::table::{Head, Look, More, Table};

/// Letters shown before the seller asks for all.
const FIRST_ROWS: usize = 10;

#[component]
pub(super) fn Letters() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let letters = of_report(|report| report.letters.clone());
    let shown = RwSignal::new(FIRST_ROWS);
    let known_net = known_net();
    let row = move |row: LetterRow| {
        let LetterRow { label, letter } = row;
        let sku = if letter.last_name.is_empty() { letter.last_sku.clone() } else { letter.last_name.clone() };
        let why = move || {
            let rhythm = if letter.is_own_rhythm {
                tally!(locale, repurchase.letters.own_rhythm, days = letter.rhythm)
            } else {
                tally!(locale, repurchase.letters.shop_rhythm, days = letter.rhythm)
            };
            let silent = tally!(locale, repurchase.letters.silent, days = letter.silent);
            let bought = tally!(locale, repurchase.letters.bought, count = letter.purchases);
            let last = (!sku.is_empty()).then(|| say!(locale, repurchase.letters.last_bought, sku = sku.as_str()));
            [Some(bought), Some(rhythm), Some(silent), last].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        view! {
            <tr class="customer-row" data-testid="letter" on:click=move |_| view.open.set(Some(letter.customer))>
                <th scope="row"><button class="name-button" title=label.clone()>{label.clone()}</button></th>
                <td class="quiet">{why}</td>
                <td class="numeric"><Exact money=Signal::stored(Some(letter.revenue)) /></td>
                <td class="numeric wide-only"><Exact money=known_net(letter.net) /></td>
            </tr>
        }
    };
    let count = move || letters.read().len();
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.column.customer)),
            Head::text(say!(locale, repurchase.column.reason)),
            Head::number(say!(locale, repurchase.column.revenue)),
            Head::number(say!(locale, repurchase.column.net)).wide_only(),
        ]
    };
    view! {
        <section data-testid="letters" data-value=count>
            <div class="table-top">
                <h2>{move || say!(locale, repurchase.letters.title)}</h2>
                <span class="table-tools">
                    <Reveal hook="reveal-letters" />
                    <ExportList list=Signal::stored(CustomerList::Letters) hooks=["export-letters", "export-letters-csv"] />
                </span>
            </div>
            <p class="quiet">
                {move || {
                    if letters.read().is_empty() {
                        say!(locale, repurchase.letters.none).to_owned()
                    } else {
                        tally!(locale, repurchase.letters.lead, count = format::count(u32::try_from(count()).unwrap_or(u32::MAX)))
                    }
                }}
            </p>
            <Show when=move || !letters.read().is_empty()>
                <Table look=Look::Figures heads=heads>{move || letters.read().iter().take(shown.get()).cloned().map(row).collect_view()}</Table>
                <More shown=shown all=Signal::derive(move || letters.read().len()) />
            </Show>
        </section>
    }
}
