//! 聚水潭: a row for every line, with what goods and parcels cost. Some orders were merged into one parcel, and some were
//! split: beside what was made of them the orders stand as they were.

use crate::shop::calendar::Moment;
use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::exports::LAST_EXPORT;
use crate::shop::money::yuan;
use crate::shop::orders::{Line, Order, RefundState, Seen, Status};
use crate::shop::table::{Output, Sheet, Style, formula};
use crate::shop::taobao::buyer;

use super::{received, shop_name};

/// The 30 columns of 2025, and four that can be chosen.
const HEADER: &str = "内部订单号,线上订单号,店铺名称,全渠道用户ID,发货日期,付款日期,应付金额,已付金额,状态,收货人,款号,下单时间,省份,城市,\
平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,数量,商品单价,商品名称,颜色及规格,商品金额,原价,是否赠品,子订单状态,\
退款状态,登记数量,实退数量,快递单号,订单类型,支出运费,成本价";

#[derive(Debug)]
pub(super) struct Jushuitan {
    sheet: Sheet,
    own_number: u64,
}

/// One order of the ERP's.
struct Parcel<'a> {
    /// One number of the platform's, or several.
    id: &'a str,
    due: i64,
    /// `None`: as the order and its lines are.
    status: Option<&'static str>,
    waybill: Option<&'a str>,
    freight: Option<i64>,
}

impl Jushuitan {
    pub(super) fn new(output: &mut dyn Output) -> Jushuitan {
        let mut sheet = Sheet::csv(output.create("beside/聚水潭_订单.csv"), Style::Utf8Bom);
        sheet.header(HEADER.split(','));
        Jushuitan { sheet, own_number: 7_000_000 }
    }

    pub(super) fn day(&mut self, catalogue: &Catalogue, orders: &[Order], is_billed: impl Fn(&str) -> bool) {
        let mut rest = orders;
        while let [order, others @ ..] = rest {
            rest = others;
            let seen = Seen { order, at: LAST_EXPORT };
            match others {
                [other, others @ ..] if self.own_number.is_multiple_of(3) && went_well(order) && went_well(other) => {
                    self.merged(catalogue, order, other);
                    rest = others;
                }
                _ if self.own_number.is_multiple_of(2) && went_well(order) && order.lines.len() > 1 => {
                    self.divided(catalogue, order);
                }
                _ => {
                    let waybill = seen.waybill();
                    // Couriers' bills come later than what the ERP reckons, and know better. Of parcels without a bill the
                    // ERP does not know yet either.
                    let freight = waybill.filter(|waybill| is_billed(waybill)).map(|_| 999);
                    let due = received(order).iter().sum::<i64>() + order.postage;
                    let parcel = Parcel { id: &order.id, due, status: None, waybill, freight };
                    self.rows(catalogue, &parcel, order.lines.iter().map(|line| (&seen, line)));
                }
            }
        }
    }

    fn merged(&mut self, catalogue: &Catalogue, one: &Order, other: &Order) {
        let due = |order: &Order| received(order).iter().sum::<i64>() + order.postage;
        let seen = [one, other].map(|order| Seen { order, at: LAST_EXPORT });
        for seen in &seen {
            let id = &seen.order.id;
            let parcel = Parcel { id, due: due(seen.order), status: Some("被合并"), waybill: None, freight: None };
            self.rows(catalogue, &parcel, seen.order.lines.iter().map(|line| (seen, line)));
        }
        let id = format!("{},{}", one.id, other.id);
        let parcel = Parcel { id: &id, due: due(one) + due(other), status: None, waybill: None, freight: None };
        self.rows(
            catalogue,
            &parcel,
            seen.iter().flat_map(|seen| seen.order.lines.iter().map(move |line| (seen, line))),
        );
    }

    fn divided(&mut self, catalogue: &Catalogue, order: &Order) {
        let seen = Seen { order, at: LAST_EXPORT };
        let amounts = received(order);
        let whole = amounts.iter().sum::<i64>() + order.postage;
        let parcel = Parcel { id: &order.id, due: whole, status: Some("被拆分"), waybill: None, freight: None };
        self.rows(catalogue, &parcel, order.lines.iter().map(|line| (&seen, line)));
        for (range, due) in [(0..1, amounts[0] + order.postage), (1..amounts.len(), amounts[1..].iter().sum())] {
            let parcel = Parcel { id: &order.id, due, status: None, waybill: None, freight: None };
            self.rows(catalogue, &parcel, order.lines[range].iter().map(|line| (&seen, line)));
        }
    }

