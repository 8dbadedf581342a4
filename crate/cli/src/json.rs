//! The one JSON object the command prints. Its keys are a promise: scripts rely on them.

use analytics::books::{Books, Bucket, FileMoney};
use analytics::capacity::LATE_LOSS_DAYS;
use analytics::currency::OtherCurrency;
use analytics::dataset::{CurrencyKey, Records, SourceFile};
use analytics::diagnostic::{Diagnostic, Severity};
use analytics::figures::ten_digits;
use analytics::profit::{
    self, Blocks, Item, LossPlace, MonthProfit, NetRange, OrderProfit, Prepared, RefundsDue, Report, SkuProfit,
};
use analytics::vocabulary::RefundBasis;
use analytics::{Config, Dataset, Money};
use serde_json::{Map, Value, json};

/// What is printed.
pub(crate) struct Results<'a> {
    pub(crate) dataset: &'a Dataset,
    pub(crate) config: &'a Config,
    pub(crate) books: &'a Books,
    pub(crate) prepared: &'a Prepared,
    pub(crate) report: &'a Report,
    /// Where they are printed.
    pub(crate) orders: Option<&'a [OrderProfit]>,
}

pub(crate) fn whole(results: &Results<'_>) -> Value {
    let fates = profit::fates(results.dataset, results.books, results.prepared, results.report);
    let doubts = profit::implausible_costs(results.dataset, results.books, results.report, results.config);
    let files: Vec<Value> = (0_u16..)
        .zip(&results.dataset.files)
        .map(|(index, file)| {
            let money = fates.by_currency(index);
            let all = file.kind.carries_money().then(|| fates_of_money(money.iter().map(|(_, money)| *money).sum()));
            let by_currency = money_by_currency(results, &money).filter(|_| all.is_some());
            let findings = results.books.findings.iter().chain(&doubts).filter(|(of, _)| *of == index);
            let findings = findings.map(|(_, finding)| finding);
            let basis = results.books.refunds.get(usize::from(index)).and_then(Option::as_ref);
            self::file(file, findings, basis.and_then(|decision| decision.basis), [all, by_currency])
        })
        .collect();
    // What is in no currency but the shop's names it all the same.
    let code = |bucket: &Bucket| code(results, bucket.currency);
    let mut buckets: Vec<Bucket> = fates.buckets().collect();
    buckets.sort_by_key(|bucket| (bucket.file, bucket.reason, code(bucket)));
    let buckets: Vec<Value> = buckets
        .iter()
        .map(|bucket| {
            let file = results.dataset.files.get(usize::from(bucket.file)).map(|file| file.name.as_str());
            json!({
                "file": file, "reason": bucket.reason.name(), "amount": text(bucket.amount), "currency": code(bucket),
                "rows": bucket.rows,
            })
        })
        .collect();
    let Results { dataset, books, config, .. } = results;
    let nets = profit::order_nets(dataset, books, results.prepared, results.report, config);
    let settings = books.currencies().settings(config);
    let customers = crate::repurchase::prepare(dataset, books, &nets, &settings.repurchase);
    let (repurchase, repurchase_reason) = crate::repurchase::section(dataset, books, &customers, &settings.repurchase);
    let late_loss = analytics::repurchase::late_loss(dataset, books, &customers, LATE_LOSS_DAYS);
    let (capacity, capacity_reason) = crate::capacity::section(dataset, books, results.report, config, late_loss);
    let has_orders = !(results.dataset.lines.is_empty() && results.dataset.headers.is_empty());
    json!({
        "as_of": results.books.as_of.map(|day| day.to_string()),
        "files": files,
        "profit": has_orders.then(|| profit_section(results)),
        "profit_reason": (!has_orders).then_some("no file has orders"),
        "buckets": buckets,
        "repurchase": repurchase,
        "repurchase_reason": repurchase_reason,
        "capacity": capacity,
        "capacity_reason": capacity_reason,
    })
}

fn fates_of_money(money: FileMoney) -> Value {
    json!({
        "total": text(money.total), "counted": text(money.counted),
        "confirms": text(money.confirms), "buckets": text(money.buckets),
    })
}

/// Where some of a file's money has no rate, its fates currency by currency; else nothing beside `money`, which is then a
/// sum of bare numbers.
fn money_by_currency(results: &Results<'_>, money: &[(Option<CurrencyKey>, FileMoney)]) -> Option<Value> {
    let has_others = money.iter().any(|(currency, _)| currency.is_some());
    has_others.then(|| {
        let of = |&(currency, money): &(Option<CurrencyKey>, FileMoney)| {
            json!({ "currency": code(results, currency), "fates": fates_of_money(money) })
        };
        let mut money = money.to_vec();
        // The shop's currency first, the others by their codes, whatever was read first.
        money.sort_by_key(|&(currency, _)| (currency.is_some(), code(results, currency)));
        money.iter().map(of).collect()
    })
}

