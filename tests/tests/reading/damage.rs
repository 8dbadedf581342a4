//! A file that turns out to be damaged leaves nothing behind.

use analytics::Dataset;

use crate::{codes, read, read_one};

/// A good file of every kind of row: its name, its header and one row, `#` standing for a number.
const KINDS: [(&str, &str, &str); 12] = [
    (
        "订单.csv",
        "订单号,商家实收金额,用户实付金额,商品数量,商家编码-规格维度,商品,支付时间",
        "260601-#,20,20,1,A-#,名#,2026-06-01",
    ),
    (
        "orders.csv",
        "Name,Financial Status,Paid at,Subtotal,Shipping,Lineitem quantity,Lineitem name,Lineitem sku",
        "#,paid,2026-06-01,20,0,1,名#,A-#",
    ),
    ("推广.csv", "日期,商品ID,商品名称,总花费(元),曝光量", "2026-06-01,6100#,名#,5,1"),
    ("成本.csv", "商家编码,商品名称,单位成本", "A-#,名#,5"),
    ("快递.csv", "运单号,金额", "YT#,3"),
    ("库存.csv", "商家编码,商品名称,现有库存,供应商,生产天数", "A-#,名#,5,厂#,7"),
    ("客服.csv", "旺旺昵称,询单人数,平均响应时长(秒)", "人#,5,20"),
    ("动账.csv", "动账时间,动账流水号,动账方向,动账金额,动账场景", "2026-06-01 10:00:00,#,入账,5.00,货款结算入账"),
    ("退款.csv", "退款编号,订单编号,退款状态,买家退款金额,商家编码", "#,260601-#,退款成功,5.00,A-#"),
    ("评价.csv", "评价内容,评分,商家编码", "好,5,A-#"),
    ("组合装.csv", "组合装主商家编码,组合装名称,单品规格商家编码,单品名称,数量,单品成本价", "Z-#,名#,A-#,名#,2,5"),
    ("罗盘.csv", "日期,商品ID,商品曝光人数,成交人数,成交件数", "2026-06-01,6100#,9,1,1"),
];

fn good(header: &str, row: &str, numbers: std::ops::Range<u32>) -> String {
    let rows: String = numbers.map(|number| format!("{}\n", row.replace('#', &number.to_string()))).collect();
    format!("{header}\n{rows}")
}

/// The same, and then a row so long that no export has it.
fn damaged(header: &str, row: &str) -> String {
    good(header, row, 100..150) + &"x".repeat(6 << 20)
}

fn counts(dataset: &Dataset) -> Vec<(&'static str, usize)> {
    dataset.n_rows()
}

#[test]
fn a_damaged_file_of_any_kind_leaves_nothing() {
    let mut seen = vec![0; counts(&Dataset::default()).len()];
    for (name, header, row) in KINDS {
        let whole = read_one(name, good(header, row, 100..150));
        for (seen, (_, count)) in seen.iter_mut().zip(counts(&whole)) {
            *seen += count;
        }
        let dataset = read_one(name, damaged(header, row));
        assert_eq!(codes(&dataset.files[0]), ["damaged"], "{name}");
        assert!(counts(&dataset).iter().all(|(_, count)| *count == 0), "{name}: {:?}", counts(&dataset));
        assert!(dataset.tables.is_empty(), "{name}");
        assert!(dataset.pools.skus.keys().all(|sku| dataset.sku_name(sku).is_empty()), "{name}: names stayed");
    }
    // Every kind of row there is had its turn.
    assert!(seen.iter().all(|&count| count > 0), "{seen:?}");
}

#[test]
fn the_next_file_is_not_the_damaged_ones_heir() {
    for (name, header, row) in KINDS {
        let (bad, next) = (damaged(header, row), good(header, row, 1..4));
        let alone = counts(&read_one(name, &next));
        let mut dataset = read(&[("坏.csv", bad.as_bytes()), (name, next.as_bytes())]);
        assert_eq!(counts(&dataset), alone, "{name}");
        dataset.remove_file(0);
        assert_eq!(counts(&dataset), alone, "{name}: taking out the damaged file took the rows of another");
        dataset.remove_file(1);
        assert!(counts(&dataset).iter().all(|(_, count)| *count == 0), "{name}");
    }
}

/// The name that stays is the first in the order of its letters; a damaged file gives none, and no SKU either.
#[test]
fn a_damaged_file_names_nothing() {
    let before = "商家编码,商品名称,单位成本\nA-1,中,5\nA-2,中,5\n";
    let mut bad = "商家编码,商品名称,单位成本\nA-1,a,5\nA-1,A,5\nA-3,b,5\n".to_owned();
    bad.push_str(&"x".repeat(6 << 20));
    let dataset = read(&[("一.csv", before.as_bytes()), ("二.csv", bad.as_bytes())]);
    let names: Vec<&str> = dataset.pools.skus.keys().map(|sku| dataset.sku_name(sku)).collect();
    assert_eq!(names, ["中", "中"]);
}
