//! Turns the default settings from TOML, which people read, into JSON, which the browser's binary reads without a TOML
//! parser.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/default.toml");
    let settings: toml::Value = toml::from_str(&fs::read_to_string("src/default.toml")?)?;
    let target = Path::new(&env::var("OUT_DIR")?).join("default.json");
    fs::write(target, serde_json::to_string(&settings)?)?;
    Ok(())
}
