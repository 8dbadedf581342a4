//! 淘宝 and 天猫: the order report (订单报表) and the item report (宝贝报表) of two stores.
//!
//! The 淘宝 store exports GBK files in the layout of 2022, with ids as `="…"`, waybills as `No:…`, and 实付 before
//! refunds. The 天猫 store exports the layout of 2024 and later, and there 实付 is already net of them.

use super::calendar::Moment;
use super::catalogue::{Catalogue, Store};
use super::money::yuan;
use super::orders::{Line, RefundState, Seen, Status};
use super::table::{Output, Sheet, Style, formula};

const ORDERS_2022: &str = "订单编号,买家会员名,买家会员昵称,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,\
买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,虚拟号过期时间,订单创建时间,\
订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,\
是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,\
天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,\
退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,\
返现金额,延迟发货自动赔付金额,新零售成交门店昵称,新零售成交门店id,新零售成交经销商id,预售订单,发货时间,商家备忘,主订单编号";
const ITEMS_2022: &str = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,\
买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间";
const ITEMS_2024: &str = "子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家应付货款,\
买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID,物流单号,物流公司";

/// The order report of 2025 keeps the columns of 2022 under some new names and adds a few.
fn orders_2025() -> Vec<String> {
    let mut columns: Vec<String> = ORDERS_2022
        .replace("买家实际支付金额", "买家实付金额")
        .replace("宝贝标题", "商品标题")
        .replace("打款商家金额", "确认收货打款金额")
        .replace("含应开票给个人的个人红包", "含应开票给个人红包")
        .replace("延迟发货自动赔付金额,", "")
        .split(',')
        .map(str::to_owned)
        .collect();
    let new = ["是否主动赔付", "主动赔付金额", "主动赔付出账时间", "商品属性SKU", "C2B小额收款", "总金额(旧版)"];
    columns.extend(new.map(str::to_owned));
    columns
}

#[derive(Debug)]
pub struct Export {
    store: Store,
    orders: Sheet,
    items: Sheet,
}

impl Export {
    /// 天猫 hands out workbooks, of many rows csv files.
    pub fn new(output: &mut dyn Output, store: Store, orders: &str, items: &str, is_large: bool) -> Export {
        let mut sheet = |name: &str| match store {
            Store::Tmall if is_large => Sheet::csv(output.create(name), Style::Utf8Bom),
            Store::Tmall => Sheet::xlsx(output.create(name), "sheet1").with_stale_dimension(),
            _ => Sheet::csv(output.create(name), Style::Gbk),
        };
        let (mut orders, mut items) = (sheet(orders), sheet(items));
        if store == Store::Tmall {
            orders.header(orders_2025());
            items.header(ITEMS_2024.split(','));
        } else {
            // Old 千牛 headers end in a blank here and there.
            orders.header(ORDERS_2022.split(',').map(|header| match header {
                "收货地址" | "联系电话" | "物流单号" => format!("{header} "),
                _ => header.to_owned(),
            }));
            items.header(ITEMS_2022.split(','));
        }
        Export { store, orders, items }
    }

    fn is_net(&self) -> bool {
        self.store == Store::Tmall
    }

    fn id(&self, id: &str) -> String {
        if self.store == Store::Tmall { id.to_owned() } else { formula(id) }
    }

    pub fn order(&mut self, catalogue: &Catalogue, seen: &Seen<'_>) {
        let order = seen.order;
        let is_new = self.store == Store::Tmall;
        let id = self.id(&order.id);
        let goods: i64 = order.lines.iter().map(Line::due).sum();
        let coupon: i64 = order.lines.iter().map(|line| line.platform_discount).sum();
        let total = goods + order.postage;
        let refund = order.lines.iter().map(|line| seen.refunded(line)).sum::<i64>() + seen.postage_refunded();
        let cash = if seen.paid().is_some() { total - coupon } else { 0 };
        let paid = if self.is_net() { cash - refund } else { cash };
        let titles: Vec<&str> = order.lines.iter().map(|line| catalogue.title(line.sku)).collect();
        let payout = if seen.status() == Status::Completed { cash + coupon - refund } else { 0 };
        let sheet = &mut self.orders;
        sheet
            .put("订单编号", id.as_str())
            .put("主订单编号", id)
            .put("买家会员名", buyer(order.store, order.buyer))
            .put("买家应付货款", yuan(goods))
            .put("买家应付邮费", yuan(order.postage))
            .put("总金额", yuan(total))
            .put(if is_new { "买家实付金额" } else { "买家实际支付金额" }, yuan(paid))
            .put("订单状态", status(seen.status()))
            .put("收货人姓名", "**")
            .put("收货地址", format!("{}**", order.province))
            .put("运送方式", "快递")
            .put("联系手机", "'131****1907")
            .put("订单创建时间", order.ordered.to_string())
            .put("订单付款时间", time(seen.paid()))
            .put(if is_new { "商品标题" } else { "宝贝标题" }, titles.join("，"))
            .put("宝贝种类", order.lines.len().to_string())
            .put("物流单号", seen.waybill().map_or(String::new(), |waybill| format!("No:{waybill}")))
            .put("物流公司", company(seen.waybill()))
            .put("订单备注", if order.is_excluded { "【补单】" } else { "null" })
            .put("宝贝总数量", order.lines.iter().map(|line| line.quantity).sum::<i64>().to_string())
            .put("店铺名称", order.store.name())
            .put("订单关闭原因", closing_reason(seen))
            .put("天猫卡券抵扣", if coupon > 0 { yuan(coupon) } else { String::new() })
            .put("退款金额", yuan(refund))
            .put("确认收货时间", time(seen.confirmed()))
            .put(if is_new { "确认收货打款金额" } else { "打款商家金额" }, format!("{}元", yuan(payout)))
            .put("返现金额", "0元")
            .put("发货时间", time(seen.shipped()));
        let compensation = if seen.shipped().is_some() { order.compensation } else { 0 };
        if is_new {
            sheet
                .put("是否主动赔付", if compensation > 0 { "是" } else { "否" })
                .put("主动赔付金额", yuan(compensation));
        } else {
            sheet.put("延迟发货自动赔付金额", yuan(compensation));
        }
        sheet.end_row();
        for line in &order.lines {
            self.item(catalogue, seen, line);
        }
    }

