//! The SKU table.

use leptos::prelude::*;
use protocol::{Reply, Request, SkuFilter, SkuQuery, SkuWindow};

use super::caption::Caption;
use super::column;
use super::export::{TableTools, chosen};
use super::long_table::{LongTable, NoRows, Scroll, Totals};
use super::row::row;
use crate::shop::use_page;
use crate::text::{format, say, tally, word};
use crate::ui::chart::ChartFrame;

#[component]
pub(super) fn Table() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = page.view;
    let scroll = Scroll::new();
    let columns = Memo::new(move |_| column::shown(&view.columns.read(), scroll.is_narrow.get()));
    let rows = RwSignal::new(SkuWindow::default());
    let query = Memo::new(move |_| {
        let window = scroll.window();
        SkuQuery { offset: window.offset, limit: window.limit, ..view.query() }
    });
    page.engine.keep_asking(
        move || Request::Skus(query.get()),
        move |reply| {
            if let Reply::Skus(window) = reply {
                rows.set(window);
            }
        },
    );
    scroll.restart_with(move || view.query());
    let matching = Memo::new(move |_| rows.with(|rows| rows.matching));
    let none = move || match view.search.get() {
        search if search.trim().is_empty() => say!(locale, profit.table.none).to_owned(),
        search => say!(locale, profit.table.none_search, search = search.trim()),
    };
    view! {
        <section>
            <div class="table-top">
                <Caption />
                <TableTools />
            </div>
            <div
                class="sku-table"
                data-testid="sku-table"
                data-rows=move || matching.get().to_string()
            >
                <ChartFrame hook="picture-skus" title=word!(locale, profit.table.file) chosen=chosen>
                <LongTable scroll=scroll rows=rows columns=columns sort=view.sort hook="sort" label=word!(locale, profit.table.label) row=row>
                    <NoRows said=Signal::derive(none) clear=Callback::new(move |()| view.show(SkuFilter::All)) />
                </LongTable>
                <Foot rows=rows />
                </ChartFrame>
            </div>
        </section>
    }
}

/// The matching rows with a known cost together.
#[component]
fn Foot(rows: RwSignal<SkuWindow>) -> impl IntoView {
    let locale = use_page().locale;
    // Of rows that are all without a cost there is no total to give.
    let known =
        move |rows: &SkuWindow| (rows.matching > rows.missing_cost || rows.matching == 0).then_some(rows.totals);
    let revenue = Signal::derive(move || rows.with(|rows| known(rows).map(|totals| totals.revenue)));
    let net = Signal::derive(move || rows.with(|rows| known(rows).map(|totals| totals.net())));
    let said = move || {
        let (matching, missing) = rows.with(|rows| (rows.matching, rows.missing_cost));
        let count = format::count(matching - missing);
        match missing {
            0 => tally!(locale, profit.table.total, count = count),
            _ => tally!(locale, profit.table.total_without, count = count, missing = format::count(missing)),
        }
    };
    view! { <Totals revenue=revenue net=net>{said}</Totals> }
}
