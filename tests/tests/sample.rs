//! The shop that the page offers to try is one seed of the generator, unchanged.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tests::shop::table::Memory;
use tests::shop::{Plan, generate};

/// `cargo xtask fixtures --seed 6 --lines 5000 --out DIR` writes the same.
const SAMPLE: Plan = Plan { seed: 6, lines: 5000, as_of: None };

#[test]
fn the_sample_shop_is_what_its_seed_gives() {
    let mut memory = Memory::default();
    generate(SAMPLE, &mut memory);
    let made = memory
        .files()
        .into_iter()
        .filter(|(name, _)| !name.contains('/') && !matches!(name.as_str(), "config.toml" | "truth.json"));
    let made: BTreeMap<String, Vec<u8>> = made.collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sample_shop");
    let kept: BTreeMap<String, Vec<u8>> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name() != "README.md")
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    assert_eq!(kept.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(kept[name] == *bytes, "{name} differs from what the seed gives");
    }
}
