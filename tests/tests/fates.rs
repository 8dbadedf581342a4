//! Every yuan of a file has one fate, in the whole shop and in each part of it: what is counted, what confirms and what lies
//! in buckets add up to what the file has, read here by another reader.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use analytics::books::{self, AsOf, Books, Fates, FileMoney};
use analytics::profit::{self, Scope};
use analytics::vocabulary::Kind;
use analytics::{Config, Dataset, Day, Money};
use ingest::ReadOptions;
use serde_json::{Value, json};
use tests::shop::calendar::date;
use tests::shop::table::Memory;
use tests::shop::{Plan, generate};

struct Shop {
    files: Vec<(String, Vec<u8>)>,
    dataset: Dataset,
    config: Config,
    books: Books,
}

impl Shop {
    fn new(files: Vec<(String, Vec<u8>)>, config: &Value, as_of: AsOf) -> Shop {
        let config = Config::with_changes(config).unwrap();
        let mut dataset = Dataset::default();
        for (name, bytes) in &files {
            let options = ReadOptions {
                timezone: &config.shop.timezone,
                mapping: None,
                mappings: &[],
                states: None,
                progress: &mut |_| {},
            };
            dataset.extend(ingest::read(name, Cursor::new(bytes), options));
        }
        let books = books::close(&dataset, &config, as_of);
        Shop { files, dataset, config, books }
    }

    fn generated(seed: u64) -> Shop {
        let as_of = seed.is_multiple_of(3).then_some(174);
        let mut memory = Memory::default();
        generate(Plan { seed, lines: 300, as_of }, &mut memory);
        let mut files = memory.files();
        let config = files.remove("config.toml").unwrap();
        let config = toml::from_str(std::str::from_utf8(&config).unwrap()).unwrap();
        files.retain(|name, _| !name.starts_with("later/") && name != "truth.json");
        let as_of = as_of.map_or(AsOf::Orders, |day| AsOf::On(Day::parse(&date(day).to_string()).unwrap()));
        Shop::new(files.into_iter().collect(), &config, as_of)
    }

    fn fates(&self, scope: &Scope) -> Fates {
        let prepared = profit::prepare(&self.dataset, &self.books, scope, self.config.ads.driver);
        let report = profit::report(&self.dataset, &prepared, &self.config);
        profit::fates(&self.dataset, &self.books, &prepared, &report)
    }

    /// What each file has in each currency; all of it has a fate.
    fn totals(&self, scope: &Scope) -> Totals {
        let fates = self.fates(scope);
        let mut in_buckets: Totals = BTreeMap::new();
        for bucket in fates.buckets() {
            *in_buckets.entry(self.place(bucket.file, bucket.currency.map(|key| self.currency(key)))).or_default() +=
                bucket.amount;
        }
        let mut totals: Totals = BTreeMap::new();
        for file in (0..).take(self.dataset.files.len()) {
            for (currency, money) in fates.by_currency(file) {
                let place = self.place(file, currency.map(|key| self.currency(key)));
                let FileMoney { total, counted, confirms, buckets } = money;
                assert_eq!(counted + confirms + buckets, total, "{place:?} {scope:?}");
                assert_eq!(buckets, in_buckets.remove(&place).unwrap_or_default(), "{place:?} {scope:?}");
                *totals.entry(place).or_default() += total;
            }
        }
        assert!(in_buckets.values().all(|amount| amount.is_zero()), "{in_buckets:?}");
        totals
    }

    fn currency(&self, key: analytics::dataset::CurrencyKey) -> String {
        self.dataset.pools.currencies.get(key).to_owned()
    }

    fn place(&self, file: u16, currency: Option<String>) -> (String, Option<String>) {
        (self.dataset.files[usize::from(file)].name.clone(), currency)
    }

    /// The parts of the shop by store, and by the day in the middle of its orders.
    fn parts(&self) -> [Vec<Scope>; 2] {
        let stores = self.dataset.pools.stores.keys().map(|store| self.dataset.pools.store_parts(store));
        let of_stores = stores.map(|(platform, name)| Scope {
            platform: Some(platform),
            store: Some(name.to_owned()),
            ..Scope::default()
        });
        let mut of_periods = Vec::new();
        if let Some((first, last)) = self.books.period() {
            let middle = first.plus((last.number() - first.number()) / 2);
            of_periods.push(Scope { to: Some(middle), ..Scope::default() });
            of_periods.push(Scope { from: Some(middle.plus(1)), ..Scope::default() });
        }
        [of_stores.collect(), of_periods]
    }

