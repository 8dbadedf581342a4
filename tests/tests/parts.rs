//! A part that crossed to another thread as bytes is the part it was, and bytes that are none are refused.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use analytics::dataset::{Part, PartError};
use analytics::{Config, Dataset};
use ingest::ReadOptions;
use tests::shop::random::Random;
use tests::shop::table::Memory;
use tests::shop::{Plan, generate};

/// Name and bytes.
type Files = Vec<(String, Vec<u8>)>;

fn read(name: &str, bytes: &[u8]) -> Vec<Part> {
    let options =
        ReadOptions { timezone: "Asia/Shanghai", mapping: None, mappings: &[], states: None, progress: &mut |_| {} };
    ingest::read(name, Cursor::new(bytes), options)
}

fn shop(parts: Vec<Part>) -> Dataset {
    let mut dataset = Dataset::default();
    dataset.extend(parts);
    dataset
}

/// Reads the files, and checks that the shop is the same whether its parts crossed or not. Returns the shop.
#[track_caller]
fn check<'a>(what: &str, files: impl Iterator<Item = (&'a str, &'a [u8])>, config: &Config) -> Dataset {
    let parts: Vec<Part> = files.flat_map(|(name, bytes)| read(name, bytes)).collect();
    let crossed = |part: &Part| {
        let bytes = part.to_bytes();
        let crossed = Part::from_bytes(&bytes).unwrap();
        assert!(crossed.to_bytes() == bytes, "{what}: {}", part.file.name);
        crossed
    };
    let crossed: Vec<Part> = parts.iter().map(crossed).collect();
    let (stayed, crossed) = (shop(parts), shop(crossed));
    let printed = |dataset| cli::analyze(dataset, config, None, true).to_string();
    assert!(printed(&stayed) == printed(&crossed), "{what}");
    crossed
}

/// The fixtures by folder.
fn folders() -> Vec<(PathBuf, Files)> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push((path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
        files.sort();
        found.push((folder, files));
    }
    found.sort();
    found
}

#[test]
fn every_fixture_crosses() {
    for (folder, files) in folders() {
        let files = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        check(&folder.display().to_string(), files, &Config::default());
    }
}

#[test]
fn whole_shops_cross() {
    for seed in 1..4 {
        let mut memory = Memory::default();
        generate(Plan { seed, lines: 2_000, as_of: None }, &mut memory);
        let mut files = memory.files();
        let config = files.remove("config.toml").unwrap();
        let config = toml::from_str(std::str::from_utf8(&config).unwrap()).unwrap();
        let config = Config::with_changes(&config).unwrap();
        files.remove("truth.json");
        // What the generated shop does not have.
        let beside = [
            ("组合装.csv", "组合装主商家编码,单品规格商家编码,数量,单品成本价\nSET,FG-01,2,5\n"),
            ("罗盘.csv", "日期,商品ID,商品曝光人数,成交人数,成交件数\n2026-06-01,6100,9,1,1\n"),
        ];
        files.extend(beside.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())));
        let files = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let crossed = check(&format!("seed {seed}"), files, &config);
        let kinds = crossed.n_rows();
        assert!(kinds.iter().all(|(_, rows)| *rows > 0), "no row of some kind crossed: {kinds:?}");
    }
}

/// Takes in what was read of damaged bytes, as the first of a shop and among others: no key may lead out of its pool.
fn take(bytes: &[u8], beside: &[u8]) -> Result<(), PartError> {
    let mut alone = Dataset::default();
    alone.take(Part::from_bytes(bytes)?);
    let mut among = Dataset::default();
    among.take(Part::from_bytes(beside).unwrap());
    among.take(Part::from_bytes(bytes)?);
    among.remove_file(1);
    Ok(())
}

#[test]
fn damaged_bytes_are_refused_or_harmless() {
    let mut random = Random::new(7);
    let files = folders().into_iter().flat_map(|(_, files)| files).filter(|(_, bytes)| bytes.len() < 20_000);
    let parts = files.flat_map(|(name, bytes)| read(&name, &bytes));
    let whole: Vec<Vec<u8>> = parts.map(|part| part.to_bytes()).collect();
    let mut refused = 0_u32;
    for bytes in &whole {
        let any = |random: &mut Random| usize::try_from(random.below(i64::try_from(bytes.len()).unwrap())).unwrap();
        for _ in 0..20 {
            let cut = any(&mut random);
            assert!(Part::from_bytes(&bytes[..cut]).is_err(), "{cut} of {}", bytes.len());
            let mut damaged = bytes.clone();
            for _ in 0..=random.below(3) {
                damaged[any(&mut random)] ^= 1 << random.below(8);
            }
            refused += u32::from(take(&damaged, &whole[0]).is_err());
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(take(&longer, bytes), Err(PartError::Length));
    }
    assert!(whole.len() > 30 && refused > 100, "{} parts, {refused} refused", whole.len());
}
