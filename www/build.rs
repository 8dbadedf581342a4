//! Turns `locales/<language>/<screen>.json` into a module whose keys are checked at compile time.

use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_build::options::CodegenOptions;
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
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
