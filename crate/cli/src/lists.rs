//! The lists of the section `repurchase` that a shop acts on: whom to write to, what to offer, what goes together.

use analytics::books::Books;
use analytics::repurchase::{self, Clv, CustomerBase, Pair, Settings};
use analytics::{Dataset, Money};
use serde_json::{Value, json};

use crate::json::{float, optional, text};

/// Names of customers are left out: nothing personal is printed.
pub(crate) fn of(dataset: &Dataset, books: &Books, prepared: &CustomerBase, settings: &Settings, clv: &Clv) -> Value {
    json!({
        "letters": repurchase::letters(dataset, prepared, settings).iter().map(|letter| json!({
            "purchases": letter.purchases, "first": letter.first.to_string(), "last": letter.last.to_string(),
            "silent": letter.silent, "rhythm": letter.rhythm, "own_rhythm": letter.is_own_rhythm,
            "revenue": text(letter.revenue.rounded()), "net": text(letter.net.rounded()),
            "last_sku": letter.last_sku,
        })).collect::<Vec<_>>(),
        "offers": repurchase::offers(prepared, settings, clv).iter().map(|value| json!({
            "threshold": text(Money::from(value.offer.threshold)), "off": text(Money::from(value.offer.off)),
            "sleepers": value.sleepers, "fitting": value.fitting, "expected_orders": float(value.expected_orders),
            "expected_gain": optional(value.expected_gain),
            "break_even_response": value.break_even_response.map(float),
        })).collect::<Vec<_>>(),
        "membership": repurchase::membership(prepared, settings).iter().map(|value| json!({
            "from": text(Money::from(value.level.from)), "members": value.members,
            "revenue": text(value.revenue.rounded()), "discounts": text(value.discounts),
            "points": text(value.points),
        })).collect::<Vec<_>>(),
        "together": repurchase::together(dataset, books, prepared).iter().map(pair).collect::<Vec<_>>(),
        "next": repurchase::next(dataset, prepared).iter().map(pair).collect::<Vec<_>>(),
        "agents": repurchase::agents(dataset, books).iter().map(|card| json!({
            "agent": card.agent, "source": card.platform.name(), "contacts": card.contacts,
            "average_response": card.average_response.map(float), "satisfaction": card.satisfaction.map(float),
            "reviews": card.reviews, "good_reviews": card.good_reviews,
        })).collect::<Vec<_>>(),
    })
}

fn pair(pair: &Pair) -> Value {
    json!({
        "sku": pair.sku, "with": pair.with, "count": pair.count, "share": float(pair.share),
        "lift": pair.lift.map(float),
    })
}
