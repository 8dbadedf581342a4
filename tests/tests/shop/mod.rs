//! A shop written by hand: the rows that files would have given, in the fewest words.
#![allow(dead_code, reason = "each test file uses its part of this module")]

use analytics::books::{self, AsOf, Books};
use analytics::dataset::{
    AdSpend, BundlePart, Buyer, Departures, OrderHeader, OrderLine, Part, RowRef, Shipment, SourceFile, SourceTable,
    Times, UnitCost,
};
use analytics::profit::{self, Prepared, Report, Scope, SkuProfit};
use analytics::vocabulary::{Kind, OrderStatus, RefundState, Source};
use analytics::{Amount, Config, Dataset, Day, Quantity, Stamp, Stated};
use serde_json::{Value, json};

#[derive(Default)]
pub struct Shop {
    pub dataset: Dataset,
    pub changes: Vec<Value>,
    row: u32,
}

/// A line as a test writes it.
#[derive(Clone, Debug)]
pub struct Line {
    pub order: String,
    pub line: Option<String>,
    pub sku: &'static str,
    pub quantity: i64,
    pub amount: Option<&'static str>,
    pub list: Option<&'static str>,
    pub refund: Option<&'static str>,
    pub refund_state: RefundState,
    pub status: OrderStatus,
    pub day: &'static str,
    /// The day of payment where it is sent and this is `None`.
    pub shipped: Option<&'static str>,
    pub waybill: Option<String>,
    pub province: Option<&'static str>,
    pub product: Option<&'static str>,
    pub affiliate: bool,
    pub resend: bool,
    /// The ERP's own number of what it sent again.
    pub erp_order: Option<&'static str>,
    pub store: &'static str,
}

/// A sent and completed line of one unit.
pub fn line(order: &str, sku: &'static str, amount: &'static str) -> Line {
    Line {
        order: order.to_owned(),
        line: None,
        sku,
        quantity: 1,
        amount: Some(amount),
        list: None,
        refund: None,
        refund_state: RefundState::None,
        status: OrderStatus::Completed,
        day: "2026-06-01",
        shipped: None,
        waybill: None,
        province: None,
        product: None,
        affiliate: false,
        resend: false,
        erp_order: None,
        store: "",
    }
}

