//! Ad reports by product and day: 拼多多 推广 in two overlapping exports with their 总计, and 万相台无界 as a GBK file in a
//! zip, with rows of the whole shop front among those of products.

use std::collections::BTreeMap;

use super::calendar::date;
use super::catalogue::{Catalogue, Platform, Store, UNSOLD_TITLE};
use super::money::{with_commas, yuan};
use super::orders::Order;
use super::random::Random;
use super::table::{Memory, Output, Sheet, SheetCell, Style, zip_of};
use super::truth::{AdRow, FileIndex, Subject, Tally};

const PDD_COLUMNS: &str = "日期,商品ID,商品名称,推广场景,推广名称,出价方式,分组,是否已删除,成交花费(元),交易额(元),实际投产比,总花费(元),曝光量,点击量";
const WANXIANGTAI_COLUMNS: &str = "日期,主体ID,主体类型,主体名称,展现量,点击量,花费,点击率,平均点击花费,千次展现花费,总成交金额,总成交笔数,\
点击转化率,直接成交金额,直接成交笔数,总购物车数,投入产出比";
/// The first report of 拼多多 ends here, the second begins two days earlier.
const FIRST_REPORT_ENDS: i32 = 120;
/// The reports begin before the shop's first order.
pub const BEFORE: i32 = 2;

#[derive(Debug)]
struct Report {
    file: FileIndex,
    sheet: Sheet,
    spent: i64,
}

#[derive(Debug)]
pub struct Ads {
    random: Random,
    pdd: [Report; 2],
    wanxiangtai: Report,
    buffer: Memory,
    pub rows: Vec<AdRow>,
}

const ZIP: &str = "万相台_商品报表.zip";
const ENTRY: &str = "商品报表.csv";

impl Ads {
    pub fn new(output: &mut dyn Output, tally: &mut Tally<'_>, seed: u64) -> Ads {
        let mut report = |name: &str| {
            let file = tally.file(name, "pdd", "ads");
            let mut sheet = Sheet::csv(output.create(name), Style::Utf8Bom);
            sheet.header(PDD_COLUMNS.split(','));
            Report { file, sheet, spent: 0 }
        };
        let pdd = [report("拼多多_推广_20260113-20260515.csv"), report("拼多多_推广_20260514-20260713.csv")];
        let mut buffer = Memory::default();
        let mut sheet = Sheet::csv(buffer.create(ENTRY), Style::Gbk);
        sheet.header(WANXIANGTAI_COLUMNS.split(','));
        let file = tally.file(&format!("{ZIP}/{ENTRY}"), "taobao", "ads");
        let wanxiangtai = Report { file, sheet, spent: 0 };
        Ads { random: Random::of(seed, "ads"), pdd, wanxiangtai, buffer, rows: Vec::new() }
    }

    /// The spend of a day follows the day's sales of each advertised product.
    pub fn day(&mut self, catalogue: &Catalogue, day: i32, store: Store, orders: &[Order]) {
        let mut sales: BTreeMap<usize, i64> = BTreeMap::new();
        let paid = orders.iter().filter(|order| order.paid.is_some() && !order.is_excluded);
        for line in paid.flat_map(|order| &order.lines) {
            *sales.entry(catalogue.skus[line.sku].product).or_default() += line.due();
        }
        let all: i64 = sales.values().sum();
        for (product, of_product) in catalogue.products.iter().enumerate() {
            let rate = of_product.ads[store.index()];
            if rate == 0 {
                continue;
            }
            let sold = sales.get(&product).copied().unwrap_or(0);
            // A campaign costs a little on days without a sale too.
            let spend = sold * rate / 1000 + self.random.between(0, 25);
            if spend > 0 {
                let id = catalogue.product_id(store, product);
                self.row(day, store, &id, of_product.title, spend, sold, Subject::Product(store, product));
            }
        }
        match store {
            Store::Pdd if self.random.in_thousand(300) => {
                let id = "615000009999";
                let spend = self.random.between(10, 60);
                self.row(day, store, id, UNSOLD_TITLE, spend, 0, Subject::Unsold(id.to_owned()));
            }
            Store::Taobao => {
                let spend = all * 12 / 1000 + self.random.between(1, 30);
                self.row(day, store, "nan", "店铺推广", spend, all / 9, Subject::WholeStore);
            }
            _ => {}
        }
    }

