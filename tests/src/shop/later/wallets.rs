//! Running accounts: 支付宝 账务明细 (淘宝, as a raw csv with its preamble and footer; 天猫, with 收入 and 支出 both positive),
//! 拼多多 账务明细, and the account of the ad platform.

use super::{Movement, Subject, Sums};
use crate::shop::calendar::{Moment, date};
use crate::shop::catalogue::{Catalogue, Store};
use crate::shop::money::{with_commas, yuan};
use crate::shop::table::{Output, Sheet, Style};

const ALIPAY_A: &str = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,\
业务类型,备注,业务描述,业务基础订单号";
const ALIPAY_B: &str = "序号,入账时间,支付宝交易号,支付宝流水号,商户订单号,账务类型,收入（+元）,支出（-元）,账户余额（元）,服务费（元）,支付渠道,\
签约产品,对方账户,对方名称,银行订单号,商品名称,备注,业务基础订单号,业务订单号,业务账单来源,业务描述,付款备注";
const PDD: &str = "商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述";
const AD_ACCOUNT: &str = "记账时间,交易日期,收支类型,交易类型,操作金额(元),操作后余额(元),备注";

const ALIPAY_A_FILE: &str = "later/支付宝账务明细_202601-07.csv";
const ALIPAY_B_FILE: &str = "later/天猫_支付宝账务明细_202601-07.csv";
const PDD_FILE: &str = "later/拼多多_账务明细_202601-07.csv";
const AD_FILE: &str = "later/万相台_账户流水_0947.csv";

#[derive(Debug)]
pub(super) struct Wallets {
    alipay_a: Account,
    alipay_b: Account,
    pdd: Account,
    ads: Sheet,
    ad_balance: i64,
    topped_up: i64,
    spent_since: i64,
}

/// A sheet and its control totals.
#[derive(Debug)]
struct Account {
    sheet: Sheet,
    rows: i64,
    income: i64,
    outgo: i64,
}

impl Account {
    fn new(sheet: Sheet) -> Account {
        Account { sheet, rows: 0, income: 0, outgo: 0 }
    }

    fn add(&mut self, cents: i64) {
        self.rows += 1;
        self.income += cents.max(0);
        self.outgo += (-cents).max(0);
    }
}

impl Wallets {
    pub(super) fn new(output: &mut dyn Output) -> Wallets {
        let mut a = Sheet::csv(output.create(ALIPAY_A_FILE), Style::Gbk);
        a.plain(&["#支付宝账务明细查询"]);
        a.plain(&["#账号：[20880000000000000156]"]);
        a.plain(&["#起始日期：[2026年01月15日 00:00:00]   终止日期：[2026年07月14日 00:00:00]"]);
        a.plain(&["#-----------------------------------------账务明细列表----------------------------------------"]);
        a.header(ALIPAY_A.split(','));
        let mut b = Sheet::csv(output.create(ALIPAY_B_FILE), Style::Utf8Bom);
        b.plain(&["支付宝账务明细"]);
        b.plain(&["账号：2088000000000000023", "", "2026-01-15 至 2026-07-13"]);
        b.header(ALIPAY_B.split(','));
        let mut pdd = Sheet::csv(output.create(PDD_FILE), Style::Gbk);
        pdd.plain(&["拼多多店铺账务明细查询"]);
        pdd.plain(&[""]);
        pdd.plain(&["起始时间：2026-01-15 00:00:00 终止时间：2026-07-13 23:59:59"]);
        pdd.plain(&["----------交易记录明细列表---------"]);
        pdd.header(PDD.split(','));
        let mut ads = Sheet::csv(output.create(AD_FILE), Style::Gbk);
        ads.header(AD_ACCOUNT.split(','));
        Wallets {
            alipay_a: Account::new(a),
            alipay_b: Account::new(b),
            pdd: Account::new(pdd),
            ads,
            ad_balance: 0,
            topped_up: 0,
            spent_since: 0,
        }
    }

    /// The day's spend is taken off the ad account in one row.
    pub(super) fn spend(&mut self, day: i32, cents: i64, sums: &mut Sums) {
        self.spent_since += cents;
        if self.ad_balance < cents {
            self.top_up(day, sums);
        }
        if cents > 0 {
            self.ad_row(day, "支出", "扣款", -cents);
            *sums.entry((AD_FILE.to_owned(), "spend")).or_default() -= cents;
        }
    }

    /// Far more than was spent since the last time. Returns how much.
    pub(super) fn top_up(&mut self, day: i32, sums: &mut Sums) -> i64 {
        let cents = (self.spent_since * 5 / 10_000 + 1) * 10_000;
        self.spent_since = 0;
        self.topped_up += cents;
        self.ad_row(day, "收入", "充值", cents);
        *sums.entry((AD_FILE.to_owned(), Subject::TopUp.name())).or_default() += cents;
        cents
    }

    fn ad_row(&mut self, day: i32, direction: &str, kind: &str, cents: i64) {
        self.ad_balance += cents;
        self.ads
            .put("记账时间", Moment::at(day, 86_000).to_string())
            .put("交易日期", date(day).to_string())
            .put("收支类型", direction)
            .put("交易类型", kind)
            .put("操作金额(元)", yuan(cents.abs()))
            .put("操作后余额(元)", yuan(self.ad_balance));
        self.ads.end_row();
    }

