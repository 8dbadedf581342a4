//! Writes a whole shop's export files, with the settings and the truth beside them, into a folder.

use std::path::PathBuf;
use std::process::ExitCode;

use tests::shop::money::yuan;
use tests::shop::table::Folder;
use tests::shop::{Plan, generate};

const HELP: &str = "fixtures [--seed N] [--lines N] --out DIR";

fn main() -> ExitCode {
    let Some((plan, out)) = arguments(std::env::args().skip(1)) else {
        eprintln!("{HELP}");
        return ExitCode::from(2);
    };
    let truth = generate(plan, &mut Folder(out.clone()));
    println!(
        "{}: {} files, {} orders, net {}",
        out.display(),
        truth.files.len(),
        truth.totals.orders,
        yuan(truth.totals.net())
    );
    ExitCode::SUCCESS
}

fn arguments(mut rest: impl Iterator<Item = String>) -> Option<(Plan, PathBuf)> {
    let (mut plan, mut out) = (Plan { seed: 1, lines: 2000, as_of: None }, None);
    while let Some(argument) = rest.next() {
        let value = rest.next()?;
        match argument.as_str() {
            "--seed" => plan.seed = value.parse().ok()?,
            "--lines" => plan.lines = value.parse().ok()?,
            "--out" => out = Some(value.into()),
            _ => return None,
        }
    }
    Some((plan, out?))
}
