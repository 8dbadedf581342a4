//! Names of what the page of capacity speaks of.

use analytics::capacity::calendar::{Event, EventName, Phase, weekday};
use analytics::capacity::{Grounds, Lever, Model, Pace, Resource, StageKind};
use analytics::{Day, Money};
use leptos_i18n::td_string;

use crate::i18n::Locale;
use crate::text::format;
use crate::text::number::agree;
use export::format::orders::{number, percent};

pub(super) fn resource(locale: Locale, resource: &Resource) -> String {
    match resource {
        Resource::Packing => td_string!(locale, capacity.resource.packing).to_owned(),
        Resource::Service => td_string!(locale, capacity.resource.service).to_owned(),
        Resource::Stock => td_string!(locale, capacity.resource.stock).to_owned(),
        Resource::Courier => td_string!(locale, capacity.resource.courier).to_owned(),
        Resource::Other(name) => name.clone(),
    }
}

/// What a ceiling rests on.
pub(super) fn grounds(locale: Locale, grounds: Grounds) -> &'static str {
    match grounds {
        Grounds::Measured => td_string!(locale, capacity.grounds.measured),
        Grounds::PartlyMeasured => td_string!(locale, capacity.grounds.partly),
        Grounds::Assumed => td_string!(locale, capacity.grounds.assumed),
        Grounds::Shown => td_string!(locale, capacity.grounds.shown),
        Grounds::NotKnown => td_string!(locale, capacity.grounds.not_known),
    }
}

/// The lever's stable name, as in the JSON of the headless command.
pub(super) const fn lever_code(lever: Lever) -> &'static str {
    match lever {
        Lever::LessAds => "less_ads",
        Lever::HigherPrice => "higher_price",
        Lever::FewerPromotions => "fewer_promotions",
        Lever::LimitOrders => "limit_orders",
        Lever::SplitShipping => "split_shipping",
        Lever::ExtraPacking => "extra_packing",
        Lever::ExtraService => "extra_service",
        Lever::Outsourcing => "outsourcing",
    }
}

pub(super) fn lever(locale: Locale, lever: Lever) -> &'static str {
    match lever {
        Lever::LessAds => td_string!(locale, capacity.lever.less_ads),
        Lever::HigherPrice => td_string!(locale, capacity.lever.higher_price),
        Lever::FewerPromotions => td_string!(locale, capacity.lever.fewer_promotions),
        Lever::LimitOrders => td_string!(locale, capacity.lever.limit_orders),
        Lever::SplitShipping => td_string!(locale, capacity.lever.split_shipping),
        Lever::ExtraPacking => td_string!(locale, capacity.lever.extra_packing),
        Lever::ExtraService => td_string!(locale, capacity.lever.extra_service),
        Lever::Outsourcing => td_string!(locale, capacity.lever.outsourcing),
    }
}

/// An amount in the lever's own measure: `22%`, `4`, `3`.
pub(super) fn amount(lever: Lever, amount: f64) -> String {
    match lever {
        Lever::LessAds | Lever::FewerPromotions => percent(amount),
        // In half per cents.
        Lever::HigherPrice => format!("{}%", number(amount * 100.0)),
        Lever::LimitOrders | Lever::SplitShipping | Lever::ExtraPacking | Lever::ExtraService | Lever::Outsourcing => {
            number(amount)
        }
    }
}

/// What to do, in the words of the trade.
pub(super) fn action(locale: Locale, lever: Lever, by: f64) -> String {
    let amount = amount(lever, by);
    match lever {
        Lever::LessAds => td_string!(locale, capacity.action.less_ads, amount = amount),
        Lever::HigherPrice => td_string!(locale, capacity.action.higher_price, amount = amount),
        Lever::FewerPromotions => td_string!(locale, capacity.action.fewer_promotions, amount = amount),
        Lever::LimitOrders => td_string!(locale, capacity.action.limit_orders, amount = amount),
        Lever::SplitShipping => td_string!(locale, capacity.action.split_shipping, amount = amount),
        Lever::ExtraPacking => td_string!(locale, capacity.action.extra_packing, amount = amount),
        Lever::ExtraService => td_string!(locale, capacity.action.extra_service, amount = amount),
        Lever::Outsourcing => td_string!(locale, capacity.action.outsourcing, amount = amount),
    }
}

pub(crate) fn pace(locale: Locale, pace: Pace) -> &'static str {
    match pace {
        Pace::New => td_string!(locale, capacity.pace.new),
        Pace::Hot => td_string!(locale, capacity.pace.hot),
        Pace::Steady => td_string!(locale, capacity.pace.steady),
        Pace::Slow => td_string!(locale, capacity.pace.slow),
        Pace::Dead => td_string!(locale, capacity.pace.dead),
        Pace::WithoutStockData => td_string!(locale, capacity.pace.without_stock_data),
    }
}

