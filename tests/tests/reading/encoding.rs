//! Damage of single characters is damage of single characters.

use encoding_rs::GB18030;

use crate::{codes, printed, read_one, total};

const HEADER: &str = "商品,订单号,商家实收金额(元),用户实付金额(元),商品数量(件),商家编码-规格维度,订单状态,支付时间\n";

fn text() -> String {
    let row = |number: u32| {
        format!("纯棉短袖{number},260601-{number:06},19.90,19.90,1,A-{number},已收货,2026-06-01 10:00:00\n")
    };
    std::iter::once(HEADER.to_owned()).chain((0..40).map(row)).collect()
}

#[track_caller]
fn check(bytes: Vec<u8>, format: &str, expected: &[&str]) {
    let dataset = read_one("订单.csv", bytes);
    let file = &dataset.files[0];
    assert_eq!((file.format.as_str(), file.accepted, codes(file).as_slice()), (format, 40, expected));
    // 40 × 19.90
    assert_eq!(total(&printed(&dataset), 0), "796.00");
}

#[test]
fn one_stray_byte_leaves_the_file_what_it_is() {
    let text = text();
    let place = text.find("纯棉短袖7").unwrap();
    let with = |bytes: &[u8], at: usize, stray: &[u8]| [&bytes[..at], stray, &bytes[at..]].concat();
    check(text.clone().into_bytes(), "UTF-8", &[]);
    for stray in [&b"\xff"[..], b"\xa0", b"\xc3", b"\xe7\xba"] {
        check(with(text.as_bytes(), place, stray), "UTF-8", &["encoding_replaced"]);
    }
    let (legacy, _, _) = GB18030.encode(&text);
    check(legacy.to_vec(), "GB18030", &[]);
    // Behind the name, before a comma.
    let name = GB18030.encode("纯棉短袖7,").0.into_owned();
    let end = legacy.windows(name.len()).position(|part| part == name.as_slice()).unwrap() + name.len() - 1;
    check(with(&legacy, end, b"\xff"), "GB18030", &["encoding_replaced"]);
}

#[test]
fn characters_cut_in_two_are_one_finding() {
    let text = text();
    let bytes = text.as_bytes();
    // Every name ends after two thirds of its last character.
    let cut: Vec<u8> = text
        .lines()
        .flat_map(|line| {
            let (name, rest) = line.split_once(',').unwrap();
            let name = name.trim_end_matches(|character: char| character.is_ascii_digit()).as_bytes();
            let name = if line.starts_with("商品") { name } else { &name[..name.len() - 1] };
            [name, b",", rest.as_bytes(), b"\n"].concat()
        })
        .collect();
    assert!(cut.len() < bytes.len());
    check(cut.clone(), "UTF-8", &["encoding_replaced"]);
    let found = &read_one("订单.csv", cut).files[0].diagnostics[0];
    assert!(found.to_string().starts_with("40 characters"), "{found}");
}

/// The damage is far behind the first pieces that are read.
#[test]
fn the_whole_file_is_judged() {
    let row = "纯棉短袖,260601-000001,19.90,19.90,1,A-1,已收货,2026-06-01 10:00:00\n";
    let mut bytes = format!("{HEADER}{}", row.repeat(20_000)).into_bytes();
    bytes.truncate(bytes.len() - 1);
    bytes.push(0x80);
    let file = read_one("订单.csv", &bytes).files.remove(0);
    assert_eq!((file.format.as_str(), file.accepted), ("UTF-8", 20_000));
    // Plain ASCII for a long way, and then the letters of another encoding.
    let ascii = "a,260601-000001,19.90,19.90,1,A-1,paid,2026-06-01 10:00:00\n".repeat(20_000);
    let legacy = GB18030.encode(&format!("{ascii}{}", row.repeat(50))).0.into_owned();
    let header = GB18030.encode(HEADER).0.into_owned();
    let file = read_one("订单.csv", [header, legacy].concat()).files.remove(0);
    assert_eq!((file.format.as_str(), file.rows), ("GB18030", 20_050));
}
