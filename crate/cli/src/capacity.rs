//! The section `capacity` of the printed object.

use analytics::books::Books;
use analytics::capacity::{
    self, Brake, BrakeAdvice, Capacity, DayAgainst, DesignDay, Doubt, Filter, Forecasts, Lever, OrderOutcomes, PlanRow,
    PurchaseOrder, Question, Reach, Replenishment, ResourceCeiling, SettingProblem, SettingReason, SizeCurve, StockRow,
    Total, WhyHold,
};
use analytics::profit::Report;
use analytics::repurchase::LateLoss;
use analytics::{Config, Dataset, Day, Money};
use serde_json::{Map, Value, json};

use crate::json::{float, number, optional, text, with};

/// The section, or the reason why there is none.
pub(crate) fn section(
    dataset: &Dataset,
    books: &Books,
    report: &Report,
    config: &Config,
    late_loss: Option<LateLoss>,
) -> (Value, Option<String>) {
    let load = capacity::prepare(dataset, books, report, config, &Filter::default());
    let Some(as_of) = load.last() else { return (Value::Null, Some("no file has paid orders".to_owned())) };
    let config = books.currencies().settings(config);
    let (settings, late_loss) = capacity::with_late_loss(&config.capacity, late_loss);
    let config = Config { capacity: settings, ..Config::clone(&config) };
    let found = capacity::report(&load, &config, as_of);
    if !found.problems.is_empty() {
        let problems: Vec<String> = found.problems.iter().map(problem).collect();
        return (Value::Null, Some(problems.join("; ")));
    }
    let expected: Vec<(Day, f64)> =
        found.forecasts.shop.iter().flat_map(|shop| &shop.days).map(|day| (day.date, day.mean)).collect();
    let brake =
        found.design_day.and_then(|design| capacity::brake(&load, &config.capacity, as_of, design.orders, &expected));
    (whole(&found, as_of, brake.as_ref(), late_loss), None)
}

/// A setting that cannot be meant, as a sentence.
pub fn problem(problem: &SettingProblem) -> String {
    let reason = match problem.reason {
        SettingReason::Negative => "is below zero",
        SettingReason::Zero => "is zero, so nothing would ever be done",
        SettingReason::TooLarge => "is more than can be meant",
        SettingReason::OutOfOrder => "does not fit the settings beside it",
    };
    format!("capacity.{} {reason}", problem.field)
}

fn whole(found: &Capacity, until: Day, brake: Option<&Brake>, late_loss: Option<LateLoss>) -> Value {
    json!({
        // The day of analysis, or the last day that is looked at where the shop has long been silent.
        "until": until,
        "ceiling": found.ceiling.as_ref().map(|ceiling| json!({
            "orders_per_day": ceiling.orders_per_day, "bottleneck": ceiling.bottleneck.name(),
            "grounds": ceiling.grounds, "is_limit": ceiling.grounds.is_limit(),
        })),
        "ceiling_reason": found.ceiling.is_none().then_some(
            "nothing is known of packing, service, stock or couriers: no parcel of the files has left, and nothing is set"
        ),
        "ceiling_question": found.ceiling.as_ref().filter(|ceiling| !ceiling.grounds.is_limit()).map(|_| PACKED_PER_DAY),
        "red_line": found.red_line,
        "design_day": found.design_day.as_ref().map(design_day),
        "resources": found.resources.iter().map(resource).collect::<Vec<_>>(),
        "days": found.days.iter().map(day).collect::<Vec<_>>(),
        "comparison": { "crossed": followed(&found.red_line_days.crossed), "calm": followed(&found.red_line_days.calm) },
        "rhythm": found.rhythm,
        "brake": brake.map(self::brake),
        "late_loss": late_loss.map(|loss| json!({
            "days": loss.days, "on_time": loss.on_time, "late": loss.late,
            "rate_on_time": float(loss.rate_on_time), "rate_late": float(loss.rate_late), "loss": float(loss.loss),
            "interval": [float(loss.interval.0), float(loss.interval.1)],
        })),
        "forecast": forecasts(&found.forecasts),
        "replenishment": replenishment(&found.replenishment),
        "stock": found.stock.iter().map(stock_row).collect::<Vec<_>>(),
        "tied_up": found.tied_up.iter().map(|tied| json!({
            "pace": tied.pace, "skus": tied.skus, "money": text(tied.money.rounded()), "not_known": tied.not_known,
        })).collect::<Vec<_>>(),
        "selling_share": found.selling_share,
        "bullwhip": found.bullwhip,
        "size_curves": found.size_curves.iter().map(size_curve).collect::<Vec<_>>(),
    })
}

