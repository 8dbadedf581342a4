//! Costs and settings in another currency than the shop sells in. Every expected figure was worked out on paper.

mod shop;

use std::fs;
use std::io::Cursor;
use std::path::Path;

use analytics::capacity::{self, Filter};
use analytics::config::ExchangeRates;
use analytics::currency::OtherCurrency;
use analytics::dataset::UnitCost;
use analytics::profit::{self, ReturnCosts};
use analytics::vocabulary::{BucketReason, Kind, RefundState, Source};
use analytics::{Amount, Config, Day, Money, Rate};
use protocol::{Known, Language, Missing, Reply, Request, StatedMoney};
use serde_json::{Value, json};
use shop::{Line, Shop, line, noon, stated, yuan};
use worker::session::{ReadSeek, Session};

/// Two orders of A in dollars, three units for 90.00, and its unit cost of 20, which names no currency.
fn dollars(changes: Value) -> Shop {
    let mut shop = Shop::new().with(changes);
    let two = Line { quantity: 2, ..line("2", "A", "60") };
    shop.lines(Source::Shopify, [line("1", "A", "30"), two]).costs(&[("A", "20", None)]);
    in_dollars(&mut shop);
    shop
}

fn in_dollars(shop: &mut Shop) {
    let dollar = shop.dataset.pools.currencies.intern("USD");
    shop.dataset.lines.iter_mut().for_each(|line| line.currency = dollar);
}

fn said(rate: &str) -> Value {
    json!({ "shop": { "cost_currency": "CNY", "exchange_rates": { "CNY": rate } } })
}

fn goods(shop: &Shop) -> String {
    shop.close().sku(&shop.dataset, "A").blocks.goods.to_string()
}

fn missing_rates(shop: &Shop) -> Vec<(String, u32, u32)> {
    let missing = shop.close().books.currencies().without_rate(&shop.dataset, &shop.config());
    missing.into_iter().map(|OtherCurrency { currency, rows, costs, .. }| (currency, rows, costs)).collect()
}

fn asked(shop: &Shop) -> Option<Vec<String>> {
    shop.close().books.currencies().cost_currencies_to_ask(&shop.dataset, &shop.config())
}

fn codes(shop: &Shop) -> Vec<&'static str> {
    shop.close().books.findings.iter().map(|(_, finding)| finding.problem.code()).collect()
}

#[test]
fn what_nobody_said_is_taken_as_the_shops_and_asked() {
    let shop = dollars(json!({}));
    assert_eq!(goods(&shop), "60.00");
    assert_eq!(asked(&shop), Some(vec!["USD".to_owned(), "CNY".to_owned()]));
    assert_eq!((codes(&shop), missing_rates(&shop)), (vec!["costs_in_shop_currency"], vec![]));
    // Said to be the shop's it stays, and is asked no more.
    let shop = shop.with(json!({ "shop": { "cost_currency": "USD" } }));
    assert_eq!((goods(&shop), asked(&shop), codes(&shop)), ("60.00".to_owned(), None, vec![]));
    // A shop that sells in yuan is not asked.
    let mut yuan = Shop::new();
    yuan.lines(Source::Pdd, [line("1", "A", "30")]).costs(&[("A", "20", None)]);
    assert_eq!((asked(&yuan), codes(&yuan)), (None, vec![]));
}

#[test]
fn without_a_cost_there_is_nothing_to_ask_and_a_setting_is_one() {
    let mut shop = Shop::new();
    shop.lines(Source::Shopify, [line("1", "A", "30")]);
    in_dollars(&mut shop);
    assert_eq!(asked(&shop), None);
    let shop = shop.with(json!({ "after_sales": { "insurance_per_order": "0.5" } }));
    assert!(asked(&shop).is_some());
}