/// The code of a currency, the shop's for `None`; `None` where no money is known of.
fn code<'r>(results: &Results<'r>, currency: Option<CurrencyKey>) -> Option<&'r str> {
    let shop = Some(results.books.currencies().shop_code()).filter(|code| !code.is_empty());
    currency.map_or(shop, |key| Some(results.dataset.pools.currencies.get(key)))
}

/// `findings` are what only all files together show of this one.
fn file<'f>(
    file: &'f SourceFile,
    findings: impl Iterator<Item = &'f Diagnostic>,
    refund_basis: Option<RefundBasis>,
    [money, money_by_currency]: [Option<Value>; 2],
) -> Value {
    let findings: Vec<Value> = findings.map(diagnostic).collect();
    let total = file.diagnostics_total.saturating_add(u32::try_from(findings.len()).unwrap_or(u32::MAX));
    json!({
        "name": file.name,
        "source": file.source.name(),
        "kind": file.kind.name(),
        "rows": file.rows,
        "accepted": file.accepted,
        "set_aside": file.set_aside,
        "records": records(file.records),
        "diagnostics": file.diagnostics.iter().map(diagnostic).chain(findings).collect::<Vec<_>>(),
        "diagnostics_total": total,
        "control": file.control.map(|control| json!({ "stated": text(control.stated), "computed": text(control.computed) })),
        "money": money,
        "money_by_currency": money_by_currency,
        "refund_basis": refund_basis.map(RefundBasis::name),
        "format": file.format,
        "period": file.period.map(|(first, last)| [first.to_string(), last.to_string()]),
    })
}

fn records(records: Records) -> Value {
    json!({
        "records": records.all,
        "header": records.header,
        "rows": records.data,
        "title": records.title,
        "summary": records.summary,
        "blank": records.blank,
        "description": records.description,
        "lines": records.lines,
        "line_breaks": records.line_breaks,
    })
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    json!({
        "severity": severity,
        "code": diagnostic.problem.code(),
        "sheet": diagnostic.place.sheet,
        "row": diagnostic.place.row,
        "column": diagnostic.place.column,
        "message": diagnostic.problem.to_string(),
    })
}

fn profit_section(results: &Results<'_>) -> Value {
    let Results { dataset, books, prepared, report, config, .. } = results;
    let range = profit::net_range(dataset, prepared, report, config);
    let due = profit::ScopeSales::of(dataset, books, &prepared.scope).refunds_due(books.as_of);
    let months = profit::months(dataset, books, prepared, report, config);
    let places = profit::loss_places(dataset, prepared, config, report);
    let missing_rates = books.currencies().without_rate(dataset, config).into_iter().map(
        |OtherCurrency { currency, rows, costs, .. }| json!({ "currency": currency, "rows": rows, "costs": costs }),
    );
    let mut section = json!({
        "basis": results.config.shop.basis.name(),
        "currency": Some(books.currencies().shop_code()).filter(|code| !code.is_empty()),
        "cost_currency": books.currencies().cost_currency(),
        "missing_rates": missing_rates.collect::<Vec<_>>(),
        "totals": blocks(&report.totals, true),
        "all": all(report),
        "range": range_section(range.as_ref()),
        "refunds_due": due.as_ref().map(refunds_due),
        "refunds_due_reason": due.is_none().then_some(
            "fewer than 30 sent orders are older than 30 days, none is younger, or the files do not say when parcels were sent"
        ),
        "months": months.iter().map(month).collect::<Vec<_>>(),
        "skus": report.skus.iter().map(|(item, row)| sku(dataset, *item, row, places.get(item))).collect::<Vec<_>>(),
        "platforms": report.platforms.iter().map(|(source, row)| with("source", source.name().into(), blocks(row, true))).collect::<Vec<_>>(),
    });
    if let (Some(orders), Some(section)) = (results.orders, section.as_object_mut()) {
        section.insert("orders".to_owned(), orders.iter().map(|row| order(dataset, row)).collect());
        let idle = profit::ads_without_orders(results.prepared, report);
        section.insert("ads_without_orders".to_owned(), text(idle));
    }
    section
}

/// Every SKU, whatever is known of it.
fn all(report: &Report) -> Value {
    let Blocks { units, orders, revenue, refunds, platform, ads, logistics, after_sales, .. } = report.all;
    json!({
        "units": number(units), "orders": orders, "revenue": text(revenue), "refunds": text(refunds),
        "platform": text(platform), "ads": text(ads), "logistics": text(logistics), "after_sales": text(after_sales),
        "before_goods": text(report.all.before_goods()), "covered_revenue": text(report.totals.revenue),
    })
}

