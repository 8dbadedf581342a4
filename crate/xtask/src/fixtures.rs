//! `cargo xtask fixtures`: writes a whole shop's export files, as large as asked for.

use crate::step::{StepResult, cargo};

/// The generator belongs to the tests and is built only when it is asked for.
const GENERATOR: &[&str] = &["run", "--quiet", "--release", "-p", "tests", "--bin", "fixtures", "--"];

pub(crate) fn fixtures(options: &[String]) -> StepResult {
    let options = options.iter().map(String::as_str);
    cargo(&GENERATOR.iter().copied().chain(options).collect::<Vec<&str>>())
}
