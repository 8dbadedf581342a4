//! 抖店 动账明细, one row a movement, and 结算账单, one row a sub-order, with its line of formulas below the header.

use super::{Movement, Subject};
use crate::shop::calendar::Moment;
use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::money::yuan;
use crate::shop::orders::{Order, RefundKind};
use crate::shop::table::{Output, Sheet, Style};

const LEDGER: &str = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,售后编号,下单时间,商品ID,商品名称,\
达人ID,达人名称,订单类型,订单实付应结,运费实付,实际平台补贴_运费,实际平台补贴,其他平台补贴,以旧换新抵扣,政府补贴平台垫资,\
实际达人补贴,实际抖音支付补贴,实际抖音月付营销补贴,银行补贴,订单退款,平台服务费,佣金,服务商佣金,渠道分成,招商服务费,站外推广费,\
其他分成,是否免佣,免佣金额,商户主体名称,备注";
const SETTLEMENT: &str = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,是否有结算前退款,下单时间,订单总价,商品总价,运费,用户实付,\
平台补贴,达人补贴,抖音支付补贴,抖音月付营销补贴,收入合计,平台服务费,佣金,渠道分成,招商服务费,站外推广费,其他分成,支出合计,\
商品数量,商品ID,商品名称";
const LEDGER_FILE: &str = "later/抖店_动账明细_202601-07.csv";
const SETTLEMENT_FILE: &str = "later/DL20260714_抖店_结算账单.csv";

#[derive(Debug)]
pub(super) struct Settlement {
    ledger: Sheet,
    settlement: Sheet,
    rows: i64,
}

impl Settlement {
    pub(super) fn new(output: &mut dyn Output) -> Settlement {
        let mut ledger = Sheet::csv(output.create(LEDGER_FILE), Style::Utf8Bom);
        ledger.header(LEDGER.split(','));
        let mut settlement = Sheet::csv(output.create(SETTLEMENT_FILE), Style::Utf8Bom);
        settlement.header(SETTLEMENT.split(','));
        settlement
            .put("结算金额", "收入+支出")
            .put("订单总价", "商品总价+运费")
            .put("收入合计", "用户实付+各项补贴")
            .put("支出合计", "平台服务费+佣金+渠道分成+招商服务费+站外推广费+其他分成");
        settlement.end_row();
        Settlement { ledger, settlement, rows: 0 }
    }

    pub(super) fn movement(&mut self, catalogue: &Catalogue, movement: &Movement) -> &'static str {
        self.rows += 1;
        let Movement { at, subject, order, line, cents, sku, .. } = movement;
        let scene = match subject {
            Subject::Receipt | Subject::Coupon => "货款结算入账",
            Subject::Refund => "退款-结算后退款",
            Subject::Fee | Subject::Affiliate => "货款结算入账-扣费",
            Subject::Late => "消费者赔付",
            Subject::TopUp => "货款直投千川",
            Subject::Withdrawal => "提现",
        };
        self.ledger
            .put("动账时间", at.to_string())
            .put("动帐流水号", format!("'{}", 7_300_000_000_000_000 + self.rows))
            .put("动账方向", if *cents > 0 { "入账" } else { "出账" })
            .put("动账金额", yuan(*cents))
            .put("动账账户", "聚合账户")
            .put("动账场景", scene);
        if !order.is_empty() {
            let product = catalogue.skus[*sku].product;
            self.ledger
                .put("订单号", format!("'{order}"))
                .put("子订单号", format!("'{line}"))
                .put("商品ID", format!("'{}", catalogue.product_id(Store::Douyin, product)))
                .put("商品名称", catalogue.title(*sku));
            let column = match subject {
                Subject::Receipt => "订单实付应结",
                Subject::Coupon => "实际平台补贴",
                Subject::Refund => "订单退款",
                Subject::Fee => "平台服务费",
                Subject::Affiliate => "佣金",
                Subject::Late | Subject::TopUp | Subject::Withdrawal => "其他分成",
            };
            self.ledger.put(column, yuan(*cents));
        }
        self.ledger.end_row();
        LEDGER_FILE
    }

    /// What is settled when the buyer confirms, sub-order by sub-order.
    pub(super) fn order(&mut self, catalogue: &Catalogue, order: &Order, confirmed: Moment) {
        for (position, line) in order.lines.iter().enumerate().filter(|(_, line)| !line.is_gift && !line.stayed_behind)
        {
            let postage = if position == 0 { order.postage } else { 0 };
            let cash = line.due() + postage - super::others_bear(Store::Douyin, line);
            let income = line.due() + postage;
            let refund = line.refund.filter(|refund| refund.is_granted && refund.kind != RefundKind::BeforeShipment);
            let refunded = refund.map_or(0, |refund| refund.amount);
            let fee = (income - refunded).max(0) * 50 / 1000;
            let affiliate = if line.streamer.is_some() { (cash - refunded).max(0) * 12 / 100 } else { 0 };
            self.settlement
                .put("结算时间", confirmed.to_string())
                .put("订单号", format!("'{}", order.id))
                .put("子订单号", format!("'{}", line.id))
                .put("结算金额", yuan(income - fee - affiliate))
                .put("结算账户", "聚合账户")
                .put("结算单类型", "已结算")
                .put("是否有结算前退款", "否")
                .put("下单时间", order.ordered.to_string())
                .put("订单总价", yuan(line.price * line.quantity + postage))
                .put("商品总价", yuan(line.price * line.quantity))
                .put("运费", yuan(postage))
                .put("用户实付", yuan(cash))
                .put("平台补贴", yuan(line.platform_discount))
                .put("达人补贴", yuan(line.streamer_discount))
                .put("抖音支付补贴", yuan(line.payment_discount))
                .put("收入合计", yuan(income))
                .put("平台服务费", yuan(-fee))
                .put("佣金", yuan(-affiliate))
                .put("支出合计", yuan(-fee - affiliate))
                .put("商品数量", line.quantity.to_string())
                .put("商品ID", format!("'{}", catalogue.product_id(Store::Douyin, catalogue.skus[line.sku].product)))
                .put("商品名称", catalogue.title(line.sku));
            self.settlement.end_row();
        }
    }

    pub(super) fn finish(self) {
        self.ledger.finish();
        self.settlement.finish();
    }
}
