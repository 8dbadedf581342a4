//! What to buy, when, how much and from whom; as a table and over time.

use analytics::Amount;
use analytics::capacity::forecast::SkuForecast;
use analytics::capacity::{Doubt, PlanRow, PurchaseOrder, Total};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ExportWords, PurchaseOrderColumn, PurchaseOrderWords, Request};

use super::gantt::Gantt;
use super::names;
use super::view::{FIRST_ROWS, of_report, use_view};
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::number::agree;
use crate::text::{format, say, tally, word};
use crate::ui::export::{Export, ExportFailed, ExportShown, Part, Shown, fetch, file_words, language};
use crate::ui::narrow::use_narrow;
use crate::ui::sku_link::SkuLink;
use crate::ui::table::{Head, Look, Table};
use export::format::orders::{number, percent};

#[component]
pub(super) fn ReplenishmentPlan() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let rows = of_report(|report| report.report.replenishment.rows.clone());
    let counts = of_report(|report| (report.all_plan_rows, report.report.replenishment.to_buy.due.skus));
    let has_rows = Memo::new(move |_| counts.with(|counts| counts.0 > 0));
    let forecasts = of_report(|report| report.report.forecasts.skus.clone());
    let table = move || {
        forecasts.with(|forecasts| {
            let row = |row: PlanRow| {
                let forecast = forecasts.iter().find(|forecast| forecast.code == row.code).cloned();
                view! { <Row row=row forecast=forecast /> }
            };
            rows.get().into_iter().map(row).collect_view()
        })
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, capacity.plan.sku)),
            Head::number(say!(locale, capacity.plan.free)).wide_only(),
            Head::number(say!(locale, capacity.plan.demand)).wide_only(),
            Head::text(say!(locale, capacity.plan.runs_out)),
            Head::number(say!(locale, capacity.plan.reorder)).wide_only(),
            Head::text(say!(locale, capacity.plan.order_on)),
            Head::text(say!(locale, capacity.plan.order)),
            Head::number(say!(locale, capacity.plan.amount)).wide_only(),
            Head::number(say!(locale, capacity.plan.cover)).wide_only(),
            Head::text(say!(locale, capacity.plan.arrives)).wide_only(),
        ]
    };
    let more = move || counts.with(|counts| counts.0.saturating_sub(view.plan_rows.get()));
    view! {
        <section class="block" id="replenishment" data-testid="replenishment">
            <div class="block-head">
                <h2>{move || say!(locale, capacity.plan.title)}</h2>
                <Tools has_rows=has_rows />
            </div>
            <Show when=move || has_rows.get() fallback=move || view! { <p class="soft">{move || say!(locale, capacity.plan.bring)}</p> }>
                <p class="soft">
                    {move || {
                        let (all, due) = counts.get();
                        tally!(locale, capacity.plan.headline, due = format::count(due), all = format::count(all))
                    }}
                    " " <Sums />
                </p>
                <Table
                    look=Look::Plan
                    label=word!(locale, capacity.plan.title)
                    heads=heads
                    foot=view! { <Foot /> }.into_any()
                >
                    {table}
                </Table>
                <BySupplier />
                <Show when=move || { more() > 0 }>
                    <button class="link" on:click=move |_| view.plan_rows.update(|rows| *rows += 5 * FIRST_ROWS)>
                        {move || say!(locale, capacity.more, count = format::count(more()))}
                    </button>
                </Show>
                <Gantt rows=rows />
            </Show>
            <Unknown />
        </section>
    }
}

/// A total in words: its money, and what it leaves out.
fn said(locale: Locale, currency: &str, total: Total) -> String {
    let amount = format::exact(currency, total.amount);
    match total.without_cost {
        0 => amount,
        count => {
            let left_out = agree(&td_string!(locale, capacity.plan.without_cost, count = format::count(count)));
            td_string!(locale, capacity.plan.partly, amount = amount, left_out = left_out)
        }
    }
}

