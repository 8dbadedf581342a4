//! The section `repurchase` of the printed object.

use analytics::books::Books;
use analytics::profit::{OrderNet, Scope};
use analytics::repurchase::{self, Clv, Cohorts, CustomerBase, Driver, Period, Scoring, Settings, Tier};
use analytics::{Dataset, Money};
use serde_json::{Value, json};

use crate::json::{float, optional, text};
use crate::lists;

/// Days within which a customer has to come again to count as brought back.
const WINDOW: u32 = 90;

/// Who bought what, and what is counted from it once.
pub(crate) fn prepare(dataset: &Dataset, books: &Books, nets: &[OrderNet], settings: &Settings) -> CustomerBase {
    let history = repurchase::history(dataset, books, nets, &Scope::default(), settings);
    repurchase::prepare(history, settings)
}

/// The section, and the reason where there are no numbers in it.
pub(crate) fn section(
    dataset: &Dataset,
    books: &Books,
    prepared: &CustomerBase,
    settings: &Settings,
) -> (Value, Option<&'static str>) {
    let identity = &prepared.history.identity;
    let mut section = json!({
        "definition": definition(settings),
        "identity": {
            "key": identity.tier.map(|tier| match tier {
                Tier::Phone => "phone",
                Tier::PlatformKey => "platform_key",
                Tier::PhoneAndPlatformKey => "phone_and_platform_key",
            }),
            "coverage": float(identity.coverage()),
            "usable": identity.is_usable(),
            "merged_customers": identity.merged_customers,
            "stores": identity.stores.iter().map(|store| json!({
                "source": store.platform.name(), "store": store.store, "orders": store.orders,
                "known_orders": store.known_orders, "gap": store.gap,
            })).collect::<Vec<_>>(),
        },
        "customers": null, "orders": null, "repeat_customers": null, "repeat_rate": null,
        "second_purchase": null, "rfm": null, "clv": null, "cohorts": null,
    });
    if !identity.is_usable() {
        let reason = if identity.orders == 0 {
            "no file has paid orders"
        } else {
            "no order names its buyer: the platform masks the key, or the export leaves it out"
        };
        return (section, Some(reason));
    }
    if let Some(object) = section.as_object_mut() {
        let numbers = numbers(dataset, books, prepared, settings);
        if let Value::Object(numbers) = numbers {
            object.extend(numbers);
        }
    }
    (section, None)
}

fn numbers(dataset: &Dataset, books: &Books, prepared: &CustomerBase, settings: &Settings) -> Value {
    let repeat = &prepared.repeat;
    let clv = repurchase::clv(prepared, settings);
    json!({
        "customers": repeat.customers,
        "orders": repeat.purchases,
        "unknown_orders": prepared.history.unknown_orders,
        "repeat_customers": repeat.repeat_customers,
        "repeat_rate": repeat.rate.map(float),
        "median_days_to_second": repeat.median_first_gap,
        "median_days_between": repeat.median_gap,
        "second_purchase": repeat.within.iter().map(|within| json!({
            "days": within.days, "customers": within.customers, "eligible": within.eligible,
            "returned": within.returned, "rate": within.rate.map(float),
            "interval": within.interval.map(|(low, high)| [float(low), float(high)]),
        })).collect::<Vec<_>>(),
        "rfm": { "schemes": schemes(prepared, settings) },
        "cohorts": cohorts(&repurchase::cohorts(prepared, Period::Month)),
        "clv": self::clv(&clv),
        "tags": settings.tags.iter().zip(repurchase::tag_counts(prepared, settings))
            .map(|(tag, customers)| json!({ "tag": tag.tag, "customers": customers })).collect::<Vec<_>>(),
        "drivers": Driver::ALL.iter().map(|&driver| {
            let driven = repurchase::driven(dataset, books, prepared, driver, WINDOW);
            json!({
                "driver": driver, "days": WINDOW, "unknown": driven.unknown,
                "groups": driven.groups.iter().take(50).map(|group| json!({
                    "name": group.name, "customers": group.customers, "eligible": group.eligible,
                    "returned": group.returned, "rate": group.rate.map(float),
                    "interval": group.interval.map(|(low, high)| [float(low), float(high)]),
                })).collect::<Vec<_>>(),
            })
        }).collect::<Vec<_>>(),
        "acquisition": repurchase::acquisition(dataset, books, prepared).iter().map(|row| json!({
            "source": row.platform.name(), "channel": row.channel, "month": row.month.map(|day| day.to_string()),
            "new_customers": row.new_customers, "ads": optional(row.ads.map(Money::rounded)),
            "cost": optional(row.cost), "value": optional(row.value),
            "value_to_cost": row.value_to_cost.map(float), "payback_days": row.payback_days,
            "observed_days": row.observed_days,
        })).collect::<Vec<_>>(),
        "value_curve": repurchase::value_curve(prepared).iter().map(|point| json!({
            "customers": float(point.customers), "revenue": float(point.revenue), "net": point.net.map(float),
        })).collect::<Vec<_>>(),
        "lists": lists::of(dataset, books, prepared, settings, &clv),
    })
}