#[test]
fn a_unit_cost_is_converted_to_a_millionth() {
    // 20 × 0.138889 = 2.77778 a unit, so that three are 8.33334: rounded to the cent first they would be 8.34.
    assert_eq!(goods(&dollars(said("0.138889"))), "8.33");
    // What is tied up in stock is the same money.
    let shop = dollars(said("0.138889"));
    let outcome = shop.close();
    let load = capacity::prepare(&shop.dataset, &outcome.books, &outcome.report, &shop.config(), &Filter::default());
    assert_eq!(load.skus[0].unit_cost, Some(yuan("2.77778")));
    // The same of one that is typed.
    let typed = dollars(said("0.138889")).with(json!({ "goods": { "unit_cost": { "a": "20.00" } } }));
    assert_eq!(goods(&typed), "8.33");
}

/// Stock is worth what its units cost in the profit table, whoever says another cost later.
#[test]
fn stock_is_worth_what_goods_cost() {
    let unit_costs = |config: Value| {
        let mut shop = Shop::new().with(config);
        shop.lines(Source::Pdd, [line("1", "A", "30"), line("2", "B", "30")]);
        shop.costs(&[("A", "10", None)]);
        // An ERP says it of the day of an order, and of goods that are in no sheet.
        shop.costs(&[("A", "12", Some("2026-06-01")), ("B", "4", Some("2026-06-01")), ("B", "3", Some("2026-05-01"))]);
        shop.dataset.files.last_mut().unwrap().kind = Kind::OrderLines;
        let outcome = shop.close();
        let load =
            capacity::prepare(&shop.dataset, &outcome.books, &outcome.report, &shop.config(), &Filter::default());
        ["A", "B"].map(|sku| {
            let goods = outcome.sku(&shop.dataset, sku).blocks.goods;
            // One unit of each was sold.
            assert_eq!(load.skus.iter().find(|row| row.code == sku).unwrap().unit_cost.map(Money::from), Some(goods));
            goods.to_string()
        })
    };
    assert_eq!(unit_costs(json!({})), ["10.00", "4.00"]);
    assert_eq!(unit_costs(json!({ "goods": { "unit_cost": { "a": "7", "B": "5" } } })), ["7.00", "5.00"]);
}

#[test]
fn without_a_rate_a_cost_is_missing_and_asked_for() {
    let shop = dollars(json!({ "shop": { "cost_currency": "CNY" } }));
    assert!(!shop.close().sku(&shop.dataset, "A").has_cost);
    assert_eq!(missing_rates(&shop), [("CNY".to_owned(), 0, 1)]);
    assert_eq!(codes(&shop), ["costs_without_rate"]);
    // One that is typed goes before the sheet, known or not.
    let mut shop = shop.with(json!({ "goods": { "unit_cost": { "A": "20" } } }));
    let dollar = shop.dataset.pools.currencies.intern("USD");
    shop.dataset.costs.iter_mut().for_each(|cost| cost.currency = Some(dollar));
    assert!(!shop.close().sku(&shop.dataset, "A").has_cost);
    assert_eq!(missing_rates(&shop), [("CNY".to_owned(), 0, 1)]);
}

#[test]
fn a_row_that_names_its_currency_is_in_it() {
    let mut shop = dollars(said("0.14"));
    assert_eq!(goods(&shop), "8.40");
    // Of two from one day the higher stays: 3.00 dollars are more than 20 yuan.
    shop.costs(&[("A", "3", None)]);
    let dollar = shop.dataset.pools.currencies.intern("USD");
    shop.dataset.costs.iter_mut().filter(|cost| cost.cost == stated("3")).for_each(|cost| cost.currency = Some(dollar));
    assert_eq!(goods(&shop), "9.00");
    // What cannot be converted is unknown from its day on, and leaves the days before as they are.
    shop.costs(&[("A", "2", Some("2026-06-02"))]);
    let euro = shop.dataset.pools.currencies.intern("EUR");
    shop.dataset.costs.iter_mut().filter(|cost| cost.cost == stated("2")).for_each(|cost| cost.currency = Some(euro));
    assert_eq!(goods(&shop), "9.00");
    assert_eq!(missing_rates(&shop), [("EUR".to_owned(), 0, 1)]);
    shop.lines(Source::Shopify, [Line { day: "2026-06-02", ..line("3", "A", "30") }]);
    in_dollars(&mut shop);
    assert!(!shop.close().sku(&shop.dataset, "A").has_cost);
}

