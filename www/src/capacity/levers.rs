//! Each lever of the brake on its own: how far it has to be moved, how far it may be, and what that costs.

use analytics::capacity::{Brake, Lever, Reach};
use export::ExportCell;
use leptos::prelude::*;

use super::names;
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::table::{Head, Look, Table};
use export::format::orders::percent;

/// Every lever on its own.
#[component]
pub(super) fn Levers(brake: Brake) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let row = move |lever: Lever, reach: Reach| {
        let cells = move || match &reach {
            Reach::Enough(found) => {
                let spread = match (found.least, found.most) {
                    (Some(least), Some(most)) if least < most => {
                        say!(
                            locale,
                            capacity.spike.band,
                            low = names::amount(lever, least),
                            high = names::amount(lever, most)
                        )
                    }
                    (Some(least), None) => say!(locale, capacity.brake.at_least, amount = names::amount(lever, least)),
                    _ => String::new(),
                };
                let cost = found
                    .cost
                    .map_or_else(|| "—".to_owned(), |cost| format::short(locale.get(), &currency.read(), cost));
                let limit = names::amount(lever, found.limit);
                view! {
                    <td class="numeric">{names::amount(lever, found.amount)} " " <span class="quiet band">{spread}</span></td>
                    <td class="numeric">{limit}</td>
                    <td class="numeric">{cost}</td>
                }
                .into_any()
            }
            Reach::NotEnough { most, load } => {
                let words =
                    say!(locale, capacity.brake.not_enough, most = names::amount(lever, *most), load = percent(*load));
                view! { <td colspan="3" class="quiet">{words}</td> }.into_any()
            }
            Reach::NoEffect => {
                view! { <td colspan="3" class="quiet">{say!(locale, capacity.brake.no_effect)}</td> }.into_any()
            }
        };
        view! {
            <tr data-lever=names::lever_code(lever)>
                <th scope="row">{move || names::lever(locale.get(), lever)}</th>
                {cells}
            </tr>
        }
    };
    let levers = StoredValue::new(brake.levers.clone());
    let shown = move || {
        let headings = [
            say!(locale, capacity.brake.levers),
            say!(locale, capacity.brake.needed),
            say!(locale, capacity.brake.guardrail),
            say!(locale, capacity.brake.cost),
        ];
        let line = |lever: Lever, reach: &Reach| {
            let amount = |amount: f64| ExportCell::Text(names::amount(lever, amount));
            let cells = match reach {
                Reach::Enough(found) => {
                    let cost = ExportCell::money(found.cost);
                    [amount(found.amount), amount(found.limit), cost]
                }
                Reach::NotEnough { most, load } => {
                    let words = say!(
                        locale,
                        capacity.brake.not_enough,
                        most = names::amount(lever, *most),
                        load = percent(*load)
                    );
                    [ExportCell::Text(words), amount(*most), ExportCell::Blank]
                }
                Reach::NoEffect => {
                    let words = say!(locale, capacity.brake.no_effect).to_owned();
                    [ExportCell::Text(words), ExportCell::Blank, ExportCell::Blank]
                }
            };
            std::iter::once(ExportCell::Text(names::lever(locale.get(), lever).to_owned())).chain(cells).collect()
        };
        let rows = levers
            .with_value(|levers| levers.iter().map(|answer| line(answer.lever, &answer.reach)).collect::<Vec<_>>());
        Shown::new(say!(locale, capacity.brake.levers), headings).with(rows)
    };
    let heads = move || {
        vec![
            Head::corner(),
            Head::text(say!(locale, capacity.brake.needed)),
            Head::text(say!(locale, capacity.brake.guardrail)),
            Head::text(say!(locale, capacity.brake.cost)),
        ]
    };
    let rows = brake.levers.into_iter().map(|answer| row(answer.lever, answer.reach)).collect_view();
    view! {
        <details class="answers">
            <summary data-testid="brake-levers">{move || say!(locale, capacity.brake.levers)}</summary>
            <Table look=Look::Small heads=heads>{rows}</Table>
            <ExportShown hooks=["export-brake", "export-brake-csv"] table=shown part=Part::AllDays />
        </details>
    }
}
