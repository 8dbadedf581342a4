//! Gathers the words of a shared report from the page's locales, so that page and report say the same thing in the same
//! words, and a text has one home.

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// What a report says, as `file.group` of `www/locales/<language>`; all of a file where no group is named.
const SAID: &[&str] = &[
    "capacity.chart",
    "capacity.grounds",
    "capacity.quiet",
    "capacity.resource",
    "capacity.sentence",
    "profit.advice",
    "profit.column",
    "profit.months",
    "profit.quiet",
    "profit.sentence",
    "profit.tag",
    "repurchase.quiet",
    "repurchase.sentence",
    "report",
    "shell.brand",
    "words.basis",
    "words.block",
    "words.net",
    "words.reason",
    "words.revenue",
    "words.source",
    "words.unmatched_ads",
];

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../www/locales");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut languages = Map::new();
    for language in ["zh-CN", "en"] {
        let mut words = Map::new();
        for said in SAID {
            let (file, group) = said.split_once('.').unwrap_or((said, ""));
            let path = locales.join(language).join(file).with_extension("json");
            let texts: Value = serde_json::from_str(&std::fs::read_to_string(&path)?)?;
            let said_of_it = if group.is_empty() { Some(&texts) } else { texts.get(group) };
            flatten(said, said_of_it.ok_or(format!("{} has no {group}", path.display()))?, &mut words);
        }
        languages.insert(language.to_owned(), Value::Object(words));
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("words.json");
    Ok(std::fs::write(out, Value::Object(languages).to_string())?)
}

/// `{"a": {"b": "text"}}` as `a.b`: one lookup for each text.
fn flatten(path: &str, value: &Value, words: &mut Map<String, Value>) {
    match value {
        Value::Object(group) => group.iter().for_each(|(key, value)| flatten(&format!("{path}.{key}"), value, words)),
        text => drop(words.insert(path.to_owned(), text.clone())),
    }
}
