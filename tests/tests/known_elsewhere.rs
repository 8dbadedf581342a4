//! What only one of several files knows of an order is taken from it, in whatever order the files come.

mod shop;

use analytics::books::Sale;
use analytics::dataset::Buyer;
use analytics::vocabulary::{OrderStatus, RefundState, Source};
use serde_json::json;
use shop::{Line, Shop, line, stated};

/// The one order of a shop, of which two files tell in either order. `fill` writes into the row of the file that knows.
fn told(first: (Source, Line), second: (Source, Line), knows: usize, fill: impl Fn(&mut Shop, usize)) -> Vec<Shop> {
    [false, true]
        .into_iter()
        .map(|turned| {
            let mut shop = Shop::new().with(json!({ "exclude": { "note_contains": ["刷"] } }));
            let mut files = [first.clone(), second.clone()];
            if turned {
                files.reverse();
            }
            for (source, line) in files {
                shop.lines(source, [line]);
            }
            fill(&mut shop, if turned { 1 - knows } else { knows });
            shop.dataset.files.iter_mut().for_each(|file| file.rows = 1);
            shop
        })
        .collect()
}

fn only_sale(shop: &Shop) -> Sale {
    let outcome = shop.close();
    let sales: Vec<Sale> = outcome.books.sales().copied().collect();
    let [sale] = sales[..] else { panic!("{sales:?}") };
    sale
}

/// An export of June has the buyer in full; that of September, where the order has come further, masks them.
#[test]
fn a_buyer_whom_a_later_export_masks_is_known() {
    let named = |status| Line { line: Some("1-1".to_owned()), status, ..line("10000000001", "A", "100") };
    for (later, has_line_id) in [(OrderStatus::Completed, true), (OrderStatus::Completed, false)] {
        let [june, september] = [OrderStatus::Paid, later].map(|status| match has_line_id {
            true => named(status),
            false => Line { line: None, ..named(status) },
        });
        let fill = |shop: &mut Shop, index: usize| {
            let pools = &mut shop.dataset.pools;
            let buyer = Buyer { key: Some(pools.customer(Source::Taobao, "小满")), ..Buyer::default() };
            let channel = Some(pools.channels.intern("直播"));
            let province = Some(pools.provinces.intern("浙江省"));
            let row = shop.dataset.lines.iter_mut().nth(index).unwrap();
            (row.buyer, row.channel, row.province) = (buyer, channel, province);
        };
        for shop in told((Source::Taobao, june), (Source::Taobao, september), 0, fill) {
            let sale = only_sale(&shop);
            assert_eq!(shop.dataset.pools.customer_parts(sale.buyer.key.unwrap()).1, "小满");
            assert_eq!(shop.dataset.pools.channels.get(sale.channel.unwrap()), "直播");
            assert_eq!(shop.dataset.pools.provinces.get(sale.province.unwrap()), "浙江省");
        }
    }
}

/// The same of lists with a row for every order.
#[test]
fn a_buyer_whom_a_later_list_masks_is_known() {
    for knows in 0..2 {
        let mut shop = Shop::new();
        for _ in 0..2 {
            shop.headers(Source::Taobao, &[("1", "80", None, None)]);
        }
        let key = shop.dataset.pools.customer(Source::Taobao, "小满");
        shop.dataset.headers.iter_mut().nth(knows).unwrap().buyer.key = Some(key);
        let [status, other] = [OrderStatus::Paid, OrderStatus::Completed].map(Some);
        shop.dataset.headers.iter_mut().nth(knows).unwrap().status = status;
        shop.dataset.headers.iter_mut().nth(1 - knows).unwrap().status = other;
        assert_eq!(only_sale(&shop).buyer.key, Some(key));
    }
}

/// Two files that know different buyers of one order: whom it belongs to does not rest on which was read first.
#[test]
fn of_two_buyers_the_order_of_files_decides_nothing() {
    let buyers = [["甲", "乙"], ["乙", "甲"]].map(|names| {
        let mut shop = Shop::new();
        for (name, status) in names.into_iter().zip([OrderStatus::Paid; 2]).chain([("", OrderStatus::Completed)]) {
            let id = Some("1-1".to_owned());
            shop.lines(Source::Taobao, [Line { status, line: id, ..line("10000000001", "A", "100") }]);
            let key = (!name.is_empty()).then(|| shop.dataset.pools.customer(Source::Taobao, name));
            shop.dataset.lines.iter_mut().last().unwrap().buyer.key = key;
        }
        shop.dataset.files.iter_mut().for_each(|file| file.rows = 1);
        shop.dataset.pools.customer_parts(only_sale(&shop).buyer.key.unwrap()).1.to_owned()
    });
    assert_eq!(buyers[0], buyers[1]);
}

/// A seller notes 刷单 in the ERP alone.
#[test]
fn a_note_of_another_file_takes_an_order_off() {
    let fill = |shop: &mut Shop, index: usize| {
        let note = shop.dataset.pools.notes.intern("刷单不发货");
        shop.dataset.lines.iter_mut().nth(index).unwrap().note = Some(note);
    };
    let own = line("10000000001", "A", "100");
    for shop in told((Source::Taobao, own.clone()), (Source::Jushuitan, own), 1, fill) {
        assert_eq!(shop.close().report.all.revenue.to_string(), "0.00");
    }
}

/// Old and new layouts of one platform: product, streamer and what the platform took stand in one of them.
#[test]
fn what_one_layout_says_of_a_line_the_other_need_not() {
    let fill = |shop: &mut Shop, index: usize| {
        let product = shop.dataset.pools.product(Source::Douyin, "77");
        let row = shop.dataset.lines.iter_mut().nth(index).unwrap();
        (row.product, row.is_affiliate, row.compensation) = (Some(product), true, stated("3"));
    };
    let own = line("10000000001", "A", "100");
    let erp = Line { refund_state: RefundState::None, ..own.clone() };
    for shop in told((Source::Douyin, own), (Source::Jushuitan, erp), 1, fill) {
        let outcome = shop.close();
        let fact = outcome.books.facts().next().unwrap();
        assert!(fact.is_affiliate);
        assert_eq!(outcome.books.products().count(), 1);
        assert_eq!(outcome.report.all.after_sales.to_string(), "3.00");
    }
}
