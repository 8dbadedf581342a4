//! All shops of this computer side by side: for somebody who looks after several.

use export::ExportCell;
use leptos::prelude::*;

use crate::keep::{NamedShop, ShopResult};
use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::export::{ExportShown, Part, Shown};

/// A shop with what it came to when it was looked at last.
type Line = (NamedShop, String, Option<ShopResult>);

#[component]
pub(super) fn ShopTable() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let keeper = page.keeper;
    let lines = Memo::new(move |_| {
        // What the open one comes to is kept a moment after it is shown.
        page.engine.results.track();
        page.engine.shop.track();
        keeper.shops.with(|shops| {
            let line = |(place, shop): (usize, &NamedShop)| {
                let name = match shop.name.as_str() {
                    "" => say!(locale, shell.shop_nth, n = place + 1),
                    name => name.to_owned(),
                };
                (shop.clone(), name, keeper.result_of(&shop.id))
            };
            shops.list().iter().enumerate().map(line).collect::<Vec<Line>>()
        })
    });
    let row = move |(shop, name, result): Line| {
        let (id, hook) = (shop.id.clone(), name.clone());
        let exact = |result: &ShopResult, money| format::exact(&result.currency, money);
        let period = result.as_ref().and_then(|result| result.period).map(|(from, to)| format!("{from} – {to}"));
        let figure = |pick: fn(&ShopResult) -> Option<analytics::Money>| {
            result.as_ref().and_then(|result| Some(exact(result, pick(result)?))).unwrap_or_else(|| "—".to_owned())
        };
        view! {
            <tr data-shop=hook>
                <th scope="row">
                    <button class="link" on:click=move |_| keeper.open_shop(&id)>{name}</button>
                </th>
                <td class="wide-only">{period}</td>
                <td class="numeric wide-only">{result.as_ref().map(|result| format::count(result.totals.orders))}</td>
                <td class="numeric">{figure(|result| Some(result.totals.revenue))}</td>
                <td class="numeric strong">{figure(|result| result.totals.net)}</td>
                <td class="numeric wide-only loss">{figure(|result| Some(result.totals.lost).filter(|lost| lost.is_negative()))}</td>
                <td class="numeric wide-only">{result.as_ref().map(|result| format::count(result.missing))}</td>
            </tr>
        }
    };
    let headings = move || {
        [
            say!(locale, import.shops.shop),
            say!(locale, shell.file.period),
            say!(locale, import.shops.orders),
            say!(locale, words.revenue),
            say!(locale, words.net),
            say!(locale, import.shops.lost),
            say!(locale, import.shops.missing),
        ]
    };
    let shown = move || {
        let row = |(_, name, result): &Line| {
            let known = |cell: fn(&ShopResult) -> Option<ExportCell>| {
                result.as_ref().and_then(cell).unwrap_or(ExportCell::Blank)
            };
            vec![
                ExportCell::Text(name.clone()),
                known(|result| result.period.map(|(from, to)| ExportCell::Text(format!("{from} – {to}")))),
                known(|result| Some(ExportCell::Count(result.totals.orders))),
                known(|result| Some(ExportCell::Money(result.totals.revenue))),
                known(|result| result.totals.net.map(ExportCell::Money)),
                known(|result| Some(ExportCell::Money(result.totals.lost))),
                known(|result| Some(ExportCell::Count(result.missing))),
                known(|result| Some(ExportCell::Text(result.currency.clone()))),
            ]
        };
        let headings = headings().into_iter().chain([say!(locale, shell.file.currency)]);
        Shown::new(say!(locale, import.shops.title), headings).with(lines.read().iter().map(row))
    };
    let head = move || {
        let classes =
            ["", "wide-only", "numeric wide-only", "numeric", "numeric", "numeric wide-only", "numeric wide-only"];
        let cell = |(class, word): (&'static str, &'static str)| view! { <th scope="col" class=class>{word}</th> };
        classes.into_iter().zip(headings()).map(cell).collect_view()
    };
    view! {
        <Show when=move || { lines.read().len() > 1 }>
            <section class="shop-table" data-testid="shop-table">
                <h2>{move || say!(locale, import.shops.title)}</h2>
                <p class="quiet">{move || say!(locale, import.shops.lead)}</p>
                <div class="wide-scroll" tabindex="0">
                    <table class="figures">
                        <thead><tr>{head}</tr></thead>
                        <tbody>{move || lines.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                <ExportShown hooks=["export-shops", "export-shops-csv"] table=shown part=Part::Shops />
            </section>
        </Show>
    }
}
