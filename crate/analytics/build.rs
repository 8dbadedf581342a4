//! Turns data from TOML, which people read, into JSON, which the browser's binary reads without a TOML parser.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// Each becomes a file of the same name, ending in `.json`.
const DATA: [&str; 3] = ["src/default.toml", "src/capacity/calendar.toml", "src/profit/usual.toml"];

fn main() -> Result<(), Box<dyn Error>> {
    let target = env::var("OUT_DIR")?;
    for source in DATA.map(Path::new) {
        println!("cargo::rerun-if-changed={}", source.display());
        let data: toml::Value = toml::from_str(&fs::read_to_string(source)?)?;
        let name = source.with_extension("json");
        fs::write(Path::new(&target).join(name.file_name().unwrap_or_default()), serde_json::to_string(&data)?)?;
    }
    Ok(())
}
