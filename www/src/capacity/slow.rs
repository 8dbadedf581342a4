//! Stock by how it sells, and the price that frees the money in what does not.

use analytics::Money;
use analytics::capacity::{Pace, StockRow, TiedUp};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ExportWords, Request, StockColumn, StockWords};

use super::names;
use super::view::{FIRST_ROWS, of_report, use_view};
use crate::i18n::Locale;
use crate::shop::{Page, use_page};
use crate::text::{format, say, tally, word};
use crate::ui::export::{Export, Part, file_words};
use crate::ui::sku_link::SkuLink;
use crate::ui::table::{Head, Look, Table};
use export::format::orders::{number, percent};

#[component]
pub(super) fn SlowStock() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let view = use_view();
    let paces = of_report(|report| report.report.tied_up.clone());
    let rows = of_report(|report| report.report.stock.clone());
    let all = of_report(|report| report.all_stock_rows);
    let selling = of_report(|report| report.report.selling_share);
    let has_stock = Memo::new(move |_| paces.with(|paces| paces.iter().any(|tied| tied.skus > 0)));
    let more = move || all.get().saturating_sub(view.stock_rows.get());
    let chip = move |pace: Option<Pace>, word: Signal<String>, hook: &'static str| {
        view! {
            <button
                class="chip"
                data-testid=format!("pace-{hook}")
                aria-pressed=move || (view.pace.get() == pace).to_string()
                on:click=move |_| {
                    view.pace.set(pace);
                    view.stock_rows.set(FIRST_ROWS);
                }
            >
                {move || word.get()}
            </button>
        }
    };
    let chips = move || {
        let of_pace = |TiedUp { pace, skus, money, not_known }: TiedUp| {
            let word = Signal::derive(move || {
                let money = names::tied_up(locale.get(), &currency.read(), money, not_known);
                format!("{} {} · {money}", names::pace(locale.get(), pace), format::count(skus))
            });
            chip(Some(pace), word, names::pace_code(pace))
        };
        paces.get().into_iter().filter(|tied| tied.skus > 0).map(of_pace).collect_view()
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, capacity.plan.sku)),
            Head::text(say!(locale, capacity.slow.pace)),
            Head::number(say!(locale, capacity.slow.on_hand)).wide_only(),
            Head::number(say!(locale, capacity.slow.cover)).wide_only(),
            Head::number(say!(locale, capacity.slow.turnover)).wide_only(),
            Head::number(say!(locale, capacity.slow.tied_up)),
            Head::text(say!(locale, capacity.slow.clearance)),
        ]
    };
    let request = move |format| {
        let words = Box::new(stock_words(page, locale.get()));
        Some(Request::ExportStock { warehouse: view.warehouse.get(), pace: view.pace.get(), format, words })
    };
    view! {
        <section class="block" id="slow-stock" data-testid="slow-stock">
            <h2>{move || say!(locale, capacity.slow.title)}</h2>
            <Show when=move || has_stock.get() fallback=move || view! { <p class="soft">{move || say!(locale, capacity.slow.bring)}</p> }>
                <p class="soft">
                    {move || selling.get().map(|share| say!(locale, capacity.slow.selling, share = percent(share)))}
                </p>
                <div class="chips">
                    {chip(None, word!(locale, profit.chip.all).into(), "all")} {chips}
                </div>
                <Table look=Look::Plan label=word!(locale, capacity.slow.title) heads=heads>
                    {move || rows.get().into_iter().map(|row| view! { <Row row=row /> }).collect_view()}
                </Table>
                <span class="table-tools">
                    <Export hooks=["export-stock", "export-stock-csv"] request=request />
                </span>
                <Show when=move || { more() > 0 }>
                    <button class="link" on:click=move |_| view.stock_rows.update(|rows| *rows += 5 * FIRST_ROWS)>
                        {move || say!(locale, capacity.more, count = format::count(more()))}
                    </button>
                </Show>
            </Show>
        </section>
    }
}

fn stock_words(page: Page, locale: Locale) -> StockWords {
    let columns = [
        (StockColumn::Sku, td_string!(locale, capacity.slow.sku_code)),
        (StockColumn::Name, td_string!(locale, profit.column.name)),
        (StockColumn::Pace, td_string!(locale, capacity.slow.pace)),
        (StockColumn::OnHand, td_string!(locale, capacity.slow.on_hand)),
        (StockColumn::Cover, td_string!(locale, capacity.slow.cover)),
        (StockColumn::Turnover, td_string!(locale, capacity.slow.turnover)),
        (StockColumn::SinceSale, td_string!(locale, capacity.slow.days_since_sale)),
        (StockColumn::TiedUp, td_string!(locale, capacity.slow.tied_up)),
        (StockColumn::ClearancePrice, td_string!(locale, capacity.slow.price)),
        (StockColumn::Frees, td_string!(locale, capacity.slow.frees)),
    ];
    let pace = page.capacity.pace.get_untracked().map(|pace| names::pace(locale, pace).to_owned());
    let chosen = pace.map(|pace| (td_string!(locale, capacity.slow.pace).to_owned(), pace)).into_iter().collect();
    StockWords {
        table: ExportWords {
            file: file_words(page, td_string!(locale, capacity.slow.file), Part::AllDays, chosen, []),
            columns: columns.map(|(column, word)| (column, word.to_owned())).to_vec(),
        },
        paces: Pace::ALL.map(|pace| (pace, names::pace(locale, pace).to_owned())).to_vec(),
    }
}

