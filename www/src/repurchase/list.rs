//! A list of customers to act on, and the same list as a file.

use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{
    CustomerColumn as Column, CustomerList, CustomerQuery, CustomerRow, CustomerSort, CustomerWords, ExportWords,
    Repurchase, Request,
};

use super::names;
use super::view::{of_report, use_view};
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::{format, names as trade, say, tally};
use crate::ui::amount::Exact;
use crate::ui::export::{Export, Part, file_words};

/// Columns of the file, in their order.
const COLUMNS: [Column; 11] = [
    Column::Label,
    Column::Platforms,
    Column::Purchases,
    Column::First,
    Column::Last,
    Column::Silent,
    Column::Revenue,
    Column::Net,
    Column::Scores,
    Column::Segment,
    Column::Tags,
];
/// Customers the seller gets to see more each time.
const MORE_ROWS: u32 = 50;

fn heading(locale: Locale, column: Column) -> &'static str {
    match column {
        Column::Label => td_string!(locale, repurchase.column.customer),
        Column::Platforms => td_string!(locale, repurchase.column.platforms),
        Column::Purchases => td_string!(locale, repurchase.column.purchases),
        Column::First => td_string!(locale, repurchase.column.first),
        Column::Last => td_string!(locale, repurchase.column.last),
        Column::Silent => td_string!(locale, repurchase.column.silent),
        Column::Revenue => td_string!(locale, repurchase.column.revenue),
        Column::Net => td_string!(locale, repurchase.column.net),
        Column::Scores => td_string!(locale, repurchase.column.scores),
        Column::Segment => td_string!(locale, repurchase.column.segment),
        Column::Tags => td_string!(locale, repurchase.column.tags),
        Column::Reason => td_string!(locale, repurchase.column.reason),
    }
}

fn words(page: Page, locale: Locale, report: &Repurchase, list: &CustomerList) -> CustomerWords {
    let mut columns = COLUMNS.to_vec();
    if *list == CustomerList::Letters {
        columns.insert(1, Column::Reason);
    }
    let settings = &report.settings;
    let codes = settings.rfm.schemes.iter().flat_map(|scheme| &scheme.segments).map(|segment| segment.code.clone());
    let stores = report.identity.stores.iter().map(|store| store.platform);
    CustomerWords {
        table: ExportWords {
            file: file_words(page, &names::list(locale, Some(report), list), Part::Scope, Vec::new(), []),
            columns: columns.into_iter().map(|column| (column, heading(locale, column).to_owned())).collect(),
        },
        segments: codes.map(|code| (code.clone(), names::segment(locale, report, &code))).collect(),
        tags: settings.tags.iter().map(|tag| (tag.tag.clone(), names::tag(locale, &tag.tag))).collect(),
        platforms: stores.map(|platform| (platform, trade::source(locale, platform).to_owned())).collect(),
        reason: td_string!(
            locale,
            repurchase.letters.reason_file,
            purchases = "{purchases}",
            silent = "{silent}",
            rhythm = "{rhythm}",
            sku = "{sku}"
        ),
    }
}

/// Takes a list away as a file.
#[component]
pub(super) fn ExportList(#[prop(into)] list: Signal<CustomerList>, hooks: [&'static str; 2]) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let request = move |format| {
        let query = CustomerQuery { list: list.get(), ..view.customer_query() };
        let words = view.report.with(|report| Some(Box::new(words(page, locale.get(), report.as_ref()?, &query.list))));
        Some(Request::ExportCustomers { query, format, words: words? })
    };
    view! {
        <span class="table-tools">
            <Export hooks=hooks request=request />
        </span>
    }
}

/// Names are masked, on the screen and in every file, until they are asked for here.
#[component]
pub(super) fn Reveal(hook: &'static str) -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    view! {
        <button
            class="link"
            data-testid=hook
            aria-pressed=move || view.reveals.get().to_string()
            on:click=move |_| view.reveals.update(|reveals| *reveals = !*reveals)
        >
            {move || if view.reveals.get() { say!(locale, repurchase.list.mask) } else { say!(locale, repurchase.list.reveal) }}
        </button>
    }
}