#[test]
fn settings_that_are_costs_are_converted_and_what_platforms_take_is_not() {
    let settings = json!({
        "logistics": {
            "freight_per_order": "5", "packaging_per_order": "0.35", "labour_per_order": "1", "storage_per_unit": "0.1",
        },
        "after_sales": { "return_freight": "8", "insurance_per_order": "0.5", "service_per_refund": "2" },
        "platform": { "shopify": { "fixed_per_order": "0.30", "stores": { "x": { "fixed_per_order": "9" } } } },
        "overhead": { "fixed": [{ "name": "房租", "amount": "3000" }] },
    });
    let shop = dollars(said("0.14")).with(settings.clone());
    let outcome = shop.close();
    let blocks = outcome.sku(&shop.dataset, "A").blocks;
    // 2 × (0.70 + 0.049 + 0.14) + 3 × 0.014 = 1.82, and 2 × 0.07 of insurance.
    assert_eq!((blocks.logistics.to_string(), blocks.after_sales.to_string()), ("1.82".to_owned(), "0.14".to_owned()));
    assert_eq!(blocks.platform.to_string(), "0.60");
    let settings_now = outcome.books.currencies().settings(&outcome.config);
    let ReturnCosts { freight, service, .. } = profit::return_costs(&settings_now);
    assert_eq!((freight, service), (yuan("1.12"), yuan("0.28")));
    // One day of June: 3,000 × 0.14 ÷ 30.
    let months = profit::months(&shop.dataset, &outcome.books, &outcome.prepared, &outcome.report, &outcome.config);
    assert_eq!(months[0].fixed[0].1.to_string(), "14.00");

    // Without a rate none of them is applied, and none of them is known.
    let shop = dollars(json!({ "shop": { "cost_currency": "CNY" } })).with(settings);
    let mut shop = shop;
    let dollar = shop.dataset.pools.currencies.intern("USD");
    shop.dataset.costs.iter_mut().for_each(|cost| cost.currency = Some(dollar));
    let outcome = shop.close();
    let blocks = outcome.sku(&shop.dataset, "A").blocks;
    assert_eq!((blocks.logistics.to_string(), blocks.after_sales.to_string()), ("0.00".to_owned(), "0.00".to_owned()));
    assert_eq!((blocks.goods.to_string(), blocks.platform.to_string()), ("60.00".to_owned(), "0.60".to_owned()));
    assert_eq!(missing_rates(&shop), [("CNY".to_owned(), 0, 8)]);
    let range = profit::net_range(&shop.dataset, &outcome.prepared, &outcome.report, &outcome.config).unwrap();
    let open: Vec<String> = range.open.iter().map(|open| open.assumption.name()).collect();
    for name in ["freight_per_order", "packaging_per_order", "labour_per_order", "insurance_per_order"] {
        assert!(open.iter().any(|open| open == name), "{name}: {open:?}");
    }
}

#[test]
fn the_couriers_price_list_is_converted() {
    let zone =
        json!({ "provinces": [], "first_grams": 1000, "first_price": "8", "step_grams": 500, "step_price": "3" });
    let list = json!({ "logistics": { "zones": [zone], "freight_per_order": "100" } });
    let listed = |changes: Value| {
        let mut shop = Shop::new().with(changes).with(list.clone());
        let to = Line { province: Some("浙江省"), quantity: 2, ..line("1", "A", "60") };
        shop.lines(Source::Shopify, [to]).costs(&[("A", "20", None)]).weights(&[("A", 600)]);
        in_dollars(&mut shop);
        shop.close().sku(&shop.dataset, "A").blocks.logistics.to_string()
    };
    // 1,200 g are the first step and one more: 11 × 0.14. Without a rate neither the list nor the average is known.
    assert_eq!(listed(said("0.14")), "1.54");
    assert_eq!(listed(json!({ "shop": { "cost_currency": "CNY" } })), "0.00");
}

