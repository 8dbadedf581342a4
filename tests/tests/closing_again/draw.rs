//! Rows and files drawn at random, of one small shop in which they are about the same few orders.

use analytics::dataset::{
    AdSpend, BundlePart, Buyer, Departures, OrderHeader, OrderLine, Part, Refund, RowRef, Shipment, SourceFile,
    SourceTable, Times, UnitCost,
};
use analytics::vocabulary::{Kind, OrderStatus, RefundState, Source};
use analytics::{Amount, Quantity, Stamp, Stated};
use proptest::prelude::*;

/// One row of any kind of file; each kind takes of it what it has.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) order: u8,
    pub(super) form: u8,
    pub(super) line: Option<u8>,
    pub(super) sku: Option<u8>,
    pub(super) units: i64,
    pub(super) cents: Option<i64>,
    pub(super) refund: Option<i64>,
    pub(super) status: OrderStatus,
    pub(super) refund_state: RefundState,
    /// Counted from 2026-06-01; the last ones lie years ahead.
    pub(super) day: u16,
    pub(super) waybill: Option<u8>,
    pub(super) store: u8,
}

#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) source: Source,
    pub(super) kind: Kind,
    pub(super) rows: Vec<Row>,
}

pub(super) fn row() -> impl Strategy<Value = Row> {
    let statuses = vec![
        OrderStatus::Unexplained,
        OrderStatus::Unpaid,
        OrderStatus::Paid,
        OrderStatus::Shipped,
        OrderStatus::Completed,
        OrderStatus::Completed,
        OrderStatus::Cancelled,
        OrderStatus::Superseded,
    ];
    let refunds =
        vec![RefundState::None, RefundState::None, RefundState::Done, RefundState::RefundOnly, RefundState::Returned];
    let of_order = (0..9_u8, 0..8_u8, prop::option::of(0..6_u8), prop::option::weighted(0.9, 0..5_u8));
    let of_money = (-1..4_i64, prop::option::weighted(0.8, 0..6_000_i64), prop::option::of(0..3_000_i64));
    let of_state = (prop::sample::select(statuses), prop::sample::select(refunds));
    let day = prop_oneof![12 => 0..40_u16, 1 => 900..910_u16];
    (of_order, of_money, of_state, day, prop::option::of(0..5_u8), 0..3_u8).prop_map(
        |((order, form, line, sku), (units, cents, refund), (status, refund_state), day, waybill, store)| Row {
            order,
            form,
            line,
            sku,
            units,
            cents,
            refund,
            status,
            refund_state,
            day,
            waybill,
            store,
        },
    )
}

pub(super) fn file() -> impl Strategy<Value = File> {
    let kinds = vec![
        (Source::Taobao, Kind::OrderLines),
        (Source::Taobao, Kind::OrderLines),
        (Source::Taobao, Kind::Orders),
        (Source::Pdd, Kind::OrderLines),
        (Source::Jushuitan, Kind::OrderLines),
        (Source::Jushuitan, Kind::Orders),
        (Source::Generic, Kind::OrderLines),
        (Source::Courier, Kind::Shipments),
        (Source::Zhanggui, Kind::Costs),
        (Source::Taobao, Kind::Ads),
        (Source::Taobao, Kind::Refunds),
        (Source::Taobao, Kind::Refunds),
    ];
    (prop::sample::select(kinds), prop::collection::vec(row(), 1..7)).prop_map(|((source, kind), rows)| File {
        source,
        kind,
        rows,
    })
}

impl Row {
    pub(super) fn id(&self) -> String {
        let number = |order: u8| format!("40010000000000{order:03}");
        let next = number((self.order + 1) % 9);
        match self.form {
            0 => format!("{},{next}", number(self.order)),
            1 => format!("{next},{}", number(self.order)),
            2 => format!("{}-2", number(self.order)),
            _ => number(self.order),
        }
    }

