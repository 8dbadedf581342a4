//! `cargo xtask bench`: how fast the engine and the page are, beside what else reads such files in a browser.

use std::process::Command;

use crate::bundle::{self, Profile};
use crate::step::{Outcome, cargo, dist, root, status, step, target};
use crate::tool;

const PROGRAM: &str = "phases";

/// Builds all that is timed, and times it. The options are those of `tests/bench/run.mjs`.
pub(crate) fn bench(options: &[String]) -> Outcome {
    tool::prepare_build()?;
    tool::npm_packages("tests/e2e")?;
    tool::npm_packages("tests/bench")?;
    let browser = tool::browser()?;
    step("compile the engine natively", || cargo(&["build", "--release", "-p", "cli", "--example", PROGRAM]))?;
    bundle::build(Profile::Release, None)?;
    let program = target().join("release/examples").join(PROGRAM).with_extension(std::env::consts::EXE_EXTENSION);
    step("time everything", || {
        let mut node = Command::new("node");
        node.arg("run.mjs").args(options).current_dir(root().join("tests/bench"));
        status(node.env("CHROMIUM", browser).env("DIST", dist()).env("NATIVE", program))
    })
}
