//! What buyers send back: 淘宝 退款, 抖店 售后单.

use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::exports::LAST_EXPORT;
use crate::shop::money::yuan;
use crate::shop::orders::{Line, Order, Refund, RefundKind};
use crate::shop::random::Random;
use crate::shop::table::{Output, Sheet, Style};
use crate::shop::taobao::buyer;

const TAOBAO_REFUNDS: &str = "退款编号,订单编号,支付宝交易号,订单付款时间,商品编码,退款完结时间,买家会员名称,买家实际支付金额,宝贝标题,买家退款金额,\
手工退款/系统退款,是否需要退货,退款的申请时间,超时时间,退款状态,货物状态,退货物流信息,发货物流信息,客服介入状态,卖家真实姓名,\
卖家退货地址,卖家邮编,卖家电话,卖家手机,退货物流单号,退货物流公司,买家退款原因,买家退款说明,买家退货时间,责任方,售中或售后,\
商家备注,完结时间,部分退款/全部退款,审核操作人,举证超时,是否零秒响应,退款操作人,退款原因标签";
const DOUYIN_REFUNDS: &str = "售后单号,订单号,商品单号,商品ID,商品名称,商家编码,商品发货状态,售后类型,退商品金额（元）,退运费金额（元）,\
退支付优惠（元）,退税费金额（元）,售后状态,退款方式,售后原因,售后申请时间,商家退款时间,售后完结时间";

#[derive(Debug)]
pub(super) struct People {
    taobao: Sheet,
    douyin: Sheet,
    random: Random,
    refunds: i64,
}

impl People {
    pub(super) fn new(output: &mut dyn Output, seed: u64) -> People {
        let mut sheet = |name: &str, style: Style, columns: &str| {
            let mut sheet = Sheet::csv(output.create(name), style);
            sheet.header(columns.split(','));
            sheet
        };
        People {
            taobao: sheet("later/淘宝_退款_202601-07.csv", Style::Gbk, TAOBAO_REFUNDS),
            douyin: sheet("later/抖店_售后单_202601-07.csv", Style::Utf8Bom, DOUYIN_REFUNDS),
            random: Random::of(seed, "people"),
            refunds: 0,
        }
    }

    pub(super) fn order(&mut self, catalogue: &Catalogue, order: &Order) {
        if order.paid.is_none() {
            return;
        }
        for line in &order.lines {
            if let Some(refund) = line.refund.filter(|refund| refund.requested < LAST_EXPORT) {
                self.refunds += 1;
                match order.store {
                    Store::Taobao | Store::Tmall => self.taobao_refund(catalogue, order, line, refund),
                    Store::Douyin => self.douyin_refund(catalogue, order, line, refund),
                    Store::Pdd => {}
                }
            }
        }
    }

    fn taobao_refund(&mut self, catalogue: &Catalogue, order: &Order, line: &Line, refund: Refund) {
        let is_sent = refund.kind != RefundKind::BeforeShipment;
        let settled = Some(refund.settled).filter(|settled| *settled < LAST_EXPORT);
        let time =
            |moment: Option<crate::shop::calendar::Moment>| moment.map_or(String::new(), |moment| moment.to_string());
        self.taobao
            .put("退款编号", format!("{}", 260_000_000_000_000 + self.refunds))
            .put("订单编号", line.id.as_str())
            .put("订单付款时间", time(order.paid))
            .put("商品编码", catalogue.skus[line.sku].code.as_str())
            .put("退款完结时间", time(settled))
            .put("买家会员名称", buyer(order.store, order.buyer))
            .put("买家实际支付金额", yuan(line.due()))
            .put("宝贝标题", catalogue.title(line.sku))
            .put("买家退款金额", yuan(refund.amount))
            .put("是否需要退货", if refund.kind == RefundKind::Returned { "是" } else { "否" })
            .put("退款的申请时间", refund.requested.to_string())
            .put(
                "退款状态",
                match (settled, refund.is_granted) {
                    (None, _) => "买家已经申请退款，等待卖家同意",
                    (Some(_), true) => "退款成功",
                    (Some(_), false) => "退款关闭",
                },
            )
            .put("货物状态", if is_sent { "买家已收到货" } else { "买家未收到货" })
            .put("买家退款原因", *self.random.pick(&["不喜欢/不想要", "质量问题", "尺寸不符", "拍错/多拍"]))
            .put("售中或售后", if is_sent { "售后" } else { "售中" })
            .put("完结时间", time(settled))
            .put("部分退款/全部退款", if refund.kind == RefundKind::Part { "部分退款" } else { "全部退款" });
        self.taobao.end_row();
    }

    fn douyin_refund(&mut self, catalogue: &Catalogue, order: &Order, line: &Line, refund: Refund) {
        let kind = match refund.kind {
            RefundKind::BeforeShipment => "未发货仅退款",
            RefundKind::Returned => "退货退款",
            RefundKind::RefundOnly | RefundKind::Part => "已发货仅退款",
        };
        let settled = Some(refund.settled).filter(|settled| *settled < LAST_EXPORT);
        let amount = |cents: i64| if cents > 0 { format!("¥{}", yuan(cents)) } else { "-".to_owned() };
        self.douyin
            .put("售后单号", format!("\t{}", 14_600_000_000_000_000 + self.refunds))
            .put("订单号", format!("\t{}", order.id))
            .put("商品单号", format!("\t{}", line.id))
            .put("商品ID", catalogue.product_id(Store::Douyin, catalogue.skus[line.sku].product))
            .put("商品名称", catalogue.title(line.sku))
            .put("商家编码", catalogue.skus[line.sku].code.as_str())
            .put("商品发货状态", if refund.kind == RefundKind::BeforeShipment { "未发货" } else { "已发货" })
            .put("售后类型", kind)
            .put("退商品金额（元）", amount(if refund.is_granted { refund.amount } else { 0 }))
            .put("退运费金额（元）", "-")
            .put(
                "售后状态",
                match (settled, refund.is_granted) {
                    (None, _) => "待商家处理",
                    (Some(_), true) => "同意退款，退款成功",
                    (Some(_), false) => "售后关闭",
                },
            )
            .put("售后原因", *self.random.pick(&["多拍/拍错/不想要", "质量问题", "商品与描述不符"]))
            .put("售后申请时间", refund.requested.to_string())
            .put("售后完结时间", settled.map_or(String::new(), |settled| settled.to_string()));
        self.douyin.end_row();
    }

    pub(super) fn finish(self) {
        self.taobao.finish();
        self.douyin.finish();
    }
}
