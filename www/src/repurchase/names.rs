//! What lists, tags and groups are called.

use analytics::repurchase::{GroupName, Measure};
use leptos_i18n::td_string;
use protocol::{CustomerList, Repurchase};

use crate::i18n::Locale;
use crate::text::names;

/// A built-in tag in the seller's words; the seller's own by the name they gave it.
pub(super) fn tag(locale: Locale, tag: &str) -> String {
    let known = match tag {
        "high_value" => td_string!(locale, repurchase.tag.high_value),
        "asleep" => td_string!(locale, repurchase.tag.asleep),
        "past_rhythm" => td_string!(locale, repurchase.tag.past_rhythm),
        "freeloader" => td_string!(locale, repurchase.tag.freeloader),
        "price_sensitive" => td_string!(locale, repurchase.tag.price_sensitive),
        "likes_new" => td_string!(locale, repurchase.tag.likes_new),
        "first_order_week" => td_string!(locale, repurchase.tag.first_order_week),
        "high_return" => td_string!(locale, repurchase.tag.high_return),
        own => own,
    };
    known.to_owned()
}

pub(super) fn measure(locale: Locale, measure: Measure) -> &'static str {
    match measure {
        Measure::DaysSinceLast => td_string!(locale, repurchase.measure.days_since_last),
        Measure::DaysSinceFirst => td_string!(locale, repurchase.measure.days_since_first),
        Measure::Purchases => td_string!(locale, repurchase.measure.purchases),
        Measure::Revenue => td_string!(locale, repurchase.measure.revenue),
        Measure::Net => td_string!(locale, repurchase.measure.net),
        Measure::PerPurchase => td_string!(locale, repurchase.measure.per_purchase),
        Measure::RevenueRank => td_string!(locale, repurchase.measure.revenue_rank),
        Measure::SilenceToRhythm => td_string!(locale, repurchase.measure.silence_to_rhythm),
        Measure::ReturnRate => td_string!(locale, repurchase.measure.return_rate),
        Measure::BargainShare => td_string!(locale, repurchase.measure.bargain_share),
        Measure::NewSkuShare => td_string!(locale, repurchase.measure.new_sku_share),
    }
}

/// A segment by its code, in the language of the page.
pub(super) fn segment(locale: Locale, report: &Repurchase, code: &str) -> String {
    let segments = report.settings.rfm.schemes.iter().flat_map(|scheme| &scheme.segments);
    let found = segments.into_iter().find(|segment| segment.code == code);
    found.map_or_else(
        || code.to_owned(),
        |segment| match locale {
            Locale::zh_CN => segment.name.clone(),
            Locale::en => segment.name_en.clone(),
        },
    )
}

/// The title of a list.
pub(super) fn list(locale: Locale, report: Option<&Repurchase>, list: &CustomerList) -> String {
    match list {
        CustomerList::All => td_string!(locale, repurchase.list.all).to_owned(),
        CustomerList::Repeaters => td_string!(locale, repurchase.list.repeaters).to_owned(),
        CustomerList::Segment { code, .. } => {
            report.map_or_else(|| code.clone(), |report| segment(locale, report, code))
        }
        CustomerList::Cell { recency, frequency_monetary, .. } => {
            td_string!(locale, repurchase.list.cell, recency = *recency, fm = *frequency_monetary)
        }
        CustomerList::Tag(name) => tag(locale, name),
        CustomerList::Letters => td_string!(locale, repurchase.letters.title).to_owned(),
    }
}

/// A group of customers; yes and no by what is asked.
pub(super) fn group(locale: Locale, driver: analytics::repurchase::Driver, name: &GroupName) -> String {
    use analytics::repurchase::Driver;
    match (driver, name) {
        (_, GroupName::Sku(code, name)) if name.is_empty() => code.clone(),
        (_, GroupName::Sku(code, name)) => format!("{name} {code}"),
        (_, GroupName::Platform(platform)) => names::source(locale, *platform).to_owned(),
        (_, GroupName::Word(word)) => word.clone(),
        (Driver::Promotion, GroupName::Yes) => td_string!(locale, repurchase.group.bargain).to_owned(),
        (Driver::Promotion, GroupName::No) => td_string!(locale, repurchase.group.usual_price).to_owned(),
        (Driver::Delivery, GroupName::Yes) => td_string!(locale, repurchase.group.late).to_owned(),
        (Driver::Delivery, GroupName::No) => td_string!(locale, repurchase.group.on_time).to_owned(),
        (Driver::Refund, GroupName::Yes) => td_string!(locale, repurchase.group.refunded).to_owned(),
        (Driver::Refund, GroupName::No) => td_string!(locale, repurchase.group.not_refunded).to_owned(),
        (_, GroupName::Yes) => td_string!(locale, repurchase.group.yes).to_owned(),
        (_, GroupName::No) => td_string!(locale, repurchase.group.no).to_owned(),
    }
}
