//! The sentence that says what is true, and under it on what it rests.

use analytics::Money;
use analytics::vocabulary::Block;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ProfitSummary, SkuFilter};

use super::view::Beside;
use super::waterfall::knows_net;
use crate::engine::{FileEntry, FileState};
use crate::i18n::Locale;
use crate::route::Route;
use crate::shop::{Page, use_page};
use crate::text::number::agree;
use crate::text::sentence::{self, Figure, Part};
use crate::text::{format, names, say, tally};

#[component]
pub(crate) fn Sentence() -> impl IntoView {
    let page = use_page();
    let text = Memo::new(move |_| {
        page.engine.shop.with(|shop| {
            let locale = page.locale.get();
            shop.profit.as_ref().map(|profit| (clauses(locale, profit), exact_net(profit))).unwrap_or_default()
        })
    });
    let parts = move || {
        let (text, net) = text.get();
        let part = |part: Part| match part {
            Part::Plain(text) => text.into_any(),
            Part::Figure(figure, text) => {
                let is_loss = figure == Figure::Losing || text.starts_with('−');
                let exact = (figure == Figure::Net).then(|| net.clone());
                view! {
                    <a
                        class="figure"
                        class:loss=is_loss
                        href=Route::Profit.fragment()
                        title=exact
                        on:click=move |_| follow(page, figure)
                    >
                        {text}
                    </a>
                }
                .into_any()
            }
        };
        sentence::parts(&text).into_iter().map(part).collect_view()
    };
    view! { <h1 class="sentence">{parts}</h1> }
}

fn follow(page: Page, figure: Figure) {
    let target = match figure {
        Figure::Net => "waterfall",
        Figure::Orders | Figure::Losing | Figure::MissingCost => "skus",
    };
    match figure {
        Figure::Orders => page.view.show(SkuFilter::All),
        Figure::Losing => page.view.show(SkuFilter::LossMaking),
        Figure::MissingCost => page.view.show(SkuFilter::MissingCost),
        Figure::Net => {}
    }
    // After the page of the link is there.
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(target) {
            element.scroll_into_view();
        }
    });
}

fn exact_net(profit: &ProfitSummary) -> String {
    format::exact(&profit.currency, profit.totals.net())
}

fn clauses(locale: Locale, profit: &ProfitSummary) -> String {
    let counts = profit.counts;
    if counts.all == 0 {
        return td_string!(locale, profit.sentence.nothing).to_owned();
    }
    let skus = |kind: Figure, count: u32| {
        sentence::figure(kind, &agree(&td_string!(locale, profit.sentence.skus, count = format::count(count))))
    };
    let days = profit.period.map_or(0, |(from, to)| to.number() - from.number() + 1);
    // The net is of what has a cost, and so are the orders beside it.
    let count = if knows_net(profit) { profit.totals.orders } else { profit.sold.orders };
    let orders = agree(&td_string!(locale, profit.sentence.orders, count = format::count(count)));
    let orders = sentence::figure(Figure::Orders, &orders);
    if !knows_net(profit) {
        let skus = skus(Figure::MissingCost, counts.missing_cost);
        return agree(&td_string!(locale, profit.sentence.none_costed, days = days, orders = orders, skus = skus));
    }
    let net = profit.totals.net();
    let short_net = sentence::figure(Figure::Net, &format::short(locale, &profit.currency, net.abs()));
    let mut clauses = vec![td_string!(locale, profit.sentence.sold, days = days, orders = orders)];
    clauses.push(if net.rounded().is_zero() {
        td_string!(locale, profit.sentence.even).to_owned()
    } else if net.is_negative() {
        td_string!(locale, profit.sentence.lost, net = short_net)
    } else {
        td_string!(locale, profit.sentence.earned, net = short_net)
    });
    clauses.push(if counts.loss_making == 0 {
        td_string!(locale, profit.sentence.no_losers).to_owned()
    } else {
        let lost = format::short(locale, &profit.currency, profit.lost.abs());
        let lost = sentence::figure(Figure::Losing, &lost);
        let skus = skus(Figure::Losing, counts.loss_making);
        agree(&td_string!(locale, profit.sentence.losers, skus = skus, lost = lost))
    });
    if counts.missing_cost > 0 {
        let skus = skus(Figure::MissingCost, counts.missing_cost);
        clauses.push(agree(&td_string!(locale, profit.sentence.missing, skus = skus)));
    }
    let space = match locale {
        Locale::zh_CN => "",
        Locale::en => " ",
    };
    clauses.join(space)
}

/// Basis, period, stores, and how much of the result rests on assumptions.
#[component]
pub(super) fn Quiet(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let facts = move || {
        summary.with(|summary| {
            let mut facts = vec![names::basis(locale.get(), summary.basis).to_owned()];
            if let Some((from, to)) = summary.period {
                facts.push(say!(locale, import.card.period, from = from, to = to));
            }
            facts.push(tally!(locale, profit.quiet.stores, count = summary.stores.len().max(1)));
            facts.push(match assumed_share(summary) {
                Some(share) => say!(locale, profit.quiet.trust_part, share = format::percent(share)),
                None => say!(locale, profit.quiet.trust_all).to_owned(),
            });
            // More files are on their way into these figures.
            let reading = page.engine.files.with(|files| {
                let is_read = |file: &&FileEntry| matches!(file.state, FileState::Reading { .. });
                files.iter().find(is_read).map(|file| file.name.clone())
            });
            facts.extend(reading.map(|name| say!(locale, profit.reading, name = name)));
            facts.join(" · ")
        })
    };
    let unset = Memo::new(move |_| {
        summary.with(|summary| {
            let config = page.engine.config.get();
            summary.assumptions.iter().filter(|used| super::assumption::is_unset(&config, used.assumption)).count()
        })
    });
    view! {
        <p class="quiet trust">
            {facts} " · "
            <button
                class="link"
                class:flag=move || unset.get() != 0
                data-testid="open-assumptions"
                aria-expanded=move || (page.view.beside.get() == Some(Beside::Assumptions)).to_string()
                on:click=move |_| page.view.toggle(Beside::Assumptions)
            >
                {move || match unset.get() {
                    0 => say!(locale, profit.quiet.assumptions).to_owned(),
                    count => tally!(locale, profit.quiet.unset, count = count),
                }}
            </button>
        </p>
    }
}

/// Which share of all costs rests on assumptions; `None` for nothing.
fn assumed_share(summary: &ProfitSummary) -> Option<f64> {
    let costs: Money = Block::ALL.iter().map(|&block| summary.totals.block(block).abs()).sum();
    let assumed: Money = summary.assumed.iter().map(|money| money.abs()).sum();
    if assumed.is_zero() { None } else { assumed.ratio_to(costs) }
}
