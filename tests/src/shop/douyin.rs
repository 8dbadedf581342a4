//! 抖店: the order export, one row a sub-order. Every value in quotes, ids begin with a tab, who bears a discount stands
//! in columns of its own, and buyers are cipher text, another one in every order.

use super::calendar::Moment;
use super::catalogue::{Catalogue, Store};
use super::money::{with_commas, yuan};
use super::orders::{Line, RefundKind, RefundState, Seen, Status};
use super::table::{Output, Sheet, Style};

const COLUMNS: &str = "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,平台优惠,\
商家优惠,达人优惠,商家改价,支付优惠,红包抵扣,支付方式,手续费,收件人,收件人手机号,省,市,区,街道,详细地址,是否修改过地址,地址修改时段,\
买家留言,订单提交时间,旗帜颜色,商家备注,订单完成时间,支付完成时间,APP渠道,流量来源,订单状态,承诺发货时间,订单类型,鲁班落地页ID,\
达人ID,达人昵称,所属门店ID,售后状态,取消原因,预约发货时间,仓库ID,仓库名称,序列号,是否安心购,广告渠道,流量类型,流量体裁,流量渠道,\
发货主体,发货主体明细,发货时间,降价类优惠,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额,预计送达时间,\
是否平台仓自流转,车型,商品69码,发货SN码,发货IMEI码1,发货IMEI码2,预约送达时间,建议发货时间（起）,建议发货时间（止）,物流SN码,\
物流IMEI码1,物流IMEI码2,快递单号";

#[derive(Debug)]
pub struct Export {
    sheet: Sheet,
}

impl Export {
    pub fn new(output: &mut dyn Output, name: &str) -> Export {
        let mut sheet = Sheet::csv(output.create(name), Style::Quoted);
        sheet.header(COLUMNS.split(','));
        Export { sheet }
    }

    pub fn order(&mut self, catalogue: &Catalogue, seen: &Seen<'_>) {
        for (position, line) in seen.order.lines.iter().enumerate() {
            let postage = if position == 0 { seen.order.postage } else { 0 };
            self.line(catalogue, seen, line, postage);
        }
    }

    fn line(&mut self, catalogue: &Catalogue, seen: &Seen<'_>, line: &Line, postage: i64) {
        let order = seen.order;
        let sku = &catalogue.skus[line.sku];
        let borne_by_others = line.platform_discount + line.streamer_discount;
        let due = line.due() + postage - borne_by_others;
        let voucher = |name: &str, cents: i64| {
            if cents > 0 { format!("{name}-{}", yuan(cents)) } else { String::new() }
        };
        let shipped = seen.line_shipped(line);
        let waybill = shipped.and(order.waybill.as_deref());
        self.sheet
            .put("主订单编号", tabbed(&order.id))
            .put("子订单编号", tabbed(&line.id))
            .put("选购商品", catalogue.title(line.sku))
            .put("商品规格", sku.variant)
            .put("商品数量", line.quantity.to_string())
            .put("商品ID", tabbed(&catalogue.product_id(Store::Douyin, sku.product)))
            .put("商家编码", sku.code.as_str())
            .put("商品单价", with_commas(line.price))
            .put("订单应付金额", with_commas(due))
            .put("运费", yuan(postage))
            .put("优惠总金额", yuan(line.seller_discount + borne_by_others))
            .put("平台优惠", voucher("平台券", line.platform_discount))
            .put("商家优惠", voucher("店铺券", line.seller_discount))
            .put("达人优惠", voucher("达人券", line.streamer_discount))
            .put("支付优惠", yuan(if line.is_gift { 0 } else { line.payment_discount }))
            .put("支付方式", "支付宝")
            .put("收件人", format!("##{}##", cipher(&order.id, "name")))
            .put("收件人手机号", format!("$${}$$", cipher(&order.id, "phone")))
            .put("省", order.province)
            .put("订单提交时间", order.ordered.to_string())
            .put("商家备注", if order.is_excluded { "补单" } else { "" })
            .put("订单完成时间", time(seen.confirmed()))
            .put("支付完成时间", time(seen.paid()))
            .put("订单状态", status(seen.line_status(line)))
            .put(
                "达人ID",
                line.streamer.map_or("-".to_owned(), |streamer| format!("{}", 1_000_000_000_000_070 + streamer)),
            )
            .put("售后状态", after_sales(seen, line))
            .put("发货时间", time(shipped))
            .put("平台实际承担优惠金额", yuan(line.platform_discount))
            .put("商家实际承担优惠金额", yuan(line.seller_discount))
            .put("达人实际承担优惠金额", yuan(line.streamer_discount))
            .put("快递单号", waybill.map_or(String::new(), tabbed));
        self.sheet.end_row();
    }

    pub fn finish(self) {
        self.sheet.finish();
    }
}

fn tabbed(id: &str) -> String {
    format!("\t{id}")
}

fn time(moment: Option<Moment>) -> String {
    moment.map_or(String::new(), |moment| moment.to_string())
}

/// Another text in every order: no key.
fn cipher(order: &str, what: &str) -> String {
    let mut random = super::random::Random::of(order.parse().unwrap_or(7), what);
    (0..24).map(|_| *random.pick(&['a', 'D', 'k', 'Q', 'x', '7', '3', 'Z', '+', '/'])).collect()
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Unpaid => "待支付",
        Status::Paid => "待发货",
        Status::Shipped => "已发货",
        Status::Completed => "已完成",
        Status::Closed => "已关闭",
    }
}

fn after_sales(seen: &Seen<'_>, line: &Line) -> &'static str {
    let kind = line.refund.map(|refund| refund.kind);
    match seen.refund_state(line) {
        RefundState::None | RefundState::Closed => "-",
        RefundState::Pending if kind == Some(RefundKind::Returned) => "待买家退货",
        RefundState::Pending => "待商家处理",
        RefundState::Done if kind == Some(RefundKind::BeforeShipment) => "已全额退款",
        RefundState::Done => "退款成功",
    }
}