fn design_day(design: &DesignDay) -> Value {
    json!({
        "percentile": design.percentile, "basis": design.basis, "orders": design.orders,
        "from": design.from, "to": design.to, "days": design.days,
    })
}

fn resource(one: &ResourceCeiling) -> Value {
    json!({
        "resource": one.resource.name(), "orders_per_day": one.orders_per_day, "grounds": one.grounds,
        "assumed": one.assumed, "load_today": one.load_today, "load_design": one.load_design,
        "headroom_today": one.headroom_today, "headroom_design": one.headroom_design,
        "service": one.service, "stock": one.stock,
    })
}

fn day(day: &DayAgainst) -> Value {
    json!({
        "date": day.date, "orders": day.orders, "load": day.load, "work_load": day.work_load,
        "crossed": day.is_crossed, "over": day.is_over, "kind": day.kind, "event": day.event,
        "followed": followed(&day.followed),
    })
}

fn followed(followed: &OrderOutcomes) -> Value {
    json!({
        "days": followed.days, "orders": followed.orders,
        "prompt_share": followed.prompt_share, "late_share": followed.late_share, "late": followed.late,
        "judged": followed.judged,
        "refunded_share": followed.refunded_share, "refunds": text(followed.refunds.rounded()),
        "compensation": text(followed.compensation.rounded()), "bad_reviews": followed.bad_reviews,
    })
}

const PACKED_PER_DAY: &str = "how many orders can be packed a day? The files only show the most that ever left on one \
                              day, which is no limit (capacity.packing.orders_per_day, or people and their pace)";

/// Why, in one word, and what has to be answered first.
fn advice(advice: BrakeAdvice) -> (&'static str, Option<&'static str>) {
    match advice {
        BrakeAdvice::Brake => ("saves_more_than_it_costs", None),
        BrakeAdvice::Hold(WhyHold::UnderRedLine) => ("under_red_line", None),
        BrakeAdvice::Hold(WhyHold::NotExpected) => ("not_expected", None),
        BrakeAdvice::Hold(WhyHold::NothingEnough) => ("nothing_enough", None),
        BrakeAdvice::Hold(WhyHold::NothingLate) => ("nothing_late", None),
        BrakeAdvice::Hold(WhyHold::CostsMore) => ("costs_more_than_it_saves", None),
        BrakeAdvice::Ask(Question::PackedPerDay) => ("ceiling_is_a_record", Some(PACKED_PER_DAY)),
        BrakeAdvice::Ask(Question::UnitCost) => (
            "no_unit_costs",
            Some("what do the goods cost? Without it no brake can be compared with the loss it avoids"),
        ),
    }
}

fn brake(brake: &Brake) -> Value {
    let (reason, question) = advice(brake.advice);
    json!({
        "advice": brake.advice.name(), "reason": reason, "question": question,
        "need": brake.need, "red_line": brake.red_line, "design_orders": brake.design_orders, "load": brake.load,
        "days": brake.days,
        "levers": brake.levers.iter().map(|answer| lever(answer.lever, &answer.reach)).collect::<Vec<_>>(),
        "cheapest": brake.cheapest.as_ref().map(|mix| json!({
            "parts": mix.parts.iter().map(|(lever, amount)| json!({ "lever": lever, "amount": amount })).collect::<Vec<_>>(),
            "load": mix.load, "orders": mix.orders, "cost": text(mix.cost.rounded()),
        })),
        "avoided": {
            "late_orders": brake.avoided.late_orders, "compensation": text(brake.avoided.compensation.rounded()),
            "refunds": text(brake.avoided.refunds.rounded()),
            "lost_repurchase": text(brake.avoided.lost_repurchase.rounded()),
            "total": text(brake.avoided.total.rounded()), "compensation_measured": brake.avoided.is_compensation_measured,
        },
        "answers": brake.answers,
        "start_on": brake.start_on, "start_above": brake.start_above, "release": brake.release,
    })
}

fn lever(lever: Lever, reach: &Reach) -> Value {
    match reach {
        Reach::Enough(found) => json!({
            "lever": lever, "outcome": "enough", "amount": found.amount, "least": found.least, "most": found.most,
            "limit": found.limit, "load": found.load, "load_one_step_less": found.load_one_step_less,
            "orders": found.orders, "cost": optional(found.cost.map(Money::rounded)),
        }),
        Reach::NotEnough { most, load } => {
            json!({ "lever": lever, "outcome": "not_enough", "amount": most, "load": load })
        }
        Reach::NoEffect => json!({ "lever": lever, "outcome": "no_effect" }),
    }
}