    /// No part has what another has, and all of them no more than the shop. What has no store, or no day, is in none: of
    /// orders and accounts every row that is read has a store. An account's money goes both ways, so that a part of it may be
    /// more than the whole.
    #[track_caller]
    fn check_parts(&self) {
        let whole = self.totals(&Scope::default());
        let has_stores = |name: &str| {
            let mut files = self.dataset.files.iter().filter(|file| file.name == name);
            let has_store = |kind| matches!(kind, Kind::Orders | Kind::OrderLines | Kind::Ledger | Kind::Settlement);
            files.all(|file| has_store(file.kind) && file.set_aside == 0)
        };
        let goes_both_ways = |name: &str| {
            let mut files = self.dataset.files.iter().filter(|file| file.name == name);
            files.any(|file| matches!(file.kind, Kind::Ledger | Kind::Settlement))
        };
        for (is_by_store, parts) in [true, false].into_iter().zip(self.parts()) {
            let mut sum: Totals = BTreeMap::new();
            for scope in parts {
                for (place, total) in self.totals(&scope) {
                    *sum.entry(place).or_default() += total;
                }
            }
            for (place, of_whole) in &whole {
                let total = sum.remove(place).unwrap_or_default();
                let is_all = is_by_store && has_stores(&place.0);
                let may_differ = !is_all && (total < *of_whole || goes_both_ways(&place.0));
                assert!(total == *of_whole || may_differ, "{place:?}: {total} of {of_whole}");
            }
            assert!(sum.values().all(|total| total.is_zero()), "{sum:?}");
        }
    }
}

/// By file, and by currency where it is not the shop's.
type Totals = BTreeMap<(String, Option<String>), Money>;

/// The rows of a text file as header and cells; nothing of the program reads them.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    };
    let mut records: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut is_quoted = false;
    for each in text.chars() {
        let record = records.last_mut().unwrap();
        match each {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(String::new()),
            '\n' if !is_quoted => records.push(vec![String::new()]),
            '\r' => {}
            each => record.last_mut().unwrap().push(each),
        }
    }
    let header: Vec<String> = records.remove(0).iter().map(|cell| cell.trim().to_owned()).collect();
    let records = records.into_iter().filter(|record| record.len() == header.len());
    records
        .map(|record| header.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect())
        .collect()
}

/// By a part of a file's name: the columns that add up to what a row is worth, and the one with its day.
const READ_HERE: [(&str, &[&str], &str); 4] = [
    ("拼多多_订单", &["商家实收金额(元)"], "订单成交时间"),
    ("旺店通_订单明细", &["分摊后总价", "分摊邮费"], "付款时间"),
    ("快麦ERP交易订单导出", &["实付金额"], ""),
    ("拼多多_推广", &["总花费(元)"], "日期"),
];

/// The day of a row; an order of 拼多多 has it in its number where the column is blank: 260115-….
fn day(row: &BTreeMap<String, String>, column: &str) -> Option<Day> {
    let of_number = || {
        let number = row.get("订单号")?.get(..6)?;
        Day::parse(&format!("20{}-{}-{}", &number[..2], &number[2..4], &number[4..]))
    };
    row[column].get(..10).and_then(Day::parse).or_else(of_number)
}

/// What the columns of a file's rows add up to, of all its days or of those up to one.
fn sum(bytes: &[u8], columns: &[&str], until: Option<(&str, Day)>) -> Money {
    let rows = rows(bytes);
    let is_in = |row: &&BTreeMap<String, String>| {
        until.is_none_or(|(column, until)| day(row, column).is_some_and(|day| day <= until))
    };
    let is_total = |row: &&BTreeMap<String, String>| row.values().any(|cell| cell == "总计" || cell == "合计");
    let rows = rows.iter().filter(|row| !is_total(row)).filter(is_in);
    let cells = rows.flat_map(|row| columns.iter().map(|name| &row[*name])).filter(|cell| !cell.is_empty());
    cells.map(|cell| Money::parse(cell).unwrap()).sum()
}

#[test]
fn every_yuan_of_generated_shops_has_one_fate_in_every_part_of_them() {
    for seed in 1..21 {
        let shop = Shop::generated(seed);
        shop.check_parts();
        let whole = shop.totals(&Scope::default());
        let [_, periods] = shop.parts();
        let until = periods[0].to.unwrap();
        let early = shop.totals(&periods[0]);
        for (name, bytes) in &shop.files {
            let Some((_, columns, day)) = READ_HERE.iter().find(|(part, ..)| name.contains(part)) else { continue };
            let place = (name.rsplit('/').next().unwrap().to_owned(), None);
            let found = whole.get(&place).or_else(|| whole.get(&(name.clone(), None))).unwrap();
            assert_eq!(*found, sum(bytes, columns, None), "seed {seed}: {name}");
            if name.starts_with("拼多多") {
                let found = early.get(&place).copied().unwrap_or_default();
                assert_eq!(found, sum(bytes, columns, Some((day, until))), "seed {seed}: {name} until {until}");
            }
        }
    }
}

#[test]
fn every_yuan_of_the_fixtures_has_one_fate_in_every_part_of_them() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        let entries: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        folders.extend(entries.iter().filter(|path| path.is_dir()).cloned());
        let Ok(expected) = fs::read(folder.join("expected.json")) else { continue };
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        let files =
            entries.iter().filter(|path| path.is_file()).map(|path| path.file_name().unwrap().to_str().unwrap());
        let files = files.filter(|name| !name.ends_with(".json") && !name.ends_with(".md"));
        let files = files.map(|name| (name.to_owned(), fs::read(folder.join(name)).unwrap())).collect();
        println!("{}", folder.display());
        let config = expected.pointer("/profit/config").cloned().unwrap_or(json!({}));
        let shop = Shop::new(files, &config, AsOf::Orders);
        shop.check_parts();
        read += 1;
    }
    assert!(read > 80, "{read}");
}