/// A dollar is 7.00 until the end of March and 7.20 from then on.
fn dated() -> Value {
    let rates = json!([{ "from": "2026-04-01", "rate": "7.20" }, { "rate": "7.00" }]);
    json!({ "shop": { "currency": "CNY", "exchange_rates": { "USD": rates } } })
}

#[test]
fn a_row_is_worth_what_it_was_on_its_day() {
    let sold = |order, day| Line { day, shipped: Some("2026-04-02"), ..line(order, "A", "10") };
    let refunded = Line { refund: Some("5"), refund_state: RefundState::RefundOnly, ..sold("3", "2026-03-01") };
    let mut shop = Shop::new().with(dated());
    shop.lines(Source::Shopify, [sold("1", "2026-03-31"), sold("2", "2026-04-01"), refunded])
        .costs(&[("A", "1", None)])
        .ads(Source::Shopify, &[(None, "2026-03-31", "1"), (None, "2026-04-01", "2")]);
    in_dollars(&mut shop);
    let dollar = shop.dataset.pools.currencies.intern("USD");
    shop.dataset.ads.iter_mut().for_each(|row| row.currency = dollar);
    let found = |shop: &Shop| {
        let totals = shop.close().report.totals;
        [totals.revenue, totals.refunds, totals.ads].map(|money| money.to_string())
    };
    // 10 × 7 + 10 × 7.2 + 10 × 7; 5 × 7; 1 × 7 + 2 × 7.2.
    assert_eq!(found(&shop), ["212.00", "35.00", "21.40"]);
    // The day it was sent does not make it worth more. Ads before the first day of the orders are in no result.
    let shop = shop.with(json!({ "shop": { "basis": "shipped" } }));
    assert_eq!(found(&shop)[..2], ["212.00", "35.00"]);
}

/// An order in yuan, ads in dollars and a parcel in euros: none of the two was ever asked for beside orders.
#[test]
fn what_is_paid_in_another_currency_waits_for_a_rate_too() {
    let mut shop = Shop::new();
    shop.lines(Source::Pdd, [Line { waybill: Some("YT1".to_owned()), ..line("1", "A", "30") }]);
    shop.ads(Source::Pdd, &[(None, "2026-06-01", "1")]).bill(&[("YT1", "7.00")]);
    let [dollar, euro] = ["USD", "EUR"].map(|code| shop.dataset.pools.currencies.intern(code));
    shop.dataset.ads.iter_mut().for_each(|row| row.currency = dollar);
    shop.dataset.shipments.iter_mut().for_each(|row| row.currency = euro);
    assert_eq!(missing_rates(&shop), [("EUR".to_owned(), 1, 0), ("USD".to_owned(), 1, 0)]);
    let shop = shop.with(json!({ "shop": { "exchange_rates": { "USD": "7" } } }));
    assert_eq!(missing_rates(&shop), [("EUR".to_owned(), 1, 0)]);
    let outcome = shop.close();
    let currencies = outcome.books.currencies();
    let others = currencies.others(&shop.dataset, &shop.config()).into_iter();
    let others: Vec<(String, bool)> = others.map(|other| (other.currency, other.has_rate)).collect();
    assert_eq!(others, [("EUR".to_owned(), false), ("USD".to_owned(), true)]);
    assert_eq!(currencies.choices(&shop.dataset), ["CNY", "EUR", "USD"]);
}