    pub(super) fn moment(&self) -> Stamp {
        let first: jiff::civil::Date = "2026-06-01".parse().unwrap();
        let day = first.saturating_add(jiff::Span::new().days(i64::from(self.day)));
        Stamp::from_civil(day.at(12, 0, 0, 0)).unwrap()
    }

    pub(super) fn sku(&self) -> Option<&'static str> {
        // The same codes in several spellings.
        let codes = ["CUP", "cup", "TEA", "tea ", "P0 red"];
        self.sku.map(|sku| codes[usize::from(sku) % codes.len()])
    }

    pub(super) fn waybill(&self) -> Option<String> {
        self.waybill.map(|waybill| format!("YT{waybill}"))
    }
}

pub(super) fn part(position: usize, file: &File) -> Part {
    part_with_ids(position, file, |row| file.rows[row].id())
}

/// The same, where the rows are of other orders than the few.
pub(super) fn part_with_ids(position: usize, file: &File, id: impl Fn(usize) -> String) -> Part {
    let mut of_file = SourceFile::new(format!("{}-{position}", file.source), file.source, file.kind);
    of_file.profile = Some(format!("{}.{:?}", file.source, file.kind));
    let rows = u32::try_from(file.rows.len()).unwrap();
    (of_file.rows, of_file.accepted) = (rows, rows);
    let table =
        SourceTable { file: 0, sheet: None, header_row: 1, columns: Vec::new(), departures: Departures::default() };
    let mut part = Part::new(of_file, Some(table));
    let cents = |cents: i64| Stated::new(Amount::from_cents(cents));
    for (index, row) in file.rows.iter().enumerate() {
        let at = RowRef::new(0, u32::try_from(index).unwrap() + 2);
        let id = id(index);
        let pools = &mut part.pools;
        let currency = pools.currencies.intern(if row.day == 13 { "USD" } else { "CNY" });
        // An ERP knows where an order was placed, or it does not.
        let platform = match file.source {
            Source::Jushuitan if row.store > 0 => Source::Taobao,
            source => source,
        };
        let store = pools.store(platform, ["", "one", "two"][usize::from(row.store)]);
        let waybill = row.waybill().map(|id| pools.waybills.intern(&id));
        let times = Times {
            ordered: Some(row.moment()),
            paid: (row.status != OrderStatus::Unpaid).then(|| row.moment()),
            shipped: matches!(row.status, OrderStatus::Shipped | OrderStatus::Completed).then(|| row.moment()),
            ..Times::default()
        };
        let is_resend = row.form == 7 && row.units > 0;
        match file.kind {
            Kind::OrderLines => {
                let line = OrderLine {
                    at,
                    store,
                    order: pools.order(platform, &id),
                    line: row.line.map(|line| pools.lines.intern(&format!("L{line}"))),
                    sku: row.sku().map(|code| pools.skus.intern(code)),
                    product: row.sku.map(|sku| pools.product(platform, &format!("P{}", sku % 2))),
                    quantity: Quantity::from_units(row.units),
                    amount: row.cents.map(cents),
                    list_amount: row.cents.map(|list| cents(list + 100)),
                    refund: row.refund.map(cents),
                    refund_state: row.refund_state,
                    status: Some(row.status),
                    compensation: Stated::ZERO,
                    fee: row.refund.filter(|refund| refund % 5 == 0).map(cents),
                    is_affiliate: row.units == 3,
                    is_resend,
                    // Of the same goods there are two numbers.
                    erp_order: row
                        .line
                        .filter(|_| is_resend)
                        .map(|line| pools.erp_orders.intern(["1", "2"][usize::from(line % 2)])),
                    times,
                    waybill,
                    buyer: Buyer::default(),
                    channel: None,
                    note: None,
                    province: None,
                    currency,
                };
                part.lines.push(line);
                // What an ERP says beside it: what the goods cost, and the parcel.
                if file.source == Source::Jushuitan {
                    let amount = cents(row.units.abs() * 300 + 20);
                    if let Some(waybill) = waybill {
                        part.shipments.push(Shipment { at, waybill, amount, day: None, currency });
                    }
                    if let Some(sku) = line.sku.filter(|_| row.form == 5) {
                        part.costs.push(UnitCost {
                            at,
                            sku,
                            cost: amount,
                            currency: None,
                            valid_from: None,
                            grams: None,
                        });
                    }
                }
            }
            Kind::Orders => {
                let header = OrderHeader {
                    at,
                    store,
                    order: pools.order(platform, &id),
                    amount: row.cents.map(cents),
                    adds_to_lines: false,
                    postage: row.line.map(|line| cents(i64::from(line) * 100)),
                    refund: row.refund.map(cents),
                    refund_state: row.refund_state,
                    status: Some(row.status),
                    compensation: cents(if row.units == 3 { 150 } else { 0 }),
                    fee: row.refund.filter(|refund| refund % 7 == 0).map(cents),
                    times,
                    waybill,
                    buyer: Buyer::default(),
                    channel: None,
                    note: row.sku.filter(|sku| *sku == 3).map(|_| pools.notes.intern("刷单")),
                    province: None,
                    currency,
                };
                part.headers.push(header);
            }
            Kind::Shipments => {
                if let (Some(waybill), Some(amount)) = (waybill, row.cents.map(cents)) {
                    part.shipments.push(Shipment { at, waybill, amount, day: None, currency });
                }
            }
            // A code of the cost sheet may be a bundle, in which another one is, or itself.
            Kind::Costs if row.form == 6 => {
                if let Some(code) = row.sku() {
                    let bundle = pools.skus.intern(code);
                    let part_code = ["CUP", "TEA", "P0 red", "CARD"][usize::from(row.order) % 4];
                    let units = (row.units > 0).then(|| Quantity::from_units(row.units));
                    let content = Some(pools.skus.intern(part_code));
                    part.bundles.push(BundlePart { at, bundle, part: content, units });
                }
            }
            Kind::Costs => {
                if let (Some(code), Some(cost)) = (row.sku(), row.cents.map(cents)) {
                    let sku = pools.skus.intern(code);
                    let valid_from = row.line.map(|_| row.moment().day());
                    part.costs.push(UnitCost {
                        at,
                        sku,
                        cost,
                        currency: (row.units == 2).then_some(currency),
                        valid_from,
                        grams: None,
                    });
                }
            }
            Kind::Refunds => {
                // Some lists name sub-orders by number.
                let number = if row.form == 5 { format!("L{}", row.sku.unwrap_or(0)) } else { id };
                part.refunds.push(Refund {
                    at,
                    store,
                    order: pools.order(platform, &number),
                    request: row.waybill.map(|number| pools.requests.intern(&format!("R{number}"))),
                    line: row.line.map(|line| pools.lines.intern(&format!("L{line}"))),
                    sku: row.sku().map(|code| pools.skus.intern(code)),
                    product: row.sku.map(|sku| pools.product(platform, &format!("P{}", sku % 2))),
                    amount: cents(row.refund.or(row.cents).unwrap_or(0)),
                    state: row.refund_state,
                    moment: (row.form != 4).then(|| row.moment()),
                    currency,
                });
            }
            _ => {
                let product = row.sku.map(|sku| pools.product(platform, &format!("P{sku}")));
                let spend = cents(row.cents.unwrap_or(700));
                part.ads.push(AdSpend {
                    at,
                    store,
                    product,
                    name: None,
                    day: Some(row.moment().day()),
                    spend,
                    currency,
                });
            }
        }
    }
    part
}

/// A unit that was sold, sent and kept.
pub(super) fn sold(order: u8, waybill: Option<u8>) -> Row {
    Row {
        order,
        form: 3,
        line: None,
        sku: Some(0),
        units: 1,
        cents: Some(5_000),
        refund: None,
        status: OrderStatus::Completed,
        refund_state: RefundState::None,
        day: 0,
        waybill,
        store: 0,
    }
}
