//! What one unit costs: where it was read, and a field to set it here.

use analytics::{Amount, Day, Money};
use leptos::prelude::*;
use protocol::SourceCell;

use crate::shop::use_page;
use crate::text::{format, say};
use crate::ui::amount::Exact;
use crate::ui::field::{Field, amount};

/// From which day, how much, and where it was read; no cell for one set on the page.
pub(super) type KnownCost = (Option<Day>, Amount, Option<SourceCell>);

#[component]
pub(super) fn UnitCosts(#[prop(into)] sku: Signal<String>, costs: Memo<Vec<KnownCost>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    // What is typed is in this; what is shown of files is in the shop's.
    let currency = page.cost_currency();
    let shop_currency = page.currency();
    let is_own =
        Memo::new(move |_| page.engine.config.with(|config| config.goods.unit_cost.contains_key(&*sku.read())));
    let field = move || {
        let own = page.engine.config.with(|config| config.goods.unit_cost.get(&*sku.read()).copied());
        let of_file = || costs.with(|costs| costs.last().map(|(_, cost, _)| *cost));
        let cost = own.or_else(|| of_file().filter(|_| *currency.read() == *shop_currency.read()));
        cost.map(|cost| cost.to_string()).unwrap_or_default()
    };
    let set = move |typed: &str| {
        let cost = amount(typed)?;
        page.engine.change_config(|config| {
            config.goods.unit_cost.insert(sku.get_untracked(), cost);
        });
        Ok(())
    };
    let clear = move |_| {
        page.engine.change_config(|config| {
            config.goods.unit_cost.remove(&sku.get_untracked());
        });
    };
    let lines = move || {
        let line = |(day, cost, cell): KnownCost| {
            let place = match cell {
                None => say!(locale, profit.drawer.unit_cost_here).to_owned(),
                Some(cell) => {
                    let sheet = cell.sheet.map(|sheet| format!("{sheet} · ")).unwrap_or_default();
                    let place = say!(locale, profit.drawer.cell_place, sheet = sheet, row = cell.row.at.row);
                    format!("{} · {place}", cell.file_name)
                }
            };
            let from = day.map(|day| say!(locale, profit.drawer.unit_cost_from, day = day));
            view! {
                <div class="account-line" role="listitem">
                    <span class="account-name">{place} " " {from}</span>
                    <span class="account-amount"><Exact money=Signal::stored(Some(Money::from(cost))) /></span>
                </div>
            }
        };
        costs.get().into_iter().map(line).collect_view()
    };
    view! {
        <section class="unit-costs">
            <div class="setting-head">
                <h3>{move || say!(locale, profit.drawer.unit_cost)}</h3>
                <Field
                    value=Signal::derive(field)
                    set=set
                    label=Signal::derive(move || say!(locale, profit.drawer.unit_cost_set).to_owned())
                    hook="unit-cost"
                    before=Signal::derive(move || Some(format::sign(&currency.read())))
                    placeholder=Signal::derive(move || Some(say!(locale, profit.drawer.unit_cost_none).to_owned()))
                />
            </div>
            <div class="account" role="list">{lines}</div>
            <Show when=move || is_own.get()>
                <button class="link" on:click=clear>{move || say!(locale, profit.drawer.unit_cost_clear)}</button>
            </Show>
        </section>
    }
}
