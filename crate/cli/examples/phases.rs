//! Reads export files, says how long each phase took and how much memory it all needed, and what came out: one JSON
//! object for `cargo xtask bench`.
#![allow(clippy::disallowed_methods, reason = "measures; nothing it measures enters a result")]

use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

use analytics::books::{self, AsOf, Books, Change, Leaving};
use analytics::profit::{self, Prepared, Scope};
use analytics::{Config, Dataset};
use ingest::ReadOptions;
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::default();
    let mut dataset = Dataset::default();
    let mut phases = Phases::default();
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    // A file behind the word comes when the others are there, and goes again.
    let later = paths.iter().position(|path| path == "then").map(|at| paths.split_off(at).split_off(1));
    phases.time("read", || paths.iter().try_for_each(|path| read(&mut dataset, Path::new(path), &config)))?;
    let mut books = phases.time("join", || books::close(&dataset, &config, AsOf::Orders));
    let base = config.ads.driver;
    let mut prepared = phases.time("prepare", || profit::prepare(&dataset, &books, &Scope::default(), base));
    let mut report = phases.time("report", || profit::report(&dataset, &prepared, &config));
    for path in later.iter().flatten() {
        phases.time("read later", || read(&mut dataset, Path::new(path), &config))?;
        phases.time("add", || {
            change(&dataset, &mut books, &mut prepared, &config, None);
            report = profit::report(&dataset, &prepared, &config);
        });
        let file = u16::try_from(dataset.files.len() - 1)?;
        phases.time("remove", || {
            let leaving = books.leaving(&dataset, &config, &[file]);
            dataset.remove_file(file);
            change(&dataset, &mut books, &mut prepared, &config, Some(leaving));
            report = profit::report(&dataset, &prepared, &config);
        });
    }
    let skus: Map<String, Value> = report
        .skus
        .iter()
        .map(|(item, row)| {
            let sold = json!([row.blocks.units.to_string(), row.blocks.revenue.cents(), row.blocks.refunds.cents()]);
            (item.code(&dataset).to_owned(), sold)
        })
        .collect();
    let net = report.totals.net().to_string();
    println!("{}", json!({ "seconds": phases.seconds, "peak_bytes": peak_bytes(), "net": net, "skus": skus }));
    Ok(())
}

fn change(dataset: &Dataset, books: &mut Books, prepared: &mut Prepared, config: &Config, leaving: Option<Leaving>) {
    match books.change(dataset, config, AsOf::Orders, leaving) {
        Change::All => *prepared = profit::prepare(dataset, books, &Scope::default(), config.ads.driver),
        Change::Orders { gone, come } => prepared.change(dataset, books, &gone, &come, config.ads.driver),
    }
}

fn read(dataset: &mut Dataset, path: &Path, config: &Config) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut quiet = |_: ingest::Progress| {};
    let options = ReadOptions {
        timezone: &config.shop.timezone,
        mapping: None,
        mappings: &[],
        states: None,
        progress: &mut quiet,
    };
    dataset.extend(ingest::read(&name, BufReader::new(File::open(path)?), options));
    Ok(())
}

/// Seconds by phase.
#[derive(Default)]
struct Phases {
    seconds: Map<String, Value>,
}

impl Phases {
    fn time<T>(&mut self, phase: &str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        self.seconds.insert(phase.to_owned(), start.elapsed().as_secs_f64().into());
        result
    }
}

/// The most memory this process has held; `None` where the system does not say.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
