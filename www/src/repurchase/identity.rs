//! Who is who: of how many orders the buyer is known, why not of the others, and which joins the seller may take back.

use analytics::repurchase::Tier;
use analytics::repurchase::identity::{Gap, Merge, StoreCoverage, Suggestion};
use export::ExportCell;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::view::{of_report, use_view};
use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::problem::listed;
use crate::text::{format, names, say, tally};
use crate::ui::export::{ExportShown, Shown};
use crate::ui::sentence::Sentence;
use crate::ui::table::{Head, Look, Table};

/// Merges and suggestions shown before the seller asks for the rest.
const FIRST_ROWS: usize = 8;

/// In place of numbers where there is no customer to count.
#[component]
pub(super) fn Unusable() -> impl IntoView {
    let locale = use_page().locale;
    let is_known = of_report(|report| report.identity.known_orders > 0);
    let nobody_new = move || {
        view! {
            <div data-testid="nobody-new">
                <Sentence>{move || say!(locale, repurchase.nobody_new.title)}</Sentence>
                <p class="lead">{move || say!(locale, repurchase.nobody_new.lead)}</p>
            </div>
        }
    };
    move || if is_known.get() { nobody_new().into_any() } else { view! { <Untold /> }.into_any() }
}

/// No buyer can be told from another: why, and what would help.
#[component]
fn Untold() -> impl IntoView {
    let locale = use_page().locale;
    let gaps = of_report(|report| gaps(&report.identity.stores));
    let orders = of_report(|report| report.identity.orders);
    view! {
        <div data-testid="unusable">
            <Sentence>{move || say!(locale, repurchase.unusable.title)}</Sentence>
            <p class="lead">
                {move || match orders.get() {
                    0 => say!(locale, repurchase.unusable.no_orders).to_owned(),
                    count => tally!(locale, repurchase.unusable.lead, count = format::count(count)),
                }}
            </p>
            <ul class="reasons">
                {move || {
                    let reason = |(gap, stores): (Gap, Vec<StoreCoverage>)| {
                        let stores = listed(locale.get(), &named(locale.get(), &stores));
                        view! { <li>{stores} {colon(locale.get())} {gap_reason(locale.get(), gap)}</li> }
                    };
                    gaps.get().into_iter().map(reason).collect_view()
                }}
            </ul>
            <h2>{move || say!(locale, repurchase.unusable.helps)}</h2>
            <ul class="helps">
                <li>{move || say!(locale, repurchase.unusable.taobao)}</li>
                <li>{move || say!(locale, repurchase.unusable.xiaohongshu)}</li>
                <li>{move || say!(locale, repurchase.unusable.jushuitan)}</li>
                <li>{move || say!(locale, repurchase.unusable.own_list)}</li>
            </ul>
            <a class="button primary" href="#/import">{move || say!(locale, profit.empty.open)}</a>
        </div>
    }
}

/// Which stores cannot be told, and why, in a line.
#[component]
pub(super) fn Gaps() -> impl IntoView {
    let locale = use_page().locale;
    let gaps = of_report(|report| gaps(&report.identity.stores));
    let line = move |(gap, stores): (Gap, Vec<StoreCoverage>)| {
        let stores = listed(locale.get(), &named(locale.get(), &stores));
        view! { <p class="quiet gap">{stores} {colon(locale.get())} {gap_reason(locale.get(), gap)}</p> }
    };
    move || gaps.get().into_iter().map(line).collect_view()
}

