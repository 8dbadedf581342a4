//! The shape of the repository: what lies at its root, which crate may know which, and what keeps a file readable.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failure here is the test's own")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file longer than this wants to be two.
const MOST_LINES: usize = 450;

const ROOT: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "crate",
    "fixtures",
    "rust-toolchain.toml",
    "target",
    "tests",
    "www",
];

/// Which of our crates each may depend on. Tests may use whatever they like.
const EDGES: &[(&str, &[&str])] = &[
    ("analytics", &[]),
    ("cli", &["analytics", "export", "ingest"]),
    ("export", &["analytics"]),
    ("ingest", &["analytics"]),
    ("protocol", &["analytics", "export"]),
    ("tests", &[]),
    ("worker", &["analytics", "export", "ingest", "protocol"]),
    ("www", &["analytics", "export", "protocol"]),
    ("xtask", &[]),
];

/// Readers of foreign formats, which only `ingest` names.
const READERS: &[&str] = &["calamine", "csv", "encoding_rs", "html5gum", "quick-xml", "zip"];

/// Crates that talk to a network. Leptos brings some of them for its server functions; none of ours may name one, and
/// the engine must not reach one at all.
const NETWORK: &[&str] = &[
    "curl",
    "gloo-net",
    "hyper",
    "isahc",
    "native-tls",
    "reqwest",
    "rustls",
    "server_fn",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
];

/// Where lists may not be laid side by side and gone along in step: what belongs together is one thing by its type.
const JOINED_BY_TYPE: &[&str] = &[
    "crate/analytics/src/books",
    "crate/analytics/src/profit",
    "crate/analytics/src/repurchase",
    "crate/worker/src/session",
];

/// What is none: how often each file calls `zip` all the same, and for what.
const ZIPS: &[(&str, usize)] = &[
    // The one place of a type that keeps two lists together.
    ("crate/analytics/src/books/roles.rs", 1),
    // Two options, of which both have to be there.
    ("crate/analytics/src/books/joined.rs", 1),
    ("crate/analytics/src/books/pairing.rs", 1),
    ("crate/analytics/src/profit/prepare.rs", 1),
    ("crate/analytics/src/repurchase/acquisition.rs", 1),
    ("crate/worker/src/session/repurchase/list.rs", 2),
    // Arrays of one length, one place for every variant of an enum.
    ("crate/analytics/src/books/table_summary.rs", 2),
    ("crate/analytics/src/profit/blocks.rs", 1),
    ("crate/analytics/src/profit/report.rs", 1),
    // Series of numbers.
    ("crate/analytics/src/profit/refunds_due.rs", 1),
    ("crate/analytics/src/repurchase/repeat.rs", 1),
    ("crate/analytics/src/repurchase/rfm.rs", 1),
];

/// What only a component of `ui/` writes.
const COMPONENTS: &[&str] = &["<table", "type=\"range\"", "class=\"sentence\"", "class=\"figure\"", "class=\"shape\""];

/// Tables that are like no other, each in one place.
const SPELLED: &[&str] = &[
    // A picture made of cells.
    "capacity/heat.rs",
    // How an unknown file begins, without a heading.
    "import/card.rs",
    // Sorted by its headings.
    "repurchase/list.rs",
];

#[test]
fn the_root_holds_what_the_layout_says() {
    let names = entries(&root()).into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    let unknown: Vec<String> = names.filter(|name| !name.starts_with('.') && !ROOT.contains(&name.as_str())).collect();
    assert_eq!(unknown, Vec::<String>::new(), "list them in the layout, or move them");
}

#[test]
fn crates_know_only_those_below_them() {
    let manifests = manifests();
    let names: BTreeSet<&str> = manifests.keys().map(String::as_str).collect();
    assert_eq!(names, EDGES.iter().map(|(name, _)| *name).collect(), "every crate has its line in EDGES");
    for (name, allowed) in EDGES {
        let known: BTreeSet<&str> =
            dependencies(&manifests[*name]).into_iter().filter(|known| names.contains(known)).collect();
        let forbidden: Vec<&&str> = known.iter().filter(|known| !allowed.contains(known)).collect();
        assert!(forbidden.is_empty(), "{name} must not depend on {forbidden:?}");
    }
}

