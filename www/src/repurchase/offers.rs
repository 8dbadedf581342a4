//! Coupons for customers who sleep, and a membership played on past orders. What they rest on can be moved.

use analytics::repurchase::settings::Settings;
use analytics::repurchase::{LevelValue, OfferValue};
use analytics::{Amount, Money, Rate};
use leptos::prelude::*;

use super::view::of_value;
use crate::shop::use_page;
use crate::text::{format, say, tally, word};
use crate::ui::amount::Exact;
use crate::ui::field::{Field, Refusal, amount, share};
use crate::ui::table::{Head, Look, Table};

/// A field of the settings that is money or a share.
#[derive(Clone, Copy)]
enum Setting {
    Money(fn(&mut Settings, usize) -> Option<&mut Amount>),
    /// Shown in percent.
    Share(fn(&mut Settings, usize) -> Option<&mut Rate>),
}

impl Setting {
    fn read(self, settings: &mut Settings, place: usize) -> String {
        let text = match self {
            Setting::Money(of) => of(settings, place).map(|amount| amount.to_string()),
            Setting::Share(of) => of(settings, place).map(|rate| format::rate_in_percent(*rate)),
        };
        text.unwrap_or_default()
    }

    fn write(self, settings: &mut Settings, place: usize, typed: &str) -> Result<(), Refusal> {
        match self {
            Setting::Money(of) => {
                let stated = amount(typed)?;
                of(settings, place).into_iter().for_each(|amount| *amount = stated);
            }
            Setting::Share(of) => {
                let stated = share(typed)?;
                of(settings, place).into_iter().for_each(|rate| *rate = stated);
            }
        }
        Ok(())
    }
}

#[component]
fn Input(
    setting: Setting,
    place: usize,
    name: &'static str,
    #[prop(into)] label: Signal<&'static str>,
) -> impl IntoView {
    let page = use_page();
    let value =
        Memo::new(move |_| setting.read(&mut page.engine.config.with(|config| config.repurchase.clone()), place));
    let set = move |typed: &str| {
        let mut settings = page.engine.config.with_untracked(|config| config.repurchase.clone());
        setting.write(&mut settings, place, typed)?;
        page.engine.change_config(|config| config.repurchase = settings);
        Ok(())
    };
    view! {
        <Field
            value=value
            set=set
            label=Signal::derive(move || label.get().to_owned())
            hook=format!("{name}-{place}")
            after=matches!(setting, Setting::Share(_)).then(|| "%".to_owned())
            is_boxed=true
        />
    }
}

#[component]
pub(super) fn Offers() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let offers = of_value(|value| value.offers.clone());
    let count = Memo::new(move |_| offers.read().len());
    let asleep = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.coupons.asleep));
    let lead = move || {
        let days = asleep.get();
        let said = |sleepers: u32| match sleepers {
            0 => tally!(locale, repurchase.offers.nobody, days = days),
            count => tally!(locale, repurchase.offers.lead, days = days, count = format::count(count)),
        };
        offers.with(|offers| offers.first().map(|offer| said(offer.sleepers)))
    };
    let row = move |place: usize| {
        let offer = Memo::new(move |_| offers.with(|offers| offers.get(place).cloned()));
        let gain = Signal::derive(move || offer.with(|offer| offer.as_ref().and_then(gain_of)));
        let said = move |pick: fn(&OfferValue) -> String| offer.with(|offer| offer.as_ref().map(pick));
        let break_even = move || {
            offer.with(|offer| {
                let offer = offer.as_ref()?;
                Some(match (offer.break_even_response, gain_of(offer)) {
                    (_, None) => "—".to_owned(),
                    (Some(response), Some(_)) => format::percent(response),
                    (None, Some(_)) => say!(locale, repurchase.offers.never).to_owned(),
                })
            })
        };
        view! {
            <tr data-testid="offer">
                <td>
                    <Input setting=Setting::Money(|settings, place| Some(&mut settings.coupons.offers.get_mut(place)?.threshold)) place=place name="offer-threshold" label=word!(locale, repurchase.offers.threshold) />
                </td>
                <td>
                    <Input setting=Setting::Money(|settings, place| Some(&mut settings.coupons.offers.get_mut(place)?.off)) place=place name="offer-off" label=word!(locale, repurchase.offers.off) />
                </td>
                <td>
                    <Input setting=Setting::Share(|settings, place| Some(&mut settings.coupons.offers.get_mut(place)?.response)) place=place name="offer-response" label=word!(locale, repurchase.offers.response) />
                </td>
                <td class="numeric strong"><Exact money=gain /></td>
                <td class="numeric">{break_even}</td>
                <td class="numeric">{move || said(|offer| format::count(offer.fitting))}</td>
                <td class="numeric">{move || said(|offer| format!("{:.0}", offer.expected_orders))}</td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.offers.threshold)),
            Head::text(say!(locale, repurchase.offers.off)),
            Head::text(say!(locale, repurchase.offers.response)),
            Head::number(say!(locale, repurchase.offers.gain)),
            Head::number(say!(locale, repurchase.offers.break_even)),
            Head::number(say!(locale, repurchase.offers.fitting)),
            Head::number(say!(locale, repurchase.offers.orders)),
        ]
    };
    view! {
        <section data-testid="offers">
            <h2>{move || say!(locale, repurchase.offers.title)}</h2>
            <p class="quiet">
                {lead}
            </p>
            <p class="assumed-line">
                <span class="mark">{move || say!(locale, profit.component.assumed)}</span> " "
                {move || say!(locale, repurchase.offers.without)} " "
                <Input setting=Setting::Share(|settings, _| Some(&mut settings.coupons.response_without)) place=0 name="response-without" label=word!(locale, repurchase.offers.without) />
                " · " {move || say!(locale, repurchase.offers.message)} " "
                <Input setting=Setting::Money(|settings, _| Some(&mut settings.coupons.message)) place=0 name="message-cost" label=word!(locale, repurchase.offers.message) />
            </p>
            <Table look=Look::Figures heads=heads>{move || (0..count.get()).map(row).collect_view()}</Table>
        </section>
    }
}