/// What is to be paid today and until the next look, and what waits for a word.
#[component]
fn Sums() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let to_buy = of_report(|report| report.report.replenishment.to_buy.clone());
    move || {
        let to_buy = to_buy.get();
        let said = |total: Total| said(locale.get(), &currency.read(), total);
        let mut words = say!(locale, capacity.plan.sums, due = said(to_buy.due), soon = said(to_buy.soon));
        if to_buy.held.skus > 0 {
            words.push_str(&tally!(
                locale,
                capacity.plan.held,
                count = format::count(to_buy.held.skus),
                amount = said(to_buy.held)
            ));
        }
        view! {
            <span
                data-testid="plan-due"
                data-value=to_buy.due.amount.to_string()
                data-soon=to_buy.soon.amount.to_string()
                data-held=to_buy.held.amount.to_string()
            >
                {words}
            </span>
        }
    }
}

/// What all orders of the plan come to, whether or not its rows are on the screen.
#[component]
fn Foot() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let is_narrow = use_narrow();
    let all = of_report(|report| report.report.replenishment.to_buy.all);
    view! {
        <tfoot>
            <tr>
                // On a telephone the row has the SKU, when it runs out, when to order, and what.
                <th scope="row" colspan=move || if is_narrow.get() { "3" } else { "6" }>{move || tally!(locale, capacity.plan.total, count = format::count(all.get().skus))}</th>
                <td>
                    {move || tally!(locale, capacity.plan.units, count = format::quantity(all.get().units))}
                    <span class="narrow-only">" " {move || said(locale.get(), &currency.read(), all.get())}</span>
                </td>
                <td class="numeric wide-only" data-testid="plan-total" data-value=move || all.get().amount.to_string()>
                    {move || said(locale.get(), &currency.read(), all.get())}
                </td>
                <td class="wide-only"></td>
                <td class="wide-only"></td>
            </tr>
        </tfoot>
    }
}

/// The same by supplier, where there are several.
#[component]
fn BySupplier() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let suppliers = of_report(|report| report.report.replenishment.to_buy.suppliers.clone());
    let row = move |(name, total): (String, Total)| {
        let (value, supplier) = (total.amount.to_string(), name.clone());
        view! {
            <tr data-testid="supplier-total" data-supplier=supplier data-value=value>
                <th scope="row">{move || if name.is_empty() { say!(locale, capacity.purchase.no_supplier).to_owned() } else { name.clone() }}</th>
                <td class="numeric">{move || tally!(locale, capacity.plan.units, count = format::quantity(total.units))}</td>
                <td class="numeric">{move || said(locale.get(), &currency.read(), total)}</td>
            </tr>
        }
    };
    let shown = move || {
        let headings = [
            say!(locale, capacity.purchase.supplier),
            say!(locale, capacity.purchase.quantity),
            say!(locale, capacity.purchase.amount),
            say!(locale, capacity.plan.skus_without_cost),
        ];
        let row = |(name, total): &(String, Total)| {
            let name = if name.is_empty() { say!(locale, capacity.purchase.no_supplier) } else { name };
            vec![
                ExportCell::Text(name.to_owned()),
                ExportCell::Quantity(total.units),
                ExportCell::Money(total.amount.rounded()),
                ExportCell::Count(total.without_cost),
            ]
        };
        Shown::new(say!(locale, capacity.plan.by_supplier), headings).with(suppliers.read().iter().map(row))
    };
    view! {
        <Show when=move || suppliers.with(|suppliers| suppliers.len() > 1)>
            <details class="answers">
                <summary data-testid="by-supplier">{move || say!(locale, capacity.plan.by_supplier)}</summary>
                <Table look=Look::Small>{move || suppliers.get().into_iter().map(row).collect_view()}</Table>
                <ExportShown hooks=["export-suppliers", "export-suppliers-csv"] table=shown part=Part::AllDays />
            </details>
        </Show>
    }
}

/// SKUs in demand whose stock no file has.
#[component]
fn Unknown() -> impl IntoView {
    let locale = use_page().locale;
    let without = of_report(|report| report.report.replenishment.without_stock_data.clone());
    view! {
        <Show when=move || without.with(|without| !without.is_empty())>
            <details class="answers" data-testid="without-stock-data" data-value=move || without.with(|without| without.len().to_string())>
                <summary>{move || tally!(locale, capacity.plan.without, count = without.with(Vec::len))}</summary>
                <p class="quiet small codes">{move || without.with(|without| without.join("  "))}</p>
            </details>
        </Show>
    }
}

