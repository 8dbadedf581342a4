//! Couriers' bills: 圆通 by waybill in two overlapping bills with parcels of other shops among ours, surcharges on rows of
//! their own, a sum at the end, and a human's columns; 顺丰 with its merged title and days without a year.

use std::collections::BTreeMap;

use super::calendar::{Moment, date};
use super::catalogue::Catalogue;
use super::orders::Order;
use super::random::Random;
use super::table::{Output, Sheet, SheetCell, Style};
use super::truth::{FileIndex, Reason, Tally};

/// The second bill repeats the first one's last two days, and ends before the shop's last week.
const FIRST_BILL_ENDS: i32 = 106;
const SECOND_BILL_BEGINS: i32 = 105;
const LAST_BILLED: i32 = 172;

#[derive(Debug)]
struct Bill {
    file: FileIndex,
    sheet: Sheet,
    sum: i64,
    rows: i64,
}

#[derive(Debug)]
pub struct Couriers {
    random: Random,
    yto: [Bill; 2],
    sf: Bill,
}

/// What is charged for a parcel: by whole kilograms.
fn charge(grams: i64) -> i64 {
    260 + (grams - 1).max(0) / 1000 * 260
}

/// File and cents of every row that bills a waybill.
pub type Bills = Vec<(String, Vec<(FileIndex, i64)>)>;

impl Couriers {
    /// Bills of many rows are csv files, so that none has to be held.
    pub fn new(output: &mut dyn Output, tally: &mut Tally<'_>, seed: u64, is_large: bool) -> Couriers {
        let mut yto = |months: &str| {
            let name = format!("圆通对账单_{months}.{}", if is_large { "csv" } else { "xlsx" });
            let file = tally.file(&name, "courier", "shipments");
            let out = output.create(&name);
            let mut sheet = if is_large { Sheet::csv(out, Style::Utf8Bom) } else { Sheet::xlsx(out, "Sheet1") };
            if !is_large {
                sheet.plain(&["圆通速递 月结客户对账单", "", "结算客户：山月仓"]);
            }
            sheet.header([
                "扫描时间",
                "运单号码",
                "账单结算对象名称",
                "目的地",
                "计费重量",
                "总金额",
                "求和项:总金额",
                "提成",
            ]);
            Bill { file, sheet, sum: 0, rows: 0 }
        };
        let yto = [yto("202601-04"), yto("202605-07")];
        let name = "顺丰月结账单_2026.xlsx";
        let file = tally.file(name, "courier", "shipments");
        let mut sheet = Sheet::xlsx(output.create(name), "账单明细");
        sheet.merged_title("顺丰速运月结账单明细 2026年01月至07月", 10);
        sheet.header([
            "序号",
            "日期",
            "运单号码",
            "寄件地区",
            "到件地区",
            "计费重量",
            "产品类型",
            "折扣",
            "应付金额",
            "经手人",
        ]);
        Couriers { random: Random::of(seed, "couriers"), yto, sf: Bill { file, sheet, sum: 0, rows: 0 } }
    }

    /// Writes the parcels of a day's orders. Orders in one parcel are billed once.
    pub fn day(&mut self, catalogue: &Catalogue, orders: &[Order], tally: &mut Tally<'_>) -> Bills {
        let mut bills: Bills = Vec::new();
        let mut parcels: BTreeMap<&str, (Moment, &Order, i64)> = BTreeMap::new();
        for order in orders {
            let (Some(shipped), Some(waybill)) = (order.shipped, order.waybill.as_deref()) else { continue };
            let lines = order.lines.iter().filter(|line| !line.stayed_behind);
            let grams: i64 = lines.map(|line| catalogue.skus[line.sku].grams * line.quantity).sum();
            parcels.entry(waybill).or_insert((shipped, order, 0)).2 += grams;
        }
        for (waybill, (shipped, order, grams)) in parcels {
            if shipped.day() > LAST_BILLED {
                continue;
            }
            let scanned = shipped.plus_hours(2);
            if waybill.starts_with("SF") {
                bills.push((waybill.to_owned(), vec![self.sf_row(waybill, scanned, grams, order.province)]));
                continue;
            }
            let mut rows = vec![self.yto_row(waybill, scanned, grams, charge(grams), order.province, tally)];
            if self.random.in_thousand(12) {
                // 偏远附加费 on a row of its own.
                rows.push(self.yto_row(waybill, scanned, grams, 350, order.province, tally));
            }
            bills.push((waybill.to_owned(), rows));
        }
        bills
    }

