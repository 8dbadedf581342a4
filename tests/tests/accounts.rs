//! What ledgers and settlements of whole shops add up to by purpose, as the shop was drawn and not as it was read.

use std::collections::BTreeMap;
use std::io::Cursor;

use analytics::dataset::Part;
use analytics::vocabulary::{Kind, Purpose};
use analytics::{Amount, Money};
use ingest::ReadOptions;
use tests::shop::later::Sums;
use tests::shop::table::Memory;
use tests::shop::{Plan, generate};

const ACCOUNTS: [&str; 5] = [
    "later/支付宝账务明细_202601-07.csv",
    "later/天猫_支付宝账务明细_202601-07.csv",
    "later/拼多多_账务明细_202601-07.csv",
    "later/万相台_账户流水_0947.csv",
    DOUYIN,
];
const DOUYIN: &str = "later/抖店_动账明细_202601-07.csv";
const SETTLEMENT: &str = "later/DL20260714_抖店_结算账单.csv";

/// Those that state what they add up to.
const HAVE_TOTAL: [&str; 3] = [ACCOUNTS[0], ACCOUNTS[1], ACCOUNTS[2]];

fn read(name: &str, bytes: &[u8]) -> Vec<Part> {
    let mut quiet = |_: ingest::Progress| {};
    let options =
        ReadOptions { timezone: "Asia/Shanghai", mapping: None, mappings: &[], states: None, progress: &mut quiet };
    ingest::read(name, Cursor::new(bytes), options)
}

/// What the words of the drawn shop are called here.
fn purpose(subject: &str) -> Purpose {
    match subject {
        "receipt" | "coupon" => Purpose::Receipt,
        "refund" => Purpose::Refund,
        "fee" => Purpose::PlatformFee,
        "affiliate" => Purpose::Marketing,
        "late_shipment" => Purpose::Compensation,
        "ad_top_up" => Purpose::AdTopUp,
        "withdrawal" => Purpose::Transfer,
        "spend" => Purpose::Ads,
        other => panic!("nothing is drawn for {other}"),
    }
}

/// What a file adds up to by purpose, in cents.
fn drawn(sums: &Sums, file: &str) -> BTreeMap<Purpose, i64> {
    let mut by_purpose: BTreeMap<Purpose, i64> = BTreeMap::new();
    for ((_, subject), cents) in sums.iter().filter(|((of, _), _)| of == file) {
        *by_purpose.entry(purpose(subject)).or_default() += cents;
    }
    if file == DOUYIN {
        // Its words for what is taken off say neither which fee it is nor whose: 货款结算入账-扣费.
        let taken = [Purpose::PlatformFee, Purpose::Marketing].map(|purpose| by_purpose.remove(&purpose).unwrap_or(0));
        by_purpose.insert(Purpose::Unexplained, taken.iter().sum());
    }
    by_purpose.retain(|_, cents| *cents != 0);
    by_purpose
}

#[test]
fn every_account_adds_up_to_what_was_drawn() {
    for seed in 1..21 {
        let mut memory = Memory::default();
        let truth = generate(Plan { seed, lines: 2_000, as_of: None }, &mut memory);
        let files = memory.files();
        for name in ACCOUNTS {
            let parts = read(name, &files[name]);
            let [part] = parts.as_slice() else { panic!("{name}: {} tables", parts.len()) };
            assert!(matches!(part.file.kind, Kind::Ledger | Kind::Settlement), "{name}: {}", part.file.kind);
            assert_eq!((part.file.set_aside, part.file.accepted), (0, part.file.rows), "{name}");
            let mut sums: BTreeMap<Purpose, i64> = BTreeMap::new();
            for movement in part.movements.iter() {
                *sums.entry(movement.purpose).or_default() += movement.amount.in_own_currency().millionths() / 10_000;
            }
            sums.retain(|_, sum| *sum != 0);
            let all: i64 = sums.values().sum();
            assert_eq!(part.file.sum, Money::from(Amount::from_cents(all)), "{name}");
            assert_eq!(sums, drawn(&truth.stories.ledgers, name), "shop {seed}: {name}");
            if HAVE_TOTAL.contains(&name) {
                let control = part.file.control.unwrap();
                assert_eq!((control.stated, control.computed), (part.file.sum, part.file.sum), "{name}");
            }
        }
    }
}

/// Another reader of the file adds its columns up.
#[test]
fn a_settlement_has_the_fees_of_its_columns() {
    for seed in 1..21 {
        let mut memory = Memory::default();
        generate(Plan { seed, lines: 2_000, as_of: None }, &mut memory);
        let bytes = &memory.files()[SETTLEMENT];
        let parts = read(SETTLEMENT, bytes);
        let [part] = parts.as_slice() else { panic!("{} tables", parts.len()) };
        assert_eq!((part.file.kind, part.file.set_aside), (Kind::Settlement, 0));
        assert!(part.file.diagnostics.is_empty(), "{:?}", part.file.diagnostics);
        for (purpose, columns) in [
            (Purpose::Receipt, &["收入合计"][..]),
            (Purpose::PlatformFee, &["平台服务费"]),
            (Purpose::Marketing, &["佣金"]),
        ] {
            let sum = part.movements.iter().filter(|movement| movement.purpose == purpose);
            let sum: i64 = sum.map(|movement| movement.amount.in_own_currency().millionths() / 10_000).sum();
            let other: i64 = columns.iter().map(|column| sum_of(bytes, column)).sum();
            assert_eq!(sum, other, "shop {seed}: {purpose}");
        }
    }
}

/// The sum of a column in cents, of a text without quoted cells.
fn sum_of(bytes: &[u8], column: &str) -> i64 {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').replace('"', "");
    let mut lines = text.lines();
    let at = lines.next().unwrap().split(',').position(|header| header == column).unwrap();
    // The line below the header explains it.
    let cells = lines.skip(1).filter_map(|line| line.split(',').nth(at));
    cells.map(|cell| cell.replace('.', "").parse::<i64>().unwrap_or_else(|_| panic!("{cell}"))).sum()
}