#[component]
fn Row(row: StockRow) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let StockRow { code, name, pace, on_hand, cover_days, turnover, days_since_sale, tied_up, clearance, .. } = row;
    let stock = code.clone();
    let unknown = || "—".to_owned();
    let clearing = move || {
        let clearance = clearance?;
        let exact = |money: Money| format::exact(&currency.read(), money);
        let mut words = say!(
            locale,
            capacity.slow.clear_at,
            price = exact(clearance.clearance_price),
            cut = percent(clearance.cut),
            frees = format::short(locale.get(), &currency.read(), clearance.frees),
            days = number(clearance.days)
        );
        if let Some(above) = clearance.above_cost.filter(|above| above.is_negative()) {
            words.push_str(&say!(
                locale,
                capacity.slow.below_cost,
                amount = format::short(locale.get(), &currency.read(), above.abs())
            ));
        }
        Some(words)
    };
    let since =
        move || days_since_sale.map(|days| say!(locale, capacity.slow.since, days = names::days(locale.get(), days)));
    view! {
        <tr data-stock=stock data-pace=names::pace_code(pace)>
            <td class="plan-name"><SkuLink code=code name=name /></td>
            <td title=since><span class="tag" class:plain=pace != Pace::Dead && pace != Pace::Slow>{move || names::pace(locale.get(), pace)}</span></td>
            <td class="numeric wide-only">{on_hand.map_or_else(unknown, format::quantity)}</td>
            <td class="numeric wide-only">{cover_days.map_or_else(unknown, number)}</td>
            <td class="numeric wide-only">{turnover.map_or_else(unknown, number)}</td>
            <td class="numeric">{move || tied_up.map_or_else(unknown, |money| format::exact(&currency.read(), money))}</td>
            <td>{clearing}</td>
        </tr>
    }
}

/// 牛鞭: orders to suppliers that swing more than sales.
#[component]
pub(super) fn BullwhipLine() -> impl IntoView {
    let locale = use_page().locale;
    let found = of_report(|report| (report.all_bullwhips, report.report.bullwhip.clone()));
    move || {
        let (all, worst) = found.get();
        let first = worst.first()?;
        let words = say!(
            locale,
            capacity.bullwhip.sentence,
            sku = first.code.as_str(),
            weeks = first.weeks,
            supply = percent(first.supply_swing),
            demand = percent(first.demand_swing),
            ratio = number(first.ratio)
        );
        let others = (all > 1).then(|| tally!(locale, capacity.bullwhip.others, count = format::count(all - 1)));
        Some(view! {
            <section class="block" data-testid="bullwhip">
                <h2>{say!(locale, capacity.bullwhip.title)}</h2>
                <p class="soft">{words} " " {others}</p>
            </section>
        })
    }
}

/// Which sizes of a style sell, beside which are in stock.
#[component]
pub(super) fn SizeCurves() -> impl IntoView {
    let locale = use_page().locale;
    let curves = of_report(|report| report.report.size_curves.clone());
    let curve = move |curve: analytics::capacity::SizeCurve| {
        let most =
            curve.sizes.iter().flat_map(|size| [Some(size.share), size.stock_share]).flatten().fold(1e-9, f64::max);
        let bar = |share: f64| format!("{:.1}%", share / most * 100.0);
        let size = |size: &analytics::capacity::SizeShare| {
            let words = match size.stock_share {
                Some(stock) => say!(
                    locale,
                    capacity.sizes.both,
                    size = size.size.as_str(),
                    share = percent(size.share),
                    stock = percent(stock)
                ),
                None => say!(locale, capacity.sizes.sold, size = size.size.as_str(), share = percent(size.share)),
            };
            view! {
                <span class="size" title=words.clone() aria-label=words role="listitem">
                    <span class="size-bars" aria-hidden="true">
                        <span class="size-sold" style:height=bar(size.share)></span>
                        {size.stock_share.map(|stock| view! { <span class="size-stock" style:height=bar(stock)></span> })}
                    </span>
                    <span aria-hidden="true">{size.size.clone()}</span>
                </span>
            }
        };
        let sizes = curve.sizes.iter().map(size).collect_view();
        view! {
            <figure class="size-curve">
                <figcaption>{curve.style.clone()} " " <span class="quiet">{tally!(locale, capacity.plan.units, count = format::quantity(curve.units))}</span></figcaption>
                <div class="sizes" role="list">{sizes}</div>
            </figure>
        }
    };
    view! {
        <Show when=move || curves.with(|curves| !curves.is_empty())>
            <section class="block" data-testid="size-curves">
                <h2>{move || say!(locale, capacity.sizes.title)}</h2>
                <p class="legend quiet">
                    <span class="key solid-key" aria-hidden="true"></span> {move || say!(locale, capacity.sizes.key_sold)}
                    <span class="key stock-key" aria-hidden="true"></span> {move || say!(locale, capacity.sizes.key_stock)}
                </p>
                <div class="size-curves">{move || curves.get().into_iter().map(curve).collect_view()}</div>
            </section>
        </Show>
    }
}
