//! The shop floor: what buyers say and ask, what is left on the shelves, and how it is bought again. 赤兔, reviews, 快麦
//! 库存状态 and our own sheet of suppliers.

use std::collections::BTreeMap;

use super::calendar::{DAYS, date};
use super::catalogue::{Catalogue, Role, Store};
use super::exports::LAST_EXPORT;
use super::money::yuan;
use super::orders::{Line, Order};
use super::random::Random;
use super::table::{Output, Sheet, SheetCell, Style};
use super::truth::Tally;

const CHITU: &str = "日期,旺旺,接待人数,平均响应(秒),回复率,询单->最终付款成功率,上班天数,评价发送率,客户满意比,很满意,满意,一般,不满意,很不满意";
const REVIEWS: &str = "用户昵称,评论内容,追加评论,评分,日期,SKU";
const STOCK: &str = "序号,图片,仓库,规格属性,规格别名,7天销量,可售天数,规格商家编码,规格备注,供应商,成本价,实际总库存,实际锁定数,实际可用数,\
次品数,库存状态,警戒状态";
const SUPPLIES: &str = "商家编码,商品名称,现有库存,在途数量,预计到货日,供应商,供应商类型,下单天数,生产天数,物流天数,上架天数,起订量,订货倍数,日产能";

const REVIEWS_FILE: &str = "评价_插件导出.csv";
const SERVICE_FILE: &str = "赤兔_客服绩效.csv";
const STOCK_FILE: &str = "快麦导出_库存状态(按sku).csv";
const SUPPLIES_FILE: &str = "供应商表.csv";

#[derive(Debug)]
pub struct Floor {
    reviews: Sheet,
    n_reviews: u64,
    random: Random,
    /// Orders of 淘宝 and 天猫 by day, whose buyers asked something before.
    orders_by_day: BTreeMap<i32, i64>,
    /// Units of the last week by SKU.
    last_week: BTreeMap<usize, i64>,
}

impl Floor {
    pub fn new(output: &mut dyn Output, seed: u64) -> Floor {
        let mut reviews = Sheet::csv(output.create(REVIEWS_FILE), Style::Utf8Bom);
        reviews.header(REVIEWS.split(','));
        Floor {
            reviews,
            n_reviews: 0,
            random: Random::of(seed, "floor"),
            orders_by_day: BTreeMap::new(),
            last_week: BTreeMap::new(),
        }
    }

    pub fn order(&mut self, catalogue: &Catalogue, order: &Order) {
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
            if order.confirmed.is_some_and(|moment| moment < LAST_EXPORT)
                && !line.is_gift
                && self.random.in_thousand(if is_late { 400 } else { 90 })
            {
                self.review(catalogue, order, line, is_late);
            }
        }
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
            .put("评分", SheetCell::Count(stars))
            .put("日期", date(confirmed.day()).to_string())
            .put("SKU", catalogue.skus[line.sku].variant);
        self.reviews.end_row();
        self.n_reviews += 1;
    }

    pub fn finish(mut self, catalogue: &Catalogue, output: &mut dyn Output, tally: &mut Tally<'_>) {
        let reviews = tally.file(REVIEWS_FILE, "generic", "reviews");
        tally.files[reviews].rows = self.n_reviews;
        let service = tally.file(SERVICE_FILE, "taobao", "service");
        tally.files[service].rows = 2 * u64::try_from(self.orders_by_day.len()).unwrap();
        for (name, source) in [(STOCK_FILE, "kuaimai"), (SUPPLIES_FILE, "zhanggui")] {
            let file = tally.file(name, source, "stock");
            tally.files[file].rows = u64::try_from(catalogue.skus.len()).unwrap();
        }
        self.service(output);
        self.stock(catalogue, output);
        supplies(catalogue, output);
        self.reviews.finish();
    }

    fn service(&mut self, output: &mut dyn Output) {
        let mut chitu = Sheet::csv(output.create(SERVICE_FILE), Style::Utf8Bom);
        chitu.header(CHITU.split(','));
        for (day, orders) in &self.orders_by_day {
            for agent in ["山月小铺:小禾", "山月小铺:小满"] {
                let chats = orders * 6 / 10 + self.random.between(0, 3);
                chitu
                    .put("日期", date(*day).to_string())
                    .put("旺旺", agent)
                    .put("接待人数", SheetCell::Count(chats))
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
    }

    fn stock(&mut self, catalogue: &Catalogue, output: &mut dyn Output) {
        let mut stock = Sheet::csv(output.create(STOCK_FILE), Style::Utf8Bom);
        stock.plain(&["库存状态"]);
        stock.header(STOCK.split(','));
        for (position, sku) in (1..).zip(&catalogue.skus) {
            let week = self.last_week.get(&(usize::try_from(position).unwrap() - 1)).copied().unwrap_or(0);
            let cover = self.random.between(3, 40);
            let on_hand = week * cover / 7 + self.random.between(0, 20);
            stock
                .put("序号", SheetCell::Count(position))
                .put("仓库", "山月仓")
                .put("规格属性", sku.variant)
                .put("7天销量", SheetCell::Count(week))
                .put("可售天数", if week > 0 { (on_hand * 7 / week).to_string() } else { "-".to_owned() })
                .put("规格商家编码", sku.code.as_str())
                .put("成本价", sku.costs.last().map_or(String::new(), |&(_, tenths)| yuan(tenths / 10)))
                .put("实际总库存", SheetCell::Count(on_hand))
                .put("实际锁定数", "0")
                .put("实际可用数", SheetCell::Count(on_hand))
                .put("次品数", "0")
                .put("库存状态", if on_hand < week { "紧张" } else { "正常" });
            stock.end_row();
        }
        stock.finish();
    }
}

/// Every supplier in the sheet works for several products; the heavy and the large come from further away.
fn supplies(catalogue: &Catalogue, output: &mut dyn Output) {
    let mut sheet = Sheet::csv(output.create(SUPPLIES_FILE), Style::Utf8Bom);
    sheet.header(SUPPLIES.split(','));
    for sku in &catalogue.skus {
        let product = i64::try_from(sku.product).unwrap();
        let far = i64::from(sku.grams > 1000);
        sheet
            .put("商家编码", sku.code.as_str())
            .put("商品名称", format!("{} {}", catalogue.products[sku.product].title, sku.variant))
            .put("供应商", ["永康家居厂", "高阳毛巾厂", "义乌小商品", "佛山塑料厂"][sku.product % 4])
            .put("供应商类型", "核心")
            .put("下单天数", "1")
            .put("生产天数", SheetCell::Count(5 + product % 5 * 3 + far * 4))
            .put("物流天数", SheetCell::Count(2 + far * 2))
            .put("上架天数", "1")
            .put("起订量", SheetCell::Count(if sku.role == Role::Gift { 500 } else { 50 }))
            .put("订货倍数", "10")
            .put("日产能", SheetCell::Count(80 + product % 3 * 40));
        sheet.end_row();
    }
    sheet.finish();
}
