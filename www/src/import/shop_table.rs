//! All shops of this computer side by side: for somebody who looks after several.

use analytics::Money;
use export::ExportCell;
use leptos::prelude::*;

use crate::keep::{NamedShop, ShopResult};
use crate::shop::use_page;
use crate::text::{format, names, say};
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::table::{Head, Look, Table};

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
                (shop.clone(), names::shop(locale.get(), place, &shop.name), keeper.result_of(&shop.id))
            };
            shops.list().iter().enumerate().map(line).collect::<Vec<Line>>()
        })
    });
    let row = move |(shop, name, result): Line| {
        let (id, hook) = (shop.id.clone(), name.clone());
        let exact = |result: &ShopResult, money| format::exact(&result.currency, money);
        let period = result.as_ref().and_then(|result| result.period).map(|(from, to)| format!("{from} – {to}"));
        let figure = |pick: fn(&ShopResult) -> Option<Money>| {
            result.as_ref().and_then(|result| Some(exact(result, pick(result)?))).unwrap_or_else(|| "—".to_owned())
        };
        // While rates are open, as in the sentence of the profit page.
        let range = |result: &ShopResult| {
            let (low, high) = result.totals.net?;
            let words = |from, to| {
                if low.is_negative() {
                    say!(locale, profit.sentence.from_to, low = from, high = to)
                } else {
                    say!(locale, profit.sentence.between, low = from, high = to)
                }
            };
            Some(format::short_range(locale.get(), &result.currency, low.rounded(), high.rounded(), words))
        };
        let net = result.as_ref().and_then(range).unwrap_or_else(|| "—".to_owned());
        view! {
            <tr data-shop=hook>
                <th scope="row">
                    <button class="link" on:click=move |_| keeper.open_shop(&id)>{name}</button>
                </th>
                <td class="wide-only">{period}</td>
                <td class="numeric wide-only">{result.as_ref().map(|result| format::count(result.totals.orders))}</td>
                <td class="numeric">{figure(|result| Some(result.totals.revenue))}</td>
                <td class="numeric strong" data-testid="shop-net">{net}</td>
                <td class="numeric wide-only loss">{figure(|result| Some(result.totals.lost).filter(|lost| lost.is_negative()))}</td>
                <td class="numeric wide-only">{result.as_ref().map(|result| format::count(result.missing))}</td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, import.shops.shop)),
            Head::text(say!(locale, shell.file.period)).wide_only(),
            Head::number(say!(locale, import.shops.orders)).wide_only(),
            Head::number(say!(locale, words.revenue)).means(say!(locale, define.revenue)),
            Head::number(say!(locale, words.net)).means(say!(locale, import.shops.net_why)),
            Head::number(say!(locale, import.shops.lost)).wide_only(),
            Head::number(say!(locale, import.shops.missing)).wide_only(),
        ]
    };
    let shown = move || {
        let row = |(_, name, result): &Line| {
            let known = |cell: fn(&ShopResult) -> Option<ExportCell>| {
                result.as_ref().and_then(cell).unwrap_or(ExportCell::Blank)
            };
            let net = |pick: fn((Money, Money)) -> Money| {
                ExportCell::money(result.as_ref().and_then(|result| result.totals.net).map(pick))
            };
            vec![
                ExportCell::Text(name.clone()),
                known(|result| result.period.map(|(from, to)| ExportCell::Text(format!("{from} – {to}")))),
                known(|result| Some(ExportCell::Count(result.totals.orders))),
                known(|result| Some(ExportCell::Money(result.totals.revenue))),
                net(|(low, _)| low),
                net(|(_, high)| high),
                known(|result| Some(ExportCell::Money(result.totals.lost))),
                known(|result| Some(ExportCell::Count(result.missing))),
                known(|result| Some(ExportCell::Text(result.currency.clone()))),
            ]
        };
        let column = |word: &str, meaning: Option<&'static str>| (word.to_owned(), meaning);
        let columns = vec![
            column(say!(locale, import.shops.shop), None),
            column(say!(locale, shell.file.period), None),
            column(say!(locale, import.shops.orders), None),
            column(say!(locale, words.revenue), Some(say!(locale, define.revenue))),
            column(say!(locale, import.shops.net_low), Some(say!(locale, import.shops.net_why))),
            column(say!(locale, import.shops.net_high), Some(say!(locale, import.shops.net_why))),
            column(say!(locale, import.shops.lost), None),
            column(say!(locale, import.shops.missing), None),
            column(say!(locale, shell.file.currency), None),
        ];
        let rows = lines.read().iter().map(row).collect();
        Shown { title: say!(locale, import.shops.title).to_owned(), columns, rows }
    };
    view! {
        <Show when=move || { lines.read().len() > 1 }>
            <section class="shop-table" data-testid="shop-table">
                <h2>{move || say!(locale, import.shops.title)}</h2>
                <p class="quiet">{move || say!(locale, import.shops.lead)}</p>
                <Table look=Look::Figures heads=heads>{move || lines.get().into_iter().map(row).collect_view()}</Table>
                <ExportShown hooks=["export-shops", "export-shops-csv"] table=shown part=Part::Shops />
            </section>
        </Show>
    }
}