pub fn yuan(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

/// What a row says, in the currency that it names.
pub fn stated(text: &str) -> Stated {
    Stated::new(yuan(text))
}

pub fn noon(day: &str) -> Stamp {
    let date: jiff::civil::Date = day.parse().unwrap();
    Stamp::from_civil(date.at(12, 0, 0, 0)).unwrap()
}

/// Assumptions that would blur a result are off: no commission anywhere.
pub fn bare() -> Value {
    let none = json!({ "commission_rate": "0", "payment_rate": "0", "fixed_per_order": "0" });
    let platforms = ["taobao", "pdd", "douyin", "shopify", "generic"].map(|name| (name.to_owned(), none.clone()));
    json!({ "platform": serde_json::Map::from_iter(platforms) })
}

impl Shop {
    pub fn new() -> Shop {
        Shop { changes: vec![bare()], ..Shop::default() }
    }

    pub fn with(mut self, changes: Value) -> Shop {
        self.changes.push(changes);
        self
    }

    pub fn file(&mut self, source: Source, kind: Kind) -> u16 {
        let index = u16::try_from(self.dataset.files.len()).unwrap();
        self.dataset.files.push(SourceFile::new(format!("{source}-{index}"), source, kind));
        self.dataset.tables.push(SourceTable {
            file: index,
            sheet: None,
            header_row: 1,
            columns: Vec::new(),
            departures: Departures::default(),
        });
        self.row = 1;
        index
    }

    fn at(&mut self) -> RowRef {
        self.row += 1;
        RowRef::new(u16::try_from(self.dataset.tables.len() - 1).unwrap(), self.row)
    }

    pub fn lines(&mut self, platform: Source, lines: impl IntoIterator<Item = Line>) -> &mut Shop {
        self.file(platform, Kind::OrderLines);
        for line in lines {
            let at = self.at();
            let pools = &mut self.dataset.pools;
            let shipped = matches!(line.status, OrderStatus::Shipped | OrderStatus::Completed);
            let row = OrderLine {
                at,
                store: pools.store(platform, line.store),
                order: pools.order(platform, &line.order),
                line: line.line.as_deref().map(|id| pools.lines.intern(id)),
                sku: (!line.sku.is_empty()).then(|| pools.skus.intern(line.sku)),
                product: line.product.map(|id| pools.product(platform, id)),
                quantity: Quantity::from_units(line.quantity),
                amount: line.amount.map(stated),
                list_amount: line.list.map(stated),
                refund: line.refund.map(stated),
                refund_state: line.refund_state,
                status: Some(line.status),
                compensation: Stated::ZERO,
                fee: None,
                is_affiliate: line.affiliate,
                is_resend: line.resend,
                erp_order: line.erp_order.map(|number| pools.erp_orders.intern(number)),
                times: Times {
                    ordered: Some(noon(line.day)),
                    paid: Some(noon(line.day)),
                    shipped: shipped.then(|| noon(line.shipped.unwrap_or(line.day))),
                    ..Times::default()
                },
                waybill: line.waybill.as_deref().map(|id| pools.waybills.intern(id)),
                buyer: Buyer::default(),
                channel: None,
                note: None,
                province: line.province.map(|name| pools.provinces.intern(name)),
                currency: pools.currencies.intern("CNY"),
            };
            self.dataset.lines.push(row);
        }
        self
    }

    /// Headers: order, paid amount, postage within it, refund.
    pub fn headers(&mut self, platform: Source, rows: &[(&str, &str, Option<&str>, Option<&str>)]) -> &mut Shop {
        self.file(platform, Kind::Orders);
        for &(order, amount, postage, refund) in rows {
            let at = self.at();
            let pools = &mut self.dataset.pools;
            let header = OrderHeader {
                at,
                store: pools.store(platform, ""),
                order: pools.order(platform, order),
                amount: Some(stated(amount)),
                adds_to_lines: false,
                postage: postage.map(stated),
                refund: refund.map(stated),
                refund_state: if refund.is_some() { RefundState::Done } else { RefundState::None },
                status: Some(OrderStatus::Completed),
                compensation: Stated::ZERO,
                fee: None,
                times: Times { paid: Some(noon("2026-06-01")), ..Times::default() },
                waybill: None,
                buyer: Buyer::default(),
                channel: None,
                note: None,
                province: None,
                currency: pools.currencies.intern("CNY"),
            };
            self.dataset.headers.push(header);
        }
        self
    }

    pub fn costs(&mut self, costs: &[(&str, &str, Option<&str>)]) -> &mut Shop {
        self.file(Source::Zhanggui, Kind::Costs);
        for &(sku, cost, from) in costs {
            let at = self.at();
            let sku = self.dataset.pools.skus.intern(sku);
            let valid_from = from.map(|day| Day::parse(day).unwrap());
            self.dataset.costs.push(UnitCost { at, sku, cost: stated(cost), currency: None, valid_from, grams: None });
        }
        self
    }

    /// What is in bundles, as one file says; no units where its row does not say how many.
    pub fn bundles(&mut self, rows: &[(&str, &str, Option<i64>)]) -> &mut Shop {
        self.file(Source::Kuaimai, Kind::Costs);
        for &(bundle, part, units) in rows {
            let at = self.at();
            let skus = &mut self.dataset.pools.skus;
            let (bundle, part) = (skus.intern(bundle), Some(skus.intern(part)));
            self.dataset.bundles.push(BundlePart { at, bundle, part, units: units.map(Quantity::from_units) });
        }
        self
    }

    /// Grams a unit of each SKU, on cost rows that are there already.
    pub fn weights(&mut self, grams: &[(&str, u32)]) -> &mut Shop {
        for &(sku, grams) in grams {
            let sku = self.dataset.pools.skus.intern(sku);
            for cost in self.dataset.costs.iter_mut().filter(|cost| cost.sku == sku) {
                cost.grams = Some(grams);
            }
        }
        self
    }

    pub fn ads(&mut self, platform: Source, rows: &[(Option<&str>, &str, &str)]) -> &mut Shop {
        self.file(platform, Kind::Ads);
        for &(product, day, spend) in rows {
            let at = self.at();
            let pools = &mut self.dataset.pools;
            let row = AdSpend {
                at,
                store: pools.store(platform, ""),
                product: product.map(|id| pools.product(platform, id)),
                name: None,
                day: Day::parse(day),
                spend: stated(spend),
                currency: pools.currencies.intern("CNY"),
            };
            self.dataset.ads.push(row);
        }
        self
    }

    /// What a sheet calls the SKUs.
    pub fn names(&mut self, names: &[(&str, &str)]) -> &mut Shop {
        let mut part = Part::new(SourceFile::new("名称".to_owned(), Source::Zhanggui, Kind::Costs), None);
        for &(code, name) in names {
            let sku = part.pools.skus.intern(code);
            part.name_sku(sku, name);
        }
        self.dataset.take(part);
        self
    }

    /// What the ad reports call the products, on rows that are there already.
    pub fn ad_names(&mut self, names: &[(&str, &str)]) -> &mut Shop {
        for &(id, name) in names {
            let name = self.dataset.pools.names.intern(name);
            let pools = &self.dataset.pools;
            for row in self.dataset.ads.iter_mut() {
                if row.product.is_some_and(|product| pools.product_parts(product).1 == id) {
                    row.name = Some(name);
                }
            }
        }
        self
    }

    pub fn bill(&mut self, rows: &[(&str, &str)]) -> &mut Shop {
        self.file(Source::Courier, Kind::Shipments);
        for &(waybill, amount) in rows {
            let at = self.at();
            let waybill = self.dataset.pools.waybills.intern(waybill);
            let currency = self.dataset.pools.currencies.intern("CNY");
            self.dataset.shipments.push(Shipment { at, waybill, amount: stated(amount), day: None, currency });
        }
        self
    }

    pub fn config(&self) -> Config {
        let mut all = json!({});
        for changes in &self.changes {
            merge(&mut all, changes);
        }
        Config::with_changes(&all).unwrap()
    }

    pub fn close(&self) -> Closed {
        self.close_scope(&Scope::default())
    }

    pub fn close_scope(&self, scope: &Scope) -> Closed {
        let config = self.config();
        let books = books::close(&self.dataset, &config, AsOf::Orders);
        let prepared = profit::prepare(&self.dataset, &books, scope, config.ads.driver);
        let report = profit::report(&self.dataset, &prepared, &config);
        Closed { books, prepared, report, config }
    }
}

pub struct Closed {
    pub books: Books,
    pub prepared: Prepared,
    pub report: Report,
    pub config: Config,
}

impl Closed {
    #[track_caller]
    pub fn sku(&self, dataset: &Dataset, code: &str) -> &SkuProfit {
        let row = self.report.skus.iter().find(|(item, _)| item.code(dataset) == code);
        &row.unwrap_or_else(|| panic!("no row {code}")).1
    }
}

fn merge(all: &mut Value, changes: &Value) {
    match (all, changes) {
        (Value::Object(all), Value::Object(changes)) => {
            for (key, change) in changes {
                merge(all.entry(key.clone()).or_insert(Value::Null), change);
            }
        }
        (all, change) => *all = change.clone(),
    }
}
