//! Puts all profiles into one JSON text, so that the browser's binary needs no TOML parser. A new file in `profiles/` is
//! a new profile; nothing else has to be told. The words of people's own sheets in `meaning.toml` go the same way.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=profiles");
    let mut profiles: Vec<toml::Value> = Vec::new();
    for entry in fs::read_dir("profiles")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let profile = toml::from_str(&fs::read_to_string(&path)?);
            profiles.push(profile.map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    let key = |profile: &toml::Value| profile.get("key").and_then(toml::Value::as_str).unwrap_or_default().to_string();
    profiles.sort_by_key(key);
    let target = Path::new(&env::var("OUT_DIR")?).join("profiles.json");
    fs::write(target, serde_json::to_string(&profiles)?)?;
    println!("cargo::rerun-if-changed=meaning.toml");
    let words: toml::Value = toml::from_str(&fs::read_to_string("meaning.toml")?)?;
    let target = Path::new(&env::var("OUT_DIR")?).join("meaning.json");
    fs::write(target, serde_json::to_string(&words)?)?;
    Ok(())
}