/// Coverage by store, joins and suggestions, closed until wanted.
#[component]
pub(super) fn IdentityPanel() -> impl IntoView {
    let locale = use_page().locale;
    let tier = of_report(|report| report.identity.tier);
    let stores = of_report(|report| report.identity.stores.clone());
    let row = move |store: StoreCoverage| {
        let share = if store.orders == 0 { 0.0 } else { f64::from(store.known_orders) / f64::from(store.orders) };
        view! {
            <tr>
                <th scope="row">{store_name(locale.get(), &store)}</th>
                <td class="numeric">{format::count(store.orders)}</td>
                <td class="numeric">{format::count(store.known_orders)}</td>
                <td class="numeric">
                    <span class="share-bar" aria-hidden="true"><i style:width=format::percent(share)></i></span>
                    {format::percent(share)}
                </td>
                <td class="quiet">{store.gap.map(|gap| gap_reason(locale.get(), gap))}</td>
            </tr>
        }
    };
    let shown = move || {
        let headings = [
            say!(locale, profit.scope.store),
            say!(locale, repurchase.identity.orders),
            say!(locale, repurchase.identity.known),
            say!(locale, repurchase.identity.reason),
        ];
        let row = |store: &StoreCoverage| {
            let reason = store.gap.map(|gap| gap_reason(locale.get(), gap).to_owned());
            vec![
                ExportCell::Text(store_name(locale.get(), store)),
                ExportCell::Count(store.orders),
                ExportCell::Count(store.known_orders),
                reason.map_or(ExportCell::Blank, ExportCell::Text),
            ]
        };
        Shown::new(say!(locale, repurchase.identity.title), headings).with(stores.read().iter().map(row))
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, profit.scope.store)),
            Head::number(say!(locale, repurchase.identity.orders)),
            Head::number(say!(locale, repurchase.identity.known)),
            Head::number(say!(locale, repurchase.identity.coverage)),
            Head::text(say!(locale, repurchase.identity.reason)),
        ]
    };
    view! {
        <details class="fold identity" data-testid="identity">
            <summary>
                {move || say!(locale, repurchase.identity.title)} " "
                <span class="quiet">{move || tier.get().map(|tier| tier_name(locale.get(), tier))}</span>
            </summary>
            <Table look=Look::Figures heads=heads>{move || stores.get().into_iter().map(row).collect_view()}</Table>
            <ExportShown hooks=["export-identity", "export-identity-csv"] table=shown />
            <Merges />
            <Suggestions />
        </details>
    }
}

/// Customers joined over platforms by a telephone number. Every join can be taken back.
#[component]
fn Merges() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let merges = of_report(|report| (report.identity.merged_customers, report.identity.merges.clone()));
    let split = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.identity.split_phones.len()));
    let shown = RwSignal::new(FIRST_ROWS);
    let row = move |merge: Merge| {
        let keys: Vec<String> = merge
            .keys
            .iter()
            .map(|(platform, key)| format!("{} {key}", names::source(locale.get(), *platform)))
            .collect();
        let phone = merge.phone.clone();
        let take_back = move |_| {
            page.engine.change_config(|config| config.repurchase.identity.split_phones.push(phone.clone()));
        };
        view! {
            <li class="join">
                <span>{keys.join(" = ")}</span>
                <span class="quiet">{tally!(locale, repurchase.identity.join_why, count = format::count(merge.orders))}</span>
                <button class="link" data-testid="split" on:click=take_back>
                    {say!(locale, repurchase.identity.split)}
                </button>
            </li>
        }
    };
    let restore = move |_| page.engine.change_config(|config| config.repurchase.identity.split_phones.clear());
    view! {
        <Show when=move || merges.read().0 != 0 || split.get() != 0>
            <h3>{move || tally!(locale, repurchase.identity.merged, count = format::count(merges.read().0))}</h3>
            <ul class="joins">
                {move || merges.read().1.iter().take(shown.get()).cloned().map(row).collect_view()}
            </ul>
            <p class="tools">
                <Show when=move || { shown.get() < merges.read().1.len() }>
                    <button class="link" on:click=move |_| shown.set(usize::MAX)>
                        {move || say!(locale, repurchase.more)}
                    </button>
                </Show>
                <Show when=move || split.get() != 0>
                    <button class="link" data-testid="unsplit" on:click=restore>
                        {move || tally!(locale, repurchase.identity.unsplit, count = split.get())}
                    </button>
                </Show>
            </p>
        </Show>
    }
}