/// Books in yuan of orders in dollars: no row is in yuan, and the money is.
#[test]
fn books_can_be_in_a_currency_that_no_row_is_in() {
    let shop = dollars(json!({ "shop": { "currency": "CNY", "exchange_rates": { "USD": "7" } } }));
    let outcome = shop.close();
    assert_eq!(outcome.books.currencies().shop_code(), "CNY");
    // 90.00 × 7, and three units at 20 yuan.
    let blocks = outcome.sku(&shop.dataset, "A").blocks;
    assert_eq!((blocks.revenue.to_string(), blocks.goods.to_string()), ("630.00".to_owned(), "60.00".to_owned()));
}

/// A courier in China bills an order of dollars: 7.00 and 14.00 yuan, at 0.14 in March and 0.15 from April.
#[test]
fn a_couriers_charge_is_worth_what_it_was_on_its_day() {
    let rates = json!({ "CNY": [{ "rate": "0.14" }, { "from": "2026-04-01", "rate": "0.15" }] });
    let mut shop = Shop::new().with(json!({ "shop": { "exchange_rates": rates } }));
    let sent = |order: &str| Line { waybill: Some(format!("YT{order}")), ..line(order, "A", "30") };
    shop.lines(Source::Shopify, [sent("1"), sent("2")]);
    in_dollars(&mut shop);
    shop.bill(&[("YT1", "7.00"), ("YT2", "14.00")]);
    let days = ["2026-03-31", "2026-04-01"].map(Day::parse);
    shop.dataset.shipments.iter_mut().zip(days).for_each(|(row, day)| row.day = day);
    // 7.00 × 0.14 = 0.98 and 14.00 × 0.15 = 2.10.
    assert_eq!(shop.close().report.all.logistics.to_string(), "3.08");
}

#[test]
fn a_header_is_worth_what_it_was_on_its_day() {
    let mut shop = Shop::new().with(dated());
    let unpriced = |order, sku| Line { amount: None, list: Some("1"), ..line(order, sku, "0") };
    shop.lines(Source::Taobao, [unpriced("1", "A"), unpriced("2", "A")])
        .headers(Source::Taobao, &[("1", "10", None, Some("2")), ("2", "20", None, None)])
        .costs(&[("A", "1", None)]);
    let dollar = shop.dataset.pools.currencies.intern("USD");
    for header in shop.dataset.headers.iter_mut() {
        header.currency = dollar;
        header.fee = Some(stated("1"));
        if header.amount == Some(stated("10")) {
            header.times.paid = Some(noon("2026-03-31"));
        }
    }
    let totals = shop.close().report.totals;
    // 10 × 7 + 20 × 7.2; 2 × 7; the fees 1 × 7 + 1 × 7.2.
    let found = [totals.revenue, totals.refunds, totals.platform].map(|money| money.to_string());
    assert_eq!(found, ["214.00", "14.00", "14.20"]);
}

#[test]
fn a_unit_cost_is_worth_what_it_was_when_it_began_and_settings_what_they_are_now() {
    let in_cost = json!({ "shop": { "cost_currency": "USD" }, "logistics": { "freight_per_order": "1" } });
    let found = |from, changes: Value| {
        let mut shop = Shop::new().with(dated()).with(in_cost.clone()).with(changes);
        shop.lines(Source::Pdd, [line("1", "A", "100")]).costs(&[("A", "2", from)]);
        let blocks = shop.close().sku(&shop.dataset, "A").blocks;
        (blocks.goods.to_string(), blocks.logistics.to_string())
    };
    let of = |goods: &str, logistics: &str| (goods.to_owned(), logistics.to_owned());
    assert_eq!(found(Some("2026-01-01"), json!({})), of("14.00", "7.20"));
    assert_eq!(found(Some("2026-05-01"), json!({})), of("14.40", "7.20"));
    assert_eq!(found(None, json!({})), of("14.40", "7.20"));
    assert_eq!(found(Some("2026-01-01"), json!({ "goods": { "unit_cost": { "A": "3" } } })), of("21.60", "7.20"));
}