/// Both schemes by quantiles, then by fixed thresholds.
fn schemes(prepared: &CustomerBase, settings: &Settings) -> Vec<Value> {
    let of = |scoring: Scoring, suffix: &str| -> Vec<Value> {
        let (_, report) = repurchase::rfm(prepared, settings, scoring);
        let scheme = |(scheme, segments): &(String, Vec<repurchase::SegmentCount>)| {
            json!({
                "scheme": format!("{scheme}{suffix}"),
                "scoring": scoring,
                "segments": segments.iter().map(|segment| json!({
                    "code": segment.code, "name": segment.name, "name_en": segment.name_en,
                    "customers": segment.customers, "orders": segment.orders,
                    "revenue": text(segment.revenue.rounded()), "net": text(segment.net.rounded()),
                })).collect::<Vec<_>>(),
            })
        };
        report.schemes.iter().map(scheme).collect()
    };
    let mut schemes = of(Scoring::Quantile, "");
    schemes.extend(of(Scoring::Fixed, "_fixed"));
    schemes
}

/// Cells that are not due are not there; one whose period is still running says so.
fn cohorts(cohorts: &Cohorts) -> Value {
    json!({
        "period": cohorts.period,
        "rows": cohorts.cohorts.iter().map(|cohort| json!({
            "from": cohort.from.to_string(), "customers": cohort.customers,
            "cells": cohort.cells.iter().map(|cell| json!({
                "active": cell.active, "orders": cell.purchases, "revenue": text(cell.revenue.rounded()),
                "net": text(cell.net.rounded()), "running": cell.is_running,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn clv(clv: &Clv) -> Value {
    json!({
        "horizon": clv.horizon,
        "no_model": clv.no_model,
        "bg_nbd": clv.bg_nbd.map(|fit| json!({
            "r": float(fit.model.r), "alpha": float(fit.model.alpha), "a": float(fit.model.a), "b": float(fit.model.b),
            "log_likelihood": float(fit.log_likelihood),
        })),
        "gamma_gamma": clv.gamma_gamma.map(|fit| json!({
            "p": float(fit.model.p), "q": float(fit.model.q), "v": float(fit.model.v),
            "log_likelihood": float(fit.log_likelihood),
        })),
        "expected_purchases": clv.expected.map(|estimate| json!({
            "value": float(estimate.value),
            "interval": estimate.interval.map(|(low, high)| [float(low), float(high)]),
        })),
        "revenue_per_customer": optional(clv.revenue_per_customer),
        "value_per_customer": optional(clv.value_per_customer),
        "active_repeaters": clv.active_repeaters.map(float),
        "cannot_tell": clv.cannot_tell,
        "check": clv.check.map(|check| json!({
            "until": check.until.to_string(), "days": check.days, "actual": check.actual,
            "model": float(check.model), "naive": check.naive,
            "model_error": float(check.model_error), "naive_error": float(check.naive_error),
        })),
        "plain": clv.plain.map(|plain| json!({
            "days": plain.days, "customers": plain.customers, "purchases": float(plain.purchases),
            "before_ads": optional(plain.before_ads),
        })),
    })
}

fn definition(settings: &Settings) -> String {
    let purchase = match settings.purchase {
        repurchase::settings::PurchaseDefinition::Day => "all orders of a customer on one day are one purchase",
        repurchase::settings::PurchaseDefinition::Order => "every order is one purchase",
    };
    format!(
        "a purchase is a paid order that was not given back in full before it was sent; {purchase}; the rate within n days \
         counts only customers whose first purchase is at least n days old"
    )
}
