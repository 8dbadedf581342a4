//! What is bought together and next, and the totals of service agents.

use analytics::repurchase::{AgentCard, Pair};
use export::ExportCell;
use leptos::prelude::*;

use super::view::of_value;
use crate::shop::use_page;
use crate::text::{format, names, say, word};
use crate::ui::export::{ExportShown, Shown};
use crate::ui::table::{Head, Look, More, Table};

/// Rows shown before the seller asks for all.
const FIRST_ROWS: usize = 8;

#[component]
pub(super) fn Goods() -> impl IntoView {
    let locale = use_page().locale;
    let together = of_value(|value| value.together.clone());
    let next = of_value(|value| value.next.clone());
    view! {
        <div class="pair">
            <Pairs pairs=together name="pairs-together" title=word!(locale, repurchase.pairs.together) why=word!(locale, repurchase.pairs.together_why) hooks=["export-together", "export-together-csv"] />
            <Pairs pairs=next name="pairs-next" title=word!(locale, repurchase.pairs.next) why=word!(locale, repurchase.pairs.next_why) hooks=["export-next", "export-next-csv"] />
        </div>
    }
}

#[component]
fn Pairs(
    pairs: Memo<Vec<Pair>>,
    name: &'static str,
    title: Signal<&'static str>,
    why: Signal<&'static str>,
    hooks: [&'static str; 2],
) -> impl IntoView {
    let locale = use_page().locale;
    let shown = RwSignal::new(FIRST_ROWS);
    let has_lift = Memo::new(move |_| pairs.with(|pairs| pairs.iter().any(|pair| pair.lift.is_some())));
    let goods = |name: String, sku: String| if name.is_empty() { sku } else { name };
    let row = move |pair: Pair| {
        view! {
            <tr>
                <th scope="row">
                    {goods(pair.name, pair.sku)} <span class="quiet">" → "</span> {goods(pair.with_name, pair.with)}
                </th>
                <td class="numeric">{format::count(pair.count)}</td>
                <td class="numeric">{format::percent(pair.share)}</td>
                {has_lift.get().then(|| view! { <td class="numeric">{pair.lift.map(format::ratio)}</td> })}
            </tr>
        }
    };
    let heads = move || {
        let lift = has_lift.get().then(|| Head::number(say!(locale, repurchase.pairs.lift)));
        let always = [
            Head::text(say!(locale, profit.column.sku)),
            Head::number(say!(locale, repurchase.pairs.count)),
            Head::number(say!(locale, repurchase.pairs.share)),
        ];
        always.into_iter().chain(lift).collect()
    };
    let table = move || {
        let headings = [
            say!(locale, profit.column.sku),
            say!(locale, repurchase.pairs.with),
            say!(locale, repurchase.pairs.count),
            say!(locale, repurchase.pairs.share),
        ];
        let lift = has_lift.get().then(|| say!(locale, repurchase.pairs.lift));
        let row = |pair: &Pair| {
            let cells = [
                ExportCell::Text(goods(pair.name.clone(), pair.sku.clone())),
                ExportCell::Text(goods(pair.with_name.clone(), pair.with.clone())),
                ExportCell::Count(pair.count),
                ExportCell::Share(pair.share),
            ];
            let lift = has_lift.get().then(|| pair.lift.map_or(ExportCell::Blank, ExportCell::Number));
            cells.into_iter().chain(lift).collect()
        };
        Shown::new(title.get(), headings.into_iter().chain(lift)).with(pairs.read().iter().map(row))
    };
    view! {
        <Show when=move || !pairs.read().is_empty()>
            <section data-testid=name>
                <h2>{move || title.get()}</h2>
                <p class="quiet">{move || why.get()}</p>
                <Table look=Look::Figures heads=heads>{move || pairs.read().iter().take(shown.get()).cloned().map(row).collect_view()}</Table>
                <More shown=shown all=Signal::derive(move || pairs.read().len()) />
                <ExportShown hooks=hooks table=table />
            </section>
        </Show>
    }
}

/// What files say of each agent as a whole: no order is tied to any of it.
#[component]
pub(super) fn Agents() -> impl IntoView {
    let locale = use_page().locale;
    let agents = of_value(|value| value.agents.clone());
    let row = move |agent: AgentCard| {
        let seconds = agent
            .average_response
            .map(|seconds| say!(locale, repurchase.agents.seconds, count = format!("{seconds:.0}")));
        let good = good_share(&agent).map(format::percent);
        view! {
            <tr>
                <th scope="row">{agent.agent} " " <span class="quiet">{names::source(locale.get(), agent.platform)}</span></th>
                <td class="numeric">{format::count(agent.contacts)}</td>
                <td class="numeric">{seconds}</td>
                <td class="numeric">{agent.satisfaction.map(format::percent)}</td>
                <td class="numeric">{good}</td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.agents.agent)),
            Head::number(say!(locale, repurchase.agents.contacts)),
            Head::number(say!(locale, repurchase.agents.response)),
            Head::number(say!(locale, repurchase.agents.satisfaction)),
            Head::number(say!(locale, repurchase.agents.good)),
        ]
    };
    let table = move || {
        let headings = [
            say!(locale, repurchase.agents.agent),
            say!(locale, profit.scope.store),
            say!(locale, repurchase.agents.contacts),
            say!(locale, repurchase.agents.response),
            say!(locale, repurchase.agents.satisfaction),
            say!(locale, repurchase.agents.good),
        ];
        let row = |agent: &AgentCard| {
            vec![
                ExportCell::Text(agent.agent.clone()),
                ExportCell::Text(names::source(locale.get(), agent.platform).to_owned()),
                ExportCell::Count(agent.contacts),
                agent.average_response.map_or(ExportCell::Blank, ExportCell::Number),
                ExportCell::share(agent.satisfaction),
                ExportCell::share(good_share(agent)),
            ]
        };
        Shown::new(say!(locale, repurchase.agents.title), headings).with(agents.read().iter().map(row))
    };
    view! {
        <Show when=move || !agents.read().is_empty()>
            <section data-testid="agents">
                <h2>{move || say!(locale, repurchase.agents.title)}</h2>
                <p class="quiet">{move || say!(locale, repurchase.agents.totals)}</p>
                <Table look=Look::Figures heads=heads>{move || agents.get().into_iter().map(row).collect_view()}</Table>
                <ExportShown hooks=["export-agents", "export-agents-csv"] table=table />
            </section>
        </Show>
    }
}

/// Of the reviews that were given; `None` without one.
fn good_share(agent: &AgentCard) -> Option<f64> {
    (agent.reviews > 0).then(|| f64::from(agent.good_reviews) / f64::from(agent.reviews))
}
