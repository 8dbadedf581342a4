//! Reads export files, says how long each phase took and how much memory it all needed, and what came out: one JSON
//! object for `cargo xtask bench`.
#![allow(clippy::disallowed_methods, reason = "measures; nothing it measures enters a result")]

use std::error::Error;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

use analytics::books::{self, AsOf};
use analytics::profit::{self, Scope};
use analytics::{Config, Dataset};
use ingest::ReadOptions;
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::default();
    let mut dataset = Dataset::default();
    let mut phases = Phases::default();
    phases.time("read", || {
        for path in std::env::args().skip(1) {
            read(&mut dataset, Path::new(&path), &config)?;
        }
        Ok::<(), std::io::Error>(())
    })?;
    let books = phases.time("join", || books::close(&dataset, &config, AsOf::Orders));
    let prepared = phases.time("prepare", || profit::prepare(&dataset, &books, &Scope::default(), config.ads.driver));
    let report = phases.time("report", || profit::report(&dataset, &prepared, &config));
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

fn read(dataset: &mut Dataset, path: &Path, config: &Config) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut quiet = |_: ingest::Progress| {};
    let options = ReadOptions { timezone: &config.shop.timezone, mapping: None, mappings: &[], progress: &mut quiet };
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