    /// Before the first order there were ads already.
    pub fn before(&mut self, catalogue: &Catalogue) {
        for day in -BEFORE..0 {
            self.day(catalogue, day, Store::Taobao, &[]);
            self.day(catalogue, day, Store::Pdd, &[]);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the cells of one row")]
    fn row(&mut self, day: i32, store: Store, id: &str, title: &str, cents: i64, sold: i64, subject: Subject) {
        let seen = self.random.between(80, 160) * (cents / 10 + 1);
        let clicks = seen / 40;
        if store.platform() == Platform::Taobao {
            let report = &mut self.wanxiangtai;
            let kind = if subject == Subject::WholeStore { "店铺" } else { "商品" };
            let none = |cents: i64| if cents == 0 { "nan".to_owned() } else { yuan(cents) };
            report
                .sheet
                .put("日期", date(day).to_string())
                .put("主体ID", id)
                .put("主体类型", kind)
                .put("主体名称", title)
                .put("展现量", SheetCell::Count(seen))
                .put("点击量", SheetCell::Count(clicks))
                .put("花费", yuan(cents))
                .put("点击率", "2.50%")
                .put("总成交金额", none(sold))
                .put("直接成交金额", none(sold / 2))
                .put("投入产出比", none(sold * 100 / cents.max(1)));
            report.sheet.end_row();
            report.spent += cents;
            let file = report.file;
            self.rows.push(AdRow { file, platform: Platform::Taobao, subject, day, cents, is_repeated: false });
            return;
        }
        let in_first = day <= FIRST_REPORT_ENDS;
        let in_second = day >= FIRST_REPORT_ENDS - 1;
        let holds = [in_first, in_second];
        for (position, report) in self.pdd.iter_mut().enumerate().filter(|(position, _)| holds[*position]) {
            report
                .sheet
                .put("日期", date(day).to_string())
                .put("商品ID", id)
                .put("商品名称", title)
                .put("推广场景", "商品推广")
                .put("推广名称", format!("计划-{title}"))
                .put("出价方式", "智能出价")
                .put("分组", "默认分组")
                .put("是否已删除", "否")
                .put("成交花费(元)", with_commas(cents * 9 / 10))
                .put("交易额(元)", with_commas(sold))
                .put("实际投产比", yuan(sold * 100 / cents.max(1)))
                .put("总花费(元)", with_commas(cents))
                .put("曝光量", with_commas(seen * 100).trim_end_matches(".00"))
                .put("点击量", SheetCell::Count(clicks));
            report.sheet.end_row();
            report.spent += cents;
            let is_repeated = position == 1 && in_first;
            let file = report.file;
            self.rows.push(AdRow { file, platform: Platform::Pdd, subject: subject.clone(), day, cents, is_repeated });
        }
    }

    /// Spent on the account of 淘宝, in cents.
    pub fn spent_on_taobao(&self) -> i64 {
        self.wanxiangtai.spent
    }

    pub fn finish(self, output: &mut dyn Output) -> Vec<AdRow> {
        for mut report in self.pdd {
            report.sheet.put("日期", "总计").put("总花费(元)", with_commas(report.spent));
            report.sheet.end_row();
            report.sheet.finish();
        }
        self.wanxiangtai.sheet.finish();
        let bytes = self.buffer.files().remove(ENTRY).unwrap();
        output.create(ZIP).write_all(&zip_of(ENTRY, &bytes)).unwrap();
        self.rows
    }
}
