//! The settings of the panel, in their order.

use leptos_i18n::td_string;

use super::field::{Field, Unit};
use crate::i18n::Locale;

/// Settings that belong together.
pub(super) struct Group {
    pub(super) name: fn(Locale) -> &'static str,
    pub(super) fields: &'static [Field],
}

const WORKS: Unit = Unit::Choice(&["every_day", "except_sundays", "workdays"]);
const BASIS: Unit = Unit::Choice(&["history", "forecast"]);

macro_rules! field {
    ($key:literal, $unit:expr, $label:ident) => {
        Field { key: $key, unit: $unit, label: |locale| td_string!(locale, capacity.setting.$label) }
    };
}

macro_rules! group {
    ($name:ident, $fields:expr) => {
        Group { name: |locale| td_string!(locale, capacity.setting_group.$name), fields: $fields }
    };
}

pub(super) const fn groups() -> &'static [Group] {
    use Unit::{Money, Percent, Plain, Whole};
    &[
        group!(
            design,
            &[
                field!("red_line", Percent, red_line),
                field!("design.basis", BASIS, design_basis),
                field!("design.percentile", Percent, design_percentile),
                field!("design.days", Whole, design_days),
            ]
        ),
        group!(
            packing,
            &[
                field!("packing.orders_per_day", Plain, packing_per_day),
                field!("packing.people", Plain, packing_people),
                field!("packing.orders_per_hour", Plain, packing_pace),
                field!("packing.hours", Plain, hours),
                field!("packing.shifts", Whole, shifts),
                field!("packing.start_hour", Whole, start_hour),
                field!("packing.utilisation", Percent, utilisation),
                field!("packing.accuracy", Percent, accuracy),
                field!("packing.works", WORKS, works),
                field!("packing.wage_per_hour", Money, wage),
            ]
        ),
        group!(
            service,
            &[
                field!("service.people", Plain, service_people),
                field!("service.contacts_per_order", Plain, contacts_per_order),
                field!("service.handling_seconds", Whole, handling_seconds),
                field!("service.at_once", Whole, at_once),
                field!("service.hours", Plain, service_hours),
                field!("service.start_hour", Whole, start_hour),
                field!("service.shrinkage", Percent, shrinkage),
                field!("service.occupancy", Percent, occupancy),
                field!("service.target_share", Percent, target_share),
                field!("service.target_seconds", Whole, target_seconds),
                field!("service.works", WORKS, works),
                field!("service.wage_per_hour", Money, wage),
            ]
        ),
        group!(
            courier,
            &[field!("courier.parcels_per_day", Plain, parcels_per_day), field!("courier.works", WORKS, works),]
        ),
        group!(
            late,
            &[
                field!("late.prompt_hours", Whole, prompt_hours),
                field!("late.late_hours", Whole, late_hours),
                field!("late.compensation_per_order", Money, compensation),
                field!("late.refund_share", Percent, refund_share),
                field!("late.lost_repurchase_share", Percent, lost_repurchase),
            ]
        ),
        group!(
            brake,
            &[
                field!("brake.days", Whole, brake_days),
                field!("brake.price_elasticity", Plain, price_elasticity),
                field!("brake.ads_elasticity", Plain, ads_elasticity),
                field!("brake.uncertainty", Percent, uncertainty),
                field!("brake.ads_limit", Percent, ads_limit),
                field!("brake.price_limit", Percent, price_limit),
                field!("brake.promotion_share", Percent, promotion_share),
                field!("brake.promotion_discount", Percent, promotion_discount),
                field!("brake.split_loss_share", Percent, split_loss),
                field!("brake.outsourcing_per_order", Money, outsourcing),
                field!("brake.release_margin", Percent, release_margin),
                field!("brake.release_days", Whole, release_days),
            ]
        ),
        group!(
            stock,
            &[
                field!("stock.horizon_days", Whole, horizon_days),
                field!("stock.cycle_service", Percent, cycle_service),
                field!("stock.holding_rate", Percent, holding_rate),
                field!("stock.cost_per_purchase", Money, cost_per_purchase),
            ]
        ),
        group!(
            supply,
            &[
                field!("supply.forecast_days", Whole, supply_forecast_days),
                field!("supply.order_days", Whole, order_days),
                field!("supply.production_days", Whole, production_days),
                field!("supply.transit_days", Whole, transit_days),
                field!("supply.listing_days", Whole, listing_days),
                field!("supply.lead_variation", Percent, lead_variation),
                field!("supply.review_days", Whole, review_days),
                field!("supply.buffer", Percent, buffer),
            ]
        ),
        group!(
            forecast,
            &[field!("forecast.days", Whole, forecast_days), field!("forecast.band", Percent, forecast_band)]
        ),
        group!(
            slow_stock,
            &[
                field!("slow_stock.new_days", Whole, new_days),
                field!("slow_stock.dead_days", Whole, dead_days),
                field!("slow_stock.slow_cover_days", Whole, slow_cover_days),
                field!("slow_stock.hot_cover_days", Whole, hot_cover_days),
                field!("slow_stock.window_days", Whole, window_days),
                field!("slow_stock.clearance_days", Whole, clearance_days),
                field!("slow_stock.deepest_cut", Percent, deepest_cut),
            ]
        ),
    ]
}

/// A name of a choice, in words.
pub(super) fn choice(locale: Locale, name: &str) -> &'static str {
    match name {
        "every_day" => td_string!(locale, capacity.choice.every_day),
        "except_sundays" => td_string!(locale, capacity.choice.except_sundays),
        "workdays" => td_string!(locale, capacity.choice.workdays),
        "history" => td_string!(locale, capacity.choice.history),
        _ => td_string!(locale, capacity.choice.forecast),
    }
}