#[component]
fn Row(row: PlanRow, forecast: Option<SkuForecast>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let view = use_view();
    let PlanRow { code, name, free, coming, demand, runs_out, order_on, is_due, is_lead_known, lead_days, .. } = row;
    let plan = code.clone();
    let error = forecast.as_ref().and_then(|forecast| forecast.error).map(|error| error.absolute_error);
    let model = forecast.map(|forecast| {
        move || {
            let model = names::model(locale.get(), forecast.model);
            match forecast.error {
                Some(error) => say!(
                    locale,
                    capacity.plan.forecast,
                    model = model,
                    error = number(error.absolute_error),
                    low = number(forecast.band.0),
                    high = number(forecast.band.1)
                ),
                None => say!(locale, capacity.forecast.untested, model = model),
            }
        }
    });
    let reorder = number(row.reorder_point);
    let why = {
        let (safety, fill) = (number(row.safety_stock), percent(row.cover.fill_rate));
        let economic = row.economic_order.map(number);
        move || {
            let (safety, fill) = (safety.clone(), fill.clone());
            let mut words = say!(locale, capacity.plan.why, safety = safety, days = lead_days, fill = fill);
            if let Some(economic) = economic.clone() {
                words.push_str(&say!(locale, capacity.plan.economic, economic = economic));
            }
            words
        }
    };
    let is_held = !row.held.is_empty();
    let orders = if is_held { row.held } else { row.orders };
    // Held orders are no money to be paid.
    let amount = orders.iter().map(|order| order.amount).sum::<Option<analytics::Money>>().filter(|_| !is_held);
    let arrives = orders.first().map(|order| order.arrives);
    let cover = number(row.cover_days);
    let doubts = row.doubts;
    let is_confirmed = row.is_confirmed;
    let doubt_code = code.clone();
    let suppliers = move || {
        let one = |order: &PurchaseOrder| {
            let units = tally!(locale, capacity.plan.units, count = format::quantity(order.quantity));
            let price = order.unit_cost.map(|cost| format!(" × {}", unit_price(&currency.read(), cost)));
            let supplier = match (order.supplier.as_str(), order.is_backup) {
                ("", _) => String::new(),
                (name, false) => name.to_owned(),
                (name, true) => say!(locale, capacity.plan.backup, supplier = name),
            };
            view! { <span class="plan-order">{units} {price} " " <span class="quiet">{supplier}</span></span> }
        };
        orders.iter().map(one).collect_view()
    };
    view! {
        <tr data-plan=plan>
            <td class="plan-name"><SkuLink code=code name=name /></td>
            <td class="numeric wide-only">
                {format::quantity(free)}
                {(!coming.is_zero()).then(|| view! { <span class="quiet">" +" {format::quantity(coming)}</span> })}
            </td>
            <td class="numeric wide-only" title=model>
                {number(demand)} {error.map(|error| view! { <span class="quiet band">" ±" {number(error)}</span> })}
            </td>
            <td class="plan-day" class:loss=runs_out.is_some()>{move || runs_out.map_or_else(|| say!(locale, capacity.plan.lasts).to_owned(), names::short_date)}</td>
            <td class="numeric wide-only" title=why>{reorder}</td>
            <td>
                {move || if is_due {
                    view! { <span class="tag">{say!(locale, capacity.plan.due)}</span> }.into_any()
                } else {
                    view! { <span>{names::short_date(order_on)}</span> }.into_any()
                }}
                {(!is_lead_known).then(|| view! {
                    " "
                    <button class="mark" title=move || say!(locale, capacity.plan.lead_assumed, days = lead_days) on:click=move |_| view.open_settings("supply.production_days")>
                        {move || say!(locale, capacity.grounds.assumed)}
                    </button>
                })}
            </td>
            <td class:quiet=is_held>{suppliers} <Doubts code=doubt_code doubts=doubts is_confirmed=is_confirmed /></td>
            <td class="numeric wide-only">{move || amount.map_or_else(|| "—".to_owned(), |amount| format::exact(&currency.read(), amount))}</td>
            <td class="numeric wide-only">{move || names::days_text(locale.get(), &cover)}</td>
            <td class="wide-only">{arrives.map(names::short_date)}</td>
        </tr>
    }
}

