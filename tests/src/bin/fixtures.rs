//! Writes a whole shop's export files, with the settings and the truth beside them, into a folder.

use std::path::PathBuf;

use lexopt::Parser;
use lexopt::prelude::*;
use tests::shop::money::yuan;
use tests::shop::table::Folder;
use tests::shop::{Plan, generate};

const HELP: &str = "fixtures [--seed N] [--lines N] --out DIR";

fn main() -> Result<(), lexopt::Error> {
    let (plan, out) = arguments(Parser::from_env())?;
    let truth = generate(plan, &mut Folder(out.clone()));
    println!(
        "{}: {} files, {} orders, net {}",
        out.display(),
        truth.files.len(),
        truth.table.totals.orders,
        yuan(truth.table.totals.net())
    );
    Ok(())
}

fn arguments(mut rest: Parser) -> Result<(Plan, PathBuf), lexopt::Error> {
    let (mut plan, mut out) = (Plan { seed: 1, lines: 2000, as_of: None }, None);
    while let Some(argument) = rest.next()? {
        match argument {
            Long("seed") => plan.seed = rest.value()?.parse().map_err(|_| "--seed needs a number")?,
            Long("lines") => plan.lines = rest.value()?.parse().map_err(|_| "--lines needs a number")?,
            Long("out") => out = Some(rest.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok((plan, out.ok_or(HELP)?))
}
