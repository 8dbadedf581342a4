//! Tables of every look, with their headings, and what takes them away.

use analytics::Money;
use export::ExportCell;
use leptos::prelude::*;

use super::entry;
use crate::shop::use_page;
use crate::text::{say, word};
use crate::ui::amount::Exact;
use crate::ui::export::{ExportShown, Part, Shown};
use crate::ui::table::{Head, Look, More, Table};

#[component]
pub(super) fn Tables() -> impl IntoView {
    let locale = use_page().locale;
    let figures = [("A", 123_450), ("B", -6_780), ("C", 90)];
    let heads = move || {
        vec![
            Head::text(say!(locale, components.name)),
            Head::number(say!(locale, words.revenue)).means(say!(locale, define.revenue)),
            Head::number(say!(locale, words.net)).wide_only(),
        ]
    };
    let row = |(name, cents): (&'static str, i64)| {
        let money = Signal::stored(Some(Money::from_cents(cents)));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="numeric"><Exact money=money is_cost=true /></td>
                <td class="numeric wide-only"><Exact money=money /></td>
            </tr>
        }
    };
    let looks = [
        (Look::Figures, "Look::Figures"),
        (Look::Plan, "Look::Plan"),
        (Look::Ruled, "Look::Ruled"),
        (Look::Small, "Look::Small"),
        (Look::Compared, "Look::Compared"),
    ];
    let shown = RwSignal::new(2);
    let look = move |(look, name): (Look, &'static str)| {
        let rows = figures.map(row).into_iter().collect_view();
        view! {
            <p class="quiet" style:margin-top="16px">{name}</p>
            <Table look=look label=word!(locale, words.net) heads=heads>{rows}</Table>
        }
    };
    let table = move || {
        let headings = [say!(locale, components.name), say!(locale, words.net)];
        let row = |(name, cents): (&str, i64)| {
            vec![ExportCell::Text(name.to_owned()), ExportCell::Money(Money::from_cents(cents))]
        };
        Shown::new(say!(locale, components.groups.tables), headings).with(figures.map(row))
    };
    let tables = view! {
        {looks.map(look).into_iter().collect_view()}
        <p class="quiet" style:margin-top="16px">"caption, corner, More"</p>
        <Table
            look=Look::Small
            caption=word!(locale, components.groups.tables)
            heads=move || vec![Head::corner(), Head::text("1"), Head::text("2")]
        >
            {move || figures.into_iter().take(shown.get()).map(row).collect_view()}
        </Table>
        <More shown=shown all=figures.len() />
    };
    vec![
        entry("table", word!(locale, components.ui.table), tables),
        entry(
            "export",
            word!(locale, components.ui.export),
            view! { <ExportShown hooks=["export-example", "export-example-csv"] table=table part=Part::Shops /> },
        ),
    ]
}
