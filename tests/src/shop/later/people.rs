//! What buyers ask, say and send back: 淘宝 退款, 抖店 售后单, 赤兔 and 客服绩效, reviews, and the stock that is left.

use std::collections::BTreeMap;

use crate::shop::calendar::{DAYS, date};
use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::exports::LAST_EXPORT;
use crate::shop::money::yuan;
use crate::shop::orders::{Line, Order, Refund, RefundKind};
use crate::shop::random::Random;
use crate::shop::table::{Cell, Output, Sheet, Style};
use crate::shop::taobao::buyer;

const TAOBAO_REFUNDS: &str = "退款编号,订单编号,支付宝交易号,订单付款时间,商品编码,退款完结时间,买家会员名称,买家实际支付金额,宝贝标题,买家退款金额,\
手工退款/系统退款,是否需要退货,退款的申请时间,超时时间,退款状态,货物状态,退货物流信息,发货物流信息,客服介入状态,卖家真实姓名,\
卖家退货地址,卖家邮编,卖家电话,卖家手机,退货物流单号,退货物流公司,买家退款原因,买家退款说明,买家退货时间,责任方,售中或售后,\
商家备注,完结时间,部分退款/全部退款,审核操作人,举证超时,是否零秒响应,退款操作人,退款原因标签";
const DOUYIN_REFUNDS: &str = "售后单号,订单号,商品单号,商品ID,商品名称,商家编码,商品发货状态,售后类型,退商品金额（元）,退运费金额（元）,\
退支付优惠（元）,退税费金额（元）,售后状态,退款方式,售后原因,售后申请时间,商家退款时间,售后完结时间";
const CHITU: &str = "日期,旺旺,接待人数,平均响应(秒),回复率,询单->最终付款成功率,上班天数,评价发送率,客户满意比,很满意,满意,一般,不满意,很不满意";
const REVIEWS: &str = "用户昵称,评论内容,追加评论,评分,日期,SKU";
const STOCK: &str = "序号,图片,仓库,规格属性,规格别名,7天销量,可售天数,规格商家编码,规格备注,供应商,成本价,实际总库存,实际锁定数,实际可用数,\
次品数,库存状态,警戒状态";

#[derive(Debug)]
pub(super) struct People {
    taobao: Sheet,
    douyin: Sheet,
    reviews: Sheet,
    random: Random,
    refunds: i64,
    /// Orders of 淘宝 and 天猫 by day, whose buyers asked something before.
    orders_by_day: BTreeMap<i32, i64>,
    /// Units of the last week by SKU.
    last_week: BTreeMap<usize, i64>,
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
            reviews: sheet("later/评价_插件导出.csv", Style::Utf8Bom, REVIEWS),
            random: Random::of(seed, "people"),
            refunds: 0,
            orders_by_day: BTreeMap::new(),
            last_week: BTreeMap::new(),
        }
    }

    pub(super) fn order(&mut self, catalogue: &Catalogue, order: &Order) {
        let Some(paid) = order.paid else { return };
        let day = order.ordered.day();
        if matches!(order.store, Store::Taobao | Store::Tmall) {
            *self.orders_by_day.entry(day).or_default() += 1;
        }
        let is_late = order.shipped.is_some_and(|shipped| shipped.0 - paid.0 > 48 * 3600);
        for line in &order.lines {
            if day >= DAYS - 7 {
                *self.last_week.entry(line.sku).or_default() += line.quantity;
            }
            if let Some(refund) = line.refund.filter(|refund| refund.requested < LAST_EXPORT) {
                self.refunds += 1;
                match order.store {
                    Store::Taobao | Store::Tmall => self.taobao_refund(catalogue, order, line, refund),
                    Store::Douyin => self.douyin_refund(catalogue, order, line, refund),
                    Store::Pdd => {}
                }
            }
            if order.confirmed.is_some_and(|moment| moment < LAST_EXPORT)
                && !line.is_gift
                && self.random.in_thousand(if is_late { 400 } else { 90 })
            {
                self.review(catalogue, order, line, is_late);
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

    /// Late parcels bring bad reviews.
    fn review(&mut self, catalogue: &Catalogue, order: &Order, line: &Line, is_late: bool) {
        let Some(confirmed) = order.confirmed else { return };
        let words: &[&str] = if is_late {
            &["发货太慢了，等了好几天", "催了三次才发货", "东西还行，物流太慢"]
        } else {
            &["质量很好，会回购", "和图片一样，喜欢", "包装仔细，物流快", "一般般，性价比还可以"]
        };
        let stars = if is_late { self.random.between(1, 3) } else { self.random.between(3, 5) };
        self.reviews
            .put("用户昵称", format!("{}***", order.id.chars().last().unwrap_or('t')))
            .put("评论内容", *self.random.pick(words))
            .put("评分", Cell::Count(stars))
            .put("日期", date(confirmed.day()).to_string())
            .put("SKU", catalogue.skus[line.sku].variant);
        self.reviews.end_row();
    }

    pub(super) fn finish(mut self, catalogue: &Catalogue, output: &mut dyn Output) {
        self.taobao.finish();
        self.douyin.finish();
        self.reviews.finish();
        let mut chitu = Sheet::csv(output.create("later/赤兔_客服绩效.csv"), Style::Utf8Bom);
        chitu.header(CHITU.split(','));
        for (day, orders) in &self.orders_by_day {
            for agent in ["山月小铺:小禾", "山月小铺:小满"] {
                let chats = orders * 6 / 10 + self.random.between(0, 3);
                chitu
                    .put("日期", date(*day).to_string())
                    .put("旺旺", agent)
                    .put("接待人数", Cell::Count(chats))
                    .put("平均响应(秒)", format!("{}.{}", 18 + chats * 2, self.random.below(10)))
                    .put("回复率", "98.50%")
                    .put("上班天数", "1")
                    .put("客户满意比", "93.10%");
                chitu.end_row();
            }
        }
        chitu.put("日期", "汇总值");
        chitu.end_row();
        chitu.finish();

        let mut stock = Sheet::csv(output.create("later/快麦导出_库存状态(按sku).csv"), Style::Utf8Bom);
        stock.plain(&["库存状态"]);
        stock.header(STOCK.split(','));
        for (position, sku) in (1..).zip(&catalogue.skus) {
            let week = self.last_week.get(&(usize::try_from(position).unwrap() - 1)).copied().unwrap_or(0);
            let cover = self.random.between(3, 40);
            let on_hand = week * cover / 7 + self.random.between(0, 20);
            stock
                .put("序号", Cell::Count(position))
                .put("仓库", "山月仓")
                .put("规格属性", sku.variant)
                .put("7天销量", Cell::Count(week))
                .put("可售天数", if week > 0 { (on_hand * 7 / week).to_string() } else { "-".to_owned() })
                .put("规格商家编码", sku.code.as_str())
                .put("成本价", sku.costs.last().map_or(String::new(), |&(_, tenths)| yuan(tenths / 10)))
                .put("实际总库存", Cell::Count(on_hand))
                .put("实际锁定数", "0")
                .put("实际可用数", Cell::Count(on_hand))
                .put("次品数", "0")
                .put("库存状态", if on_hand < week { "紧张" } else { "正常" });
            stock.end_row();
        }
        stock.finish();
    }
}