/// A session with files in memory.
struct Page(Session, Vec<String>);

impl Page {
    fn add(&mut self, name: &str, text: &str) {
        let file = u32::try_from(self.1.len()).unwrap();
        self.1.push(text.to_owned());
        let request = Request::AddFile { file, name: name.to_owned(), known: Known::default(), more_follow: false };
        self.ask(request, Some(self.1.len() - 1));
    }

    fn ask(&mut self, request: Request, file: Option<usize>) -> Reply {
        let mut last = None;
        let mut reader = file.map(|file| Cursor::new(self.1[file].clone().into_bytes()));
        let reader = reader.as_mut().map(|reader| reader as &mut dyn ReadSeek);
        self.0.handle(request, reader, &mut |reply| last = Some(reply));
        last.unwrap()
    }

    fn missing(&mut self) -> Vec<Missing> {
        let Reply::Shop(shop) = self.ask(Request::Shop, None) else { panic!("no shop") };
        let about_currency = |missing: &Missing| {
            matches!(missing, Missing::CostCurrency { .. } | Missing::ExchangeRate { .. } | Missing::Costs { .. })
        };
        shop.missing.into_iter().filter(about_currency).collect()
    }

    fn unit_cost(&mut self, sku: &str) -> (Amount, Option<StatedMoney>) {
        let Reply::Sku(detail) = self.ask(Request::Sku { sku: sku.to_owned() }, None) else { panic!("{sku} is gone") };
        let (_, cost, cell) = detail.unit_costs.last().cloned().unwrap();
        (cost, cell.unwrap().stated)
    }
}

const ORDERS: &str = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n\
    #1,a@example.com,paid,2026-06-01 10:00:00 -0400,USD,50,0,0,50,1,Cup,50,C\n\
    #2,b@example.com,paid,2026-06-01 11:00:00 -0400,USD,40,0,0,40,1,Pot,40,P\n";

#[test]
fn the_page_asks_which_currency_and_then_for_its_rate() {
    let mut page = Page(Session::new(), Vec::new());
    page.add("orders.csv", ORDERS);
    page.add("成本.csv", "商家编码,成本\nC,20\nP,10\n");
    let choices = vec!["USD".to_owned(), "CNY".to_owned()];
    assert_eq!(page.missing(), [Missing::CostCurrency { choices }]);
    let mut config = Config::default();
    config.shop.cost_currency = "CNY".to_owned();
    page.ask(Request::SetConfig(Box::new(config.clone())), None);
    let missing = page.missing();
    assert_eq!(missing[0], Missing::ExchangeRate { currency: "CNY".to_owned(), rows: 0, costs: 2 });
    assert!(matches!(missing[1], Missing::Costs { skus: 2, .. }), "{missing:?}");
    let rate = Rate::parse("0.14").unwrap();
    config.shop.exchange_rates.insert("CNY".to_owned(), ExchangeRates::always(rate));
    page.ask(Request::SetConfig(Box::new(config)), None);
    assert_eq!(page.missing(), []);
    let stated = StatedMoney { amount: yuan("20"), currency: "CNY".to_owned(), rate };
    assert_eq!(page.unit_cost("C"), (yuan("2.8"), Some(stated)));
}