fn forecasts(forecasts: &Forecasts) -> Value {
    json!({
        "shop": forecasts.shop,
        "year_plan": forecasts.plan,
        "skus": forecasts.skus.iter().map(|sku| json!({
            "sku": sku.code, "model": sku.model, "chosen": sku.is_chosen, "error": sku.error,
            "mean": sku.mean, "band": sku.band,
        })).collect::<Vec<_>>(),
    })
}

fn replenishment(plan: &Replenishment) -> Value {
    let to_buy = &plan.to_buy;
    let suppliers =
        to_buy.suppliers.iter().map(|(name, total)| with("supplier", name.as_str().into(), self::total(total)));
    json!({
        "rows": plan.rows.iter().map(plan_row).collect::<Vec<_>>(),
        "without_stock_data": plan.without_stock_data,
        // Of all orders in the rows; held ones are in none of the totals but their own.
        "total": text(to_buy.all.amount.rounded()),
        "totals": {
            "all": total(&to_buy.all), "due": total(&to_buy.due), "before_next_look": total(&to_buy.soon),
            "held": total(&to_buy.held),
        },
        "suppliers": suppliers.collect::<Vec<_>>(),
    })
}

fn total(total: &Total) -> Map<String, Value> {
    let pairs = [
        ("amount", text(total.amount.rounded())),
        ("units", number(total.units)),
        ("skus", total.skus.into()),
        ("without_cost", total.without_cost.into()),
    ];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn plan_row(row: &PlanRow) -> Value {
    json!({
        "sku": row.code, "name": row.name, "free": number(row.free), "coming": number(row.coming), "demand": row.demand,
        "lead_days": row.lead_days, "lead_known": row.is_lead_known,
        "safety_stock": row.safety_stock, "reorder_point": row.reorder_point, "order_up_to": row.order_up_to,
        "cycle_service": row.cover.cycle_service, "fill_rate": row.cover.fill_rate,
        "economic_order": row.economic_order, "runs_out": row.runs_out, "order_on": row.order_on, "due": row.is_due,
        "cover_days": row.cover_days, "confirmed": row.is_confirmed,
        "orders": row.orders.iter().map(purchase).collect::<Vec<_>>(),
        "held": row.held.iter().map(purchase).collect::<Vec<_>>(),
        "questions": row.doubts.iter().map(doubt).collect::<Vec<_>>(),
        "stages": row.stages,
    })
}

fn purchase(order: &PurchaseOrder) -> Value {
    json!({
        "supplier": order.supplier, "backup": order.is_backup, "quantity": number(order.quantity),
        "unit_cost": order.unit_cost.map(|cost| cost.to_string()),
        "amount": optional(order.amount.map(Money::rounded)), "arrives": order.arrives,
    })
}

fn doubt(doubt: &Doubt) -> Value {
    match doubt {
        Doubt::LongCover { days, most } => json!({ "code": "long_cover", "days": days, "most": most }),
        Doubt::LosesMoney { per_unit } => json!({ "code": "loses_money", "per_unit": text(per_unit) }),
    }
}

fn stock_row(row: &StockRow) -> Value {
    json!({
        "sku": row.code, "name": row.name, "pace": row.pace, "on_hand": row.on_hand.map(number), "demand": row.demand,
        "cover_days": row.cover_days, "turnover": row.turnover, "days_since_sale": row.days_since_sale,
        "age_days": row.age_days, "tied_up": optional(row.tied_up.map(Money::rounded)),
        "clearance": row.clearance.as_ref().map(|clearance| json!({
            "price": text(clearance.price.rounded()), "clearance_price": text(clearance.clearance_price.rounded()),
            "cut": clearance.cut, "days": clearance.days, "frees": text(clearance.frees.rounded()),
            "above_cost": optional(clearance.above_cost.map(Money::rounded)),
        })),
    })
}

fn size_curve(curve: &SizeCurve) -> Value {
    json!({
        "style": curve.style, "units": number(curve.units),
        "sizes": curve.sizes.iter().map(|size| json!({
            "size": size.size, "sku": size.code, "units": number(size.units), "share": size.share,
            "stock_share": size.stock_share,
        })).collect::<Vec<_>>(),
    })
}