    /// Writes a movement and returns the name of its file.
    pub(super) fn movement(&mut self, catalogue: &Catalogue, movement: &Movement, balance: i64) -> &'static str {
        match movement.store {
            Store::Taobao => {
                alipay_a(&mut self.alipay_a, catalogue, movement, balance);
                ALIPAY_A_FILE
            }
            Store::Tmall => {
                alipay_b(&mut self.alipay_b, catalogue, movement, balance);
                ALIPAY_B_FILE
            }
            Store::Pdd | Store::Douyin => {
                pdd(&mut self.pdd, movement);
                PDD_FILE
            }
        }
    }

    pub(super) fn finish(mut self) -> i64 {
        let Account { sheet, rows, income, outgo } = &mut self.alipay_a;
        sheet
            .plain(&["#-----------------------------------------账务明细列表结束------------------------------------"]);
        sheet.plain(&[&format!("#共{rows}笔，收入合计：{}元，支出合计：{}元", yuan(*income), yuan(*outgo))]);
        let Account { sheet, income, outgo, .. } = &mut self.alipay_b;
        sheet.put("序号", "合计").put("收入（+元）", yuan(*income)).put("支出（-元）", yuan(*outgo));
        sheet.end_row();
        let Account { sheet, rows, income, outgo } = &mut self.pdd;
        sheet.plain(&[&format!("#共{rows}笔，收入{}元，支出{}元", yuan(*income), yuan(*outgo))]);
        for account in [self.alipay_a, self.alipay_b, self.pdd] {
            account.sheet.finish();
        }
        self.ads.finish();
        self.topped_up
    }
}

fn subject_of_taobao(subject: Subject) -> (&'static str, &'static str) {
    match subject {
        Subject::Receipt => ("在线支付", "0010001|交易收款-交易收款"),
        Subject::Coupon => ("转账", "0010001|交易收款-天猫卡券"),
        Subject::Refund => ("交易退款", "0020001|交易退款-余额退款"),
        Subject::Fee => ("收费", "0030130|软件服务费-基础软件服务费"),
        Subject::Affiliate => ("收费", "0060011|营销支出-淘宝客佣金"),
        Subject::Late => ("转账", "0040004|赔付-延迟发货"),
        Subject::TopUp => ("转账", "万相台充值"),
        Subject::Withdrawal => ("提现", "提现"),
    }
}

fn alipay_a(account: &mut Account, catalogue: &Catalogue, movement: &Movement, balance: i64) {
    let Movement { at, subject, order, cents, sku, .. } = movement;
    account.add(*cents);
    let number = account.rows;
    let (kind, words) = subject_of_taobao(*subject);
    let sheet = &mut account.sheet;
    sheet
        .put("账务流水号", format!("{}\t", 340_000_000_000_000 + number))
        .put("业务流水号", format!("{}\t", 2_026_000_000_000_000 + number))
        .put("发生时间", at.to_string())
        .put("账户余额（元）", yuan(balance))
        .put("交易渠道", "支付宝")
        .put("业务类型", kind)
        .put("业务描述", words)
        .put(if *cents > 0 { "收入金额（+元）" } else { "支出金额（-元）" }, yuan(*cents));
    if !order.is_empty() {
        sheet.put("商品名称", catalogue.title(*sku)).put("商户订单号", format!("T200P{order}\t"));
        // Some rows name their order in the remark alone.
        match number % 3 {
            0 => sheet.put("备注", format!("订单号：{order}")),
            _ => sheet.put("业务基础订单号", order.as_str()),
        };
    }
    sheet.end_row();
}

fn alipay_b(account: &mut Account, catalogue: &Catalogue, movement: &Movement, balance: i64) {
    let Movement { at, subject, order, cents, sku, .. } = movement;
    account.add(*cents);
    let number = account.rows;
    let (kind, words) = subject_of_taobao(*subject);
    let sheet = &mut account.sheet;
    sheet
        .put("序号", number.to_string())
        .put("入账时间", at.to_string())
        .put("支付宝流水号", (350_000_000_000_000 + number).to_string())
        .put("账务类型", kind)
        .put("账户余额（元）", yuan(balance))
        .put("业务描述", words)
        .put(if *cents > 0 { "收入（+元）" } else { "支出（-元）" }, yuan(cents.abs()));
    if !order.is_empty() {
        sheet.put("商户订单号", format!("T200P{order}")).put("业务基础订单号", order.as_str());
        sheet.put("商品名称", catalogue.title(*sku));
    }
    sheet.end_row();
}

fn pdd(account: &mut Account, movement: &Movement) {
    let Movement { at, subject, order, cents, .. } = movement;
    account.add(*cents);
    let (kind, words) = match subject {
        Subject::Receipt => ("交易收入", "0010002|交易收入-订单收入"),
        Subject::Coupon => ("优惠券结算", "0010005|交易收入-优惠券结算"),
        Subject::Refund => ("退款", "0020002|交易退款-订单退款"),
        Subject::Fee => ("技术服务费", "0030002|技术服务费-基础技术服务费"),
        Subject::Affiliate => ("多多进宝", "0060001|营销费用-多多进宝"),
        Subject::Late => ("其他", "0040004|售后费用-延迟发货"),
        Subject::TopUp => ("转账", "0070004|转账-广告账户"),
        Subject::Withdrawal => ("提现", "0080001|提现-提现申请"),
    };
    account
        .sheet
        .put("商户订单号", format!("{order}\t"))
        .put("发生时间", format!("{at}\t"))
        .put("收入金额（+元）", if *cents > 0 { with_commas(*cents) } else { "0.00".to_owned() })
        .put("支出金额（-元）", if *cents < 0 { with_commas(*cents) } else { "0.00".to_owned() })
        .put("账务类型", kind)
        .put("业务描述", words);
    account.sheet.end_row();
}
