//! What to do about a SKU: the words of a verdict, its reason, and how sure it is.

use analytics::Money;
use analytics::profit::{Advice, Confidence, LARGEST_RAISE, Verdict};
use leptos::prelude::*;
use leptos_i18n::td_string;
use protocol::{AdviceWords, Group, LossAt, SkuDetail, SkuRow};

use crate::i18n::Locale;
use crate::shop::use_page;
use crate::text::{format, names, say};

/// What to do, in a few words, and where, if it is not about the whole SKU.
pub(super) fn advice(locale: Locale, currency: &str, row: &SkuRow, verdict: &Verdict) -> String {
    let advice = bare_advice(locale, currency, verdict);
    match &row.loss_at {
        Some(place) => {
            let net = format::exact(currency, place.profit.blocks.net().abs());
            td_string!(locale, profit.advice.at, place = place_name(locale, place), net = net, advice = advice)
        }
        None => advice,
    }
}

/// The platform, and the store where it is one of several.
pub(super) fn place_name(locale: Locale, place: &LossAt) -> String {
    let parts = [names::source(locale, place.platform), place.store.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn bare_advice(locale: Locale, currency: &str, verdict: &Verdict) -> String {
    let words = advice_words(locale);
    let with = |words: String, amount: Money| words.replace("{amount}", &format::exact(currency, amount));
    match verdict.advice {
        Advice::Keep => words.keep,
        Advice::CapAds { per_order } if per_order.is_zero() => words.no_ads,
        Advice::CapAds { per_order } => with(words.cap_ads, per_order),
        Advice::RaisePrice { to } => with(words.raise_price, to),
        Advice::Clear => words.clear,
        Advice::Stop => words.stop,
    }
}

/// The words as a file has them, too.
pub(super) fn advice_words(locale: Locale) -> AdviceWords {
    AdviceWords {
        keep: td_string!(locale, profit.advice.keep).to_owned(),
        cap_ads: td_string!(locale, profit.advice.cap_ads, amount = "{amount}"),
        no_ads: td_string!(locale, profit.advice.no_ads).to_owned(),
        raise_price: td_string!(locale, profit.advice.raise_price, amount = "{amount}"),
        clear: td_string!(locale, profit.advice.clear).to_owned(),
        stop: td_string!(locale, profit.advice.stop).to_owned(),
        missing_cost: td_string!(locale, profit.tag.missing).to_owned(),
        at: td_string!(locale, profit.advice.at, place = "{place}", net = "{net}", advice = "{advice}"),
        // Only a file names places by these.
        platforms: Vec::new(),
    }
}

/// Why, with the money it moves.
fn reason(locale: Locale, currency: &str, row: &SkuRow, verdict: &Verdict) -> String {
    let exact = |money: Money| format::exact(currency, money);
    let known = |money: Option<Money>| money.map(exact).unwrap_or_default();
    let profit = row.judged();
    let gain = exact(verdict.gain);
    let price = profit.blocks.revenue.per(profit.blocks.units);
    let orders = analytics::Quantity::from_units(i64::from(profit.blocks.orders));
    let why = match verdict.advice {
        Advice::Keep => td_string!(locale, profit.reason.keep).to_owned(),
        Advice::CapAds { per_order } if per_order.is_zero() => td_string!(locale, profit.reason.no_ads, gain = gain),
        Advice::CapAds { per_order } => {
            let now = known(profit.blocks.ads.per(orders));
            td_string!(locale, profit.reason.cap_ads, now = now, cap = exact(per_order), gain = gain)
        }
        Advice::RaisePrice { to } => {
            let raise = price.and_then(|price| (to - price).ratio_to(price)).map(format::percent).unwrap_or_default();
            let most = format!("{}%", format::rate_in_percent(LARGEST_RAISE));
            td_string!(
                locale,
                profit.reason.raise_price,
                price = known(price),
                to = exact(to),
                raise = raise,
                most = most,
                gain = gain
            )
        }
        Advice::Clear => {
            let back = profit.blocks.net() + profit.blocks.goods + profit.blocks.ads;
            td_string!(locale, profit.reason.clear, back = known(back.per(profit.blocks.units)), gain = gain)
        }
        Advice::Stop => td_string!(locale, profit.reason.stop, gain = gain),
    };
    let Some(place) = &row.loss_at else { return why };
    let (there, all) = (place.profit.blocks.net(), row.profit.blocks.net());
    td_string!(
        locale,
        profit.reason.at,
        place = place_name(locale, place),
        net = exact(there.abs()),
        others = exact(all - there),
        why = why
    )
}

/// How sure, and why not surer.
fn sureness(locale: Locale, row: &SkuRow, verdict: &Verdict) -> String {
    let word = match verdict.confidence {
        Confidence::Low => td_string!(locale, profit.sure.low),
        Confidence::Medium => td_string!(locale, profit.sure.medium),
        Confidence::High => td_string!(locale, profit.sure.high),
    };
    let orders = match row.judged().blocks.orders {
        1 => td_string!(locale, profit.sure.order_one).to_owned(),
        count => td_string!(locale, profit.sure.orders, count = format::count(count)),
    };
    let assumed = match row.judged().assumed_share().filter(|share| *share >= 0.0005) {
        Some(share) => td_string!(locale, profit.sure.assumed, share = format::percent(share)),
        None => td_string!(locale, profit.sure.files).to_owned(),
    };
    td_string!(locale, profit.sure.line, word = word, orders = orders, assumed = assumed)
}

/// The verdict in the drawer: what, why, how sure, and a way to try it.
#[component]
pub(super) fn AdviceCard(detail: Memo<Option<SkuDetail>>) -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let currency = page.currency();
    let judged = Memo::new(move |_| {
        detail.with(|detail| {
            let row = &detail.as_ref()?.row;
            let verdict = row.verdict?;
            let locale = locale.get();
            let currency = currency.read();
            let is_loss = verdict.advice != Advice::Keep;
            let words = advice(locale, &currency, row, &verdict);
            let place = row.loss_at.as_ref().map(|place| place.platform.name().to_owned());
            Some((words, reason(locale, &currency, row, &verdict), sureness(locale, row, &verdict), is_loss, place))
        })
    });
    let try_it = move |_| {
        if let Some(sku) = detail.with_untracked(|detail| detail.as_ref().map(|detail| detail.row.sku.clone())) {
            page.view.open_sku.set(None);
            page.view.plan_for(Group::Sku(sku));
        }
    };
    view! {
        {move || {
            judged
                .get()
                .map(|(words, reason, sureness, is_loss, place)| {
                    view! {
                        <section class="advice" class:keep=!is_loss data-testid="verdict" data-place=place.clone()>
                            <p class="advice-what">{words}</p>
                            <p>{reason}</p>
                            <p class="quiet">{sureness}</p>
                        </section>
                    }
                })
        }}
        <Show when=move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.row.profit.has_cost))>
            <button class="button try" data-testid="try-sku" on:click=try_it>
                {move || say!(locale, profit.what_if.try_sku)}
            </button>
        </Show>
    }
}