pub(super) const fn pace_code(pace: Pace) -> &'static str {
    match pace {
        Pace::New => "new",
        Pace::Hot => "hot",
        Pace::Steady => "steady",
        Pace::Slow => "slow",
        Pace::Dead => "dead",
        Pace::WithoutStockData => "without-stock-data",
    }
}

pub(super) fn model(locale: Locale, model: Model) -> &'static str {
    match model {
        Model::SeasonalNaive => td_string!(locale, capacity.model.seasonal_naive),
        Model::Ses => td_string!(locale, capacity.model.ses),
        Model::DampedSeasonal => td_string!(locale, capacity.model.damped_seasonal),
        Model::Decomposed => td_string!(locale, capacity.model.decomposed),
        Model::Croston => td_string!(locale, capacity.model.croston),
        Model::Sba => td_string!(locale, capacity.model.sba),
        Model::Tsb => td_string!(locale, capacity.model.tsb),
        Model::Mean => td_string!(locale, capacity.model.mean),
    }
}

pub(super) fn stage(locale: Locale, kind: StageKind) -> &'static str {
    match kind {
        StageKind::Forecast => td_string!(locale, capacity.step.forecast),
        StageKind::Order => td_string!(locale, capacity.step.order),
        StageKind::Production => td_string!(locale, capacity.step.production),
        StageKind::Transit => td_string!(locale, capacity.step.transit),
        StageKind::Listing => td_string!(locale, capacity.step.listing),
    }
}

pub(super) const fn stage_code(kind: StageKind) -> &'static str {
    match kind {
        StageKind::Forecast => "forecast",
        StageKind::Order => "order",
        StageKind::Production => "production",
        StageKind::Transit => "transit",
        StageKind::Listing => "listing",
    }
}

/// 0 is Monday.
pub(super) fn weekday_name(locale: Locale, weekday: u32) -> &'static str {
    match weekday {
        0 => td_string!(locale, capacity.weekday.monday),
        1 => td_string!(locale, capacity.weekday.tuesday),
        2 => td_string!(locale, capacity.weekday.wednesday),
        3 => td_string!(locale, capacity.weekday.thursday),
        4 => td_string!(locale, capacity.weekday.friday),
        5 => td_string!(locale, capacity.weekday.saturday),
        _ => td_string!(locale, capacity.weekday.sunday),
    }
}

/// `6月18日 周四`; the year stands once, elsewhere.
pub(super) fn date(locale: Locale, day: Day) -> String {
    let civil = day.civil();
    let weekday = weekday_name(locale, weekday(day));
    match locale {
        Locale::zh_CN => format!("{}月{}日 {weekday}", civil.month(), civil.day()),
        Locale::en => format!("{weekday} {}", short_date(day)),
    }
}

/// `06-18`
pub(super) fn short_date(day: Day) -> String {
    day.to_string().get(5..).unwrap_or_default().to_owned()
}

pub(super) fn event(locale: Locale, event: Event) -> String {
    let name = match event.name {
        EventName::June18 => td_string!(locale, capacity.event.june_18),
        EventName::BackToSchool => td_string!(locale, capacity.event.back_to_school),
        EventName::Double11 => td_string!(locale, capacity.event.double_11),
        EventName::Double12 => td_string!(locale, capacity.event.double_12),
        EventName::NewYearGoods => td_string!(locale, capacity.event.new_year_goods),
        EventName::SpringFestival => td_string!(locale, capacity.event.spring_festival),
    };
    let phase = match event.phase {
        Phase::Presale => td_string!(locale, capacity.phase.presale),
        Phase::Final => td_string!(locale, capacity.phase.final_payment),
        Phase::Peak | Phase::Wave => return name.to_owned(),
        Phase::Rest => td_string!(locale, capacity.phase.rest),
    };
    td_string!(locale, capacity.event_phase, event = name, phase = phase)
}

/// So many days.
pub(super) fn days(locale: Locale, days: u32) -> String {
    days_text(locale, &format::count(days))
}

/// So many days, as they are written.
pub(super) fn days_text(locale: Locale, days: &str) -> String {
    agree(&td_string!(locale, capacity.days, count = days))
}

/// So many orders.
pub(super) fn orders(locale: Locale, orders: &str) -> String {
    agree(&td_string!(locale, capacity.orders, count = orders))
}

/// Money tied up, and that it is more where some of it is not known.
pub(super) fn tied_up(locale: Locale, currency: &str, money: Money, not_known: u32) -> String {
    let money = format::short(locale, currency, money);
    if not_known > 0 { td_string!(locale, capacity.slow.at_least, money = money) } else { money }
}
