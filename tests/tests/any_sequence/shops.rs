//! What a seller has: files that tell of the same orders, settings, and parts of the shop to look at.

use std::fs;
use std::path::Path;

use analytics::config::{Assumption, AssumptionValue, ExchangeRates};
use analytics::profit::Scope;
use analytics::repurchase::settings::PurchaseDefinition;
use analytics::vocabulary::{AllocationBase, Basis, RefundBasis, Source};
use analytics::{Amount, Config, Day, Rate};

const FOLDERS: [&str; 10] = [
    "small_shop",
    "costing/refund_basis_unknown",
    "costing/bundles",
    "costing/courier_bill",
    "jushuitan/orders_2025",
    "kuaimai/orders",
    "kuaimai/stock",
    "wangdiantong/order_lines",
    "taobao/pair_2022",
    "zhanggui/stock_zh",
];

/// 聚水潭, as far as merged and split orders need it.
const ERP: &str = "内部订单号,线上订单号,店铺名称,下单时间,应付金额,已付金额,状态,快递单号,平台站点,子订单编号,线上子订单编号,原始线上订单号,商品编码,商品名称,数量,商品单价,商品金额,成本价,支出运费\n";

/// Files of one shop, of which several tell of the same orders, and one that cannot be read.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut paths: Vec<_> = FOLDERS
        .iter()
        .flat_map(|folder| fs::read_dir(fixtures.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind != "json" && kind != "md"))
        .collect();
    paths.sort();
    let mut files: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    let orders = files.iter().find(|(name, _)| name.starts_with("拼多多_订单")).unwrap().1.clone();
    // The same export under another name, a part of it, a sheet that writes codes in its own way, and a photo.
    files.push(("拼多多_订单 (1).csv".to_owned(), orders.clone()));
    let rows: Vec<&[u8]> = orders.split_inclusive(|byte| *byte == b'\n').take(40).collect();
    files.push(("拼多多_订单_一半.csv".to_owned(), rows.concat()));
    files.push(("成本_手写.csv".to_owned(), "商品编码,单位成本\nfg-01,8.80\ntx-w-m,11\n".as_bytes().to_vec()));
    files.push(("照片.xlsx".to_owned(), vec![0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46]));
    files.extend(erp_files(&String::from_utf8(orders).unwrap()));
    files
}

/// What an ERP makes of orders of the half above: two as they came, the same merged into one parcel, and one that was split.
fn erp_files(orders: &str) -> Vec<(String, Vec<u8>)> {
    let cells = |row: &str| -> [String; 3] {
        // No cell before the amounts has a comma.
        let cells: Vec<String> = row.split(',').map(|cell| cell.trim().to_owned()).collect();
        [cells[1].clone(), cells[3].clone(), cells[2].clone()]
    };
    let sold = orders.lines().skip(1).map(cells).filter(|[.., status]| status.starts_with("已")).take(3);
    let sold: Vec<[String; 3]> = sold.collect();
    let [[one, amount, _], [other, other_amount, _], [split, split_amount, _]] = sold.as_slice() else {
        panic!("{sold:?}")
    };
    let row = |own: u32, order: &str, paid: &str, status: &str, line: u32, code: &str| {
        format!(
            "{own},\"{order}\",小满百货,2026-06-29 10:00:00,{paid},{paid},{status},YT{own},拼多多,{line},,\"{order}\",{code},品,1,{paid},{paid},7.5,2.8\n"
        )
    };
    let both = format!("{one},{other}");
    let merged = row(3, &both, amount, "已发货", 3, "FG-01") + &row(3, &both, other_amount, "已发货", 4, "BB-NAT");
    let parents = row(1, one, amount, "被合并", 1, "FG-01") + &row(2, other, other_amount, "被合并", 2, "BB-NAT");
    let before = row(1, one, amount, "已付款", 1, "FG-01")
        + &row(2, other, other_amount, "已付款", 2, "BB-NAT")
        + &row(5, split, split_amount, "已付款", 5, "TX-W-M");
    let parts = row(5, split, split_amount, "被拆分", 5, "TX-W-M")
        + &row(6, &format!("{split}-1"), "1.00", "已发货", 6, "TX-W-M")
        + &row(7, &format!("{split}-2"), split_amount, "已发货", 7, "FG-01");
    [
        ("聚水潭_之前.csv", before),
        ("聚水潭_合并.csv", merged.clone()),
        ("聚水潭_合并与原单.csv", parents + &merged),
        ("聚水潭_拆分.csv", parts),
    ]
    .map(|(name, rows)| (name.to_owned(), format!("{ERP}{rows}").into_bytes()))
    .to_vec()
}

pub fn configs() -> Vec<Config> {
    let mut configs = vec![Config::default()];
    let mut change = |change: &dyn Fn(&mut Config)| {
        let mut config = Config::default();
        change(&mut config);
        configs.push(config);
    };
    change(&|config| config.shop.basis = Basis::Shipped);
    change(&|config| config.shop.basis = Basis::Ordered);
    change(&|config| {
        config.set(Assumption::FreightPerOrder, AssumptionValue::Money(Amount::parse("3.20").unwrap()));
    });
    change(&|config| config.goods.resellable_rate = Rate::ZERO);
    change(&|config| {
        config.goods.unit_cost.insert("Fg-01".to_owned(), Amount::parse("9.90").unwrap());
    });
    change(&|config| {
        config.refund_basis.insert("taobao.orders".to_owned(), RefundBasis::Gross);
    });
    change(&|config| config.ads.driver = AllocationBase::Units);
    change(&|config| config.exclude.note_contains = vec!["刷单".to_owned()]);
    change(&|config| config.repurchase.value.horizon = 180);
    change(&|config| {
        config.repurchase.letters.least_purchases = 1;
        config.repurchase.tags.truncate(1);
    });
    change(&|config| config.repurchase.purchase = PurchaseDefinition::Order);
    change(&|config| config.capacity.brake.days += 3);
    change(&|config| {
        config.shop.cost_currency = "USD".to_owned();
        let rate = ExchangeRates::always(Rate::parse("7.1").unwrap());
        config.shop.exchange_rates.insert("USD".to_owned(), rate);
    });
    change(&|config| config.shop.cost_currency = "EUR".to_owned());
    configs
}

pub fn scopes() -> Vec<Scope> {
    let day = Day::parse;
    let store =
        |platform, name: &str| Scope { platform: Some(platform), store: Some(name.to_owned()), ..Scope::default() };
    vec![
        Scope::default(),
        Scope { from: day("2026-05-20"), to: day("2026-06-10"), ..Scope::default() },
        Scope { platform: Some(Source::Pdd), ..Scope::default() },
        store(Source::Taobao, "示例旗舰店"),
        store(Source::Taobao, "小满旗舰店"),
        Scope { from: day("2026-06-01"), ..store(Source::Pdd, "小满百货") },
        // A store that some shops have none of, and the stores without a name.
        store(Source::Pdd, ""),
    ]
}