    /// Parcels of other shops that the same warehouse sends.
    pub fn foreign(&mut self, day: i32, waybills: &[String], tally: &mut Tally<'_>) -> Bills {
        let mut bills: Bills = Vec::new();
        for waybill in waybills {
            let scanned = Moment::at(day, self.random.between(18 * 3600, 22 * 3600));
            let grams = self.random.between(100, 4000);
            if day <= LAST_BILLED {
                let row = self.yto_row(waybill, scanned, grams, charge(grams), "广东省", tally);
                bills.push((waybill.clone(), vec![row]));
            }
        }
        bills
    }

    /// The row counts in the first bill that has it.
    fn yto_row(
        &mut self,
        waybill: &str,
        scanned: Moment,
        grams: i64,
        cents: i64,
        province: &str,
        tally: &mut Tally<'_>,
    ) -> (FileIndex, i64) {
        let in_first = scanned.day() <= FIRST_BILL_ENDS;
        if in_first {
            self.yto[0].yto(waybill, scanned, grams, cents, province);
        }
        if scanned.day() >= SECOND_BILL_BEGINS {
            self.yto[1].yto(waybill, scanned, grams, cents, province);
            if in_first {
                tally.repeated(self.yto[1].file, Reason::Duplicate, cents);
            }
        }
        (self.yto[usize::from(!in_first)].file, cents)
    }

    fn sf_row(&mut self, waybill: &str, scanned: Moment, grams: i64, province: &str) -> (FileIndex, i64) {
        let cents = charge(grams) + 700;
        self.sf.rows += 1;
        self.sf.sum += cents;
        self.sf
            .sheet
            .put("序号", SheetCell::Count(self.sf.rows))
            .put("日期", date(scanned.day()).strftime("%m-%d").to_string())
            .put("运单号码", waybill)
            .put("寄件地区", "金华市")
            .put("到件地区", province)
            .put("计费重量", format!("{}.{:03}", grams / 1000, grams % 1000))
            .put("产品类型", "顺丰标快")
            .put("折扣", SheetCell::Money(0))
            .put("应付金额", SheetCell::Money(cents))
            .put("经手人", "**");
        self.sf.sheet.end_row();
        (self.sf.file, cents)
    }

    pub fn finish(self) {
        for mut bill in self.yto {
            bill.sheet.put("扫描时间", "合计").put("总金额", SheetCell::Money(bill.sum));
            bill.sheet.end_row();
            bill.sheet.finish();
        }
        let mut sf = self.sf;
        sf.sheet.put("序号", "合计").put("应付金额", SheetCell::Money(sf.sum));
        sf.sheet.end_row();
        sf.sheet.finish();
    }
}

impl Bill {
    fn yto(&mut self, waybill: &str, scanned: Moment, grams: i64, cents: i64, province: &str) {
        self.sum += cents;
        self.rows += 1;
        self.sheet
            .put("扫描时间", scanned.to_string())
            .put("运单号码", waybill)
            .put("账单结算对象名称", "山月仓")
            .put("目的地", province)
            .put("计费重量", format!("{}.{:02}", grams / 1000, grams % 1000 / 10))
            .put("总金额", SheetCell::Money(cents));
        if self.rows <= 3 {
            // What somebody in the office worked out beside the bill.
            self.sheet.put("求和项:总金额", SheetCell::Money(cents * 3)).put("提成", "0.03");
        }
        self.sheet.end_row();
    }
}
