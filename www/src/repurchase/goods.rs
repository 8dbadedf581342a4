//! What is bought together and next, and the totals of service agents.

use analytics::repurchase::{AgentCard, Pair};
use leptos::prelude::*;

use super::figures::{Figures, More};
use super::view::of_value;
use crate::shop::use_page;
use crate::text::{format, names, say, word};

/// Rows shown before the seller asks for all.
const FIRST_ROWS: usize = 8;

#[component]
pub(super) fn Goods() -> impl IntoView {
    let locale = use_page().locale;
    let together = of_value(|value| value.together.clone());
    let next = of_value(|value| value.next.clone());
    view! {
        <div class="pair">
            <Pairs pairs=together name="pairs-together" title=word!(locale, repurchase.pairs.together) why=word!(locale, repurchase.pairs.together_why) />
            <Pairs pairs=next name="pairs-next" title=word!(locale, repurchase.pairs.next) why=word!(locale, repurchase.pairs.next_why) />
        </div>
    }
}

#[component]
fn Pairs(
    pairs: Memo<Vec<Pair>>,
    name: &'static str,
    title: Signal<&'static str>,
    why: Signal<&'static str>,
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
        let lift = has_lift.get().then(|| ("numeric", say!(locale, repurchase.pairs.lift)));
        let always = [
            ("", say!(locale, profit.column.sku)),
            ("numeric", say!(locale, repurchase.pairs.count)),
            ("numeric", say!(locale, repurchase.pairs.share)),
        ];
        always.into_iter().chain(lift).collect()
    };
    view! {
        <Show when=move || !pairs.read().is_empty()>
            <section data-testid=name>
                <h2>{move || title.get()}</h2>
                <p class="quiet">{move || why.get()}</p>
                <Figures heads=heads>{move || pairs.read().iter().take(shown.get()).cloned().map(row).collect_view()}</Figures>
                <More shown=shown all=Signal::derive(move || pairs.read().len()) />
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
        let good =
            (agent.reviews > 0).then(|| format::percent(f64::from(agent.good_reviews) / f64::from(agent.reviews)));
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
            ("", say!(locale, repurchase.agents.agent)),
            ("numeric", say!(locale, repurchase.agents.contacts)),
            ("numeric", say!(locale, repurchase.agents.response)),
            ("numeric", say!(locale, repurchase.agents.satisfaction)),
            ("numeric", say!(locale, repurchase.agents.good)),
        ]
    };
    view! {
        <Show when=move || !agents.read().is_empty()>
            <section data-testid="agents">
                <h2>{move || say!(locale, repurchase.agents.title)}</h2>
                <p class="quiet">{move || say!(locale, repurchase.agents.totals)}</p>
                <Figures heads=heads>{move || agents.get().into_iter().map(row).collect_view()}</Figures>
            </section>
        </Show>
    }
}
