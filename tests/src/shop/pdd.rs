//! 拼多多: the order export, one row an order. Every value ends in a tab, money has commas, the seller chose the columns
//! and their order, some orders have no 订单成交时间, and nothing names the buyer.

use super::catalogue::{Catalogue, Store};
use super::money::with_commas;
use super::orders::{Order, RefundState, Seen, Status};
use super::random::Random;
use super::table::{Output, Sheet, Style};

const COLUMNS: &str = "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),多多支付立减金额(元),\
用户实付金额(元),商家实收金额(元),商品数量(件),发货时间,确认收货时间,商品id,商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,商家备注,\
售后状态,快递单号,快递公司,订单成交时间";
/// Taken by the seller in the second export.
const MORE_COLUMNS: &str = "是否审核中,承诺发货时间,省,市,区,赠品名称,是否直播间成交";

#[derive(Debug)]
pub struct Export {
    sheet: Sheet,
}

impl Export {
    /// The first export has the usual columns; the second was made with others and in another order.
    pub fn new(output: &mut dyn Output, name: &str, shuffled_by: Option<u64>) -> Export {
        let mut columns: Vec<&str> = COLUMNS.split(',').collect();
        if let Some(seed) = shuffled_by {
            columns.extend(MORE_COLUMNS.split(','));
            Random::of(seed, "拼多多 columns").shuffle(&mut columns);
        }
        let mut sheet = Sheet::csv(output.create(name), Style::Tabbed);
        sheet.header(columns);
        Export { sheet }
    }

    pub fn order(&mut self, catalogue: &Catalogue, seen: &Seen<'_>) {
        let order: &Order = seen.order;
        let line = &order.lines[0];
        let sku = &catalogue.skus[line.sku];
        let product = &catalogue.products[sku.product];
        let received = line.due() + order.postage;
        let sheet = &mut self.sheet;
        let time = |moment: Option<super::calendar::Moment>| moment.map_or(String::new(), |moment| moment.to_string());
        sheet
            .put("商品", product.title)
            .put("订单号", order.id.as_str())
            .put("订单状态", status(seen))
            .put("商品总价(元)", with_commas(line.price * line.quantity))
            .put("邮费(元)", with_commas(order.postage))
            .put("店铺优惠折扣(元)", with_commas(line.seller_discount))
            .put("平台优惠折扣(元)", with_commas(line.platform_discount))
            .put("多多支付立减金额(元)", with_commas(line.payment_discount))
            .put("用户实付金额(元)", with_commas(received - line.platform_discount - line.payment_discount))
            .put("商家实收金额(元)", with_commas(received))
            .put("商品数量(件)", line.quantity.to_string())
            .put("发货时间", time(seen.shipped()))
            .put("确认收货时间", time(seen.confirmed()))
            .put("商品id", catalogue.product_id(Store::Pdd, sku.product))
            .put("商品规格", format!("{},默认", sku.variant))
            .put("样式ID", format!("{}", 990_000_000 + line.sku))
            .put("商家编码-规格维度", sku.code.as_str())
            .put("商家编码-商品维度", product.code)
            .put("商家备注", if order.is_excluded { "补单 老客" } else { "" })
            .put("售后状态", refund_state(seen.refund_state(line)))
            .put("快递单号", seen.waybill().unwrap_or(""))
            .put("快递公司", if seen.waybill().is_some() { "圆通快递" } else { "" })
            .put("订单成交时间", time(seen.paid().filter(|_| !order.hides_time)));
        if sheet.has("省") {
            sheet
                .put("省", "****")
                .put("市", "****")
                .put("区", "****")
                .put("是否审核中", "否")
                .put("是否直播间成交", "否");
        }
        sheet.end_row();
    }

    pub fn finish(self) {
        self.sheet.finish();
    }
}

fn status(seen: &Seen<'_>) -> &'static str {
    let line = &seen.order.lines[0];
    match (seen.status(), seen.shipped().is_some(), seen.refund_state(line)) {
        (Status::Unpaid, ..) => "待支付",
        (Status::Closed, false, RefundState::Done) => "已取消，退款成功",
        (Status::Closed, false, _) => "已取消",
        (Status::Closed, true, _) if seen.confirmed().is_some() => "已收货",
        (Status::Paid, ..) => "待发货",
        (Status::Shipped | Status::Closed, ..) => "已发货，待收货",
        (Status::Completed, ..) => "已收货",
    }
}

fn refund_state(state: RefundState) -> &'static str {
    match state {
        RefundState::None | RefundState::Closed => "无售后或售后取消",
        RefundState::Pending => "售后处理中",
        RefundState::Done => "退款成功",
    }
}