    fn rows<'a>(
        &mut self,
        catalogue: &Catalogue,
        parcel: &Parcel<'_>,
        lines: impl Iterator<Item = (&'a Seen<'a>, &'a Line)>,
    ) {
        self.own_number += 1;
        for (position, (seen, line)) in (1..).zip(lines) {
            self.row(catalogue, parcel, seen, position, line);
        }
    }

    fn row(&mut self, catalogue: &Catalogue, parcel: &Parcel<'_>, seen: &Seen<'_>, position: i64, line: &Line) {
        let (order, sku) = (seen.order, &catalogue.skus[line.sku]);
        let paid = if seen.paid().is_some() { parcel.due } else { 0 };
        let time = |moment: Option<Moment>| moment.map_or(String::new(), |moment| moment.to_string());
        let amount = |cents: Option<i64>| cents.map_or(String::new(), yuan);
        // A gift has no price here.
        let price = if line.is_gift { 0 } else { line.price };
        let site = match order.store {
            Store::Taobao => "淘宝",
            Store::Tmall => "天猫",
            Store::Pdd => "拼多多",
            // The ERP of this shop does not say where its fourth store is.
            Store::Douyin => "",
        };
        let buyer = match order.store {
            Store::Taobao | Store::Tmall => buyer(order.store, order.buyer),
            Store::Pdd | Store::Douyin => String::new(),
        };
        let day = order.paid.unwrap_or(order.ordered).day();
        // The ERP reckons with a price of its own, a tenth above that of the cost sheet.
        let cost = catalogue.cost(line.sku, day).map(|tenths| tenths * 11 / 100);
        self.sheet
            .put("内部订单号", self.own_number.to_string())
            .put("线上订单号", formula(parcel.id))
            .put("原始线上订单号", formula(parcel.id))
            .put("店铺名称", shop_name(order.store))
            .put("全渠道用户ID", buyer)
            .put("发货日期", time(seen.line_shipped(line)))
            .put("付款日期", time(seen.paid()))
            .put("应付金额", yuan(parcel.due))
            .put("已付金额", yuan(paid))
            .put("状态", parcel.status.unwrap_or(status(seen.status())))
            .put("收货人", "**")
            .put("下单时间", order.ordered.to_string())
            .put("省份", order.province)
            .put("平台站点", site)
            .put("子订单编号", position.to_string())
            .put("线上子订单编号", if line.is_gift { String::new() } else { formula(&line.id) })
            .put("商品编码", sku.code.as_str())
            .put("数量", line.quantity.to_string())
            .put("商品单价", yuan(price))
            .put("商品名称", catalogue.title(line.sku))
            .put("颜色及规格", sku.variant)
            .put("商品金额", yuan(price * line.quantity))
            .put("是否赠品", if line.is_gift { "是" } else { "否" })
            .put("子订单状态", parcel.status.unwrap_or(status(seen.line_status(line))))
            .put("退款状态", if seen.refund_state(line) == RefundState::Done { "退款成功" } else { "未申请退款" })
            .put("快递单号", parcel.waybill.unwrap_or_default())
            .put("订单类型", "普通订单")
            .put("支出运费", amount(parcel.freight))
            .put("成本价", amount(cost));
        self.sheet.end_row();
    }

    pub(super) fn finish(self) {
        self.sheet.finish();
    }
}

/// Sent whole, and nothing came back or was asked back.
fn went_well(order: &Order) -> bool {
    let seen = Seen { order, at: LAST_EXPORT };
    !order.is_excluded
        && seen.shipped().is_some()
        && order.lines.iter().all(|line| line.refund.is_none() && !line.stayed_behind)
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Unpaid => "待付款",
        Status::Paid => "已付款待审核",
        Status::Shipped | Status::Completed => "已发货",
        Status::Closed => "已取消",
    }
}