/// Orders whose masked names agree. They are customers only once the seller says so.
#[component]
fn Suggestions() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let suggestions = of_report(|report| report.identity.suggestions.clone());
    let confirmed = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.identity.confirmed.len()));
    let shown = RwSignal::new(FIRST_ROWS);
    let row = move |suggestion: Suggestion| {
        let code = suggestion.code.clone();
        let confirm =
            move |_| page.engine.change_config(|config| config.repurchase.identity.confirmed.push(code.clone()));
        view! {
            <li class="join">
                <span>{suggestion.hint}</span>
                <span class="quiet">{tally!(locale, repurchase.identity.alike, count = format::count(suggestion.orders))}</span>
                <button class="link" data-testid="confirm" on:click=confirm>
                    {say!(locale, repurchase.identity.confirm)}
                </button>
            </li>
        }
    };
    let take_back = move |_| page.engine.change_config(|config| config.repurchase.identity.confirmed.clear());
    view! {
        <Show when=move || !suggestions.read().is_empty() || confirmed.get() != 0>
            <h3>{move || say!(locale, repurchase.identity.suggestions)}</h3>
            <ul class="joins">
                {move || suggestions.read().iter().take(shown.get()).cloned().map(row).collect_view()}
            </ul>
            <p class="tools">
                <Show when=move || { shown.get() < suggestions.read().len() }>
                    <button class="link" on:click=move |_| shown.set(usize::MAX)>
                        {move || say!(locale, repurchase.more)}
                    </button>
                </Show>
                <Show when=move || confirmed.get() != 0>
                    <button class="link" on:click=take_back>
                        {move || tally!(locale, repurchase.identity.unconfirm, count = confirmed.get())}
                    </button>
                </Show>
            </p>
        </Show>
    }
}

/// The stores that cannot be told, by the reason.
fn gaps(stores: &[StoreCoverage]) -> Vec<(Gap, Vec<StoreCoverage>)> {
    let of = |gap: Gap| {
        let stores: Vec<StoreCoverage> = stores.iter().filter(|store| store.gap == Some(gap)).cloned().collect();
        (!stores.is_empty()).then_some((gap, stores))
    };
    [Gap::NoKey, Gap::Masked, Gap::KeyPerOrder].into_iter().filter_map(of).collect()
}

fn named(locale: Locale, stores: &[StoreCoverage]) -> Vec<String> {
    stores.iter().map(|store| store_name(locale, store)).collect()
}

fn store_name(locale: Locale, store: &StoreCoverage) -> String {
    let platform = names::source(locale, store.platform);
    if store.store.is_empty() { platform.to_owned() } else { format!("{platform} {}", store.store) }
}

fn gap_reason(locale: Locale, gap: Gap) -> &'static str {
    match gap {
        Gap::NoKey => td_string!(locale, repurchase.gap.no_key),
        Gap::Masked => td_string!(locale, repurchase.gap.masked),
        Gap::KeyPerOrder => td_string!(locale, repurchase.gap.key_per_order),
    }
}

fn tier_name(locale: Locale, tier: Tier) -> &'static str {
    match tier {
        Tier::Phone => td_string!(locale, repurchase.tier.phone),
        Tier::PlatformKey => td_string!(locale, repurchase.tier.platform_key),
        Tier::PhoneAndPlatformKey => td_string!(locale, repurchase.tier.both),
    }
}

const fn colon(locale: Locale) -> &'static str {
    match locale {
        Locale::zh_CN => "：",
        Locale::en => ": ",
    }
}

/// Whether the report has come and holds no customer.
pub(super) fn is_unusable() -> Memo<bool> {
    let report = use_view().report;
    Memo::new(move |_| report.with(|report| report.as_ref().is_some_and(|report| report.repeat.customers == 0)))
}
