use super::*;
use crate::books::Fact;
use crate::dataset::{Buyer, OrderKey, Review, RowRef, Service, Supply};
use crate::money::Rate;
use crate::pool::Key;
use crate::time::Stamp;
use jiff::civil;

/// A shop of one 淘宝 and one 拼多多 store.
struct Shop {
    dataset: Dataset,
    books: Books,
    taobao: StoreKey,
    pdd: StoreKey,
}

fn at(table: u16) -> RowRef {
    RowRef::new(table, 2)
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A moment of June 2026.
fn stamp(day: i8, hour: i8) -> Option<Stamp> {
    Stamp::from_civil(civil::date(2026, 6, day).at(hour, 30, 0, 0))
}

impl Shop {
    fn new() -> Shop {
        let mut dataset = Dataset::default();
        let taobao = dataset.pools.store(Source::Taobao, "南枝");
        let pdd = dataset.pools.store(Source::Pdd, "南枝拼多多");
        let books = Books::on(day("2026-06-05"));
        Shop { dataset, books, taobao, pdd }
    }

    fn sku(&mut self, code: &str) -> SkuKey {
        self.dataset.pools.skus.intern(code)
    }

    /// An order of some units of some SKUs at 10 yuan each.
    fn order(
        &mut self,
        store: StoreKey,
        paid: Option<Stamp>,
        shipped: Option<Stamp>,
        units: &[(SkuKey, i64)],
    ) -> &mut Sale {
        let order = OrderKey::from_index(u32::try_from(self.books.n_sales()).unwrap());
        let on = paid.unwrap().day();
        let fact = |&(sku, units): &(SkuKey, i64)| Fact {
            at: at(0),
            header: None,
            order,
            sku,
            store,
            day: on,
            units: Quantity::from_units(units),
            line_amount: Amount::from_cents(1_000 * units),
            header_amount: Amount::ZERO,
            order_share: 1_000_000,
            freight: None,
            province: None,
            is_shipped: shipped.is_some(),
            is_affiliate: false,
            is_reversal: false,
            opens_header: false,
            opens_bill: false,
            aftermath: None,
            cost: None,
        };
        let facts = units.iter().map(fact).collect();
        let sale = Sale {
            order,
            store,
            day: on,
            moment: paid,
            shipped,
            buyer: Buyer::default(),
            province: None,
            channel: None,
            revenue: Amount::ZERO,
            refund: Amount::ZERO,
            compensation: Amount::ZERO,
            units: units.iter().map(|sold| Quantity::from_units(sold.1)).sum(),
            state: if shipped.is_some() { SaleState::Sent } else { SaleState::Waiting },
            first_fact: 0,
            facts: 0,
        };
        self.books.joined_mut().push(facts, sale)
    }

    fn load(&self, filter: &Filter) -> Load {
        prepare(&self.dataset, &self.books, &Report::default(), &Config::default(), filter)
    }
}

#[test]
fn orders_are_counted_on_the_day_and_hour_they_were_paid() {
    let mut shop = Shop::new();
    let sku = shop.sku("A");
    let (taobao, pdd) = (shop.taobao, shop.pdd);
    shop.order(taobao, stamp(1, 9), stamp(1, 20), &[(sku, 2)]);
    shop.order(pdd, stamp(1, 23), stamp(4, 1), &[(sku, 1)]).compensation = Amount::from_cents(300);
    shop.order(taobao, stamp(3, 10), None, &[]);
    shop.order(taobao, stamp(3, 10), None, &[]).state = SaleState::RefundedUnsent;
    let load = shop.load(&Filter::default());
    assert_eq!((load.first, load.last()), (Some(day("2026-06-01")), Some(day("2026-06-05"))));
    let orders: Vec<u32> = load.days.iter().map(|day| day.orders).collect();
    assert_eq!(orders, [2, 0, 2, 0, 0], "days without an order are days, up to the day of analysis");
    assert_eq!((load.days[0].by_hour[9], load.days[0].by_hour[23], load.days[2].by_hour[10]), (1, 1, 2));
    assert_eq!((load.days[0].sent, load.days[3].sent), (1, 1));
    // From 9:30 to 20:30; and from 23:30 on the first to 01:30 on the fourth.
    assert_eq!(load.days[0].waits, [(11, 1), (50, 1)]);
    assert_eq!((load.days[0].sent_within(24), load.days[0].sent_within(48)), ((1, 2), (1, 2)));
    // Paid on the third at 10:30, the fifth ends 61.5 hours later; what was taken back waits for nothing.
    assert_eq!(load.days[2].ages, [(61, 1)]);
    assert_eq!((load.days[2].sent_within(48), load.days[2].sent_within(72)), ((0, 1), (0, 0)));
    assert_eq!(load.days[0].compensation, Money::from_cents(300));
}

#[test]
fn a_filter_takes_its_part() {
    let mut shop = Shop::new();
    let sku = shop.sku("A");
    let (taobao, pdd) = (shop.taobao, shop.pdd);
    shop.order(taobao, stamp(2, 9), None, &[(sku, 2)]);
    shop.order(pdd, stamp(3, 9), None, &[(sku, 5)]);
    let of = |filter: Filter| {
        let load = shop.load(&filter);
        (load.first, load.days.iter().map(|day| day.orders).sum::<u32>(), load.skus[0].units)
    };
    let whole = of(Filter::default());
    assert_eq!(whole, (Some(day("2026-06-02")), 2, Quantity::from_units(7)));
    let platform = Filter { platform: Some(Source::Pdd), ..Filter::default() };
    assert_eq!(of(platform), (Some(day("2026-06-03")), 1, Quantity::from_units(5)));
    let store = Filter { platform: Some(Source::Taobao), store: Some("南枝".to_owned()), ..Filter::default() };
    assert_eq!(of(store).2, Quantity::from_units(2));
    assert_eq!(shop.load(&Filter { platform: Some(Source::Jd), ..Filter::default() }).days.len(), 0);
}

#[test]
fn a_skus_units_are_added_up_by_day() {
    let mut shop = Shop::new();
    let (a, b) = (shop.sku("A"), shop.sku("B"));
    let store = shop.taobao;
    shop.order(store, stamp(1, 9), None, &[(b, 1), (a, 2), (b, 3)]);
    shop.order(store, stamp(3, 9), None, &[(b, 1)]);
    let load = shop.load(&Filter::default());
    let codes: Vec<_> = load.skus.iter().map(|sku| (sku.code.as_str(), sku.orders, sku.revenue)).collect();
    assert_eq!(codes, [("A", 1, Money::from_cents(2_000)), ("B", 2, Money::from_cents(5_000))]);
    assert_eq!(load.skus[1].sold, [(0, Quantity::from_units(4)), (2, Quantity::from_units(1))]);
    assert_eq!(load.skus[0].stock, None, "no stock data is not no stock");
}

#[test]
fn the_latest_count_of_every_warehouse_is_the_stock() {
    let mut shop = Shop::new();
    let sku = shop.sku("A");
    let store = shop.taobao;
    shop.order(store, stamp(1, 9), None, &[(sku, 1)]);
    let east = Some(shop.dataset.pools.warehouses.intern("东仓"));
    let west = Some(shop.dataset.pools.warehouses.intern("西仓"));
    let units = Quantity::from_units;
    let mut count = |table: u16, warehouse, on: &str, on_hand: i64, on_the_way: i64| {
        shop.dataset.stock.push(Stock {
            at: at(table),
            sku,
            warehouse,
            on_hand: units(on_hand),
            reserved: units(1),
            on_the_way: units(on_the_way),
            due: Some(day("2026-06-20")),
            day: Some(day(on)),
        });
    };
    count(1, east, "2026-06-01", 50, 0);
    count(2, east, "2026-06-04", 30, 10);
    // The same count in another export, and two shelves of one warehouse in one.
    count(3, east, "2026-06-04", 30, 10);
    count(2, west, "2026-06-03", 4, 0);
    count(2, west, "2026-06-03", 5, 0);
    // Of tomorrow nothing is known today.
    count(4, west, "2026-06-06", 900, 0);
    let state = |load: &Load| load.skus[0].stock.clone().unwrap();
    let load = shop.load(&Filter::default());
    let both = state(&load);
    assert_eq!((both.on_hand, both.reserved, both.free()), (units(39), units(3), units(36)));
    assert_eq!(both.on_the_way, [(Some(day("2026-06-20")), units(10))]);
    let counted = [(day("2026-06-01"), units(50)), (day("2026-06-03"), units(9)), (day("2026-06-04"), units(30))];
    assert_eq!(load.skus[0].counted, counted);
    let one = shop.load(&Filter { warehouse: Some("西仓".to_owned()), ..Filter::default() });
    assert_eq!(state(&one).on_hand, units(9));
}

#[test]
fn contacts_are_set_against_the_orders_of_their_platform_and_days() {
    let mut shop = Shop::new();
    let sku = shop.sku("A");
    let (taobao, pdd) = (shop.taobao, shop.pdd);
    for hour in 8..12 {
        shop.order(taobao, stamp(1, hour), None, &[(sku, 1)]);
        shop.order(taobao, stamp(2, hour), None, &[(sku, 1)]);
        shop.order(pdd, stamp(1, hour), None, &[(sku, 1)]);
    }
    for (agent, contacts, seconds) in [("小云", 3, 20), ("小雨", 1, 60)] {
        let agent = Some(shop.dataset.pools.agents.intern(agent));
        shop.dataset.service.push(Service {
            at: at(1),
            store: taobao,
            agent,
            day: Some(day("2026-06-01")),
            contacts: Some(contacts),
            first_response: None,
            average_response: Some(seconds * 1_000),
            reply_rate: Some(Rate::ONE),
            satisfaction: None,
        });
    }
    let service = shop.load(&Filter::default()).service;
    // Four contacts on four orders of 淘宝 on the first; the second has no report.
    assert_eq!((service.contacts, service.orders, service.agents), (4, 4, Some(2)));
    assert_eq!((service.contacts_per_order(), service.average_response_seconds), (Some(1.0), Some(30.0)));
}

#[test]
fn ads_and_bad_reviews_have_their_day() {
    let mut shop = Shop::new();
    let sku = shop.sku("A");
    let taobao = shop.taobao;
    shop.order(taobao, stamp(1, 9), None, &[(sku, 1)]);
    let nameless = shop.dataset.pools.store(Source::Taobao, "");
    for cents in [1_200, 800] {
        shop.books.spend.push(crate::books::Spend {
            at: at(1),
            store: nameless,
            product: None,
            name: None,
            day: Some(day("2026-06-02")),
            amount: Amount::from_cents(cents),
        });
    }
    for stars in [1, 2, 3, 5] {
        let on = Some(day("2026-06-03"));
        let review =
            Review { at: at(2), store: taobao, order: None, sku: None, agent: None, day: on, stars: Some(stars) };
        shop.dataset.reviews.push(review);
    }
    let of_store = Filter { platform: Some(Source::Taobao), store: Some("南枝".to_owned()), ..Filter::default() };
    let load = shop.load(&of_store);
    assert_eq!((load.days[0].ads, load.days[1].ads), (None, Some(Amount::from_cents(2_000))));
    assert_eq!((load.days[2].bad_reviews, load.days[1].bad_reviews), (2, 0));
}

#[test]
fn the_core_supplier_comes_first() {
    let mut shop = Shop::new();
    let sku = shop.sku("A");
    let store = shop.taobao;
    shop.order(store, stamp(1, 9), None, &[(sku, 1)]);
    for (name, is_backup) in [("乙", true), ("甲", false), ("甲", false)] {
        let supplier = Some(shop.dataset.pools.suppliers.intern(name));
        shop.dataset.supply.push(Supply {
            at: at(1),
            sku,
            supplier,
            is_backup,
            order_days: None,
            production_days: Some(12),
            transit_days: None,
            listing_days: None,
            minimum: None,
            multiple: None,
            per_day: None,
        });
    }
    let load = shop.load(&Filter::default());
    let suppliers: Vec<_> = load.skus[0].suppliers.iter().map(|one| (one.name.as_str(), one.production_days)).collect();
    assert_eq!(suppliers, [("甲", Some(12)), ("乙", Some(12))]);
}
