//! Turns `locales/<language>/<screen>.json` into a module whose keys are checked at compile time.

use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_build::options::CodegenOptions;
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    list_exports()?;
    let options = ParseOptions::new().interpolate_display(true);
    let config = Config::new("zh-CN")?
        .add_locale("en")?
        .add_namespaces([
            "shell",
            "import",
            "profit",
            "capacity",
            "repurchase",
            "words",
            "define",
            "problem",
            "share",
            "components",
        ])?
        .parse_options(options);
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    // Generated code is not ours to lint.
    let quiet =
        "#![allow(clippy::all, clippy::pedantic, clippy::restriction, unused_imports, unreachable_pub)]".parse()?;
    let options = CodegenOptions::default().top_level_attributes(Some(quiet)).gen_docs(false);
    translations.generate_i18n_module_with_options(PathBuf::from(std::env::var("OUT_DIR")?).join("i18n"), options)?;
    Ok(())
}

/// What the engine can read, for the page's guide, which must not carry the engine's own data: title and way of every export
/// in both languages, by source.
fn list_exports() -> Result<(), Box<dyn Error>> {
    let folder = "../crate/ingest/profiles";
    println!("cargo::rerun-if-changed={folder}");
    let mut exports = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let profile: toml::Table = toml::from_str(&std::fs::read_to_string(&path)?)?;
        let words = |table: &str, language: &str| {
            let words = profile.get(table).and_then(|words| words.get(language));
            words.and_then(toml::Value::as_str).unwrap_or_default().to_owned()
        };
        let key = profile.get("key").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
        exports.push((key, [words("title", "zh"), words("title", "en"), words("export", "zh"), words("export", "en")]));
    }
    exports.sort();
    let rows = exports.iter().map(|(_, [zh, en, way_zh, way_en])| {
        format!("Export {{ title: [{zh:?}, {en:?}], way: [{way_zh:?}, {way_en:?}] }},\n")
    });
    let text = format!("&[\n{}]", rows.collect::<String>());
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("exports.rs"), text)?;
    Ok(())
}
