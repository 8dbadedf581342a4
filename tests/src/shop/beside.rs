//! The same orders as other sources tell of them: an ERP of all stores, and the item report of 淘宝 in the layout of before
//! 2022. They go to the folder `beside/`: a shop with them is the same shop.

use super::catalogue::{Catalogue, Store};
use super::exports::LAST_EXPORT;
use super::money::yuan;
use super::orders::{Line, Order, RefundState, Seen, Status};
use super::table::{Output, Sheet, Style, formula};

/// 聚水潭, the 30 columns of 2025.
const ERP: &str = "内部订单号,线上订单号,店铺名称,全渠道用户ID,发货日期,付款日期,应付金额,已付金额,状态,收货人,款号,下单时间,省份,城市,\
平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,数量,商品单价,商品名称,颜色及规格,商品金额,原价,是否赠品,子订单状态,\
退款状态,登记数量,实退数量";
/// 宝贝报表 of before 2022: no ids of lines, no money, no dates.
const OLD_ITEMS: &str = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码";

#[derive(Debug)]
pub struct Beside {
    erp: Sheet,
    old_items: Sheet,
    n_orders: u64,
}

impl Beside {
    pub fn new(output: &mut dyn Output) -> Beside {
        let mut erp = Sheet::csv(output.create("beside/聚水潭_订单.csv"), Style::Utf8Bom);
        erp.header(ERP.split(','));
        let mut old_items = Sheet::csv(output.create("beside/旧版_宝贝报表.csv"), Style::Gbk);
        old_items.header(OLD_ITEMS.split(','));
        Beside { erp, old_items, n_orders: 0 }
    }

    pub fn order(&mut self, catalogue: &Catalogue, order: &Order) {
        let seen = Seen { order, at: LAST_EXPORT };
        self.n_orders += 1;
        for (position, line) in order.lines.iter().enumerate() {
            self.erp_row(catalogue, &seen, position, line);
            if order.store == Store::Taobao {
                self.old_item(catalogue, &seen, line);
            }
        }
    }

    fn erp_row(&mut self, catalogue: &Catalogue, seen: &Seen<'_>, position: usize, line: &Line) {
        let (order, sku) = (seen.order, &catalogue.skus[line.sku]);
        let due = received(order);
        let paid = if seen.paid().is_some() { due } else { 0 };
        let time = |moment: Option<super::calendar::Moment>| moment.map_or(String::new(), |moment| moment.to_string());
        // A gift has no price here.
        let price = if line.is_gift { 0 } else { line.price };
        let (site, shop) = match order.store {
            Store::Taobao => ("淘宝", "山月家居"),
            Store::Tmall => ("天猫", "山月旗舰店"),
            Store::Pdd => ("拼多多", "山月百货"),
            // The ERP of this shop does not say where its fourth store is.
            Store::Douyin => ("", "山月抖店"),
        };
        self.erp
            .put("内部订单号", (7_000_000 + self.n_orders).to_string())
            .put("线上订单号", formula(&order.id))
            .put("原始线上订单号", formula(&order.id))
            .put("店铺名称", shop)
            .put("发货日期", time(seen.line_shipped(line)))
            .put("付款日期", time(seen.paid()))
            .put("应付金额", yuan(due))
            .put("已付金额", yuan(paid))
            .put("状态", status(seen.status()))
            .put("收货人", "**")
            .put("下单时间", order.ordered.to_string())
            .put("省份", order.province)
            .put("平台站点", site)
            .put("子订单编号", (position + 1).to_string())
            .put("线上子订单编号", if line.is_gift { String::new() } else { formula(&line.id) })
            .put("商品编码", sku.code.as_str())
            .put("数量", line.quantity.to_string())
            .put("商品单价", yuan(price))
            .put("商品名称", catalogue.title(line.sku))
            .put("颜色及规格", sku.variant)
            .put("商品金额", yuan(price * line.quantity))
            .put("是否赠品", if line.is_gift { "是" } else { "否" })
            .put("子订单状态", status(seen.line_status(line)))
            .put("退款状态", if seen.refund_state(line) == RefundState::Done { "退款成功" } else { "未申请退款" });
        self.erp.end_row();
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
        self.erp.finish();
        self.old_items.finish();
    }
}

/// What the merchant receives for the whole order before refunds, as its platform's exports say.
fn received(order: &Order) -> i64 {
    let of_line = |line: &Line| match order.store {
        Store::Taobao | Store::Tmall => line.due() - line.platform_discount,
        Store::Pdd | Store::Douyin => line.due(),
    };
    order.lines.iter().map(of_line).sum::<i64>() + order.postage
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Unpaid => "待付款",
        Status::Paid => "已付款待审核",
        Status::Shipped | Status::Completed => "已发货",
        Status::Closed => "已取消",
    }
}
