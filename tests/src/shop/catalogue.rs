//! What the shop sells: 山月家居, household goods with sizes and sets, on four stores.

/// A shop front. 淘宝 and 天猫 are two stores on one platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Store {
    Taobao,
    Tmall,
    Pdd,
    Douyin,
}

impl Store {
    pub const ALL: [Store; 4] = [Store::Taobao, Store::Tmall, Store::Pdd, Store::Douyin];

    /// Share of the shop's order lines, in thousandths.
    pub const fn share(self) -> i64 {
        match self {
            Store::Taobao => 230,
            Store::Tmall => 180,
            Store::Pdd => 380,
            Store::Douyin => 210,
        }
    }

    pub const fn platform(self) -> Platform {
        match self {
            Store::Taobao | Store::Tmall => Platform::Taobao,
            Store::Pdd => Platform::Pdd,
            Store::Douyin => Platform::Douyin,
        }
    }

    /// As the order export writes it; empty where it writes none.
    pub const fn name(self) -> &'static str {
        match self {
            Store::Taobao => "山月家居小铺",
            Store::Tmall => "山月旗舰店",
            Store::Pdd | Store::Douyin => "",
        }
    }

    pub const fn index(self) -> usize {
        self as usize
    }
}

/// In the order in which a report lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Platform {
    Taobao,
    Pdd,
    Douyin,
}

impl Platform {
    pub const ALL: [Platform; 3] = [Platform::Taobao, Platform::Pdd, Platform::Douyin];

    /// The name under which the program knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Platform::Taobao => "taobao",
            Platform::Pdd => "pdd",
            Platform::Douyin => "douyin",
        }
    }
}

/// What is planted in a SKU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Ordinary,
    /// A best-seller whose ads cost more than it earns.
    AdsEatIt,
    /// A best-seller so heavy, and so often sent back, that every parcel loses.
    FreightEatsIt,
    /// Sells little and keeps most of its price.
    QuietStar,
    /// What the viral video shows.
    Viral,
    /// Nobody wrote down what it costs.
    CostUnknown,
    /// Given away, never sold.
    Gift,
}

#[derive(Clone, Debug)]
pub struct Sku {
    pub code: String,
    /// Position of its product in [`Catalogue::products`].
    pub product: usize,
    pub variant: &'static str,
    pub role: Role,
    /// In cents.
    pub price: i64,
    /// In tenths of a cent, by the first day on which it holds; the first holds before its day too.
    pub costs: Vec<(Option<i32>, i64)>,
    pub grams: i64,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub title: &'static str,
    pub code: &'static str,
    /// What a store's customers buy of it, beside other products; 0 where it is not on sale. By [`Store::index`].
    pub demand: [i64; 4],
    /// Ad spend in thousandths of a day's sales, by store. The 淘宝 store advertises itself as a whole: its item report of
    /// 2022 has no product ids, so that nothing would say which SKUs its ads are about.
    pub ads: [i64; 4],
}

#[derive(Clone, Debug)]
pub struct Catalogue {
    pub products: Vec<Product>,
    pub skus: Vec<Sku>,
}

/// Title, code, variants, price in cents, cost in thousandths of the price, grams, demand and ads by store, role.
type Entry = (&'static str, &'static str, &'static [&'static str], i64, i64, i64, [i64; 4], [i64; 4], Role);

