//! The sentence that says what is true, and under it on what it rests.

use analytics::Money;
use analytics::profit::{self, NetRange, PaidOrders};
use analytics::vocabulary::Block;
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{ProfitSummary, SkuFilter};

use super::view::SidePanel;
use crate::engine::{FileEntry, FileState};
use crate::i18n::Locale;
use crate::route::Route;
use crate::shop::{Page, use_page};
use crate::text::number::agree;
use crate::text::sentence::{self, Figure, Part};
use crate::text::{format, names, say, tally};
use crate::ui::sentence::FigureLink;

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
                    <FigureLink
                        href=Route::Profit.fragment()
                        title=exact
                        is_loss=is_loss
                        follow=Callback::new(move |()| follow(page, figure))
                    >
                        {text}
                    </FigureLink>
                }
                .into_any()
            }
        };
        sentence::parts(&text).into_iter().map(part).collect_view()
    };
    view! { <crate::ui::sentence::Sentence>{parts}</crate::ui::sentence::Sentence> }
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

/// Every order and all revenue, whatever is unknown; then the net as far as it is known.
fn clauses(locale: Locale, profit: &ProfitSummary) -> String {
    let (counts, unplaced) = (profit.counts, profit.paid.unplaced);
    let short = |money: Money| format::short(locale, &profit.currency, money);
    let orders = |count: u32| agree(&td_string!(locale, profit.sentence.orders, count = format::count(count)));
    let skus = |kind: Figure, count: u32| {
        sentence::figure(kind, &agree(&td_string!(locale, profit.sentence.skus, count = format::count(count))))
    };
    if counts.all == 0 && unplaced == 0 {
        return td_string!(locale, profit.sentence.nothing).to_owned();
    }
    if counts.all == 0 {
        let revenue = short(profit.paid.unplaced_revenue);
        return td_string!(locale, profit.sentence.only_unplaced, orders = orders(unplaced), revenue = revenue);
    }
    let days = profit.period.map_or(0, |(from, to)| to.number() - from.number() + 1);
    let sold = sentence::figure(Figure::Orders, &orders(profit.all.orders));
    let revenue = short(profit.all.revenue);
    let mut clauses = vec![td_string!(locale, profit.sentence.sold, days = days, orders = sold, revenue = revenue)];
    let left = |before_goods: Money| {
        let amount = sentence::figure(Figure::Net, &short(before_goods.abs()));
        if before_goods.is_negative() {
            td_string!(locale, profit.sentence.short, amount = amount)
        } else {
            td_string!(locale, profit.sentence.left, amount = amount)
        }
    };
    let without_cost = || skus(Figure::MissingCost, counts.missing_cost);
    match &profit.range {
        None => {
            let left = left(profit.all.before_goods());
            clauses.push(agree(&td_string!(locale, profit.sentence.none_costed, skus = without_cost(), left = left)));
        }
        Some(range) => {
            if counts.missing_cost > 0 {
                clauses.push(td_string!(locale, profit.sentence.of_costed).to_owned());
            }
            clauses.push(net(locale, profit, range));
            clauses.push(if counts.loss_making == 0 {
                td_string!(locale, profit.sentence.no_losers).to_owned()
            } else {
                let lost = sentence::figure(Figure::Losing, &short(profit.lost.abs()));
                let skus = skus(Figure::Losing, counts.loss_making);
                agree(&td_string!(locale, profit.sentence.losers, skus = skus, lost = lost))
            });
            if counts.missing_cost > 0 {
                let left = left(profit.all.before_goods() - profit.totals.before_goods());
                clauses.push(agree(&td_string!(locale, profit.sentence.missing, skus = without_cost(), left = left)));
            }
        }
    }
    if unplaced > 0 {
        let revenue = short(profit.paid.unplaced_revenue);
        clauses.push(td_string!(locale, profit.sentence.unplaced, orders = orders(unplaced), revenue = revenue));
    }
    let space = match locale {
        Locale::zh_CN => "",
        Locale::en => " ",
    };
    clauses.join(space)
}

/// The net, or the range in which it lies while something is not filled in.
fn net(locale: Locale, profit: &ProfitSummary, range: &NetRange) -> String {
    let short = |money: Money| sentence::figure(Figure::Net, &format::short(locale, &profit.currency, money));
    let figure = |low: Money, high: Money, words: fn(Locale, String, String) -> String| {
        let words = |low, high| words(locale, low, high);
        sentence::figure(Figure::Net, &format::short_range(locale, &profit.currency, low, high, words))
    };
    let between: fn(Locale, String, String) -> String =
        |locale, low, high| td_string!(locale, profit.sentence.between, low = low, high = high);
    let from_to: fn(Locale, String, String) -> String =
        |locale, low, high| td_string!(locale, profit.sentence.from_to, low = low, high = high);
    let (low, high) = (range.low.rounded(), range.high.rounded());
    if low == high {
        let net = short(low.abs());
        return if low.is_zero() {
            td_string!(locale, profit.sentence.even).to_owned()
        } else if low.is_negative() {
            td_string!(locale, profit.sentence.lost, net = net)
        } else {
            td_string!(locale, profit.sentence.earned, net = net)
        };
    }
    let items = agree(&td_string!(locale, profit.sentence.items, count = range.open.len()));
    if high.is_negative() {
        td_string!(locale, profit.sentence.lost_between, net = figure(high.abs(), low.abs(), between), items = items)
    } else if low.is_negative() {
        td_string!(locale, profit.sentence.either, net = figure(low, high, from_to), items = items)
    } else {
        td_string!(locale, profit.sentence.earned_between, net = figure(low, high, between), items = items)
    }
}