    fn item(&mut self, catalogue: &Catalogue, seen: &Seen<'_>, line: &Line) {
        let is_new = self.store == Store::Tmall;
        let (id, main) = (self.id(&line.id), self.id(&seen.order.id));
        let sku = &catalogue.skus[line.sku];
        let cash = if seen.paid().is_some() { line.due() - line.platform_discount } else { 0 };
        let paid = if self.is_net() { cash - seen.refunded(line) } else { cash };
        let asked = match seen.refund_state(line) {
            RefundState::None => 0,
            _ => line.refund.map_or(0, |refund| refund.amount),
        };
        let sheet = &mut self.items;
        sheet
            .put("子订单编号", id)
            .put("主订单编号", main)
            .put(if is_new { "商品标题" } else { "标题" }, catalogue.title(line.sku))
            .put(if is_new { "商品价格" } else { "价格" }, yuan(line.price))
            .put("购买数量", line.quantity.to_string())
            .put("外部系统编号", if line.sku.is_multiple_of(3) { sku.code.as_str() } else { "" })
            .put("商品属性", format!("颜色分类:{}", sku.variant))
            .put("订单状态", status(seen.line_status(line)))
            .put("商家编码", sku.code.as_str())
            .put("买家应付货款", yuan(line.due()))
            .put(if is_new { "买家实付金额" } else { "买家实际支付金额" }, yuan(paid))
            .put("退款状态", refund_status(seen.refund_state(line)))
            .put("退款金额", yuan(asked))
            .put("订单创建时间", seen.order.ordered.to_string())
            .put("订单付款时间", time(seen.paid()));
        if is_new {
            let waybill = seen.line_shipped(line).and(seen.order.waybill.as_deref());
            sheet
                .put("商品ID", catalogue.product_id(self.store, sku.product))
                .put("物流单号", waybill.map_or(String::new(), |waybill| format!("No:{waybill}")))
                .put("物流公司", company(waybill));
        }
        sheet.end_row();
    }

    pub fn finish(self) {
        self.orders.finish();
        self.items.finish();
    }
}

/// Who buys: a name that stays the same from order to order.
pub fn buyer(store: Store, buyer: usize) -> String {
    match store {
        Store::Tmall => format!("t_{:07}", buyer * 7 + 1_000_003),
        _ => format!("tb{:08}", buyer * 13 + 10_300_007),
    }
}

fn time(moment: Option<Moment>) -> String {
    moment.map_or(String::new(), |moment| moment.to_string())
}

fn company(waybill: Option<&str>) -> &'static str {
    match waybill {
        Some(waybill) if waybill.starts_with("SF") => "顺丰速运",
        Some(_) => "圆通速递",
        None => "",
    }
}

fn closing_reason(seen: &Seen<'_>) -> &'static str {
    match (seen.status(), seen.paid()) {
        (Status::Closed, None) => "买家未付款",
        (Status::Closed, Some(_)) => "退款",
        _ => "订单未关闭",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Unpaid => "等待买家付款",
        Status::Paid => "买家已付款，等待卖家发货",
        Status::Shipped => "卖家已发货，等待买家确认",
        Status::Completed => "交易成功",
        Status::Closed => "交易关闭",
    }
}

fn refund_status(state: RefundState) -> &'static str {
    match state {
        RefundState::None => "没有申请退款",
        RefundState::Pending => "卖家已经同意退款，等待买家退货",
        RefundState::Done => "退款成功",
        RefundState::Closed => "退款关闭",
    }
}