const NO_ADS: [i64; 4] = [0; 4];
const ENTRIES: &[Entry] = &[
    ("加厚点断式垃圾袋", "LJD", &["100只"], 1990, 440, 400, [20, 10, 230, 0], [0, 0, 620, 0], Role::AdsEatIt),
    ("落地双杆晾衣架", "LYJ", &["1.2米"], 5990, 545, 6400, [90, 70, 90, 0], NO_ADS, Role::FreightEatsIt),
    ("桑蚕丝发带", "FD", &["香槟"], 6900, 98, 60, [9, 9, 0, 0], NO_ADS, Role::QuietStar),
    ("儿童硅胶餐盘", "CP", &["鲸鱼"], 4590, 400, 480, [10, 10, 15, 60], [0, 0, 0, 0], Role::Viral),
    ("陶瓷香薰炉", "XXL", &["月白"], 5200, 400, 700, [12, 10, 0, 12], NO_ADS, Role::CostUnknown),
    ("抹布试用装", "ZP", &["1片"], 900, 150, 60, [0; 4], NO_ADS, Role::Gift),
    (
        "水洗棉四件套",
        "SJT",
        &["雾蓝 1.5米", "雾蓝 1.8米", "雾蓝 2.0米", "奶白 1.5米", "奶白 1.8米", "奶白 2.0米"],
        12_900,
        460,
        1800,
        [60, 90, 40, 40],
        [0, 45, 20, 0],
        Role::Ordinary,
    ),
    (
        "浴室防滑拖鞋",
        "TX",
        &["36-37", "38-39", "40-41", "42-43"],
        2990,
        380,
        450,
        [50, 40, 80, 60],
        [0, 30, 40, 0],
        Role::Ordinary,
    ),
    ("长绒棉毛巾", "MJ", &["灰", "米", "粉", "蓝"], 1890, 390, 200, [50, 40, 90, 30], [0, 20, 30, 0], Role::Ordinary),
    ("长绒棉浴巾", "YJ", &["灰", "米", "粉", "蓝"], 4990, 410, 500, [35, 40, 30, 20], NO_ADS, Role::Ordinary),
    ("毛巾浴巾礼盒", "LH", &["灰", "米"], 7990, 390, 900, [20, 30, 10, 15], [0, 35, 0, 0], Role::Ordinary),
    ("折叠收纳箱", "SNX", &["小号", "中号", "大号"], 3990, 430, 1200, [40, 40, 70, 30], [0, 35, 40, 0], Role::Ordinary),
    (
        "316不锈钢保温杯",
        "BWB",
        &["墨绿", "米白", "雾粉", "藏青"],
        6990,
        420,
        420,
        [30, 40, 30, 40],
        [0, 40, 0, 0],
        Role::Ordinary,
    ),
    (
        "晴雨两用伞",
        "YS",
        &["黑胶 六骨", "黑胶 八骨", "黑胶 十骨"],
        4590,
        400,
        480,
        [30, 30, 40, 30],
        NO_ADS,
        Role::Ordinary,
    ),
    ("乳胶枕", "ZT", &["低款", "高款"], 9900, 450, 1400, [25, 35, 20, 20], [0, 40, 0, 0], Role::Ordinary),
    ("冰丝凉席", "LX", &["1.5米", "1.8米"], 8900, 450, 1300, [20, 30, 25, 20], [0, 30, 25, 0], Role::Ordinary),
    (
        "免打孔遮光窗帘",
        "CL",
        &["灰 1.5米", "灰 2.0米", "灰 2.5米"],
        5990,
        440,
        1500,
        [20, 25, 30, 10],
        NO_ADS,
        Role::Ordinary,
    ),
    ("耐热玻璃杯", "BLB", &["单只", "两只装"], 2590, 380, 350, [25, 20, 40, 20], [0, 0, 25, 0], Role::Ordinary),
    ("硅胶锅铲套装", "GC", &["五件套", "七件套"], 5990, 400, 900, [15, 20, 20, 25], NO_ADS, Role::Ordinary),
    ("硅藻泥地垫", "DD", &["40×60", "50×80"], 3590, 410, 1500, [20, 20, 40, 15], [0, 0, 30, 0], Role::Ordinary),
    ("防滑衣架", "YJA", &["10只装", "20只装"], 2290, 400, 700, [30, 20, 60, 15], NO_ADS, Role::Ordinary),
    ("无痕挂钩", "GG", &["6只装", "12只装"], 1490, 350, 120, [25, 20, 60, 20], NO_ADS, Role::Ordinary),
    ("桌面收纳盒", "SNH", &["单层", "双层", "三层"], 2690, 400, 600, [20, 20, 40, 20], NO_ADS, Role::Ordinary),
    ("厨房置物架", "ZWJ", &["双层", "三层", "四层"], 7900, 460, 2000, [15, 20, 20, 10], [0, 30, 0, 0], Role::Ordinary),
    ("懒人抹布", "MB", &["3卷装"], 2490, 380, 500, [20, 15, 50, 15], NO_ADS, Role::Ordinary),
];