/// The ends are `null` where no SKU that was sold has a known cost.
fn range_section(range: Option<&NetRange>) -> Value {
    let open = range.map_or(&[][..], |range| &range.open);
    json!({
        "low": optional(range.map(|range| range.low)),
        "high": optional(range.map(|range| range.high)),
        "open": open.iter().map(|open| json!({
            "assumption": open.assumption.name(),
            "low": optional(open.cost.map(|(low, _)| low)), "high": optional(open.cost.map(|(_, high)| high)),
            "source": profit::usual(open.assumption).map(|usual| usual.source.as_str()),
        })).collect::<Vec<_>>(),
    })
}

fn refunds_due(due: &RefundsDue) -> Value {
    json!({
        "amount": text(due.amount), "orders": due.orders, "so_far": text(due.so_far), "days": due.days,
        "grown_orders": due.grown_orders, "grown_revenue": text(due.grown_revenue),
        "grown_refunds": text(due.grown_refunds),
    })
}

fn month(month: &MonthProfit) -> Value {
    json!({
        "month": month.month.to_string(), "days": month.days, "of_days": month.of_days,
        "revenue": text(month.revenue), "refunds": text(month.refunds), "net": text(month.net), "tax": text(month.tax),
        "fixed": month.fixed.iter().map(|(name, amount)| json!({ "name": name, "amount": text(amount) })).collect::<Vec<_>>(),
        "left": text(month.left()),
    })
}

fn blocks(blocks: &Blocks, has_cost: bool) -> Map<String, Value> {
    let known = |amount: Money| if has_cost { text(amount) } else { Value::Null };
    let pairs = [
        ("units", number(blocks.units)),
        ("orders", blocks.orders.into()),
        ("revenue", text(blocks.revenue)),
        ("refunds", text(blocks.refunds)),
        ("goods", known(blocks.goods)),
        ("platform", text(blocks.platform)),
        ("ads", text(blocks.ads)),
        ("logistics", text(blocks.logistics)),
        ("after_sales", text(blocks.after_sales)),
        ("net", known(blocks.net())),
    ];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn sku(dataset: &Dataset, item: Item, row: &SkuProfit, place: Option<&LossPlace>) -> Value {
    let mut object = blocks(&row.blocks, row.has_cost);
    let own = [
        ("sku", item.code(dataset).into()),
        ("name", item.name(dataset).into()),
        ("net_per_unit", optional(row.net_per_unit())),
        ("margin", row.margin().into()),
        ("loss_making", row.is_loss_making().into()),
        ("loss_block", row.loss_block().map(analytics::vocabulary::Block::name).into()),
        ("break_even_price", optional(row.break_even_price())),
        ("break_even_roas", row.break_even_roas().into()),
        ("affordable_ads_per_order", optional(row.affordable_ads_per_order())),
        ("loss_at", place.map(|place| loss_at(dataset, place)).into()),
    ];
    object.extend(own.into_iter().map(|(key, value)| (key.to_owned(), value)));
    object.into()
}

/// Where it loses while it earns elsewhere. `store` is null where it is the whole platform.
fn loss_at(dataset: &Dataset, place: &LossPlace) -> Value {
    json!({
        "source": place.platform.name(),
        "store": place.store.map(|store| dataset.pools.store_parts(store).1),
        "net": text(place.net()),
        "units": number(place.profit.blocks.units), "orders": place.profit.blocks.orders,
        "loss_block": place.profit.loss_block().map(analytics::vocabulary::Block::name),
    })
}

fn order(dataset: &Dataset, row: &OrderProfit) -> Value {
    let (platform, id) = dataset.pools.order_parts(row.order);
    let mut object = blocks(&row.blocks, true);
    let own = [
        ("order", id.into()),
        ("source", platform.name().into()),
        ("store", dataset.pools.store_parts(row.store).1.into()),
        ("day", row.day.to_string().into()),
        ("partial", row.is_partial.into()),
    ];
    object.extend(own.into_iter().map(|(key, value)| (key.to_owned(), value)));
    object.into()
}

pub(crate) fn with(key: &str, value: Value, mut object: Map<String, Value>) -> Value {
    object.insert(key.to_owned(), value);
    object.into()
}

/// Money is text, so that no reader makes a binary fraction of it.
pub(crate) fn text(amount: impl ToString) -> Value {
    amount.to_string().into()
}

pub(crate) fn optional(amount: Option<Money>) -> Value {
    amount.map_or(Value::Null, text)
}

pub(crate) fn number(decimal: impl ToString) -> Value {
    serde_json::from_str(&decimal.to_string()).unwrap_or(Value::Null)
}

/// `null` for what is no finite number.
pub(crate) fn float(value: f64) -> Value {
    ten_digits(value).into()
}
