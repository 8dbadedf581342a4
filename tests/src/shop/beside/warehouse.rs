//! What the warehouse's programs tell of orders: 旺店通 every line with its part of the postage, 快麦 what an order came to.

use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::money::{split, yuan};
use crate::shop::orders::{Line, Seen, Status};
use crate::shop::table::{Output, Sheet, Style, formula};
use crate::shop::taobao::buyer;
use crate::shop::truth::{Again, Tally};

use super::{received, shop_name};

/// 订单明细, 57 columns.
const LINES: &str = "订单编号,店铺,订单来源,仓库,子单原始单号,订单状态,订单类型,货到付款,订单退款状态,交易时间,付款时间,客户网名,\
收件人,收货地区,收货地址,收件人手机,分销商,来源组合装编号,收件人电话,邮编,区域,物流公司,物流单号,买家留言,\
客服备注,打印备注,订单支付金额,邮费,订单总优惠,应收金额,款到发货金额,货到付款金额,预估重量,需要发票,发票抬头,\
发票内容,业务员,审核人,商家编码,货品编号,货品名称,规格名称,平台货品名称,平台规格名称,下单数量,标价,货品总优惠,\
成交价,分摊后价格,打折比,实发数量,分摊后总价,退款前支付金额,分摊邮费,单品支付金额,拆自组合装,赠品方式";
/// The documented columns of the order list.
const ORDERS: &str = "系统订单号,平台订单号,订单创建时间,店铺名称,仓库名称,订单状态,实付金额";

/// Every order once, and in files of their own what was sent again, and what went out in exchange.
#[derive(Debug)]
pub(super) struct Wangdiantong {
    lines: Sheet,
    resent: Sheet,
    exchanged: Sheet,
    n_orders: u64,
}

impl Wangdiantong {
    pub(super) fn new(output: &mut dyn Output) -> Wangdiantong {
        let [lines, resent, exchanged] = ["订单明细", "补发", "换货"].map(|what| {
            let mut sheet = Sheet::csv(output.create(&format!("beside/旺店通_{what}.csv")), Style::Gbk);
            sheet.header(LINES.split(','));
            sheet
        });
        Wangdiantong { lines, resent, exchanged, n_orders: 0 }
    }

    pub(super) fn order(&mut self, catalogue: &Catalogue, seen: &Seen<'_>, tally: &mut Tally<'_>) {
        self.n_orders += 1;
        let order = seen.order;
        let is_paid = seen.paid().is_some();
        let amounts = if is_paid { received(order) } else { vec![0; order.lines.len()] };
        let postage = split(if is_paid { order.postage } else { 0 }, &amounts);
        let own = format!("JY{:09}", self.n_orders);
        for ((line, amount), postage) in order.lines.iter().zip(amounts).zip(postage) {
            row(&mut self.lines, catalogue, seen, line, &own, "网店销售", (amount, postage));
        }
        let line = &order.lines[0];
        if seen.line_shipped(line).is_none() || line.refund.is_some() || order.is_excluded {
            return;
        }
        match self.n_orders % 9 {
            0 => {
                let own = format!("BF{:09}", self.n_orders);
                row(&mut self.resent, catalogue, seen, line, &own, "售后补发", (0, 0));
                tally.sent_again(Again::Resent, seen, line, line.sku);
            }
            4 => {
                let own = format!("HH{:09}", self.n_orders);
                let other = Line { sku: catalogue.other_size(line.sku), ..line.clone() };
                row(&mut self.exchanged, catalogue, seen, &other, &own, "售后换货", (0, 0));
                tally.sent_again(Again::Exchanged, seen, line, other.sku);
            }
            _ => {}
        }
    }

    pub(super) fn finish(self) {
        self.lines.finish();
        self.resent.finish();
        self.exchanged.finish();
    }
}

fn row(
    sheet: &mut Sheet,
    catalogue: &Catalogue,
    seen: &Seen<'_>,
    line: &Line,
    own: &str,
    kind: &str,
    money: (i64, i64),
) {
    let (order, sku) = (seen.order, &catalogue.skus[line.sku]);
    let refunds = order.lines.iter().map(|line| seen.refunded(line)).sum::<i64>();
    let refund = match seen.status() {
        _ if kind != "网店销售" || refunds == 0 => "无退款",
        Status::Closed => "全部退款",
        _ => "部分退款",
    };
    let status = match seen.status() {
        _ if kind != "网店销售" => "已发货",
        Status::Unpaid => "待付款",
        Status::Paid => "待审核",
        Status::Shipped => "已发货",
        Status::Completed => "已完成",
        Status::Closed => "已取消",
    };
    let buyer = match order.store {
        Store::Taobao | Store::Tmall => buyer(order.store, order.buyer),
        Store::Pdd | Store::Douyin => String::new(),
    };
    let (amount, postage) = money;
    sheet
        .put("订单编号", formula(own))
        .put("店铺", shop_name(order.store))
        .put("订单来源", "API抓单")
        .put("仓库", "主仓")
        .put("子单原始单号", formula(&order.id))
        .put("订单状态", status)
        .put("订单类型", kind)
        .put("货到付款", "否")
        .put("订单退款状态", refund)
        .put("交易时间", order.ordered.to_string())
        .put("付款时间", seen.paid().map_or(String::new(), |moment| moment.to_string()))
        .put("客户网名", buyer)
        .put("收货地区", order.province)
        .put("物流单号", seen.waybill().filter(|_| kind == "网店销售").map_or(String::new(), formula))
        .put("商家编码", sku.code.as_str())
        .put("货品名称", catalogue.title(line.sku))
        .put("规格名称", sku.variant)
        .put("下单数量", format!("{}.0000", line.quantity))
        .put("实发数量", format!("{}.0000", if seen.line_shipped(line).is_some() { line.quantity } else { 0 }))
        .put("分摊后总价", format!("{}00", yuan(amount)))
        .put("分摊邮费", format!("{}00", yuan(postage)))
        .put("单品支付金额", format!("{}00", yuan(amount + postage)));
    sheet.end_row();
}

#[derive(Debug)]
pub(super) struct Kuaimai {
    sheet: Sheet,
    n_orders: u64,
}

impl Kuaimai {
    pub(super) fn new(output: &mut dyn Output) -> Kuaimai {
        let mut sheet = Sheet::csv(output.create("beside/快麦ERP交易订单导出.csv"), Style::Utf8Bom);
        sheet.header(ORDERS.split(','));
        Kuaimai { sheet, n_orders: 0 }
    }

    pub(super) fn order(&mut self, seen: &Seen<'_>) {
        self.n_orders += 1;
        let order = seen.order;
        let due = received(order).iter().sum::<i64>() + order.postage;
        let status = match seen.status() {
            Status::Unpaid => "待付款",
            Status::Paid => "待发货",
            Status::Shipped => "卖家已发货",
            Status::Completed => "交易成功",
            Status::Closed => "交易关闭",
        };
        self.sheet
            .put("系统订单号", (8_800_000_000_000_000 + self.n_orders).to_string())
            .put("平台订单号", order.id.as_str())
            .put("订单创建时间", order.ordered.to_string())
            .put("店铺名称", shop_name(order.store))
            .put("仓库名称", "主仓")
            .put("订单状态", status)
            .put("实付金额", yuan(if seen.paid().is_some() { due } else { 0 }));
        self.sheet.end_row();
    }

    pub(super) fn finish(self) {
        self.sheet.finish();
    }
}
