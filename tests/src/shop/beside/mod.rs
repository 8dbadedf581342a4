//! The same orders as other sources tell of them: the ERPs 聚水潭, 旺店通 and 快麦 of all stores, and the item report of 淘宝 in
//! the layout of before 2022. They go to the folder `beside/`: a shop with them is the same shop, but for what 旺店通 sent
//! again or in exchange, which costs goods.

mod jushuitan;
mod warehouse;

use super::catalogue::{Catalogue, Store};
use super::exports::LAST_EXPORT;
use super::money::yuan;
use super::orders::{Line, Order, Seen};
use super::table::{Output, Sheet, Style, formula};
use super::truth::Tally;

use jushuitan::Jushuitan;
use warehouse::{Kuaimai, Wangdiantong};

/// 宝贝报表 of before 2022: no ids of lines, no money, no dates.
const OLD_ITEMS: &str = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";

#[derive(Debug)]
pub struct Beside {
    jushuitan: Jushuitan,
    wangdiantong: Wangdiantong,
    kuaimai: Kuaimai,
    old_items: Sheet,
}

impl Beside {
    pub fn new(output: &mut dyn Output) -> Beside {
        let mut old_items = Sheet::csv(output.create("beside/旧版_宝贝报表.csv"), Style::Gbk);
        old_items.header(OLD_ITEMS.split(','));
        Beside {
            jushuitan: Jushuitan::new(output),
            wangdiantong: Wangdiantong::new(output),
            kuaimai: Kuaimai::new(output),
            old_items,
        }
    }

    /// The orders of a store and a day, and which parcels their couriers bill.
    pub fn day(
        &mut self,
        catalogue: &Catalogue,
        orders: &[Order],
        is_billed: impl Fn(&str) -> bool,
        tally: &mut Tally<'_>,
    ) {
        self.jushuitan.day(catalogue, orders, is_billed);
        for order in orders {
            let seen = Seen { order, at: LAST_EXPORT };
            self.wangdiantong.order(catalogue, &seen, tally);
            self.kuaimai.order(&seen);
            for line in order.lines.iter().filter(|_| order.store == Store::Taobao) {
                self.old_item(catalogue, &seen, line);
            }
        }
    }

    fn old_item(&mut self, catalogue: &Catalogue, seen: &Seen<'_>, line: &Line) {
        let sku = &catalogue.skus[line.sku];
        self.old_items
            .put("订单编号", formula(&seen.order.id))
            .put("标题", catalogue.title(line.sku))
            .put("价格", yuan(line.price))
            .put("购买数量", line.quantity.to_string())
            .put("商品属性", format!("颜色分类:{}", sku.variant))
            .put("订单状态", "交易成功")
            .put("商家编码", sku.code.as_str());
        self.old_items.end_row();
    }

    pub fn finish(self) {
        self.jushuitan.finish();
        self.wangdiantong.finish();
        self.kuaimai.finish();
        self.old_items.finish();
    }
}

/// What the merchant receives for each line before refunds, as its platform's exports say, without the postage.
fn received(order: &Order) -> Vec<i64> {
    let of_line = |line: &Line| match order.store {
        Store::Taobao | Store::Tmall => line.due() - line.platform_discount,
        Store::Pdd | Store::Douyin => line.due(),
    };
    order.lines.iter().map(of_line).collect()
}

const fn shop_name(store: Store) -> &'static str {
    match store {
        Store::Taobao => "山月家居",
        Store::Tmall => "山月旗舰店",
        Store::Pdd => "山月百货",
        Store::Douyin => "山月抖店",
    }
}