#[test]
fn only_ingest_reads_foreign_formats() {
    for (name, manifest) in manifests() {
        let readers: Vec<&str> = dependencies(&manifest).into_iter().filter(|each| READERS.contains(each)).collect();
        // The tests write files in foreign formats, which is another matter.
        assert!(name == "ingest" || name == "tests" || readers.is_empty(), "{name} names {readers:?}");
    }
}

#[test]
fn no_crate_of_ours_names_a_network_client() {
    for (name, manifest) in manifests() {
        let clients: Vec<&str> = dependencies(&manifest).into_iter().filter(|each| NETWORK.contains(each)).collect();
        assert!(clients.is_empty(), "{name} names {clients:?}");
    }
}

#[test]
fn the_engine_reaches_no_network_client() {
    let lock: toml::Value = toml::from_str(&fs::read_to_string(root().join("Cargo.lock")).unwrap()).unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut reached = BTreeSet::from(["worker".to_owned()]);
    loop {
        let before = reached.len();
        for package in packages {
            if !reached.contains(package["name"].as_str().unwrap()) {
                continue;
            }
            let below = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
            // An entry is a name, or a name and a version where there are several.
            reached.extend(below.filter_map(|entry| Some(entry.as_str()?.split(' ').next()?.to_owned())));
        }
        if reached.len() == before {
            break;
        }
    }
    let clients: Vec<&String> = reached.iter().filter(|name| NETWORK.contains(&name.as_str())).collect();
    assert!(clients.is_empty(), "the worker reaches {clients:?}");
}

#[test]
fn no_source_file_is_too_long() {
    let mut long = Vec::new();
    for file in sources(&["crate", "tests", "www"]) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > MOST_LINES {
            long.push(format!("{}: {lines}", file.strip_prefix(root()).unwrap().display()));
        }
    }
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn lists_are_joined_by_type_and_not_by_position() {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for file in sources(JOINED_BY_TYPE) {
        let text: String = fs::read_to_string(&file).unwrap().split_whitespace().collect();
        let zips = text.match_indices(".zip(").filter(|(at, zip)| {
            // To count is to say which is which.
            let (before, behind) = (&text[..*at], &text[at + zip.len()..]);
            let is_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            !(before.ends_with("..)") || behind.trim_start_matches(is_of_name).starts_with(".."))
        });
        let name = file.strip_prefix(root()).unwrap().display().to_string();
        let count = zips.count();
        // The lifetime value of customers is mathematics from end to end.
        if count > 0 && !name.contains("/clv/") {
            found.insert(name, count);
        }
    }
    let allowed: BTreeMap<String, usize> = ZIPS.iter().map(|&(file, count)| (file.to_owned(), count)).collect();
    assert_eq!(found, allowed);
}

#[test]
fn both_languages_have_the_same_keys() {
    let locales = root().join("www/locales");
    let chinese = locale_keys(&locales.join("zh-CN"));
    let english = locale_keys(&locales.join("en"));
    let only = |left: &BTreeMap<String, String>, right: &BTreeMap<String, String>| {
        left.keys().filter(|key| !right.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&chinese, &english), Vec::<String>::new(), "missing in English");
    assert_eq!(only(&english, &chinese), Vec::<String>::new(), "missing in Chinese");
    for (key, text) in &chinese {
        assert!(!text.trim().is_empty() && !english[key].trim().is_empty(), "{key} is empty");
        assert_eq!(placeholders(text), placeholders(&english[key]), "{key} names other facts in English");
    }
}