/// What an offer gains; of nobody there is nothing to gain or lose.
fn gain_of(offer: &OfferValue) -> Option<Money> {
    offer.expected_gain.filter(|_| offer.sleepers > 0)
}

#[component]
pub(super) fn Membership() -> impl IntoView {
    let page = use_page();
    let locale = page.locale;
    let levels = of_value(|value| value.membership.clone());
    let count = Memo::new(move |_| levels.read().len());
    let period = Memo::new(move |_| page.engine.config.with(|config| config.repurchase.membership.period));
    let row = move |place: usize| {
        let level = Memo::new(move |_| levels.with(|levels| levels.get(place).cloned()));
        let name = move || {
            level.with(|level| {
                level.as_ref().map(|level| match level.level.name.as_str() {
                    "silver" => say!(locale, repurchase.membership.silver).to_owned(),
                    "gold" => say!(locale, repurchase.membership.gold).to_owned(),
                    "diamond" => say!(locale, repurchase.membership.diamond).to_owned(),
                    own => own.to_owned(),
                })
            })
        };
        let money =
            move |pick: fn(&LevelValue) -> Money| Signal::derive(move || level.with(|level| level.as_ref().map(pick)));
        view! {
            <tr data-testid="level">
                <th scope="row" class="short-name">{name}</th>
                <td>
                    <Input setting=Setting::Money(|settings, place| Some(&mut settings.membership.levels.get_mut(place)?.from)) place=place name="level-from" label=word!(locale, repurchase.membership.from) />
                </td>
                <td>
                    <Input setting=Setting::Share(|settings, place| Some(&mut settings.membership.levels.get_mut(place)?.discount)) place=place name="level-discount" label=word!(locale, repurchase.membership.discount) />
                </td>
                <td class="numeric">{move || level.with(|level| level.as_ref().map(|level| format::count(level.members)))}</td>
                <td class="numeric"><Exact money=money(|level| level.revenue) /></td>
                <td class="numeric"><Exact money=money(|level| level.discounts) is_cost=true /></td>
                <td class="numeric"><Exact money=money(|level| level.points) is_cost=true /></td>
            </tr>
        }
    };
    let heads = move || {
        vec![
            Head::text(say!(locale, repurchase.membership.level)),
            Head::text(say!(locale, repurchase.membership.from)),
            Head::text(say!(locale, repurchase.membership.discount)),
            Head::number(say!(locale, repurchase.column.customers)),
            Head::number(say!(locale, repurchase.membership.revenue)),
            Head::number(say!(locale, repurchase.membership.discounts)),
            Head::number(say!(locale, repurchase.membership.points)),
        ]
    };
    view! {
        <section data-testid="membership">
            <h2>{move || say!(locale, repurchase.membership.title)}</h2>
            <p class="quiet">{move || tally!(locale, repurchase.membership.lead, days = period.get())}</p>
            <Table look=Look::Figures heads=heads>{move || (0..count.get()).map(row).collect_view()}</Table>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_typed_in_percent() {
        let mut settings = analytics::Config::default().repurchase;
        let field = Setting::Share(|settings, place| Some(&mut settings.coupons.offers.get_mut(place)?.response));
        field.write(&mut settings, 1, "4.5").unwrap();
        assert_eq!(settings.coupons.offers[1].response, Rate::parse("0.045").unwrap());
        field.write(&mut settings, 1, "-3").unwrap_err();
        assert_eq!(field.read(&mut settings, 1), "4.5");
        assert_eq!(field.read(&mut settings, 9), "");
    }
}
