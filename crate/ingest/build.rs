//! Puts all profiles into one JSON text, so that the browser's binary needs no TOML parser. A new file in `profiles/` is
//! a new profile; nothing else has to be told. The words of people's own sheets in `meaning.toml` go the same
//! way, and so do the exports of `others.toml`, which are known and not read.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// Puts the words of the dictionary that an account's export names among its own.
fn add_dictionary(profile: &mut toml::Value) -> Result<(), Box<dyn Error>> {
    let Some(account) = profile.get_mut("account").and_then(toml::Value::as_table_mut) else { return Ok(()) };
    let Some(name) = account.remove("dictionary") else { return Ok(()) };
    let path = format!("purposes/{}.toml", name.as_str().ok_or("a dictionary is named by its file")?);
    println!("cargo::rerun-if-changed={path}");
    let dictionary: toml::Table =
        toml::from_str(&fs::read_to_string(&path)?).map_err(|error| format!("{path}: {error}"))?;
    let own = account.entry("purposes").or_insert_with(|| toml::Value::Table(toml::Table::new()));
    let own = own.as_table_mut().ok_or("purposes is a table")?;
    for (purpose, words) in dictionary {
        let known = own.entry(purpose).or_insert_with(|| toml::Value::Array(Vec::new()));
        known
            .as_array_mut()
            .ok_or("the words of a purpose are a list")?
            .extend(words.as_array().into_iter().flatten().cloned());
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=profiles");
    let mut profiles: Vec<toml::Value> = Vec::new();
    for entry in fs::read_dir("profiles")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let profile = toml::from_str(&fs::read_to_string(&path)?);
            let mut profile = profile.map_err(|error| format!("{}: {error}", path.display()))?;
            add_dictionary(&mut profile)?;
            profiles.push(profile);
        }
    }
    let key = |profile: &toml::Value| profile.get("key").and_then(toml::Value::as_str).unwrap_or_default().to_string();
    profiles.sort_by_key(key);
    let target = Path::new(&env::var("OUT_DIR")?).join("profiles.json");
    fs::write(target, serde_json::to_string(&profiles)?)?;
    for name in ["meaning", "others"] {
        println!("cargo::rerun-if-changed={name}.toml");
        let words: toml::Value = toml::from_str(&fs::read_to_string(format!("{name}.toml"))?)?;
        let target = Path::new(&env::var("OUT_DIR")?).join(format!("{name}.json"));
        fs::write(target, serde_json::to_string(&words)?)?;
    }
    Ok(())
}