/// Whoever builds a page finds every component on one page, with what it is for.
#[test]
fn every_component_is_on_the_page_of_components() {
    let shown =
        sources(&["www/src/components"]).iter().map(|file| fs::read_to_string(file).unwrap()).collect::<String>();
    let shown: String = shown.split_whitespace().collect();
    let files = entries(&root().join("www/src/ui"));
    let names = files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap()).filter(|name| *name != "mod");
    let unshown: Vec<&str> = names.filter(|name| !shown.contains(&format!("entry(\"{name}\","))).collect();
    assert_eq!(unshown, Vec::<&str>::new());
}

#[test]
fn no_page_spells_a_component_of_its_own() {
    let mut spelled = BTreeSet::new();
    for file in sources(&["www/src"]) {
        let name = file.strip_prefix(root().join("www/src")).unwrap().display().to_string();
        let text = fs::read_to_string(&file).unwrap();
        let spells = COMPONENTS.iter().any(|component| text.contains(component));
        if spells && !name.starts_with("ui/") {
            spelled.insert(name);
        }
    }
    let allowed: BTreeSet<String> = SPELLED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(spelled, allowed);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// The manifests of our crates by name.
fn manifests() -> BTreeMap<String, toml::Value> {
    let crates = entries(&root().join("crate")).into_iter().chain([root().join("www"), root().join("tests")]);
    crates
        .filter(|folder| folder.is_dir())
        .map(|folder| {
            let manifest: toml::Value =
                toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).unwrap()).unwrap();
            (manifest["package"]["name"].as_str().unwrap().to_owned(), manifest)
        })
        .collect()
}

/// What a crate is built with; what only its tests use does not count.
fn dependencies(manifest: &toml::Value) -> Vec<&str> {
    let table = |name| manifest.get(name).and_then(toml::Value::as_table).into_iter().flatten();
    table("dependencies").chain(table("build-dependencies")).map(|(name, _)| name.as_str()).collect()
}

fn sources(folders: &[&str]) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !["node_modules", "target"].contains(&name) {
                open.extend(entries(&path));
            }
        } else if [".rs", ".js", ".mjs", ".css"].iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found
}

/// Every text of a language by its path, such as `profit.chip.loss`.
fn locale_keys(folder: &Path) -> BTreeMap<String, String> {
    fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, found)),
            Value::String(text) => {
                found.insert(path.to_owned(), text.clone());
            }
            other => panic!("{path} is {other}"),
        }
    }
    let mut found = BTreeMap::new();
    for file in entries(folder) {
        let value: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        walk(file.file_stem().unwrap().to_str().unwrap(), &value, &mut found);
    }
    found
}

/// The facts a text names between `{{` and `}}`.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| Some(rest.split("}}").next()?.trim())).collect()
}

/// A reader is sent to the file and the item that a decision lies in.
#[test]
fn every_decision_lies_where_the_readme_says() {
    let readme = fs::read_to_string(root().join("crate/README.md")).unwrap();
    let (_, table) = readme.split_once("## Where what is decided").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with('|') && line.contains(".rs"))
        .map(|line| line.split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    assert!(rows.len() > 20, "{}", rows.len());
    let mut lost = Vec::new();
    for row in rows {
        let (file, item) = (row[2], row[3]);
        let text = fs::read_to_string(root().join("crate").join(file)).unwrap_or_default();
        if !text.contains(item) {
            lost.push(format!("{file}: {item}"));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
}

/// The policy of the page is a header too where a host can send one, and its words are written down for two of them.
#[test]
fn hosts_are_told_the_policy_of_the_page() {
    let index = fs::read_to_string(root().join("www/index.html")).unwrap();
    let (_, policy) = index.split_once("Content-Security-Policy\" content=\"").unwrap();
    let policy = format!("{}; frame-ancestors 'none'", policy.split('"').next().unwrap());
    for file in ["www/hosting/README.md", "www/hosting/nginx.conf"] {
        assert!(fs::read_to_string(root().join(file)).unwrap().contains(&policy), "{file} lacks `{policy}`");
    }
}