/// With all its digits: × quantity it is the amount beside it.
fn unit_price(currency: &str, cost: Amount) -> String {
    format!("{}{cost}", format::sign(currency))
}

/// Why not to buy without a word, and the word.
#[component]
fn Doubts(code: String, doubts: Vec<Doubt>, is_confirmed: bool) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let has_doubts = !doubts.is_empty();
    let said = move || {
        let one = |doubt: &Doubt| match doubt {
            Doubt::LongCover { days, most } => {
                say!(locale, capacity.plan.long_cover, days = number(*days), most = number(*most))
            }
            Doubt::LosesMoney { per_unit } => {
                say!(locale, capacity.plan.loses, amount = format::exact(&currency.read(), per_unit.abs()))
            }
        };
        doubts.iter().map(one).collect::<Vec<_>>().join(say!(locale, capacity.sentence.and))
    };
    let sku = code.clone();
    let confirm = move |_| {
        page.engine.change_config(|config| {
            let buy_anyway = &mut config.capacity.stock.buy_anyway;
            if !buy_anyway.remove(&sku) {
                buy_anyway.insert(sku.clone());
            }
        });
    };
    has_doubts.then(|| {
        view! {
            <span class="plan-doubt">
                <span class:loss=!is_confirmed>{said}</span> " "
                <button class="link" data-testid="buy-anyway" data-confirms=code aria-pressed=is_confirmed.to_string() on:click=confirm>
                    {move || if is_confirmed { say!(locale, capacity.plan.take_back) } else { say!(locale, capacity.plan.buy_anyway) }}
                </button>
            </span>
        }
    })
}

#[component]
fn Tools(has_rows: Memo<bool>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let view = use_view();
    let request = move |format| {
        let words = Box::new(purchase_words(page, locale.get()));
        Some(Request::ExportPurchases { warehouse: view.warehouse.get(), format, words })
    };
    view! {
        <div class="table-tools">
            <Show when=move || has_rows.get()>
                <span class="quiet">{move || say!(locale, capacity.plan.export)}</span>
                <Export hooks=["export-purchases", "export-purchases-csv"] request=request />
            </Show>
            <StockTemplate />
        </div>
    }
}

/// Downloads our own sheet with the shop's SKUs.
#[component]
pub(super) fn StockTemplate() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let has_failed = RwSignal::new(false);
    let take = move |_| {
        let language = language(locale.get_untracked());
        fetch(page, Request::StockTemplate { language }, has_failed);
    };
    view! {
        <button class="link" data-testid="stock-template" on:click=take>{move || say!(locale, capacity.plan.template)}</button>
        <ExportFailed has_failed=has_failed />
    }
}

fn purchase_words(page: Page, locale: Locale) -> PurchaseOrderWords {
    use PurchaseOrderColumn::{Amount, Arrives, Cover, Name, OrderOn, Quantity, Role, Sku, Supplier, UnitCost};
    let columns = [
        (Supplier, td_string!(locale, capacity.purchase.supplier)),
        (Role, td_string!(locale, capacity.purchase.role)),
        (Sku, td_string!(locale, capacity.purchase.sku)),
        (Name, td_string!(locale, capacity.purchase.name)),
        (Quantity, td_string!(locale, capacity.purchase.quantity)),
        (UnitCost, td_string!(locale, capacity.purchase.unit_cost)),
        (Amount, td_string!(locale, capacity.purchase.amount)),
        (OrderOn, td_string!(locale, capacity.purchase.order_on)),
        (Arrives, td_string!(locale, capacity.purchase.arrives)),
        (Cover, td_string!(locale, capacity.purchase.cover)),
    ];
    PurchaseOrderWords {
        table: ExportWords {
            file: file_words(page, td_string!(locale, capacity.purchase.file), Part::AllDays, Vec::new(), []),
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        core: td_string!(locale, capacity.purchase.core).to_owned(),
        backup: td_string!(locale, capacity.purchase.backup).to_owned(),
        no_supplier: td_string!(locale, capacity.purchase.no_supplier).to_owned(),
        subtotal: td_string!(locale, capacity.purchase.subtotal, supplier = "{supplier}"),
        total: td_string!(locale, capacity.purchase.total).to_owned(),
        without_cost: td_string!(locale, capacity.purchase.without_cost, count = "{count}"),
    }
}
