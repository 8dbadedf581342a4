//! `zhanggui analyze`.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use analytics::{Config, Dataset};
use ingest::Mapping;
use serde_json::Value;

use crate::arguments::Arguments;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let settings = match settings(arguments) {
        Ok(settings) => settings,
        Err(problem) => {
            eprintln!("zhanggui: {problem}");
            return ExitCode::from(2);
        }
    };
    let (config, mapping) = settings;
    let mut dataset = Dataset::default();
    for path in &arguments.files {
        read(&mut dataset, path, &config, mapping.as_ref());
    }
    let was_read = dataset.files.iter().any(|file| file.kind != analytics::vocabulary::Kind::Unknown);

    let books = cli::close(&dataset, &config, arguments.as_of);
    for (file, finding) in &books.findings {
        if let Some(file) = dataset.files.get(usize::from(*file)) {
            eprintln!("{}: {finding}", file.name);
        }
    }
    println!("{}", cli::print(&dataset, &config, &books, arguments.orders));
    if was_read { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

fn settings(arguments: &Arguments) -> Result<(Config, Option<Mapping>), String> {
    let config = match &arguments.config {
        None => Config::default(),
        Some(path) => {
            let changes = changes(&text(path)?).map_err(|problem| format!("{}: {problem}", path.display()))?;
            let config = Config::with_changes(&changes).map_err(|problem| format!("{}: {problem}", path.display()))?;
            let mut problems = ingest::setting_problems(&config);
            problems.extend(config.capacity.check().iter().map(cli::setting_problem));
            if !problems.is_empty() {
                return Err(format!("{}: {}", path.display(), problems.join("; ")));
            }
            config
        }
    };
    let mapping = match &arguments.mapping {
        None => None,
        Some(path) => {
            let mapping = serde_json::from_str(&text(path)?);
            Some(mapping.map_err(|problem| format!("{}: {problem}", path.display()))?)
        }
    };
    Ok((config, mapping))
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|problem| format!("{}: {problem}", path.display()))
}

/// Settings are TOML, or JSON with the same keys.
fn changes(text: &str) -> Result<Value, String> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|problem| problem.to_string())
    } else {
        toml::from_str(text).map_err(|problem| problem.to_string())
    }
}

fn read(dataset: &mut Dataset, path: &Path, config: &Config, mapping: Option<&Mapping>) {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let before = dataset.files.len();
    match File::open(path) {
        Ok(file) => dataset.extend(cli::read(&name, BufReader::new(file), config, mapping)),
        Err(problem) => eprintln!("zhanggui: {}: {problem}", path.display()),
    }
    for file in dataset.files.iter().skip(before) {
        for diagnostic in &file.diagnostics {
            eprintln!("{}: {diagnostic}", file.name);
        }
    }
}