/// An advertised product of which nobody buys anything.
pub const UNSOLD_TITLE: &str = "仿真绿植墙";

impl Catalogue {
    pub fn new() -> Catalogue {
        let mut catalogue = Catalogue { products: Vec::new(), skus: Vec::new() };
        for &(title, code, variants, price, cost_share, grams, demand, ads, role) in ENTRIES {
            let product = catalogue.products.len();
            catalogue.products.push(Product { title, code, demand, ads });
            for (size, &variant) in (0_i64..).zip(variants) {
                // Larger sizes cost more and weigh more.
                let price = price + size * price / 1000 * 60 / 100 * 100;
                let cost = price * cost_share / 100 + size * 3;
                let mut costs = vec![(None, cost)];
                // Some suppliers raise their price in spring, some lower it in June.
                match product % 5 {
                    1 if role == Role::Ordinary => costs.push((Some(60), cost * 104 / 100)),
                    3 if role == Role::Ordinary => {
                        costs.push((Some(45), cost * 103 / 100));
                        costs.push((Some(138), cost * 98 / 100));
                    }
                    _ => {}
                }
                if role == Role::CostUnknown {
                    costs.clear();
                }
                let code = if variants.len() == 1 { format!("{code}-01") } else { format!("{code}-{:02}", size + 1) };
                catalogue.skus.push(Sku { code, product, variant, role, price, costs, grams: grams + size * 120 });
            }
        }
        catalogue
    }

    pub fn with_role(&self, role: Role) -> usize {
        self.skus.iter().position(|sku| sku.role == role).unwrap()
    }

    /// The next size of the same product, after the last the first; the SKU itself where there is no other.
    pub fn other_size(&self, sku: usize) -> usize {
        let product = self.skus[sku].product;
        let is_of_product = |other: &usize| self.skus[*other].product == product;
        (sku + 1..self.skus.len()).chain(0..=sku).find(is_of_product).unwrap()
    }

    /// By SKU: how likely a customer of the store buys it.
    pub fn demand(&self, store: Store) -> Vec<i64> {
        let sizes =
            |product: usize| i64::try_from(self.skus.iter().filter(|sku| sku.product == product).count()).unwrap();
        self.skus.iter().map(|sku| self.products[sku.product].demand[store.index()] * 60 / sizes(sku.product)).collect()
    }

    /// The store's own id of a product.
    pub fn product_id(&self, store: Store, product: usize) -> String {
        match store {
            Store::Taobao => format!("7210000{:05}", product * 13 + 11),
            Store::Tmall => format!("7350000{:05}", product * 13 + 11),
            Store::Pdd => format!("6150000{:05}", product * 7 + 11),
            Store::Douyin => format!("36200000000000{:05}", product * 7 + 11),
        }
    }

    pub fn title(&self, sku: usize) -> &'static str {
        self.products[self.skus[sku].product].title
    }

    /// The unit cost valid on a day, in tenths of a cent.
    pub fn cost(&self, sku: usize, day: i32) -> Option<i64> {
        let costs = &self.skus[sku].costs;
        let valid = costs.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day));
        valid.or(costs.first()).map(|&(_, cost)| cost)
    }
}

impl Default for Catalogue {
    fn default() -> Catalogue {
        Catalogue::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_skus_with_their_own_codes() {
        let catalogue = Catalogue::new();
        let codes: std::collections::BTreeSet<&str> = catalogue.skus.iter().map(|sku| sku.code.as_str()).collect();
        assert_eq!((catalogue.skus.len(), codes.len()), (60, 60));
    }
}