/// Basis, period, stores, and how much of the result rests on assumptions.
#[component]
pub(super) fn TrustLine(summary: Memo<ProfitSummary>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let facts = move || {
        summary.with(|summary| {
            let mut facts = vec![names::basis(locale.get(), summary.basis).to_owned()];
            if let Some((from, to)) = summary.period {
                facts.push(say!(locale, import.card.period, from = from, to = to));
            }
            facts.push(tally!(locale, profit.quiet.stores, count = summary.stores.len().max(1)));
            facts.extend(paid(locale.get(), summary));
            facts.push(match assumed_share(summary) {
                Some(share) => say!(locale, profit.quiet.trust_part, share = format::percent(share)),
                None => say!(locale, profit.quiet.trust_all).to_owned(),
            });
            // More files are on their way into these figures.
            let reading = page.engine.files.with(|files| {
                let is_read = |file: &&FileEntry| matches!(file.state, FileState::Reading { .. });
                files.iter().find(is_read).map(|file| file.name.clone())
            });
            facts.extend(not_taken_off(locale.get(), summary));
            facts.extend(reading.map(|name| say!(locale, profit.reading, name = name)));
            facts.join(" · ")
        })
    };
    let unset = Memo::new(move |_| {
        summary.with(|summary| {
            let config = page.engine.config.get();
            summary.assumptions.iter().filter(|used| profit::is_open(&config, used.assumption)).count()
        })
    });
    view! {
        <p class="quiet trust">
            {facts} " · "
            <button
                class="link"
                class:flag=move || unset.get() != 0
                data-testid="open-assumptions"
                aria-expanded=move || (page.view.side_panel.get() == Some(SidePanel::Assumptions)).to_string()
                on:click=move |_| page.view.toggle(SidePanel::Assumptions)
            >
                {move || match unset.get() {
                    0 => say!(locale, profit.quiet.assumptions).to_owned(),
                    count => tally!(locale, profit.quiet.unset, count = count),
                }}
            </button>
        </p>
    }
}

/// Why other pages count more orders than the table; `None` where they do not.
fn paid(locale: Locale, summary: &ProfitSummary) -> Option<String> {
    let PaidOrders { paid, never_sent, unplaced, .. } = summary.paid;
    let mut parts = Vec::new();
    if never_sent > 0 {
        parts.push(td_string!(locale, profit.quiet.never_sent, count = format::count(never_sent)));
    }
    if unplaced > 0 {
        parts.push(td_string!(locale, profit.quiet.unplaced, count = format::count(unplaced)));
    }
    let paid = agree(&td_string!(locale, profit.sentence.orders, count = format::count(paid)));
    let parts = (!parts.is_empty()).then(|| parts.join(td_string!(locale, profit.quiet.and)))?;
    Some(td_string!(locale, profit.quiet.paid, paid = paid, parts = parts))
}

/// What nobody has filled in and no source can stand in for.
fn not_taken_off(locale: Locale, summary: &ProfitSummary) -> Option<String> {
    let open = summary.range.iter().flat_map(|range| &range.open).filter(|open| open.cost.is_none());
    let items: Vec<String> = open.map(|open| names::assumption(locale, open.assumption)).collect();
    let items = (!items.is_empty()).then(|| items.join(td_string!(locale, profit.quiet.and)))?;
    Some(td_string!(locale, profit.quiet.not_taken_off, items = items))
}

/// Which part of what the sentence counts stands in the figures below it.
#[component]
pub(super) fn Covered(summary: Memo<ProfitSummary>) -> impl IntoView {
    let locale = use_page().locale;
    move || {
        summary.with(|summary| {
            let part = summary.range.is_some() && summary.counts.missing_cost > 0;
            let share = summary.totals.revenue.ratio_to(summary.all.revenue).filter(|_| part)?;
            let covered = format::exact(&summary.currency, summary.totals.revenue);
            let said = say!(locale, profit.waterfall.costed, covered = covered, share = format::percent(share));
            Some(view! { <p class="quiet covered">{said}</p> })
        })
    }
}

/// What recent orders are still expected to give back, and on what that rests.
#[component]
pub(super) fn RefundsToCome(summary: Memo<ProfitSummary>) -> impl IntoView {
    let locale = use_page().locale;
    move || {
        summary.with(|summary| {
            let due = summary.refunds_due.filter(|due| due.amount.is_positive())?;
            let exact = |money: Money| format::exact(&summary.currency, money);
            let orders = |count: u32| tally!(locale, profit.sentence.orders, count = format::count(count));
            let share = due.grown_refunds.ratio_to(due.grown_revenue).map(format::percent).unwrap_or_default();
            let line = say!(
                locale,
                profit.due.line,
                days = due.days,
                orders = orders(due.orders),
                amount = exact(due.amount)
            );
            let why = say!(
                locale,
                profit.due.why,
                days = due.days,
                orders = orders(due.grown_orders),
                revenue = exact(due.grown_revenue),
                refunds = exact(due.grown_refunds),
                share = share
            );
            Some(view! {
                <p class="quiet returns" data-testid="refunds-due" data-value=due.amount.to_string()>{line} " " {why}</p>
            })
        })
    }
}

/// Which share of all costs rests on assumptions; `None` for nothing.
fn assumed_share(summary: &ProfitSummary) -> Option<f64> {
    let costs: Money = Block::ALL.iter().map(|&block| summary.totals.block(block).abs()).sum();
    let assumed: Money = summary.assumed.iter().map(|money| money.abs()).sum();
    if assumed.is_zero() { None } else { assumed.ratio_to(costs) }
}