#[component]
pub(super) fn List() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    view.seek();
    let currency = page.currency();
    let matching = Memo::new(move |_| view.customers.with(|window| window.matching));
    let rows = Memo::new(move |_| view.customers.with(|window| window.rows.clone()));
    let knows_cost = of_report(|report| report.knows_cost);
    let title = move || view.report.with(|report| names::list(locale.get(), report.as_ref(), &view.list.read()));
    let total = move || {
        let (revenue, net) = view.customers.with(|window| (window.revenue, window.net));
        let short = |money| format::short(locale.get(), &currency.read(), money);
        tally!(
            locale,
            repurchase.list.total,
            count = format::count(matching.get()),
            revenue = short(revenue),
            net = if knows_cost.get() { short(net) } else { "—".to_owned() }
        )
    };
    view! {
        <section id="customers" class="customers">
            <div class="table-top">
                <h2>{title}</h2>
                <Show when=move || view.list.get() != CustomerList::All>
                    <button class="link" data-testid="list-all" on:click=move |_| view.list.set(CustomerList::All)>
                        {move || say!(locale, repurchase.list.show_all)}
                    </button>
                </Show>
                <span class="table-tools">
                    <Reveal hook="reveal" />
                    <ExportList list=view.list hooks=["export-customers", "export-customers-csv"] />
                </span>
            </div>
            <div class="wide-scroll" data-testid="customer-list" data-matching=move || matching.get()>
                <table class="figures">
                    <Heads />
                    <tbody>
                        {move || rows.get().into_iter().map(|row| view! { <Row row=row /> }).collect_view()}
                    </tbody>
                </table>
            </div>
            <p class="table-foot">
                <span>{total}</span>
                <Show when=move || { rows.read().len() < usize::try_from(matching.get()).unwrap_or(usize::MAX) }>
                    <button class="link" data-testid="more-customers" on:click=move |_| view.rows.update(|rows| *rows += MORE_ROWS)>
                        {move || say!(locale, repurchase.list.more)}
                    </button>
                </Show>
            </p>
        </section>
    }
}

#[component]
fn Heads() -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let plain = move |column: Column, class: &'static str| {
        view! { <th scope="col" class=class>{move || heading(locale.get(), column)}</th> }
    };
    let sorted = move |column: Column, sort: CustomerSort, class: &'static str| {
        let direction = move || {
            let (by, descending) = view.sort.get();
            (by == sort).then_some(if descending { "descending" } else { "ascending" })
        };
        let choose = move |_| {
            view.sort.update(|(by, descending)| {
                *descending = if *by == sort { !*descending } else { true };
                *by = sort;
            });
        };
        // Letters stand in the order in which they should be written.
        let is_fixed = move || *view.list.read() == CustomerList::Letters;
        view! {
            <th scope="col" class=class aria-sort=direction>
                <button class="sort-head" disabled=is_fixed on:click=choose>{move || heading(locale.get(), column)}</button>
            </th>
        }
    };
    view! {
        <thead>
            <tr>
                {plain(Column::Label, "")} {plain(Column::Platforms, "wide-only")}
                {sorted(Column::Purchases, CustomerSort::Purchases, "numeric")}
                {sorted(Column::First, CustomerSort::First, "numeric wide-only")}
                {sorted(Column::Last, CustomerSort::Last, "numeric")}
                {sorted(Column::Revenue, CustomerSort::Revenue, "numeric")}
                {sorted(Column::Net, CustomerSort::Net, "numeric wide-only")} {plain(Column::Scores, "wide-only")}
                {plain(Column::Segment, "wide-only")} {plain(Column::Tags, "wide-only")}
            </tr>
        </thead>
    }
}

#[component]
fn Row(row: CustomerRow) -> impl IntoView {
    let locale = use_page().locale;
    let view = use_view();
    let customer = row.customer;
    let platforms = row.platforms.clone();
    let (segment, tags) = (row.segment.clone(), row.tags.clone());
    let scores = row.scores.map(|scores| format!("{}{}{}", scores.recency, scores.frequency, scores.monetary));
    let open = move || view.open.set(Some(customer));
    view! {
        <tr
            class="customer-row"
            class:is-open=move || view.open.get() == Some(customer)
            data-testid="customer-row"
            data-customer=customer
            on:click=move |_| open()
        >
            <th scope="row">
                <button
                    class="name-button"
                    title=row.label.clone()
                    aria-label=say!(locale, repurchase.list.open, name = row.label.as_str())
                >
                    {row.label.clone()}
                </button>
            </th>
            <td class="wide-only quiet">
                {move || {
                    platforms.iter().map(|&platform| trade::source(locale.get(), platform)).collect::<Vec<_>>().join(" · ")
                }}
            </td>
            <td class="numeric">{format::count(row.purchases)}</td>
            <td class="numeric wide-only">{row.first.to_string()}</td>
            <td class="numeric">{row.last.to_string()}</td>
            <td class="numeric"><Exact money=Signal::stored(Some(row.revenue)) /></td>
            <td class="numeric wide-only"><Exact money=Signal::stored(row.net) /></td>
            <td class="wide-only quiet">{scores}</td>
            <td class="wide-only">
                {move || {
                    view.report
                        .with(|report| report.as_ref().map(|report| names::segment(locale.get(), report, &segment)))
                }}
            </td>
            <td class="wide-only">
                {move || {
                    tags.iter()
                        .map(|tag| view! { <span class="tag plain">{names::tag(locale.get(), tag)}</span> " " })
                        .collect_view()
                }}
            </td>
        </tr>
    }
}