/// Euros and pounds without a rate are shown as what they are, and are no sum.
#[test]
fn the_page_adds_up_no_two_currencies() {
    let mut page = Page(Session::new(), Vec::new());
    page.add("orders.csv", ORDERS);
    let others = [("USD,50", "EUR,50"), ("USD,40", "GBP,40"), ("#1", "#3"), ("#2", "#4")];
    page.add("others.csv", &others.iter().fold(ORDERS.to_owned(), |text, (from, to)| text.replace(from, to)));
    let Reply::Shop(shop) = page.ask(Request::Shop, None) else { panic!("no shop") };
    let shown = |amount: Money, currency: &str, rows: u32| format!("{amount} {currency} of {rows}");
    let foreign = BucketReason::OtherCurrency;
    let of_shop = shop.profit.as_ref().unwrap().buckets.iter().filter(|bucket| bucket.reason == foreign);
    let of_shop: Vec<_> = of_shop.map(|bucket| shown(bucket.amount, &bucket.currency, bucket.rows)).collect();
    let of_file = shop.files[1].buckets.iter().filter(|bucket| bucket.reason == foreign);
    let of_file: Vec<_> = of_file.map(|bucket| shown(bucket.amount, &bucket.currency, bucket.rows)).collect();
    assert_eq!(of_shop, ["50.00 EUR of 1", "40.00 GBP of 1"]);
    assert_eq!(of_file, of_shop);
}

#[test]
fn a_sheet_names_its_currency_in_the_header_or_in_a_column() {
    let of = |sheet: &str| {
        let mut page = Page(Session::new(), Vec::new());
        page.add("orders.csv", ORDERS);
        page.add("成本.csv", sheet);
        page.missing()
    };
    assert_eq!(of("商家编码,成本(USD)\nC,20\nP,10\n"), []);
    assert_eq!(of("SKU,Unit cost USD\nC,20\nP,10\n"), []);
    let rate_of = |costs| Missing::ExchangeRate { currency: "CNY".to_owned(), rows: 0, costs };
    for header in ["单位成本（元）", "单位成本(¥)", "成本(RMB)", "Unit cost (CNY)"] {
        assert_eq!(of(&format!("商家编码,{header}\nC,20\nP,10\n"))[0], rate_of(2), "{header}");
    }
    // The column goes before the header, and where it is blank the header holds.
    assert_eq!(of("商家编码,成本(USD),币种\nC,20,人民币\nP,10,\n")[0], rate_of(1));
    let open = of("商家编码,成本,币种\nC,20,美元\nP,10,\n");
    assert!(matches!(open[0], Missing::CostCurrency { .. }), "{open:?}");
}

/// A sheet that the page fills in says what it says when it is dropped again.
#[test]
fn the_cost_sheet_to_fill_in_names_what_is_in_another_currency() {
    let mut page = Page(Session::new(), Vec::new());
    page.add("orders.csv", ORDERS);
    page.add("成本.csv", "商家编码,成本,币种\nC,20,\nP,10,USD\n");
    let mut config = Config::default();
    config.shop.cost_currency = "CNY".to_owned();
    config.shop.exchange_rates.insert("CNY".to_owned(), ExchangeRates::always(Rate::parse("0.14").unwrap()));
    page.ask(Request::SetConfig(Box::new(config.clone())), None);
    let Reply::Download { bytes, .. } = page.ask(Request::CostTemplate { language: Language::English }, None) else {
        panic!("no sheet")
    };
    let parts = cli::read("costs.xlsx", Cursor::new(bytes), &config, None);
    let currency = |cost: &UnitCost| cost.currency.map(|key| parts[0].pools.currencies.get(key).to_owned());
    let mut read: Vec<_> = parts[0].costs.iter().map(|cost| (cost.cost.to_string(), currency(cost))).collect();
    read.sort();
    assert_eq!(read, [("10.00".to_owned(), Some("USD".to_owned())), ("20.00".to_owned(), None)]);
}

#[test]
fn an_erps_costs_are_in_yuan() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/kuaimai/stock");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "csv")).unwrap();
    let parts = cli::read("快麦.csv", fs::File::open(file).unwrap(), &Config::default(), None);
    assert!(parts.iter().any(|part| !part.costs.is_empty()));
    for part in &parts {
        let in_yuan = |cost: &UnitCost| part.pools.currencies.get(cost.currency.unwrap()) == "CNY";
        assert!(part.costs.iter().all(in_yuan));
    }
}
